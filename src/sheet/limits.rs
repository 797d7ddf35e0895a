//! The limits of what a file may contain and use.
//!
//! | what | limit |
//! |---|---|
//! | entries of a ZIP directory, its bytes | 10,000, 4 MiB |
//! | overlapping or duplicate entries, sheets that share an entry | none |
//! | all entries unpacked | 32 GiB |
//! | one entry of more than 64 MiB unpacked, and all of them together | 250 times their packed size |
//! | shared strings unpacked | 2 GiB; of more than 128 MiB, 40 times their packed size |
//! | sheets | 512 |
//! | attributes and bytes of a tag, levels of elements | 256, 64 KiB, 64 |
//! | columns and rows of a sheet | 16,384, 1,048,576 |
//! | text of a row of a workbook, of a record of delimited text | 8 MiB, 4 MiB |
//! | text of the first rows of a sheet, of all sheets | 32 MiB, 128 MiB |
//! | document types and entities in XML | none |
//! | memory of the sandbox process | 288 MiB and 16 bytes per byte of the file, 4 GiB at most |
//! | its processor time | 5 s and 2 s per MiB of the file |
//! | how long to wait for it | 3 times that |
//!
//! An entry that unpacks to more than it says is an error of the unpacker. A million rows of 90 columns, about 5 GiB of XML, are
//! within all limits.

use super::damage::Excess;
use super::error::Problem;

/// The most entries of a ZIP directory, and the most bytes to read to find and read it.
pub(super) const MAX_ENTRIES: usize = 10_000;
pub(super) const MAX_DIRECTORY: u64 = 4 << 20;

/// The most bytes of all unpacked entries.
pub(super) const MAX_UNPACKED: u64 = 32 << 30;

/// From this unpacked size on, the compression ratio of an entry is limited to [`MAX_RATIO`], and that of all entries together. Real
/// sheets have ratios of 10 to 30.
pub(super) const RATIO_FROM: u64 = 64 << 20;
pub(super) const MAX_RATIO: u64 = 250;

/// The most bytes of unpacked shared strings. They are held in memory, so many of them require a large file. Ids and times in sequence,
/// each with phonetic properties, have a ratio of 30, so a lower limit would refuse honest files.
pub(super) const MAX_STRINGS: u64 = 2 << 30;
pub(super) const STRINGS_RATIO_FROM: u64 = 128 << 20;
pub(super) const MAX_STRINGS_RATIO: u64 = 40;

/// The most sheets. Each is opened to look for a header.
const MAX_SHEETS: usize = 512;

/// The most attributes of a tag, which readers compare with one another, the most bytes of a tag, and the most levels of elements.
pub(super) const MAX_ATTRIBUTES: usize = 256;
pub(super) const MAX_TAG: usize = 64 * 1024;
pub(super) const MAX_DEPTH: usize = 64;

/// The most columns and rows that a sheet can have in a spreadsheet program.
pub(crate) const MAX_COLUMNS: usize = 16_384;
pub(super) const MAX_ROWS: u32 = 1_048_576;

/// The longest record of delimited text in bytes. Cells of Excel hold 32,767 characters; a longer record has an unclosed quote.
pub(super) const MAX_RECORD: usize = 4 << 20;

/// The longest row of a workbook in bytes of text, the length of 90 full cells. With shared strings a short row can become long, and a
/// few dozen rows are held at a time.
pub(super) const MAX_ROW: usize = 8 << 20;

/// The most bytes of text of the first rows of a sheet, which are held to find the header.
pub(crate) const MAX_SAMPLE: usize = 32 << 20;

/// The most bytes of text and cells of the first rows of all sheets. Shared strings can turn a few bytes into many.
const MAX_FIRST_ROWS: usize = 128 << 20;

/// The address space of the sandbox process: a base, an amount per byte of the file, and the maximum.
pub(super) const SANDBOX_MEMORY: u64 = 288 << 20;
pub(super) const SANDBOX_MEMORY_PER_BYTE: u64 = 16;
pub(super) const SANDBOX_MAX_MEMORY: u64 = 4 << 30;

/// The processor time of the sandbox process in seconds: a base, and an amount per MiB of the file. Reading a MiB takes 0.2 s.
pub(super) const SANDBOX_SECONDS: u64 = 5;
pub(super) const SANDBOX_SECONDS_PER_MIB: u64 = 2;

/// The factor from processor time to waiting time. The machine may be busy, but for a small file the user wants an answer within 15 s.
pub(super) const SANDBOX_TIMEOUT_FACTOR: u64 = 3;

/// The longest piece of XML without an end of a row or string, and the longest text or tag.
pub(super) const MAX_PIECE: usize = 16 << 20;

/// Fails if elements are nested deeper than [`MAX_DEPTH`].
pub(super) fn check_depth(depth: usize) -> Result<(), Problem> {
    if depth > MAX_DEPTH { Err(Problem::too_large(Excess::Depth, depth)) } else { Ok(()) }
}

/// Returns the problem of a row that is longer than [`MAX_ROW`].
pub(super) fn row_too_large() -> Problem {
    Problem::too_large(Excess::Row, MAX_ROW)
}

/// Fails if a cell, by its 0-based row and column, is outside the largest sheet of a spreadsheet program.
pub(super) fn check_position((row, column): (u32, u32)) -> Result<(), Problem> {
    if row < MAX_ROWS && (column as usize) < MAX_COLUMNS {
        return Ok(());
    }
    Err(Problem::too_large(Excess::Cell, MAX_ROWS))
}

/// Fails if the first rows of all sheets are larger than [`MAX_FIRST_ROWS`].
pub(crate) fn check_first_rows(bytes: usize) -> Result<(), Problem> {
    if bytes > MAX_FIRST_ROWS { Err(Problem::too_large(Excess::FirstRows, MAX_FIRST_ROWS)) } else { Ok(()) }
}

/// Fails if a workbook has more than [`MAX_SHEETS`] sheets.
pub(super) fn check_sheets(sheets: usize) -> Result<(), Problem> {
    if sheets > MAX_SHEETS { Err(Problem::too_large(Excess::Sheets, sheets)) } else { Ok(()) }
}
