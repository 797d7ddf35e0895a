//! What follows from the facts that are known, and what is assumed where nothing is.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::facts::Fact;
use super::ruleset::Ruleset;
use crate::model::calendar::add_days;
use crate::model::fact::{Completed, FactValue, Facts, Origin, Written};

/// Adds what follows from the known facts on the day, and then what is assumed; given facts stay as they are.
pub(super) fn infer_and_assume(ruleset: &Ruleset, given: &Facts, on: NaiveDate) -> Facts {
    let mut facts = infer(ruleset, given, on);
    add(ruleset, &mut facts, on, true);
    facts
}

/// Adds what follows from the known facts on the day, but nothing that is only assumed.
pub fn infer(ruleset: &Ruleset, given: &Facts, on: NaiveDate) -> Facts {
    let mut facts = given.clone();
    if let Some(completed) = given.completed() {
        for fact in ruleset.facts().iter().filter(|fact| given.get(&fact.name).is_none()) {
            if let Some(lines) = period(ruleset, fact, given).and_then(|period| counted(completed, period, on)) {
                facts.set(&fact.name, Written::Value(FactValue::Count(lines)), Origin::Orders);
            }
        }
    }
    add(ruleset, &mut facts, on, false);
    facts
}

fn add(ruleset: &Ruleset, facts: &mut Facts, on: NaiveDate, assumed: bool) {
    for implied in ruleset.implied.iter().filter(|implied| implied.is_assumed == assumed) {
        implied.add_to(facts, on);
    }
}

/// Returns the shortest and the longest period that the fact may count lines of; nothing where it counts none.
fn period(ruleset: &Ruleset, fact: &Fact, given: &Facts) -> Option<(u64, u64)> {
    let within = ruleset.fact(fact.within.as_ref()?)?;
    match given.value(&within.name) {
        Some(FactValue::Count(days)) => Some((*days, *days)),
        _ => within.range,
    }
}

/// Counts the lines within a period; nothing where it depends on its length, or on days that are not known.
fn counted(completed: &Completed, (shortest, longest): (u64, u64), on: NaiveDate) -> Option<u64> {
    match completed.within(shortest, on) {
        0 if completed.undated > 0 || completed.within(longest, on) > 0 => None,
        lines => Some(lines),
    }
}

/// Lists the days on which a count of completed lines may change.
pub(super) fn counting_days(ruleset: &Ruleset, given: &Facts) -> BTreeSet<NaiveDate> {
    let Some(completed) = given.completed() else { return BTreeSet::new() };
    let counts = ruleset.facts().iter().filter(|fact| given.get(&fact.name).is_none());
    let periods = counts.filter_map(|fact| period(ruleset, fact, given)).flat_map(|(least, most)| [least, most]);
    periods.flat_map(|days| completed.by_day.keys().map(move |day| add_days(*day, days + 1))).collect()
}
