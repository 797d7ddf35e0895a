//! From a raw cell to a typed value. Nothing is repaired by guessing.

use std::borrow::Cow;

use super::cell_text::{is_guarded_blank, text};
use super::field_ref::FieldRef;
use super::ids::{self, EXACT, is_damaged_code};
use crate::model::field::FieldKind;
use crate::model::id::unguarded;
use crate::model::money::Fen;
use crate::model::record::Value;
use crate::model::reject::RejectCode;
use crate::model::time::{self, Stamp};
use crate::sheet::{Cell, DateSystem, serial};

/// Nothing happened to an order before this moment: the platform had no shops.
const EARLIEST: &str = "2014-01-01 00:00:00";

/// The length of the day in a moment.
const DAY: usize = "2014-01-01".len();

/// Hours after now that are still accepted, since clocks differ.
const TOLERANCE_HOURS: i64 = 24;

/// Holds what reading a cell depends on beside the cell.
#[derive(Debug, Clone)]
pub(super) struct ReadContext {
    /// What serial dates count from.
    pub(super) dates: DateSystem,
    /// The last moment at which something can have happened, as times are stored.
    latest: String,
}

impl ReadContext {
    /// Accepts what happened before a moment.
    pub(super) fn at(now: Stamp, dates: DateSystem) -> Self {
        Self { dates, latest: now.plus_hours(TOLERANCE_HOURS).to_string() }
    }

    /// Accepts every moment.
    pub(super) fn any_time() -> Self {
        Self { dates: DateSystem::From1900, latest: "9999".to_owned() }
    }
}

/// Reads a cell of a field. `lost_digits` tells whether ids that end in zeros from the 16th digit on are damaged.
pub(super) fn value<'c>(
    field: FieldRef,
    cell: Cell<'c>,
    context: &ReadContext,
    lost_digits: bool,
) -> Result<Value<'c>, RejectCode> {
    match cell {
        Cell::Undecodable => return Err(RejectCode::Encoding),
        Cell::NoResult => return Err(RejectCode::NoResult),
        Cell::TooLong => return Err(RejectCode::CellTooLong),
        Cell::Empty => return Ok(Value::Null),
        Cell::Text(text) if is_guarded_blank(text) => return Ok(Value::Null),
        _ => {}
    }
    match field.kind() {
        FieldKind::Money => money(cell).map(|fen| Value::Int(fen.0)).ok_or(RejectCode::BadMoney),
        // The error of a formula is no text.
        _ if matches!(cell, Cell::Error(_)) && !field.is_order_id() => Err(RejectCode::ErrorCell),
        FieldKind::Id => ids::id(field, cell, context.dates, lost_digits),
        FieldKind::Text | FieldKind::Contact if field.is_id_like() && is_damaged_code(cell) => {
            Err(RejectCode::DamagedId)
        }
        FieldKind::Text | FieldKind::Contact => Ok(Value::Text(text(cell, context.dates))),
        FieldKind::Count => {
            let pieces = if field.is_signed() { whole(cell) } else { count(cell) };
            pieces.map(Value::Int).ok_or(RejectCode::BadNumber)
        }
        FieldKind::Percent => percent(cell).map(Value::Int).ok_or(RejectCode::BadNumber),
        FieldKind::Time => happened(field, cell, context).map(Value::Text),
        FieldKind::Day => happened(field, cell, context).map(|moment| Value::Text(day_of(moment))),
        FieldKind::Plan => Ok(Value::Text(moment(cell, context.dates).unwrap_or_else(|| text(cell, context.dates)))),
    }
}

/// Reads a number of pieces.
pub(super) fn count(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Text(text) if unguarded(text).starts_with(['+', '-']) => None,
        _ => whole(cell).filter(|pieces| *pieces >= 0),
    }
}

/// Reads a number of pieces that may be negative.
fn whole(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Text(text) => {
            // Pieces are written like amounts, thousands separators included, but without a fraction.
            let text = unguarded(text);
            let amount = if text.contains(['¥', '￥']) { None } else { Fen::parse(text) };
            amount.filter(|amount| amount.0 % 100 == 0).map(|amount| amount.0 / 100)
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number that a float holds exactly")]
        Cell::Number { value, .. } if value.fract() == 0.0 && value.abs() < EXACT => Some(value as i64),
        _ => None,
    }
}

/// Reads a share as basis points: `32.00%`, or the fraction that a workbook stores for a cell of percent format.
fn percent(cell: Cell<'_>) -> Option<i64> {
    match cell {
        // Percentages have two decimals, like yuan.
        Cell::Text(text) => {
            let share = unguarded(text).strip_suffix(['%', '％'])?;
            if share.contains(['¥', '￥']) { None } else { Fen::parse(share.trim_end()).map(|share| share.0) }
        }
        // A number above one may be a percentage without its sign or an error.
        Cell::Number { value, .. } if value.abs() <= 1.0 => Fen::from_f64(value * 100.0).map(|share| share.0),
        _ => None,
    }
}

/// Reads an amount of money.
pub(super) fn money(cell: Cell<'_>) -> Option<Fen> {
    match cell {
        Cell::Text(text) | Cell::Number { written: Some(text), .. } => {
            let exact = Fen::parse(unguarded(text));
            match cell {
                Cell::Number { value, .. } => exact.or_else(|| Fen::from_f64(value)),
                _ => exact,
            }
        }
        Cell::Number { value, written: None } => Fen::from_f64(value),
        _ => None,
    }
}

/// Reads a moment, and refuses one at which the field cannot have happened.
fn happened<'c>(field: FieldRef, cell: Cell<'c>, context: &ReadContext) -> Result<Cow<'c, str>, RejectCode> {
    let moment = moment(cell, context.dates).ok_or(RejectCode::BadTime)?;
    let is_possible = *moment >= *EARLIEST && *moment <= *context.latest;
    if is_possible || !field.has_happened() { Ok(moment) } else { Err(RejectCode::BadTime) }
}

/// Returns the day of a moment.
fn day_of(moment: Cow<'_, str>) -> Cow<'_, str> {
    match moment {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..DAY).unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.truncate(DAY);
            Cow::Owned(text)
        }
    }
}

/// Reads a moment in Beijing time.
fn moment(cell: Cell<'_>, dates: DateSystem) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) => time::canonical(unguarded(text)),
        // In a workbook a number without a date style may be a date too.
        Cell::Serial(days) | Cell::Number { value: days, .. } => {
            let stamp = serial::moment(days, dates).and_then(Stamp::from_beijing)?;
            Some(Cow::Owned(stamp.to_string()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::field::Field;
    use proptest::prelude::*;

    fn now() -> ReadContext {
        ReadContext::at(Stamp::parse("2026-11-28 12:00:00").expect("a moment"), DateSystem::From1900)
    }

    fn read(field: Field, text: &str) -> Result<Option<String>, RejectCode> {
        value(FieldRef::Line(field), Cell::Text(text), &now(), false).map(|value| value.text().map(str::to_owned))
    }

    fn number(field: Field, value: f64) -> Result<Value<'static>, RejectCode> {
        super::value(FieldRef::Line(field), Cell::Number { value, written: None }, &now(), false)
    }

    #[test]
    fn guards_are_removed_and_digits_kept() {
        for text in [
            "6926234509777272695",
            "\t6926234509777272695",
            "6926234509777272695\t",
            "'6926234509777272695",
            "=\"6926234509777272695\"",
            " 6926234509777272695 ",
        ] {
            assert_eq!(read(Field::SubOrderId, text), Ok(Some("6926234509777272695".to_owned())), "{text}");
        }
        assert_eq!(read(Field::SubOrderId, "\t6926;\t6927"), Ok(Some("6926;6927".to_owned())));
        assert_eq!(read(Field::SubOrderId, "0069"), Ok(Some("0069".to_owned())));
    }

    #[test]
    fn damaged_ids_are_never_repaired() {
        for text in [
            "6.92623E+18",
            "6.9E18",
            "6E+18",
            "6926234509777272695.0",
            "6926.",
            "6.9E+18;6927",
            "合计",
            "#N/A",
            "6,926",
            "69 26",
        ] {
            assert_eq!(read(Field::SubOrderId, text), Err(RejectCode::DamagedId), "{text}");
        }
        assert_eq!(number(Field::SubOrderId, 6926.0), Err(RejectCode::DamagedId));
        assert_eq!(number(Field::ProductId, 3.7e18), Err(RejectCode::DamagedId));
        assert_eq!(read(Field::ShipSn, "8E12"), Ok(Some("8E12".to_owned())));
        assert_eq!(read(Field::SubOrderId, "6926234509777270000"), Ok(Some("6926234509777270000".to_owned())));
        let field = FieldRef::Line(Field::SubOrderId);
        assert_eq!(value(field, Cell::Text("6926234509777270000"), &now(), true), Err(RejectCode::DamagedId));
        for field in [Field::SkuCode, Field::ReceiverPhone, Field::ProductId] {
            assert_eq!(read(field, "6.93E+12"), Err(RejectCode::DamagedId), "{field:?}");
            assert_eq!(number(field, 6.93e18), Err(RejectCode::DamagedId), "{field:?}");
        }
        assert_eq!(read(Field::Product, "6.93E+12"), Ok(Some("6.93E+12".to_owned())));
    }

    #[test]
    fn a_short_id_may_be_a_number() {
        assert_eq!(number(Field::CreatorId, 123_456_789_012.0), Ok(Value::Text("123456789012".into())));
        for none in ["0", "0.0", "-", "", " "] {
            assert_eq!(read(Field::CreatorId, none), Ok(None), "{none}");
        }
        assert_eq!(number(Field::CreatorId, 0.0), Ok(Value::Null));
    }

    #[test]
    fn times_come_as_text_and_as_serials() {
        assert_eq!(read(Field::SubmittedAt, "\t2026/9/22 8:05"), Ok(Some("2026-09-22 08:05:00".to_owned())));
        assert_eq!(number(Field::SubmittedAt, 46_027.5), Ok(Value::Text("2026-01-05 12:00:00".into())));
        let from_1904 = ReadContext { dates: DateSystem::From1904, ..now() };
        let field = FieldRef::Line(Field::PaidAt);
        assert_eq!(
            value(field, Cell::Serial(44_565.5), &from_1904, false),
            Ok(Value::Text("2026-01-05 12:00:00".into()))
        );
        assert_eq!(read(Field::SubmittedAt, "46027.5"), Err(RejectCode::BadTime));
        assert_eq!(read(Field::ScheduledDeliveryAt, "1月5日 9:00-12:00"), Ok(Some("1月5日 9:00-12:00".to_owned())));
    }

    #[test]
    fn times_lie_between_the_first_shops_and_now() {
        for (field, text, is_read) in [
            (Field::SubmittedAt, "2013-12-31 23:59:59", false),
            (Field::SubmittedAt, "2014-01-01 00:00:00", true),
            (Field::PaidAt, "2026-11-29 12:00:00", true),
            (Field::PaidAt, "2026-11-29 12:00:01", false),
            (Field::ShippedAt, "9999-12-31 00:00:00", false),
            (Field::ShipBy, "2027-11-29 12:00:01", true),
        ] {
            assert_eq!(read(field, text).is_ok(), is_read, "{text}");
        }
    }

    #[test]
    fn errors_of_formulas_are_no_text() {
        let read = |field| value(FieldRef::Line(field), Cell::Error("#N/A"), &now(), false);
        assert_eq!(read(Field::Product), Err(RejectCode::ErrorCell));
        assert_eq!(read(Field::Payable), Err(RejectCode::BadMoney));
        assert_eq!(read(Field::SubOrderId), Err(RejectCode::DamagedId));
        let rejects = |field| FieldRef::Line(field).rejects(RejectCode::ErrorCell);
        assert!(rejects(Field::Status) && !rejects(Field::Product) && !rejects(Field::PaidAt));
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(count(Cell::Text("3")), Some(3));
        assert_eq!(count(Cell::Text("3.00")), Some(3));
        assert_eq!(count(Cell::Number { value: 3.0, written: None }), Some(3));
        assert_eq!(count(Cell::Text("1,200")), Some(1200));
        for text in ["abc", "1.5", "-1", ".0", "1 2", "¥3"] {
            assert_eq!(count(Cell::Text(text)), None, "{text}");
        }
    }

    #[test]
    fn shares_are_basis_points() {
        let read = |cell| percent(cell);
        for (text, want) in [("32.00%", 3200), ("0.5%", 50), (" 100 % ", 10_000), ("12.34％", 1234)] {
            assert_eq!(read(Cell::Text(text)), Some(want), "{text}");
        }
        for text in ["32", "0.32", "1.234%", "¥3%", "%", "高"] {
            assert_eq!(read(Cell::Text(text)), None, "{text}");
        }
        for (value, want) in [(0.32, Some(3200)), (1.0, Some(10_000)), (0.0, Some(0)), (32.0, None), (0.123_456, None)]
        {
            assert_eq!(read(Cell::Number { value, written: None }), want, "{value}");
        }
    }

    #[test]
    fn returned_goods_have_negative_counts() {
        assert_eq!((whole(Cell::Text("-2")), whole(Cell::Text("1.5"))), (Some(-2), None));
        assert_eq!(whole(Cell::Number { value: -1.0, written: None }), Some(-1));
        assert_eq!(count(Cell::Number { value: -1.0, written: None }), None);
    }

    proptest! {
        #[test]
        fn an_id_between_guards_is_kept_byte_for_byte(id in "[0-9]{15,19}", before in "[\t ']{0,2}", after in "[\t ]{0,2}") {
            prop_assert_eq!(read(Field::SubOrderId, &format!("{before}{id}{after}")), Ok(Some(id)));
        }

        #[test]
        fn seconds_survive_a_serial_date(seconds in 1_388_505_600i64..1_795_000_000) {
            let stamp = Stamp::from_unix(seconds).expect("in range");
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
            let serial = (seconds + 8 * 3600) as f64 / 86_400.0 + 25_569.0;
            prop_assert_eq!(number(Field::PaidAt, serial), Ok(Value::Text(stamp.to_string().into())));
        }
    }
}
