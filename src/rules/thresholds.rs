//! The values of facts between which conditions change: trying these is trying every input.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::{Condition, Test, Than};
use super::facts::Fact;
use crate::model::calendar::{Length, add_days, last_day, sub_days, sub_months};
use crate::model::fact::{FactType, FactValue, Facts};

/// Holds days and numbers between which conditions change.
pub(super) struct Thresholds {
    days: BTreeSet<NaiveDate>,
    counts: BTreeSet<u64>,
}

impl Thresholds {
    /// Finds those of the conditions and their parts, on a day and with the known facts.
    pub(super) fn of<'c>(conditions: impl Iterator<Item = &'c Condition>, known: &Facts, on: NaiveDate) -> Self {
        let mut days = BTreeSet::from([on]);
        let mut counts = BTreeSet::from([0]);
        let around = |day: NaiveDate| [sub_days(day, 1), day, add_days(day, 1)];
        let known_day = |fact: &String| known.value(fact).and_then(FactValue::day);
        for node in conditions.flat_map(Condition::nodes) {
            match &node.test {
                Test::AtLeast(_, n) | Test::AtMost(_, n) => counts.extend([n.saturating_sub(1), *n, n + 1]),
                Test::Before(_, Than::Day(day)) | Test::After(_, Than::Day(day)) => days.extend(around(*day)),
                Test::Before(fact, Than::Fact(other)) | Test::After(fact, Than::Fact(other)) => {
                    days.extend(around(on));
                    days.extend([fact, other].into_iter().filter_map(known_day).flat_map(around));
                }
                Test::Happened(..) => days.extend(around(on)),
                Test::Elapsed(_, Length::Days(n)) => days.extend([sub_days(on, u64::from(*n) + 1)]),
                Test::Elapsed(_, Length::Months(n)) => days.extend([sub_months(sub_days(on, 1), *n)]),
                Test::ValidFor(_, length) => days.extend([last_day(on, *length), add_days(last_day(on, *length), 1)]),
                Test::All(_) | Test::Any(_) | Test::Not(_) | Test::In(..) => {}
            }
        }
        Self { days, counts }
    }

    /// Lists the values of the fact that matter.
    pub(super) fn values(&self, fact: &Fact) -> Vec<FactValue> {
        let days = self.days.iter().copied().map(FactValue::Day);
        match &fact.kind {
            FactType::Bool => vec![FactValue::Bool(true), FactValue::Bool(false)],
            FactType::Date => days.chain([FactValue::Never]).collect(),
            FactType::Expiry => days.chain([FactValue::LongTerm]).collect(),
            FactType::Count => self.counts.iter().copied().map(FactValue::Count).collect(),
            FactType::Choice(names) => names.iter().cloned().map(FactValue::Choice).collect(),
        }
    }
}
