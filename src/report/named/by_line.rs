//! What the rows of a sibling export say of order lines, gathered by the line.

use rustc_hash::FxHashMap;

use super::question::Question;
use crate::model::export::Grain;
use crate::model::figure::{NONE, code};
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

/// Adds what a row says to what others say under the same code.
fn add<T: Merge>(told: &mut ByLine<T>, code: i64, said: T) {
    told.entry(code).and_modify(|before| before.merge(&said)).or_insert(said);
}

/// Holds what the rows of an export say of each line, and what cannot be given to a line.
pub(super) struct Told<T> {
    /// By the code of the line. Lines that are not imported are among them.
    pub lines: ByLine<T>,
    /// What names an order of several imported lines and no line of it, by the code of the order.
    pub orders: ByLine<T>,
    /// What names an order that is not imported and no line of it, by the code of the order; [`NONE`] where it names nothing.
    pub strays: ByLine<T>,
    /// What names a sub-order and not its order, where lines are main orders, by the code of the sub-order.
    parts: ByLine<T>,
    by_main_order: bool,
}

impl<T: Merge> Told<T> {
    /// Prepares for the rows of a shop.
    pub(super) fn new(question: &Question<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            lines: ByLine::default(),
            orders: ByLine::default(),
            strays: ByLine::default(),
            parts: ByLine::default(),
            // Where lines are main orders, rows belong to them by the id of these.
            by_main_order: question.store.grain(question.shop)? == Some(Grain::MainOrder),
        })
    }

    /// Takes what a row says.
    pub(super) fn put(&mut self, sub_order: i64, order: i64, said: T) {
        let (place, key) = match (self.by_main_order, sub_order, order) {
            (true, NONE, NONE) | (false, NONE, _) => (&mut self.orders, order),
            (true, part, NONE) => (&mut self.parts, part),
            (true, _, order) => (&mut self.lines, order),
            (false, line, _) => (&mut self.lines, line),
        };
        add(place, key, said);
    }

    /// Notes that a line of an order is told of.
    pub(super) fn meet_order(&mut self, order: i64) {
        if let Some(said) = self.orders.get_mut(&order) {
            said.meet();
        }
    }

    /// Returns what names only orders of several lines, of those whose lines are told of.
    pub(super) fn of_met_orders(&self) -> impl Iterator<Item = &T> {
        self.orders.values().filter(|said| said.is_met())
    }

    /// Notes that the line of a code is imported.
    pub(super) fn meet(&mut self, line: i64) {
        if let Some(said) = self.lines.get_mut(&line) {
            said.meet();
        }
    }

    /// Gives what names only an order to its line, where the order has one line, and what names a part of a main order to that.
    pub(super) fn settle(&mut self, question: &Question<'_>) -> Result<(), StoreError> {
        self.settle_parts(question)?;
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
            add(place, key, said);
        }
        Ok(())
    }

    fn settle_parts(&mut self, question: &Question<'_>) -> Result<(), StoreError> {
        let parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            return Ok(());
        }
        let lines: FxHashMap<i64, i64> = question.parts_of_main_orders()?.into_iter().collect();
        for (part, said) in parts {
            let (place, key) = match lines.get(&part) {
                Some(line) => (&mut self.lines, *line),
                None => (&mut self.strays, part),
            };
            add(place, key, said);
        }
        Ok(())
    }
}

impl Question<'_> {
    /// Lists the sub-orders of main orders, each with the line that it stands in: the sub-orders of a main order stand in one cell.
    pub(super) fn parts_of_main_orders(&self) -> Result<Vec<(i64, i64)>, StoreError> {
        let sql =
            "SELECT line_key, sub_order_id FROM stored_lines WHERE shop_id = :shop_id AND sub_order_id IS NOT NULL";
        let lines: Vec<(String, String)> = self.ask(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let parts = |(line, parts): &(String, String)| {
            let line = code(line);
            parts.split(';').map(|part| (code(part), line)).collect::<Vec<_>>()
        };
        Ok(lines.iter().flat_map(parts).collect())
    }
}
