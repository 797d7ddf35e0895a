//! Judges facts by rules on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::At;
use super::notice::{ImpossibleFacts, complete, refuse_impossible};
use super::rule::{Check, Otherwise, Rule, Standing};
use super::ruleset::Ruleset;
use super::truth::Truth;
use super::verdict::{Answer, Outcome, Ruling, Scope, Verdict};
use super::ways::Decision;
use crate::model::fact::Facts;

/// Judges the facts by the rules in force on the day.
///
/// The day is Beijing's and an argument: nothing here reads a clock. Fails where facts that the check reads cannot be true
/// together.
pub fn judge<'r>(
    ruleset: &'r Ruleset,
    check: Check,
    facts: &Facts,
    on: NaiveDate,
    scope: Scope,
) -> Result<Verdict<'r>, ImpossibleFacts> {
    refuse_impossible(ruleset, check, facts, on)?;
    let facts = complete(ruleset, facts, on);
    let question = Question { ruleset, check, scope };
    let rulings = question.rulings(&facts, on);
    let Decision { answer, ways } = question.decide(&facts, on, &rulings);
    let waits = || rulings.iter().filter(|ruling| ruling.outcome == Outcome::NotYet);
    let earliest = waits().filter_map(|ruling| ruling.earliest).max().filter(|_| answer != Answer::Never);
    let earliest_is_bound =
        earliest.is_some() && waits().any(|ruling| ruling.earliest_is_bound || ruling.earliest.is_none());
    Ok(Verdict { ruleset, check, on, scope, answer, earliest, earliest_is_bound, rulings, ways, facts })
}

/// Holds what is asked, and by which rules it is to be answered.
#[derive(Clone, Copy)]
pub(super) struct Question<'r> {
    pub(super) ruleset: &'r Ruleset,
    pub(super) check: Check,
    pub(super) scope: Scope,
}

impl<'r> Question<'r> {
    /// Rules on every rule in force.
    pub(super) fn rulings(&self, facts: &Facts, on: NaiveDate) -> Vec<Ruling<'r>> {
        self.ruleset.in_force(self.check, on).map(|rule| ruling(rule, &At::new(facts, on), self.scope)).collect()
    }
}

/// Returns the worst answer that a rule alone gives.
pub(super) fn worst(rulings: &[Ruling<'_>]) -> Answer {
    rulings.iter().map(Ruling::answer).max().unwrap_or(Answer::MayApply)
}

/// Rules on one rule.
pub(super) fn ruling<'r>(rule: &'r Rule, at: &At<'_>, scope: Scope) -> Ruling<'r> {
    let done = |outcome| Ruling { rule, outcome, earliest: None, earliest_is_bound: false, consequence: None };
    if !is_considered(rule, scope) || rule.application(at) == Truth::False {
        return done(Outcome::NotApplicable);
    }
    match rule.truth(at) {
        Truth::True => done(Outcome::Pass),
        Truth::Unknown => done(Outcome::Unknown),
        Truth::False => unmet(rule, at),
    }
}

/// Tells whether the rule is judged by at all.
pub(super) fn is_considered(rule: &Rule, scope: Scope) -> bool {
    scope == Scope::All || rule.source.standing == Standing::Official
}

fn unmet<'r>(rule: &'r Rule, at: &At<'_>) -> Ruling<'r> {
    let waits = rule.otherwise == Otherwise::NotYet;
    let next = if waits { next_chance(rule, at) } else { None };
    let consequence = match next {
        Some(_) => rule.otherwise,
        None => rule.without_date.unwrap_or(rule.otherwise),
    };
    let outcome = if consequence == Otherwise::NotYet { Outcome::NotYet } else { Outcome::Fail };
    Ruling {
        rule,
        outcome,
        earliest: next.map(|(day, _)| day),
        earliest_is_bound: next.is_some_and(|(_, truth)| truth == Truth::Unknown),
        consequence: Some(consequence),
    }
}

/// Finds the first later day on which the rule is no longer unmet, and whether it is met then or unknown.
///
/// The truth of a rule changes only on its turning days, so judging once on each of them is exact.
fn next_chance(rule: &Rule, at: &At<'_>) -> Option<(NaiveDate, Truth)> {
    turning_days(rule, at)
        .into_iter()
        .filter(|day| *day > at.on)
        .map(|on| (on, rule.truth(&At { on, ..*at })))
        .find(|(_, truth)| *truth != Truth::False)
}

/// Lists the days on which the truth of the rule may change.
pub(super) fn turning_days(rule: &Rule, at: &At<'_>) -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    rule.conditions().for_each(|condition| condition.turning_days(at, &mut days));
    days
}
