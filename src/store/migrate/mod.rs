//! Migrations of the schema. Steps are only ever added.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::refusal::Refusal;
use super::schema::{self, ForeignObject};
use super::{backup, blocks, current, hidden, keyed_hash, leftovers, plain, relayout};

/// The application id of shopkit's databases: "SKIT".
const APPLICATION_ID: i64 = 0x534B_4954;

/// The steps. The version of a database is the number of steps that it has.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_orders.sql"),
    include_str!("../migrations/0002_checks.sql"),
    include_str!("../migrations/0003_fingerprints.sql"),
    include_str!("../migrations/0004_reports.sql"),
    include_str!("../migrations/0005_siblings.sql"),
    include_str!("../migrations/0006_figures.sql"),
    include_str!("../migrations/0007_trust.sql"),
    include_str!("../migrations/0008_sheets.sql"),
    include_str!("../migrations/0009_unknown_headers.sql"),
    include_str!("../migrations/0010_layouts.sql"),
    include_str!("../migrations/0011_files.sql"),
];

/// Creates the missing indexes of lines that are not keys.
pub(super) const INDEXES: &str = include_str!("../indexes.sql");

/// Runs at the end of an import: creates these indexes, and counts the lines per day with them.
pub(super) const END_OF_IMPORT: &str = concat!(include_str!("../indexes.sql"), include_str!("../days.sql"));

/// The newest version.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// The version of a database file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// It has no tables at all.
    Empty,
    /// It has this many steps.
    At(i64),
}

/// Fails for databases of other programs and of newer versions, without changing them.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<Version, StoreError> {
    // In a transaction, since another process may be creating the database at this moment.
    let state = connection.unchecked_transaction().map_err(|error| StoreError::of(path, error))?;
    version(&state, path)
}

/// Does the same, and lists changes of the schema by other programs.
pub(super) fn inspect(connection: &Connection, path: &Path) -> Result<(Version, Vec<ForeignObject>), StoreError> {
    let failed = |error| StoreError::of(path, error);
    let state = connection.unchecked_transaction().map_err(failed)?;
    let version = version(&state, path)?;
    let foreign = match version {
        Version::Empty => Vec::new(),
        Version::At(steps) => schema::foreign(&state, steps).map_err(failed)?,
    };
    Ok((version, foreign))
}

/// Creates the schema of a version in an empty database.
pub(super) fn make(connection: &Connection, version: i64) -> rusqlite::Result<()> {
    let steps = STEPS.iter().take(usize::try_from(version).unwrap_or_default());
    for step in steps {
        connection.execute_batch(step)?;
    }
    Ok(())
}

/// Tells whether a step creates a table of this name, even if a later one drops it.
pub(super) fn makes_table(name: &str) -> bool {
    let made = STEPS.iter().flat_map(|step| step.split("CREATE TABLE ").skip(1));
    made.filter_map(|rest| rest.split([' ', '(']).next()).any(|made| made.eq_ignore_ascii_case(name))
}

fn version(state: &Transaction<'_>, path: &Path) -> Result<Version, StoreError> {
    let read =
        |sql: &str| state.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|error| StoreError::of(path, error));
    let application = read("PRAGMA application_id")?;
    let version = read("PRAGMA user_version")?;
    let tables = read("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(Version::Empty);
    }
    if application != APPLICATION_ID {
        return Err(StoreError::NotShopkit(path.to_owned()));
    }
    if version > newest() {
        return Err(StoreError::Newer(path.to_owned(), version, newest()));
    }
    Ok(Version::At(version))
}

/// Upgrades a database to the newest version. A database with data is copied first.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if check(connection, path)? == Version::At(newest()) {
        return Ok(());
    }
    let failed = |error| StoreError::of(path, error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // Checked again, since another process may have upgraded it while this one waited for the lock.
    let done = match version(&transaction, path)? {
        Version::At(version) if version == newest() => return Ok(()),
        Version::At(version) => {
            // Triggers of other programs would act on the writes of the steps.
            let foreign = schema::foreign(&transaction, version).map_err(failed)?;
            if !foreign.is_empty() {
                return Err(StoreError::Refused(path.to_owned(), Refusal::Foreign(foreign)));
            }
            back_up(path, version)?;
            version
        }
        Version::Empty => 0,
    };
    apply(&transaction, done).and_then(|()| transaction.commit()).map_err(failed)
}

/// Runs all steps after the first `done`.
fn apply(transaction: &Transaction<'_>, done: i64) -> rusqlite::Result<()> {
    for step in STEPS.iter().skip(usize::try_from(done).unwrap_or_default()) {
        transaction.execute_batch(step)?;
    }
    if (1..relayout::STEP).contains(&done) {
        relayout::upgrade(transaction)?;
        current::rebuild(transaction)?;
    }
    if (1..keyed_hash::STEP).contains(&done) {
        // The replaced hashes must not stay in free pages.
        transaction.pragma_update(None, "secure_delete", true)?;
        keyed_hash::replace_plain(transaction)?;
        // In earlier versions the hash of a row depended on hidden columns, and cells were not checked for personal data.
        transaction.execute_batch(
            "UPDATE imports SET rows_hash = NULL WHERE kind = 'orders' AND instr(unknown_columns, '\"contact\":true')",
        )?;
        hidden::hide_found(transaction)?;
        transaction.pragma_update(None, "secure_delete", false)?;
    }
    if done > 0 {
        // Imports of earlier versions ended without these steps.
        transaction.execute_batch(END_OF_IMPORT)?;
        blocks::rebuild(transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest())
}

/// Copies a database with a separate connection, since a connection with a write lock cannot be the source.
fn back_up(path: &Path, version: i64) -> Result<(), StoreError> {
    let reader = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(plain(path), reader).map_err(|error| StoreError::of(path, error))?;
    // The copy of an earlier attempt stays until the new one is known to be sound.
    backup::copy(&connection, path, &leftovers::copy_of(path, version), true, || Ok(()))
}

#[cfg(test)]
mod tests;
