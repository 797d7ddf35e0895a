//! One row of an export: an order line, or an entry of a sibling export.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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

    /// Turns the value into one that borrows nothing.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Int(number) => Value::Int(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
        }
    }
}

/// Describes a column with an unknown header; its cells are kept under that header.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownColumn {
    /// The header as the file has it, made unique within the file.
    pub header: String,
    /// Whether its header or its cells point to personal data. Such columns are hidden like contact fields.
    pub contact: bool,
}

/// Lists the columns of an export, so that an absent column is not taken for an empty one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The known fields, those of sibling exports by index.
    pub fields: FieldSet,
    /// The unknown columns, sorted by header.
    pub unknown: Vec<UnknownColumn>,
}

impl Layout {
    /// Hides the unknown columns with these headers. Returns whether one of them was not hidden before.
    pub fn hide(&mut self, headers: &BTreeSet<String>) -> bool {
        let mut has_changed = false;
        for column in self.unknown.iter_mut().filter(|column| !column.contact && headers.contains(&column.header)) {
            (column.contact, has_changed) = (true, true);
        }
        has_changed
    }
}

/// Holds the values of one row.
///
/// Its texts share one buffer of its own, so that a record can be sent to another thread and filled again. A value has the index
/// of its field: [`Field::index`] for order lines, the index in [`super::entry::fields`] for entries.
#[derive(Debug)]
pub struct Record {
    text: String,
    key: Range<usize>,
    cells: [Cell; FIELD_COUNT],
    unknown: Vec<(usize, Range<usize>)>,
    /// A hash of the columns and values; whoever fills the record sets it last.
    pub fingerprint: Fingerprint,
    /// Fields of the layout about which this row says nothing, not even that they are empty: a damaged id, or a value that cannot be
    /// derived.
    pub unstated: FieldSet,
}

/// A hash of 128 bits of the content of a row.
pub type Fingerprint = [u8; 16];

/// Holds a [`Value`] whose text is a range of the buffer.
#[derive(Debug, Clone, Copy, Default)]
enum Cell {
    #[default]
    Null,
    Int(i64),
    Text {
        start: usize,
        end: usize,
    },
}

impl Record {
    /// Bytes of text that a record keeps allocated when it is cleared. A few thousand records wait between threads.
    const KEPT_BYTES: usize = 4 * 1024;

    /// Cells of unknown columns for which a record keeps room when it is cleared.
    const KEPT_UNKNOWN: usize = 64;

    /// Makes a record without values.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            key: 0..0,
            cells: [const { Cell::Null }; FIELD_COUNT],
            unknown: Vec::new(),
            fingerprint: Fingerprint::default(),
            unstated: FieldSet::default(),
        }
    }

    /// Removes all values.
    pub fn clear(&mut self) {
        self.text.clear();
        self.text.shrink_to(Self::KEPT_BYTES);
        self.key = 0..0;
        self.cells.fill(Cell::Null);
        self.unknown.clear();
        self.unknown.shrink_to(Self::KEPT_UNKNOWN);
        self.fingerprint = Fingerprint::default();
        self.unstated = FieldSet::default();
    }

    /// Returns the number of bytes that the texts and the cells of unknown columns take.
    pub fn bytes(&self) -> usize {
        self.text.len() + size_of_val(&self.unknown[..])
    }

    /// Returns the key within the shop: the sub-order id of an order line, the main order's id where each row is a main order, the
    /// id of an entry.
    pub fn key(&self) -> &str {
        &self.text[self.key.clone()]
    }

    /// Makes the text at an index the key.
    pub fn set_key(&mut self, index: usize) {
        self.key = match &self.cells[index] {
            Cell::Text { start, end } => *start..*end,
            _ => 0..0,
        };
    }

    /// Makes a text the key that is no value of the record.
    pub fn set_key_text(&mut self, key: &str) {
        self.key = self.push(key);
    }

    /// Returns the value of a field.
    pub fn get(&self, field: Field) -> Value<'_> {
        self.at(field.index())
    }

    /// Returns the value at an index.
    pub fn at(&self, index: usize) -> Value<'_> {
        match &self.cells[index] {
            Cell::Null => Value::Null,
            Cell::Int(number) => Value::Int(*number),
            Cell::Text { start, end } => Value::Text(Cow::Borrowed(&self.text[*start..*end])),
        }
    }

    /// Returns the text of a field, where it has one.
    pub fn text_of(&self, field: Field) -> Option<&str> {
        self.text_at(field.index())
    }

    /// Returns the text at an index, where there is one.
    pub fn text_at(&self, index: usize) -> Option<&str> {
        match &self.cells[index] {
            Cell::Text { start, end } => Some(&self.text[*start..*end]),
            _ => None,
        }
    }

    /// Tells whether a field has no value.
    pub fn is_null(&self, field: Field) -> bool {
        self.is_null_at(field.index())
    }

    /// Tells whether an index has no value.
    pub fn is_null_at(&self, index: usize) -> bool {
        matches!(self.cells[index], Cell::Null)
    }

    /// Sets the value of a field.
    pub fn set(&mut self, field: Field, value: &Value<'_>) {
        self.set_at(field.index(), value);
    }

    /// Sets the value at an index.
    pub fn set_at(&mut self, index: usize, value: &Value<'_>) {
        self.cells[index] = match value {
            Value::Null => Cell::Null,
            Value::Int(number) => Cell::Int(*number),
            Value::Text(text) => {
                let Range { start, end } = self.push(text);
                Cell::Text { start, end }
            }
        };
    }

    /// Adds the cell of an unknown column, by its index in [`Layout::unknown`].
    pub fn push_unknown(&mut self, index: usize, text: &str) {
        let text = self.push(text);
        self.unknown.push((index, text));
    }

    /// Lists the cells of unknown columns that are not empty, in the order of the row: index in [`Layout::unknown`], and text.
    pub fn unknown(&self) -> impl Iterator<Item = (usize, &str)> {
        self.unknown.iter().map(|(index, text)| (*index, &self.text[text.clone()]))
    }

    fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push_str(text);
        start..self.text.len()
    }

    /// Makes a record from the content of a row with these columns. Key and fingerprint are not set.
    pub fn from_content(content: &Content, layout: &Layout) -> Self {
        let mut record = Self { unstated: content.unstated, ..Self::new() };
        for field in layout.fields.iter() {
            record.set(field, &content.values[field.index()]);
        }
        for (index, column) in layout.unknown.iter().enumerate() {
            if let Some(text) = content.unknown(column) {
                record.push_unknown(index, text);
            }
        }
        record
    }

    /// Copies the values into a content of their own.
    pub fn to_content(&self, layout: &Layout) -> Content {
        let mut content = Content { unstated: self.unstated, ..Content::default() };
        for field in Field::ALL {
            content.values[field.index()] = self.get(*field).into_owned();
        }
        for (index, text) in self.unknown() {
            let column = &layout.unknown[index];
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

impl Clone for Record {
    fn clone(&self) -> Self {
        let mut copy = Self::new();
        copy.clone_from(self);
        copy
    }

    /// Takes over the values of another record, and keeps its own memory.
    fn clone_from(&mut self, other: &Self) {
        let Self { text, key, cells, unknown, fingerprint, unstated } = other;
        self.text.clone_from(text);
        self.key.clone_from(key);
        self.cells = *cells;
        self.unknown.clone_from(unknown);
        (self.fingerprint, self.unstated) = (*fingerprint, *unstated);
    }
}

/// Holds the values of one order line, without its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The values by [`Field::index`].
    pub values: [Value<'static>; FIELD_COUNT],
    /// The cells of unknown columns by header.
    pub extra: BTreeMap<String, String>,
    /// The cells of hidden unknown columns, by header.
    pub extra_contact: BTreeMap<String, String>,
    /// Fields about which the row says nothing though the export has them, as in [`Record::unstated`].
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
    /// Returns the map that holds the cells of the unknown column.
    pub fn unknown_mut(&mut self, column: &UnknownColumn) -> &mut BTreeMap<String, String> {
        if column.contact { &mut self.extra_contact } else { &mut self.extra }
    }

    /// Returns the cell of the unknown column.
    pub fn unknown(&self, column: &UnknownColumn) -> Option<&String> {
        if column.contact { self.extra_contact.get(&column.header) } else { self.extra.get(&column.header) }
    }

    /// Applies the content of a newer export. Its values replace those here, empty ones too; columns that it lacks and values that it
    /// leaves unstated stay.
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

    /// Moves the cells of these columns to the hidden ones.
    pub fn hide(&mut self, headers: &BTreeSet<String>) {
        for header in headers {
            if let Some(text) = self.extra.remove(header) {
                self.extra_contact.insert(header.clone(), text);
            }
        }
    }

    /// Returns the part that a row with these columns would have, without `unstated`.
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

    fn content(contact: bool, text: Option<&str>) -> (Content, Layout) {
        let column = UnknownColumn { header: "自定".to_owned(), contact };
        let mut content = Content::default();
        if let Some(text) = text {
            content.unknown_mut(&column).insert(column.header.clone(), text.to_owned());
        }
        (content, Layout { unknown: vec![column], ..Layout::default() })
    }

    /// A row of a sheet may have 16,384 cells.
    #[test]
    fn a_cleared_record_keeps_no_memory_of_a_wide_row() {
        let mut record = Record::new();
        for index in 0..16_384 {
            record.push_unknown(index, "好");
        }
        assert!(record.bytes() > 16_384 * 24);
        record.clear();
        assert_eq!(record.bytes(), 0);
        assert!(record.text.capacity() <= Record::KEPT_BYTES && record.unknown.capacity() <= Record::KEPT_UNKNOWN);
    }

    #[test]
    fn hiding_a_column_does_not_change_its_value() {
        for (first, second) in [(false, true), (true, false)] {
            for newest in [Some("李四"), None] {
                let mut state = Content::default();
                for (newer, layout) in [content(first, Some("张三")), content(second, newest)] {
                    state.overlay(&newer, &layout);
                }
                assert_eq!(state, content(second, newest).0, "{first} {second} {newest:?}");
            }
        }
    }

    #[test]
    fn cells_move_with_their_hidden_columns() {
        let (mut hidden, _) = content(false, Some("张三"));
        hidden.extra.insert("序列号".to_owned(), "SN1".to_owned());
        hidden.hide(&["自定".to_owned(), "别的".to_owned()].into());
        let mut wanted = content(true, Some("张三")).0;
        wanted.extra.insert("序列号".to_owned(), "SN1".to_owned());
        assert_eq!(hidden, wanted);
    }
}
