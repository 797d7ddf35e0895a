//! What came out for one rule.

use chrono::NaiveDate;

use super::codes::{Answer, Consequence, RuleOutcome};
use super::rule::Rule;

/// Holds what came out for one rule.
#[derive(Debug, Clone)]
pub struct Ruling<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// What came out.
    pub outcome: RuleOutcome,
    /// The first day on which the rule may be met, where it is [`RuleOutcome::NotYet`] and such a day is in sight.
    pub earliest: Option<NaiveDate>,
    /// Whether the day is only a lower bound, since some fact is unknown.
    pub earliest_is_bound: bool,
    pub(super) consequence: Option<Consequence>,
    /// The rule that says that other rules govern the shop, where this one is not asked for that.
    pub(super) set_aside_by: Option<&'r Rule>,
}

impl<'r> Ruling<'r> {
    /// Makes a ruling that has no day and no consequence.
    pub(super) fn of(rule: &'r Rule, outcome: RuleOutcome) -> Self {
        Self { rule, outcome, earliest: None, earliest_is_bound: false, consequence: None, set_aside_by: None }
    }

    /// Tells whether what the rule asks is not met, whatever follows from that.
    pub fn is_unmet(&self) -> bool {
        self.consequence.is_some()
    }

    /// Returns the answer that this rule alone would give.
    pub fn answer(&self) -> Answer {
        match (self.outcome, self.consequence) {
            (RuleOutcome::Unknown, _) => Answer::Unknown,
            (_, None) => Answer::MayApply,
            (_, Some(otherwise)) => Answer::from(otherwise),
        }
    }
}

/// Returns the worst answer that a rule alone gives.
pub(super) fn worst(rulings: &[Ruling<'_>]) -> Answer {
    rulings.iter().map(Ruling::answer).max().unwrap_or(Answer::MayApply)
}
