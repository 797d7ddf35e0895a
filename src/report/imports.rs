//! The imports, and their rejected rows.

use rusqlite::Row;

use super::{ask, text};
use crate::model::export::{ExportKind, Grain};
use crate::model::lang::Explain;
use crate::model::summary::count_columns;
use crate::model::table::{Column, Datum, RowSink, Table, Word, columns};
use crate::store::{Store, StoreError};

const SQL: &str = include_str!("imports.sql");

/// The index of the first count among the columns of [`SQL`].
const FIRST_COUNT: usize = 13;

/// The indexes of the kind of export and of its grain.
const KIND: usize = 7;
const GRAIN: usize = 8;

/// Lists imports, of one shop or of all; `id` narrows to one.
pub fn list(store: &Store, shop: Option<&str>, id: Option<i64>) -> Result<Table, StoreError> {
    let mut headings = vec![Column::titled("id", "column-import-id")];
    headings.extend(columns(&[
        "shop",
        "path",
        "sha256",
        "format",
        "encoding",
        "sheet",
        "kind",
        "grain",
        "exported_at",
        "imported_at",
        "first_day",
        "last_day",
    ]));
    headings.extend(count_columns());
    let width = headings.len();
    let rows = ask(store, SQL, &[(":shop", &shop), (":id", &id)], |row| {
        (0..width)
            .map(|index| match index {
                0 | FIRST_COUNT.. => row.get(index).map(Datum::Int),
                KIND => word(row, index, |name| Some(ExportKind::by_name(name)?.word())),
                GRAIN => word(row, index, |name| Some(Grain::by_name(name)?.word())),
                _ => text(row, index),
            })
            .collect()
    })?;
    match id {
        Some(id) if rows.is_empty() => Err(StoreError::NoImport(id)),
        _ => Ok(Table::new(headings, rows)),
    }
}

/// Reads a stable name for which people have a word.
fn word(row: &Row<'_>, index: usize, known: impl Fn(&str) -> Option<Word>) -> rusqlite::Result<Datum> {
    let name: Option<String> = row.get(index)?;
    Ok(match name.as_deref().and_then(known) {
        Some(word) => Datum::Word(word),
        None => Datum::text(name),
    })
}

/// Gives all rejected rows of an import to the sink; the reason is the word of the code.
pub fn rejects(store: &Store, id: i64, sink: &mut dyn RowSink) -> Result<u64, StoreError> {
    list(store, None, Some(id))?;
    let columns = columns(&["row", "column", "header", "code", "value", "reason", "sheet"]);
    sink.columns(&columns).map_err(StoreError::Output)?;
    let mut count = 0;
    store.each_reject(id, |reject| {
        count += 1;
        sink.row(&[
            Datum::Int(reject.row.cast_signed()),
            Datum::Text(reject.column),
            Datum::Text(reject.header),
            Datum::Text(reject.code.code().to_owned()),
            Datum::Text(reject.value),
            Datum::Word(reject.code.word()),
            Datum::text(reject.sheet),
        ])
    })?;
    Ok(count)
}
