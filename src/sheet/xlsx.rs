//! The fast lane for XLSX: one thread inflates and scans a sheet, the other takes its rows.
//!
//! It reads the shapes that writers of exports use. From the first row that has another shape on, calamine reads the sheet,
//! so that nobody has to know which lane a row came through.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use memchr::memmem;

use super::batch::{Ahead, Sink, Step, Stop};
use super::cell::{DateSystem, Row};
use super::damage::Damage;
use super::error::Problem;
use super::exact::Exact;
use super::limits;
use super::parts::{self, Parts};
use super::scan::{Odd, Scanner, odd};
use super::strings::Strings;
use super::style::Style;
use super::suspect;
use super::{Progress, Rows, SheetInfo};
use crate::model::export::Format;

/// Bytes that are inflated at a time.
const CHUNK: u64 = 256 * 1024;

/// The longest stretch before the first row or string, and the longest one without an end of either, in bytes of XML. What is
/// longer the exact reader reads, which cuts elsewhere.
const MAX_HEAD: usize = 1 << 20;
const MAX_PIECE: usize = 16 << 20;

/// Holds a workbook whose sheets can go through the fast lane.
pub(super) struct FastBook {
    path: PathBuf,
    parts: Parts,
    strings: Shared,
    styles: Arc<[Style]>,
    exact: Opened,
    helper: Option<PathBuf>,
}

/// Holds the shared strings, once a sheet was asked for.
enum Shared {
    Unread,
    Read(Arc<Strings>),
    /// They are left to the exact reader.
    Odd,
}

/// Holds the workbook as the exact reader has it open.
enum Opened {
    NotYet,
    Open(Exact),
    /// It could not be opened. Nobody tries again, since hundreds of sheets may need it and each would take as long.
    InVain,
}

impl FastBook {
    /// Opens a workbook; nothing where it is left to the exact reader, which the helper runs where there is one.
    pub(super) fn open(path: &Path, helper: Option<&Path>) -> Result<Option<Self>, Problem> {
        let mut parts = match Parts::read(path) {
            Ok(parts) => parts,
            Err(Stop::Failed(problem)) => return Err(problem),
            Err(Stop::Odd | Stop::Gone) => return Ok(None),
        };
        let styles = std::mem::take(&mut parts.styles).into();
        let (path, helper) = (path.to_owned(), helper.map(Path::to_owned));
        Ok(Some(Self { path, parts, strings: Shared::Unread, styles, exact: Opened::NotYet, helper }))
    }

    pub(super) fn sheets(&self) -> &[SheetInfo] {
        &self.parts.sheets
    }

    pub(super) fn date_system(&self) -> DateSystem {
        self.parts.dates
    }

    pub(super) fn rows(&mut self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        let name = self.parts.sheets[sheet].name.clone().unwrap_or_default();
        // A sheet that was not read to its end by the fast lane will not be so the next time.
        if matches!(self.exact, Opened::Open(_)) {
            return self.exact()?.rows(&name, 0);
        }
        let Some(strings) = self.strings()? else { return self.exact()?.rows(&name, 0) };
        let (path, part) = (self.path.clone(), self.parts.paths[sheet].clone());
        let styles = Arc::clone(&self.styles);
        let total = parts::open(&path).and_then(|mut archive| archive.by_name(&part).ok().map(|part| part.size()));
        let fast = Ahead::start(total.unwrap_or_default(), move |sink| {
            read_sheet(&path, &part, Scanner::new(&strings, &styles), sink)
        })?;
        Ok(Box::new(Lanes {
            fast,
            book: Some(Handover {
                exact: &mut self.exact,
                strings: &mut self.strings,
                path: &self.path,
                helper: self.helper.as_deref(),
                name,
            }),
            exact: None,
            lent: 0,
        }))
    }

    fn exact(&mut self) -> Result<&mut Exact, Problem> {
        exact(&mut self.exact, &self.path, self.helper.as_deref())
    }

    /// Tells whether one of the first bytes of the sheet begins a formula.
    pub(super) fn has_formulas(&self, sheet: usize, bytes: u64) -> bool {
        let read = || -> Option<Vec<u8>> {
            let mut archive = parts::open(&self.path)?;
            let mut head = Vec::new();
            archive.by_name(&self.parts.paths[sheet]).ok()?.take(bytes).read_to_end(&mut head).ok()?;
            Some(head)
        };
        let head = read().unwrap_or_default();
        let ends_name =
            |at: usize| head.get(at + 2).is_some_and(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace());
        [b"<f".as_slice(), b":f"].iter().any(|formula| memmem::find_iter(&head, formula).any(ends_name))
    }

    /// Returns the shared strings; nothing where they are left to the exact reader.
    fn strings(&mut self) -> Result<Option<Arc<Strings>>, Problem> {
        if matches!(self.strings, Shared::Unread) {
            self.strings = Shared::Odd;
            match self.parts.strings.as_ref().map(|part| read_strings(&self.path, part)) {
                None => self.strings = Shared::Read(Arc::default()),
                Some(Ok(strings)) => self.strings = Shared::Read(Arc::new(strings)),
                Some(Err(Stop::Failed(problem))) => {
                    self.exact = Opened::InVain;
                    return Err(problem);
                }
                Some(Err(Stop::Odd | Stop::Gone)) => {}
            }
        }
        Ok(match &self.strings {
            Shared::Read(strings) => Some(Arc::clone(strings)),
            Shared::Unread | Shared::Odd => None,
        })
    }
}

/// Opens the workbook for the exact reader, once.
fn exact<'b>(book: &'b mut Opened, path: &Path, helper: Option<&Path>) -> Result<&'b mut Exact, Problem> {
    if matches!(book, Opened::NotYet) {
        *book = Opened::InVain;
        *book = Opened::Open(Exact::open(path, Format::Xlsx, helper)?);
    }
    match book {
        Opened::Open(exact) => Ok(exact),
        Opened::NotYet | Opened::InVain => Err(Damage::GivenUp.into()),
    }
}

/// Holds what the exact reader needs to take over.
struct Handover<'b> {
    /// Where it is kept.
    exact: &'b mut Opened,
    /// The strings, which it has itself.
    strings: &'b mut Shared,
    path: &'b Path,
    helper: Option<&'b Path>,
    /// The name of the sheet.
    name: String,
}

/// Reads a sheet through the fast lane as far as that goes, and through the exact one from there on.
struct Lanes<'b> {
    fast: Ahead,
    book: Option<Handover<'b>>,
    exact: Option<Box<dyn Rows + 'b>>,
    /// The row that was lent last.
    lent: u64,
}

impl Lanes<'_> {
    /// Lets the exact reader take over behind the rows that were lent.
    fn change(&mut self) -> Result<(), Problem> {
        let Some(Handover { exact: book, strings, path, helper, name }) = self.book.take() else { return Ok(()) };
        if matches!(book, Opened::NotYet) {
            *strings = Shared::Unread;
        }
        self.exact = Some(exact(book, path, helper)?.rows(&name, self.lent)?);
        Ok(())
    }
}

impl Rows for Lanes<'_> {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        if self.exact.is_none() {
            match self.fast.advance()? {
                Step::Row => {
                    let row = self.fast.row();
                    self.lent = row.map_or(self.lent, |row| row.number);
                    return Ok(row);
                }
                Step::End => return Ok(None),
                Step::Odd => self.change()?,
            }
        }
        match &mut self.exact {
            Some(exact) => exact.next_row(),
            None => Ok(None),
        }
    }

    fn progress(&self) -> Progress {
        self.exact.as_ref().map_or_else(|| self.fast.progress(), |exact| exact.progress())
    }
}

/// Inflates a sheet piece by piece, cut at the ends of rows, and scans it.
fn read_sheet(path: &Path, part: &str, mut scanner: Scanner<'_>, sink: &mut Sink) -> Result<(), Stop> {
    let mut archive = parts::open(path).ok_or(Odd)?;
    let mut pieces = Pieces::new(archive.by_name(part).map_err(|_| Odd)?);
    if !pieces.find_start("sheetData")? {
        return Ok(());
    }
    while let Some(piece) = pieces.next("</row>", "</sheetData>")? {
        scanner.rows(piece, sink)?;
        sink.report(pieces.done);
    }
    Ok(())
}

fn read_strings(path: &Path, part: &str) -> Result<Strings, Stop> {
    let mut archive = parts::open(path).ok_or(Odd)?;
    let part = archive.by_name(part).map_err(|_| Odd)?;
    if part.size() > limits::MAX_STRINGS {
        return Err(Problem::TooLarge(format!("shared strings of {} bytes", part.size())).into());
    }
    let mut strings = Strings::for_xml(usize::try_from(part.size()).unwrap_or(usize::MAX));
    let mut pieces = Pieces::new(part);
    if pieces.find_start("sst")? {
        while let Some(piece) = pieces.next("</si>", "</sst>")? {
            strings.add(piece).map_err(|Odd| odd(piece))?;
        }
    }
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
        // What cannot be unpacked the exact reader explains.
        let read = self.source.by_ref().take(CHUNK).read_to_end(&mut self.buffer).map_err(|_| Odd)?;
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
