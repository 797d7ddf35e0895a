//! What the imported orders say to the checks.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::blocking::{Blocking, Collector, WaitsFor};
use super::words::Words;
use super::{ask, newest_export};
use crate::model::calendar::sub_days;
use crate::model::export::ExportKind;
use crate::model::figure::{DAY, NONE, day, days, moment};
use crate::model::summary::first_day_of_orders;
use crate::model::time;
use crate::store::{Store, StoreError, figures};

/// Holds how long after-sale periods are, which the platform sets by category: a buyer may ask for an after-sale for so many
/// days from the day after completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AfterSaleTerms {
    /// Days of the shortest.
    pub least_days: u32,
    /// Days of the longest.
    pub most_days: u32,
}

impl AfterSaleTerms {
    /// Returns the bounds of a shop's own period, which are one where its length is known.
    fn of_shop(self, after_sale_days: Option<u32>) -> Self {
        after_sale_days.map_or(self, |days| Self { least_days: days, most_days: days })
    }
}

/// Holds what the imported orders of a shop say, as of its newest export.
///
/// A finished line is an ended one by [`words`](super::words); every other status counts as unfinished, unknown words too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderFacts {
    /// The number of order lines.
    pub lines: i64,
    /// Lines that are not finished.
    pub unfinished: i64,
    /// Lines with an open after-sale.
    pub open_after_sales: i64,
    /// Completed lines by the day of completion, but for those that are older than the longest after-sale period.
    pub completed: BTreeMap<NaiveDate, u64>,
    /// The lines that block closing.
    pub blocking: Blocking,
    /// When the last line was submitted, of times that can be.
    pub last_submitted_at: Option<String>,
    /// When the last line was finished; of closed lines, whose closing is not exported, the latest that is known.
    pub last_finished_at: Option<String>,
    /// Completed lines whose completion is not exported.
    pub completed_without_time: i64,
    /// Closed lines whose closing is not exported, as is usual.
    pub closed_without_time: i64,
    /// The export time of the newest import of orders.
    pub newest_export: Option<String>,
    /// Order statuses that are not known, taken for unfinished.
    pub unknown_statuses: Vec<String>,
    /// After-sale statuses that are not known, taken for open.
    pub unknown_after_sales: Vec<String>,
}

const NAMES: [&str; 7] = ["shop", "status", "after_sale", "finished", "shipped", "paid", "submitted"];

/// Counts what the orders of a shop say on a day; nothing where none were imported.
///
/// The after-sale period is counted from completion, the time nearest to the receipt that is exported. `after_sale_days` is
/// the shop's own, where it is known; it lies within the terms.
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
    let start = |length: u32| days(sub_days(on, u64::from(length))) * DAY;
    let (period_start, longest_start) = (start(period.most_days), start(terms.most_days));
    let words = Words::of(store, Some(shop_id))?;
    let mut facts = OrderFacts { newest_export: newest_export(store, shop)?, ..OrderFacts::default() };
    // An older version has stored times that cannot be; of them nothing follows.
    let exported_on = facts.newest_export.as_deref().and_then(|at| time::parse_day(at.get(..10)?));
    let (earliest, latest) =
        (days(first_day_of_orders()) * DAY, exported_on.map_or(i64::MAX, |day| (days(day) + 2) * DAY));
    let possible = |moment: i64| if (earliest..latest).contains(&moment) { moment } else { NONE };
    let (mut last_submitted, mut last_ended) = (NONE, NONE);
    let (mut statuses, mut after_sales) = (FxHashMap::default(), FxHashMap::default());
    let mut completed_on: FxHashMap<i64, u64> = FxHashMap::default();
    let mut blocking = Collector::default();
    let mut known = (NONE, words.completed(NONE), unfinished_waits(&words, NONE));
    let take = |id, [shop, status, after_sale, finished, shipped, paid, submitted]: [i64; 7]| {
        if shop != shop_id {
            return;
        }
        // Most lines have the status of the line before.
        if status != known.0 {
            known = (status, words.completed(status), unfinished_waits(&words, status));
            statuses.entry(status).or_insert(id);
        }
        let (_, completed, unfinished) = known;
        let [finished, shipped, paid, submitted] = [finished, shipped, paid, submitted].map(possible);
        let ended = unfinished.is_none();
        facts.lines += 1;
        facts.unfinished += i64::from(!ended);
        facts.completed_without_time += i64::from(completed && finished == NONE);
        facts.closed_without_time += i64::from(ended && !completed && finished == NONE);
        last_submitted = last_submitted.max(submitted);
        if completed && finished >= longest_start {
            *completed_on.entry(finished.div_euclid(DAY)).or_insert(0) += 1;
        }
        if ended {
            // When an order was closed is not exported; the latest that is known of it is the least.
            last_ended = last_ended.max(if finished == NONE { shipped.max(paid).max(submitted) } else { finished });
        }
        let is_open = words.open_after_sale(after_sale);
        if is_open {
            facts.open_after_sales += 1;
            after_sales.entry(after_sale).or_insert(id);
        }
        let waits_for = match unfinished {
            Some(waits_for) => Some(waits_for),
            None if is_open => Some(WaitsFor::AfterSale),
            None if completed && finished == NONE => Some(WaitsFor::CompletionTime),
            None => (completed && finished >= period_start).then_some(WaitsFor::AfterSalePeriod),
        };
        if let Some(waits_for) = waits_for {
            blocking.put(id, waits_for, submitted, finished);
        }
    };
    figures::each(store.connection(), ExportKind::Orders, NAMES, take).map_err(|error| store.failed(error))?;
    facts.completed = completed_on.into_iter().filter_map(|(number, lines)| Some((day(number)?, lines))).collect();
    facts.blocking = blocking.read(store, on, period)?;
    facts.last_submitted_at = moment(last_submitted);
    facts.last_finished_at = moment(last_ended);
    facts.unknown_statuses = named(store, "status", &statuses, |status| !words.known_status(status))?;
    facts.unknown_after_sales =
        named(store, "after_sale", &after_sales, |after_sale| !words.known_open_after_sale(after_sale))?;
    Ok(Some(facts).filter(|facts| facts.lines > 0))
}

/// Tells what a line waits for by its status; nothing where it is ended.
fn unfinished_waits(words: &Words, status: i64) -> Option<WaitsFor> {
    if words.completed(status) || words.called_off(status) {
        None
    } else if words.unpaid(status) {
        Some(WaitsFor::Payment)
    } else if words.unshipped(status) {
        Some(WaitsFor::Shipment)
    } else if words.shipped(status) {
        Some(WaitsFor::Receipt)
    } else {
        Some(WaitsFor::UnknownStatus)
    }
}

/// Reads the words in a column of lines, by an example of each, that are to be named.
fn named(
    store: &Store,
    column: &str,
    examples: &FxHashMap<i64, i64>,
    is_named: impl Fn(i64) -> bool,
) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (_, id) in examples.iter().filter(|(word, _)| **word != NONE && is_named(**word)) {
        let sql = format!("SELECT {column} FROM stored_lines WHERE id = :id");
        found.extend(ask(store, &sql, &[(":id", id)], |row| row.get::<_, String>(0))?);
    }
    found.sort_unstable();
    Ok(found)
}
