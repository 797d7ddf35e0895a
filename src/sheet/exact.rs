//! Workbooks that are held whole, here or aside.

use std::path::Path;

use super::aside::Aside;
use super::cell::DateSystem;
use super::error::Problem;
use super::source::Source;
use super::workbook::Workbook;
use super::{Rows, SheetInfo};
use crate::model::export::Format;

/// Holds a workbook in this process or in one of its own.
pub(super) enum Exact {
    Here(Box<Workbook>),
    Aside(Box<Aside>),
}

impl Exact {
    /// Opens a workbook, aside where there is a helper.
    pub(super) fn open(source: &Source, format: Format, helper: Option<&Path>) -> Result<Self, Problem> {
        Ok(match helper {
            Some(helper) => Self::Aside(Box::new(Aside::open(helper, source, format)?)),
            None => Self::Here(Box::new(Workbook::open(source, format)?)),
        })
    }

    /// Lists the worksheets; charts and macros are left out.
    pub(super) fn sheets(&self) -> &[SheetInfo] {
        match self {
            Self::Here(book) => book.sheets(),
            Self::Aside(book) => &book.sheets,
        }
    }

    pub(super) fn date_system(&self) -> DateSystem {
        match self {
            Self::Here(book) => book.date_system(),
            Self::Aside(book) => book.dates,
        }
    }

    /// Starts reading a sheet, named by its place.
    pub(super) fn rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        Ok(match self {
            Self::Here(book) => book.rows(sheet)?,
            Self::Aside(book) => Box::new(book.rows(sheet)?),
        })
    }

    /// Tells whether one of the first cells of the sheet is computed by a formula.
    pub(super) fn has_formulas(&mut self, sheet: usize, cells: usize) -> Result<bool, Problem> {
        match self {
            Self::Here(book) => book.has_formulas(sheet, cells),
            Self::Aside(book) => book.has_formulas(sheet, cells),
        }
    }
}
