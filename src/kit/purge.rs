//! Deleting personal data.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::Kit;
use super::error::KitError;
use crate::store::{PurgeContacts, PurgeScope, Purged};

/// Tells what is to be deleted for good.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurgeOptions {
    /// Only this shop.
    pub shop: Option<String>,
    /// Only orders submitted before this Beijing day.
    pub before: Option<NaiveDate>,
    /// Only contact data; otherwise everything.
    pub contacts: bool,
    /// With `contacts`: also the keyed hashes by which repeat buyers and files are recognised afterwards.
    pub hashes: bool,
}

impl Kit {
    /// Deletes personal data: contact data, or everything of a shop or of orders before a day. No byte of it is left in the database;
    /// copies of the database and the imported files still have it.
    pub fn purge(&mut self, options: &PurgeOptions) -> Result<Purged, KitError> {
        self.purge_or_count(options, false)
    }

    /// Counts what [`Kit::purge`] would delete, and deletes nothing.
    pub fn count_purge(&mut self, options: &PurgeOptions) -> Result<Purged, KitError> {
        self.purge_or_count(options, true)
    }

    fn purge_or_count(&mut self, options: &PurgeOptions, dry_run: bool) -> Result<Purged, KitError> {
        if !options.contacts && options.shop.is_none() && options.before.is_none() {
            return Err(KitError::PurgeOfAll);
        }
        if let Some(shop) = &options.shop {
            self.store.shop_for_reading(Some(shop))?;
        }
        let contacts = options.contacts.then_some(PurgeContacts { hashes: options.hashes });
        let scope = PurgeScope { shop: options.shop.clone(), before: options.before, contacts };
        Ok(self.store.purge(&scope, dry_run)?)
    }

    /// Lists the files beside the database that hold its former content: copies made by upgrades, and leftovers of interrupted
    /// backups and pages.
    pub fn old_copies(&self) -> Result<Vec<PathBuf>, KitError> {
        Ok(self.store.leftovers()?)
    }

    /// Deletes these files, and returns which. A file that another program has open on Windows, for one, is left.
    pub fn delete_old_copies(&self) -> Result<Vec<PathBuf>, KitError> {
        let mut copies = self.old_copies()?;
        copies.retain(|copy| self.store.remove_leftover(copy));
        Ok(copies)
    }
}
