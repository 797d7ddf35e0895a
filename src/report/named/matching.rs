//! What the rows of a sibling export say, matched to order lines.

use super::by_id::ById;
use super::query::Query;
use crate::model::export::Grain;
use crate::packed::Id;
use crate::packed_row;
use crate::store::StoreError;

/// What several rows of one line say together.
pub(super) trait Merge {
    /// Adds what other rows say.
    fn merge(&mut self, other: &Self);

    /// Notes that an imported line has been found for the rows.
    fn mark(&mut self);

    /// Tells whether one has been found.
    fn is_marked(&self) -> bool;
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
    /// The rows that are not matched yet.
    rows: Rows<T>,
    by_main_order: bool,
}

/// The rows of an export by what they name.
struct Rows<T> {
    lines: Vec<(Id, T)>,
    orders: Vec<(Id, T)>,
    /// Where lines are main orders: rows that name a sub-order and not its order, by the sub-order.
    parts: Vec<(Id, T)>,
}

impl<T: Merge> Matched<T> {
    /// Prepares for the rows of a shop.
    pub(super) fn new(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            lines: ById::default(),
            orders: ById::default(),
            unmatched: ById::default(),
            nameless: None,
            rows: Rows { lines: Vec::new(), orders: Vec::new(), parts: Vec::new() },
            by_main_order: query.store.grain(query.shop)? == Some(Grain::MainOrder),
        })
    }

    /// Returns the key of the line that a row names; nothing where other rows or lines decide that.
    pub(super) fn line_named(&self, sub_order: Option<Id>, order: Option<Id>) -> Option<Id> {
        if self.by_main_order { order } else { sub_order }
    }

    /// Takes what a row says.
    pub(super) fn put(&mut self, sub_order: Option<Id>, order: Option<Id>, said: T) {
        let (rows, id) = match (self.line_named(sub_order, order), sub_order, order) {
            (None, None, None) => {
                match &mut self.nameless {
                    Some(before) => before.merge(&said),
                    nameless => *nameless = Some(said),
                }
                return;
            }
            (Some(line), _, _) => (&mut self.rows.lines, line),
            (None, Some(part), _) => (&mut self.rows.parts, part),
            (None, None, Some(order)) => (&mut self.rows.orders, order),
        };
        rows.push((id, said));
    }

    /// Notes that a line of an order is part of the answer.
    pub(super) fn mark_order(&mut self, order: Option<Id>) {
        if let Some(said) = order.and_then(|order| self.orders.get_mut(order)) {
            said.mark();
        }
    }

    /// Returns what names only orders of several lines, of orders that were marked.
    pub(super) fn of_marked_orders(&self) -> impl Iterator<Item = &T> {
        self.orders.values().filter(|said| said.is_marked())
    }

    /// Notes that the line of a key is imported.
    pub(super) fn mark_line(&mut self, key: Option<Id>) {
        if let Some(said) = key.and_then(|key| self.lines.get_mut(key)) {
            said.mark();
        }
    }

    /// Matches rows that name only an order to its line, where the order has one line, and rows that name a part of a main order
    /// to this. Until then, nothing is said of any line.
    pub(super) fn settle(&mut self, query: &Query<'_>) -> Result<(), StoreError> {
        let Rows { mut lines, orders, parts } =
            std::mem::replace(&mut self.rows, Rows { lines: Vec::new(), orders: Vec::new(), parts: Vec::new() });
        let mut unmatched = Vec::new();
        if !parts.is_empty() {
            let named = ById::merged(parts_of_main_orders(query)?, |line, other| *line = *other);
            for (part, said) in ById::merged(parts, T::merge) {
                match named.get(part) {
                    Some(line) => lines.push((*line, said)),
                    None => unmatched.push((part, said)),
                }
            }
        }
        let orders = ById::merged(orders, T::merge);
        let found = lines_of(&orders, query)?;
        let mut several = Vec::new();
        for (order, said) in orders {
            match found.get(order) {
                Some((1, Some(line))) => lines.push((*line, said)),
                Some((0, _)) | None => unmatched.push((order, said)),
                Some(_) => several.push((order, said)),
            }
        }
        self.lines = ById::merged(lines, T::merge);
        self.orders = ById::merged(several, T::merge);
        self.unmatched = ById::merged(unmatched, T::merge);
        Ok(())
    }
}

/// Counts the lines of each order that rows name, with the key of the last of them.
fn lines_of<T>(orders: &ById<T>, query: &Query<'_>) -> Result<ById<(u32, Option<Id>)>, StoreError> {
    packed_row! {
        struct Line of line { order, key }
    }
    let mut found = ById::merged(orders.iter().map(|(order, _)| (order, (0, None))).collect(), |_, _| ());
    if !found.is_empty() {
        query.scan(|_, line: Line| {
            if let Some((lines, last)) = line.order.and_then(|order| found.get_mut(order)) {
                (*lines, *last) = (*lines + 1, line.key);
            }
        })?;
    }
    Ok(found)
}

/// Lists the sub-orders of main orders, each with the key of its line.
pub(super) fn parts_of_main_orders(query: &Query<'_>) -> Result<Vec<(Id, Id)>, StoreError> {
    let parts = part_texts(query)?;
    Ok(parts.iter().map(|(part, line)| (Id::of(part), Id::of(line))).collect())
}

/// Lists the sub-orders of main orders, each with the key of its line, as texts: all sub-orders of a main order are in one cell.
pub(super) fn part_texts(query: &Query<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT line_key, sub_order_id FROM stored_lines WHERE shop_id = :shop_id AND sub_order_id IS NOT NULL";
    let lines: Vec<(String, String)> = query.ask(sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let parts = |(line, parts): &(String, String)| {
        parts.split(';').map(|part| (part.to_owned(), line.clone())).collect::<Vec<_>>()
    };
    Ok(lines.iter().flat_map(parts).collect())
}
