//! Creating indexes of many rows.

use rusqlite::Connection;

use super::CACHE_KIB;

/// The threads that sort beside the one that reads the rows.
const THREADS: i64 = 2;

/// The page cache in KiB meanwhile. SQLite hands the other threads as much to sort at a time, and no thread is used before.
const SORTED_KIB: i64 = 2 * 1024;

/// Runs statements that create indexes. Their entries are sorted by other threads while the rows are read.
pub(super) fn create(connection: &Connection, statements: &str) -> rusqlite::Result<()> {
    let set = |threads: i64, cache: i64| {
        connection.pragma_update(None, "threads", threads)?;
        connection.pragma_update(None, "cache_size", -cache)
    };
    set(THREADS, SORTED_KIB)?;
    let created = connection.execute_batch(statements);
    set(0, CACHE_KIB)?;
    created
}
