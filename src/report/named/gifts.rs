//! Which lines are gifts.

use rustc_hash::FxHashSet;

use super::question::Question;
use crate::model::field::Field;
use crate::model::figure::NONE;
use crate::store::StoreError;

/// What the figure of a line says: 取消原因 names it a gift.
const BY_REASON: i64 = 1;
/// What the figure of a line says: it costs nothing and its unit price is 0.
const BY_PRICE: i64 = 2;

/// Tells whether the exports of a shop tell of gifts at all.
pub(super) fn knows_gifts(question: &Question<'_>) -> bool {
    question.knows(Field::CancelReason) || question.knows(Field::UnitPrice)
}

/// Knows the gifts of a shop.
pub(super) struct Gifts {
    /// Orders with lines that cost nothing and with others that somebody paid for.
    orders: FxHashSet<i64>,
}

impl Gifts {
    /// Reads the orders of a shop that a line without a price may be a gift of.
    pub(super) fn of(question: &Question<'_>) -> Result<Self, StoreError> {
        let asked = question.asked();
        let mut candidates = FxHashSet::default();
        question.each_line(["shop", "order", "gift"], |_, [shop, order, gift]| {
            if gift == BY_PRICE && asked.is_of_shop(shop) {
                candidates.insert(order);
            }
        })?;
        let mut orders = FxHashSet::default();
        if !candidates.is_empty() {
            question.each_line(["shop", "order", "paid", "payable"], |_, [shop, order, paid, payable]| {
                if paid != NONE && payable != 0 && candidates.contains(&order) && asked.is_of_shop(shop) {
                    orders.insert(order);
                }
            })?;
        }
        Ok(Self { orders })
    }

    /// Tells whether a line is a gift, by the figure and its order.
    pub(super) fn has(&self, gift: i64, order: i64) -> bool {
        gift == BY_REASON || gift == BY_PRICE && self.orders.contains(&order)
    }
}
