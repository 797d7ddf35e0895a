//! What all requests share.

use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};

use shopkit::kit::{Kit, KitError, Undone};
use shopkit::model::lang::Lang;
use shopkit::store::StoreError;
use tokio::sync::Notify;

use super::choices::Choices;
use super::error::PageError;
use super::jobs::Jobs;
use super::launch;
use super::mutex::lock;
use super::samples::Samples;
use super::saved_filters::SavedFilters;
use super::secret::{Secret, random_name};
use super::serve_error::ServeError;
use super::waiting::Waiting;

/// The most databases that are kept open between requests.
const KITS: usize = 8;

/// How many imports that were undone are remembered.
const UNDONE: usize = 20;

/// Holds the options of a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// The path of the database, which is made where it is missing.
    pub database: PathBuf,
    /// The port; any free one where it is 0.
    pub port: u16,
    /// The language of a browser that has chosen none.
    pub lang: Lang,
    /// The program that reads some formats in a process of its own, as for an import by the command.
    pub sandbox: Option<PathBuf>,
    /// Whether the page is at 127.0.0.1, for browsers that cannot resolve names under `localhost`.
    pub plain_host: bool,
}

/// Holds what all requests share.
pub struct State {
    pub database: PathBuf,
    pub lang: Lang,
    pub sandbox: Option<PathBuf>,
    pub port: u16,
    /// What the `Host` of every request must be: the name of this start, and the port.
    pub host: String,
    /// The lasting token, which lets a browser in any number of times.
    token: Secret,
    /// The value of the cookie of a browser that was let in.
    pub session: Secret,
    /// The secret in every form of the page.
    pub csrf: Secret,
    /// The folder of uploads and downloads that are under way.
    pub uploads: PathBuf,
    pub jobs: Jobs,
    /// Uploads that wait for a decision.
    pub waiting: Waiting,
    /// What the last imports that were undone changed.
    undone: Mutex<VecDeque<Undone>>,
    /// What was chosen at an earlier start.
    pub choices: Choices,
    /// The filters of orders that have a name.
    pub filters: Mutex<SavedFilters>,
    /// Held while the database is changed, so that writers wait for one another here and not in SQLite.
    writer: Mutex<()>,
    kits: Mutex<Vec<Kit>>,
    /// Whether the database is being replaced, so that nobody may open it.
    is_closed: RwLock<bool>,
    /// The page with sample data.
    pub samples: Samples,
    /// The page of the user's own data, where this is the one with sample data.
    pub own: Option<Arc<State>>,
    /// Notified when the server is to end.
    pub stop: Notify,
}

/// Lets the database be opened again when it is dropped.
struct Closed<'s>(&'s State);

impl Drop for Closed<'_> {
    fn drop(&mut self) {
        *self.0.is_closed.write().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

impl State {
    /// Makes the state, with a database that is open already.
    pub fn new(options: Options, port: u16, kit: Kit, uploads: PathBuf) -> Result<Self, ServeError> {
        let failed = |error| ServeError::Port { port, error };
        let secret = || Secret::new().map_err(failed);
        // Browsers resolve every name under `localhost` to this machine. They send cookies to all ports of a name, so a name of its
        // own keeps the cookies of the page from the servers at other ports.
        let name = if options.plain_host {
            "127.0.0.1".to_owned()
        } else {
            format!("{}.localhost", random_name().map_err(failed)?)
        };
        Ok(Self {
            choices: Choices::load(&options.database),
            filters: Mutex::new(SavedFilters::load(&options.database)),
            database: options.database,
            lang: options.lang,
            sandbox: options.sandbox,
            port,
            host: format!("{name}:{port}"),
            token: secret()?,
            session: secret()?,
            csrf: secret()?,
            uploads,
            jobs: Jobs::default(),
            waiting: Waiting::default(),
            undone: Mutex::default(),
            writer: Mutex::new(()),
            kits: Mutex::new(vec![kit]),
            is_closed: RwLock::new(false),
            samples: Samples::default(),
            own: None,
            stop: Notify::new(),
        })
    }

    /// Makes it the state of a page with sample data, which belongs to another page.
    pub fn belonging_to(self, own: Option<Arc<Self>>) -> Self {
        Self { own, ..self }
    }

    /// Returns the address that lets a browser in.
    pub fn address(&self) -> String {
        format!("http://{}/?token={}", self.host, self.token.as_str())
    }

    /// Tells whether a token lets a browser in: the lasting one, or one of a launch file, which is used up by this.
    pub fn accepts(&self, token: &str) -> bool {
        self.token.matches(token) || launch::redeem(&self.database, token)
    }

    /// Returns the name of the cookie. It has the port, since under a plain host all ports share their cookies.
    pub fn cookie(&self) -> String {
        format!("shopkit-{}", self.port)
    }

    /// Changes the database, unless somebody else is changing it.
    pub fn write<T>(&self, change: impl FnOnce(&mut Kit) -> Result<T, KitError>) -> Result<T, PageError> {
        let _turn = match self.writer.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(PageError::Busy),
        };
        let mut kit = self.take_kit()?;
        let done = change(&mut kit);
        self.return_kit(kit);
        Ok(done?)
    }

    /// Waits until nobody else changes the database, and keeps others waiting until the guard is dropped.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.writer)
    }

    /// Puts a backup in the place of the database, unless something is being imported. Requests are refused meanwhile. Returns the path
    /// that the present database is kept under.
    pub fn restore(&self, backup: &Path) -> Result<Option<PathBuf>, PageError> {
        let _turn = match self.writer.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(PageError::Busy),
        };
        // An import that has begun may be waiting for its turn.
        if !self.jobs.open().is_empty() {
            return Err(PageError::Busy);
        }
        *self.is_closed.write().unwrap_or_else(PoisonError::into_inner) = true;
        let _closed = Closed(self);
        lock(&self.kits).clear();
        Ok(Kit::restore(backup, &self.database)?)
    }

    /// Asks this page to end, and the one that it belongs to.
    pub fn end(&self) {
        self.stop.notify_one();
        if let Some(own) = &self.own {
            own.end();
        }
    }

    /// Takes a database that is kept open, or opens another.
    pub fn take_kit(&self) -> Result<Kit, KitError> {
        // Held until it is open: whoever replaces the database waits for what is open, not for what will be.
        let is_closed = self.is_closed.read().unwrap_or_else(PoisonError::into_inner);
        if *is_closed {
            return Err(StoreError::InUse(self.database.clone()).into());
        }
        let kept = lock(&self.kits).pop();
        kept.map_or_else(|| Kit::open(&self.database), Ok)
    }

    /// Gives back a database, to be kept open.
    pub fn return_kit(&self, kit: Kit) {
        let is_closed = self.is_closed.read().unwrap_or_else(PoisonError::into_inner);
        let mut kits = lock(&self.kits);
        // One that could only be read is opened anew each time, since that may have changed.
        if kits.len() < KITS && !*is_closed && !kit.is_only_read() {
            kits.push(kit);
        }
    }

    /// Keeps for the next page what undoing an import changed.
    pub fn keep_undone(&self, undone: Undone) {
        let mut list = lock(&self.undone);
        list.push_back(undone);
        if list.len() > UNDONE {
            list.pop_front();
        }
    }

    /// Returns what undoing an import changed.
    pub fn undone(&self, id: i64) -> Option<Undone> {
        lock(&self.undone).iter().rev().find(|undone| undone.id == id).cloned()
    }

    /// Makes a folder for an upload or a download, which is removed when it is dropped.
    pub fn folder(&self) -> io::Result<tempfile::TempDir> {
        tempfile::tempdir_in(&self.uploads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_works_again_and_again_and_no_other_secret_does() {
        let kit = Kit::open_scratch().expect("a database");
        let options =
            Options { database: PathBuf::from("none.db"), port: 0, lang: Lang::En, sandbox: None, plain_host: false };
        let state = State::new(options, 7, kit, PathBuf::new()).expect("secrets");
        let address = state.address();
        let token = address.split_once("token=").expect("a token").1;
        assert_eq!([token, token].map(|token| state.accepts(token)), [true, true]);
        assert!(!state.accepts("") && !state.accepts(state.session.as_str()) && !state.accepts(state.csrf.as_str()));
    }

    #[test]
    fn each_start_has_a_name_of_its_own() {
        let host = |plain_host| {
            let options = Options { database: PathBuf::new(), port: 0, lang: Lang::En, sandbox: None, plain_host };
            let kit = Kit::open_scratch().expect("a database");
            let state = State::new(options, 7, kit, PathBuf::new()).expect("secrets");
            assert!(state.address().starts_with(&format!("http://{}/?token=", state.host)));
            state.host
        };
        let (one, other) = (host(false), host(false));
        assert_ne!(one, other);
        assert!([&one, &other].iter().all(|host| host.len() == 28 && host.ends_with(".localhost:7")), "{one} {other}");
        assert_eq!(host(true), "127.0.0.1:7");
    }

    #[test]
    fn a_second_writer_gets_an_error() {
        let kit = Kit::open_scratch().expect("a database");
        let options = Options { database: PathBuf::new(), port: 0, lang: Lang::En, sandbox: None, plain_host: false };
        let state = State::new(options, 7, kit, PathBuf::new()).expect("secrets");
        let turn = state.turn();
        assert!(matches!(state.write(|_| Ok(())), Err(PageError::Busy)));
        let kit = state.take_kit().expect("a database");
        assert!(kit.shop_names().is_ok());
        state.return_kit(kit);
        drop(turn);
        assert!(state.write(|_| Ok(())).is_ok());
    }
}
