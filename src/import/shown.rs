//! What a reject shows of the cell that it is about.
//!
//! A row that is out of step has names and phones under the headers of numbers. So a value is shown only where it has the
//! shape of what its column wants, or stands for nothing; whatever else it is, it may be a buyer's.

use crate::model::field::FieldKind;
use crate::model::id::is_digits;
use crate::model::time;

/// Characters of a found value that a reject shows.
const LONGEST: usize = 40;

/// What programs write in place of a value.
const PLACEHOLDERS: [&str; 12] =
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "TRUE", "FALSE", "NULL", "NONE", "NAN"];

/// Returns a found value as it may be shown under a column of a kind, shortened; `***` where it may be personal.
pub(super) fn value(kind: FieldKind, text: &str) -> String {
    if !is_nothing(text) && !has_shape(kind, text) {
        return "***".to_owned();
    }
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn is_nothing(text: &str) -> bool {
    // Letters such as abc, which are too few to say who somebody is.
    let is_stub = text.len() <= 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
    is_stub
        || text.bytes().all(|b| b.is_ascii_punctuation())
        || PLACEHOLDERS.contains(&text.to_ascii_uppercase().as_str())
}

fn has_shape(kind: FieldKind, text: &str) -> bool {
    match kind {
        FieldKind::Id => text.split([';', '；']).all(|id| is_long_id(id.trim())),
        FieldKind::Count | FieldKind::Money | FieldKind::Percent => is_number(text) || is_number_in_words(text),
        FieldKind::Time => is_time(text) || is_compact_day(text) || is_serial(text),
        FieldKind::Text | FieldKind::Contact | FieldKind::Plan => false,
    }
}

/// Tells whether a text is an id, or was one before it became a number, by how many digits it has: more than a phone with
/// all its prefixes, and not the 18 of an identity card.
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

/// Tells whether a text is written as amounts, counts and shares are, and not as a phone can be: at most six digits before
/// the point, and behind it three, or the dozen that a quotient has.
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

/// Tells whether a text is a number in words such as 十元. Names begin with other characters, and a phone is longer.
fn is_number_in_words(text: &str) -> bool {
    const NUMERALS: &str = "零〇一二三四五六七八九十两";
    const UNITS: &str = "百千万元块角分整件个点";
    text.starts_with(|c| NUMERALS.contains(c))
        && text.chars().all(|c| NUMERALS.contains(c) || UNITS.contains(c))
        && text.chars().count() <= 6
}

/// Tells whether a text is written as times are: runs of one or two digits, and one of four for the year.
fn is_time(text: &str) -> bool {
    const BETWEEN: &str = "-/.: T年月日时点分秒";
    let runs = || text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty());
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || BETWEEN.contains(c))
        && runs().all(|run| matches!(run.len(), 1 | 2 | 4))
        && runs().filter(|run| run.len() == 4).count() <= 1
        && runs().count() <= 6
}

/// Tells whether a text is a day of this century without marks, such as `20260105`, or with a time of day, `20260105090307`.
fn is_compact_day(text: &str) -> bool {
    is_digits(text)
        && matches!(text.len(), 8 | 14)
        && text.starts_with("20")
        && time::parse_day(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..8])).is_some()
}

/// Tells whether a text is the number that a spreadsheet makes of a day of our time.
fn is_serial(text: &str) -> bool {
    let (days, fraction) = text.split_once('.').unwrap_or((text, "0"));
    days.len() == 5 && days.starts_with(['3', '4', '5']) && is_digits(days) && is_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [FieldKind; 8] = [
        FieldKind::Id,
        FieldKind::Text,
        FieldKind::Contact,
        FieldKind::Count,
        FieldKind::Money,
        FieldKind::Percent,
        FieldKind::Time,
        FieldKind::Plan,
    ];

    #[test]
    fn people_are_hidden_under_every_header() {
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
                assert_eq!(value(kind, text), "***", "{text} as {kind:?}");
            }
        }
    }

    #[test]
    fn what_the_column_wants_is_shown_where_it_is_nearly_right() {
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
                assert_eq!(value(kind, text), *text, "as {kind:?}");
            }
        }
        for kind in KINDS {
            for text in ["", "-", "--", "/", "abc", "#N/A", "#DIV/0!", "null", "TRUE"] {
                assert_eq!(value(kind, text), text, "as {kind:?}");
            }
        }
    }

    #[test]
    fn long_values_are_shortened() {
        let shown = value(FieldKind::Id, &["6.9E+18"; 10].join(";"));
        assert_eq!((shown.chars().count(), shown.ends_with('…')), (LONGEST + 1, true));
    }
}
