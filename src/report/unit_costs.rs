//! What one piece costs: the costs that a shop has imported, and which of them holds for a line.
//!
//! A cost names a product, a code of the seller, a specification, or several of them, and the day from which it holds. It fits a line
//! of which all that it names is true, from its day on. Of those that fit, the most specific one holds: one with a code goes before one
//! without, then one with a product, then one with a specification. Of equally specific ones the one with the latest day holds, so a
//! cost changes nothing before its day.

use std::collections::HashMap;

use super::ask;
use crate::model::money::Fen;
use crate::store::{Store, StoreError};

/// Names what costs something, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Goods {
    /// 商家编码.
    pub sku_code: Option<String>,
    /// 商品ID.
    pub product_id: Option<String>,
    /// 规格.
    pub spec: Option<String>,
}

impl Goods {
    /// Which of code, product and specification a cost may name, the most specific first.
    const SPECIFICITY: [[bool; 3]; 7] = [
        [true, true, true],
        [true, true, false],
        [true, false, true],
        [true, false, false],
        [false, true, true],
        [false, true, false],
        [false, false, true],
    ];

    /// Returns only some of code, product and specification; nothing where one of them is not known.
    fn only(&self, [sku_code, product_id, spec]: [bool; 3]) -> Option<Self> {
        let part = |wanted: bool, known: &Option<String>| match (wanted, known) {
            (true, None) => None,
            (true, known) => Some(known.clone()),
            (false, _) => Some(None),
        };
        Some(Self {
            sku_code: part(sku_code, &self.sku_code)?,
            product_id: part(product_id, &self.product_id)?,
            spec: part(spec, &self.spec)?,
        })
    }
}

/// Holds a cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCost {
    /// What it names.
    pub goods: Goods,
    /// The day from which it holds, as `YYYY-MM-DD`; nothing where it has always held.
    pub valid_from: Option<String>,
    /// The cost of one piece.
    pub cost: Fen,
}

/// Holds the costs of a shop.
#[derive(Debug, Default)]
pub struct UnitCosts {
    /// The costs of each goods, the earliest first.
    by_goods: HashMap<Goods, Vec<UnitCost>>,
}

impl UnitCosts {
    /// Reads the costs of a shop.
    pub fn read(store: &Store, shop: &str) -> Result<Self, StoreError> {
        let sql = "SELECT sku_code, product_id, spec, valid_from, cost FROM stored_costs
                   WHERE shop_id = (SELECT id FROM shops WHERE name = :shop) AND current
                   ORDER BY valid_from IS NOT NULL, valid_from";
        let costs = ask(store, sql, &[(":shop", &shop)], |row| {
            Ok(UnitCost {
                goods: Goods { sku_code: row.get(0)?, product_id: row.get(1)?, spec: row.get(2)? },
                valid_from: row.get(3)?,
                cost: Fen(row.get(4)?),
            })
        })?;
        let mut by_goods: HashMap<Goods, Vec<UnitCost>> = HashMap::new();
        for cost in costs {
            by_goods.entry(cost.goods.clone()).or_default().push(cost);
        }
        Ok(Self { by_goods })
    }

    /// Tells whether the shop has no costs at all.
    pub fn is_empty(&self) -> bool {
        self.by_goods.is_empty()
    }

    /// Tells whether any cost holds only from a day on.
    pub(super) fn has_days(&self) -> bool {
        self.by_goods.values().flatten().any(|cost| cost.valid_from.is_some())
    }

    /// Finds the cost that holds for goods on a day, which is written `YYYY-MM-DD`. Without a day only a cost that has always held is
    /// known to hold, and only where no later one is known.
    pub fn on(&self, goods: &Goods, day: Option<&str>) -> Option<&UnitCost> {
        Goods::SPECIFICITY.iter().find_map(|named| {
            let costs = self.by_goods.get(&goods.only(*named)?)?;
            match day {
                Some(day) => costs.iter().rev().find(|cost| cost.valid_from.as_deref().is_none_or(|from| from <= day)),
                None => costs.first().filter(|cost| costs.len() == 1 && cost.valid_from.is_none()),
            }
        })
    }

    /// Lists the days on which another cost of goods may begin to hold, the earliest first.
    pub(super) fn days_of_change(&self, goods: &Goods) -> Vec<&str> {
        let named = Goods::SPECIFICITY.iter().filter_map(|named| self.by_goods.get(&goods.only(*named)?));
        let mut days: Vec<&str> = named.flatten().filter_map(|cost| cost.valid_from.as_deref()).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goods([sku_code, product_id, spec]: [&str; 3]) -> Goods {
        let part = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Goods { sku_code: part(sku_code), product_id: part(product_id), spec: part(spec) }
    }

    fn costs(all: &[([&str; 3], &str, i64)]) -> UnitCosts {
        let mut costs = UnitCosts::default();
        for (named, from, fen) in all {
            let goods = goods(*named);
            let valid_from = (!from.is_empty()).then(|| (*from).to_owned());
            let cost = UnitCost { goods: goods.clone(), valid_from, cost: Fen(*fen) };
            costs.by_goods.entry(goods).or_default().push(cost);
        }
        costs
    }

    #[test]
    fn the_most_specific_cost_in_force_holds() {
        let costs = costs(&[
            (["", "37", ""], "", 100),
            (["", "37", "red"], "", 110),
            (["A", "", ""], "2026-06-01", 120),
            (["A", "37", ""], "2026-07-01", 130),
        ]);
        for (named, day, cost) in [
            (["A", "37", "red"], "2026-05-31", Some(110)),
            (["A", "37", "red"], "2026-06-01", Some(120)),
            (["A", "37", "red"], "2026-07-01", Some(130)),
            (["B", "37", "blue"], "2026-07-01", Some(100)),
            (["A", "38", "red"], "2026-07-01", Some(120)),
            (["", "38", "red"], "2026-07-01", None),
            (["", "", "red"], "2026-07-01", None),
        ] {
            let found = costs.on(&goods(named), Some(day)).map(|cost| cost.cost.0);
            assert_eq!(found, cost, "{named:?} {day}");
        }
    }

    #[test]
    fn a_cost_changes_nothing_before_its_day() {
        let costs = costs(&[(["A", "", ""], "", 100), (["A", "", ""], "2026-06-01", 120), (["B", "", ""], "", 50)]);
        let on = |code, day| costs.on(&goods([code, "", ""]), day).map(|cost| cost.cost.0);
        assert_eq!([on("A", Some("2026-05-31")), on("A", Some("2026-06-01"))], [Some(100), Some(120)]);
        // On an unknown day it is not known which of the two holds.
        assert_eq!([on("A", None), on("B", None)], [None, Some(50)]);
    }
}
