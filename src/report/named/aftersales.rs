//! `aftersales`: lines with an after-sale by status and reason, and how many of the paid lines they are.

use super::columns::{PartialSum, Share, report_row, word_set};
use super::error::ReportError;
use super::groups::{Distinct, Groups, KeyPart};
use super::line_money::{MoneyColumns, Returns, money_columns};
use super::measures::{Measure, measures};
use super::options::Takes;
use super::query::Query;
use super::refunds::Refund;
use super::spec::ReportSpec;
use super::sql::sql_struct;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::RowSink;
use crate::store::StoreError;
use crate::{packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "aftersales",
    takes: &[Takes::Period, Takes::BY_PERIOD],
    needs: &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::AfterSale],
    reads_after_sales: true,
    has_days: true,
    answer,
};

const SQL: &str = include_str!("aftersales.sql");

word_set! {
    /// Tells whether an after-sale is over.
    State = [word!("after-sale-state", "open"), word!("after-sale-state", "finished")]
}

report_row! {
    struct Row from SQL {
        after_sale: Option<String> [Key],
        state: Option<State> = "column-progress",
        reason: Option<String> = "column-cancel-reason" [Key],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        amount: Option<Fen>,
        rate: Option<Share>,
        refund_amount: PartialSum,
        days_to_refund: Option<f64>,
        refund_amount_known: Fen [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

sql_struct! {
    struct Notes {
        without_amount: i64,
        unknown_refund_lines: i64,
        assumed_refund_lines: i64,
    }
}

packed_row! {
    struct Line of line {
        submitted, paid, order, key, status, after_sale, reason, promotion, payable, platform_borne, creator_borne, gift,
    }
}

measures! {
    struct Lines {
        lines,
        paid_lines,
        amount,
        without_amount,
        refunds,
        unknown_refund_lines,
        assumed_refund_lines,
        refund_seconds,
        timed_refund_lines,
        returned_lines,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    group(query)?;
    let rows: Vec<(Row, Notes)> = query.rows(SQL)?;
    let sum = |lines: fn(&Notes) -> i64| rows.iter().map(|(_, notes)| lines(notes)).sum::<i64>();
    let without_amount = sum(|notes| notes.without_amount);
    let (assumed, unknown) = (sum(|notes| notes.assumed_refund_lines), sum(|notes| notes.unknown_refund_lines));
    if !query.write(rows.into_iter().map(|(row, _)| row), sink)? {
        query.note_no_rows();
    }
    query.note_without_amount(without_amount);
    query.note_assumed_refunds(assumed);
    Ok(query.note_unknown_refunds(unknown)?)
}

/// Groups all lines by after-sale and reason; those without an after-sale are needed for the rates. A line whose money went back
/// though its order has no after-sale is in a group apart from these.
fn group(query: &Query<'_>) -> Result<(), StoreError> {
    let (scope, returns) = (query.scope, Returns::of(query)?);
    let (mut groups, mut orders) = (Groups::new(), Distinct::new("orders"));
    query.scan(|id, line: Line| {
        if !scope.has(line.submitted) {
            return;
        }
        let columns: MoneyColumns = money_columns!(line);
        let given_back = line.paid.map(|_| returns.line(&columns));
        let is_returned = given_back.is_some_and(|given_back| given_back.is_any());
        let apart = if line.after_sale.is_some() { line.reason.number() } else { is_returned.into() };
        let group = groups.of((line.after_sale, apart, scope.period(line.submitted)), id, line.submitted);
        let refunds = given_back.map(|given_back| given_back.refunds);
        let seconds = returns.refund(line.key).and_then(Refund::seconds);
        let lines = Lines {
            lines: true.into(),
            paid_lines: line.paid.is_some().into(),
            amount: line.payable.into(),
            without_amount: line.payable.is_none().into(),
            refunds: refunds.map_or(0.into(), Measure::from),
            unknown_refund_lines: (refunds == Some(None)).into(),
            assumed_refund_lines: given_back.is_some_and(|given_back| given_back.is_assumed).into(),
            refund_seconds: seconds.map_or(Measure::UNKNOWN, Measure::from),
            timed_refund_lines: seconds.is_some().into(),
            returned_lines: is_returned.into(),
        };
        groups.add(group, &lines);
        // Groups without an after-sale and without money back are no rows.
        if line.after_sale.is_some() || is_returned {
            orders.put(group, line.order);
        }
    })?;
    groups.write(query, &[orders.count_all(groups.len())])
}
