//! A table of costs to fill in: the goods that were sold, with the costs that are known.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::ask;
use super::statuses::with_conditions;
use super::unit_costs::{Goods, UnitCost, UnitCosts};
use crate::model::money::Fen;
use crate::model::table::{Column, Datum, RowSink};
use crate::store::{Store, StoreError};

const SQL: &str = include_str!("cost_template.sql");

/// What [`SQL`] says of each group, up to where the groups come from.
const GROUPS_FROM: &str = "FROM stored_lines";

/// The headers, under which the importer reads the table again.
const HEADERS: [&str; 8] = ["商品ID", "商品名称", "规格", "商家编码", "销量", "最近单价(元)", "成本(元)", "生效日期"];

/// Joins the products of a row that is a main order of several.
const JOINED: char = ';';

/// Tells what a template has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WrittenTemplate {
    /// The rows.
    pub rows: usize,
    /// The rows whose cost is not known yet.
    pub open: usize,
    /// The rows whose cost holds only from a day after the first order on.
    pub late: usize,
    /// The groups of sold goods that no cost can name: they have neither a code nor one product.
    pub unnamed: usize,
}

/// Holds goods that were sold.
#[derive(Debug, Clone)]
struct Sold {
    goods: Goods,
    product: Option<String>,
    /// The number of pieces; nothing where a line does not tell it.
    units: Option<i64>,
    price: Option<Fen>,
    cost: Option<UnitCost>,
    /// Whether some were ordered before any cost holds.
    is_late: bool,
}

/// Writes the goods that a shop has sold, with the costs that hold on a day, and without those that no cost can name. Goods whose cost
/// is not known come first, and then those that sold most.
///
/// Goods of one cost are one row, which names what the cost names, so that the table says the same when it is imported again.
pub fn write(store: &Store, shop: &str, today: &str, sink: &mut dyn RowSink) -> Result<WrittenTemplate, StoreError> {
    let costs = UnitCosts::read(store, shop)?;
    let first_days = if costs.has_days() { first_days(store, shop)? } else { HashMap::new() };
    let sold = ask(store, &with_conditions(SQL), &[(":shop", &shop)], |row| {
        let uncounted: i64 = row.get("uncounted")?;
        let units: Option<i64> = row.get("units")?;
        Ok(Sold {
            goods: Goods { sku_code: row.get("sku_code")?, product_id: row.get("product_id")?, spec: row.get("spec")? },
            product: row.get("product")?,
            units: units.filter(|_| uncounted == 0),
            price: row.get::<_, Option<i64>>("unit_price")?.map(Fen),
            cost: None,
            is_late: false,
        })
    })?;
    let mut written = WrittenTemplate::default();
    let mut rows: Vec<Sold> = Vec::new();
    let mut by_cost: HashMap<Goods, usize> = HashMap::new();
    for mut one in sold {
        let is_joined = one.goods.product_id.as_deref().is_some_and(|id| id.contains(JOINED));
        if is_joined || one.goods == Goods::default() {
            written.unnamed += 1;
            continue;
        }
        one.cost = costs.on(&one.goods, Some(today)).cloned();
        let Some(cost) = &one.cost else {
            rows.push(one);
            continue;
        };
        one.is_late = first_days.get(&one.goods).is_some_and(|first| costs.on(&one.goods, Some(first)).is_none());
        one.goods = cost.goods.clone();
        if let Some(index) = by_cost.get(&one.goods) {
            rows[*index].add(&one);
        } else {
            by_cost.insert(one.goods.clone(), rows.len());
            rows.push(one);
        }
    }
    rows.sort_by_cached_key(|row| {
        let Goods { sku_code, product_id, spec } = row.goods.clone();
        (row.cost.is_some(), Reverse(row.units), product_id, spec, sku_code)
    });
    written.rows = rows.len();
    written.open = rows.iter().filter(|row| row.cost.is_none()).count();
    written.late = rows.iter().filter(|row| row.is_late).count();
    sink.expect(rows.len() as u64);
    sink.columns(&HEADERS.map(Column::plain)).map_err(StoreError::Output)?;
    rows.iter().try_for_each(|row| sink.row(&row.cells())).map_err(StoreError::Output)?;
    Ok(written)
}

/// Returns the day of the first order of goods.
fn first_days(store: &Store, shop: &str) -> Result<HashMap<Goods, String>, StoreError> {
    let groups = SQL.find(GROUPS_FROM).map_or("", |from| &SQL[from..]);
    let sql = format!("SELECT sku_code, product_id, spec, min(substr(submitted_at, 1, 10)) {groups}");
    let days: Vec<(Goods, Option<String>)> = ask(store, &with_conditions(&sql), &[(":shop", &shop)], |row| {
        Ok((Goods { sku_code: row.get(0)?, product_id: row.get(1)?, spec: row.get(2)? }, row.get(3)?))
    })?;
    Ok(days.into_iter().filter_map(|(goods, first)| Some((goods, first?))).collect())
}

impl Sold {
    /// Adds other goods of the same cost. The name and the price stay those of the goods that sold most.
    fn add(&mut self, other: &Self) {
        let units = self.units.zip(other.units).map(|(one, other)| one + other);
        if other.units > self.units {
            (self.product, self.price) = (other.product.clone(), other.price);
        }
        self.units = units;
        self.is_late |= other.is_late;
    }

    fn cells(&self) -> [Datum; HEADERS.len()] {
        let Goods { sku_code, product_id, spec } = self.goods.clone();
        let cost = self.cost.as_ref();
        [
            Datum::text(product_id),
            Datum::text(self.product.clone()),
            Datum::text(spec),
            Datum::text(sku_code),
            Datum::int(self.units),
            Datum::money(self.price.map(|price| price.0)),
            Datum::money(cost.map(|cost| cost.cost.0)),
            Datum::text(cost.and_then(|cost| cost.valid_from.clone())),
        ]
    }
}
