//! Copies of the database, which may be in use meanwhile.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, ffi};

use super::error::StoreError;
use super::part_file::{self, PartFile};
use super::unwritable::ChangeCheck;
use super::{Store, paths, plain};

/// Pages per step of a copy; other programs can write between steps.
const PAGES: i32 = 4096;

impl Store {
    /// Copies the database to a new file that only the user can read.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        // Without locks, a copy of a database that changed meanwhile may mix two states.
        let check = || self.change_check.as_ref().map_or(Ok(()), ChangeCheck::check);
        copy(&self.connection, &self.path, to, false, check)
    }
}

/// Copies a database to a part file, checks the copy, and renames it to its target. An existing target is kept unless `replace` is
/// set. If `check` fails at the end, nothing is renamed.
pub(super) fn copy(
    from: &Connection,
    from_path: &Path,
    to: &Path,
    replace: bool,
    check: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let folder = paths::folder(to);
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::PermissionDenied => StoreError::NoPermission(to.to_owned()),
        ErrorKind::AlreadyExists => StoreError::Exists(to.to_owned()),
        _ => StoreError::Io(to.to_owned(), error),
    };
    // The part file is named after the database, so that it is found as one of its leftovers.
    part_file::remove_stale(from_path, folder);
    let name = from_path.file_name().unwrap_or_default();
    let mut part = PartFile::create_unlocked(name, folder).map_err(failed)?;
    write(from, part.path()).map_err(|error| {
        let is_busy = matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
        StoreError::of(if is_busy { from_path } else { to }, error)
    })?;
    part.file().sync_all().map_err(failed)?;
    check()?;
    let renamed = if replace { part.finish(to) } else { part.finish_new(to) };
    renamed.map_err(failed)
}

/// Writes a copy and checks its integrity.
pub(super) fn write(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(plain(to))?;
    let backup = Backup::new(from, &mut target)?;
    // Each step waits for locks up to the busy timeout of the connection.
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(failure(ffi::SQLITE_BUSY, None)),
        }
    }
    drop(backup);
    // The copy is a single file: in WAL mode it would get a log beside it on first use.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    let found: String = target.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(failure(ffi::SQLITE_CORRUPT, Some(found)));
    }
    target.close().map_err(|(_, error)| error)
}

/// Makes an error of SQLite.
pub(super) fn failure(code: i32, message: Option<String>) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), message)
}

#[cfg(test)]
mod tests {
    use super::super::refusal::Refusal;
    use super::*;

    #[test]
    fn a_copy_of_a_database_that_changed_meanwhile_is_discarded() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, to) = (folder.path().join("test.db"), folder.path().join("copy.db"));
        let connection = Connection::open(&path).expect("opens");
        connection.execute_batch("CREATE TABLE t (x)").expect("a table");
        let changed = || Err(StoreError::Refused(path.clone(), Refusal::ChangedMeanwhile));
        assert!(copy(&connection, &path, &to, false, changed).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
        copy(&connection, &path, &to, false, || Ok(())).expect("copies");
        assert!(to.exists());
    }
}
