//! `sales`: sales in all, by day, week or month, or by the day of the week, and how much of what was paid came back.

use rusqlite::types::ToSql;

use super::columns::{Share, report_row, word_set};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::line_money::Returns;
use super::measures::Measures;
use super::options::{By, Takes};
use super::paid_lines::PaidLines;
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::RowSink;
use crate::packed::Moment;
use crate::{packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "sales",
    takes: &[
        Takes::Period,
        Takes::Compare,
        Takes::BASIS_OF_ORDER,
        Takes::By(&[By::Day, By::Week, By::Month, By::Weekday]),
    ],
    needs: &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Quantity, Field::Payable, Field::AfterSale],
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: Some(Grouped { measures: || [PaidLines::names(), vec!["orders"]].concat(), distinct: &["orders"], rows }),
};

const SQL: &str = include_str!("sales.sql");

word_set! {
    /// The day of the week.
    Weekday = [
        word!("weekday", "monday"),
        word!("weekday", "tuesday"),
        word!("weekday", "wednesday"),
        word!("weekday", "thursday"),
        word!("weekday", "friday"),
        word!("weekday", "saturday"),
        word!("weekday", "sunday"),
    ]
}

report_row! {
    struct Row from SQL {
        weekday: Option<Weekday> [Key, ByWeekday],
        days: Option<i64> [Fixed, ByWeekday],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        units: Option<i64>,
        amount: Option<Fen>,
        paid_lines: Option<i64>,
        refunded_lines: Option<i64>,
        refund_rate: Option<Share>,
        period: Option<String> [ByPeriod],
    }
}

packed_row! {
    struct Line of line { submitted, shipped, paid, order, key, status, after_sale, quantity, payable }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (scope, returns) = (query.scope, Returns::of(query)?);
    let (mut groups, mut orders, mut shipped_unpaid) = (Groups::new(), Distinct::new("orders"), 0);
    query.scan_near(scope.times(), |id, line: Line| {
        let time = scope.time(line.submitted, line.paid);
        if !scope.has(time) {
            return;
        }
        if line.paid.is_none() {
            shipped_unpaid += i64::from(returns.statuses.was_shipped(line.status, line.shipped));
            return;
        }
        let group = groups.of((scope.period(time),), id, time);
        let is_sale = returns.statuses.is_sale(line.paid, line.status);
        let is_refunded = returns.is_refunded(line.key, line.after_sale);
        groups.add(group, &PaidLines::of(is_sale, is_refunded, line.quantity, line.payable));
        if is_sale {
            orders.put(group, line.order);
        }
    })?;
    groups.write(query, &[orders.count_all(groups.len())])?;
    rows(query, sink)?;
    query.note_shipped_unpaid(shipped_unpaid);
    Ok(())
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let by_weekday = query.options.by == Some(By::Weekday);
    let days = if by_weekday { query.days()? } else { None };
    let [first, last] =
        [days.map(|days| days.first), days.map(|days| days.last)].map(|day| day.map(|day| Moment::start_of(day).day()));
    let params: [(&str, &dyn ToSql); 2] = [(":first_day", &first), (":last_day", &last)];
    query.answer_with::<Row>(SQL, &params, sink)?;
    if by_weekday {
        query.note_part_weeks()?;
    }
    Ok(())
}
