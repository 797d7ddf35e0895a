//! What all requests share.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use shopkit::kit::{Kit, KitError};
use shopkit::model::lang::Lang;
use tokio::sync::Notify;

use super::error::PageError;
use super::jobs::Jobs;
use super::request::Told;
use super::secret::{Secret, random_name};
use super::{Options, launch};

/// Databases that are kept open between requests.
const KITS: usize = 8;

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
    pub fn new(options: Options, port: u16, kit: Kit, uploads: PathBuf) -> Result<Self, PageError> {
        let failed = |error| PageError::Port { port, error };
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
    pub fn way_in(&self) -> String {
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

    /// Reads with an open database. What was read is no answer where another program wrote meanwhile and no lock kept it from that.
    pub fn read<T>(&self, work: impl FnOnce(&Kit) -> Result<T, KitError>) -> Result<T, KitError> {
        let kit = self.kit()?;
        let done = work(&kit).and_then(|done| {
            kit.change_check().map_or(Ok(()), |check| check.check())?;
            Ok(done)
        });
        self.put_back(kit);
        done
    }

    /// Changes the database, unless somebody is at it.
    pub fn write<T>(&self, work: impl FnOnce(&mut Kit) -> Result<T, KitError>) -> Result<T, Told> {
        let _turn = match self.writer.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(Told::Busy),
        };
        let mut kit = self.kit()?;
        let done = work(&mut kit);
        self.put_back(kit);
        Ok(done?)
    }

    /// Waits until nobody else changes the database.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        held(&self.writer)
    }

    fn kit(&self) -> Result<Kit, KitError> {
        let kept = held(&self.kits).pop();
        kept.map_or_else(|| Kit::open(&self.database), Ok)
    }

    fn put_back(&self, kit: Kit) {
        let mut kits = held(&self.kits);
        // Whether it can be written again, and the time that reading may take, are told by opening it anew.
        if kits.len() < KITS && !kit.is_only_read() {
            kits.push(kit);
        }
    }

    /// Makes a folder for what is being sent or fetched; it goes with what is returned.
    pub fn folder(&self) -> io::Result<tempfile::TempDir> {
        tempfile::tempdir_in(&self.uploads)
    }
}

/// Takes what a mutex holds. A panic while it was held leaves nothing half done here.
pub fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
        let way_in = state.way_in();
        let token = way_in.split_once("token=").expect("a token").1;
        assert_eq!([token, token].map(|token| state.lets_in(token)), [true, true]);
        assert!(!state.lets_in("") && !state.lets_in(state.session.as_str()) && !state.lets_in(state.csrf.as_str()));
    }

    #[test]
    fn each_start_has_a_name_of_its_own() {
        let host = |plain_host| {
            let options = Options { database: PathBuf::new(), port: 0, lang: Lang::En, helper: None, plain_host };
            let kit = Kit::open_scratch().expect("a database");
            let state = State::new(options, 7, kit, PathBuf::new()).expect("secrets");
            assert!(state.way_in().starts_with(&format!("http://{}/?token=", state.host)));
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
        assert!(matches!(state.write(|_| Ok(())), Err(Told::Busy)));
        assert!(state.read(Kit::shop_names).is_ok());
        drop(turn);
        assert!(state.write(|_| Ok(())).is_ok());
    }
}
