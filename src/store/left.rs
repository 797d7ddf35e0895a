//! What stands beside a database and has its data: copies that upgrades make, and what programs that were stopped left.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::own::OwnFolder;
use super::unfinished;
use crate::model::id;

/// What stands behind the name of a database in the name of a copy, before and after the version.
const COPY: (&str, &str) = (".v", ".bak");

/// Names the file in the folder of a page that is locked as long as the page runs.
pub const PAGE_LOCK: &str = "lock";

/// Names the folder in the folder of a page that files which are being sent stand in.
pub const PAGE_UPLOADS: &str = "uploads";

/// Returns the folder of the page that serves a database, which stands beside it.
pub fn page_folder(database: &Path) -> PathBuf {
    beside(database, "-serve")
}

/// Returns the folder that a file stands in.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Returns where the copy of a database is that its upgrade from a version makes.
pub(super) fn copy_of(path: &Path, version: i64) -> PathBuf {
    beside(path, &format!("{}{version}{}", COPY.0, COPY.1))
}

/// Lists the files beside a database that have what it had: copies of upgrades, files that never became whole, and files that were
/// sent to a page which was stopped.
pub(super) fn copies(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = folder(database);
    let name = database.file_name().unwrap_or_default().to_string_lossy();
    let mut copies = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| StoreError::Io(folder.to_owned(), error))? {
        let other = entry.map_err(|error| StoreError::Io(folder.to_owned(), error))?.file_name();
        let shown = other.to_string_lossy();
        let path = database.with_file_name(&other);
        let version = shown.strip_prefix(&*name).and_then(|rest| rest.strip_prefix(COPY.0)?.strip_suffix(COPY.1));
        if version.is_some_and(id::is_digits)
            || (unfinished::is_unfinished(&shown) && unfinished::is_left_behind(&path))
        {
            copies.push(path);
        }
    }
    copies.extend(sent(database)?);
    copies.sort();
    Ok(copies)
}

/// Deletes a file that [`copies`] listed, and tells whether it is gone.
pub(super) fn remove(database: &Path, copy: &Path) -> bool {
    let page = page_folder(database);
    match copy.strip_prefix(&page) {
        Ok(inside) => OwnFolder::open(&page).ok().flatten().is_some_and(|folder| folder.remove_under(inside).is_ok()),
        Err(_) => fs::remove_file(copy).is_ok(),
    }
}

/// Finds the files in the folder of a page that no longer runs. One that does holds its lock, and removes them itself.
fn sent(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let page = page_folder(database);
    let Some(folder) = OwnFolder::open(&page)? else { return Ok(Vec::new()) };
    let lock = folder.file_if_present(PAGE_LOCK)?;
    if lock.is_some_and(|lock| lock.try_lock().is_err()) {
        return Ok(Vec::new());
    }
    folder.check()?;
    let files = folder.files_under(PAGE_UPLOADS)?;
    Ok(files.into_iter().map(|file| page.join(file)).collect())
}

/// Returns the path of a file whose name is that of another with something behind it.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(end);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::super::unfinished::Unfinished;
    use super::*;

    #[test]
    fn what_was_left_beside_a_database_is_found_and_removed() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("test.db");
        let page = OwnFolder::make(&page_folder(&database)).expect("made");
        let uploads = page.make_within(PAGE_UPLOADS).expect("made");
        for name in ["test.db", "test.db.v3.bak", "other.db.v3.bak", "orders.csv.shopkit-aaaaaa.part", "mine.part"] {
            File::create(outer.path().join(name)).expect("a file");
        }
        File::create(uploads.join("a.csv")).expect("a file");
        let running = Unfinished::begin(&outer.path().join("running.csv")).expect("begun");
        let found = copies(&database).expect("listed");
        let left = ["orders.csv.shopkit-aaaaaa.part", "test.db-serve/uploads/a.csv", "test.db.v3.bak"];
        assert_eq!(found, left.map(|name| outer.path().join(name)));
        // A page that runs holds its lock.
        let lock = page.lock_file(PAGE_LOCK).expect("a file");
        lock.lock().expect("locks");
        assert_eq!(copies(&database).expect("listed").len(), 2);
        lock.unlock().expect("unlocks");
        assert!(found.iter().all(|copy| remove(&database, copy) && !copy.exists()));
        assert!(running.path().exists());
        assert_eq!(copies(&database).expect("listed"), Vec::<PathBuf>::new());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_listed_through_a_link() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("test.db");
        let victim = outer.path().join("victim");
        fs::create_dir_all(victim.join(PAGE_UPLOADS)).expect("folders");
        File::create(victim.join("uploads/kept")).expect("a file");
        std::os::unix::fs::symlink(&victim, page_folder(&database)).expect("a link");
        assert!(matches!(copies(&database), Err(StoreError::NotOwn(_))));
        assert!(!remove(&database, &page_folder(&database).join("uploads/kept")));
        assert!(victim.join("uploads/kept").exists());
    }
}
