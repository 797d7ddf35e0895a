//! What the rows of a sibling export say of order lines, gathered by the line.

use rustc_hash::FxHashMap;

use super::question::Question;
use crate::model::export::Grain;
use crate::model::figure::NONE;
use crate::store::StoreError;

/// What the rows of a sibling export say, by the code of the line that they name.
pub(super) type ByLine<T> = FxHashMap<i64, T>;

/// Says what several rows of one line come to.
pub(super) trait Merge {
    /// Adds what other rows say.
    fn merge(&mut self, other: &Self);

    /// Notes that an imported line was found for them.
    fn meet(&mut self);

    /// Tells whether one was found.
    fn is_met(&self) -> bool;
}

/// Holds what the rows of an export say of each line, and what cannot be given to a line.
pub(super) struct Told<T> {
    /// By the code of the line. Lines that are not imported are among them.
    pub lines: ByLine<T>,
    /// What names an order of several imported lines and no line of it, by the code of the order.
    pub orders: ByLine<T>,
    /// What names an order that is not imported and no line of it, by the code of the order; [`NONE`] where it names nothing.
    pub strays: ByLine<T>,
    by_main_order: bool,
}

impl<T: Merge> Told<T> {
    /// Prepares for the rows of a shop.
    pub(super) fn new(question: &Question<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            lines: ByLine::default(),
            orders: ByLine::default(),
            strays: ByLine::default(),
            // Where lines are main orders, rows belong to them by the id of these.
            by_main_order: question.store.grain(question.shop)? == Some(Grain::MainOrder),
        })
    }

    /// Takes what a row says.
    pub(super) fn put(&mut self, sub_order: i64, order: i64, said: T) {
        let key = if self.by_main_order { order } else { sub_order };
        let (place, key) = if key == NONE { (&mut self.orders, order) } else { (&mut self.lines, key) };
        place.entry(key).and_modify(|before| before.merge(&said)).or_insert(said);
    }

    /// Notes that the line of a code is imported.
    pub(super) fn meet(&mut self, line: i64) {
        if let Some(said) = self.lines.get_mut(&line) {
            said.meet();
        }
    }

    /// Gives what names only an order to its line, where the order has one line.
    pub(super) fn settle(&mut self, question: &Question<'_>) -> Result<(), StoreError> {
        if self.orders.is_empty() {
            return Ok(());
        }
        let asked = question.asked();
        // How many lines each order has that is named so, and the last of them.
        let mut found: ByLine<(u32, i64)> = self.orders.keys().map(|order| (*order, (0, NONE))).collect();
        question.each_line(["shop", "order", "key"], |_, [shop, order, key]| {
            if asked.is_of_shop(shop)
                && order != NONE
                && let Some((lines, line)) = found.get_mut(&order)
            {
                (*lines, *line) = (*lines + 1, key);
            }
        })?;
        for (order, said) in std::mem::take(&mut self.orders) {
            let (place, key) = match found.get(&order) {
                Some((1, line)) => (&mut self.lines, *line),
                Some((0, _)) | None => (&mut self.strays, order),
                Some(_) => (&mut self.orders, order),
            };
            place.entry(key).and_modify(|before| before.merge(&said)).or_insert(said);
        }
        Ok(())
    }
}
