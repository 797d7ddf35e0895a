//! Which group each line of a profit is in, and what its goods cost.

use super::goods_costs::GoodsCosts;
use super::query::Query;
use crate::packed::{Amount, Whole};
use crate::packed_row;
use crate::report::gifts::Gifts;
use crate::report::statuses::StatusCodes;
use crate::store::StoreError;

packed_row! {
    /// The packed columns of an order line that its place and its cost depend on.
    pub(super) struct Line of line {
        submitted, shipped, paid, product, creator, order, key, status, quantity, payable, gift, sku,
    }
}

/// What a line is to a profit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It is paid, so it has a net.
    Paid,
    /// It is a gift that was shipped and is not paid itself.
    ShippedGift,
    /// It has neither.
    None,
}

/// Knows which lines have goods that went out, and what these cost.
pub(super) struct Goods {
    statuses: StatusCodes,
    gifts: Gifts,
    pub costs: GoodsCosts,
}

impl Goods {
    /// Reads what it takes.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self { statuses: query.statuses()?, gifts: query.gifts()?, costs: GoodsCosts::of(query)? })
    }

    /// Returns what a line is.
    pub(super) fn part(&self, line: &Line) -> Part {
        match line.paid {
            Some(_) => Part::Paid,
            None if self.was_shipped(line) && self.gifts.has(line.gift, line.order, false) => Part::ShippedGift,
            None => Part::None,
        }
    }

    /// Tells whether the goods of a line went out.
    pub(super) fn was_shipped(&self, line: &Line) -> bool {
        self.statuses.was_shipped(line.status, line.shipped)
    }

    /// Returns what all pieces of a line cost.
    pub(super) fn cost(&self, line: &Line) -> Option<Amount> {
        let cost = self.costs.cost(line.product, line.sku, line.submitted)?;
        line.quantity.map(|pieces| Amount::of(cost.get().saturating_mul(pieces.get())))
    }
}
