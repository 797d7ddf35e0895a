//! What the order lines that match a filter come to. The sum is that of the reports: 订单应付金额, as far as it is known.

use rustc_hash::FxHashSet;

use super::order_filter::{OrderFilter, Search};
use super::order_query::OrderQuery;
use crate::model::money::Fen;
use crate::packed::{Id, Whole};
use crate::packed_row;
use crate::store::{Store, StoreError};

/// Holds what order lines come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OrderTotals {
    /// How many lines there are.
    pub lines: u64,
    /// How many 主订单编号 they have.
    pub orders: u64,
    /// The sum of 商品数量, as far as it is known; nothing where it is known of no line.
    pub units: Option<i64>,
    /// How many lines that sum leaves out, since they do not say how many pieces they have.
    pub without_units: u64,
    /// How many lines are not paid. Their amount is in the sum, too.
    pub unpaid: u64,
    /// The sum of 订单应付金额; nothing where it is known of no line.
    pub amount: Option<Fen>,
    /// How many lines the sum leaves out, since they have no amount.
    pub without_amount: u64,
}

/// Counts and adds up the lines of a shop that match the filter, whatever its limit.
pub fn of(store: &Store, shop: &str, filter: &OrderFilter) -> Result<OrderTotals, StoreError> {
    let _state = store.snapshot()?;
    let query = OrderQuery::of(store, shop, filter, true)?;
    if query.has_texts() { by_rows(&query) } else { by_columns(&query) }
}

fn by_rows(query: &OrderQuery<'_>) -> Result<OrderTotals, StoreError> {
    let sql = format!(
        "SELECT count(*), count(DISTINCT line.main_order_id), sum(line.quantity), sum(line.payable),
             count(*) - count(line.payable), count(*) - count(line.quantity), count(*) - count(line.paid_at)
         FROM stored_lines AS line {}",
        query.condition()?
    );
    let totals = query.ask(&sql, |row| {
        let count = |index| row.get::<_, i64>(index).map(i64::cast_unsigned);
        let amount: Option<i64> = row.get(3)?;
        Ok(OrderTotals {
            lines: count(0)?,
            orders: count(1)?,
            units: row.get(2)?,
            amount: amount.map(Fen),
            without_amount: count(4)?,
            without_units: count(5)?,
            unpaid: count(6)?,
        })
    })?;
    Ok(totals.into_iter().next().unwrap_or_default())
}

fn by_columns(query: &OrderQuery<'_>) -> Result<OrderTotals, StoreError> {
    packed_row! {
        struct Line of line { order, paid, quantity, payable }
    }
    let Some(shop_id) = query.shop_id else { return Ok(OrderTotals::default()) };
    let (mut totals, mut orders): (OrderTotals, Vec<Id>) = Default::default();
    let add = |sum: &mut Option<i64>, number: i64| *sum = Some(sum.unwrap_or_default().saturating_add(number));
    let mut amount = None;
    query.store.scan(shop_id, |id, line: Line| {
        if query.found.as_ref().is_some_and(|found| !found.has(id)) {
            return;
        }
        totals.lines += 1;
        totals.unpaid += u64::from(line.paid.is_none());
        match line.quantity {
            Some(quantity) => add(&mut totals.units, quantity.get()),
            None => totals.without_units += 1,
        }
        match line.payable {
            Some(payable) => add(&mut amount, payable.get()),
            None => totals.without_amount += 1,
        }
        // The lines of an order mostly follow one another.
        if line.order != orders.last().copied() {
            orders.extend(line.order);
        }
    })?;
    orders.sort_unstable();
    orders.dedup();
    Ok(OrderTotals { orders: orders.len() as u64, amount: amount.map(Fen), ..totals })
}

/// Lists those of the ids that are searched for that no line of the shop has.
pub fn unknown_ids(store: &Store, shop: &str, filter: &OrderFilter) -> Result<Vec<String>, StoreError> {
    packed_row! {
        struct Line of line { order, key, product, creator }
    }
    let Some(Search::Ids(ids)) = filter.searched() else { return Ok(Vec::new()) };
    let only_ids = OrderFilter { search: filter.search.clone(), ..OrderFilter::default() };
    let query = OrderQuery::of(store, shop, &only_ids, false)?;
    let (Some(shop_id), Some(found)) = (query.shop_id, &query.found) else { return Ok(ids) };
    let mut known: FxHashSet<i64> = FxHashSet::default();
    store.scan(shop_id, |id, line: Line| {
        if found.has(id) {
            let of_order = [line.order, line.key].map(|code| code.map(Whole::get));
            let others = [line.product.map(Whole::get), line.creator.map(Whole::get)];
            known.extend(of_order.into_iter().chain(others).flatten());
        }
    })?;
    let cells: FxHashSet<String> = query
        .ask(
            &format!(
                "SELECT line.sub_order_id FROM stored_lines AS line {} AND instr(line.sub_order_id, ';') > 0",
                query.condition()?
            ),
            |row| row.get::<_, String>(0),
        )?
        .iter()
        .flat_map(|cell| cell.split(';').map(str::to_owned))
        .collect();
    Ok(ids.into_iter().filter(|id| !known.contains(&Id::of(id).get()) && !cells.contains(id)).collect())
}
