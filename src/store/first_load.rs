//! The first load of order lines, which goes without indexes until its end where that is faster.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use rusqlite::Connection;

use super::indexing;

/// The index of keys.
const KEYS: &str = "lines_by_key";

/// The most keys whose hashes are kept, which then take about 20 MiB.
const MOST_KEYS: usize = (1 << 21) / 8 * 7;

/// The lines after which partial indexes are judged by how many of them they have. Exports begin with the newest orders, most of
/// which are unfinished, so that fewer lines would say little.
const JUDGED: usize = 1 << 16;

/// A partial index that has one of so many lines costs more row by row than at the end.
const SHARE: usize = 4;

/// Tells new lines from others while there is no index of keys: making it at the end is faster than updating it row by row, above
/// all where keys come in no order. The same is true of partial indexes that have many of the lines.
pub(super) struct FirstLoad {
    /// The statements that make the indexes.
    indexes: Vec<String>,
    hasher: RandomState,
    hashes: HashSet<u64>,
}

impl FirstLoad {
    /// Drops the index of keys of the empty table.
    pub(super) fn begin(connection: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?1";
        let keys = connection.query_row(sql, [KEYS], |row| row.get(0))?;
        connection.execute_batch(&format!("DROP INDEX {KEYS}"))?;
        Ok(Self { indexes: vec![keys], hasher: RandomState::new(), hashes: HashSet::new() })
    }

    /// Takes the key of a line. Tells whether it is certain that none before had it.
    pub(super) fn is_new(&mut self, key: &str) -> bool {
        self.hashes.len() < MOST_KEYS && self.hashes.insert(self.hasher.hash_one(key))
    }

    /// Drops the partial indexes that have many of the lines so far, once that can be judged. To be called for each new line.
    pub(super) fn judge(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if self.hashes.len() != JUDGED {
            return Ok(());
        }
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'stored_lines'";
        let indexes: Vec<(String, Option<String>)> =
            connection.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        for (name, statement) in indexes {
            let Some(statement) = statement else { continue };
            let Some((_, condition)) = statement.split_once("WHERE") else { continue };
            let has_many =
                format!("SELECT count(*) > {} FROM stored_lines INDEXED BY {name} WHERE {condition}", JUDGED / SHARE);
            if connection.query_row(&has_many, [], |row| row.get(0))? {
                connection.execute_batch(&format!("DROP INDEX {name}"))?;
                self.indexes.push(statement);
            }
        }
        Ok(())
    }

    /// Makes the indexes that are missing.
    pub(super) fn end(self, connection: &Connection) -> rusqlite::Result<()> {
        // Their memory is free for sorting.
        drop(self.hashes);
        indexing::create(connection, &self.indexes.join(";\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn indexes(connection: &Connection) -> Vec<(String, String)> {
        let sql =
            "SELECT name, sql FROM sqlite_schema WHERE tbl_name = 'stored_lines' AND type = 'index' ORDER BY name";
        let mut statement = connection.prepare(sql).expect("prepares");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("reads");
        rows.collect::<Result<_, _>>().expect("indexes")
    }

    fn dropped(unfinished: usize) -> Vec<String> {
        let store = Store::open_scratch().expect("a database");
        let connection = store.connection();
        let before = indexes(connection);
        let mut load = FirstLoad::begin(connection).expect("begins");
        connection
            .execute_batch(&format!(
                "INSERT INTO shops VALUES (7, '杂货铺');
                 INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns, exported_at, imported_at)
                 VALUES (1, 7, '', '', 'csv', 'orders', 1, '[]', '[]', '', '');
                 WITH RECURSIVE line (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM line WHERE id < {JUDGED})
                 INSERT INTO stored_lines (id, shop_id, line_key, import_id, row_number, status)
                 SELECT id, 7, id, 1, id, iif(id <= {unfinished}, '待发货', '已完成') FROM line;"
            ))
            .expect("lines");
        for key in 1..=JUDGED {
            assert!(load.is_new(&key.to_string()), "{key}");
            load.judge(connection).expect("judges");
        }
        let during = indexes(connection);
        let dropped = before.iter().filter(|index| !during.contains(index)).map(|(name, _)| name.clone()).collect();
        load.end(connection).expect("ends");
        assert_eq!(indexes(connection), before);
        let found: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("checks");
        assert_eq!(found, "ok");
        dropped
    }

    #[test]
    fn indexes_of_many_lines_are_made_at_the_end() {
        assert_eq!(dropped(JUDGED / SHARE), ["lines_by_key"]);
        assert_eq!(dropped(JUDGED / SHARE + 1), ["lines_by_key", "lines_waiting"]);
    }

    #[test]
    fn a_key_that_was_there_is_not_new() {
        let store = Store::open_scratch().expect("a database");
        let mut load = FirstLoad::begin(store.connection()).expect("begins");
        assert!(load.is_new("1") && load.is_new("2") && !load.is_new("1"));
    }
}
