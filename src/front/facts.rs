//! Facts as they are asked for, and as they were given.

use shopkit::model::fact::{FactType, Written};
use shopkit::model::message::Arg;
use shopkit::rules::{Fact, Ruleset};
use shopkit::store::Declared;
use shopkit::t;
use shopkit::texts::Texts;

/// Shows the question for a fact.
pub struct FactQuestion {
    pub name: String,
    pub question: String,
    /// Where the seller finds the answer.
    pub where_to_look: String,
    /// How the values are written.
    pub values: String,
    pub input: Input,
}

/// Names how a fact is filled in.
pub enum Input {
    /// One of these values, each with its label.
    Choice(Vec<(String, String)>),
    /// A day, or the value for "no day" with its label.
    Day(&'static str, String),
    /// A whole number, with its bounds where it has any.
    Number(Option<(u64, u64)>),
}

impl FactQuestion {
    /// Shows the question for a fact.
    pub fn of(fact: &Fact, texts: Texts) -> Self {
        Self {
            name: fact.name.clone(),
            question: fact.question.pick(texts.lang).to_owned(),
            where_to_look: fact.answer.pick(texts.lang).to_owned(),
            values: values(fact, texts),
            input: input(fact, texts),
        }
    }
}

/// Says how the values of a fact are written.
pub fn values(fact: &Fact, texts: Texts) -> String {
    match &fact.kind {
        FactType::Bool => t!(texts, "facts-values-bool"),
        FactType::Date => t!(texts, "facts-values-date"),
        FactType::Expiry => t!(texts, "facts-values-expiry"),
        FactType::Count => match fact.range {
            Some((least, most)) => t!(texts, "facts-values-between", least = least, most = most),
            None => t!(texts, "facts-values-count"),
        },
        FactType::Choice(names) => {
            let meanings = fact.choices.iter().map(|text| text.pick(texts.lang));
            let values = names.iter().zip(meanings);
            let values = values.map(|(name, meaning)| t!(texts, "facts-value-meaning", name = name, meaning = meaning));
            texts.write(&Arg::list(values)).into_owned()
        }
    }
}

fn input(fact: &Fact, texts: Texts) -> Input {
    match &fact.kind {
        FactType::Bool => {
            Input::Choice(vec![("yes".to_owned(), t!(texts, "facts-yes")), ("no".to_owned(), t!(texts, "facts-no"))])
        }
        FactType::Date => Input::Day("none", t!(texts, "facts-not-happened")),
        FactType::Expiry => Input::Day("long-term", t!(texts, "facts-no-end")),
        FactType::Count => Input::Number(fact.range),
        FactType::Choice(names) => {
            let meanings = fact.choices.iter().map(|text| text.pick(texts.lang).to_owned());
            Input::Choice(names.iter().cloned().zip(meanings).collect())
        }
    }
}

/// Shows a fact that the seller gave.
pub struct GivenFact {
    pub name: String,
    pub title: String,
    pub value: String,
    /// When it was given.
    pub given_on: String,
}

impl GivenFact {
    /// Shows a declared fact. A fact that the rules do not know is shown as it was written.
    pub fn of(declared: &Declared, ruleset: &Ruleset, texts: Texts) -> Self {
        let name = &declared.name;
        let value = match ruleset.parse_fact(name, &declared.value) {
            Ok(Written::Value(value)) => texts.write(&ruleset.value_text(name, Some(&value))).into_owned(),
            _ => declared.value.clone(),
        };
        let title = ruleset.fact(name).map_or(name.as_str(), |fact| fact.title.pick(texts.lang)).to_owned();
        Self { name: name.clone(), title, value, given_on: declared.said_on.clone() }
    }
}
