//! One raw cell to one typed value. Nothing is repaired by guessing.

use std::borrow::Cow;

use crate::model::entry::{self, EntryField};
use crate::model::export::ExportKind;
use crate::model::field::{Field, FieldKind};
use crate::model::id::{is_digits, text_of, unguarded, without_guards};
use crate::model::money::Fen;
use crate::model::record::Value;
use crate::model::reject::RejectCode;
use crate::model::time::{self, Stamp};
use crate::sheet::{Cell, DateSystem, serial};

/// The whole numbers that a float holds exactly end here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Significant digits that a spreadsheet keeps of a number; it fills the rest with zeros.
pub(super) const SPREADSHEET_DIGITS: usize = 15;

/// Before this nothing happened to an order: the platform had no shops.
const EARLIEST: &str = "2014-01-01 00:00:00";

/// Hours after now in which something can still be said to have happened, since clocks differ.
const AHEAD: i64 = 24;

/// Says how a sheet is to be read, beyond its cells.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// What serial dates count from.
    pub(super) dates: DateSystem,
    /// The last moment at which something can have happened, as times are stored.
    latest: String,
}

impl Reading {
    /// Reads what is said at a moment.
    pub(super) fn at(now: Stamp, dates: DateSystem) -> Self {
        Self { dates, latest: now.plus_hours(AHEAD).to_string() }
    }

    /// Reads what may be said at any time.
    pub(super) fn any_time() -> Self {
        Self { dates: DateSystem::From1900, latest: "9999".to_owned() }
    }
}

/// Says what the cells of a column are to be read as.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    /// A field of an order line.
    Line(Field),
    /// A field of an entry of a sibling export.
    Entry(&'static EntryField),
}

impl Wanted {
    /// Returns what the cells of a field are to be read as, named by its place in the kind of export.
    pub(super) fn at(kind: ExportKind, place: usize) -> Self {
        if kind == ExportKind::Orders {
            Self::Line(Field::ALL[place])
        } else {
            Self::Entry(&entry::fields(kind)[place])
        }
    }

    pub(super) fn kind(self) -> FieldKind {
        match self {
            Self::Line(field) => field.kind(),
            Self::Entry(field) => field.kind,
        }
    }

    /// Tells whether it is the id of an order or of an entry: without it the row is worthless.
    pub(super) fn is_order_id(self) -> bool {
        match self {
            Self::Line(field) => matches!(field, Field::MainOrderId | Field::SubOrderId),
            Self::Entry(field) => field.is_order_id(),
        }
    }

    /// Tells whether a row without a value here is worthless.
    pub(super) fn is_required(self) -> bool {
        match self {
            Self::Line(field) => field.is_required(),
            Self::Entry(field) => field.is_required(),
        }
    }

    /// Tells whether it is a time at which something happened, and not one that is promised.
    fn has_happened(self) -> bool {
        !matches!(self, Self::Line(Field::ShipBy))
    }

    /// Tells whether it is a text that programs take for a number, as they do ids.
    fn is_id_like(self) -> bool {
        match self {
            Self::Line(field) => matches!(field, Field::SkuCode | Field::ReceiverPhone),
            Self::Entry(field) => field.name == "sku_code",
        }
    }

    /// Tells whether a value that cannot be read rejects the row; else the field is left unstated.
    pub(super) fn rejects(self, code: RejectCode) -> bool {
        match code {
            RejectCode::DamagedId => self.is_order_id(),
            RejectCode::ErrorCell => self.is_required() || self.is_order_id(),
            _ => true,
        }
    }

    /// Tells whether it may be several ids joined with `;`.
    fn may_be_joined(self) -> bool {
        matches!(self, Self::Line(field) if field != Field::MainOrderId)
    }

    /// Tells whether an id of zeros stands for none.
    fn zero_is_none(self) -> bool {
        matches!(self, Self::Line(Field::CreatorId) | Self::Entry(_))
    }

    /// Tells whether a count may be negative, as where goods come back.
    fn is_signed(self) -> bool {
        matches!(self, Self::Entry(_))
    }
}

/// Reads a cell as what is wanted. `lost_digits` tells whether ids that end in zeros from the 16th digit on were numbers once.
pub(super) fn value<'c>(
    wanted: Wanted,
    cell: Cell<'c>,
    reading: &Reading,
    lost_digits: bool,
) -> Result<Value<'c>, RejectCode> {
    match cell {
        Cell::Undecodable => return Err(RejectCode::Encoding),
        Cell::NoResult => return Err(RejectCode::NoResult),
        Cell::TooLong => return Err(RejectCode::CellTooLong),
        _ => {}
    }
    if let Cell::Text(text) = cell
        && says_nothing(text)
    {
        return Ok(Value::Null);
    }
    if matches!(cell, Cell::Empty) {
        return Ok(Value::Null);
    }
    match wanted.kind() {
        FieldKind::Money => money(cell).map(|fen| Value::Int(fen.0)).ok_or(RejectCode::BadMoney),
        // The error of a formula says nothing of what stood there.
        _ if matches!(cell, Cell::Error(_)) && !wanted.is_order_id() => Err(RejectCode::ErrorCell),
        FieldKind::Id => id(wanted, cell, reading.dates, lost_digits),
        FieldKind::Text | FieldKind::Contact if wanted.is_id_like() && is_damaged_code(cell) => {
            Err(RejectCode::DamagedId)
        }
        FieldKind::Text | FieldKind::Contact => Ok(Value::Text(text(cell, reading.dates))),
        FieldKind::Count => {
            let pieces = if wanted.is_signed() { whole(cell) } else { count(cell) };
            pieces.map(Value::Int).ok_or(RejectCode::BadNumber)
        }
        FieldKind::Percent => percent(cell).map(Value::Int).ok_or(RejectCode::BadNumber),
        FieldKind::Time => {
            let moment = moment(cell, reading.dates).ok_or(RejectCode::BadTime)?;
            let in_time = *moment >= *EARLIEST && *moment <= *reading.latest;
            if in_time || !wanted.has_happened() { Ok(Value::Text(moment)) } else { Err(RejectCode::BadTime) }
        }
        FieldKind::Plan => Ok(Value::Text(moment(cell, reading.dates).unwrap_or_else(|| text(cell, reading.dates)))),
    }
}

/// Tells whether the cell of a code, such as a tracking number, was a number once and lost digits by it.
pub(super) fn is_damaged_code(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => is_damaged(unguarded(text), false, false),
        Cell::Number { value, written } => !is_exact(value, written),
        _ => false,
    }
}

/// Tells whether a number has all the digits that it was written with.
fn is_exact(value: f64, written: Option<&str>) -> bool {
    let plain = written.is_none_or(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    value.fract() != 0.0 || ((0.0..EXACT).contains(&value) && plain)
}

/// Reads a cell as text as written, without the guards, spaces and TABs around it.
pub(super) fn text(cell: Cell<'_>, dates: DateSystem) -> Cow<'_, str> {
    match cell {
        Cell::Empty | Cell::Undecodable | Cell::NoResult | Cell::TooLong => Cow::Borrowed(""),
        Cell::Text(text) => text_of(text),
        Cell::Error(code) => Cow::Borrowed(code),
        Cell::Number { written: Some(written), .. } => Cow::Borrowed(written),
        Cell::Number { value, written: None } => Cow::Owned(value.to_string()),
        Cell::Serial(days) => match serial::moment(days, dates).and_then(Stamp::from_beijing) {
            Some(stamp) => Cow::Owned(stamp.to_string()),
            None => Cow::Owned(days.to_string()),
        },
        Cell::Bool(value) => Cow::Borrowed(if value { "TRUE" } else { "FALSE" }),
    }
}

/// Tells whether a text stands for nothing once its guards are off.
fn says_nothing(text: &str) -> bool {
    // What begins with a digit or a Chinese letter needs no closer look.
    !matches!(text.as_bytes(), [b'0'..=b'9' | 0xE4..=0xE9, ..]) && is_none(without_guards(text))
}

/// Tells whether a text without guards stands for nothing.
pub(super) fn is_none(text: &str) -> bool {
    text.is_empty() || text == "-"
}

fn id(wanted: Wanted, cell: Cell<'_>, dates: DateSystem, lost_digits: bool) -> Result<Value<'_>, RejectCode> {
    let key = wanted.is_order_id();
    match cell {
        // Nearly every id: digits, with a TAB before or behind.
        Cell::Text(text) if is_plain_id(text, wanted, lost_digits) => Ok(Value::Text(Cow::Borrowed(text.trim_ascii()))),
        Cell::Text(text) if wanted.may_be_joined() && is_joined(text) => joined_ids(text, key, lost_digits),
        Cell::Text(text) => {
            let id = unguarded(text);
            let zero = id.bytes().all(|b| matches!(b, b'0' | b'.'));
            if is_none(id) || (wanted.zero_is_none() && zero) {
                return Ok(Value::Null);
            }
            if is_damaged(id, key, lost_digits) {
                Err(RejectCode::DamagedId)
            } else {
                Ok(Value::Text(Cow::Borrowed(id)))
            }
        }
        Cell::Number { value, written } if !key => {
            if wanted.zero_is_none() && value == 0.0 {
                return Ok(Value::Null);
            }
            let whole = value.fract() == 0.0 && is_exact(value, written);
            if whole { Ok(Value::Text(text(cell, dates))) } else { Err(RejectCode::DamagedId) }
        }
        _ => Err(RejectCode::DamagedId),
    }
}

/// Tells whether a text is an id in digits that needs no closer look.
fn is_plain_id(text: &str, wanted: Wanted, lost_digits: bool) -> bool {
    let id = text.trim_ascii();
    is_digits(id) && !(wanted.zero_is_none() && id.starts_with('0')) && !lost_digits
}

/// Tells whether a text is several ids joined with `;`, as exports with one row per main order have them.
pub(super) fn is_joined(text: &str) -> bool {
    text.split([';', '；']).filter(|id| !unguarded(id).is_empty()).count() > 1
}

/// Reads the ids of a main order's lines, which exports with one row per main order join with `;`.
fn joined_ids(text: &str, key: bool, lost_digits: bool) -> Result<Value<'_>, RejectCode> {
    let ids: Vec<&str> = text.split([';', '；']).map(unguarded).collect();
    if ids.iter().any(|id| is_damaged(id, key, lost_digits)) {
        return Err(RejectCode::DamagedId);
    }
    Ok(Value::Text(Cow::Owned(ids.join(";"))))
}

/// Tells whether a text shows that it was a number once: `6.92E+18`, `6926.0`, or zeros in place of digits. The id of an
/// order is also damaged where it has anything but letters, digits and dashes: `6,926`, `#N/A`, 合计.
fn is_damaged(id: &str, key: bool, lost_digits: bool) -> bool {
    if key && !id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return true;
    }
    if let Some((mantissa, exponent)) = id.split_once(['E', 'e']) {
        let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let signed = exponent.starts_with(['+', '-']);
        // Serial codes of goods may read like 8E12; only a spreadsheet writes the sign or a decimal point.
        if number(mantissa)
            && number(exponent.trim_start_matches(['+', '-']))
            && (key || signed || mantissa.contains('.'))
        {
            return true;
        }
    }
    if let Some((whole, zeros)) = id.split_once('.')
        && !whole.is_empty()
        && whole.bytes().all(|b| b.is_ascii_digit())
        && zeros.bytes().all(|b| b == b'0')
    {
        return true;
    }
    lost_digits && has_zero_tail(id)
}

/// Tells whether a long id has zeros from the 16th digit on, as a number has that went through a spreadsheet.
pub(super) fn has_zero_tail(id: &str) -> bool {
    id.len() > SPREADSHEET_DIGITS
        && id.bytes().all(|b| b.is_ascii_digit())
        && id.bytes().skip(SPREADSHEET_DIGITS).all(|b| b == b'0')
}

/// Reads a whole number of pieces, at least none.
pub(super) fn count(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Text(text) if unguarded(text).starts_with(['+', '-']) => None,
        _ => whole(cell).filter(|pieces| *pieces >= 0),
    }
}

/// Reads a whole number of pieces, which may be negative.
fn whole(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Text(text) => {
            // Pieces are written as amounts are, thousands separators and all, but whole.
            let text = unguarded(text);
            let amount = if text.contains(['¥', '￥']) { None } else { Fen::parse(text) };
            amount.filter(|amount| amount.0 % 100 == 0).map(|amount| amount.0 / 100)
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number that a float holds exactly")]
        Cell::Number { value, .. } if value.fract() == 0.0 && value.abs() < EXACT => Some(value as i64),
        _ => None,
    }
}

/// Reads a share as basis points: `32.00%`, or the fraction that a workbook stores under a percent format.
fn percent(cell: Cell<'_>) -> Option<i64> {
    match cell {
        // Percents have two decimals as yuan do.
        Cell::Text(text) => {
            let share = unguarded(text).strip_suffix(['%', '％'])?;
            if share.contains(['¥', '￥']) { None } else { Fen::parse(share.trim_end()).map(|share| share.0) }
        }
        // A number above one would be percents without their mark, or an error: which, nobody can tell.
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

fn moment(cell: Cell<'_>, dates: DateSystem) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) => time::canonical(unguarded(text)),
        // A workbook says what its serials count from, so a number without a date style is a date all the same.
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
    use proptest::prelude::*;

    fn now() -> Reading {
        Reading::at(Stamp::parse("2026-11-28 12:00:00").expect("a moment"), DateSystem::From1900)
    }

    fn read(field: Field, text: &str) -> Result<Option<String>, RejectCode> {
        value(Wanted::Line(field), Cell::Text(text), &now(), false).map(|value| value.text().map(str::to_owned))
    }

    fn number(field: Field, value: f64) -> Result<Value<'static>, RejectCode> {
        super::value(Wanted::Line(field), Cell::Number { value, written: None }, &now(), false)
    }

    #[test]
    fn guards_come_off_and_the_digits_stay() {
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
        let wanted = Wanted::Line(Field::SubOrderId);
        assert_eq!(value(wanted, Cell::Text("6926234509777270000"), &now(), true), Err(RejectCode::DamagedId));
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
        let late = Reading { dates: DateSystem::From1904, ..now() };
        let wanted = Wanted::Line(Field::PaidAt);
        assert_eq!(value(wanted, Cell::Serial(44_565.5), &late, false), Ok(Value::Text("2026-01-05 12:00:00".into())));
        assert_eq!(read(Field::SubmittedAt, "46027.5"), Err(RejectCode::BadTime));
        assert_eq!(read(Field::ScheduledDeliveryAt, "1月5日 9:00-12:00"), Ok(Some("1月5日 9:00-12:00".to_owned())));
    }

    #[test]
    fn what_happened_did_so_since_there_are_shops_and_by_now() {
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
        let read = |field| value(Wanted::Line(field), Cell::Error("#N/A"), &now(), false);
        assert_eq!(read(Field::Product), Err(RejectCode::ErrorCell));
        assert_eq!(read(Field::Payable), Err(RejectCode::BadMoney));
        assert_eq!(read(Field::SubOrderId), Err(RejectCode::DamagedId));
        let rejects = |field| Wanted::Line(field).rejects(RejectCode::ErrorCell);
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
    fn goods_that_come_back_are_counted_below_zero() {
        assert_eq!((whole(Cell::Text("-2")), whole(Cell::Text("1.5"))), (Some(-2), None));
        assert_eq!(whole(Cell::Number { value: -1.0, written: None }), Some(-1));
        assert_eq!(count(Cell::Number { value: -1.0, written: None }), None);
    }

    proptest! {
        #[test]
        fn an_id_between_guards_is_read_byte_for_byte(id in "[0-9]{15,19}", before in "[\t ']{0,2}", after in "[\t ]{0,2}") {
            prop_assert_eq!(read(Field::SubOrderId, &format!("{before}{id}{after}")), Ok(Some(id)));
        }

        #[test]
        fn a_second_survives_the_way_through_a_serial(seconds in 1_388_505_600i64..1_795_000_000) {
            let stamp = Stamp::from_unix(seconds).expect("in range");
            #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
            let serial = (seconds + 8 * 3600) as f64 / 86_400.0 + 25_569.0;
            prop_assert_eq!(number(Field::PaidAt, serial), Ok(Value::Text(stamp.to_string().into())));
        }
    }
}
