//! Judges facts by rules on a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::At;
use super::implied::{complete, counting_days};
use super::notice::{ImpossibleFacts, refuse_impossible};
use super::rule::{Check, Otherwise, Rule, Standing};
use super::ruleset::Ruleset;
use super::truth::Truth;
use super::verdict::{Answer, Outcome, Ruling, Scope, Verdict};
use super::ways::Decision;
use crate::model::fact::Facts;
use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// Says why nothing can be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoVerdict {
    /// Facts that cannot all be true.
    #[error(transparent)]
    Impossible(ImpossibleFacts),
    /// The rule files have no rule of the check that is in force on the day.
    #[error("no rule of the check \"{}\" is in force on {_1}", _0.as_str())]
    NoRules(Check, NaiveDate),
}

impl Explain for NoVerdict {
    fn code(&self) -> &'static str {
        match self {
            Self::Impossible(impossible) => impossible.code(),
            Self::NoRules(..) => "no-rules",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Impossible(impossible) => impossible.message(),
            Self::NoRules(check, on) => msg!("error-no-rule-in-force", check = check.as_str(), on = *on),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Impossible(impossible) => impossible.hint(),
            Self::NoRules(check, _) => Some(msg!("hint-no-rule-in-force", check = check.as_str())),
        }
    }
}

/// Judges the facts by the rules in force on the day.
///
/// The day is Beijing's and an argument: nothing here reads a clock. Fails where facts that the check reads cannot be true
/// together, and where no rule is in force: nothing is allowed by the lack of rules.
pub fn judge<'r>(
    ruleset: &'r Ruleset,
    check: Check,
    given: &Facts,
    on: NaiveDate,
    scope: Scope,
) -> Result<Verdict<'r>, NoVerdict> {
    refuse_impossible(ruleset, check, given, on).map_err(NoVerdict::Impossible)?;
    let question = Question { ruleset, check, scope };
    let rulings = question.rulings(given, on);
    if rulings.is_empty() {
        return Err(NoVerdict::NoRules(check, on));
    }
    let Decision { answer, ways } = question.decide(given, on, &rulings);
    let waits = || rulings.iter().filter(|ruling| ruling.outcome == Outcome::NotYet);
    let earliest = waits().filter_map(|ruling| ruling.earliest).max().filter(|_| answer != Answer::Never);
    let earliest_is_bound =
        earliest.is_some() && waits().any(|ruling| ruling.earliest_is_bound || ruling.earliest.is_none());
    let (facts, given) = (complete(ruleset, given, on), given.clone());
    let mut verdict =
        Verdict { ruleset, check, on, scope, answer, earliest, earliest_is_bound, rulings, ways, facts, given };
    verdict.answer = verdict.doubted(answer);
    Ok(verdict)
}

/// Holds what is asked, and by which rules it is to be answered.
#[derive(Clone, Copy)]
pub(super) struct Question<'r> {
    pub(super) ruleset: &'r Ruleset,
    pub(super) check: Check,
    pub(super) scope: Scope,
}

impl<'r> Question<'r> {
    /// Rules on every rule in force, by what was given and what follows from it.
    pub(super) fn rulings(&self, given: &Facts, on: NaiveDate) -> Vec<Ruling<'r>> {
        let facts = complete(self.ruleset, given, on);
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
        if !is_considered(rule, self.scope) || rule.application(at) == Truth::False {
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
            let facts = complete(self.ruleset, given, on);
            (on, rule.truth(&At { facts: &facts, on, ..*at }))
        })
    }
}

/// Tells whether a rule is not asked where other rules govern the shop: what nothing helps against holds everywhere.
fn gives_way(ruling: &Ruling<'_>, other: &Rule) -> bool {
    ruling.rule.otherwise != Otherwise::Never && !std::ptr::eq(ruling.rule, other)
}

/// Returns the worst answer that a rule alone gives.
pub(super) fn worst(rulings: &[Ruling<'_>]) -> Answer {
    rulings.iter().map(Ruling::answer).max().unwrap_or(Answer::MayApply)
}

/// Tells whether the rule is judged by at all.
pub(super) fn is_considered(rule: &Rule, scope: Scope) -> bool {
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
