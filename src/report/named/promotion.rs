//! `promotion`: what creators sold (精选联盟) against the rest, with the commission that is deducted from it.

use super::columns::{PartialSum, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::measures::Measures;
use super::net::{GroupNet, NEEDS, NetMeasures, NetNotes, Nets, SalesAmong, with_net_measures};
use super::options::{By, Takes};
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use super::sql::sql_struct;
use crate::model::money::Fen;
use crate::model::table::{RowSink, Word};
use crate::store::StoreError;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "promotion",
    takes: &[
        Takes::Period,
        Takes::Compare,
        Takes::ANY_BASIS,
        Takes::By(&[By::Day, By::Week, By::Month, By::Creator]),
        Takes::CommissionRate,
        Takes::NoEstimates,
    ],
    needs: NEEDS,
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [<(NetMeasures, SalesAmong)>::names(), vec!["orders"]].concat(),
        distinct: &["orders"],
        rows: |query, sink| rows(query, sink).map(drop),
    }),
};

const SQL: &str = include_str!("promotion.sql");

report_row! {
    struct Row {
        promotion: Option<String> [Key],
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        amount: Option<Fen>,
        commission: PartialSum,
        net: PartialSum = "column-net-of-commission",
        basis: Word,
        creator_id: Option<String> [Key, ByCreator],
        creator: Option<String> [ByCreator],
        commission_known: Fen [ForPrograms],
        net_known: Fen = "column-net-of-commission-known" [ForPrograms],
        unknown_lines: i64 [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

sql_struct! {
    struct Sold {
        promotion: Option<String>,
        creator_id: Option<String>,
        creator: Option<String>,
        period: Option<String>,
        orders: Option<i64>,
        lines: Option<i64>,
        amount: Option<Fen>,
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
        let net = GroupNet::of(&measures, query.options.commission_rate);
        rows.push(Row {
            promotion: sold.promotion,
            orders: sold.orders,
            lines: sold.lines,
            amount: sold.amount,
            commission: net.commission(),
            net: net.net(),
            basis: net.basis(),
            creator_id: sold.creator_id,
            creator: sold.creator,
            commission_known: net.commission().known,
            net_known: net.net().known,
            unknown_lines: net.unknown_lines(),
            period: sold.period,
        });
    }
    if !query.write(rows, sink)? {
        query.note_no_rows();
    }
    query.note_without_amount(without_amount);
    Ok(notes)
}

/// Groups the paid lines, and sums up the sales among them and what all of them bring in.
fn group(query: &Query<'_>) -> Result<Nets, StoreError> {
    let by_creator = query.options.by == Some(By::Creator);
    let (scope, mut groups, mut orders) = (query.scope, Groups::new(), Distinct::new("orders"));
    let nets = Nets::of(query, |line, _| {
        let creator = line.creator.filter(|_| by_creator);
        let key = (line.columns.promotion, creator, scope.period(line.time));
        let group = groups.of(key, line.id, (line.time, line.columns.key));
        groups.add(group, &SalesAmong::of(line));
        if line.is_sale {
            orders.put(group, line.columns.order);
        }
        group
    })?;
    let mut columns = nets.columns();
    columns.push(orders.count_all(groups.len()));
    groups.write(query, &columns)?;
    Ok(nets)
}
