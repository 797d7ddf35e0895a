//! What exports said of a line, and the state that follows from it.
//!
//! A line's state is its sightings laid over one another in the order of their exports. One sighting is held by the line
//! itself (its *lead*); what it says is the state, in the columns its export has. The others stand in `stored_sightings`,
//! without content where that is so for them as well. So a first import writes each line once, and a repeat writes a few
//! bytes.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use rusqlite::{Connection, Row, ToSql};

use super::content;
use super::headers::Headers;
use super::imports::layout_from_json;
use crate::model::export::ExportKind;
use crate::model::field::{FIELD_COUNT, FieldSet};
use crate::model::record::{Content, Fingerprint, Layout};

/// Columns of a line after its state, in the order that [`read_line`] expects.
pub(super) const AFTER_STATE: &str =
    "stored_lines.id, import_id, row_number, unstated, fingerprint, stored_lines.sheet";

/// Tells where in its file a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    /// The place of its sheet among those of the import, where there are several.
    pub(super) sheet: Option<i64>,
    pub(super) row_number: i64,
}

/// Holds what laying sightings over one another needs to know of an import.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) exported_at: String,
    /// The names of the sheets that were read; one where rows do not say theirs.
    sheets: Vec<String>,
    pub(super) layout: Layout,
}

impl Source {
    /// Returns the name of the sheet that a row stands in.
    fn sheet(&self, origin: Origin) -> Option<String> {
        self.sheets.get(usize::try_from(origin.sheet.unwrap_or_default()).ok()?).cloned()
    }
}

/// Knows the imports that lines refer to, each read once.
pub(super) struct Sources {
    imports: HashMap<i64, Rc<Source>>,
    /// The headers of their unknown columns.
    pub(super) headers: Headers,
    /// Headers that are about to be hidden, which the imports do not say yet.
    hidden: BTreeSet<String>,
}

impl Sources {
    /// Begins with the headers that are stored by now.
    pub(super) fn new(connection: &Connection) -> rusqlite::Result<Self> {
        Self::hiding(connection, &BTreeSet::new())
    }

    /// Does the same as if columns were hidden in all imports.
    pub(super) fn hiding(connection: &Connection, hidden: &BTreeSet<String>) -> rusqlite::Result<Self> {
        Ok(Self { imports: HashMap::new(), headers: Headers::read(connection)?, hidden: hidden.clone() })
    }

    /// Returns what is known of an import.
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

/// Holds one row's statement of a line.
#[derive(Debug, Clone)]
pub(super) struct Sighting {
    pub(super) import_id: i64,
    pub(super) origin: Origin,
    pub(super) content: Content,
    /// The fingerprint of the row, where it is known.
    pub(super) fingerprint: Option<Fingerprint>,
}

/// Holds a stored line with all that was ever said of it.
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
        origin: Origin { row_number: row.get(FIELD_COUNT + 4)?, sheet: row.get(FIELD_COUNT + 7)? },
        content: Content { unstated: content::fields_from_json(unstated.as_deref()), ..Content::default() },
        fingerprint: row.get(FIELD_COUNT + 6)?,
    };
    Ok(Line { id: row.get(FIELD_COUNT + 2)?, state: content::read(row, headers)?, sightings: vec![lead] })
}

/// Reads what the lead and the other sightings of a line say.
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
            Some(text) => {
                content::differing(&text, &line.state, layout, &sources.headers).ok_or(rusqlite::Error::InvalidQuery)?
            }
            None => line.state.restricted(layout, FieldSet::default()),
        };
        let origin = Origin { row_number: row.get(1)?, sheet: row.get(3)? };
        line.sightings.push(Sighting { import_id, origin, content, fingerprint: None });
    }
    Ok(())
}

/// Puts sightings into the order of their exports; of two with the same time the later import is the newer.
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

/// Holds what one export says of a line.
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
    /// The columns that the export has.
    pub layout: Layout,
    /// What it says in them.
    pub content: Content,
}

/// Holds a line with everything that exports said of it, the oldest first.
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

/// Hands on what each import says of each line, one line at a time.
pub(super) fn each(connection: &Connection, mut take: impl FnMut(i64, &Layout, &Content)) -> rusqlite::Result<()> {
    let mut sources = Sources::new(connection)?;
    let mut statement =
        connection.prepare(&format!("SELECT {}, {AFTER_STATE} FROM stored_lines", content::columns()))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = read_line(row, &sources.headers)?;
        complete(connection, &mut sources, &mut line)?;
        for sighting in &line.sightings {
            take(sighting.import_id, &sources.get(connection, sighting.import_id)?.layout, &sighting.content);
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
