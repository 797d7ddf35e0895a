//! The order lines that block closing, each with what it waits for.

use std::collections::BinaryHeap;

use chrono::NaiveDate;

use super::ask;
use super::order_facts::AfterSaleTerms;
use crate::model::calendar::add_days;
use crate::model::figure::{DAY, NONE, day};
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
    /// The parcel.
    Shipment,
    /// The buyer, who has not confirmed the receipt.
    Receipt,
    /// Nobody knows: the status is none that is known, and counts as unfinished.
    UnknownStatus,
    /// The end of an open after-sale.
    AfterSale,
    /// The end of the after-sale period, which is not over or may not be.
    AfterSalePeriod,
    /// The time of completion, without which nobody knows whether the after-sale period is over.
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

    /// Tells whether a completed line waits because of the after-sale period alone.
    fn is_for_period(self) -> bool {
        matches!(self, Self::AfterSalePeriod | Self::CompletionTime)
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
    /// The last day of the after-sale period; where its length is not known, that of the shortest, unless it is over.
    pub until: Option<NaiveDate>,
    /// The last day of the longest after-sale period, where the length of the shop's own is not known.
    pub until_at_most: Option<NaiveDate>,
}

/// Holds the order lines that block closing.
///
/// Unfinished lines come first, then those with an open after-sale, both from the oldest submission on, then completed lines
/// from the one whose after-sale period ends last on, and at the end completed lines without a time. Within each, lines
/// without a time of submission come last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocking {
    /// How many lines there are.
    pub count: u64,
    /// How many of them wait because of the after-sale period alone.
    pub for_period: u64,
    /// The first [`MOST_LISTED`] of them.
    pub lines: Vec<BlockingLine>,
}

impl Blocking {
    /// Returns how many lines block closing and the first of them, with those within the after-sale period or without: not
    /// every text of the rules asks for it.
    pub fn asked(&self, with_period: bool) -> (u64, &[BlockingLine]) {
        if with_period {
            return (self.count, &self.lines);
        }
        let end = self.lines.partition_point(|line| !line.waits_for.is_for_period());
        (self.count - self.for_period, &self.lines[..end])
    }
}

/// Holds a line by its row. The fields are compared in their order, so that lines sort as [`Blocking`] lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    group: u8,
    /// Where the line stands in its group.
    rank: i64,
    id: i64,
    waits_for: WaitsFor,
    finished: i64,
}

impl Waiting {
    fn new(id: i64, waits_for: WaitsFor, submitted: i64, finished: i64) -> Self {
        let oldest_first = if submitted == NONE { i64::MAX } else { submitted };
        let (group, rank) = match waits_for {
            WaitsFor::Payment | WaitsFor::Shipment | WaitsFor::Receipt | WaitsFor::UnknownStatus => (0, oldest_first),
            WaitsFor::AfterSale => (1, oldest_first),
            WaitsFor::AfterSalePeriod => (2, -finished),
            WaitsFor::CompletionTime => (3, oldest_first),
        };
        Self { group, rank, id, waits_for, finished }
    }

    /// Returns the last day of the after-sale period, as [`BlockingLine`] has it.
    fn until(&self, on: NaiveDate, terms: AfterSaleTerms) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let completed = day(self.finished.div_euclid(DAY)).filter(|_| self.waits_for == WaitsFor::AfterSalePeriod);
        let end = |length: u32| completed.map(|day| add_days(day, u64::from(length)));
        let is_known = terms.least_days == terms.most_days;
        (end(terms.least_days).filter(|until| *until >= on), end(terms.most_days).filter(|_| !is_known))
    }
}

/// Collects the lines that block closing, and keeps of them no more than are listed.
#[derive(Debug, Default)]
pub(super) struct Collector {
    count: u64,
    for_period: u64,
    first: BinaryHeap<Waiting>,
}

impl Collector {
    /// Takes a line: its row, what it waits for, and when it was submitted and completed.
    pub(super) fn put(&mut self, id: i64, waits_for: WaitsFor, submitted: i64, finished: i64) {
        self.count += 1;
        self.for_period += u64::from(waits_for.is_for_period());
        let waiting = Waiting::new(id, waits_for, submitted, finished);
        if self.first.len() < MOST_LISTED {
            self.first.push(waiting);
        } else if let Some(mut last) = self.first.peek_mut()
            && waiting < *last
        {
            *last = waiting;
        }
    }

    /// Reads what is listed of the lines. `terms` are the bounds of the shop's own after-sale period.
    pub(super) fn read(self, store: &Store, on: NaiveDate, terms: AfterSaleTerms) -> Result<Blocking, StoreError> {
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
            lines.extend(found.into_iter().map(|line| ((waiting.group, waiting.rank), line)));
        }
        // The numbers of rows tell which file was imported first, which must make no difference.
        lines.sort_by(|(place, line), (other_place, other)| {
            (place, &line.order_id, &line.sub_order_id).cmp(&(other_place, &other.order_id, &other.sub_order_id))
        });
        let lines = lines.into_iter().map(|(_, line)| line).collect();
        Ok(Blocking { count: self.count, for_period: self.for_period, lines })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::figure::days;

    fn line(waits_for: WaitsFor) -> BlockingLine {
        BlockingLine {
            order_id: "1".to_owned(),
            sub_order_id: None,
            status: String::new(),
            after_sale: None,
            waits_for,
            until: None,
            until_at_most: None,
        }
    }

    #[test]
    fn the_first_lines_are_kept_whatever_order_they_come_in() {
        let mut lines: Vec<(i64, WaitsFor, i64, i64)> = (0..300)
            .map(|id| match id % 4 {
                0 => (id, WaitsFor::CompletionTime, id, NONE),
                1 => (id, WaitsFor::AfterSalePeriod, NONE, id),
                2 => (id, WaitsFor::AfterSale, id, NONE),
                _ => (id, WaitsFor::Receipt, if id == 3 { NONE } else { id }, NONE),
            })
            .collect();
        let kept = |lines: &[(i64, WaitsFor, i64, i64)]| {
            let mut collector = Collector::default();
            for (id, waits_for, submitted, finished) in lines {
                collector.put(*id, *waits_for, *submitted, *finished);
            }
            assert_eq!((collector.count, collector.for_period), (300, 150));
            collector.first.into_sorted_vec().iter().map(|waiting| waiting.id).collect::<Vec<_>>()
        };
        let first = kept(&lines);
        let unfinished = (7..300).step_by(4).chain([3]);
        let after_sales = (2..300).step_by(4);
        assert_eq!(first, unfinished.chain(after_sales).take(MOST_LISTED).collect::<Vec<i64>>());
        lines.reverse();
        assert_eq!(first, kept(&lines));
    }

    #[test]
    fn the_latest_end_of_a_period_comes_first() {
        let mut waiting = [
            Waiting::new(1, WaitsFor::CompletionTime, 5, NONE),
            Waiting::new(2, WaitsFor::AfterSalePeriod, 9, 10),
            Waiting::new(3, WaitsFor::AfterSalePeriod, 8, 20),
        ];
        waiting.sort_unstable();
        assert_eq!(waiting.map(|waiting| waiting.id), [3, 2, 1]);
    }

    #[test]
    fn a_period_lasts_to_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let finished = days(day("2026-08-10")) * DAY + 5;
        let waiting = Waiting::new(1, WaitsFor::AfterSalePeriod, NONE, finished);
        let until = |on: &str, least_days, most_days| {
            let (until, at_most) = waiting.until(day(on), AfterSaleTerms { least_days, most_days });
            (until.map(|day| day.to_string()), at_most.map(|day| day.to_string()))
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(until("2026-09-09", 30, 90), (text("2026-09-09"), text("2026-11-08")));
        assert_eq!(until("2026-09-10", 30, 90), (None, text("2026-11-08")));
        assert_eq!(until("2026-08-10", 45, 45), (text("2026-09-24"), None));
        let unfinished = Waiting::new(1, WaitsFor::Receipt, NONE, finished);
        assert_eq!(unfinished.until(day("2026-08-10"), AfterSaleTerms { least_days: 30, most_days: 90 }), (None, None));
    }

    #[test]
    fn a_text_that_asks_for_no_period_is_blocked_by_no_period() {
        let waits = [WaitsFor::Receipt, WaitsFor::AfterSale, WaitsFor::AfterSalePeriod, WaitsFor::CompletionTime];
        let blocking = Blocking { count: 7, for_period: 4, lines: Vec::from(waits.map(line)) };
        assert_eq!(blocking.asked(true), (7, blocking.lines.as_slice()));
        assert_eq!(blocking.asked(false), (3, &blocking.lines[..2]));
    }
}
