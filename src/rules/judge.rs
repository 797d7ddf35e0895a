//! Judges facts by each rule that is in force on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::codes::{Check, Otherwise, Outcome, Scope, Standing};
use super::condition::At;
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
    /// Rules on every rule in force, by what was given and what follows from it.
    pub(super) fn rulings(&self, given: &Facts, on: NaiveDate) -> Vec<Ruling<'r>> {
        let facts = infer_and_assume(self.ruleset, given, on);
        let rules = self.ruleset.in_force(self.check, on);
        let mut rulings: Vec<_> = rules.map(|rule| self.ruling(rule, given, &At::new(&facts, on))).collect();
        if let Some(other) = rulings.iter().find(|ruling| ruling.consequence == Some(Otherwise::OtherRules)) {
            let other = other.rule;
            for ruling in rulings.iter_mut().filter(|ruling| gives_way(ruling, other)) {
                *ruling = Ruling { set_aside_by: Some(other), ..Ruling::of(ruling.rule, Outcome::NotApplicable) };
            }
        }
        rulings
    }

    /// Rules on one rule, on the facts of `at`; on later days on what follows from the given ones then.
    pub(super) fn ruling(&self, rule: &'r Rule, given: &Facts, at: &At<'_>) -> Ruling<'r> {
        if !is_in_scope(rule, self.scope) || rule.application(at) == Truth::False {
            return Ruling::of(rule, Outcome::NotApplicable);
        }
        match rule.truth(at) {
            Truth::True => Ruling::of(rule, Outcome::Pass),
            Truth::Unknown => Ruling::of(rule, Outcome::Unknown),
            Truth::False => self.unmet(rule, given, at),
        }
    }

    fn unmet(&self, rule: &'r Rule, given: &Facts, at: &At<'_>) -> Ruling<'r> {
        let waits = rule.otherwise == Otherwise::NotYet;
        let next = if waits { self.next_chance(rule, given, at) } else { None };
        let consequence = match next {
            Some(_) => rule.otherwise,
            None => rule.without_date.unwrap_or(rule.otherwise),
        };
        let outcome = match consequence {
            Otherwise::NotYet => Outcome::NotYet,
            Otherwise::OtherRules => Outcome::Unknown,
            Otherwise::Fail | Otherwise::Never => Outcome::Fail,
        };
        Ruling {
            earliest: next.map(|(day, _)| day),
            earliest_is_bound: next.is_some_and(|(_, truth)| truth == Truth::Unknown),
            consequence: Some(consequence),
            ..Ruling::of(rule, outcome)
        }
    }

    /// Finds the first later day on which the rule is no longer unmet, and whether it is met then or unknown.
    pub(super) fn next_chance(&self, rule: &Rule, given: &Facts, at: &At<'_>) -> Option<(NaiveDate, Truth)> {
        self.later_truths(rule, given, at).find(|(_, truth)| *truth != Truth::False)
    }

    /// Lists the later days on which the truth of the rule may change, and what it is then.
    ///
    /// It changes only on its turning days, so judging once on each of them is exact.
    pub(super) fn later_truths(
        &self,
        rule: &Rule,
        given: &Facts,
        at: &At<'_>,
    ) -> impl Iterator<Item = (NaiveDate, Truth)> {
        let days = turning_days(self.ruleset, rule, given, at);
        let is_counted = reads_counts(self.ruleset, rule);
        days.into_iter().filter(|day| *day > at.on).map(move |on| {
            if !is_counted {
                return (on, rule.truth(&At { on, ..*at }));
            }
            let facts = infer_and_assume(self.ruleset, given, on);
            (on, rule.truth(&At { facts: &facts, on, ..*at }))
        })
    }
}

/// Tells whether a rule is not asked where other rules govern the shop: what nothing helps against holds everywhere.
fn gives_way(ruling: &Ruling<'_>, other: &Rule) -> bool {
    ruling.rule.otherwise != Otherwise::Never && !std::ptr::eq(ruling.rule, other)
}

/// Tells whether the rule is in scope.
pub(super) fn is_in_scope(rule: &Rule, scope: Scope) -> bool {
    scope == Scope::All || rule.source.standing == Standing::Official
}

/// Lists the days on which the truth of the rule may change.
pub(super) fn turning_days(ruleset: &Ruleset, rule: &Rule, given: &Facts, at: &At<'_>) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    rule.conditions().for_each(|condition| condition.turning_days(at, &mut days));
    if reads_counts(ruleset, rule) {
        days.extend(counting_days(ruleset, given));
    }
    days
}

/// Tells whether the rule reads a fact that is counted anew for each day.
fn reads_counts(ruleset: &Ruleset, rule: &Rule) -> bool {
    rule.facts().into_iter().any(|name| ruleset.fact(name).is_some_and(|fact| fact.within.is_some()))
}
