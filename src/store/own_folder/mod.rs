//! Folders and files that only this account can access.
//!
//! In a shared folder another account can put a link, or a folder of its own, under the name that is about to be used. So paths are
//! not trusted: a folder is opened without following links, the open folder is checked, and its files are read, written and deleted
//! through the open folder.

#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(not(unix), path = "portable.rs")]
mod system;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::paths::folder;

/// The most links that are followed from a path to its file; a longer chain is a cycle.
const LINKS: usize = 40;

/// The suffix of a file while it is written.
const NEW_SUFFIX: &str = ".new";

/// An open folder that only this account can access.
pub struct OwnFolder {
    path: PathBuf,
    folder: system::Folder,
}

/// The kind of an entry of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// A folder of this account.
    Folder,
    /// A regular file of this account with no other name.
    File,
    /// Anything else: a link, a file with two names, a file or folder of another account.
    Foreign,
}

/// The purpose that a file is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OpenMode {
    /// Reading; the file must exist.
    Read,
    /// Locking; the file is created if it is missing.
    Lock,
    /// Writing; the file must not exist.
    New,
}

/// The reason why something was not opened.
#[derive(Debug)]
enum Fault {
    /// Other accounts have access to it, or it is a link.
    NotOwn,
    /// A system call failed.
    Io(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl OwnFolder {
    /// Opens a folder, creating it if it is missing.
    pub fn make(path: &Path) -> Result<Self, StoreError> {
        ignore_existing(system::make(path)).map_err(|error| store_error(path, error.into()))?;
        let folder = system::Folder::open(path).map_err(|fault| store_error(path, fault))?;
        Ok(Self { path: path.to_owned(), folder })
    }

    /// Opens a folder if it exists.
    pub fn open(path: &Path) -> Result<Option<Self>, StoreError> {
        let folder = present(system::Folder::open(path)).map_err(|fault| store_error(path, fault))?;
        Ok(folder.map(|folder| Self { path: path.to_owned(), folder }))
    }

    /// Creates a folder in it if it is missing, and returns the path.
    pub fn make_within(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        ignore_existing(self.folder.make_within(name)).map_err(|error| store_error(&path, error.into()))?;
        self.folder.within(OsStr::new(name), true).map_err(|fault| store_error(&path, fault))?;
        Ok(path)
    }

    /// Returns the path of an entry.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Opens a file for locking, creating it if it is missing.
    pub fn lock_file(&self, name: &str) -> Result<File, StoreError> {
        self.file(name, OpenMode::Lock)
    }

    /// Opens a file for reading if it exists.
    pub fn file_if_present(&self, name: &str) -> Result<Option<File>, StoreError> {
        present(self.folder.file(name, OpenMode::Read)).map_err(|fault| store_error(&self.path.join(name), fault))
    }

    /// Reads a file if it exists.
    pub fn read(&self, name: &str) -> Result<Option<String>, StoreError> {
        let Some(mut file) = self.file_if_present(name)? else { return Ok(None) };
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| store_error(&self.path.join(name), error.into()))?;
        Ok(Some(text))
    }

    /// Writes a file that does not exist yet.
    pub fn write_new(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let mut file = self.file(name, OpenMode::New)?;
        file.write_all(text.as_bytes()).map_err(|error| store_error(&self.path.join(name), error.into()))
    }

    /// Replaces a file atomically: readers see the old or the new text.
    pub fn replace(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let new = format!("{name}{NEW_SUFFIX}");
        self.remove(&new)?;
        self.write_new(&new, text)?;
        self.folder.rename(&new, name).map_err(|error| store_error(&self.path.join(name), error.into()))
    }

    /// Removes a file, and tells whether it existed.
    pub fn remove(&self, name: &str) -> Result<bool, StoreError> {
        let removed = present(self.folder.remove_file(OsStr::new(name)).map_err(Fault::from));
        Ok(removed.map_err(|fault| store_error(&self.path.join(name), fault))?.is_some())
    }

    /// Lists the names of the files in it.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let names = self.folder.names().map_err(|error| store_error(&self.path, error.into()))?;
        Ok(names.into_iter().filter_map(|name| name.into_string().ok()).collect())
    }

    /// Checks that everything in it belongs to this account, before any of it is deleted.
    pub fn check(&self) -> Result<(), StoreError> {
        walk(&self.folder, &self.path, Path::new(""), true, &mut Vec::new())
    }

    /// Lists the files in one of its folders and in the folders below, with paths relative to this folder.
    pub fn files_under(&self, name: &str) -> Result<Vec<PathBuf>, StoreError> {
        let mut found = Vec::new();
        let folder = present(self.folder.within(OsStr::new(name), true));
        if let Some(folder) = folder.map_err(|fault| store_error(&self.path.join(name), fault))? {
            walk(&folder, &self.path, Path::new(name), false, &mut found)?;
        }
        Ok(found)
    }

    /// Removes a file that [`Self::files_under`] listed.
    pub fn remove_under(&self, file: &Path) -> Result<(), StoreError> {
        let remove = || -> Result<(), Fault> {
            let mut inner: Option<system::Folder> = None;
            for name in folder(file) {
                inner = Some(inner.as_ref().unwrap_or(&self.folder).within(name, false)?);
            }
            let name = file.file_name().unwrap_or_default();
            Ok(inner.as_ref().unwrap_or(&self.folder).remove_file(name)?)
        };
        remove().map_err(|fault| store_error(&self.path.join(file), fault))
    }

    /// Removes one of its folders with everything in it.
    pub fn clear(&self, name: &str) -> Result<(), StoreError> {
        clear(&self.folder, OsStr::new(name)).map_err(|fault| store_error(&self.path.join(name), fault))
    }

    fn file(&self, name: &str, mode: OpenMode) -> Result<File, StoreError> {
        self.folder.file(name, mode).map_err(|fault| store_error(&self.path.join(name), fault))
    }
}

/// Follows the links at the end of a path to their target, which need not exist. So a database has one name, and the files beside it
/// are in one folder. Links to devices and pipes, such as `/dev/stdout`, are not followed.
pub fn resolve_link(path: &Path) -> PathBuf {
    if fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir()) {
        return path.to_owned();
    }
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    path
}

/// Tells whether a path is a regular file of this account, and not a link.
pub(super) fn is_own_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_file() && system::is_own(&data))
}

/// Tells whether another process holds SQLite's lock on a file.
pub(super) fn is_locked_by_sqlite(file: &File) -> bool {
    system::is_locked(file)
}

fn walk(
    folder: &system::Folder,
    root: &Path,
    inside: &Path,
    is_top: bool,
    found: &mut Vec<PathBuf>,
) -> Result<(), StoreError> {
    for name in folder.names().map_err(|error| store_error(&root.join(inside), error.into()))? {
        let path = inside.join(&name);
        match folder.entry(&name) {
            Ok(Entry::Folder) => {
                let inner = folder.within(&name, is_top).map_err(|fault| store_error(&root.join(&path), fault))?;
                walk(&inner, root, &path, false, found)?;
            }
            Ok(Entry::File) => found.push(path),
            Ok(Entry::Foreign) => return Err(StoreError::NotOwn(root.join(path))),
            // It was removed meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(store_error(&root.join(path), error.into())),
        }
    }
    Ok(())
}

fn clear(folder: &system::Folder, name: &OsStr) -> Result<(), Fault> {
    let Some(inner) = present(folder.within(name, false))? else { return Ok(()) };
    for name in inner.names()? {
        let removed = match inner.entry(&name) {
            Ok(Entry::Folder) => clear(&inner, &name),
            // This removes a link itself, never its target.
            Ok(Entry::File | Entry::Foreign) => inner.remove_file(&name).map_err(Fault::from),
            Err(error) => Err(error.into()),
        };
        // Something else may have removed it meanwhile.
        present(removed)?;
    }
    present(folder.remove_folder(name).map_err(Fault::from)).map(|_| ())
}

fn ignore_existing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result,
    }
}

fn present<T>(result: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Fault::Io(error)) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn store_error(path: &Path, fault: Fault) -> StoreError {
    match fault {
        Fault::NotOwn => StoreError::NotOwn(path.to_owned()),
        Fault::Io(error) => StoreError::Io(path.to_owned(), error),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn refused<T>(result: &Result<T, StoreError>) -> bool {
        matches!(result, Err(StoreError::NotOwn(_)))
    }

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("rights");
    }

    #[test]
    fn only_this_account_can_access_what_is_created() {
        let outer = tempfile::tempdir().expect("a folder");
        let path = outer.path().join("own");
        assert!(OwnFolder::open(&path).expect("looked").is_none());
        let own = OwnFolder::make(&path).expect("made");
        own.replace("a", "one").expect("written");
        own.replace("a", "two").expect("written");
        let _lock = own.lock_file("lock").expect("a file");
        let within = own.make_within("within").expect("made");
        for (path, wanted) in
            [(path.clone(), 0o700), (within, 0o700), (path.join("a"), 0o600), (path.join("lock"), 0o600)]
        {
            let found = fs::metadata(&path).expect("it is there").permissions().mode() & 0o777;
            assert_eq!(found, wanted, "{}", path.display());
        }
        assert_eq!((own.read("a").expect("read"), own.read("b").expect("read")), (Some("two".to_owned()), None));
        assert!(own.write_new("a", "three").is_err());
        assert!(own.remove("a").expect("removed") && !own.remove("a").expect("removed"));
        own.check().expect("all of it is own");
    }

    #[test]
    fn links_and_open_folders_are_refused() {
        let outer = tempfile::tempdir().expect("a folder");
        let victim = outer.path().join("victim");
        fs::create_dir(&victim).expect("a folder");
        mode(&victim, 0o700);
        fs::write(victim.join("kept"), "kept").expect("a file");
        let link = outer.path().join("link");
        symlink(&victim, &link).expect("a link");
        assert!(refused(&OwnFolder::open(&link)) && refused(&OwnFolder::make(&link)));
        fs::write(outer.path().join("file"), "").expect("a file");
        assert!(refused(&OwnFolder::make(&outer.path().join("file"))));

        let own = OwnFolder::make(&outer.path().join("own")).expect("made");
        symlink(&victim, own.path_of("uploads")).expect("a link");
        assert!(refused(&own.make_within("uploads")) && refused(&own.files_under("uploads")) && refused(&own.check()));
        assert!(own.clear("uploads").is_err());
        fs::remove_file(own.path_of("uploads")).expect("removed");
        fs::hard_link(victim.join("kept"), own.path_of("launch")).expect("a link");
        assert!(refused(&own.read("launch")) && refused(&own.lock_file("launch")) && refused(&own.check()));
        fs::remove_file(own.path_of("launch")).expect("removed");
        symlink(victim.join("kept"), own.path_of("lock")).expect("a link");
        assert!(refused(&own.lock_file("lock")) && refused(&own.check()));
        assert_eq!(fs::read(victim.join("kept")).expect("read"), b"kept");

        mode(&outer.path().join("own"), 0o750);
        assert!(refused(&OwnFolder::open(&outer.path().join("own"))));
    }

    #[test]
    fn clearing_stays_within_the_folder() {
        let outer = tempfile::tempdir().expect("a folder");
        let victim = outer.path().join("victim");
        fs::create_dir(&victim).expect("a folder");
        fs::write(victim.join("kept"), "kept").expect("a file");
        let own = OwnFolder::make(&outer.path().join("own")).expect("made");
        let uploads = own.make_within("uploads").expect("made");
        fs::create_dir_all(uploads.join("x/0")).expect("folders");
        fs::write(uploads.join("x/0/a.csv"), "sent").expect("a file");
        fs::write(uploads.join("b.csv"), "sent").expect("a file");
        let mut files = own.files_under("uploads").expect("listed");
        files.sort();
        assert_eq!(files, ["uploads/b.csv", "uploads/x/0/a.csv"].map(PathBuf::from));
        own.remove_under(&files[1]).expect("removed");
        assert!(!uploads.join("x/0/a.csv").exists());
        symlink(&victim, uploads.join("x/link")).expect("a link");
        own.clear("uploads").expect("cleared");
        own.clear("uploads").expect("nothing to clear");
        assert!(!uploads.exists() && victim.join("kept").exists());
    }

    #[test]
    fn links_lead_to_one_path() {
        let outer = tempfile::tempdir().expect("a folder");
        let (file, first, second) =
            (outer.path().join("real.db"), outer.path().join("first.db"), outer.path().join("second.db"));
        symlink("real.db", &first).expect("a link");
        symlink(&first, &second).expect("a link");
        // Also before there is a database.
        assert_eq!([&file, &first, &second].map(|path| resolve_link(path)), [(); 3].map(|()| file.clone()));
        let ring = outer.path().join("ring");
        symlink("ring", &ring).expect("a link");
        assert_eq!(resolve_link(&ring), ring);
    }
}
