//! Which facts there are, as `facts.toml` says, and how what a seller writes becomes their values.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::DeValue;

use super::codes::Check;
use super::error::{ExpectedType, Mistake, RuleError};
use super::fact_error::FactError;
use super::location::{Location, RuleFile};
use super::parameter::{Parameter, ParameterValue};
use super::reader::{Fields, Reader, Value};
use super::text::Text;
use crate::model::fact::{FactType, FactValue, Written};
use crate::model::message::Arg;
use crate::model::near::nearest;
use crate::msg;

/// Describes a fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The stable name, such as `closure.closed_on`.
    pub name: String,
    /// The type of its values.
    pub kind: FactType,
    /// The kinds of subject that it concerns; empty for all.
    pub subjects: Vec<String>,
    /// Whether it is counted from the imported orders.
    pub from_orders: bool,
    /// Whether it cannot be after the day of the check.
    pub past: bool,
    /// The smallest and the largest number that it can be; nothing where any is possible.
    pub range: Option<(u64, u64)>,
    /// The fact that holds the days since completion within which order lines are counted, where it counts such lines.
    pub(super) within: Option<String>,
    /// The checks whose rules name it.
    pub checks: Vec<Check>,
    /// What it is, in a few words.
    pub title: Text,
    /// The question to the seller.
    pub question: Text,
    /// Where the seller finds the answer.
    pub answer: Text,
    /// What the values of a choice mean, in the order of [`FactType::Choice`]; empty for other types.
    pub choices: Vec<Text>,
    pub(super) location: Location,
    /// The numbers that [`Fact::range`] comes from.
    bounds: Option<(Parameter, Parameter)>,
}

impl Fact {
    /// Returns the value as people read it.
    pub fn value_text(&self, value: &FactValue) -> Arg {
        match (value, &self.kind) {
            (FactValue::Bool(true), _) => Arg::from(msg!("fact-value-yes")),
            (FactValue::Bool(false), _) => Arg::from(msg!("fact-value-no")),
            (FactValue::Never, _) => Arg::from(msg!("fact-value-never")),
            (FactValue::LongTerm, _) => Arg::from(msg!("fact-value-long-term")),
            (FactValue::Choice(name), _) => self.choice(name).map_or_else(|| Arg::from(name), Arg::from),
            _ => Arg::from(value.to_string()),
        }
    }

    /// Says that the fact has no such value.
    pub(super) fn bad_value(&self, value: String) -> FactError {
        let (name, title, kind) = (self.name.clone(), self.title.clone(), self.kind.clone());
        FactError::BadValue { name, title, value, kind }
    }

    /// Finds what a value of the choice means.
    fn choice(&self, name: &str) -> Option<&Text> {
        let FactType::Choice(names) = &self.kind else { return None };
        names.iter().zip(&self.choices).find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Finds the value that is shown as the text; what is in brackets may be left out.
    fn value_shown_as(&self, text: &str) -> Option<FactValue> {
        let is_named = |shown: &[&str]| {
            let short = |shown: &str| shown.split(['（', '(']).next().unwrap_or_default().trim().to_owned();
            let text = text.trim();
            shown.iter().any(|shown| shown.eq_ignore_ascii_case(text) || short(shown).eq_ignore_ascii_case(text))
        };
        match &self.kind {
            FactType::Choice(names) => {
                let mut values = names.iter().zip(&self.choices);
                let value = values.find(|(name, text)| is_named(&[name, &text.zh, &text.en]))?;
                Some(FactValue::Choice(value.0.clone()))
            }
            FactType::Date => is_named(&NEVER).then_some(FactValue::Never),
            FactType::Expiry => is_named(&LONG_TERM).then_some(FactValue::LongTerm),
            FactType::Bool | FactType::Count => None,
        }
    }
}

/// What a seller may write instead of `none` and of `long-term`.
const NEVER: [&str; 3] = ["尚未发生", "not yet", "none yet"];
const LONG_TERM: [&str; 1] = ["长期有效"];

/// Holds every fact, in the order of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct FactBook(Vec<Fact>);

impl FactBook {
    pub(super) fn all(&self) -> &[Fact] {
        &self.0
    }

    pub(super) fn get(&self, name: &str) -> Option<&Fact> {
        self.0.iter().find(|fact| fact.name == name)
    }

    fn nearest(&self, name: &str) -> Option<String> {
        nearest(name, self.0.iter().map(|fact| fact.name.as_str())).map(str::to_owned)
    }

    /// Reads what was written for a fact.
    pub(super) fn parse(&self, name: &str, text: &str) -> Result<Written, FactError> {
        let fact = self.get(name).ok_or_else(|| self.unknown(name))?;
        let read = fact.kind.parse(text).or_else(|| fact.value_shown_as(text).map(Written::Value));
        match (read, fact.range) {
            (Some(Written::Value(FactValue::Count(number))), Some((least, most)))
                if !(least..=most).contains(&number) =>
            {
                let (name, title) = (fact.name.clone(), fact.title.clone());
                Err(FactError::OutOfRange { name, title, value: number, least, most })
            }
            (Some(written), _) => Ok(written),
            (None, _) => Err(fact.bad_value(text.to_owned())),
        }
    }

    /// Says that no fact has the name.
    pub(super) fn unknown(&self, name: &str) -> FactError {
        FactError::Unknown { name: name.to_owned(), nearest: self.nearest(name) }
    }

    /// Sets the ranges of numbers, over all days.
    pub(super) fn note_ranges(&mut self, values: &[ParameterValue]) {
        let of =
            |parameter| values.iter().filter(move |value| value.parameter == parameter).map(|v| u64::from(v.value));
        for fact in &mut self.0 {
            fact.range = fact.bounds.and_then(|(least, most)| of(least).min().zip(of(most).max()));
        }
    }

    /// Sets which checks read which facts; `named` has what the rules of each check name.
    pub(super) fn note_checks(&mut self, named: &HashSet<(Check, &str)>) {
        // The length of its period is read wherever a counted fact is.
        let counted: HashSet<(Check, String)> = self
            .0
            .iter()
            .filter_map(|fact| Some((fact, fact.within.as_ref()?)))
            .flat_map(|(fact, within)| Check::ALL.iter().map(move |check| (*check, fact.name.as_str(), within)))
            .filter(|(check, fact, _)| named.contains(&(*check, *fact)))
            .map(|(check, _, within)| (check, within.clone()))
            .collect();
        for fact in &mut self.0 {
            let is_read = |check: &Check| {
                named.contains(&(*check, fact.name.as_str())) || counted.contains(&(*check, fact.name.clone()))
            };
            fact.checks = Check::ALL.iter().copied().filter(is_read).collect();
        }
    }

    /// Reads the facts of one file and adds them.
    pub(super) fn read(&mut self, reader: &mut Reader, top: &Fields<'_>) {
        for value in reader.tables(top, "fact") {
            let Some(fact) = fact(reader, value) else { continue };
            match self.get(&fact.name) {
                Some(earlier) => {
                    let mistake = Mistake::Duplicate(fact.name, earlier.location.clone());
                    reader.errors.push(RuleError { location: fact.location, mistake });
                }
                None => self.0.push(fact),
            }
        }
    }

    /// Reads a table of facts, nested by group or with dotted names, as in facts files and cases.
    pub(super) fn given(&self, reader: &mut Reader, table: &Fields<'_>) -> Vec<(String, Written)> {
        let mut given = Vec::new();
        self.given_under("", reader, table, &mut given);
        given.into_iter().map(|(name, written, _)| (name, written)).collect()
    }

    fn given_under(
        &self,
        group: &str,
        reader: &mut Reader,
        table: &Fields<'_>,
        given: &mut Vec<(String, Written, Location)>,
    ) {
        for (key, value) in table.in_order() {
            let name = if group.is_empty() { key.get_ref().to_string() } else { format!("{group}.{}", key.get_ref()) };
            if value.get_ref().is_table() && self.get(&name).is_none() {
                if let Some(inner) = reader.table(value) {
                    self.given_under(&name, reader, &inner, given);
                }
                continue;
            }
            let earlier = given.iter().find(|(earlier, ..)| *earlier == name).map(|(_, _, location)| location.clone());
            let _: Option<()> = match (written(value).map(|text| self.parse(&name, &text)), earlier) {
                (None, _) => reader.wrong(value, Mistake::WrongType(ExpectedType::Single)),
                (Some(Err(error @ FactError::Unknown { .. })), _) => reader.wrong(key, Mistake::Fact(error)),
                (Some(Err(error)), _) => reader.wrong(value, Mistake::Fact(error)),
                (Some(Ok(_)), Some(earlier)) => reader.wrong(key, Mistake::Duplicate(name, earlier)),
                (Some(Ok(written)), None) => {
                    given.push((name, written, reader.location(key)));
                    None
                }
            };
        }
    }
}

/// Reads the name of a fact that must exist.
pub(super) fn known<'b>(reader: &mut Reader, book: &'b FactBook, value: &Value<'_>) -> Option<&'b Fact> {
    let name = reader.string(value)?;
    match book.get(name) {
        Some(fact) => Some(fact),
        None => reader.wrong(value, Mistake::Fact(book.unknown(name))),
    }
}

/// Writes a single TOML value as a seller would write it.
pub(super) fn written(value: &Spanned<DeValue<'_>>) -> Option<String> {
    match value.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        DeValue::Datetime(moment) => Some(moment.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

fn fact(reader: &mut Reader, value: &Value<'_>) -> Option<Fact> {
    let keys = &[
        "name",
        "type",
        "values",
        "subjects",
        "from_orders",
        "past",
        "range",
        "completed_within",
        "title",
        "question",
        "answer",
    ];
    let fields = reader.fields(value, keys)?;
    let name = reader.need(&fields, "name").and_then(|name| reader.string(name));
    let kind = reader.need(&fields, "type").and_then(|kind| kind_of(reader, &fields, kind));
    let [title, question, answer] = ["title", "question", "answer"].map(|key| {
        let text = reader.need(&fields, key)?;
        reader.text(text)
    });
    let subjects = fields.get("subjects").and_then(|list| reader.list(list)).unwrap_or_default();
    let subjects = subjects.iter().filter_map(|kind| reader.string(kind).map(str::to_owned)).collect();
    let [from_orders, past] =
        ["from_orders", "past"].map(|key| fields.get(key).is_some_and(|yes| reader.boolean(yes) == Some(true)));
    let bounds = fields.get("range").and_then(|range| bounds(reader, range));
    let within = fields.get("completed_within").and_then(|name| reader.string(name)).map(str::to_owned);
    let (kind, choices) = kind?;
    Some(Fact {
        name: name?.to_owned(),
        kind,
        subjects,
        from_orders,
        past,
        range: None,
        within,
        checks: Vec::new(),
        title: title?,
        question: question?,
        answer: answer?,
        choices,
        location: reader.location(fields.get("name")?),
        bounds,
    })
}

/// Reads the names of the parameters that bound a number.
fn bounds(reader: &mut Reader, range: &Value<'_>) -> Option<(Parameter, Parameter)> {
    let fields = reader.fields(range, &["least", "most"])?;
    let [least, most] = ["least", "most"].map(|key| {
        let name = reader.need(&fields, key)?;
        reader.word(name, Parameter::NAMES)
    });
    Some((least?, most?))
}

fn kind_of(reader: &mut Reader, fields: &Fields<'_>, kind: &Value<'_>) -> Option<(FactType, Vec<Text>)> {
    let simple = [
        ("bool", Some(FactType::Bool)),
        ("date", Some(FactType::Date)),
        ("expiry", Some(FactType::Expiry)),
        ("count", Some(FactType::Count)),
        ("choice", None),
    ];
    let words = simple.each_ref().map(|(word, kind)| (*word, kind.as_ref()));
    match (reader.word(kind, &words)?, fields.get("values")) {
        (Some(kind), None) => Some((kind.clone(), Vec::new())),
        (Some(_), Some(values)) => reader.wrong(values, Mistake::OnlyWith("values", "type = \"choice\"")),
        (None, _) => {
            let values = reader.need(fields, "values")?;
            let table = reader.table(values)?;
            let mut names = Vec::new();
            let mut texts = Vec::new();
            for (name, text) in table.in_order() {
                names.push(name.get_ref().to_string());
                texts.push(reader.text(text)?);
            }
            Some((FactType::Choice(names), texts))
        }
    }
}

/// Reads a facts file: facts and their written values, in the order of the file.
pub(super) fn read_given(book: &FactBook, name: &str, text: &str) -> Result<Vec<(String, Written)>, Vec<RuleError>> {
    let source = RuleFile::new(name, text);
    let mut reader = Reader::new(&source);
    let document = reader.document(&source);
    let given = document.map(|document| {
        let table = Fields::whole(&document);
        book.given(&mut reader, &table)
    });
    match given {
        Some(given) if reader.errors.is_empty() => Ok(given),
        _ => Err(reader.finish()),
    }
}
