//! Static checks: walks every input of each rule and finds conditions that say nothing.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::condition::{At, Condition, Test, Than};
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::truth::Truth;
use crate::model::calendar::{Length, add_days, last_day, sub_days, sub_months};
use crate::model::fact::{FactType, FactValue, Facts, Origin, Written};
use crate::model::lang::{Explain, Lang};

/// Rules with more inputs are not walked: twelve facts of three values each.
const MOST_INPUTS: usize = 531_441;

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

    fn message(&self, lang: Lang) -> String {
        let what = match &self.fault {
            Fault::Unreachable => lang.pick("规则永远不会适用", "the rule can never apply").to_owned(),
            Fault::AlwaysTrue => lang.pick("条件永远成立", "the condition always holds").to_owned(),
            Fault::Contradictory => lang.pick("条件永远不成立", "the condition can never hold").to_owned(),
            Fault::Shadowed => lang.pick("条件不影响结果", "the condition never changes what comes out").to_owned(),
            Fault::Repeats(id) => lang.pick(format!("与规则“{id}”重复"), format!("the rule \"{id}\" asks the same")),
            Fault::TooManyInputs(facts) => {
                lang.pick(format!("涉及 {facts} 个事实，太多而无法遍历"), format!("{facts} facts are too many to walk"))
            }
        };
        let (id, place) = (&self.rule.id, &self.condition.place);
        lang.pick(format!("{place}：{id}：{what}"), format!("{place}: {id}: {what}"))
    }
}

/// Checks every rule.
pub fn check(ruleset: &Ruleset) -> Vec<Finding<'_>> {
    let rules = ruleset.rules();
    let mut findings: Vec<_> = rules.iter().flat_map(|rule| check_rule(ruleset, rule)).collect();
    for (place, rule) in rules.iter().enumerate() {
        if let Some(same) = rules[..place].iter().find(|earlier| repeats(earlier, rule)) {
            findings.push(Finding { rule, condition: &rule.require, fault: Fault::Repeats(same.id.clone()) });
        }
    }
    findings
}

/// Tells whether two rules that are in force together ask the same of the same.
fn repeats(earlier: &Rule, later: &Rule) -> bool {
    let before = |a: &Rule, b: &Rule| a.effective_to.is_some_and(|last| last < b.effective_from);
    let apart = before(earlier, later) || before(later, earlier);
    let same = earlier.applies == later.applies && earlier.require == later.require;
    earlier.check == later.check && earlier.id != later.id && !apart && same
}

fn check_rule<'r>(ruleset: &Ruleset, rule: &'r Rule) -> Vec<Finding<'r>> {
    let on = rule.effective_from;
    let inputs = inputs(ruleset, rule, on);
    let count = inputs.iter().fold(1usize, |product, (_, values)| product.saturating_mul(values.len()));
    if count > MOST_INPUTS {
        return vec![Finding { rule, condition: &rule.require, fault: Fault::TooManyInputs(inputs.len()) }];
    }
    let mut seen: Vec<_> = rule.applies.iter().flat_map(Condition::nodes).map(|node| Seen::new(node, true)).collect();
    seen.extend(rule.require.nodes().into_iter().map(|node| Seen::new(node, false)));
    let mut pairs: Vec<_> = rule.conditions().flat_map(Condition::nodes).flat_map(Pair::of).collect();
    for number in 0..count {
        let facts = input(&inputs, number);
        let at = At::new(&facts, on);
        let applies = rule.application(&at) == Truth::True;
        for seen in seen.iter_mut().filter(|seen| seen.guards || applies) {
            seen.note(rule, &at);
        }
        for pair in &mut pairs {
            pair.note(&at);
        }
    }
    let faults = seen.iter().filter_map(|seen| Some((seen.condition, seen.fault()?)));
    let absorbed = pairs.iter().filter(|pair| pair.absorbs).map(|pair| (pair.narrow, Fault::Shadowed));
    let mut faults: Vec<_> = faults.chain(absorbed).collect();
    // Of nested conditions the outermost tells enough, and nothing more matters in a rule that never applies.
    faults.sort_by_key(|(condition, fault)| (*fault != Fault::Unreachable, condition.place.span.start));
    let mut findings: Vec<Finding<'r>> = Vec::new();
    for (condition, fault) in faults {
        let within = |outer: &Condition| outer.nodes().iter().any(|node| std::ptr::eq(*node, condition));
        let told = |finding: &Finding<'_>| finding.fault == Fault::Unreachable || within(finding.condition);
        if !findings.iter().any(told) {
            findings.push(Finding { rule, condition, fault });
        }
    }
    findings
}

/// Holds what was seen of a condition over all inputs.
struct Seen<'r> {
    condition: &'r Condition,
    guards: bool,
    truths: BTreeSet<Truth>,
    matters: bool,
}

impl<'r> Seen<'r> {
    fn new(condition: &'r Condition, guards: bool) -> Self {
        Self { condition, guards, truths: BTreeSet::new(), matters: false }
    }

    fn note(&mut self, rule: &Rule, at: &At<'_>) {
        let truth = self.condition.truth(at);
        self.truths.insert(truth);
        self.matters |= rule.truth(&At { forced: Some((self.condition, !truth)), ..*at }) != rule.truth(at);
    }

    fn fault(&self) -> Option<Fault> {
        let [holds, fails] = [Truth::True, Truth::False].map(|truth| self.truths.contains(&truth));
        match (holds, fails, self.matters) {
            (false, _, _) if self.guards => Some(Fault::Unreachable),
            (false, _, _) => Some(Fault::Contradictory),
            (_, false, _) => Some(Fault::AlwaysTrue),
            (_, _, false) => Some(Fault::Shadowed),
            _ => None,
        }
    }
}

/// Holds two parts of one join, of which one may make the other idle: "30 days over or 90 days over" never needs the 90.
struct Pair<'r> {
    narrow: &'r Condition,
    wide: &'r Condition,
    /// The truth that decides the join: true for "any", false for "all".
    decides: Truth,
    /// Whether on all inputs so far the wide part decided wherever the narrow one did.
    absorbs: bool,
}

impl<'r> Pair<'r> {
    fn of(join: &'r Condition) -> Vec<Self> {
        let decides = match &join.test {
            Test::Any(_) => Truth::True,
            Test::All(_) => Truth::False,
            _ => return Vec::new(),
        };
        let parts = join.parts();
        let pair = |(wide, narrow)| Self { narrow, wide, decides, absorbs: true };
        parts
            .iter()
            .flat_map(|wide| parts.iter().map(move |narrow| (wide, narrow)))
            .filter(|(wide, narrow)| !std::ptr::eq(*wide, *narrow))
            .map(pair)
            .collect()
    }

    fn note(&mut self, at: &At<'_>) {
        let narrow = self.narrow.truth(at) == self.decides;
        self.absorbs &= !narrow || self.wide.truth(at) == self.decides;
    }
}

/// Lists for each fact of the rule the values between which some condition changes.
fn inputs<'r>(ruleset: &Ruleset, rule: &'r Rule, on: NaiveDate) -> Vec<(&'r str, Vec<FactValue>)> {
    let mut days = BTreeSet::from([on]);
    let mut counts = BTreeSet::from([0]);
    for node in rule.conditions().flat_map(Condition::nodes) {
        match &node.test {
            Test::AtLeast(_, n) | Test::AtMost(_, n) => counts.extend([n.saturating_sub(1), *n, n + 1]),
            Test::Before(_, Than::Day(day)) | Test::After(_, Than::Day(day)) => {
                days.extend([sub_days(*day, 1), *day, add_days(*day, 1)]);
            }
            Test::Before(..) | Test::After(..) | Test::Happened(..) => {
                days.extend([sub_days(on, 1), add_days(on, 1)]);
            }
            Test::Elapsed(_, Length::Days(n)) => days.extend([sub_days(on, u64::from(*n) + 1)]),
            Test::Elapsed(_, Length::Months(n)) => days.extend([sub_months(sub_days(on, 1), *n)]),
            Test::ValidFor(_, length) => days.extend([last_day(on, *length), add_days(last_day(on, *length), 1)]),
            Test::All(_) | Test::Any(_) | Test::Not(_) | Test::In(..) => {}
        }
    }
    let values = |fact: &str| -> Vec<FactValue> {
        let days = days.iter().copied().map(FactValue::Day);
        match ruleset.fact(fact).map(|fact| &fact.kind) {
            Some(FactType::Bool) => vec![FactValue::Bool(true), FactValue::Bool(false)],
            Some(FactType::Date) => days.chain([FactValue::Never]).collect(),
            Some(FactType::Expiry) => days.chain([FactValue::LongTerm]).collect(),
            Some(FactType::Count) => counts.iter().copied().map(FactValue::Count).collect(),
            Some(FactType::Choice(names)) => names.iter().cloned().map(FactValue::Choice).collect(),
            None => Vec::new(),
        }
    };
    rule.facts().into_iter().map(|fact| (fact, values(fact))).collect()
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
