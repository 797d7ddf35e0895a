//! Checks that a database has the tables, views, indexes and triggers of shopkit, and nothing else.
//!
//! A trigger that another program added would act on every write, and a view that it changed could return anything, or never end.
//! The migration steps run the same statements whatever the age of a database, so the texts that SQLite stores can be compared
//! literally.

use std::collections::BTreeSet;
use std::iter;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{entry_tables, schema_steps};
use crate::model::export::ExportKind;
use crate::model::hex::hex;
use crate::model::message::{Arg, Message};
use crate::msg;

/// The [`fingerprint`] of the newest schema. If that of a database is equal, no second database has to be built to compare the
/// schemas object by object.
const NEWEST: &str = "ed86b6a8a1742b558ffe0fd69d0dc889e102caba562ce7bcbe29a9437fa3fca8";

/// What the statements of indexes begin with that are created at the end of an import.
const LATE: &str = "CREATE INDEX IF NOT EXISTS ";

/// The tables that SQLite creates for itself, with its statements.
const SQLITE_TABLES: [&str; 3] = [
    "CREATE TABLE sqlite_sequence(name,seq)",
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
];

/// An object of the schema that was added, changed or removed by another program.
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
    /// Describes the object and what happened to it.
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

/// A row of `sqlite_schema`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

impl Object {
    /// Tells whether SQLite itself created the object.
    fn is_of_sqlite(&self) -> bool {
        match self.kind.as_str() {
            "index" => self.sql.is_empty() && self.name.starts_with("sqlite_autoindex_"),
            "table" => SQLITE_TABLES.contains(&self.sql.as_str()),
            _ => false,
        }
    }

    fn is_named_as(&self, other: &Self) -> bool {
        self.kind == other.kind && self.name == other.name
    }
}

/// Lists the objects that differ from the schema of a version.
pub(super) fn foreign(connection: &Connection, version: i64) -> rusqlite::Result<Vec<ForeignObject>> {
    let found = objects(connection)?;
    let late = late_indexes();
    if version == schema_steps::newest() && fingerprint(&found, &late) == NEWEST {
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

/// Lists the objects of a database, except those of SQLite itself.
fn objects(connection: &Connection) -> rusqlite::Result<BTreeSet<Object>> {
    // SQL files checked out on Windows may have CRLF line ends.
    let unix = |text: Option<String>| text.unwrap_or_default().replace("\r\n", "\n");
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| {
        Ok(Object { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: unix(row.get(3)?) })
    })?;
    rows.filter(|object| !object.as_ref().is_ok_and(Object::is_of_sqlite)).collect()
}

/// Lists the objects of the schema of a version, with the indexes that imports create.
fn made(version: i64) -> rusqlite::Result<BTreeSet<Object>> {
    let connection = Connection::open_in_memory()?;
    schema_steps::make(&connection, version)?;
    for statement in late_indexes() {
        // An older version may not have the table.
        let _ = connection.execute_batch(&statement);
    }
    objects(&connection)
}

/// Lists the statements of the indexes that imports create, as SQLite stores them.
fn late_indexes() -> Vec<String> {
    let of_entries = ExportKind::ALL
        .iter()
        .filter_map(|kind| Some(entry_tables::index_statements(*kind, entry_tables::table(*kind)?)));
    let all: String = iter::once(schema_steps::INDEXES.to_owned()).chain(of_entries).collect();
    let statements = all.split(LATE).skip(1).filter_map(|rest| rest.split_once(';'));
    statements.map(|(statement, _)| format!("CREATE INDEX {statement}").replace("\r\n", "\n")).collect()
}

/// Returns one hash over all objects, except the indexes that imports create, which may be missing.
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
        schema_steps::make(&connection, schema_steps::newest()).expect("makes");
        connection
    }

    fn found(connection: &Connection) -> Vec<String> {
        let found = foreign(connection, schema_steps::newest()).expect("compares");
        found.iter().map(|object| format!("{} {} {:?}", object.kind, object.name, object.state)).collect()
    }

    #[test]
    fn the_fingerprint_is_that_of_the_newest_schema() {
        let found = fingerprint(&objects(&newest()).expect("reads"), &late_indexes());
        assert_eq!(found, NEWEST, "write {found} as NEWEST");
    }

    #[test]
    fn our_own_objects_are_accepted() {
        let connection = newest();
        connection.execute_batch(schema_steps::END_OF_IMPORT).expect("ends an import");
        for kind in ExportKind::ALL {
            if let Some(table) = entry_tables::table(*kind) {
                entry_tables::make_indexes(&connection, *kind, table).expect("indexes");
            }
        }
        connection.execute_batch("ANALYZE").expect("counts");
        assert_eq!(found(&connection), [""; 0]);
    }

    #[test]
    fn tables_of_sqlite_are_known_by_their_statements() {
        let connection = newest();
        connection
            .execute_batch(
                "PRAGMA writable_schema = ON;
                 INSERT INTO sqlite_schema VALUES ('table', 'sqlite_stat1', 'sqlite_stat1', 0, 'CREATE TABLE sqlite_stat1(tbl,idx,stat,mine)'),
                     ('view', 'sqlite_stat4', 'sqlite_stat4', 0, 'CREATE VIEW sqlite_stat4 AS SELECT 1')",
            )
            .expect("changes");
        assert_eq!(found(&connection), ["table sqlite_stat1 Added", "view sqlite_stat4 Added"]);
    }

    #[test]
    fn added_changed_and_missing_objects_are_named() {
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
            found(&connection),
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
