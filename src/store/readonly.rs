//! Free questions over a connection that cannot change anything.
//!
//! Opening read-only is not enough: SQLite would still attach and write other files. The authorizer allows reading and
//! nothing else, and answers reads of contact columns with NULL unless they are asked for.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Batch, Connection, ErrorCode, OpenFlags, Statement, fallible_iterator::FallibleIterator};

use super::error::StoreError;
use super::{BUSY, entries, migrate};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind};
use crate::model::table::{Column, Datum, RowSink};

/// The longest text or blob that a query may make, in bytes.
const MAX_VALUE: i32 = 16 << 20;

/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 10_000;

/// Pragmas that describe the schema and change nothing.
const PRAGMAS: &[&str] = &["table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"];

/// Names a parameter of a statement and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The name without its mark.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Tells what came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The number of rows.
    pub rows: u64,
    /// Whether contact columns were asked for and read as NULL.
    pub hidden: bool,
}

/// Holds a connection that can only read.
pub struct ReadOnly {
    connection: Connection,
    path: PathBuf,
    show_pii: bool,
    hidden: Arc<AtomicBool>,
}

impl ReadOnly {
    /// Opens the database at a path for reading; `show_pii` lets contact columns be read.
    pub fn open(path: &Path, show_pii: bool) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::NoDatabase(path.to_owned()));
        }
        let failed = |error| StoreError::of(path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        connection.busy_timeout(BUSY).map_err(failed)?;
        migrate::check(&connection, path)?;
        let hidden = Arc::new(AtomicBool::new(false));
        restrict(&mut connection, show_pii, &hidden).map_err(failed)?;
        Ok(Self { connection, path: path.to_owned(), show_pii, hidden })
    }

    /// Finds the first import, of any shop, of a file with these bytes.
    pub fn import_of_bytes(&self, sha256: &str) -> Result<Option<i64>, StoreError> {
        self.connection
            .query_row("SELECT min(id) FROM imports WHERE sha256 = ?1", [sha256], |row| row.get(0))
            .map_err(|error| StoreError::of(&self.path, error))
    }

    /// Runs one statement that reads and hands its rows to the sink; stops after `limit`.
    pub fn query(
        &mut self,
        sql: &str,
        params: &[Param],
        limit: Duration,
        sink: &mut dyn RowSink,
    ) -> Result<Answered, StoreError> {
        if !self.show_pii && names_tables(sql) {
            return Err(StoreError::InternalTable);
        }
        let clock = Arc::new(Clock::start(limit));
        let watch = Arc::clone(&clock);
        let watched = self.connection.progress_handler(STEPS, Some(move || watch.is_over()));
        let bad = |error: rusqlite::Error| self.explain(error, limit);
        watched.map_err(bad)?;
        let mut batch = Batch::new(&self.connection, sql);
        let mut statement = batch.next().map_err(bad)?.ok_or(StoreError::NotReadOnly)?;
        if batch.next().map_err(bad)?.is_some() || !statement.readonly() {
            return Err(StoreError::NotReadOnly);
        }
        bind(&mut statement, params)?;
        let columns: Vec<Column> = statement.column_names().map(Column::plain).collect();
        sink.columns(&columns).map_err(StoreError::Output)?;

        let mut answered = Answered { rows: 0, hidden: false };
        let mut row = Vec::with_capacity(columns.len());
        let mut rows = statement.raw_query();
        while let Some(values) = rows.next().map_err(bad)? {
            row.clear();
            for place in 0..columns.len() {
                row.push(datum(values.get_ref(place).map_err(bad)?));
            }
            clock.pause(|| sink.row(&row)).map_err(StoreError::Output)?;
            answered.rows += 1;
        }
        answered.hidden = self.hidden.load(Ordering::Relaxed);
        Ok(answered)
    }

    fn explain(&self, error: rusqlite::Error, limit: Duration) -> StoreError {
        match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => StoreError::TimeLimit(limit.as_secs()),
            Some(ErrorCode::AuthorizationForStatementDenied | ErrorCode::ReadOnly) => StoreError::NotReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseCorrupt | ErrorCode::SystemIoFailure) => {
                StoreError::of(&self.path, error)
            }
            _ => match error {
                rusqlite::Error::SqlInputError { msg, .. } | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
                    // What a view says to a statement that would change it.
                    if msg.starts_with("cannot modify") { StoreError::NotReadOnly } else { StoreError::BadSql(msg) }
                }
                other => StoreError::BadSql(other.to_string()),
            },
        }
    }
}

/// Tells whether a statement names the tables behind the views.
///
/// Columns that USING and NATURAL join by never come before the authorizer, so the tables that have contact columns must
/// not be named at all; read through the views they are safe. No alias is likely to be spelt this way.
fn names_tables(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    let mut tables = ExportKind::ALL.iter().filter_map(|kind| entries::table(*kind));
    sql.contains("stored_lines") || sql.contains("stored_sightings") || tables.any(|table| sql.contains(table))
}

/// Measures how long SQLite works, without the time that the reader of the rows takes.
struct Clock {
    started: Instant,
    limit: Duration,
    paused_micros: AtomicU64,
}

impl Clock {
    fn start(limit: Duration) -> Self {
        Self { started: Instant::now(), limit, paused_micros: AtomicU64::new(0) }
    }

    fn is_over(&self) -> bool {
        let paused = Duration::from_micros(self.paused_micros.load(Ordering::Relaxed));
        self.started.elapsed() > self.limit + paused
    }

    fn pause<T>(&self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.paused_micros.fetch_add(micros, Ordering::Relaxed);
        done
    }
}

fn restrict(connection: &mut Connection, show_pii: bool, hidden: &Arc<AtomicBool>) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE)?;
    let hidden = Arc::clone(hidden);
    connection.authorizer(Some(move |context: AuthContext<'_>| {
        // A view reads all of its columns; only those that the statement itself names are asked for.
        if !show_pii && context.accessor.is_none() && names_contact(context.action) {
            hidden.store(true, Ordering::Relaxed);
        }
        authorize(context.action, show_pii)
    }))
}

fn authorize(action: AuthAction<'_>, show_pii: bool) -> Authorization {
    match action {
        AuthAction::Read { table_name, column_name } if !show_pii && is_contact(table_name, column_name) => {
            Authorization::Ignore
        }
        // Raw pages, should SQLite ever be built with them.
        AuthAction::Read { table_name: "sqlite_dbpage", .. } => Authorization::Deny,
        AuthAction::Select | AuthAction::Recursive | AuthAction::Function { .. } | AuthAction::Read { .. } => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, .. } if PRAGMAS.contains(&pragma_name) => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

fn names_contact(action: AuthAction<'_>) -> bool {
    match action {
        AuthAction::Read { table_name: "订单", column_name } => {
            Field::ALL.iter().any(|field| field.is_contact() && field.header() == column_name)
        }
        AuthAction::Read { table_name: "order_lines", column_name } => is_contact("stored_lines", column_name),
        AuthAction::Read { table_name, column_name } => {
            let view = entries::VIEWS.iter().find(|(_, zh, en)| table_name == *zh || table_name == *en);
            match view {
                Some((kind, _, _)) => is_contact_of_entry(*kind, column_name),
                None => is_contact(table_name, column_name),
            }
        }
        _ => false,
    }
}

/// Tells whether a column of a table may say who a buyer is. The views read the tables, so the tables are what counts.
fn is_contact(table: &str, column: &str) -> bool {
    match table {
        "stored_lines" => {
            matches!(column, "extra_contact" | "fingerprint") || Field::by_name(column).is_some_and(Field::is_contact)
        }
        "stored_sightings" => column == "content",
        // A hash of who bought stands among them.
        "figures" => column == "data",
        _ => {
            let kind = ExportKind::ALL.iter().find(|kind| entries::table(**kind) == Some(table));
            kind.is_some_and(|kind| is_contact_of_entry(*kind, column))
        }
    }
}

/// Tells whether a column of entries, named as in the table or as in the export, may say who a buyer is.
fn is_contact_of_entry(kind: ExportKind, column: &str) -> bool {
    let mut contact = entry::fields(kind).iter().filter(|field| field.kind == FieldKind::Contact);
    matches!(column, "extra_contact" | "fingerprint")
        || contact.any(|field| field.name == column || field.header == column)
}

fn bind(statement: &mut Statement<'_>, params: &[Param]) -> Result<(), StoreError> {
    let given = |name: &str| params.iter().any(|param| bare(&param.name) == bare(name));
    for place in 1..=statement.parameter_count() {
        let name = statement.parameter_name(place).unwrap_or("?");
        if !given(name) {
            return Err(StoreError::NoValue(name.to_owned()));
        }
    }
    for param in params {
        let bare = bare(&param.name);
        let place = [":", "@", "$"]
            .iter()
            .find_map(|mark| statement.parameter_index(&format!("{mark}{bare}")).ok().flatten())
            .ok_or_else(|| StoreError::NoParameter(bare.to_owned()))?;
        let bound = match typed(&param.value) {
            Typed::Int(number) => statement.raw_bind_parameter(place, number),
            Typed::Real(number) => statement.raw_bind_parameter(place, number),
            Typed::Text => statement.raw_bind_parameter(place, param.value.as_str()),
        };
        bound.map_err(|error| StoreError::BadSql(error.to_string()))?;
    }
    Ok(())
}

/// Takes the mark off a parameter's name.
fn bare(name: &str) -> &str {
    name.trim_start_matches([':', '@', '$'])
}

enum Typed {
    Int(i64),
    Real(f64),
    Text,
}

/// Takes a value for a number only where the number is written back just so, since ids must keep their zeros.
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
