//! Sightings of order lines, and the state of a line.
//!
//! A sighting is one row of an export about a line. The state of a line is the overlay of its sightings in the order of their
//! exports. One sighting, the *lead*, is stored in the line itself: its content is the state, in the columns of its export. The
//! others are in `stored_sightings`, without content if theirs equals the state too. So the first import writes each line once, and
//! importing it again writes a few bytes.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rusqlite::{Connection, Row, ToSql};

use super::content;
use super::headers::Headers;
use super::layout_json::layout_from_json;
use crate::model::export::ExportKind;
use crate::model::field::{FIELD_COUNT, FieldSet};
use crate::model::record::{Content, Fingerprint, Layout};

/// The columns of a line after its state, in the order that [`read_line`] expects.
pub(super) const AFTER_STATE: &str =
    "stored_lines.id, import_id, row_number, unstated, fingerprint, stored_lines.sheet";

/// The position of a row in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowOrigin {
    /// The index of its sheet, if the import has several.
    pub(super) sheet: Option<i64>,
    pub(super) row_number: i64,
}

/// What the overlay of sightings needs to know about an import.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) exported_at: String,
    /// The names of the sheets that were read; a single one if rows have no index of a sheet.
    sheets: Vec<String>,
    pub(super) layout: Layout,
}

impl Source {
    /// Returns the name of the sheet of a row.
    fn sheet(&self, origin: RowOrigin) -> Option<String> {
        self.sheets.get(usize::try_from(origin.sheet.unwrap_or_default()).ok()?).cloned()
    }
}

/// The imports that lines refer to, each read once.
pub(super) struct Sources {
    imports: HashMap<i64, Rc<Source>>,
    /// The headers of their unknown columns.
    pub(super) headers: Headers,
    /// Headers that are about to be hidden. The stored imports do not have them as hidden yet.
    hidden: BTreeSet<String>,
}

impl Sources {
    /// Reads the stored headers.
    pub(super) fn new(connection: &Connection) -> rusqlite::Result<Self> {
        Self::hiding(connection, &BTreeSet::new())
    }

    /// Reads the stored headers, and treats some columns as hidden in all imports.
    pub(super) fn hiding(connection: &Connection, hidden: &BTreeSet<String>) -> rusqlite::Result<Self> {
        Ok(Self { imports: HashMap::new(), headers: Headers::read(connection)?, hidden: hidden.clone() })
    }

    /// Returns an import.
    pub(super) fn get(&mut self, connection: &Connection, import_id: i64) -> rusqlite::Result<Rc<Source>> {
        if let Some(source) = self.imports.get(&import_id) {
            return Ok(Rc::clone(source));
        }
        let mut source = connection
            .prepare_cached(
                "SELECT exported_at, fields, unknown_columns, sheets, sheet, kind FROM imports WHERE id = ?1",
            )?
            .query_row([import_id], |row| {
                let (fields, unknown): (String, String) = (row.get(1)?, row.get(2)?);
                let (sheets, sheet): (Option<String>, Option<String>) = (row.get(3)?, row.get(4)?);
                let kind = ExportKind::by_name(&row.get::<_, String>(5)?).ok_or(rusqlite::Error::InvalidQuery)?;
                let sheets = sheets.and_then(|names| serde_json::from_str(&names).ok());
                Ok(Source {
                    exported_at: row.get(0)?,
                    sheets: sheets.unwrap_or_else(|| sheet.into_iter().collect()),
                    layout: layout_from_json(kind, &fields, &unknown),
                })
            })?;
        source.layout.hide(&self.hidden);
        let source = Rc::new(source);
        self.imports.insert(import_id, Rc::clone(&source));
        Ok(source)
    }
}

/// One imported row of a line.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) import_id: i64,
    pub(super) origin: RowOrigin,
    pub(super) content: Content,
    /// The fingerprint of the row, if it is known.
    pub(super) fingerprint: Option<Fingerprint>,
}

/// A stored line with all its sightings.
pub(super) struct Line {
    pub(super) id: i64,
    pub(super) state: Content,
    /// The lead is the first; the others follow in no order.
    pub(super) sightings: Vec<Sighting>,
}

/// Reads a line's state and its lead.
pub(super) fn read_line(row: &Row<'_>, headers: &Headers) -> rusqlite::Result<Line> {
    let unstated: Option<String> = row.get(FIELD_COUNT + 5)?;
    let lead = Sighting {
        import_id: row.get(FIELD_COUNT + 3)?,
        origin: RowOrigin { row_number: row.get(FIELD_COUNT + 4)?, sheet: row.get(FIELD_COUNT + 7)? },
        content: Content { unstated: content::fields_from_json(unstated.as_deref()), ..Content::default() },
        fingerprint: row.get(FIELD_COUNT + 6)?,
    };
    Ok(Line { id: row.get(FIELD_COUNT + 2)?, state: content::read(row, headers)?, sightings: vec![lead] })
}

/// Reads the content of the lead and the other sightings of a line.
pub(super) fn complete(connection: &Connection, sources: &mut Sources, line: &mut Line) -> rusqlite::Result<()> {
    let lead = &mut line.sightings[0];
    let source = sources.get(connection, lead.import_id)?;
    lead.content = line.state.restricted(&source.layout, lead.content.unstated);
    let mut statement = connection
        .prepare_cached("SELECT import_id, row_number, content, sheet FROM stored_sightings WHERE line_id = ?1")?;
    let mut rows = statement.query([line.id])?;
    while let Some(row) = rows.next()? {
        let import_id: i64 = row.get(0)?;
        let source = sources.get(connection, import_id)?;
        let layout = &source.layout;
        let content = match row.get::<_, Option<String>>(2)? {
            Some(text) => content::from_difference(&text, &line.state, layout, &sources.headers)
                .ok_or(rusqlite::Error::InvalidQuery)?,
            None => line.state.restricted(layout, FieldSet::default()),
        };
        let origin = RowOrigin { row_number: row.get(1)?, sheet: row.get(3)? };
        line.sightings.push(Sighting { import_id, origin, content, fingerprint: None });
    }
    Ok(())
}

/// Sorts sightings by the time of their exports; if that is equal, the later import is newer.
pub(super) fn by_time(
    connection: &Connection,
    sources: &mut Sources,
    sightings: Vec<Sighting>,
) -> rusqlite::Result<Vec<(Rc<Source>, Sighting)>> {
    let mut ordered = Vec::with_capacity(sightings.len());
    for sighting in sightings {
        ordered.push((sources.get(connection, sighting.import_id)?, sighting));
    }
    ordered.sort_by(|(a_source, a), (b_source, b)| {
        (&a_source.exported_at, a.import_id).cmp(&(&b_source.exported_at, b.import_id))
    });
    Ok(ordered)
}

/// What one export says about a line.
#[derive(Debug, Clone)]
pub struct Version {
    /// The import.
    pub import_id: i64,
    /// When the export was made.
    pub exported_at: String,
    /// The sheet, in workbooks.
    pub sheet: Option<String>,
    /// The row.
    pub row_number: i64,
    /// The columns of the export.
    pub layout: Layout,
    /// The content in these columns.
    pub content: Content,
}

/// A line with what each export says about it, the oldest first.
#[derive(Debug, Clone)]
pub struct StoredLine {
    /// The shop.
    pub shop: String,
    /// The key within the shop.
    pub key: String,
    /// The current state.
    pub state: Content,
    /// What each export says.
    pub versions: Vec<Version>,
}

/// Visits what each import says about each line, line by line.
pub(super) fn each(connection: &Connection, mut visit: impl FnMut(i64, &Layout, &Content)) -> rusqlite::Result<()> {
    let mut sources = Sources::new(connection)?;
    let mut statement =
        connection.prepare(&format!("SELECT {}, {AFTER_STATE} FROM stored_lines", content::columns()))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = read_line(row, &sources.headers)?;
        complete(connection, &mut sources, &mut line)?;
        for sighting in &line.sightings {
            visit(sighting.import_id, &sources.get(connection, sighting.import_id)?.layout, &sighting.content);
        }
    }
    Ok(())
}

/// Reads the lines that a condition on `stored_lines` and `shops` selects.
pub(super) fn read(
    connection: &Connection,
    condition: &str,
    params: &[(&str, &dyn ToSql)],
) -> rusqlite::Result<Vec<StoredLine>> {
    let mut sources = Sources::new(connection)?;
    let mut statement = connection.prepare(&format!(
        "SELECT {}, {AFTER_STATE}, line_key, shops.name FROM stored_lines JOIN shops ON shops.id = shop_id
         WHERE {condition} ORDER BY shops.name, line_key",
        content::columns()
    ))?;
    let mut rows = statement.query(params)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let mut line = read_line(row, &sources.headers)?;
        complete(connection, &mut sources, &mut line)?;
        let versions =
            by_time(connection, &mut sources, line.sightings)?.into_iter().map(|(source, sighting)| Version {
                import_id: sighting.import_id,
                exported_at: source.exported_at.clone(),
                sheet: source.sheet(sighting.origin),
                row_number: sighting.origin.row_number,
                layout: source.layout.clone(),
                content: sighting.content,
            });
        lines.push(StoredLine {
            versions: versions.collect(),
            key: row.get(FIELD_COUNT + 8)?,
            shop: row.get(FIELD_COUNT + 9)?,
            state: line.state,
        });
    }
    Ok(lines)
}
