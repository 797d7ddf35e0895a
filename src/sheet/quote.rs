//! Splitting lines and records of delimited text into cells, with quotes.

use memchr::{memchr, memchr_iter, memchr2, memchr2_iter, memchr3};

pub(super) const QUOTE: u8 = b'"';
pub(super) const CR: u8 = b'\r';
pub(super) const LF: u8 = b'\n';

/// How lines and cells end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Syntax {
    pub(super) delimiter: u8,
    /// Whether a CR alone ends a line. LF and CRLF always do.
    pub(super) cr_ends: bool,
}

/// The range of a cell in the bytes of its record, without the quotes around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellSpan {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether quotes in it are doubled.
    pub(super) doubled: bool,
}

impl CellSpan {
    fn literal(start: usize, end: usize) -> Self {
        Self { start, end, doubled: false }
    }
}

/// What makes the end of a line uncertain.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineIssues {
    /// The first cell with an opening quote that is not closed in the line.
    pub(super) open: Option<usize>,
    /// The first CR outside of quotes.
    pub(super) cr: Option<usize>,
}

/// The extent of a record that is read by its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// The end of its text, without the line end.
    pub(super) end: usize,
    /// The start of the next record.
    pub(super) next: usize,
    /// The index of the first quoted cell with a line end in it.
    pub(super) spanning: Option<usize>,
}

/// Splits a line without quotes.
pub(super) fn split_plain(line: &[u8], delimiter: u8, cells: &mut Vec<CellSpan>) {
    cells.clear();
    let mut start = 0;
    for end in memchr_iter(delimiter, line) {
        cells.push(CellSpan::literal(start, end));
        start = end + 1;
    }
    cells.push(CellSpan::literal(start, line.len()));
}

/// Splits a line, given without its line end, as if no quote continued on the next line.
///
/// A cell is quoted if its quote is closed before a delimiter or the end of the line. Otherwise it is literal text.
pub(super) fn split_line(line: &[u8], syntax: Syntax, cells: &mut Vec<CellSpan>) -> LineIssues {
    cells.clear();
    let mut found = LineIssues::default();
    let has_cr = memchr(CR, line).is_some();
    let mut at = 0;
    loop {
        let quoted = opening(line, at).and_then(|open| match closing(line, open.inner, syntax) {
            Closing::At { quote, next, doubled } => Some((open.span(at, quote, doubled), next)),
            Closing::Never => {
                found.open = found.open.or(Some(at));
                None
            }
            Closing::Improper => None,
        });
        let (span, next) = quoted.unwrap_or_else(|| {
            let end = memchr(syntax.delimiter, &line[at..]).map_or(line.len(), |length| at + length);
            if has_cr && found.cr.is_none() {
                found.cr = memchr(CR, &line[at..end]).map(|length| at + length);
            }
            (CellSpan::literal(at, end), end)
        });
        cells.push(span);
        if next == line.len() {
            return found;
        }
        at = next + 1;
    }
}

/// Reads a record by its quotes, over all lines that they span. Returns nothing if the data ends before the record.
///
/// `is_last` tells that no data follows. A quote that is not properly closed is literal text.
pub(super) fn split_record(data: &[u8], is_last: bool, syntax: Syntax, cells: &mut Vec<CellSpan>) -> Option<Extent> {
    cells.clear();
    let mut at = 0;
    let mut spanning = None;
    loop {
        let mut next = None;
        if let Some(open) = opening(data, at) {
            match closing(data, open.inner, syntax) {
                Closing::At { quote, next: after, doubled } => {
                    if spanning.is_none() && line_end(&data[open.inner..quote], syntax).is_some() {
                        spanning = Some(cells.len());
                    }
                    cells.push(open.span(at, quote, doubled));
                    next = Some(after);
                }
                Closing::Never if !is_last => return None,
                Closing::Never | Closing::Improper => {}
            }
        }
        let end = next.unwrap_or_else(|| {
            let end = cell_end(&data[at..], syntax).map_or(data.len(), |length| at + length);
            let text = if data.get(end) == Some(&syntax.delimiter) { end } else { without_crs(data, at, end) };
            cells.push(CellSpan::literal(at, text));
            end
        });
        if data.get(end) == Some(&syntax.delimiter) {
            at = end + 1;
            continue;
        }
        let next = skip_line_end(data, end, is_last, syntax)?;
        return Some(Extent { end: cells.last().map_or(end, |cell| cell.end), next, spanning });
    }
}

/// Finds the first line end.
pub(super) fn line_end(data: &[u8], syntax: Syntax) -> Option<usize> {
    if syntax.cr_ends { memchr2(CR, LF, data) } else { memchr(LF, data) }
}

/// Counts the line ends.
pub(super) fn count_lines(data: &[u8], syntax: Syntax) -> u64 {
    let ends = |at: &usize| data[*at] == LF || data.get(at + 1) != Some(&LF);
    if syntax.cr_ends {
        memchr2_iter(CR, LF, data).filter(ends).count() as u64
    } else {
        memchr_iter(LF, data).count() as u64
    }
}

/// Returns the end of a line without CRs before the line end.
pub(super) fn without_crs(data: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && data[end - 1] == CR {
        end -= 1;
    }
    end
}

fn cell_end(data: &[u8], syntax: Syntax) -> Option<usize> {
    if syntax.cr_ends { memchr3(syntax.delimiter, CR, LF, data) } else { memchr2(syntax.delimiter, LF, data) }
}

/// Returns the start of the line after the line end at `at`. Returns nothing if that depends on further data.
pub(super) fn skip_line_end(data: &[u8], at: usize, is_last: bool, syntax: Syntax) -> Option<usize> {
    let crs = data[at..].iter().take_while(|byte| **byte == CR).count();
    let crs = if syntax.cr_ends { crs.min(1) } else { crs };
    match data.get(at + crs) {
        Some(&LF) => Some(at + crs + 1),
        None if !is_last => None,
        _ => Some(at + crs),
    }
}

struct Opening {
    /// The start of the quoted text.
    inner: usize,
    /// Whether the cell is a guarded text, `="…"`, whose guard is part of the text.
    is_guard: bool,
}

impl Opening {
    fn span(&self, at: usize, quote: usize, doubled: bool) -> CellSpan {
        if self.is_guard {
            CellSpan::literal(at, quote + 1)
        } else {
            CellSpan { start: self.inner, end: quote, doubled }
        }
    }
}

/// Tells whether the cell at an offset begins with a quote, possibly after spaces.
fn opening(data: &[u8], at: usize) -> Option<Opening> {
    match data.get(at)? {
        &QUOTE => Some(Opening { inner: at + 1, is_guard: false }),
        b'=' if data.get(at + 1) == Some(&QUOTE) => Some(Opening { inner: at + 2, is_guard: true }),
        b' ' => {
            let quote = at + spaces(&data[at..]);
            (data.get(quote) == Some(&QUOTE)).then_some(Opening { inner: quote + 1, is_guard: false })
        }
        _ => None,
    }
}

enum Closing {
    /// A quote that ends the cell; `next` is the offset after it and the spaces that follow.
    At { quote: usize, next: usize, doubled: bool },
    /// A quote that other text follows.
    Improper,
    /// There is no closing quote.
    Never,
}

fn closing(data: &[u8], inner: usize, syntax: Syntax) -> Closing {
    let mut at = inner;
    let mut doubled = false;
    loop {
        let Some(length) = memchr(QUOTE, &data[at..]) else { return Closing::Never };
        let quote = at + length;
        if data.get(quote + 1) == Some(&QUOTE) {
            doubled = true;
            at = quote + 2;
            continue;
        }
        let next = quote + 1 + spaces(&data[quote + 1..]);
        return if ends_cell(data, next, syntax) { Closing::At { quote, next, doubled } } else { Closing::Improper };
    }
}

fn ends_cell(data: &[u8], at: usize, syntax: Syntax) -> bool {
    match data.get(at) {
        None | Some(&LF) => true,
        Some(&CR) => syntax.cr_ends || data[at..].iter().find(|byte| **byte != CR).is_none_or(|byte| *byte == LF),
        Some(byte) => *byte == syntax.delimiter,
    }
}

fn spaces(data: &[u8]) -> usize {
    data.iter().take_while(|byte| **byte == b' ').count()
}
