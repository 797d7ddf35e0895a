//! What follows from facts: what is counted from completed orders, what other facts imply, and what is assumed until somebody says
//! otherwise.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::{At, Condition};
use super::facts::{Fact, FactBook, known};
use super::parse::{condition, value_of};
use super::read::{Reader, Value};
use super::ruleset::Ruleset;
use super::text::Text;
use super::truth::Truth;
use crate::model::calendar::add_days;
use crate::model::fact::{Completed, FactValue, Facts, Origin, Written};

/// Says that a fact follows from others, or is assumed, as long as nobody says otherwise.
#[derive(Debug, Clone)]
pub(super) struct Implied {
    /// When it follows; always where this is empty.
    pub(super) when: Option<Condition>,
    pub(super) fact: String,
    value: FactValue,
    /// Whether it is only assumed: then it is still asked for where it matters.
    pub(super) is_assumed: bool,
    /// What a verdict says that rests on it: code and text.
    pub(super) warning: Option<(String, Text)>,
}

impl Implied {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields = reader.fields(value, &["when", "fact", "is", "assumed", "warning"])?;
        let when = fields.get("when").and_then(|when| condition(reader, book, when));
        let fact = reader.need(&fields, "fact").and_then(|fact| known(reader, book, fact));
        let is = reader.need(&fields, "is").zip(fact).and_then(|(is, fact)| value_of(reader, fact, is));
        let is_assumed = fields.get("assumed").and_then(|yes| reader.boolean(yes)).unwrap_or_default();
        let warning = fields.get("warning").and_then(|warning| {
            let fields = reader.fields(warning, &["code", "text"])?;
            let code = reader.need(&fields, "code").and_then(|code| reader.string(code).map(str::to_owned));
            let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
            code.zip(text)
        });
        Some(Self { when, fact: fact?.name.clone(), value: is?, is_assumed, warning })
    }

    fn holds(&self, facts: &Facts, on: NaiveDate) -> bool {
        facts.get(&self.fact).is_none()
            && self.when.as_ref().is_none_or(|when| when.truth(&At::new(facts, on)) == Truth::True)
    }

    /// Says whose word it is: of the facts that it follows from, or nobody's.
    fn origin(&self, facts: &Facts) -> Origin {
        let named = self.when.iter().flat_map(Condition::facts);
        let origin = named.filter_map(|name| facts.get(name)).map(|given| given.origin).next();
        origin.filter(|_| !self.is_assumed).unwrap_or(Origin::Assumed)
    }
}

/// Adds what follows from the known facts on the day, and then what is assumed; what was said stays as it was said.
pub(super) fn complete(ruleset: &Ruleset, given: &Facts, on: NaiveDate) -> Facts {
    let mut facts = follow(ruleset, given, on);
    add(ruleset, &mut facts, on, true);
    facts
}

/// Adds what follows from the known facts on the day, but nothing that is only assumed.
pub fn follow(ruleset: &Ruleset, given: &Facts, on: NaiveDate) -> Facts {
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
        if implied.holds(facts, on) {
            let origin = implied.origin(facts);
            facts.set(&implied.fact, Written::Value(implied.value.clone()), origin);
        }
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

/// Lists the days from which on a count of completed lines may be another.
pub(super) fn counting_days(ruleset: &Ruleset, given: &Facts) -> BTreeSet<NaiveDate> {
    let Some(completed) = given.completed() else { return BTreeSet::new() };
    let counts = ruleset.facts().iter().filter(|fact| given.get(&fact.name).is_none());
    let periods = counts.filter_map(|fact| period(ruleset, fact, given)).flat_map(|(least, most)| [least, most]);
    periods.flat_map(|days| completed.by_day.keys().map(move |day| add_days(*day, days + 1))).collect()
}
