//! The protocol between client and sandbox: requests of a fixed size, and replies with their length in front.

use std::io::{self, Read, Write};

use crate::sheet::cell::{DateSystem, Row, RowBuffer, Stored};
use crate::sheet::damage::{Damage, Excess};
use crate::sheet::error::Problem;
use crate::sheet::limits;
use crate::sheet::{Progress, SheetInfo};

/// The number of bytes from which on a batch of rows is sent.
pub(super) const FULL: usize = 256 * 1024;

/// The longest reply: an almost full batch, and the longest row.
const MAX_REPLY: usize = FULL + 2 * limits::MAX_ROW;

/// A request of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReadRequest {
    /// The first rows of a sheet, by its index.
    Rows { sheet: u32 },
    /// The next rows.
    More,
    /// Whether one of the first cells of a sheet is computed by a formula.
    Formulas { sheet: u32, cells: u64 },
}

impl ReadRequest {
    /// The length of a request in bytes.
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

    /// Waits for the next request. Returns nothing if the client has closed the pipe.
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

/// A reply of the sandbox.
pub(super) enum ReadReply {
    /// The file is open.
    Open(Vec<SheetInfo>, DateSystem),
    /// Some rows.
    Rows(PackedRows),
    /// Whether there are formulas.
    Formulas(bool),
    /// The request failed.
    Failed(Problem),
}

impl ReadReply {
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

    /// Reads one reply. Returns nothing if the process has ended or the reply is invalid.
    pub(super) fn receive(mut from: impl Read) -> Option<Self> {
        let mut head = [0; 5];
        from.read_exact(&mut head).ok()?;
        let mut rest = Bytes(&head);
        let (kind, length) = (rest.byte()?, rest.int32()? as usize);
        if length > MAX_REPLY {
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
            b'R' => Self::Rows(PackedRows { bytes }),
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

/// Rows as bytes: the progress, whether these are the last rows, then row by row.
#[derive(Default)]
pub(super) struct PackedRows {
    bytes: Vec<u8>,
}

/// The number of bytes before the first row.
const HEAD: usize = 25;

impl PackedRows {
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

    /// Sets the progress, and whether these are the last rows.
    pub(super) fn close(&mut self, progress: Progress, last: bool) {
        let numbers = [progress.done, progress.total, progress.exact_rows];
        for (bytes, number) in self.bytes.chunks_exact_mut(8).zip(numbers) {
            bytes.copy_from_slice(&number.to_le_bytes());
        }
        self.bytes[HEAD - 1] = u8::from(last);
    }

    /// Returns the progress, and whether these are the last rows.
    pub(super) fn progress(&self) -> Option<(Progress, bool)> {
        let mut rest = Bytes(&self.bytes);
        let progress = Progress { done: rest.int64()?, total: rest.int64()?, exact_rows: rest.int64()? };
        Some((progress, rest.byte()? == 1))
    }

    /// Unpacks the row at an offset, where 0 means the first row, and returns the offset of the next one. Returns nothing after the last
    /// row.
    pub(super) fn unpack(&self, offset: usize, row: &mut RowBuffer) -> Option<usize> {
        let mut rest = Bytes(self.bytes.get(offset.max(HEAD)..)?);
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

    /// Tells whether an offset is after the last row.
    pub(super) fn ends_at(&self, offset: usize) -> bool {
        offset.max(HEAD) >= self.bytes.len()
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
        Problem::TooLarge(what, number) => (b'l', *number, what.number().to_string()),
        Problem::Damaged(damage) => (damage.number(), 0, String::new()),
        Problem::BadCell(row, damage) => (damage.number(), *row, String::new()),
        Problem::Io(error) => (b'i', 0, error.to_string()),
        _ => (Damage::Structure.number(), 0, String::new()),
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
        b'l' => Problem::TooLarge(Excess::of_number(text.parse().ok()?)?, row),
        b'i' => Problem::Io(io::Error::other(text)),
        number if row > 0 => Problem::BadCell(row, Damage::of_number(number)?),
        number => Problem::Damaged(Damage::of_number(number)?),
    })
}

/// Reads numbers and texts from the front of some bytes.
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
    fn rows_survive_packing() {
        let mut row = RowBuffer::default();
        row.start(7);
        row.push(0, Stored::Text, "订单");
        row.push(3, Stored::Number(6_926.0), "6926");
        row.push(4, Stored::Serial(46_027.5), "");
        row.push(5, Stored::Bool(true), "");
        row.push(9, Stored::Error, "#N/A");
        let mut packed = PackedRows::new();
        packed.push(row.row());
        packed.push(row.row());
        packed.close(Progress { done: 1, total: 2, exact_rows: 3 }, true);
        let mut pipe = Vec::new();
        ReadReply::Rows(packed).send(&mut pipe).expect("written");
        let Some(ReadReply::Rows(packed)) = ReadReply::receive(pipe.as_slice()) else { panic!("rows") };
        assert_eq!(packed.progress(), Some((Progress { done: 1, total: 2, exact_rows: 3 }, true)));
        let mut read = RowBuffer::default();
        let second = packed.unpack(0, &mut read).expect("a row");
        let end = packed.unpack(second, &mut read).expect("a second row");
        assert!(packed.ends_at(end) && packed.unpack(end, &mut read).is_none());
        packed.unpack(0, &mut read);
        assert_eq!(read.row().cells().collect::<Vec<_>>(), row.row().cells().collect::<Vec<_>>());
    }

    #[test]
    fn problems_and_requests_survive_sending() {
        for problem in [
            Problem::NotFound,
            Problem::NoPermission,
            Problem::Password,
            Problem::Changed,
            Problem::TooLarge(Excess::Depth, 65),
            Problem::BadCell(7, Damage::Value),
            Problem::Damaged(Damage::GivenUp),
            Problem::Io(io::Error::other("gone")),
        ] {
            let mut pipe = Vec::new();
            ReadReply::Failed(problem).send(&mut pipe).expect("written");
            let Some(ReadReply::Failed(read)) = ReadReply::receive(pipe.as_slice()) else { panic!("a problem") };
            let mut second = Vec::new();
            ReadReply::Failed(read).send(&mut second).expect("written");
            assert_eq!(pipe, second);
        }
        for request in
            [ReadRequest::Rows { sheet: 1 }, ReadRequest::More, ReadRequest::Formulas { sheet: 2, cells: 20_000 }]
        {
            let mut pipe = Vec::new();
            request.send(&mut pipe).expect("written");
            assert_eq!(ReadRequest::receive(pipe.as_slice()), Some(request));
        }
    }

    /// The sandbox is not trusted, since its file is not.
    #[test]
    fn invalid_replies_are_refused() {
        for bytes in
            [&b""[..], b"O", b"R\xff\xff\xff\xff", b"E\x01\0\0\0z", b"X\0\0\0\0", b"O\x06\0\0\0\0\x01\xff\xff\xff\xff"]
        {
            assert!(ReadReply::receive(bytes).is_none(), "{bytes:?}");
        }
        let mut row = RowBuffer::default();
        assert!(PackedRows { bytes: vec![0xff; 60] }.unpack(0, &mut row).is_none());
        assert!(PackedRows { bytes: vec![1; 3] }.progress().is_none());
    }
}
