//! XLSX: one thread unpacks and scans a sheet, and another uses its rows.
//!
//! The fast path reads the shapes that writers of exports use. From the first row with another shape on, the exact reader (`events`)
//! continues, with the same results.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::thread;

use memchr::memmem;

use super::batch::{ReadAhead, Sink, Stop};
use super::cell::DateSystem;
use super::damage::{Damage, Excess};
use super::error::Problem;
use super::events;
use super::limits::{self, MAX_PIECE};
use super::parts::{self, Archive, Parts};
use super::reader_errors;
use super::scalars::Unsupported;
use super::scan::{Scanner, unsupported};
use super::source::Source;
use super::strings::Strings;
use super::unpacked::Unpacked;
use super::values::Values;
use super::xml_limits;
use super::{Rows, SheetInfo};

/// The number of bytes to unpack at a time.
const CHUNK: usize = 256 * 1024;

/// The most bytes of XML before the first row or string on the fast path.
const MAX_HEAD: usize = 1 << 20;

/// An open XLSX file.
pub(super) struct XlsxBook {
    source: Source,
    parts: Arc<Parts>,
    strings: SharedStrings,
}

/// The shared strings, which are read with the first sheet.
enum SharedStrings {
    Unread,
    Read(Arc<Strings>),
    /// They could not be read. This is not tried again, since hundreds of sheets may need them, and each attempt takes as long.
    Unreadable,
}

impl XlsxBook {
    /// Opens a workbook.
    pub(super) fn open(source: &Source) -> Result<Self, Problem> {
        Ok(Self { source: source.clone(), parts: Arc::new(Parts::read(source)?), strings: SharedStrings::Unread })
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.parts.sheets
    }

    pub(super) fn date_system(&self) -> DateSystem {
        self.parts.dates
    }

    pub(super) fn rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        self.rows_by(sheet, true)
    }

    /// Reads a sheet like [`XlsxBook::rows`], with the exact reader only.
    #[cfg(test)]
    pub(super) fn exact_rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        self.rows_by(sheet, false)
    }

    fn rows_by(&mut self, sheet: usize, fast: bool) -> Result<Box<dyn Rows + '_>, Problem> {
        let strings = self.strings()?;
        let (source, parts) = (self.source.clone(), Arc::clone(&self.parts));
        let mut archive = parts::open(&source)?;
        let total = archive.by_name(&parts.paths[sheet]).map_err(|_| Damage::Archive)?.size();
        let ahead = ReadAhead::start(total, move |sink| {
            let values = Values { strings: &strings, styles: &parts.styles, recalculates: parts.recalculates };
            read_sheet(&mut archive, &parts.paths[sheet], values, fast, sink)
        })?;
        Ok(Box::new(ahead))
    }

    /// Tells whether a formula begins within the first bytes of the sheet.
    pub(super) fn has_formulas(&self, sheet: usize, bytes: u64) -> bool {
        let read = || -> Option<Vec<u8>> {
            let mut archive = parts::open(&self.source).ok()?;
            let mut head = Vec::new();
            archive.by_name(&self.parts.paths[sheet]).ok()?.take(bytes).read_to_end(&mut head).ok()?;
            Some(head)
        };
        let head = read().unwrap_or_default();
        let ends_name =
            |at: usize| head.get(at + 2).is_some_and(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace());
        [b"<f".as_slice(), b":f"].iter().any(|formula| memmem::find_iter(&head, formula).any(ends_name))
    }

    fn strings(&mut self) -> Result<Arc<Strings>, Problem> {
        if matches!(self.strings, SharedStrings::Unread) {
            self.strings = SharedStrings::Unreadable;
            let read = self.parts.strings.as_ref().map(|part| read_strings(&self.source, part)).transpose()?;
            self.strings = SharedStrings::Read(Arc::new(read.unwrap_or_default()));
        }
        match &self.strings {
            SharedStrings::Read(strings) => Ok(Arc::clone(strings)),
            SharedStrings::Unread | SharedStrings::Unreadable => Err(Damage::GivenUp.into()),
        }
    }
}

/// Reads a sheet with the fast path as far as possible, and then with the exact reader.
fn read_sheet(archive: &mut Archive, part: &str, values: Values<'_>, fast: bool, sink: &mut Sink) -> Result<(), Stop> {
    let mut last_row = 0;
    if fast {
        let pieces = Pieces::new(archive.by_name(part).map_err(|_| Problem::from(Damage::Archive))?);
        match scan_sheet(pieces, Scanner::new(values), &mut last_row, sink) {
            Err(Stop::Unsupported) => sink.drop_row(),
            other => return other,
        }
    }
    let entry = archive.by_name(part).map_err(|_| Problem::from(Damage::Archive))?;
    let mut entry = BufReader::with_capacity(1 << 16, entry);
    events::read_sheet(&mut entry, values, last_row, sink)?;
    drain(&mut entry)?;
    Ok(())
}

/// Unpacks a sheet in pieces that are cut at the ends of rows, and scans them.
fn scan_sheet(
    mut pieces: Pieces<impl Read>,
    mut scanner: Scanner<'_>,
    last_row: &mut u32,
    sink: &mut Sink,
) -> Result<(), Stop> {
    if pieces.find_start("sheetData")? {
        while let Some(piece) = pieces.next("</row>", "</sheetData>")? {
            let read = scanner.rows(piece, sink);
            *last_row = scanner.last_row();
            read?;
            sink.report(pieces.done);
        }
    }
    drain(&mut pieces.source)?;
    Ok(())
}

/// Reads a part to its end, where its checksum is verified.
fn drain(part: &mut impl Read) -> Result<(), Problem> {
    io::copy(part, &mut io::sink()).map(drop).map_err(reader_errors::of_unpacking)
}

fn read_strings(source: &Source, part: &str) -> Result<Strings, Problem> {
    let mut archive = parts::open(source)?;
    let scanned = scan_strings(archive.by_name(part).map_err(|_| Damage::Archive)?);
    match scanned {
        Ok(strings) => Ok(strings),
        Err(Stop::Failed(problem)) => Err(problem),
        Err(Stop::Unsupported | Stop::Gone) => {
            let mut entry = BufReader::new(archive.by_name(part).map_err(|_| Damage::Archive)?);
            let strings = Strings::read(&mut entry)?;
            drain(&mut entry)?;
            Ok(strings)
        }
    }
}

/// Scans the shared strings while another thread unpacks them. Rows may need any of them, so none can be read meanwhile.
fn scan_strings(part: zip::read::ZipFile<'_, impl Read + Send>) -> Result<Strings, Stop> {
    if part.size() > limits::MAX_STRINGS {
        return Err(Problem::too_large(Excess::SharedStrings, part.size()).into());
    }
    let mut strings = Strings::for_xml(usize::try_from(part.size()).unwrap_or(usize::MAX));
    thread::scope(|scope| {
        let mut pieces = Pieces::new(Unpacked::start(scope, part)?);
        if pieces.find_start("sst")? {
            while let Some(piece) = pieces.next("</si>", "</sst>")? {
                strings.add(piece).map_err(|Unsupported| unsupported(piece))?;
            }
        }
        drain(&mut pieces.source)?;
        Ok(strings)
    })
}

/// The content of an element in pieces that are cut after the end of a child.
struct Pieces<R> {
    source: R,
    /// What is unpacked, and room for more that is used again.
    buffer: Vec<u8>,
    /// The length of what is unpacked.
    filled: usize,
    /// The length of the last piece in the buffer.
    returned: usize,
    done: u64,
    ended: bool,
}

impl<R: Read> Pieces<R> {
    fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), filled: 0, returned: 0, done: 0, ended: false }
    }

    /// Reads up to the start of the element. Tells whether it has content. A prefixed name is unsupported.
    fn find_start(&mut self, element: &str) -> Result<bool, Stop> {
        let open = format!("<{element}");
        loop {
            let xml = self.unpacked();
            if let Some(at) = memmem::find(xml, open.as_bytes())
                && let Some(end) = memchr::memchr(b'>', &xml[at..])
            {
                xml_limits::check(&xml[..=at + end])?;
                let head = std::str::from_utf8(&xml[..at]).map_err(|_| Unsupported)?;
                let tag = &xml[at + open.len()..at + end];
                let named = tag.first().is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'/');
                let whole =
                    [b'"', b'\''].iter().all(|quote| memchr::memchr_iter(*quote, tag).count().is_multiple_of(2));
                let head = head.trim_start_matches('\u{feff}');
                let head = head.strip_prefix("<?xml ").unwrap_or(head);
                let plain = !head.contains("<!") && !head.contains("<?");
                if !named || !whole || !plain {
                    return Err(Stop::Unsupported);
                }
                let has_content = !tag.ends_with(b"/");
                self.returned = at + end + 1;
                return Ok(has_content);
            }
            if xml.len() > MAX_HEAD || self.read_more()? == 0 {
                return Err(self.unsupported());
            }
        }
    }

    /// Returns the next piece, or nothing at the end of the element.
    fn next(&mut self, child_end: &str, end: &str) -> Result<Option<&str>, Stop> {
        if self.ended {
            return Ok(None);
        }
        self.buffer.copy_within(self.returned..self.filled, 0);
        self.filled -= std::mem::take(&mut self.returned);
        let mut searched = 0;
        let cut = loop {
            let xml = self.unpacked();
            if let Some(at) = memmem::find(&xml[searched..], end.as_bytes()) {
                self.ended = true;
                break searched + at;
            }
            if let Some(at) = memmem::rfind(&xml[searched..], child_end.as_bytes()) {
                break searched + at + child_end.len();
            }
            // An end tag may be cut in two; the data before it is not searched again.
            searched = xml.len().saturating_sub(end.len());
            if xml.len() > MAX_PIECE || self.read_more()? == 0 {
                return Err(self.unsupported());
            }
        };
        self.returned = cut;
        Ok(Some(simdutf8::basic::from_utf8(&self.buffer[..cut]).map_err(|_| Unsupported)?))
    }

    fn unpacked(&self) -> &[u8] {
        &self.buffer[..self.filled]
    }

    fn unsupported(&self) -> Stop {
        xml_limits::check(self.unpacked()).err().map_or(Stop::Unsupported, Stop::Failed)
    }

    /// Unpacks a chunk, or what is left. Returns the number of bytes.
    fn read_more(&mut self) -> Result<usize, Stop> {
        let start = self.filled;
        let end = start + CHUNK;
        if self.buffer.len() < end {
            self.buffer.resize(end, 0);
        }
        while self.filled < end {
            match self.source.read(&mut self.buffer[self.filled..end]) {
                Ok(0) => break,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(reader_errors::of_unpacking(error).into()),
            }
        }
        self.done += (self.filled - start) as u64;
        Ok(self.filled - start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_tags_are_found_across_chunks() {
        for short in 0..30 {
            let blank = " ".repeat(CHUNK - short);
            let xml = format!("<sheetData>{blank}</row>{blank}</row>{blank}</sheetData>");
            let mut pieces = Pieces::new(xml.as_bytes());
            assert!(matches!(pieces.find_start("sheetData"), Ok(true)));
            let mut read = String::new();
            while let Ok(Some(piece)) = pieces.next("</row>", "</sheetData>") {
                read.push_str(piece);
            }
            assert!(pieces.ended && read == xml["<sheetData>".len()..xml.len() - "</sheetData>".len()], "{short}");
        }
    }
}
