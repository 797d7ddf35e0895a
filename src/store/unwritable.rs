//! Opening a database that cannot be written: its file or folder is read-only, or the disk is full.
//!
//! In WAL mode SQLite writes beside a file even to read it, unless it is told that the file is *immutable*. Then it takes no locks
//! and ignores the log. So that is done only if there is no log and no other program has the file open, and [`ChangeCheck`] tells
//! afterwards whether that stayed so.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::refusal::Refusal;
use super::{BUSY, paths, plain};

/// The least bytes of the log's index while a program has the database open.
const INDEX_BYTES: u64 = 32 << 10;

/// Detects changes of a file that is read without locks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeCheck {
    path: PathBuf,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl ChangeCheck {
    fn of(path: &Path) -> Result<Self, StoreError> {
        let data = fs::metadata(path).map_err(|error| StoreError::Io(path.to_owned(), error))?;
        Ok(Self { path: path.to_owned(), bytes: data.len(), modified: data.modified().ok() })
    }

    /// Fails if the file was written to since it was opened, since what was read may be wrong then.
    pub fn check(&self) -> Result<(), StoreError> {
        if Self::of(&self.path)? == *self && !has_unread(&self.path) {
            Ok(())
        } else {
            Err(StoreError::Refused(self.path.clone(), Refusal::ChangedMeanwhile))
        }
    }
}

/// Opens a database for reading. Without locks, it comes with a check for changes.
pub(super) fn open(path: &Path) -> Result<(Connection, Option<ChangeCheck>), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = |name: &Path, flags| -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(name, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(connection)
    };
    let error = match opened(&plain(path), flags) {
        Ok(connection) => return Ok((connection, None)),
        Err(error) => StoreError::of(path, error),
    };
    if !error.is_of_location() {
        return Err(error);
    }
    // On a full disk the error is about space, not about permissions.
    let unread = match error {
        StoreError::DiskFull(_) => error,
        _ => StoreError::Refused(path.to_owned(), Refusal::LogUnread),
    };
    if has_unread(path) {
        return Err(unread);
    }
    let change_check = ChangeCheck::of(path)?;
    let connection =
        opened(&immutable(path), flags | OpenFlags::SQLITE_OPEN_URI).map_err(|error| StoreError::of(path, error))?;
    // Another program may have opened it in between.
    if has_unread(path) { Err(unread) } else { Ok((connection, Some(change_check))) }
}

/// Tells whether a log or journal has content that is not in the file, or a program has the database open.
fn has_unread(path: &Path) -> bool {
    let has = |suffix: &str, bytes: u64| match fs::metadata(paths::beside(path, suffix)) {
        Ok(data) => data.len() >= bytes,
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    has("-wal", 1) || has("-journal", 1) || has("-shm", INDEX_BYTES)
}

/// Returns the URI that tells SQLite that a file is immutable.
fn immutable(path: &Path) -> PathBuf {
    let mut name = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => name.push(char::from(*byte)),
            // Writing to a String cannot fail.
            _ => {
                let _ = write!(name, "%{byte:02X}");
            }
        }
    }
    name.push_str("?immutable=1");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_in_the_uri() {
        assert_eq!(
            immutable(Path::new("/a b/店?x=1#y.db")),
            Path::new("file:%2Fa%20b%2F%E5%BA%97%3Fx%3D1%23y.db?immutable=1")
        );
    }

    #[test]
    fn changes_of_a_file_that_is_read_without_locks_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        fs::write(&path, "x").expect("written");
        let change_check = ChangeCheck::of(&path).expect("is there");
        change_check.check().expect("nothing happened");
        fs::write(folder.path().join("test.db-wal"), "x").expect("written");
        assert!(matches!(change_check.check(), Err(StoreError::Refused(_, Refusal::ChangedMeanwhile))));
        fs::remove_file(folder.path().join("test.db-wal")).expect("removed");
        change_check.check().expect("as it was");
        fs::write(&path, "xy").expect("written");
        assert!(matches!(change_check.check(), Err(StoreError::Refused(_, Refusal::ChangedMeanwhile))));
    }
}
