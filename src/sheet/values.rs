//! The meaning of the value of an XLSX cell, by the kind and the style of the cell.

use super::batch::Sink;
use super::cell::Stored;
use super::damage::Damage;
use super::scalars::{number, whole};
use super::strings::Strings;
use super::style::Style;

/// The code of errors whose own code is invalid.
pub(super) const SOME_ERROR: &str = "#ERROR!";

/// What the cells of a workbook refer to.
#[derive(Clone, Copy)]
pub(super) struct Values<'s> {
    /// The shared strings.
    pub(super) strings: &'s Strings,
    /// The styles of the workbook.
    pub(super) styles: &'s [Style],
    /// Whether all formulas are recalculated when the workbook is opened.
    pub(super) recalculates: bool,
}

impl Values<'_> {
    /// Tells whether a formula with this stored value has no result. An empty text is a result; blanks around a value are ignored.
    ///
    /// If all formulas are recalculated on opening, writers store 0 or nothing for results that they do not know.
    pub(super) fn is_no_result(&self, value: &str, kind: Option<&str>) -> bool {
        match value.trim_ascii() {
            "" => self.recalculates || kind != Some("str"),
            "0" => self.recalculates,
            _ => false,
        }
    }

    /// Adds a value whose text is complete.
    pub(super) fn put(
        &self,
        text: &str,
        kind: Option<&str>,
        style: Option<usize>,
        column: u32,
        sink: &mut Sink,
    ) -> Result<(), Damage> {
        let bare = text.trim_ascii();
        match kind {
            Some("str" | "inlineStr") => sink.push_text(column, text),
            None | Some("n" | "s" | "b" | "d" | "e") if bare.is_empty() => {}
            // Text that is not a number is kept, so that its column can reject it.
            None | Some("n") => match number(bare) {
                Ok(value) => self.number(bare, value, style, column, sink),
                Err(_) => sink.push_text(column, bare),
            },
            Some("s") => {
                let string = whole(bare).ok().and_then(|index| self.strings.get(index));
                sink.push_text(column, string.ok_or(Damage::Value)?);
            }
            Some("b") => match bare.to_ascii_lowercase().as_str() {
                "1" | "true" => sink.push(column, Stored::Bool(true), ""),
                "0" | "false" => sink.push(column, Stored::Bool(false), ""),
                _ => return Err(Damage::Value),
            },
            Some("d") => sink.push_text(column, wall_clock(bare)),
            Some("e") => sink.push(column, Stored::Error, if is_error_code(bare) { bare } else { SOME_ERROR }),
            Some(_) => return Err(Damage::Value),
        }
        Ok(())
    }

    /// Adds a number with its digits.
    pub(super) fn number(&self, digits: &str, value: f64, style: Option<usize>, column: u32, sink: &mut Sink) {
        if !value.is_finite() || (value == 0.0 && !is_zero(digits)) {
            // It is too large or too small for a float, so the digits are kept as text.
            sink.push_text(column, digits);
            return;
        }
        match style.and_then(|style| self.styles.get(style)) {
            Some(Style::Date) => sink.push(column, Stored::Serial(value), ""),
            Some(Style::Number) | None => {
                sink.push(column, Stored::Number(value), if is_whole(digits) { digits } else { "" });
            }
        }
    }
}

/// Tells whether a number is written in digits only, as a spreadsheet shows it.
pub(super) fn is_whole(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'))
}

/// Tells whether all digits of a number before its exponent are zeros.
pub(super) fn is_zero(text: &str) -> bool {
    !text.bytes().take_while(|b| !matches!(b, b'e' | b'E')).any(|b| matches!(b, b'1'..=b'9'))
}

/// Tells whether a text is the code of an error, including future ones.
pub(super) fn is_error_code(text: &str) -> bool {
    text.len() <= 32
        && text.strip_prefix('#').is_some_and(|code| {
            !code.is_empty()
                && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_/!?".contains(&b))
        })
}

/// Returns the code of an error by its number in binary workbooks.
pub(super) fn error_of_number(number: u8) -> &'static str {
    match number {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => SOME_ERROR,
    }
}

/// Returns a time in ISO 8601 without its zone, since cells have none, whatever their writer adds.
pub(super) fn wall_clock(text: &str) -> &str {
    let Some(time) = text.find(['T', 't', ' ']) else { return text };
    match text[time..].find(['Z', 'z', '+', '-']) {
        Some(zone) if text.starts_with(|c: char| c.is_ascii_digit()) => text[..time + zone].trim_ascii_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_no_zone() {
        for (text, shown) in [
            ("2026-03-02T09:00:07Z", "2026-03-02T09:00:07"),
            ("2026-03-02T09:00:07.500Z", "2026-03-02T09:00:07.500"),
            ("2026-03-02T09:00:07+08:00", "2026-03-02T09:00:07"),
            ("2026-03-02 09:00:07 -0500", "2026-03-02 09:00:07"),
            ("2026-03-02T09:00:07", "2026-03-02T09:00:07"),
            ("2026-03-02", "2026-03-02"),
            ("PT09H00M07S", "PT09H00M07S"),
            ("09:00:07", "09:00:07"),
        ] {
            assert_eq!(wall_clock(text), shown);
        }
    }

    #[test]
    fn error_codes_are_recognized() {
        for code in ["#N/A", "#SPILL!", "#GETTING_DATA", "#NAME?", "#DIV/0!", "#BLOCKED!"] {
            assert!(is_error_code(code), "{code}");
        }
        for text in ["#", "N/A", "#张三", "#1 Main Street", ""] {
            assert!(!is_error_code(text), "{text}");
        }
    }

    #[test]
    fn zeros_differ_from_numbers_that_are_too_small() {
        for text in ["0", "-0.00", "0E5", "+0"] {
            assert!(is_zero(text), "{text}");
        }
        assert!(!is_zero("1e-400") && !is_zero("0.001E-999"));
    }
}
