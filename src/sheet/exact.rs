//! The exact reader, here or aside: what reads all that the fast lane does not.

use std::path::Path;

use super::aside::Aside;
use super::cell::{DateSystem, Row};
use super::damage::Damage;
use super::error::Problem;
use super::workbook::Workbook;
use super::{Progress, Rows, SheetInfo};
use crate::model::export::Format;

/// Holds a workbook that calamine reads, in this process or in one of its own.
pub(super) enum Exact {
    Here(Box<Workbook>),
    Aside(Box<Aside>),
}

impl Exact {
    /// Opens a workbook, aside where there is a helper.
    pub(super) fn open(path: &Path, format: Format, helper: Option<&Path>) -> Result<Self, Problem> {
        Ok(match helper {
            Some(helper) => Self::Aside(Box::new(Aside::open(helper, path, format)?)),
            None => Self::Here(Box::new(Workbook::open(path, format)?)),
        })
    }

    /// Lists the worksheets; charts and macros are left out.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        match self {
            Self::Here(book) => book.sheets(),
            Self::Aside(book) => book.sheets.clone(),
        }
    }

    pub(super) fn date_system(&self) -> DateSystem {
        match self {
            Self::Here(book) => book.date_system(),
            Self::Aside(book) => book.dates,
        }
    }

    /// Starts reading a sheet behind a row, all of it where that is 0.
    pub(super) fn rows(&mut self, sheet: &str, after: u64) -> Result<Box<dyn Rows + '_>, Problem> {
        Ok(match self {
            Self::Here(book) => Box::new(Behind::new(book.rows(sheet)?, after)),
            Self::Aside(book) => {
                let place = place(book, sheet)?;
                Box::new(book.rows(place, after)?)
            }
        })
    }

    /// Tells whether one of the first cells of the sheet is computed by a formula.
    pub(super) fn has_formulas(&mut self, sheet: &str, cells: usize) -> Result<bool, Problem> {
        match self {
            Self::Here(book) => book.has_formulas(sheet, cells),
            Self::Aside(book) => {
                let place = place(book, sheet)?;
                book.has_formulas(place, cells)
            }
        }
    }
}

fn place(book: &Aside, sheet: &str) -> Result<u32, Problem> {
    let place = book.sheets.iter().position(|info| info.name.as_deref() == Some(sheet));
    place.and_then(|place| u32::try_from(place).ok()).ok_or(Problem::Damaged(Damage::Missing))
}

/// Passes over the rows up to one, which were lent already.
pub(super) struct Behind<'b> {
    rows: Box<dyn Rows + 'b>,
    after: u64,
    passed: u64,
}

impl<'b> Behind<'b> {
    pub(super) fn new(rows: Box<dyn Rows + 'b>, after: u64) -> Self {
        Self { rows, after, passed: 0 }
    }
}

impl Rows for Behind<'_> {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        let mut behind = 0;
        while behind < self.after {
            match self.rows.next_row()? {
                Some(row) => {
                    behind = row.number;
                    self.passed += 1;
                }
                None => return Ok(None),
            }
        }
        self.after = 0;
        self.rows.next_row()
    }

    fn progress(&self) -> Progress {
        let come = self.rows.progress();
        Progress { exact_rows: come.exact_rows.saturating_sub(self.passed), ..come }
    }
}
