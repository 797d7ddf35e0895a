//! The one door to writing: each write transaction begins here, so that none begins where it must not.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::refusal::Refusal;
use super::{Store, migrate, schema};

impl Store {
    /// Refuses to write where the place cannot be written, or where the database has what is not of this program: a trigger of
    /// somebody else would act on every write.
    pub(super) fn check_writable(&self) -> Result<(), StoreError> {
        self.check_place()?;
        own(&self.connection, &self.path)
    }

    fn check_place(&self) -> Result<(), StoreError> {
        self.read_only.map_or(Ok(()), |reason| Err(reason.error(&self.path)))
    }

    /// Begins a transaction that writes; what it did is taken back where it is dropped before it was committed.
    pub(super) fn writing(&mut self) -> Result<Transaction<'_>, StoreError> {
        self.check_place()?;
        let path = self.path.clone();
        let failed = |error| StoreError::of(&path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        // From here on nobody else can change the schema.
        own(&transaction, &path)?;
        Ok(transaction)
    }

    /// Does the same for who keeps the transaction in statements of its own.
    pub(super) fn begin_writing(&self) -> Result<(), StoreError> {
        self.check_place()?;
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| self.failed(error))?;
        own(&self.connection, &self.path).inspect_err(|_| {
            // Nothing was written yet.
            let _ = self.connection.execute_batch("ROLLBACK");
        })
    }
}

/// Refuses a database with what is not of this program.
fn own(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = schema::foreign(connection, migrate::newest()).map_err(|error| StoreError::of(path, error))?;
    if found.is_empty() { Ok(()) } else { Err(StoreError::Refused(path.to_owned(), Refusal::Foreign(found))) }
}
