//! What the two processes say to each other: questions of a fixed size, answers with their length before them.

use std::io::{self, Read, Write};

use super::super::cell::{DateSystem, Row, RowBuffer, Stored};
use super::super::damage::Damage;
use super::super::error::Problem;
use super::super::limits;
use super::super::{Progress, SheetInfo};

/// Bytes of rows after which an answer is sent.
pub(super) const FULL: usize = 256 * 1024;

/// The longest answer: a full one, and a row that fits just so.
const MAX_ANSWER: usize = FULL + 2 * limits::MAX_ROW;

/// Names what the helper is asked to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// The first rows of a sheet, named by its place.
    Rows { sheet: u32 },
    /// The next rows.
    More,
    /// Whether one of the first cells of a sheet is computed by a formula.
    Formulas { sheet: u32, cells: u64 },
}

impl Question {
    /// Bytes of a question.
    const SIZE: usize = 13;

    pub(super) fn send(self, mut to: impl Write) -> io::Result<()> {
        let (kind, sheet, number) = match self {
            Self::Rows { sheet } => (b'R', sheet, 0),
            Self::More => (b'M', 0, 0),
            Self::Formulas { sheet, cells } => (b'F', sheet, cells),
        };
        let mut bytes = vec![kind];
        bytes.extend(sheet.to_le_bytes());
        bytes.extend(number.to_le_bytes());
        to.write_all(&bytes)?;
        to.flush()
    }

    /// Waits for the next question; nothing where nobody asks any more.
    pub(super) fn receive(mut from: impl Read) -> Option<Self> {
        let mut bytes = [0; Self::SIZE];
        from.read_exact(&mut bytes).ok()?;
        let mut rest = Bytes(&bytes);
        match (rest.byte()?, rest.int32()?, rest.int64()?) {
            (b'R', sheet, _) => Some(Self::Rows { sheet }),
            (b'M', ..) => Some(Self::More),
            (b'F', sheet, cells) => Some(Self::Formulas { sheet, cells }),
            _ => None,
        }
    }
}

/// Holds what the helper says.
pub(super) enum Answer {
    /// The file is open.
    Open(Vec<SheetInfo>, DateSystem),
    /// Some rows, still packed.
    Rows(Packed),
    /// Whether there are formulas.
    Formulas(bool),
    /// What was asked for cannot be had.
    Failed(Problem),
}

impl Answer {
    pub(super) fn send(&self, mut to: impl Write) -> io::Result<()> {
        let (kind, bytes) = match self {
            Self::Open(sheets, dates) => {
                let mut bytes = vec![u8::from(*dates == DateSystem::From1904)];
                for sheet in sheets {
                    bytes.push(u8::from(sheet.visible));
                    put_text(&mut bytes, sheet.name.as_deref().unwrap_or_default());
                }
                (b'O', bytes)
            }
            Self::Rows(rows) => return send(to, b'R', &rows.bytes),
            Self::Formulas(found) => (b'F', vec![u8::from(*found)]),
            Self::Failed(problem) => (b'E', packed_problem(problem)),
        };
        send(&mut to, kind, &bytes)
    }

    /// Reads one answer; nothing where the helper has ended, or says what nobody understands.
    pub(super) fn receive(mut from: impl Read) -> Option<Self> {
        let mut head = [0; 5];
        from.read_exact(&mut head).ok()?;
        let mut rest = Bytes(&head);
        let (kind, length) = (rest.byte()?, rest.int32()? as usize);
        if length > MAX_ANSWER {
            return None;
        }
        let mut bytes = vec![0; length];
        from.read_exact(&mut bytes).ok()?;
        let mut rest = Bytes(&bytes);
        Some(match kind {
            b'O' => {
                let dates = if rest.byte()? == 1 { DateSystem::From1904 } else { DateSystem::From1900 };
                let mut sheets = Vec::new();
                while !rest.0.is_empty() {
                    sheets.push(SheetInfo { visible: rest.byte()? == 1, name: Some(rest.text()?.to_owned()) });
                }
                Self::Open(sheets, dates)
            }
            b'R' => Self::Rows(Packed { bytes }),
            b'F' => Self::Formulas(rest.byte()? == 1),
            b'E' => Self::Failed(problem(rest)?),
            _ => return None,
        })
    }
}

fn send(mut to: impl Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(io::Error::other)?;
    let mut head = vec![kind];
    head.extend(length.to_le_bytes());
    to.write_all(&head)?;
    to.write_all(bytes)?;
    to.flush()
}

/// Holds rows as bytes: how far reading has come, whether these are the last, then row by row.
#[derive(Default)]
pub(super) struct Packed {
    bytes: Vec<u8>,
}

/// Bytes before the first row.
const HEAD: usize = 25;

impl Packed {
    pub(super) fn new() -> Self {
        Self { bytes: vec![0; HEAD] }
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes.len() >= FULL
    }

    pub(super) fn push(&mut self, row: Row<'_>) {
        self.bytes.extend(row.number.to_le_bytes());
        self.bytes.extend(u32::try_from(row.slots.len()).unwrap_or(u32::MAX).to_le_bytes());
        for slot in row.slots {
            self.bytes.extend(slot.column.to_le_bytes());
            let (kind, value) = match slot.stored {
                Stored::Text => (b't', 0.0),
                Stored::Number(value) => (b'n', value),
                Stored::Serial(days) => (b'd', days),
                Stored::Bool(value) => (b'b', f64::from(u8::from(value))),
                Stored::Error => (b'e', 0.0),
                Stored::Undecodable => (b'u', 0.0),
                Stored::NoResult => (b'r', 0.0),
                Stored::TooLong => (b'l', 0.0),
            };
            self.bytes.push(kind);
            self.bytes.extend(value.to_le_bytes());
            put_text(&mut self.bytes, &row.text[slot.start..slot.end]);
        }
    }

    /// Notes how far reading has come by now, and whether these are the last rows.
    pub(super) fn close(&mut self, come: Progress, last: bool) {
        let numbers = [come.done, come.total, come.exact_rows];
        for (place, number) in self.bytes.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        self.bytes[HEAD - 1] = u8::from(last);
    }

    pub(super) fn come(&self) -> Option<(Progress, bool)> {
        let mut rest = Bytes(&self.bytes);
        let come = Progress { done: rest.int64()?, total: rest.int64()?, exact_rows: rest.int64()? };
        Some((come, rest.byte()? == 1))
    }

    /// Unpacks the row at a place, the first where it is 0, and returns the place of the next; nothing behind the last.
    pub(super) fn unpack(&self, place: usize, row: &mut RowBuffer) -> Option<usize> {
        let mut rest = Bytes(self.bytes.get(place.max(HEAD)..)?);
        row.start(rest.int64()?);
        for _ in 0..rest.int32()? {
            let column = rest.int32()?;
            let (kind, value) = (rest.byte()?, f64::from_le_bytes(rest.take()?));
            let stored = match kind {
                b't' => Stored::Text,
                b'n' => Stored::Number(value),
                b'd' => Stored::Serial(value),
                b'b' => Stored::Bool(value > 0.0),
                b'e' => Stored::Error,
                b'u' => Stored::Undecodable,
                b'r' => Stored::NoResult,
                b'l' => Stored::TooLong,
                _ => return None,
            };
            row.push(column, stored, rest.text()?);
        }
        Some(self.bytes.len() - rest.0.len())
    }

    /// Tells whether all rows were unpacked.
    pub(super) fn ends_at(&self, place: usize) -> bool {
        place.max(HEAD) >= self.bytes.len()
    }
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend(text.as_bytes());
}

fn packed_problem(problem: &Problem) -> Vec<u8> {
    let (kind, row, text) = match problem {
        Problem::NotFound => (b'f', 0, String::new()),
        Problem::NoPermission => (b'p', 0, String::new()),
        Problem::Password => (b'w', 0, String::new()),
        Problem::Changed => (b'c', 0, String::new()),
        Problem::TooLarge(what) => (b'l', 0, what.clone()),
        Problem::Damaged(damage) => (damage.number(), 0, String::new()),
        Problem::BadCell(row, damage) => (damage.number(), *row, String::new()),
        Problem::Io(error) => (b'i', 0, error.to_string()),
        _ => (Damage::Form.number(), 0, String::new()),
    };
    let mut bytes = vec![kind];
    bytes.extend(u64::to_le_bytes(row));
    put_text(&mut bytes, &text);
    bytes
}

fn problem(mut bytes: Bytes<'_>) -> Option<Problem> {
    let (kind, row, text) = (bytes.byte()?, bytes.int64()?, bytes.text()?.to_owned());
    Some(match kind {
        b'f' => Problem::NotFound,
        b'p' => Problem::NoPermission,
        b'w' => Problem::Password,
        b'c' => Problem::Changed,
        b'l' => Problem::TooLarge(text),
        b'i' => Problem::Io(io::Error::other(text)),
        number if row > 0 => Problem::BadCell(row, Damage::of_number(number)?),
        number => Problem::Damaged(Damage::of_number(number)?),
    })
}

/// Takes numbers and texts from the front of some bytes, as long as there are any.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    fn int32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn int64(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'b str> {
        let length = self.int32()? as usize;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(taken).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_as_they_went_in() {
        let mut row = RowBuffer::default();
        row.start(7);
        row.push(0, Stored::Text, "订单");
        row.push(3, Stored::Number(6_926.0), "6926");
        row.push(4, Stored::Serial(46_027.5), "");
        row.push(5, Stored::Bool(true), "");
        row.push(9, Stored::Error, "#N/A");
        let mut packed = Packed::new();
        packed.push(row.row());
        packed.push(row.row());
        packed.close(Progress { done: 1, total: 2, exact_rows: 3 }, true);
        let mut pipe = Vec::new();
        Answer::Rows(packed).send(&mut pipe).expect("written");
        let Some(Answer::Rows(packed)) = Answer::receive(pipe.as_slice()) else { panic!("rows") };
        assert_eq!(packed.come(), Some((Progress { done: 1, total: 2, exact_rows: 3 }, true)));
        let mut read = RowBuffer::default();
        let second = packed.unpack(0, &mut read).expect("a row");
        let end = packed.unpack(second, &mut read).expect("a second row");
        assert!(packed.ends_at(end) && packed.unpack(end, &mut read).is_none());
        packed.unpack(0, &mut read);
        assert_eq!(read.row().cells().collect::<Vec<_>>(), row.row().cells().collect::<Vec<_>>());
    }

    #[test]
    fn problems_and_questions_come_out_as_they_went_in() {
        for problem in [
            Problem::NotFound,
            Problem::NoPermission,
            Problem::Password,
            Problem::Changed,
            Problem::TooLarge("x".to_owned()),
            Problem::BadCell(7, Damage::Value),
            Problem::Damaged(Damage::GivenUp),
            Problem::Io(io::Error::other("gone")),
        ] {
            let mut pipe = Vec::new();
            Answer::Failed(problem).send(&mut pipe).expect("written");
            let Some(Answer::Failed(read)) = Answer::receive(pipe.as_slice()) else { panic!("a problem") };
            let mut again = Vec::new();
            Answer::Failed(read).send(&mut again).expect("written");
            assert_eq!(pipe, again);
        }
        for question in [Question::Rows { sheet: 1 }, Question::More, Question::Formulas { sheet: 2, cells: 20_000 }] {
            let mut pipe = Vec::new();
            question.send(&mut pipe).expect("written");
            assert_eq!(Question::receive(pipe.as_slice()), Some(question));
        }
    }

    /// The helper is trusted no more than the file that it reads.
    #[test]
    fn nonsense_is_no_answer() {
        for bytes in
            [&b""[..], b"O", b"R\xff\xff\xff\xff", b"E\x01\0\0\0z", b"X\0\0\0\0", b"O\x06\0\0\0\0\x01\xff\xff\xff\xff"]
        {
            assert!(Answer::receive(bytes).is_none(), "{bytes:?}");
        }
        let mut row = RowBuffer::default();
        assert!(Packed { bytes: vec![0xff; 60] }.unpack(0, &mut row).is_none());
        assert!(Packed { bytes: vec![1; 3] }.come().is_none());
    }
}
