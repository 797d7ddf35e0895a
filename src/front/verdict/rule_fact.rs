//! The facts of a rule, each with its value and where that comes from.

use shopkit::model::fact::Origin;
use shopkit::rules::{Fact, Ruling, Verdict};
use shopkit::texts::Texts;

use crate::front::facts::FactQuestion;

/// Shows a fact that a rule looked at.
pub struct RuleFact {
    pub title: String,
    /// Its value and where it comes from; nothing where it is not known.
    pub known: Option<(String, Origin)>,
    pub question: FactQuestion,
}

impl RuleFact {
    /// Shows the facts that a rule looked at.
    pub(super) fn all(verdict: &Verdict<'_>, ruling: &Ruling<'_>, texts: Texts) -> Vec<Self> {
        let facts = verdict.facts_of(ruling).into_iter();
        let of = |fact: &Fact| {
            let value = |value| texts.write(&verdict.ruleset.value_text(&fact.name, Some(value))).into_owned();
            Self {
                title: fact.title.pick(texts.lang).to_owned(),
                known: verdict.facts.get(&fact.name).map(|given| (value(&given.value), given.origin)),
                question: FactQuestion::of(fact, texts),
            }
        };
        facts.filter_map(|(name, _)| verdict.ruleset.fact(name)).map(of).collect()
    }
}
