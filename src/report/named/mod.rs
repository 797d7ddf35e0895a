//! The reports by name. Each has a file here with its `ReportSpec`, its columns and its measures, and its SQL
//! beside it.
//!
//! All of them describe the current state of a shop's order lines. Days are those of 订单提交时间, as in the platform's own filter
//! of exports. `orders` counts distinct 主订单编号, `amount` is the sum of 订单应付金额. What no export says is
//! [`Datum::Null`](crate::model::table::Datum::Null), never 0. A gift is a line like any other; where lines are counted by status
//! or product, a column counts the gifts among them. `line_money.rs` defines what the money of a line is.
//!
//! Most reports take the same way: they scan packed columns and sum lines up in groups, write the groups to a scratch table, and
//! let SQL name and sort them.

mod account_moves;
mod ad_spend;
mod after_sale_details;
mod aftersales;
mod balances;
mod billed_costs;
mod bookings;
mod buyers;
mod by_id;
mod cashflow;
mod charges;
mod columns;
mod commissions;
mod comparison;
mod cost_reading;
mod cost_signs;
mod coverage;
mod creators;
mod earnings;
mod error;
mod export_plan;
mod fees;
mod goods_costs;
pub mod grouped;
mod groups;
mod hours;
mod imported_days;
mod income;
pub mod lake;
mod line_money;
mod line_placing;
mod line_settlement;
mod matching;
mod measures;
mod movements;
mod net;
mod notes;
mod options;
mod order_ids;
mod paid_costs;
mod paid_lines;
mod payout_days;
mod payouts;
mod products;
mod profit;
mod promotion;
mod query;
mod reconcile;
mod refunds;
mod regions;
mod repeat;
mod restated;
mod sales;
mod scope;
mod shared_notes;
mod shipping;
mod shops;
mod side_costs;
mod spec;
mod spread;
mod sql;
mod statement_span;
mod status;
mod status_notes;
mod today;
mod traffic;
mod unmatched;

pub use error::ReportError;
pub use line_settlement::{LineSettlement, LineSettlements, line_settlements};
pub use notes::{Note, ReportNotes, Several, span};
pub use options::{Basis, By, Compare, Rate, ReportOptions, Takes};
pub use spec::Report;

use query::Query;

use crate::model::table::RowSink;
use crate::model::time::Stamp;
use crate::report::terms::Terms;
use crate::store::Store;

/// The key of the column that `--by` adds. It comes after those that scripts rely on; people look for it first.
pub const PERIOD: &str = "period";

/// The version of the words: of what the sums of reports mean. It goes up whenever the meaning of one changes, so that a receipt shows
/// that an answer was given in other words.
pub const WORDS: &str = "1";

macro_rules! reports {
    ($($name:ident = $module:ident,)+) => {
        impl Report {
            $(
                #[doc = concat!("The report of `", stringify!($module), ".rs`.")]
                pub const $name: Self = Self(&$module::REPORT);
            )+

            /// Lists every report.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

reports! {
    TODAY = today,
    SHOPS = shops,
    STATUS = status,
    SALES = sales,
    PROMOTION = promotion,
    INCOME = income,
    FEES = fees,
    PAYOUTS = payouts,
    PROFIT = profit,
    CASHFLOW = cashflow,
    RECONCILE = reconcile,
    REPEAT = repeat,
    PRODUCTS = products,
    REGIONS = regions,
    HOURS = hours,
    CREATORS = creators,
    TRAFFIC = traffic,
    SHIPPING = shipping,
    AFTER_SALES = aftersales,
    RESTATED = restated,
    COVERAGE = coverage,
    EXPORT_PLAN = export_plan,
}

impl Report {
    /// Finds a report by its name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|report| report.name() == name)
    }
}

/// Asks a report of a shop and gives its rows to the sink; `terms` are those of the shop, and `now` is the moment where the options
/// name none.
pub fn answer(
    store: &Store,
    report: Report,
    shop: &str,
    options: &ReportOptions,
    terms: Terms,
    now: Stamp,
    sink: &mut dyn RowSink,
) -> Result<ReportNotes, ReportError> {
    report.check(options)?;
    let _state = store.snapshot()?;
    let mut query = Query::new(store, shop, options, terms, now)?;
    let spec = report.0;
    query.note_missing_columns(spec.needs);
    (spec.answer)(&mut query, sink)?;
    status_notes::note(&mut query, spec.needs)?;
    if spec.reads_after_sales {
        status_notes::note_after_sale_file(&mut query)?;
    }
    query.note_without_time()?;
    // A comparison says so of both its periods.
    let by_order = matches!(options.basis, Basis::Submitted | Basis::Paid);
    if spec.has_days && spec.takes.contains(&Takes::Period) && by_order && options.compare.is_none() {
        let missing = imported_days::missing(&query)?;
        query.note_gaps(&missing);
    }
    Ok(ReportNotes {
        shop: shop.to_owned(),
        several: None,
        period: if spec.has_days { query.days()? } else { None },
        basis: options.basis,
        as_of: spec.takes.contains(&Takes::On).then_some(query.now),
        newest_export: crate::report::newest_export(store, shop)?,
        notes: query.into_notes(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_report_has_a_name_of_its_own() {
        for report in Report::ALL {
            assert_eq!(Report::by_name(report.name()), Some(*report));
        }
    }
}
