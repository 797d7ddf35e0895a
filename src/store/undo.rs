//! Undoing an import.

use rusqlite::OptionalExtension;

use super::Store;
use super::blocks;
use super::current;
use super::error::StoreError;
use super::headers::Headers;
use super::lines::LineStates;
use super::rejects;
use super::shops::remove_empty_shop;
use crate::model::export::ExportKind;
use crate::model::summary::Counts;

impl Store {
    /// Returns the shop of an import, the path of its file, and what was done with its rows.
    pub fn import_to_undo(&self, import_id: i64) -> Result<(String, String, Counts), StoreError> {
        let sql = "SELECT shops.name, path, rows_read, inserted, updated, unchanged, stale, duplicate, rejected, blank FROM imports
                   JOIN shops ON shops.id = shop_id WHERE imports.id = ?1";
        let found = self.connection.query_row(sql, [import_id], |row| {
            let count = |index| row.get::<_, i64>(index).map(i64::cast_unsigned);
            let counts = Counts {
                rows_read: count(2)?,
                inserted: count(3)?,
                updated: count(4)?,
                unchanged: count(5)?,
                stale: count(6)?,
                duplicate: count(7)?,
                rejected: count(8)?,
                blank: count(9)?,
            };
            Ok((row.get(0)?, row.get(1)?, counts))
        });
        found.optional().map_err(|error| self.failed(error))?.ok_or(StoreError::NoImport(import_id))
    }

    /// Undoes an import. The database is then as if the file had never been imported.
    pub fn undo(&mut self, import_id: i64) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |error| StoreError::of(&path, error);
        let transaction = self.writing()?;
        let found: Option<(i64, String)> = transaction
            .query_row("SELECT shop_id, kind FROM imports WHERE id = ?1", [import_id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(failed)?;
        let (shop_id, kind) = found.ok_or(StoreError::NoImport(import_id))?;
        let run = || -> rusqlite::Result<()> {
            match ExportKind::by_name(&kind) {
                Some(kind) if kind != ExportKind::Orders => {
                    current::withdraw(&transaction, kind, shop_id, import_id)?;
                }
                _ => LineStates::new(&transaction)?.withdraw(import_id)?,
            }
            rejects::withdraw(&transaction, import_id)?;
            transaction.execute("DELETE FROM imports WHERE id = ?1", [import_id])?;
            Headers::prune(&transaction)?;
            blocks::settle(&transaction)?;
            remove_empty_shop(&transaction, shop_id)
        };
        run().map_err(failed)?;
        transaction.commit().map_err(failed)
    }
}
