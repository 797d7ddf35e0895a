//! Figures: what the reports count and add up of a row, each as one whole number, so that millions of rows can be gone
//! through at once. They say nothing that the rows do not.
//!
//! Amounts are fen and pieces as they are, moments are seconds, and texts, which are only ever compared, are codes.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::buyer::{BUYER_COLUMNS, buyer_code};
use super::entry::{self, EXPENSES, FEES, SUBSIDIES};
use super::export::ExportKind;
use super::field::{FIELD_COUNT, Field};
use super::record::Record;

/// Stands where a row says nothing.
pub const NONE: i64 = i64::MIN;

/// The most figures that a row has.
pub const FIGURES: usize = 20;

/// Seconds of a day.
pub const DAY: i64 = 86_400;

/// Tells how a figure is made of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The number in a column.
    Number(&'static str),
    /// The code of the text in a column.
    Code(&'static str),
    /// The code of the first column that has a text; what stands in different columns never has the same code.
    FirstCode(&'static [&'static str]),
    /// The moment in a column.
    Moment(&'static str),
    /// 1 where a column has a value.
    Given(&'static str),
    /// The code of the key.
    Key,
    /// The code of who bought, by receiver, phone and address; its last two bits are the [`Confidence`](super::buyer::Confidence).
    Buyer,
    /// How sure it is that a line is a gift: 1 where it costs nothing and the reason of its closing says so, 2 where it
    /// costs nothing and has no price, which makes it one beside a line that is paid, and 0 elsewhere.
    Gift,
    /// The sum of what is known in columns.
    Sum(&'static [&'static str]),
    /// What a booking brings in before expenses: 收入合计, or what the other amounts make of it.
    Income,
}

/// Names a figure and tells how it is made.
pub type Figure = (&'static str, Made);

/// The columns that tell a gift: what is due, why it was closed, the price.
const GIFT: [&str; 3] = ["payable", "cancel_reason", "unit_price"];

/// How 取消原因 of a gift begins.
const GIFT_REASONS: [&str; 2] = ["主品订单", "赠品"];

/// The totals of a booking, and what the buyer paid of it.
const BOOKED: [&str; 4] = ["income", "amount", "expenses", "paid"];

const LINE: &[Figure] = &[
    ("submitted", Made::Moment("submitted_at")),
    ("finished", Made::Moment("finished_at")),
    ("shipped", Made::Moment("shipped_at")),
    ("paid", Made::Moment("paid_at")),
    ("order", Made::Code("main_order_id")),
    ("key", Made::Key),
    ("product", Made::FirstCode(&["product_id", "product"])),
    ("creator", Made::Code("creator_id")),
    ("buyer", Made::Buyer),
    ("status", Made::Code("status")),
    ("after_sale", Made::Code("after_sale")),
    ("reason", Made::Code("cancel_reason")),
    ("promotion", Made::Code("promotion")),
    ("province", Made::Code("province")),
    ("quantity", Made::Number("quantity")),
    ("payable", Made::Number("payable")),
    ("platform_borne", Made::Number("platform_borne")),
    ("seller_borne", Made::Number("seller_borne")),
    ("creator_borne", Made::Number("creator_borne")),
    ("gift", Made::Gift),
];

const COMMISSION: &[Figure] = &[
    ("sub_order", Made::Code("sub_order_id")),
    ("settled", Made::Given("settled_at")),
    ("actual", Made::Number("actual")),
    ("estimated", Made::Number("estimated")),
];

const AFTER_SALE: &[Figure] = &[
    ("sub_order", Made::Code("sub_order_id")),
    ("order", Made::Code("order_id")),
    ("status", Made::Code("status")),
    ("applied", Made::Moment("applied_at")),
    ("refunded", Made::Moment("refunded_at")),
    ("goods", Made::Number("refund_goods")),
    ("freight", Made::Number("refund_freight")),
    ("tax", Made::Number("refund_tax")),
];

const SETTLEMENT: &[Figure] = &[
    ("sub_order", Made::Code("sub_order_id")),
    ("order", Made::Code("order_id")),
    ("settled", Made::Moment("settled_at")),
    ("ordered", Made::Moment("ordered_at")),
    ("amount", Made::Number("amount")),
    ("income", Made::Income),
    ("commission", Made::Number("commission")),
    ("fees", Made::Sum(&FEES)),
];

const FUNDS: &[Figure] = &[
    ("sub_order", Made::Code("sub_order_id")),
    ("order", Made::Code("order_id")),
    ("moved", Made::Moment("moved_at")),
    ("ordered", Made::Moment("ordered_at")),
    ("amount", Made::Number("amount")),
    ("scene", Made::Code("scene")),
];

/// Lists the figures of a kind of export.
pub fn figures(kind: ExportKind) -> &'static [Figure] {
    match kind {
        ExportKind::Orders => LINE,
        ExportKind::Commission => COMMISSION,
        ExportKind::AfterSales => AFTER_SALE,
        ExportKind::Settlement => SETTLEMENT,
        ExportKind::Funds => FUNDS,
    }
}

/// Lists the columns that the figures of a kind of export are made of.
pub fn columns(kind: ExportKind) -> Vec<&'static str> {
    let mut columns = Vec::new();
    for (_, made) in figures(kind) {
        match made {
            Made::Number(name) | Made::Code(name) | Made::Moment(name) | Made::Given(name) => columns.push(*name),
            Made::FirstCode(names) | Made::Sum(names) => columns.extend(*names),
            Made::Buyer => columns.extend(BUYER_COLUMNS),
            Made::Gift => columns.extend(GIFT),
            Made::Income => columns.extend(BOOKED.iter().chain(&SUBSIDIES).chain(&EXPENSES)),
            Made::Key => {}
        }
    }
    // Several figures may be made of one column.
    let mut seen = HashSet::new();
    columns.retain(|name| seen.insert(*name));
    columns
}

/// Finds the place of a column in records of a kind of export.
pub fn place(kind: ExportKind, column: &str) -> Option<usize> {
    match kind {
        ExportKind::Orders => Field::by_name(column).map(Field::index),
        _ => entry::index_of(kind, column),
    }
}

/// Makes the figures of records of one kind of export.
#[derive(Debug, Clone)]
pub struct Figures {
    made: Vec<Prepared>,
}

/// How a figure is made, with the places of the columns in a record.
#[derive(Debug, Clone)]
enum Prepared {
    Number(usize),
    Code(Vec<usize>),
    Moment(usize),
    Given(usize),
    Key,
    Buyer([usize; BUYER_COLUMNS.len()]),
    Gift([usize; GIFT.len()]),
    Sum(Vec<usize>),
    Income { booked: [usize; BOOKED.len()], subsidies: Vec<usize>, expenses: Vec<usize> },
}

impl Figures {
    /// Prepares for a kind of export.
    pub fn new(kind: ExportKind) -> Self {
        // A test holds that every column is one of the kind's.
        let place = |name: &str| place(kind, name).unwrap_or(FIELD_COUNT - 1);
        let places = |names: &[&str]| names.iter().map(|name| place(name)).collect::<Vec<_>>();
        let prepare = |(_, made): &Figure| match made {
            Made::Number(name) => Prepared::Number(place(name)),
            Made::Code(name) => Prepared::Code(vec![place(name)]),
            Made::FirstCode(names) => Prepared::Code(places(names)),
            Made::Moment(name) => Prepared::Moment(place(name)),
            Made::Given(name) => Prepared::Given(place(name)),
            Made::Key => Prepared::Key,
            Made::Buyer => Prepared::Buyer(BUYER_COLUMNS.map(place)),
            Made::Gift => Prepared::Gift(GIFT.map(place)),
            Made::Sum(names) => Prepared::Sum(places(names)),
            Made::Income => Prepared::Income {
                booked: BOOKED.map(place),
                subsidies: places(&SUBSIDIES),
                expenses: places(&EXPENSES),
            },
        };
        Self { made: figures(kind).iter().map(prepare).collect() }
    }

    /// Makes the figures of a record, in the order of [`figures`].
    pub fn of(&self, record: &Record) -> [i64; FIGURES] {
        let mut all = [NONE; FIGURES];
        for (figure, made) in all.iter_mut().zip(&self.made) {
            *figure = match made {
                Prepared::Number(place) => record.at(*place).int().unwrap_or(NONE),
                Prepared::Code(places) => (0_u64..)
                    .zip(places)
                    .find_map(|(seed, place)| record.text_at(*place).map(|text| seeded(text, seed)))
                    .unwrap_or(NONE),
                Prepared::Moment(place) => record.text_at(*place).and_then(seconds).unwrap_or(NONE),
                Prepared::Given(place) => i64::from(!record.is_null_at(*place)),
                Prepared::Key => code(record.key()),
                Prepared::Buyer(places) => buyer_code(places.map(|place| record.text_at(place))),
                Prepared::Gift(places) => gift(record, *places),
                Prepared::Sum(places) => sum(record, places).unwrap_or(NONE),
                Prepared::Income { booked, subsidies, expenses } => {
                    income(record, *booked, subsidies, expenses).unwrap_or(NONE)
                }
            };
        }
        all
    }
}

/// Adds up what is known at places; nothing where nothing is.
fn sum(record: &Record, places: &[usize]) -> Option<i64> {
    places.iter().filter_map(|place| record.at(*place).int()).reduce(i64::saturating_add)
}

/// Tells how sure it is that a line is a gift.
fn gift(record: &Record, [payable, reason, price]: [usize; GIFT.len()]) -> i64 {
    let says_so = |reason: &str| GIFT_REASONS.iter().any(|start| reason.starts_with(start));
    match record.at(payable).int() {
        None => NONE,
        Some(0) if record.text_at(reason).is_some_and(says_so) => 1,
        Some(0) if record.at(price).int() == Some(0) => 2,
        Some(_) => 0,
    }
}

/// Returns what a booking brings in: the total, else what is left once the expenses are taken off the amount, else what
/// was paid and borne.
fn income(
    record: &Record,
    [income, amount, total, paid]: [usize; BOOKED.len()],
    subsidies: &[usize],
    expenses: &[usize],
) -> Option<i64> {
    let fen = |place: usize| record.at(place).int();
    let less_expenses = || {
        let expenses = fen(total).or_else(|| sum(record, expenses))?;
        Some(fen(amount)?.saturating_sub(expenses))
    };
    let borne = || Some(fen(paid)?.saturating_add(sum(record, subsidies).unwrap_or(0)));
    fen(income).or_else(less_expenses).or_else(borne)
}

/// Returns the code of a text: an id as the platform gives them stands for itself, anything else for a hash below 0. Of
/// ten million different texts two have the same code in one of a hundred thousand cases.
pub fn code(text: &str) -> i64 {
    seeded(text, 0)
}

fn seeded(text: &str, seed: u64) -> i64 {
    match number(text) {
        Some(number) if seed == 0 => number,
        _ => hash(text, seed),
    }
}

/// Returns a hash below 0 that is not [`NONE`].
fn hash(text: &str, seed: u64) -> i64 {
    -(xxh3_64_with_seed(text.as_bytes(), seed) >> 1).cast_signed().max(1)
}

/// Reads digits that write a number in the only way there is.
fn number(text: &str) -> Option<i64> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() > 19 || digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    text.parse().ok()
}

/// Returns the seconds from 1970 to a moment that is written as `YYYY-MM-DD HH:MM:SS`, both on Beijing's clocks.
pub fn seconds(text: &str) -> Option<i64> {
    let text: &[u8; 19] = text.as_bytes().try_into().ok()?;
    // Stored moments are real ones, so their digits need no look.
    let two =
        |from: usize| u32::from(text[from].wrapping_sub(b'0')) * 10 + u32::from(text[from + 1].wrapping_sub(b'0'));
    let day = NaiveDate::from_ymd_opt(i32::try_from(two(0) * 100 + two(2)).ok()?, two(5), two(8))?;
    Some(days(day) * DAY + i64::from(two(11) * 3600 + two(14) * 60 + two(17)))
}

/// Writes a moment that [`seconds`] reads; nothing for [`NONE`].
pub fn moment(seconds: i64) -> Option<String> {
    let moment = DateTime::from_timestamp(seconds, 0).filter(|_| seconds != NONE)?;
    Some(moment.format("%Y-%m-%d %H:%M:%S").to_string())
}

/// Returns the days from 1970 to a day.
pub fn days(day: NaiveDate) -> i64 {
    i64::from(day.to_epoch_days())
}

/// Returns the day that is a number of days from 1970; nothing where no calendar has it.
pub fn day(days: i64) -> Option<NaiveDate> {
    i32::try_from(days).ok().and_then(NaiveDate::from_epoch_days)
}

#[cfg(test)]
mod tests {
    use super::super::buyer::Confidence;
    use proptest::prelude::*;

    use super::*;
    use crate::model::record::Value;

    #[test]
    fn figures_are_made_of_columns_that_are_there() {
        for kind in ExportKind::ALL {
            assert!(figures(*kind).len() <= FIGURES, "{kind:?}");
            for name in columns(*kind) {
                assert!(place(*kind, name).is_some(), "{kind:?} {name}");
            }
        }
    }

    fn line(values: &[(Field, &'static str)]) -> Record {
        let mut record = Record::new();
        for (field, text) in values {
            record.set(*field, &Value::Text((*text).into()));
        }
        record.set_key(Field::SubOrderId.index());
        record
    }

    fn figure(record: &Record, name: &str) -> i64 {
        let place = LINE.iter().position(|(figure, _)| *figure == name).expect("a figure");
        Figures::new(ExportKind::Orders).of(record)[place]
    }

    #[test]
    fn ids_stand_for_themselves_and_other_texts_for_hashes() {
        let record =
            line(&[(Field::MainOrderId, "6917000000000000001"), (Field::SubOrderId, "069"), (Field::Status, "1")]);
        assert_eq!(figure(&record, "order"), 6_917_000_000_000_000_001);
        assert_eq!(figure(&record, "status"), 1);
        assert!(figure(&record, "key") < 0 && figure(&record, "key") != NONE);
        assert_eq!(figure(&record, "province"), NONE);
        assert_eq!(figure(&record, "paid"), NONE);
        assert_ne!(code("69"), code("069"));
        assert_ne!(code("9223372036854775807"), code("9223372036854775808"));
    }

    #[test]
    fn a_product_without_an_id_is_none_that_has_one() {
        let with_id = line(&[(Field::ProductId, "37"), (Field::Product, "杯")]);
        assert_eq!(figure(&with_id, "product"), 37);
        let named = line(&[(Field::Product, "37")]);
        assert!(figure(&named, "product") < 0);
        assert_ne!(
            figure(&line(&[(Field::ProductId, "杯")]), "product"),
            figure(&line(&[(Field::Product, "杯")]), "product")
        );
    }

    #[test]
    fn a_buyer_is_told_apart_by_all_three_and_how_sure_it_is() {
        let [name, phone, address] = [Field::Receiver, Field::ReceiverPhone, Field::Address];
        let buyer = |values: &[(Field, &'static str)]| figure(&line(values), "buyer");
        assert_eq!(buyer(&[]), NONE);
        let plain = buyer(&[(name, "甲"), (phone, "1"), (address, "某地")]);
        let told = [
            (plain, Confidence::Plain),
            (buyer(&[(name, "甲*"), (phone, "1"), (address, "某地")]), Confidence::Masked),
            (buyer(&[(name, "##甲"), (phone, "1*"), (address, "某地")]), Confidence::Ciphertext),
            (buyer(&[(name, "甲"), (phone, "1")]), Confidence::Partial),
            (buyer(&[(name, "甲"), (address, "1")]), Confidence::Partial),
            (buyer(&[(phone, "甲"), (address, "1")]), Confidence::Partial),
        ];
        for (place, (code, sureness)) in told.iter().enumerate() {
            assert_eq!(Confidence::of_code(*code), *sureness);
            assert!(told[..place].iter().all(|(other, _)| other != code), "{place}");
        }
        assert_eq!(plain, buyer(&[(name, "甲"), (phone, "1"), (address, "某地")]));
    }

    #[test]
    fn a_gift_costs_nothing_and_says_so_or_has_no_price() {
        for (payable, reason, price, gift) in [
            (Some(0), Some("主品订单售后完成，未发货赠品订单取消"), Some(990), 1),
            (Some(0), Some("赠品订单取消"), None, 1),
            (Some(0), Some("买家取消，送赠品"), Some(990), 0),
            (Some(0), None, Some(0), 2),
            (Some(0), None, None, 0),
            (Some(1), Some("主品订单售后完成"), Some(0), 0),
            (None, Some("主品订单售后完成"), Some(0), NONE),
        ] {
            let mut line = Record::new();
            for (field, fen) in [(Field::Payable, payable), (Field::UnitPrice, price)] {
                line.set(field, &fen.map_or(Value::Null, Value::Int));
            }
            line.set(Field::CancelReason, &reason.map_or(Value::Null, |text| Value::Text(text.into())));
            assert_eq!(figure(&line, "gift"), gift, "{payable:?} {reason:?} {price:?}");
        }
    }

    #[test]
    fn a_booking_brings_in_what_its_amounts_make() {
        let figures = |amounts: &[(&str, i64)]| {
            let mut booking = Record::new();
            for (name, fen) in amounts {
                booking.set_at(place(ExportKind::Settlement, name).expect("a field"), &Value::Int(*fen));
            }
            let all = Figures::new(ExportKind::Settlement).of(&booking);
            ["income", "fees"]
                .map(|name| all[SETTLEMENT.iter().position(|(figure, _)| *figure == name).expect("a figure")])
        };
        let paid = [("amount", 77), ("paid", 80), ("platform_subsidy", 15), ("trade_in", 5)];
        let fees = [("platform_fee", -5), ("commission", -16), ("agency_commission", -2)];
        let all = |more: &[(&'static str, i64)]| [&paid[..], &fees, more].concat();
        assert_eq!(figures(&all(&[("income", 101), ("expenses", -24)])), [101, -7]);
        assert_eq!(figures(&all(&[("expenses", -24)])), [101, -7]);
        assert_eq!(figures(&all(&[])), [100, -7]);
        assert_eq!(figures(&paid), [100, NONE]);
        assert_eq!(figures(&paid[..2]), [80, NONE]);
        assert_eq!(figures(&[("amount", 77), ("commission", -16)]), [93, NONE]);
        assert_eq!(figures(&[("amount", 77), ("platform_subsidy", 15)]), [NONE, NONE]);
    }

    #[test]
    fn moments_are_seconds_of_beijing() {
        assert_eq!(seconds("1970-01-01 00:00:00"), Some(0));
        assert_eq!(seconds("1969-12-31 23:59:59"), Some(-1));
        assert_eq!(seconds("2026-01-05 08:09:10"), Some(20_458 * DAY + 8 * 3600 + 9 * 60 + 10));
        assert_eq!(moment(20_458 * DAY + 1).as_deref(), Some("2026-01-05 00:00:01"));
        assert_eq!((seconds("2026-01-05"), moment(NONE)), (None, None));
        assert_eq!((day(20_458), day(NONE)), (NaiveDate::from_ymd_opt(2026, 1, 5), None));
    }

    proptest! {
        #[test]
        fn moments_keep_their_order(a in 0_i64..4_000_000_000, b in 0_i64..4_000_000_000) {
            let text = |seconds| crate::model::time::Stamp::from_unix(seconds).expect("a moment").to_string();
            let (told_a, told_b) = (super::seconds(&text(a)).expect("told"), super::seconds(&text(b)).expect("told"));
            prop_assert_eq!(told_b - told_a, b - a);
        }
    }
}
