//! What a file is, without importing it.

use std::path::Path;

use super::clock;
use super::error::KitError;
use super::import::ImportOptions;
use crate::import::{Binder, Bound, Plan, SAMPLE_ROWS};
use crate::model::record::Record;
use crate::model::reject::{Reject, Warning};
use crate::model::time::Stamp;
use crate::sheet::{Book, SheetInfo};

/// Holds what a look at the top of a file shows.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// How the file would be read.
    pub plan: Plan,
    /// All its sheets.
    pub sheets: Vec<SheetInfo>,
    /// The delimiter of delimited text.
    pub delimiter: Option<char>,
    /// When the export was made.
    pub exported_at: Stamp,
    /// The number of rows that were looked at.
    pub rows: usize,
    /// Whether that was the whole sheet.
    pub complete: bool,
    /// The rows among them that an import would reject. Repeated ids are found on import only.
    pub rejects: Vec<Reject>,
    /// What is worth a look.
    pub warnings: Vec<Warning>,
    /// The headers that no alias knows, in the order of the file.
    pub unknown_columns: Vec<String>,
}

/// Looks at the top of a file: what it is, what its columns are, and what is wrong with its first rows.
pub fn inspect(path: &Path, options: &ImportOptions) -> Result<Inspection, KitError> {
    let mut book = Book::open_with(path, options.encoding, options.helper.as_deref())?;
    let plan = crate::import::plan(&mut book, options.sheet.as_deref(), options.kind)?;
    let mut binder = Binder::new(&plan, plan.profile.grain);
    let mut record = Record::new();
    let mut rejects = Vec::new();
    let mut rows = 0;
    let mut reader = book.rows(plan.sheet)?;
    let complete = loop {
        let Some(row) = reader.next_row().map_err(|problem| problem.at(path))? else { break true };
        if rows == SAMPLE_ROWS {
            break false;
        }
        record.clear();
        match binder.bind(row, &mut record) {
            Bound::Header | Bound::Blank => {}
            Bound::Reject(reject) => {
                rows += 1;
                rejects.push(reject);
            }
            Bound::Record | Bound::OtherGrain => rows += 1,
        }
    };
    let warnings = binder.warnings();
    let unknown_columns = binder.unknown_columns();
    drop(reader);
    Ok(Inspection {
        sheets: book.sheets().to_vec(),
        delimiter: book.delimiter(),
        exported_at: clock::exported_at(path, options.exported_at).0,
        rows,
        complete,
        rejects,
        warnings,
        unknown_columns,
        plan,
    })
}
