//! One row as an export states it: an order line, or an entry of a sibling export.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::field::{FIELD_COUNT, Field, FieldSet};
use super::figure::{FIGURES, NONE};

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
    /// Whether its header speaks of people, or what stands in it does; such columns are hidden as contact fields are.
    pub contact: bool,
}

/// Tells which columns an export has, so that an absent column is not taken for an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The known fields, those of sibling exports by their places.
    pub fields: FieldSet,
    /// The unknown columns, sorted by header.
    pub unknown: Vec<UnknownColumn>,
}

impl Layout {
    /// Hides the unknown columns with these headers; tells whether one was open.
    pub fn hide(&mut self, headers: &BTreeSet<String>) -> bool {
        let mut was_open = false;
        for column in self.unknown.iter_mut().filter(|column| !column.contact && headers.contains(&column.header)) {
            (column.contact, was_open) = (true, true);
        }
        was_open
    }
}

/// Holds what one row of an export states, its texts one after another in a buffer of its own: it can go from thread to thread
/// and be filled again.
///
/// Values stand by the place of their field: that of [`Field::index`] for order lines, that in [`super::entry::fields`] for
/// entries of sibling exports.
#[derive(Debug, Clone)]
pub struct Record {
    text: String,
    key: Range<usize>,
    cells: [Packed; FIELD_COUNT],
    unknown: Vec<(usize, Range<usize>)>,
    /// What the record says and in which columns, in short; whoever fills the record sets it last.
    pub fingerprint: Fingerprint,
    /// What the reports count and add up of the record, in the order of [`super::figure::figures`]; set as the fingerprint is.
    pub figures: [i64; FIGURES],
    /// Fields of the layout that this row says nothing of, neither a value nor that there is none: a damaged id, or what
    /// cannot be derived here.
    pub unstated: FieldSet,
}

/// Stands for what a row says, as a hash of 128 bits.
pub type Fingerprint = [u8; 16];

/// Holds a [`Value`] whose text is a part of a buffer.
#[derive(Debug, Clone, Default)]
enum Packed {
    #[default]
    Null,
    Int(i64),
    Text(Range<usize>),
}

impl Record {
    /// Bytes of text that a record keeps room for when it is filled again.
    const ROOM: usize = 16 * 1024;

    /// Makes a record without values.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            key: 0..0,
            cells: [const { Packed::Null }; FIELD_COUNT],
            unknown: Vec::new(),
            fingerprint: Fingerprint::default(),
            figures: [NONE; FIGURES],
            unstated: FieldSet::default(),
        }
    }

    /// Takes all values out.
    pub fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(Self::ROOM);
        self.key = 0..0;
        self.cells.fill(Packed::Null);
        self.unknown.clear();
        self.fingerprint = Fingerprint::default();
        self.figures = [NONE; FIGURES];
        self.unstated = FieldSet::default();
    }

    /// Returns the number of bytes that the texts take.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Returns the key within the shop: of an order line the sub-order id, or the main order's in exports with one row per main
    /// order; of an entry the id that it is known by.
    pub fn key(&self) -> &str {
        &self.text[self.key.clone()]
    }

    /// Lets the text at a place be the key.
    pub fn set_key(&mut self, place: usize) {
        self.key = match &self.cells[place] {
            Packed::Text(text) => text.clone(),
            _ => 0..0,
        };
    }

    /// Lets a text that stands at no place be the key.
    pub fn set_own_key(&mut self, key: &str) {
        self.key = self.push(key);
    }

    /// Returns the value of a field.
    pub fn get(&self, field: Field) -> Value<'_> {
        self.at(field.index())
    }

    /// Returns the value at a place.
    pub fn at(&self, place: usize) -> Value<'_> {
        match &self.cells[place] {
            Packed::Null => Value::Null,
            Packed::Int(number) => Value::Int(*number),
            Packed::Text(text) => Value::Text(Cow::Borrowed(&self.text[text.clone()])),
        }
    }

    /// Returns the text of a field, where it has one.
    pub fn text_of(&self, field: Field) -> Option<&str> {
        self.text_at(field.index())
    }

    /// Returns the text at a place, where there is one.
    pub fn text_at(&self, place: usize) -> Option<&str> {
        match &self.cells[place] {
            Packed::Text(text) => Some(&self.text[text.clone()]),
            _ => None,
        }
    }

    /// Tells whether a field has no value.
    pub fn is_null(&self, field: Field) -> bool {
        self.is_null_at(field.index())
    }

    /// Tells whether a place has no value.
    pub fn is_null_at(&self, place: usize) -> bool {
        matches!(self.cells[place], Packed::Null)
    }

    /// Sets the value of a field.
    pub fn set(&mut self, field: Field, value: &Value<'_>) {
        self.set_at(field.index(), value);
    }

    /// Sets the value at a place.
    pub fn set_at(&mut self, place: usize, value: &Value<'_>) {
        self.cells[place] = match value {
            Value::Null => Packed::Null,
            Value::Int(number) => Packed::Int(*number),
            Value::Text(text) => Packed::Text(self.push(text)),
        };
    }

    /// Adds the cell of an unknown column by its place in [`Layout::unknown`].
    pub fn push_unknown(&mut self, place: usize, text: &str) {
        let text = self.push(text);
        self.unknown.push((place, text));
    }

    /// Lists the cells of unknown columns that are not empty: place in [`Layout::unknown`] and text, in the order of the row.
    pub fn unknown(&self) -> impl Iterator<Item = (usize, &str)> {
        self.unknown.iter().map(|(place, text)| (*place, &self.text[text.clone()]))
    }

    fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Makes a record of what a row of an export with these columns says; the key and the fingerprint are left out.
    pub fn of_content(content: &Content, layout: &Layout) -> Self {
        let mut record = Self { unstated: content.unstated, ..Self::new() };
        for field in layout.fields.iter() {
            record.set(field, &content.values[field.index()]);
        }
        for (place, column) in layout.unknown.iter().enumerate() {
            if let Some(text) = content.unknown(column) {
                record.push_unknown(place, text);
            }
        }
        record
    }

    /// Copies what the record says.
    pub fn to_content(&self, layout: &Layout) -> Content {
        let mut content = Content { unstated: self.unstated, ..Content::default() };
        for field in Field::ALL {
            content.values[field.index()] = self.get(*field).into_owned();
        }
        for (place, text) in self.unknown() {
            let column = &layout.unknown[place];
            content.unknown_mut(column).insert(column.header.clone(), text.to_owned());
        }
        content
    }
}

impl Default for Record {
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
            self.extra.remove(&column.header);
            self.extra_contact.remove(&column.header);
            if let Some(text) = newer.unknown(column) {
                self.unknown_mut(column).insert(column.header.clone(), text.clone());
            }
        }
    }

    /// Moves the cells of columns that are to be hidden.
    pub fn hide(&mut self, headers: &BTreeSet<String>) {
        for header in headers {
            if let Some(text) = self.extra.remove(header) {
                self.extra_contact.insert(header.clone(), text);
            }
        }
    }

    /// Returns the part of this that a row of an export with these columns would state, if it left `unstated` out.
    #[must_use]
    pub fn restricted(&self, layout: &Layout, unstated: FieldSet) -> Self {
        let mut part = Self { unstated, ..Self::default() };
        for field in layout.fields.iter().filter(|field| !unstated.contains(*field)) {
            part.values[field.index()].clone_from(&self.values[field.index()]);
        }
        for column in &layout.unknown {
            if let Some(text) = self.unknown(column) {
                part.unknown_mut(column).insert(column.header.clone(), text.clone());
            }
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(contact: bool, text: Option<&str>) -> (Content, Layout) {
        let column = UnknownColumn { header: "自定".to_owned(), contact };
        let mut content = Content::default();
        if let Some(text) = text {
            content.unknown_mut(&column).insert(column.header.clone(), text.to_owned());
        }
        (content, Layout { unknown: vec![column], ..Layout::default() })
    }

    #[test]
    fn a_column_says_one_thing_whether_it_is_hidden_or_not() {
        for (first, second) in [(false, true), (true, false)] {
            for newest in [Some("李四"), None] {
                let mut state = Content::default();
                for (content, layout) in [said(first, Some("张三")), said(second, newest)] {
                    state.overlay(&content, &layout);
                }
                assert_eq!(state, said(second, newest).0, "{first} {second} {newest:?}");
            }
        }
    }

    #[test]
    fn hidden_columns_take_their_cells_along() {
        let (mut content, _) = said(false, Some("张三"));
        content.extra.insert("序列号".to_owned(), "SN1".to_owned());
        content.hide(&["自定".to_owned(), "别的".to_owned()].into());
        let mut wanted = said(true, Some("张三")).0;
        wanted.extra.insert("序列号".to_owned(), "SN1".to_owned());
        assert_eq!(content, wanted);
    }
}
