//! `fees`: what the settlement statements charge, fee by fee.
//!
//! A row is a fee. Grouped by product, creator or period a row is one of these, with a column for each fee, so that it can be
//! sorted by any of them.

use super::charges::{Belonging, Charged, Charges, Elsewhere, Key, Line, with_charged};
use super::columns::{Cell, PartialSum, ReportRow, Share, report_row};
use super::error::ReportError;
use super::measures::{Measure, Measures};
use super::net::note_other;
use super::options::{By, Takes};
use super::query::Query;
use super::spec::{Grouped, ReportSpec};
use super::sql::sql_struct;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink, Totals, Word};
use crate::store::StoreError;
use crate::{msg, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "fees",
    takes: &[Takes::Period, Takes::Compare, Takes::By(&[By::Product, By::Creator, By::Day, By::Week, By::Month])],
    needs: &[Field::MainOrderId, Field::SubOrderId, Field::PaidAt, Field::Status],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: Some(Grouped {
        measures: || [Charged::names(), Belonging::names()].concat(),
        distinct: &[],
        rows: grouped,
    }),
};

const SQL: &str = include_str!("fees.sql");

report_row! {
    /// A fee, of all lines together.
    struct FeeRow {
        fee: Word [Key],
        charged: Option<PartialSum>,
        bookings: i64 [Distinct],
        share: Option<Share> = "column-share-of-income",
        elsewhere: Option<PartialSum>,
        elsewhere_bookings: i64 [Distinct],
        charged_known: Option<Fen> [ForPrograms],
        elsewhere_known: Option<Fen> [ForPrograms],
    }
}

report_row! {
    /// What is charged for the lines of a product, a creator or a period.
    struct GroupRow {
        product_id: Option<String> [Key, ByProduct],
        product: Option<String> [ByProduct],
        creator_id: Option<String> [Key, ByCreator],
        creator: Option<String> [ByCreator],
        bookings: Option<i64>,
        income: PartialSum = "column-booked",
        platform_fee: Option<Fen> = "word-fee-platform_fee",
        commission: Option<Fen>,
        agency_commission: Option<Fen> = "word-fee-agency_commission",
        channel_share: Option<Fen> = "word-fee-channel_share",
        recruiting_fee: Option<Fen> = "word-fee-recruiting_fee",
        external_promotion: Option<Fen> = "word-fee-external_promotion",
        other_share: Option<Fen> = "word-fee-other_share",
        other: PartialSum,
        charged: PartialSum = "column-charged-in-all",
        share: Option<Share> = "column-share-of-income",
        income_known: Fen [ForPrograms],
        other_known: Fen [ForPrograms],
        charged_known: Fen [ForPrograms],
        period: Option<String> [ByPeriod],
    }
}

sql_struct! {
    struct Names {
        product_id: Option<String>,
        product: Option<String>,
        creator_id: Option<String>,
        creator: Option<String>,
        period: Option<String>,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let charges = Charges::of(query, key_of(query))?;
    charges.write(query)?;
    let (any, has_other) = rows(query, &charges.elsewhere, sink)?;
    note(query, any, charges.awaiting)?;
    note_elsewhere(query, &charges.elsewhere);
    query.note_on_settlement_day(charges.on_settlement_day);
    if has_other {
        note_other(query)?;
    }
    if query.options.by == Some(By::Product) {
        query.note_joined_products()?;
    }
    Ok(())
}

/// Writes the rows of groups that were summed up elsewhere.
fn grouped(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let elsewhere = Elsewhere::take(query)?;
    let (any, _) = rows(query, &elsewhere, sink)?;
    if !any {
        query.note_no_rows();
    }
    note_elsewhere(query, &elsewhere);
    Ok(())
}

/// Writes the rows, and tells whether there are any, and whether anything is charged that no known column has.
fn rows(query: &mut Query<'_>, elsewhere: &Elsewhere, sink: &mut dyn RowSink) -> Result<(bool, bool), ReportError> {
    let groups: Vec<(Names, Charged)> = query.rows(&with_charged(SQL))?;
    let mut sum = Charged::default();
    for (_, charged) in &groups {
        sum.add(charged);
    }
    let elsewhere = elsewhere.sum();
    let any = match query.options.by {
        Some(_) => write(query, groups.into_iter().map(group_row).collect(), group_totals(&sum), sink)?,
        None => write(query, fee_rows(&sum, &elsewhere), fee_totals(&sum, &elsewhere), sink)?,
    };
    Ok((any, [sum, elsewhere].iter().any(|charged| charged.other_bookings.or_zero() > 0)))
}

/// Writes the rows with their totals. A fee that some statements have no column for is known all the same: what they charge under
/// another name is in `other`.
fn write<R: ReportRow>(
    query: &Query<'_>,
    rows: Vec<R>,
    sums: Vec<(&'static str, Datum)>,
    sink: &mut dyn RowSink,
) -> Result<bool, StoreError> {
    let number = rows.len();
    let any = query.write_rows(rows, sink, |_| ())?;
    if any {
        let sums = sums.into_iter().map(|(key, sum)| (key.to_owned(), sum)).collect();
        sink.totals(&[Totals { of: None, rows: number, sums }]).map_err(StoreError::Output)?;
    }
    Ok(any)
}

/// Returns what tells the groups apart that are asked for.
fn key_of(query: &Query<'_>) -> impl Fn(&Line) -> Key + use<> {
    let (scope, by) = (query.scope, query.options.by);
    move |line| {
        let product = line.product.filter(|_| by == Some(By::Product));
        let creator = line.creator.filter(|_| by == Some(By::Creator));
        (product, creator, scope.period(line.submitted))
    }
}

/// The name of a fee, its sum and its number of bookings.
type Fee = (Word, fn(&Charged) -> (Measure, Measure));

/// The fees in the order of the statement.
const FEES: [Fee; 8] = [
    (word!("fee", "platform_fee"), |all| (all.platform_fee, all.platform_fee_bookings)),
    (word!("fee", "commission"), |all| (all.commission, all.commission_bookings)),
    (word!("fee", "agency_commission"), |all| (all.agency_commission, all.agency_commission_bookings)),
    (word!("fee", "channel_share"), |all| (all.channel_share, all.channel_share_bookings)),
    (word!("fee", "recruiting_fee"), |all| (all.recruiting_fee, all.recruiting_fee_bookings)),
    (word!("fee", "external_promotion"), |all| (all.external_promotion, all.external_promotion_bookings)),
    (word!("fee", "other_share"), |all| (all.other_share, all.other_share_bookings)),
    (OTHER, |all| (all.other, all.other_bookings)),
];

/// What no known column has. It is not known of a booking whose income is not known.
const OTHER: Word = word!("fee", "other");

/// Makes a row of each fee.
fn fee_rows(sum: &Charged, elsewhere: &Charged) -> Vec<FeeRow> {
    if sum.bookings.or_zero() + elsewhere.bookings.or_zero() == 0 {
        return Vec::new();
    }
    let row = |(fee, of): Fee| {
        let part = |all: &Charged| {
            let unknown = if fee == OTHER { all.unknown_bookings.or_zero() } else { 0 };
            // Where nothing is booked, nothing is charged, unless no statement has a column for it.
            let is_nothing =
                all.bookings.or_zero() == 0 && [sum, elsewhere].iter().any(|all| of(all).0.get().is_some());
            let known = if unknown > 0 || is_nothing { Some(of(all).0.or_zero()) } else { of(all).0.get() };
            known.map(|fen| PartialSum { known: Fen(fen), unknown_lines: unknown })
        };
        let (charged, elsewhere_charged) = (part(sum), part(elsewhere));
        FeeRow {
            fee,
            charged,
            bookings: of(sum).1.or_zero(),
            share: charged.and_then(|charged| share(charged, sum)),
            elsewhere: elsewhere_charged,
            elsewhere_bookings: of(elsewhere).1.or_zero(),
            charged_known: charged.map(|charged| charged.known),
            elsewhere_known: elsewhere_charged.map(|charged| charged.known),
        }
    };
    FEES.into_iter().map(row).collect()
}

fn fee_totals(sum: &Charged, elsewhere: &Charged) -> Vec<(&'static str, Datum)> {
    let bookings = |all: &Charged| Datum::Int(all.bookings.or_zero());
    vec![
        ("charged", partial(sum, sum.charged).into_datum()),
        ("bookings", bookings(sum)),
        ("share", share(partial(sum, sum.charged), sum).into_datum()),
        ("elsewhere", partial(elsewhere, elsewhere.charged).into_datum()),
        ("elsewhere_bookings", bookings(elsewhere)),
        ("income", partial(sum, sum.income).into_datum()),
    ]
}

/// Returns a sum that the bookings without a known income are left out of.
fn partial(all: &Charged, measure: Measure) -> PartialSum {
    PartialSum { known: Fen(measure.or_zero()), unknown_lines: all.unknown_bookings.or_zero() }
}

fn group_row((names, all): (Names, Charged)) -> GroupRow {
    let fen = |measure: Measure| measure.get().map(Fen);
    let sum = |measure: Measure| partial(&all, measure);
    let (income, other, charged) = (sum(all.income), sum(all.other), sum(all.charged));
    GroupRow {
        product_id: names.product_id,
        product: names.product,
        creator_id: names.creator_id,
        creator: names.creator,
        bookings: all.bookings.get(),
        income,
        platform_fee: fen(all.platform_fee),
        commission: fen(all.commission),
        agency_commission: fen(all.agency_commission),
        channel_share: fen(all.channel_share),
        recruiting_fee: fen(all.recruiting_fee),
        external_promotion: fen(all.external_promotion),
        other_share: fen(all.other_share),
        other,
        charged,
        share: share(charged, &all),
        income_known: income.known,
        other_known: other.known,
        charged_known: charged.known,
        period: names.period,
    }
}

fn group_totals(sum: &Charged) -> Vec<(&'static str, Datum)> {
    let fees = FEES.into_iter().filter(|(fee, _)| *fee != OTHER);
    let fees = fees.map(|(fee, of)| (fee.code, Datum::money(of(sum).0.get())));
    let sums = [("income", sum.income), ("other", sum.other), ("charged", sum.charged)];
    let sums = sums.map(|(key, measure)| (key, partial(sum, measure).into_datum()));
    let share = share(partial(sum, sum.charged), sum).into_datum();
    [("bookings", Datum::int(sum.bookings.get())), ("share", share)].into_iter().chain(sums).chain(fees).collect()
}

/// Returns the part of the income that a charge takes; nothing where one of them is not known, or nothing came in.
fn share(charged: PartialSum, all: &Charged) -> Option<Share> {
    let income = all.income.get().filter(|_| all.unknown_bookings.or_zero() == 0)?;
    Share::of(charged.known.0, income)
}

/// Notes what the answer counts, and what it does not count yet.
fn note(query: &mut Query<'_>, any: bool, awaiting: i64) -> Result<(), StoreError> {
    if !any && query.has_rows("stored_settlements")? {
        query.note(msg!("note-nothing-charged"));
    } else if !any {
        query.warn(msg!("note-no-settlement"));
    }
    if any {
        query.note(msg!("note-by-order-day"));
    }
    if awaiting > 0 {
        query.note(msg!("note-fees-not-booked", lines = awaiting));
    }
    Ok(())
}

/// Notes what is booked and counts for no paid line.
fn note_elsewhere(query: &mut Query<'_>, elsewhere: &Elsewhere) {
    let count = |charged: &Charged| (charged.bookings.or_zero(), Fen(charged.charged.or_zero()));
    let (bookings, amount) = count(&elsewhere.not_imported);
    if bookings > 0 {
        query.warn(msg!("note-charged-not-imported", bookings = bookings, amount = amount));
    }
    let (bookings, amount) = count(&elsewhere.of_orders);
    if bookings > 0 {
        query.warn(msg!("note-charged-to-orders", bookings = bookings, amount = amount));
    }
    let (bookings, amount) = count(&elsewhere.unpaid);
    if bookings > 0 {
        query.warn(msg!("note-charged-to-unpaid", bookings = bookings, amount = amount));
    }
}
