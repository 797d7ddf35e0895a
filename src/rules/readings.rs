//! The ways to count a wait in months, and the first day after the wait by each.

use chrono::NaiveDate;

use super::codes::RuleOutcome;
use super::condition::{Situation, Test};
use super::judge::turning_days;
use super::logic::Truth;
use super::rule::Rule;
use super::ruling::Ruling;
use super::verdict::Verdict;
use crate::model::calendar::{Length, Reading};
use crate::model::message::Message;
use crate::msg;

/// Holds the first day after the wait by one way of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstDay {
    /// The stable name of the reading, such as `civil-code`.
    pub reading: String,
    /// The day.
    pub day: NaiveDate,
    /// How long the wait is, as the rule has it.
    pub length: Length,
    /// Whether the rule applies; `official` leaves out unofficial ones.
    pub applies: bool,
}

impl FirstDay {
    /// Says how the reading counts.
    pub fn meaning(&self) -> Message {
        match Reading::ALL.into_iter().find(|reading| reading.name(self.length) == self.reading) {
            Some(Reading::Moment) => msg!("reading-moment", length = self.length),
            Some(Reading::ThirtyDays) => {
                msg!("reading-thirty-days", length = self.length.in_thirties())
            }
            _ => msg!("reading-civil-code", length = self.length),
        }
    }
}

impl Verdict<'_> {
    /// Lists the first day after the wait that is counted in months, by each way of counting; empty where it has not begun.
    pub fn readings(&self) -> Vec<FirstDay> {
        let applies = |ruling: &Ruling<'_>| ruling.outcome != RuleOutcome::NotApplicable;
        let counted = || self.rulings.iter().filter_map(|ruling| Some((ruling, months(ruling.rule)?)));
        // A rule that applies goes before one that does not.
        let found = counted().find(|(ruling, _)| applies(ruling)).or_else(|| counted().next());
        let Some((ruling, length)) = found else { return Vec::new() };
        let (rule, applies) = (ruling.rule, applies(ruling));
        let first_day = |reading: Reading| {
            let situation = Situation { reading, ..self.situation() };
            let day = turning_days(self.ruleset, rule, &self.given, &situation)
                .into_iter()
                .find(|on| rule.truth(&Situation { on: *on, ..situation }) != Truth::False)?;
            Some(FirstDay { reading: reading.name(length), day, length, applies })
        };
        Reading::ALL.into_iter().filter_map(first_day).collect()
    }
}

/// Returns the months that the rule counts, where it does.
fn months(rule: &Rule) -> Option<Length> {
    rule.require.nodes().into_iter().find_map(|node| match node.test {
        Test::Elapsed(_, length @ Length::Months(_)) => Some(length),
        _ => None,
    })
}
