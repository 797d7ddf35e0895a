//! Workbooks that are held in memory, in this process or in a sandbox.

use std::path::Path;

use super::cell::DateSystem;
use super::error::Problem;
use super::sandbox::Sandbox;
use super::source::Source;
use super::workbook::Workbook;
use super::{Rows, SheetInfo};
use crate::model::export::Format;

/// A workbook that is open in this process or in a sandbox.
pub(super) enum LoadedBook {
    Here(Box<Workbook>),
    Sandboxed(Box<Sandbox>),
}

impl LoadedBook {
    /// Opens a workbook, in a sandbox if there is a program for it.
    pub(super) fn open(source: &Source, format: Format, sandbox_program: Option<&Path>) -> Result<Self, Problem> {
        Ok(match sandbox_program {
            Some(program) => Self::Sandboxed(Box::new(Sandbox::open(program, source, format)?)),
            None => Self::Here(Box::new(Workbook::open(source, format)?)),
        })
    }

    /// Lists the worksheets, without charts and macros.
    pub(super) fn sheets(&self) -> &[SheetInfo] {
        match self {
            Self::Here(book) => book.sheets(),
            Self::Sandboxed(book) => &book.sheets,
        }
    }

    pub(super) fn date_system(&self) -> DateSystem {
        match self {
            Self::Here(book) => book.date_system(),
            Self::Sandboxed(book) => book.dates,
        }
    }

    /// Starts reading a sheet, by its index.
    pub(super) fn rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        Ok(match self {
            Self::Here(book) => book.rows(sheet)?,
            Self::Sandboxed(book) => Box::new(book.rows(sheet)?),
        })
    }

    /// Tells whether one of the first cells of the sheet is computed by a formula.
    pub(super) fn has_formulas(&mut self, sheet: usize, cells: usize) -> Result<bool, Problem> {
        match self {
            Self::Here(book) => book.has_formulas(sheet, cells),
            Self::Sandboxed(book) => book.has_formulas(sheet, cells),
        }
    }
}
