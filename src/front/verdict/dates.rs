//! The days of a verdict: how the waiting period is counted, what changes when, and all of them on one line.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shopkit::model::message::Arg;
use shopkit::rules::{Answer, TimelineEntry, Verdict};
use shopkit::t;
use shopkit::texts::Texts;

/// The most days that are put on one line.
const MOST_DAYS: usize = 12;

/// Shows a later day on which something changes.
pub struct DayOfChange {
    pub day: NaiveDate,
    /// The code of the answer from then on.
    pub answer: &'static str,
    pub changes: Vec<String>,
}

/// Shows a day of the verdict, with all that happens on it.
pub struct DayOnLine {
    pub day: NaiveDate,
    pub text: String,
    /// Whether it is the day of the check.
    pub is_check: bool,
    /// Whether it is the earliest day to apply.
    pub is_earliest: bool,
}

/// Lists the ways to count the waiting period, where a rule has one.
pub(super) fn readings(verdict: &Verdict<'_>, texts: Texts) -> Vec<String> {
    let readings = verdict.readings().into_iter().filter(|reading| reading.applies);
    readings.map(|reading| format!("{}  {}  {}", reading.day, reading.reading, texts.say(&reading.meaning()))).collect()
}

/// Lists the later days on which something changes.
pub(super) fn changes(verdict: &Verdict<'_>, texts: Texts) -> Vec<DayOfChange> {
    let of = |turn: TimelineEntry<'_>| DayOfChange {
        day: turn.day,
        answer: turn.answer.as_str(),
        changes: turn.changes.iter().map(|change| texts.say(&change.text(verdict.ruleset))).collect(),
    };
    verdict.timeline().into_iter().map(of).collect()
}

/// Lists the days that play a part, from the first to the last.
pub(super) fn days(verdict: &Verdict<'_>, texts: Texts) -> Vec<DayOnLine> {
    let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    let mut add = |day: NaiveDate, text: String| {
        let clauses = days.entry(day).or_default();
        if !clauses.contains(&text) {
            clauses.push(text);
        }
    };
    let read: Vec<&str> = verdict.rulings.iter().flat_map(|ruling| ruling.rule.facts()).collect();
    for (name, given) in verdict.facts.iter().filter(|(name, _)| read.contains(name)) {
        if let (Some(day), Some(fact)) = (given.value.day(), verdict.ruleset.fact(name)) {
            add(day, fact.title.pick(texts.lang).to_owned());
        }
    }
    add(verdict.on, t!(texts, "verdict-day-of-check"));
    if let Some(day) = verdict.earliest {
        let is_bound = verdict.earliest_is_bound;
        add(day, if is_bound { t!(texts, "verdict-day-earliest-bound") } else { t!(texts, "verdict-day-earliest") });
    }
    for reading in verdict.readings().iter().filter(|reading| reading.applies) {
        add(reading.day, texts.say(&reading.meaning()));
    }
    for turn in verdict.timeline() {
        add(turn.day, changes_and_answer(verdict, &turn, texts));
    }
    let entry = |(day, clauses)| DayOnLine {
        day,
        text: texts.write(&Arg::clauses::<String>(clauses)).into_owned(),
        is_check: day == verdict.on,
        is_earliest: verdict.earliest == Some(day),
    };
    // Where there are too many, the last ones say the least.
    days.into_iter().take(MOST_DAYS).map(entry).collect()
}

/// Writes what changes on a day, and the answer from then on.
fn changes_and_answer(verdict: &Verdict<'_>, turn: &TimelineEntry<'_>, texts: Texts) -> String {
    let changes = || Arg::clauses(turn.changes.iter().map(|change| change.text(verdict.ruleset)));
    match turn.answer {
        Answer::MayApply => t!(texts, "verdict-then-may-apply", changes = changes()),
        Answer::NotYet => t!(texts, "verdict-then-not-yet", changes = changes()),
        Answer::Blocked => t!(texts, "verdict-then-blocked", changes = changes()),
        Answer::Never => t!(texts, "verdict-then-never", changes = changes()),
        Answer::Unknown => t!(texts, "verdict-then-unknown", changes = changes()),
    }
}
