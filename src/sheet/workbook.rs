//! Workbooks whose readers hold them in memory: XLS and ODS.

use super::cell::DateSystem;
use super::error::Problem;
use super::ods::OdsBook;
use super::source::Source;
use super::xls::XlsBook;
use super::{CELL_BYTES, Rows, SheetInfo};
use crate::model::export::Format;

/// An open workbook.
pub(super) enum Workbook {
    Xls(Box<XlsBook>),
    Ods(OdsBook),
}

impl Workbook {
    pub(super) fn open(source: &Source, format: Format) -> Result<Self, Problem> {
        match format {
            Format::Xls => XlsBook::open(source).map(Box::new).map(Self::Xls),
            Format::Ods => OdsBook::open(source).map(Self::Ods),
            other => Err(Problem::UnknownFormat(other.as_str())),
        }
    }

    /// Lists the worksheets, without charts and macros.
    pub(super) fn sheets(&self) -> &[SheetInfo] {
        match self {
            Self::Xls(book) => &book.sheets,
            Self::Ods(book) => &book.sheets,
        }
    }

    pub(super) fn date_system(&self) -> DateSystem {
        match self {
            Self::Xls(book) => book.date_system(),
            Self::Ods(_) => DateSystem::From1900,
        }
    }

    /// Starts reading a sheet, by its index.
    pub(super) fn rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        Ok(match self {
            Self::Xls(book) => Box::new(book.rows(sheet)?),
            Self::Ods(book) => Box::new(book.rows(sheet)),
        })
    }

    /// Tells whether one of the first cells of the sheet is computed by a formula.
    pub(super) fn has_formulas(&mut self, sheet: usize, cells: usize) -> Result<bool, Problem> {
        match self {
            Self::Xls(book) => book.has_formulas(sheet),
            Self::Ods(book) => Ok(book.has_formulas(sheet, cells.saturating_mul(CELL_BYTES))),
        }
    }
}
