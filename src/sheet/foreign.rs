//! Tells text in the encoding of a file from text in another, which somebody has put behind it.
//!
//! Chinese in UTF-8 and in GB18030 is hardly ever valid in the other, where there is more than a character of it; but bytes of one
//! can be decoded as the other without an error. What could be either goes with the record before it.

/// Says what the bytes of a record or cell look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// ASCII alone.
    Ascii,
    /// Valid UTF-8 with characters of three bytes or more, as Chinese has.
    Utf8,
    /// No valid UTF-8.
    Other,
    /// Valid UTF-8 with characters of two bytes only, such as `é` and `·`, which are Chinese in GB18030 too. `is_likely_chinese`
    /// says that they would be letters of alphabets that no shop here uses.
    Either { is_likely_chinese: bool },
}

/// Goes through the records of a file in their order.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// Whether the last record that could be told was in another encoding.
    is_inside: bool,
}

impl Foreign {
    /// Tells whether text in a record of a UTF-8 file, which is valid UTF-8, is another encoding's.
    pub(super) fn is_in_utf8(&mut self, record: &[u8]) -> bool {
        match look_of_valid(record) {
            Look::Ascii => false,
            Look::Either { is_likely_chinese } => self.is_inside || is_likely_chinese,
            Look::Utf8 | Look::Other => {
                self.is_inside = false;
                false
            }
        }
    }

    /// Takes note of a record of a UTF-8 file that is not valid.
    pub(super) fn note_invalid<'a>(&mut self, cells: impl Iterator<Item = &'a [u8]>) {
        let (utf8, other) = votes(cells);
        self.is_inside = other > utf8;
    }

    /// Tells whether text in a record of a GB18030 file is UTF-8.
    pub(super) fn is_in_gb18030<'a>(&mut self, cells: impl Iterator<Item = &'a [u8]>) -> bool {
        let (utf8, other) = votes(cells);
        if utf8 + other > 0 {
            self.is_inside = utf8 > other;
        }
        self.is_inside
    }
}

/// Counts the cells that are UTF-8, and those that cannot be.
fn votes<'a>(cells: impl Iterator<Item = &'a [u8]>) -> (usize, usize) {
    let (mut utf8, mut other) = (0, 0);
    for cell in cells.filter(|cell| !cell.is_ascii()) {
        match look(cell) {
            Look::Utf8 => utf8 += 1,
            Look::Other => other += 1,
            Look::Ascii | Look::Either { .. } => {}
        }
    }
    (utf8, other)
}

/// Tells whether a line shows whether it is UTF-8: `Some(true)` and `Some(false)`. Its cells vote.
pub(super) fn shows_utf8(line: &[u8]) -> Option<bool> {
    let (utf8, other) = votes(line.split(|byte| matches!(byte, b',' | b'\t' | b';' | b'"')));
    (utf8 != other).then_some(utf8 > other)
}

fn look(bytes: &[u8]) -> Look {
    if std::str::from_utf8(bytes).is_ok() { look_of_valid(bytes) } else { Look::Other }
}

fn look_of_valid(bytes: &[u8]) -> Look {
    let has_long = |part: &[u8]| part.iter().copied().fold(0, u8::max) >= 0xE0;
    if bytes.chunks(64).any(has_long) {
        return Look::Utf8;
    }
    if bytes.is_ascii() {
        return Look::Ascii;
    }
    let mut is_likely_chinese = false;
    let mut rest = bytes.iter().filter(|byte| !byte.is_ascii());
    while let (Some(lead), Some(trail)) = (rest.next(), rest.next()) {
        // The Chinese characters of everyday use, in the part of GB18030 where they stand.
        if !(0xB0..=0xD7).contains(lead) || *trail < 0xA1 {
            return Look::Utf8;
        }
        is_likely_chinese |= *lead >= 0xC4;
    }
    Look::Either { is_likely_chinese }
}

/// Tells whether text that was decoded as UTF-16 was written a byte a character: ids become signs that hardly occur. So does text
/// in the other byte order.
pub(super) fn is_no_utf16(text: &str) -> bool {
    let mut run = 0;
    let mut has_rare = false;
    text.chars().any(|c| {
        let unit = u32::from(c);
        let is_digits = unit >> 16 == 0 && unit & 0xF0F0 == 0x3030 && unit & 0x0F <= 9 && (unit >> 8) & 0x0F <= 9;
        if is_digits {
            run += 1;
            has_rare |= unit >= 0x3430;
        } else {
            run = 0;
            has_rare = false;
        }
        c == '\u{FFFE}' || (run >= 6 && has_rare)
    })
}

#[cfg(test)]
mod tests {
    use encoding_rs::GB18030;

    use super::*;

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn text_of_another_encoding_is_told_by_what_it_can_be() {
        let utf8 = |texts: &[&[u8]]| {
            let mut foreign = Foreign::default();
            texts
                .iter()
                .map(|text| {
                    if std::str::from_utf8(text).is_ok() {
                        foreign.is_in_utf8(text)
                    } else {
                        foreign.note_invalid(std::iter::once(*text));
                        true
                    }
                })
                .collect::<Vec<_>>()
        };
        // é is 茅 in GB18030: it goes with the record before it.
        assert_eq!(utf8(&["咖啡café".as_bytes(), "café".as_bytes(), b"1,2"]), [false, false, false]);
        assert_eq!(
            utf8(&[&gb("已完成"), "café".as_bytes(), "茶".as_bytes(), "café".as_bytes()]),
            [true, true, false, false]
        );
        // 省 would be a letter of phonetics.
        assert_eq!(utf8(&[&gb("1,省")]), [true]);
        assert_eq!(utf8(&["1,Привет".as_bytes(), "1,Ελλάδα".as_bytes()]), [false, false]);
        let mut foreign = Foreign::default();
        let mut in_gb = |cells: &[&[u8]]| foreign.is_in_gb18030(cells.iter().copied());
        assert!(!in_gb(&[b"1", &gb("已完成")]));
        assert!(!in_gb(&[b"1", &gb("省")]));
        assert!(in_gb(&[b"1", "已完成".as_bytes(), "红\u{E7}".as_bytes()]));
        assert!(in_gb(&[b"1", "café".as_bytes()]));
        assert!(!in_gb(&[b"1", &gb("已完成"), &gb("红色")]));
    }

    #[test]
    fn eight_bits_read_as_sixteen_are_told() {
        let pairs = |bytes: &[u8]| {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect();
            String::from_utf16_lossy(&units)
        };
        assert!(is_no_utf16(&pairs(b"6926234509777272695,6926234509777272695,1")));
        assert!(is_no_utf16("\u{FFFE}"));
        for text in ["已完成,6926234509777272695", "ㄱㄱㄱㄱㄱㄱㄱㄱ", "㐀㐁"] {
            assert!(!is_no_utf16(text), "{text}");
        }
    }
}
