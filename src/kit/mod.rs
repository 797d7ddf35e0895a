//! The use cases: the library's front door.
//!
//! Each file joins the rooms for one task and holds no rules of its own.

mod ask;
mod backup;
mod check;
mod clock;
mod error;
mod holidays;
mod holidays_error;
mod ics;
mod import;
mod imports;
mod inspect;
mod progress;
mod purge;
mod reapply;
mod report;
mod rules;
mod shops;
mod terms;

use std::path::Path;

pub use ask::{import_of_file, sql};
pub use check::{CheckOptions, Checked, OLD_EXPORT_DAYS, today};
pub use error::KitError;
pub use holidays::Holidays;
pub use holidays_error::{HolidaysError, HolidaysProblem};
pub use import::ImportOptions;
pub use inspect::{ExportLook, Inspection, SheetLook, inspect};
pub use progress::{Progress, Silent};
pub use purge::PurgeOptions;
pub use reapply::{Reapplication, RefundCase};
pub use rules::{read_rule_cases, read_rules};
pub use shops::{Now, PastVerdict, ShopFacts};
pub use terms::export_cap;

use crate::import::is_contact_header;
use crate::store::{ChangeCheck, Store};

/// Holds an open database and does with it what users ask for.
pub struct Kit {
    store: Store,
}

impl Kit {
    /// Opens the database at a path, making it where it is missing.
    pub fn open(path: &Path) -> Result<Self, KitError> {
        Self::of(Store::open(path)?)
    }

    /// Opens the database at a path, which must be there.
    pub fn open_existing(path: &Path) -> Result<Self, KitError> {
        Self::of(Store::open_existing(path)?)
    }

    /// Takes a store that was opened. What was imported by a version that knew fewer words for people is hidden before it is read.
    fn of(mut store: Store) -> Result<Self, KitError> {
        store.hide_columns(is_contact_header)?;
        Ok(Self { store })
    }

    /// Tells whether nothing can be stored, because of the place of the database or of what somebody else put into it.
    pub fn is_only_read(&self) -> bool {
        self.store.is_only_read()
    }

    /// Returns what is to be checked once all is read, where the database is in a place without locks and others may have written
    /// to it meanwhile.
    pub fn change_check(&self) -> Option<ChangeCheck> {
        self.store.change_check()
    }

    /// Opens an empty database that is gone when it is closed.
    pub fn open_scratch() -> Result<Self, KitError> {
        Ok(Self { store: Store::open_scratch()? })
    }

    /// Opens the database at a path, or an empty one where it is missing, so that nothing that is done stays.
    pub fn open_trial(path: &Path) -> Result<Self, KitError> {
        // A file without bytes is a database that was never begun, and must stay so.
        let is_begun = std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
        let mut kit = Self::of(if is_begun { Store::open(path)? } else { Store::open_scratch()? })?;
        kit.store.begin_trial()?;
        Ok(kit)
    }
}
