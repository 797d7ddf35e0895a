//! The text of a raw cell, and whether it has any.

use std::borrow::Cow;

use crate::model::id::{text_of, without_guards};
use crate::model::time::Stamp;
use crate::sheet::{Cell, DateSystem, serial};

/// Returns a cell as text, without the guards, spaces and TABs around it.
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

/// Tells whether a text without guards means that there is no value.
pub(super) fn is_blank(text: &str) -> bool {
    text.is_empty() || text == "-"
}

/// Tells whether a text, guards included, means that there is no value.
pub(super) fn is_guarded_blank(text: &str) -> bool {
    // Most texts begin with a digit, often after a TAB, or a Chinese character and need no closer look.
    !matches!(text.trim_ascii_start().as_bytes(), [b'0'..=b'9' | 0xE4..=0xE9, ..]) && is_blank(without_guards(text))
}

/// Tells whether a cell has any content.
pub fn has_content(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Empty => false,
        Cell::Text(text) => !without_guards(text).is_empty(),
        _ => true,
    }
}
