//! Named questions: the SQL of each stands beside the code that asks it.

pub mod blocking;
pub mod entries;
pub mod imports;
pub mod named;
pub mod order;
pub mod order_facts;
pub mod order_pages;
pub mod order_sheet;
pub mod orders;
pub mod terms;
pub mod words;

use rusqlite::Statement;

use crate::model::table::Datum;
use crate::store::{Store, StoreError};

/// Runs a question whose rows are read by `read`, and collects the answers.
fn ask<T>(
    store: &Store,
    sql: &str,
    params: &[(&str, &dyn rusqlite::ToSql)],
    read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let run = || -> rusqlite::Result<Vec<T>> {
        let mut statement: Statement<'_> = store.connection().prepare(sql)?;
        statement.query_map(params, |row| read(row))?.collect()
    };
    run().map_err(|error| store.failed(error))
}

/// Returns when the newest export of the orders of a shop was made.
fn newest_export(store: &Store, shop: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT max(exported_at) FROM imports
               WHERE kind = 'orders' AND shop_id = (SELECT id FROM shops WHERE name = :shop)";
    Ok(ask(store, sql, &[(":shop", &shop)], |row| row.get(0))?.into_iter().next().flatten())
}

/// Reads a text column as a datum.
fn text(row: &rusqlite::Row<'_>, place: usize) -> rusqlite::Result<Datum> {
    row.get(place).map(Datum::text)
}
