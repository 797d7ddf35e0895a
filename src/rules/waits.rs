//! Each wait of a verdict: what it is counted from, and when it is over.

use chrono::NaiveDate;

use super::codes::RuleOutcome;
use super::condition::{Condition, Test};
use super::logic::Truth;
use super::rule::Rule;
use super::ruling::Ruling;
use super::verdict::Verdict;
use crate::model::calendar::{Length, first_free_day};
use crate::model::fact::FactValue;

/// Holds a wait that a rule asks for.
#[derive(Debug, Clone)]
pub struct Wait<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What came out for it.
    pub outcome: RuleOutcome,
    /// How long the wait is; nothing where that follows from something else, such as the orders.
    pub length: Option<Length>,
    /// The facts whose latest day begins the wait, with what is known of each.
    pub since: Vec<(&'r str, Option<FactValue>)>,
    /// The day that begins it; nothing where it is not known, or has not come.
    pub begins: Option<NaiveDate>,
    /// When it is over, by the known facts.
    pub over: WaitEnd,
}

/// Says when a wait is over, by the known facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WaitEnd {
    /// The first day on which it may be over; nothing where none is in sight, or where it may be over already.
    pub earliest: Option<NaiveDate>,
    /// The first day on which it is over for certain; nothing where none is in sight.
    pub certain: Option<NaiveDate>,
}

impl<'r> Verdict<'r> {
    /// Lists the waits: those that are over, those that run, and those of which too little is known. Rules that do not apply have
    /// none.
    pub fn waits(&self) -> Vec<Wait<'r>> {
        let applying = self.rulings.iter().filter(|ruling| ruling.outcome != RuleOutcome::NotApplicable);
        applying.filter_map(|ruling| self.wait(ruling)).collect()
    }

    fn wait(&self, ruling: &Ruling<'r>) -> Option<Wait<'r>> {
        let Ruling { rule, outcome, .. } = *ruling;
        let counted = self.counted(&rule.require);
        let value = |fact: &'r str| (fact, self.facts.value(fact).cloned());
        let since: Vec<_> =
            counted.map(|(since, _)| since.iter().map(|fact| value(fact)).collect()).unwrap_or_default();
        let length = counted.map(|(_, length)| length);
        let days: Option<Vec<NaiveDate>> = since.iter().map(|(_, value)| value.as_ref()?.day()).collect();
        let begins = days.and_then(|days| days.into_iter().max());
        let over = match (outcome, begins.zip(length)) {
            (RuleOutcome::Pass, Some((begins, length))) => {
                let day = first_free_day(begins, length);
                // Met by something else than the wait.
                if day > self.on {
                    return None;
                }
                WaitEnd { earliest: Some(day), certain: Some(day) }
            }
            (RuleOutcome::Pass, None) => return None,
            _ => self.wait_end(ruling),
        };
        (!since.is_empty() || over != WaitEnd::default()).then_some(Wait { rule, outcome, length, since, begins, over })
    }

    /// Says when a rule that is not met, or may not be, is met by waiting.
    pub(super) fn wait_end(&self, ruling: &Ruling<'r>) -> WaitEnd {
        let later: Vec<_> = self.judge().later_truths(ruling.rule, &self.given, &self.situation()).collect();
        let first =
            |is_wanted: fn(Truth) -> bool| later.iter().find(|(_, truth)| is_wanted(*truth)).map(|(day, _)| *day);
        // What is unknown now may be over already.
        let is_unmet = ruling.outcome != RuleOutcome::Unknown;
        WaitEnd {
            earliest: first(|truth| truth != Truth::False).filter(|_| is_unmet),
            certain: first(|truth| truth == Truth::True),
        }
    }

    /// Finds what is counted in a condition, leaving out parts that cannot hold by the known facts: of several that may hold, the one
    /// that counts from the most.
    fn counted<'c>(&self, condition: &'c Condition) -> Option<(&'c [String], Length)> {
        let is_counted = |part: &Condition| part.nodes().iter().any(|node| matches!(node.test, Test::Elapsed(..)));
        match &condition.test {
            Test::Elapsed(since, length) => Some((since, *length)),
            Test::All(parts)
                if parts.iter().any(|part| !is_counted(part) && part.truth(&self.situation()) == Truth::False) =>
            {
                None
            }
            Test::All(parts) | Test::Any(parts) => {
                parts.iter().filter_map(|part| self.counted(part)).max_by_key(|(since, _)| since.len())
            }
            _ => None,
        }
    }
}
