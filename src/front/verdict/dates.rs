//! The days of a verdict: how the waiting period is counted, what changes when, and all milestones.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shopkit::model::message::Arg;
use shopkit::rules::{Answer, TimelineEntry, Verdict};
use shopkit::t;
use shopkit::texts::Texts;

/// The most milestones that are shown.
const MOST_MILESTONES: usize = 12;

/// Shows a later day on which something changes.
pub struct DayOfChange {
    pub day: NaiveDate,
    /// The code of the answer from then on.
    pub answer: &'static str,
    pub changes: Vec<String>,
}

/// Shows a day that plays a part, with all that happens on it.
pub struct Milestone {
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
    let of = |entry: TimelineEntry<'_>| DayOfChange {
        day: entry.day,
        answer: entry.answer.as_str(),
        changes: entry.changes.iter().map(|change| texts.say(&change.text(verdict.ruleset))).collect(),
    };
    verdict.timeline().into_iter().map(of).collect()
}

/// Lists the milestones from the first to the last.
pub(super) fn milestones(verdict: &Verdict<'_>, texts: Texts) -> Vec<Milestone> {
    let mut clauses_by_day: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    let mut add = |day: NaiveDate, text: String| {
        let clauses = clauses_by_day.entry(day).or_default();
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
    for entry in verdict.timeline() {
        add(entry.day, changes_and_answer(verdict, &entry, texts));
    }
    let milestone = |(day, clauses)| Milestone {
        day,
        text: texts.write(&Arg::clauses::<String>(clauses)).into_owned(),
        is_check: day == verdict.on,
        is_earliest: verdict.earliest == Some(day),
    };
    // Where there are too many, the last ones say the least.
    clauses_by_day.into_iter().take(MOST_MILESTONES).map(milestone).collect()
}

/// Writes what changes on a day, and the answer from then on.
fn changes_and_answer(verdict: &Verdict<'_>, entry: &TimelineEntry<'_>, texts: Texts) -> String {
    let changes = || Arg::clauses(entry.changes.iter().map(|change| change.text(verdict.ruleset)));
    match entry.answer {
        Answer::MayApply => t!(texts, "verdict-then-may-apply", changes = changes()),
        Answer::NotYet => t!(texts, "verdict-then-not-yet", changes = changes()),
        Answer::Blocked => t!(texts, "verdict-then-blocked", changes = changes()),
        Answer::Never => t!(texts, "verdict-then-never", changes = changes()),
        Answer::Unknown => t!(texts, "verdict-then-unknown", changes = changes()),
    }
}
