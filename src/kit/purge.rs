//! Deleting what is known of people.

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
    /// Only what belongs to orders submitted before this Beijing day.
    pub before: Option<NaiveDate>,
    /// Only contact data; else everything.
    pub contacts: bool,
    /// With `contacts`: also the keyed hashes that repeat buyers and files are known by afterwards.
    pub hashes: bool,
}

impl Kit {
    /// Deletes what is known of people: contact data, or everything of a shop or of orders before a day. No byte of it is left
    /// in the database; copies of the database and the imported files are other files and keep it.
    pub fn purge(&mut self, options: &PurgeOptions) -> Result<Purged, KitError> {
        self.purge_or_count(options, false)
    }

    /// Counts what [`Kit::purge`] would delete, and deletes nothing.
    pub fn count_purge(&mut self, options: &PurgeOptions) -> Result<Purged, KitError> {
        self.purge_or_count(options, true)
    }

    fn purge_or_count(&mut self, options: &PurgeOptions, trial: bool) -> Result<Purged, KitError> {
        if !options.contacts && options.shop.is_none() && options.before.is_none() {
            return Err(KitError::PurgeOfAll);
        }
        if let Some(shop) = &options.shop {
            self.store.shop_for_reading(Some(shop))?;
        }
        let contacts = options.contacts.then_some(PurgeContacts { hashes: options.hashes });
        let scope = PurgeScope { shop: options.shop.clone(), before: options.before, contacts };
        Ok(self.store.purge(&scope, trial)?)
    }

    /// Lists the files beside the database that have what it had once: copies that were made when it was brought to a new form,
    /// and what backups and pages that were stopped left.
    pub fn old_copies(&self) -> Result<Vec<PathBuf>, KitError> {
        Ok(self.store.leftovers()?)
    }

    /// Deletes these files, and returns which. What cannot be deleted, such as what another program has open on Windows, is left.
    pub fn delete_old_copies(&self) -> Result<Vec<PathBuf>, KitError> {
        let mut copies = self.old_copies()?;
        copies.retain(|copy| self.store.remove_leftover(copy));
        Ok(copies)
    }
}
