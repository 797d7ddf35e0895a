//! Keeping the database safe.

use std::collections::HashMap;
use std::path::Path;

use super::Kit;
use super::error::KitError;
use crate::import::{Fingerprints, entry_fingerprint};
use crate::model::lang::{Explain, Lang};
use crate::model::message::{Arg, Message};
use crate::model::record::{Fingerprint, Record};
use crate::msg;
use crate::store::ForeignObject;

impl Kit {
    /// Copies the database into a new file, which is there when it is whole and sound; other programs may go on using the
    /// database.
    pub fn backup(&self, to: &Path) -> Result<(), KitError> {
        Ok(self.store.backup(to)?)
    }

    /// Looks for damage, and compares each import to what its rows were when it was stored; an empty list is a sound database.
    pub fn integrity(&self) -> Result<Vec<Message>, KitError> {
        let _state = self.store.one_state()?;
        let plain = |found: Vec<String>| found.into_iter().map(|text| Message::from(Arg::from(text)));
        let foreign = self.store.foreign_objects();
        if !foreign.is_empty() {
            let text = |object: &ForeignObject| Message::both(object.text(Lang::Zh), object.text(Lang::En));
            let mut found: Vec<Message> = foreign.iter().map(text).collect();
            // What others have changed may keep the rest from being read.
            match self.store.check() {
                Ok(more) => found.extend(plain(more)),
                Err(error) => found.push(error.message()),
            }
            return Ok(found);
        }
        let mut found: Vec<Message> = plain(self.store.check()?).collect();
        // Rows cannot be read of what is damaged.
        if found.is_empty() {
            found = self.changed_imports()?;
            found.extend(plain(self.store.check_figures()?));
        }
        Ok(found)
    }

    /// Lists the imports whose rows differ from what they were when they were stored.
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
        Ok(changed.map(|(id, _)| msg!("integrity-changed-import", import = id)).collect())
    }
}
