//! The folder beside the database that tells a second start where the first one runs.
//!
//! Whether a server runs is told by a lock that ends with its process, however that ends, and never by a file that may have been
//! left behind. The folder and its files are for the user alone; who can read them can read the database itself.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::PageError;

/// Holds the claim to serve a database.
pub struct Running {
    folder: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

impl Running {
    /// Claims a database. What an earlier server left of uploads is removed.
    pub fn claim(database: &Path) -> Result<Self, PageError> {
        let mut name: OsString = database.file_name().unwrap_or_default().to_owned();
        name.push("-serve");
        let folder = database.with_file_name(name);
        let failed = |error| PageError::Folder { path: folder.clone(), error };
        make_folder(&folder).map_err(failed)?;
        let lock = private(&folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(PageError::Running(fs::read_to_string(folder.join("address")).unwrap_or_default()));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let running = Self { folder: folder.clone(), _lock: lock };
        let _ = fs::remove_dir_all(running.uploads());
        make_folder(&running.uploads()).map_err(failed)?;
        Ok(running)
    }

    /// Returns the folder that files which are being sent stand in.
    pub fn uploads(&self) -> PathBuf {
        self.folder.join("uploads")
    }

    /// Writes down where the page is.
    pub fn tell(&mut self, address: &str) -> Result<(), PageError> {
        let path = self.folder.join("address");
        let write = || -> io::Result<()> {
            let mut file = private(&path)?;
            file.set_len(0)?;
            file.write_all(address.as_bytes())
        };
        write().map_err(|error| PageError::Folder { path: path.clone(), error })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What stays does no harm: the next start takes it over. The lock itself stays, since removing it while another
        // start waits for it would let two of them in.
        let _ = fs::remove_dir_all(self.uploads());
        let _ = fs::remove_file(self.folder.join("address"));
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
