//! Redacts the values that rejects show.
//!
//! A shifted row has names and phones under the headers of numbers. So a value is shown only where it looks like a value of its column,
//! or is a placeholder. Any other value may be personal data.

use crate::model::field::FieldKind;
use crate::model::id::is_digits;
use crate::model::time;

/// The most characters of a value that a reject shows.
const LONGEST: usize = 40;

/// What programs write where there is no value.
const PLACEHOLDERS: [&str; 12] =
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "TRUE", "FALSE", "NULL", "NONE", "NAN"];

/// Returns a value, shortened, or `***` where it may be personal data. `kind` is that of the column.
pub(super) fn redacted(kind: FieldKind, text: &str) -> String {
    if !is_placeholder(text) && !looks_like(kind, text) {
        return "***".to_owned();
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_placeholder(text: &str) -> bool {
    // Too few letters to be a name.
    let is_stub = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
    is_stub
        || text.bytes().all(|b| b.is_ascii_punctuation())
        || PLACEHOLDERS.contains(&text.to_ascii_uppercase().as_str())
}

fn looks_like(kind: FieldKind, text: &str) -> bool {
    match kind {
        FieldKind::Id => text.split([';', '；']).all(|id| is_long_id(id.trim())),
        FieldKind::Count | FieldKind::Money | FieldKind::Percent => is_number(text) || is_number_in_words(text),
        FieldKind::Time | FieldKind::Day => is_time(text) || is_compact_day(text) || is_serial(text),
        FieldKind::Text | FieldKind::Contact | FieldKind::Plan => false,
    }
}

/// Tells whether a text is an id, or was one before it became a number. It has more digits than a phone with all prefixes, and not the
/// 18 of an identity card.
fn is_long_id(text: &str) -> bool {
    let is_length = |digits: usize| matches!(digits, 16 | 17 | 19 | 20);
    if let Some((mantissa, exponent)) = text.split_once(['E', 'e']) {
        let tens: Option<usize> = exponent.trim_start_matches('+').parse().ok();
        let (first, others) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        first.len() == 1
            && is_digits(first)
            && is_digits(others)
            && tens.is_some_and(|tens| is_length(tens.wrapping_add(1)))
    } else {
        let (whole, zeros) = text.split_once('.').unwrap_or((text, ""));
        is_digits(whole) && !whole.starts_with('0') && is_length(whole.len()) && zeros.bytes().all(|b| b == b'0')
    }
}

/// Tells whether a text is written like an amount, a count or a share, and cannot be a phone: at most six digits before the decimal point,
/// and after it at most three, or the twelve and more of a quotient.
fn is_number(text: &str) -> bool {
    let bare =
        text.trim_start_matches(['-', '+', '¥', '￥']).trim_end_matches(['%', '％', '万', '元', '件', '个']).trim();
    let (mantissa, exponent) = bare.split_once(['E', 'e']).map_or((bare, None), |(number, tens)| (number, Some(tens)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let most = exponent.map_or(6, |_| 1);
    whole.bytes().all(|b| b.is_ascii_digit() || b == b',')
        && (1..=most).contains(&digits)
        && (digits == 1 || !whole.starts_with('0'))
        && (fraction.is_empty() || is_digits(fraction))
        && (fraction.len() <= 3 || (exponent.is_none() && fraction.len() >= 12))
        && exponent.is_none_or(|tens| tens.len() <= 3 && is_digits(tens.trim_start_matches(['+', '-'])))
}

/// Tells whether a text is a number in Chinese numerals, such as 十元. Names begin with other characters, and phones are longer.
fn is_number_in_words(text: &str) -> bool {
    const NUMERALS: &str = "零〇一二三四五六七八九十两";
    const UNITS: &str = "百千万元块角分整件个点";
    text.starts_with(|c| NUMERALS.contains(c))
        && text.chars().all(|c| NUMERALS.contains(c) || UNITS.contains(c))
        && text.chars().count() <= 6
}

/// Tells whether a text is written like a time: groups of one or two digits, and one of four for the year.
fn is_time(text: &str) -> bool {
    const SEPARATORS: &str = "-/.: T年月日时点分秒";
    let groups = || text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty());
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || SEPARATORS.contains(c))
        && groups().all(|group| matches!(group.len(), 1 | 2 | 4))
        && groups().filter(|group| group.len() == 4).count() <= 1
        && groups().count() <= 6
}

/// Tells whether a text is a day of this century in digits only, such as `20260105`, or a day and time, `20260105090307`.
fn is_compact_day(text: &str) -> bool {
    is_digits(text)
        && matches!(text.len(), 8 | 14)
        && text.starts_with("20")
        && time::parse_day(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..8])).is_some()
}

/// Tells whether a text is the serial number of a recent day in a spreadsheet.
fn is_serial(text: &str) -> bool {
    let (days, fraction) = text.split_once('.').unwrap_or((text, "0"));
    days.len() == 5 && days.starts_with(['3', '4', '5']) && is_digits(days) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [FieldKind; 9] = [
        FieldKind::Id,
        FieldKind::Text,
        FieldKind::Contact,
        FieldKind::Count,
        FieldKind::Money,
        FieldKind::Percent,
        FieldKind::Time,
        FieldKind::Day,
        FieldKind::Plan,
    ];

    #[test]
    fn personal_data_is_redacted_under_every_header() {
        for text in [
            "13812345678",
            "138-1234-5678",
            "138 1234 5678",
            "138.1234.5678",
            "138,1234,5678",
            "+8613812345678",
            "8613812345678",
            "008613812345678",
            "86 138 1234 5678",
            "138****7235",
            "1.3812345678E+10",
            "1.3812345678E10",
            "13812345678.0",
            "13812345678元",
            "-13812345678",
            "１３８１２３４５６７８",
            "一三八一二三四五六七八",
            "0571-88888888",
            "057188888888",
            "0571.88888888",
            "(0571)88888888",
            "88888888",
            "-88888888",
            "8888-8888",
            "8888.8888",
            "330102199001011234",
            "33010219900101123X",
            "3.30102199001011E+17",
            "19900101",
            "Zhang San",
            "Wang T",
            "张三",
            "万一",
            "丁一",
            "李**",
            "🌸",
            "##ciphertext$$",
            "a@example.com",
            "3栋2单元1201",
            "6926234509777272695;13812345678",
        ] {
            for kind in KINDS {
                assert_eq!(redacted(kind, text), "***", "{text} as {kind:?}");
            }
        }
    }

    #[test]
    fn values_that_are_nearly_right_are_shown() {
        for (kind, texts) in [
            (
                FieldKind::Id,
                &["6.9E+18", "6926234509777272695.0", "6926234509777270000", "6.9E+18;6.92E+18"] as &[&str],
            ),
            (FieldKind::Money, &["12.345", "33.333333333333336", "¥1,23", "1e3", "十元", "12元", "1.2E+05"]),
            (FieldKind::Count, &["1.5", "-1", "3个", "1,2345"]),
            (FieldKind::Percent, &["32", "1.234%", "+5％"]),
            (
                FieldKind::Time,
                &["2026-13-45 00:00:00", "1/5/2026", "26年1月5日", "20260105", "20260105090307", "46027.37717592593"],
            ),
        ] {
            for text in texts {
                assert_eq!(redacted(kind, text), *text, "as {kind:?}");
            }
        }
        for kind in KINDS {
            for text in ["", "-", "--", "/", "abc", "#N/A", "#DIV/0!", "null", "TRUE"] {
                assert_eq!(redacted(kind, text), text, "as {kind:?}");
            }
        }
    }

    #[test]
    fn long_values_are_shortened() {
        let shown = redacted(FieldKind::Id, &["6.9E+18"; 10].join(";"));
        assert_eq!((shown.chars().count(), shown.ends_with('…')), (LONGEST + 1, true));
    }
}
