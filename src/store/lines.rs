//! Order lines: sightings in, current state out.
//!
//! A line's state is its sightings laid over one another in the order of their exports. One sighting is held by the line
//! itself (its *lead*); what it says is the state, in the columns its export has. The others stand in `sightings`, without
//! content where that is so for them as well. So a first import writes each line once, and a repeat writes a few bytes.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Statement, params};

use super::content;
use crate::model::field::{FIELD_COUNT, Field};
use crate::model::record::{Content, Layout, Record, Value};

/// Tells what storing a row did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The line was new.
    Inserted,
    /// The line's state changed.
    Updated,
    /// The line is as it was, and the row says the same.
    Unchanged,
    /// A newer export says otherwise; the row is kept in the timeline.
    Stale,
    /// The same file has the same row already.
    Duplicate,
    /// The same file has the line already, otherwise; nothing was stored.
    Conflict,
}

/// Holds what laying sightings over one another needs to know of an import.
#[derive(Debug)]
pub(super) struct Source {
    exported_at: String,
    layout: Layout,
}

/// Holds one row's statement of a line.
#[derive(Debug, Clone)]
struct Sighting {
    import_id: i64,
    row_number: i64,
    content: Content,
}

/// Holds a stored line with all that was ever said of it.
struct Line {
    id: i64,
    state: Content,
    /// The lead is the first; the others follow in no order.
    sightings: Vec<Sighting>,
}

/// Knows the imports that lines refer to, each read once.
#[derive(Default)]
struct Sources(HashMap<i64, Rc<Source>>);

impl Sources {
    fn get(&mut self, connection: &Connection, import_id: i64) -> rusqlite::Result<Rc<Source>> {
        if let Some(source) = self.0.get(&import_id) {
            return Ok(Rc::clone(source));
        }
        let source = connection
            .prepare_cached("SELECT exported_at, fields, unknown_columns FROM imports WHERE id = ?1")?
            .query_row([import_id], |row| {
                Ok(Source {
                    exported_at: row.get(0)?,
                    layout: super::imports::layout_from_json(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?),
                })
            })?;
        let source = Rc::new(source);
        self.0.insert(import_id, Rc::clone(&source));
        Ok(source)
    }
}

/// Holds what one export says of a line.
#[derive(Debug, Clone)]
pub struct Version {
    /// The import.
    pub import_id: i64,
    /// When the export was made.
    pub exported_at: String,
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

/// Reads the lines that a condition on `lines` and `shops` selects.
pub(super) fn read(
    connection: &Connection,
    condition: &str,
    params: &[(&str, &dyn rusqlite::ToSql)],
) -> rusqlite::Result<Vec<StoredLine>> {
    let mut sources = Sources::default();
    let mut statement = connection.prepare(&format!(
        "SELECT {}, lines.id, import_id, row_number, line_key, shops.name FROM lines JOIN shops ON shops.id = shop_id
         WHERE {condition} ORDER BY shops.name, line_key",
        content::columns()
    ))?;
    let mut rows = statement.query(params)?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let mut line = read_lead(row, row.get(FIELD_COUNT + 2)?, row.get(FIELD_COUNT + 3)?)?;
        complete(connection, &mut sources, &mut line)?;
        let versions = by_time(connection, &mut sources, line.sightings)?
            .into_iter()
            .map(|(source, sighting)| Version {
                import_id: sighting.import_id,
                exported_at: source.exported_at.clone(),
                row_number: sighting.row_number,
                layout: source.layout.clone(),
                content: sighting.content,
            })
            .collect();
        lines.push(StoredLine {
            key: row.get(FIELD_COUNT + 5)?,
            shop: row.get(FIELD_COUNT + 6)?,
            state: line.state,
            versions,
        });
    }
    Ok(lines)
}

/// Writes lines within the transaction of its connection.
pub(super) struct LineWriter<'c> {
    connection: &'c Connection,
    shop_id: i64,
    import_id: i64,
    layout: Layout,
    /// Whether the shop had no lines when the import began, so that a new row is tried before an old one is looked for.
    first_load: bool,
    insert: Statement<'c>,
    find: Statement<'c>,
    repeat: Statement<'c>,
    update: Statement<'c>,
    sources: Sources,
}

/// Parameters of the INSERT before the fields.
const KEYS: usize = 4;

impl<'c> LineWriter<'c> {
    pub(super) fn new(
        connection: &'c Connection,
        shop_id: i64,
        import_id: i64,
        layout: &Layout,
        first_load: bool,
    ) -> rusqlite::Result<Self> {
        let columns = content::columns();
        let marks = vec!["?"; KEYS + FIELD_COUNT + 2].join(", ");
        let sets = columns.split(", ").map(|name| format!("{name} = ?")).collect::<Vec<_>>().join(", ");
        Ok(Self {
            connection,
            shop_id,
            import_id,
            layout: layout.clone(),
            first_load,
            insert: connection.prepare(&format!(
                "INSERT INTO lines (shop_id, line_key, import_id, row_number, {columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
            ))?,
            find: connection.prepare(&format!(
                "SELECT {columns}, id, import_id, row_number FROM lines WHERE shop_id = ?1 AND line_key = ?2"
            ))?,
            repeat: connection
                .prepare("INSERT INTO sightings (line_id, import_id, row_number) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?,
            update: connection.prepare(&format!("UPDATE lines SET {sets}, import_id = ?, row_number = ? WHERE id = ?"))?,
            sources: Sources::default(),
        })
    }

    /// Stores a row of the import.
    pub(super) fn put(&mut self, row_number: i64, record: Record<'_>) -> rusqlite::Result<Put> {
        if self.first_load && self.insert(row_number, &record)? {
            return Ok(Put::Inserted);
        }
        let layout = &self.layout;
        let found = self
            .find
            .query_row(params![self.shop_id, record.key.as_ref()], |row| {
                let id: i64 = row.get(FIELD_COUNT + 2)?;
                let lead: i64 = row.get(FIELD_COUNT + 3)?;
                if content::is_stated(row, &record, layout)? {
                    return Ok(Found::Same { id, lead });
                }
                Ok(Found::Other(Box::new(read_lead(row, id, lead)?)))
            })
            .optional()?;
        match found {
            None => {
                self.insert(row_number, &record)?;
                Ok(Put::Inserted)
            }
            Some(Found::Same { lead, .. }) if lead == self.import_id => Ok(Put::Duplicate),
            Some(Found::Same { id, .. }) => {
                if self.repeat.execute(params![id, self.import_id, row_number])? == 1 {
                    return Ok(Put::Unchanged);
                }
                // The file has the line already. Without content the earlier row says what this one says.
                let earlier: Option<String> = self
                    .connection
                    .prepare_cached("SELECT content FROM sightings WHERE line_id = ?1 AND import_id = ?2")?
                    .query_row([id, self.import_id], |row| row.get(0))?;
                Ok(if earlier.is_none() { Put::Duplicate } else { Put::Conflict })
            }
            Some(Found::Other(line)) => self.put_other(*line, row_number, record),
        }
    }

    /// Stores a row that says something else than the line's state.
    fn put_other(&mut self, mut line: Line, row_number: i64, record: Record<'_>) -> rusqlite::Result<Put> {
        let content = record.into_content(&self.layout);
        complete(self.connection, &mut self.sources, &mut line)?;
        if let Some(earlier) = line.sightings.iter().find(|sighting| sighting.import_id == self.import_id) {
            return Ok(if earlier.content == content { Put::Duplicate } else { Put::Conflict });
        }
        let before = line.state.clone();
        line.sightings.push(Sighting { import_id: self.import_id, row_number, content });
        self.save(&mut line)?;
        Ok(if line.state == before { Put::Stale } else { Put::Updated })
    }

    /// Takes an import's rows out of all lines, leaving what the others say.
    pub(super) fn withdraw(&mut self, import_id: i64) -> rusqlite::Result<()> {
        self.connection.execute(
            "DELETE FROM lines WHERE import_id = ?1 AND NOT EXISTS (SELECT 1 FROM sightings WHERE line_id = lines.id)",
            [import_id],
        )?;
        let lines: Vec<i64> = self
            .connection
            .prepare(
                "SELECT id FROM lines WHERE import_id = ?1 UNION SELECT line_id FROM sightings WHERE import_id = ?1",
            )?
            .query_map([import_id], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut by_id = self
            .connection
            .prepare(&format!("SELECT {}, id, import_id, row_number FROM lines WHERE id = ?1", content::columns()))?;
        for id in lines {
            let mut line = by_id.query_row([id], |row| read_lead(row, id, row.get(FIELD_COUNT + 3)?))?;
            complete(self.connection, &mut self.sources, &mut line)?;
            line.sightings.retain(|sighting| sighting.import_id != import_id);
            self.save(&mut line)?;
        }
        Ok(())
    }

    fn insert(&mut self, row_number: i64, record: &Record<'_>) -> rusqlite::Result<bool> {
        let statement = &mut self.insert;
        statement.raw_bind_parameter(1, self.shop_id)?;
        statement.raw_bind_parameter(2, record.key.as_ref())?;
        statement.raw_bind_parameter(3, self.import_id)?;
        statement.raw_bind_parameter(4, row_number)?;
        // Parameters keep their values from row to row; those of columns that the file lacks stay NULL.
        for field in self.layout.fields.iter() {
            bind(statement, KEYS + 1 + field.index(), record.get(field))?;
        }
        if !self.layout.unknown.is_empty() {
            statement.raw_bind_parameter(KEYS + 1 + FIELD_COUNT, content::record_json(record, &self.layout, false))?;
            statement.raw_bind_parameter(KEYS + 2 + FIELD_COUNT, content::record_json(record, &self.layout, true))?;
        }
        Ok(statement.raw_execute()? == 1)
    }

    /// Lays the sightings over one another, from the oldest export to the newest, and stores the outcome.
    fn save(&mut self, line: &mut Line) -> rusqlite::Result<()> {
        let sightings = std::mem::take(&mut line.sightings);
        let mut ordered = by_time(self.connection, &mut self.sources, sightings)?;
        line.state = Content::default();
        for (source, sighting) in &ordered {
            line.state.overlay(&sighting.content, &source.layout);
        }
        let Some((_, lead)) = ordered.pop() else { return Ok(()) };
        self.store_state(line, &lead)?;
        self.connection.prepare_cached("DELETE FROM sightings WHERE line_id = ?1")?.execute([line.id])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO sightings (line_id, import_id, row_number, content) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (source, sighting) in ordered {
            let differs = sighting.content != line.state.restricted(&source.layout);
            let json = differs.then(|| content::to_json(&sighting.content));
            insert.execute(params![line.id, sighting.import_id, sighting.row_number, json])?;
        }
        Ok(())
    }

    fn store_state(&mut self, line: &Line, lead: &Sighting) -> rusqlite::Result<()> {
        let statement = &mut self.update;
        for field in Field::ALL {
            bind(statement, 1 + field.index(), &line.state.values[field.index()])?;
        }
        statement.raw_bind_parameter(FIELD_COUNT + 1, content::map_json(&line.state.extra))?;
        statement.raw_bind_parameter(FIELD_COUNT + 2, content::map_json(&line.state.extra_contact))?;
        statement.raw_bind_parameter(FIELD_COUNT + 3, lead.import_id)?;
        statement.raw_bind_parameter(FIELD_COUNT + 4, lead.row_number)?;
        statement.raw_bind_parameter(FIELD_COUNT + 5, line.id)?;
        statement.raw_execute()?;
        Ok(())
    }
}

/// Reads what the lead and the other sightings of a line say.
fn complete(connection: &Connection, sources: &mut Sources, line: &mut Line) -> rusqlite::Result<()> {
    let lead = sources.get(connection, line.sightings[0].import_id)?;
    line.sightings[0].content = line.state.restricted(&lead.layout);
    let mut statement =
        connection.prepare_cached("SELECT import_id, row_number, content FROM sightings WHERE line_id = ?1")?;
    let mut rows = statement.query([line.id])?;
    while let Some(row) = rows.next()? {
        let import_id: i64 = row.get(0)?;
        let content = match row.get::<_, Option<String>>(2)? {
            Some(text) => content::from_json(&text).ok_or(rusqlite::Error::InvalidQuery)?,
            None => line.state.restricted(&sources.get(connection, import_id)?.layout),
        };
        line.sightings.push(Sighting { import_id, row_number: row.get(1)?, content });
    }
    Ok(())
}

/// Puts sightings into the order of their exports; of two with the same time the later import is the newer.
fn by_time(
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

enum Found {
    Same { id: i64, lead: i64 },
    Other(Box<Line>),
}

fn read_lead(row: &rusqlite::Row<'_>, id: i64, lead: i64) -> rusqlite::Result<Line> {
    let sighting = Sighting { import_id: lead, row_number: row.get(FIELD_COUNT + 4)?, content: Content::default() };
    Ok(Line { id, state: content::read(row)?, sightings: vec![sighting] })
}

fn bind(statement: &mut Statement<'_>, place: usize, value: &Value<'_>) -> rusqlite::Result<()> {
    match value {
        Value::Null => statement.raw_bind_parameter(place, rusqlite::types::Null),
        Value::Int(number) => statement.raw_bind_parameter(place, *number),
        Value::Text(text) => statement.raw_bind_parameter(place, text.as_ref()),
    }
}
