//! `products`: what sold, how much of it came back, and whether it rises or falls.

use chrono::NaiveDate;
use rusqlite::types::ToSql;

use super::buyers::Buyers;
use super::columns::{PartialSum, Share, report_row, word_set};
use super::error::ReportError;
use super::groups::{Distinct, Groups};
use super::line_money::{MoneyColumns, Returns, money_columns};
use super::measures::{Measure, Measures, measures};
use super::notes::span;
use super::options::{By, Takes};
use super::paid_lines::PaidLines;
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
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
    grouped: Some(Grouped {
        measures: || [<(PaidLines, ProductLines)>::names(), Buyers::names(), vec!["orders"]].concat(),
        distinct: &["orders"],
        rows: |query, sink| rows(query, false, sink).map(drop),
    }),
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
    let before = if is_compared { Before::Unknown } else { Before::of(query)? };
    let before_days = before.days();
    let shipped_unpaid = group(query, before_days)?;
    let unknown_refunds = rows(query, before_days.is_some(), sink)?;
    if query.options.by == Some(By::Sku) {
        query.note_missing_columns(&[Field::Spec, Field::SkuCode]);
    }
    query.note_unknown_refunds(unknown_refunds)?;
    query.note_shipped_unpaid(shipped_unpaid);
    if !is_compared {
        before.note(query)?;
    }
    Ok(query.note_joined_products()?)
}

/// Writes the rows, and returns how many lines have refunds that are not known.
fn rows(query: &mut Query<'_>, has_before: bool, sink: &mut dyn RowSink) -> Result<i64, ReportError> {
    let params: [(&str, &dyn ToSql); 1] = [(":has_before", &has_before)];
    let rows: Vec<(Row, Notes)> = query.rows_with(SQL, &params)?;
    let sum = |lines: fn(&Notes) -> i64| rows.iter().map(|(_, notes)| lines(notes)).sum::<i64>();
    let without_amount = sum(|notes| notes.without_amount);
    let (assumed, unknown) = (sum(|notes| notes.assumed_refund_lines), sum(|notes| notes.unknown_refund_lines));
    if !query.write(rows.into_iter().map(|(row, _)| row), sink)? {
        query.note_no_rows();
    }
    query.note_without_amount(without_amount);
    query.note_assumed_refunds(assumed);
    Ok(unknown)
}

/// Groups the paid lines by product, with the sales of the days before those asked for. Returns the shipped lines that are not paid.
fn group(query: &Query<'_>, before: Option<Days>) -> Result<i64, StoreError> {
    let (scope, returns, gifts) = (query.scope, Returns::of(query)?, query.gifts()?);
    let knows_gifts = query.knows_gifts();
    let (statuses, by_sku) = (&returns.statuses, query.options.by == Some(By::Sku));
    let before = before.map(|days| scope.on(days));
    let (mut groups, mut orders, mut buyers) = (Groups::new(), Distinct::new("orders"), Buyers::default());
    let mut shipped_unpaid = 0;
    let near = before.map_or(scope, |before| scope.with(before)).times();
    query.scan_near(near, |id, line: Line| {
        let (time, sku) = (scope.time(line.submitted, line.paid), line.sku.filter(|_| by_sku));
        if line.paid.is_none() {
            shipped_unpaid += i64::from(statuses.was_shipped(line.status, line.shipped) && scope.has(time));
            return;
        }
        let is_sale = statuses.is_sale(line.paid, line.status);
        if is_sale && before.is_some_and(|before| before.has(time)) {
            let group = groups.of((line.product, sku), id, (time, line.key));
            let earlier = ProductLines { amount_earlier: line.payable.into(), ..ProductLines::default() };
            groups.add(group, &(PaidLines::default(), earlier));
        }
        if !scope.has(time) {
            return;
        }
        let group = groups.of((line.product, sku), id, (time, line.key));
        let columns: MoneyColumns = money_columns!(line);
        let given_back = returns.line(&columns);
        let is_refunded = returns.is_refunded(line.key, line.after_sale);
        let by_creator = statuses.is_alliance(line.promotion);
        let sold = Measure::from(line.payable).only_if(is_sale);
        let lines = ProductLines {
            gifts: Measure::from(is_sale && gifts.has(line.gift, line.order, true)).only_if(knows_gifts),
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

/// What is known of the days before those asked for, as many as they are.
#[derive(Debug, Clone, Copy)]
enum Before {
    /// The imported orders do not go that far back, or there are none.
    Unknown,
    /// No import has one of the days, though there are older ones.
    NotImported(Days),
    /// So many of the days are in no import.
    Known { days: Days, missing: usize },
}

impl Before {
    fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        let Some(asked) = query.days()? else { return Ok(Self::Unknown) };
        let length = (asked.last - asked.first).num_days().unsigned_abs() + 1;
        let days = Days { first: sub_days(asked.first, length), last: sub_days(asked.first, 1) };
        let covered = query.store.covered_days(query.shop)?;
        if !covered.iter().any(|covered| covered.first <= days.first) {
            return Ok(Self::Unknown);
        }
        let all = || days.first.iter_days().take_while(|day| *day <= days.last);
        let has = |day: &NaiveDate| covered.iter().any(|covered| covered.first <= *day && *day <= covered.last);
        let missing = all().filter(|day| !has(day)).count();
        Ok(if missing == all().count() { Self::NotImported(days) } else { Self::Known { days, missing } })
    }

    /// Returns the days to compare with.
    fn days(self) -> Option<Days> {
        match self {
            Self::Unknown | Self::NotImported(_) => None,
            Self::Known { days, .. } => Some(days),
        }
    }

    /// Notes what the answer is compared with, and how far that is known.
    fn note(self, query: &mut Query<'_>) -> Result<(), StoreError> {
        match self {
            Self::Unknown => query.note(msg!("note-not-compared")),
            Self::NotImported(days) => {
                query.warn(msg!("note-nothing-imported", shops = query.shop, days = span(days)));
                query.note(msg!("note-not-compared"));
            }
            Self::Known { days, missing } => {
                query.note(msg!("note-compared-with", days = span(days)));
                if missing > 0 {
                    query.warn(msg!("note-gaps-in-other-days", days = missing));
                }
                if let Some(asked) = query.days()?.filter(|asked| asked.last >= query.now.day()) {
                    query.warn(msg!("note-days-not-over", last = asked.last));
                }
            }
        }
        Ok(())
    }
}
