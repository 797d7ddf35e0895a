//! The claim to serve a database, in a folder beside it where a second start finds the address of the first.
//!
//! A lock shows that a server is running. It ends with its process, however that ends; a file could be left behind. Only this account
//! can read the folder: whoever can read the address can read the database.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use shopkit::store::{OwnFolder, PAGE_LOCK, PAGE_UPLOADS, StoreError, page_folder};

use super::launch;
use super::serve_error::ServeError;

/// The file with the address of the page.
const ADDRESS: &str = "address";

/// The file with the port of the last start. The next start takes it again where it is free, so that a bookmark leads to a page that
/// says how to get in.
const PORT: &str = "port";

/// The launch file of earlier versions.
const EARLIER_LAUNCH: &str = "launch";

/// How long a second start waits for the first to publish its address, or to end.
const PATIENCE: Duration = Duration::from_secs(8);

/// Holds the claim to serve a database.
pub struct Claim {
    folder: OwnFolder,
    /// Locked as long as it is open.
    _lock: File,
}

impl Claim {
    /// Claims a database. Leftovers of an earlier server are removed, unless there is something that belongs to another account.
    pub fn take(database: &Path) -> Result<Self, ServeError> {
        Self::take_within(database, PATIENCE)
    }

    fn take_within(database: &Path, patience: Duration) -> Result<Self, ServeError> {
        let folder = OwnFolder::make(&page_folder(database))?;
        let lock = folder.lock_file(PAGE_LOCK)?;
        let until = Instant::now() + patience;
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(ServeError::Folder { path: folder.path_of(PAGE_LOCK), error });
                }
            }
            let address = folder.read(ADDRESS)?.unwrap_or_default();
            if !address.is_empty() || Instant::now() > until {
                return Err(if address.is_empty() { ServeError::Silent } else { ServeError::Running(address) });
            }
            thread::sleep(Duration::from_millis(20));
        }
        folder.check()?;
        folder.remove(EARLIER_LAUNCH)?;
        clear(&folder)?;
        folder.make_within(PAGE_UPLOADS)?;
        Ok(Self { folder, _lock: lock })
    }

    /// Returns the folder of uploads and downloads.
    pub fn uploads(&self) -> PathBuf {
        self.folder.path_of(PAGE_UPLOADS)
    }

    /// Returns the port of the last start.
    pub fn last_port(&self) -> Option<u16> {
        self.folder.read(PORT).ok().flatten()?.trim().parse().ok()
    }

    /// Keeps the port for the next start, which can do without.
    pub fn keep_port(&self, port: u16) {
        let _ = self.folder.replace(PORT, &port.to_string());
    }

    /// Writes down the address of the page.
    pub fn publish_address(&self, address: &str) -> Result<(), ServeError> {
        Ok(self.folder.replace(ADDRESS, address)?)
    }

    /// Removes the address, so that no later start opens a page that no longer answers.
    pub fn withdraw_address(&self) {
        let _ = withdraw_address(&self.folder);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Leftovers do no harm: the next start removes them. The lock file stays, since removing it while another start waits for it
        // would let two servers run.
        let _ = clear(&self.folder);
    }
}

fn withdraw_address(folder: &OwnFolder) -> Result<(), StoreError> {
    folder.remove(ADDRESS)?;
    launch::remove_all(folder)
}

fn clear(folder: &OwnFolder) -> Result<(), StoreError> {
    withdraw_address(folder)?;
    // This may take a while.
    folder.clear(PAGE_UPLOADS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_a_page_runs_now_is_believed() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("a.db");
        let folder = OwnFolder::make(&page_folder(&database)).expect("a folder");
        folder.write_new(ADDRESS, "stale").expect("a file");
        let first = Claim::take(&database).expect("a claim");
        let second = || Claim::take_within(&database, Duration::ZERO).map(|_| ());
        assert!(matches!(second(), Err(ServeError::Silent)));
        first.publish_address("there").expect("told");
        assert!(matches!(second(), Err(ServeError::Running(address)) if address == "there"));
        first.withdraw_address();
        assert!(matches!(second(), Err(ServeError::Silent)));
        // Who waits long enough takes over.
        let waits = thread::spawn({
            let database = database.clone();
            move || Claim::take_within(&database, Duration::from_mins(1)).map(|_| ())
        });
        drop(first);
        assert!(waits.join().expect("ends").is_ok());
    }

    #[test]
    fn the_end_leaves_the_lock_alone() {
        let outer = tempfile::tempdir().expect("a folder");
        let database = outer.path().join("a.db");
        let folder = OwnFolder::make(&page_folder(&database)).expect("a folder");
        folder.write_new(EARLIER_LAUNCH, "").expect("a file");
        let running = Claim::take(&database).expect("a claim");
        running.publish_address("there").expect("told");
        launch::launch(&database, "http://there/?token=x").expect("a file");
        std::fs::create_dir_all(running.uploads().join("x/0")).expect("folders");
        drop(running);
        assert_eq!(folder.names().expect("listed"), [PAGE_LOCK]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_ones_own_is_neither_used_nor_deleted() {
        let not_own = |error| matches!(error, ServeError::Kit(shopkit::kit::KitError::Store(StoreError::NotOwn(_))));
        let outer = tempfile::tempdir().expect("a folder");
        let victim = outer.path().join("victim");
        std::fs::create_dir_all(victim.join(PAGE_UPLOADS)).expect("folders");
        let kept = victim.join("uploads/kept");
        File::create(&kept).expect("a file");
        for (number, name) in [PAGE_UPLOADS, PAGE_LOCK, "launch-a.html", ADDRESS].into_iter().enumerate() {
            let database = outer.path().join(format!("{number}.db"));
            let folder = OwnFolder::make(&page_folder(&database)).expect("a folder");
            folder.write_new("launch-own.html", "").expect("a file");
            if name == PAGE_UPLOADS {
                std::os::unix::fs::symlink(victim.join(PAGE_UPLOADS), folder.path_of(name)).expect("a link");
            } else {
                std::fs::hard_link(&kept, folder.path_of(name)).expect("a link");
            }
            assert!(Claim::take(&database).err().is_some_and(not_own), "{name}");
            assert!(kept.exists() && folder.path_of("launch-own.html").exists(), "{name}");
            if name != PAGE_UPLOADS {
                std::fs::remove_file(folder.path_of(name)).expect("removed");
            }
        }
        let database = outer.path().join("linked.db");
        std::os::unix::fs::symlink(&victim, page_folder(&database)).expect("a link");
        assert!(Claim::take(&database).err().is_some_and(not_own) && kept.exists());
    }
}
