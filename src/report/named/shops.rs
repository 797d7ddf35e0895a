//! `shops`: what each shop sold and brings in, what waits to be shipped, and how recent its data are.

use super::columns::{PartialSum, report_row};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::imported_days;
use super::measures::Measures;
use super::net::{GroupNet, NEEDS, NetMeasures, NetNotes, Nets, SalesAmong, with_net_measures};
use super::options::{Basis, Takes};
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use super::sql::sql_struct;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{RowSink, Word};
use crate::report::newest_export;
use crate::store::StoreError;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "shops",
    takes: &[Takes::Period, Takes::ANY_BASIS, Takes::CommissionRate, Takes::NoEstimates],
    needs: NEEDS,
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [<(NetMeasures, SalesAmong)>::names(), vec!["orders", "unshipped", "files_of_days"]].concat(),
        distinct: &[],
        rows: grouped,
    }),
};

const SQL: &str = include_str!("shops.sql");

report_row! {
    struct Row {
        orders: Option<i64> [Distinct],
        lines: Option<i64>,
        amount: Option<Fen>,
        refunds: Option<PartialSum>,
        net: Option<PartialSum>,
        basis: Option<Word>,
        unshipped: Option<i64> = "column-unshipped-now",
        newest_export: Option<String>,
        refunds_known: Fen [ForPrograms],
        net_known: Fen [ForPrograms],
        unknown_lines: i64 [ForPrograms],
    }
}

sql_struct! {
    struct Sold {
        orders: Option<i64>,
        lines: Option<i64>,
        amount: Option<Fen>,
        without_amount: i64,
    }
}

/// What is known of a shop besides its lines.
struct Besides {
    /// Whether an import has one of the days that are asked for. What was sold on others is unknown, and not nothing.
    is_known: bool,
    unshipped: Option<i64>,
    newest_export: Option<String>,
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let by_order = matches!(query.options.basis, Basis::Submitted | Basis::Paid);
    let is_known = !(by_order && imported_days::has_none(query)?);
    let nets = group(query)?;
    let newest_export = newest_export(query.store, query.shop)?;
    let besides = Besides { is_known, unshipped: unshipped(query)?, newest_export };
    Ok(rows(query, besides, sink)?.note(query, &nets)?)
}

/// Writes the row of groups that were summed up elsewhere.
fn grouped(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let sql = "SELECT files_of_days, unshipped, newest_export FROM line_groups JOIN stored_lines ON id = line_id";
    let read = |row: &rusqlite::Row<'_>| {
        let files: Option<i64> = row.get(0)?;
        Ok(Besides { is_known: files != Some(0), unshipped: row.get(1)?, newest_export: row.get(2)? })
    };
    let found = query.ask(sql, &[], read)?.into_iter().next();
    let besides = found.unwrap_or(Besides { is_known: false, unshipped: None, newest_export: None });
    rows(query, besides, sink).map(drop)
}

/// Writes the row, and returns what to note of it.
fn rows(query: &mut Query<'_>, besides: Besides, sink: &mut dyn RowSink) -> Result<NetNotes, ReportError> {
    let Besides { is_known, unshipped, newest_export } = besides;
    let found: Vec<(Sold, NetMeasures)> = query.rows(&with_net_measures(SQL))?;
    let nothing = || Sold { orders: Some(0), lines: Some(0), amount: Some(Fen(0)), without_amount: 0 };
    let (sold, measures) = found.into_iter().next().unwrap_or_else(|| (nothing(), NetMeasures::default()));
    let net = GroupNet::of(&measures, query.options.commission_rate);
    let row = Row {
        orders: sold.orders.filter(|_| is_known),
        lines: sold.lines.filter(|_| is_known),
        amount: sold.amount.filter(|_| is_known),
        refunds: is_known.then(|| net.refunds()),
        net: is_known.then(|| net.net()),
        basis: is_known.then(|| net.basis()),
        unshipped,
        newest_export,
        refunds_known: net.refunds().known,
        net_known: net.net().known,
        unknown_lines: net.unknown_lines(),
    };
    query.write([row], sink)?;
    query.note_without_amount(sold.without_amount);
    let mut notes = NetNotes::default();
    notes.add(&measures, None);
    Ok(notes)
}

/// Counts the lines that the seller has to ship, whenever they were ordered.
fn unshipped(query: &Query<'_>) -> Result<Option<i64>, StoreError> {
    if !query.has_column(Field::Status) {
        return Ok(None);
    }
    let sql = "SELECT count(*) FROM stored_lines INDEXED BY lines_waiting
         WHERE shop_id = :shop_id AND {waiting} AND {unshipped} AND NOT {platform_ships}";
    Ok(Some(query.count(sql)?))
}

/// Sums up the sales, and what all paid lines bring in.
fn group(query: &Query<'_>) -> Result<Nets, StoreError> {
    let (mut groups, mut orders) = (Groups::new(), Distinct::new("orders"));
    let nets = Nets::of(query, |line, _| {
        let group = groups.of((), line.id, line.time);
        groups.add(group, &SalesAmong::of(line));
        if line.is_sale {
            orders.put(group, line.columns.order);
        }
        group
    })?;
    let mut columns = nets.columns();
    columns.push(orders.count(groups.len()));
    groups.write(query, &columns)?;
    Ok(nets)
}
