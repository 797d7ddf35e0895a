//! Going through the figures of all rows.

use std::array;

use rusqlite::{Connection, Error, Statement};

use super::BLOCK;
use super::pack::unpack;
use crate::model::export::ExportKind;

/// Hands the figures of every row to `take`: the number of the row and the figures that are named, in that order.
///
/// A row that is not there has [`NONE`](crate::model::figure::NONE) everywhere; only what asks for `shop` can tell it from others.
pub(crate) fn each<const N: usize>(
    connection: &Connection,
    kind: ExportKind,
    names: [&str; N],
    mut take: impl FnMut(i64, [i64; N]),
) -> rusqlite::Result<()> {
    let blocks =
        |_| connection.prepare("SELECT block, data FROM stored_figures WHERE kind = ?1 AND name = ?2 ORDER BY block");
    let mut statements: Vec<Statement<'_>> = (0..N).map(blocks).collect::<rusqlite::Result<_>>()?;
    let mut rows = Vec::with_capacity(N);
    for (statement, name) in statements.iter_mut().zip(names) {
        rows.push(statement.query([kind.as_str(), name])?);
    }
    let mut columns: [Vec<i64>; N] = array::from_fn(|_| Vec::new());
    loop {
        let mut first: Option<(i64, usize)> = None;
        for ((rows, column), name) in rows.iter_mut().zip(&mut columns).zip(names) {
            let Some(row) = rows.next()? else { return Ok(()) };
            unpack(row.get_ref(1)?.as_blob()?, column).ok_or_else(|| damaged(name))?;
            // All figures of a block are written together.
            match first {
                None => first = Some((row.get(0)?, column.len())),
                Some(other) if other == (row.get(0)?, column.len()) => {}
                Some(_) => return Err(damaged(name)),
            }
        }
        let Some((block, length)) = first else { return Ok(()) };
        let before = block * BLOCK + 1;
        let columns: [&[i64]; N] = array::from_fn(|place| &columns[place][..length]);
        for (id, place) in (before..).zip(0..length) {
            take(id, array::from_fn(|column| columns[column][place]));
        }
    }
}

/// Says that a block cannot be read.
pub(super) fn damaged(name: &str) -> Error {
    Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, format!("figures of {name} are damaged").into())
}
