//! Detecting the encoding of delimited text by its content.

use std::io::Read;

use encoding_rs::{CoderResult, GB18030};
use memchr::memchr2;

use super::error::Problem;
use super::mixed_encoding;
use crate::model::export::Encoding;

/// The byte order mark of UTF-8.
pub(super) const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The number of code units at the start of a file in which the NUL bytes of UTF-16 are counted.
const UNITS: usize = 4096;

/// The number of bytes that are examined at a time.
const SAMPLE: u64 = 1 << 20;

/// Detects the encoding of a text by the first MiB that is not only ASCII. Returns the first MiB of the file too.
pub(super) fn of_text(mut file: impl Read, forced: Option<ForcedEncoding>) -> Result<(Encoding, Vec<u8>), Problem> {
    let mut top = Vec::new();
    file.by_ref().take(SAMPLE).read_to_end(&mut top)?;
    let mut encoding = detect(&top, forced)?;
    let is_open = forced.is_none() && encoding == Encoding::Utf8 && !top.starts_with(UTF8_MARK);
    if !is_open || shows(&top) {
        return Ok((encoding, top));
    }
    let mut sample = Vec::new();
    while file.by_ref().take(SAMPLE).read_to_end(&mut sample)? > 0 {
        // The sample may begin within a character.
        let start = memchr2(b'\r', b'\n', &sample).unwrap_or_default();
        if shows(&sample[start..]) {
            encoding = utf8_or_gb18030(&sample[start..]);
            break;
        }
        sample.clear();
    }
    Ok((encoding, top))
}

/// Tells whether a text has a line that is clearly UTF-8 or clearly not.
fn shows(text: &[u8]) -> bool {
    !text.is_ascii() && lines(text).any(|line| mixed_encoding::shows_utf8(line).is_some())
}

fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| matches!(byte, b'\r' | b'\n'))
}

/// Detects the encoding of a text by its first bytes: by a byte order mark, then by NUL bytes, then by validity.
pub(super) fn detect(sample: &[u8], forced: Option<ForcedEncoding>) -> Result<Encoding, Problem> {
    let utf16 = marked_utf16(sample).or_else(|| utf16_by_zeros(sample));
    match forced {
        Some(ForcedEncoding::Utf8) => return Ok(Encoding::Utf8),
        Some(ForcedEncoding::Gb18030) => return Ok(Encoding::Gb18030),
        Some(ForcedEncoding::Utf16) => return Ok(utf16.unwrap_or(Encoding::Utf16Le)),
        None => {}
    }
    if sample.starts_with(UTF8_MARK) {
        return Ok(Encoding::Utf8);
    }
    if let Some(found) = utf16 {
        return Ok(found);
    }
    if is_binary(&sample[..sample.len().min(UNITS * 2)]) {
        return Err(Problem::Binary);
    }
    Ok(utf8_or_gb18030(sample))
}

/// Tells whether bytes are not text: they have NULs and many control characters. A single NUL is just a damaged cell.
fn is_binary(sample: &[u8]) -> bool {
    let controls = sample.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    sample.contains(&0) && controls * 20 > sample.len()
}

/// An encoding that the user requires. The byte order of UTF-16 is still detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForcedEncoding {
    /// UTF-8.
    Utf8,
    /// GB18030.
    Gb18030,
    /// UTF-16 in either byte order.
    Utf16,
}

fn marked_utf16(sample: &[u8]) -> Option<Encoding> {
    match sample {
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

/// Detects UTF-16 without a byte order mark: one byte of commas, digits and line ends is NUL, almost always on the same side.
fn utf16_by_zeros(sample: &[u8]) -> Option<Encoding> {
    let units = sample.chunks_exact(2).take(UNITS);
    let (mut total, mut first, mut second) = (0_usize, 0_usize, 0_usize);
    for unit in units {
        total += 1;
        first += usize::from(unit[0] == 0);
        second += usize::from(unit[1] == 0);
    }
    // Characters such as 最 (U+6700) have a NUL too, but they are rare.
    let clear = |zeros: usize, others: usize| zeros * 20 > total && zeros > others * 8;
    if clear(second, first) {
        Some(Encoding::Utf16Le)
    } else if clear(first, second) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn utf8_or_gb18030(sample: &[u8]) -> Encoding {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // The sample may end within a character.
        bad += usize::from(!chunk.invalid().is_empty() && chunks.peek().is_some());
    }
    if bad == 0 {
        return Encoding::Utf8;
    }
    // If a text has several encodings, that of its top counts, where the header is. Cells in another one are undecodable.
    let encoding_of = |line| {
        let is_utf8 = mixed_encoding::shows_utf8(line)?;
        if is_utf8 { Some(Encoding::Utf8) } else { fits_gb18030(line).then_some(Encoding::Gb18030) }
    };
    if let Some(encoding) = lines(sample).find_map(encoding_of) {
        return encoding;
    }
    if good > bad * 10 {
        return Encoding::Utf8;
    }
    if fits_gb18030(sample) {
        return Encoding::Gb18030;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    if detector.guess(Some(b"cn"), chardetng::Utf8Detection::Allow) == encoding_rs::UTF_8 {
        Encoding::Utf8
    } else {
        Encoding::Gb18030
    }
}

fn fits_gb18030(sample: &[u8]) -> bool {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut out = [0_u8; 8192];
    let mut rest = sample;
    loop {
        let (result, read, _, replaced) = decoder.decode_to_utf8(rest, &mut out, false);
        if replaced {
            return false;
        }
        rest = &rest[read..];
        if result == CoderResult::InputEmpty {
            return true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn content_tells() {
        let text = "主订单编号,子订单编号,订单状态\r\n6926,6926,已完成\r\n";
        assert_eq!(detect(text.as_bytes(), None).ok(), Some(Encoding::Utf8));
        assert_eq!(detect(&GB18030.encode(text).0, None).ok(), Some(Encoding::Gb18030));
        assert_eq!(detect(&utf16(text, false), None).ok(), Some(Encoding::Utf16Le));
        assert_eq!(detect(&utf16(text, true), None).ok(), Some(Encoding::Utf16Be));
        assert_eq!(detect(b"a,b\n1,2\n", None).ok(), Some(Encoding::Utf8));
        assert!(matches!(detect(b"a\0\0\0b\0c\0\0", None), Err(Problem::Binary)));
    }

    #[test]
    fn a_few_bad_bytes_do_not_turn_utf8_into_something_else() {
        let mut text = "主订单编号,子订单编号,订单状态,选购商品,商品规格\n".as_bytes().to_vec();
        text.extend_from_slice(b"6926,\xFF\xFE,\n6927,x,\n");
        assert_eq!(detect(&text, None).ok(), Some(Encoding::Utf8));
    }

    #[test]
    fn a_sample_may_end_within_a_character() {
        let text = "主订单编号".as_bytes();
        assert_eq!(detect(&text[..text.len() - 1], None).ok(), Some(Encoding::Utf8));
    }

    #[test]
    fn the_user_decides() {
        assert_eq!(detect("主".as_bytes(), Some(ForcedEncoding::Gb18030)).ok(), Some(Encoding::Gb18030));
    }
}
