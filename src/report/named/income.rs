//! `income`: what came in for the orders of a period and what goes off it, booked and estimated apart.

use super::columns::{PartialSum, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::measures::{Measures, measures};
use super::net::{GroupNet, NetMeasures, NetNotes, Nets, with_net_measures};
use super::options::{Basis, Takes};
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use super::sql::sql_struct;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{RowSink, Word};
use crate::msg;
use crate::store::StoreError;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "income",
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
        Field::Promotion,
        Field::AfterSale,
        Field::PlatformBorne,
        Field::SellerBorne,
        Field::CreatorBorne,
    ],
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [<(NetMeasures, Lines)>::names(), vec!["orders"]].concat(),
        distinct: &["orders"],
        rows: |query, sink| rows(query, sink).map(drop),
    }),
};

const SQL: &str = include_str!("income.sql");

report_row! {
    struct Row {
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        paid: Option<Fen>,
        platform_discount: Option<Fen>,
        seller_discount: Option<Fen>,
        creator_discount: Option<Fen>,
        refunds: PartialSum,
        taken_back: PartialSum,
        commission: PartialSum,
        fees: PartialSum,
        other: Option<Fen>,
        net: PartialSum,
        basis: Word,
        settled_lines: Option<i64>,
        settled: Option<Fen>,
        refunds_known: Fen [ForPrograms],
        taken_back_known: Fen [ForPrograms],
        commission_known: Fen [ForPrograms],
        fees_known: Fen [ForPrograms],
        net_known: Fen [ForPrograms],
        unknown_lines: i64 [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

sql_struct! {
    struct Paid {
        period: Option<String>,
        orders: Option<i64>,
        lines: Option<i64>,
        amount: Option<Fen>,
        platform: Option<Fen>,
        seller: Option<Fen>,
        creator: Option<Fen>,
        settled_lines: Option<i64>,
        settled: Option<Fen>,
        without_amount: i64,
    }
}

measures! {
    struct Lines { lines, amount, without_amount, platform, seller, creator, settled_lines, settled }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let nets = group(query)?;
    Ok(rows(query, sink)?.note(query, &nets)?)
}

/// Writes the rows, and returns what to note of them.
fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<NetNotes, ReportError> {
    let found: Vec<(Paid, NetMeasures)> = query.rows(&with_net_measures(SQL))?;
    let (mut rows, mut notes, mut without_amount) = (Vec::with_capacity(found.len()), NetNotes::default(), 0);
    for (paid, measures) in found {
        let net = GroupNet::of(&measures, query.options.commission_rate);
        let all = [paid.amount, paid.platform, paid.creator].into_iter().map(|fen| fen.map(|fen| fen.0));
        let other = net.other(all.sum::<Option<i64>>().map(Fen));
        notes.add(&measures, other);
        without_amount += paid.without_amount;
        rows.push(Row {
            orders: paid.orders,
            lines: paid.lines,
            paid: paid.amount,
            platform_discount: paid.platform,
            seller_discount: paid.seller,
            creator_discount: paid.creator,
            refunds: net.refunds(),
            taken_back: net.taken_back(),
            commission: net.commission(),
            fees: net.fees(),
            other,
            net: net.net(),
            basis: net.basis(),
            settled_lines: paid.settled_lines,
            settled: paid.settled,
            refunds_known: net.refunds().known,
            taken_back_known: net.taken_back().known,
            commission_known: net.commission().known,
            fees_known: net.fees().known,
            net_known: net.net().known,
            unknown_lines: net.unknown_lines(),
            period: paid.period,
        });
    }
    let any = query.write(rows, sink)?;
    if !any {
        query.note_no_rows();
    }
    query.note_without_amount(without_amount);
    if any {
        query.note(match query.scope.basis() {
            Basis::Submitted => msg!("note-by-order-day"),
            Basis::Paid => msg!("note-by-payment-day"),
            Basis::Settled => msg!("note-by-settlement-day"),
            Basis::Refunded => msg!("note-by-refund-day"),
        });
    }
    Ok(notes)
}

/// Groups all paid lines by period. What was paid of a line that was called off goes back, so it is among the refunds.
fn group(query: &Query<'_>) -> Result<Nets, StoreError> {
    let (scope, mut groups, mut orders) = (query.scope, Groups::new(), Distinct::new("orders"));
    let nets = Nets::of(query, |line, money| {
        let columns = &line.columns;
        let group = groups.of((scope.period(line.time),), line.id, line.time);
        let lines = Lines {
            lines: true.into(),
            amount: columns.payable.into(),
            without_amount: columns.payable.is_none().into(),
            platform: columns.platform_borne.into(),
            seller: line.seller_borne.into(),
            creator: columns.creator_borne.into(),
            settled_lines: money.amount().is_some().into(),
            settled: money.amount().into(),
        };
        groups.add(group, &lines);
        orders.put(group, columns.order);
        group
    })?;
    let mut columns = nets.columns();
    columns.push(orders.count_all(groups.len()));
    groups.write(query, &columns)?;
    Ok(nets)
}
