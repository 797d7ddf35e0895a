//! Order lines: storing rows and updating the state of lines. See `sightings` for what is stored.

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

use rusqlite::{Connection, Statement, params};
use serde_json::json;

use super::content;
use super::first_load::FirstLoad;
use super::known_lines::{KnownLine, KnownLines};
use super::same_rows::SameRows;
use super::sightings::{AFTER_STATE, Line, RowOrigin, Sighting, Sources, by_time, complete, read_line};
use crate::model::export::ExportKind;
use crate::model::field::{FIELD_COUNT, Field, FieldSet};
use crate::model::record::{Content, Layout, Record, Value};
use crate::packed::{self, StoredRow, Values};

/// The effect of storing a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowEffect {
    /// The line was new.
    Inserted,
    /// The line's state changed.
    Updated,
    /// The row agrees with the line's state.
    Unchanged,
    /// A newer export differs; the row is kept in the timeline.
    Stale,
    /// The file has an equal row already.
    Duplicate,
    /// The file has another row of the line with different content; nothing was stored.
    Conflict,
}

/// Computes the overlay of sightings and stores it.
pub(super) struct LineStates<'c> {
    connection: &'c Connection,
    sources: Sources,
}

impl<'c> LineStates<'c> {
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self { connection, sources: Sources::new(connection)? })
    }

    /// Reads the content of all sightings of a line.
    fn complete(&mut self, line: &mut Line) -> rusqlite::Result<()> {
        complete(self.connection, &mut self.sources, line)
    }

    /// Computes a line's state from its sightings and stores both. Tells whether the state changed.
    fn save(&mut self, mut line: Line) -> rusqlite::Result<bool> {
        let mut ordered = by_time(self.connection, &mut self.sources, std::mem::take(&mut line.sightings))?;
        let mut state = Content::default();
        for (source, sighting) in &ordered {
            state.overlay(&sighting.content, &source.layout);
        }
        let Some((_, lead)) = ordered.pop() else { return Ok(false) };
        let changed = self.store_state(&line, &state, &lead)?;
        self.connection.prepare_cached("DELETE FROM stored_sightings WHERE line_id = ?1")?.execute([line.id])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO stored_sightings (line_id, import_id, row_number, content, sheet) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (source, sighting) in ordered {
            let same = state.restricted(&source.layout, sighting.content.unstated);
            let content = content::difference(&sighting.content, &same, &self.sources.headers);
            let RowOrigin { row_number, sheet } = sighting.origin;
            insert.execute(params![line.id, sighting.import_id, row_number, content, sheet])?;
        }
        Ok(changed)
    }

    /// Stores a state and its lead. Tells whether the state changed. Only changed columns are named, so that indexes of the others are
    /// not updated.
    fn store_state(&self, line: &Line, state: &Content, lead: &Sighting) -> rusqlite::Result<bool> {
        let values = |field: Field| (&line.state.values[field.index()], &state.values[field.index()]);
        let changed: FieldSet =
            Field::ALL.iter().copied().filter(|field| values(*field).0 != values(*field).1).collect();
        let extras = [(&line.state.extra, &state.extra), (&line.state.extra_contact, &state.extra_contact)];
        let extras_change = extras.iter().any(|(before, after)| before != after);
        let mut sql = String::from(
            "UPDATE stored_lines SET import_id = ?, row_number = ?, sheet = ?, unstated = ?, fingerprint = ?",
        );
        for field in changed.iter() {
            let _ = write!(sql, ", {} = ?", field.name());
        }
        if extras_change {
            sql.push_str(", extra = ?, extra_contact = ?");
        }
        sql.push_str(" WHERE id = ?");
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.raw_bind_parameter(1, lead.import_id)?;
        statement.raw_bind_parameter(2, lead.origin.row_number)?;
        statement.raw_bind_parameter(3, lead.origin.sheet)?;
        statement.raw_bind_parameter(4, content::fields_json(lead.content.unstated))?;
        statement.raw_bind_parameter(5, lead.fingerprint)?;
        let mut index = 6;
        for field in changed.iter() {
            bind(&mut statement, index, values(field).1)?;
            index += 1;
        }
        if extras_change {
            statement.raw_bind_parameter(index, content::map_json(&state.extra, &self.sources.headers))?;
            statement.raw_bind_parameter(index + 1, content::map_json(&state.extra_contact, &self.sources.headers))?;
            index += 2;
        }
        statement.raw_bind_parameter(index, line.id)?;
        statement.raw_execute()?;
        Ok(extras_change || !changed.is_empty())
    }

    /// Hides unknown columns in the lines with several sightings, before the imports are marked. If a column was open in some imports
    /// and hidden in others, the newest value counts from now on.
    pub(super) fn hide(connection: &'c Connection, hidden: &BTreeSet<String>) -> rusqlite::Result<()> {
        let mut before = Self::new(connection)?;
        let mut after = Self { connection, sources: Sources::hiding(connection, hidden)? };
        let lines: Vec<i64> = connection
            .prepare(
                "WITH holders (id) AS MATERIALIZED (
                     SELECT imports.id FROM imports, json_each(iif(json_valid(unknown_columns), unknown_columns, '[]')) AS entry
                     WHERE entry.value ->> 'header' IN (SELECT value FROM json_each(?1)))
                 SELECT line_id FROM stored_sightings WHERE import_id IN (SELECT id FROM holders)
                 UNION SELECT id FROM stored_lines WHERE import_id IN (SELECT id FROM holders)
                     AND EXISTS (SELECT 1 FROM stored_sightings WHERE line_id = stored_lines.id)",
            )?
            .query_map([json!(hidden).to_string()], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let sql = format!("SELECT {}, {AFTER_STATE} FROM stored_lines WHERE id = ?1", content::columns());
        let mut by_id = connection.prepare(&sql)?;
        for id in lines {
            let mut line = by_id.query_row([id], |row| read_line(row, &before.sources.headers))?;
            before.complete(&mut line)?;
            line.sightings.iter_mut().for_each(|sighting| sighting.content.hide(hidden));
            after.save(line)?;
        }
        Ok(())
    }

    /// Removes an import's rows from all lines.
    pub(super) fn withdraw(&mut self, import_id: i64) -> rusqlite::Result<()> {
        self.connection.execute(
            "DELETE FROM stored_lines
             WHERE import_id = ?1 AND NOT EXISTS (SELECT 1 FROM stored_sightings WHERE line_id = stored_lines.id)",
            [import_id],
        )?;
        let lines: Vec<i64> = self
            .connection
            .prepare(
                "SELECT id FROM stored_lines WHERE import_id = ?1
                 UNION SELECT line_id FROM stored_sightings WHERE import_id = ?1",
            )?
            .query_map([import_id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let sql = format!("SELECT {}, {AFTER_STATE} FROM stored_lines WHERE id = ?1", content::columns());
        let mut by_id = self.connection.prepare(&sql)?;
        for id in lines {
            let mut line = by_id.query_row([id], |row| read_line(row, &self.sources.headers))?;
            self.complete(&mut line)?;
            line.sightings.retain(|sighting| sighting.import_id != import_id);
            self.save(line)?;
        }
        Ok(())
    }
}

/// Writes the rows of one import in the transaction of its connection.
pub(super) struct LineWriter<'c> {
    connection: &'c Connection,
    shop_id: i64,
    import_id: i64,
    layout: Layout,
    /// The keys of its unknown columns.
    keys: Vec<String>,
    /// The keys so far, while the table has no index of them.
    first_load: Option<FirstLoad>,
    insert: Statement<'c>,
    /// The record whose values the parameters of the INSERT have.
    bound: Record,
    known: KnownLines<'c>,
    read: Statement<'c>,
    same: SameRows<'c>,
    /// The known lines of which the file has had a row.
    seen: HashSet<i64>,
    states: LineStates<'c>,
    packed: packed::Writer,
}

/// The number of parameters of the INSERT before the fields, and up to the two maps of unknown columns.
const KEYS: usize = 5;
const AFTER: usize = KEYS + FIELD_COUNT + 2;

impl<'c> LineWriter<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        shop_id: i64,
        import_id: i64,
        layout: &Layout,
        first_load: bool,
    ) -> rusqlite::Result<Self> {
        let states = LineStates::new(connection)?;
        let first_load = first_load.then(|| FirstLoad::begin(connection)).transpose()?;
        let columns = content::columns();
        let marks = vec!["?"; AFTER + 2].join(", ");
        let mut insert = connection.prepare(&format!(
            "INSERT INTO stored_lines (shop_id, import_id, line_key, row_number, sheet, {columns}, unstated, fingerprint) VALUES ({marks})"
        ))?;
        insert.raw_bind_parameter(1, shop_id)?;
        insert.raw_bind_parameter(2, import_id)?;
        Ok(Self {
            connection,
            shop_id,
            import_id,
            layout: layout.clone(),
            keys: states.sources.headers.keys(layout),
            first_load,
            insert,
            bound: Record::new(),
            known: KnownLines::new(connection, shop_id)?,
            read: connection.prepare(&format!("SELECT {columns}, {AFTER_STATE} FROM stored_lines WHERE id = ?1"))?,
            same: SameRows::new(connection, import_id)?,
            seen: HashSet::default(),
            states,
            packed: packed::Writer::new(ExportKind::Orders),
        })
    }

    /// Stores what is buffered after the last row.
    pub(super) fn finish(&mut self) -> rusqlite::Result<()> {
        self.end_first_load()?;
        self.same.flush()?;
        self.packed.finish(self.connection)
    }

    fn end_first_load(&mut self) -> rusqlite::Result<()> {
        self.first_load.take().map_or(Ok(()), |first_load| first_load.end(self.connection))
    }

    /// Stores a row of the import.
    pub(super) fn put(
        &mut self,
        origin: RowOrigin,
        record: &Record,
        values: Option<&Values>,
    ) -> rusqlite::Result<RowEffect> {
        if let Some(first_load) = &mut self.first_load {
            if first_load.is_new(record.key()) {
                first_load.judge(self.connection)?;
                self.insert(origin, record, values)?;
                return Ok(RowEffect::Inserted);
            }
            self.end_first_load()?;
        }
        let Some(line) = self.find(record.key())? else {
            self.insert(origin, record, values)?;
            return Ok(RowEffect::Inserted);
        };
        let equals_lead = line.fingerprint == Some(record.fingerprint);
        if line.import_id == self.import_id {
            // The lead is a row of this file, so its fingerprint is stored.
            return Ok(if equals_lead { RowEffect::Duplicate } else { RowEffect::Conflict });
        }
        if equals_lead {
            return self.put_same(line.id, origin, record);
        }
        match self.read_other(line.id, record)? {
            Some(line) => self.put_other(line, origin, record),
            None => self.put_same(line.id, origin, record),
        }
    }

    /// Finds a line by its key.
    fn find(&mut self, key: &str) -> rusqlite::Result<Option<KnownLine>> {
        match self.known.find(key)? {
            // A row of this file may have changed it since it was read.
            Some(line) if self.seen.contains(&line.id) => {
                self.same.flush()?;
                self.known.look_up(key)
            }
            found => Ok(found),
        }
    }

    /// Reads a line, unless its state equals the record.
    fn read_other(&mut self, id: i64, record: &Record) -> rusqlite::Result<Option<Line>> {
        let (layout, headers) = (&self.layout, &self.states.sources.headers);
        self.read.query_row([id], |row| {
            let same = content::is_stated(row, record, layout, &self.keys)?;
            if same { Ok(None) } else { read_line(row, headers).map(Some) }
        })
    }

    /// Stores a row that equals the line's state.
    fn put_same(&mut self, id: i64, origin: RowOrigin, record: &Record) -> rusqlite::Result<RowEffect> {
        let content = content::unstated_json(record.unstated);
        if self.seen.insert(id) {
            self.same.put(id, origin, content)?;
            return Ok(RowEffect::Unchanged);
        }
        // The stored content of the earlier row tells whether they are equal.
        let earlier: Option<String> = self
            .connection
            .prepare_cached("SELECT content FROM stored_sightings WHERE line_id = ?1 AND import_id = ?2")?
            .query_row([id, self.import_id], |row| row.get(0))?;
        Ok(if earlier == content { RowEffect::Duplicate } else { RowEffect::Conflict })
    }

    /// Stores a row that differs from the line's state.
    fn put_other(&mut self, mut line: Line, origin: RowOrigin, record: &Record) -> rusqlite::Result<RowEffect> {
        let content = record.to_content(&self.layout);
        self.states.complete(&mut line)?;
        if let Some(earlier) = line.sightings.iter().find(|sighting| sighting.import_id == self.import_id) {
            return Ok(if earlier.content == content { RowEffect::Duplicate } else { RowEffect::Conflict });
        }
        let fingerprint = Some(record.fingerprint);
        line.sightings.push(Sighting { import_id: self.import_id, origin, content, fingerprint });
        self.seen.insert(line.id);
        let changed = self.states.save(line)?;
        Ok(if changed { RowEffect::Updated } else { RowEffect::Stale })
    }

    /// Inserts a line.
    fn insert(&mut self, origin: RowOrigin, record: &Record, values: Option<&Values>) -> rusqlite::Result<()> {
        let statement = &mut self.insert;
        statement.raw_bind_parameter(3, record.key())?;
        statement.raw_bind_parameter(4, origin.row_number)?;
        statement.raw_bind_parameter(5, origin.sheet)?;
        // Parameters keep their values from row to row. About half of them are those of the row before, and comparing takes less time
        // than binding, which copies.
        for field in self.layout.fields.iter() {
            let value = record.get(field);
            if value != self.bound.get(field) {
                bind(statement, KEYS + 1 + field.index(), &value)?;
            }
        }
        self.bound.clone_from(record);
        if !self.layout.unknown.is_empty() {
            let unknown = |contact| content::record_json(record, &self.layout, &self.keys, contact);
            statement.raw_bind_parameter(KEYS + 1 + FIELD_COUNT, unknown(false))?;
            statement.raw_bind_parameter(KEYS + 2 + FIELD_COUNT, unknown(true))?;
        }
        statement.raw_bind_parameter(AFTER + 1, content::fields_json(record.unstated))?;
        statement.raw_bind_parameter(AFTER + 2, record.fingerprint)?;
        statement.raw_execute()?;
        let id = self.connection.last_insert_rowid();
        let values = values.copied().unwrap_or_else(|| packed::make(ExportKind::Orders, record));
        self.packed.put(self.connection, id, &StoredRow { shop_id: self.shop_id, is_current: true, values })
    }
}

pub(super) fn bind(statement: &mut Statement<'_>, index: usize, value: &Value<'_>) -> rusqlite::Result<()> {
    match value {
        Value::Null => statement.raw_bind_parameter(index, rusqlite::types::Null),
        Value::Int(number) => statement.raw_bind_parameter(index, *number),
        Value::Text(text) => statement.raw_bind_parameter(index, text.as_ref()),
    }
}
