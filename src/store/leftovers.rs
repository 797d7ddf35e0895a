//! Files beside a database that contain its data: copies made by upgrades, databases that a backup replaced, and leftovers of
//! interrupted runs.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::own_folder::OwnFolder;
use super::part_file;
use super::paths::{PAGE_LOCK, PAGE_UPLOADS, beside, folder, page_folder};
use crate::model::id;
use crate::model::time::Stamp;

/// What the name of a copy has after the name of the database: these two, with the version in between.
const COPY: (&str, &str) = (".v", ".bak");

/// What the name of a database that was replaced by a backup has after the name of the database, with the moment in between.
const REPLACED: (&str, &str) = (".replaced-", ".bak");

/// Returns the path that a database is kept under when a backup takes its place.
pub(super) fn replaced(path: &Path, now: Stamp) -> PathBuf {
    let digits: String = now.to_string().chars().filter(char::is_ascii_digit).collect();
    beside(path, &format!("{}{digits}{}", REPLACED.0, REPLACED.1))
}

/// Returns the path of the copy that an upgrade from a version makes.
pub(super) fn copy_of(path: &Path, version: i64) -> PathBuf {
    beside(path, &format!("{}{version}{}", COPY.0, COPY.1))
}

/// Lists the files beside a database that contain its data: copies made by upgrades, databases that a backup replaced, part files, and
/// files that were uploaded to a page that no longer runs.
pub(super) fn list(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let folder = folder(database);
    let name = database.file_name().unwrap_or_default().to_string_lossy();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| StoreError::Io(folder.to_owned(), error))? {
        let other = entry.map_err(|error| StoreError::Io(folder.to_owned(), error))?.file_name();
        let shown = other.to_string_lossy();
        let path = database.with_file_name(&other);
        // What was replaced may have had a log.
        let bare = part_file::without_sqlite_suffix(Path::new(&other)).to_string_lossy().into_owned();
        let is_copy = |shown: &str, (before, after): (&str, &str)| {
            let digits = shown.strip_prefix(&*name).and_then(|rest| rest.strip_prefix(before)?.strip_suffix(after));
            digits.is_some_and(id::is_digits)
        };
        if is_copy(&shown, COPY)
            || is_copy(&bare, REPLACED)
            || (part_file::is_part(&shown) && part_file::is_abandoned(&path))
        {
            found.push(path);
        }
    }
    found.extend(uploads(database)?);
    found.sort();
    Ok(found)
}

/// Deletes a file that [`list`] returned, and tells whether it is gone.
pub(super) fn remove(database: &Path, file: &Path) -> bool {
    let page = page_folder(database);
    match file.strip_prefix(&page) {
        Ok(inside) => OwnFolder::open(&page).ok().flatten().is_some_and(|folder| folder.remove_under(inside).is_ok()),
        Err(_) => fs::remove_file(file).is_ok(),
    }
}

/// Lists the files that were uploaded to a page that no longer runs. A running page holds its lock and removes them itself.
fn uploads(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
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

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::super::part_file::PartFile;
    use super::*;

    #[test]
    fn leftovers_are_found_and_removed() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("test.db");
        let page = OwnFolder::make(&page_folder(&database)).expect("made");
        let uploads = page.make_within(PAGE_UPLOADS).expect("made");
        for name in ["test.db", "test.db.v3.bak", "other.db.v3.bak", "orders.csv.shopkit-aaaaaa.part", "mine.part"] {
            File::create(outer.path().join(name)).expect("a file");
        }
        File::create(uploads.join("a.csv")).expect("a file");
        let running = PartFile::create(&outer.path().join("running.csv")).expect("begun");
        let found = list(&database).expect("listed");
        let left = ["orders.csv.shopkit-aaaaaa.part", "test.db-serve/uploads/a.csv", "test.db.v3.bak"];
        assert_eq!(found, left.map(|name| outer.path().join(name)));
        // A page that runs holds its lock.
        let lock = page.lock_file(PAGE_LOCK).expect("a file");
        lock.lock().expect("locks");
        assert_eq!(list(&database).expect("listed").len(), 2);
        drop(lock);
        assert!(found.iter().all(|copy| remove(&database, copy) && !copy.exists()));
        assert!(running.path().exists());
        assert_eq!(list(&database).expect("listed"), Vec::<PathBuf>::new());
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
        assert!(matches!(list(&database), Err(StoreError::NotOwn(_))));
        assert!(!remove(&database, &page_folder(&database).join("uploads/kept")));
        assert!(victim.join("uploads/kept").exists());
    }
}
