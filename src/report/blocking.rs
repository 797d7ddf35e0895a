//! The order lines that block closing a shop, each with what it waits for.

use std::collections::BinaryHeap;

use chrono::NaiveDate;

use super::ask;
use super::terms::AfterSaleTerms;
use crate::model::calendar::add_days;
use crate::packed::{Moment, Whole};
use crate::store::{Store, StoreError};

/// The most lines that are listed.
pub const MOST_LISTED: usize = 100;

const SQL: &str = "
    SELECT coalesce(main_order_id, sub_order_id, line_key), sub_order_id, coalesce(status, ''), after_sale
    FROM stored_lines WHERE id = :id";

/// Names what an order line waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitsFor {
    /// The buyer's money.
    Payment,
    /// The shipment.
    Shipment,
    /// The buyer's confirmation of receipt.
    Receipt,
    /// Not known: the status is unknown, and counts as unfinished.
    UnknownStatus,
    /// The end of an open after-sale.
    AfterSale,
    /// The end of the after-sale period, which is not over, or may not be.
    AfterSalePeriod,
    /// The time of completion. Without it nobody knows whether the after-sale period is over.
    CompletionTime,
}

impl WaitsFor {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Shipment => "shipment",
            Self::Receipt => "receipt",
            Self::UnknownStatus => "unknown_status",
            Self::AfterSale => "after_sale",
            Self::AfterSalePeriod => "after_sale_period",
            Self::CompletionTime => "completion_time",
        }
    }
}

/// Describes an order line that blocks closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockingLine {
    /// The main order, or the sub-order where the export names no main order.
    pub order_id: String,
    /// The sub-order; of a shop whose lines are main orders, all of them.
    pub sub_order_id: Option<String>,
    /// 订单状态 as the export has it, empty where it has none.
    pub status: String,
    /// 售后状态 as the export has it.
    pub after_sale: Option<String>,
    /// What the line waits for.
    pub waits_for: WaitsFor,
    /// The last day of the after-sale period. Where its length is not known, that of the shortest period, unless that is over.
    pub until: Option<NaiveDate>,
    /// The last day of the longest after-sale period, where the length of the shop's own is not known.
    pub until_at_most: Option<NaiveDate>,
}

/// Holds the order lines that block closing, by what rules count.
///
/// Unfinished lines and those with an open after-sale are listed from the oldest on, lines without a time of submission last. Completed
/// lines are listed from the one whose after-sale period ends last, those without a time of completion last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocking {
    /// Lines that are not finished.
    pub unfinished: Listed,
    /// Finished lines with an open after-sale.
    pub after_sales: Listed,
    /// Completed lines that wait because of the after-sale period alone.
    pub period: Listed,
}

/// Holds how many lines there are, and the first [`MOST_LISTED`] of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// How many there are.
    pub count: u64,
    /// The first of them.
    pub lines: Vec<BlockingLine>,
}

/// Holds a line by its row. The order of the fields is that of the lists in [`Blocking`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct WaitingLine {
    /// Whether it was completed at an unknown time.
    untimed: bool,
    rank: i64,
    id: i64,
    waits_for: WaitsFor,
    finished: Option<Moment>,
}

impl WaitingLine {
    fn new(id: i64, waits_for: WaitsFor, submitted: Option<Moment>, finished: Option<Moment>) -> Self {
        let rank = match waits_for {
            WaitsFor::AfterSalePeriod => finished.map_or(i64::MAX, |finished| -finished.get()),
            _ => submitted.map_or(i64::MAX, Moment::get),
        };
        Self { untimed: waits_for == WaitsFor::CompletionTime, rank, id, waits_for, finished }
    }

    /// Returns the last day of the after-sale period, as [`BlockingLine`] has it.
    fn until(&self, on: NaiveDate, terms: AfterSaleTerms) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let completed = self.finished.and_then(Moment::date).filter(|_| self.waits_for == WaitsFor::AfterSalePeriod);
        let end = |length: u32| completed.map(|day| add_days(day, u64::from(length)));
        let is_known = terms.least_days == terms.most_days;
        (end(terms.least_days).filter(|until| *until >= on), end(terms.most_days).filter(|_| !is_known))
    }
}

/// Collects the lines that block closing. It keeps no more of them than are listed.
#[derive(Debug, Default)]
pub(super) struct Collector {
    unfinished: First,
    after_sales: First,
    period: First,
}

/// Counts lines and keeps the first of them.
#[derive(Debug, Default)]
struct First {
    count: u64,
    first: BinaryHeap<WaitingLine>,
}

impl Collector {
    /// Takes a line: its row, what it waits for, and when it was submitted and completed.
    pub(super) fn put(&mut self, id: i64, waits_for: WaitsFor, submitted: Option<Moment>, finished: Option<Moment>) {
        let first = match waits_for {
            WaitsFor::Payment | WaitsFor::Shipment | WaitsFor::Receipt | WaitsFor::UnknownStatus => {
                &mut self.unfinished
            }
            WaitsFor::AfterSale => &mut self.after_sales,
            WaitsFor::AfterSalePeriod | WaitsFor::CompletionTime => &mut self.period,
        };
        first.put(WaitingLine::new(id, waits_for, submitted, finished));
    }

    /// Reads what is listed of the lines. `terms` are the bounds of the shop's own after-sale period.
    pub(super) fn read(self, store: &Store, on: NaiveDate, terms: AfterSaleTerms) -> Result<Blocking, StoreError> {
        let [unfinished, after_sales, period] =
            [self.unfinished, self.after_sales, self.period].map(|first| first.read(store, on, terms));
        Ok(Blocking { unfinished: unfinished?, after_sales: after_sales?, period: period? })
    }
}

impl First {
    fn put(&mut self, waiting: WaitingLine) {
        self.count += 1;
        if self.first.len() < MOST_LISTED {
            self.first.push(waiting);
        } else if let Some(mut last) = self.first.peek_mut()
            && waiting < *last
        {
            *last = waiting;
        }
    }

    fn read(self, store: &Store, on: NaiveDate, terms: AfterSaleTerms) -> Result<Listed, StoreError> {
        let mut lines = Vec::with_capacity(self.first.len());
        for waiting in self.first.into_sorted_vec() {
            let (until, until_at_most) = waiting.until(on, terms);
            let found = ask(store, SQL, &[(":id", &waiting.id)], |row| {
                Ok(BlockingLine {
                    order_id: row.get(0)?,
                    sub_order_id: row.get(1)?,
                    status: row.get(2)?,
                    after_sale: row.get(3)?,
                    waits_for: waiting.waits_for,
                    until,
                    until_at_most,
                })
            })?;
            lines.extend(found.into_iter().map(|line| ((waiting.untimed, waiting.rank), line)));
        }
        // Row numbers depend on which file was imported first, which must make no difference.
        lines.sort_by(|(rank, line), (other_rank, other)| {
            (rank, &line.order_id, &line.sub_order_id).cmp(&(other_rank, &other.order_id, &other.sub_order_id))
        });
        Ok(Listed { count: self.count, lines: lines.into_iter().map(|(_, line)| line).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_lines_are_kept_whatever_order_they_come_in() {
        let mut lines: Vec<(i64, WaitsFor, Option<i64>, Option<i64>)> = (0..900)
            .map(|id| match id % 4 {
                0 => (id, WaitsFor::CompletionTime, Some(id), None),
                1 => (id, WaitsFor::AfterSalePeriod, None, Some(id)),
                2 => (id, WaitsFor::AfterSale, Some(id), None),
                _ => (id, WaitsFor::Receipt, Some(id).filter(|id| *id != 3), None),
            })
            .collect();
        let kept = |lines: &[(i64, WaitsFor, Option<i64>, Option<i64>)]| {
            let mut collector = Collector::default();
            for (id, waits_for, submitted, finished) in lines {
                collector.put(*id, *waits_for, submitted.and_then(Moment::new), finished.and_then(Moment::new));
            }
            let lists = [collector.unfinished, collector.after_sales, collector.period];
            assert_eq!(lists.each_ref().map(|list| list.count), [225, 225, 450]);
            lists.map(|list| list.first.into_sorted_vec().iter().map(|waiting| waiting.id).collect::<Vec<_>>())
        };
        let first = kept(&lines);
        let every_fourth = |from: i64| (from..900).step_by(4).take(MOST_LISTED).collect::<Vec<_>>();
        let latest_end = (0..100).map(|index| 897 - 4 * index).collect();
        assert_eq!(first, [every_fourth(7), every_fourth(2), latest_end]);
        lines.reverse();
        assert_eq!(first, kept(&lines));
    }

    #[test]
    fn the_latest_end_of_a_period_comes_first() {
        let mut waiting = [
            WaitingLine::new(1, WaitsFor::CompletionTime, Moment::new(5), None),
            WaitingLine::new(2, WaitsFor::AfterSalePeriod, Moment::new(9), Moment::new(10)),
            WaitingLine::new(3, WaitsFor::AfterSalePeriod, Moment::new(8), Moment::new(20)),
        ];
        waiting.sort_unstable();
        assert_eq!(waiting.map(|waiting| waiting.id), [3, 2, 1]);
    }

    #[test]
    fn a_period_lasts_to_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let finished = Moment::parse("2026-08-10 00:00:05");
        let waiting = WaitingLine::new(1, WaitsFor::AfterSalePeriod, None, finished);
        let until = |on: &str, least_days, most_days| {
            let (until, at_most) = waiting.until(day(on), AfterSaleTerms { least_days, most_days });
            (until.map(|day| day.to_string()), at_most.map(|day| day.to_string()))
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(until("2026-09-09", 30, 90), (text("2026-09-09"), text("2026-11-08")));
        assert_eq!(until("2026-09-10", 30, 90), (None, text("2026-11-08")));
        assert_eq!(until("2026-08-10", 45, 45), (text("2026-09-24"), None));
        let unfinished = WaitingLine::new(1, WaitsFor::Receipt, None, finished);
        assert_eq!(unfinished.until(day("2026-08-10"), AfterSaleTerms { least_days: 30, most_days: 90 }), (None, None));
    }
}
