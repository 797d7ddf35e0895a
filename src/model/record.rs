//! One order line as an export states it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::field::{FIELD_COUNT, Field, FieldSet};

/// Holds the value of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value<'a> {
    /// The cell was empty or `-`.
    #[default]
    Null,
    /// Pieces or fen.
    Int(i64),
    /// Any other value, times as `YYYY-MM-DD HH:MM:SS`.
    Text(Cow<'a, str>),
}

impl Value<'_> {
    /// Returns the text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number, where it is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Copies the value out of what it borrows from.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
        }
    }
}

/// Names a column that no alias knows; its cells are kept under its own header.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownColumn {
    /// The header as the file has it, made unique within the file.
    pub header: String,
    /// Whether the header speaks of names, phones or addresses; such columns are hidden as contact fields are.
    pub contact: bool,
}

/// Tells which columns an export has, so that an absent column is not taken for an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The known fields.
    pub fields: FieldSet,
    /// The unknown columns, sorted by header.
    pub unknown: Vec<UnknownColumn>,
}

/// Holds one order line as one row of an export states it; borrows from the row.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// The key within the shop: the sub-order id, or the main order's in exports with one row per main order.
    pub key: Cow<'a, str>,
    /// The values by [`Field::index`].
    pub values: [Value<'a>; FIELD_COUNT],
    /// The cells of unknown columns that are not empty: place in [`Layout::unknown`] and text, in that order.
    pub unknown: Vec<(usize, Cow<'a, str>)>,
    /// Fields of the layout that this row says nothing of, neither a value nor that there is none: a damaged id, or what
    /// cannot be derived here.
    pub unstated: FieldSet,
}

impl<'a> Record<'a> {
    /// Makes a record without values.
    pub fn new() -> Self {
        Self {
            key: Cow::Borrowed(""),
            values: [const { Value::Null }; FIELD_COUNT],
            unknown: Vec::new(),
            unstated: FieldSet::default(),
        }
    }

    /// Returns the value of a field.
    pub fn get(&self, field: Field) -> &Value<'a> {
        &self.values[field.index()]
    }

    /// Sets the value of a field.
    pub fn set(&mut self, field: Field, value: Value<'a>) {
        self.values[field.index()] = value;
    }

    /// Copies the record out of the row it borrows from.
    pub fn into_content(self, layout: &Layout) -> Content {
        let mut content =
            Content { values: self.values.map(Value::into_owned), unstated: self.unstated, ..Content::default() };
        for (place, text) in self.unknown {
            let column = &layout.unknown[place];
            content.unknown_mut(column).insert(column.header.clone(), text.into_owned());
        }
        content
    }
}

impl Default for Record<'_> {
    fn default() -> Self {
        Self::new()
    }
}

/// Holds what is known of one order line, apart from its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The values by [`Field::index`].
    pub values: [Value<'static>; FIELD_COUNT],
    /// The cells of unknown columns by header.
    pub extra: BTreeMap<String, String>,
    /// The cells of unknown columns that may say who the buyer is, by header.
    pub extra_contact: BTreeMap<String, String>,
    /// Fields that are not stated though the export has them, as in [`Record::unstated`].
    pub unstated: FieldSet,
}

impl Default for Content {
    fn default() -> Self {
        Self {
            values: [const { Value::Null }; FIELD_COUNT],
            extra: BTreeMap::new(),
            extra_contact: BTreeMap::new(),
            unstated: FieldSet::default(),
        }
    }
}

impl Content {
    /// Returns the map that cells of the unknown column go to.
    pub fn unknown_mut(&mut self, column: &UnknownColumn) -> &mut BTreeMap<String, String> {
        if column.contact { &mut self.extra_contact } else { &mut self.extra }
    }

    /// Returns the cell of the unknown column.
    pub fn unknown(&self, column: &UnknownColumn) -> Option<&String> {
        if column.contact { self.extra_contact.get(&column.header) } else { self.extra.get(&column.header) }
    }

    /// Lays what a newer export states over this: its columns replace, empty cells too; columns it lacks stay, and so does
    /// what its row leaves unstated.
    pub fn overlay(&mut self, newer: &Self, layout: &Layout) {
        for field in layout.fields.iter().filter(|field| !newer.unstated.contains(*field)) {
            self.values[field.index()].clone_from(&newer.values[field.index()]);
        }
        for column in &layout.unknown {
            match newer.unknown(column) {
                Some(text) => self.unknown_mut(column).insert(column.header.clone(), text.clone()),
                None => self.unknown_mut(column).remove(&column.header),
            };
        }
    }

    /// Returns the part of this that a row of an export with these columns would state, if it left `unstated` out.
    #[must_use]
    pub fn restricted(&self, layout: &Layout, unstated: FieldSet) -> Self {
        let mut part = Self::default();
        part.overlay(&Self { unstated, ..self.clone() }, layout);
        part.unstated = unstated;
        part
    }
}
