//! The days on which statements book money and fund flows move it.

use std::collections::BTreeMap;

use super::by_id::ById;
use super::measures::add_known;
use super::movements::settling_scenes;
use super::query::Query;
use crate::packed::{Amount, Id, Moment};
use crate::packed_row;
use crate::store::StoreError;

/// What is booked and moved on one day.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PayoutDay {
    pub bookings: i64,
    /// 结算金额.
    pub settled: Option<Amount>,
    /// What fund flows moved for settlements; out of the account is negative.
    pub moved: Option<Amount>,
}

/// The days of payouts, by the number of days from 1970; nothing where a row does not say when.
pub(super) type PayoutDays = BTreeMap<Option<i64>, PayoutDay>;

packed_row! {
    struct Booking of settlement { sub_order, order, settled, ordered, amount }
}

packed_row! {
    struct Movement of fund_flow { sub_order, order, moved, ordered, amount, scene }
}

/// Reads the days of what was booked and moved for the orders that are asked for, and counts the bookings that say no 下单时间.
pub(super) fn read(query: &Query<'_>) -> Result<(PayoutDays, i64), StoreError> {
    let (asked, mut days, mut undated) = (Asked::of(query)?, PayoutDays::new(), 0);
    query.scan(|_, row: Booking| {
        // What says no day of its order counts on its own.
        let time = row.ordered.or(row.settled);
        if asked.has(query, [row.sub_order, row.order], time, || undated += i64::from(row.ordered.is_none())) {
            let day = days.entry(row.settled.map(Moment::day)).or_default();
            day.bookings += 1;
            add_known(&mut day.settled, row.amount);
        }
    })?;
    let settles = settling_scenes(query)?;
    query.scan(|_, row: Movement| {
        if settles(row.scene) && asked.has(query, [row.sub_order, row.order], row.ordered.or(row.moved), || ()) {
            add_known(&mut days.entry(row.moved.map(Moment::day)).or_default().moved, row.amount);
        }
    })?;
    Ok((days, undated))
}

/// Knows which orders are asked for.
struct Asked {
    /// By the key of a line, and by its order where that is another; nothing where all orders are asked for.
    lines: Option<[ById<bool>; 2]>,
}

impl Asked {
    fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        packed_row! {
            struct Line of line { key, order, submitted }
        }
        // Even what says no day is of all days.
        if query.scope.has(None) {
            return Ok(Self { lines: None });
        }
        // Apart, both are in much the order of their numbers.
        let (mut keys, mut orders) = (Vec::new(), Vec::new());
        query.scan(|_, line: Line| {
            let is_asked = query.scope.has(line.submitted);
            keys.extend(line.key.map(|key| (key, is_asked)));
            orders.extend(line.order.filter(|_| line.order != line.key).map(|order| (order, is_asked)));
        })?;
        let merged = |ids| ById::merged(ids, |is_asked: &mut bool, later| *is_asked = *later);
        Ok(Self { lines: Some([merged(keys), merged(orders)]) })
    }

    /// Tells whether a row is of an order that is asked for: by the imported line or order that it names, else by its time. Calls
    /// `by_time` in that case.
    fn has(&self, query: &Query<'_>, named: [Option<Id>; 2], time: Option<Moment>, by_time: impl FnOnce()) -> bool {
        let Some([keys, orders]) = &self.lines else { return true };
        let known = named.into_iter().flatten().find_map(|id| keys.get(id).or_else(|| orders.get(id))).copied();
        known.unwrap_or_else(|| {
            let is_asked = query.scope.has(time);
            if is_asked {
                by_time();
            }
            is_asked
        })
    }
}
