//! Order lines that match a filter.

use super::order_columns::{self, OrderColumn, select};
use super::order_filter::OrderFilter;
use super::{ask, code_texts, order_first, order_totals};
use crate::model::table::{Column, RowSink};
use crate::packed_row;
use crate::store::{Store, StoreError};

/// Holds how many lines were listed, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Lines that were listed.
    pub shown: u64,
    /// Lines that match the filter.
    pub total: u64,
}

/// Gives the lines of a shop that match the filter to the sink, with these columns.
pub fn list(
    store: &Store,
    shop: &str,
    filter: &OrderFilter,
    columns: &[OrderColumn],
    sink: &mut dyn RowSink,
) -> Result<Listed, StoreError> {
    let _state = store.snapshot()?;
    let headings: Vec<Column> = columns.iter().map(|column| column.column()).collect();
    sink.columns(&headings).map_err(StoreError::Output)?;
    let query = order_first::query(store, shop, filter, None, filter.limit)?;
    let failed = |error| store.failed(error);
    let sql = format!("{} {} {}", select(columns, &[]), query.condition()?, query.order());
    let mut statement = query.prepare(&sql).map_err(failed)?;
    let mut rows = statement.raw_query();
    let mut shown = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        let line = order_columns::read(row, columns).map_err(failed)?;
        sink.row(&line).map_err(StoreError::Output)?;
        shown += 1;
    }
    if Some(shown) != filter.limit {
        return Ok(Listed { shown, total: shown });
    }
    Ok(Listed { shown, total: order_totals::of(store, shop, filter)?.lines })
}

/// Returns the 订单状态 and the 售后状态 of a shop's lines.
pub fn statuses(store: &Store, shop: &str) -> Result<(Vec<String>, Vec<String>), StoreError> {
    packed_row! {
        struct Line of line { status }
    }
    packed_row! {
        struct AfterSaleLine of line { after_sale }
    }
    let shops: Vec<i64> = ask(store, "SELECT id FROM shops WHERE name = :shop", &[(":shop", &shop)], |row| row.get(0))?;
    let Some(shop_id) = shops.into_iter().next() else { return Ok((Vec::new(), Vec::new())) };
    let sql = |column: &str| format!("SELECT {column} FROM stored_lines WHERE id = :id");
    let statuses = code_texts::read(store, shop_id, |line: Line| line.status, &sql("status"))?;
    let after_sales = code_texts::read(store, shop_id, |line: AfterSaleLine| line.after_sale, &sql("after_sale"))?;
    Ok((sorted(statuses.into_values()), sorted(after_sales.into_values())))
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    texts
}

/// Returns how many lines with 订单提交时间 a shop has. They are counted by day as they are imported.
pub fn lines(store: &Store, shop: &str) -> Result<u64, StoreError> {
    let sql =
        "SELECT coalesce(sum(lines), 0) FROM lines_per_day WHERE shop_id = (SELECT id FROM shops WHERE name = :shop)";
    let lines: Vec<i64> = ask(store, sql, &[(":shop", &shop)], |row| row.get(0))?;
    Ok(lines.into_iter().next().unwrap_or_default().cast_unsigned())
}
