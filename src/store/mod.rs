//! The database: SQLite, and the only room that writes it.
//!
//! The state of an order line depends only on the set of imported files, not on their order: every imported row of a line is kept as
//! a *sighting*, and the current state is the overlay of the sightings from the oldest export to the newest, column by column. See
//! `sightings`.

mod backup;
mod backup_fault;
mod blocks;
mod check;
mod content;
mod current;
mod earlier;
mod entries;
mod entry_tables;
mod error;
mod first_load;
mod headers;
mod hidden;
mod import_set;
mod imports;
mod indexing;
mod keyed_hash;
mod known_lines;
mod layout_json;
mod leftovers;
mod lines;
mod migrate;
mod older_values;
mod own_folder;
mod part_file;
mod paths;
mod purge;
mod refusal;
mod rejects;
mod relayout;
mod restore;
mod same_entry;
mod same_rows;
mod schema;
mod schema_steps;
pub(crate) mod scratch_table;
mod shop_groups;
mod shops;
mod sightings;
mod special_path;
mod sql_guard;
mod sql_limits;
mod sql_reader;
mod time_limit;
mod undo;
mod unwritable;
mod writing;

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction};

pub use backup_fault::BackupFault;
pub(crate) use earlier::EarlierLine;
pub use error::StoreError;
pub use import_set::{ImportMember, ImportSet};
pub use imports::{FinishedImport, ImportWriter, NewImport};
#[cfg(feature = "lake")]
pub(crate) use keyed_hash::hmac;
pub use lines::RowEffect;
pub use own_folder::{OwnFolder, resolve_link};
pub use part_file::{CleanupGuard, PartFile, TempFolder, remove_all};
pub use paths::{PAGE_LOCK, PAGE_UPLOADS, folder, log_of, page_folder};
pub use purge::{BLANK, PurgeContacts, PurgeScope, Purged};
pub use refusal::Refusal;
pub use restore::{BackupContent, backup_content, check_backup, restore};
pub use schema::ForeignObject;
pub use shop_groups::ShopGroup;
pub use shops::{Declared, ShopSummary, StoredVerdict};
pub use sightings::{StoredLine, Version};
pub use sql_reader::{Param, QuerySummary, SqlReader, import_of_bytes};
use time_limit::Clock;
pub use time_limit::TIME_LIMIT;
pub use unwritable::ChangeCheck;

/// How long to wait for other writers; concurrent imports queue.
const BUSY: Duration = Duration::from_secs(30);

/// The number of cached prepared statements. Updates of lines need one for each set of columns that change together.
const STATEMENTS: usize = 64;

/// The page cache in KiB; SQLite reads negative numbers as KiB.
const CACHE_KIB: i64 = 32 * 1024;

/// The bytes of a page of a new database. The rows of orders are wide: with the 4 KiB that SQLite would choose, reading all of them
/// takes more calls, and more room stays empty at the ends of pages. With 16 KiB, a few changed rows would write too much.
const PAGE_BYTES: i64 = 8 * 1024;

/// An open database.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Whether everything since [`Store::begin_trial`] will be rolled back.
    trial: bool,
    /// Why the database cannot be written, if so.
    read_only: Option<ReadOnlyReason>,
    change_check: Option<ChangeCheck>,
    /// Changes of the schema by other programs.
    foreign: Vec<ForeignObject>,
    /// Limits the time of queries, if other programs have changed the schema.
    clock: Option<Clock>,
}

/// A read transaction: until it is dropped, all reads see the same state of the database.
pub struct Snapshot<'s> {
    _transaction: Option<Transaction<'s>>,
}

/// The reason why a database can only be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReadOnlyReason {
    NoPermission,
    DiskFull,
    TwoNames,
}

impl ReadOnlyReason {
    /// Returns the error for an attempt to write.
    fn error(self, path: &Path) -> StoreError {
        match self {
            Self::NoPermission => StoreError::Refused(path.to_owned(), Refusal::ReadOnly),
            Self::DiskFull => StoreError::DiskFull(path.to_owned()),
            Self::TwoNames => StoreError::Refused(path.to_owned(), Refusal::TwoNames),
        }
    }
}

impl Store {
    /// Opens the database at a path and upgrades it to the newest version. It is created with its folder if it is missing. If it cannot
    /// be written, it is opened for reading.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        // Files beside a database are named after it, not after a link to it.
        let path = &resolve_link(path);
        StoreError::check_path(path)?;
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

    /// Opens a database that cannot be written.
    fn open_to_read(path: &Path, read_only: ReadOnlyReason) -> Result<Self, StoreError> {
        let opened = unwritable::open(path).and_then(|(connection, change_check)| {
            Ok(Self { read_only: Some(read_only), change_check, ..Self::set_up(connection, path)? })
        });
        match opened {
            // The original reason says better what to do.
            Err(StoreError::Refused(_, Refusal::NotUpgraded | Refusal::LogUnread))
                if read_only != ReadOnlyReason::NoPermission =>
            {
                Err(read_only.error(path))
            }
            opened => opened,
        }
    }

    /// Opens an existing database.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        StoreError::check_path(path)?;
        if path.exists() { Self::open(path) } else { Err(StoreError::NoDatabase(path.to_owned())) }
    }

    /// Opens a private database that is deleted when it is closed. It spills to the folder for temporary files.
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

    /// Sets up a connection without writing. A database that would have to be upgraded first and cannot be is an error.
    fn set_up(mut connection: Connection, path: &Path) -> Result<Self, StoreError> {
        let failed = |error| StoreError::of(path, error);
        connection.busy_timeout(BUSY).map_err(failed)?;
        let (version, foreign) = migrate::inspect(&connection, path)?;
        if version == migrate::Version::Empty {
            connection.pragma_update(None, "page_size", PAGE_BYTES).map_err(failed)?;
        }
        let read_only = connection.is_readonly("main").map_err(failed)?.then_some(ReadOnlyReason::NoPermission);
        let is_newest = version == migrate::Version::At(schema_steps::newest());
        if !foreign.is_empty() && !is_newest {
            return Err(StoreError::Refused(path.to_owned(), Refusal::Foreign(foreign)));
        }
        // A view that another program changed may never end.
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

    /// Lists the schema objects that other programs had added, changed or removed when the database was opened.
    pub fn foreign_objects(&self) -> &[ForeignObject] {
        &self.foreign
    }

    /// Tells whether the database can only be read: it cannot be written, or other programs have changed its schema.
    pub fn is_only_read(&self) -> bool {
        self.read_only.is_some() || !self.foreign.is_empty()
    }

    /// Starts the time limit of a query, if there is one.
    pub(crate) fn start_time_limit(&self) {
        if let Some(clock) = &self.clock {
            clock.restart();
        }
    }

    /// Returns the check for changes to run at the end, if the database is read without locks.
    pub fn change_check(&self) -> Option<ChangeCheck> {
        self.change_check.clone()
    }

    /// Turns the check of foreign keys on or off. Within a transaction, such as that of a trial, this has no effect.
    fn check_foreign_keys(&self, check: bool) {
        // The check only guards against bugs, so a failure does no harm.
        let _ = self.connection.pragma_update(None, "foreign_keys", check);
    }

    /// Tries to set a journal mode. Another connection may prevent it; both modes are safe, so that is no error.
    fn journal(&self, mode: &str) {
        let set = || -> rusqlite::Result<()> {
            self.connection.busy_timeout(Duration::ZERO)?;
            self.connection.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()))?;
            Ok(())
        };
        let _ = set();
        let _ = self.connection.busy_timeout(BUSY);
    }

    /// Begins a trial: everything that follows is rolled back when the store is closed.
    pub fn begin_trial(&mut self) -> Result<(), StoreError> {
        self.begin_writing()?;
        self.trial = true;
        Ok(())
    }

    /// Tells whether this is a trial, which will be rolled back.
    pub fn is_trial(&self) -> bool {
        self.trial
    }

    /// Reads the lines of the order with this id, which is that of a main order or of one of its sub-orders.
    pub fn lines_of_order(&self, id: &str, shop: Option<&str>) -> Result<Vec<StoredLine>, StoreError> {
        const BY_KEY: &str = "(:shop IS NULL OR shops.name = :shop) AND (main_order_id = :id OR main_order_id IN
            (SELECT main_order_id FROM stored_lines AS named
             WHERE named.shop_id IN (SELECT id FROM shops) AND named.line_key = :id)
            OR (stored_lines.shop_id IN (SELECT id FROM shops) AND line_key = :id))";
        // In exports with one row per main order, a cell has the ids of several sub-orders.
        const JOINED: &str =
            "(:shop IS NULL OR shops.name = :shop) AND instr(';' || sub_order_id || ';', ';' || :id || ';') > 0";
        let read = |condition: &str| {
            let params: &[(&str, &dyn rusqlite::ToSql)] = &[(":id", &id), (":shop", &shop)];
            sightings::read(&self.connection, condition, params).map_err(|error| self.failed(error))
        };
        let lines = read(BY_KEY)?;
        if lines.is_empty() { read(JOINED) } else { Ok(lines) }
    }

    /// Begins a snapshot: until it is dropped, all reads see one state, even if another process commits an import. A trial is a
    /// snapshot already.
    pub(crate) fn snapshot(&self) -> Result<Snapshot<'_>, StoreError> {
        let begin = || self.connection.unchecked_transaction();
        let transaction =
            self.connection.is_autocommit().then(begin).transpose().map_err(|error| self.failed(error))?;
        Ok(Snapshot { _transaction: transaction })
    }

    /// Returns the connection, for rooms that read.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Translates an error of SQLite.
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

    /// Returns the shop to write to: the named one, which may be new, else the only one, else `default`.
    ///
    /// A shop that has only verdicts comes from a check before anything was imported, and does not count beside others.
    pub fn shop_for_writing(&self, named: Option<&str>) -> Result<String, StoreError> {
        if let Some(name) = named {
            // A new name is trimmed.
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

    /// Returns the shop to check. A named shop must exist, unless there are no shops yet.
    pub fn shop_for_check(&self, named: Option<&str>) -> Result<String, StoreError> {
        if named.is_some() && !self.shops_with_content()?.is_empty() {
            return self.shop_for_reading(named);
        }
        self.shop_for_writing(named)
    }

    /// Lists the shops that have imports or declared facts. It does not count their lines, which can be millions.
    pub fn shops_with_content(&self) -> Result<Vec<String>, StoreError> {
        self.names(
            "SELECT name FROM shops
             WHERE EXISTS (SELECT 1 FROM imports WHERE shop_id = shops.id)
                OR EXISTS (SELECT 1 FROM declared_facts WHERE shop_id = shops.id)
             ORDER BY name",
        )
    }

    /// Returns the shop to read, which must exist: the named one, else the only one.
    pub fn shop_for_reading(&self, named: Option<&str>) -> Result<String, StoreError> {
        let shops = self.shops()?;
        match named {
            Some(name) if shops.iter().any(|shop| shop == name) => Ok(name.to_owned()),
            Some(name) => Err(StoreError::NoShop(name.to_owned(), shops)),
            None => self.shop_for_writing(None),
        }
    }
}

/// Prevents that SQLite reads a path as a URI, which could name other files and options.
fn plain(path: &Path) -> std::borrow::Cow<'_, Path> {
    if path.as_os_str().as_encoded_bytes().starts_with(b"file:") {
        Path::new(".").join(path).into()
    } else {
        path.into()
    }
}

/// Creates an empty file that only the user can read, on systems with such permissions.
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
