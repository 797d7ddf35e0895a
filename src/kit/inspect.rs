//! What a file is, without importing it.

use std::collections::HashMap;
use std::path::Path;

use super::clock;
use super::error::KitError;
use super::import::ImportOptions;
use super::terms::export_cap;
use crate::import::{
    Binder, BoundRow, HEADER_WITHIN, HeaderRow, ImportError, Plan, PlanChange, RowSource, conflict, has_content,
    header_row,
};
use crate::model::entry::{self, RepeatedKey};
use crate::model::export::{Encoding, Format};
use crate::model::record::{Fingerprint, Record};
use crate::model::reject::{Reject, Warning};
use crate::model::time::Stamp;
use crate::sheet::Book;

/// The most rejected rows that are kept.
const MOST_REJECTS: usize = 100;

/// Holds what an inspection of a file shows, whatever the file is.
#[derive(Debug)]
pub struct Inspection {
    /// The format, by content.
    pub format: Format,
    /// The encoding of delimited text.
    pub encoding: Option<Encoding>,
    /// The delimiter of delimited text.
    pub delimiter: Option<char>,
    /// When the export was made.
    pub exported_at: Stamp,
    /// All its sheets.
    pub sheets: Vec<SheetLook>,
    /// What the export in it is, or why there is none.
    pub export: Result<ExportLook, ImportError>,
}

/// Holds what an inspection of a sheet shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLook {
    /// The name; delimited text is one sheet without one.
    pub name: Option<String>,
    /// Whether a spreadsheet program shows it.
    pub visible: bool,
    /// The rows with content.
    pub rows: u64,
    /// The columns up to the last one with content.
    pub columns: usize,
    /// The rows at its top that look like a header.
    pub headers: Vec<HeaderRow>,
}

/// Holds what an import of the file would find.
#[derive(Debug)]
pub struct ExportLook {
    /// How it would be read.
    pub plan: Plan,
    /// The number of its rows.
    pub rows: u64,
    /// The number of them that an import would reject.
    pub rejected: u64,
    /// The first of these.
    pub rejects: Vec<Reject>,
    /// What is worth a look.
    pub warnings: Vec<Warning>,
    /// The headers that no alias knows, in the order of the file.
    pub unknown_columns: Vec<String>,
}

/// Looks at a file: what it is, what its columns are, and which of its rows an import would reject.
pub fn inspect(path: &Path, options: &ImportOptions) -> Result<Inspection, KitError> {
    let mut book = Book::open_with(path, options.encoding, options.sandbox.as_deref())?;
    let exported_at = clock::exported_at(path, options.exported_at).0;
    let export = match crate::import::plan(&mut book, options.sheet.as_deref(), options.kind, clock::now()) {
        Ok(plan) => Ok(export_look(&mut book, plan, export_cap(exported_at.day()))?),
        Err(ImportError::Sheet(error)) => return Err(error.into()),
        Err(other) => Err(other),
    };
    let sheets = (0..book.sheets().len()).map(|sheet| sheet_look(&mut book, sheet)).collect::<Result<_, _>>()?;
    Ok(Inspection {
        format: book.format(),
        encoding: book.encoding(),
        delimiter: book.delimiter(),
        exported_at,
        sheets,
        export,
    })
}

fn sheet_look(book: &mut Book, sheet: usize) -> Result<SheetLook, KitError> {
    let info = book.sheets()[sheet].clone();
    let path = book.path().to_owned();
    let mut reader = book.rows(sheet)?;
    let mut look = SheetLook { name: info.name, visible: info.visible, rows: 0, columns: 0, headers: Vec::new() };
    let mut met = 0;
    while let Some(row) = reader.next_row().map_err(|problem| problem.at(&path))? {
        if met < HEADER_WITHIN {
            look.headers.extend(header_row(row));
        }
        met += 1;
        if let Some((last, _)) = row.cells().rev().find(|(_, cell)| has_content(*cell)) {
            look.rows += 1;
            look.columns = look.columns.max(last + 1);
        }
    }
    Ok(look)
}

/// Reads the rows as an import does, again where they show something against the plan.
fn export_look(book: &mut Book, mut plan: Plan, export_cap: u64) -> Result<ExportLook, KitError> {
    loop {
        let mut found = Found::default();
        let mut binder = Binder::new(&plan, clock::now());
        let change = found.read(book, &plan, &mut binder)?.or_else(|| binder.plan_change());
        if let Some(change) = change {
            plan.apply(change);
            continue;
        }
        let (warnings, unknown_columns) = (binder.warnings(export_cap), binder.unknown_columns());
        let Found { rows, rejected, rejects, .. } = found;
        return Ok(ExportLook { plan, rows, rejected, rejects, warnings, unknown_columns });
    }
}

/// Holds what the rows have shown so far.
#[derive(Default)]
struct Found {
    rows: u64,
    rejected: u64,
    rejects: Vec<Reject>,
    /// What the first row of each key says.
    keys: HashMap<String, Fingerprint>,
}

impl Found {
    /// Reads all rows, as far as none shows something against the plan.
    fn read(&mut self, book: &mut Book, plan: &Plan, binder: &mut Binder<'_>) -> Result<Option<PlanChange>, KitError> {
        let path = book.path().to_owned();
        let mut record = Record::new();
        for (index, sheet) in plan.sheets.iter().enumerate() {
            let mut reader = book.rows(sheet.index)?;
            binder.start(sheet);
            while let Some(row) = reader.next_row().map_err(|problem| problem.at(&path))? {
                record.clear();
                match binder.bind(row, &mut record) {
                    BoundRow::Header | BoundRow::Blank => {}
                    BoundRow::Replan(change) => return Ok(Some(change)),
                    BoundRow::Reject(reject) => self.reject(reject),
                    BoundRow::Record => {
                        let source = RowSource { sheet: index, row: row.number, shape: binder.shape() };
                        self.record(plan, source, &record);
                    }
                }
            }
        }
        Ok(None)
    }

    fn reject(&mut self, reject: Reject) {
        (self.rows, self.rejected) = (self.rows + 1, self.rejected + 1);
        if self.rejects.len() < MOST_REJECTS {
            self.rejects.push(reject);
        }
    }

    /// Counts a record; one with the key of an earlier row and other content is a reject.
    fn record(&mut self, plan: &Plan, source: RowSource, record: &Record) {
        let may_repeat = entry::repeated_key(plan.facts.kind) != RepeatedKey::Conflict;
        match self.keys.get(record.key()) {
            Some(print) if *print != record.fingerprint && !may_repeat => {
                self.reject(conflict(plan, &source, record.key()));
            }
            Some(_) => self.rows += 1,
            None => {
                self.keys.insert(record.key().to_owned(), record.fingerprint);
                self.rows += 1;
            }
        }
    }
}
