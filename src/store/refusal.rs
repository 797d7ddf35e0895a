//! Reasons not to write, or not even read, a database that is intact.

use std::path::Path;

use super::schema::ForeignObject;
use super::special_path::is_reserved;
use crate::model::message::{Arg, Message};
use crate::msg;

/// The most foreign objects that a message names; the check of the database names all.
const NAMED: usize = 5;

/// Tells why a database that is intact is not written, or not even read.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The path names a device, a pipe or memory, where nothing would be kept.
    #[error("it is a device, a pipe or memory")]
    KeepsNothing,
    /// The path has a name that Windows does not allow.
    #[error("Windows does not allow its name")]
    ForbiddenName,
    /// It can be read, but not written.
    #[error("it can only be read")]
    ReadOnly,
    /// It has an older version, and cannot be written to upgrade it.
    #[error("it has an older version and can only be read")]
    NotUpgraded,
    /// Its log has changes that cannot be read without writing.
    #[error("its log cannot be read without writing")]
    LogUnread,
    /// Another program wrote to it while it was read without locks.
    #[error("another program wrote to it")]
    ChangedMeanwhile,
    /// Its file has a second name (a hard link), so that another program may keep a log that this one does not see.
    #[error("its file has a second name")]
    TwoNames,
    /// It has objects that shopkit did not make.
    #[error("another program has changed it")]
    Foreign(Vec<ForeignObject>),
}

impl Refusal {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::KeepsNothing => "keeps-nothing",
            Self::ForbiddenName => "forbidden-name",
            Self::ReadOnly => "database-read-only",
            Self::NotUpgraded => "database-not-upgraded",
            Self::LogUnread => "database-log-unread",
            Self::ChangedMeanwhile => "database-changed",
            Self::TwoNames => "two-names",
            Self::Foreign(_) => "foreign-objects",
        }
    }

    pub(super) fn message(&self, path: &Path) -> Message {
        match self {
            Self::KeepsNothing if !cfg!(windows) && is_reserved(path) => {
                msg!("error-keeps-nothing-on-windows", path = path)
            }
            Self::KeepsNothing => msg!("error-keeps-nothing", path = path),
            Self::ForbiddenName => msg!("error-forbidden-name", path = path),
            Self::ReadOnly => msg!("error-database-read-only", path = path),
            Self::NotUpgraded => msg!("error-database-not-upgraded", path = path),
            Self::LogUnread => msg!("error-database-log-unread", path = path),
            Self::ChangedMeanwhile => msg!("error-database-changed", path = path),
            Self::TwoNames => msg!("error-two-names", path = path),
            Self::Foreign(objects) => {
                let first = Arg::list(objects.iter().take(NAMED).map(ForeignObject::message));
                let more = objects.len().saturating_sub(NAMED);
                msg!("error-foreign-objects", path = path, objects = first, more = more)
            }
        }
    }

    pub(super) fn hint(&self) -> Message {
        match self {
            Self::KeepsNothing => msg!("hint-keeps-nothing"),
            Self::ForbiddenName => msg!("hint-forbidden-name"),
            Self::ReadOnly | Self::NotUpgraded | Self::LogUnread => msg!("hint-database-read-only"),
            Self::TwoNames => msg!("hint-two-names"),
            Self::ChangedMeanwhile => msg!("hint-database-changed"),
            Self::Foreign(_) => msg!("hint-foreign-objects"),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn devices_of_windows_have_a_message_of_their_own() {
        let message = |path| Refusal::KeepsNothing.message(Path::new(path));
        assert_eq!(message("a/con.db"), msg!("error-keeps-nothing-on-windows", path = "a/con.db"));
        for path in ["/dev/null", ":memory:"] {
            assert_eq!(message(path), msg!("error-keeps-nothing", path = path));
        }
    }
}
