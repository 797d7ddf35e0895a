//! What rule files say follows from facts, or is assumed until somebody says otherwise.

use chrono::NaiveDate;

use super::condition::{Condition, Situation};
use super::facts::{FactBook, known};
use super::logic::Truth;
use super::parse::{condition, value_of};
use super::reader::{Reader, Value};
use super::text::Text;
use crate::model::fact::{FactValue, Facts, Origin, Written};

/// Says that a fact follows from others, or is assumed, unless it is given.
#[derive(Debug, Clone)]
pub(super) struct Implied {
    /// When it follows; always where this is empty.
    pub(super) when: Option<Condition>,
    pub(super) fact: String,
    value: FactValue,
    /// Whether it is only assumed: then it is still needed where it matters.
    pub(super) is_assumed: bool,
    /// The warning of a verdict that rests on it: code and text.
    pub(super) warning: Option<(String, Text)>,
}

impl Implied {
    pub(super) fn read(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Self> {
        let fields = reader.fields(value, &["when", "fact", "is", "assumed", "warning"])?;
        let when = fields.get("when").and_then(|when| condition(reader, book, when));
        let fact = reader.need(&fields, "fact").and_then(|fact| known(reader, book, fact));
        let is = reader.need(&fields, "is").zip(fact).and_then(|(is, fact)| value_of(reader, fact, is));
        let is_assumed = fields.get("assumed").and_then(|yes| reader.boolean(yes)).unwrap_or_default();
        let warning = fields.get("warning").and_then(|warning| {
            let fields = reader.fields(warning, &["code", "text"])?;
            let code = reader.need(&fields, "code").and_then(|code| reader.string(code).map(str::to_owned));
            let text = reader.need(&fields, "text").and_then(|text| reader.text(text));
            code.zip(text)
        });
        Some(Self { when, fact: fact?.name.clone(), value: is?, is_assumed, warning })
    }

    /// Adds the fact where it follows and nobody has given it.
    pub(super) fn add_to(&self, facts: &mut Facts, on: NaiveDate) {
        let follows = |facts: &Facts| {
            let is_met = |when: &Condition| when.truth(&Situation::new(facts, on)) == Truth::True;
            facts.get(&self.fact).is_none() && self.when.as_ref().is_none_or(is_met)
        };
        if follows(facts) {
            facts.set(&self.fact, Written::Value(self.value.clone()), self.origin(facts));
        }
    }

    /// Returns the origin of the facts that it follows from; what is assumed has none.
    fn origin(&self, facts: &Facts) -> Origin {
        let named = self.when.iter().flat_map(Condition::facts);
        let origin = named.filter_map(|name| facts.get(name)).map(|given| given.origin).next();
        origin.filter(|_| !self.is_assumed).unwrap_or(Origin::Assumed)
    }
}
