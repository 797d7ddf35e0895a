//! Entries of sibling exports: storing rows. Every row of every import is kept, and [`current`] determines which of them is current.

use std::collections::HashMap;

use rusqlite::{Connection, Statement, params};

use super::content;
use super::current::{self, NewRows};
use super::entry_tables;
use super::headers::Headers;
use super::lines::{RowEffect, bind};
use super::sightings::RowOrigin;
use crate::model::entry::{self, RepeatedKey};
use crate::model::export::ExportKind;
use crate::model::record::{Layout, Record};
use crate::model::summary::Counts;
use crate::packed::{self, StoredRow, Values};

/// The columns of every table of entries before its fields.
const BEFORE_FIELDS: [&str; 8] =
    ["shop_id", "entry_key", "ordinal", "import_id", "row_number", "sheet", "current", "fingerprint"];

/// Writes the entries of one import in the transaction of its connection.
pub(super) struct EntryWriter<'c> {
    connection: &'c Connection,
    shop_id: i64,
    import_id: i64,
    kind: ExportKind,
    table: &'static str,
    fields: usize,
    layout: Layout,
    /// The keys of its unknown columns.
    keys: Vec<String>,
    /// The highest row id before this import.
    before: i64,
    insert: Statement<'c>,
    /// Tells whether the file has an equal row with a key.
    find: Statement<'c>,
    /// The number of entries of the file per key, for keys with more than one.
    repeats: HashMap<String, i64>,
    packed: packed::Writer,
}

impl<'c> EntryWriter<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        shop_id: i64,
        import_id: i64,
        kind: ExportKind,
        layout: &Layout,
    ) -> rusqlite::Result<Option<Self>> {
        let Some(table) = entry_tables::table(kind) else { return Ok(None) };
        let fields = entry::fields(kind);
        let names: Vec<&str> = BEFORE_FIELDS
            .into_iter()
            .chain(fields.iter().map(|field| field.name))
            .chain([content::EXTRA, content::EXTRA_CONTACT])
            .collect();
        let marks = vec!["?"; names.len()].join(", ");
        Ok(Some(Self {
            connection,
            shop_id,
            import_id,
            kind,
            table,
            fields: fields.len(),
            layout: layout.clone(),
            keys: Headers::read(connection)?.keys(layout),
            before: connection.query_row(&format!("SELECT coalesce(max(id), 0) FROM {table}"), [], |row| row.get(0))?,
            insert: connection.prepare(&format!(
                "INSERT INTO {table} ({}) VALUES ({marks}) ON CONFLICT DO NOTHING",
                names.join(", ")
            ))?,
            find: connection.prepare(&format!(
                "SELECT EXISTS (SELECT 1 FROM {table}
                     WHERE shop_id = ?1 AND entry_key = ?2 AND import_id = ?3 AND fingerprint = ?4)"
            ))?,
            repeats: HashMap::new(),
            packed: packed::Writer::new(kind),
        }))
    }

    /// Stores a row of the import. It counts as inserted until [`EntryWriter::finish`] compares it with other imports.
    pub(super) fn put(
        &mut self,
        origin: RowOrigin,
        record: &Record,
        values: Option<&Values>,
    ) -> rusqlite::Result<RowEffect> {
        if self.insert(origin, 1, record, values)? {
            return Ok(RowEffect::Inserted);
        }
        let repeats = entry::repeated_key(self.kind);
        if repeats != RepeatedKey::Booking {
            let is_same: bool = self
                .find
                .query_row(params![self.shop_id, record.key(), self.import_id, record.fingerprint], |row| row.get(0))?;
            if is_same || repeats == RepeatedKey::Conflict {
                return Ok(if is_same { RowEffect::Duplicate } else { RowEffect::Conflict });
            }
        }
        let ordinal = self.repeats.entry(record.key().to_owned()).or_insert(1);
        *ordinal += 1;
        let ordinal = *ordinal;
        self.insert(origin, ordinal, record, values)?;
        Ok(RowEffect::Inserted)
    }

    fn insert(
        &mut self,
        origin: RowOrigin,
        ordinal: i64,
        record: &Record,
        values: Option<&Values>,
    ) -> rusqlite::Result<bool> {
        let statement = &mut self.insert;
        statement.raw_bind_parameter(1, self.shop_id)?;
        statement.raw_bind_parameter(2, record.key())?;
        statement.raw_bind_parameter(3, ordinal)?;
        statement.raw_bind_parameter(4, self.import_id)?;
        statement.raw_bind_parameter(5, origin.row_number)?;
        statement.raw_bind_parameter(6, origin.sheet)?;
        statement.raw_bind_parameter(7, true)?;
        statement.raw_bind_parameter(8, record.fingerprint)?;
        let first = BEFORE_FIELDS.len() + 1;
        // Parameters keep their values from row to row, and those of missing columns stay NULL.
        for index in self.layout.fields.indexes() {
            bind(statement, first + index, &record.at(index))?;
        }
        if !self.layout.unknown.is_empty() {
            let unknown = |contact| content::record_json(record, &self.layout, &self.keys, contact);
            statement.raw_bind_parameter(first + self.fields, unknown(false))?;
            statement.raw_bind_parameter(first + self.fields + 1, unknown(true))?;
        }
        if statement.raw_execute()? == 0 {
            return Ok(false);
        }
        let id = self.connection.last_insert_rowid();
        let values = values.copied().unwrap_or_else(|| packed::make(self.kind, record));
        self.packed.put(self.connection, id, &StoredRow { shop_id: self.shop_id, is_current: true, values })?;
        Ok(true)
    }

    /// Updates the current rows, and adjusts the counts for entries that other files have too.
    pub(super) fn finish(&mut self, exported_at: &str, counts: &mut Counts) -> rusqlite::Result<()> {
        self.packed.finish(self.connection)?;
        entry_tables::make_indexes(self.connection, self.kind, self.table)?;
        let new = NewRows {
            kind: self.kind,
            table: self.table,
            shop_id: self.shop_id,
            fields: self.layout.fields,
            before: self.before,
            exported_at,
        };
        current::add(self.connection, &new, counts)
    }
}
