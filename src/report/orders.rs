//! Order lines that match a filter.

use chrono::NaiveDate;
use rusqlite::ToSql;

use super::{ask, text};
use crate::model::table::{Column, Datum, RowSink, columns};
use crate::store::{Store, StoreError};

/// Selects the columns of a list.
pub(super) const LISTED: &str = include_str!("orders.sql");

const SQL: &str = concat!(include_str!("orders.sql"), include_str!("orders_wanted.sql"));

/// The WHERE clause of a filter, for a query that names the lines `line`.
pub(super) const WANTED: &str = include_str!("orders_wanted.sql");

/// Names what lines are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortKey {
    /// 订单提交时间.
    #[default]
    Submitted,
    /// 支付完成时间.
    Paid,
    /// 订单应付金额.
    Amount,
    /// 商品数量.
    Quantity,
    /// 订单状态.
    Status,
    /// 选购商品.
    Product,
}

impl SortKey {
    /// Lists every key.
    pub const ALL: &'static [Self] =
        &[Self::Submitted, Self::Paid, Self::Amount, Self::Quantity, Self::Status, Self::Product];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Paid => "paid",
            Self::Amount => "amount",
            Self::Quantity => "quantity",
            Self::Status => "status",
            Self::Product => "product",
        }
    }

    /// Finds a key by its stable name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.as_str() == name)
    }

    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Submitted => "submitted_at",
            Self::Paid => "paid_at",
            Self::Amount => "payable",
            Self::Quantity => "quantity",
            Self::Status => "status",
            Self::Product => "product",
        }
    }
}

/// Holds a filter of order lines, and how they are sorted.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    /// The accepted 订单状态; empty accepts all.
    pub statuses: Vec<String>,
    /// The accepted 售后状态, `-` for lines without one; empty accepts all.
    pub after_sales: Vec<String>,
    /// 推广类型: 精选联盟 or 无.
    pub promotion: Option<String>,
    /// The 商品ID, or a part of the product's name.
    pub product: Option<String>,
    /// The first Beijing day of 订单提交时间.
    pub from: Option<NaiveDate>,
    /// The last Beijing day of 订单提交时间.
    pub to: Option<NaiveDate>,
    /// An id, or a part of the product's name, its code, the seller's note or the buyer's message.
    pub search: Option<String>,
    /// What lines are sorted by.
    pub sort: SortKey,
    /// Whether the smallest value comes first.
    pub ascending: bool,
    /// The most lines to list.
    pub limit: Option<u64>,
}

impl OrderFilter {
    /// Returns the parameters of [`WANTED`].
    pub(super) fn params<'f>(&'f self, shop: &'f str) -> [(&'static str, Box<dyn ToSql + 'f>); 8] {
        let json = |values: &[String]| (!values.is_empty()).then(|| serde_json::json!(values).to_string());
        [
            (":shop", Box::new(shop)),
            (":from", Box::new(self.from.map(|day| day.to_string()))),
            (":to", Box::new(self.to.and_then(|day| day.succ_opt()).map(|day| day.to_string()))),
            (":statuses", Box::new(json(&self.statuses))),
            (":after_sales", Box::new(json(&self.after_sales))),
            (":promotion", Box::new(&self.promotion)),
            (":product", Box::new(&self.product)),
            (":search", Box::new(&self.search)),
        ]
    }

    /// Returns the ORDER BY and LIMIT clauses.
    pub(super) fn order(&self) -> String {
        let direction = if self.ascending { "ASC" } else { "DESC" };
        let limit = self.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
        format!("ORDER BY line.{} {direction}, line.line_key {direction} LIMIT {limit}", self.sort.column())
    }
}

/// Holds how many lines were listed, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Lines that were listed.
    pub shown: u64,
    /// Lines that match the filter.
    pub total: u64,
}

/// Gives the lines of a shop that match the filter to the sink.
pub fn list(store: &Store, shop: &str, filter: &OrderFilter, sink: &mut dyn RowSink) -> Result<Listed, StoreError> {
    sink.columns(&listed_columns()).map_err(StoreError::Output)?;
    let values = filter.params(shop);
    let params: Vec<(&str, &dyn ToSql)> = values.iter().map(|(name, value)| (*name, &**value)).collect();
    let params = params.as_slice();
    let failed = |error| store.failed(error);
    let sql = format!("{SQL} {}", filter.order());
    let mut statement = store.connection().prepare(&sql).map_err(failed)?;
    let mut rows = statement.query(params).map_err(failed)?;
    let mut shown = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        let line = read(row).map_err(failed)?;
        sink.row(&line).map_err(StoreError::Output)?;
        shown += 1;
    }
    if Some(shown) != filter.limit {
        return Ok(Listed { shown, total: shown });
    }
    let total: i64 = store
        .connection()
        .query_row(&format!("SELECT count(*) FROM ({SQL})"), params, |row| row.get(0))
        .map_err(failed)?;
    Ok(Listed { shown, total: total.cast_unsigned() })
}

/// Returns the columns of a list.
pub(super) fn listed_columns() -> Vec<Column> {
    columns(&[
        "shop",
        "main_order_id",
        "sub_order_id",
        "submitted_at",
        "status",
        "after_sale",
        "product",
        "spec",
        "quantity",
        "payable",
        "promotion",
        "gift",
    ])
}

/// Returns the 订单状态 and the 售后状态 of a shop's lines.
pub fn statuses(store: &Store, shop: &str) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let list = |column: &str| {
        let sql = format!(
            "SELECT DISTINCT {column} FROM stored_lines WHERE shop_id = (SELECT id FROM shops WHERE name = :shop)
             AND {column} IS NOT NULL ORDER BY 1"
        );
        ask(store, &sql, &[(":shop", &shop)], |row| row.get(0))
    };
    Ok((list("status")?, list("after_sale")?))
}

/// Reads a line with the columns of a list.
pub(super) fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Vec<Datum>> {
    let mut line = Vec::with_capacity(12);
    for index in 0..8 {
        line.push(text(row, index)?);
    }
    line.push(Datum::int(row.get(8)?));
    line.push(Datum::money(row.get(9)?));
    line.push(text(row, 10)?);
    line.push(Datum::int(Some(row.get(11)?).filter(|gift| *gift != 0)));
    Ok(line)
}
