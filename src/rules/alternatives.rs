//! What each value of an open choice would lead to: where every value gives the same answer, that is the answer.

use chrono::NaiveDate;

use super::codes::{Answer, RuleOutcome};
use super::infer::infer_and_assume;
use super::judge::Judge;
use super::ruling::{Ruling, worst};
use crate::model::fact::{FactType, FactValue, Facts, Origin, Written};

/// Holds what one value of an open choice would lead to.
#[derive(Debug, Clone)]
pub struct Alternative<'r> {
    /// The choice, such as `subject.kind`.
    pub fact: &'r str,
    /// The value that was tried.
    pub value: FactValue,
    /// The rules that would give the answer then. Empty for [`Answer::MayApply`].
    pub deciding: Vec<Ruling<'r>>,
    answer: Answer,
    /// Whether this answer depends on another open choice in turn.
    is_split: bool,
}

/// More open choices than this are not tried: each value of one opens all values of the others.
const MOST_CHOICES: usize = 4;

/// Holds an answer and, where the rules alone do not give it, the alternatives that all lead to it.
pub(super) struct Decision<'r> {
    pub(super) answer: Answer,
    pub(super) alternatives: Vec<Alternative<'r>>,
}

impl<'r> Judge<'r> {
    /// Decides: the worst ruling counts, unless every value of an open choice leads to the same other answer.
    ///
    /// A wait that is known does not end the search: the rules for each kind of subject may all be unmet besides.
    pub(super) fn decide(&self, given: &Facts, on: NaiveDate, rulings: &[Ruling<'r>]) -> Decision<'r> {
        let plain = Decision { answer: worst(rulings), alternatives: Vec::new() };
        if plain.answer == Answer::Never {
            return plain;
        }
        let choices = self.open_choices(&infer_and_assume(self.ruleset, given, on), rulings);
        if choices.len() > MOST_CHOICES {
            return plain;
        }
        let agreed = choices.into_iter().filter_map(|choice| self.agreed(given, on, choice, plain.answer));
        // Of several choices that decide, the one that decides alone explains most.
        let rank = |one: &Decision<'_>| (one.answer, !one.alternatives.iter().any(|alternative| alternative.is_split));
        agreed.max_by_key(rank).unwrap_or(plain)
    }

    /// Tries every value of a choice; returns their answer where they agree on another than `plain`.
    fn agreed(
        &self,
        given: &Facts,
        on: NaiveDate,
        (fact, names): (&'r str, &'r [String]),
        plain: Answer,
    ) -> Option<Decision<'r>> {
        let alternatives: Vec<_> = names.iter().map(|name| self.alternative(given, on, fact, name)).collect();
        let answer = alternatives.first()?.answer;
        let is_agreed = answer != plain && alternatives.iter().all(|alternative| alternative.answer == answer);
        is_agreed.then_some(Decision { answer, alternatives })
    }

    fn alternative(&self, given: &Facts, on: NaiveDate, fact: &'r str, name: &str) -> Alternative<'r> {
        let value = FactValue::Choice(name.to_owned());
        let mut given = given.clone();
        given.set(fact, Written::Value(value.clone()), Origin::Declared);
        let rulings = self.rulings(&given, on);
        let Decision { answer, alternatives } = self.decide(&given, on, &rulings);
        let deciding = deciding(answer, &rulings, &alternatives).into_iter().cloned().collect();
        Alternative { fact, value, deciding, answer, is_split: !alternatives.is_empty() }
    }

    /// Finds the open choices that decide which shops an undecided rule applies to.
    fn open_choices(&self, facts: &Facts, rulings: &[Ruling<'r>]) -> Vec<(&'r str, &'r [String])> {
        let guards = rulings
            .iter()
            .filter(|ruling| ruling.outcome == RuleOutcome::Unknown)
            .filter_map(|ruling| ruling.rule.applies.as_ref())
            .flat_map(|applies| applies.facts());
        let mut choices: Vec<(&str, &[String])> = Vec::new();
        // What is assumed is no open choice.
        for name in guards.filter(|name| facts.get(name).is_none()) {
            if let Some(FactType::Choice(names)) = self.ruleset.fact(name).map(|fact| &fact.kind)
                && !choices.iter().any(|(known, _)| *known == name)
            {
                choices.push((name, names));
            }
        }
        choices
    }
}

/// Lists the rulings that give the answer: those of the rules as the facts stand, or else of the alternatives, each rule once.
pub(super) fn deciding<'v, 'r>(
    answer: Answer,
    rulings: &'v [Ruling<'r>],
    alternatives: &'v [Alternative<'r>],
) -> Vec<&'v Ruling<'r>> {
    if answer == Answer::MayApply {
        return Vec::new();
    }
    let mut found: Vec<&Ruling<'r>> = rulings.iter().filter(|ruling| ruling.answer() == answer).collect();
    if found.is_empty() {
        for ruling in alternatives.iter().flat_map(|alternative| &alternative.deciding) {
            if !found.iter().any(|known| std::ptr::eq(known.rule, ruling.rule)) {
                found.push(ruling);
            }
        }
    }
    found
}
