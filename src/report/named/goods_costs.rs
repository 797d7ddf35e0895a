//! What one piece of each line costs, worked out once for goods that are the same.

use rustc_hash::FxHashMap;

use super::query::Query;
use super::sql::sql_struct;
use crate::model::time;
use crate::packed::{Amount, Moment, Product, Sku};
use crate::packed_row;
use crate::report::unit_costs::{Goods, UnitCosts};
use crate::store::{StoreError, scratch_table};

/// Knows what one piece of the goods of a shop costs.
pub(super) struct GoodsCosts {
    /// By the product, and 规格 and 商家编码.
    by_goods: FxHashMap<(Option<Product>, Option<Sku>), Versions>,
    /// Whether the shop has a table of costs.
    pub is_any: bool,
}

/// What a piece costs from when on.
struct Versions {
    /// The first day of each cost, the earliest first.
    from: Vec<(i64, Option<Amount>)>,
    /// What it costs where the day is not known.
    undated: Option<Amount>,
}

sql_struct! {
    struct Named {
        number: i64,
        product_id: Option<String>,
        sku_code: Option<String>,
        spec: Option<String>,
    }
}

impl GoodsCosts {
    /// Finds the costs of the goods in the shop's lines.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        packed_row! {
            struct Line of line { product, sku }
        }
        let table = UnitCosts::read(query.store, query.shop)?;
        let mut costs = Self { by_goods: FxHashMap::default(), is_any: !table.is_empty() };
        if !costs.is_any {
            return Ok(costs);
        }
        let mut lines: FxHashMap<(Option<Product>, Option<Sku>), i64> = FxHashMap::default();
        query.scan(|id, line: Line| {
            lines.entry((line.product, line.sku)).or_insert(id);
        })?;
        let goods: Vec<_> = lines.into_iter().collect();
        let rows = (0_i64..).zip(&goods).map(|(number, (_, line))| [Some(number), Some(*line)]);
        let store = query.store;
        scratch_table::write(store.connection(), "goods_of_lines", &["number", "line_id"], rows)
            .map_err(|error| store.failed(error))?;
        let sql = "SELECT number, product_id, sku_code, spec FROM goods_of_lines JOIN stored_lines ON id = line_id";
        for Named { number, product_id, sku_code, spec } in query.rows(sql)? {
            if let Some((key, _)) = usize::try_from(number).ok().and_then(|number| goods.get(number)) {
                costs.by_goods.insert(*key, Versions::of(&table, &Goods { sku_code, product_id, spec }));
            }
        }
        Ok(costs)
    }

    /// Returns what a piece of a line costs that was submitted at a moment.
    pub(super) fn cost(&self, product: Option<Product>, sku: Option<Sku>, submitted: Option<Moment>) -> Option<Amount> {
        let versions = self.by_goods.get(&(product, sku))?;
        let Some(submitted) = submitted else { return versions.undated };
        let next = versions.from.partition_point(|(first, _)| *first <= submitted.day());
        next.checked_sub(1).and_then(|index| versions.from[index].1)
    }
}

impl Versions {
    fn of(table: &UnitCosts, goods: &Goods) -> Self {
        let on = |day: Option<&str>| table.on(goods, day).map(|cost| Amount::of(cost.cost.0));
        let dated = table.days_of_change(goods).into_iter().filter_map(|day| {
            let first = time::parse_day(day)?;
            Some((Moment::start_of(first).day(), on(Some(day))))
        });
        // A day before all others has the costs that have always held.
        let from = [(i64::MIN, on(Some("")))].into_iter().chain(dated).collect();
        Self { from, undated: on(None) }
    }
}
