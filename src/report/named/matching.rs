//! What the rows of a sibling export say, matched to order lines.

use rustc_hash::FxHashMap;

use super::query::Query;
use crate::model::export::Grain;
use crate::packed::Id;
use crate::packed_row;
use crate::store::StoreError;

/// What rows say, by the id that they name.
pub(super) type ById<T> = FxHashMap<Id, T>;

/// What several rows of one line say together.
pub(super) trait Merge {
    /// Adds what other rows say.
    fn merge(&mut self, other: &Self);

    /// Notes that an imported line has been found for the rows.
    fn mark(&mut self);

    /// Tells whether one has been found.
    fn is_marked(&self) -> bool;
}

/// Adds what a row says to what others say of the same id.
fn add<T: Merge>(entries: &mut ById<T>, id: Id, said: T) {
    entries.entry(id).and_modify(|before| before.merge(&said)).or_insert(said);
}

/// Holds what the rows of an export say of each line, and of what no line was found for.
pub(super) struct Matched<T> {
    /// By the key of the line, which may not be imported.
    pub lines: ById<T>,
    /// Rows that name an order of several imported lines and none of these, by the order.
    pub orders: ById<T>,
    /// Rows that name no line and an order that is not imported, by the order.
    pub unmatched: ById<T>,
    /// Rows that name nothing.
    pub nameless: Option<T>,
    /// Where lines are main orders: rows that name a sub-order and not its order, by the sub-order.
    parts: ById<T>,
    by_main_order: bool,
}

impl<T: Merge> Matched<T> {
    /// Prepares for the rows of a shop.
    pub(super) fn new(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            lines: ById::default(),
            orders: ById::default(),
            unmatched: ById::default(),
            nameless: None,
            parts: ById::default(),
            by_main_order: query.store.grain(query.shop)? == Some(Grain::MainOrder),
        })
    }

    /// Returns the key of the line that a row names; nothing where other rows or lines decide that.
    pub(super) fn line_named(&self, sub_order: Option<Id>, order: Option<Id>) -> Option<Id> {
        if self.by_main_order { order } else { sub_order }
    }

    /// Takes what a row says.
    pub(super) fn put(&mut self, sub_order: Option<Id>, order: Option<Id>, said: T) {
        let (entries, id) = match (self.line_named(sub_order, order), sub_order, order) {
            (None, None, None) => {
                match &mut self.nameless {
                    Some(before) => before.merge(&said),
                    nameless => *nameless = Some(said),
                }
                return;
            }
            (Some(line), _, _) => (&mut self.lines, line),
            (None, Some(part), _) => (&mut self.parts, part),
            (None, None, Some(order)) => (&mut self.orders, order),
        };
        add(entries, id, said);
    }

    /// Notes that a line of an order is part of the answer.
    pub(super) fn mark_order(&mut self, order: Option<Id>) {
        if let Some(said) = order.and_then(|order| self.orders.get_mut(&order)) {
            said.mark();
        }
    }

    /// Returns what names only orders of several lines, of orders that were marked.
    pub(super) fn of_marked_orders(&self) -> impl Iterator<Item = &T> {
        self.orders.values().filter(|said| said.is_marked())
    }

    /// Notes that the line of a key is imported.
    pub(super) fn mark_line(&mut self, key: Option<Id>) {
        if let Some(said) = key.and_then(|key| self.lines.get_mut(&key)) {
            said.mark();
        }
    }

    /// Matches rows that name only an order to its line, where the order has one line, and rows that name a part of a main order
    /// to this.
    pub(super) fn settle(&mut self, query: &Query<'_>) -> Result<(), StoreError> {
        packed_row! {
            struct Line of line { order, key }
        }
        self.settle_parts(query)?;
        if self.orders.is_empty() {
            return Ok(());
        }
        // The number of lines of each order, and the last of them.
        let mut found: ById<(u32, Option<Id>)> = self.orders.keys().map(|order| (*order, (0, None))).collect();
        query.scan(|_, line: Line| {
            if let Some((lines, last)) = line.order.and_then(|order| found.get_mut(&order)) {
                (*lines, *last) = (*lines + 1, line.key);
            }
        })?;
        for (order, said) in std::mem::take(&mut self.orders) {
            let (entries, id) = match found.get(&order) {
                Some((1, Some(line))) => (&mut self.lines, *line),
                Some((0, _)) | None => (&mut self.unmatched, order),
                Some(_) => (&mut self.orders, order),
            };
            add(entries, id, said);
        }
        Ok(())
    }

    fn settle_parts(&mut self, query: &Query<'_>) -> Result<(), StoreError> {
        let parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            return Ok(());
        }
        let lines: FxHashMap<Id, Id> = parts_of_main_orders(query)?.into_iter().collect();
        for (part, said) in parts {
            let (entries, id) = match lines.get(&part) {
                Some(line) => (&mut self.lines, *line),
                None => (&mut self.unmatched, part),
            };
            add(entries, id, said);
        }
        Ok(())
    }
}

/// Lists the sub-orders of main orders, each with the key of its line: all sub-orders of a main order are in one cell.
pub(super) fn parts_of_main_orders(query: &Query<'_>) -> Result<Vec<(Id, Id)>, StoreError> {
    let sql = "SELECT line_key, sub_order_id FROM stored_lines WHERE shop_id = :shop_id AND sub_order_id IS NOT NULL";
    let lines: Vec<(String, String)> = query.ask(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let parts = |(line, parts): &(String, String)| {
        let line = Id::of(line);
        parts.split(';').map(|part| (Id::of(part), line)).collect::<Vec<_>>()
    };
    Ok(lines.iter().flat_map(parts).collect())
}
