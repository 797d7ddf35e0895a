//! Keeping the database safe.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::error::KitError;
use super::{Kit, clock};
use crate::import::{Fingerprints, entry_fingerprint};
use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::model::record::{Fingerprint, Record};
use crate::msg;
use crate::store::{BackupContent, ForeignObject, backup_content, check_backup, restore};

impl Kit {
    /// Copies the database to a new file, which appears only when it is complete and sound. Other programs may use the database
    /// meanwhile.
    pub fn backup(&self, to: &Path) -> Result<(), KitError> {
        Ok(self.store.backup(to)?)
    }

    /// Checks a backup, and returns what it holds.
    pub fn check_backup(backup: &Path) -> Result<BackupContent, KitError> {
        Ok(check_backup(backup)?)
    }

    /// Returns what a backup or a database holds, without looking for damage, which takes long.
    pub fn backup_content(backup: &Path) -> Result<BackupContent, KitError> {
        Ok(backup_content(backup)?)
    }

    /// Puts a backup in the place of the database at a path, which must not be open. Returns the path that the database is kept under;
    /// nothing where there was none. If anything is wrong with the backup, nothing is changed.
    pub fn restore(backup: &Path, database: &Path) -> Result<Option<PathBuf>, KitError> {
        Ok(restore(backup, database, clock::now())?)
    }

    /// Looks for damage, and compares the rows of each import with what was stored; an empty list means that the database is sound.
    pub fn integrity(&self) -> Result<Vec<Message>, KitError> {
        let _state = self.store.snapshot()?;
        let foreign = self.store.foreign_objects();
        if !foreign.is_empty() {
            let mut found: Vec<Message> = foreign.iter().map(ForeignObject::message).collect();
            // Changes by other programs may make the rest unreadable.
            match self.store.check() {
                Ok(more) => found.extend(more),
                Err(error) => found.push(error.message()),
            }
            return Ok(found);
        }
        let mut found = self.store.check()?;
        // Rows of a damaged database cannot be read.
        if found.is_empty() {
            found = self.changed_imports()?;
            found.extend(self.store.check_packed_columns()?);
        }
        Ok(found)
    }

    /// Lists the imports whose rows differ from those that were stored.
    fn changed_imports(&self) -> Result<Vec<Message>, KitError> {
        let mut sums: HashMap<i64, u128> = HashMap::new();
        let mut add = |import_id, print: Fingerprint| {
            let sum = sums.entry(import_id).or_default();
            *sum = sum.wrapping_add(u128::from_le_bytes(print));
        };
        let mut prints: HashMap<i64, Fingerprints> = HashMap::new();
        self.store.each_version(|import_id, layout, content| {
            let prints = prints.entry(import_id).or_insert_with(|| Fingerprints::new(layout));
            add(import_id, prints.of(&Record::from_content(content, layout)));
        })?;
        let mut said = Vec::new();
        self.store.each_entry(|import_id, kind, layout, record| {
            add(import_id, entry_fingerprint(kind, layout, record, &mut said));
        })?;
        let hashes = self.store.row_hashes()?.into_iter();
        let changed =
            hashes.filter(|(id, hash)| u128::from_le_bytes(*hash) != sums.get(id).copied().unwrap_or_default());
        Ok(changed.map(|(id, _)| msg!("problem-changed-import", id = id)).collect())
    }
}
