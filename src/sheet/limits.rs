//! Bounds on what a file may claim and take, all in one place.
//!
//! | what | bound |
//! |---|---|
//! | entries of a ZIP directory, its bytes | 10,000, 4 MiB |
//! | entries that overlap, or stand twice, sheets that are one entry | none |
//! | all entries unpacked | 32 GiB |
//! | one entry of more than 64 MiB unpacked, and all of them together | 250 times their packed size |
//! | shared strings unpacked | 2 GiB; of more than 128 MiB, 40 times their packed size |
//! | sheets | 512 |
//! | attributes and bytes of a tag, elements within one another | 256, 64 KiB, 64 |
//! | columns and rows of a sheet | 16,384, 1,048,576 |
//! | bytes of text of a row of a workbook, of a record of delimited text | 8 MiB, 4 MiB |
//! | bytes of the first rows that a file is judged by, of those of all its sheets | 32 MiB, 128 MiB |
//! | document types and entities in XML | none |
//! | memory of the process that reads aside | 288 MiB and 16 bytes for each of the file, 4 GiB at most |
//! | its processor time | 5 s and 2 s for each MiB of the file |
//! | how long it is waited for | 3 times that |
//!
//! An entry that unpacks to more than it says is an error of the unpacker. A million rows of 90 columns, which are about 5 GiB
//! of XML, stay within all of them.

use super::damage::Excess;
use super::error::Problem;

/// The most entries of a ZIP directory, and the most bytes that may be read to find and read it.
pub(super) const MAX_ENTRIES: usize = 10_000;
pub(super) const MAX_DIRECTORY: u64 = 4 << 20;

/// The most that all entries may unpack to.
pub(super) const MAX_UNPACKED: u64 = 32 << 30;

/// From this size on an entry must not shrink more than [`MAX_RATIO`] times, nor all of them together, so that what there is to
/// unpack is in proportion to the file; XML of real sheets shrinks 10 to 30 times.
pub(super) const RATIO_FROM: u64 = 64 << 20;
pub(super) const MAX_RATIO: u64 = 250;

/// The most that the shared strings may unpack to. They are held in memory, so that much of it must be paid for by a large file.
/// Ids and times in a row, each with a mark of its reading behind it, shrink 30 times, so that less would refuse honest files.
pub(super) const MAX_STRINGS: u64 = 2 << 30;
pub(super) const STRINGS_RATIO_FROM: u64 = 128 << 20;
pub(super) const MAX_STRINGS_RATIO: u64 = 40;

/// The most sheets, each of which is opened to look for a header.
const MAX_SHEETS: usize = 512;

/// The most attributes of a tag, which readers compare with one another, the most bytes of one, and how deep elements may stand.
pub(super) const MAX_ATTRIBUTES: usize = 256;
pub(super) const MAX_TAG: usize = 64 * 1024;
pub(super) const MAX_DEPTH: usize = 64;

/// The most columns and rows that a sheet can have in a spreadsheet program.
pub(crate) const MAX_COLUMNS: usize = 16_384;
pub(super) const MAX_ROWS: u32 = 1_048_576;

/// The longest record of delimited text in bytes. Excel's cells hold 32,767 characters; a longer record is an open quote.
pub(super) const MAX_RECORD: usize = 4 << 20;

/// The longest row of a workbook in bytes of text: 90 cells that are full to the last are as long. Shared strings may make a
/// short row a long one, and a few dozen rows are held at a time.
pub(super) const MAX_ROW: usize = 8 << 20;

/// The most bytes of text of the first rows, which are held to judge a file by.
pub(crate) const MAX_SAMPLE: usize = 32 << 20;

/// The most bytes of text and cells of the first rows of all sheets, among which a header is looked for. Shared strings make many
/// bytes of few.
const MAX_TOPS: usize = 128 << 20;

/// What a process that reads aside may take: so much address space, more for each byte of the file, and never more than that.
pub(super) const SANDBOX_MEMORY: u64 = 288 << 20;
pub(super) const SANDBOX_MEMORY_PER_BYTE: u64 = 16;
pub(super) const SANDBOX_MAX_MEMORY: u64 = 4 << 30;

/// So many seconds of processor time, and more for each whole MiB of the file. A MiB takes a fifth of a second.
pub(super) const SANDBOX_SECONDS: u64 = 5;
pub(super) const SANDBOX_SECONDS_PER_MIB: u64 = 2;

/// How many times as long it is waited for: a busy machine gives it a part of its time only, and who sent a small file wants to know
/// within a quarter of a minute.
pub(super) const SANDBOX_TIMEOUT_FACTOR: u64 = 3;

/// The longest stretch of XML without an end of a row or string, and the longest text or tag.
pub(super) const MAX_PIECE: usize = 16 << 20;

/// Refuses elements that stand deeper than [`MAX_DEPTH`] within one another.
pub(super) fn check_depth(depth: usize) -> Result<(), Problem> {
    if depth > MAX_DEPTH { Err(Problem::too_large(Excess::Depth, depth)) } else { Ok(()) }
}

/// Says that a row is longer than [`MAX_ROW`].
pub(super) fn row_too_large() -> Problem {
    Problem::too_large(Excess::Row, MAX_ROW)
}

/// Refuses a cell, by its 0-based row and column, that no spreadsheet program has.
pub(super) fn check_place((row, column): (u32, u32)) -> Result<(), Problem> {
    if row < MAX_ROWS && (column as usize) < MAX_COLUMNS {
        return Ok(());
    }
    Err(Problem::too_large(Excess::Cell, MAX_ROWS))
}

/// Refuses workbooks whose sheets together begin with more than [`MAX_TOPS`].
pub(crate) fn check_tops(bytes: usize) -> Result<(), Problem> {
    if bytes > MAX_TOPS { Err(Problem::too_large(Excess::FirstRows, MAX_TOPS)) } else { Ok(()) }
}

/// Refuses workbooks of more than [`MAX_SHEETS`] sheets.
pub(super) fn check_sheets(sheets: usize) -> Result<(), Problem> {
    if sheets > MAX_SHEETS { Err(Problem::too_large(Excess::Sheets, sheets)) } else { Ok(()) }
}
