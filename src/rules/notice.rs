//! What cannot be true together, and what deserves a warning.

use chrono::NaiveDate;

use super::condition::{At, Condition};
use super::facts::{Fact, FactBook};
use super::parse::condition;
use super::read::{Reader, Value};
use super::rule::Check;
use super::ruleset::Ruleset;
use super::text::Text;
use super::truth::Truth;
use super::verdict::Verdict;
use crate::model::fact::{FactValue, Facts, Given};
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;

/// Says that facts cannot be true together.
#[derive(Debug, Clone)]
pub(super) struct Impossible {
    when: Condition,
    text: Text,
}

/// Says that a verdict deserves a warning, for some days or under a condition.
#[derive(Debug, Clone)]
pub(super) struct Notice {
    pub(super) code: String,
    pub(super) text: Text,
    check: Check,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    when: Option<Condition>,
    /// Whether facts contradict each other, so that nothing may rest on either: a yes becomes "not known".
    pub(super) doubts: bool,
}

impl Impossible {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields = reader.fields(value, &["when", "text"])?;
        let when = reader.need(&fields, "when").and_then(|when| condition(reader, book, when));
        let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
        Some(Self { when: when?, text: text? })
    }
}

impl Notice {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields =
            reader.fields(value, &["code", "check", "effective_from", "effective_to", "when", "doubts", "text"])?;
        let code = reader.need(&fields, "code").and_then(|code| reader.string(code));
        let check = reader.need(&fields, "check").and_then(|check| reader.word(check, Check::WORDS));
        let [from, to] = ["effective_from", "effective_to"].map(|key| fields.get(key).and_then(|day| reader.day(day)));
        let when = fields.get("when").and_then(|when| condition(reader, book, when));
        let doubts = fields.get("doubts").and_then(|yes| reader.boolean(yes)).unwrap_or_default();
        let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
        Some(Self { code: code?.to_owned(), text: text?, check: check?, from, to, when, doubts })
    }

    /// Tells whether the verdict deserves the warning: where its condition is unknown, it does not.
    pub(super) fn is_due(&self, verdict: &Verdict<'_>) -> bool {
        self.check == verdict.check
            && self.from.is_none_or(|first| first <= verdict.on)
            && self.to.is_none_or(|last| verdict.on <= last)
            && self.when.as_ref().is_none_or(|when| when.truth(&verdict.at()) == Truth::True)
    }
}

/// Says that facts were given that cannot all be true on the day of the check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("facts were given that cannot all be true")]
pub struct ImpossibleFacts {
    /// The facts.
    pub facts: Vec<ImpossibleFact>,
    /// The day of the check, where it is part of the contradiction.
    pub on: Option<NaiveDate>,
    /// Why they cannot all be true.
    why: Arg,
}

/// Holds a fact that cannot be true beside others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpossibleFact {
    /// Its name.
    pub name: String,
    /// What it is, in a few words.
    title: Arg,
    /// Its value as it was given, and where it comes from.
    pub given: Given,
    /// The value as people read it.
    value: Arg,
}

impl ImpossibleFact {
    fn text(&self) -> Message {
        msg!(
            "impossible-fact",
            fact = &self.name,
            value = self.given.value.to_string(),
            origin = self.given.origin.word(),
            title = self.title.clone(),
            shown = self.value.clone(),
        )
    }
}

impl Explain for ImpossibleFacts {
    fn code(&self) -> &'static str {
        "impossible-facts"
    }

    fn message(&self) -> Message {
        let facts = self.facts.iter().map(ImpossibleFact::text);
        let facts = facts.chain(self.on.map(|on| msg!("impossible-on", on = on)));
        msg!("error-impossible-facts", facts = Arg::list(facts), why = self.why.clone())
    }

    fn hint(&self) -> Option<Message> {
        Some(msg!("hint-impossible-facts"))
    }
}

/// Names what cannot all be true.
pub(super) enum Contradiction<'r> {
    /// Facts whose day has come already, or never comes, with a day after the one of the check.
    Later(Vec<&'r str>),
    /// Facts that a rule file says exclude each other.
    Excluded(&'r Impossible),
}

/// Finds facts that cannot all be true, as far as the check reads them.
pub(super) fn contradiction<'r>(
    ruleset: &'r Ruleset,
    check: Check,
    facts: &Facts,
    on: NaiveDate,
) -> Option<Contradiction<'r>> {
    let at = At::new(facts, on);
    let is_read = |name: &&str| ruleset.fact(name).is_some_and(|fact| fact.checks.contains(&check));
    let is_later =
        |fact: &&Fact| fact.past && facts.value(&fact.name).and_then(FactValue::day).is_some_and(|day| day > on);
    let read = ruleset.facts().iter().filter(|fact| fact.checks.contains(&check));
    let later: Vec<_> = read.filter(is_later).map(|fact| fact.name.as_str()).collect();
    if !later.is_empty() {
        return Some(Contradiction::Later(later));
    }
    let excluded = |impossible: &&Impossible| {
        impossible.when.facts().iter().all(is_read) && impossible.when.truth(&at) == Truth::True
    };
    ruleset.impossible.iter().find(excluded).map(Contradiction::Excluded)
}

/// Refuses facts that cannot all be true, as far as the check reads them.
pub(super) fn refuse_impossible(
    ruleset: &Ruleset,
    check: Check,
    facts: &Facts,
    on: NaiveDate,
) -> Result<(), ImpossibleFacts> {
    let given = |names: &[&str]| {
        let fact = |name: &&str| {
            let given = facts.get(name)?.clone();
            let value = ruleset.value_text(name, Some(&given.value));
            Some(ImpossibleFact { name: (*name).to_owned(), title: ruleset.title(name), given, value })
        };
        names.iter().filter_map(fact).collect()
    };
    Err(match contradiction(ruleset, check, facts, on) {
        None => return Ok(()),
        Some(Contradiction::Later(later)) => {
            ImpossibleFacts { facts: given(&later), on: Some(on), why: msg!("impossible-later").into() }
        }
        Some(Contradiction::Excluded(found)) => {
            ImpossibleFacts { facts: given(&found.when.facts()), on: None, why: Arg::from(&found.text) }
        }
    })
}
