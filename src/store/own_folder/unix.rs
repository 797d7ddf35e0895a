//! Folders on Unix, used through open file descriptors.

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

use super::{Entry, Fault, OpenMode};

/// The permissions of folders and files that are created here.
const FOLDER_MODE: Mode = Mode::RWXU;
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// The permissions that other accounts must not have.
const OTHERS: u32 = 0o077;

/// The flags that open folders only, and no links.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// An open folder of this account.
pub struct Folder(File);

pub fn make(path: &Path) -> io::Result<()> {
    Ok(fs::mkdir(path, FOLDER_MODE)?)
}

pub fn is_own(data: &Metadata) -> bool {
    data.uid() == geteuid().as_raw()
}

/// Tells whether a part of a file is locked, as SQLite does it; locks of whole files do not show that.
pub fn is_locked(file: &File) -> bool {
    let locked = fs::fcntl_lock(file, FlockOperation::NonBlockingLockExclusive);
    matches!(locked, Err(Errno::WOULDBLOCK | Errno::ACCESS))
}

impl Folder {
    /// Opens a folder that no other account can access.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Self::checked(fs::open(path, FOLDER, Mode::empty()), true)
    }

    /// Opens one of its folders. The permissions of that folder are checked only if `is_outer` is set: below a folder that others
    /// cannot enter they do not matter.
    pub fn within(&self, name: &OsStr, is_outer: bool) -> Result<Self, Fault> {
        Self::checked(fs::openat(&self.0, name, FOLDER, Mode::empty()), is_outer)
    }

    fn checked(opened: rustix::io::Result<OwnedFd>, is_outer: bool) -> Result<Self, Fault> {
        let folder = File::from(opened.map_err(fault)?);
        let data = folder.metadata()?;
        if is_own(&data) && (!is_outer || data.mode() & OTHERS == 0) { Ok(Self(folder)) } else { Err(Fault::NotOwn) }
    }

    pub fn make_within(&self, name: &str) -> io::Result<()> {
        Ok(fs::mkdirat(&self.0, name, FOLDER_MODE)?)
    }

    pub fn file(&self, name: &str, mode: OpenMode) -> Result<File, Fault> {
        let flags = match mode {
            OpenMode::Read => OFlags::RDONLY,
            OpenMode::Lock => OFlags::RDWR | OFlags::CREATE,
            OpenMode::New => OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL,
        };
        // Opening a pipe must not block.
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(fs::openat(&self.0, name, flags, FILE_MODE).map_err(fault)?);
        let data = file.metadata()?;
        let is_own_alone = data.is_file() && is_own(&data) && data.nlink() == 1 && data.mode() & OTHERS == 0;
        if is_own_alone { Ok(file) } else { Err(Fault::NotOwn) }
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

/// Translates an error. A link, or a folder that another account has closed, is not of this account.
fn fault(error: Errno) -> Fault {
    match error {
        Errno::LOOP | Errno::NOTDIR | Errno::ACCESS => Fault::NotOwn,
        error => Fault::Io(error.into()),
    }
}
