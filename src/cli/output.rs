//! Answers as a table, as JSON and as CSV.

use std::io::{self, Write};

use serde_json::{Value as Json, json};
use shopkit::model::table::{Column, Datum, RowSink, Table, Totals};
use shopkit::texts::Texts;

use super::args::Format;
use super::render;
use crate::front::csv::CsvRows;

/// The version of every JSON answer.
pub const SCHEMA_VERSION: u32 = 1;

/// The most rows of a table that are written together, and the most bytes of their texts. A longer answer is written in parts, so
/// that it need not be in memory.
const PART: usize = 1000;
const PART_BYTES: usize = 8 << 20;

/// Writes an answer row by row in the format that the user wants.
pub enum Rows<'w> {
    Table(TableRows<'w>),
    Json(JsonRows<'w>),
    Csv(Box<CsvRows<'w>>),
}

impl<'w> Rows<'w> {
    /// Starts an answer; `width` is that of the terminal, where a table goes to one.
    pub fn new(format: Format, texts: Texts, width: Option<u16>, writer: &'w mut dyn Write) -> Self {
        match format {
            Format::Table | Format::Xlsx => {
                Self::Table(TableRows { writer, texts, width, columns: Vec::new(), rows: Vec::new(), bytes: 0 })
            }
            Format::Json => Self::Json(JsonRows { writer, rows: 0, totals: None, receipt: None }),
            Format::Csv => Self::Csv(Box::new(CsvRows::new(writer))),
        }
    }

    /// Ends the answer.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Table(mut rows) => rows.flush(),
            Self::Json(rows) => {
                write!(rows.writer, "]")?;
                for (key, value) in [("totals", rows.totals), ("receipt", rows.receipt)] {
                    value.map_or(Ok(()), |value| write!(rows.writer, ",\"{key}\":{value}"))?;
                }
                writeln!(rows.writer, "}}")
            }
            Self::Csv(rows) => rows.finish(),
        }
    }
}

impl RowSink for Rows<'_> {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        match self {
            Self::Table(rows) => rows.columns = columns.to_vec(),
            Self::Json(rows) => {
                let keys: Vec<&str> = columns.iter().map(|column| column.key.as_str()).collect();
                write!(rows.writer, "{{\"schema_version\":{SCHEMA_VERSION},\"columns\":{},\"rows\":[", json!(keys))?;
            }
            Self::Csv(rows) => rows.columns(columns)?,
        }
        Ok(())
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        match self {
            Self::Table(rows) => {
                rows.rows.push(row.to_vec());
                rows.bytes += row.iter().map(bytes).sum::<usize>();
                if rows.rows.len() == PART || rows.bytes >= PART_BYTES {
                    rows.flush()?;
                }
            }
            Self::Json(rows) => {
                if rows.rows > 0 {
                    rows.writer.write_all(b",")?;
                }
                let cells: Vec<Json> = row.iter().map(Datum::json).collect();
                serde_json::to_writer(&mut *rows.writer, &cells)?;
                rows.rows += 1;
            }
            Self::Csv(rows) => rows.row(row)?,
        }
        Ok(())
    }

    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        match self {
            Self::Table(rows) => {
                rows.rows.extend(totals.iter().filter_map(|total| total.as_row(&rows.columns)));
            }
            Self::Json(rows) => rows.totals = Some(Totals::json(totals)),
            Self::Csv(_) => {}
        }
        Ok(())
    }

    fn receipt(&mut self, receipt: &Json) -> io::Result<()> {
        if let Self::Json(rows) = self {
            rows.receipt = Some(receipt.clone());
        }
        Ok(())
    }
}

pub struct JsonRows<'w> {
    writer: &'w mut dyn Write,
    rows: u64,
    totals: Option<Json>,
    receipt: Option<Json>,
}

pub struct TableRows<'w> {
    writer: &'w mut dyn Write,
    texts: Texts,
    width: Option<u16>,
    columns: Vec<Column>,
    rows: Vec<Vec<Datum>>,
    /// Bytes of the texts of the rows.
    bytes: usize,
}

impl TableRows<'_> {
    /// Writes the rows that are held back. An answer without rows is not written: the message that goes with it says more than an
    /// empty frame.
    fn flush(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let table = Table::new(self.columns.clone(), std::mem::take(&mut self.rows));
        writeln!(self.writer, "{}", render::table(&table, self.texts, self.width))
    }
}

fn bytes(datum: &Datum) -> usize {
    match datum {
        Datum::Text(text) => text.len(),
        Datum::Blob(bytes) => bytes.len(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::money::Fen;

    use super::*;

    fn answer() -> Table {
        Table::new(
            vec![Column::of("product"), Column::of("payable")],
            vec![
                vec![Datum::Text("杯子,\"大\"\n\u{1b}[31m".to_owned()), Datum::Money(Fen(123_456_789))],
                vec![Datum::Null, Datum::Money(Fen(-5))],
            ],
        )
    }

    fn written(format: Format) -> String {
        let mut out = Vec::new();
        let mut rows = Rows::new(format, Texts::command(Lang::Zh), None, &mut out);
        let table = answer();
        rows.columns(&table.columns).expect("memory");
        table.rows.iter().for_each(|row| rows.row(row).expect("memory"));
        rows.finish().expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn each_form_says_the_same() {
        insta::assert_snapshot!(written(Format::Table));
        insta::assert_snapshot!(written(Format::Json));
        insta::assert_snapshot!(written(Format::Csv));
    }

    #[test]
    fn long_answers_lose_no_row() {
        let mut out = Vec::new();
        let mut rows = Rows::new(Format::Table, Texts::command(Lang::En), None, &mut out);
        rows.columns(&[Column::plain("n")]).expect("memory");
        for n in 0..2500 {
            rows.row(&[Datum::Int(n)]).expect("memory");
        }
        rows.finish().expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert!((0..2500).all(|n| text.contains(&format!(" {n} "))));
    }

    #[test]
    fn long_texts_are_laid_out_in_parts() {
        let mut out = Vec::new();
        let mut rows = Rows::new(Format::Table, Texts::command(Lang::En), None, &mut out);
        rows.columns(&[Column::plain("text")]).expect("memory");
        for _ in 0..3 {
            rows.row(&[Datum::Text("x".repeat(PART_BYTES / 2))]).expect("memory");
        }
        rows.finish().expect("memory");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text.lines().filter(|line| line.contains(" text ")).count(), 2);
    }
}
