//! Which lines are gifts.

use rustc_hash::FxHashMap;

use crate::packed::{Gift, Id};
use crate::packed_row;
use crate::store::{Store, StoreError};

/// Knows the gifts of a shop.
pub(super) struct Gifts {
    /// How many lines are paid of each order that has a line without a price.
    paid: FxHashMap<Id, u32>,
}

impl Gifts {
    /// Reads the orders of the shop that have a line without a price, which may be a gift.
    pub(super) fn of(store: &Store, shop_id: Option<i64>) -> Result<Self, StoreError> {
        packed_row! {
            struct Line of line { order, gift }
        }
        packed_row! {
            struct PaidLine of line { order, paid }
        }
        let mut paid: FxHashMap<Id, u32> = FxHashMap::default();
        let Some(shop_id) = shop_id else { return Ok(Self { paid }) };
        store.scan(shop_id, |_, line: Line| {
            if let (Gift::ByPrice, Some(order)) = (line.gift, line.order) {
                paid.insert(order, 0);
            }
        })?;
        if !paid.is_empty() {
            store.scan(shop_id, |_, line: PaidLine| {
                if let Some(lines) = line.order.filter(|_| line.paid.is_some()).and_then(|order| paid.get_mut(&order)) {
                    *lines += 1;
                }
            })?;
        }
        Ok(Self { paid })
    }

    /// Tells whether a line is a gift, by its packed column, its order, and whether it is paid itself.
    pub(super) fn has(&self, gift: Gift, order: Option<Id>, is_paid: bool) -> bool {
        let paid_lines = || order.and_then(|order| self.paid.get(&order)).copied().unwrap_or_default();
        match gift {
            Gift::ByReason => true,
            Gift::ByPrice => paid_lines() > u32::from(is_paid),
            Gift::No | Gift::Unknown => false,
        }
    }
}
