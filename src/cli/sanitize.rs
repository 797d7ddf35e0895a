//! Keeps characters that control a terminal out of what is printed.
//!
//! Texts from files may contain escape codes that move the cursor, set the title or answer for the user, and marks that reverse the
//! direction of writing, so that a line reads as another. They never reach a terminal. In files and pipes they stay, but JSON has
//! them as escapes of the same meaning.

use std::fmt::Write as _;
use std::io::{self, Write};

/// The most bytes of a character in UTF-8.
const CHARACTER: usize = 4;

/// Tells whether a character can control a terminal.
fn is_unsafe(c: char) -> bool {
    let is_mark = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_mark || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// Replaces the characters that control a terminal in a text of several lines.
pub fn sanitized(text: &str) -> String {
    text.chars().map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect()
}

/// Replaces them in a text, and puts it on one line.
pub fn sanitized_line(text: &str) -> String {
    sanitized(&text.replace(['\n', '\r', '\t'], " "))
}

/// Names what replaces a character that controls a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacement {
    /// The replacement character, U+FFFD.
    Mark,
    /// Its escape in JSON.
    JsonEscape,
}

/// Passes text to a writer without the characters that control a terminal.
pub struct Sanitized<W: Write> {
    inner: W,
    replacement: Replacement,
    /// The first bytes of a character whose other bytes come with the next write.
    incomplete: Vec<u8>,
    text: String,
}

impl<W: Write> Sanitized<W> {
    pub fn new(inner: W, replacement: Replacement) -> Self {
        Self { inner, replacement, incomplete: Vec::new(), text: String::new() }
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match self.replacement {
                _ if !is_unsafe(c) => self.text.push(c),
                // Writing to a String cannot fail. All of these characters have four digits at most.
                Replacement::JsonEscape => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(c));
                }
                Replacement::Mark => self.text.push('\u{fffd}'),
            }
        }
    }
}

impl<W: Write> Write for Sanitized<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.incomplete);
        all.extend_from_slice(bytes);
        self.text.clear();
        let mut rest = all.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.push(text);
                    break;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.push(&String::from_utf8_lossy(good));
                    let Some(bytes) = error.error_len() else {
                        debug_assert!(bad.len() < CHARACTER, "a part of one character");
                        self.incomplete = bad.to_vec();
                        break;
                    };
                    self.text.push('\u{fffd}');
                    rest = &bad[bytes..];
                }
            }
        }
        self.inner.write_all(self.text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of them but the line feed and the tab, which are layout.
    fn unsafe_characters() -> impl Iterator<Item = char> {
        let controls = ('\0'..='\u{9f}').filter(|c| c.is_control() && !matches!(c, '\n' | '\t'));
        controls.chain("\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars())
    }

    fn written(text: &str, replacement: Replacement, piece: usize) -> String {
        let mut out = Vec::new();
        let mut writer = Sanitized::new(&mut out, replacement);
        for piece in text.as_bytes().chunks(piece) {
            writer.write_all(piece).expect("memory");
        }
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn nothing_unsafe_comes_through() {
        let text: String = unsafe_characters().flat_map(|c| ['茶', c, '\n', '\t']).collect();
        for piece in [1, 2, 3, 5, 1000] {
            let shown = written(&text, Replacement::Mark, piece);
            assert!(!unsafe_characters().any(|c| shown.contains(c)), "{shown:?}");
            assert_eq!(shown.chars().count(), text.chars().count());
        }
        assert_eq!(sanitized("a\u{202e}b\n\u{1b}[31m"), "a\u{fffd}b\n\u{fffd}[31m");
        assert_eq!(sanitized_line("a\r\nb\u{9b}2J"), "a  b\u{fffd}2J");
    }

    #[test]
    fn json_means_the_same() {
        let text: String = unsafe_characters().collect();
        let value = serde_json::json!({ "名称": text, "plain": "茶🍵" });
        let shown = written(&value.to_string(), Replacement::JsonEscape, 7);
        assert!(!unsafe_characters().any(|c| shown.contains(c)), "{shown:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
        assert!(shown.contains("\\u202e") && shown.contains("茶🍵"), "{shown}");
    }

    #[test]
    fn bytes_that_are_no_text_are_marked() {
        let mut out = Vec::new();
        Sanitized::new(&mut out, Replacement::Mark).write_all(b"a\x9b2Jb\xff").expect("memory");
        assert_eq!(String::from_utf8(out).expect("text"), "a\u{fffd}2Jb\u{fffd}");
    }
}
