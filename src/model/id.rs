//! Ids as people and exporters write them.

use super::guard;

/// Takes off what stands around an id so that spreadsheets leave it alone: white space, TAB, `'`, quotes, `="…"`.
pub fn unguarded(text: &str) -> &str {
    let mut rest = trimmed(text);
    rest = rest.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(rest);
    trimmed(rest.trim_matches(['\'', '"', '‘', '’', '“', '”']))
}

/// Takes off the white space and byte order marks around a text, and the `'` that keeps it from being a formula.
pub fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        // Nearly every text begins and ends in a visible ASCII letter or in a Chinese one, which needs no closer look.
        [first, .., last] if is_ink(*first) && *first != b'\'' && last.is_ascii_graphic() => text,
        // The third byte from the end can only begin the last letter.
        [first, .., third, _, _] if is_ink(*first) && *first != b'\'' && is_chinese(*third) => text,
        _ => {
            let bare = text.trim_matches(is_blank);
            let unguarded = guard::without_guard(bare);
            if unguarded.len() < bare.len() { unguarded.trim_start_matches(is_blank) } else { bare }
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// Tells whether a character that begins with the byte is no white space: visible ASCII, or Chinese.
fn is_ink(byte: u8) -> bool {
    byte.is_ascii_graphic() || is_chinese(byte)
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

    proptest! {
        #[test]
        fn the_quick_look_trims_as_the_close_one(text in "[ \t\u{3000}\u{a0}\u{feff}a1甲，]{0,6}") {
            prop_assert_eq!(trimmed(&text), text.trim_matches(is_blank));
        }
    }
}
