//! Facts that cannot all be true.

use chrono::NaiveDate;

use super::codes::Check;
use super::condition::Situation;
use super::facts::Fact;
use super::impossible::Impossible;
use super::logic::Truth;
use super::ruleset::Ruleset;
use crate::model::fact::{FactValue, Facts, Given};
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;

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
    let situation = Situation::new(facts, on);
    let is_read = |name: &&str| ruleset.fact(name).is_some_and(|fact| fact.checks.contains(&check));
    let is_later =
        |fact: &&Fact| fact.past && facts.value(&fact.name).and_then(FactValue::day).is_some_and(|day| day > on);
    let read = ruleset.facts().iter().filter(|fact| fact.checks.contains(&check));
    let later: Vec<_> = read.filter(is_later).map(|fact| fact.name.as_str()).collect();
    if !later.is_empty() {
        return Some(Contradiction::Later(later));
    }
    let excluded = |impossible: &&Impossible| {
        impossible.when.facts().iter().all(is_read) && impossible.when.truth(&situation) == Truth::True
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
