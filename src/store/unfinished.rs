//! Files that are being written. Each stands beside the file that it is to become, under a name that tells what it is, so that it
//! can be found where the program was killed; and it is on a list, so that it is removed where the program is interrupted.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::{NamedTempFile, TempDir};

use super::{left, own};

/// What is behind the name of a file in the name of the one that is to become it, before and after what tells it from others.
const MARK: (&str, &str) = (".shopkit-", ".part");

/// Characters that tell one such file from another.
const RANDOM: usize = 6;

/// The longest name, in bytes, that is taken over as it is. Systems allow 255.
const LONGEST_NAME: usize = 200;

/// What SQLite puts behind the name of a file that it writes.
const BESIDE: [&str; 4] = ["", "-journal", "-wal", "-shm"];

/// A file on which nobody has written for so long is of a program that was killed.
const STALE: Duration = Duration::from_hours(1);

/// The files and folders of this process that are not finished.
static LIST: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Holds a file that is being written; it is removed unless it is finished.
pub struct Unfinished {
    file: NamedTempFile,
    listed: Listed,
}

/// Holds a temporary folder; it is removed with all that stands in it.
pub struct UnfinishedFolder {
    folder: TempDir,
    _listed: Listed,
}

/// Keeps a path on the list.
struct Listed(PathBuf);

/// Keeps new files from being begun, as long as it is there.
pub struct CleanupGuard {
    _list: MutexGuard<'static, Vec<PathBuf>>,
}

impl Unfinished {
    /// Begins the file that is to stand at a path. Only the user may read it.
    pub fn begin(target: &Path) -> io::Result<Self> {
        let folder = left::folder(target);
        let unfinished = Self::named(target.file_name().unwrap_or_default(), folder)?;
        remove_stale(target, folder);
        // Whoever cleans up leaves alone what is locked. A system without locks has nobody who could look.
        let _ = unfinished.file.as_file().try_lock();
        Ok(unfinished)
    }

    /// Begins a file in a folder that SQLite is going to write, and to lock itself.
    pub(super) fn named(name: &OsStr, folder: &Path) -> io::Result<Self> {
        let mut list = list();
        let mut builder = tempfile::Builder::new();
        let prefix = prefix(name);
        let file = builder.prefix(&prefix).suffix(MARK.1).rand_bytes(RANDOM).tempfile_in(folder)?;
        let listed = Listed::new(&mut list, file.path())?;
        Ok(Self { file, listed })
    }

    /// Returns where it is written.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns the file.
    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Puts it in the place of whatever is there.
    pub fn finish(self, target: &Path) -> io::Result<()> {
        let Self { file, listed } = self;
        file.persist(target).map_err(|error| error.error)?;
        drop(listed);
        Ok(())
    }

    /// Puts it where nothing may be yet.
    pub fn finish_new(self, target: &Path) -> io::Result<()> {
        let Self { file, listed } = self;
        file.persist_noclobber(target).map_err(|error| error.error)?;
        drop(listed);
        Ok(())
    }
}

impl UnfinishedFolder {
    /// Makes a folder among the temporary files of the system.
    pub fn begin() -> io::Result<Self> {
        let mut list = list();
        let folder = tempfile::tempdir()?;
        let listed = Listed::new(&mut list, folder.path())?;
        Ok(Self { folder, _listed: listed })
    }

    /// Returns the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Listed {
    fn new(list: &mut Vec<PathBuf>, path: &Path) -> io::Result<Self> {
        // The program may move to another folder.
        let path = std::path::absolute(path)?;
        list.push(path.clone());
        Ok(Self(path))
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        let mut list = list();
        remove_beside(&self.0);
        list.retain(|path| *path != self.0);
    }
}

/// Removes all files that this process has not finished, before it ends. Until what is returned is dropped no other is begun.
pub fn remove_all() -> CleanupGuard {
    let list = list();
    for path in list.iter() {
        // What stays is named by a purge.
        if path.is_dir() {
            let _ = fs::remove_dir_all(path);
        } else {
            let _ = fs::remove_file(path);
            remove_beside(path);
        }
    }
    CleanupGuard { _list: list }
}

/// Removes what SQLite has put beside a file.
fn remove_beside(path: &Path) {
    for end in BESIDE.iter().filter(|end| !end.is_empty()) {
        let _ = fs::remove_file(left::beside(path, end));
    }
}

/// Removes from a folder what killed programs left of a file there.
pub(super) fn remove_stale(target: &Path, folder: &Path) {
    let own = prefix(target.file_name().unwrap_or_default()).to_string_lossy().into_owned();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_of_target = name.strip_prefix(&own).is_some_and(is_behind_mark);
        let age = || entry.metadata().and_then(|data| data.modified()).ok()?.elapsed().ok();
        if is_of_target && age().is_some_and(|age| age > STALE) && is_left_behind(&entry.path()) {
            // What stays is named by a purge.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Tells whether a name is that of a file that was being written.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.rsplit_once(MARK.0).is_some_and(|(target, rest)| !target.is_empty() && is_behind_mark(rest))
}

/// Tells whether a file that is not finished is this account's, and no program writes it any more.
pub(super) fn is_left_behind(path: &Path) -> bool {
    let path_of_file = without_end(path);
    // The locks of SQLite say nothing to the process that holds them, and go when it closes the file that it looked at.
    own::is_own_file(path) && !is_listed(&path_of_file) && !is_being_written(&path_of_file)
}

/// Tells whether this process is writing a file.
fn is_listed(path: &Path) -> bool {
    std::path::absolute(path).is_ok_and(|path| list().contains(&path))
}

fn is_being_written(path: &Path) -> bool {
    let Ok(file) = OpenOptions::new().read(true).write(true).open(path) else { return false };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock)) || own::is_locked_by_sqlite(&file)
}

/// Returns the path of the file beside which SQLite put another.
fn without_end(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let end = BESIDE.iter().find(|end| !end.is_empty() && name.ends_with(*end));
    end.map_or_else(|| path.to_owned(), |end| path.with_file_name(&name[..name.len() - end.len()]))
}

fn is_behind_mark(rest: &str) -> bool {
    let random = BESIDE.iter().find_map(|end| rest.strip_suffix(end)?.strip_suffix(MARK.1));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Returns what the name of a file that is to become another begins with.
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
    fn a_file_is_there_when_it_is_whole_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("订单.csv");
        let mut file = Unfinished::begin(&target).expect("begun");
        file.file().write_all(b"one").expect("written");
        let name = file.path().file_name().expect("a name").to_string_lossy().into_owned();
        assert!(is_unfinished(&name) && name.starts_with("订单.csv.shopkit-"), "{name}");
        assert!(list().iter().any(|path| path.ends_with(&name)));
        file.finish(&target).expect("finished");
        assert!(!list().iter().any(|path| path.ends_with(&name)));
        assert!(Unfinished::begin(&target).expect("begun").finish_new(&target).is_err());
        drop(Unfinished::begin(&target).expect("begun"));
        let given_up = Unfinished::begin(&target).expect("begun");
        fs::write(left::beside(given_up.path(), "-journal"), "").expect("written");
        drop(given_up);
        assert_eq!(names(folder.path()), ["订单.csv"]);
        assert_eq!(fs::read(&target).expect("read"), b"one");
    }

    #[test]
    fn the_longest_names_can_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["长".repeat(80), "a".repeat(250)] {
            let target = folder.path().join(name);
            Unfinished::begin(&target).expect("begun").finish(&target).expect("finished");
        }
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn unfinished_files_are_known_by_their_names() {
        for name in [
            "test.db.shopkit-aB3dE9.part",
            "test.db.shopkit-aB3dE9.part-journal",
            "test.db.shopkit-aB3dE9.part-wal",
            "a.shopkit-b.csv.shopkit-aB3dE9.part",
        ] {
            assert!(is_unfinished(name), "{name}");
        }
        for name in [
            "test.db.part",
            "test.db.shopkit-aB3dE.part",
            "test.db.v1.bak",
            ".shopkit-aB3dE9.part",
            "test.db.backup.part",
            "test.db.shopkit-aB3dE9.part.txt",
        ] {
            assert!(!is_unfinished(name), "{name}");
        }
        let end = |name: &str| without_end(&Path::new("x").join(name));
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
    fn what_a_program_writes_is_not_left_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let running = Unfinished::begin(&folder.path().join("a.csv")).expect("begun");
        assert!(!is_left_behind(running.path()));
        // One that SQLite is to lock.
        let copied = Unfinished::named(OsStr::new("test.db"), folder.path()).expect("begun");
        let journal = left::beside(copied.path(), "-journal");
        File::create(&journal).expect("a file");
        assert!(!is_left_behind(copied.path()) && !is_left_behind(&journal));
        let killed = folder.path().join("a.csv.shopkit-aaaaaa.part");
        File::create(&killed).expect("a file");
        assert!(is_left_behind(&killed));
    }
}
