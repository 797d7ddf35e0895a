//! Which order a row names, whichever id stands under which header.

use rustc_hash::{FxHashMap, FxHashSet};

use super::matching::parts_of_main_orders;
use super::query::Query;
use crate::model::export::Grain;
use crate::packed::Id;
use crate::packed_row;
use crate::store::StoreError;

/// What a row names: its order, and a line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named {
    /// The order; where no export says which, the line stands for it.
    pub order: Id,
    pub line: Option<Id>,
}

/// Knows the orders that some rows name, and their lines.
#[derive(Default)]
pub(super) struct OrderIds {
    orders: FxHashSet<Id>,
    order_of: FxHashMap<Id, Id>,
}

impl OrderIds {
    /// Finds the orders of rows, each with the sub-order and the order that it names.
    pub(super) fn of(
        query: &Query<'_>,
        rows: impl Iterator<Item = [Option<Id>; 2]> + Clone,
    ) -> Result<Self, StoreError> {
        packed_row! {
            struct Line of line { key, order }
        }
        let ids: FxHashSet<Id> = rows.clone().flatten().flatten().collect();
        let mut known = Self::default();
        if ids.is_empty() {
            return Ok(known);
        }
        query.scan(|_, line: Line| {
            if let (Some(key), Some(order)) = (line.key, line.order)
                && (ids.contains(&key) || ids.contains(&order))
            {
                known.put(key, order);
            }
        })?;
        if query.store.grain(query.shop)? == Some(Grain::MainOrder) {
            let parts = parts_of_main_orders(query)?.into_iter();
            parts.filter(|(part, order)| ids.contains(part) || ids.contains(order)).for_each(|(part, order)| {
                known.put(part, order);
            });
        }
        // Of an order that is not imported, a row that names both ids says which lines it has.
        for row in rows {
            if let [Some(line), Some(order)] = row
                && !known.orders.contains(&order)
                && !known.order_of.contains_key(&order)
            {
                known.order_of.entry(line).or_insert(order);
            }
        }
        Ok(known)
    }

    fn put(&mut self, line: Id, order: Id) {
        self.orders.insert(order);
        self.order_of.insert(line, order);
    }

    /// Returns what a row names. Some exports have the number of a sub-order under the header of an order.
    pub(super) fn named(&self, sub_order: Option<Id>, order: Option<Id>) -> Option<Named> {
        let order_of = |line: Id| self.order_of.get(&line).copied();
        match (sub_order, order) {
            (line, Some(order)) if self.orders.contains(&order) => Some(Named { order, line }),
            (None, Some(line)) if order_of(line).is_some() => Some(Named { order: order_of(line)?, line: Some(line) }),
            (Some(line), order) => Some(Named { order: order_of(line).or(order).unwrap_or(line), line: Some(line) }),
            (None, Some(order)) => Some(Named { order, line: None }),
            (None, None) => None,
        }
    }
}
