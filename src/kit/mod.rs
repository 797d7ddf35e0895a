//! The use cases: the library's front door.
//!
//! Each file combines the rooms for one task and has no logic of its own.

mod answer_digest;
mod answers;
mod backup;
mod check;
mod clock;
mod costs;
mod error;
mod evidence;
mod file_digest;
mod holidays;
mod holidays_error;
mod ics;
mod import;
mod imports;
mod inspect;
#[cfg(feature = "lake")]
mod lake;
#[cfg(feature = "lake")]
mod lake_answer;
mod progress;
mod purge;
mod query;
mod reapply;
mod receipt;
mod receipt_changes;
mod receipt_error;
mod report;
mod rules;
mod several;
mod shops;
mod terms;
mod verify;
mod written_answer;

use std::path::Path;

pub use check::{CheckOptions, Checked, OLD_EXPORT_DAYS, today};
pub use clock::now;
pub use error::KitError;
pub use evidence::{Evidence, EvidenceFile, Step};
pub use holidays::Holidays;
pub use holidays_error::{HolidaysError, HolidaysProblem};
pub use import::ImportOptions;
pub use imports::Undone;
pub use inspect::{ExportLook, Inspection, SheetLook, inspect};
#[cfg(feature = "lake")]
pub use lake::{BuyerKey, LakeShop, purge_lake, vacuum_lake};
#[cfg(feature = "lake")]
pub use lake_answer::lake_answer;
pub use progress::{Progress, Silent};
pub use purge::PurgeOptions;
pub use query::{import_of_file, sql};
pub use reapply::{Reapplication, RefundCase};
pub use receipt::{FileReceipt, ImportsReceipt, MonthReceipt, Receipt, ShopReceipt};
pub use receipt_changes::{ImportChange, TermChange};
pub use receipt_error::{ReceiptError, ReceiptProblem};
pub use report::Shops;
pub use rules::{read_rule_cases, read_rules};
pub use shops::{CurrentAnswer, PastVerdict, ShopFacts};
pub use terms::export_cap;
pub use verify::{AnswerChange, CellChange, FileState, Verification};

use crate::import::is_contact_header;
use crate::store::{ChangeCheck, Store};

/// Holds an open database, and carries out the use cases on it.
pub struct Kit {
    store: Store,
}

impl Kit {
    /// Opens the database at a path, and creates it if it is missing.
    pub fn open(path: &Path) -> Result<Self, KitError> {
        Self::with(Store::open(path)?)
    }

    /// Opens the database at a path, which must exist.
    pub fn open_existing(path: &Path) -> Result<Self, KitError> {
        Self::with(Store::open_existing(path)?)
    }

    /// Takes an open store. Columns that an earlier version did not recognise as contact data are hidden before anything is read.
    fn with(mut store: Store) -> Result<Self, KitError> {
        store.hide_columns(is_contact_header)?;
        Ok(Self { store })
    }

    /// Tells whether nothing can be stored, because of where the database is, or of what another program put into it.
    pub fn is_only_read(&self) -> bool {
        self.store.is_only_read()
    }

    /// Returns the check to make after reading, where the database is on a file system without locks and another program may have
    /// written to it meanwhile.
    pub fn change_check(&self) -> Option<ChangeCheck> {
        self.store.change_check()
    }

    /// Opens an empty database that is deleted when it is closed.
    pub fn open_scratch() -> Result<Self, KitError> {
        Ok(Self { store: Store::open_scratch()? })
    }

    /// Opens the database at a path, or an empty one if it is missing, and keeps no change to it.
    pub fn open_trial(path: &Path) -> Result<Self, KitError> {
        // An empty file is a database that was never written, and must stay so.
        let is_written = std::fs::metadata(path).is_ok_and(|meta| meta.len() > 0);
        let mut kit = Self::with(if is_written { Store::open(path)? } else { Store::open_scratch()? })?;
        kit.store.begin_trial()?;
        Ok(kit)
    }
}
