//! XLSX: one thread inflates and scans a sheet, the other takes its rows.
//!
//! The fast lane reads the shapes that writers of exports use. From the first row that has another shape on, `events` reads the
//! sheet, so that nobody has to know which lane a row came through.

use std::io::{self, BufReader, Read};
use std::sync::Arc;

use memchr::memmem;

use super::batch::{Ahead, Sink, Stop};
use super::cell::DateSystem;
use super::damage::{Damage, Excess};
use super::error::Problem;
use super::events;
use super::limits::{self, MAX_PIECE};
use super::parts::{self, Archive, Parts};
use super::reader_errors;
use super::scan::{Odd, Scanner, odd};
use super::source::Source;
use super::strings::Strings;
use super::suspect;
use super::values::Values;
use super::{Rows, SheetInfo};

/// Bytes that are inflated at a time.
const CHUNK: u64 = 256 * 1024;

/// The longest stretch before the first row or string, in bytes of XML. What is longer is read element by element.
const MAX_HEAD: usize = 1 << 20;

/// Holds an open XLSX file.
pub(super) struct XlsxBook {
    source: Source,
    parts: Arc<Parts>,
    strings: Shared,
}

/// Holds the shared strings, once a sheet was asked for.
enum Shared {
    Unread,
    Read(Arc<Strings>),
    /// They could not be read. Nobody tries again, since hundreds of sheets may need them and each would take as long.
    InVain,
}

impl XlsxBook {
    /// Opens a workbook.
    pub(super) fn open(source: &Source) -> Result<Self, Problem> {
        Ok(Self { source: source.clone(), parts: Arc::new(Parts::read(source)?), strings: Shared::Unread })
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

    /// Reads a sheet as [`XlsxBook::rows`] does, element by element from the start.
    #[cfg(test)]
    pub(super) fn exact_rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        self.rows_by(sheet, false)
    }

    fn rows_by(&mut self, sheet: usize, fast: bool) -> Result<Box<dyn Rows + '_>, Problem> {
        let strings = self.strings()?;
        let (source, parts) = (self.source.clone(), Arc::clone(&self.parts));
        let mut archive = parts::open(&source)?;
        let total = archive.by_name(&parts.paths[sheet]).map_err(|_| Damage::Archive)?.size();
        let ahead = Ahead::start(total, move |sink| {
            let values = Values { strings: &strings, styles: &parts.styles, recalculates: parts.recalculates };
            read_sheet(&mut archive, &parts.paths[sheet], values, fast, sink)
        })?;
        Ok(Box::new(ahead))
    }

    /// Tells whether one of the first bytes of the sheet begins a formula.
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
        if matches!(self.strings, Shared::Unread) {
            self.strings = Shared::InVain;
            let read = self.parts.strings.as_ref().map(|part| read_strings(&self.source, part)).transpose()?;
            self.strings = Shared::Read(Arc::new(read.unwrap_or_default()));
        }
        match &self.strings {
            Shared::Read(strings) => Ok(Arc::clone(strings)),
            Shared::Unread | Shared::InVain => Err(Damage::GivenUp.into()),
        }
    }
}

/// Reads a sheet through the fast lane as far as that goes, and element by element from there on.
fn read_sheet(archive: &mut Archive, part: &str, values: Values<'_>, fast: bool, sink: &mut Sink) -> Result<(), Stop> {
    let mut last_row = 0;
    if fast {
        let pieces = Pieces::new(archive.by_name(part).map_err(|_| Problem::from(Damage::Archive))?);
        match scan_sheet(pieces, Scanner::new(values), &mut last_row, sink) {
            Err(Stop::Odd) => sink.drop_row(),
            other => return other,
        }
    }
    let entry = archive.by_name(part).map_err(|_| Problem::from(Damage::Archive))?;
    let mut entry = BufReader::with_capacity(1 << 16, entry);
    events::read_sheet(&mut entry, values, last_row, sink)?;
    drain(&mut entry)?;
    Ok(())
}

/// Inflates a sheet piece by piece, cut at the ends of rows, and scans it.
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

/// Reads a part to its end, where its checksum is compared.
fn drain(part: &mut impl Read) -> Result<(), Problem> {
    io::copy(part, &mut io::sink()).map(drop).map_err(reader_errors::of_unpacking)
}

fn read_strings(source: &Source, part: &str) -> Result<Strings, Problem> {
    let mut archive = parts::open(source)?;
    let scanned = scan_strings(&mut archive.by_name(part).map_err(|_| Damage::Archive)?);
    match scanned {
        Ok(strings) => Ok(strings),
        Err(Stop::Failed(problem)) => Err(problem),
        Err(Stop::Odd | Stop::Gone) => {
            let mut entry = BufReader::new(archive.by_name(part).map_err(|_| Damage::Archive)?);
            let strings = Strings::read(&mut entry)?;
            drain(&mut entry)?;
            Ok(strings)
        }
    }
}

fn scan_strings<R: Read>(part: &mut zip::read::ZipFile<'_, R>) -> Result<Strings, Stop> {
    if part.size() > limits::MAX_STRINGS {
        return Err(Problem::too_large(Excess::SharedStrings, part.size()).into());
    }
    let mut strings = Strings::for_xml(usize::try_from(part.size()).unwrap_or(usize::MAX));
    let mut pieces = Pieces::new(part);
    if pieces.find_start("sst")? {
        while let Some(piece) = pieces.next("</si>", "</sst>")? {
            strings.add(piece).map_err(|Odd| odd(piece))?;
        }
    }
    drain(&mut pieces.source)?;
    Ok(strings)
}

/// Lends the inside of an element piece by piece, each cut behind the end of one of its children.
struct Pieces<R> {
    source: R,
    buffer: Vec<u8>,
    /// How much of the buffer was lent.
    lent: usize,
    done: u64,
    ended: bool,
}

impl<R: Read> Pieces<R> {
    fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), lent: 0, done: 0, ended: false }
    }

    /// Reads up to the start of the element; tells whether it has content. A prefixed name is odd.
    fn find_start(&mut self, element: &str) -> Result<bool, Stop> {
        let open = format!("<{element}");
        loop {
            if let Some(at) = memmem::find(&self.buffer, open.as_bytes())
                && let Some(end) = memchr::memchr(b'>', &self.buffer[at..])
            {
                suspect::check(&self.buffer[..=at + end])?;
                let head = std::str::from_utf8(&self.buffer[..at]).map_err(|_| Odd)?;
                let tag = &self.buffer[at + open.len()..at + end];
                let named = tag.first().is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'/');
                let whole =
                    [b'"', b'\''].iter().all(|quote| memchr::memchr_iter(*quote, tag).count().is_multiple_of(2));
                let head = head.trim_start_matches('\u{feff}');
                let head = head.strip_prefix("<?xml ").unwrap_or(head);
                let plain = !head.contains("<!") && !head.contains("<?");
                if !named || !whole || !plain {
                    return Err(Stop::Odd);
                }
                self.lent = at + end + 1;
                return Ok(!tag.ends_with(b"/"));
            }
            if self.buffer.len() > MAX_HEAD || self.read_more()? == 0 {
                return Err(self.odd());
            }
        }
    }

    /// Lends the next piece; nothing at the end of the element.
    fn next(&mut self, child_end: &str, end: &str) -> Result<Option<&str>, Stop> {
        if self.ended {
            return Ok(None);
        }
        self.buffer.drain(..self.lent);
        self.lent = 0;
        let mut searched = 0;
        let cut = loop {
            if let Some(at) = memmem::find(&self.buffer[searched..], end.as_bytes()) {
                self.ended = true;
                break searched + at;
            }
            if let Some(at) = memmem::rfind(&self.buffer[searched..], child_end.as_bytes()) {
                break searched + at + child_end.len();
            }
            // An end may be cut in two; what is before it is not searched again.
            searched = self.buffer.len().saturating_sub(end.len());
            if self.buffer.len() > MAX_PIECE || self.read_more()? == 0 {
                return Err(self.odd());
            }
        };
        self.lent = cut;
        Ok(Some(std::str::from_utf8(&self.buffer[..cut]).map_err(|_| Odd)?))
    }

    fn odd(&self) -> Stop {
        suspect::check(&self.buffer).err().map_or(Stop::Odd, Stop::Failed)
    }

    fn read_more(&mut self) -> Result<usize, Stop> {
        let read =
            self.source.by_ref().take(CHUNK).read_to_end(&mut self.buffer).map_err(reader_errors::of_unpacking)?;
        self.done += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_are_found_where_they_are_cut_in_two() {
        let chunk = usize::try_from(CHUNK).expect("a length");
        for short in 0..30 {
            let blank = " ".repeat(chunk - short);
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
