//! Rejected rows of an import, stored compactly: each header once per import, and consecutive equal rows as one run.

use std::collections::HashMap;
use std::io;

use rusqlite::{Connection, Row, params};

use super::Store;
use super::error::StoreError;
use crate::model::lang::Explain;
use crate::model::reject::{Reject, RejectCode};

/// Writes the rejected rows of one import within the transaction of its connection.
pub(super) struct RejectWriter<'c> {
    connection: &'c Connection,
    import_id: i64,
    ordinal: i64,
    headers: HashMap<String, i64>,
    /// The run that the next row may continue.
    run: Option<Run>,
}

struct Run {
    reject: Reject,
    sheet: Option<i64>,
    last_row: u64,
}

impl Run {
    /// Tells whether a reject is of the next row and otherwise equal.
    fn is_continued_by(&self, reject: &Reject, sheet: Option<i64>) -> bool {
        let Reject { row, column, header, code, value, .. } = reject;
        *row == self.last_row + 1
            && sheet == self.sheet
            && (column, header, code, value)
                == (&self.reject.column, &self.reject.header, &self.reject.code, &self.reject.value)
    }
}

impl<'c> RejectWriter<'c> {
    pub(super) fn new(connection: &'c Connection, import_id: i64) -> Self {
        Self { connection, import_id, ordinal: 0, headers: HashMap::new(), run: None }
    }

    /// Stores a rejected row; `sheet` is the index of its sheet, if the import has several.
    pub(super) fn put(&mut self, sheet: Option<i64>, reject: &Reject) -> rusqlite::Result<()> {
        if let Some(run) = &mut self.run
            && run.is_continued_by(reject, sheet)
        {
            run.last_row = reject.row;
            return Ok(());
        }
        self.finish()?;
        self.run = Some(Run { reject: reject.clone(), sheet, last_row: reject.row });
        Ok(())
    }

    /// Stores the last run.
    pub(super) fn finish(&mut self) -> rusqlite::Result<()> {
        let Some(Run { reject, sheet, last_row }) = self.run.take() else { return Ok(()) };
        let header = self.header(&reject.header)?;
        self.ordinal += 1;
        self.connection
            .prepare_cached(
                "INSERT INTO stored_rejects
                     (import_id, ordinal, first_row, last_row, sheet, column_letters, header_number, code, value)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                self.import_id,
                self.ordinal,
                reject.row.cast_signed(),
                last_row.cast_signed(),
                sheet,
                reject.column,
                header,
                reject.code.code(),
                reject.value
            ])
            .map(drop)
    }

    /// Returns the number of a header; a new header gets the next number.
    fn header(&mut self, header: &str) -> rusqlite::Result<i64> {
        if let Some(number) = self.headers.get(header) {
            return Ok(*number);
        }
        let number = i64::try_from(self.headers.len()).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached("INSERT INTO reject_headers (import_id, number, header) VALUES (?1, ?2, ?3)")?
            .execute(params![self.import_id, number, header])?;
        self.headers.insert(header.to_owned(), number);
        Ok(number)
    }
}

impl Store {
    /// Visits the rejected rows of an import in the order of the file. Errors of `visit` are errors of the output. Rows with a code
    /// that this version does not know are skipped.
    pub fn each_reject(
        &self,
        import_id: i64,
        mut visit: impl FnMut(Reject) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        let failed = |error| self.failed(error);
        let mut statement = self
            .connection()
            .prepare_cached(
                "SELECT row_number, last_row, sheet, column_letters, header, code, value FROM rejects
                 WHERE import_id = ?1 ORDER BY ordinal",
            )
            .map_err(failed)?;
        let mut rows = statement.query([import_id]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let Some((last_row, first)) = read(row).map_err(failed)? else { continue };
            for row in first.row..=last_row {
                visit(Reject { row, ..first.clone() }).map_err(StoreError::Output)?;
            }
        }
        Ok(())
    }
}

/// Reads a run: its last row, and the reject of its first row.
fn read(row: &Row<'_>) -> rusqlite::Result<Option<(u64, Reject)>> {
    let (first, last, code): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(5)?);
    let Some(code) = RejectCode::by_name(&code) else { return Ok(None) };
    let (sheet, column, header, value) = (row.get(2)?, row.get(3)?, row.get(4)?, row.get(6)?);
    Ok(Some((last.cast_unsigned(), Reject { row: first.cast_unsigned(), sheet, column, header, code, value })))
}

/// Deletes the rejected rows of an import.
pub(super) fn withdraw(connection: &Connection, import_id: i64) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM stored_rejects WHERE import_id = ?1", [import_id])?;
    connection.execute("DELETE FROM reject_headers WHERE import_id = ?1", [import_id]).map(drop)
}

/// Counts the rejected rows of the runs that a condition selects.
pub(super) fn count(connection: &Connection, condition: &str) -> rusqlite::Result<usize> {
    let sql = format!("SELECT coalesce(sum(last_row - first_row + 1), 0) FROM stored_rejects WHERE {condition}");
    let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}
