//! Folders on systems without Unix permissions and descriptors of folders. They are used by their paths, and links are refused.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{Entry, Fault, OpenMode};

/// A folder that is not a link.
pub struct Folder(PathBuf);

pub fn make(path: &Path) -> io::Result<()> {
    fs::create_dir(path)
}

pub fn is_own(_: &Metadata) -> bool {
    true
}

/// Locks of a part of a file show as locks of the whole file here, which the caller has tried already.
pub fn is_locked(_: &File) -> bool {
    false
}

impl Folder {
    pub fn open(path: &Path) -> Result<Self, Fault> {
        if fs::symlink_metadata(path)?.is_dir() { Ok(Self(path.to_owned())) } else { Err(Fault::NotOwn) }
    }

    pub fn within(&self, name: &OsStr, _is_outer: bool) -> Result<Self, Fault> {
        Self::open(&self.0.join(name))
    }

    pub fn make_within(&self, name: &str) -> io::Result<()> {
        fs::create_dir(self.0.join(name))
    }

    pub fn file(&self, name: &str, mode: OpenMode) -> Result<File, Fault> {
        let path = self.0.join(name);
        if fs::symlink_metadata(&path).is_ok_and(|data| !data.is_file()) {
            return Err(Fault::NotOwn);
        }
        let mut options = OpenOptions::new();
        match mode {
            OpenMode::Read => options.read(true),
            OpenMode::Lock => options.read(true).write(true).create(true).truncate(false),
            OpenMode::New => options.write(true).create_new(true),
        };
        Ok(options.open(path)?)
    }

    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    pub fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    pub fn entry(&self, name: &OsStr) -> io::Result<Entry> {
        let kind = fs::symlink_metadata(self.0.join(name))?.file_type();
        Ok(if kind.is_dir() {
            Entry::Folder
        } else if kind.is_file() {
            Entry::File
        } else {
            Entry::Foreign
        })
    }
}
