//! Judges facts by each rule that is in force on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::codes::{Check, Consequence, RuleOutcome, Scope, Standing};
use super::condition::Situation;
use super::infer::{counting_days, infer_and_assume};
use super::logic::Truth;
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::ruling::Ruling;
use crate::model::fact::Facts;

/// Judges facts by the rules of a check that are in scope.
#[derive(Clone, Copy)]
pub(super) struct Judge<'r> {
    pub(super) ruleset: &'r Ruleset,
    pub(super) check: Check,
    pub(super) scope: Scope,
}

impl<'r> Judge<'r> {
    /// Judges by every rule in force, from the given facts and what follows from them.
    pub(super) fn rulings(&self, given: &Facts, on: NaiveDate) -> Vec<Ruling<'r>> {
        let facts = infer_and_assume(self.ruleset, given, on);
        let rules = self.ruleset.in_force(self.check, on);
        let mut rulings: Vec<_> = rules.map(|rule| self.ruling(rule, given, &Situation::new(&facts, on))).collect();
        if let Some(other) = rulings.iter().find(|ruling| ruling.consequence == Some(Consequence::OtherRules)) {
            let other = other.rule;
            for ruling in rulings.iter_mut().filter(|ruling| gives_way(ruling, other)) {
                *ruling = Ruling { set_aside_by: Some(other), ..Ruling::of(ruling.rule, RuleOutcome::NotApplicable) };
            }
        }
        rulings
    }

    /// Judges by one rule, from the facts of the situation; on later days from what follows from the given ones then.
    pub(super) fn ruling(&self, rule: &'r Rule, given: &Facts, situation: &Situation<'_>) -> Ruling<'r> {
        if !is_in_scope(rule, self.scope) || rule.application(situation) == Truth::False {
            return Ruling::of(rule, RuleOutcome::NotApplicable);
        }
        match rule.truth(situation) {
            Truth::True => Ruling::of(rule, RuleOutcome::Pass),
            Truth::Unknown => Ruling::of(rule, RuleOutcome::Unknown),
            Truth::False => self.unmet(rule, given, situation),
        }
    }

    fn unmet(&self, rule: &'r Rule, given: &Facts, situation: &Situation<'_>) -> Ruling<'r> {
        let waits = rule.otherwise == Consequence::NotYet;
        let next = if waits { self.next_chance(rule, given, situation) } else { None };
        let consequence = match next {
            Some(_) => rule.otherwise,
            None => rule.without_date.unwrap_or(rule.otherwise),
        };
        let outcome = match consequence {
            Consequence::NotYet => RuleOutcome::NotYet,
            Consequence::OtherRules => RuleOutcome::Unknown,
            Consequence::Fail | Consequence::Never => RuleOutcome::Fail,
        };
        Ruling {
            earliest: next.map(|(day, _)| day),
            earliest_is_bound: next.is_some_and(|(_, truth)| truth == Truth::Unknown),
            consequence: Some(consequence),
            ..Ruling::of(rule, outcome)
        }
    }

    /// Finds the first later day on which the rule is no longer unmet, and whether it is met then or unknown.
    pub(super) fn next_chance(
        &self,
        rule: &Rule,
        given: &Facts,
        situation: &Situation<'_>,
    ) -> Option<(NaiveDate, Truth)> {
        self.later_truths(rule, given, situation).find(|(_, truth)| *truth != Truth::False)
    }

    /// Lists the later days on which the truth of the rule may change, and what it is then.
    ///
    /// It changes only on its turning days, so evaluating it once on each of them is exact.
    pub(super) fn later_truths(
        &self,
        rule: &Rule,
        given: &Facts,
        situation: &Situation<'_>,
    ) -> impl Iterator<Item = (NaiveDate, Truth)> {
        let days = turning_days(self.ruleset, rule, given, situation);
        let is_counted = reads_counts(self.ruleset, rule);
        days.into_iter().filter(|day| *day > situation.on).map(move |on| {
            if !is_counted {
                return (on, rule.truth(&Situation { on, ..*situation }));
            }
            let facts = infer_and_assume(self.ruleset, given, on);
            (on, rule.truth(&Situation { facts: &facts, on, ..*situation }))
        })
    }
}

/// Tells whether a rule does not count where other rules govern the shop; those that nothing helps against always count.
fn gives_way(ruling: &Ruling<'_>, other: &Rule) -> bool {
    ruling.rule.otherwise != Consequence::Never && !std::ptr::eq(ruling.rule, other)
}

/// Tells whether the rule is in scope.
pub(super) fn is_in_scope(rule: &Rule, scope: Scope) -> bool {
    scope == Scope::All || rule.source.standing == Standing::Official
}

/// Lists the days on which the truth of the rule may change.
pub(super) fn turning_days(
    ruleset: &Ruleset,
    rule: &Rule,
    given: &Facts,
    situation: &Situation<'_>,
) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    rule.conditions().for_each(|condition| condition.turning_days(situation, &mut days));
    if reads_counts(ruleset, rule) {
        days.extend(counting_days(ruleset, given));
    }
    days
}

/// Tells whether the rule reads a fact that is counted for each day.
fn reads_counts(ruleset: &Ruleset, rule: &Rule) -> bool {
    rule.facts().into_iter().any(|name| ruleset.fact(name).is_some_and(|fact| fact.within.is_some()))
}
