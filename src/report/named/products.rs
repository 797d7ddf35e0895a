//! `products`: what sold, how much of it came back, and whether it rises or falls.

use rusqlite::types::ToSql;

use super::buyers::Buyers;
use super::columns::{PartialSum, Share, report_row, word_set};
use super::error::ReportError;
use super::gifts::Gifts;
use super::groups::{Distinct, Groups};
use super::line_money::{MoneyColumns, Returns, money_columns};
use super::measures::{Measure, measures};
use super::notes::span;
use super::options::{By, Takes};
use super::paid_lines::PaidLines;
use super::query::Query;
use super::spec::ReportSpec;
use super::sql::sql_struct;
use crate::model::calendar::sub_days;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::summary::Days;
use crate::model::table::RowSink;
use crate::store::StoreError;
use crate::{msg, packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "products",
    takes: &[Takes::Period, Takes::Compare, Takes::BASIS_OF_ORDER, Takes::By(&[By::Sku])],
    needs: &[
        Field::MainOrderId,
        Field::PaidAt,
        Field::Status,
        Field::ProductId,
        Field::Quantity,
        Field::Payable,
        Field::AfterSale,
    ],
    reads_after_sales: true,
    has_days: true,
    answer,
};

const SQL: &str = include_str!("products.sql");

word_set! {
    /// Tells how the sales of a product change.
    Trend = [word!("trend", "new"), word!("trend", "rising"), word!("trend", "falling"), word!("trend", "steady")]
}

report_row! {
    struct Row from SQL {
        product_id: Option<String> [Key],
        product: Option<String>,
        spec: Option<String> [Key, BySku],
        sku_code: Option<String> [Key, BySku],
        units: Option<i64>,
        lines: Option<i64>,
        amount: Option<Fen>,
        orders: Option<i64> [Distinct],
        gifts: Option<i64>,
        paid_lines: Option<i64>,
        refunded_lines: Option<i64>,
        refund_rate: Option<Share>,
        repeat_rate: Option<Share>,
        creator_share: Option<Share>,
        amount_before: Option<Fen> [OwnComparison],
        change: Option<Share> [OwnComparison],
        trend: Option<Trend> [OwnComparison],
        refund_amount: PartialSum,
        refund_amount_known: Fen [ForPrograms],
    }
}

sql_struct! {
    struct Notes {
        without_amount: i64,
        unknown_refund_lines: i64,
        assumed_refund_lines: i64,
    }
}

packed_row! {
    struct Line of line {
        submitted, shipped, paid, product, sku, order, key, buyer, status, after_sale, promotion, quantity, payable, platform_borne,
        creator_borne, gift,
    }
}

measures! {
    struct ProductLines {
        gifts,
        /// What was sold by creators.
        by_creators,
        /// What was sold of which it is known whether a creator sold it.
        by_known,
        refunds,
        unknown_refund_lines,
        assumed_refund_lines,
        /// What was sold in the days before.
        amount_earlier,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    // An answer that is compared needs no comparison of its own.
    let is_compared = query.options.compare.is_some();
    let before = if is_compared { None } else { days_before(query)? };
    let shipped_unpaid = group(query, before)?;
    let has_before = before.is_some();
    let params: [(&str, &dyn ToSql); 1] = [(":has_before", &has_before)];
    let rows: Vec<(Row, Notes)> = query.rows_with(SQL, &params)?;
    let sum = |lines: fn(&Notes) -> i64| rows.iter().map(|(_, notes)| lines(notes)).sum::<i64>();
    let without_amount = sum(|notes| notes.without_amount);
    let (assumed, unknown) = (sum(|notes| notes.assumed_refund_lines), sum(|notes| notes.unknown_refund_lines));
    if !query.write(rows.into_iter().map(|(row, _)| row), sink)? {
        query.note_no_rows();
    }
    if query.options.by == Some(By::Sku) {
        query.note_missing_columns(&[Field::Spec, Field::SkuCode]);
    }
    query.note_without_amount(without_amount);
    query.note_assumed_refunds(assumed);
    query.note_unknown_refunds(unknown)?;
    query.note_shipped_unpaid(shipped_unpaid);
    match before {
        Some(days) => query.note(msg!("note-compared-with", days = span(days))),
        None if is_compared => {}
        None => query.note(msg!("note-not-compared")),
    }
    Ok(query.note_joined_products()?)
}

/// Groups the paid lines by product, with the sales of the days before those asked for. Returns the shipped lines that are not paid.
fn group(query: &Query<'_>, before: Option<Days>) -> Result<i64, StoreError> {
    let (scope, returns, gifts) = (query.scope, Returns::of(query)?, Gifts::of(query)?);
    let (statuses, by_sku) = (&returns.statuses, query.options.by == Some(By::Sku));
    let before = before.map(|days| scope.on(days));
    let (mut groups, mut orders, mut buyers) = (Groups::new(), Distinct::new("orders"), Buyers::default());
    let mut shipped_unpaid = 0;
    query.scan(|id, line: Line| {
        let (time, sku) = (scope.time(line.submitted, line.paid), line.sku.filter(|_| by_sku));
        if line.paid.is_none() {
            shipped_unpaid += i64::from(statuses.was_shipped(line.status, line.shipped) && scope.has(time));
            return;
        }
        let is_sale = statuses.is_sale(line.paid, line.status);
        if is_sale && before.is_some_and(|before| before.has(time)) {
            let group = groups.of((line.product, sku), id, time);
            let earlier = ProductLines { amount_earlier: line.payable.into(), ..ProductLines::default() };
            groups.add(group, &(PaidLines::default(), earlier));
        }
        if !scope.has(time) {
            return;
        }
        let group = groups.of((line.product, sku), id, time);
        let columns: MoneyColumns = money_columns!(line);
        let given_back = returns.line(&columns);
        let is_refunded = returns.is_refunded(line.key, line.after_sale);
        let by_creator = statuses.is_alliance(line.promotion);
        let sold = Measure::from(line.payable).only_if(is_sale);
        let lines = ProductLines {
            gifts: Measure::from(is_sale && gifts.has(line.gift, line.order, true)).only_if(gifts.is_known),
            by_creators: sold.only_if(by_creator == Some(true)),
            by_known: sold.only_if(by_creator.is_some()),
            refunds: given_back.refunds.into(),
            unknown_refund_lines: given_back.refunds.is_none().into(),
            assumed_refund_lines: given_back.is_assumed.into(),
            amount_earlier: Measure::UNKNOWN,
        };
        groups.add(group, &(PaidLines::of(is_sale, is_refunded, line.quantity, line.payable), lines));
        if is_sale {
            orders.put(group, line.order);
            buyers.put(group, line.buyer, line.order);
        }
    })?;
    let mut counted = buyers.count(groups.len());
    counted.push(orders.count_all(groups.len()));
    groups.write(query, &counted)?;
    Ok(shipped_unpaid)
}

/// Returns the days before those asked for, as many as they are, where the imported orders go that far back.
fn days_before(query: &Query<'_>) -> Result<Option<Days>, StoreError> {
    let Some(asked) = query.days()? else { return Ok(None) };
    let length = (asked.last - asked.first).num_days().unsigned_abs() + 1;
    let before = Days { first: sub_days(asked.first, length), last: sub_days(asked.first, 1) };
    let is_covered = query.store.covered_days(query.shop)?.iter().any(|days| days.first <= before.first);
    Ok(Some(before).filter(|_| is_covered))
}
