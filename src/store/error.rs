//! Errors of the database.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::backup_fault::BackupFault;
use super::refusal::Refusal;
use super::special_path::keeps_nothing;
use super::sql_limits;
use super::time_limit::TIME_LIMIT;
use crate::model::device::has_forbidden;
use crate::model::export::Grain;
use crate::model::held::is_held;
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;

/// Tells why an operation of the database failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no database at the path.
    #[error("there is no database at {0:?}")]
    NoDatabase(PathBuf),
    /// The file is not a database of shopkit.
    #[error("{0:?} is not a database of shopkit")]
    NotShopkit(PathBuf),
    /// A newer version of the program made the database; its version and the newest known one.
    #[error("the database {0:?} has version {1}, and {2} is the newest known")]
    Newer(PathBuf, i64, i64),
    /// Another program is writing and did not finish in time.
    #[error("another program is writing to {0:?}")]
    Locked(PathBuf),
    /// Other programs have the database open, so nothing can take its place.
    #[error("other programs have {0:?} open")]
    InUse(PathBuf),
    /// The file is no backup to restore.
    #[error("{0:?} cannot be restored: {1:?}")]
    BadBackup(PathBuf, BackupFault),
    /// The disk or the quota is full.
    #[error("the disk of {0:?} is full")]
    DiskFull(PathBuf),
    /// The system does not allow to open or write the database.
    #[error("no permission to open or write {0:?}")]
    NoPermission(PathBuf),
    /// The database is intact, but is not written or not even read.
    #[error("the database {0:?} cannot be used: {1}")]
    Refused(PathBuf, Refusal),
    /// The path of the database is a folder.
    #[error("{0:?} is a folder")]
    IsFolder(PathBuf),
    /// The database file is damaged.
    #[error("the database {0:?} is damaged")]
    Damaged(PathBuf),
    /// The database has several shops and none was named.
    #[error("the database has several shops")]
    ManyShops(Vec<String>),
    /// No shop has this name; the names that exist.
    #[error("no shop is named {0:?}")]
    NoShop(String, Vec<String>),
    /// No group of shops has the name; the names of those that there are.
    #[error("no group of shops is named {0:?}")]
    NoGroup(String, Vec<String>),
    /// Another shop has this name.
    #[error("a shop named {0:?} exists")]
    ShopExists(String),
    /// The shop has orders of the other grain.
    #[error("{path:?} has another grain than the orders of shop {shop:?}")]
    OtherGrain {
        /// The shop.
        shop: String,
        /// The grain of its lines.
        has: Grain,
        /// The grain of the file.
        file: Grain,
        /// The file.
        path: String,
    },
    /// Importing a file would grow the database out of proportion.
    #[error("importing {path:?} would grow the database out of proportion")]
    TooLarge {
        /// The file.
        path: String,
        /// The growth in bytes.
        growth: u64,
        /// The most bytes that would be in proportion.
        bound: u64,
    },
    /// No import has this number.
    #[error("there is no import {0}")]
    NoImport(i64),
    /// The SQL is not a single read-only statement.
    #[error("only a single read-only statement can be run")]
    NotReadOnly,
    /// The statement uses a table behind the views, which has contact data.
    #[error("the statement uses an internal table")]
    InternalTable,
    /// The statement could join by hidden columns of imports.
    #[error("NATURAL and USING joins with imports are not allowed")]
    HiddenJoin,
    /// The statement cannot be run; what SQLite says.
    #[error("the SQL cannot be run: {0}")]
    BadSql(String),
    /// The statement, or a value or row in it, is longer than allowed.
    #[error("a value or the statement is too long")]
    TooLong,
    /// The statement ran longer than allowed; seconds.
    #[error("the query ran longer than {0} seconds")]
    TimeLimit(u64),
    /// The statement has no such parameter.
    #[error("the statement has no parameter {0:?}")]
    NoParameter(String),
    /// A parameter of the statement has no value.
    #[error("the parameter {0:?} has no value")]
    NoValue(String),
    /// The data was purged, but its bytes may still be in the file or its log.
    #[error("data was deleted, but its bytes may remain in {0:?}: {1}")]
    NotWiped(PathBuf, #[source] rusqlite::Error),
    /// The file to copy to exists.
    #[error("{0:?} exists")]
    Exists(PathBuf),
    /// The output could not be written.
    #[error("the output could not be written: {0}")]
    Output(#[source] std::io::Error),
    /// A folder or file beside the database is a link, or other accounts have access to it.
    #[error("{0:?} is a link, or other accounts have access to it")]
    NotOwn(PathBuf),
    /// SQLite reports any other error.
    #[error("the database {0:?} failed: {1}")]
    Sqlite(PathBuf, #[source] rusqlite::Error),
    /// A file operation outside SQLite failed.
    #[error("{0:?}: {1}")]
    Io(PathBuf, #[source] std::io::Error),
}

impl StoreError {
    /// Translates an error of SQLite.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked(path),
            Some(ErrorCode::DiskFull) => Self::DiskFull(path),
            Some(ErrorCode::SystemIoFailure) if is_failed_write(&error) => Self::DiskFull(path),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::NoPermission(path),
            Some(ErrorCode::NotADatabase) => Self::NotShopkit(path),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(path),
            Some(ErrorCode::OperationInterrupted) => Self::TimeLimit(TIME_LIMIT.as_secs()),
            _ => Self::Sqlite(path, error),
        }
    }

    /// Fails if a path cannot hold a database.
    pub(super) fn check_path(path: &Path) -> Result<(), Self> {
        let refused = |refusal| Err(Self::Refused(path.to_owned(), refusal));
        if keeps_nothing(path) {
            return refused(Refusal::KeepsNothing);
        }
        if cfg!(windows) && has_forbidden(path) { refused(Refusal::ForbiddenName) } else { Ok(()) }
    }

    /// Tells whether the database cannot be written because of the disk or the permissions of its folder.
    pub(super) fn is_of_location(&self) -> bool {
        matches!(self, Self::NoPermission(_) | Self::DiskFull(_))
    }

    /// Tells whether the database can be read at best, but not written.
    pub fn is_only_read(&self) -> bool {
        self.is_of_location()
            || matches!(self, Self::Refused(_, Refusal::ReadOnly | Refusal::TwoNames | Refusal::Foreign(_)))
    }
}

/// Tells whether a write of SQLite failed, which nearly always means that a disk or a quota is full.
fn is_failed_write(error: &rusqlite::Error) -> bool {
    // SQLite truncates, extends and maps the shared-memory index of the log.
    const WRITES: [i32; 6] = [
        rusqlite::ffi::SQLITE_IOERR_WRITE,
        rusqlite::ffi::SQLITE_IOERR_FSYNC,
        rusqlite::ffi::SQLITE_IOERR_TRUNCATE,
        rusqlite::ffi::SQLITE_IOERR_SHMOPEN,
        rusqlite::ffi::SQLITE_IOERR_SHMSIZE,
        rusqlite::ffi::SQLITE_IOERR_SHMMAP,
    ];
    error.sqlite_error().is_some_and(|error| WRITES.contains(&error.extended_code))
}

impl Explain for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDatabase(_) => "no-database",
            Self::NotShopkit(_) => "not-a-shopkit-database",
            Self::Newer(..) => "database-newer",
            Self::Locked(_) => "database-locked",
            Self::InUse(_) => "database-in-use",
            Self::BadBackup(..) => "bad-backup",
            Self::DiskFull(_) => "disk-full",
            Self::NoPermission(_) => "database-no-permission",
            Self::Refused(_, refusal) => refusal.code(),
            Self::IsFolder(_) => "is-folder",
            Self::Damaged(_) => "database-damaged",
            Self::ManyShops(_) => "which-shop",
            Self::NoShop(..) => "no-such-shop",
            Self::NoGroup(..) => "no-such-group",
            Self::ShopExists(_) => "shop-exists",
            Self::OtherGrain { .. } => "other-grain",
            Self::TooLarge { .. } => "too-large",
            Self::NoImport(_) => "no-such-import",
            Self::NotReadOnly => "not-read-only",
            Self::InternalTable => "internal-table",
            Self::HiddenJoin => "hidden-join",
            Self::BadSql(_) => "bad-sql",
            Self::TooLong => "too-long",
            Self::TimeLimit(_) => "time-limit",
            Self::NoParameter(_) => "no-such-parameter",
            Self::NoValue(_) => "no-value",
            Self::NotWiped(..) => "not-wiped",
            Self::Exists(_) => "file-exists",
            Self::Output(_) => "output-failed",
            Self::NotOwn(_) => "not-own",
            Self::Io(_, error) if is_held(error) => "file-held",
            Self::Sqlite(..) | Self::Io(..) => "database-failed",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::NoDatabase(path) => msg!("error-no-database", path = path),
            Self::NotShopkit(path) => msg!("error-not-a-shopkit-database", path = path),
            Self::Newer(path, found, known) => {
                msg!("error-database-newer", path = path, found = *found, known = *known)
            }
            Self::Locked(path) => msg!("error-database-locked", path = path, seconds = super::BUSY.as_secs()),
            Self::InUse(path) => msg!("error-database-in-use", path = path),
            Self::BadBackup(path, fault) => fault.message(path),
            Self::DiskFull(path) => msg!("error-disk-full", path = path),
            Self::NoPermission(path) => msg!("error-database-no-permission", path = path),
            Self::Refused(path, refusal) => refusal.message(path),
            Self::IsFolder(path) => msg!("error-is-folder", path = path),
            Self::Damaged(path) => msg!("error-database-damaged", path = path),
            Self::ManyShops(names) => msg!("error-which-shop", shops = names),
            Self::NoShop(name, names) if names.is_empty() => msg!("error-no-shop-yet", shop = name),
            Self::NoShop(name, names) => msg!("error-no-such-shop", shop = name, shops = names),
            Self::NoGroup(name, names) if names.is_empty() => msg!("error-no-group-yet", group = name),
            Self::NoGroup(name, names) => msg!("error-no-such-group", group = name, groups = names),
            Self::ShopExists(name) => msg!("error-shop-exists", shop = name),
            Self::OtherGrain { shop, has, file, path } => {
                msg!("error-other-grain", path = path, shop = shop, has = has.word(), file = file.word())
            }
            Self::TooLarge { path, growth, bound } => {
                msg!("error-too-large", path = path, growth = Arg::count(*growth), bound = Arg::count(*bound))
            }
            Self::NoImport(id) => msg!("error-no-such-import", id = *id),
            Self::NotReadOnly => msg!("error-not-read-only"),
            Self::InternalTable => msg!("error-internal-table"),
            Self::HiddenJoin => msg!("error-hidden-join"),
            Self::BadSql(detail) => msg!("error-bad-sql", error = detail),
            Self::TooLong => {
                msg!(
                    "error-too-long",
                    value = i64::from(sql_limits::LENGTH >> 10),
                    sql = i64::from(sql_limits::SQL_LENGTH >> 10)
                )
            }
            Self::TimeLimit(seconds) => msg!("error-time-limit", seconds = *seconds),
            Self::NoParameter(name) => msg!("error-no-such-parameter", name = name),
            Self::NoValue(name) => msg!("error-no-value", name = name),
            Self::NotWiped(path, error) => msg!("error-not-wiped", path = path, error = error.to_string()),
            Self::Exists(path) => msg!("error-file-exists", path = path),
            Self::Output(error) => msg!("error-output-failed", error = error.to_string()),
            Self::NotOwn(path) => msg!("error-not-own", path = path),
            Self::Sqlite(path, error) => msg!("error-database-failed", path = path, error = error.to_string()),
            Self::Io(path, error) if error.kind() == std::io::ErrorKind::NotFound => {
                msg!("error-no-folder", path = path)
            }
            Self::Io(path, error) if is_held(error) => msg!("error-file-held", path = path),
            Self::Io(path, error) => msg!("error-file-failed", path = path, error = error.to_string()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::NoDatabase(_) => msg!("hint-no-database"),
            Self::IsFolder(_) | Self::NotShopkit(_) => msg!("hint-other-database"),
            Self::Newer(..) => msg!("hint-database-newer"),
            Self::Locked(_) => msg!("hint-database-locked"),
            Self::InUse(_) => msg!("hint-database-in-use"),
            Self::BadBackup(_, fault) => fault.hint(),
            Self::DiskFull(_) => msg!("hint-disk-full"),
            Self::Refused(_, refusal) => return Some(refusal.hint()),
            Self::NoPermission(_) => msg!("hint-database-no-permission"),
            Self::Damaged(_) => msg!("hint-database-damaged"),
            Self::ManyShops(_) => msg!("hint-which-shop"),
            Self::NoShop(..) => msg!("hint-no-such-shop"),
            Self::NoGroup(..) => msg!("hint-no-such-group"),
            Self::ShopExists(_) => msg!("hint-shop-exists"),
            Self::OtherGrain { .. } => msg!("hint-other-grain"),
            Self::TooLarge { .. } => msg!("hint-too-large"),
            Self::NoImport(_) => msg!("hint-no-such-import"),
            Self::NotReadOnly => msg!("hint-not-read-only"),
            Self::InternalTable => msg!("hint-internal-table"),
            Self::HiddenJoin => msg!("hint-hidden-join"),
            Self::BadSql(_) => msg!("hint-bad-sql"),
            Self::TooLong => msg!("hint-too-long"),
            Self::TimeLimit(_) => msg!("hint-time-limit"),
            Self::NoParameter(_) | Self::NoValue(_) => msg!("hint-parameters"),
            Self::NotWiped(..) => msg!("hint-not-wiped"),
            Self::Exists(_) => msg!("hint-file-exists"),
            Self::NotOwn(_) => msg!("hint-not-own"),
            Self::Io(_, error) if is_held(error) => msg!("hint-file-held"),
            Self::Output(_) | Self::Sqlite(..) | Self::Io(..) => return None,
        })
    }
}
