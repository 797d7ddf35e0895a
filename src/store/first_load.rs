//! The first load of order lines, which goes without the index of keys until its end.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use rusqlite::Connection;

use super::indexing;

/// The index of keys.
const INDEX: &str = "lines_by_key";

/// The most keys whose hashes are kept, which then take about 20 MiB.
const MOST_KEYS: usize = (1 << 21) / 8 * 7;

/// Tells new lines from others while there is no index of keys: making it at the end is faster than updating it row by row, above
/// all where keys come in no order.
pub(super) struct FirstLoad {
    /// The statement that makes the index.
    index: String,
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl FirstLoad {
    /// Drops the index of the empty table.
    pub(super) fn begin(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
        let index = connection.query_row(sql, [INDEX], |row| row.get(0))?;
        connection.execute_batch(&format!("DROP INDEX {INDEX}"))?;
        Ok(Self { index, hasher: RandomState::new(), hashes: HashSet::new() })
    }

    /// Takes the key of a line. Tells whether it is certain that none before had it.
    pub(super) fn is_new(&mut self, key: &str) -> bool {
        self.hashes.len() < MOST_KEYS && self.hashes.insert(self.hasher.hash_one(key))
    }

    /// Makes the index.
    pub(super) fn end(self, connection: &Connection) -> rusqlite::Result<()> {
        // Their memory is free for sorting.
        drop(self.hashes);
        indexing::create(connection, &self.index)
    }
}
