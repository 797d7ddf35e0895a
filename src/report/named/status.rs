//! `status`: lines by 订单状态 and 售后状态.

use super::columns::report_row;
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::measures::{Measure, Measures, measures};
use super::options::Takes;
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::RowSink;
use crate::packed::columns::line;
use crate::packed_row;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "status",
    takes: &[Takes::Period, Takes::Compare, Takes::BY_PERIOD],
    needs: &[Field::MainOrderId, Field::Status, Field::AfterSale, Field::Payable],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped { measures: || [Lines::names(), vec!["orders"]].concat(), distinct: &["orders"], rows }),
};

const SQL: &str = include_str!("status.sql");

report_row! {
    struct Row from SQL {
        status: Option<String> [Key],
        after_sale: Option<String> [Key],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        amount: Option<Fen>,
        gifts: Option<i64>,
        period: Option<String> [ByPeriod],
    }
}

packed_row! {
    struct Line of line { submitted, paid, order, status, after_sale, gift, payable }
}

measures! {
    struct Lines { lines, amount, gifts, without_amount }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (scope, gifts, knows_gifts) = (query.scope, query.gifts()?, query.knows_gifts());
    let (mut groups, mut orders) = (Groups::new(), Distinct::new("orders"));
    query.scan_near(scope.times_of(line::submitted), |id, line: Line| {
        if !scope.has(line.submitted) {
            return;
        }
        let key = (line.status, line.after_sale, scope.period(line.submitted));
        let group = groups.of(key, id, line.submitted);
        let is_gift = gifts.has(line.gift, line.order, line.paid.is_some());
        let lines = Lines {
            lines: true.into(),
            amount: line.payable.into(),
            gifts: Measure::from(is_gift).only_if(knows_gifts),
            without_amount: line.payable.is_none().into(),
        };
        groups.add(group, &lines);
        orders.put(group, line.order);
    })?;
    groups.write(query, &[orders.count_all(groups.len())])?;
    rows(query, sink)
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    Ok(query.answer::<Row>(SQL, sink)?)
}
