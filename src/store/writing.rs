//! Write transactions. All of them begin here, where it is checked that the database may be written.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior, ffi};

use super::error::StoreError;
use super::refusal::Refusal;
use super::{Store, schema, schema_steps};

impl Store {
    /// Fails if the database cannot be written, or if other programs have changed its schema: their triggers would act on every
    /// write.
    pub(super) fn check_writable(&self) -> Result<(), StoreError> {
        self.check_location()?;
        check_schema(&self.connection, &self.path)
    }

    fn check_location(&self) -> Result<(), StoreError> {
        self.read_only.map_or(Ok(()), |reason| Err(reason.error(&self.path)))
    }

    /// Begins a write transaction. It is rolled back if it is dropped before it is committed.
    pub(super) fn writing(&mut self) -> Result<Transaction<'_>, StoreError> {
        self.check_location()?;
        let path = self.path.clone();
        let failed = |error| StoreError::of(&path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        // From here on no other program can change the schema.
        check_schema(&transaction, &path)?;
        Ok(transaction)
    }

    /// Begins a write transaction that the caller ends with SQL statements.
    pub(super) fn begin_writing(&self) -> Result<(), StoreError> {
        self.check_location()?;
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| self.failed(error))?;
        check_schema(&self.connection, &self.path).inspect_err(|_| {
            // Nothing is written yet.
            let _ = self.connection.execute_batch("ROLLBACK");
        })
    }
}

/// Locks the database for this connection alone, also after the transaction. Leaving the mode of a log is possible for the only
/// connection, and empties the log.
pub(super) fn lock_alone(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    // Where it is not the only one, SQLite may say so by keeping the mode.
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
    if mode != "delete" {
        return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), None));
    }
    connection.execute_batch("BEGIN EXCLUSIVE; COMMIT")
}

/// Fails if other programs have changed the schema.
fn check_schema(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = schema::foreign(connection, schema_steps::newest()).map_err(|error| StoreError::of(path, error))?;
    if found.is_empty() { Ok(()) } else { Err(StoreError::Refused(path.to_owned(), Refusal::Foreign(found))) }
}
