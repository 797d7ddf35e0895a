//! The check of the database: the file, the references between rows, and the counts of imports.

use rusqlite::Row;

use super::error::StoreError;
use super::older_values::OlderValues;
use super::sightings::Sources;
use super::{Store, blocks, content, current, entry_tables, sightings};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::message::Message;
use crate::model::record::{Content, Layout, Record};
use crate::msg;

fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<i64> {
    row.get(column)
}

fn text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    row.get(column)
}

impl Store {
    /// Looks for damage and returns what was found; an empty list means that the database is sound.
    pub fn check(&self) -> Result<Vec<Message>, StoreError> {
        let check = || -> rusqlite::Result<Vec<Message>> {
            let tables: Vec<&str> = ExportKind::ALL.iter().filter_map(|kind| entry_tables::table(*kind)).collect();
            let mut found = self.check_file()?;
            found.extend(self.check_counts(&tables)?);
            found.extend(self.check_entries()?);
            Ok(found)
        };
        check().map_err(|error| self.failed(error))
    }

    /// Makes a message of each row of a query.
    fn problems(
        &self,
        sql: &str,
        problem: impl Fn(&Row<'_>) -> rusqlite::Result<Message>,
    ) -> rusqlite::Result<Vec<Message>> {
        self.connection.prepare(sql)?.query_map([], |row| problem(row))?.collect()
    }

    /// Checks the file, the references between rows and the texts of versions.
    fn check_file(&self) -> rusqlite::Result<Vec<Message>> {
        let mut found = self
            .problems("SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'", |row| {
                Ok(msg!("problem-file", problem = text(row, 0)?))
            })?;
        found.extend(self.problems("SELECT \"table\", rowid FROM pragma_foreign_key_check", |row| {
            let table = text(row, 0)?;
            Ok(match row.get::<_, Option<i64>>(1)? {
                Some(row) => msg!("problem-foreign-key", table = table, row = row),
                None => msg!("problem-foreign-key-of-table", table = table),
            })
        })?);
        found.extend(self.problems("SELECT line_id FROM stored_sightings WHERE NOT json_valid(content)", |row| {
            Ok(msg!("problem-unreadable-version", line = number(row, 0)?))
        })?);
        Ok(found)
    }

    /// Checks which rows of entries are current, and whether these have the values of older ones.
    fn check_entries(&self) -> rusqlite::Result<Vec<Message>> {
        let mut found = Vec::new();
        for kind in ExportKind::ALL.iter().copied() {
            let Some(table) = entry_tables::table(kind) else { continue };
            let flagged = current::wrongly_flagged(kind, table);
            found.extend(self.problems(&format!("SELECT DISTINCT entry.entry_key FROM {flagged}"), |row| {
                Ok(msg!("problem-current-rows", table = table, key = text(row, 0)?))
            })?);
            for shop_id in entry_tables::shops(&self.connection, table)? {
                let Some(kept) = OlderValues::read(&self.connection, kind, shop_id)? else { continue };
                for query in kept.check_queries() {
                    found.extend(self.problems(&query, |row| {
                        Ok(msg!("problem-older-values", table = table, key = text(row, 0)?))
                    })?);
                }
            }
        }
        Ok(found)
    }

    /// Checks the columnar index of all rows; an empty list means that it matches the data.
    pub fn check_packed_columns(&self) -> Result<Vec<Message>, StoreError> {
        let wrong = blocks::count_wrong(&self.connection).map_err(|error| self.failed(error))?;
        Ok((wrong > 0).then(|| msg!("problem-index", rows = wrong)).into_iter().collect())
    }

    /// Checks the counts of each import and of each day against the stored rows.
    fn check_counts(&self, siblings: &[&str]) -> rusqlite::Result<Vec<Message>> {
        let tables = ["stored_lines", "stored_sightings"].iter().chain(siblings);
        let rows: Vec<String> = tables.map(|table| format!("SELECT import_id FROM {table}")).collect();
        let stored = format!(
            "WITH stored AS (SELECT import_id, count(*) AS rows FROM ({}) GROUP BY import_id)
             SELECT id, coalesce(stored.rows, 0), inserted + updated + unchanged + stale - purged
             FROM imports LEFT JOIN stored ON import_id = id
             WHERE coalesce(stored.rows, 0) <> inserted + updated + unchanged + stale - purged",
            rows.join(" UNION ALL ")
        );
        let mut found = self.problems(&stored, |row| {
            let (id, stored, counted) = (number(row, 0)?, number(row, 1)?, number(row, 2)?);
            Ok(msg!("problem-import-rows", id = id, stored = stored, counted = counted))
        })?;
        let rejects =
            "WITH stored AS (SELECT import_id, sum(last_row - first_row + 1) AS rows FROM stored_rejects GROUP BY import_id)
             SELECT id, coalesce(stored.rows, 0), rejected
             FROM imports LEFT JOIN stored ON import_id = id WHERE coalesce(stored.rows, 0) <> rejected";
        found.extend(self.problems(rejects, |row| {
            let (id, stored, counted) = (number(row, 0)?, number(row, 1)?, number(row, 2)?);
            Ok(msg!("problem-import-rejects", id = id, stored = stored, counted = counted))
        })?);
        let sums = "SELECT id, rows_read FROM imports
             WHERE rows_read <> inserted + updated + unchanged + stale + duplicate + rejected + blank";
        found.extend(
            self.problems(sums, |row| Ok(msg!("problem-import-sum", id = number(row, 0)?, rows = number(row, 1)?)))?,
        );
        let days =
            "WITH stored AS (SELECT shop_id, substr(submitted_at, 1, 10) AS day, count(*) AS lines FROM stored_lines
                 WHERE submitted_at IS NOT NULL GROUP BY 1, 2)
             SELECT day, coalesce(stored.lines, 0), coalesce(counted.lines, 0)
             FROM stored FULL JOIN lines_per_day AS counted USING (shop_id, day)
             WHERE counted.lines IS NOT stored.lines";
        found.extend(self.problems(days, |row| {
            let (stored, counted) = (number(row, 1)?, number(row, 2)?);
            Ok(msg!("problem-day", day = text(row, 0)?, stored = stored, counted = counted))
        })?);
        Ok(found)
    }

    /// Lists the imports whose hash of all rows is known, with the hash.
    pub fn row_hashes(&self) -> Result<Vec<(i64, [u8; 16])>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(i64, [u8; 16])>> {
            self.connection()
                .prepare("SELECT id, rows_hash FROM imports WHERE rows_hash IS NOT NULL ORDER BY id")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Visits what each import says about each order line, in the columns that the import has.
    pub fn each_version(&self, mut visit: impl FnMut(i64, &Layout, &Content)) -> Result<(), StoreError> {
        sightings::each(self.connection(), |import_id, layout, content| visit(import_id, layout, content))
            .map_err(|error| self.failed(error))
    }

    /// Visits what each import says about each entry of a sibling export.
    pub fn each_entry(&self, mut visit: impl FnMut(i64, ExportKind, &Layout, &Record)) -> Result<(), StoreError> {
        let mut read = || -> rusqlite::Result<()> {
            let mut sources = Sources::new(self.connection())?;
            for kind in ExportKind::ALL {
                let Some(table) = entry_tables::table(*kind) else { continue };
                let fields: Vec<&str> = entry::fields(*kind).iter().map(|field| field.name).collect();
                let mut statement = self.connection().prepare(&format!(
                    "SELECT {}, {}, {}, import_id FROM {table}",
                    fields.join(", "),
                    content::EXTRA,
                    content::EXTRA_CONTACT
                ))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let import_id = row.get(fields.len() + 2)?;
                    let source = sources.get(self.connection(), import_id)?;
                    let layout = &source.layout;
                    let mut record = Record::new();
                    // The other columns have values of older exports.
                    for index in layout.fields.indexes() {
                        content::set_at(&mut record, index, row.get_ref(index)?);
                    }
                    let cells = |index| content::read_map(row, index, &sources.headers);
                    let cells = [cells(fields.len())?, cells(fields.len() + 1)?];
                    for (index, column) in layout.unknown.iter().enumerate() {
                        if let Some(text) = cells[usize::from(column.contact)].get(&column.header) {
                            record.push_unknown(index, text);
                        }
                    }
                    visit(import_id, *kind, layout, &record);
                }
            }
            Ok(())
        };
        read().map_err(|error| self.failed(error))
    }
}
