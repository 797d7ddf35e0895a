//! Cases beside the rules: facts, a day and the expected verdict; and which conditions the cases test.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::codes::{Answer, Check, Scope};
use super::condition::{Condition, Situation};
use super::error::{Mistake, RuleError};
use super::location::{Location, RuleFile};
use super::logic::Truth;
use super::reader::{Fields, Reader, Value};
use super::rule::Rule;
use super::ruleset::Ruleset;
use super::ruling::{Ruling, worst};
use super::verdict::{NoVerdict, Verdict, judge};
use crate::model::fact::{Facts, Origin};
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::model::near::nearest;
use crate::msg;

/// The cases that are part of the program: name and text.
pub const BUILT_IN_CASES: [(&str, &str); 2] = [
    ("cases/reopen.toml", include_str!("../../rules/cases/reopen.toml")),
    ("cases/close.toml", include_str!("../../rules/cases/close.toml")),
];

/// Holds a case: what is given, and the expected verdict.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the case is about.
    pub name: String,
    /// Where it is written.
    pub location: Location,
    check: Check,
    scope: Scope,
    on: NaiveDate,
    facts: Facts,
    expected: CaseOutcome,
}

/// Holds the verdict that is expected, or that was given: answer, deciding rules, earliest day.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CaseOutcome {
    answer: Answer,
    rules: BTreeSet<String>,
    earliest: Option<NaiveDate>,
}

/// Holds the results of running cases.
#[derive(Debug)]
pub struct CaseResults<'r> {
    /// How many cases were run.
    pub cases: usize,
    /// The cases that failed.
    pub failures: Vec<CaseFailure>,
    /// Every condition of every rule, and how the cases tested it.
    pub coverage: Vec<Coverage<'r>>,
}

impl CaseResults<'_> {
    /// Returns how many conditions the cases test completely.
    pub fn covered(&self) -> usize {
        self.coverage.iter().filter(|coverage| coverage.is_complete()).count()
    }
}

/// Holds a case that failed.
#[derive(Debug, Clone)]
pub struct CaseFailure {
    /// The name of the case.
    pub case: String,
    /// Where it is written.
    pub location: Location,
    /// The verdict that was expected.
    expected: CaseOutcome,
    /// The verdict that was given, or why there was none.
    got: Result<CaseOutcome, NoVerdict>,
}

impl CaseFailure {
    /// Says what was expected and what was given.
    pub fn message(&self) -> Message {
        let got = match &self.got {
            Ok(got) => Arg::from(got.text()),
            Err(error) => Arg::from(error.message()),
        };
        msg!("case-failed", case = &self.case, expected = self.expected.text(), got = got)
    }
}

impl CaseOutcome {
    fn of(verdict: &Verdict<'_>) -> Self {
        let rules = verdict.deciding().into_iter().map(|ruling| ruling.rule.id.clone()).collect();
        Self { answer: verdict.answer, rules, earliest: verdict.earliest }
    }

    fn text(&self) -> String {
        let rules: Vec<_> = self.rules.iter().map(String::as_str).collect();
        let earliest = self.earliest.map(|day| format!(", {day}")).unwrap_or_default();
        format!("{} ({}{earliest})", self.answer.as_str(), rules.join(", "))
    }
}

/// Tells how the cases tested a condition.
#[derive(Debug)]
pub struct Coverage<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The condition.
    pub condition: &'r Condition,
    /// Which truth values it had, by [`Truth::ALL`].
    pub seen: [bool; 3],
    /// Whether it can never be unknown, since what it asks is assumed where nobody says it.
    is_always_known: bool,
    /// Whether in some case another truth value of it would have given another answer.
    pub decided: bool,
}

impl Coverage<'_> {
    /// Tells whether the condition had every truth value and decided at least once.
    pub fn is_complete(&self) -> bool {
        self.decided && self.unseen().next().is_none()
    }

    /// Lists the truth values that it can have and did not.
    fn unseen(&self) -> impl Iterator<Item = Truth> {
        let unseen = Truth::ALL.into_iter().zip(self.seen).filter(|(_, seen)| !seen).map(|(truth, _)| truth);
        unseen.filter(|truth| *truth != Truth::Unknown || !self.is_always_known)
    }

    /// Lists what is missing, such as `unknown`, `deciding`.
    pub fn missing(&self) -> Vec<&'static str> {
        self.unseen().map(Truth::as_str).chain((!self.decided).then_some("deciding")).collect()
    }
}

/// Reads files of cases, given by name and text.
pub fn read_cases(ruleset: &Ruleset, files: &[(&str, &str)]) -> Result<Vec<Case>, Vec<RuleError>> {
    let mut cases = Vec::new();
    let mut errors = Vec::new();
    for (name, text) in files {
        let source = RuleFile::new(name, text);
        let mut reader = Reader::new(&source);
        if let Some(document) = reader.document(&source) {
            let top = reader.top(&document, &["base", "case"]);
            let tables = reader.tables(&top, "case");
            cases.extend(tables.iter().filter_map(|value| case(&mut reader, ruleset, &top, value)));
        }
        errors.extend(reader.finish());
    }
    if errors.is_empty() { Ok(cases) } else { Err(errors) }
}

/// Runs the cases and notes which conditions they test.
pub fn run<'r>(ruleset: &'r Ruleset, cases: &[Case]) -> CaseResults<'r> {
    let conditions = ruleset
        .rules()
        .iter()
        .flat_map(|rule| rule.conditions().flat_map(Condition::nodes).map(move |node| (rule, node)));
    let mut coverage: Vec<_> = conditions.map(|(rule, condition)| Coverage::new(ruleset, rule, condition)).collect();
    let mut failures = Vec::new();
    for case in cases {
        let verdict = judge(ruleset, case.check, &case.facts, case.on, case.scope);
        if let Ok(verdict) = &verdict {
            for coverage in &mut coverage {
                coverage.note(verdict);
            }
        }
        let got = verdict.as_ref().map(CaseOutcome::of).map_err(Clone::clone);
        if got.as_ref() != Ok(&case.expected) {
            let (case, location, expected) = (case.name.clone(), case.location.clone(), case.expected.clone());
            failures.push(CaseFailure { case, location, expected, got });
        }
    }
    CaseResults { cases: cases.len(), failures, coverage }
}

impl<'r> Coverage<'r> {
    fn new(ruleset: &Ruleset, rule: &'r Rule, condition: &'r Condition) -> Self {
        let is_assumed = |name: &&str| ruleset.implied.iter().any(|one| one.when.is_none() && one.fact == **name);
        let is_always_known = condition.facts().iter().all(is_assumed);
        Self { rule, condition, seen: [false; 3], is_always_known, decided: false }
    }

    fn note(&mut self, verdict: &Verdict<'_>) {
        let is_asked = |ruling: &Ruling<'_>| std::ptr::eq(ruling.rule, self.rule) && ruling.set_aside_by.is_none();
        if !verdict.rulings.iter().any(is_asked) {
            return;
        }
        let situation = Situation::new(&verdict.facts, verdict.on);
        let truth = self.condition.truth(&situation);
        let others: Vec<Ruling<'_>> =
            verdict.rulings.iter().filter(|other| !std::ptr::eq(other.rule, self.rule)).cloned().collect();
        let others = worst(&others);
        let answer = |truth| {
            let situation = Situation { forced: Some((self.condition, truth)), ..situation };
            verdict.judge().ruling(self.rule, &verdict.given, &situation).answer().max(others)
        };
        let decided = Truth::ALL.into_iter().any(|other| answer(other) != answer(truth));
        self.decided |= decided;
        for (seen, known) in self.seen.iter_mut().zip(Truth::ALL) {
            *seen |= known == truth;
        }
    }
}

fn case(reader: &mut Reader, ruleset: &Ruleset, top: &Fields<'_>, value: &Value<'_>) -> Option<Case> {
    let fields = reader.fields(value, &["name", "check", "on", "standing", "base", "facts", "expect"])?;
    let name = reader.need(&fields, "name").and_then(|name| reader.string(name));
    let check = reader.need(&fields, "check").and_then(|check| reader.word(check, Check::NAMES));
    let on = reader.need(&fields, "on").and_then(|on| reader.day(on));
    let scope = fields.get("standing").map_or(Some(Scope::All), |scope| reader.word(scope, Scope::NAMES));
    let expected = reader.need(&fields, "expect").and_then(|expect| expected(reader, ruleset, expect));
    let mut facts = Facts::default();
    let base = fields.get("base").and_then(|base| base_of(reader, top, base));
    for table in [base, fields.get("facts")].into_iter().flatten() {
        for (name, written) in reader.table(table).map(|table| ruleset.book.given(reader, &table)).unwrap_or_default() {
            facts.set(&name, written, Origin::File);
        }
    }
    let (name, location) = (name?.to_owned(), reader.location(value));
    Some(Case { name, location, check: check?, scope: scope?, on: on?, facts, expected: expected? })
}

/// Finds the facts that several cases share.
fn base_of<'a>(reader: &mut Reader, top: &Fields<'a>, base: &Value<'_>) -> Option<&'a Value<'a>> {
    let name = reader.string(base)?;
    let bases = top.get("base").and_then(|bases| reader.table(bases));
    match bases.and_then(|bases| bases.get(name)) {
        Some(facts) => Some(facts),
        None => reader.wrong(base, Mistake::UnknownBase(name.to_owned())),
    }
}

fn expected(reader: &mut Reader, ruleset: &Ruleset, value: &Value<'_>) -> Option<CaseOutcome> {
    let fields = reader.fields(value, &["verdict", "rules", "earliest"])?;
    let answer = reader.need(&fields, "verdict").and_then(|word| reader.word(word, Answer::NAMES));
    let earliest = fields.get("earliest").and_then(|day| reader.day(day));
    let mut rules = BTreeSet::new();
    for value in fields.get("rules").and_then(|rules| reader.list(rules)).unwrap_or_default() {
        let Some(id) = reader.string(value) else { continue };
        let ids = || ruleset.rules().iter().map(|rule| rule.id.as_str());
        if ids().any(|known| known == id) {
            rules.insert(id.to_owned());
        } else {
            let near = nearest(id, ids()).map(str::to_owned);
            let known = ids().map(str::to_owned).collect();
            let _: Option<()> = reader.wrong(value, Mistake::UnknownWord(id.to_owned(), near, known));
        }
    }
    Some(CaseOutcome { answer: answer?, rules, earliest })
}
