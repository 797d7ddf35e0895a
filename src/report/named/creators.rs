//! `creators`: sales by the creator who sold, with the commission and what is left after it.

use super::columns::{PartialSum, Share, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::measures::Measures;
use super::net::{GroupNet, NetMeasures, NetNotes, Nets, SoldBy, with_net_measures};
use super::options::Takes;
use super::paid_lines::PaidLines;
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use super::sql::sql_struct;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{RowSink, Word};
use crate::store::StoreError;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "creators",
    takes: &[
        Takes::Period,
        Takes::Compare,
        Takes::ANY_BASIS,
        Takes::BY_PERIOD,
        Takes::CommissionRate,
        Takes::NoEstimates,
    ],
    needs: &[
        Field::MainOrderId,
        Field::PaidAt,
        Field::Status,
        Field::Payable,
        Field::CreatorId,
        Field::AfterSale,
        Field::PlatformBorne,
        Field::CreatorBorne,
    ],
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [<(NetMeasures, PaidLines)>::names(), vec!["orders", "products"]].concat(),
        distinct: &["orders", "products"],
        rows: |query, sink| rows(query, sink).map(drop),
    }),
};

const SQL: &str = include_str!("creators.sql");

report_row! {
    struct Row {
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
        commission: PartialSum,
        net: PartialSum = "column-net-of-commission",
        basis: Word,
        commission_known: Fen [ForPrograms],
        net_known: Fen = "column-net-of-commission-known" [ForPrograms],
        unknown_lines: i64 [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

sql_struct! {
    struct Sold {
        creator_id: Option<String>,
        creator: Option<String>,
        orders: Option<i64>,
        lines: Option<i64>,
        units: Option<i64>,
        amount: Option<Fen>,
        share: Option<Share>,
        products: Option<i64>,
        paid_lines: Option<i64>,
        refunded_lines: Option<i64>,
        refund_rate: Option<Share>,
        period: Option<String>,
        without_amount: i64,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let nets = group(query)?;
    Ok(rows(query, sink)?.note(query, &nets)?)
}

/// Writes the rows, and returns what to note of them.
fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<NetNotes, ReportError> {
    let found: Vec<(Sold, NetMeasures)> = query.rows(&with_net_measures(SQL))?;
    let (mut rows, mut notes, mut without_amount) = (Vec::with_capacity(found.len()), NetNotes::default(), 0);
    for (sold, measures) in found {
        notes.add(&measures, None);
        without_amount += sold.without_amount;
        rows.push(Row::of(sold, &GroupNet::of(&measures, query.options.commission_rate)));
    }
    if !query.write(rows, sink)? {
        query.note_no_rows();
    }
    query.note_without_amount(without_amount);
    Ok(notes)
}

impl Row {
    fn of(sold: Sold, net: &GroupNet) -> Self {
        Self {
            creator_id: sold.creator_id,
            creator: sold.creator,
            orders: sold.orders,
            lines: sold.lines,
            units: sold.units,
            amount: sold.amount,
            share: sold.share,
            products: sold.products,
            paid_lines: sold.paid_lines,
            refunded_lines: sold.refunded_lines,
            refund_rate: sold.refund_rate,
            commission: net.commission(),
            net: net.net(),
            basis: net.basis(),
            commission_known: net.commission().known,
            net_known: net.net().known,
            unknown_lines: net.unknown_lines(),
            period: sold.period,
        }
    }
}

/// Groups the paid lines that creators sold, and sums up the sales among them and what all of them bring in.
fn group(query: &Query<'_>) -> Result<Nets, StoreError> {
    let (scope, mut groups) = (query.scope, Groups::new());
    let (mut orders, mut products) = (Distinct::new("orders"), Distinct::new("products"));
    let nets = Nets::with_books(query, SoldBy::Creators, |line, _, books| {
        let is_refunded = books.returns.is_refunded(line.columns.key, line.columns.after_sale);
        let group = groups.of((line.creator, scope.period(line.time)), line.id, (line.time, line.columns.key));
        groups.add(group, &PaidLines::of(line.is_sale, is_refunded, line.quantity, line.columns.payable));
        if line.is_sale {
            orders.put(group, line.columns.order);
            products.put(group, line.product);
        }
        group
    })?;
    let mut columns = nets.columns();
    columns.extend([orders.count_all(groups.len()), products.count_all(groups.len())]);
    groups.write(query, &columns)?;
    Ok(nets)
}
