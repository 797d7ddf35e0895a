//! What the imported orders say, for the checks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::blocking::{Blocking, Collector, WaitsFor};
use super::statuses::StatusCodes;
pub use super::terms::AfterSaleTerms;
use super::{ask, newest_export};
use crate::model::calendar::{add_days, sub_days};
use crate::model::summary::first_day_of_orders;
use crate::model::time;
use crate::packed::{AfterSale, Moment, Status};
use crate::packed_row;
use crate::store::{Store, StoreError};

/// Holds what the imported orders of a shop say, as of its newest export.
///
/// A finished line is an ended one by [`statuses`](super::statuses). Every other status counts as unfinished, unknown ones too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderFacts {
    /// The number of order lines.
    pub lines: i64,
    /// Lines that are not finished.
    pub unfinished: i64,
    /// Lines with an open after-sale.
    pub open_after_sales: i64,
    /// Completed lines by the day of completion, without those that are older than the longest after-sale period.
    pub completed: BTreeMap<NaiveDate, u64>,
    /// The lines that block closing.
    pub blocking: Blocking,
    /// When the last line was submitted. Times that cannot be right are left out.
    pub last_submitted_at: Option<String>,
    /// When the last line was finished. Of a closed line, whose closing is not exported, the latest known time is used.
    pub last_finished_at: Option<String>,
    /// Completed lines whose completion is not exported.
    pub completed_without_time: i64,
    /// Closed lines whose closing is not exported, as is usual.
    pub closed_without_time: i64,
    /// The export time of the newest import of orders.
    pub newest_export: Option<String>,
    /// Unknown order statuses, which count as unfinished.
    pub unknown_statuses: Vec<String>,
    /// Unknown after-sale statuses, which count as open.
    pub unknown_after_sales: Vec<String>,
}

packed_row! {
    struct Line of line { submitted, finished, shipped, paid, status, after_sale }
}

/// Counts what the orders of a shop say on a day; nothing where the shop does not exist.
///
/// The after-sale period is counted from completion, the exported time that is nearest to the receipt. `after_sale_days` is the
/// length of the shop's own, where it is known; it is within the terms.
pub fn count(
    store: &Store,
    shop: &str,
    on: NaiveDate,
    after_sale_days: Option<u32>,
    terms: AfterSaleTerms,
) -> Result<Option<OrderFacts>, StoreError> {
    let found: Vec<i64> = ask(store, "SELECT id FROM shops WHERE name = :shop", &[(":shop", &shop)], |row| row.get(0))?;
    let Some(shop_id) = found.into_iter().next() else { return Ok(None) };
    let period = terms.of_shop(after_sale_days);
    let newest_export = newest_export(store, shop)?;
    let exported_on = newest_export.as_deref().and_then(|at| time::parse_day(at.get(..10)?));
    let start = |length: u32| Moment::start_of(sub_days(on, u64::from(length)));
    let codes = StatusCodes::of(store, Some(shop_id))?;
    let mut counter = Counter {
        period_start: start(period.most_days),
        longest_start: start(terms.most_days),
        earliest: Moment::start_of(first_day_of_orders()),
        end: exported_on.map(|day| Moment::start_of(add_days(day, 2))),
        last_status: (None, Kind::of(&codes, None)),
        codes: &codes,
        facts: OrderFacts::default(),
        last_submitted: None,
        last_finished: None,
        statuses: FxHashMap::default(),
        after_sales: FxHashMap::default(),
        completed_on: FxHashMap::default(),
        blocking: Collector::default(),
    };
    store.scan(shop_id, |id, line: Line| counter.take(id, line))?;
    let Counter { mut facts, last_submitted, last_finished, statuses, after_sales, completed_on, blocking, .. } =
        counter;
    facts.newest_export = newest_export;
    facts.completed = completed_on.into_values().filter_map(|(day, lines)| Some((day?, lines))).collect();
    facts.blocking = blocking.read(store, on, period)?;
    facts.last_submitted_at = last_submitted.and_then(Moment::text);
    facts.last_finished_at = last_finished.and_then(Moment::text);
    let unknown = statuses.into_iter().filter(|(status, _)| !codes.is_known(*status));
    facts.unknown_statuses = texts(store, "status", unknown.map(|(_, id)| id))?;
    let unknown = after_sales.into_iter().filter(|(after_sale, _)| !codes.is_known_open(*after_sale));
    facts.unknown_after_sales = texts(store, "after_sale", unknown.map(|(_, id)| id))?;
    Ok(Some(facts).filter(|facts| facts.lines > 0))
}

/// Counts lines one by one.
struct Counter<'c> {
    codes: &'c StatusCodes,
    /// The first moment of completion of which the shop's after-sale period may not be over.
    period_start: Moment,
    /// The same of the longest after-sale period.
    longest_start: Moment,
    /// The first possible time, and the end of these. Earlier versions have stored times that cannot be right.
    earliest: Moment,
    end: Option<Moment>,
    /// The status of the last line. The next line often has the same.
    last_status: (Option<Status>, Kind),
    facts: OrderFacts,
    last_submitted: Option<Moment>,
    last_finished: Option<Moment>,
    /// A line of each status.
    statuses: FxHashMap<Status, i64>,
    after_sales: FxHashMap<AfterSale, i64>,
    /// Completed lines by the number of the day.
    completed_on: FxHashMap<i64, (Option<NaiveDate>, u64)>,
    blocking: Collector,
}

/// What a status makes of a line.
#[derive(Clone, Copy)]
enum Kind {
    Completed,
    CalledOff,
    Unfinished(WaitsFor),
}

impl Kind {
    fn of(codes: &StatusCodes, status: Option<Status>) -> Self {
        if codes.is_completed(status) {
            Self::Completed
        } else if codes.is_called_off(status) {
            Self::CalledOff
        } else if codes.is_unpaid(status) {
            Self::Unfinished(WaitsFor::Payment)
        } else if codes.is_unshipped(status) {
            Self::Unfinished(WaitsFor::Shipment)
        } else if codes.is_shipped(status) {
            Self::Unfinished(WaitsFor::Receipt)
        } else {
            Self::Unfinished(WaitsFor::UnknownStatus)
        }
    }
}

impl Counter<'_> {
    fn take(&mut self, id: i64, line: Line) {
        if line.status != self.last_status.0 {
            self.last_status = (line.status, Kind::of(self.codes, line.status));
            if let Some(status) = line.status {
                self.statuses.entry(status).or_insert(id);
            }
        }
        let kind = self.last_status.1;
        let [finished, shipped, paid, submitted] =
            [line.finished, line.shipped, line.paid, line.submitted].map(|moment| self.possible(moment));
        let is_open = self.codes.has_open_after_sale(line.after_sale);
        let facts = &mut self.facts;
        facts.lines += 1;
        facts.open_after_sales += i64::from(is_open);
        if let Some(after_sale) = line.after_sale.filter(|_| is_open) {
            self.after_sales.entry(after_sale).or_insert(id);
        }
        self.last_submitted = self.last_submitted.max(submitted);
        match kind {
            Kind::Unfinished(_) => facts.unfinished += 1,
            Kind::Completed => facts.completed_without_time += i64::from(finished.is_none()),
            Kind::CalledOff => facts.closed_without_time += i64::from(finished.is_none()),
        }
        if !matches!(kind, Kind::Unfinished(_)) {
            // When an order was closed is not exported. The latest known time is a lower bound.
            self.last_finished = self.last_finished.max(finished.or(shipped.max(paid).max(submitted)));
        }
        let completed = finished.filter(|_| matches!(kind, Kind::Completed));
        if let Some(completed) = completed.filter(|completed| *completed >= self.longest_start) {
            self.completed_on.entry(completed.day()).or_insert_with(|| (completed.date(), 0)).1 += 1;
        }
        let waits_for = match kind {
            Kind::Unfinished(waits_for) => Some(waits_for),
            _ if is_open => Some(WaitsFor::AfterSale),
            Kind::Completed if finished.is_none() => Some(WaitsFor::CompletionTime),
            _ => completed.filter(|completed| *completed >= self.period_start).map(|_| WaitsFor::AfterSalePeriod),
        };
        if let Some(waits_for) = waits_for {
            self.blocking.put(id, waits_for, submitted, finished);
        }
    }

    /// Leaves out a time that cannot be right.
    fn possible(&self, moment: Option<Moment>) -> Option<Moment> {
        moment.filter(|moment| *moment >= self.earliest && self.end.is_none_or(|end| *moment < end))
    }
}

/// Reads the texts in a column of lines.
fn texts(store: &Store, column: &str, ids: impl Iterator<Item = i64>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for id in ids {
        let sql = format!("SELECT {column} FROM stored_lines WHERE id = :id");
        found.extend(ask(store, &sql, &[(":id", &id)], |row| row.get::<_, String>(0))?);
    }
    found.sort_unstable();
    Ok(found)
}
