//! Keeping the database safe.

use std::path::Path;

use super::Kit;
use super::error::KitError;

impl Kit {
    /// Copies the database into a new file; other programs may go on using it.
    pub fn backup(&self, to: &Path) -> Result<(), KitError> {
        Ok(self.store.backup(to)?)
    }

    /// Looks for damage; an empty list is a sound database.
    pub fn integrity(&self) -> Result<Vec<String>, KitError> {
        Ok(self.store.check()?)
    }
}
