//! What stands before a text so that a spreadsheet program takes it for that text and nothing else.

use std::borrow::Cow;

use super::money::Fen;
use super::time;

/// Digits of a number that a spreadsheet shows in a column of usual width; it writes more of them as `6.9E+18`.
const SHOWN_DIGITS: usize = 8;

/// Puts `'` before a text that a spreadsheet could take for a formula.
///
/// A `-` alone, with which exports say "nothing", is none.
pub fn against_formulas(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Does the same, and puts a TAB before a text that a spreadsheet would turn into another number or into a day, as the
/// platform does: long ids, `0069`, `8E12`, `1-2`.
pub fn against_formulas_and_numbers(text: &str) -> Cow<'_, str> {
    if is_turned(text) { Cow::Owned(format!("\t{text}")) } else { against_formulas(text) }
}

/// Tells whether a text begins as a formula does, or with the sign of a guard, which would be taken off in its place.
fn is_formula(text: &str) -> bool {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    text != "-" && (text.starts_with('\'') || text.starts_with(STARTS))
}

/// Tells whether a text reads like a number or a day and would not be shown as it is written. Amounts may lose a zero:
/// exports have some among texts (平台优惠), where they are to be summed.
fn is_turned(text: &str) -> bool {
    const LETTERS: &str = "0123456789.,:/-+eE%年月日 ";
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') || !text.chars().all(|c| LETTERS.contains(c)) {
        return false;
    }
    let is_amount = || Fen::parse(text).is_some_and(|amount| amount.to_string() == text);
    let is_number = || text.parse::<f64>().is_ok_and(|number| number.to_string() == text);
    let as_it_is = text.len() <= SHOWN_DIGITS && (is_amount() || is_number());
    let is_moment = matches!(time::canonical(text), Some(Cow::Borrowed(_)));
    let is_day = text.len() == "2026-01-05".len() && time::parse_day(text).is_some_and(|day| day.to_string() == text);
    !as_it_is && !is_moment && !is_day
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::id::text_of;
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for text in [
            "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A1", "'=1", "''-1",
            "'90s",
        ] {
            assert_eq!(against_formulas(text), format!("'{text}"));
        }
        for text in ["", "-", "茶=好", "6926", "A-1"] {
            assert_eq!(against_formulas(text), text);
        }
    }

    #[test]
    fn digits_that_a_spreadsheet_would_lose_are_guarded() {
        for text in
            ["6926234509777272695", "138123456", "0069", "8E12", "1-2", "3/4", "10:30", "1,200", "1.100", "1月5日"]
        {
            assert_eq!(against_formulas_and_numbers(text), format!("\t{text}"));
        }
        for text in
            ["", "0", "7", "12345678", "12.5", "0.00", "2026-01-05", "2026-01-05 09:03:07", "A1", "138****7235", "茶"]
        {
            assert_eq!(against_formulas_and_numbers(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again(text in "[-='\"＝ \ta1;\n]{0,8}") {
            let stored = &*text_of(&text);
            for guarded in [against_formulas(stored), against_formulas_and_numbers(stored)] {
                prop_assert_eq!(&*text_of(&guarded), stored);
            }
        }
    }
}
