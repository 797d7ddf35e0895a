//! Order lines split into sheets, one for each value of a column: the list of each supplier, say.

use std::collections::HashMap;

use super::order_filter::OrderFilter;
use super::order_sheet::{Sheet, Wanted, Written};
use crate::model::table::RowSink;
use crate::store::{Store, StoreError};

/// Names what lines are split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitBy {
    /// 商家编码.
    MerchantCode,
    /// 仓库.
    Warehouse,
    /// 达人.
    Creator,
}

impl SplitBy {
    /// Lists every column.
    pub const ALL: &'static [Self] = &[Self::MerchantCode, Self::Warehouse, Self::Creator];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MerchantCode => "merchant-code",
            Self::Warehouse => "warehouse",
            Self::Creator => "creator",
        }
    }

    /// Returns the Chinese name, which the back office uses.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::MerchantCode => "商家编码",
            Self::Warehouse => "仓库",
            Self::Creator => "达人",
        }
    }

    /// Finds a column by its stable or its Chinese name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.as_str() == name || by.chinese() == name)
    }

    /// Returns the columns that tell values apart, and those that people know them by. The first that is not empty counts.
    fn columns(self) -> [&'static [&'static str]; 2] {
        match self {
            Self::MerchantCode => [&["sku_code"], &["sku_code"]],
            Self::Warehouse => [&["warehouse_id", "warehouse"], &["warehouse", "warehouse_id"]],
            Self::Creator => [&["creator_id", "creator_name"], &["creator_name", "creator_id"]],
        }
    }
}

/// Holds order lines that were split.
pub struct OrderSplit {
    shop: String,
    sheet: Sheet,
    /// One part for each value, in the order of their labels; lines without a value at the end.
    pub parts: Vec<OrderPart>,
}

/// Holds the lines of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPart {
    /// What people know the value by; nothing where the column is empty.
    pub label: Option<String>,
    ids: Vec<i64>,
}

impl OrderSplit {
    /// Splits the lines of a shop that match the filter; contact columns are left out unless `show_pii` is set.
    pub fn of(
        store: &Store,
        shop: &str,
        filter: &OrderFilter,
        by: SplitBy,
        show_pii: bool,
    ) -> Result<Self, StoreError> {
        let wanted = Wanted::of(store, shop, filter)?;
        let sheet = Sheet::of(&wanted, show_pii)?;
        let first_of = |columns: &[&str]| {
            let columns: Vec<String> =
                columns.iter().map(|column| format!("nullif(trim(line.{column}), '')")).collect();
            format!("coalesce({}, NULL)", columns.join(", "))
        };
        let [key, label] = by.columns().map(first_of);
        let sql = format!("SELECT line.id, {key}, {label} FROM stored_lines AS line ");
        let lines: Vec<(i64, Option<String>, Option<String>)> =
            wanted.ask(&sql, &wanted.order(), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut parts: Vec<OrderPart> = Vec::new();
        let mut indexes: HashMap<Option<String>, usize> = HashMap::new();
        for (id, key, label) in lines {
            let index = *indexes.entry(key).or_insert_with(|| {
                parts.push(OrderPart { label, ids: Vec::new() });
                parts.len() - 1
            });
            parts[index].ids.push(id);
        }
        parts.sort_by(|one, other| (one.label.is_none(), &one.label).cmp(&(other.label.is_none(), &other.label)));
        Ok(Self { shop: shop.to_owned(), sheet, parts })
    }

    /// Writes a part, with the columns that all parts have.
    pub fn write(&self, store: &Store, part: &OrderPart, sink: &mut dyn RowSink) -> Result<Written, StoreError> {
        self.sheet.write(store, &self.shop, &part.ids, sink)
    }
}
