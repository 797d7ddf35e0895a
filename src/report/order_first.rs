//! The first lines by what they are sorted by, found in packed columns, so that the others need not be read and sorted.

use std::collections::BinaryHeap;

use super::order_filter::{OrderFilter, SortKey};
use super::order_query::OrderQuery;
use super::order_set::OrderSet;
use crate::packed::{self, Moment, Whole};
use crate::packed_row;
use crate::store::{Store, StoreError};

/// The value to start behind, as text; nothing where the line to start behind has none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind<'b>(pub Option<&'b str>);

/// Finds the lines of a shop that match a filter. Of many lines that only the first `lines` are wanted of, the others are left out.
pub(super) fn query<'q>(
    store: &'q Store,
    shop: &'q str,
    filter: &'q OrderFilter,
    behind: Option<Behind<'_>>,
    lines: Option<u64>,
) -> Result<OrderQuery<'q>, StoreError> {
    let by_time = filter.sort == SortKey::Submitted;
    let mut query = OrderQuery::of(store, shop, filter, !by_time)?;
    // Only texts tell which lines match, or an index has them in their order.
    if let Some(lines) = lines
        && !query.has_texts()
        && !(by_time && query.found.is_none())
    {
        narrow(&mut query, behind, lines)?;
    }
    Ok(query)
}

/// Narrows a query down to its first lines behind a value, where packed columns have what lines are sorted by. Those that share the last
/// value all stay, and so do those that share the value to start behind: SQL sorts them out.
fn narrow(query: &mut OrderQuery<'_>, behind: Option<Behind<'_>>, lines: u64) -> Result<(), StoreError> {
    packed_row! {
        struct Submitted of line { submitted }
    }
    packed_row! {
        struct Paid of line { paid }
    }
    packed_row! {
        struct ShipBy of line { ship_by }
    }
    packed_row! {
        struct Payable of line { payable }
    }
    packed_row! {
        struct Quantity of line { quantity }
    }
    match query.filter.sort {
        SortKey::Submitted => first(query, |line: Submitted| line.submitted.map(Whole::get), behind, lines),
        SortKey::Paid => first(query, |line: Paid| line.paid.map(Whole::get), behind, lines),
        SortKey::ShipBy => first(query, |line: ShipBy| line.ship_by.map(Whole::get), behind, lines),
        SortKey::Amount => first(query, |line: Payable| line.payable.map(Whole::get), behind, lines),
        SortKey::Quantity => first(query, |line: Quantity| line.quantity.map(Whole::get), behind, lines),
        SortKey::Status | SortKey::Product => Ok(()),
    }
}

/// The position of a value among others: lines without a value come first where the smallest comes first, else last.
type Rank = (bool, i64);

fn rank(value: Option<i64>, is_ascending: bool) -> Rank {
    match value {
        Some(value) if is_ascending => (true, value),
        Some(value) => (false, -value),
        None => (!is_ascending, i64::MIN),
    }
}

fn first<R: packed::Row<N>, const N: usize>(
    query: &mut OrderQuery<'_>,
    value: impl Fn(R) -> Option<i64>,
    behind: Option<Behind<'_>>,
    lines: u64,
) -> Result<(), StoreError> {
    let (Some(shop_id), is_ascending) = (query.shop_id, query.filter.ascending) else { return Ok(()) };
    let start = behind.map(|behind| rank(behind.0.and_then(number), is_ascending));
    let lines = usize::try_from(lines).unwrap_or(usize::MAX);
    let found = query.found.take();
    let is_found = |id| found.as_ref().is_none_or(|found| found.has(id));
    let mut best: BinaryHeap<Rank> = BinaryHeap::new();
    query.store.scan(shop_id, |id, row: R| {
        let rank = rank(value(row), is_ascending);
        if start.is_some_and(|start| rank <= start) || !is_found(id) {
            return;
        }
        if best.len() < lines {
            best.push(rank);
        } else if best.peek().is_some_and(|last| rank < *last) {
            best.pop();
            best.push(rank);
        }
    })?;
    // Where there are fewer lines than wanted, all of them are among the first.
    let last = if best.len() < lines { None } else { best.peek().copied() };
    let mut narrowed = OrderSet::default();
    query.store.scan(shop_id, |id, row: R| {
        let rank = rank(value(row), is_ascending);
        if start.is_none_or(|start| rank >= start) && last.is_none_or(|last| rank <= last) && is_found(id) {
            narrowed.put(id);
        }
    })?;
    query.found = Some(narrowed);
    Ok(())
}

/// Reads a value as it stands in the address of a page.
fn number(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| Moment::parse(text).map(Whole::get))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_without_a_value_come_first_or_last_as_in_sql() {
        let order = |is_ascending: bool| {
            let mut values = [Some(3), None, Some(-1), Some(7)];
            values.sort_by_key(|value| rank(*value, is_ascending));
            values
        };
        assert_eq!(order(true), [None, Some(-1), Some(3), Some(7)]);
        assert_eq!(order(false), [Some(7), Some(3), Some(-1), None]);
    }
}
