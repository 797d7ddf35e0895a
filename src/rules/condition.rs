//! Conditions over facts: a typed tree, evaluated in three-valued logic.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::location::Location;
use super::logic::Truth;
use crate::model::calendar::{Length, Reading, add_days, last_day, sub_days, sub_months};
use crate::model::fact::{FactValue, Facts};

/// Holds a condition and its location.
#[derive(Debug, Clone)]
pub struct Condition {
    pub(super) test: Test,
    /// Where it is written.
    pub location: Location,
}

/// Holds what a condition asks. Its facts exist and have a fitting type: the reader has checked that.
#[derive(Debug, Clone)]
pub(super) enum Test {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// The fact is one of the values.
    In(String, Vec<FactValue>),
    AtLeast(String, u64),
    AtMost(String, u64),
    Before(String, Than),
    After(String, Than),
    /// The day has come; with false, it has not come or never will.
    Happened(String, bool),
    /// The wait since the latest of the days is over.
    Elapsed(Vec<String>, Length),
    /// The fact is valid for longer than this from the day of the check.
    ValidFor(String, Length),
}

/// Holds what a day is compared with.
#[derive(Debug, Clone)]
pub(super) enum Than {
    Day(NaiveDate),
    Fact(String),
}

/// Holds what conditions are evaluated on: facts, a day, and a way to count waits.
#[derive(Clone, Copy)]
pub(super) struct Situation<'a> {
    pub(super) facts: &'a Facts,
    pub(super) on: NaiveDate,
    pub(super) reading: Reading,
    /// A condition that is given a truth value whatever the facts are, to find out what depends on it.
    pub(super) forced: Option<(&'a Condition, Truth)>,
}

impl<'a> Situation<'a> {
    pub(super) fn new(facts: &'a Facts, on: NaiveDate) -> Self {
        Self { facts, on, reading: Reading::CivilCode, forced: None }
    }
}

impl Condition {
    /// Evaluates the condition.
    pub(super) fn truth(&self, situation: &Situation<'_>) -> Truth {
        match situation.forced {
            Some((condition, truth)) if std::ptr::eq(condition, self) => truth,
            _ => self.test.truth(situation),
        }
    }

    /// Returns the conditions that this one combines.
    pub(super) fn parts(&self) -> &[Self] {
        match &self.test {
            Test::All(parts) | Test::Any(parts) => parts,
            Test::Not(part) => std::slice::from_ref(part),
            _ => &[],
        }
    }

    /// Lists this condition and all below it, outermost first.
    pub(super) fn nodes(&self) -> Vec<&Self> {
        let mut nodes = vec![self];
        nodes.extend(self.parts().iter().flat_map(Self::nodes));
        nodes
    }

    /// Lists the facts that the condition names, in the order of the file, each once.
    pub(super) fn facts(&self) -> Vec<&str> {
        let mut facts = Vec::new();
        for fact in self.nodes().iter().flat_map(|node| node.test.facts()) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        facts
    }

    /// Lists the unknown facts that the truth of the condition depends on, in the order of the file.
    pub(super) fn open_facts<'c>(&'c self, situation: &Situation<'_>, open: &mut Vec<&'c str>) {
        if self.truth(situation) != Truth::Unknown {
            return;
        }
        self.parts().iter().for_each(|part| part.open_facts(situation, open));
        open.extend(self.test.facts().into_iter().filter(|fact| situation.facts.get(fact).is_none()));
    }

    /// Adds the days on which the truth may change, by the known facts.
    pub(super) fn turning_days(&self, situation: &Situation<'_>, days: &mut BTreeSet<NaiveDate>) {
        for node in self.nodes() {
            node.test.turning_days(situation, days);
        }
    }
}

impl Test {
    fn truth(&self, situation: &Situation<'_>) -> Truth {
        let value = |fact: &str| situation.facts.value(fact);
        let known = |fact: &str, holds: &dyn Fn(&FactValue) -> bool| {
            value(fact).map_or(Truth::Unknown, |value| Truth::from(holds(value)))
        };
        match self {
            Self::All(parts) => Truth::all(parts.iter().map(|part| part.truth(situation))),
            Self::Any(parts) => Truth::any(parts.iter().map(|part| part.truth(situation))),
            Self::Not(part) => !part.truth(situation),
            Self::In(fact, values) => known(fact, &|value| values.contains(value)),
            Self::AtLeast(fact, least) => known(fact, &|value| matches!(value, FactValue::Count(n) if n >= least)),
            Self::AtMost(fact, most) => known(fact, &|value| matches!(value, FactValue::Count(n) if n <= most)),
            Self::Before(fact, than) => compared(situation, fact, than, |day, other| day < other),
            Self::After(fact, than) => compared(situation, fact, than, |day, other| day > other),
            Self::Happened(fact, wanted) => {
                known(fact, &|value| value.day().is_some_and(|day| day <= situation.on) == *wanted)
            }
            Self::Elapsed(since, length) => elapsed(situation, since, *length),
            Self::ValidFor(fact, length) => known(fact, &|value| match value.day() {
                Some(day) => last_day(situation.on, *length) < day,
                None => *value == FactValue::LongTerm,
            }),
        }
    }

    fn facts(&self) -> Vec<&str> {
        match self {
            Self::All(_) | Self::Any(_) | Self::Not(_) => Vec::new(),
            Self::In(fact, _)
            | Self::AtLeast(fact, _)
            | Self::AtMost(fact, _)
            | Self::Happened(fact, _)
            | Self::ValidFor(fact, _)
            | Self::Before(fact, Than::Day(_))
            | Self::After(fact, Than::Day(_)) => vec![fact],
            Self::Before(fact, Than::Fact(other)) | Self::After(fact, Than::Fact(other)) => vec![fact, other],
            Self::Elapsed(since, _) => since.iter().map(String::as_str).collect(),
        }
    }

    fn turning_days(&self, situation: &Situation<'_>, days: &mut BTreeSet<NaiveDate>) {
        let day = |fact: &String| situation.facts.value(fact).and_then(FactValue::day);
        match self {
            Self::Happened(fact, _) => days.extend(day(fact)),
            Self::Elapsed(since, length) => {
                days.extend(since.iter().filter_map(day).map(|start| situation.reading.first_free_day(start, *length)));
            }
            Self::ValidFor(fact, Length::Days(n)) => days.extend(day(fact).map(|end| sub_days(end, u64::from(*n)))),
            // Where the month is too short for the corresponding day, its last day is still early enough, and the next is not.
            Self::ValidFor(fact, Length::Months(n)) => {
                let corresponding = day(fact).map(|end| sub_months(end, *n));
                days.extend(corresponding);
                days.extend(corresponding.map(|day| add_days(day, 1)));
            }
            _ => {}
        }
    }
}

/// Compares two days. What never happens is neither before nor after anything; `long-term` is after every day.
fn compared(situation: &Situation<'_>, fact: &str, than: &Than, holds: fn(NaiveDate, NaiveDate) -> bool) -> Truth {
    let order = |value: &FactValue| match value {
        FactValue::LongTerm => Some(NaiveDate::MAX),
        other => other.day(),
    };
    let Some(value) = situation.facts.value(fact) else { return Truth::Unknown };
    let other = match than {
        Than::Day(day) => Some(*day),
        Than::Fact(other) => match situation.facts.value(other) {
            Some(other) => order(other),
            None => return Truth::Unknown,
        },
    };
    Truth::from(order(value).zip(other).is_some_and(|(day, other)| holds(day, other)))
}

/// Tells whether the wait since the latest of the facts is over.
///
/// A known day is a lower bound for the wait though others are unknown; a day that never came keeps the wait from beginning.
fn elapsed(situation: &Situation<'_>, since: &[String], length: Length) -> Truth {
    Truth::all(since.iter().map(|fact| match situation.facts.value(fact) {
        None => Truth::Unknown,
        Some(value) => Truth::from(
            value.day().is_some_and(|start| situation.reading.first_free_day(start, length) <= situation.on),
        ),
    }))
}
