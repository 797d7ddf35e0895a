//! What `fees` must answer: each column of charges of the bookings, by the paid lines that they name.

use serde_json::Value as Json;

use super::books::{Account, Books};
use super::compare;
use super::layout::Statement;
use super::life::Booking;
use super::money::Fen;
use super::sheet::{Adding, Sheet};
use super::shop::Entry;

/// A fee by its code, and how a booking says it.
type Fee = (&'static str, fn(&Booking) -> Fen);

/// The fees by their names.
const FEES: [Fee; 8] = [
    ("platform_fee", |booking| booking.columns.platform_fee),
    ("commission", |booking| booking.columns.commission),
    ("agency_commission", |booking| booking.columns.agency - shared_agency(booking)),
    ("channel_share", |booking| booking.columns.channel),
    ("recruiting_fee", |booking| booking.columns.recruiting),
    ("external_promotion", |booking| booking.columns.promotion),
    ("other_share", |booking| booking.columns.other_share + shared_agency(booking)),
    ("other", |booking| booking.columns.unheard - booking.misprint),
];

/// Returns what agencies are paid under 其他分成, where the layout has no column for them.
fn shared_agency(booking: &Booking) -> Fen {
    if Statement::at(booking.at) == Statement::Since2024 { 0 } else { booking.columns.agency }
}

/// Returns what the report must answer, as a whole and by product, creator and month.
pub fn sheets<'b>(books: &'b Books<'b>) -> Vec<Sheet<'b>> {
    let mut whole = Sheet::new(&["fees"], &["fee"]);
    let mut products = Sheet::new(&["fees", "--by", "product"], &["product_id"]);
    let mut creators = Sheet::new(&["fees", "--by", "creator"], &["creator_id"]);
    let mut months = Sheet::new(&["fees", "--by", "month"], &["period"]);
    for account in books.accounts.iter().filter(|account| account.is_paid) {
        let (product, month) = (account.line.product.id, account.order.submitted.month());
        let creator = account.order.creator.map_or("-", |creator| creator.id);
        for booking in booked(account, books) {
            // A booking may charge under several fees.
            *whole.totals.entry("bookings").or_default() += 1;
            for (fee, charge) in FEES {
                let mut row = whole.add(&[fee], account);
                row.money("charged", charge(booking)).count("bookings", (charge(booking) != 0).into());
            }
            add(products.add(&[product], account), booking);
            add(creators.add(&[creator], account), booking);
            add(months.add(&[&month], account), booking);
        }
    }
    vec![whole, products, creators, months]
}

fn booked<'b>(account: &Account<'b>, books: &Books<'_>) -> impl Iterator<Item = &'b Booking> {
    let now = books.now;
    account.line.bookings.iter().filter(move |booking| booking.at <= now)
}

fn add(mut row: Adding<'_, '_>, booking: &Booking) {
    let income = booking.columns.income();
    row.count("bookings", 1).money("income", income).money("charged", income - booking.amount());
    for (fee, charge) in FEES {
        row.money(fee, charge(booking));
    }
}

/// Lists how the charges that count for no line differ from those of the books.
pub fn elsewhere(books: &Books<'_>, answer: &Json) -> Vec<String> {
    let bookings = || {
        books.shop.loose.iter().filter_map(|loose| match &loose.entry {
            Entry::Booking(booking) if booking.at <= books.now => Some(booking),
            _ => None,
        })
    };
    let found = compare::rows(answer);
    let differs = |(fee, charge): (&str, fn(&Booking) -> Fen)| {
        let row = found.iter().find(|row| row["fee"] == fee)?;
        let sum: Fen = bookings().map(charge).sum();
        let number = bookings().filter(|booking| charge(booking) != 0).count();
        let is_it = compare::number(&row["elsewhere"]).unwrap_or(0) == sum && row["elsewhere_bookings"] == number;
        (!is_it).then(|| format!("fees, {fee}: {sum} fen and {number} bookings of no line, found {row:?}"))
    };
    FEES.into_iter().filter_map(differs).collect()
}
