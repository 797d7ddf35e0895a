//! What reaches a terminal: text, and nothing that controls it.
//!
//! Files and people put more into texts than letters: codes that move the cursor, set the title or answer for the user, and marks
//! that turn the direction of writing round, so that a line reads as another. None of them reaches a terminal. In files and pipes
//! they stay, but for JSON, where they stand as escapes that mean the same.

use std::fmt::Write as _;
use std::io::{self, Write};

/// The most bytes of a character.
const CHARACTER: usize = 4;

/// Tells whether a character controls a terminal.
fn is_unsafe(c: char) -> bool {
    let is_mark = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_mark || (c.is_control() && !matches!(c, '\n' | '\t'))
}

/// Replaces what controls a terminal in a text of several lines.
pub fn sanitized(text: &str) -> String {
    text.chars().map(|c| if is_unsafe(c) { '\u{fffd}' } else { c }).collect()
}

/// Does the same for a text that is to stay on one line.
pub fn sanitized_line(text: &str) -> String {
    sanitized(&text.replace(['\n', '\r', '\t'], " "))
}

/// Says what stands in the place of a character that controls a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// A mark that something is missing.
    Mark,
    /// The escape that JSON has for it.
    JsonEscape,
}

/// Writes text on, without what controls a terminal.
pub struct Sanitized<W: Write> {
    inner: W,
    instead: Instead,
    /// The beginning of a character that was cut in two.
    begun: Vec<u8>,
    text: String,
}

impl<W: Write> Sanitized<W> {
    pub fn new(inner: W, instead: Instead) -> Self {
        Self { inner, instead, begun: Vec::new(), text: String::new() }
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            match self.instead {
                _ if !is_unsafe(c) => self.text.push(c),
                // Writing into a String cannot fail. None of these is beyond four digits.
                Instead::JsonEscape => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(c));
                }
                Instead::Mark => self.text.push('\u{fffd}'),
            }
        }
    }
}

impl<W: Write> Write for Sanitized<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut all = std::mem::take(&mut self.begun);
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
                        debug_assert!(bad.len() < CHARACTER, "no character is longer");
                        self.begun = bad.to_vec();
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

    /// All of them, but for the line end and the tab, which are layout.
    fn unsafe_characters() -> impl Iterator<Item = char> {
        let controls = ('\0'..='\u{9f}').filter(|c| c.is_control() && !matches!(c, '\n' | '\t'));
        controls.chain("\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars())
    }

    fn written(text: &str, instead: Instead, piece: usize) -> String {
        let mut out = Vec::new();
        let mut writer = Sanitized::new(&mut out, instead);
        for piece in text.as_bytes().chunks(piece) {
            writer.write_all(piece).expect("memory");
        }
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn nothing_unsafe_comes_through() {
        let text: String = unsafe_characters().flat_map(|c| ['茶', c, '\n', '\t']).collect();
        for piece in [1, 2, 3, 5, 1000] {
            let shown = written(&text, Instead::Mark, piece);
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
        let shown = written(&value.to_string(), Instead::JsonEscape, 7);
        assert!(!unsafe_characters().any(|c| shown.contains(c)), "{shown:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("JSON"), value);
        assert!(shown.contains("\\u202e") && shown.contains("茶🍵"), "{shown}");
    }

    #[test]
    fn bytes_that_are_no_text_are_marked() {
        let mut out = Vec::new();
        Sanitized::new(&mut out, Instead::Mark).write_all(b"a\x9b2Jb\xff").expect("memory");
        assert_eq!(String::from_utf8(out).expect("text"), "a\u{fffd}2Jb\u{fffd}");
    }
}
