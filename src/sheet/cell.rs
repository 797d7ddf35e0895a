//! Raw cells, as a file has them.

use super::limits;

/// The day that serial dates of a workbook count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateSystem {
    /// Serial 1 is 1900-01-01; the default.
    From1900,
    /// Serial 0 is 1904-01-01, in workbooks of old Macs.
    From1904,
}

/// A raw cell, borrowed from its row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// No cell, or a cell with only a style.
    Empty,
    /// Text, including guards and spaces.
    Text(&'a str),
    /// A number. `written` has its digits as the file has them, if the reader knows them.
    Number {
        /// The number as a float, which is exact only below 2^53.
        value: f64,
        /// The digits in the file.
        written: Option<&'a str>,
    },
    /// A number with the style of a date: days since the start of the [`DateSystem`].
    Serial(f64),
    /// A boolean.
    Bool(bool),
    /// The code of an error, such as `#N/A`.
    Error(&'a str),
    /// Text that cannot be decoded.
    Undecodable,
    /// A formula without a stored result.
    NoResult,
    /// Text that is longer than a cell of a spreadsheet can hold.
    TooLong,
}

/// The most characters that a cell of a spreadsheet can hold, counted in UTF-16 units as spreadsheet programs do.
pub(super) const MAX_CHARACTERS: usize = 32_767;

/// Tells whether a text is longer than a cell of a spreadsheet can hold.
pub(super) fn is_too_long(text: &str) -> bool {
    // A unit takes one to three bytes.
    text.len() > MAX_CHARACTERS && (text.len() > 3 * MAX_CHARACTERS || units(text) > MAX_CHARACTERS)
}

/// Counts the UTF-16 units of a text: one per character, two per character of four bytes.
fn units(text: &str) -> usize {
    let is_first = |byte: u8| usize::from(byte & 0xc0 != 0x80);
    text.bytes().map(|byte| is_first(byte) + usize::from(byte >= 0xf0)).sum()
}

/// The kind of a [`Slot`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Stored {
    Text,
    Number(f64),
    Serial(f64),
    Bool(bool),
    Error,
    Undecodable,
    NoResult,
    TooLong,
}

/// A cell, with its range in the text of its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) column: u32,
    pub(super) stored: Stored,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A row, borrowed from the reader of the file until the next row is requested.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The 1-based row of the spreadsheet; in delimited text the line on which the record starts.
    pub number: u64,
    /// The number of cells of the record, in delimited text only.
    pub width: Option<usize>,
    pub(super) slots: &'a [Slot],
    pub(super) text: &'a str,
}

impl<'a> Row<'a> {
    /// Lists the cells that the file has, by 0-based column, in ascending order.
    pub fn cells(self) -> impl DoubleEndedIterator<Item = (usize, Cell<'a>)> {
        self.slots.iter().map(move |slot| (slot.column as usize, self.cell(slot)))
    }

    /// Returns the memory of its text and cells in bytes.
    pub(crate) fn bytes(self) -> usize {
        self.slots.iter().map(|slot| slot.end - slot.start + size_of::<Slot>()).sum()
    }

    /// Returns the cell of a 0-based column.
    pub fn get(self, column: usize) -> Cell<'a> {
        match self.slots.binary_search_by_key(&column, |slot| slot.column as usize) {
            Ok(index) => self.cell(&self.slots[index]),
            Err(_) => Cell::Empty,
        }
    }

    fn cell(self, slot: &Slot) -> Cell<'a> {
        let text = &self.text[slot.start..slot.end];
        match slot.stored {
            Stored::Text if text.is_empty() => Cell::Empty,
            Stored::Text => Cell::Text(text),
            Stored::Number(value) => Cell::Number { value, written: (!text.is_empty()).then_some(text) },
            Stored::Serial(days) => Cell::Serial(days),
            Stored::Bool(value) => Cell::Bool(value),
            Stored::Error => Cell::Error(text),
            Stored::Undecodable => Cell::Undecodable,
            Stored::NoResult => Cell::NoResult,
            Stored::TooLong => Cell::TooLong,
        }
    }
}

/// The cells of one row. Readers reuse it for every row.
#[derive(Debug, Clone, Default)]
pub struct RowBuffer {
    number: u64,
    width: Option<usize>,
    slots: Vec<Slot>,
    text: String,
}

impl RowBuffer {
    pub(super) fn start(&mut self, number: u64) {
        self.number = number;
        self.width = None;
        self.slots.clear();
        self.text.clear();
    }

    /// Adds a text, unless it is longer than a cell can hold.
    pub(super) fn push_text(&mut self, column: u32, text: &str) {
        if is_too_long(text) {
            self.push(column, Stored::TooLong, "");
        } else {
            self.push(column, Stored::Text, text);
        }
    }

    pub(super) fn push(&mut self, column: u32, stored: Stored, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.slots.push(Slot { column, stored, start, end: self.text.len() });
    }

    /// Changes the number of the row: some files have repeated rows with a count.
    pub(super) fn renumber(&mut self, number: u64) {
        self.number = number;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Tells whether the row exceeds the limits.
    pub(super) fn is_too_large(&self) -> bool {
        self.text.len() > limits::MAX_ROW || self.slots.len() > limits::MAX_COLUMNS
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Returns the row.
    pub fn row(&self) -> Row<'_> {
        Row { number: self.number, width: self.width, slots: &self.slots, text: &self.text }
    }
}

impl From<Row<'_>> for RowBuffer {
    /// Copies only the text of the row, not the rest of its batch.
    fn from(row: Row<'_>) -> Self {
        let mut buffer = Self { number: row.number, width: row.width, ..Self::default() };
        for slot in row.slots {
            buffer.push(slot.column, slot.stored, &row.text[slot.start..slot.end]);
        }
        buffer
    }
}
