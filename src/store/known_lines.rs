//! Finding stored lines by their keys.

use rusqlite::{Connection, OptionalExtension, Row, Statement, params};

use crate::model::record::Fingerprint;

/// The most lines that are read ahead.
const MOST_AHEAD: i64 = 256;

/// The most lines read ahead that a file can leave out before a line is looked up instead.
const LEFT_OUT: usize = 8;

/// Tells enough of a stored line to see whether a row equals its lead.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownLine {
    pub(super) id: i64,
    /// The import of its lead.
    pub(super) import_id: i64,
    /// The fingerprint of its lead.
    pub(super) fingerprint: Option<Fingerprint>,
}

impl KnownLine {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, import_id: row.get(1)?, fingerprint: row.get(2)? })
    }
}

/// Finds the lines of a shop. Exports list lines in the same order time and again, so the lines behind the last one are read ahead,
/// as they were when they were read. They are looked up where a file has another order.
pub(super) struct KnownLines<'c> {
    shop_id: i64,
    by_key: Statement<'c>,
    behind: Statement<'c>,
    ahead: Vec<(KnownLine, String)>,
    /// The index of the next line read ahead.
    next: usize,
    /// How many lines to read ahead next; more if the file goes on in their order.
    size: i64,
    /// The number of the last line that was looked up.
    looked_up: i64,
}

impl<'c> KnownLines<'c> {
    pub(super) fn new(connection: &'c Connection, shop_id: i64) -> rusqlite::Result<Self> {
        Ok(Self {
            shop_id,
            by_key: connection
                .prepare("SELECT id, import_id, fingerprint FROM stored_lines WHERE shop_id = ?1 AND line_key = ?2")?,
            behind: connection.prepare(
                "SELECT id, import_id, fingerprint, shop_id, line_key FROM stored_lines WHERE id > ?1 ORDER BY id LIMIT ?2",
            )?,
            ahead: Vec::new(),
            next: 0,
            size: 0,
            looked_up: 0,
        })
    }

    /// Finds a line, perhaps as it was some rows before.
    pub(super) fn find(&mut self, key: &str) -> rusqlite::Result<Option<KnownLine>> {
        if self.next == self.ahead.len()
            && let Some((last, _)) = self.ahead.last()
        {
            self.read_ahead(last.id, self.size * 2)?;
        }
        let near = self.ahead[self.next..].iter().take(LEFT_OUT).position(|(_, other)| other == key);
        if let Some(left_out) = near {
            self.next += left_out + 1;
            return Ok(Some(self.ahead[self.next - 1].0));
        }
        let found = self.look_up(key)?;
        if let Some(line) = found {
            if line.id == self.looked_up + 1 {
                self.read_ahead(line.id, 4)?;
            }
            self.looked_up = line.id;
        }
        Ok(found)
    }

    /// Finds a line as it is.
    pub(super) fn look_up(&mut self, key: &str) -> rusqlite::Result<Option<KnownLine>> {
        self.by_key.query_row(params![self.shop_id, key], KnownLine::read).optional()
    }

    /// Reads so many lines behind a line.
    fn read_ahead(&mut self, id: i64, size: i64) -> rusqlite::Result<()> {
        self.size = size.min(MOST_AHEAD);
        self.next = 0;
        self.ahead.clear();
        let mut rows = self.behind.query(params![id, self.size])?;
        while let Some(row) = rows.next()? {
            if row.get::<_, i64>(3)? == self.shop_id {
                self.ahead.push((KnownLine::read(row)?, row.get(4)?));
            }
        }
        Ok(())
    }
}
