//! `repeat`: products that the same buyer ordered more than once.

use rustc_hash::FxHashSet;

use super::buyers::Buyers;
use super::columns::{Share, report_row, word_set};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::options::Takes;
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use crate::model::field::Field;
use crate::model::table::RowSink;
use crate::packed::columns::line;
use crate::store::StoreError;
use crate::{msg, packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "repeat",
    takes: &[Takes::Period, Takes::Compare],
    needs: &[
        Field::MainOrderId,
        Field::PaidAt,
        Field::Status,
        Field::ProductId,
        Field::Receiver,
        Field::ReceiverPhone,
        Field::Address,
    ],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [Buyers::names(), vec!["orders", "orders_without_buyer"]].concat(),
        distinct: &[],
        rows,
    }),
};

const SQL: &str = include_str!("repeat.sql");

word_set! {
    /// Tells how certain it is that the repeat buyers of a product are the same people; the least certain of them counts.
    CertaintyWord = [
        word!("certainty", "partial"),
        word!("certainty", "ciphertext"),
        word!("certainty", "masked"),
        word!("certainty", "plain"),
    ]
}

report_row! {
    struct Row from SQL {
        product_id: Option<String> [Key],
        product: Option<String>,
        buyers: Option<i64> [Fixed],
        repeat_buyers: Option<i64> [Fixed],
        orders: Option<i64> [Distinct],
        repeat_rate: Option<Share>,
        certainty: Option<CertaintyWord>,
        orders_without_buyer: Option<i64> [Distinct],
    }
}

packed_row! {
    struct Line of line { submitted, paid, product, order, key, buyer, status }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let without_buyer = group(query)?;
    rows(query, sink)?;
    query.note_joined_products()?;
    if without_buyer > 0 {
        query.note(msg!("note-without-buyer", orders = without_buyer));
    }
    Ok(())
}

fn rows(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let rows: Vec<Row> = query.rows(SQL)?;
    let any = query.write(rows, sink)?;
    query.note(if any { msg!("note-buyers-uncertain") } else { msg!("note-nothing-repeated") });
    Ok(())
}

/// Groups the sales by product, and returns how many orders do not say who bought.
fn group(query: &Query<'_>) -> Result<usize, StoreError> {
    let (scope, statuses) = (query.scope, query.statuses()?);
    let mut groups = Groups::<()>::new();
    let (mut orders, mut without_buyer) = (Distinct::new("orders"), Distinct::new("orders_without_buyer"));
    let (mut buyers, mut all_without_buyer) = (Buyers::default(), FxHashSet::default());
    query.scan_near(scope.times_of(line::submitted), |id, line: Line| {
        if !statuses.is_sale(line.paid, line.status) || !scope.has(line.submitted) {
            return;
        }
        let group = groups.of((line.product,), id, (line.submitted, line.key));
        orders.put(group, line.order);
        buyers.put(group, line.buyer, line.order);
        if let (None, Some(order)) = (line.buyer, line.order) {
            without_buyer.put(group, Some(order));
            all_without_buyer.insert(order);
        }
    })?;
    let mut counted = buyers.count(groups.len());
    counted.extend([orders.count(groups.len()), without_buyer.count(groups.len())]);
    groups.write(query, &counted)?;
    Ok(all_without_buyer.len())
}
