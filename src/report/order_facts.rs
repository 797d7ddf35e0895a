//! What the imported orders say to the checks.

use chrono::{Days, NaiveDate};

use rustc_hash::FxHashMap;

use super::words::Words;
use super::{ask, newest_export};
use crate::model::export::ExportKind;
use crate::model::figure::{DAY, NONE, days, moment};
use crate::model::summary::first_day_of_orders;
use crate::model::time;
use crate::store::{Store, StoreError, figures};

/// The longest after-sale period in days (《商家退店规范》, notice of 2026-07-14: 最短30天，最长90天).
pub(super) const LONGEST_PERIOD: u32 = 90;

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
    /// Completed lines that may still be within the after-sale period.
    pub within_after_sale_period: i64,
    /// When the last line was finished; of closed lines, whose closing is not exported, the latest that is known.
    pub last_finished_at: Option<String>,
    /// Completed lines whose completion is not exported.
    pub completed_without_time: i64,
    /// Closed lines whose closing is not exported, as is usual.
    pub closed_without_time: i64,
    /// Lines completed within the longest after-sale period that the platform names, 90 days.
    pub completed_lately: i64,
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
/// A completed line is within the after-sale period for `period` days from the day after its completion, the day nearest
/// to the receipt that is exported.
pub fn count(store: &Store, shop: &str, on: NaiveDate, period: u32) -> Result<Option<OrderFacts>, StoreError> {
    let found: Vec<i64> = ask(store, "SELECT id FROM shops WHERE name = :shop", &[(":shop", &shop)], |row| row.get(0))?;
    let Some(shop_id) = found.into_iter().next() else { return Ok(None) };
    let start = |length: u32| days(on.checked_sub_days(Days::new(u64::from(length))).unwrap_or(NaiveDate::MIN)) * DAY;
    let (period_start, longest_start) = (start(period), start(LONGEST_PERIOD));
    let words = Words::new();
    let mut facts = OrderFacts { newest_export: newest_export(store, shop)?, ..OrderFacts::default() };
    // An older version has stored times that cannot be; of them nothing follows.
    let exported_on = facts.newest_export.as_deref().and_then(|at| time::parse_day(at.get(..10)?));
    let (earliest, latest) =
        (days(first_day_of_orders()) * DAY, exported_on.map_or(i64::MAX, |day| (days(day) + 2) * DAY));
    let possible = |moment: i64| if (earliest..latest).contains(&moment) { moment } else { NONE };
    let mut last_ended = NONE;
    let (mut statuses, mut after_sales) = (FxHashMap::default(), FxHashMap::default());
    let mut known = (NONE, false, false);
    let take = |id, [shop, status, after_sale, finished, shipped, paid, submitted]: [i64; 7]| {
        if shop != shop_id {
            return;
        }
        // Most lines have the status of the line before.
        if status != known.0 {
            known = (status, words.completed(status), words.called_off(status));
            statuses.entry(status).or_insert(id);
        }
        let (_, completed, called_off) = known;
        let [finished, shipped, paid, submitted] = [finished, shipped, paid, submitted].map(possible);
        let ended = completed || called_off;
        facts.lines += 1;
        facts.unfinished += i64::from(!ended);
        facts.within_after_sale_period += i64::from(completed && (finished == NONE || finished >= period_start));
        facts.completed_lately += i64::from(completed && finished != NONE && finished >= longest_start);
        facts.completed_without_time += i64::from(completed && finished == NONE);
        facts.closed_without_time += i64::from(called_off && finished == NONE);
        if ended {
            // When an order was closed is not exported; the latest that is known of it is the least.
            last_ended = last_ended.max(if finished == NONE { shipped.max(paid).max(submitted) } else { finished });
        }
        if words.open_after_sale(after_sale) {
            facts.open_after_sales += 1;
            after_sales.entry(after_sale).or_insert(id);
        }
    };
    figures::each(store.connection(), ExportKind::Orders, NAMES, take).map_err(|error| store.failed(error))?;
    facts.last_finished_at = moment(last_ended);
    facts.unknown_statuses = named(store, "status", &statuses, |status| !words.known_status(status))?;
    facts.unknown_after_sales =
        named(store, "after_sale", &after_sales, |after_sale| !words.known_open_after_sale(after_sale))?;
    Ok(Some(facts).filter(|facts| facts.lines > 0))
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
