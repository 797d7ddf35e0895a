//! Folders by their open handles.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fd::OwnedFd;
use rustix::fs::{self, AtFlags, Dir, FileType, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use rustix::process::geteuid;

use super::{Entry, Fault, How};

/// The rights of folders and files that are made here.
const FOLDER_MODE: Mode = Mode::RWXU;
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// The rights that nobody else may have.
const OTHERS: u32 = 0o077;

/// How folders are opened: nothing else, and no link.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Holds an open folder of this account.
pub struct Folder(File);

pub fn make(path: &Path) -> io::Result<()> {
    Ok(fs::mkdir(path, FOLDER_MODE)?)
}

pub fn is_own(data: &Metadata) -> bool {
    data.uid() == geteuid().as_raw()
}

/// Tells whether a part of a file is locked as SQLite locks it, which the locks of whole files say nothing of.
pub fn is_locked(file: &File) -> bool {
    let locked = fs::fcntl_lock(file, FlockOperation::NonBlockingLockExclusive);
    matches!(locked, Err(Errno::WOULDBLOCK | Errno::ACCESS))
}

impl Folder {
    /// Opens a folder that nobody else may look into.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Self::judged(fs::open(path, FOLDER, Mode::empty()), true)
    }

    /// Opens a folder within it; where it stands within one that others cannot enter, its own rights say nothing.
    pub fn within(&self, name: &OsStr, is_outer: bool) -> Result<Self, Fault> {
        Self::judged(fs::openat(&self.0, name, FOLDER, Mode::empty()), is_outer)
    }

    fn judged(opened: rustix::io::Result<OwnedFd>, is_outer: bool) -> Result<Self, Fault> {
        let folder = File::from(opened.map_err(fault)?);
        let data = folder.metadata()?;
        if is_own(&data) && (!is_outer || data.mode() & OTHERS == 0) { Ok(Self(folder)) } else { Err(Fault::NotOwn) }
    }

    pub fn make_within(&self, name: &str) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, name, FOLDER_MODE)?)
    }

    pub fn file(&self, name: &str, how: How) -> Result<File, Fault> {
        let flags = match how {
            How::Read => OFlags::RDONLY,
            How::Lock => OFlags::RDWR | OFlags::CREATE,
            How::New => OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL,
        };
        // A pipe must not be waited for.
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(fs::openat(&self.0, name, flags, FILE_MODE).map_err(fault)?);
        let data = file.metadata()?;
        let is_alone = data.is_file() && is_own(&data) && data.nlink() == 1 && data.mode() & OTHERS == 0;
        if is_alone { Ok(file) } else { Err(Fault::NotOwn) }
    }

    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(fs::renameat(&self.0, from, &self.0, to)?)
    }

    pub fn remove_file(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    pub fn remove_folder(&self, name: &OsStr) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    pub fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.0)? {
            let name = OsStr::from_bytes(entry?.file_name().to_bytes()).to_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    pub fn entry(&self, name: &OsStr) -> io::Result<Entry> {
        let data = fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
        if data.st_uid != geteuid().as_raw() {
            return Ok(Entry::Foreign);
        }
        Ok(match FileType::from_raw_mode(data.st_mode) {
            FileType::Directory => Entry::Folder,
            FileType::RegularFile if data.st_nlink == 1 => Entry::File,
            _ => Entry::Foreign,
        })
    }
}

/// Tells a link, and what another account keeps shut, from what the system cannot do.
fn fault(error: Errno) -> Fault {
    match error {
        Errno::LOOP | Errno::NOTDIR | Errno::ACCESS => Fault::NotOwn,
        error => Fault::Io(error.into()),
    }
}
