//! Finds text in another encoding than that of its file, such as when files were concatenated.
//!
//! Chinese in UTF-8 is hardly ever valid GB18030, nor the other way round, if there is more than one character. But some bytes of one
//! can be decoded as the other without an error. Ambiguous records are taken for the encoding of the record before them.

/// The kind of bytes of a record or cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByteKind {
    /// Only ASCII.
    Ascii,
    /// Valid UTF-8 with characters of three bytes or more, such as Chinese.
    Utf8,
    /// Not valid UTF-8.
    Other,
    /// Valid UTF-8 with characters of two bytes only, such as `é` and `·`, which are also Chinese in GB18030. `is_likely_chinese` tells
    /// that in UTF-8 they would be letters of alphabets that shops do not use.
    Either { is_likely_chinese: bool },
}

/// Checks the records of a file in order.
#[derive(Debug, Default)]
pub(super) struct MixedEncoding {
    /// Whether the last unambiguous record was in another encoding.
    is_inside: bool,
}

impl MixedEncoding {
    /// Tells whether a record of a UTF-8 file, which is valid UTF-8, is text in another encoding.
    pub(super) fn is_in_utf8(&mut self, record: &[u8]) -> bool {
        match kind_of_valid(record) {
            ByteKind::Ascii => false,
            ByteKind::Either { is_likely_chinese } => self.is_inside || is_likely_chinese,
            ByteKind::Utf8 | ByteKind::Other => {
                self.is_inside = false;
                false
            }
        }
    }

    /// Notes a record of a UTF-8 file that is not valid UTF-8.
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

/// Counts the cells that are UTF-8, and those that are not.
fn votes<'a>(cells: impl Iterator<Item = &'a [u8]>) -> (usize, usize) {
    let (mut utf8, mut other) = (0, 0);
    for cell in cells.filter(|cell| !cell.is_ascii()) {
        match kind_of(cell) {
            ByteKind::Utf8 => utf8 += 1,
            ByteKind::Other => other += 1,
            ByteKind::Ascii | ByteKind::Either { .. } => {}
        }
    }
    (utf8, other)
}

/// Tells whether a line is UTF-8, by majority of its cells. Returns nothing if it is ambiguous.
pub(super) fn shows_utf8(line: &[u8]) -> Option<bool> {
    let (utf8, other) = votes(line.split(|byte| matches!(byte, b',' | b'\t' | b';' | b'"')));
    (utf8 != other).then_some(utf8 > other)
}

fn kind_of(bytes: &[u8]) -> ByteKind {
    if std::str::from_utf8(bytes).is_ok() { kind_of_valid(bytes) } else { ByteKind::Other }
}

fn kind_of_valid(bytes: &[u8]) -> ByteKind {
    let has_long = |part: &[u8]| part.iter().copied().fold(0, u8::max) >= 0xE0;
    if bytes.chunks(64).any(has_long) {
        return ByteKind::Utf8;
    }
    if bytes.is_ascii() {
        return ByteKind::Ascii;
    }
    let mut is_likely_chinese = false;
    let mut rest = bytes.iter().filter(|byte| !byte.is_ascii());
    while let (Some(lead), Some(trail)) = (rest.next(), rest.next()) {
        // The range of common Chinese characters in GB18030.
        if !(0xB0..=0xD7).contains(lead) || *trail < 0xA1 {
            return ByteKind::Utf8;
        }
        is_likely_chinese |= *lead >= 0xC4;
    }
    ByteKind::Either { is_likely_chinese }
}

/// Tells whether text that was decoded as UTF-16 has one byte per character, or the other byte order: then ids become characters that
/// hardly occur.
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
    fn text_in_another_encoding_is_found() {
        let utf8 = |texts: &[&[u8]]| {
            let mut mixed = MixedEncoding::default();
            texts
                .iter()
                .map(|text| {
                    if std::str::from_utf8(text).is_ok() {
                        mixed.is_in_utf8(text)
                    } else {
                        mixed.note_invalid(std::iter::once(*text));
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
        let mut mixed = MixedEncoding::default();
        let mut in_gb = |cells: &[&[u8]]| mixed.is_in_gb18030(cells.iter().copied());
        assert!(!in_gb(&[b"1", &gb("已完成")]));
        assert!(!in_gb(&[b"1", &gb("省")]));
        assert!(in_gb(&[b"1", "已完成".as_bytes(), "红\u{E7}".as_bytes()]));
        assert!(in_gb(&[b"1", "café".as_bytes()]));
        assert!(!in_gb(&[b"1", &gb("已完成"), &gb("红色")]));
    }

    #[test]
    fn bytes_decoded_as_utf16_are_found() {
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
