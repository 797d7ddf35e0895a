//! Facts about a shop: their types, their values and their origins.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use super::calendar::sub_days;
use super::table::Word;
use super::time::{self, Stamp};
use crate::word;

/// Names the type of the value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactType {
    /// Yes or no.
    Bool,
    /// A day, with or without a time, or `none` for what has not happened.
    Date,
    /// The day on which something expires, or `long-term`.
    Expiry,
    /// A whole number that is not negative.
    Count,
    /// One of these ASCII names.
    Choice(Vec<String>),
}

impl FactType {
    /// Returns the stable name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Expiry => "expiry",
            Self::Count => "count",
            Self::Choice(_) => "choice",
        }
    }

    /// Reads a value. The word `unknown` withdraws the fact and gives [`Written::Unknown`].
    ///
    /// Letter case does not matter. A day may have a time of day, and that an offset (`Z`, `+08:00`), which is converted to Beijing time.
    /// Returns nothing where the text is no value of this type.
    pub fn parse(&self, text: &str) -> Option<Written> {
        let text = text.trim();
        let word = text.to_ascii_lowercase();
        if word == "unknown" {
            return Some(Written::Unknown);
        }
        let value = match self {
            Self::Bool => match word.as_str() {
                "true" | "yes" | "是" => FactValue::Bool(true),
                "false" | "no" | "否" => FactValue::Bool(false),
                _ => return None,
            },
            Self::Date if word == "none" => FactValue::Never,
            Self::Expiry if word == "long-term" => FactValue::LongTerm,
            Self::Date | Self::Expiry => parse_date(text)?,
            Self::Count => FactValue::Count(text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()))?),
            Self::Choice(names) => FactValue::Choice(names.iter().find(|name| **name == word)?.clone()),
        };
        Some(Written::Value(value))
    }
}

/// Holds what a written value means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The fact has this value.
    Value(FactValue),
    /// The fact is unknown, whatever was given before.
    Unknown,
}

/// Holds the value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// Yes or no.
    Bool(bool),
    /// A day in Beijing.
    Day(NaiveDate),
    /// A moment, in Beijing time.
    Moment(Stamp),
    /// It has not happened, written `none`.
    Never,
    /// It does not expire, written `long-term`.
    LongTerm,
    /// A whole number.
    Count(u64),
    /// One of the names of the fact's type.
    Choice(String),
}

impl FactValue {
    /// Returns the Beijing day, where the value is a day or a moment.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Moment(moment) => Some(moment.day()),
            _ => None,
        }
    }
}

/// Writes the value in the form that [`FactType::parse`] reads.
impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(yes) => write!(f, "{yes}"),
            Self::Day(day) => write!(f, "{day}"),
            Self::Moment(moment) => write!(f, "{moment}"),
            Self::Never => f.write_str("none"),
            Self::LongTerm => f.write_str("long-term"),
            Self::Count(number) => write!(f, "{number}"),
            Self::Choice(name) => f.write_str(name),
        }
    }
}

/// Names where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Assumed unless given otherwise.
    Assumed,
    /// Counted from the imported orders.
    Orders,
    /// Declared by the seller and kept in the database.
    Declared,
    /// Read from a facts file.
    File,
    /// Given on the command line.
    Flag,
}

impl Origin {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        self.word().code
    }

    /// Returns the stable name with what people read.
    pub fn word(self) -> Word {
        match self {
            Self::Assumed => word!("origin", "assumed"),
            Self::Orders => word!("origin", "orders"),
            Self::Declared => word!("origin", "declared"),
            Self::File => word!("origin", "file"),
            Self::Flag => word!("origin", "flag"),
        }
    }
}

/// Holds a value with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The value.
    pub value: FactValue,
    /// Where it comes from.
    pub origin: Origin,
}

/// Holds when order lines were completed, so that they can be counted for any day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completed {
    /// The number of lines completed on each day in Beijing. Days that no count needs any more may be left out.
    pub by_day: BTreeMap<NaiveDate, u64>,
    /// The number of lines completed on an unknown day.
    pub undated: u64,
}

impl Completed {
    /// Counts the lines that were completed at most `days` days before a day, or later.
    pub fn within(&self, days: u64, on: NaiveDate) -> u64 {
        self.by_day.range(sub_days(on, days)..).map(|(_, lines)| lines).sum()
    }
}

/// Holds the known facts by name. A fact that is not here is unknown and has no default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    known: BTreeMap<String, Given>,
    completed: Option<Completed>,
}

impl Facts {
    /// Returns the fact, where it is known.
    pub fn get(&self, name: &str) -> Option<&Given> {
        self.known.get(name)
    }

    /// Returns the value, where it is known.
    pub fn value(&self, name: &str) -> Option<&FactValue> {
        self.known.get(name).map(|given| &given.value)
    }

    /// Replaces a fact by what was written; [`Written::Unknown`] removes it.
    pub fn set(&mut self, name: &str, written: Written, origin: Origin) {
        match written {
            Written::Value(value) => self.known.insert(name.to_owned(), Given { value, origin }),
            Written::Unknown => self.known.remove(name),
        };
    }

    /// Lists the known facts by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Given)> {
        self.known.iter().map(|(name, given)| (name.as_str(), given))
    }

    /// Returns when the imported order lines were completed, where orders were imported.
    pub fn completed(&self) -> Option<&Completed> {
        self.completed.as_ref()
    }

    /// Sets when the imported order lines were completed.
    pub fn set_completed(&mut self, completed: Completed) {
        self.completed = Some(completed);
    }
}

/// Reads a day or a moment.
fn parse_date(text: &str) -> Option<FactValue> {
    if let Some(day) = time::parse_day(text) {
        return Some(FactValue::Day(day));
    }
    if let Some(moment) = Stamp::parse(text) {
        return Some(FactValue::Moment(moment));
    }
    // Forms beyond RFC 3339: an offset after a time without seconds, or after a space.
    let compact = text.replacen(' ', "T", 1).replace(' ', "");
    ["%Y-%m-%dT%H:%M%#z", "%Y-%m-%dT%H:%M:%S%#z"]
        .iter()
        .find_map(|form| DateTime::parse_from_str(&compact, form).ok())
        .map(|moment| FactValue::Moment(Stamp::from_utc(moment.with_timezone(&Utc))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &FactType, text: &str) -> Option<String> {
        kind.parse(text).map(|written| match written {
            Written::Value(value) => value.to_string(),
            Written::Unknown => "unknown".to_owned(),
        })
    }

    #[test]
    fn written_values_are_read() {
        let kind = FactType::Choice(vec!["company".to_owned(), "person".to_owned()]);
        for (kind, text, want) in [
            (&FactType::Bool, "true", "true"),
            (&FactType::Bool, "Yes", "true"),
            (&FactType::Bool, "是", "true"),
            (&FactType::Bool, "否", "false"),
            (&FactType::Bool, "no", "false"),
            (&FactType::Bool, "unknown", "unknown"),
            (&FactType::Date, "2024-08-31", "2024-08-31"),
            (&FactType::Date, "2024-08-31 10:30", "2024-08-31 10:30:00"),
            (&FactType::Date, "2024-08-31T10:30:05", "2024-08-31 10:30:05"),
            (&FactType::Date, "2024-08-31T20:00:00Z", "2024-09-01 04:00:00"),
            (&FactType::Date, "2024-08-31T20:00Z", "2024-09-01 04:00:00"),
            (&FactType::Date, "2024-08-31 20:00 +00:00", "2024-09-01 04:00:00"),
            (&FactType::Date, "2024-08-31 20:00:00 -0500", "2024-09-01 09:00:00"),
            (&FactType::Date, "none", "none"),
            (&FactType::Expiry, "long-term", "long-term"),
            (&FactType::Expiry, "2030-01-01", "2030-01-01"),
            (&FactType::Count, "0", "0"),
            (&kind, "company", "company"),
        ] {
            assert_eq!(read(kind, text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        let kind = FactType::Choice(vec!["company".to_owned()]);
        for (kind, text) in [
            (&FactType::Bool, "1"),
            (&FactType::Bool, ""),
            (&FactType::Date, "2024-02-30"),
            (&FactType::Date, "tomorrow"),
            (&FactType::Date, "long-term"),
            (&FactType::Expiry, "none"),
            (&FactType::Count, "-1"),
            (&FactType::Count, "+1"),
            (&FactType::Count, "1.5"),
            (&kind, "companies"),
        ] {
            assert_eq!(read(kind, text), None, "{text}");
        }
    }

    #[test]
    fn a_later_value_replaces_and_unknown_removes() {
        let mut facts = Facts::default();
        facts.set("a.b", Written::Value(FactValue::Count(1)), Origin::Orders);
        facts.set("a.b", Written::Value(FactValue::Count(2)), Origin::Flag);
        assert_eq!(facts.get("a.b").map(|given| given.origin), Some(Origin::Flag));
        facts.set("a.b", Written::Unknown, Origin::Flag);
        assert_eq!(facts.iter().count(), 0);
    }
}
