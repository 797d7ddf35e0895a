//! Removing the guards that programs put around ids and other texts.

use std::borrow::Cow;

/// Returns an id without the guards that keep spreadsheets from changing it: white space, TAB, `'`, quotes, `="…"`.
pub fn unguarded(text: &str) -> &str {
    if let [b'0'..=b'9', .., b'0'..=b'9'] = text.as_bytes() {
        return text;
    }
    without_guards(without_guards(text).trim_matches(['\'', '"', '‘', '’', '“', '”']))
}

/// Returns a text without the guards that keep spreadsheets from changing it: white space and byte order marks, `="…"`, and one leading
/// `'`.
pub fn without_guards(text: &str) -> &str {
    match text.as_bytes() {
        // Nearly every text begins and ends with a visible ASCII or a Chinese character and needs no closer look.
        [first, .., last] if is_unguarded(*first) && last.is_ascii_graphic() => text,
        // A Chinese character has three bytes, so this is the first byte of the last one.
        [first, .., third, _, _] if is_unguarded(*first) && is_chinese(*third) => text,
        _ => {
            let bare = text.trim_matches(is_blank);
            // With quotes inside it may be a real formula; `text_of` handles doubled quotes.
            let plain = formula(bare).filter(|inner| !inner.contains('"'));
            let bare = plain.map_or(bare, |inner| inner.trim_matches(is_blank));
            bare.strip_prefix('\'').map_or(bare, |rest| rest.trim_start_matches(is_blank))
        }
    }
}

/// Returns a text without guards, as [`without_guards`] does, and with single quotes for the doubled ones within `="…"`.
pub fn text_of(text: &str) -> Cow<'_, str> {
    let doubled = |inner: &&str| inner.contains('"') && !inner.replace("\"\"", "").contains('"');
    let bare = without_guards(text);
    // A text after a `'` is kept as it is.
    let is_formula = bare.starts_with('=') && text.trim_start_matches(is_blank).starts_with('=');
    match formula(bare).filter(|inner| is_formula && doubled(inner)) {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"").trim_matches(is_blank).to_owned()),
        None => Cow::Borrowed(bare),
    }
}

/// Returns the text within `="…"`.
fn formula(text: &str) -> Option<&str> {
    text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Tells whether the character with this first byte is neither white space nor a guard: visible ASCII, or Chinese.
fn is_unguarded(byte: u8) -> bool {
    (byte.is_ascii_graphic() && !matches!(byte, b'\'' | b'=')) || is_chinese(byte)
}

/// Tells whether the byte is the first one of a character of U+4000 to U+9FFF.
fn is_chinese(byte: u8) -> bool {
    (0xE4..=0xE9).contains(&byte)
}

/// Tells whether a text consists of digits.
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn guards_are_removed() {
        for (text, bare) in [
            ("=\"已完成\"", "已完成"),
            ("=\"\"", ""),
            ("\t6926\t", "6926"),
            ("'00123", "00123"),
            ("''x", "'x"),
            ("\u{feff} 茶 ", "茶"),
            ("=\"12\"\"屏\"", "12\"屏"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("=1+1", "=1+1"),
            ("5'", "5'"),
            ("'=\"12\"\"屏\"", "=\"12\"\"屏\""),
            (" =\"12\"\"屏\"\t", "12\"屏"),
        ] {
            assert_eq!(text_of(text), bare, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_shortcut_trims_like_the_full_check(text in "[ \t\u{3000}\u{a0}\u{feff}a1甲，]{0,6}") {
            prop_assert_eq!(without_guards(&text), text.trim_matches(is_blank));
        }
    }
}
