//! `creators`: sales by the creator who sold.

use super::columns::{Share, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::line_money::Returns;
use super::options::Takes;
use super::paid_lines::PaidLines;
use super::query::Query;
use super::spec::ReportSpec;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::RowSink;
use crate::packed_row;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "creators",
    takes: &[Takes::Period, Takes::BASIS_OF_ORDER, Takes::BY_PERIOD],
    needs: &[Field::MainOrderId, Field::PaidAt, Field::Status, Field::Payable, Field::CreatorId, Field::AfterSale],
    reads_after_sales: true,
    has_days: true,
    answer,
};

const SQL: &str = include_str!("creators.sql");

report_row! {
    struct Row from SQL {
        creator_id: Option<String> [Key],
        creator: Option<String>,
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        units: Option<i64>,
        amount: Option<Fen>,
        share: Option<Share>,
        products: Option<i64> [Distinct],
        paid_lines: Option<i64>,
        refunded_lines: Option<i64>,
        refund_rate: Option<Share>,
        period: Option<String> [ByPeriod],
    }
}

packed_row! {
    struct Line of line {
        submitted, paid, creator, promotion, order, product, key, status, after_sale, quantity, payable,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (scope, returns) = (query.scope, Returns::of(query)?);
    let (mut groups, mut orders, mut products) = (Groups::new(), Distinct::new("orders"), Distinct::new("products"));
    query.scan(|id, line: Line| {
        let by_creator = line.creator.is_some() || returns.statuses.is_alliance(line.promotion) == Some(true);
        let time = scope.time(line.submitted, line.paid);
        if line.paid.is_none() || !by_creator || !scope.has(time) {
            return;
        }
        let is_sale = returns.statuses.is_sale(line.paid, line.status);
        let is_refunded = returns.is_refunded(line.key, line.after_sale);
        let group = groups.of((line.creator, scope.period(time)), id, time);
        groups.add(group, &PaidLines::of(is_sale, is_refunded, line.quantity, line.payable));
        if is_sale {
            orders.put(group, line.order);
            products.put(group, line.product);
        }
    })?;
    groups.write(query, &[orders.count_all(groups.len()), products.count_all(groups.len())])?;
    Ok(query.answer::<Row>(SQL, sink)?)
}
