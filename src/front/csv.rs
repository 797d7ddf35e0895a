//! Answers as CSV, for programs and for spreadsheets.

use std::borrow::Cow;
use std::io::{self, Write};

use shopkit::model::formula_guard;
use shopkit::model::table::{Column, Datum, RowSink};
use shopkit::texts::Texts;

use super::datum::{plain, readable};

/// The byte order mark, by which Excel knows that a CSV file is UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Writes an answer row by row as CSV.
pub struct CsvRows<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    guards_numbers: bool,
    /// Those of headings and words, in a file for people.
    texts: Option<Texts>,
}

impl<'w> CsvRows<'w> {
    /// Starts an answer for programs.
    pub fn new(writer: &'w mut dyn Write) -> Self {
        Self { writer: csv::Writer::from_writer(writer), guards_numbers: false, texts: None }
    }

    /// Starts an answer for spreadsheet programs. It has the byte order mark; texts that such a program would read as a number or a
    /// day are guarded, and all texts are in quotes, since some programs split lines at a TAB otherwise.
    pub fn for_spreadsheets(writer: &'w mut dyn Write) -> io::Result<Self> {
        writer.write_all(BOM)?;
        let mut format = csv::WriterBuilder::new();
        format.terminator(csv::Terminator::CRLF).quote_style(csv::QuoteStyle::NonNumeric);
        Ok(Self { writer: format.from_writer(writer), guards_numbers: true, texts: None })
    }

    /// Starts an answer for people who open it in a spreadsheet program: as [`Self::for_spreadsheets`], with headings and words in their
    /// language. Numbers have no separators, so that programs read them; a share is in per cent.
    pub fn for_readers(writer: &'w mut dyn Write, texts: Texts) -> io::Result<Self> {
        Ok(Self { texts: Some(texts), ..Self::for_spreadsheets(writer)? })
    }

    /// Ends the answer.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    fn cell<'d>(&self, datum: &'d Datum) -> Cow<'d, str> {
        match (datum, self.texts) {
            (Datum::Text(text), _) => self.guarded(text),
            // A share has four decimals.
            (Datum::Share(share), Some(_)) => Cow::Owned(format!("{:.2}%", share * 100.0)),
            (Datum::Word(_) | Datum::Partial(..), Some(texts)) => Cow::Owned(readable(datum, texts)),
            (other, _) => Cow::Owned(plain(other)),
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
        let heading = |column: &Column| self.texts.map_or_else(|| column.key.clone(), |texts| texts.heading(column));
        let headings: Vec<String> = columns.iter().map(heading).collect();
        let headings: Vec<Cow<'_, str>> = headings.iter().map(|heading| self.guarded(heading)).collect();
        self.record(&headings)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        let cells: Vec<Cow<'_, str>> = row.iter().map(|datum| self.cell(datum)).collect();
        self.record(&cells)
    }
}
