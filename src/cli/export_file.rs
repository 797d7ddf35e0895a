//! Files that `shopkit export` writes.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde_json::Value as Json;
use shopkit::kit::Progress;
use shopkit::model::table::{Column, Datum, RowSink, Totals};
use shopkit::store::folder;
use shopkit::t;
use shopkit::texts::Texts;

use super::args::Format;
use super::exit::CliError;
use super::export_html::HtmlRows;
use super::output::Rows;
use super::progress::Bar;
use super::sanitize::{Replacement, Sanitized};
use super::session::Session;
use super::target::is_page;
use crate::front::csv::CsvRows;
use crate::front::views::report::ReportHead;
use crate::front::xlsx::{Packed, XlsxRows};

/// After how many rows the progress is shown again.
const REPORT_EVERY: u64 = 2048;

/// Holds the text above and below the rows.
pub struct Caption {
    pub title: String,
    /// What goes with the rows of a report.
    pub head: Option<ReportHead>,
}

impl Caption {
    pub fn titled(title: String) -> Self {
        Self { title, head: None }
    }
}

/// Names the format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Xlsx,
    Json,
    Html,
}

/// Returns the format that the name of a file asks for.
pub fn form(path: &Path, texts: Texts) -> Result<Form, CliError> {
    match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
        "csv" => Ok(Form::Csv),
        "xlsx" => Ok(Form::Xlsx),
        "json" => Ok(Form::Json),
        _ if is_page(path) => Ok(Form::Html),
        _ => Err(CliError::Usage {
            message: t!(texts, "export-unknown-format", path = path),
            hint: t!(texts, "export-unknown-format-hint"),
        }),
    }
}

/// Writes rows to a workbook or a CSV file, which can be filled in and imported.
pub fn write_sheet<T>(
    path: &Path,
    title: String,
    session: &mut Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let texts = session.texts();
    let form = form(path, texts).ok().filter(|form| matches!(form, Form::Csv | Form::Xlsx));
    let form = form.ok_or_else(|| CliError::Usage {
        message: t!(texts, "export-not-a-sheet", path = path),
        hint: t!(texts, "export-not-a-sheet-hint"),
    })?;
    write(path, form, &Caption::titled(title), session, ask)
}

/// Writes an answer to a file and says how many rows it has.
pub fn write<T>(
    path: &Path,
    form: Form,
    caption: &Caption,
    session: &mut Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>,
) -> Result<T, CliError> {
    let (answer, rows) = write_unsaid(path, form, caption, session, ask)?;
    session.say(&t!(session.texts(), "export-written", rows = rows, path = path));
    Ok(answer)
}

/// Writes an answer to a file, and returns how many rows it has.
pub fn write_unsaid<T>(
    path: &Path,
    form: Form,
    caption: &Caption,
    session: &mut Session,
    ask: impl FnOnce(&mut dyn RowSink) -> Result<T, CliError>,
) -> Result<(T, u64), CliError> {
    let texts = session.texts();
    let mut bar = Bar::new(session.texts(), session.global.quiet);
    let (mut answered, mut packed) = (None, None);
    let replaced = session.replace(path, |file: &mut File| {
        let mut out = BufWriter::new(file);
        bar.start(path);
        let fill = |sink: &mut dyn RowSink| -> Result<(), CliError> {
            let mut sink = WithProgress { sink, bar: &mut bar, rows: 0, total: 0 };
            let answer = ask(&mut sink)?;
            answered = Some((answer, sink.rows));
            Ok(())
        };
        match form {
            Form::Csv => {
                let mut rows = CsvRows::for_spreadsheets(&mut out)?;
                fill(&mut rows)?;
                rows.finish()?;
            }
            Form::Json => {
                let mut out = BufWriter::new(Sanitized::new(&mut out, Replacement::JsonEscape));
                let mut rows = Rows::new(Format::Json, texts, None, &mut out);
                fill(&mut rows)?;
                rows.finish()?;
                out.flush()?;
            }
            Form::Html => {
                let mut rows = HtmlRows::new(&mut out, texts, &caption.title, caption.head.as_ref());
                fill(&mut rows)?;
                rows.finish()?;
            }
            Form::Xlsx => {
                let mut rows = XlsxRows::new(texts, &caption.title, folder(path))?;
                fill(&mut rows)?;
                bar.close();
                packed = Some(rows.finish(&mut out)?);
            }
        }
        Ok(out.flush()?)
    });
    bar.end();
    replaced?;
    let (answer, rows) = answered.ok_or_else(|| io::Error::other("the answer was not written"))?;
    if let Some(packed) = packed {
        say_packed(packed, session);
    }
    Ok((answer, rows))
}

/// Says how the rows were fitted into a workbook.
fn say_packed(packed: Packed, session: &mut Session) {
    let (Packed { sheets, cut }, texts) = (packed, session.texts());
    if sheets > 1 {
        session.say(&t!(texts, "export-sheets", sheets = sheets));
    }
    if cut > 0 {
        session.warn(&t!(texts, "export-texts-cut", count = cut));
    }
}

/// Passes rows on and shows the progress.
struct WithProgress<'s> {
    sink: &'s mut dyn RowSink,
    bar: &'s mut Bar,
    rows: u64,
    total: u64,
}

impl RowSink for WithProgress<'_> {
    fn expect(&mut self, rows: u64) {
        self.total = rows;
        self.sink.expect(rows);
    }

    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.sink.columns(columns)
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        self.rows += 1;
        if self.rows.is_multiple_of(REPORT_EVERY) {
            self.bar.advance(self.rows, self.rows, self.total);
        }
        self.sink.row(row)
    }

    fn totals(&mut self, totals: &[Totals]) -> io::Result<()> {
        self.sink.totals(totals)
    }

    fn receipt(&mut self, receipt: &Json) -> io::Result<()> {
        self.sink.receipt(receipt)
    }
}
