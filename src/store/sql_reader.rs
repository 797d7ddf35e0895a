//! SQL queries of the user, over a connection that cannot change anything.
//!
//! Opening a database read-only is not enough: SQLite would still attach and write other files. `sql_guard` prevents that.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, ErrorCode, OpenFlags, Statement, fallible_iterator::FallibleIterator};

use super::error::StoreError;
use super::sql_guard::{ClosedTables, Withheld};
use super::time_limit::{Clock, TIME_LIMIT};
use super::unwritable::{self, ChangeCheck};
use super::{keyed_hash, migrate, plain, resolve_link, sql_guard};
use crate::model::table::{Column, Datum, RowSink};

/// A parameter of a statement with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The name, without its prefix `:`, `@` or `$`.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Summarizes the result of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuerySummary {
    /// The number of rows.
    pub rows: u64,
    /// Whether contact columns were named, which read as NULL.
    pub hidden: bool,
}

/// A connection that can only read.
pub struct SqlReader {
    connection: Connection,
    path: PathBuf,
    /// Tables that statements cannot read.
    closed: ClosedTables,
    withheld: Arc<Withheld>,
    change_check: Option<ChangeCheck>,
    /// Declared after the connection, so that it is dropped after it.
    _cleanup: Option<LogCleanup>,
}

impl SqlReader {
    /// Opens the database at a path for reading. With `show_pii`, contact columns can be read too.
    pub fn open(path: &Path, show_pii: bool) -> Result<Self, StoreError> {
        let failed = |error| StoreError::of(path, error);
        let Opened { mut connection, change_check, cleanup } = Opened::at(path)?;
        let withheld = Arc::new(Withheld::default());
        let closed = if show_pii { ClosedTables::default() } else { ClosedTables::of(&connection).map_err(failed)? };
        sql_guard::restrict(&mut connection, show_pii, &closed, &withheld).map_err(failed)?;
        Ok(Self { connection, path: path.to_owned(), closed, withheld, change_check, _cleanup: cleanup })
    }

    fn check_unchanged(&self) -> Result<(), StoreError> {
        self.change_check.as_ref().map_or(Ok(()), ChangeCheck::check)
    }

    /// Runs one read-only statement and passes its rows to the sink. After `limit` it stops, even while rows still arrive.
    pub fn query(
        &mut self,
        sql: &str,
        params: &[Param],
        limit: Duration,
        sink: &mut dyn RowSink,
    ) -> Result<QuerySummary, StoreError> {
        sql_guard::check(sql, &self.closed)?;
        let clock = Clock::start(&mut self.connection, limit).map_err(|error| StoreError::of(&self.path, error))?;
        let bad = |error: rusqlite::Error| self.explain(error, limit);
        let mut batch = Batch::new(&self.connection, sql);
        let mut statement = batch.next().map_err(bad)?.ok_or(StoreError::NotReadOnly)?;
        if batch.next().map_err(bad)?.is_some() || !statement.readonly() {
            return Err(StoreError::NotReadOnly);
        }
        bind(&mut statement, params)?;
        let columns: Vec<Column> = statement.column_names().map(Column::plain).collect();
        sink.columns(&columns).map_err(StoreError::Output)?;

        let mut summary = QuerySummary { rows: 0, hidden: false };
        let mut row = Vec::with_capacity(columns.len());
        let mut rows = statement.raw_query();
        while let Some(values) = rows.next().map_err(bad)? {
            row.clear();
            for index in 0..columns.len() {
                row.push(datum(values.get_ref(index).map_err(bad)?));
            }
            sink.row(&row).map_err(StoreError::Output)?;
            summary.rows += 1;
            if clock.is_over() {
                return Err(StoreError::TimeLimit(limit.as_secs()));
            }
        }
        self.check_unchanged()?;
        summary.hidden = self.withheld.contact.load(Ordering::Relaxed);
        Ok(summary)
    }

    fn explain(&self, error: rusqlite::Error, limit: Duration) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => StoreError::TimeLimit(limit.as_secs()),
            Some(ErrorCode::TooBig) => StoreError::TooLong,
            Some(ErrorCode::AuthorizationForStatementDenied) if self.withheld.foreign.load(Ordering::Relaxed) => {
                StoreError::InternalTable
            }
            Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly) => StoreError::NotReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure) => {
                StoreError::of(&self.path, error)
            }
            _ => match error {
                rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
                    // This is the error for a statement that would change a view.
                    if msg.starts_with("cannot modify") { StoreError::NotReadOnly } else { StoreError::BadSql(msg) }
                }
                other => StoreError::BadSql(other.to_string()),
            },
        }
    }
}

/// Finds the first import, of any shop, of a file with a SHA-256 in the database at a path.
pub fn import_of_bytes(path: &Path, sha256: &str) -> Result<Option<i64>, StoreError> {
    let opened = Opened::at(path)?;
    let found = keyed_hash::import_of_bytes(&opened.connection, sha256).map_err(|error| StoreError::of(path, error))?;
    opened.change_check.as_ref().map_or(Ok(found), |change_check| change_check.check().map(|()| found))
}

/// A database that is open for reading. Fields are dropped in order: the log beside the database can be removed only after the
/// connection is closed.
struct Opened {
    connection: Connection,
    change_check: Option<ChangeCheck>,
    cleanup: Option<LogCleanup>,
}

impl Opened {
    /// Opens the database at a path, with a time limit: other programs may have replaced its tables with endless views.
    fn at(path: &Path) -> Result<Self, StoreError> {
        // The log is beside the file itself, not beside a link to it.
        let path = &resolve_link(path);
        StoreError::check_path(path)?;
        if !path.exists() {
            return Err(StoreError::NoDatabase(path.to_owned()));
        }
        let cleanup = LogCleanup::of(path);
        let (mut connection, change_check) = unwritable::open(path)?;
        Clock::start(&mut connection, TIME_LIMIT).map_err(|error| StoreError::of(path, error))?;
        migrate::check(&connection, path)?;
        Ok(Self { connection, change_check, cleanup })
    }
}

/// Removes the log that SQLite creates beside a database in WAL mode even for reading, and that a read-only connection cannot
/// remove.
struct LogCleanup(PathBuf);

impl LogCleanup {
    /// Prepares the cleanup, unless there is a log already.
    fn of(path: &Path) -> Option<Self> {
        let mut log = path.to_owned().into_os_string();
        log.push("-wal");
        (!Path::new(&log).exists()).then(|| Self(path.to_owned()))
    }
}

impl Drop for LogCleanup {
    fn drop(&mut self) {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // The last connection that can write removes the log when it is closed. Without write permission, or while another
        // program uses the database, the log stays.
        if let Ok(connection) = Connection::open_with_flags(plain(&self.0), flags) {
            let _ = connection.query_row("SELECT 1 FROM sqlite_schema", [], |_| Ok(()));
        }
    }
}

fn bind(statement: &mut Statement<'_>, params: &[Param]) -> Result<(), StoreError> {
    let given = |name: &str| params.iter().any(|param| bare(&param.name) == bare(name));
    for index in 1..=statement.parameter_count() {
        let name = statement.parameter_name(index).unwrap_or("?");
        if !given(name) {
            return Err(StoreError::NoValue(name.to_owned()));
        }
    }
    for param in params {
        let bare = bare(&param.name);
        let index = [":", "@", "$"]
            .iter()
            .find_map(|prefix| statement.parameter_index(&format!("{prefix}{bare}")).ok().flatten())
            .ok_or_else(|| StoreError::NoParameter(bare.to_owned()))?;
        let bound = match typed(&param.value) {
            Typed::Int(number) => statement.raw_bind_parameter(index, number),
            Typed::Real(number) => statement.raw_bind_parameter(index, number),
            Typed::Text => statement.raw_bind_parameter(index, param.value.as_str()),
        };
        bound.map_err(|error| StoreError::BadSql(error.to_string()))?;
    }
    Ok(())
}

/// Removes the prefix of a parameter's name.
fn bare(name: &str) -> &str {
    name.trim_start_matches([':', '@', '$'])
}

enum Typed {
    Int(i64),
    Real(f64),
    Text,
}

/// Reads a value as a number only if the number is written back the same way, since ids must keep their leading zeros.
fn typed(value: &str) -> Typed {
    if let Ok(number) = value.parse::<i64>()
        && number.to_string() == value
    {
        return Typed::Int(number);
    }
    let decimal = value.strip_prefix('-').unwrap_or(value).split_once('.');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match value.parse::<f64>() {
        Ok(number) if decimal.is_some_and(|(whole, fraction)| digits(whole) && digits(fraction)) => Typed::Real(number),
        _ => Typed::Text,
    }
}

fn datum(value: ValueRef<'_>) -> Datum {
    match value {
        ValueRef::Null => Datum::Null,
        ValueRef::Integer(number) => Datum::Int(number),
        ValueRef::Real(number) => Datum::Real(number),
        ValueRef::Text(text) => Datum::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Datum::Blob(bytes.to_vec()),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::Store;

    #[test]
    fn a_log_is_looked_for_beside_the_file_and_not_beside_a_link() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, log) = (folder.path().join("test.db"), folder.path().join("test.db-wal"));
        drop(Store::open(&path).expect("made"));
        let writer = Connection::open(&path).expect("opens");
        writer.execute("INSERT INTO shops (name) VALUES ('a')", []).expect("writes");
        let left = fs::read(&log).expect("a log");
        drop(writer);
        fs::write(&log, &left).expect("a log that was left");
        fs::create_dir(folder.path().join("elsewhere")).expect("a folder");
        let link = folder.path().join("elsewhere/linked.db");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        drop(SqlReader::open(&link, false).expect("opens"));
        // Who only reads leaves the log of others as it is.
        assert_eq!(fs::read(&log).expect("it is there"), left);
        assert_eq!(fs::read_dir(folder.path().join("elsewhere")).expect("a folder").count(), 1);
    }
}
