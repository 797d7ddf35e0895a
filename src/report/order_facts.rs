//! What the imported orders say to the checks.

use chrono::{Days, NaiveDate};

use super::{ask, words};
use crate::store::{Store, StoreError};

const SQL: &str = include_str!("order_facts.sql");

/// The longest after-sale period in days (《商家退店规范》, notice of 2026-07-14: 最短30天，最长90天).
pub(super) const LONGEST_PERIOD: u32 = 90;

/// Holds what the imported orders of a shop say, as of its newest export.
///
/// A finished line is an ended one by [`words`]; every other status counts as unfinished, unknown words too.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Counts what the orders of a shop say on a day; nothing where none were imported.
///
/// A completed line is within the after-sale period for `period` days from the day after its completion, the day nearest
/// to the receipt that is exported.
pub fn count(store: &Store, shop: &str, on: NaiveDate, period: u32) -> Result<Option<OrderFacts>, StoreError> {
    let before = |days: u32| on.checked_sub_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MIN).to_string();
    let (start, longest_start) = (before(period), before(LONGEST_PERIOD));
    let list = |text: String| -> Vec<String> { serde_json::from_str(&text).unwrap_or_default() };
    let sql = words::fill(SQL);
    let rows =
        ask(store, &sql, &[(":shop", &shop), (":period_start", &start), (":longest_start", &longest_start)], |row| {
            Ok(OrderFacts {
                lines: row.get(0)?,
                unfinished: row.get(1)?,
                open_after_sales: row.get(2)?,
                within_after_sale_period: row.get(3)?,
                last_finished_at: row.get(4)?,
                completed_without_time: row.get(5)?,
                closed_without_time: row.get(6)?,
                completed_lately: row.get(7)?,
                newest_export: row.get(8)?,
                unknown_statuses: list(row.get(9)?),
                unknown_after_sales: list(row.get(10)?),
            })
        })?;
    Ok(rows.into_iter().next().filter(|facts| facts.lines > 0))
}
