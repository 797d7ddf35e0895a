//! The rules with what came out for each.

use std::cmp::Reverse;

use shopkit::rules::{RuleOutcome, Ruling, Verdict};
use shopkit::texts::Texts;

use super::alternatives::alternatives;
use super::citation::{SourceView, in_force};
use super::rule_fact::RuleFact;

/// Names a rule and what came out for it.
pub struct RuleLine {
    pub id: String,
    pub title: String,
    pub outcome: RuleOutcome,
    pub outcome_text: String,
    /// The facts that decided it, or could.
    pub facts: Vec<RuleFact>,
}

/// Shows a requirement that is not met: why, what to do, and where it is written.
pub struct Requirement {
    pub rule: RuleLine,
    pub reason: String,
    pub remedy: String,
    pub source: SourceView,
    /// The days on which the text is in force.
    pub in_force: String,
}

/// Holds requirements that are not met, or would not be met under a condition.
pub struct UnmetGroup {
    pub condition: Option<String>,
    pub requirements: Vec<Requirement>,
}

impl RuleLine {
    fn of(verdict: &Verdict<'_>, ruling: &Ruling<'_>, texts: Texts) -> Self {
        let (rule, outcome) = (ruling.rule, ruling.outcome);
        let title = rule.title.pick(texts.lang).to_owned();
        Self {
            id: rule.id.clone(),
            title,
            outcome,
            outcome_text: texts.say(&outcome.text()),
            facts: RuleFact::all(verdict, ruling, texts),
        }
    }
}

impl Requirement {
    fn of(verdict: &Verdict<'_>, ruling: &Ruling<'_>, texts: Texts) -> Self {
        Self {
            rule: RuleLine::of(verdict, ruling, texts),
            reason: texts.say(&verdict.reason(ruling)),
            remedy: verdict.remedy(ruling).pick(texts.lang).to_owned(),
            source: SourceView::of(&ruling.rule.source, texts),
            in_force: in_force(verdict.ruleset, ruling.rule, texts),
        }
    }
}

/// Lists the rules with one outcome.
pub(super) fn rules(verdict: &Verdict<'_>, outcome: RuleOutcome, texts: Texts) -> Vec<RuleLine> {
    let rulings = verdict.rulings.iter().filter(|ruling| ruling.outcome == outcome);
    rulings.map(|ruling| RuleLine::of(verdict, ruling, texts)).collect()
}

/// Lists the requirements that are not met, then those that would not be met for each value of an open choice.
pub(super) fn unmet(verdict: &Verdict<'_>, texts: Texts) -> Vec<UnmetGroup> {
    let mut rulings: Vec<&Ruling<'_>> = verdict
        .rulings
        .iter()
        .filter(|ruling| matches!(ruling.outcome, RuleOutcome::Fail | RuleOutcome::NotYet))
        .collect();
    rulings.sort_by_key(|ruling| Reverse(ruling.answer()));
    let mut groups = Vec::new();
    if !rulings.is_empty() {
        let requirements = rulings.into_iter().map(|ruling| Requirement::of(verdict, ruling, texts)).collect();
        groups.push(UnmetGroup { condition: None, requirements });
    }
    groups.extend(alternatives(verdict).map(|alternative| UnmetGroup {
        condition: Some(alternative.condition(verdict, texts)),
        requirements: alternative.deciding().iter().map(|ruling| Requirement::of(verdict, ruling, texts)).collect(),
    }));
    groups
}
