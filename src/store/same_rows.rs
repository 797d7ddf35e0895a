//! Storing rows that equal the state of their line: most rows of a file that was imported before.

use rusqlite::{Connection, Statement};

use super::sightings::RowOrigin;

/// Rows that are stored by one statement, which is faster than one by one.
const TOGETHER: usize = 32;

/// The columns of a row.
const COLUMNS: &str = "line_id, import_id, row_number, content, sheet";
const WIDTH: usize = 5;

/// Stores the rows of an import, each of another line. They are in the table after [`SameRows::flush`].
pub(super) struct SameRows<'c> {
    import_id: i64,
    waiting: Vec<SameRow>,
    one: Statement<'c>,
    together: Statement<'c>,
}

/// A row, with the number of its line and what is stored as its content.
struct SameRow {
    line_id: i64,
    origin: RowOrigin,
    content: Option<String>,
}

impl<'c> SameRows<'c> {
    pub(super) fn new(connection: &'c Connection, import_id: i64) -> rusqlite::Result<Self> {
        let insert = |rows: usize| {
            let row = format!("({})", ["?"; WIDTH].join(", "));
            let rows = vec![row; rows].join(", ");
            connection.prepare(&format!("INSERT INTO stored_sightings ({COLUMNS}) VALUES {rows}"))
        };
        Ok(Self { import_id, waiting: Vec::with_capacity(TOGETHER), one: insert(1)?, together: insert(TOGETHER)? })
    }

    /// Takes a row.
    pub(super) fn put(&mut self, line_id: i64, origin: RowOrigin, content: Option<String>) -> rusqlite::Result<()> {
        self.waiting.push(SameRow { line_id, origin, content });
        if self.waiting.len() < TOGETHER {
            return Ok(());
        }
        store(&mut self.together, self.import_id, &self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// Stores the rows that wait.
    pub(super) fn flush(&mut self) -> rusqlite::Result<()> {
        for row in self.waiting.drain(..) {
            store(&mut self.one, self.import_id, &[row])?;
        }
        Ok(())
    }
}

fn store(statement: &mut Statement<'_>, import_id: i64, rows: &[SameRow]) -> rusqlite::Result<()> {
    for (row, first) in rows.iter().zip((1..).step_by(WIDTH)) {
        statement.raw_bind_parameter(first, row.line_id)?;
        statement.raw_bind_parameter(first + 1, import_id)?;
        statement.raw_bind_parameter(first + 2, row.origin.row_number)?;
        statement.raw_bind_parameter(first + 3, row.content.as_deref())?;
        statement.raw_bind_parameter(first + 4, row.origin.sheet)?;
    }
    statement.raw_execute().map(drop)
}
