//! The blocks of packed columns in SQLite, beside the rows that they are made of.
//!
//! An import writes the columns of its new rows. Triggers note the rows that change or go, and [`settle`] makes their columns
//! again before the transaction ends. So the columns always are what [`rebuild`] would make of the rows.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Error, OptionalExtension, Row, Statement, params};

use super::{Store, StoreError, content, entry_tables};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::field::Field;
use crate::model::record::Record;
use crate::packed::{self, Blocks, ColumnRange, Damaged, StoredRow, Visit, Writer, make, sources};

impl From<Damaged> for Error {
    fn from(damaged: Damaged) -> Self {
        Self::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(damaged))
    }
}

impl Blocks for Connection {
    type Error = Error;

    fn read(&self, kind: ExportKind, column: &str, block: i64) -> rusqlite::Result<Option<Vec<u8>>> {
        self.prepare_cached("SELECT data FROM stored_figures WHERE kind = ?1 AND name = ?2 AND block = ?3")?
            .query_row(params![kind.as_str(), column, block], |row| row.get(0))
            .optional()
    }

    fn write(&self, kind: ExportKind, column: &str, block: i64, bytes: &[u8]) -> rusqlite::Result<()> {
        self.prepare_cached("INSERT OR REPLACE INTO stored_figures (kind, name, block, data) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![kind.as_str(), column, block, bytes])
            .map(drop)
    }

    fn visit(
        &self,
        kind: ExportKind,
        columns: &[&'static str],
        numbers: RangeInclusive<i64>,
        visit: &mut Visit<'_, Error>,
    ) -> rusqlite::Result<()> {
        let sql = "SELECT block, data FROM stored_figures
            WHERE kind = ?1 AND name = ?2 AND block BETWEEN ?3 AND ?4 ORDER BY block";
        let mut statements: Vec<Statement<'_>> =
            columns.iter().map(|_| self.prepare(sql)).collect::<rusqlite::Result<_>>()?;
        let mut cursors = Vec::with_capacity(columns.len());
        for (statement, column) in statements.iter_mut().zip(columns) {
            cursors.push(statement.query(params![kind.as_str(), column, numbers.start(), numbers.end()])?);
        }
        loop {
            let (mut number, mut missing, mut bytes) = (None, None, Vec::with_capacity(columns.len()));
            for (cursor, column) in cursors.iter_mut().zip(columns) {
                let Some(row) = cursor.next()? else {
                    missing = missing.or(Some(*column));
                    continue;
                };
                let block: i64 = row.get(0)?;
                if *number.get_or_insert(block) != block {
                    return Err(Damaged(column).into());
                }
                bytes.push(row.get_ref(1)?.as_blob()?);
            }
            let Some(number) = number else { return Ok(()) };
            // All columns have the same blocks.
            if let Some(column) = missing {
                return Err(Damaged(column).into());
            }
            visit(number, &bytes)?;
        }
    }
}

impl Store {
    /// Gives `take` the current rows of a shop, each with the packed columns that its type names.
    pub(crate) fn scan<R: packed::Row<N>, const N: usize>(
        &self,
        shop_id: i64,
        take: impl FnMut(i64, R),
    ) -> Result<(), StoreError> {
        packed::scan(&self.connection, shop_id, take).map_err(|error| self.failed(error))
    }

    /// Gives `take` current rows of a shop like [`Store::scan`], all that have one of the values and perhaps others.
    pub(crate) fn scan_near<R: packed::Row<N>, const N: usize>(
        &self,
        shop_id: i64,
        near: &ColumnRange,
        take: impl FnMut(i64, R),
    ) -> Result<(), StoreError> {
        packed::scan_near(&self.connection, shop_id, near, take).map_err(|error| self.failed(error))
    }
}

/// Reads rows from their table and makes their packed columns.
struct Rows {
    kind: ExportKind,
    /// The columns of the table that are read, by their indexes in a record.
    columns: Vec<usize>,
    record: Record,
}

impl Rows {
    fn new(kind: ExportKind) -> Self {
        let mut columns: Vec<usize> = sources(kind).iter().flat_map(|(_, source)| source.indexes()).collect();
        columns.sort_unstable();
        columns.dedup();
        Self { kind, columns, record: Record::new() }
    }

    /// Writes a SELECT of the rows that fit a condition, as [`Rows::read`] reads them.
    fn sql(&self, condition: &str) -> String {
        let (key, current, buyer) = match self.kind {
            ExportKind::Orders => ("line_key", "1", "buyer_hash"),
            _ => ("entry_key", "current", "NULL"),
        };
        let columns: Vec<&str> = self.columns.iter().map(|index| column_name(self.kind, *index)).collect();
        format!(
            "SELECT id, shop_id, {current}, {key}, {buyer}, {} FROM {} {condition}",
            columns.join(", "),
            entry_tables::table_of_rows(self.kind)
        )
    }

    /// Reads a row, with its number.
    fn read(&mut self, row: &Row<'_>) -> rusqlite::Result<(i64, StoredRow)> {
        self.record.clear();
        self.record.set_key_text(&row.get::<_, String>(3)?);
        for (column, index) in self.columns.iter().enumerate() {
            content::set_at(&mut self.record, *index, row.get_ref(5 + column)?);
        }
        let mut values = make(self.kind, &self.record);
        if self.kind == ExportKind::Orders {
            // Where contact data was purged, a keyed hash may still tell buyers apart.
            values.set_buyer(row.get(4)?);
        }
        Ok((row.get(0)?, StoredRow { shop_id: row.get(1)?, is_current: row.get(2)?, values }))
    }
}

/// Returns the name of the column of a table that has an index in records.
fn column_name(kind: ExportKind, index: usize) -> &'static str {
    match kind {
        ExportKind::Orders => Field::ALL[index].name(),
        _ => entry::fields(kind)[index].name,
    }
}

/// Makes the columns of the rows that changed or went.
pub(super) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    for kind in packed::KINDS.iter().copied() {
        let changed: Vec<i64> = connection
            .prepare_cached("SELECT id FROM stored_unsettled WHERE kind = ?1 ORDER BY id")?
            .query_map([kind.as_str()], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if changed.is_empty() {
            continue;
        }
        let mut rows = Rows::new(kind);
        let mut statement = connection.prepare(&rows.sql("WHERE id = ?1"))?;
        let mut writer = Writer::new(kind);
        for id in changed {
            match statement.query_row([id], |row| rows.read(row)).optional()? {
                Some((_, row)) => writer.put(connection, id, &row)?,
                None => writer.remove(connection, id)?,
            }
        }
        writer.finish(connection)?;
    }
    connection.execute("DELETE FROM stored_unsettled", []).map(drop)
}

/// Makes the columns of all rows again.
pub(super) fn rebuild(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DELETE FROM stored_figures; DELETE FROM stored_unsettled")?;
    for kind in packed::KINDS.iter().copied() {
        let mut writer = Writer::new(kind);
        each_row(connection, kind, |id, row| writer.put(connection, id, row))?;
        writer.finish(connection)?;
    }
    Ok(())
}

/// Counts the rows whose columns are not what the rows say. There are none unless something outside this program wrote to the
/// database.
pub(super) fn count_wrong(connection: &Connection) -> rusqlite::Result<u64> {
    let mut wrong = 0;
    for kind in packed::KINDS.iter().copied() {
        let (mut reader, mut found) = (packed::Reader::new(kind), 0);
        each_row(connection, kind, |id, row| {
            found += 1;
            wrong += u64::from(!reader.is_stored(connection, id, row)?);
            Ok(())
        })?;
        wrong += packed::count(connection, kind)?.saturating_sub(found);
    }
    Ok(wrong)
}

fn each_row(
    connection: &Connection,
    kind: ExportKind,
    mut take: impl FnMut(i64, &StoredRow) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut reader = Rows::new(kind);
    let mut statement = connection.prepare(&reader.sql("ORDER BY id"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, row) = reader.read(row)?;
        take(id, &row)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::{Status, Whole};

    /// Lines of three blocks, the last of which is not full.
    const LINES: i64 = 9_000;

    crate::packed_row! {
        struct Line of line { status, payable }
    }

    fn lines() -> Store {
        let store = Store::open_scratch().expect("a database");
        store
            .connection()
            .execute_batch(&format!(
                "INSERT INTO shops VALUES (7, '杂货铺');
                 INSERT INTO imports (id, shop_id, path, sha256, format, kind, grain_is_certain, fields, unknown_columns, exported_at, imported_at)
                 VALUES (1, 7, '', '', 'csv', 'orders', 1, '[]', '[]', '', '');
                 WITH RECURSIVE line (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM line WHERE id < {LINES})
                 INSERT INTO stored_lines (id, shop_id, line_key, import_id, row_number, payable, status, receiver, paid_at)
                 SELECT id, 7, id, 1, id, id * 100, '已完成', '买家' || id, iif(id % 2, '2026-01-05 00:00:00', NULL) FROM line;"
            ))
            .expect("lines");
        store
    }

    fn completed(store: &Store) -> Vec<(i64, Option<i64>)> {
        let mut found = Vec::new();
        store
            .scan(7, |id, line: Line| {
                if line.status == Some(Status::of("已完成")) {
                    found.push((id, line.payable.map(Whole::get)));
                }
            })
            .expect("reads");
        found
    }

    #[test]
    fn only_the_columns_of_changed_rows_are_made_again() {
        let store = lines();
        let connection = store.connection();
        rebuild(connection).expect("makes");
        assert_eq!(count_wrong(connection).expect("counts"), 0);
        let all: Vec<_> = (1..=LINES).map(|id| (id, Some(id * 100))).collect();
        assert_eq!(completed(&store), all);
        connection
            .execute_batch(
                "DELETE FROM stored_lines WHERE id IN (1, 4096, 9000);
                 UPDATE stored_lines SET status = '已关闭' WHERE id IN (2, 4097);
                 UPDATE stored_lines SET receiver = NULL WHERE id = 8193;
                 UPDATE stored_lines SET product = 'x', payable = NULL WHERE id = 5000;",
            )
            .expect("changes");
        assert_eq!(count_wrong(connection).expect("counts"), 7);
        settle(connection).expect("settles");
        assert_eq!(count_wrong(connection).expect("counts"), 0);
        let left: Vec<_> = all
            .into_iter()
            .filter(|(id, _)| ![1, 2, 4096, 4097, 9000].contains(id))
            .map(|(id, payable)| (id, payable.filter(|_| id != 5000)))
            .collect();
        assert_eq!(completed(&store), left);
    }

    #[test]
    fn a_damaged_block_is_an_error() {
        let store = lines();
        let connection = store.connection();
        rebuild(connection).expect("makes");
        connection
            .execute("UPDATE stored_figures SET data = x'0102' WHERE name = 'province' AND block = 1", [])
            .expect("damages");
        assert!(store.scan(7, |_, _: Line| {}).is_ok());
        connection
            .execute("UPDATE stored_figures SET data = x'0102' WHERE name = 'payable' AND block = 1", [])
            .expect("damages");
        assert!(store.scan(7, |_, _: Line| {}).is_err());
    }

    #[test]
    fn only_the_blocks_with_wanted_values_are_read() {
        let store = lines();
        let connection = store.connection();
        rebuild(connection).expect("makes");
        let near = |values| ColumnRange { column: "payable", values };
        let found = |near: &ColumnRange| {
            let mut found = Vec::new();
            store.scan_near(7, near, |id, _: Line| found.push(id)).map(|()| found)
        };
        assert_eq!(found(&near(500_000..500_001)).expect("reads"), (4097..=8192).collect::<Vec<_>>());
        assert_eq!(found(&near(409_600..409_701)).expect("reads"), (1..=8192).collect::<Vec<_>>());
        assert_eq!(found(&near(900_001..i64::MAX)).expect("reads"), [0_i64; 0]);
        for (name, block) in [("payable", 0), ("shop", 2), ("status", 1)] {
            let copy = lines();
            rebuild(copy.connection()).expect("makes");
            let delete = "DELETE FROM stored_figures WHERE name = ?1 AND block = ?2";
            copy.connection().execute(delete, params![name, block]).expect("damages");
            assert!(copy.scan_near(7, &near(0..i64::MAX), |_, _: Line| {}).is_err(), "{name} {block}");
            assert!(copy.scan(7, |_, _: Line| {}).is_err(), "{name} {block}");
        }
    }
}
