//! Answers as a workbook, written in constant memory.

use std::io::{self, Write};
use std::path::Path;

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use shopkit::model::formula_guard;
use shopkit::model::table::{Column, Datum, RowSink};
use shopkit::texts::Texts;

use super::datum::{plain, readable};
use super::panics;
use super::text::width;

/// The most rows of a sheet, with its header.
const SHEET_ROWS: u32 = 1_048_576;

/// The most UTF-16 units of a cell.
const CELL_UNITS: usize = 32_767;

/// Numbers from here on have more digits than a spreadsheet keeps and are written as text.
const INEXACT: u64 = 1_000_000_000_000_000;

/// How many rows the widths of columns are measured by.
const MEASURED_ROWS: u32 = 200;

/// The narrowest and the widest column, in digits.
const WIDTHS: (usize, usize) = (8, 48);

/// Tells how an answer was fitted into a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packed {
    /// How many sheets the rows take.
    pub sheets: u32,
    /// How many texts were cut because they are longer than a cell can be.
    pub cut: u64,
}

/// The width of notes, in digits.
const NOTE_WIDTH: f64 = 90.0;

/// Holds the formats of amounts, shares and notes.
struct Formats {
    money: Format,
    share: Format,
    note: Format,
}

/// Writes an answer row by row into a workbook; where a sheet is full, the rows go on in another.
pub struct XlsxRows {
    book: Workbook,
    texts: Texts,
    title: String,
    header: Format,
    formats: Formats,
    headings: Vec<String>,
    /// The widest cell of each column among the rows that were measured, in digits.
    widths: Vec<usize>,
    sheet: Option<Worksheet>,
    sheets: u32,
    sheet_rows: u32,
    /// The next row of the sheet.
    next: u32,
    cut: u64,
}

impl XlsxRows {
    /// Starts a workbook. The rows go to a nameless file in `folder` until the workbook is packed.
    pub fn new(texts: Texts, title: &str, folder: &Path) -> io::Result<Self> {
        let mut book = Workbook::new();
        book.set_tempdir(folder).map_err(io_error)?;
        // A million rows of many columns come close to 4 GB before they are packed.
        book.use_zip_large_file(true);
        Ok(Self {
            book,
            texts,
            title: title.to_owned(),
            header: Format::new().set_bold(),
            formats: Formats {
                money: Format::new().set_num_format("0.00"),
                share: Format::new().set_num_format("0.0%"),
                note: Format::new().set_text_wrap(),
            },
            headings: Vec::new(),
            widths: Vec::new(),
            sheet: None,
            sheets: 0,
            sheet_rows: SHEET_ROWS,
            next: 0,
            cut: 0,
        })
    }

    /// Adds a sheet of lines, of which the first is a heading. No rows can follow.
    pub fn notes(&mut self, name: &str, lines: &[Vec<Datum>]) -> io::Result<()> {
        self.end_sheet()?;
        let mut sheet = self.book.new_worksheet_with_constant_memory().map_err(io_error)?;
        let (texts, formats, header) = (self.texts, &self.formats, &self.header);
        caught(|| {
            sheet.set_name(name)?.set_column_width(0, NOTE_WIDTH)?;
            for (number, line) in (0..).zip(lines) {
                match line.as_slice() {
                    [Datum::Text(text)] if number == 0 => {
                        sheet.write_string_with_format(number, 0, cut(text), header)?;
                    }
                    [Datum::Text(text)] => {
                        sheet.write_string_with_format(number, 0, cut(text), &formats.note)?;
                    }
                    cells => (0..)
                        .zip(cells)
                        .try_for_each(|(column, datum)| write(&mut sheet, (number, column), datum, texts, formats))?,
                }
            }
            Ok(())
        })?;
        self.book.push_worksheet(sheet);
        Ok(())
    }

    /// Ends the workbook and writes it.
    pub fn finish(mut self, out: &mut (dyn Write + Send)) -> io::Result<Packed> {
        self.end_sheet()?;
        let mut out = KeepingError { out, failed: None };
        caught(|| self.book.save_to_writer(&mut out))?;
        out.failed.map_or(Ok(Packed { sheets: self.sheets, cut: self.cut }), Err)
    }

    fn begin_sheet(&mut self) -> io::Result<()> {
        self.sheets += 1;
        let name = if self.sheets == 1 { self.title.clone() } else { format!("{} {}", self.title, self.sheets) };
        let mut sheet = self.book.new_worksheet_with_constant_memory().map_err(io_error)?;
        caught(|| {
            sheet.set_name(name)?.set_freeze_panes(1, 0)?;
            for (column, heading) in (0..).zip(&self.headings) {
                sheet.write_string_with_format(0, column, cut(heading), &self.header)?;
            }
            Ok(())
        })?;
        self.sheet = Some(sheet);
        self.next = 1;
        Ok(())
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        let Some(mut sheet) = self.sheet.take() else { return Ok(()) };
        caught(|| {
            for (column, width) in (0_u16..).zip(&self.widths) {
                let width = u32::try_from((*width).clamp(WIDTHS.0, WIDTHS.1)).unwrap_or_default();
                sheet.set_column_width(column, f64::from(width) + 2.0)?;
            }
            if let Some(last) = u16::try_from(self.headings.len()).ok().and_then(|columns| columns.checked_sub(1)) {
                sheet.autofilter(0, 0, self.next - 1, last)?;
            }
            Ok(())
        })?;
        self.book.push_worksheet(sheet);
        Ok(())
    }

    fn measure(&mut self, row: &[Datum]) {
        for (widest, datum) in self.widths.iter_mut().zip(row) {
            *widest = (*widest).max(width(&cell_text(datum, self.texts)));
        }
    }
}

impl RowSink for XlsxRows {
    fn columns(&mut self, columns: &[Column]) -> io::Result<()> {
        self.headings = columns.iter().map(|column| self.texts.heading(column)).collect();
        // The button of the filter takes two digits of the cell.
        self.widths = self.headings.iter().map(|heading| width(heading) + 2).collect();
        self.begin_sheet()
    }

    fn row(&mut self, row: &[Datum]) -> io::Result<()> {
        if self.next == self.sheet_rows {
            self.end_sheet()?;
            self.begin_sheet()?;
        }
        if self.sheets == 1 && self.next <= MEASURED_ROWS {
            self.measure(row);
        }
        let Some(sheet) = &mut self.sheet else { return Err(io::Error::other("a row came before the columns")) };
        let (number, texts, formats) = (self.next, self.texts, &self.formats);
        caught(|| {
            (0..).zip(row).try_for_each(|(column, datum)| write(sheet, (number, column), datum, texts, formats))
        })?;
        self.next += 1;
        let is_cut = |datum: &&Datum| matches!(datum, Datum::Text(text) if cut(text).len() < text.len());
        self.cut += row.iter().filter(is_cut).count() as u64;
        Ok(())
    }
}

/// Writes a cell: numbers as numbers where none of their digits is lost, all else as text, which is never a formula.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    datum: &Datum,
    texts: Texts,
    formats: &Formats,
) -> Result<(), XlsxError> {
    #[expect(clippy::cast_precision_loss, reason = "whole numbers below INEXACT are exact")]
    match datum {
        Datum::Null => {}
        Datum::Int(number) if number.unsigned_abs() < INEXACT => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Datum::Money(fen) if fen.0.unsigned_abs() < INEXACT => {
            sheet.write_number_with_format(row, column, fen.0 as f64 / 100.0, &formats.money)?;
        }
        Datum::Real(number) if number.is_finite() => {
            sheet.write_number(row, column, *number)?;
        }
        Datum::Share(share) if share.is_finite() => {
            sheet.write_number_with_format(row, column, *share, &formats.share)?;
        }
        // An importer takes a leading `'` for a guard, so a text that begins with one gets another.
        Datum::Text(text) if text.starts_with('\'') => {
            sheet.write_string(row, column, cut(&formula_guard::guard_formula(text)))?;
        }
        other => {
            sheet.write_string(row, column, cut(&cell_text(other, texts)))?;
        }
    }
    Ok(())
}

/// Writes a value as a cell shows it: words in the reader's language, numbers without separators.
fn cell_text(datum: &Datum, texts: Texts) -> String {
    match datum {
        Datum::Word(_) | Datum::Share(_) | Datum::Partial(..) => readable(datum, texts),
        other => plain(other),
    }
}

/// Cuts a text to what a cell can hold.
fn cut(text: &str) -> &str {
    // A character has no more UTF-16 units than bytes.
    if text.len() <= CELL_UNITS {
        return text;
    }
    let mut units = 0;
    let fits = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL_UNITS
    });
    &text[..fits.map_or(text.len(), |(end, _)| end)]
}

/// Runs the writer of workbooks, which panics where its temporary file cannot be written.
fn caught<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    panics::caught(work).map_err(io::Error::other)?.map_err(io_error)
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        other => io::Error::other(other),
    }
}

/// Takes every byte and keeps the first error of writing, since the writer of archives prints errors to the standard error.
struct KeepingError<'w> {
    out: &'w mut (dyn Write + Send),
    failed: Option<io::Error>,
}

impl Write for KeepingError<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed.is_none() {
            self.failed = self.out.write_all(bytes).err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};
    use shopkit::model::lang::Lang;
    use shopkit::model::money::Fen;

    use super::*;

    /// Names of sheets and their cells.
    type Sheets = Vec<(String, Vec<Vec<Data>>)>;

    /// Writes rows and reads the sheets back.
    fn sheets(sheet_rows: u32, rows: &[Vec<Datum>]) -> (Packed, Sheets) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut answer = XlsxRows::new(Texts::command(Lang::En), "Answer", folder.path()).expect("a workbook");
        answer.sheet_rows = sheet_rows;
        answer.columns(&[Column::plain("n")]).expect("a temporary file");
        for row in rows {
            answer.row(row).expect("a temporary file");
        }
        let mut bytes = Vec::new();
        let packed = answer.finish(&mut bytes).expect("memory");
        let mut book = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
        let cells = |sheet: calamine::Range<Data>| sheet.rows().map(<[Data]>::to_vec).collect();
        (packed, book.worksheets().into_iter().map(|(name, sheet)| (name, cells(sheet))).collect())
    }

    #[test]
    fn full_sheets_go_on_under_the_same_header() {
        let rows: Vec<_> = (1..=5).map(|n| vec![Datum::Int(n)]).collect();
        let text = |text: &str| Data::String(text.to_owned());
        let sheet = |name: &str, numbers: &[f64]| {
            let cells = numbers.iter().map(|number| vec![Data::Float(*number)]);
            (name.to_owned(), std::iter::once(vec![text("n")]).chain(cells).collect::<Vec<_>>())
        };
        let want = [sheet("Answer", &[1.0, 2.0]), sheet("Answer 2", &[3.0, 4.0]), sheet("Answer 3", &[5.0])];
        assert_eq!(sheets(3, &rows), (Packed { sheets: 3, cut: 0 }, want.to_vec()));
        assert_eq!(sheets(3, &rows[..2]).1, want[..1]);
        assert_eq!(sheets(3, &[]).1, [sheet("Answer", &[])]);
    }

    #[test]
    fn numbers_lose_no_digit_and_long_texts_are_cut() {
        let cell = |datum: Datum| sheets(SHEET_ROWS, &[vec![datum]]).1[0].1[1][0].clone();
        assert_eq!(cell(Datum::Money(Fen(99_999_999_999_999))), Data::Float(999_999_999_999.99));
        assert_eq!(cell(Datum::Money(Fen(1_000_000_000_000_001))), Data::String("10000000000000.01".to_owned()));
        assert_eq!(cell(Datum::Int(-999_999_999_999_999)), Data::Float(-999_999_999_999_999.0));
        assert_eq!(cell(Datum::Int(6_926_181_657_396_269_909)), Data::String("6926181657396269909".to_owned()));
        assert_eq!(cell(Datum::Real(f64::INFINITY)), Data::String("inf".to_owned()));
        let long = |letter: &str, count| Data::String(letter.repeat(count));
        assert_eq!(cell(Datum::Text("长".repeat(40_000))), long("长", CELL_UNITS));
        assert_eq!(sheets(SHEET_ROWS, &[vec![Datum::Text("长".repeat(40_000))]]).0, Packed { sheets: 1, cut: 1 });
        assert_eq!(cell(Datum::Text("😀".repeat(40_000))), long("😀", CELL_UNITS / 2));
    }

    #[test]
    fn a_file_that_cannot_be_written_is_an_error() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        let mut answer = XlsxRows::new(Texts::command(Lang::En), "Answer", folder.path()).expect("a workbook");
        answer.columns(&[Column::plain("n")]).expect("a temporary file");
        let error = answer.finish(&mut Full).expect_err("a full disk");
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert!(XlsxRows::new(Texts::command(Lang::En), "Answer", &folder.path().join("none")).is_err());
    }
}
