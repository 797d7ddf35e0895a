//! Guards against formula injection: marks before a text that keep a spreadsheet program from reading it as a formula or a number.

use std::borrow::Cow;

use super::money::Fen;
use super::time;

/// The most digits of a number that a spreadsheet shows in a column of usual width; longer ones become `6.9E+18`.
const SHOWN_DIGITS: usize = 8;

/// Puts `'` before a text that a spreadsheet could take for a formula.
///
/// A single `-`, which exports write for "nothing", stays as it is.
pub fn guard_formula(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Guards formulas as [`guard_formula`] does, and puts a TAB before a text that a spreadsheet would turn into another number or
/// a day, such as a long id, `0069`, `8E12` or `1-2`. The platform does the same.
pub fn guard_formula_and_number(text: &str) -> Cow<'_, str> {
    if would_change(text) { Cow::Owned(format!("\t{text}")) } else { guard_formula(text) }
}

/// Tells whether a text begins like a formula, or with a character that would be mistaken for a guard and removed on import.
fn is_formula(text: &str) -> bool {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    text != "-" && (text.starts_with('\'') || text.starts_with(STARTS))
}

/// Tells whether a text looks like a number or a day and a spreadsheet would not show it as written.
///
/// Amounts may lose a zero, so that they can be summed: some exports have them in text columns (平台优惠).
fn would_change(text: &str) -> bool {
    const OF_NUMBERS: &str = "0123456789.,:/-+eE%年月日 ";
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !text.chars().all(|c| OF_NUMBERS.contains(c)) {
        return false;
    }
    let is_amount = || Fen::parse(text).is_some_and(|amount| amount.to_string() == text);
    let is_number = || text.parse::<f64>().is_ok_and(|number| number.to_string() == text);
    let is_kept = text.len() <= SHOWN_DIGITS && (is_amount() || is_number());
    let is_moment = matches!(time::canonical(text), Some(Cow::Borrowed(_)));
    let is_day = text.len() == "2026-01-05".len() && time::parse_day(text).is_some_and(|day| day.to_string() == text);
    !is_kept && !is_moment && !is_day
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::id::text_of;
    use super::*;

    #[test]
    fn formulas_are_guarded() {
        for text in [
            "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1", "'=1", "''-1",
            "'90s",
        ] {
            assert_eq!(guard_formula(text), format!("'{text}"));
        }
        for text in ["", "-", "茶=好", "6926", "A-1"] {
            assert_eq!(guard_formula(text), text);
        }
    }

    #[test]
    fn digits_that_a_spreadsheet_would_lose_are_guarded() {
        for text in
            ["6926234509777272695", "138123456", "0069", "8E12", "1-2", "3/4", "10:30", "1,200", "1.100", "1月5日"]
        {
            assert_eq!(guard_formula_and_number(text), format!("\t{text}"));
        }
        for text in
            ["", "0", "7", "12345678", "12.5", "0.00", "2026-01-05", "2026-01-05 09:03:07", "A1", "138****7235", "茶"]
        {
            assert_eq!(guard_formula_and_number(text), text);
        }
    }

    proptest! {
        #[test]
        fn guards_come_off_on_import(text in "[-='\"＝ \ta1;\n]{0,8}") {
            let stored = &*text_of(&text);
            for guarded in [guard_formula(stored), guard_formula_and_number(stored)] {
                prop_assert_eq!(&*text_of(&guarded), stored);
            }
        }
    }
}
