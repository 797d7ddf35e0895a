//! Splits delimited text into records.
//!
//! Most records are one line, with all quotes closed in it. A quote that is not closed in its line either contains a text of several
//! lines, or is not a quote but an inch mark or the like. In the latter case treating it as a quote would swallow records. Which is
//! right is decided by the number of cells that the lines have, and that the record would have. If both readings fit, or neither fits
//! and records may be swallowed, the file is refused.

use std::io::{ErrorKind, Read};

use memchr::memchr3;

use super::damage::Excess;
use super::encoding::UTF8_MARK;
use super::error::Problem;
use super::limits;
use super::quote::{
    CR, CellSpan, Extent, QUOTE, Syntax, count_lines, line_end, skip_line_end, split_line, split_plain, split_record,
    without_crs,
};
use super::widths::Widths;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 18;

/// This many delimiters in a line of text are no coincidence.
const MANY: usize = 8;

/// One record.
pub(super) struct TextRecord<'a> {
    /// The 1-based line it starts on.
    pub(super) number: u64,
    pub(super) bytes: &'a [u8],
    pub(super) cells: &'a [CellSpan],
    /// Whether it has no quote, no CR and no NUL.
    pub(super) is_plain: bool,
}

/// The records of a text.
pub(super) struct Records<R> {
    source: R,
    /// The data that was read but not returned yet is between `start` and `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    has_ended: bool,
    syntax: Syntax,
    widths: Widths,
    /// The number of the next line.
    line: u64,
    cells: Vec<CellSpan>,
    /// The cells of the alternative reading, or of another line.
    others: Vec<CellSpan>,
}

/// The position of a line in the data: the end of its text, and the start of the next line.
#[derive(Debug, Clone, Copy)]
struct Line {
    end: usize,
    next: usize,
}

/// How to read a record with a quote that is not closed in its line.
enum Judgement {
    /// The quote is text, and the record ends with the line.
    Line,
    /// The quote is a quote, and the record continues.
    Record,
    /// It is uncertain.
    Uncertain,
}

impl<R: Read> Records<R> {
    /// Starts reading; `header` is the number of cells of the header, if it is known.
    pub(super) fn new(source: R, syntax: Syntax, header: Option<usize>) -> Result<Self, Problem> {
        let mut records = Self {
            source,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            has_ended: false,
            syntax,
            widths: Widths::default(),
            line: 1,
            cells: Vec::new(),
            others: Vec::new(),
        };
        while records.end < CHUNK && records.more()? {}
        while records.data().starts_with(UTF8_MARK) {
            records.start += UTF8_MARK.len();
        }
        records.widths = Widths::learn(records.data(), syntax, header);
        Ok(records)
    }

    /// Reads the next record. Blank lines are skipped.
    pub(super) fn next(&mut self) -> Result<Option<TextRecord<'_>>, Problem> {
        loop {
            let Some(line) = self.first_line()? else { return Ok(None) };
            let text = &self.buffer[self.start..self.start + line.end];
            if is_blank(text, self.syntax.delimiter) {
                self.start += line.next;
                self.line += 1;
                continue;
            }
            if memchr3(QUOTE, CR, 0, text).is_none() {
                split_plain(text, self.syntax.delimiter, &mut self.cells);
                return self.take(line, 1, true).map(Some);
            }
            let found = split_line(text, self.syntax, &mut self.cells);
            if let Some(cr) = found.cr
                && found.open.is_none_or(|open| cr < open)
                && self.ends_at_cr(cr)
            {
                self.syntax.cr_ends = true;
                continue;
            }
            if found.open.is_none() {
                return self.take(line, 1, false).map(Some);
            }
            let whole = self.whole_record()?;
            return match self.judge(line, whole)? {
                Judgement::Line if found.cr.is_some_and(|cr| self.ends_at_cr(cr)) => {
                    self.syntax.cr_ends = true;
                    continue;
                }
                Judgement::Line => self.take(line, 1, false).map(Some),
                Judgement::Record => {
                    std::mem::swap(&mut self.cells, &mut self.others);
                    let lines = count_lines(&self.data()[..whole.next], self.syntax);
                    self.take(Line { end: whole.end, next: whole.next }, lines, false).map(Some)
                }
                Judgement::Uncertain => Err(Problem::OpenQuote(self.line)),
            };
        }
    }

    fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Reads more data. Tells whether there was more, within the limit of a record.
    fn more(&mut self) -> Result<bool, Problem> {
        if self.has_ended || self.end - self.start > limits::MAX_RECORD {
            return Ok(false);
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < self.end + CHUNK {
            self.buffer.resize(self.end + CHUNK, 0);
        }
        let read = loop {
            match self.source.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.end += read;
        self.has_ended = read == 0;
        Ok(read > 0)
    }

    /// Finds the next line, which must not exceed the limit of a record.
    fn first_line(&mut self) -> Result<Option<Line>, Problem> {
        if self.start == self.end && !self.more()? {
            return Ok(None);
        }
        if let Some(line) = self.line_at(0)? {
            return Ok(Some(line));
        }
        // A part of the file with other line ends may have no LF at all.
        if !self.syntax.cr_ends && self.data().contains(&CR) {
            self.syntax.cr_ends = true;
            if let Some(line) = self.line_at(0)? {
                return Ok(Some(line));
            }
        }
        Err(Problem::OpenQuote(self.line))
    }

    /// Finds the line that begins at `from`. Returns nothing if it exceeds the limit of a record.
    fn line_at(&mut self, from: usize) -> Result<Option<Line>, Problem> {
        let mut seen = from;
        loop {
            let data = &self.buffer[self.start..self.end];
            if let Some(length) = line_end(&data[seen..], self.syntax) {
                let end = seen + length;
                if let Some(next) = skip_line_end(data, end, self.has_ended, self.syntax) {
                    return Ok(Some(Line { end: without_crs(data, from, end), next }));
                }
                seen = end;
            } else {
                seen = data.len();
            }
            if !self.more()? {
                let data = self.data();
                let line = Line { end: without_crs(data, from, data.len()), next: data.len() };
                return Ok(self.has_ended.then_some(line));
            }
        }
    }

    /// Tells whether a CR outside of quotes ends a record in a file with other line ends: files may have been concatenated. The line was
    /// split as if it did not.
    fn ends_at_cr(&mut self, cr: usize) -> bool {
        let widths = &self.widths;
        if !widths.are_known() || widths.fit(self.cells.len()) {
            return false;
        }
        let part = &self.buffer[self.start..self.start + cr];
        split_line(part, self.syntax, &mut self.others);
        widths.are_below(self.cells.len()) || widths.fit(self.others.len())
    }

    /// Reads the next record by its quotes.
    fn whole_record(&mut self) -> Result<Extent, Problem> {
        let mut is_last = self.has_ended;
        loop {
            let data = &self.buffer[self.start..self.end];
            if let Some(extent) = split_record(data, is_last, self.syntax, &mut self.others) {
                return Ok(extent);
            }
            is_last = !self.more()?;
        }
    }

    /// Decides whether the next record is the line, or continues as its quotes tell.
    fn judge(&mut self, line: Line, whole: Extent) -> Result<Judgement, Problem> {
        let line_fits = self.widths.fit(self.cells.len());
        let record_fits = self.widths.fit(self.others.len());
        let Some(spanning) = whole.spanning else {
            // The quote is never closed. A line with a wrong number of cells may be the first line of a text with quotes in it.
            let is_line = line_fits || !self.widths.are_certain || self.next_line_fits(line.next)?;
            return Ok(if is_line { Judgement::Line } else { Judgement::Uncertain });
        };
        if !self.widths.are_known() {
            return Ok(Judgement::Record);
        }
        let lines = self.swallowed(line.next, whole.next);
        let (before, behind) = (spanning, self.others.len() - 1 - spanning);
        let judgement = match (line_fits, record_fits) {
            // All lines are valid records, and the whole is not.
            (true, false) if lines.are_nearly_all_records() => Judgement::Line,
            (_, false) if lines.records == 0 => Judgement::Record,
            // A text with a pasted record in the last cell.
            (true, true) if !lines.last_is_record && lines.records * 2 <= lines.all => Judgement::Record,
            // All lines are valid records, which is no coincidence: the quoted text would begin with as many delimiters as there are
            // cells after it, and end with as many as there are before it. A pasted record has more.
            (true, true) if lines.are_all_records() && before.min(behind) > 0 && before.max(behind) >= MANY => {
                Judgement::Line
            }
            (false, true) if !lines.are_all_records() || (lines.all < 3 && before < MANY) => Judgement::Record,
            _ if self.widths.are_certain => Judgement::Uncertain,
            _ => Judgement::Record,
        };
        Ok(judgement)
    }

    /// Tells whether the next line with text has the right number of cells, or there is no further line.
    fn next_line_fits(&mut self, from: usize) -> Result<bool, Problem> {
        let mut from = from;
        while let Some(line) = self.line_at(from)? {
            let text = &self.buffer[self.start + from..self.start + line.end];
            if !is_blank(text, self.syntax.delimiter) {
                split_line(text, self.syntax, &mut self.others);
                return Ok(self.widths.fit(self.others.len()));
            }
            if line.next == from {
                return Ok(true);
            }
            from = line.next;
        }
        Ok(false)
    }

    /// Examines the lines between two offsets one by one.
    fn swallowed(&mut self, from: usize, to: usize) -> Swallowed {
        let mut swallowed = Swallowed::default();
        let mut cells = Vec::new();
        let mut rest = &self.data()[from..to];
        while !rest.is_empty() {
            let end = line_end(rest, self.syntax).unwrap_or(rest.len());
            let text = &rest[..without_crs(rest, 0, end)];
            if !is_blank(text, self.syntax.delimiter) {
                split_line(text, self.syntax, &mut cells);
                swallowed.all += 1;
                swallowed.last_is_record = self.widths.fit(cells.len());
                swallowed.records += usize::from(swallowed.last_is_record);
            }
            rest = &rest[(end + 1).min(rest.len())..];
        }
        swallowed
    }

    /// Returns a record, whose cells are known, and moves on.
    fn take(&mut self, line: Line, lines: u64, is_plain: bool) -> Result<TextRecord<'_>, Problem> {
        if line.end > limits::MAX_RECORD {
            return Err(Problem::OpenQuote(self.line));
        }
        if self.cells.len() > limits::MAX_COLUMNS {
            return Err(Problem::too_large(Excess::Columns, self.cells.len()));
        }
        let number = self.line;
        let start = self.start;
        self.line += lines;
        self.start += line.next;
        Ok(TextRecord { number, bytes: &self.buffer[start..start + line.end], cells: &self.cells, is_plain })
    }
}

/// The number of lines that a quote would swallow.
#[derive(Debug, Default)]
struct Swallowed {
    /// Lines with text.
    all: usize,
    /// Lines with the right number of cells.
    records: usize,
    last_is_record: bool,
}

impl Swallowed {
    fn are_all_records(&self) -> bool {
        self.records == self.all
    }

    /// Tells whether only a few lines are not valid records.
    fn are_nearly_all_records(&self) -> bool {
        self.records * 10 >= self.all * 9
    }
}

/// Tells whether a line has no text and no delimiters.
fn is_blank(line: &[u8], delimiter: u8) -> bool {
    line.first().is_none_or(u8::is_ascii_whitespace) && line.trim_ascii().is_empty() && !line.contains(&delimiter)
}

#[cfg(test)]
mod tests;
