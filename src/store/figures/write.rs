//! Writing figures: a block at a time, since the rows of an import follow one another.

use rusqlite::{Connection, OptionalExtension, params};

use super::pack::{pack, unpack};
use super::{BLOCK, FIGURES, Reader, Stored, names, stored};
use crate::model::export::ExportKind;
use crate::model::figure::NONE;

/// Holds the block that is being worked on.
pub(super) struct Block {
    kind: ExportKind,
    names: Vec<&'static str>,
    /// The number of the block, once there is one.
    number: Option<i64>,
    /// The figures by name; all are as long as the last row asks for.
    columns: Vec<Vec<i64>>,
}

impl Block {
    pub(super) fn new(kind: ExportKind) -> Self {
        let names = names(kind);
        Self { kind, columns: vec![Vec::new(); names.len()], names, number: None }
    }

    /// Goes to the block of a row, after what is to be done with the one before.
    pub(super) fn go_to(
        &mut self,
        connection: &Connection,
        id: i64,
        leave: impl FnOnce(&Self) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let number = Some((id - 1) / BLOCK);
        if self.number != number {
            leave(self)?;
            self.number = number;
            self.load(connection)?;
        }
        Ok(())
    }

    fn load(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut find = connection
            .prepare_cached("SELECT data FROM stored_figures WHERE kind = ?1 AND name = ?2 AND block = ?3")?;
        for (name, column) in self.names.iter().zip(&mut self.columns) {
            column.clear();
            let data: Option<Vec<u8>> =
                find.query_row(params![self.kind.as_str(), name, self.number], |row| row.get(0)).optional()?;
            if let Some(data) = data {
                unpack(&data, column).ok_or_else(|| super::scan::damaged(name))?;
            }
        }
        Ok(())
    }

    /// Returns the figures of a row of this block.
    pub(super) fn get(&self, id: i64) -> Stored {
        let mut figures = [NONE; FIGURES + 2];
        for (figure, column) in figures.iter_mut().zip(&self.columns) {
            *figure = column.get(place(id)).copied().unwrap_or(NONE);
        }
        figures
    }

    fn set(&mut self, id: i64, figures: &Stored) {
        let place = place(id);
        for (column, figure) in self.columns.iter_mut().zip(figures) {
            if column.len() <= place {
                column.resize(place + 1, NONE);
            }
            column[place] = *figure;
        }
    }

    fn store(&self, connection: &Connection) -> rusqlite::Result<()> {
        let Some(number) = self.number else { return Ok(()) };
        let mut insert = connection.prepare_cached(
            "INSERT OR REPLACE INTO stored_figures (kind, name, block, data) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (name, column) in self.names.iter().zip(&self.columns) {
            insert.execute(params![self.kind.as_str(), name, number, pack(column)])?;
        }
        Ok(())
    }
}

/// Returns the place of a row in its block.
fn place(id: i64) -> usize {
    usize::try_from((id - 1) % BLOCK).unwrap_or_default()
}

/// Writes the figures of rows within the transaction of its connection. What it was given is stored by [`FigureWriter::finish`].
pub(in crate::store) struct FigureWriter {
    block: Block,
}

impl FigureWriter {
    /// Makes a writer for a kind of export.
    pub(in crate::store) fn new(kind: ExportKind) -> Self {
        Self { block: Block::new(kind) }
    }

    /// Takes the figures of a new row, which is current.
    pub(in crate::store) fn put(
        &mut self,
        connection: &Connection,
        id: i64,
        shop_id: i64,
        figures: &[i64; FIGURES],
    ) -> rusqlite::Result<()> {
        let figures = stored(self.block.kind, figures, shop_id, true);
        self.set(connection, id, &figures)
    }

    fn set(&mut self, connection: &Connection, id: i64, figures: &Stored) -> rusqlite::Result<()> {
        self.block.go_to(connection, id, |block| block.store(connection))?;
        self.block.set(id, figures);
        Ok(())
    }

    /// Stores what is left.
    pub(in crate::store) fn finish(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.block.store(connection)?;
        self.block.number = None;
        Ok(())
    }
}

/// Makes the figures of rows that changed or went, and of those only.
pub(in crate::store) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    for kind in ExportKind::ALL.iter().copied() {
        let changed: Vec<i64> = connection
            .prepare_cached("SELECT id FROM stored_unsettled WHERE kind = ?1 ORDER BY id")?
            .query_map([kind.as_str()], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if changed.is_empty() {
            continue;
        }
        let mut reader = Reader::new(kind);
        let mut statement = connection.prepare(&reader.sql("WHERE id = ?1"))?;
        let mut writer = FigureWriter::new(kind);
        for id in changed {
            let figures = statement.query_row([id], |row| reader.read(row)).optional()?;
            writer.set(connection, id, &figures.map_or([NONE; FIGURES + 2], |(_, figures)| figures))?;
        }
        writer.finish(connection)?;
    }
    connection.execute("DELETE FROM stored_unsettled", []).map(drop)
}

/// Makes all figures anew.
pub(in crate::store) fn rebuild(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("DELETE FROM stored_figures; DELETE FROM stored_unsettled")?;
    for kind in ExportKind::ALL.iter().copied() {
        let mut reader = Reader::new(kind);
        let mut writer = FigureWriter::new(kind);
        let mut statement = connection.prepare(&reader.sql("ORDER BY id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, figures) = reader.read(row)?;
            writer.set(connection, id, &figures)?;
        }
        writer.finish(connection)?;
    }
    Ok(())
}
