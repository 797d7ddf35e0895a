//! The dates of a verdict as a calendar file.

use chrono::{DateTime, NaiveDate};
use icalendar::{Calendar, Component, Event, EventLike};
use shopkit::kit::Checked;
use shopkit::model::calendar::add_days;
use shopkit::model::fact::FactValue;
use shopkit::model::lang::Lang;
use shopkit::rules::Outcome;

/// Facts whose day in a calendar keeps a seller from missing it.
const EXPIRIES: [&str; 2] = ["licence.expires_on", "person.id_expires_on"];

/// Writes the earliest day and the expiries of the papers that are asked for as all-day events.
pub fn calendar(checked: &Checked<'_>, lang: Lang) -> String {
    let verdict = &checked.verdict;
    let mut calendar = Calendar::empty();
    for property in [("VERSION", "2.0"), ("PRODID", "-//shopkit//shopkit//EN"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(property);
    }
    let mut add = |id: &str, day: NaiveDate, summary: &str| {
        let mut event = Event::new();
        // A stamp from the day judged on keeps the file the same for the same verdict.
        if let Some(time) = verdict.on.and_hms_opt(0, 0, 0) {
            event.timestamp(DateTime::from_naive_utc_and_offset(time, chrono::Utc));
        }
        let uid = format!("{}-{id}-{day}-{}@shopkit", verdict.check.as_str(), checked.shop);
        // The end of an all-day event is the day after it (RFC 5545, 3.6.1).
        event.uid(&uid).summary(summary).description(verdict.disclaimer(lang)).starts(day).ends(add_days(day, 1));
        calendar.push(event.done());
    };
    if let Some(day) = verdict.earliest {
        let bound = lang.pick("最早可以申请的一天（可能更晚）", "The earliest day to apply (it may be later)");
        let exact = lang.pick("最早可以申请的一天", "The earliest day to apply");
        add("earliest", day, if verdict.earliest_is_bound { bound } else { exact });
    }
    for name in EXPIRIES {
        let mut asked = verdict.rulings.iter().filter(|ruling| ruling.outcome != Outcome::NotApplicable);
        let is_asked = asked.any(|ruling| ruling.rule.facts().contains(&name));
        let day = verdict.facts.value(name).and_then(FactValue::day).filter(|_| is_asked);
        if let (Some(day), Some(fact)) = (day, verdict.ruleset.fact(name)) {
            add(name, day, fact.title.pick(lang));
        }
    }
    calendar.to_string()
}
