//! Keeping the database safe.

use std::collections::HashMap;
use std::path::Path;

use super::Kit;
use super::error::KitError;
use crate::import::{Fingerprints, entry_fingerprint};
use crate::model::lang::{Explain, Lang};
use crate::model::record::{Fingerprint, Record};

impl Kit {
    /// Copies the database into a new file, which is there when it is whole and sound; other programs may go on using the
    /// database.
    pub fn backup(&self, to: &Path) -> Result<(), KitError> {
        Ok(self.store.backup(to)?)
    }

    /// Looks for damage, and holds each import to what its rows said when it was stored; an empty list is a sound database.
    pub fn integrity(&self, lang: Lang) -> Result<Vec<String>, KitError> {
        let _state = self.store.one_state()?;
        let foreign = self.store.foreign_objects();
        if !foreign.is_empty() {
            let mut found: Vec<String> = foreign.iter().map(|object| object.text(lang)).collect();
            // What others have changed may keep the rest from being read.
            match self.store.check() {
                Ok(more) => found.extend(more),
                Err(error) => found.push(error.message_in(lang)),
            }
            return Ok(found);
        }
        let mut found = self.store.check()?;
        // Rows cannot be read of what is damaged.
        if found.is_empty() {
            found = self.changed_imports()?;
            found.extend(self.store.check_figures()?);
        }
        Ok(found)
    }

    /// Lists the imports whose rows say something else than they said when they were stored.
    fn changed_imports(&self) -> Result<Vec<String>, KitError> {
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
        Ok(changed
            .map(|(id, _)| format!("import {id} has rows that say something else than when they were stored"))
            .collect())
    }
}
