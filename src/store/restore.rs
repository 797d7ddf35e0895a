//! Restoring the database from a backup: the backup is checked, the present database is kept aside, and the copy takes its place in one
//! step. Until then nothing is changed.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use super::backup_fault::BackupFault;
use super::error::StoreError;
use super::part_file::{self, PartFile};
use super::refusal::Refusal;
use super::{backup, leftovers, migrate, paths, plain, resolve_link, special_path, writing};
use crate::model::time::Stamp;

/// How long to wait until no other connection has the database open.
const PATIENCE: Duration = Duration::from_secs(5);

/// Says what a backup holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupContent {
    /// The version of its schema.
    pub version: i64,
    /// The names of its shops.
    pub shops: Vec<String>,
    /// The number of order lines.
    pub lines: i64,
    /// The number of imports.
    pub imports: i64,
    /// When the newest export of orders was made.
    pub newest_export: Option<String>,
}

/// Checks a backup: that it is a database of shopkit of a known version, that nobody has changed its schema, and that it is intact.
/// Returns what it holds.
pub fn check_backup(path: &Path) -> Result<BackupContent, StoreError> {
    let (connection, version) = inspected(path)?;
    let check = || -> rusqlite::Result<BackupContent> {
        let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if found != "ok" {
            return Err(backup::failure(ffi::SQLITE_CORRUPT, Some(found)));
        }
        content(&connection, version)
    };
    check().map_err(|error| fault(path, StoreError::of(path, error)))
}

/// Returns what a database holds, without looking for damage, which takes long.
pub fn backup_content(path: &Path) -> Result<BackupContent, StoreError> {
    let (connection, version) = inspected(path)?;
    content(&connection, version).map_err(|error| fault(path, StoreError::of(path, error)))
}

/// Opens a backup of a known version whose schema nobody has changed, and returns its version.
fn inspected(path: &Path) -> Result<(Connection, i64), StoreError> {
    let bad = |fault| StoreError::BadBackup(path.to_owned(), fault);
    let connection = open(path)?;
    match migrate::inspect(&connection, path).map_err(|error| fault(path, error))? {
        // There is nothing in it to go back to.
        (migrate::Version::Empty, _) => Err(bad(BackupFault::NotShopkit)),
        (_, foreign) if !foreign.is_empty() => Err(bad(BackupFault::Changed)),
        (migrate::Version::At(version), _) => Ok((connection, version)),
    }
}

/// Says of a backup what an error says of a database.
fn fault(path: &Path, error: StoreError) -> StoreError {
    let bad = |fault| StoreError::BadBackup(path.to_owned(), fault);
    match error {
        StoreError::NotShopkit(_) => bad(BackupFault::NotShopkit),
        StoreError::Newer(_, found, known) => bad(BackupFault::Newer(found, known)),
        StoreError::Damaged(_) => bad(BackupFault::Damaged),
        other => other,
    }
}

/// Reads what a database holds. Every version has these tables and columns.
fn content(connection: &Connection, version: i64) -> rusqlite::Result<BackupContent> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
    let newest = "SELECT max(exported_at) FROM imports WHERE kind = 'orders'";
    Ok(BackupContent {
        version,
        shops: connection
            .prepare("SELECT name FROM shops ORDER BY name")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?,
        lines: count("SELECT count(*) FROM stored_lines")?,
        imports: count("SELECT count(*) FROM imports")?,
        newest_export: connection.query_row(newest, [], |row| row.get(0))?,
    })
}

/// Puts a backup in the place of a database, which is kept aside under the path that is returned; nothing where there was none. No other
/// connection may have the database open.
pub fn restore(backup_path: &Path, database: &Path, now: Stamp) -> Result<Option<PathBuf>, StoreError> {
    let database = &resolve_link(database);
    StoreError::check_path(database)?;
    let is_same = |path: &Path| std::fs::canonicalize(path).ok();
    if database.exists() && is_same(database) == is_same(backup_path) {
        return Err(StoreError::BadBackup(backup_path.to_owned(), BackupFault::Same));
    }
    if special_path::has_two_names(database) {
        return Err(StoreError::Refused(database.clone(), Refusal::TwoNames));
    }
    let (backup, _) = inspected(backup_path)?;
    let folder = paths::folder(database);
    std::fs::create_dir_all(folder).map_err(|error| StoreError::Io(folder.to_owned(), error))?;
    let io = |error| StoreError::Io(database.clone(), error);
    let mut part = PartFile::create_unlocked(database.file_name().unwrap_or_default(), folder).map_err(io)?;
    // The copy is checked, and so is what it was made of.
    backup::write(&backup, part.path()).map_err(|error| match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            fault(backup_path, StoreError::of(backup_path, error))
        }
        _ => StoreError::of(database, error),
    })?;
    part.file().sync_all().map_err(io)?;
    let kept = leftovers::replaced(database, now);
    let is_begun = std::fs::metadata(database).is_ok_and(|data| data.len() > 0);
    // Until the copy is in its place, nobody else may write into what it replaces: that would be in neither.
    let locked = if is_begun { keep_aside(database, &kept)? } else { None };
    if locked.is_none() {
        set_logs_aside(database, &kept)?;
    }
    // Windows replaces no file that is open.
    let locked = locked.filter(|_| !cfg!(windows));
    part.finish(database).map_err(io)?;
    drop(locked);
    Ok(is_begun.then_some(kept))
}

/// Opens a database to read it.
fn open(path: &Path) -> Result<Connection, StoreError> {
    if !path.exists() {
        return Err(StoreError::BadBackup(path.to_owned(), BackupFault::Missing));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(plain(path), flags).map_err(|error| StoreError::of(path, error))
}

/// Copies the present database to a new file, and returns the connection that holds it locked. A damaged one is renamed as it is.
fn keep_aside(database: &Path, kept: &Path) -> Result<Option<Connection>, StoreError> {
    let copy = |connection| backup::copy(&connection, database, kept, false, || Ok(())).map(|()| connection);
    match sole(database).and_then(copy) {
        Ok(connection) => Ok(Some(connection)),
        Err(StoreError::Damaged(_) | StoreError::NotShopkit(_)) if kept.exists() => {
            Err(StoreError::Exists(kept.to_owned()))
        }
        Err(StoreError::Damaged(_) | StoreError::NotShopkit(_)) => {
            std::fs::rename(database, kept).map_err(|error| StoreError::Io(kept.to_owned(), error))?;
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Moves logs away that another database has left: SQLite would take them for those of the new one, and play them into it.
fn set_logs_aside(database: &Path, kept: &Path) -> Result<(), StoreError> {
    for suffix in part_file::LOGS {
        let log = paths::beside(database, suffix);
        if log.exists() {
            std::fs::rename(&log, paths::beside(kept, suffix)).map_err(|error| StoreError::Io(log, error))?;
        }
    }
    Ok(())
}

/// Opens the database as its only connection, with nothing left in a log beside it, and holds it locked.
fn sole(database: &Path) -> Result<Connection, StoreError> {
    let failed = |error| StoreError::of(database, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(plain(database), flags).map_err(failed)?;
    connection.busy_timeout(Duration::ZERO).map_err(failed)?;
    let until = Instant::now() + PATIENCE;
    loop {
        match writing::lock_alone(&connection) {
            Ok(()) => return Ok(connection),
            Err(error) => match failed(error) {
                StoreError::Locked(_) if Instant::now() < until => thread::sleep(Duration::from_millis(50)),
                StoreError::Locked(path) => return Err(StoreError::InUse(path)),
                error => return Err(error),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema_steps::newest;
    use super::super::{PAGE_BYTES, Store};
    use super::*;

    fn now() -> Stamp {
        Stamp::parse("2026-11-30 08:09:10").expect("a moment")
    }

    fn with_shop(path: &Path, name: &str) -> Store {
        let mut store = Store::open(path).expect("a database");
        store.declare(&[name.to_owned()], &[("a".to_owned(), Some("b".to_owned()))], "2026-01-01").expect("a shop");
        store
    }

    fn shops(path: &Path) -> Vec<String> {
        Store::open(path).expect("a database").shops().expect("shops")
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn the_backup_takes_the_place_and_the_present_one_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("test.db"), folder.path().join("copy.db"));
        with_shop(&path, "before").backup(&copy).expect("copied");
        drop(with_shop(&path, "after"));
        let content = check_backup(&copy).expect("sound");
        assert_eq!((content.shops, content.lines), (vec!["before".to_owned()], 0));
        let kept = restore(&copy, &path, now()).expect("restored").expect("kept");
        assert_eq!(kept, folder.path().join("test.db.replaced-20261130080910.bak"));
        assert_eq!(shops(&path), ["before"]);
        assert_eq!(shops(&kept), ["after", "before"]);
        // It is a copy with buyers' data, and found as such.
        assert_eq!(leftovers::list(&path).expect("listed"), [kept]);
        assert!(copy.exists());
    }

    #[test]
    fn whatever_is_wrong_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let path = at("test.db");
        with_shop(&path, "before").backup(&at("copy.db")).expect("copied");
        let mut damaged = std::fs::read(at("copy.db")).expect("read");
        let page = usize::try_from(PAGE_BYTES).expect("a size");
        let middle = damaged.len() / page / 2 * page;
        damaged[middle..middle + page].fill(0xAA);
        std::fs::write(at("damaged.db"), damaged).expect("written");
        std::fs::write(at("text.db"), "not a database, only a text of some length").expect("written");
        std::fs::write(at("empty.db"), "").expect("written");
        std::fs::copy(at("copy.db"), at("newer.db")).expect("copied");
        Connection::open(at("newer.db")).expect("opens").pragma_update(None, "user_version", 9999).expect("set");
        std::fs::copy(at("copy.db"), at("changed.db")).expect("copied");
        Connection::open(at("changed.db")).expect("opens").execute_batch("CREATE TABLE t (x)").expect("a table");
        Connection::open(at("foreign.db")).expect("opens").execute_batch("CREATE TABLE t (x)").expect("a table");
        let before = names(folder.path());
        for (name, fault) in [
            ("damaged.db", BackupFault::Damaged),
            ("text.db", BackupFault::NotShopkit),
            ("empty.db", BackupFault::NotShopkit),
            ("foreign.db", BackupFault::NotShopkit),
            ("changed.db", BackupFault::Changed),
            ("newer.db", BackupFault::Newer(9999, newest())),
            ("none.db", BackupFault::Missing),
            ("test.db", BackupFault::Same),
        ] {
            let refused = restore(&at(name), &path, now()).expect_err(name);
            assert!(matches!(&refused, StoreError::BadBackup(_, found) if *found == fault), "{name}: {refused}");
        }
        assert_eq!(names(folder.path()), before);
        assert_eq!(shops(&path), ["before"]);
    }

    #[test]
    fn a_database_in_use_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("test.db"), folder.path().join("copy.db"));
        let open = with_shop(&path, "before");
        open.backup(&copy).expect("copied");
        assert!(matches!(restore(&copy, &path, now()), Err(StoreError::InUse(_))));
        drop(open);
        assert!(names(folder.path()).iter().all(|name| !name.contains("replaced") && !name.contains(".part")));
        assert!(restore(&copy, &path, now()).is_ok());
    }

    /// The log of a database that is gone would be played into whatever stands in its place.
    #[test]
    fn a_log_that_was_left_is_not_taken_for_that_of_the_backup() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let path = at("test.db");
        with_shop(&path, "before").backup(&at("copy.db")).expect("copied");
        let open = with_shop(&path, "after");
        for (name, log) in [("test.db", "test.db-wal"), ("empty.db", "empty.db-wal")] {
            std::fs::copy(at("test.db-wal"), at("log")).expect("a log");
            std::fs::write(at(&format!("new-{name}")), "").expect("written");
            std::fs::copy(at("log"), at(&format!("new-{log}"))).expect("a log");
        }
        std::fs::remove_file(at("new-test.db")).expect("removed");
        drop(open);
        for name in ["new-test.db", "new-empty.db"] {
            assert_eq!(restore(&at("copy.db"), &at(name), now()).expect("restored"), None);
            assert_eq!(shops(&at(name)), ["before"], "{name}");
            // The log has buyers' data, and is found as such.
            let log = at(&format!("{name}.replaced-20261130080910.bak-wal"));
            assert_eq!(leftovers::list(&at(name)).expect("listed"), [log]);
        }
    }

    #[test]
    fn a_damaged_database_can_be_replaced_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, copy) = (folder.path().join("test.db"), folder.path().join("copy.db"));
        with_shop(&path, "before").backup(&copy).expect("copied");
        std::fs::write(&path, vec![7; 50_000]).expect("damaged");
        let kept = restore(&copy, &path, now()).expect("restored").expect("kept");
        assert_eq!(std::fs::read(kept).expect("read"), vec![7; 50_000]);
        assert_eq!(shops(&path), ["before"]);
        // What is kept already is not replaced.
        std::fs::write(&path, vec![8; 50_000]).expect("damaged");
        assert!(matches!(restore(&copy, &path, now()), Err(StoreError::Exists(_))));
        assert_eq!(std::fs::read(&path).expect("read"), vec![8; 50_000]);
        // Where there is none yet, nothing is kept.
        assert_eq!(restore(&copy, &folder.path().join("new/other.db"), now()).expect("restored"), None);
    }
}
