//! Unknown columns that are hidden: what stands under a header is contact data in the whole database once it is in one import.
//!
//! Each import says of its columns whether they are hidden (`imports.unknown_columns`), and the cells of hidden ones stand in
//! `extra_contact`. Both are kept alike for each header, or what one export says of a column would lie beside what another says. A
//! header stays hidden when the import that showed it is taken out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::headers::Headers;
use super::imports::{layout_from_json, unknown_json};
use super::lines::LineStates;
use super::{Store, StoreError, content, entries};
use crate::model::export::ExportKind;
use crate::model::personal::PersonalScan;
use crate::model::record::Layout;

impl Store {
    /// Hides, in all that was imported, the unknown columns of which `speaks` knows by their headers that they are of people: older
    /// versions did not know all of its words.
    pub fn hide_columns(&mut self, speaks: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        if self.is_only_read() {
            return Ok(());
        }
        let find = |connection: &Connection| {
            let mut open = Flagged::read(connection)?.open;
            open.retain(|header| speaks(header));
            Ok(open)
        };
        // Mostly there are none, and nothing is written.
        match find(&self.connection).map_err(|error| self.failed(error)) {
            Ok(open) if open.is_empty() => return Ok(()),
            // What is damaged must still open, to be looked at.
            Err(StoreError::Damaged(_)) => return Ok(()),
            found => drop(found?),
        }
        let path = self.path.clone();
        let failed = |error| StoreError::of(&path, error);
        let transaction = self.writing()?;
        find(&transaction).and_then(|headers| hide(&transaction, &headers)).map_err(failed)?;
        transaction.commit().map_err(failed)
    }
}

/// Brings the columns of a file that is about to be stored and those of the database together: what one of the two hides, both hide.
/// Returns the columns of the file.
pub(super) fn agree(connection: &Connection, layout: &Layout) -> rusqlite::Result<Layout> {
    let mut layout = layout.clone();
    if layout.unknown.is_empty() {
        return Ok(layout);
    }
    let Flagged { hidden, mut open } = Flagged::read(connection)?;
    layout.hide(&hidden);
    open.retain(|header| layout.unknown.iter().any(|column| column.contact && column.header == *header));
    hide(connection, &open)?;
    Ok(layout)
}

/// Hides what earlier versions left open: columns in whose cells personal data stand, and those that another import hides.
pub(super) fn hide_found(connection: &Connection) -> rusqlite::Result<()> {
    let Flagged { mut hidden, open } = Flagged::read(connection)?;
    hidden.extend(by_cells(connection)?);
    hide(connection, &hidden.intersection(&open).cloned().collect())
}

/// Holds the headers of unknown columns by what imports say of them. In older databases one may stand in both.
pub(super) struct Flagged {
    /// Those that an import hides.
    pub hidden: BTreeSet<String>,
    /// Those that an import leaves open.
    pub open: BTreeSet<String>,
}

impl Flagged {
    /// Reads what all imports say.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut flagged = Self { hidden: BTreeSet::new(), open: BTreeSet::new() };
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT entry.value ->> 'header', entry.value ->> 'contact'
             FROM imports, json_each(iif(json_valid(unknown_columns), unknown_columns, '[]')) AS entry",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let of_people = row.get::<_, Option<bool>>(1)?;
            let headers = if of_people.unwrap_or(false) { &mut flagged.hidden } else { &mut flagged.open };
            headers.extend(row.get::<_, Option<String>>(0)?);
        }
        Ok(flagged)
    }
}

/// Lists the headers of the open columns in whose cells personal data stand.
pub(super) fn by_cells(connection: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    let mut scans: BTreeMap<String, PersonalScan> = BTreeMap::new();
    let maps = tables().map(|table| format!("SELECT extra FROM {table}"));
    let sightings = "SELECT content -> '$.extra' FROM stored_sightings WHERE json_valid(content)".to_owned();
    for maps in maps.chain([sightings]) {
        let mut statement = connection.prepare(&format!(
            "WITH maps (map) AS ({maps}) SELECT key, value FROM maps, json_each(iif(json_valid(map), map, '{{}}'))"
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (ValueRef::Text(key), ValueRef::Text(cell)) = (row.get_ref(0)?, row.get_ref(1)?) else { continue };
            let key = String::from_utf8_lossy(key);
            let cell = String::from_utf8_lossy(cell);
            match scans.get_mut(key.as_ref()) {
                Some(scan) => _ = scan.add(&cell),
                None => _ = scans.entry(key.into_owned()).or_default().add(&cell),
            }
        }
    }
    let headers = Headers::read(connection)?;
    let personal = scans.iter().filter(|(_, scan)| scan.is_personal());
    Ok(personal.filter_map(|(key, _)| headers.header(key)).map(str::to_owned).collect())
}

/// Lists the tables that have unknown columns.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    ExportKind::ALL.iter().map(|kind| entries::table_of_rows(*kind))
}

/// Hides the unknown columns with these headers in all that is stored. No row says anything else than before, so that fingerprints stay.
pub(super) fn hide(connection: &Connection, hidden: &BTreeSet<String>) -> rusqlite::Result<()> {
    if hidden.is_empty() {
        return Ok(());
    }
    LineStates::hide(connection, hidden)?;
    move_cells(connection, hidden)?;
    let imports: Vec<(i64, String)> = connection
        .prepare("SELECT id, unknown_columns FROM imports")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut flag = connection.prepare("UPDATE imports SET unknown_columns = ?1 WHERE id = ?2")?;
    for (id, unknown) in imports {
        let mut layout = layout_from_json(ExportKind::Orders, "[]", &unknown);
        if layout.hide(hidden) {
            flag.execute(params![unknown_json(&layout.unknown), id])?;
        }
    }
    Ok(())
}

/// Moves the cells of rows that one import alone states.
fn move_cells(connection: &Connection, hidden: &BTreeSet<String>) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    let cells = Arc::new(Cells { headers: Headers::read(connection)?, hidden: hidden.clone() });
    let of_open = Arc::clone(&cells);
    connection.create_scalar_function("left_open", 1, flags, move |told| of_open.left_open(told))?;
    connection.create_scalar_function("hidden_with", 2, flags, move |told| cells.hidden_with(told))?;
    for table in tables() {
        connection.execute_batch(&format!(
            "UPDATE {table} SET extra = left_open(extra), extra_contact = hidden_with(extra_contact, extra)
             WHERE extra IS NOT NULL AND left_open(extra) IS NOT extra"
        ))?;
    }
    Ok(())
}

/// Tells the cells of a row apart by whether their columns are to be hidden.
struct Cells {
    headers: Headers,
    hidden: BTreeSet<String>,
}

impl Cells {
    /// Returns what stays of the open cells; they keep their spelling where none goes.
    fn left_open(&self, told: &Context<'_>) -> rusqlite::Result<Option<String>> {
        let Some(text) = told.get::<Option<String>>(0)? else { return Ok(None) };
        let Some(mut cells) = content::map_from_json(&text, &self.headers) else { return Ok(Some(text)) };
        let before = cells.len();
        cells.retain(|header, _| !self.hidden.contains(header));
        Ok(if cells.len() == before { Some(text) } else { content::map_json(&cells, &self.headers) })
    }

    /// Returns the hidden cells and those that come to them.
    fn hidden_with(&self, told: &Context<'_>) -> rusqlite::Result<Option<String>> {
        let read = |place| -> rusqlite::Result<BTreeMap<String, String>> {
            let text = told.get::<Option<String>>(place)?;
            Ok(text.and_then(|text| content::map_from_json(&text, &self.headers)).unwrap_or_default())
        };
        let (mut cells, mut open) = (read(0)?, read(1)?);
        open.retain(|header, _| self.hidden.contains(header));
        cells.append(&mut open);
        Ok(content::map_json(&cells, &self.headers))
    }
}
