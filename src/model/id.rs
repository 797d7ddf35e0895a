//! Ids as people and exporters write them.

use std::borrow::Cow;

/// Takes off what stands around an id so that spreadsheets leave it alone: white space, TAB, `'`, quotes, `="…"`.
pub fn unguarded(text: &str) -> &str {
    if let [b'0'..=b'9', .., b'0'..=b'9'] = text.as_bytes() {
        return text;
    }
    without_guards(without_guards(text).trim_matches(['\'', '"', '‘', '’', '“', '”']))
}

/// Takes off what stands around a text so that spreadsheets leave it alone: white space and byte order marks, `="…"`, and one `'`
/// before it.
pub fn without_guards(text: &str) -> &str {
    match text.as_bytes() {
        // Nearly every text begins and ends in a visible ASCII letter or in a Chinese one, which needs no closer look.
        [first, .., last] if is_ink(*first) && last.is_ascii_graphic() => text,
        // The third byte from the end can only begin the last letter.
        [first, .., third, _, _] if is_ink(*first) && is_chinese(*third) => text,
        _ => {
            let bare = text.trim_matches(is_blank);
            // With quotes inside it is more of a formula than a guard; `text_of` knows those that stand for one.
            let plain = formula(bare).filter(|inner| !inner.contains('"'));
            let bare = plain.map_or(bare, |inner| inner.trim_matches(is_blank));
            bare.strip_prefix('\'').map_or(bare, |rest| rest.trim_start_matches(is_blank))
        }
    }
}

/// Takes off what [`without_guards`] takes off, and turns the quotes that are doubled within `="…"` into single ones.
pub fn text_of(text: &str) -> Cow<'_, str> {
    let doubled = |inner: &&str| inner.contains('"') && !inner.replace("\"\"", "").contains('"');
    let bare = without_guards(text);
    // What stands behind a `'` is taken as it stands.
    let is_formula = bare.starts_with('=') && text.trim_start_matches(is_blank).starts_with('=');
    match formula(bare).filter(|inner| is_formula && doubled(inner)) {
        Some(inner) => Cow::Owned(inner.replace("\"\"", "\"").trim_matches(is_blank).to_owned()),
        None => Cow::Borrowed(bare),
    }
}

/// Returns the text of a formula that is one text, `="…"`.
fn formula(text: &str) -> Option<&str> {
    text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"'))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Tells whether a character that begins with the byte is neither white space nor a guard: visible ASCII, or Chinese.
fn is_ink(byte: u8) -> bool {
    (byte.is_ascii_graphic() && !matches!(byte, b'\'' | b'=')) || is_chinese(byte)
}

/// Tells whether the byte begins a character of U+4000 to U+9FFF, which has three.
fn is_chinese(byte: u8) -> bool {
    (0xE4..=0xE9).contains(&byte)
}

/// Tells whether a text is digits only.
pub fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn guards_come_off_whatever_they_guard() {
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
        fn the_quick_look_trims_as_the_close_one(text in "[ \t\u{3000}\u{a0}\u{feff}a1甲，]{0,6}") {
            prop_assert_eq!(without_guards(&text), text.trim_matches(is_blank));
        }
    }
}
