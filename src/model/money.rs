//! Money in whole fen (1/100 yuan).

use std::fmt;

/// Holds an amount of money in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Fen(pub i64);

/// The largest amount that is read, 90 trillion yuan: far above any order, and far below an overflow of sums.
const MAX_FEN: i64 = 9_000_000_000_000_000;

impl Fen {
    /// Reads yuan as people and spreadsheets write them: `12`, `12.3`, `-1,234.50`, `¥12.30`.
    ///
    /// Thousands separators must be in the right positions. Decimals after the second must be zeros, since a fraction of a fen cannot be
    /// stored.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(fen) = plain(text) {
            return Some(Self(fen));
        }
        // One sign is allowed, before or after the currency symbol.
        let (sign, rest) = signed(text);
        let rest = rest.strip_prefix(['¥', '￥']).unwrap_or(rest).trim_start();
        let (inner, rest) = if sign.is_none() { signed(rest) } else { (None, rest) };
        let negative = sign.or(inner) == Some('-');
        let (whole, decimals) = rest.split_once('.').unwrap_or((rest, ""));
        if whole.is_empty() {
            return None;
        }
        let mut fen = whole_yuan(whole)?.checked_mul(100)?;
        fen = fen.checked_add(decimal_fen(decimals)?)?;
        (fen <= MAX_FEN).then_some(Self(if negative { -fen } else { fen }))
    }

    /// Reads a number of yuan from a spreadsheet. It must be a whole number of fen, apart from the rounding of a float.
    pub fn from_f64(yuan: f64) -> Option<Self> {
        let fen = yuan * 100.0;
        #[expect(clippy::cast_precision_loss, reason = "the bound is far inside the exact range of f64")]
        let limit = MAX_FEN as f64;
        let rounding = (fen.abs() * 1e-15).max(1e-6);
        if !fen.is_finite() || fen.abs() > limit || (fen - fen.round()).abs() > rounding {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number within MAX_FEN")]
        Some(Self(fen.round() as i64))
    }
}

/// The most digits of yuan that [`plain`] reads.
const PLAIN_DIGITS: usize = 12;

/// Reads an amount as exports write it: digits, a point, and two decimals.
fn plain(text: &str) -> Option<i64> {
    let (yuan, decimals) = text.as_bytes().split_last_chunk()?;
    let [b'.', tenths @ b'0'..=b'9', hundredths @ b'0'..=b'9'] = decimals else { return None };
    if yuan.is_empty() || yuan.len() > PLAIN_DIGITS || !yuan.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let digits = yuan.iter().chain([tenths, hundredths]);
    Some(digits.fold(0, |fen, digit| fen * 10 + i64::from(digit - b'0')))
}

/// Splits off a leading sign.
fn signed(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    }
}

fn whole_yuan(text: &str) -> Option<i64> {
    if !text.contains(',') {
        return digits(text);
    }
    let mut groups = text.split(',');
    let first = groups.next()?;
    if first.is_empty() || first.len() > 3 {
        return None;
    }
    let mut yuan = digits(first)?;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        yuan = yuan.checked_mul(1000)?.checked_add(digits(group)?)?;
    }
    Some(yuan)
}

fn decimal_fen(decimals: &str) -> Option<i64> {
    let (kept, rest) = decimals.split_at_checked(2).unwrap_or((decimals, ""));
    if !rest.bytes().all(|b| b == b'0') {
        return None;
    }
    match kept.len() {
        0 => Some(0),
        1 => digits(kept).map(|tenths| tenths * 10),
        _ => digits(kept),
    }
}

fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

impl fmt::Display for Fen {
    /// Writes yuan with two decimals and no separators: `-1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_exports_write() {
        for (text, fen) in [
            ("0", 0),
            ("12", 1200),
            ("12.3", 1230),
            ("12.30", 1230),
            ("12.300", 1230),
            ("-0.01", -1),
            ("1,234.50", 123_450),
            ("¥1,234,567.89", 123_456_789),
            ("￥-3.20", -320),
            ("-¥3.20", -320),
            ("12.", 1200),
        ] {
            assert_eq!(Fen::parse(text), Some(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_not_a_whole_number_of_fen() {
        for text in [
            "",
            "-",
            "十元",
            "12.345",
            "1,23",
            ",123",
            "1,2345",
            "1e3",
            ".",
            ".5",
            "1 2",
            "--1",
            "+-1",
            "-+1",
            "++1",
            "-¥-1",
            "1e-400",
            "99999999999999999",
        ] {
            assert_eq!(Fen::parse(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_must_be_whole_fen() {
        assert_eq!(Fen::from_f64(0.1 + 0.2), Some(Fen(30)));
        assert_eq!(Fen::from_f64(1_234.560_000_000_000_1), Some(Fen(123_456)));
        assert_eq!(Fen::from_f64(12.345), None);
        assert_eq!(Fen::from_f64(f64::NAN), None);
        assert_eq!(Fen::from_f64(1e300), None);
    }

    proptest! {
        #[test]
        fn shown_amounts_are_read_back(fen in -1_000_000_000_000i64..1_000_000_000_000) {
            let shown = Fen(fen).to_string();
            prop_assert_eq!(Fen::parse(&shown), Some(Fen(fen)));
            prop_assert_eq!(Fen::from_f64(shown.parse().expect("a number")), Some(Fen(fen)));
        }
    }
}
