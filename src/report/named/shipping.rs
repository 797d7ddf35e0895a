//! `shipping`: how long it takes from the payment to the shipping, and how many lines are shipped later than promised.

use rusqlite::types::ToSql;
use rustc_hash::FxHashSet;

use super::columns::{Share, report_row};
use super::error::ReportError;
use super::groups::Groups;
use super::measures::{Measure, Measures, measures};
use super::options::{By, Takes};
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use super::spread::Spread;
use crate::model::field::Field;
use crate::model::table::RowSink;
use crate::packed::Moment;
use crate::packed::columns::line;
use crate::report::statuses::StatusCodes;
use crate::store::StoreError;
use crate::{msg, packed_row};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "shipping",
    takes: &[Takes::Period, Takes::Compare, Takes::By(&[By::Warehouse, By::Day, By::Week, By::Month]), Takes::On],
    needs: &[Field::PaidAt, Field::Status, Field::ShippedAt, Field::ShipBy],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [Lines::names(), PERCENTILES.map(|(name, _)| name).to_vec()].concat(),
        distinct: &[],
        rows,
    }),
};

/// How long it took to ship: half of the lines, and nine of ten, took no longer.
const PERCENTILES: [(&str, usize); 2] = [("median_seconds", 50), ("p90_seconds", 90)];

const SQL: &str = include_str!("shipping.sql");

/// Lists the unshipped lines that became due after their last export, more than a day ago.
const DUE_SINCE: &str = "
SELECT id
FROM (
    SELECT
        id,
        ship_by,
        {exported_at} AS exported_at
    FROM stored_lines AS line INDEXED BY lines_waiting
    WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND NOT {platform_ships} AND ship_by < :now
)
WHERE ship_by >= exported_at AND exported_at < :day_ago";

report_row! {
    struct Row from SQL {
        warehouse_id: Option<String> [Key, ByWarehouse],
        warehouse: Option<String> [ByWarehouse],
        lines: i64,
        on_time_lines: Option<i64>,
        late_lines: Option<i64>,
        late_unshipped_lines: Option<i64>,
        waiting_lines: Option<i64>,
        unknown_lines: i64 = "column-unknown-promise-lines",
        late_rate: Option<Share>,
        median_hours: Option<f64>,
        p90_hours: Option<f64>,
        untimed_lines: i64,
        period: Option<String> [ByPeriod],
    }
}

packed_row! {
    struct Line of line { submitted, paid, shipped, ship_by, key, status, warehouse, platform_ships }
}

measures! {
    struct Lines {
        lines,
        on_time_lines,
        late_lines,
        /// Of the late lines, those that are not shipped yet.
        late_unshipped_lines,
        /// Lines that are not shipped, nor due yet.
        waiting_lines,
        /// Lines of which it is not known whether they are late.
        unknown_lines,
        /// Shipped lines of which it is not known how long that took.
        untimed_lines,
    }
}

/// What a line that is to be shipped comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shipped {
    OnTime,
    Late,
    LateUnshipped,
    Waiting,
    Unknown,
}

/// Lines that are in no row.
#[derive(Default)]
struct LeftOut {
    by_platform: i64,
    /// Lines that were paid, and closed before they were shipped.
    called_off: i64,
    due_since: i64,
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let left_out = group(query)?;
    rows(query, sink)?;
    if query.options.by == Some(By::Warehouse) && !query.has_column(Field::WarehouseId) {
        query.note_missing_columns(&[Field::Warehouse]);
    }
    if left_out.due_since > 0 {
        query.warn(msg!("note-lines-exported-long-ago", lines = left_out.due_since));
    }
    if left_out.by_platform > 0 {
        query.note(msg!("note-platform-shipped", lines = left_out.by_platform));
    }
    if left_out.called_off > 0 {
        query.note(msg!("note-closed-unshipped", lines = left_out.called_off));
    }
    Ok(())
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let has_promise = query.has_column(Field::ShipBy);
    let params: [(&str, &dyn ToSql); 1] = [(":has_promise", &has_promise)];
    let rows: Vec<Row> = query.rows_with(SQL, &params)?;
    if !query.write(rows, sink)? {
        query.note_no_rows();
    }
    Ok(())
}

/// Groups the lines that were or are to be shipped, and tells what is left out.
fn group(query: &Query<'_>) -> Result<LeftOut, StoreError> {
    let (scope, statuses, now) = (query.scope, query.statuses()?, Moment::parse(&query.now.to_string()));
    let by_warehouse = query.options.by == Some(By::Warehouse);
    let due_since = due_since(query)?;
    let (mut groups, mut spread, mut left_out) = (Groups::new(), Spread::default(), LeftOut::default());
    query.scan_near(scope.times_of(line::submitted), |id, line: Line| {
        if !scope.has(line.submitted) {
            return;
        }
        let Some(is_shipped) = is_shipped(&line, &statuses) else {
            left_out.called_off += i64::from(line.paid.is_some() && statuses.is_called_off(line.status));
            return;
        };
        if line.platform_ships {
            left_out.by_platform += 1;
            return;
        }
        let is_due_since = due_since.contains(&id);
        left_out.due_since += i64::from(is_due_since);
        let shipped = if is_due_since { Shipped::Unknown } else { shipped(&line, is_shipped, now) };
        let seconds = took(&line).filter(|_| is_shipped);
        let warehouse = line.warehouse.filter(|_| by_warehouse);
        let group = groups.of((warehouse, scope.period(line.submitted)), id, (line.submitted, line.key));
        groups.add(group, &Lines::of(shipped, is_shipped && seconds.is_none()));
        if let Some(seconds) = seconds {
            spread.put(group, seconds);
        }
    })?;
    groups.write(query, &spread.percentiles(groups.len(), &PERCENTILES))?;
    Ok(left_out)
}

/// Lists the lines that may have been shipped since their last export.
fn due_since(query: &Query<'_>) -> Result<FxHashSet<i64>, StoreError> {
    let (now, day_ago) = (query.now.to_string(), query.now.plus_hours(-24).to_string());
    let params: [(&str, &dyn ToSql); 2] = [(":now", &now), (":day_ago", &day_ago)];
    Ok(query.ask(DUE_SINCE, &params, |row| row.get(0))?.into_iter().collect())
}

/// Tells whether a line is shipped; nothing where it is not to be shipped, or nobody knows. 部分发货 is not shipped yet.
fn is_shipped(line: &Line, statuses: &StatusCodes) -> Option<bool> {
    if statuses.is_unshipped(line.status) {
        Some(false)
    } else {
        statuses.was_shipped(line.status, line.shipped).then_some(true)
    }
}

/// Compares a line with its promise.
fn shipped(line: &Line, is_shipped: bool, now: Option<Moment>) -> Shipped {
    let at = if is_shipped { line.shipped } else { now };
    match line.ship_by.zip(at) {
        None => Shipped::Unknown,
        Some((promised, at)) if at > promised => {
            if is_shipped {
                Shipped::Late
            } else {
                Shipped::LateUnshipped
            }
        }
        Some(_) if is_shipped => Shipped::OnTime,
        Some(_) => Shipped::Waiting,
    }
}

/// Returns the seconds from the payment to the shipping. What is paid after it was shipped has none.
fn took(line: &Line) -> Option<u64> {
    u64::try_from(line.shipped?.seconds_since(line.paid?)).ok()
}

impl Lines {
    fn of(shipped: Shipped, is_untimed: bool) -> Self {
        let is = |wanted: Shipped| Measure::from(shipped == wanted);
        Self {
            lines: true.into(),
            on_time_lines: is(Shipped::OnTime),
            late_lines: matches!(shipped, Shipped::Late | Shipped::LateUnshipped).into(),
            late_unshipped_lines: is(Shipped::LateUnshipped),
            waiting_lines: is(Shipped::Waiting),
            unknown_lines: is(Shipped::Unknown),
            untimed_lines: is_untimed.into(),
        }
    }
}
