//! Delimited text, such as CSV.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{DecoderResult, GB18030};
use encoding_rs_io::DecodeReaderBytesBuilder;
use memchr::memchr;

use super::batch::ReadAhead;
use super::cell::{Row, Slot, Stored, is_too_long};
use super::damage::Damage;
use super::encoding::{self, ForcedEncoding};
use super::error::Problem;
use super::mixed_encoding::{self, MixedEncoding};
use super::quote::{CR, LF, QUOTE, Syntax};
use super::records::{Records, TextRecord};
use super::source::Source;
use crate::model::export::Encoding;

/// A file of delimited text with known encoding.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextFile {
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    /// The number of cells of the header, once it is found.
    pub(super) width: Option<usize>,
    cr_ends: bool,
}

impl TextFile {
    pub(super) fn open(source: &Source, forced: Option<ForcedEncoding>) -> Result<Self, Problem> {
        let (encoding, top) = encoding::of_text(source.reader(), forced)?;
        let mut text = Vec::new();
        decoded(top.as_slice(), encoding).read_to_end(&mut text)?;
        Ok(Self { encoding, delimiter: b',', width: None, cr_ends: lines_end_in_cr(&text) })
    }

    /// Reads the rows in a separate thread.
    pub(super) fn rows(self, source: &Source) -> Result<ReadAhead, Problem> {
        let (text, source) = (self, source.clone());
        ReadAhead::start(source.length(), move |sink| {
            let mut rows = text.records(&source)?;
            while let Some(row) = rows.next_row()? {
                let (number, width) = (row.number, row.width);
                let start = sink.text_end();
                sink.text().push_str(row.text);
                for slot in row.slots {
                    sink.push_range(slot.column, slot.stored, start + slot.start..start + slot.end);
                }
                sink.end_row(number, width)?;
                sink.report(rows.done());
            }
            Ok(())
        })
    }

    fn records(self, source: &Source) -> Result<TextRows, Problem> {
        let done = Arc::new(AtomicU64::new(0));
        let source = Counted { inner: source.reader(), done: Arc::clone(&done) };
        let syntax = Syntax { delimiter: self.delimiter, cr_ends: self.cr_ends };
        Ok(TextRows {
            records: Records::new(decoded(source, self.encoding), syntax, self.width)?,
            decoder: RowDecoder {
                encoding: self.encoding,
                mixed: MixedEncoding::default(),
                slots: Vec::new(),
                text: String::new(),
            },
            done,
        })
    }
}

/// Tells whether lines end in CR only, as on old Macs, by the line ends outside of quotes. If the first line end differs from the
/// majority, a stray quote has swapped inside and outside, and all line ends are counted.
fn lines_end_in_cr(text: &[u8]) -> bool {
    let (mut crs, mut lfs) = ([0_usize; 2], [0_usize; 2]);
    let (mut is_quoted, mut first) = (false, None);
    let mut rest = text;
    while let Some(at) = memchr::memchr3(QUOTE, CR, LF, rest) {
        match rest[at] {
            QUOTE => is_quoted = !is_quoted,
            CR if rest.get(at + 1) == Some(&CR) || rest.get(at + 1) == Some(&LF) => {}
            end => {
                let ends = if end == CR { &mut crs } else { &mut lfs };
                ends[usize::from(is_quoted)] += 1;
                if !is_quoted {
                    first.get_or_insert(end == CR);
                }
            }
        }
        rest = &rest[at + 1..];
    }
    // A stray quote can make all lines look quoted.
    let quoted = usize::from(crs[0] + lfs[0] == 0);
    let by_most = crs[quoted] > lfs[quoted];
    if first.is_none_or(|first| first == by_most) { by_most } else { crs[0] + crs[1] > lfs[0] + lfs[1] }
}

/// Converts UTF-16 to UTF-8, with U+FFFD for invalid units. Other encodings are passed on unchanged: delimiters and line ends are the
/// same bytes in them, so invalid bytes can be attributed to their cell.
fn decoded<'a, R: Read + Send + 'a>(source: R, encoding: Encoding) -> Box<dyn Read + Send + 'a> {
    let from = match encoding {
        Encoding::Utf8 | Encoding::Gb18030 => return Box::new(source),
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
    };
    let source = BufReader::with_capacity(1 << 18, source);
    Box::new(DecodeReaderBytesBuilder::new().encoding(Some(from)).bom_sniffing(false).strip_bom(true).build(source))
}

struct Counted<R> {
    inner: R,
    done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.done.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The rows of a text.
struct TextRows {
    records: Records<Box<dyn Read + Send>>,
    decoder: RowDecoder,
    done: Arc<AtomicU64>,
}

impl TextRows {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        let Some(record) = self.records.next()? else { return Ok(None) };
        self.decoder.row(&record).map(Some)
    }

    fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }
}

/// Decodes the bytes of records.
struct RowDecoder {
    encoding: Encoding,
    mixed: MixedEncoding,
    slots: Vec<Slot>,
    /// The text of a record that had to be decoded.
    text: String,
}

impl RowDecoder {
    fn row<'a>(&'a mut self, record: &TextRecord<'a>) -> Result<Row<'a>, Problem> {
        self.slots.clear();
        let (number, width) = (record.number, Some(record.cells.len()));
        let is_gb18030 = self.encoding == Encoding::Gb18030;
        let text = simdutf8::basic::from_utf8(record.bytes).ok();
        if self.is_utf16() && text.is_some_and(mixed_encoding::is_no_utf16) {
            return Err(Damage::Encoding.into());
        }
        let is_foreign = if is_gb18030 {
            self.mixed.is_in_gb18030(record.cells.iter().map(|cell| &record.bytes[cell.start..cell.end]))
        } else if text.is_some() {
            self.encoding == Encoding::Utf8 && self.mixed.is_in_utf8(record.bytes)
        } else {
            self.mixed.note_invalid(record.cells.iter().map(|cell| &record.bytes[cell.start..cell.end]));
            false
        };
        let stands = !is_gb18030 || record.bytes.is_ascii();
        if let Some(text) =
            text.filter(|_| stands && (record.is_plain || !record.cells.iter().any(|cell| cell.doubled)))
        {
            for (column, cell) in record.cells.iter().enumerate() {
                let stored = self.stored(&text[cell.start..cell.end], record.is_plain, is_foreign);
                self.slots.push(Slot { column: column_number(column), stored, start: cell.start, end: cell.end });
            }
            return Ok(Row { number, width, slots: &self.slots, text });
        }
        self.text.clear();
        for (column, cell) in record.cells.iter().enumerate() {
            let start = self.text.len();
            let bytes = &record.bytes[cell.start..cell.end];
            let is_text = !(is_foreign && is_gb18030 && !bytes.is_ascii()) && self.push(bytes, cell.doubled);
            let stored = if is_text {
                self.stored(&self.text[start..], record.is_plain, is_foreign)
            } else {
                self.text.truncate(start);
                Stored::Undecodable
            };
            self.slots.push(Slot { column: column_number(column), stored, start, end: self.text.len() });
        }
        Ok(Row { number, width, slots: &self.slots, text: &self.text })
    }

    fn is_utf16(&self) -> bool {
        matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be)
    }

    /// Tells the kind of a cell that could be decoded.
    fn stored(&self, text: &str, is_plain: bool, is_foreign: bool) -> Stored {
        let is_bad = (is_foreign && !text.is_ascii())
            // Text has no NUL. UTF-16 after other text has, and so does a file that was not completely written.
            || (!is_plain && memchr(0, text.as_bytes()).is_some())
            || (self.is_utf16() && text.contains('\u{FFFD}'));
        if is_bad {
            Stored::Undecodable
        } else if is_too_long(text) {
            Stored::TooLong
        } else {
            Stored::Text
        }
    }

    /// Adds the text of a cell, with doubled quotes reduced to one. Tells whether it could be decoded.
    fn push(&mut self, bytes: &[u8], doubled: bool) -> bool {
        let mut rest = bytes;
        while doubled && let Some(quote) = memchr(QUOTE, rest) {
            if !self.push_part(&rest[..=quote]) {
                return false;
            }
            rest = &rest[(quote + 2).min(rest.len())..];
        }
        self.push_part(rest)
    }

    fn push_part(&mut self, bytes: &[u8]) -> bool {
        if self.encoding == Encoding::Gb18030 {
            let mut decoder = GB18030.new_decoder_without_bom_handling();
            self.text.reserve(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or_default());
            return decoder.decode_to_string_without_replacement(bytes, &mut self.text, true).0
                == DecoderResult::InputEmpty;
        }
        let text = std::str::from_utf8(bytes);
        self.text.push_str(text.unwrap_or_default());
        text.is_ok()
    }
}

fn column_number(column: usize) -> u32 {
    u32::try_from(column).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::sheet::Cell;
    use crate::sheet::cell::MAX_CHARACTERS;

    fn read(bytes: &[u8], width: Option<usize>) -> Result<Vec<(u64, Vec<String>)>, Problem> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let source = Source::open(file.path())?;
        let mut text = TextFile::open(&source, None)?;
        text.width = width;
        let mut rows = text.records(&source)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next_row()? {
            let cells = row.cells().map(|(_, cell)| match cell {
                Cell::Text(text) => text.to_owned(),
                Cell::Empty => String::new(),
                other => format!("{other:?}"),
            });
            found.push((row.number, cells.collect()));
        }
        Ok(found)
    }

    fn records(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        read(bytes, None).expect("reads")
    }

    /// Reads the rows below a header of so many cells.
    fn below(bytes: &[u8], width: usize) -> Vec<Vec<String>> {
        read(bytes, Some(width)).expect("reads").into_iter().skip(1).map(|(_, cells)| cells).collect()
    }

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn gb(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    const BAD: &str = "Undecodable";

    #[test]
    fn records_know_the_line_they_start_on() {
        for text in [
            "a,b\r\nc,\"d\r\ne\"\r\n\r\nf,g\r\n",
            "a,b\nc,\"d\r\ne\"\n\nf,g",
            "\u{feff}\u{feff}a,b\nc,\"d\r\ne\"\n\nf,g\n",
        ] {
            let want = [(1, strings(&["a", "b"])), (2, strings(&["c", "d\r\ne"])), (5, strings(&["f", "g"]))];
            assert_eq!(records(text.as_bytes()), want, "{text:?}");
        }
    }

    #[test]
    fn lines_of_old_macs_are_lines() {
        let want = [(1, strings(&["a", "b"])), (2, strings(&["c", "d"])), (3, strings(&["e", "f"]))];
        for end in ["", "\r", "\n", "\r\n", "\r\r"] {
            assert_eq!(records(format!("a,b\rc,d\re,f{end}").as_bytes()), want, "{end:?}");
        }
        let note = records(b"a,b\rc,\"1\n2\n3\n4\"\re,f\r");
        assert_eq!((note.len(), note[2].0), (3, 6));
        assert_eq!(records(b"\"a,b\rc,d\re,f\r").len(), 3);
    }

    #[test]
    fn bad_bytes_are_pinned_to_their_cell() {
        let found = records(&["主,商商商商商商商商商商商商商\na,".as_bytes(), b"\xFF\n"].concat());
        assert_eq!(found[1].1, strings(&["a", BAD]));
        // The two halves of 主 are a whole only where the comma between them is left out.
        let found = records(&[&"主".repeat(60).into_bytes(), b",x\na\xE4,\xB8\xBB\n".as_slice()].concat());
        assert_eq!(found[1].1, strings(&[BAD, BAD]));
        let found = records(&[gb("编号,状态\n1,已完成\n2,"), b"\xC4\n3,\xFF\n".to_vec()].concat());
        assert_eq!(found.iter().map(|(_, cells)| cells[1].as_str()).collect::<Vec<_>>(), ["状态", "已完成", BAD, BAD]);
        let found = records(&[gb("编号,状态\n1,\"已\"\"完\"\"成\"\n")].concat());
        assert_eq!(found[1].1, strings(&["1", "已\"完\"成"]));
        // What was lost before stays as it was written.
        assert_eq!(records("编号,状态\n1,已\u{FFFD}成\n".as_bytes())[1].1, strings(&["1", "已\u{FFFD}成"]));
    }

    #[test]
    fn no_byte_ends_a_file_and_a_nul_is_no_text() {
        assert_eq!(
            below("列,列\n1,a\u{1e}\n\u{1e}\n2,b\n".as_bytes(), 2),
            [strings(&["1", "a\u{1e}"]), strings(&["\u{1e}"]), strings(&["2", "b"])]
        );
        let text = [&vec![b'a'; 9000], b",b\n1,x\0y\n2,z\n\0\0\0".as_slice()].concat();
        assert_eq!(below(&text, 2), [strings(&["1", BAD]), strings(&["2", "z"]), strings(&[BAD])]);
    }

    #[test]
    fn text_that_goes_on_in_another_encoding_is_bad_cells() {
        let rows = |number: u32| format!("{number},已完成\n{number},é\n");
        let (first, second) = (format!("编号,状态\n{}", rows(1)), rows(2));
        for (text, accent) in [
            ([first.clone().into_bytes(), gb(&second)].concat(), "é"),
            ([first.clone().into_bytes(), b"\xEF\xBB\xBF".to_vec(), gb(&second)].concat(), "é"),
            ([gb(&first), second.clone().into_bytes()].concat(), "é"),
        ] {
            let states: Vec<String> = below(&text, 2).into_iter().map(|mut cells| cells.remove(1)).collect();
            assert_eq!(states, ["已完成", accent, BAD, BAD]);
        }
        // Much of the other.
        let text = [first.clone().into_bytes(), gb(&second.repeat(100))].concat();
        assert_eq!(below(&text, 2).iter().filter(|cells| cells[1] == BAD).count(), 200);
        let text = [gb(&first), second.repeat(100).into_bytes()].concat();
        assert_eq!(below(&text, 2).iter().filter(|cells| cells[1] == BAD).count(), 200);
    }

    #[test]
    fn text_behind_utf16_is_an_error() {
        let first = "编号,状态\n6926234509777272695,已完成\n".repeat(9);
        let rows = "6926181657396269909,6926234509777272695,已完成\n".repeat(3);
        for big in [false, true] {
            assert_eq!(read(&utf16(&first, big), Some(2)).expect("reads").len(), 18);
            let first = utf16(&format!("\u{feff}{first}"), big);
            for second in [rows.clone().into_bytes(), gb(&rows), utf16(&format!("\u{feff}{rows}"), !big)] {
                let read = read(&[first.clone(), second].concat(), Some(2));
                assert!(matches!(read, Err(Problem::Damaged(Damage::Encoding))), "{read:?}");
            }
        }
        // Behind text of one byte a character they show in their cells, unless they are much of the file.
        let first = first.repeat(40);
        let found = below(&[first.clone().into_bytes(), utf16(&rows, false)].concat(), 2);
        let behind = &found[first.lines().count() - 1..];
        assert!(behind.len() >= 3 && behind.iter().all(|cells| cells.iter().any(|cell| cell == BAD)), "{behind:?}");
    }

    #[test]
    fn the_encoding_shows_behind_much_ascii() {
        let ascii = "1,2\n".repeat(800_000);
        for (rows, want) in [(gb("3,已完成\n"), "已完成"), ("3,已完成\n".as_bytes().to_vec(), "已完成")] {
            let found = records(&[ascii.clone().into_bytes(), rows].concat());
            assert_eq!(found.last().map(|(_, cells)| cells[1].as_str()), Some(want));
        }
    }

    #[test]
    fn a_cell_has_as_many_characters_as_a_spreadsheet_holds() {
        let (fits, long) = ("茶".repeat(MAX_CHARACTERS), "茶".repeat(MAX_CHARACTERS + 1));
        let found = records(format!("编号,状态\n1,{fits}\n2,{long}\n3,\"{long}\"\n4,b\n").as_bytes());
        let cells: Vec<&str> = found[1..].iter().map(|(_, cells)| cells[1].as_str()).collect();
        assert_eq!(cells, [fits.as_str(), "TooLong", "TooLong", "b"]);
    }

    proptest! {
        #[test]
        fn every_encoding_gives_back_what_was_written(
            rows in proptest::collection::vec(proptest::collection::vec("[茶杯\"\r\n ,;a1é]{0,6}", 3), 1..9),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let header = strings(&["主订单编号", "子订单编号", "订单状态"]);
            for row in std::iter::once(&header).chain(&rows) {
                writer.write_record(row).expect("written");
            }
            let text = String::from_utf8(writer.into_inner().expect("written")).expect("text");
            let marked = |bytes: Vec<u8>, mark: &[u8]| [mark, bytes.as_slice()].concat();
            for bytes in [
                text.clone().into_bytes(),
                marked(text.clone().into_bytes(), b"\xEF\xBB\xBF"),
                gb(&text),
                marked(utf16(&text, false), b"\xFF\xFE"),
                marked(utf16(&text, true), b"\xFE\xFF"),
            ] {
                match read(&bytes, Some(3)) {
                    Ok(found) => {
                        let found: Vec<Vec<String>> = found.into_iter().skip(1).map(|(_, cells)| cells).collect();
                        prop_assert_eq!(&found, &rows);
                    }
                    // A text whose lines are as wide as records.
                    Err(Problem::OpenQuote(_)) => {}
                    Err(problem) => prop_assert!(false, "{}", problem),
                }
            }
        }
    }
}
