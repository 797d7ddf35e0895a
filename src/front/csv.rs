//! Answers as CSV, for programs and for spreadsheets.

use std::borrow::Cow;
use std::io::{self, Write};

use shopkit::model::formula_guard;
use shopkit::model::table::{Column, Datum, RowSink};

use super::datum::plain;

/// The byte order mark, by which Excel knows that a CSV file is UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Writes an answer row by row as CSV.
pub struct CsvRows<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    guards_numbers: bool,
}

impl<'w> CsvRows<'w> {
    /// Starts an answer for programs.
    pub fn new(writer: &'w mut dyn Write) -> Self {
        Self { writer: csv::Writer::from_writer(writer), guards_numbers: false }
    }

    /// Starts an answer for spreadsheet programs. It has the byte order mark; texts that such a program would read as a number or a
    /// day are guarded, and all texts are in quotes, since some programs split lines at a TAB otherwise.
    pub fn for_spreadsheets(writer: &'w mut dyn Write) -> io::Result<Self> {
        writer.write_all(BOM)?;
        let mut format = csv::WriterBuilder::new();
        format.terminator(csv::Terminator::CRLF).quote_style(csv::QuoteStyle::NonNumeric);
        Ok(Self { writer: format.from_writer(writer), guards_numbers: true })
    }

    /// Ends the answer.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn cell<'d>(&self, datum: &'d Datum) -> Cow<'d, str> {
        match datum {
            Datum::Text(text) => self.guarded(text),
            other => Cow::Owned(plain(other)),
        }
    }

    /// Guards a text, so that no spreadsheet program takes it for a formula or a number.
    fn guarded<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.guards_numbers {
            formula_guard::guard_formula_and_number(text)
        } else {
            formula_guard::guard_formula(text)
        }
    }

    fn record(&mut self, cells: &[Cow<'_, str>]) -> io::Result<()> {
        self.writer.write_record(cells.iter().map(|cell| cell.as_bytes())).map_err(|error| match error.into_kind() {
            // The conversion of the crate hides that a pipe was closed.
            csv::ErrorKind::Io(error) => error,
            other => io::Error::other(format!("{other:?}")),
        })
    }
}

impl RowSink for CsvRows<'_> {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        let keys: Vec<Cow<'_, str>> = columns.iter().map(|column| self.guarded(&column.key)).collect();
        self.record(&keys)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        let cells: Vec<Cow<'_, str>> = row.iter().map(|datum| self.cell(datum)).collect();
        self.record(&cells)
    }
}
