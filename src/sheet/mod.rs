//! Reads files into rows of raw cells.
//!
//! A file is opened once (`source`). Its format and encoding are detected by content. Rows are borrowed one at a time, so memory does
//! not grow with their number. The shared strings of a workbook are held in memory, and so are whole sheets of XLS and ODS. The content
//! and resources of a file are limited (`limits`). XLS and ODS are read in a separate process if possible (`sandbox`).

mod archive;
mod batch;
mod cell;
mod damage;
#[cfg(test)]
mod differential;
mod encoding;
mod entities;
mod error;
mod events;
pub(crate) mod limits;
mod loaded;
mod metered;
mod mixed_encoding;
mod ods;
mod ole;
mod parts;
mod quote;
mod reader_errors;
mod records;
mod rich;
pub mod sandbox;
mod scalars;
mod scan;
pub mod serial;
#[cfg(test)]
mod shapes;
mod sniff;
mod source;
mod strings;
mod style;
mod tag;
mod text;
mod unpacked;
mod values;
mod widths;
mod workbook;
mod xls;
mod xlsb;
mod xlsx;
mod xml_limits;

use std::path::Path;

pub use cell::{Cell, DateSystem, Row, RowBuffer};
pub use damage::{Damage, Excess};
pub use encoding::ForcedEncoding;
pub use error::{Problem, SheetError};
pub use source::{Source, SourceReader};

use crate::model::export::{Encoding, Format};
use loaded::LoadedBook;
use text::TextFile;
use xlsb::XlsbBook;
use xlsx::XlsxBook;

/// A generous estimate of the bytes of XML per cell.
const CELL_BYTES: usize = 128;

/// The rows of a sheet, in the order of the file.
pub trait Rows {
    /// Returns the next row with cells. It is borrowed until the next call.
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem>;

    /// Returns the progress of reading.
    fn progress(&self) -> Progress;
}

/// The progress of reading a file, in units that depend on the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Units read.
    pub done: u64,
    /// The total number of units, which may be an estimate.
    pub total: u64,
    /// The number of rows that the exact reader has read: none if the fast path supports the file, all in XLS, XLSB and ODS.
    pub exact_rows: u64,
}

impl Progress {
    /// Adds the progress in the next sheet.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        Self {
            done: self.done + next.done,
            total: self.total + next.total,
            exact_rows: self.exact_rows + next.exact_rows,
        }
    }
}

/// A sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// The name; delimited text is one sheet without a name.
    pub name: Option<String>,
    /// Whether a spreadsheet program shows it.
    pub visible: bool,
}

enum Inner {
    Text(TextFile),
    Xlsx(Box<XlsxBook>),
    Xlsb(XlsbBook),
    Workbook(LoadedBook),
}

/// An open file of any supported format.
pub struct Book {
    source: Source,
    format: Format,
    unpacked: u64,
    sheets: Vec<SheetInfo>,
    inner: Inner,
}

impl Book {
    /// Opens a file and detects its format and encoding.
    pub fn open(path: &Path, encoding: Option<ForcedEncoding>) -> Result<Self, SheetError> {
        Self::open_with(path, encoding, None)
    }

    /// Opens a file like [`Book::open`], with a program for the sandbox.
    ///
    /// `sandbox_program` is a program that calls [`sandbox::serve`] when it is started with [`sandbox::COMMAND`]. It reads XLS and ODS.
    /// Without it they are read in this process, where a malicious file can use all memory or crash it.
    pub fn open_with(
        path: &Path,
        encoding: Option<ForcedEncoding>,
        sandbox_program: Option<&Path>,
    ) -> Result<Self, SheetError> {
        let source = Source::open(path).map_err(|problem| problem.at(path))?;
        Self::open_source(&source, encoding, sandbox_program)
    }

    /// Opens a file like [`Book::open_with`] from an open source.
    ///
    /// Callers that store rows should call [`Source::check_unchanged`] on [`Book::source`] after reading all of them.
    pub fn open_source(
        source: &Source,
        encoding: Option<ForcedEncoding>,
        sandbox_program: Option<&Path>,
    ) -> Result<Self, SheetError> {
        Self::open_inner(source, encoding, sandbox_program).map_err(|problem| problem.at(source.path()))
    }

    fn open_inner(
        source: &Source,
        encoding: Option<ForcedEncoding>,
        sandbox_program: Option<&Path>,
    ) -> Result<Self, Problem> {
        let (format, unpacked) = sniff::format(source)?;
        let (inner, sheets) = match format {
            Format::Csv => {
                let text = TextFile::open(source, encoding)?;
                (Inner::Text(text), vec![SheetInfo { name: None, visible: true }])
            }
            Format::Xlsx => {
                let book = XlsxBook::open(source)?;
                let sheets = book.sheets().to_vec();
                (Inner::Xlsx(Box::new(book)), sheets)
            }
            Format::Xlsb => {
                let book = XlsbBook::open(source)?;
                let sheets = book.sheets.clone();
                (Inner::Xlsb(book), sheets)
            }
            Format::Xls | Format::Ods => {
                let workbook = LoadedBook::open(source, format, sandbox_program)?;
                let sheets = workbook.sheets().to_vec();
                (Inner::Workbook(workbook), sheets)
            }
        };
        limits::check_sheets(sheets.len())?;
        Ok(Self { source: source.clone(), format, unpacked, sheets, inner })
    }

    /// Returns the source of the file.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        self.source.path()
    }

    /// Returns the size of the unpacked file in bytes.
    pub fn unpacked(&self) -> u64 {
        self.unpacked
    }

    /// Returns the format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Returns the encoding of delimited text.
    pub fn encoding(&self) -> Option<Encoding> {
        match &self.inner {
            Inner::Text(text) => Some(text.encoding),
            Inner::Xlsx(_) | Inner::Xlsb(_) | Inner::Workbook(_) => None,
        }
    }

    /// Returns the delimiter of delimited text.
    pub fn delimiter(&self) -> Option<char> {
        match &self.inner {
            Inner::Text(text) => Some(char::from(text.delimiter)),
            Inner::Xlsx(_) | Inner::Xlsb(_) | Inner::Workbook(_) => None,
        }
    }

    /// Lists the possible delimiters of text, the most likely first. Workbooks have none.
    pub fn delimiters(&self) -> &'static [char] {
        match &self.inner {
            Inner::Text(_) => &[',', '\t', ';'],
            Inner::Xlsx(_) | Inner::Xlsb(_) | Inner::Workbook(_) => &[],
        }
    }

    /// Sets the delimiter of text.
    pub fn set_delimiter(&mut self, delimiter: char) {
        if let (Inner::Text(text), Ok(delimiter)) = (&mut self.inner, u8::try_from(delimiter)) {
            text.delimiter = delimiter;
            text.width = None;
        }
    }

    /// Sets the number of cells of the header of text, which helps to find the ends of records.
    pub fn set_width(&mut self, width: usize) {
        if let Inner::Text(text) = &mut self.inner {
            text.width = Some(width);
        }
    }

    /// Lists the sheets, including hidden ones.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Returns the system of serial dates.
    pub fn date_system(&self) -> DateSystem {
        match &self.inner {
            Inner::Text(_) => DateSystem::From1900,
            Inner::Xlsx(book) => book.date_system(),
            Inner::Xlsb(book) => book.dates,
            Inner::Workbook(workbook) => workbook.date_system(),
        }
    }

    /// Starts reading a sheet from the top, by its index in [`Book::sheets`].
    pub fn rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, SheetError> {
        let path = self.source.path();
        if sheet >= self.sheets.len() {
            return Err(Problem::from(Damage::Missing).at(path));
        }
        let rows: Result<Box<dyn Rows + '_>, Problem> = match &mut self.inner {
            Inner::Text(text) => text.rows(&self.source).map(|rows| Box::new(rows) as Box<dyn Rows>),
            Inner::Xlsx(book) => book.rows(sheet),
            Inner::Xlsb(book) => book.rows(sheet),
            Inner::Workbook(workbook) => workbook.rows(sheet),
        };
        rows.map_err(|problem| problem.at(path))
    }

    /// Tells whether one of the first `cells` cells of a sheet is computed by a formula.
    pub fn has_formulas(&mut self, sheet: usize, cells: usize) -> Result<bool, SheetError> {
        let found = match &mut self.inner {
            Inner::Text(_) => Ok(false),
            Inner::Xlsx(book) => Ok(book.has_formulas(sheet, cells.saturating_mul(CELL_BYTES) as u64)),
            Inner::Xlsb(book) => book.has_formulas(sheet, cells),
            Inner::Workbook(workbook) => workbook.has_formulas(sheet, cells),
        };
        found.map_err(|problem| problem.at(self.source.path()))
    }
}
