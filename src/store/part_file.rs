//! Part files: files that are being written, before they are renamed to their targets.
//!
//! A part file stands beside its target. Its name shows what it is, so that it can be found after the program was killed. It is also
//! on a list in memory, so that it is removed when the program is interrupted.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::{NamedTempFile, TempDir};

use super::{own_folder, paths};

/// What the name of a part file has after the name of its target: these two, with random characters in between.
const MARK: (&str, &str) = (".shopkit-", ".part");

/// The number of random characters.
const RANDOM: usize = 6;

/// The most bytes of the target's name that are used; file systems allow names of 255 bytes.
const LONGEST_NAME: usize = 200;

/// The suffixes of the files that SQLite writes for a database: none for the database itself.
const SQLITE_SUFFIXES: [&str; 4] = ["", LOGS[0], LOGS[1], LOGS[2]];

/// What SQLite adds to the name of a database for the files beside it.
pub(super) const LOGS: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The age of its last write from which on a part file counts as a leftover of a killed program.
const STALE: Duration = Duration::from_hours(1);

/// The part files and temporary folders of this process.
static LIST: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A file that is being written. It is removed on drop unless it was renamed to its target.
pub struct PartFile {
    file: NamedTempFile,
    entry: ListEntry,
}

/// A temporary folder. It is removed on drop with everything in it.
pub struct TempFolder {
    folder: TempDir,
    _entry: ListEntry,
}

/// A path on the list. Dropping it takes the path off the list.
struct ListEntry(PathBuf);

/// Prevents new part files until it is dropped.
pub struct CleanupGuard {
    _list: MutexGuard<'static, Vec<PathBuf>>,
}

impl PartFile {
    /// Creates the part file of a target. Only the user can read it.
    pub fn create(target: &Path) -> io::Result<Self> {
        let folder = paths::folder(target);
        let part = Self::create_unlocked(target.file_name().unwrap_or_default(), folder)?;
        remove_stale(target, folder);
        // The lock tells other processes not to remove it. Where locks are not supported, it goes without.
        let _ = part.file.as_file().try_lock();
        Ok(part)
    }

    /// Creates a part file for SQLite, which locks it itself.
    pub(super) fn create_unlocked(name: &OsStr, folder: &Path) -> io::Result<Self> {
        let mut list = list();
        let mut builder = tempfile::Builder::new();
        let prefix = prefix(name);
        let file = builder.prefix(&prefix).suffix(MARK.1).rand_bytes(RANDOM).tempfile_in(folder)?;
        let entry = ListEntry::new(&mut list, file.path())?;
        Ok(Self { file, entry })
    }

    /// Returns its path.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns the file.
    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Renames it to the target, replacing an existing file.
    pub fn finish(self, target: &Path) -> io::Result<()> {
        let Self { file, entry } = self;
        file.persist(target).map_err(|error| error.error)?;
        drop(entry);
        Ok(())
    }

    /// Renames it to the target, which must not exist.
    pub fn finish_new(self, target: &Path) -> io::Result<()> {
        let Self { file, entry } = self;
        file.persist_noclobber(target).map_err(|error| error.error)?;
        drop(entry);
        Ok(())
    }
}

impl TempFolder {
    /// Creates a folder in the system's folder for temporary files.
    pub fn create() -> io::Result<Self> {
        let mut list = list();
        let folder = tempfile::tempdir()?;
        let entry = ListEntry::new(&mut list, folder.path())?;
        Ok(Self { folder, _entry: entry })
    }

    /// Returns its path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl ListEntry {
    fn new(list: &mut Vec<PathBuf>, path: &Path) -> io::Result<Self> {
        // The current folder of the process may change.
        let path = std::path::absolute(path)?;
        list.push(path.clone());
        Ok(Self(path))
    }
}

impl Drop for ListEntry {
    fn drop(&mut self) {
        let mut list = list();
        remove_sqlite_files(&self.0);
        list.retain(|path| *path != self.0);
    }
}

/// Removes all part files of this process before it ends. No new ones can be created until the guard is dropped.
pub fn remove_all() -> CleanupGuard {
    let list = list();
    for path in list.iter() {
        // `db purge --backups` finds what could not be removed.
        if path.is_dir() {
            let _ = fs::remove_dir_all(path);
        } else {
            let _ = fs::remove_file(path);
            remove_sqlite_files(path);
        }
    }
    CleanupGuard { _list: list }
}

/// Removes the files that SQLite wrote beside a part file.
fn remove_sqlite_files(path: &Path) {
    for suffix in LOGS {
        let _ = fs::remove_file(paths::beside(path, suffix));
    }
}

/// Removes the part files of a target that killed programs left in a folder.
pub(super) fn remove_stale(target: &Path, folder: &Path) {
    let own = prefix(target.file_name().unwrap_or_default()).to_string_lossy().into_owned();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_of_target = name.strip_prefix(&own).is_some_and(ends_as_part);
        let age = || entry.metadata().and_then(|data| data.modified()).ok()?.elapsed().ok();
        if is_of_target && age().is_some_and(|age| age > STALE) && is_abandoned(&entry.path()) {
            // `db purge --backups` finds what could not be removed.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Tells whether a name is that of a part file, or of a file that SQLite wrote beside one.
pub(super) fn is_part(name: &str) -> bool {
    name.rsplit_once(MARK.0).is_some_and(|(target, rest)| !target.is_empty() && ends_as_part(rest))
}

/// Tells whether a part file belongs to this account and no program is writing it.
pub(super) fn is_abandoned(path: &Path) -> bool {
    let path_of_file = without_sqlite_suffix(path);
    // A process does not see its own SQLite locks, and loses them when it closes the file. So files on the list are not opened.
    own_folder::is_own_file(path) && !is_listed(&path_of_file) && !is_being_written(&path_of_file)
}

/// Tells whether this process is writing a file.
fn is_listed(path: &Path) -> bool {
    std::path::absolute(path).is_ok_and(|path| list().contains(&path))
}

fn is_being_written(path: &Path) -> bool {
    let Ok(file) = OpenOptions::new().read(true).write(true).open(path) else { return false };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock)) || own_folder::is_locked_by_sqlite(&file)
}

/// Returns the path of the database that a file of SQLite belongs to.
pub(super) fn without_sqlite_suffix(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let suffix = LOGS.iter().find(|suffix| name.ends_with(*suffix));
    suffix.map_or_else(|| path.to_owned(), |suffix| path.with_file_name(&name[..name.len() - suffix.len()]))
}

/// Tells whether the part of a name after the first mark is that of a part file.
fn ends_as_part(rest: &str) -> bool {
    let random = SQLITE_SUFFIXES.iter().find_map(|suffix| rest.strip_suffix(suffix)?.strip_suffix(MARK.1));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Returns what the names of the part files of a target begin with.
fn prefix(name: &OsStr) -> OsString {
    let mut prefix = if name.len() <= LONGEST_NAME {
        name.to_owned()
    } else {
        let name = name.to_string_lossy();
        OsString::from(&name[..name.floor_char_boundary(LONGEST_NAME)])
    };
    prefix.push(MARK.0);
    prefix
}

fn list() -> MutexGuard<'static, Vec<PathBuf>> {
    LIST.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::SystemTime;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().into_string().expect("a plain name")).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_appears_when_it_is_complete_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("订单.csv");
        let mut file = PartFile::create(&target).expect("begun");
        file.file().write_all(b"one").expect("written");
        let name = file.path().file_name().expect("a name").to_string_lossy().into_owned();
        assert!(is_part(&name) && name.starts_with("订单.csv.shopkit-"), "{name}");
        assert!(list().iter().any(|path| path.ends_with(&name)));
        file.finish(&target).expect("finished");
        assert!(!list().iter().any(|path| path.ends_with(&name)));
        assert!(PartFile::create(&target).expect("begun").finish_new(&target).is_err());
        drop(PartFile::create(&target).expect("begun"));
        let given_up = PartFile::create(&target).expect("begun");
        fs::write(paths::beside(given_up.path(), "-journal"), "").expect("written");
        drop(given_up);
        assert_eq!(names(folder.path()), ["订单.csv"]);
        assert_eq!(fs::read(&target).expect("read"), b"one");
    }

    #[test]
    fn the_longest_names_can_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["长".repeat(80), "a".repeat(250)] {
            let target = folder.path().join(name);
            PartFile::create(&target).expect("begun").finish(&target).expect("finished");
        }
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn part_files_are_known_by_their_names() {
        for name in [
            "test.db.shopkit-aB3dE9.part",
            "test.db.shopkit-aB3dE9.part-journal",
            "test.db.shopkit-aB3dE9.part-wal",
            "a.shopkit-b.csv.shopkit-aB3dE9.part",
        ] {
            assert!(is_part(name), "{name}");
        }
        for name in [
            "test.db.part",
            "test.db.shopkit-aB3dE.part",
            "test.db.v1.bak",
            ".shopkit-aB3dE9.part",
            "test.db.backup.part",
            "test.db.shopkit-aB3dE9.part.txt",
        ] {
            assert!(!is_part(name), "{name}");
        }
        let end = |name: &str| without_sqlite_suffix(&Path::new("x").join(name));
        assert_eq!([end("a.part"), end("a.part-wal")], [(); 2].map(|()| PathBuf::from("x/a.part")));
    }

    #[test]
    fn only_files_that_nobody_writes_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("test.db");
        let old = |name: &str, hours| {
            let file = File::create(folder.path().join(name)).expect("a file");
            file.set_modified(SystemTime::now() - Duration::from_hours(hours)).expect("set");
            file
        };
        for (name, hours) in [
            ("test.db.shopkit-aaaaaa.part", 2),
            ("test.db.shopkit-bbbbbb.part", 0),
            ("test.db", 2),
            ("other.db.shopkit-aaaaaa.part", 2),
        ] {
            old(name, hours);
        }
        let locked = old("test.db.shopkit-cccccc.part", 2);
        locked.lock().expect("locked");
        remove_stale(&target, folder.path());
        assert_eq!(
            names(folder.path()),
            ["other.db.shopkit-aaaaaa.part", "test.db", "test.db.shopkit-bbbbbb.part", "test.db.shopkit-cccccc.part"]
        );
    }

    #[test]
    fn files_that_are_being_written_are_not_abandoned() {
        let folder = tempfile::tempdir().expect("a folder");
        let running = PartFile::create(&folder.path().join("a.csv")).expect("begun");
        assert!(!is_abandoned(running.path()));
        // SQLite locks this one.
        let copied = PartFile::create_unlocked(OsStr::new("test.db"), folder.path()).expect("begun");
        let journal = paths::beside(copied.path(), "-journal");
        File::create(&journal).expect("a file");
        assert!(!is_abandoned(copied.path()) && !is_abandoned(&journal));
        let killed = folder.path().join("a.csv.shopkit-aaaaaa.part");
        File::create(&killed).expect("a file");
        assert!(is_abandoned(&killed));
    }
}
