//! Whether the database is sound: as a file, in what refers to what, and in what imports say that they stored.

use super::error::StoreError;
use super::kept::Kept;
use super::sightings::Sources;
use super::{Store, content, current, entries, figures, sightings};
use crate::model::entry;
use crate::model::export::ExportKind;
use crate::model::record::{Content, Layout, Record};

impl Store {
    /// Looks for damage and returns what was found; an empty list is a sound database.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let tables: Vec<&str> = ExportKind::ALL.iter().filter_map(|kind| entries::table(*kind)).collect();
        let mut found = self.names("PRAGMA integrity_check")?;
        found.retain(|line| line != "ok");
        found.extend(self.names(
            "SELECT 'foreign key: ' || \"table\" || coalesce(' row ' || rowid, '') FROM pragma_foreign_key_check",
        )?);
        found.extend(self.names(
            "SELECT 'unreadable version of line ' || line_id FROM stored_sightings WHERE NOT json_valid(content)",
        )?);
        found.extend(self.check_counts(&tables)?);
        found.extend(self.check_entries().map_err(|error| self.failed(error))?);
        Ok(found)
    }

    /// Holds which rows of entries count, and what these have from older ones, to what all rows say.
    fn check_entries(&self) -> rusqlite::Result<Vec<String>> {
        let mut found = Vec::new();
        let mut ask = |sql: &str, table: &str, problem: &str| -> rusqlite::Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let keys = statement.query_map([], |row| row.get::<_, String>(0))?;
            for key in keys {
                found.push(format!("entry {} of {table} {problem}", key?));
            }
            Ok(())
        };
        for kind in ExportKind::ALL.iter().copied() {
            let Some(table) = entries::table(kind) else { continue };
            let flagged = current::wrongly_flagged(kind, table);
            ask(&format!("SELECT DISTINCT entry.entry_key FROM {flagged}"), table, "has wrong current rows")?;
            for shop_id in entries::shops(&self.connection, table)? {
                let Some(kept) = Kept::read(&self.connection, kind, shop_id)? else { continue };
                for question in kept.questions() {
                    ask(&question, table, "has not what older exports say")?;
                }
            }
        }
        Ok(found)
    }

    /// Holds the figures of all rows to what the rows say; an empty list where they are the same.
    pub fn check_figures(&self) -> Result<Vec<String>, StoreError> {
        let wrong = figures::wrong(&self.connection).map_err(|error| self.failed(error))?;
        Ok((wrong > 0).then(|| format!("figures of {wrong} rows are not what the rows say")).into_iter().collect())
    }

    /// Holds each import's counts to the rows that are stored of it.
    fn check_counts(&self, siblings: &[&str]) -> Result<Vec<String>, StoreError> {
        let tables = ["stored_lines", "stored_sightings"].iter().chain(siblings);
        let rows: Vec<String> = tables.map(|table| format!("SELECT import_id FROM {table}")).collect();
        let mut found = self.names(&format!(
            "WITH stored AS (SELECT import_id, count(*) AS rows FROM ({}) GROUP BY import_id)
             SELECT 'import ' || id || ' has ' || coalesce(stored.rows, 0) || ' rows and counts '
                 || (inserted + updated + unchanged + stale - purged)
             FROM imports LEFT JOIN stored ON import_id = id
             WHERE coalesce(stored.rows, 0) <> inserted + updated + unchanged + stale - purged",
            rows.join(" UNION ALL ")
        ))?;
        found.extend(self.names(
            "WITH stored AS (SELECT import_id, sum(last_row - first_row + 1) AS rows FROM stored_rejects GROUP BY import_id)
             SELECT 'import ' || id || ' has ' || coalesce(stored.rows, 0) || ' rejected rows and counts ' || rejected
             FROM imports LEFT JOIN stored ON import_id = id WHERE coalesce(stored.rows, 0) <> rejected",
        )?);
        found.extend(self.names(
            "SELECT 'import ' || id || ' counts ' || rows_read || ' rows that do not add up' FROM imports
             WHERE rows_read <> inserted + updated + unchanged + stale + duplicate + rejected + blank",
        )?);
        found.extend(self.names(
            "WITH stored AS (SELECT shop_id, substr(submitted_at, 1, 10) AS day, count(*) AS lines FROM stored_lines
                 WHERE submitted_at IS NOT NULL GROUP BY 1, 2)
             SELECT 'day ' || day || ' counts ' || coalesce(counted.lines, 0) || ' lines'
             FROM stored FULL JOIN lines_per_day AS counted USING (shop_id, day)
             WHERE counted.lines IS NOT stored.lines",
        )?);
        Ok(found)
    }

    /// Lists the imports of which it is known what their rows say in sum.
    pub fn row_hashes(&self) -> Result<Vec<(i64, [u8; 16])>, StoreError> {
        let read = || -> rusqlite::Result<Vec<(i64, [u8; 16])>> {
            self.connection()
                .prepare("SELECT id, rows_hash FROM imports WHERE rows_hash IS NOT NULL ORDER BY id")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Hands on what each import says of each order line, in the columns that it has.
    pub fn each_version(&self, mut take: impl FnMut(i64, &Layout, &Content)) -> Result<(), StoreError> {
        sightings::each(self.connection(), |import_id, layout, content| take(import_id, layout, content))
            .map_err(|error| self.failed(error))
    }

    /// Hands on what each import says of each entry of a sibling export.
    pub fn each_entry(&self, mut take: impl FnMut(i64, ExportKind, &Layout, &Record)) -> Result<(), StoreError> {
        let mut read = || -> rusqlite::Result<()> {
            let mut sources = Sources::new(self.connection())?;
            for kind in ExportKind::ALL {
                let Some(table) = entries::table(*kind) else { continue };
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
                    // In other columns stands what older exports say.
                    for place in layout.fields.indexes() {
                        content::set_at(&mut record, place, row.get_ref(place)?);
                    }
                    let cells = |place| content::read_map(row, place, &sources.headers);
                    let cells = [cells(fields.len())?, cells(fields.len() + 1)?];
                    for (place, column) in layout.unknown.iter().enumerate() {
                        if let Some(text) = cells[usize::from(column.contact)].get(&column.header) {
                            record.push_unknown(place, text);
                        }
                    }
                    take(import_id, *kind, layout, &record);
                }
            }
            Ok(())
        };
        read().map_err(|error| self.failed(error))
    }
}
