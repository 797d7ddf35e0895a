//! Static checks: walks every input of each rule and finds conditions that say nothing.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::condition::{At, Condition, Test};
use super::rule::{Check, Rule};
use super::ruleset::Ruleset;
use super::truth::Truth;
use super::values::Thresholds;
use crate::model::fact::{FactValue, Facts, Origin, Written};
use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// Rules with more inputs are not walked: twelve facts of three values each.
const MOST_INPUTS: usize = 531_441;
/// Nor are rules with so many conditions that all inputs take more looks than this.
const MOST_STEPS: usize = 20_000_000;

/// Holds a condition, or a rule, that says nothing.
#[derive(Debug, Clone)]
pub struct Finding<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The condition; [`Condition::place`] has where it is written.
    pub condition: &'r Condition,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Names why a condition says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The rule can never apply.
    Unreachable,
    /// It holds whatever the facts are.
    AlwaysTrue,
    /// It can never hold.
    Contradictory,
    /// Whether it holds never changes what comes out: the rest of the rule decides without it.
    Shadowed,
    /// Another rule asks the same of the same; its id.
    Repeats(String),
    /// The rule has more inputs than can be walked; how many facts it names.
    TooManyInputs(usize),
}

impl Explain for Finding<'_> {
    fn code(&self) -> &'static str {
        match self.fault {
            Fault::Unreachable => "unreachable",
            Fault::AlwaysTrue => "always-true",
            Fault::Contradictory => "contradictory",
            Fault::Shadowed => "shadowed",
            Fault::Repeats(_) => "repeats",
            Fault::TooManyInputs(_) => "too-many-inputs",
        }
    }

    fn message(&self) -> Message {
        let fault = match &self.fault {
            Fault::Unreachable => msg!("fault-unreachable"),
            Fault::AlwaysTrue => msg!("fault-always-true"),
            Fault::Contradictory => msg!("fault-contradictory"),
            Fault::Shadowed => msg!("fault-shadowed"),
            Fault::Repeats(id) => msg!("fault-repeats", rule = id),
            Fault::TooManyInputs(facts) => msg!("fault-too-many-inputs", facts = *facts),
        };
        msg!("rule-finding", place = self.condition.place.to_string(), rule = &self.rule.id, fault = fault)
    }
}

/// Checks every rule, in time that grows with their conditions.
pub fn check(ruleset: &Ruleset) -> Vec<Finding<'_>> {
    let rules = ruleset.rules();
    let mut findings: Vec<_> = rules.iter().flat_map(|rule| check_rule(ruleset, rule)).collect();
    let mut alike: HashMap<(Check, String), Vec<&Rule>> = HashMap::new();
    for rule in rules {
        let earlier = alike.entry((rule.check, said(rule))).or_default();
        if let Some(same) = earlier.iter().find(|earlier| earlier.id != rule.id && are_in_force_together(earlier, rule))
        {
            findings.push(Finding { rule, condition: &rule.require, fault: Fault::Repeats(same.id.clone()) });
        }
        earlier.push(rule);
    }
    findings
}

/// Writes what a rule asks of whom: rules of which this is equal say the same.
fn said(rule: &Rule) -> String {
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

fn check_rule<'r>(ruleset: &Ruleset, rule: &'r Rule) -> Vec<Finding<'r>> {
    let on = rule.effective_from;
    let facts = rule.facts();
    let thresholds = Thresholds::of(rule.conditions(), &Facts::default(), on);
    let known = facts.iter().filter_map(|name| Some((*name, thresholds.values(ruleset.fact(name)?))));
    let inputs: Vec<_> = known.collect();
    let count = inputs.iter().fold(1usize, |product, (_, values)| product.saturating_mul(values.len()));
    let mut walk = Walk::of(rule);
    if count > MOST_INPUTS || count.saturating_mul(walk.steps.len()) > MOST_STEPS {
        return vec![Finding { rule, condition: &rule.require, fault: Fault::TooManyInputs(inputs.len()) }];
    }
    for number in 0..count {
        let facts = input(&inputs, number);
        walk.note(&At::new(&facts, on), number);
    }
    let mut faults = walk.faults();
    // Of nested conditions the outermost tells enough, and nothing more matters in a rule that never applies.
    faults.sort_by_key(|(place, fault)| (*fault != Fault::Unreachable, *place));
    let mut findings: Vec<Finding<'r>> = Vec::new();
    let mut told = 0;
    for (place, fault) in faults {
        if place < told || findings.first().is_some_and(|first| first.fault == Fault::Unreachable) {
            continue;
        }
        let step = &walk.steps[place];
        told = step.end;
        findings.push(Finding { rule, condition: step.condition, fault });
    }
    findings
}

/// Holds the conditions of a rule, each before its parts, and what was seen of them over all inputs.
struct Walk<'r> {
    steps: Vec<Step<'r>>,
    /// How many of the first steps tell whom the rule applies to.
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
            let place = steps.len();
            steps.push(Step { condition, end: 0, holds: false, fails: false, matters: false, decides: Vec::new() });
            condition.parts().iter().for_each(|part| push(part, steps));
            steps[place].end = steps.len();
        }
        let mut steps = Vec::new();
        rule.applies.iter().for_each(|applies| push(applies, &mut steps));
        let guards = steps.len();
        push(&rule.require, &mut steps);
        let truths = vec![Truth::Unknown; steps.len()];
        Self { steps, guards, truths }
    }

    /// Looks at all conditions in one input, in which every fact is known.
    fn note(&mut self, at: &At<'_>, number: usize) {
        for place in (0..self.steps.len()).rev() {
            self.truths[place] = match &self.steps[place].condition.test {
                Test::All(_) => Truth::all(self.parts(place).map(|part| self.truths[part])),
                Test::Any(_) => Truth::any(self.parts(place).map(|part| self.truths[part])),
                Test::Not(_) => !self.truths[place + 1],
                _ => self.steps[place].condition.truth(at),
            };
        }
        let applies = self.guards == 0 || self.truths[0] == Truth::True;
        if self.guards > 0 {
            // Whom a rule applies to matters where it asks what is not met.
            self.look(0, self.truths[self.guards] != Truth::True);
        }
        if applies {
            self.look(self.guards, true);
        }
        self.note_decisions(number);
    }

    /// Notes what a condition is, and whether the rule would come out otherwise if it were not; then its parts.
    fn look(&mut self, place: usize, matters: bool) {
        let truth = self.truths[place];
        let step = &mut self.steps[place];
        step.holds |= truth == Truth::True;
        step.fails |= truth == Truth::False;
        step.matters |= matters;
        let decisive = decisive(step.condition);
        let parts: Vec<usize> = self.parts(place).collect();
        let deciding = parts.iter().filter(|part| Some(self.truths[**part]) == decisive).count();
        for part in parts {
            let others = deciding - usize::from(Some(self.truths[part]) == decisive);
            self.look(part, matters && others == 0);
        }
    }

    fn note_decisions(&mut self, number: usize) {
        for place in 0..self.steps.len() {
            let Some(decisive) = decisive(self.steps[place].condition) else { continue };
            let parts: Vec<usize> = self.parts(place).collect();
            for part in parts {
                let decides = self.truths[part] == decisive;
                self.steps[part].push(decides, number);
            }
        }
    }

    /// Lists the places of the parts that a condition joins.
    fn parts(&self, place: usize) -> impl Iterator<Item = usize> {
        let end = self.steps[place].end;
        let first = Some(place + 1).filter(|first| *first < end);
        std::iter::successors(first, move |part| Some(self.steps[*part].end).filter(|next| *next < end))
    }

    fn faults(&self) -> Vec<(usize, Fault)> {
        let alone = self.steps.iter().enumerate().filter_map(|(place, step)| {
            let fault = match (step.holds, step.fails, step.matters) {
                (false, ..) if place < self.guards => Fault::Unreachable,
                (false, ..) => Fault::Contradictory,
                (_, false, _) => Fault::AlwaysTrue,
                (.., false) => Fault::Shadowed,
                _ => return None,
            };
            Some((place, fault))
        });
        let joins = (0..self.steps.len()).filter(|place| decisive(self.steps[*place].condition).is_some());
        alone.chain(joins.flat_map(|join| self.idle_parts(join)).map(|part| (part, Fault::Shadowed))).collect()
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
        let is_idle = |(place, part): &(usize, &usize)| {
            let first = counts.partition_point(|count| *count < counts[*place]);
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
