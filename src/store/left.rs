//! What stands beside a database and has its data: copies that upgrades make, and what programs that were stopped left.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::error::StoreError;
use crate::model::id;

/// What stands behind the name of a database in the name of a copy, before and after the version.
const COPY: (&str, &str) = (".v", ".bak");

/// What stands behind the name of a database in the name of a copy that is being written, before and after what tells it from others.
const PART: (&str, &str) = (".shopkit-", ".part");

/// Names the file in the folder of a page that is locked as long as the page runs.
pub const PAGE_LOCK: &str = "lock";

/// Names the folder in the folder of a page that files which are being sent stand in.
pub const PAGE_UPLOADS: &str = "uploads";

/// Returns the folder of the page that serves a database, which stands beside it.
pub fn page_folder(database: &Path) -> PathBuf {
    beside(database, "-serve")
}

/// What SQLite puts behind the name of a file that it writes.
const BESIDE: [&str; 4] = ["", "-journal", "-wal", "-shm"];

/// Characters that tell one copy that is being written from another.
const RANDOM: usize = 6;

/// A copy on which nobody has written for so long is of a program that was stopped.
const STALE: Duration = Duration::from_hours(1);

/// Returns the folder that a file stands in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Returns where the copy of a database is that its upgrade from a version makes.
pub(super) fn copy_of(path: &Path, version: i64) -> PathBuf {
    beside(path, &format!("{}{version}{}", COPY.0, COPY.1))
}

/// Makes the file that a copy of a database is written to at first. It is named after the database, so that it is known where
/// the program is stopped before the copy is whole.
pub(super) fn part(database: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let mut prefix = database.file_name().unwrap_or_default().to_owned();
    prefix.push(PART.0);
    tempfile::Builder::new().prefix(&prefix).suffix(PART.1).rand_bytes(RANDOM).tempfile_in(folder)
}

/// Removes from a folder what stopped programs left of copies of a database.
pub(super) fn remove_stale_parts(database: &Path, folder: &Path) {
    let name = name(database);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let age = || entry.metadata().and_then(|data| data.modified()).ok()?.elapsed().ok();
        if is_part(&entry.file_name().to_string_lossy(), &name) && age().is_some_and(|age| age > STALE) {
            // What stays is named by a purge.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Lists the files beside a database that have what it had: copies of upgrades, copies that never became whole, and files that
/// were sent to a page which was stopped.
pub(super) fn copies(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = folder(database);
    let name = name(database);
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| StoreError::Io(folder.to_owned(), error))? {
        let other = entry.map_err(|error| StoreError::Io(folder.to_owned(), error))?.file_name();
        let shown = other.to_string_lossy();
        let version = shown.strip_prefix(&name).and_then(|rest| rest.strip_prefix(COPY.0)?.strip_suffix(COPY.1));
        if version.is_some_and(id::is_digits) || is_part(&shown, &name) {
            copies.push(database.with_file_name(&other));
        }
    }
    sent(&page_folder(database), &mut copies)?;
    copies.sort();
    Ok(copies)
}

/// Finds the files in the folder of a page that no longer runs. One that does holds its lock, and removes them itself.
fn sent(page: &Path, found: &mut Vec<PathBuf>) -> Result<(), StoreError> {
    match File::open(page.join(PAGE_LOCK)) {
        Ok(lock) if lock.try_lock().is_err() => Ok(()),
        _ => {
            let uploads = page.join(PAGE_UPLOADS);
            files_under(&uploads, found).map_err(|error| StoreError::Io(uploads, error))
        }
    }
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        // A link is not followed: it is what would be deleted.
        if entry.file_type()?.is_dir() { files_under(&entry.path(), found)? } else { found.push(entry.path()) }
    }
    Ok(())
}

fn is_part(name: &str, database: &str) -> bool {
    let own = name.strip_prefix(database).and_then(|rest| rest.strip_prefix(PART.0));
    let random = own.and_then(|rest| BESIDE.iter().find_map(|end| rest.strip_suffix(end)?.strip_suffix(PART.1)));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Returns the path of a file whose name is that of another with something behind it.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn parts_are_known_by_their_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = part(Path::new("a/test.db"), folder.path()).expect("a file");
        assert!(is_part(&part.path().file_name().expect("a name").to_string_lossy(), "test.db"));
        for name in
            ["test.db.shopkit-aB3dE9.part", "test.db.shopkit-aB3dE9.part-journal", "test.db.shopkit-aB3dE9.part-wal"]
        {
            assert!(is_part(name, "test.db"), "{name}");
        }
        for name in [
            "test.db.part",
            "test.db.shopkit-aB3dE.part",
            "test.db.v1.bak",
            "other.db.shopkit-aB3dE9.part",
            "test.db.backup.part",
            "test.db.shopkit-aB3dE9.part.txt",
        ] {
            assert!(!is_part(name, "test.db"), "{name}");
        }
    }

    #[test]
    fn only_parts_that_nobody_writes_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        for (name, hours) in
            [("test.db.shopkit-aaaaaa.part", 2), ("test.db.shopkit-bbbbbb.part", 0), ("test.db", 2), ("mine.part", 2)]
        {
            let file = File::create(folder.path().join(name)).expect("a file");
            file.set_modified(SystemTime::now() - Duration::from_hours(hours)).expect("set");
        }
        remove_stale_parts(&database, folder.path());
        let left = ["test.db.shopkit-aaaaaa.part", "test.db.shopkit-bbbbbb.part", "test.db", "mine.part"];
        assert_eq!(left.map(|name| folder.path().join(name).exists()), [false, true, true, true]);
    }
}
