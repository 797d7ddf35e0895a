//! The folder beside the database that tells a second start where the first one runs.
//!
//! Whether a server runs is told by a lock that ends with its process, however that ends, and never by a file that may have been
//! left behind. The folder and its files are for the user alone; who can read them can read the database itself.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use shopkit::store::{PAGE_LOCK, PAGE_UPLOADS, page_folder};

use super::error::PageError;
use super::secret::Secret;

/// The file with the address of the page, and the one with a secret that lets a browser in once.
const ADDRESS: &str = "address";
const LAUNCH: &str = "launch";

/// How long a second start waits for the first to say where it runs, or to end.
const PATIENCE: Duration = Duration::from_secs(8);

/// Holds the claim to serve a database.
pub struct Running {
    folder: PathBuf,
    /// Locked as long as it is open.
    _lock: File,
}

impl Running {
    /// Claims a database. What an earlier server left behind is removed.
    pub fn claim(database: &Path) -> Result<Self, PageError> {
        Self::claim_within(database, PATIENCE)
    }

    fn claim_within(database: &Path, patience: Duration) -> Result<Self, PageError> {
        let folder = page_folder(database);
        let failed = |error| PageError::Folder { path: folder.clone(), error };
        make_folder(&folder).map_err(failed)?;
        let lock = private(&folder.join(PAGE_LOCK)).map_err(failed)?;
        let until = Instant::now() + patience;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            let address = fs::read_to_string(folder.join(ADDRESS)).unwrap_or_default();
            if !address.is_empty() || Instant::now() > until {
                return Err(if address.is_empty() { PageError::Silent } else { PageError::Running(address) });
            }
            thread::sleep(Duration::from_millis(20));
        }
        let running = Self { folder: folder.clone(), _lock: lock };
        running.clear();
        make_folder(&running.uploads()).map_err(failed)?;
        Ok(running)
    }

    /// Returns the folder that files which are being sent stand in.
    pub fn uploads(&self) -> PathBuf {
        self.folder.join(PAGE_UPLOADS)
    }

    /// Writes down where the page is.
    pub fn tell(&self, address: &str) -> Result<(), PageError> {
        let path = self.folder.join(ADDRESS);
        put(&path, address).map_err(|error| PageError::Folder { path, error })
    }

    /// Takes back where the page is, so that nobody is sent where nothing answers any more.
    pub fn untell(&self) {
        for name in [ADDRESS, LAUNCH] {
            let _ = fs::remove_file(self.folder.join(name));
        }
    }

    fn clear(&self) {
        self.untell();
        // This may take a while.
        let _ = fs::remove_dir_all(self.uploads());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // What stays does no harm: the next start takes it over. The lock itself stays, since removing it while another
        // start waits for it would let two of them in.
        self.clear();
    }
}

/// Makes an address that lets a browser in once, from the one that does again and again. It may be seen by others, as the arguments
/// of programs are. Whoever can write the folder can make one, so a later start can, too.
pub fn launch(database: &Path, address: &str) -> io::Result<String> {
    let secret = Secret::new()?;
    put(&page_folder(database).join(LAUNCH), secret.as_str())?;
    let page = address.split('?').next().unwrap_or_default();
    Ok(format!("{page}?token={}", secret.as_str()))
}

/// Tells whether a token is the one that lets in once. It does no more afterwards.
pub fn lets_in_once(database: &Path, token: &str) -> bool {
    let path = page_folder(database).join(LAUNCH);
    let is_it = fs::read_to_string(&path).ok().and_then(Secret::read).is_some_and(|secret| secret.is(token));
    // Of two that come at the same time only one takes it away.
    is_it && fs::remove_file(path).is_ok()
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

/// Writes a file whole or not at all; who reads it meanwhile reads what was there before.
fn put(path: &Path, text: &str) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(path))?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_a_start_lets_in_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        let running = Running::claim(&database).expect("a claim");
        let token = |address: String| address.split_once("token=").expect("a token").1.to_owned();
        assert!(!lets_in_once(&database, ""));
        let first = token(launch(&database, "http://127.0.0.1:7/?token=x").expect("an address"));
        let second = token(launch(&database, "http://127.0.0.1:7/?token=x").expect("an address"));
        // The newer takes the place of the older.
        assert_eq!([&first, &second, &second].map(|token| lets_in_once(&database, token)), [false, true, false]);
        // What was cut short lets nobody in.
        put(&page_folder(&database).join(LAUNCH), "").expect("a file");
        assert!(!lets_in_once(&database, ""));
        drop(running);
        assert!(!page_folder(&database).join(LAUNCH).exists());
    }

    #[test]
    fn only_where_a_page_runs_now_is_believed() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("a.db");
        make_folder(&page_folder(&database)).expect("a folder");
        put(&page_folder(&database).join(ADDRESS), "stale").expect("a file");
        let first = Running::claim(&database).expect("a claim");
        let second = || Running::claim_within(&database, Duration::ZERO).map(|_| ());
        assert!(matches!(second(), Err(PageError::Silent)));
        first.tell("there").expect("told");
        assert!(matches!(second(), Err(PageError::Running(address)) if address == "there"));
        first.untell();
        assert!(matches!(second(), Err(PageError::Silent)));
        // Who waits long enough takes over.
        let waits = thread::spawn({
            let database = database.clone();
            move || Running::claim_within(&database, Duration::from_mins(1)).map(|_| ())
        });
        drop(first);
        assert!(waits.join().expect("ends").is_ok());
    }
}
