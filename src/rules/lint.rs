//! Static checks: tries every input of each rule and finds conditions that make no difference.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::codes::Check;
use super::condition::{Condition, Situation, Test};
use super::logic::Truth;
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::thresholds::Thresholds;
use crate::model::fact::{FactValue, Facts, Origin, Written};
use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// Rules with more inputs are not tried: twelve facts of three values each.
const MOST_INPUTS: usize = 531_441;
/// Nor are rules of which all inputs and conditions take more steps than this.
const MOST_STEPS: usize = 20_000_000;

/// Holds a condition, or a rule, that makes no difference.
#[derive(Debug, Clone)]
pub struct Defect<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The condition; [`Condition::location`] has where it is written.
    pub condition: &'r Condition,
    /// What is wrong with it.
    pub kind: DefectKind,
}

/// Names why a condition makes no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DefectKind {
    /// The rule can never apply.
    Unreachable,
    /// It is true whatever the facts are.
    AlwaysTrue,
    /// It can never be true.
    Contradictory,
    /// Whether it is true never changes the outcome: the rest of the rule decides without it.
    Shadowed,
    /// Another rule asks the same of the same shops; its id.
    Repeats(String),
    /// The rule has more inputs than can be tried; how many facts it names.
    TooManyInputs(usize),
}

impl Explain for Defect<'_> {
    fn code(&self) -> &'static str {
        match self.kind {
            DefectKind::Unreachable => "unreachable",
            DefectKind::AlwaysTrue => "always-true",
            DefectKind::Contradictory => "contradictory",
            DefectKind::Shadowed => "shadowed",
            DefectKind::Repeats(_) => "repeats",
            DefectKind::TooManyInputs(_) => "too-many-inputs",
        }
    }

    fn message(&self) -> Message {
        let fault = match &self.kind {
            DefectKind::Unreachable => msg!("fault-unreachable"),
            DefectKind::AlwaysTrue => msg!("fault-always-true"),
            DefectKind::Contradictory => msg!("fault-contradictory"),
            DefectKind::Shadowed => msg!("fault-shadowed"),
            DefectKind::Repeats(id) => msg!("fault-repeats", rule = id),
            DefectKind::TooManyInputs(facts) => msg!("fault-too-many-inputs", facts = *facts),
        };
        msg!("rule-finding", location = self.condition.location.to_string(), rule = &self.rule.id, fault = fault)
    }
}

/// Checks every rule, in time that grows with their conditions.
pub fn lint(ruleset: &Ruleset) -> Vec<Defect<'_>> {
    let rules = ruleset.rules();
    let mut defects: Vec<_> = rules.iter().flat_map(|rule| lint_rule(ruleset, rule)).collect();
    let mut alike: HashMap<(Check, String), Vec<&Rule>> = HashMap::new();
    for rule in rules {
        let earlier = alike.entry((rule.check, requirement(rule))).or_default();
        if let Some(same) = earlier.iter().find(|earlier| earlier.id != rule.id && are_in_force_together(earlier, rule))
        {
            defects.push(Defect { rule, condition: &rule.require, kind: DefectKind::Repeats(same.id.clone()) });
        }
        earlier.push(rule);
    }
    defects
}

/// Writes what a rule asks of whom: rules of which this is equal ask the same.
fn requirement(rule: &Rule) -> String {
    fn write(condition: &Condition, out: &mut String) {
        let _ = write!(out, "({:?}", condition.describe());
        condition.parts().iter().for_each(|part| write(part, out));
        out.push(')');
    }
    let mut out = String::new();
    for condition in rule.conditions() {
        write(condition, &mut out);
    }
    out
}

fn are_in_force_together(one: &Rule, other: &Rule) -> bool {
    let before = |a: &Rule, b: &Rule| a.effective_to.is_some_and(|last| last < b.effective_from);
    !before(one, other) && !before(other, one)
}

fn lint_rule<'r>(ruleset: &Ruleset, rule: &'r Rule) -> Vec<Defect<'r>> {
    let on = rule.effective_from;
    let facts = rule.facts();
    let thresholds = Thresholds::of(rule.conditions(), &Facts::default(), on);
    let known = facts.iter().filter_map(|name| Some((*name, thresholds.values(ruleset.fact(name)?))));
    let inputs: Vec<_> = known.collect();
    let count = inputs.iter().fold(1usize, |product, (_, values)| product.saturating_mul(values.len()));
    let mut walk = Walk::of(rule);
    if count > MOST_INPUTS || count.saturating_mul(walk.steps.len()) > MOST_STEPS {
        return vec![Defect { rule, condition: &rule.require, kind: DefectKind::TooManyInputs(inputs.len()) }];
    }
    for number in 0..count {
        let facts = input(&inputs, number);
        walk.note(&Situation::new(&facts, on), number);
    }
    let mut defects = walk.defects();
    // Of nested conditions the outermost tells enough, and nothing more matters in a rule that never applies.
    defects.sort_by_key(|(index, kind)| (*kind != DefectKind::Unreachable, *index));
    let mut found: Vec<Defect<'r>> = Vec::new();
    let mut reported_until = 0;
    for (index, kind) in defects {
        if index < reported_until || found.first().is_some_and(|first| first.kind == DefectKind::Unreachable) {
            continue;
        }
        let step = &walk.steps[index];
        reported_until = step.end;
        found.push(Defect { rule, condition: step.condition, kind });
    }
    found
}

/// Holds the conditions of a rule, each before its parts, and what they were over all inputs.
struct Walk<'r> {
    steps: Vec<Step<'r>>,
    /// How many of the first steps tell which shops the rule applies to.
    guards: usize,
    /// What each condition was in the input at hand.
    truths: Vec<Truth>,
}

/// Holds one condition of a walk.
struct Step<'r> {
    condition: &'r Condition,
    /// The step after the last of its parts.
    end: usize,
    holds: bool,
    fails: bool,
    matters: bool,
    /// In which inputs it decides the join that it is a part of: true in "any", false in "all".
    decides: Vec<u64>,
}

impl<'r> Walk<'r> {
    fn of(rule: &'r Rule) -> Self {
        fn push<'r>(condition: &'r Condition, steps: &mut Vec<Step<'r>>) {
            let index = steps.len();
            steps.push(Step { condition, end: 0, holds: false, fails: false, matters: false, decides: Vec::new() });
            condition.parts().iter().for_each(|part| push(part, steps));
            steps[index].end = steps.len();
        }
        let mut steps = Vec::new();
        rule.applies.iter().for_each(|applies| push(applies, &mut steps));
        let guards = steps.len();
        push(&rule.require, &mut steps);
        let truths = vec![Truth::Unknown; steps.len()];
        Self { steps, guards, truths }
    }

    /// Looks at all conditions in one input, in which every fact is known.
    fn note(&mut self, situation: &Situation<'_>, number: usize) {
        for index in (0..self.steps.len()).rev() {
            self.truths[index] = match &self.steps[index].condition.test {
                Test::All(_) => Truth::all(self.parts(index).map(|part| self.truths[part])),
                Test::Any(_) => Truth::any(self.parts(index).map(|part| self.truths[part])),
                Test::Not(_) => !self.truths[index + 1],
                _ => self.steps[index].condition.truth(situation),
            };
        }
        let applies = self.guards == 0 || self.truths[0] == Truth::True;
        if self.guards > 0 {
            // Which shops a rule applies to matters where it asks what is not met.
            self.look(0, self.truths[self.guards] != Truth::True);
        }
        if applies {
            self.look(self.guards, true);
        }
        self.note_decisions(number);
    }

    /// Notes what a condition is, and whether the rule would come out otherwise if it were not; then its parts.
    fn look(&mut self, index: usize, matters: bool) {
        let truth = self.truths[index];
        let step = &mut self.steps[index];
        step.holds |= truth == Truth::True;
        step.fails |= truth == Truth::False;
        step.matters |= matters;
        let decisive = decisive(step.condition);
        let parts: Vec<usize> = self.parts(index).collect();
        let deciding = parts.iter().filter(|part| Some(self.truths[**part]) == decisive).count();
        for part in parts {
            let others = deciding - usize::from(Some(self.truths[part]) == decisive);
            self.look(part, matters && others == 0);
        }
    }

    fn note_decisions(&mut self, number: usize) {
        for index in 0..self.steps.len() {
            let Some(decisive) = decisive(self.steps[index].condition) else { continue };
            let parts: Vec<usize> = self.parts(index).collect();
            for part in parts {
                let decides = self.truths[part] == decisive;
                self.steps[part].push(decides, number);
            }
        }
    }

    /// Lists the indexes of the parts that a condition joins.
    fn parts(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.steps[index].end;
        let first = Some(index + 1).filter(|first| *first < end);
        std::iter::successors(first, move |part| Some(self.steps[*part].end).filter(|next| *next < end))
    }

    fn defects(&self) -> Vec<(usize, DefectKind)> {
        let alone = self.steps.iter().enumerate().filter_map(|(index, step)| {
            let kind = match (step.holds, step.fails, step.matters) {
                (false, ..) if index < self.guards => DefectKind::Unreachable,
                (false, ..) => DefectKind::Contradictory,
                (_, false, _) => DefectKind::AlwaysTrue,
                (.., false) => DefectKind::Shadowed,
                _ => return None,
            };
            Some((index, kind))
        });
        let joins = (0..self.steps.len()).filter(|index| decisive(self.steps[*index].condition).is_some());
        alone.chain(joins.flat_map(|join| self.idle_parts(join)).map(|part| (part, DefectKind::Shadowed))).collect()
    }

    /// Lists the parts of a join that another part makes idle: "30 days over or 90 days over" never needs the 90.
    fn idle_parts(&self, join: usize) -> Vec<usize> {
        let mut parts: Vec<usize> = self.parts(join).collect();
        let decides = |part: usize| &self.steps[part].decides;
        let count = |part: usize| decides(part).iter().map(|word| word.count_ones()).sum::<u32>();
        parts.sort_by_key(|part| count(*part));
        let counts: Vec<u32> = parts.iter().map(|part| count(*part)).collect();
        let is_within = |narrow: usize, wide: usize| {
            narrow != wide && decides(narrow).iter().zip(decides(wide)).all(|(narrow, wide)| narrow & !wide == 0)
        };
        // Only what decides in as many inputs, or in more, can make another idle; such a part mostly stands at the end.
        let is_idle = |(index, part): &(usize, &usize)| {
            let first = counts.partition_point(|count| *count < counts[*index]);
            parts[first..].iter().rev().any(|wide| is_within(**part, *wide))
        };
        parts.iter().enumerate().filter(is_idle).map(|(_, part)| *part).collect()
    }
}

impl Step<'_> {
    /// Adds whether the condition decides in the next input.
    fn push(&mut self, decides: bool, number: usize) {
        if number.is_multiple_of(64) {
            self.decides.push(0);
        }
        if let Some(word) = self.decides.last_mut() {
            *word |= u64::from(decides) << (number % 64);
        }
    }
}

/// Returns the truth of a part that decides a join: true for "any", false for "all".
fn decisive(join: &Condition) -> Option<Truth> {
    match join.test {
        Test::Any(_) => Some(Truth::True),
        Test::All(_) => Some(Truth::False),
        _ => None,
    }
}

/// Returns one of the inputs: the number, written with one digit for each fact.
fn input(inputs: &[(&str, Vec<FactValue>)], mut number: usize) -> Facts {
    let mut facts = Facts::default();
    for (fact, values) in inputs {
        facts.set(fact, Written::Value(values[number % values.len()].clone()), Origin::File);
        number /= values.len();
    }
    facts
}
