//! From a file to rows of raw cells.
//!
//! The file is opened once (`source`), its format found by content, the encoding too. Rows are lent one at a time, so memory does
//! not grow with them; a workbook's shared strings are held, and XLS and ODS sheets are read whole. What a file may claim and take
//! is bounded (`limits`); what is held whole is read in a process of its own where there is a helper (`aside`).

mod archive;
mod batch;
mod cell;
mod damage;
#[cfg(test)]
mod differential;
mod encoding;
mod error;
mod events;
mod exact;
mod foreign;
pub(crate) mod limits;
mod ods;
mod ole;
mod parts;
mod quote;
mod reader_errors;
mod records;
mod rich;
pub mod sandbox;
mod scan;
pub mod serial;
#[cfg(test)]
mod shapes;
mod sniff;
mod source;
mod strings;
mod style;
mod suspect;
mod tag;
mod text;
mod values;
mod widths;
mod workbook;
mod xls;
mod xlsb;
mod xlsx;

use std::path::Path;

pub use cell::{Cell, DateSystem, Row, RowBuffer};
pub use damage::{Damage, Excess};
pub use encoding::ForcedEncoding;
pub use error::{Problem, SheetError};
pub use source::{Source, SourceReader};

use crate::model::export::{Encoding, Format};
use exact::Exact;
use text::TextFile;
use xlsb::XlsbBook;
use xlsx::XlsxBook;

/// Bytes of XML that a cell takes, with room.
const CELL_BYTES: usize = 128;

/// Lends the rows of a sheet, in the order of the file.
pub trait Rows {
    /// Reads the next row that has cells; the row lives until the next call.
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem>;

    /// Tells how far reading has come.
    fn progress(&self) -> Progress;
}

/// Tells how much of a file has been read, in units of the reader's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Units read.
    pub done: u64,
    /// Units in all; an estimate where the file does not say.
    pub total: u64,
    /// Rows that an exact reader has read: none where a faster one knows the shapes of the file, all of XLS, XLSB and ODS.
    pub exact_rows: u64,
}

impl Progress {
    /// Adds how far reading has come in the next sheet.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        Self {
            done: self.done + next.done,
            total: self.total + next.total,
            exact_rows: self.exact_rows + next.exact_rows,
        }
    }
}

/// Names a sheet of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    /// The name; delimited text is one sheet without one.
    pub name: Option<String>,
    /// Whether a spreadsheet program shows it.
    pub visible: bool,
}

enum Inner {
    Text(TextFile),
    Xlsx(Box<XlsxBook>),
    Xlsb(XlsbBook),
    Workbook(Exact),
}

/// Holds an open file of whatever format.
pub struct Book {
    source: Source,
    format: Format,
    unpacked: u64,
    sheets: Vec<SheetInfo>,
    inner: Inner,
}

impl Book {
    /// Opens a file, finding out its format and encoding.
    pub fn open(path: &Path, encoding: Option<ForcedEncoding>) -> Result<Self, SheetError> {
        Self::open_with(path, encoding, None)
    }

    /// Opens a file as [`Book::open`] does, with a helper at hand.
    ///
    /// `helper` is a program that hands [`aside::COMMAND`] on to [`aside::serve`]: it reads what this process had better not,
    /// which are old and odd formats. Without one they are read here, where a hostile file can take all memory or end the process.
    pub fn open_with(
        path: &Path,
        encoding: Option<ForcedEncoding>,
        sandbox_program: Option<&Path>,
    ) -> Result<Self, SheetError> {
        let source = Source::open(path).map_err(|problem| problem.at(path))?;
        Self::open_source(&source, encoding, sandbox_program)
    }

    /// Opens a file as [`Book::open_with`] does, which was opened before.
    ///
    /// Whoever keeps rows asks [`Source::check_unchanged`] of [`Book::source`] when all were read.
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
                let workbook = Exact::open(source, format, sandbox_program)?;
                let sheets = workbook.sheets().to_vec();
                (Inner::Workbook(workbook), sheets)
            }
        };
        limits::check_sheets(sheets.len())?;
        Ok(Self { source: source.clone(), format, unpacked, sheets, inner })
    }

    /// Returns the file that is being read.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Returns the path the file was opened from.
    pub fn path(&self) -> &Path {
        self.source.path()
    }

    /// Returns how many bytes there are once the file is unpacked.
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

    /// Lists the delimiters that text may be split at, the likeliest first; none for workbooks.
    pub fn delimiters(&self) -> &'static [char] {
        match &self.inner {
            Inner::Text(_) => &[',', '\t', ';'],
            Inner::Xlsx(_) | Inner::Xlsb(_) | Inner::Workbook(_) => &[],
        }
    }

    /// Chooses the delimiter that text is split at from here on.
    pub fn set_delimiter(&mut self, delimiter: char) {
        if let (Inner::Text(text), Ok(delimiter)) = (&mut self.inner, u8::try_from(delimiter)) {
            text.delimiter = delimiter;
            text.width = None;
        }
    }

    /// Says how many cells the header of text has, by which its records are told from here on.
    pub fn set_width(&mut self, width: usize) {
        if let Inner::Text(text) = &mut self.inner {
            text.width = Some(width);
        }
    }

    /// Lists the sheets, hidden ones too.
    pub fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    /// Returns what serial dates count from.
    pub fn date_system(&self) -> DateSystem {
        match &self.inner {
            Inner::Text(_) => DateSystem::From1900,
            Inner::Xlsx(book) => book.date_system(),
            Inner::Xlsb(book) => book.dates,
            Inner::Workbook(workbook) => workbook.date_system(),
        }
    }

    /// Starts reading a sheet, named by its place in [`Book::sheets`], from the top.
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
