//! The dates of a verdict as a calendar file.

use chrono::{DateTime, NaiveDate};
use icalendar::{Calendar, Component, Event, EventLike};
use shopkit::kit::Checked;
use shopkit::model::calendar::add_days;
use shopkit::model::fact::FactValue;
use shopkit::rules::{Check, RuleOutcome};
use shopkit::t;
use shopkit::texts::Texts;

/// Facts whose day a seller should not miss.
const EXPIRIES: [&str; 2] = ["licence.expires_on", "person.id_expires_on"];

/// Writes the earliest day and the expiries of the papers that the check asks for as all-day events.
pub fn calendar(checked: &Checked<'_>, texts: Texts) -> String {
    let verdict = &checked.verdict;
    let mut calendar = Calendar::empty();
    for property in [("VERSION", "2.0"), ("PRODID", "-//shopkit//shopkit//EN"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(property);
    }
    let mut add = |id: &str, day: NaiveDate, summary: &str| {
        let mut event = Event::new();
        // A stamp from the day of the check keeps the file the same for the same verdict.
        if let Some(time) = verdict.on.and_hms_opt(0, 0, 0) {
            event.timestamp(DateTime::from_naive_utc_and_offset(time, chrono::Utc));
        }
        let uid = format!("{}-{id}-{day}-{}@shopkit", verdict.check.as_str(), checked.shop);
        // The end of an all-day event is the day after it (RFC 5545, 3.6.1).
        let (uid, summary) = (plain_breaks(&uid), plain_breaks(summary));
        event
            .uid(&uid)
            .summary(&summary)
            .description(&plain_breaks(&texts.say(&verdict.disclaimer())))
            .starts(day)
            .ends(add_days(day, 1));
        calendar.push(event.done());
    };
    if let Some(day) = verdict.earliest {
        add("earliest", day, &earliest(checked, texts));
    }
    for name in EXPIRIES {
        let mut applying = verdict.rulings.iter().filter(|ruling| ruling.outcome != RuleOutcome::NotApplicable);
        let is_asked_for = applying.any(|ruling| ruling.rule.facts().contains(&name));
        let day = verdict.facts.value(name).and_then(FactValue::day).filter(|_| is_asked_for);
        if let (Some(day), Some(fact)) = (day, verdict.ruleset.fact(name)) {
            add(name, day, fact.title.pick(texts.lang));
        }
    }
    calendar.to_string()
}

/// Names the earliest day.
fn earliest(checked: &Checked<'_>, texts: Texts) -> String {
    let shop = &checked.shop;
    match (checked.verdict.check, checked.verdict.earliest_is_bound) {
        (Check::Reopen, false) => t!(texts, "verdict-calendar-reopen", shop = shop),
        (Check::Reopen, true) => t!(texts, "verdict-calendar-reopen-bound", shop = shop),
        (Check::Close, false) => t!(texts, "verdict-calendar-close", shop = shop),
        (Check::Close, true) => t!(texts, "verdict-calendar-close-bound", shop = shop),
    }
}

/// Writes every line break as LF, which a calendar escapes; a CR would end the line.
fn plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_end_gets_into_a_calendar() {
        let mut event = Event::new();
        event.uid(&plain_breaks("a\rb")).summary(&plain_breaks("a\r\nb\rBEGIN:VALARM\nc"));
        let text = event.done().to_string();
        assert!(text.contains("SUMMARY:a\\nb\\nBEGIN:VALARM\\nc\r\n"), "{text}");
        assert!(text.contains("UID:a\\nb\r\n"), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
    }
}
