//! Copies of the database, made while it may be in use, and its health.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::error::StoreError;
use super::{Store, entries, plain, private_file};
use crate::model::export::ExportKind;

/// Pages copied at a time; other programs may write in between.
const PAGES: i32 = 4096;

impl Store {
    /// Copies the database into a new file that only the user may read.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        copy(&self.connection, &self.path, to)
    }

    /// Looks for damage and returns what SQLite found; an empty list is a sound database.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut found = self.strings("PRAGMA integrity_check")?;
        found.retain(|line| line != "ok");
        found.extend(
            self.strings("SELECT 'foreign key: ' || \"table\" || ' row ' || rowid FROM pragma_foreign_key_check")?,
        );
        found.extend(self.strings(
            "SELECT 'unreadable version of line ' || line_id FROM stored_sightings WHERE NOT json_valid(content)",
        )?);
        for table in ExportKind::ALL.iter().filter_map(|kind| entries::table(*kind)) {
            found.extend(self.strings(&format!(
                "SELECT 'entry ' || entry_key || ' of {table} has ' || sum(current) || ' current rows' FROM {table}
                 GROUP BY shop_id, entry_key, ordinal HAVING sum(current) <> 1"
            ))?);
        }
        Ok(found)
    }

    fn strings(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.failed(error))
    }
}

pub(super) fn copy(from: &Connection, from_path: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    private_file(to)?;
    let run = || -> rusqlite::Result<()> {
        let mut target = Connection::open(plain(to))?;
        Backup::new(from, &mut target)?.run_to_completion(PAGES, Duration::ZERO, None)?;
        // A copy in one file: without this it would ask for a log beside it on first use.
        target.pragma_update(None, "journal_mode", "DELETE")?;
        Ok(())
    };
    run().map_err(|error| {
        // Half a copy is worse than none; that it cannot be removed changes nothing of what is reported.
        let _ = std::fs::remove_file(to);
        StoreError::of(
            if matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy)) { from_path } else { to },
            error,
        )
    })
}
