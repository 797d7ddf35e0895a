//! Imports. Each file is one transaction: it is imported completely or not at all.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use super::blocks;
use super::entries::EntryWriter;
use super::entry_tables;
use super::error::StoreError;
use super::headers::Headers;
use super::hidden;
use super::indexing;
use super::keyed_hash;
use super::layout_json::{names_of, unknown_json};
use super::lines::{LineWriter, RowEffect};
use super::rejects::RejectWriter;
use super::shops::shop_id;
use super::sightings::RowOrigin;
use super::{Store, schema_steps};
use crate::model::export::{Encoding, ExportKind, Grain};
use crate::model::field::Field;
use crate::model::record::{Layout, Record};
use crate::model::reject::Reject;
use crate::model::summary::{Counts, Days, FileFacts};
use crate::model::time::{self, Stamp};
use crate::packed::Values;

/// A file to import.
#[derive(Debug, Clone, Copy)]
pub struct NewImport<'a> {
    /// The shop to import into; a new one is created.
    pub shop: &'a str,
    /// The path as the user gave it.
    pub path: &'a str,
    /// What the file is.
    pub facts: &'a FileFacts,
    /// The names of the sheets that are read, if there are several.
    pub sheets: &'a [String],
    /// The columns of the file.
    pub layout: &'a Layout,
    /// When the export was made.
    pub exported_at: Stamp,
    /// The time of the import.
    pub imported_at: Stamp,
}

impl Store {
    /// Tells whether the shop has imports.
    pub fn has_imports(&self, shop: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM imports JOIN shops ON shops.id = shop_id WHERE name = ?1)";
        self.connection.query_row(sql, [shop], |row| row.get(0)).map_err(|error| self.failed(error))
    }

    /// Returns the import of the same sheet of the same bytes into the shop.
    pub fn import_of_bytes(&self, shop: &str, sha256: &str, sheet: Option<&str>) -> Result<Option<i64>, StoreError> {
        let find = || {
            let kept = keyed_hash::of_file(&self.connection, sha256)?;
            let found = self.connection.query_row(
                "SELECT imports.id FROM imports JOIN shops ON shops.id = shop_id
                 WHERE name = ?1 AND sha256 = ?2 AND sheet IS ?3 ORDER BY imports.id LIMIT 1",
                params![shop, kept, sheet],
                |row| row.get(0),
            );
            found.optional()
        };
        find().map_err(|error| self.failed(error))
    }

    /// Lists the paths of the shop's imports of a kind.
    pub fn import_paths(&self, shop: &str, kind: ExportKind) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.connection
                .prepare(
                    "SELECT DISTINCT path FROM imports JOIN shops ON shops.id = shop_id WHERE name = ?1 AND kind = ?2",
                )?
                .query_map([shop, kind.as_str()], |row| row.get(0))?
                .collect()
        };
        read().map_err(|error| self.failed(error))
    }

    /// Returns the grain of the shop's lines, if it is certain.
    pub fn grain(&self, shop: &str) -> Result<Option<Grain>, StoreError> {
        let name: Option<String> = self
            .connection
            .query_row(
                "SELECT grain FROM imports JOIN shops ON shops.id = shop_id WHERE name = ?1 AND grain_is_certain AND grain IS NOT NULL LIMIT 1",
                [shop],
                |row| row.get(0),
            )
            .optional()
            .map_err(|error| self.failed(error))?;
        Ok(name.as_deref().and_then(Grain::by_name))
    }

    /// Lists the days that each import of the shop covers.
    pub fn covered_days(&self, shop: &str) -> Result<Vec<Days>, StoreError> {
        let read = || -> rusqlite::Result<Vec<[String; 3]>> {
            self.connection
                .prepare(
                    "SELECT first_day, last_day, substr(exported_at, 1, 10) FROM imports JOIN shops ON shops.id = shop_id
                     WHERE name = ?1 AND first_day IS NOT NULL",
                )?
                .query_map([shop], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]))?
                .collect()
        };
        let days = read().map_err(|error| self.failed(error))?;
        let span = |[first, last, exported]: &[String; 3]| {
            Days { first: time::parse_day(first)?, last: time::parse_day(last)? }.possible(time::parse_day(exported)?)
        };
        Ok(days.iter().filter_map(span).collect())
    }

    /// Begins the import of a file. Nothing is stored before [`ImportWriter::finish`], and dropping the writer rolls back.
    pub fn begin(&mut self, new: &NewImport<'_>) -> Result<ImportWriter<'_>, StoreError> {
        // This comes first, since setting the journal mode writes to the file.
        self.check_writable()?;
        let has_rows = self.has_rows(new.facts.kind).map_err(|error| self.failed(error))?;
        let unlogged = !has_rows && !self.trial;
        if unlogged {
            // With a log, a first load writes every page twice. Pages that are appended to a file need no journal.
            self.journal("DELETE");
        }
        // All references of new rows are to rows of this transaction. Checking them would take a tenth of its time.
        self.check_foreign_keys(false);
        let store = &*self;
        ImportWriter::begin(store, new, unlogged).inspect_err(|_| store.reset(unlogged))
    }

    /// Resets the connection to its settings between imports.
    fn reset(&self, unlogged: bool) {
        self.check_foreign_keys(true);
        if unlogged {
            self.journal("WAL");
        }
    }

    /// Rolls back to the beginning of the import. Errors are ignored: the error that led here says more, and SQLite has usually rolled
    /// back already.
    fn roll_back(&self) {
        let _ =
            self.connection.execute_batch(if self.trial { "ROLLBACK TO import; RELEASE import" } else { "ROLLBACK" });
    }

    fn has_rows(&self, kind: ExportKind) -> rusqlite::Result<bool> {
        let table = entry_tables::table_of_rows(kind);
        self.connection.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {table})"), [], |row| row.get(0))
    }
}

/// The most that the database can grow by an import: this many times the unpacked size of the file, plus this many bytes.
const GROWTH: u64 = 8;
const GROWTH_FREE: u64 = 4 << 20;

/// Writes the rows of one kind of file.
#[expect(clippy::large_enum_variant, reason = "an import has one")]
enum Rows<'s> {
    Lines(LineWriter<'s>),
    Entries(EntryWriter<'s>),
}

/// Tells whether the database had rows of the kind when the import began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Load {
    First,
    Later,
}

/// Writes the rows of one file.
pub struct ImportWriter<'s> {
    store: &'s Store,
    shop: String,
    path: String,
    import_id: i64,
    /// Whether the database is without a log meanwhile.
    unlogged: bool,
    load: Load,
    grain: Option<Grain>,
    /// Whether rows have the index of their sheet.
    has_sheets: bool,
    rows: Rows<'s>,
    rejects: RejectWriter<'s>,
    exported_at: Stamp,
    counts: Counts,
    /// The sum of the fingerprints of the stored rows, which does not depend on their order.
    rows_hash: u128,
    first_day: Option<String>,
    last_day: Option<String>,
    /// The size of the database before, in bytes.
    size: u64,
    open: bool,
}

/// The result of a finished import.
#[derive(Debug, Clone, Copy)]
pub struct FinishedImport {
    /// The number of the import.
    pub import_id: i64,
    /// The number of rows by effect.
    pub counts: Counts,
    /// The first and last day of 订单提交时间.
    pub days: Option<Days>,
    /// The grain of the import.
    pub grain: Option<Grain>,
}

impl<'s> ImportWriter<'s> {
    fn begin(store: &'s Store, new: &NewImport<'_>, unlogged: bool) -> Result<Self, StoreError> {
        if store.trial {
            store.connection.execute_batch("SAVEPOINT import").map_err(|error| store.failed(error))?;
        } else {
            store.begin_writing()?;
        }
        Self::start(store, new, unlogged).map_err(|error| {
            store.roll_back();
            store.failed(error)
        })
    }

    fn start(store: &'s Store, new: &NewImport<'_>, unlogged: bool) -> rusqlite::Result<Self> {
        let connection = &store.connection;
        // Another program may have imported while this one waited for the lock.
        let load = if store.has_rows(new.facts.kind)? { Load::Later } else { Load::First };
        let layout = hidden::reconcile(connection, new.layout)?;
        let shop_id = shop_id(connection, new.shop)?;
        let import_id = insert_import(connection, shop_id, new, &layout)?;
        Headers::add(connection, &layout)?;
        Ok(Self {
            store,
            shop: new.shop.to_owned(),
            path: new.path.to_owned(),
            import_id,
            unlogged,
            load,
            grain: new.facts.grain,
            has_sheets: !new.sheets.is_empty(),
            rejects: RejectWriter::new(connection, import_id),
            rows: match EntryWriter::new(connection, shop_id, import_id, new.facts.kind, &layout)? {
                Some(entries) => Rows::Entries(entries),
                None => Rows::Lines(LineWriter::new(connection, shop_id, import_id, &layout, load == Load::First)?),
            },
            exported_at: new.exported_at,
            counts: Counts::default(),
            rows_hash: 0,
            first_day: None,
            last_day: None,
            size: size(connection)?,
            open: true,
        })
    }

    /// Returns the number of rows so far by effect.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Counts a blank row.
    pub fn blank(&mut self) {
        self.counts.rows_read += 1;
        self.counts.blank += 1;
    }

    fn sheet(&self, sheet: usize) -> Option<i64> {
        i64::try_from(sheet).ok().filter(|_| self.has_sheets)
    }

    /// Stores a record; `sheet` is the index of its sheet in [`NewImport::sheets`], and `values` are its packed columns, if they are
    /// made. After [`RowEffect::Conflict`], which stores nothing, call [`ImportWriter::reject`].
    pub fn put(
        &mut self,
        sheet: usize,
        row: u64,
        record: &Record,
        values: Option<&Values>,
    ) -> Result<RowEffect, StoreError> {
        let origin = RowOrigin { sheet: self.sheet(sheet), row_number: row.cast_signed() };
        let put = match &mut self.rows {
            Rows::Lines(lines) => lines.put(origin, record, values),
            Rows::Entries(entries) => entries.put(origin, record, values),
        };
        let put = put.map_err(|error| self.store.failed(error))?;
        let counter = match put {
            RowEffect::Inserted => &mut self.counts.inserted,
            RowEffect::Updated => &mut self.counts.updated,
            RowEffect::Unchanged => &mut self.counts.unchanged,
            RowEffect::Stale => &mut self.counts.stale,
            RowEffect::Duplicate => &mut self.counts.duplicate,
            RowEffect::Conflict => return Ok(put),
        };
        *counter += 1;
        self.counts.rows_read += 1;
        if put != RowEffect::Duplicate {
            self.rows_hash = self.rows_hash.wrapping_add(u128::from_le_bytes(record.fingerprint));
        }
        if matches!(self.rows, Rows::Lines(_)) {
            note_day(&mut self.first_day, &mut self.last_day, record);
        }
        Ok(put)
    }

    /// Stores a rejected row; `sheet` is as for [`ImportWriter::put`].
    pub fn reject(&mut self, sheet: usize, reject: &Reject) -> Result<(), StoreError> {
        self.counts.rows_read += 1;
        self.counts.rejected += 1;
        self.rejects.put(self.sheet(sheet), reject).map_err(|error| self.store.failed(error))
    }

    /// Commits the import.
    ///
    /// `sha256` is the lower-case hex SHA-256 of the bytes of the file. `grain_is_certain` tells whether the file cannot have the other
    /// grain; a file that can gets the grain of the shop. `unpacked` is the size of the unpacked file in bytes. If the database grows
    /// out of proportion to it, nothing is stored.
    pub fn finish(mut self, sha256: &str, grain_is_certain: bool, unpacked: u64) -> Result<FinishedImport, StoreError> {
        let rows_end = match &mut self.rows {
            Rows::Lines(lines) => lines.finish(),
            Rows::Entries(entries) => entries.finish(&self.exported_at.to_string(), &mut self.counts),
        };
        rows_end.and_then(|()| self.rejects.finish()).map_err(|error| self.store.failed(error))?;
        if matches!(self.rows, Rows::Lines(_)) {
            self.check_grain(grain_is_certain)?;
        }
        let day = |text: &Option<String>| text.as_deref().and_then(time::parse_day);
        let days = day(&self.first_day).zip(day(&self.last_day)).map(|(first, last)| Days { first, last });
        let finished = FinishedImport { import_id: self.import_id, counts: self.counts, days, grain: self.grain };
        self.complete(sha256, grain_is_certain).map_err(|error| self.store.failed(error))?;
        self.check_growth(unpacked)?;
        self.commit().map_err(|error| self.store.failed(error))?;
        Ok(finished)
    }

    /// Fails if the database grows out of proportion, see [`GROWTH`]. Rows inserted between existing ones split pages, which can double
    /// the previous size.
    fn check_growth(&self, unpacked: u64) -> Result<(), StoreError> {
        let growth = size(&self.store.connection).map_err(|error| self.store.failed(error))?.saturating_sub(self.size);
        let bound =
            unpacked.saturating_mul(GROWTH) + GROWTH_FREE + if self.load == Load::First { 0 } else { self.size };
        let path = self.path.clone();
        if growth > bound { Err(StoreError::TooLarge { path, growth, bound }) } else { Ok(()) }
    }

    /// Fails if the file has another grain than the shop. If the file fits both grains, it gets the grain of the shop.
    fn check_grain(&mut self, grain_is_certain: bool) -> Result<(), StoreError> {
        // The grain of this import is not certain until it is committed.
        let others = self.store.grain(&self.shop)?;
        if let (true, Some(has), Some(file)) = (grain_is_certain, others, self.grain)
            && has != file
        {
            return Err(StoreError::OtherGrain { shop: self.shop.clone(), has, file, path: self.path.clone() });
        }
        if !grain_is_certain {
            self.grain = others.or(self.grain);
        }
        Ok(())
    }

    /// Stores what is known only at the end of an import.
    fn complete(&mut self, sha256: &str, grain_is_certain: bool) -> rusqlite::Result<()> {
        let connection = &self.store.connection;
        let counts = self.counts.named().map(|(name, _)| format!("{name} = ?")).join(", ");
        let mut statement = connection.prepare(&format!(
            "UPDATE imports SET {counts}, grain = ?, grain_is_certain = ?, first_day = ?, last_day = ?, rows_hash = ?, sha256 = ?
             WHERE id = ?"
        ))?;
        let mut index = 1;
        for (_, count) in self.counts.named() {
            statement.raw_bind_parameter(index, count.cast_signed())?;
            index += 1;
        }
        statement.raw_bind_parameter(index, self.grain.map(Grain::as_str))?;
        statement.raw_bind_parameter(index + 1, grain_is_certain)?;
        statement.raw_bind_parameter(index + 2, self.first_day.as_deref())?;
        statement.raw_bind_parameter(index + 3, self.last_day.as_deref())?;
        statement.raw_bind_parameter(index + 4, self.rows_hash.to_le_bytes())?;
        statement.raw_bind_parameter(index + 5, keyed_hash::of_file(connection, sha256)?)?;
        statement.raw_bind_parameter(index + 6, self.import_id)?;
        statement.raw_execute()?;
        if matches!(self.rows, Rows::Lines(_)) {
            if self.load == Load::First {
                indexing::create(connection, schema_steps::INDEXES)?;
            }
            connection.execute_batch(schema_steps::END_OF_IMPORT)?;
        }
        blocks::settle(connection)
    }

    fn commit(&mut self) -> rusqlite::Result<()> {
        self.store.connection.execute_batch(if self.store.trial { "RELEASE import" } else { "COMMIT" })?;
        self.open = false;
        Ok(())
    }
}

impl Drop for ImportWriter<'_> {
    fn drop(&mut self) {
        if self.open {
            self.store.roll_back();
        }
        self.store.reset(self.unlogged);
    }
}

/// Returns the size of the database in bytes, including uncommitted pages.
fn size(connection: &Connection) -> rusqlite::Result<u64> {
    let read = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    Ok((read("page_count")? * read("page_size")?).cast_unsigned())
}

/// Extends the range of days by the day of a line.
fn note_day(first_day: &mut Option<String>, last_day: &mut Option<String>, record: &Record) {
    let Some(day) = record.text_of(Field::SubmittedAt).and_then(|text| text.get(..10)) else { return };
    if first_day.as_deref().is_none_or(|first| day < first) {
        *first_day = Some(day.to_owned());
    }
    if last_day.as_deref().is_none_or(|last| day > last) {
        *last_day = Some(day.to_owned());
    }
}

/// Adds the import. What is known only at its end follows in [`ImportWriter::complete`].
fn insert_import(connection: &Connection, shop_id: i64, new: &NewImport<'_>, layout: &Layout) -> rusqlite::Result<i64> {
    let fields = names_of(new.facts.kind, layout.fields);
    connection.execute(
        "INSERT INTO imports (shop_id, path, sha256, format, encoding, sheet, kind, grain, grain_is_certain, fields,
                              unknown_columns, exported_at, imported_at, sheets)
         VALUES (?1, ?2, '', ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?11, ?12)",
        params![
            shop_id,
            new.path,
            new.facts.format.as_str(),
            new.facts.encoding.map(Encoding::as_str),
            new.facts.sheet,
            new.facts.kind.as_str(),
            new.facts.grain.map(Grain::as_str),
            json!(fields).to_string(),
            unknown_json(&layout.unknown),
            new.exported_at.to_string(),
            new.imported_at.to_string(),
            (!new.sheets.is_empty()).then(|| json!(new.sheets).to_string()),
        ],
    )?;
    Ok(connection.last_insert_rowid())
}
