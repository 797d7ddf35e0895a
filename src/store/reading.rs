//! Opening a database where nothing may be written: a folder or a file that is read-only, a disk that is full.
//!
//! In WAL mode SQLite writes beside a file even to read it, unless it is told that the file is *immutable*. Then it takes no locks
//! and passes over the log, so that is done only where there is no log and nobody has the file open, and [`ChangeCheck`] tells afterwards
//! whether that was so to the end.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use super::refusal::Refusal;
use super::{BUSY, left, plain};

/// Bytes that the index of a log has at least once somebody has the database open.
const INDEX_BYTES: u64 = 32 << 10;

/// Remembers how a file was that is read without locks.
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

    /// Makes sure that nobody has written to the file since it was opened; what was read of it may be wrong else.
    pub fn check(&self) -> Result<(), StoreError> {
        if Self::of(&self.path)? == *self && !has_unread(&self.path) {
            Ok(())
        } else {
            Err(StoreError::Refused(self.path.clone(), Refusal::ChangedMeanwhile))
        }
    }
}

/// Opens a database that is only read, and says what is to be watched where no lock keeps others from writing.
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
    // On a full disk it is room that lacks, and no right.
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
    // Somebody may have begun in between.
    if has_unread(path) { Err(unread) } else { Ok((connection, Some(change_check))) }
}

/// Tells whether a log or a journal beside a database has something that the file has not, or somebody has it open.
fn has_unread(path: &Path) -> bool {
    let has = |end: &str, bytes: u64| match fs::metadata(left::beside(path, end)) {
        Ok(data) => data.len() >= bytes,
        Err(error) => error.kind() != std::io::ErrorKind::NotFound,
    };
    has("-wal", 1) || has("-journal", 1) || has("-shm", INDEX_BYTES)
}

/// Names a file as one that nobody writes to.
fn immutable(path: &Path) -> PathBuf {
    let mut name = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => name.push(char::from(*byte)),
            // Writing into a String cannot fail.
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
    fn a_name_says_nothing_else_than_the_file() {
        assert_eq!(
            immutable(Path::new("/a b/店?x=1#y.db")),
            Path::new("file:%2Fa%20b%2F%E5%BA%97%3Fx%3D1%23y.db?immutable=1")
        );
    }

    #[test]
    fn what_is_read_without_locks_is_watched() {
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
