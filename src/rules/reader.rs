//! Reads TOML with the location of every key and value, and collects every error instead of stopping at the first.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{ExpectedType, Mistake, RuleError};
use super::location::{Location, RuleFile};
use super::text::Text;
use crate::model::near::nearest;

/// A value and its location.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// Reads one file.
pub(super) struct Reader {
    file: Arc<RuleFile>,
    /// What was wrong so far.
    pub(super) errors: Vec<RuleError>,
    /// How deep the condition being read is nested, and how many conditions the rule has so far.
    pub(super) depth: usize,
    pub(super) conditions: usize,
}

/// Holds a table and the keys in it that are not known there.
pub(super) struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Range<usize>,
    /// For each key that is not known, the nearest one that is.
    slips: Vec<Option<&'static str>>,
}

impl<'a> Fields<'a> {
    /// Takes a whole document as a table with any keys.
    pub(super) fn whole(document: &'a DeTable<'a>) -> Self {
        Self { table: document, span: 0..0, slips: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a Value<'a>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// Tells whether a key is not known here: then what seems missing may only be misspelt.
    pub(super) fn has_slips(&self) -> bool {
        !self.slips.is_empty()
    }

    /// Lists keys and values in the order of the file.
    pub(super) fn in_order(&self) -> Vec<(&'a Spanned<Cow<'a, str>>, &'a Value<'a>)> {
        let mut entries: Vec<_> = self.table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }
}

impl Reader {
    pub(super) fn new(file: &Arc<RuleFile>) -> Self {
        Self { file: file.clone(), errors: Vec::new(), depth: 0, conditions: 0 }
    }

    /// Reads the text of the file as TOML.
    pub(super) fn document<'a>(&mut self, file: &'a RuleFile) -> Option<DeTable<'a>> {
        let (document, errors) = DeTable::parse_recoverable(&file.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            self.errors.push(RuleError {
                location: Location { file: self.file.clone(), span },
                mistake: Mistake::Syntax(error.message().to_owned()),
            });
        }
        errors.is_empty().then(|| document.into_inner())
    }

    /// Returns what was wrong, in the order of the file.
    pub(super) fn finish(mut self) -> Vec<RuleError> {
        self.errors.sort_by_key(|error| error.location.span.start);
        self.errors
    }

    /// Returns where the file begins.
    pub(super) fn beginning(&self) -> Location {
        Location { file: self.file.clone(), span: 0..0 }
    }

    pub(super) fn location<T>(&self, at: &Spanned<T>) -> Location {
        Location { file: self.file.clone(), span: at.span() }
    }

    /// Adds an error; returns nothing, so that a function can end with it.
    pub(super) fn wrong<T, R>(&mut self, at: &Spanned<T>, mistake: Mistake) -> Option<R> {
        let location = self.location(at);
        self.errors.push(RuleError { location, mistake });
        None
    }

    /// Takes the whole document as a table with these keys.
    pub(super) fn top<'a>(&mut self, document: &'a DeTable<'a>, keys: &[&'static str]) -> Fields<'a> {
        let slips = self.slips(document, keys);
        Fields { slips, ..Fields::whole(document) }
    }

    /// Takes a value as a table, and adds an error for each key that is none of these.
    pub(super) fn fields<'a>(&mut self, value: &'a Value<'a>, keys: &[&'static str]) -> Option<Fields<'a>> {
        let fields = self.table(value)?;
        let slips = self.slips(fields.table, keys);
        Some(Fields { slips, ..fields })
    }

    /// Takes a value as a table with any keys.
    pub(super) fn table<'a>(&mut self, value: &'a Value<'a>) -> Option<Fields<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Fields { table, span: value.span(), slips: Vec::new() }),
            _ => self.wrong(value, Mistake::WrongType(ExpectedType::Table)),
        }
    }

    fn slips(&mut self, table: &DeTable<'_>, keys: &[&'static str]) -> Vec<Option<&'static str>> {
        let mut slips = Vec::new();
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            let name = key.get_ref();
            let near = nearest(name, keys.iter().copied());
            let known = keys.to_vec();
            let _: Option<()> = self.wrong(key, Mistake::UnknownKey(name.to_string(), near.map(str::to_owned), known));
            slips.push(near);
        }
        slips
    }

    /// Returns the value of a key that must be there; if it is only misspelt, there is an error already.
    pub(super) fn need<'a>(&mut self, fields: &Fields<'a>, key: &'static str) -> Option<&'a Value<'a>> {
        match fields.get(key) {
            Some(value) => Some(value),
            None if fields.slips.contains(&Some(key)) => None,
            None => self.wrong(&Spanned::new(fields.span.clone(), ()), Mistake::MissingKey(key)),
        }
    }

    pub(super) fn string<'a>(&mut self, value: &'a Value<'_>) -> Option<&'a str> {
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => self.wrong(value, Mistake::EmptyText),
            DeValue::String(text) => Some(text),
            _ => self.wrong(value, Mistake::WrongType(ExpectedType::Text)),
        }
    }

    pub(super) fn boolean(&mut self, value: &Value<'_>) -> Option<bool> {
        match value.get_ref() {
            DeValue::Boolean(yes) => Some(*yes),
            _ => self.wrong(value, Mistake::WrongType(ExpectedType::Bool)),
        }
    }

    pub(super) fn whole(&mut self, value: &Value<'_>) -> Option<u32> {
        match value.get_ref() {
            DeValue::Integer(number) => match u32::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Some(number),
                Err(_) => self.wrong(value, Mistake::WrongType(ExpectedType::Whole)),
            },
            _ => self.wrong(value, Mistake::WrongType(ExpectedType::Whole)),
        }
    }

    /// Reads a day; rule files have no times of day.
    pub(super) fn day(&mut self, value: &Value<'_>) -> Option<NaiveDate> {
        let day = match value.get_ref() {
            DeValue::Datetime(moment) if moment.time.is_none() => moment.to_string().parse().ok(),
            _ => None,
        };
        day.or_else(|| self.wrong(value, Mistake::WrongType(ExpectedType::Day)))
    }

    /// Reads a list that is not empty.
    pub(super) fn list<'a>(&mut self, value: &'a Value<'a>) -> Option<&'a [Value<'a>]> {
        match value.get_ref() {
            DeValue::Array(list) if list.is_empty() => self.wrong(value, Mistake::EmptyList),
            DeValue::Array(list) => Some(list),
            _ => self.wrong(value, Mistake::WrongType(ExpectedType::List)),
        }
    }

    /// Reads one of these words.
    pub(super) fn word<T: Copy>(&mut self, value: &Value<'_>, words: &[(&'static str, T)]) -> Option<T> {
        let word = self.string(value)?;
        if let Some((_, meaning)) = words.iter().find(|(known, _)| *known == word) {
            return Some(*meaning);
        }
        let near = nearest(word, words.iter().map(|(known, _)| *known)).map(str::to_owned);
        let known = words.iter().map(|(known, _)| (*known).to_owned()).collect();
        self.wrong(value, Mistake::UnknownWord(word.to_owned(), near, known))
    }

    /// Reads a text in both languages.
    pub(super) fn text(&mut self, value: &Value<'_>) -> Option<Text> {
        let fields = self.fields(value, &["zh", "en"])?;
        let [zh, en] = ["zh", "en"].map(|key| {
            let text = self.need(&fields, key)?;
            self.string(text).map(str::to_owned)
        });
        Some(Text { zh: zh?, en: en? })
    }

    /// Reads the tables under a key such as `[[rule]]`; a file may have none.
    pub(super) fn tables<'a>(&mut self, fields: &Fields<'a>, key: &str) -> &'a [Value<'a>] {
        fields.get(key).and_then(|value| self.list(value)).unwrap_or_default()
    }
}
