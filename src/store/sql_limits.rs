//! The limits of SQL statements of the user.

use rusqlite::Connection;
use rusqlite::limits::Limit;

/// The most bytes of a text, blob or row in a query; a full cell of a spreadsheet fits. Some functions take time in proportion to the
/// product of two lengths and cannot be interrupted: with texts of this length they take a second or two, with a megabyte minutes.
pub(super) const LENGTH: i32 = 128 << 10;

/// The most bytes of a statement; the ids of ten thousand orders fit.
pub(super) const SQL_LENGTH: i32 = 256 << 10;

/// The limits of one statement.
const LIMITS: [(Limit, i32); 8] = [
    (Limit::SQLITE_LIMIT_LENGTH, LENGTH),
    (Limit::SQLITE_LIMIT_SQL_LENGTH, SQL_LENGTH),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 200),
    (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 200),
    (Limit::SQLITE_LIMIT_COLUMN, 2000),
    (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
    (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (Limit::SQLITE_LIMIT_ATTACHED, 0),
];

/// Sets the limits of a connection.
pub(super) fn apply(connection: &Connection) -> rusqlite::Result<()> {
    LIMITS.iter().try_for_each(|(limit, bound)| connection.set_limit(*limit, *bound).map(drop))
}
