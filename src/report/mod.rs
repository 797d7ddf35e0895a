//! Questions to the database: reports by name, orders, imports, and what checks need. The SQL of each is beside its code.

pub mod blocking;
mod code_texts;
pub mod comparison;
pub mod cost_template;
pub mod entries;
pub mod export_steps;
mod gifts;
pub mod imports;
pub mod missing_exports;
pub mod named;
pub mod order;
pub mod order_columns;
pub mod order_facts;
pub mod order_filter;
mod order_first;
pub mod order_pages;
mod order_query;
mod order_set;
pub mod order_sheet;
pub mod order_split;
mod order_texts;
pub mod order_totals;
pub mod orders;
pub mod statuses;
pub mod terms;
pub mod unit_costs;

use rusqlite::Statement;

use crate::model::table::Datum;
use crate::store::{Store, StoreError};

/// Runs a query, and reads its rows.
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

/// Returns when the newest export of a shop's orders was made.
fn newest_export(store: &Store, shop: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT max(exported_at) FROM imports
               WHERE kind = 'orders' AND shop_id = (SELECT id FROM shops WHERE name = :shop)";
    Ok(ask(store, sql, &[(":shop", &shop)], |row| row.get(0))?.into_iter().next().flatten())
}

/// Reads a column of text.
fn text(row: &rusqlite::Row<'_>, index: usize) -> rusqlite::Result<Datum> {
    row.get(index).map(Datum::text)
}
