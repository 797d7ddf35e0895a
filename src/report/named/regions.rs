//! `regions`: sales by province, or by city.

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
use crate::packed_row;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "regions",
    takes: &[
        Takes::Period,
        Takes::Compare,
        Takes::BASIS_OF_ORDER,
        Takes::By(&[By::City, By::Day, By::Week, By::Month]),
    ],
    needs: &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::Province],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped { measures: || [Sales::names(), vec!["orders"]].concat(), distinct: &["orders"], rows }),
};

const SQL: &str = include_str!("regions.sql");

report_row! {
    struct Row from SQL {
        region: Option<String> [Key],
        city: Option<String> [Key, ByCity],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        units: Option<i64>,
        amount: Option<Fen>,
        share: Option<Share>,
        period: Option<String> [ByPeriod],
    }
}

packed_row! {
    struct Line of line { submitted, paid, order, status, province, city, quantity, payable }
}

measures! {
    struct Sales { lines, units, amount, without_amount }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (scope, statuses, by_city) = (query.scope, query.statuses()?, query.options.by == Some(By::City));
    let (mut groups, mut orders) = (Groups::new(), Distinct::new("orders"));
    query.scan_near(scope.times(), |id, line: Line| {
        let time = scope.time(line.submitted, line.paid);
        if !statuses.is_sale(line.paid, line.status) || !scope.has(time) {
            return;
        }
        let group = groups.of((line.province, line.city.filter(|_| by_city), scope.period(time)), id, time);
        let sale = Sales {
            lines: true.into(),
            units: line.quantity.into(),
            amount: line.payable.into(),
            without_amount: line.payable.is_none().into(),
        };
        groups.add(group, &sale);
        orders.put(group, line.order);
    })?;
    groups.write(query, &[orders.count_all(groups.len())])?;
    rows(query, sink)?;
    if by_city {
        query.note_missing_columns(&[Field::City]);
    }
    Ok(())
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    Ok(query.answer::<Row>(SQL, sink)?)
}
