//! The answer of a check, and how it came about.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::alternatives::{Alternative, Decision, deciding};
use super::codes::{Answer, Check, RuleOutcome, Scope};
use super::condition::{Condition, Situation};
use super::contradiction::{ImpossibleFacts, refuse_impossible};
use super::infer::infer_and_assume;
use super::judge::Judge;
use super::logic::Truth;
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::ruling::Ruling;
use super::warning_rule::WarningRule;
use crate::model::fact::{Facts, Given};
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

/// Holds the answer of a check and how it came about. Its texts, dates and lists are computed on demand.
#[derive(Debug, Clone)]
pub struct Verdict<'r> {
    /// The rules.
    pub ruleset: &'r Ruleset,
    /// The question.
    pub check: Check,
    /// The day of the check.
    pub on: NaiveDate,
    /// Which rules were considered.
    pub scope: Scope,
    /// The answer.
    pub answer: Answer,
    /// The latest of the days on which waits end; nothing where none is in sight or the answer is [`Answer::Never`].
    pub earliest: Option<NaiveDate>,
    /// Whether the day is only a lower bound: some wait may take longer.
    pub earliest_is_bound: bool,
    /// What came out for each rule in force, in the order of the files.
    pub rulings: Vec<Ruling<'r>>,
    pub(super) alternatives: Vec<Alternative<'r>>,
    /// The facts, with what follows from them and what is assumed.
    pub facts: Facts,
    /// The facts as they were given.
    pub(super) given: Facts,
}

/// Holds a condition, what is known of it, and the same of its parts.
#[derive(Debug, Clone)]
pub struct EvaluatedCondition<'r> {
    /// The condition.
    pub condition: &'r Condition,
    /// What is known of it.
    pub truth: Truth,
    /// The conditions that it combines.
    pub parts: Vec<Self>,
}

/// Judges the facts by the rules in force on the day.
///
/// The day is a day in Beijing. Fails where facts that the check reads cannot all be true, and where no rule is in force: nothing is
/// allowed for lack of rules.
pub fn judge<'r>(
    ruleset: &'r Ruleset,
    check: Check,
    given: &Facts,
    on: NaiveDate,
    scope: Scope,
) -> Result<Verdict<'r>, NoVerdict> {
    refuse_impossible(ruleset, check, given, on).map_err(NoVerdict::Impossible)?;
    let judge = Judge { ruleset, check, scope };
    let rulings = judge.rulings(given, on);
    if rulings.is_empty() {
        return Err(NoVerdict::NoRules(check, on));
    }
    let Decision { answer, alternatives } = judge.decide(given, on, &rulings);
    let waits = || rulings.iter().filter(|ruling| ruling.outcome == RuleOutcome::NotYet);
    let earliest = waits().filter_map(|ruling| ruling.earliest).max().filter(|_| answer != Answer::Never);
    let earliest_is_bound =
        earliest.is_some() && waits().any(|ruling| ruling.earliest_is_bound || ruling.earliest.is_none());
    let (facts, given) = (infer_and_assume(ruleset, given, on), given.clone());
    let mut verdict =
        Verdict { ruleset, check, on, scope, answer, earliest, earliest_is_bound, rulings, alternatives, facts, given };
    verdict.answer = verdict.doubted(answer);
    Ok(verdict)
}

impl<'r> Verdict<'r> {
    /// Lists the rulings that decide: those that alone give the answer, or those of [`Verdict::alternatives`]. Empty for
    /// [`Answer::MayApply`].
    pub fn deciding(&self) -> Vec<&Ruling<'r>> {
        deciding(self.answer, &self.rulings, &self.alternatives)
    }

    /// Lists the values of an open choice, where each of them leads to the answer though the known facts alone do not, with the rules
    /// that would decide. Empty where the known facts do.
    pub fn alternatives(&self) -> &[Alternative<'r>] {
        &self.alternatives
    }

    /// Lists the facts that the ruling looked at, with what is known of them.
    pub fn facts_of(&self, ruling: &Ruling<'r>) -> Vec<(&'r str, Option<&Given>)> {
        let rule = ruling.rule;
        let names = match &rule.applies {
            Some(applies) if applies.truth(&self.situation()) == Truth::False => applies.facts(),
            _ => rule.facts(),
        };
        names.into_iter().map(|name| (name, self.facts.get(name))).collect()
    }

    /// Returns the conditions of the rule with the truth of each: which shops it applies to, then what it asks.
    pub fn explain(&self, ruling: &Ruling<'r>) -> Vec<EvaluatedCondition<'r>> {
        ruling.rule.conditions().map(|condition| explained(condition, &self.situation())).collect()
    }

    /// Turns a yes into "not known" where the facts contradict each other.
    pub(super) fn doubted(&self, answer: Answer) -> Answer {
        let is_doubted = answer == Answer::MayApply && self.due_warnings().any(|warning| warning.doubts);
        if is_doubted { Answer::Unknown } else { answer }
    }

    /// Lists the warnings of the rule files that are due.
    pub(super) fn due_warnings(&self) -> impl Iterator<Item = &'r WarningRule> {
        self.ruleset.warning_rules.iter().filter(|warning| warning.is_due(self.check, &self.situation()))
    }

    /// Tells whether only contradicting facts prevent a yes: then no other fact could change the answer.
    pub(super) fn is_doubted(&self) -> bool {
        self.answer == Answer::Unknown && self.rulings.iter().all(|ruling| ruling.answer() == Answer::MayApply)
    }

    /// Lists the facts of undecided rules beyond the [needed facts](Verdict::needed_facts). They matter once what blocks the shop is
    /// put right. Empty where nothing helps.
    pub fn open_questions(&self, needed: &[&str]) -> Vec<&'r str> {
        let undecided = self.rulings.iter().filter(|ruling| ruling.outcome == RuleOutcome::Unknown);
        let open = undecided.filter(|_| self.answer != Answer::Never).flat_map(|ruling| self.open_facts(ruling.rule));
        let mut seen = HashSet::new();
        open.filter(|fact| !needed.contains(fact) && seen.insert(*fact)).collect()
    }

    pub(super) fn judge(&self) -> Judge<'r> {
        Judge { ruleset: self.ruleset, check: self.check, scope: self.scope }
    }

    /// Lists the unknown facts that the truth of the rule depends on: which shops it applies to before what it asks.
    pub(super) fn open_facts(&self, rule: &'r Rule) -> Vec<&'r str> {
        let situation = self.situation();
        let mut open = Vec::new();
        match &rule.applies {
            Some(applies) if applies.truth(&situation) == Truth::Unknown => applies.open_facts(&situation, &mut open),
            _ => rule.require.open_facts(&situation, &mut open),
        }
        let mut seen = HashSet::new();
        open.retain(|fact| seen.insert(*fact));
        open
    }

    pub(super) fn situation(&self) -> Situation<'_> {
        Situation::new(&self.facts, self.on)
    }
}

fn explained<'r>(condition: &'r Condition, situation: &Situation<'_>) -> EvaluatedCondition<'r> {
    let parts = condition.parts().iter().map(|part| explained(part, situation)).collect();
    EvaluatedCondition { condition, truth: condition.truth(situation), parts }
}
