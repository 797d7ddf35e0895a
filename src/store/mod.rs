//! SQLite: the only room that writes.
//!
//! What the database says of an order line is a function of the set of imported files, whatever their order: every row that
//! ever stated a line is kept as a *sighting*, and the line's current state is the sightings laid over one another from the
//! oldest export to the newest, column by column. See `sightings` for how.

mod backup;
mod check;
mod content;
mod current;
mod entries;
mod error;
pub(crate) mod figures;
mod guard;
mod headers;
mod hidden;
mod imports;
mod kept;
mod keyed;
mod left;
mod lines;
mod migrate;
mod own;
mod purge;
mod reading;
mod readonly;
mod refusal;
mod rejects;
mod relayout;
mod schema;
pub(crate) mod scratch;
mod shops;
mod sightings;
mod special_path;
mod time_limit;
mod undo;
mod unfinished;
mod writing;

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction};

pub use error::StoreError;
pub use imports::{Finished, ImportWriter, NewImport};
pub use left::{PAGE_LOCK, PAGE_UPLOADS, folder, page_folder};
pub use lines::Put;
pub use own::{OwnFolder, resolve_link};
pub use purge::{PurgeContacts, PurgeScope, Purged};
pub use reading::ChangeCheck;
pub use readonly::{Answered, Param, ReadOnly, import_of_bytes};
pub use refusal::Refusal;
pub use schema::ForeignObject;
pub use shops::{Declared, KeptVerdict, ShopSummary};
pub use sightings::{StoredLine, Version};
use time_limit::Clock;
pub use time_limit::TIME_LIMIT;
pub use unfinished::{CleanupGuard, Unfinished, UnfinishedFolder, remove_all};

/// How long to wait for other writers. Imports that are started at once queue for it.
const BUSY: Duration = Duration::from_secs(30);

/// Prepared statements that are kept; updates of lines need one for each set of columns that change together.
const STATEMENTS: usize = 64;

/// Page cache in KiB; SQLite takes negative numbers as KiB.
const CACHE_KIB: i64 = 32 * 1024;

/// Holds an open database.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Whether everything since [`Store::begin_trial`] is going to be taken back.
    trial: bool,
    /// Why the place of the database cannot be written, where that is so.
    read_only: Option<ReadOnlyReason>,
    change_check: Option<ChangeCheck>,
    /// What the database has that is not of this program.
    foreign: Vec<ForeignObject>,
    /// Measures the time of a question, where the database has what is not of this program.
    clock: Option<Clock>,
}

/// Keeps one state of the database in view until it is dropped.
pub struct OneState<'s> {
    _transaction: Option<Transaction<'s>>,
}

/// Says why a place can only be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadOnlyReason {
    NoPermission,
    DiskFull,
    TwoNames,
}

impl ReadOnlyReason {
    /// Says that nothing can be written there.
    fn error(self, path: &Path) -> StoreError {
        match self {
            Self::NoPermission => StoreError::Refused(path.to_owned(), Refusal::ReadOnly),
            Self::DiskFull => StoreError::DiskFull(path.to_owned()),
            Self::TwoNames => StoreError::Refused(path.to_owned(), Refusal::TwoNames),
        }
    }
}

impl Store {
    /// Opens the database at a path, making it and its folder where they are missing, and brings it to the newest version. Where
    /// its place cannot be written it is opened to be read.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        // What stands beside a database has its name, and not that of a link to it.
        let path = &resolve_link(path);
        special_path::check(path)?;
        let folder = folder(path);
        std::fs::create_dir_all(folder).map_err(|error| StoreError::Io(folder.to_owned(), error))?;
        if path.is_dir() {
            return Err(StoreError::IsFolder(path.to_owned()));
        }
        let is_begun = std::fs::metadata(path).is_ok_and(|data| data.len() > 0);
        if !path.exists() {
            private_file(path)?;
        }
        if special_path::has_two_names(path) {
            return Self::open_to_read(path, ReadOnlyReason::TwoNames);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        match Self::prepare(Connection::open_with_flags(plain(path), flags), path) {
            Err(StoreError::NoPermission(_)) if is_begun => Self::open_to_read(path, ReadOnlyReason::NoPermission),
            Err(StoreError::DiskFull(_)) if is_begun => Self::open_to_read(path, ReadOnlyReason::DiskFull),
            opened => opened,
        }
    }

    /// Opens a database in a place that cannot be written.
    fn open_to_read(path: &Path, read_only: ReadOnlyReason) -> Result<Self, StoreError> {
        let opened = reading::open(path).and_then(|(connection, change_check)| {
            Ok(Self { read_only: Some(read_only), change_check, ..Self::set_up(connection, path)? })
        });
        match opened {
            // What is to be done follows from why the place cannot be written.
            Err(StoreError::Refused(_, Refusal::NotUpgraded | Refusal::LogUnread))
                if read_only != ReadOnlyReason::NoPermission =>
            {
                Err(read_only.error(path))
            }
            opened => opened,
        }
    }

    /// Opens the database at a path, which must be there.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        special_path::check(path)?;
        if path.exists() { Self::open(path) } else { Err(StoreError::NoDatabase(path.to_owned())) }
    }

    /// Opens a private database that is gone when it is closed; it spills to the temporary folder.
    pub fn open_scratch() -> Result<Self, StoreError> {
        let path = Path::new("");
        Self::prepare(Connection::open(path), path)
    }

    fn prepare(connection: rusqlite::Result<Connection>, path: &Path) -> Result<Self, StoreError> {
        let connection = connection.map_err(|error| StoreError::of(path, error))?;
        let mut store = Self::set_up(connection, path)?;
        if store.is_only_read() {
            return Ok(store);
        }
        store.journal("WAL");
        migrate::migrate(&mut store.connection, path)?;
        Ok(store)
    }

    /// Sets up a connection, and writes nothing. What it cannot read as it is, because it would have to be upgraded first, is an error.
    fn set_up(mut connection: Connection, path: &Path) -> Result<Self, StoreError> {
        let failed = |error| StoreError::of(path, error);
        connection.busy_timeout(BUSY).map_err(failed)?;
        let (version, foreign) = migrate::look(&connection, path)?;
        let read_only = connection.is_readonly("main").map_err(failed)?.then_some(ReadOnlyReason::NoPermission);
        let is_newest = version == migrate::Version::At(migrate::newest());
        if !foreign.is_empty() && !is_newest {
            return Err(StoreError::Refused(path.to_owned(), Refusal::Foreign(foreign)));
        }
        // A view of somebody else may have no end.
        let clock =
            if foreign.is_empty() { None } else { Some(Clock::start(&mut connection, TIME_LIMIT).map_err(failed)?) };
        if read_only.is_some() && !is_newest {
            return Err(StoreError::Refused(path.to_owned(), Refusal::NotUpgraded));
        }
        connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(failed)?;
        let store =
            Self { connection, path: path.to_owned(), trial: false, read_only, change_check: None, foreign, clock };
        store.check_foreign_keys(true);
        Ok(store)
    }

    /// Lists what the database had that is not of this program when it was opened: what somebody added, changed or took away.
    pub fn foreign_objects(&self) -> &[ForeignObject] {
        &self.foreign
    }

    /// Tells whether the database can only be read, because of its place or of what somebody else put into it.
    pub fn is_only_read(&self) -> bool {
        self.read_only.is_some() || !self.foreign.is_empty()
    }

    /// Begins a question: the time that reading what somebody else has changed may take counts from here.
    pub(crate) fn begin_question(&self) {
        if let Some(clock) = &self.clock {
            clock.restart();
        }
    }

    /// Returns what is to be checked once all is read, where nothing keeps others from writing meanwhile.
    pub fn change_check(&self) -> Option<ChangeCheck> {
        self.change_check.clone()
    }

    /// Lets SQLite check that what rows refer to is there, or not. Within a transaction, such as that of a trial, it stays as it is.
    fn check_foreign_keys(&self, check: bool) {
        // The rows are right without the check, which is there to find mistakes of this program.
        let _ = self.connection.pragma_update(None, "foreign_keys", check);
    }

    /// Asks for a journal mode. Another connection may stand in the way; both modes are safe, so the wish may fail.
    fn journal(&self, mode: &str) {
        let wish = || -> rusqlite::Result<()> {
            self.connection.busy_timeout(Duration::ZERO)?;
            self.connection.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()))?;
            Ok(())
        };
        let _ = wish();
        let _ = self.connection.busy_timeout(BUSY);
    }

    /// Lets everything that follows be taken back when the store is closed, so that it can be seen without being done.
    pub fn begin_trial(&mut self) -> Result<(), StoreError> {
        self.begin_writing()?;
        self.trial = true;
        Ok(())
    }

    /// Tells whether everything is going to be taken back.
    pub fn is_trial(&self) -> bool {
        self.trial
    }

    /// Reads the lines of the orders that an id names: the id of a main order, or of one of its sub-orders.
    pub fn lines_of_order(&self, id: &str, shop: Option<&str>) -> Result<Vec<StoredLine>, StoreError> {
        const BY_KEY: &str = "(:shop IS NULL OR shops.name = :shop) AND (main_order_id = :id OR main_order_id IN
            (SELECT main_order_id FROM stored_lines AS named
             WHERE named.shop_id IN (SELECT id FROM shops) AND named.line_key = :id)
            OR (stored_lines.shop_id IN (SELECT id FROM shops) AND line_key = :id))";
        // Where each row is a main order, a sub-order's id is one of several in a cell.
        const JOINED: &str =
            "(:shop IS NULL OR shops.name = :shop) AND instr(';' || sub_order_id || ';', ';' || :id || ';') > 0";
        let read = |condition: &str| {
            let params: &[(&str, &dyn rusqlite::ToSql)] = &[(":id", &id), (":shop", &shop)];
            sightings::read(&self.connection, condition, params).map_err(|error| self.failed(error))
        };
        let lines = read(BY_KEY)?;
        if lines.is_empty() { read(JOINED) } else { Ok(lines) }
    }

    /// Lets all that is read until the answer is dropped see one state, even while another process ends an import. Within a
    /// trial that is so anyway.
    pub(crate) fn one_state(&self) -> Result<OneState<'_>, StoreError> {
        let begin = || self.connection.unchecked_transaction();
        let transaction =
            self.connection.is_autocommit().then(begin).transpose().map_err(|error| self.failed(error))?;
        Ok(OneState { _transaction: transaction })
    }

    /// Returns the connection, for the rooms that read.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Says what an error of SQLite means.
    pub(crate) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, error)
    }

    /// Lists the shops by name.
    pub fn shops(&self) -> Result<Vec<String>, StoreError> {
        self.names("SELECT name FROM shops ORDER BY name")
    }

    fn names(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Returns the shop that is meant: the named one, which may be new, else the only one, else `default`.
    ///
    /// A shop of which nothing but verdicts is kept came from a question asked before there was anything, and does not
    /// stand beside others.
    pub fn shop_for_writing(&self, named: Option<&str>) -> Result<String, StoreError> {
        if let Some(name) = named {
            // Blanks around it are no part of a new name.
            let is_known = name.trim() == name || self.shops()?.iter().any(|shop| shop == name);
            return Ok(if is_known { name } else { name.trim() }.to_owned());
        }
        let mut shops = self.shops_with_content()?;
        match shops.len() {
            0 => Ok("default".to_owned()),
            1 => Ok(shops.remove(0)),
            _ => Err(StoreError::ManyShops(shops)),
        }
    }

    /// Returns the shop that is meant; a named one must be there, unless there is none at all yet.
    pub fn shop_for_check(&self, named: Option<&str>) -> Result<String, StoreError> {
        if named.is_some() && !self.shops_with_content()?.is_empty() {
            return self.shop_for_reading(named);
        }
        self.shop_for_writing(named)
    }

    /// Lists the shops that have imports or declared facts, without counting their lines, which can be millions.
    pub fn shops_with_content(&self) -> Result<Vec<String>, StoreError> {
        self.names(
            "SELECT name FROM shops
             WHERE EXISTS (SELECT 1 FROM imports WHERE shop_id = shops.id)
                OR EXISTS (SELECT 1 FROM declared_facts WHERE shop_id = shops.id)
             ORDER BY name",
        )
    }

    /// Returns the shop that is meant, which must be there: the named one, else the only one.
    pub fn shop_for_reading(&self, named: Option<&str>) -> Result<String, StoreError> {
        let shops = self.shops()?;
        match named {
            Some(name) if shops.iter().any(|shop| shop == name) => Ok(name.to_owned()),
            Some(name) => Err(StoreError::NoShop(name.to_owned(), shops)),
            None => self.shop_for_writing(None),
        }
    }
}

/// Keeps SQLite from reading a path as a URI, which could name other files and options.
fn plain(path: &Path) -> std::borrow::Cow<'_, Path> {
    if path.as_os_str().as_encoded_bytes().starts_with(b"file:") {
        Path::new(".").join(path).into()
    } else {
        path.into()
    }
}

/// Makes an empty file that only the user may read, where the system knows such a thing.
fn private_file(path: &Path) -> Result<(), StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.truncate(false).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(StoreError::NoPermission(path.to_owned()))
        }
        Err(error) => Err(StoreError::Io(path.to_owned(), error)),
    }
}
