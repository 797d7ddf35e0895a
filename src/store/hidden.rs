//! Hidden unknown columns. A header is hidden in the whole database once it is contact data in one import.
//!
//! Each import records which of its unknown columns are hidden (`imports.unknown_columns`), and the cells of these are in
//! `extra_contact`. A header is hidden in all imports or in none, since otherwise its values would be in two places. It stays hidden
//! when the import that caused it is undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params};

use super::headers::Headers;
use super::layout_json::{layout_from_json, unknown_json};
use super::lines::LineStates;
use super::{Store, StoreError, content, entry_tables};
use crate::model::export::ExportKind;
use crate::model::personal::PersonalScan;
use crate::model::record::Layout;

impl Store {
    /// Hides, in everything imported, the unknown columns whose headers `is_personal` recognizes: older versions recognized fewer.
    pub fn hide_columns(&mut self, is_personal: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        if self.is_only_read() {
            return Ok(());
        }
        let find = |connection: &Connection| {
            let mut open = ColumnFlags::read(connection)?.open;
            open.retain(|header| is_personal(header));
            Ok(open)
        };
        // Usually there are none, and nothing is written.
        match find(&self.connection).map_err(|error| self.failed(error)) {
            Ok(open) if open.is_empty() => return Ok(()),
            // A damaged database must still open, so that it can be checked.
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

/// Reconciles the columns of a file that is about to be stored with the database: a column that is hidden in one becomes hidden in
/// both. Returns the columns of the file.
pub(super) fn reconcile(connection: &Connection, layout: &Layout) -> rusqlite::Result<Layout> {
    let mut layout = layout.clone();
    if layout.unknown.is_empty() {
        return Ok(layout);
    }
    let ColumnFlags { hidden, mut open } = ColumnFlags::read(connection)?;
    layout.hide(&hidden);
    open.retain(|header| layout.unknown.iter().any(|column| column.contact && column.header == *header));
    hide(connection, &open)?;
    Ok(layout)
}

/// Hides columns that earlier versions left open: those with personal data in their cells, and those that another import hides.
pub(super) fn hide_found(connection: &Connection) -> rusqlite::Result<()> {
    let ColumnFlags { mut hidden, open } = ColumnFlags::read(connection)?;
    hidden.extend(by_cells(connection)?);
    hide(connection, &hidden.intersection(&open).cloned().collect())
}

/// The headers of unknown columns, by whether imports hide them. In older databases a header can be in both sets.
pub(super) struct ColumnFlags {
    /// Headers that an import hides.
    pub hidden: BTreeSet<String>,
    /// Headers that an import leaves open.
    pub open: BTreeSet<String>,
}

impl ColumnFlags {
    /// Reads the flags of all imports.
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

/// Lists the headers of open columns with personal data in their cells.
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

/// Lists the tables with unknown columns.
pub(super) fn tables() -> impl Iterator<Item = &'static str> {
    ExportKind::ALL.iter().map(|kind| entry_tables::table_of_rows(*kind))
}

/// Hides the unknown columns with these headers in all rows. The content of rows does not change, so fingerprints stay valid.
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

/// Moves the cells of rows with a single sighting, and of entries.
fn move_cells(connection: &Connection, hidden: &BTreeSet<String>) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    let cells = Arc::new(Cells { headers: Headers::read(connection)?, hidden: hidden.clone() });
    let of_open = Arc::clone(&cells);
    connection.create_scalar_function("left_open", 1, flags, move |args| of_open.left_open(args))?;
    connection.create_scalar_function("hidden_with", 2, flags, move |args| cells.hidden_with(args))?;
    for table in tables() {
        connection.execute_batch(&format!(
            "UPDATE {table} SET extra = left_open(extra), extra_contact = hidden_with(extra_contact, extra)
             WHERE extra IS NOT NULL AND left_open(extra) IS NOT extra"
        ))?;
    }
    Ok(())
}

/// Splits the cells of a row by whether their columns are to be hidden.
struct Cells {
    headers: Headers,
    hidden: BTreeSet<String>,
}

impl Cells {
    /// Returns the open cells that stay. The text is unchanged if all stay.
    fn left_open(&self, args: &Context<'_>) -> rusqlite::Result<Option<String>> {
        let Some(text) = args.get::<Option<String>>(0)? else { return Ok(None) };
        let Some(mut cells) = content::map_from_json(&text, &self.headers) else { return Ok(Some(text)) };
        let before = cells.len();
        cells.retain(|header, _| !self.hidden.contains(header));
        Ok(if cells.len() == before { Some(text) } else { content::map_json(&cells, &self.headers) })
    }

    /// Returns the hidden cells together with the newly hidden ones.
    fn hidden_with(&self, args: &Context<'_>) -> rusqlite::Result<Option<String>> {
        let read = |index| -> rusqlite::Result<BTreeMap<String, String>> {
            let text = args.get::<Option<String>>(index)?;
            Ok(text.and_then(|text| content::map_from_json(&text, &self.headers)).unwrap_or_default())
        };
        let (mut cells, mut open) = (read(0)?, read(1)?);
        open.retain(|header, _| self.hidden.contains(header));
        cells.append(&mut open);
        Ok(content::map_json(&cells, &self.headers))
    }
}
