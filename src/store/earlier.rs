//! What exports had said of lines up to an earlier moment.

use rusqlite::{Connection, params};

use super::sightings::{AFTER_STATE, Sources, by_time, complete, read_line};
use super::{Store, StoreError, content};
use crate::model::field::FieldSet;
use crate::model::record::Content;

/// A line that may be another now than it was at an earlier moment.
#[derive(Debug)]
pub(crate) struct EarlierLine {
    /// Its state by the exports up to the moment; nothing where none of them has the line.
    pub before: Option<Content>,
    /// The fields that these exports state. What the others are now is news, and no change.
    pub stated: FieldSet,
    /// Its state now.
    pub now: Content,
}

/// The lines that an export up to the moment describes otherwise than they are now, and those that no such export has, of some days.
const MAY_DIFFER: &str = "
    WITH older (id) AS MATERIALIZED (
        SELECT id FROM imports WHERE shop_id = ?1 AND kind = 'orders' AND exported_at <= ?2
    ),
    newer (id) AS MATERIALIZED (
        SELECT id FROM imports WHERE shop_id = ?1 AND kind = 'orders' AND exported_at > ?2
    )
    SELECT line_id FROM older CROSS JOIN stored_sightings ON import_id = older.id WHERE content IS NOT NULL
    UNION
    SELECT stored_lines.id FROM stored_lines
    WHERE shop_id = ?1 AND submitted_at >= ?3 AND submitted_at < ?4 AND stored_lines.import_id IN (SELECT id FROM newer)
        AND NOT EXISTS (
            SELECT 1 FROM stored_sightings WHERE line_id = stored_lines.id AND stored_sightings.import_id IN (SELECT id FROM older)
        )";

impl Store {
    /// Visits the lines of a shop that newer exports than of a moment may have changed, and those submitted between two others that
    /// no older export has.
    pub(crate) fn each_since(
        &self,
        shop: &str,
        moment: &str,
        [first, end]: [&str; 2],
        visit: impl FnMut(&EarlierLine),
    ) -> Result<(), StoreError> {
        let run = || {
            let shop_id: i64 =
                self.connection.query_row("SELECT id FROM shops WHERE name = ?1", [shop], |row| row.get(0))?;
            let ids: Vec<i64> = self
                .connection
                .prepare(MAY_DIFFER)?
                .query_map(params![shop_id, moment, first, end], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            each(&self.connection, &ids, moment, visit)
        };
        run().map_err(|error| self.failed(error))
    }
}

fn each(
    connection: &Connection,
    ids: &[i64],
    moment: &str,
    mut visit: impl FnMut(&EarlierLine),
) -> rusqlite::Result<()> {
    let mut sources = Sources::new(connection)?;
    let sql = format!("SELECT {}, {AFTER_STATE} FROM stored_lines WHERE id = ?1", content::columns());
    let mut by_id = connection.prepare(&sql)?;
    for id in ids {
        let mut line = by_id.query_row([id], |row| read_line(row, &sources.headers))?;
        complete(connection, &mut sources, &mut line)?;
        let (mut before, mut stated) = (None, FieldSet::default());
        for (source, sighting) in by_time(connection, &mut sources, line.sightings)? {
            if source.exported_at.as_str() <= moment {
                before.get_or_insert_with(Content::default).overlay(&sighting.content, &source.layout);
                let unstated = sighting.content.unstated;
                source
                    .layout
                    .fields
                    .iter()
                    .filter(|field| !unstated.contains(*field))
                    .for_each(|field| stated.insert(field));
            }
        }
        visit(&EarlierLine { before, stated, now: line.state });
    }
    Ok(())
}
