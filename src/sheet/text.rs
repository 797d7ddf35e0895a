//! Delimited text: CSV and its kin.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use csv::{ByteRecord, Terminator};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::batch::Ahead;
use super::cell::{Row, Slot, Stored};
use super::damage::Damage;
use super::encoding::{self, ForcedEncoding};
use super::error::Problem;
use super::limits;
use crate::model::export::Encoding;

/// Bytes at the start of a file that decide on its encoding.
const SAMPLE: u64 = 1 << 20;

/// Stands on a line of its own behind the file. Where it comes as a record the file has ended well; where it comes within
/// one, a quote was never closed.
const END: u8 = 0x1E;

/// The longest text that a cell of a spreadsheet holds.
const MAX_CELL: usize = 32_767 * 4;

/// Holds a file of delimited text whose encoding is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextFile {
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    line_end: u8,
}

impl TextFile {
    pub(super) fn open(path: &Path, forced: Option<ForcedEncoding>) -> Result<Self, Problem> {
        let mut sample = Vec::new();
        File::open(path)?.take(SAMPLE).read_to_end(&mut sample)?;
        let encoding = encoding::detect(&sample, forced)?;
        let mut text = Vec::new();
        decoded(sample.as_slice(), encoding).read_to_end(&mut text)?;
        // Old Macs end lines with CR alone; elsewhere CR stands before LF, where it is white space.
        let line_end = if text.contains(&b'\r') && !text.contains(&b'\n') { b'\r' } else { b'\n' };
        Ok(Self { encoding, delimiter: b',', line_end })
    }

    /// Reads the rows in a thread of their own.
    pub(super) fn rows(self, path: &Path) -> Result<Ahead, Problem> {
        let total = std::fs::metadata(path)?.len();
        let (text, path): (Self, PathBuf) = (self, path.to_owned());
        Ahead::start(total, move |sink| {
            let mut records = text.records(&path)?;
            while let Some(row) = records.next_row()? {
                let (number, width) = (row.number, row.width);
                for slot in row.slots {
                    sink.push(slot.column, slot.stored, &row.text[slot.start..slot.end]);
                }
                sink.end_row(number, width)?;
                sink.report(records.done());
            }
            Ok(())
        })
    }

    fn records(self, path: &Path) -> Result<TextRows, Problem> {
        let file = File::open(path)?;
        let done = Arc::new(AtomicU64::new(0));
        // The line end before the mark makes the last record one like the others, whose first line can be told.
        let end = io::Cursor::new([self.line_end, END, self.line_end]);
        let source = Counted { inner: BufReader::with_capacity(1 << 18, file), done: Arc::clone(&done) };
        let text: Box<dyn Read + Send> = Box::new(decoded(source, self.encoding).chain(end));
        let left = Arc::new(AtomicUsize::new(0));
        let reader = csv_reader(self.delimiter, self.line_end, Rationed { inner: text, left: Arc::clone(&left) });
        Ok(TextRows {
            reader,
            left,
            record: ByteRecord::new(),
            slots: Vec::new(),
            patched: String::new(),
            replaces: self.encoding != Encoding::Utf8,
            counts_lines: self.line_end == b'\n',
            records: 0,
            done,
        })
    }
}

fn csv_reader<R: Read>(delimiter: u8, line_end: u8, source: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .terminator(Terminator::Any(line_end))
        .from_reader(source)
}

/// Turns the bytes into UTF-8. UTF-8 itself passes as it is, so that its bad bytes can be pinned to a cell; the others get
/// U+FFFD in the place of what cannot be decoded.
fn decoded<'a, R: Read + Send + 'a>(source: R, encoding: Encoding) -> Box<dyn Read + Send + 'a> {
    let from = match encoding {
        Encoding::Utf8 => return Box::new(source),
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
    };
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

/// Gives out as much as a record may have, and no more until the next one begins: the reader holds a record whole, however long
/// it turns out.
struct Rationed {
    inner: Box<dyn Read + Send>,
    left: Arc<AtomicUsize>,
}

impl Read for Rationed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let read = self.inner.read(buffer)?;
        self.left.store(left.saturating_sub(read), Ordering::Relaxed);
        Ok(read)
    }
}

/// Reads records one by one.
struct TextRows {
    reader: csv::Reader<Rationed>,
    /// Bytes that may be read before the record ends.
    left: Arc<AtomicUsize>,
    record: ByteRecord,
    slots: Vec<Slot>,
    patched: String,
    /// Whether the decoder marks bad bytes with U+FFFD.
    replaces: bool,
    /// Whether lines end in LF, which is what the reader counts; else records are counted.
    counts_lines: bool,
    records: u64,
    done: Arc<AtomicU64>,
}

impl TextRows {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        loop {
            self.left.store(limits::MAX_RECORD, Ordering::Relaxed);
            let before = self.reader.position().line();
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return Ok(None),
                Err(error) if is_used_up(&error) => return Err(Problem::OpenQuote(before)),
                Err(error) => return Err(csv_problem(error)),
            }
            match self.record.as_slice() {
                [END] => return Ok(None),
                // An empty line is no row; a CR before its LF does not make it one.
                blank if self.record.len() == 1 && blank.trim_ascii().is_empty() => {}
                _ => break,
            }
        }
        let number = self.first_line();
        if self.is_open() {
            return Err(Problem::OpenQuote(number));
        }
        if self.record.len() > limits::MAX_COLUMNS {
            return Err(Problem::TooLarge(format!("{} columns", self.record.len())));
        }
        self.slots.clear();
        if !is_text(&self.record) {
            self.patch();
            return Ok(Some(Row { number, width: Some(self.record.len()), slots: &self.slots, text: &self.patched }));
        }
        let text = std::str::from_utf8(self.record.as_slice()).unwrap_or_default();
        let marked = self.replaces && text.contains('\u{FFFD}');
        for column in 0..self.record.len() {
            let Some(range) = self.record.range(column) else { break };
            let bad = marked && text[range.clone()].contains('\u{FFFD}');
            let stored = if bad { Stored::Undecodable } else { Stored::Text };
            self.slots.push(Slot { column: place(column), stored, start: range.start, end: range.end });
        }
        Ok(Some(Row { number, width: Some(self.record.len()), slots: &self.slots, text }))
    }

    fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Tells on which line the record starts.
    ///
    /// The reader's own answer is that of the empty lines before the record, so the lines are counted back from its end; a
    /// record that ends with the file within a quote has one line end less than others.
    fn first_line(&mut self) -> u64 {
        self.records += 1;
        if !self.counts_lines {
            return self.records;
        }
        let within = memchr::memchr_iter(b'\n', self.record.as_slice()).count() as u64;
        let before = self.record.position().map_or(0, csv::Position::line);
        self.reader.position().line().saturating_sub(within + 1).max(before)
    }

    /// Tells whether a quote swallowed what follows it: the mark of the end, more than a cell holds, or lines that begin like
    /// records of their own.
    fn is_open(&self) -> bool {
        let record = self.record.as_slice();
        if record.len() > limits::MAX_RECORD || record.trim_ascii_end().ends_with(&[END]) {
            return true;
        }
        if record.len() <= MAX_CELL && !record.contains(&b'\n') {
            return false;
        }
        self.record
            .iter()
            .any(|field| field.len() > MAX_CELL || field.split(|byte| *byte == b'\n').skip(1).any(begins_record))
    }

    /// Lays out a record that is not UTF-8 throughout, marking the cells that are not.
    fn patch(&mut self) {
        self.patched.clear();
        for (column, field) in self.record.iter().enumerate() {
            let start = self.patched.len();
            let stored = match std::str::from_utf8(field) {
                Ok(text) => {
                    self.patched.push_str(text);
                    Stored::Text
                }
                Err(_) => Stored::Undecodable,
            };
            self.slots.push(Slot { column: place(column), stored, start, end: self.patched.len() });
        }
    }
}

/// Tells whether each cell of a record is UTF-8. Where a delimiter stands within a character, only the cells taken together are.
fn is_text(record: &ByteRecord) -> bool {
    let text = record.as_slice();
    let goes_on = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    encoding_rs::Encoding::utf8_valid_up_to(text) == text.len()
        && !(0..record.len()).filter_map(|column| record.range(column)).any(|range| goes_on(range.end))
}

/// Tells whether a line begins with a long id and a delimiter, as the records of an order export do.
fn begins_record(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    let line = line.strip_prefix(b"\"").unwrap_or(line).trim_ascii_start();
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = line[digits..].trim_ascii_start();
    digits >= 15 && matches!(rest.first(), Some(b',' | b';' | b'"' | b'\t'))
}

fn place(column: usize) -> u32 {
    u32::try_from(column).unwrap_or(u32::MAX)
}

/// Tells whether the record was longer than any may be.
fn is_used_up(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded)
}

fn csv_problem(error: csv::Error) -> Problem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Problem::from(error),
        _ => Damage::Form.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn records(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let text = TextFile::open(file.path(), None).expect("opens");
        let mut rows = text.records(file.path()).expect("reads");
        let mut found = Vec::new();
        while let Some(row) = rows.next_row().expect("reads") {
            let cells = row.cells().map(|(_, cell)| match cell {
                crate::sheet::Cell::Text(text) => text.trim().to_owned(),
                other => format!("{other:?}"),
            });
            found.push((row.number, cells.collect()));
        }
        found
    }

    fn strings(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn records_know_the_line_they_start_on() {
        for text in
            ["a,b\r\nc,\"d\r\ne\"\r\n\r\nf,g\r\n", "a,b\nc,\"d\r\ne\"\n\nf,g", "\u{feff}a,b\nc,\"d\r\ne\"\n\nf,g\n"]
        {
            let mut found = records(text.as_bytes());
            found.retain(|(_, cells)| cells.len() > 1);
            let want = [(1, strings(&["a", "b"])), (2, strings(&["c", "d\r\ne"])), (5, strings(&["f", "g"]))];
            assert_eq!(found, want, "{text:?}");
        }
    }

    #[test]
    fn lines_of_old_macs_are_lines() {
        assert_eq!(records(b"a,b\rc,d\r"), [(1, strings(&["a", "b"])), (2, strings(&["c", "d"]))]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_an_error() {
        for text in [
            "a,b\n1,\"x\n2,y\n",
            "a,b\n1,\"x",
            "a,b\n1,\"x\n6926181657396269909,y\n6926181657396269910,\"z\"\n",
            "a,b\n1,\"x\n\"\t6926181657396269909\",y\n",
        ] {
            let mut file = tempfile::NamedTempFile::new().expect("a file");
            file.write_all(text.as_bytes()).expect("written");
            let mut rows = TextFile::open(file.path(), None).expect("opens").records(file.path()).expect("reads");
            assert!(rows.next_row().expect("a header").is_some());
            assert!(matches!(rows.next_row(), Err(Problem::OpenQuote(2))), "{text:?}");
        }
        assert_eq!(records("a,b\n1,\"好,\n123,请\"\n".as_bytes())[1].1, strings(&["1", "好,\n123,请"]));
    }

    #[test]
    fn bad_bytes_are_pinned_to_their_cell() {
        let found = records(b"\xE4\xB8\xBB,\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\xE5\x95\x86\na,\xFF\n");
        assert_eq!(found[1].1, strings(&["a", "Undecodable"]));
        // The two halves of 主 are a whole only where the comma between them is left out.
        let found = records(&[b"\xE4\xB8\xBB".repeat(60), b",x\na\xE4,\xB8\xBB\n".to_vec()].concat());
        assert_eq!(found[1].1, strings(&["Undecodable", "Undecodable"]));
    }
}
