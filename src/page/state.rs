//! What all requests share.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, TryLockError};

use shopkit::kit::{Kit, KitError};
use shopkit::model::lang::Lang;
use tokio::sync::Notify;

use super::error::PageError;
use super::jobs::Jobs;
use super::launch;
use super::mutex::lock;
use super::secret::{Secret, random_name};
use super::serve_error::ServeError;

/// Databases that are kept open between requests.
const KITS: usize = 8;

/// Says how the page is served.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database; it is made where it is missing.
    pub database: PathBuf,
    /// The port; any free one where it is 0.
    pub port: u16,
    /// The language of a browser that has chosen none.
    pub lang: Lang,
    /// The program that reads old and odd formats in a process of its own, as for an import of the command.
    pub helper: Option<PathBuf>,
    /// Whether the page is at 127.0.0.1, for browsers that do not know the names under `localhost`.
    pub plain_host: bool,
}

/// Holds what all requests share.
pub struct State {
    pub database: PathBuf,
    pub lang: Lang,
    pub helper: Option<PathBuf>,
    pub port: u16,
    /// The name and the port that requests must be for.
    pub host: String,
    /// Lets a browser in, as often as it is shown.
    token: Secret,
    /// What a browser that was let in shows with every request.
    pub session: Secret,
    /// What every form of the page has.
    pub csrf: Secret,
    /// The folder of files that are being sent.
    pub uploads: PathBuf,
    pub jobs: Jobs,
    /// Whoever changes the database holds it, so that writers wait for one another here and not in SQLite.
    writer: Mutex<()>,
    kits: Mutex<Vec<Kit>>,
    /// Is told when the page is to end.
    pub stop: Notify,
}

impl State {
    /// Makes what requests share, with a database that is open already.
    pub fn new(options: Options, port: u16, kit: Kit, uploads: PathBuf) -> Result<Self, ServeError> {
        let failed = |error| ServeError::Port { port, error };
        let secret = || Secret::new().map_err(failed);
        // Browsers take any name that ends so for this machine. They tell cookies apart by names and not by ports, so nothing on
        // another port, whose name is another, gets those of the page.
        let name = if options.plain_host {
            "127.0.0.1".to_owned()
        } else {
            format!("{}.localhost", random_name().map_err(failed)?)
        };
        Ok(Self {
            database: options.database,
            lang: options.lang,
            helper: options.helper,
            port,
            host: format!("{name}:{port}"),
            token: secret()?,
            session: secret()?,
            csrf: secret()?,
            uploads,
            jobs: Jobs::default(),
            writer: Mutex::new(()),
            kits: Mutex::new(vec![kit]),
            stop: Notify::new(),
        })
    }

    /// Returns the address that lets a browser in.
    pub fn address(&self) -> String {
        format!("http://{}/?token={}", self.host, self.token.as_str())
    }

    /// Tells whether a token lets in: that of this start, or one for once.
    pub fn lets_in(&self, token: &str) -> bool {
        self.token.is(token) || launch::lets_in_once(&self.database, token)
    }

    /// Returns the name of the cookie. Under a plain host all ports of a machine share their cookies, so it names the port.
    pub fn cookie(&self) -> String {
        format!("shopkit-{}", self.port)
    }

    /// Changes the database, unless somebody is at it.
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

    /// Waits until nobody else changes the database.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.writer)
    }

    /// Takes an open database, and opens one where none is at hand.
    pub fn take_kit(&self) -> Result<Kit, KitError> {
        let kept = lock(&self.kits).pop();
        kept.map_or_else(|| Kit::open(&self.database), Ok)
    }

    /// Returns a database to those that are kept open.
    pub fn return_kit(&self, kit: Kit) {
        let mut kits = lock(&self.kits);
        // Only opening it again tells whether it can be written now, and how long reading may take.
        if kits.len() < KITS && !kit.is_only_read() {
            kits.push(kit);
        }
    }

    /// Makes a folder for what is being sent or fetched; it goes with what is returned.
    pub fn folder(&self) -> io::Result<tempfile::TempDir> {
        tempfile::tempdir_in(&self.uploads)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_lets_in_again_and_again_and_no_other_word_does() {
        let kit = Kit::open_scratch().expect("a database");
        let options =
            Options { database: PathBuf::from("none.db"), port: 0, lang: Lang::En, helper: None, plain_host: false };
        let state = State::new(options, 7, kit, PathBuf::new()).expect("secrets");
        let address = state.address();
        let token = address.split_once("token=").expect("a token").1;
        assert_eq!([token, token].map(|token| state.lets_in(token)), [true, true]);
        assert!(!state.lets_in("") && !state.lets_in(state.session.as_str()) && !state.lets_in(state.csrf.as_str()));
    }

    #[test]
    fn each_start_has_a_name_of_its_own() {
        let host = |plain_host| {
            let options = Options { database: PathBuf::new(), port: 0, lang: Lang::En, helper: None, plain_host };
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
    fn who_writes_while_another_does_is_told_so() {
        let kit = Kit::open_scratch().expect("a database");
        let options = Options { database: PathBuf::new(), port: 0, lang: Lang::En, helper: None, plain_host: false };
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
