//! Whether a database has the tables, views, indexes and triggers of this program, and nothing else.
//!
//! A trigger that somebody else added would act on every write, and a view that somebody changed would answer what it likes, or
//! never come to an end. Each step of the schema runs the same statements whatever the age of a database, so the texts that SQLite
//! keeps are compared as they are.

use std::collections::BTreeSet;
use std::iter;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{entries, migrate};
use crate::model::export::ExportKind;
use crate::model::hex::hex;
use crate::model::message::{Arg, Message};
use crate::msg;

/// The SHA-256 of the newest schema, as [`fingerprint`] takes it, so that opening a database costs no other one. Where it differs,
/// the schema is compared object by object, which comes to the same and takes longer.
const NEWEST: &str = "348a6825c3c50c3d7b5dc73d7990ba53641d959f99463bf07e269f2736c5bc89";

/// Begins the statements of the indexes that are made at the end of an import.
const LATE: &str = "CREATE INDEX IF NOT EXISTS ";

/// The tables that SQLite makes for itself, as it makes them.
const OF_SQLITE: [&str; 3] = [
    "CREATE TABLE sqlite_sequence(name,seq)",
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
];

/// Names an object that a database should not have, or not in this form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignObject {
    /// `table`, `view`, `index` or `trigger`.
    kind: String,
    name: String,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Added,
    Changed,
    Missing,
}

impl ForeignObject {
    /// Returns what it is and what is wrong with it.
    pub fn message(&self) -> Message {
        let kind: Arg = match self.kind.as_str() {
            "table" => msg!("object-table").into(),
            "view" => msg!("object-view").into(),
            "index" => msg!("object-index").into(),
            "trigger" => msg!("object-trigger").into(),
            other => other.into(),
        };
        match self.state {
            State::Added => msg!("object-added", kind = kind, name = &self.name),
            State::Changed => msg!("object-changed", kind = kind, name = &self.name),
            State::Missing => msg!("object-missing", kind = kind, name = &self.name),
        }
    }
}

/// Holds a row of `sqlite_schema`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

impl Object {
    /// Tells whether SQLite itself keeps the object.
    fn is_of_sqlite(&self) -> bool {
        match self.kind.as_str() {
            "index" => self.sql.is_empty() && self.name.starts_with("sqlite_autoindex_"),
            "table" => OF_SQLITE.contains(&self.sql.as_str()),
            _ => false,
        }
    }

    fn is_named_as(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name == other.name
    }
}

/// Lists what a database of a version has that is not of this program, and what it lacks or has in another form.
pub(super) fn foreign(connection: &Connection, version: i64) -> rusqlite::Result<Vec<ForeignObject>> {
    let found = objects(connection)?;
    let late = late_indexes();
    if version == migrate::newest() && fingerprint(&found, &late) == NEWEST {
        return Ok(Vec::new());
    }
    let own = made(version)?;
    let is_late = |object: &Object| late.contains(&object.sql);
    let name = |object: &Object, state| ForeignObject { kind: object.kind.clone(), name: object.name.clone(), state };
    let other = found.difference(&own).map(|object| {
        let is_ours = own.iter().any(|known| known.is_named_as(object));
        name(object, if is_ours { State::Changed } else { State::Added })
    });
    let missing = own
        .iter()
        .filter(|object| !is_late(object) && !found.iter().any(|known| known.is_named_as(object)))
        .map(|object| name(object, State::Missing));
    Ok(other.chain(missing).collect())
}

/// Lists the objects of a database without those of SQLite itself.
fn objects(connection: &Connection) -> rusqlite::Result<BTreeSet<Object>> {
    // The source of a program that was built on Windows may have its line ends.
    let unix = |text: Option<String>| text.unwrap_or_default().replace("\r\n", "\n");
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| {
        Ok(Object { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: unix(row.get(3)?) })
    })?;
    rows.filter(|object| !object.as_ref().is_ok_and(Object::is_of_sqlite)).collect()
}

/// Lists the objects that the steps of a version make, with the indexes that come later.
fn made(version: i64) -> rusqlite::Result<BTreeSet<Object>> {
    let connection = Connection::open_in_memory()?;
    migrate::make(&connection, version)?;
    for statement in late_indexes() {
        // A version may not have its table yet.
        let _ = connection.execute_batch(&statement);
    }
    objects(&connection)
}

/// Lists the statements of the indexes that are there once a file was imported, as SQLite keeps them.
fn late_indexes() -> Vec<String> {
    let of_entries =
        ExportKind::ALL.iter().filter_map(|kind| Some(entries::index_statements(*kind, entries::table(*kind)?)));
    let all: String = iter::once(migrate::INDEXES.to_owned()).chain(of_entries).collect();
    let statements = all.split(LATE).skip(1).filter_map(|rest| rest.split_once(';'));
    statements.map(|(statement, _)| format!("CREATE INDEX {statement}").replace("\r\n", "\n")).collect()
}

/// Returns one hash over all objects but the indexes that come later, which are there or not.
fn fingerprint(objects: &BTreeSet<Object>, late: &[String]) -> String {
    let mut hash = Sha256::new();
    for object in objects.iter().filter(|object| !late.contains(&object.sql)) {
        for part in [&object.kind, &object.name, &object.table, &object.sql] {
            hash.update(part);
            hash.update([0]);
        }
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn newest() -> Connection {
        let connection = Connection::open_in_memory().expect("memory");
        migrate::make(&connection, migrate::newest()).expect("makes");
        connection
    }

    fn told(connection: &Connection) -> Vec<String> {
        let found = foreign(connection, migrate::newest()).expect("compares");
        found.iter().map(|object| format!("{} {} {:?}", object.kind, object.name, object.state)).collect()
    }

    #[test]
    fn the_hash_is_that_of_the_newest_schema() {
        let found = fingerprint(&objects(&newest()).expect("reads"), &late_indexes());
        assert_eq!(found, NEWEST, "write {found} as NEWEST");
    }

    #[test]
    fn what_this_program_makes_is_its_own() {
        let connection = newest();
        connection.execute_batch(migrate::END_OF_IMPORT).expect("ends an import");
        for kind in ExportKind::ALL {
            if let Some(table) = entries::table(*kind) {
                entries::make_indexes(&connection, *kind, table).expect("indexes");
            }
        }
        connection.execute_batch("ANALYZE").expect("counts");
        assert_eq!(told(&connection), [""; 0]);
    }

    #[test]
    fn only_tables_as_sqlite_makes_them_are_of_sqlite() {
        let connection = newest();
        connection
            .execute_batch(
                "PRAGMA writable_schema = ON;
                 INSERT INTO sqlite_schema VALUES ('table', 'sqlite_stat1', 'sqlite_stat1', 0, 'CREATE TABLE sqlite_stat1(tbl,idx,stat,mine)'),
                     ('view', 'sqlite_stat4', 'sqlite_stat4', 0, 'CREATE VIEW sqlite_stat4 AS SELECT 1')",
            )
            .expect("changes");
        assert_eq!(told(&connection), ["table sqlite_stat1 Added", "view sqlite_stat4 Added"]);
    }

    #[test]
    fn what_others_add_change_and_take_away_is_named() {
        let connection = newest();
        connection
            .execute_batch(
                "CREATE TABLE notes (x);
                 CREATE VIEW endless AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;
                 CREATE TRIGGER spy AFTER INSERT ON stored_lines BEGIN DELETE FROM shops; END;
                 CREATE INDEX mine ON stored_lines (product);
                 CREATE INDEX lines_by_time ON stored_lines (product);
                 DROP VIEW gift_lines;
                 CREATE VIEW gift_lines AS SELECT id FROM stored_lines;
                 DROP TRIGGER line_moved;",
            )
            .expect("changes");
        assert_eq!(
            told(&connection),
            [
                "index lines_by_time Changed",
                "index mine Added",
                "table notes Added",
                "trigger spy Added",
                "view endless Added",
                "view gift_lines Changed",
                "trigger line_moved Missing",
            ]
        );
    }
}
