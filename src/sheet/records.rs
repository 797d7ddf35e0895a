//! Splits delimited text into records.
//!
//! Most records are a line each, whose quotes open and close within it. Where a quote goes beyond its line, it either holds a text
//! of several lines or is no quote but an inch mark or the like, and to take it for one swallows records. What is right is judged
//! by how many cells the lines have and how many the record would have; where both readings fit, or neither does and records may
//! be swallowed, the file is refused.

use std::io::{ErrorKind, Read};

use memchr::memchr3;

use super::damage::Excess;
use super::encoding::UTF8_MARK;
use super::error::Problem;
use super::limits;
use super::quote::{
    CR, Extent, Piece, QUOTE, Syntax, count_lines, line_end, skip_line_end, split_line, split_plain, split_record,
    without_crs,
};
use super::widths::Widths;

/// Bytes that are read at a time.
const CHUNK: usize = 1 << 18;

/// So many delimiters in a line of text are none by chance.
const MANY: usize = 8;

/// Shows one record.
pub(super) struct Record<'a> {
    /// The 1-based line it starts on.
    pub(super) number: u64,
    pub(super) bytes: &'a [u8],
    pub(super) cells: &'a [Piece],
    /// Whether there is neither a quote, nor a CR, nor a NUL in it.
    pub(super) is_plain: bool,
}

/// Reads the records of a text one by one.
pub(super) struct Records<R> {
    source: R,
    /// What was read and not yet taken, from `start` to `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    has_ended: bool,
    syntax: Syntax,
    widths: Widths,
    /// The line that comes next.
    line: u64,
    cells: Vec<Piece>,
    /// Cells of another reading, or of another line.
    others: Vec<Piece>,
}

/// Holds a line as a range of what was read: where its text ends, and where the next one begins.
#[derive(Debug, Clone, Copy)]
struct Line {
    end: usize,
    next: usize,
}

/// Says what becomes of a record one of whose quotes goes beyond its line.
enum Judgement {
    /// The quote is text, and the record is the line.
    Line,
    /// The quote is one, and the record goes on.
    Record,
    /// Nobody can tell.
    Open,
}

impl<R: Read> Records<R> {
    /// Starts reading; `header` is the width of the header, once that is known.
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

    /// Reads the next record. Lines without text are none.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, Problem> {
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
                Judgement::Open => Err(Problem::OpenQuote(self.line)),
            };
        }
    }

    fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Reads on; tells whether there was more, and room for it.
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

    /// Finds the line that comes next, which must not be longer than a record may be.
    fn first_line(&mut self) -> Result<Option<Line>, Problem> {
        if self.start == self.end && !self.more()? {
            return Ok(None);
        }
        if let Some(line) = self.line_at(0)? {
            return Ok(Some(line));
        }
        // A part whose lines end otherwise may have no LF at all.
        if !self.syntax.cr_ends && self.data().contains(&CR) {
            self.syntax.cr_ends = true;
            if let Some(line) = self.line_at(0)? {
                return Ok(Some(line));
            }
        }
        Err(Problem::OpenQuote(self.line))
    }

    /// Finds the line that begins at `from`; nothing where it is longer than a record may be.
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

    /// Tells whether a CR outside of quotes ends a record, in a file whose lines end otherwise: parts of files may have been put
    /// together. The line was split as if it did not.
    fn ends_at_cr(&mut self, cr: usize) -> bool {
        let widths = &self.widths;
        if !widths.are_known() || widths.fit(self.cells.len()) {
            return false;
        }
        let part = &self.buffer[self.start..self.start + cr];
        split_line(part, self.syntax, &mut self.others);
        widths.are_below(self.cells.len()) || widths.fit(self.others.len())
    }

    /// Reads the record that comes next by its quotes.
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

    /// Judges whether the record that comes next is the line, or goes on as its quotes say.
    fn judge(&mut self, line: Line, whole: Extent) -> Result<Judgement, Problem> {
        let line_fits = self.widths.fit(self.cells.len());
        let record_fits = self.widths.fit(self.others.len());
        let Some(spanning) = whole.spanning else {
            // The quote never closes. A line that has no right number of cells may be the first of a text with quotes in it.
            let is_line = line_fits || !self.widths.are_certain || self.next_line_fits(line.next)?;
            return Ok(if is_line { Judgement::Line } else { Judgement::Open });
        };
        if !self.widths.are_known() {
            return Ok(Judgement::Record);
        }
        let lines = self.swallowed(line.next, whole.next);
        let (before, behind) = (spanning, self.others.len() - 1 - spanning);
        let judgement = match (line_fits, record_fits) {
            // All lines are records as they stand, and the record would be none.
            (true, false) if lines.are_nearly_all_records() => Judgement::Line,
            (_, false) if lines.records == 0 => Judgement::Record,
            // A text with a pasted record in it, in the last cell.
            (true, true) if !lines.last_is_record && lines.records * 2 <= lines.all => Judgement::Record,
            // All lines are records, which they cannot be by chance: the text in quotes would begin with as many delimiters as
            // cells are behind it, and end with as many as are before it. A pasted record has more.
            (true, true) if lines.are_all_records() && before.min(behind) > 0 && before.max(behind) >= MANY => {
                Judgement::Line
            }
            (false, true) if !lines.are_all_records() || (lines.all < 3 && before < MANY) => Judgement::Record,
            _ if self.widths.are_certain => Judgement::Open,
            _ => Judgement::Record,
        };
        Ok(judgement)
    }

    /// Tells whether the next line with text has as many cells as records have; also where there is none.
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

    /// Looks at the lines from one place to another, each by itself.
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

    /// Takes a record, whose cells are known, out of what was read.
    fn take(&mut self, line: Line, lines: u64, is_plain: bool) -> Result<Record<'_>, Problem> {
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
        Ok(Record { number, bytes: &self.buffer[start..start + line.end], cells: &self.cells, is_plain })
    }
}

/// Counts the lines that a quote would swallow.
#[derive(Debug, Default)]
struct Swallowed {
    /// Lines that have text.
    all: usize,
    /// Of these, lines that have as many cells as records have.
    records: usize,
    last_is_record: bool,
}

impl Swallowed {
    fn are_all_records(&self) -> bool {
        self.records == self.all
    }

    /// Tells whether lines other than records are as few as bad rows are.
    fn are_nearly_all_records(&self) -> bool {
        self.records * 10 >= self.all * 9
    }
}

/// Tells whether a line has neither text nor delimiters.
fn is_blank(line: &[u8], delimiter: u8) -> bool {
    line.first().is_none_or(u8::is_ascii_whitespace) && line.trim_ascii().is_empty() && !line.contains(&delimiter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads a text whose header has so many cells; rows as their line and their cells.
    fn read(text: &[u8], syntax: Syntax, width: Option<usize>) -> Result<Vec<(u64, Vec<String>)>, Problem> {
        let mut records = Records::new(text, syntax, width)?;
        let mut rows = Vec::new();
        while let Some(record) = records.next()? {
            let cell = |piece: &Piece| {
                let text = String::from_utf8_lossy(&record.bytes[piece.start..piece.end]);
                if piece.doubled { text.replace("\"\"", "\"") } else { text.into_owned() }
            };
            rows.push((record.number, record.cells.iter().map(cell).collect()));
        }
        Ok(rows)
    }

    fn comma(cr_ends: bool) -> Syntax {
        Syntax { delimiter: b',', cr_ends }
    }

    /// Shows rows as `LINE:cell|cell`, or the line of a quote that nobody can tell.
    fn shown(text: &str, width: usize) -> Vec<String> {
        match read(text.as_bytes(), comma(false), Some(width)) {
            Ok(rows) => rows.iter().map(|(line, cells)| format!("{line}:{}", cells.join("|"))).collect(),
            Err(Problem::OpenQuote(line)) => vec![format!("open {line}")],
            Err(problem) => panic!("{problem}"),
        }
    }

    #[test]
    fn cells_within_a_line() {
        for (line, want) in [
            ("a,b,c", "1:a|b|c"),
            (",,", "1:||"),
            ("\"a\",\"b,c\",\"\"", "1:a|b,c|"),
            ("\"a \"\"b\"\"\",c,d", "1:a \"b\"|c|d"),
            // Spaces around the quotes.
            ("a, \"b,c\",d", "1:a|b,c|d"),
            ("a,\"b,c\" ,d", "1:a|b,c|d"),
            ("a,\"b,c\" ", "1:a|b,c"),
            // Text behind a closing quote is no quoted cell: it stays to the byte.
            ("\"小号\"杯,b,c", "1:\"小号\"杯|b|c"),
            ("\"小号\"\"杯\",b,c", "1:小号\"杯|b|c"),
            ("\"a \"b\" c\",b,c", "1:\"a \"b\" c\"|b|c"),
            ("\"收纳箱12\"\",\"b\",c", "1:\"收纳箱12\"\"|b|c"),
            // Inch marks.
            ("收纳箱12\",b,c", "1:收纳箱12\"|b|c"),
            ("a,b,12\"", "1:a|b|12\""),
            ("\"12寸,\"b\",c", "1:\"12寸|b|c"),
            ("\"\"\"12寸\",b,c", "1:\"12寸|b|c"),
            // Guards stay on, and hold together what is in them.
            ("=\"69,31\",b,c", "1:=\"69,31\"|b|c"),
            ("\"=\"\"69\"\"\",b,c", "1:=\"69\"|b|c"),
            ("=\"\",b,=\"c\"", "1:=\"\"|b|=\"c\""),
            ("=\"a,b,c", "1:=\"a|b|c"),
            // No byte means anything but these.
            ("a\u{1e},b,\u{1e}", "1:a\u{1e}|b|\u{1e}"),
            ("\u{1e}", "1:\u{1e}"),
        ] {
            for end in ["", "\n", "\r\n", "\r\r\n"] {
                assert_eq!(shown(&format!("{line}{end}"), 3), [want], "{line:?} {end:?}");
            }
        }
    }

    #[test]
    fn quotes_beyond_a_line_are_judged_by_width() {
        let cases: &[(&str, &[&str])] = &[
            // Proper texts of several lines.
            ("h,h,h\n1,\"a\nb\",c\n2,d,e\n", &["1:h|h|h", "2:1|a\nb|c", "4:2|d|e"]),
            ("h,h,h\n1,2,\"a\nb\"\n2,d,e\n", &["1:h|h|h", "2:1|2|a\nb", "4:2|d|e"]),
            ("h,h,h\n1,\"a\n\n,b\n6926181657396269909,x\",c\n", &["1:h|h|h", "2:1|a\n\n,b\n6926181657396269909,x|c"]),
            // Records pasted into them.
            ("h,h,h\n1,\"a\n2,d,e\nb\",c\n3,f,g\n", &["1:h|h|h", "2:1|a\n2,d,e\nb|c", "5:3|f|g"]),
            ("h,h,h\n1,2,\"a\n2,d,e\nb\"\n3,f,g\n", &["1:h|h|h", "2:1|2|a\n2,d,e\nb", "5:3|f|g"]),
            ("h,h,h\n1,\"2,d,e\n2,d,e\",c\n3,f,g\n", &["1:h|h|h", "2:1|2,d,e\n2,d,e|c", "4:3|f|g"]),
            // A lone quote: one, two in a column, in several, in the last column, in the last row.
            ("h,h,h\n1,\"a,b\n2,d,e\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|e"]),
            ("h,h,h\n1,\"a,b\n2,d,e\n3,\"a,b\n4,d,e\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|e", "4:3|\"a|b", "5:4|d|e"]),
            ("h,h,h\n1,\"a,b\n2,d,\"e\n\"3,a,b\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|\"e", "4:\"3|a|b"]),
            ("h,h,h\n1,a,\"b\n2,d,e\n3,f,\"g", &["1:h|h|h", "2:1|a|\"b", "3:2|d|e", "4:3|f|\"g"]),
            // Lone quotes that close at an inch mark in another column.
            ("h,h,h\n1,\"a,b\n2,d,e\n3\",a,b\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|e", "4:3\"|a|b"]),
            ("h,h,h\n\"1,a,b\n\n2,d,e\"\n", &["1:h|h|h", "2:\"1|a|b", "4:2|d|e\""]),
            // A lone quote and a proper text in one record.
            ("h,h,h\n1,\"a,\"b\nc\"\n2,d,e\n", &["1:h|h|h", "2:1|\"a|b\nc", "4:2|d|e"]),
            // Both fit. With many cells that is no chance.
            ("h,h,h\n1,2,\"a\n2,d,e\"\n", &["open 2"]),
            ("h,h,h\n1,\"a,b\n2,d,e\n3,f\",g\n", &["open 2"]),
            // Neither fits: a record of a wrong width where it swallows none, else nobody can tell.
            ("h,h,h\n1,\"a\nb\"\n2,d,e\n", &["1:h|h|h", "2:1|a\nb", "4:2|d|e"]),
            ("h,h,h\n1,\"a\n2,d,e\nb\"\n", &["open 2"]),
            ("h,h,h\n1,\"a\n2,d,e\n", &["1:h|h|h", "2:1|\"a", "3:2|d|e"]),
            ("h,h,h\n1,\"a\nb\n2,d,e\n", &["open 2"]),
            // A quoted comma in a short row does not make it a whole one.
            ("h,h,h\n1,\"a,b\"\n", &["1:h|h|h", "2:1|a,b"]),
        ];
        for (text, want) in cases {
            assert_eq!(shown(text, 3), *want, "{text:?}");
            let windows = text.replace('\n', "\r\n");
            let want: Vec<String> = want.iter().map(|row| row.replace('\n', "\r\n")).collect();
            assert_eq!(shown(&windows, 3), want, "{windows:?}");
        }
    }

    #[test]
    fn a_quote_and_an_inch_mark_in_a_column_of_many_are_two() {
        let tail = ",x".repeat(9);
        let text = format!("h,h{}\n1,\"a{tail}\n2,b{tail}\n3,c\"{tail}\n", ",h".repeat(9));
        let lines: Vec<String> = shown(&text, 11).iter().map(|row| row[2..].replace('|', ",")).collect();
        assert_eq!(lines, text.lines().collect::<Vec<_>>());
    }

    #[test]
    fn rows_may_have_a_delimiter_more_or_less_than_the_header() {
        let more = "h,h,h\n1,\"a,b,\n2,d,e,\n3,f,\"g,\n4,x,y,\n";
        assert_eq!(shown(more, 3), ["1:h|h|h", "2:1|\"a|b|", "3:2|d|e|", "4:3|f|\"g|", "5:4|x|y|"]);
        let less = "h,h,h,\n1,\"a,b\n2,d,e\n3,\"f,g\n";
        assert_eq!(shown(less, 4), ["1:h|h|h|", "2:1|\"a|b", "3:2|d|e", "4:3|\"f|g"]);
    }

    #[test]
    fn the_top_can_be_read_before_the_header_is_known() {
        let rows = |text: &str| read(text.as_bytes(), comma(false), None).expect("reads").len();
        assert_eq!(rows("\"title\nh,h,h\n1,2,3\n"), 3);
        assert_eq!(rows("h,h,h\n1,\"a\nb\",3\n"), 2);
        assert_eq!(rows("h,h,h\n1,\"a,b\n2,3,4\n5,6,7\n"), 4);
        assert_eq!(rows("h,h,h\n1,2,\"a\n2,d,e\"\n"), 2);
    }

    #[test]
    fn lines_end_in_what_they_end_in() {
        let rows = |text: &str, cr_ends| read(text.as_bytes(), comma(cr_ends), Some(2)).expect("reads");
        let row = |line: u64, cells: [&str; 2]| (line, cells.map(str::to_owned).to_vec());
        assert_eq!(
            rows("a,b\rc,\"d\ne\"\rf,g\r\n", true),
            [row(1, ["a", "b"]), row(2, ["c", "d\ne"]), row(4, ["f", "g"])]
        );
        assert_eq!(
            rows("a,b\r\rc,\"d\re\"\rf,g", true),
            [row(1, ["a", "b"]), row(3, ["c", "d\re"]), row(5, ["f", "g"])]
        );
        assert_eq!(
            rows("a,b\nc,\"d\re\"\nf,g\n", false),
            [row(1, ["a", "b"]), row(2, ["c", "d\re"]), row(3, ["f", "g"])]
        );
        // A CR in a cell without quotes stays, unless it ends a record.
        assert_eq!(rows("a,b\nc,d\re\nf,g\n", false), [row(1, ["a", "b"]), row(2, ["c", "d\re"]), row(3, ["f", "g"])]);
        for (text, cr_ends) in [
            ("a,b\nc,d\r\ne,f\n\ng,h", false),
            ("a,b\nc,d\ne,f\r\rg,h\r", false),
            ("a,b\rc,d\re,f\n\ng,h\n", false),
            ("a,b\rc,d\re,f\n\ng,h\n", true),
        ] {
            let want = [row(1, ["a", "b"]), row(2, ["c", "d"]), row(3, ["e", "f"]), row(5, ["g", "h"])];
            assert_eq!(rows(text, cr_ends), want, "{text:?}");
        }
    }

    #[test]
    fn a_record_has_an_end() {
        let long = "x".repeat(limits::MAX_RECORD + 2);
        for text in [format!("h,h\n{long}"), format!("h,h\n1,\"{long}\"\n")] {
            assert!(matches!(read(text.as_bytes(), comma(false), Some(2)), Err(Problem::OpenQuote(2))));
        }
        // The next quote is too far away to close one.
        let rows = limits::MAX_RECORD / 4 + CHUNK;
        let text = format!("h,h\n1,\"y\n{}2,y\"\n", "2,x\n".repeat(rows));
        let mut records = Records::new(text.as_bytes(), comma(false), Some(2)).expect("reads");
        let mut count = 0;
        while records.next().expect("reads").is_some() {
            count += 1;
        }
        assert_eq!(count, rows + 3);
    }

    /// Cells with whatever makes reading hard.
    fn cell() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("\""),
            Just(","),
            Just("\n"),
            Just("\r"),
            Just("\r\n"),
            Just(" "),
            Just(";"),
            Just("\t"),
            Just("="),
            Just("茶"),
            Just("12寸"),
            Just("x"),
            Just("6926181657396269909"),
            Just("\u{1e}"),
            Just("")
        ];
        proptest::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
    }

    fn table(width: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<String>>> {
        width.prop_flat_map(|width| proptest::collection::vec(proptest::collection::vec(cell(), width), 1..12))
    }

    /// A header, whose cells are no riddle.
    fn with_header(rows: &[Vec<String>]) -> Vec<Vec<String>> {
        let header = (0..rows[0].len()).map(|place| format!("列{place}")).collect();
        std::iter::once(header).chain(rows.iter().cloned()).collect()
    }

    fn written(table: &[Vec<String>], syntax: Syntax, end: csv::Terminator) -> Vec<u8> {
        let mut writer = csv::WriterBuilder::new().delimiter(syntax.delimiter).terminator(end).from_writer(Vec::new());
        for row in table {
            writer.write_record(row).expect("written");
        }
        writer.into_inner().expect("written")
    }

    proptest! {
        #[test]
        fn what_a_writer_quotes_comes_back(rows in table(2..6), delimiter in prop_oneof![Just(b','), Just(b'\t'), Just(b';')], end in 0..3_usize) {
            let table = with_header(&rows);
            let end = [csv::Terminator::Any(b'\n'), csv::Terminator::CRLF, csv::Terminator::Any(b'\r')][end];
            let syntax = Syntax { delimiter, cr_ends: matches!(end, csv::Terminator::Any(b'\r')) };
            // The writer quotes neither a CR for CR files nor spaces before a quote, which it quotes anyway.
            let text = written(&table, syntax, end);
            match read(&text, syntax, Some(table[0].len())) {
                Ok(read) => {
                    let mut want = table.clone();
                    want.retain(|row| row.len() > 1 || !row[0].trim().is_empty());
                    prop_assert_eq!(read.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>(), want);
                }
                // A text whose lines are as wide as records.
                Err(Problem::OpenQuote(_)) => {}
                Err(problem) => prop_assert!(false, "{}", problem),
            }
        }

        #[test]
        fn a_quote_that_is_none_swallows_nothing(rows in proptest::collection::vec((0..6_usize, any::<bool>(), any::<bool>()), 1..40)) {
            let mut text = "h,h,h,h\n".to_owned();
            for (number, (place, opens, closes)) in rows.iter().enumerate() {
                let mut cells = [number.to_string(), "a".to_owned(), "b".to_owned(), "c".to_owned()];
                if let (Some(cell), true) = (cells.get_mut(*place), *opens) {
                    cell.insert(0, '"');
                } else if let (Some(cell), true) = (cells.get_mut(*place), *closes) {
                    cell.push('"');
                }
                text += &(cells.join(",") + "\n");
            }
            match read(text.as_bytes(), comma(false), Some(4)) {
                Ok(read) => {
                    let lines: Vec<String> = read.iter().map(|(_, cells)| cells.join(",")).collect();
                    prop_assert_eq!(lines, text.lines().collect::<Vec<_>>());
                }
                Err(Problem::OpenQuote(_)) => {}
                Err(problem) => prop_assert!(false, "{}", problem),
            }
        }
    }
}
