//! Why a file is no backup to restore.

use std::path::Path;

use crate::model::message::Message;
use crate::msg;

/// Says why a file is no backup to restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupFault {
    /// There is no such file.
    Missing,
    /// It is not a database of shopkit, or an empty one.
    NotShopkit,
    /// A newer version of the program made it: its version, and the newest that is known.
    Newer(i64, i64),
    /// It is damaged.
    Damaged,
    /// Another program has changed its schema.
    Changed,
    /// It is the database itself.
    Same,
}

impl BackupFault {
    /// Says what is wrong with a file.
    pub(super) fn message(self, path: &Path) -> Message {
        match self {
            Self::Missing => msg!("error-backup-missing", path = path),
            Self::NotShopkit => msg!("error-backup-not-shopkit", path = path),
            Self::Newer(found, known) => msg!("error-backup-newer", path = path, found = found, known = known),
            Self::Damaged => msg!("error-backup-damaged", path = path),
            Self::Changed => msg!("error-backup-changed", path = path),
            Self::Same => msg!("error-backup-same", path = path),
        }
    }

    /// Says what to do.
    pub(super) fn hint(self) -> Message {
        match self {
            Self::Newer(..) => msg!("hint-database-newer"),
            _ => msg!("hint-bad-backup"),
        }
    }
}
