//! Which lines are gifts.

use rustc_hash::FxHashMap;

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
    /// How many lines are paid of each order that has a line without a price.
    paid: FxHashMap<i64, u32>,
}

impl Gifts {
    /// Reads the orders of a shop that a line without a price may be a gift of.
    pub(super) fn of(question: &Question<'_>) -> Result<Self, StoreError> {
        let asked = question.asked();
        let mut paid_lines = FxHashMap::default();
        question.each_line(["shop", "order", "gift"], |_, [shop, order, gift]| {
            if gift == BY_PRICE && asked.is_of_shop(shop) {
                paid_lines.insert(order, 0);
            }
        })?;
        if !paid_lines.is_empty() {
            question.each_line(["shop", "order", "paid"], |_, [shop, order, paid]| {
                if paid != NONE && asked.is_of_shop(shop) {
                    paid_lines.entry(order).and_modify(|lines| *lines += 1);
                }
            })?;
        }
        Ok(Self { paid: paid_lines })
    }

    /// Tells whether a line is a gift, by its figure, its order and whether it is paid itself.
    pub(super) fn has(&self, gift: i64, order: i64, is_paid: bool) -> bool {
        let others = || self.paid.get(&order).is_some_and(|lines| *lines > u32::from(is_paid));
        gift == BY_REASON || gift == BY_PRICE && others()
    }
}
