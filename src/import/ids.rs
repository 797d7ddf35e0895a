//! Reading ids, and recognising those that a spreadsheet program has damaged.

use std::borrow::Cow;

use super::cell_text::{is_blank, text};
use super::field_ref::FieldRef;
use crate::model::id::{is_digits, unguarded};
use crate::model::record::Value;
use crate::model::reject::RejectCode;
use crate::sheet::{Cell, DateSystem};

/// The bound below which a float represents every whole number exactly.
pub(super) const EXACT: f64 = 9_007_199_254_740_992.0;

/// Significant digits that a spreadsheet keeps of a number; it replaces the others with zeros.
pub(super) const SPREADSHEET_DIGITS: usize = 15;

/// Reads a cell as an id. `lost_digits` tells whether ids that end in zeros from the 16th digit on are damaged.
pub(super) fn id(
    field: FieldRef,
    cell: Cell<'_>,
    dates: DateSystem,
    lost_digits: bool,
) -> Result<Value<'_>, RejectCode> {
    let is_order_id = field.is_order_id();
    match cell {
        // Nearly every id: digits, with a TAB before or after them.
        Cell::Text(text) if is_plain_id(text, field, lost_digits) => Ok(Value::Text(Cow::Borrowed(text.trim_ascii()))),
        Cell::Text(text) if field.may_be_joined() && is_joined(text) => joined_ids(text, is_order_id, lost_digits),
        Cell::Text(text) => {
            let id = unguarded(text);
            let is_zero = id.bytes().all(|b| matches!(b, b'0' | b'.'));
            if is_blank(id) || (field.zero_is_none() && is_zero) {
                return Ok(Value::Null);
            }
            if is_damaged(id, is_order_id, lost_digits) {
                Err(RejectCode::DamagedId)
            } else {
                Ok(Value::Text(Cow::Borrowed(id)))
            }
        }
        Cell::Number { value, written } if !is_order_id => {
            if field.zero_is_none() && value == 0.0 {
                return Ok(Value::Null);
            }
            let is_whole = value.fract() == 0.0 && is_exact(value, written);
            if is_whole { Ok(Value::Text(text(cell, dates))) } else { Err(RejectCode::DamagedId) }
        }
        _ => Err(RejectCode::DamagedId),
    }
}

/// Tells whether a text consists of digits and can be taken as an id without a closer look.
fn is_plain_id(text: &str, field: FieldRef, lost_digits: bool) -> bool {
    let id = text.trim_ascii();
    is_digits(id) && !(field.zero_is_none() && id.starts_with('0')) && !lost_digits
}

/// Tells whether a text is several ids joined with `;`, as in exports with one row per main order.
pub(super) fn is_joined(text: &str) -> bool {
    text.split([';', '；']).filter(|id| !unguarded(id).is_empty()).count() > 1
}

/// Reads ids that are joined with `;`.
fn joined_ids(text: &str, is_order_id: bool, lost_digits: bool) -> Result<Value<'_>, RejectCode> {
    let ids: Vec<&str> = text.split([';', '；']).map(unguarded).collect();
    if ids.iter().any(|id| is_damaged(id, is_order_id, lost_digits)) {
        return Err(RejectCode::DamagedId);
    }
    Ok(Value::Text(Cow::Owned(ids.join(";"))))
}

/// Tells whether the cell of a code, such as a tracking number, was a number once and has lost digits.
pub(super) fn is_damaged_code(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => is_damaged(unguarded(text), false, false),
        Cell::Number { value, written } => !is_exact(value, written),
        _ => false,
    }
}

/// Tells whether a number has all the digits that it was written with.
fn is_exact(value: f64, written: Option<&str>) -> bool {
    let is_plain = written.is_none_or(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    value.fract() != 0.0 || ((0.0..EXACT).contains(&value) && is_plain)
}

/// Tells whether a text shows that it was a number once: `6.92E+18`, `6926.0`, or zeros in place of digits. The id of an order is also
/// damaged where it has anything but letters, digits and dashes: `6,926`, `#N/A`, 合计.
fn is_damaged(id: &str, is_order_id: bool, lost_digits: bool) -> bool {
    if is_order_id && !id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return true;
    }
    if let Some((mantissa, exponent)) = id.split_once(['E', 'e']) {
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let is_signed = exponent.starts_with(['+', '-']);
        // A serial code may look like 8E12; only a spreadsheet writes the sign or a decimal point.
        if is_number(mantissa)
            && is_number(exponent.trim_start_matches(['+', '-']))
            && (is_order_id || is_signed || mantissa.contains('.'))
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

/// Tells whether a long id has zeros from the 16th digit on, like a number that went through a spreadsheet.
pub(super) fn has_zero_tail(id: &str) -> bool {
    id.len() > SPREADSHEET_DIGITS
        && id.bytes().all(|b| b.is_ascii_digit())
        && id.bytes().skip(SPREADSHEET_DIGITS).all(|b| b == b'0')
}
