//! `hours`: sales by the hour in which they were ordered, and on which day of the week.

use super::columns::{Share, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::measures::{Measures, measures};
use super::options::{By, Takes};
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::RowSink;
use crate::packed::Moment;
use crate::packed_row;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "hours",
    takes: &[Takes::Period, Takes::Compare, Takes::BASIS_OF_ORDER, Takes::By(&[By::Weekday])],
    needs: &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::SubmittedAt],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [<(Sales, Weekdays)>::names(), vec!["orders"]].concat(),
        distinct: &["orders"],
        rows,
    }),
};

const SQL: &str = include_str!("hours.sql");

report_row! {
    struct Row from SQL {
        hour: Option<i64> [Key],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        amount: Option<Fen>,
        share: Option<Share> = "column-share-of-lines",
        monday: Option<i64> [ByWeekday],
        tuesday: Option<i64> [ByWeekday],
        wednesday: Option<i64> [ByWeekday],
        thursday: Option<i64> [ByWeekday],
        friday: Option<i64> [ByWeekday],
        saturday: Option<i64> [ByWeekday],
        sunday: Option<i64> [ByWeekday],
    }
}

packed_row! {
    struct Line of line { submitted, paid, order, status, payable }
}

measures! {
    struct Sales { lines, amount, without_amount }
}

measures! {
    /// The lines of each day of the week.
    struct Weekdays { monday, tuesday, wednesday, thursday, friday, saturday, sunday }
}

impl Weekdays {
    fn of(time: Moment) -> Self {
        let is = |weekday: i64| (time.weekday() == weekday).into();
        Self {
            monday: is(0),
            tuesday: is(1),
            wednesday: is(2),
            thursday: is(3),
            friday: is(4),
            saturday: is(5),
            sunday: is(6),
        }
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (scope, statuses, by_weekday) = (query.scope, query.statuses()?, query.options.by == Some(By::Weekday));
    let (mut groups, mut orders) = (Groups::new(), Distinct::new("orders"));
    query.scan_near(scope.times(), |id, line: Line| {
        let Some(time) = scope.time(line.submitted, line.paid) else { return };
        if !statuses.is_sale(line.paid, line.status) || !scope.has(Some(time)) {
            return;
        }
        let group = groups.of((time.hour(),), id, Some(time));
        let sale =
            Sales { lines: true.into(), amount: line.payable.into(), without_amount: line.payable.is_none().into() };
        groups.add(group, &(sale, if by_weekday { Weekdays::of(time) } else { Weekdays::default() }));
        orders.put(group, line.order);
    })?;
    groups.write(query, &[orders.count_all(groups.len())])?;
    rows(query, sink)
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    query.answer::<Row>(SQL, sink)?;
    if query.options.by == Some(By::Weekday) {
        query.note_part_weeks()?;
    }
    Ok(())
}
