//! Bounds on what a file may claim, checked before anything is unpacked.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::error::Problem;

/// The most that all parts of a workbook may unpack to: a million rows of 90 columns are about 5 GiB of XML.
const MAX_UNPACKED: u64 = 32 << 30;

/// The most that the shared strings may unpack to; they are held in memory.
pub(super) const MAX_STRINGS: u64 = 2 << 30;

/// From this size on a part must not shrink more than [`MAX_RATIO`] times; XML of real sheets shrinks 10 to 30 times.
const RATIO_FROM: u64 = 64 << 20;
const MAX_RATIO: u64 = 250;

/// The longest record of delimited text in bytes. Excel's cells hold 32,767 characters; a longer record is an open quote.
pub(super) const MAX_RECORD: usize = 4 << 20;

/// The longest row of a workbook in bytes of text: 16,384 cells of 4,096 bytes. Shared strings may make a short row a long one.
pub(super) const MAX_ROW: usize = 64 << 20;

/// Says that a row is longer than [`MAX_ROW`].
pub(super) fn row_too_large() -> Problem {
    Problem::TooLarge(format!("a row of more than {MAX_ROW} bytes"))
}

/// Refuses archives that claim more than a workbook of orders can hold.
///
/// The claim binds: the unpacker stops with an error where a part turns out larger than it said.
pub(super) fn check_archive<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<(), Problem> {
    let mut total = 0_u64;
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(|error| Problem::Damaged(error.to_string()))?;
        let name = part.name().map_err(|error| Problem::Damaged(error.to_string()))?;
        let (size, packed) = (part.size(), part.compressed_size().max(1));
        total = total.saturating_add(size);
        if size > RATIO_FROM && size / packed > MAX_RATIO {
            return Err(Problem::TooLarge(format!("{name}: {size} / {packed} bytes")));
        }
        if name.to_ascii_lowercase().contains("sharedstrings.") && size > MAX_STRINGS {
            return Err(Problem::TooLarge(format!("{name}: {size} bytes")));
        }
    }
    if total > MAX_UNPACKED {
        return Err(Problem::TooLarge(format!("{total} bytes")));
    }
    Ok(())
}
