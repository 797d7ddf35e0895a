//! Keeping the database safe.

use std::collections::HashMap;
use std::path::Path;

use super::Kit;
use super::error::KitError;
use crate::import::{Fingerprints, entry_fingerprint};
use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::model::record::{Fingerprint, Record};
use crate::msg;
use crate::store::ForeignObject;

impl Kit {
    /// Copies the database to a new file, which appears only when it is complete and sound. Other programs may use the database
    /// meanwhile.
    pub fn backup(&self, to: &Path) -> Result<(), KitError> {
        Ok(self.store.backup(to)?)
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
