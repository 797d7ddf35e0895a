//! Copies of the database, made while it may be in use.

use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, ffi};

use super::error::StoreError;
use super::reading::ChangeCheck;
use super::unfinished::{self, Unfinished};
use super::{Store, left, plain};

/// Pages copied at a time; other programs may write in between.
const PAGES: i32 = 4096;

impl Store {
    /// Copies the database into a new file that only the user may read.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        if to.exists() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        // A copy of what changed meanwhile may be of no state that there was.
        let check = || self.change_check.as_ref().map_or(Ok(()), ChangeCheck::check);
        copy(&self.connection, &self.path, to, false, check)
    }
}

/// Copies a database to a path: aside first, and in its place only when the copy is known to be sound. What stands
/// there stays unless it is to be replaced. `check` has the last word before.
pub(super) fn copy(
    from: &Connection,
    from_path: &Path,
    to: &Path,
    replace: bool,
    check: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let folder = left::folder(to);
    let failed = |error: io::Error| match error.kind() {
        ErrorKind::PermissionDenied => StoreError::NoPermission(to.to_owned()),
        ErrorKind::AlreadyExists => StoreError::Exists(to.to_owned()),
        _ => StoreError::Io(to.to_owned(), error),
    };
    // It is named after the database, so that it is known beside it.
    unfinished::remove_stale(from_path, folder);
    let name = from_path.file_name().unwrap_or_default();
    let mut aside = Unfinished::named(name, folder).map_err(failed)?;
    write(from, aside.path()).map_err(|error| {
        let is_busy = matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
        StoreError::of(if is_busy { from_path } else { to }, error)
    })?;
    aside.file().sync_all().map_err(failed)?;
    check()?;
    let placed = if replace { aside.finish(to) } else { aside.finish_new(to) };
    placed.map_err(failed)
}

/// Writes a copy and reads it once more from beginning to end.
fn write(from: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(plain(to))?;
    let backup = Backup::new(from, &mut target)?;
    // Each step waits for locks as long as the connection does.
    loop {
        match backup.step(PAGES)? {
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(failure(ffi::SQLITE_BUSY, None)),
        }
    }
    drop(backup);
    // A copy in one file: without this it would ask for a log beside it on first use.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    let found: String = target.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(failure(ffi::SQLITE_CORRUPT, Some(found)));
    }
    target.close().map_err(|(_, error)| error)
}

fn failure(code: i32, message: Option<String>) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), message)
}

#[cfg(test)]
mod tests {
    use super::super::refusal::Refusal;
    use super::*;

    #[test]
    fn a_copy_of_what_changed_meanwhile_is_not_put_in_its_place() {
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
