//! Reports as files: a workbook with what a reader has to know on a sheet of its own, or rows as CSV. Their columns are those of the page.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};

use shopkit::kit::Shops;
use shopkit::model::summary::Days;
use shopkit::model::table::{Datum, RowSink};
use shopkit::report::named::{ReportOptions, Takes};
use shopkit::t;
use shopkit::texts::Texts;
use tempfile::TempDir;

use super::error::PageError;
use super::reply::{Content, Reply};
use super::request::Request;
use crate::front::csv::CsvRows;
use crate::front::views::report::ReportView;
use crate::front::xlsx::XlsxRows;

/// The media type of CSV.
pub const CSV: &str = "text/csv";

/// The media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The longest name of a shop within that of a file, in letters.
const LONGEST_NAME: usize = 40;

/// Replies with a report as a file of a kind.
pub fn file(
    view: &ReportView,
    shops: &Shops,
    options: &ReportOptions,
    ending: &str,
    request: &Request,
) -> Result<Reply, PageError> {
    let texts = request.texts();
    let (days, name) = (days(view, options), view.report.name());
    let ascii = match days {
        Some(Days { first, last }) if first == last => format!("{name}-{first}.{ending}"),
        Some(Days { first, last }) => format!("{name}-{first}-{last}.{ending}"),
        None => format!("{name}.{ending}"),
    };
    let readers_name = format!("{}.{ending}", full_name(view, shops, days, texts));
    let write = |rows: &mut dyn RowSink| Ok(view.table.write_to(rows)?);
    let (kind, (file, folder)) = match ending {
        "csv" => (CSV, csv(request, write)?),
        "xlsx" => (XLSX, noted_workbook(request, &view.head.title, &notes(view, texts), write)?),
        _ => return Err(PageError::NoPage),
    };
    Ok(Reply::download_as(kind, &ascii, &readers_name, Content::File(file, folder)))
}

/// Returns the days that the file is about: those asked for, else those of the data; a report as of a moment has its day.
fn days(view: &ReportView, options: &ReportOptions) -> Option<Days> {
    if view.report.takes().contains(&Takes::Period) {
        let asked = options.from.zip(options.to).map(|(first, last)| Days { first, last });
        return asked.or(view.period);
    }
    view.as_of.map(|day| Days { first: day, last: day })
}

/// Returns the name of the file in the reader's language: the report, the shops and the days.
fn full_name(view: &ReportView, shops: &Shops, days: Option<Days>, texts: Texts) -> String {
    let shop = match shops {
        Shops::One(_) => view.shop.clone(),
        Shops::All => t!(texts, "page-shops-all"),
        Shops::Group(name) => name.clone(),
    };
    let days = days.map(|Days { first, last }| {
        if first == last { first.to_string() } else { t!(texts, "page-file-days", first = first, last = last) }
    });
    let parts = [Some(safe(&view.head.title)), Some(safe(&shop)), days];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// Leaves out what no system takes in the name of a file, and what would let a name look like another.
pub fn safe(text: &str) -> String {
    let is_safe = |c: &char| {
        !c.is_control()
            && !"\\/:*?\"<>|".contains(*c)
            // Marks without width, and those that turn the direction of what follows.
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let name: String = text.chars().filter(is_safe).take(LONGEST_NAME).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

/// Lists what goes with the rows: the report and what it is about, the totals, and the notes.
fn notes(view: &ReportView, texts: Texts) -> Vec<Vec<Datum>> {
    let line = |text: String| vec![Datum::Text(text)];
    let mut lines = vec![line(view.head.title.clone()), line(view.head.scope.clone())];
    for totals in view.table.totals.iter().flatten() {
        let of = totals.of.as_ref().map(|(_, word)| Datum::Word(*word));
        let sums = view.table.columns.iter().filter_map(|column| {
            let (_, sum) = totals.sums.iter().find(|(key, _)| *key == column.key)?;
            let name = t!(texts, "page-file-total", column = texts.heading(column));
            Some([Some(Datum::Text(name)), Some(sum.clone()), of.clone()].into_iter().flatten().collect())
        });
        lines.extend(sums);
    }
    lines.extend(view.head.notes.iter().map(|note| {
        line(if note.is_warning { t!(texts, "export-warning", text = &note.text) } else { note.text.clone() })
    }));
    lines
}

/// Writes rows as CSV for people, into a file that is removed with its folder.
pub fn csv(
    request: &Request,
    fill: impl FnOnce(&mut dyn RowSink) -> Result<(), PageError>,
) -> Result<(File, TempDir), PageError> {
    let folder = request.state.folder()?;
    let mut written = tempfile::tempfile_in(folder.path())?;
    let mut out = BufWriter::new(&mut written);
    let mut rows = CsvRows::for_readers(&mut out, request.texts())?;
    fill(&mut rows)?;
    rows.finish()?;
    out.flush()?;
    drop(out);
    written.rewind()?;
    Ok((written, folder))
}

/// Writes rows into a workbook, which is removed with its folder.
pub fn workbook(
    request: &Request,
    title: &str,
    fill: impl FnOnce(&mut dyn RowSink) -> Result<(), PageError>,
) -> Result<(File, TempDir), PageError> {
    noted_workbook(request, title, &[], fill)
}

fn noted_workbook(
    request: &Request,
    title: &str,
    notes: &[Vec<Datum>],
    fill: impl FnOnce(&mut dyn RowSink) -> Result<(), PageError>,
) -> Result<(File, TempDir), PageError> {
    let (folder, texts) = (request.state.folder()?, request.texts());
    let mut book = tempfile::tempfile_in(folder.path())?;
    let mut rows = XlsxRows::new(texts, title, folder.path())?;
    fill(&mut rows)?;
    if !notes.is_empty() {
        rows.notes(&t!(texts, "page-file-notes"), notes)?;
    }
    let mut out = BufWriter::new(&mut book);
    rows.finish(&mut out)?;
    out.flush()?;
    drop(out);
    book.rewind()?;
    Ok((book, folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_nothing_that_a_system_refuses_or_a_reader_misses() {
        for (text, wanted) in [
            ("旗舰店", "旗舰店"),
            ("a/b\\c:d*e?f\"g<h>i|j", "abcdefghij"),
            ("..", ""),
            (" 店. ", "店"),
            ("x\u{202e}fdp\u{0}\n", "xfdp"),
        ] {
            assert_eq!(safe(text), wanted, "{text:?}");
        }
        assert_eq!(safe(&"长".repeat(200)).chars().count(), LONGEST_NAME);
    }
}
