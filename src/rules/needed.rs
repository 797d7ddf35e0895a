//! Which facts could still change a verdict.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::codes::{Answer, Consequence};
use super::condition::{Condition, Situation};
use super::contradiction::contradiction;
use super::infer::{infer, infer_and_assume};
use super::judge::is_in_scope;
use super::logic::Truth;
use super::rule::Rule;
use super::ruling::Ruling;
use super::thresholds::Thresholds;
use super::verdict::Verdict;
use crate::model::fact::{FactType, FactValue, Facts, Origin, Written};

/// Of a rule with more inputs than this, every fact that is not known counts as needed.
const MOST_INPUTS: usize = 100_000;

/// Holds the answers that a rule may give, by the values of its unknown facts.
struct PossibleAnswers<'r> {
    rule: &'r Rule,
    /// The facts that are not known.
    open: Vec<&'r str>,
    /// The answer for each input, with the indexes of the values; impossible inputs are left out.
    inputs: Vec<(Vec<usize>, Answer)>,
    best: Answer,
    worst: Answer,
}

impl<'r> Verdict<'r> {
    /// Lists the facts whose value could still change the verdict, the most decisive first; empty where none could.
    ///
    /// A fact is needed if, under some values of the other unknown facts, it changes the answer. The facts that decide which shops a
    /// rule applies to come in place of those that it asks of them, and the length of a period in place of what is counted by it.
    /// What is only assumed counts as unknown, and comes last.
    pub fn needed_facts(&self) -> Vec<&'r str> {
        if self.is_doubted() {
            return Vec::new();
        }
        let known = infer(self.ruleset, &self.given, self.on);
        let possible: Vec<_> = self.rulings.iter().map(|ruling| self.possible_answers(ruling, &known)).collect();
        let best_of_others: Vec<_> = (0..possible.len()).map(|index| self.best_of_others(&possible, index)).collect();
        let mut asking: Vec<_> = possible.iter().zip(best_of_others).collect();
        asking.sort_by_key(|(one, _)| Reverse(one.worst));
        let mut facts: Vec<&str> = Vec::new();
        for fact in asking.into_iter().flat_map(|(one, least)| self.asked(one, least, &known)) {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
        // The sort is stable: what is assumed goes after the rest.
        facts.sort_by_key(|fact| self.facts.get(fact).is_some_and(|given| given.origin == Origin::Assumed));
        facts
    }

    /// Tries the values of the unknown facts of a rule.
    fn possible_answers(&self, ruling: &Ruling<'r>, known: &Facts) -> PossibleAnswers<'r> {
        let rule = ruling.rule;
        let settled =
            |answer| PossibleAnswers { rule, open: Vec::new(), inputs: Vec::new(), best: answer, worst: answer };
        if !is_in_scope(rule, self.scope) || ruling.set_aside_by.is_some() {
            return settled(Answer::MayApply);
        }
        let open: Vec<&str> = rule.facts().into_iter().filter(|fact| known.get(fact).is_none()).collect();
        let sources = self.sources(&open, known);
        let open: Vec<&str> =
            open.iter().copied().chain(sources.iter().copied().filter(|f| !open.contains(f))).collect();
        if open.is_empty() {
            return settled(ruling.answer());
        }
        let conditions = self.conditions(rule);
        let thresholds = Thresholds::of(conditions.iter().copied(), known, self.on);
        let values: Vec<Vec<Option<FactValue>>> = open.iter().map(|fact| self.values(fact, &thresholds)).collect();
        let count = values.iter().fold(1usize, |product, values| product.saturating_mul(values.len()));
        if count > MOST_INPUTS {
            let worst = Answer::from(rule.otherwise);
            return PossibleAnswers { rule, open, inputs: Vec::new(), best: Answer::MayApply, worst };
        }
        let judge = self.judge();
        let mut inputs = Vec::new();
        for mut number in 0..count {
            let mut facts = self.given.clone();
            let mut digits = Vec::with_capacity(open.len());
            for (fact, values) in open.iter().zip(&values) {
                let digit = number % values.len();
                number /= values.len();
                digits.push(digit);
                if let Some(value) = &values[digit] {
                    facts.set(fact, Written::Value(value.clone()), Origin::Declared);
                }
            }
            if contradiction(self.ruleset, self.check, &facts, self.on).is_some() {
                continue;
            }
            let completed = infer_and_assume(self.ruleset, &facts, self.on);
            let ruling = judge.ruling(rule, &facts, &Situation::new(&completed, self.on));
            // An answer that is unknown only for lack of a value does not count.
            if ruling.answer() != Answer::Unknown || ruling.consequence.is_some() {
                inputs.push((digits, ruling.answer()));
            }
        }
        let answers = || inputs.iter().map(|(_, answer)| *answer);
        let (best, worst) = (answers().min(), answers().max());
        PossibleAnswers {
            rule,
            open,
            best: best.unwrap_or(Answer::MayApply),
            worst: worst.unwrap_or(Answer::MayApply),
            inputs,
        }
    }

    /// Lists the values of a fact that matter; not being given is one of them where it may be inferred.
    fn values(&self, name: &str, thresholds: &Thresholds) -> Vec<Option<FactValue>> {
        let Some(fact) = self.ruleset.fact(name) else { return Vec::new() };
        let mut values = match fact.range {
            Some((least, most)) => (least..=most).map(FactValue::Count).collect(),
            None => thresholds.values(fact),
        };
        if fact.past {
            values.retain(|value| value.day().is_none_or(|day| day <= self.on));
        }
        let may_follow = fact.within.is_some() || self.ruleset.implied.iter().any(|implied| implied.fact == name);
        values.into_iter().map(Some).chain(may_follow.then_some(None)).collect()
    }

    /// Lists the conditions that the answer of a rule depends on: its own, and those by which its facts are inferred.
    fn conditions(&self, rule: &'r Rule) -> Vec<&'r Condition> {
        let facts = rule.facts();
        let implied = self.ruleset.implied.iter().filter(|implied| facts.contains(&implied.fact.as_str()));
        rule.conditions().chain(implied.filter_map(|implied| implied.when.as_ref())).collect()
    }

    /// Lists the unknown facts from which the facts would be inferred.
    fn sources(&self, facts: &[&'r str], known: &Facts) -> Vec<&'r str> {
        let implied = self.ruleset.implied.iter().filter(|implied| facts.contains(&implied.fact.as_str()));
        let named = implied.filter_map(|implied| implied.when.as_ref()).flat_map(Condition::facts);
        let counted = facts.iter().filter(|_| self.given.completed().is_some());
        let within = counted.filter_map(|fact| self.ruleset.fact(fact)?.within.as_deref());
        named.chain(within).filter(|fact| known.get(fact).is_none()).collect()
    }

    /// Returns the best answer that the other rules can still give.
    fn best_of_others(&self, possible: &[PossibleAnswers<'_>], index: usize) -> Answer {
        let others = possible.iter().enumerate().filter(|(other, _)| *other != index);
        let best = others.map(|(_, one)| one.best).max().unwrap_or(Answer::MayApply);
        // What every value of an open choice leads to is certain, though no rule alone gives it.
        if self.alternatives.is_empty() { best } else { best.max(self.answer) }
    }

    /// Lists the facts of a rule that change the answer in the order of asking, each after what must be asked before it.
    fn asked(&self, one: &PossibleAnswers<'r>, least: Answer, known: &Facts) -> Vec<&'r str> {
        let changing = one.changing(least);
        let rule = one.rule;
        let guards = rule.applies.as_ref().map(Condition::facts).unwrap_or_default();
        let is_guarded = rule.application(&self.situation()) == Truth::Unknown
            && guards.iter().any(|guard| changing.contains(guard));
        let in_order = guards.iter().copied().chain(rule.require.facts()).chain(changing.iter().copied());
        let asked = in_order.filter(|fact| changing.contains(fact) && (!is_guarded || guards.contains(fact)));
        let asked = asked.filter(|fact| !self.is_counted_by(fact, &changing));
        asked.flat_map(|fact| self.choices_before(fact, known).into_iter().chain([fact])).collect()
    }

    /// Tells whether the length of a period decides the fact: then the length is asked for.
    fn is_counted_by(&self, fact: &str, changing: &[&str]) -> bool {
        let within = self.ruleset.fact(fact).and_then(|fact| fact.within.as_deref());
        let is_dated = self.given.completed().is_some_and(|completed| completed.undated == 0);
        is_dated && within.is_some_and(|within| changing.contains(&within))
    }

    /// Lists the open choices of which some value would imply the fact.
    ///
    /// Only choices: a refund date implies a deposit as well, but a seller who never paid one must not be asked for it first.
    fn choices_before(&self, fact: &str, known: &Facts) -> Vec<&'r str> {
        let implied = self.ruleset.implied.iter().filter(|implied| implied.fact == fact && !implied.is_assumed);
        let named = implied.filter_map(|implied| implied.when.as_ref()).flat_map(Condition::facts);
        let is_choice =
            |name: &&str| matches!(self.ruleset.fact(name).map(|fact| &fact.kind), Some(FactType::Choice(_)));
        named.filter(|name| known.get(name).is_none()).filter(is_choice).collect()
    }
}

impl<'r> PossibleAnswers<'r> {
    /// Lists the facts that change the answer beyond what the other rules give anyway.
    fn changing(&self, least: Answer) -> Vec<&'r str> {
        let changing = self.open.iter().enumerate().filter(|(index, _)| self.changes(*index, least));
        changing.map(|(_, fact)| *fact).collect()
    }

    /// Tells whether the fact, under some values of the others, changes the answer.
    fn changes(&self, fact: usize, least: Answer) -> bool {
        if self.inputs.is_empty() {
            return self.worst.max(least) != least;
        }
        // Where other rules govern the shop, the answers of these no longer count.
        let lifted = |answer: Answer| match self.rule.otherwise {
            Consequence::OtherRules if least < Answer::Never => answer,
            _ => answer.max(least),
        };
        let mut groups: HashMap<Vec<usize>, Answer> = HashMap::new();
        self.inputs.iter().any(|(digits, answer)| {
            let mut others = digits.clone();
            others[fact] = usize::MAX;
            let answer = lifted(*answer);
            *groups.entry(others).or_insert(answer) != answer
        })
    }
}
