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

/// Tells what an archive has.
pub(super) struct Directory {
    /// The names of the entries, in small letters.
    pub(super) names: Vec<String>,
    /// The bytes that all entries unpack to.
    pub(super) unpacked: u64,
}

/// Reads the directory, and refuses archives that claim more than a workbook of orders can hold.
///
/// The claim binds: the unpacker stops with an error where an entry turns out larger than it said.
pub(super) fn checked(source: &Source) -> Result<Directory, Problem> {
    let mut archive = ZipArchive::new(Metered { file: source.reader(), left: MAX_DIRECTORY }).map_err(problem)?;
    if archive.is_empty() {
        return Err(Damage::Empty.into());
    }
    if archive.len() > MAX_ENTRIES {
        return Err(Problem::too_large(Excess::Entries, archive.len()));
    }
    // Readers differ in which of two they take.
    if archive.has_duplicate_names() {
        return Err(Damage::Duplicate.into());
    }
    // Entries that lie over one another unpack the same bytes again and again.
    if archive.has_overlapping_entries().map_err(problem)? {
        return Err(Damage::Overlap.into());
    }
    let mut names = Vec::with_capacity(archive.len());
    let (mut total, mut total_packed) = (0_u64, 0_u64);
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).map_err(problem)?;
        let name = part.name().map_err(problem)?.replace('\\', "/").to_ascii_lowercase();
        let (size, packed) = (part.size(), part.compressed_size().max(1));
        total = total.saturating_add(size);
        total_packed = total_packed.saturating_add(packed);
        check_size(&name, size, packed)?;
        names.push(name);
    }
    // Some readers make no difference between the names that this makes one.
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|two| two[0] == two[1]) {
        return Err(Damage::Duplicate.into());
    }
    // Many parts that are small enough each are held to it together.
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
        // What the unpacker says may have names out of the file.
        _ => Damage::Archive.into(),
    }
}

/// Reads a file as long as there is something left of what may be read.
struct Metered {
    file: SourceReader,
    left: u64,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::QuotaExceeded)?;
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
