//! The directory of a ZIP archive, checked before anything is unpacked.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits::{
    MAX_DIRECTORY, MAX_ENTRIES, MAX_RATIO, MAX_STRINGS, MAX_STRINGS_RATIO, MAX_UNPACKED, RATIO_FROM, STRINGS_RATIO_FROM,
};
use super::source::{Source, SourceReader};

/// The directory of an archive.
pub(super) struct Directory {
    /// The names of the entries in lower case.
    pub(super) names: Vec<String>,
    /// The total unpacked size in bytes.
    pub(super) unpacked: u64,
}

/// Reads the directory, and fails for archives with more content than is plausible.
///
/// The stated sizes are binding: the unpacker fails if an entry is larger than it says.
pub(super) fn checked(source: &Source) -> Result<Directory, Problem> {
    let mut archive = ZipArchive::new(LimitedReader { file: source.reader(), left: MAX_DIRECTORY }).map_err(problem)?;
    if archive.is_empty() {
        return Err(Damage::Empty.into());
    }
    if archive.len() > MAX_ENTRIES {
        return Err(Problem::too_large(Excess::Entries, archive.len()));
    }
    // Readers differ in which of two entries they use.
    if archive.has_duplicate_names() {
        return Err(Damage::Duplicate.into());
    }
    // Overlapping entries unpack the same bytes repeatedly.
    if archive.has_overlapping_entries().map_err(problem)? {
        return Err(Damage::Overlap.into());
    }
    let mut names = Vec::with_capacity(archive.len());
    let (mut total, mut total_packed) = (0_u64, 0_u64);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(problem)?;
        let name = part.name().map_err(problem)?.replace('\\', "/").to_ascii_lowercase();
        let (size, packed) = (part.size(), part.compressed_size().max(1));
        total = total.saturating_add(size);
        total_packed = total_packed.saturating_add(packed);
        check_size(&name, size, packed)?;
        names.push(name);
    }
    // Some readers do not distinguish names that differ in case or slashes.
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|two| two[0] == two[1]) {
        return Err(Damage::Duplicate.into());
    }
    // Many small parts are limited in total.
    if total > MAX_UNPACKED || shrinks(total, total_packed, RATIO_FROM, MAX_RATIO) {
        return Err(Problem::too_large(Excess::Unpacked, total));
    }
    Ok(Directory { names, unpacked: total })
}

fn check_size(name: &str, size: u64, packed: u64) -> Result<(), Problem> {
    let strings = name.contains("sharedstrings.");
    if shrinks(size, packed, RATIO_FROM, MAX_RATIO)
        || (strings && shrinks(size, packed, STRINGS_RATIO_FROM, MAX_STRINGS_RATIO))
    {
        return Err(Problem::too_large(Excess::Unpacked, size));
    }
    if strings && size > MAX_STRINGS {
        return Err(Problem::too_large(Excess::SharedStrings, size));
    }
    Ok(())
}

fn shrinks(size: u64, packed: u64, from: u64, ratio: u64) -> bool {
    size > from && size / packed > ratio
}

fn problem(error: ZipError) -> Problem {
    match error {
        ZipError::Io(error) if error.kind() == io::ErrorKind::QuotaExceeded => {
            Problem::too_large(Excess::Directory, MAX_DIRECTORY)
        }
        // The error may contain names from the file, so it is not used.
        _ => Damage::Archive.into(),
    }
}

/// A reader with a limit of bytes.
struct LimitedReader {
    file: SourceReader,
    left: u64,
}

impl Read for LimitedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::QuotaExceeded)?;
        Ok(read)
    }
}

impl Seek for LimitedReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
