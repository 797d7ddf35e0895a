//! OLE containers: old workbooks, and encrypted new ones.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use super::damage::Damage;
use super::error::Problem;
use super::source::{Source, SourceReader};
use crate::model::export::Format;

/// The signature of a container.
pub(super) const START: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Sector numbers from here on are special values.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

/// The bytes of an entry of the directory, and of a sector of the mini stream.
const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;

/// Streams with fewer bytes are in the mini stream.
const SHORT: usize = 4096;

/// Streams of other formats, with the format.
const OTHERS: [(&str, &str); 3] =
    [("worddocument", "Word"), ("powerpoint document", "PowerPoint"), ("\u{5}hwpsummaryinformation", "HWP")];

/// Checks that a container has a workbook that can be read.
pub(super) fn format(source: &Source) -> Result<Format, Problem> {
    let container = Container::open(source)?;
    let has = |name: &str| container.streams.contains_key(name);
    if has("encryptedpackage") {
        return Err(Problem::Password);
    }
    if has("workbook") || has("book") {
        return Ok(Format::Xls);
    }
    match OTHERS.iter().find(|(stream, _)| has(stream)) {
        Some((_, name)) => Err(Problem::UnknownFormat(name)),
        None => Err(Problem::OtherSpreadsheet("OLE")),
    }
}

/// Reads the stream of the workbook.
pub(super) fn workbook(source: &Source) -> Result<Vec<u8>, Problem> {
    let mut container = Container::open(source)?;
    let stream = ["workbook", "book"].iter().find_map(|name| container.streams.get(*name).copied());
    container.read(stream.ok_or(Damage::Missing)?)
}

/// The first sector of a stream, and its length.
#[derive(Clone, Copy)]
struct Stream {
    start: u32,
    length: usize,
}

struct Container {
    file: SourceReader,
    length: u64,
    sector: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
    mini_start: u32,
    /// The mini stream.
    root: Stream,
    /// The streams by lower-case name; of two with the same name the first.
    streams: HashMap<String, Stream>,
}

impl Container {
    fn open(source: &Source) -> Result<Self, Problem> {
        let mut file = source.reader();
        let mut head = [0; 512];
        file.read_exact(&mut head).map_err(|_| Damage::CutOff)?;
        let shift = u16::from_le_bytes([head[30], head[31]]);
        if !(9..=12).contains(&shift) {
            return Err(Damage::Structure.into());
        }
        let root = Stream { start: NO_SECTOR, length: 0 };
        let (length, sector) = (source.length(), 1 << shift);
        let mini_start = int32(&head, 60);
        let mut container = Self { file, length, sector, next: Vec::new(), mini_start, root, streams: HashMap::new() };
        // The header lists the sectors of the sector table, and further sectors continue the list.
        let mut table: Vec<u32> = numbers(&head[76..]).collect();
        let mut more = int32(&head, 68);
        for _ in 0..container.sectors() {
            if more >= NO_SECTOR {
                break;
            }
            table.extend(numbers(&container.sector(more)?));
            more = table.pop().unwrap_or(NO_SECTOR);
        }
        for number in table.into_iter().filter(|number| *number < NO_SECTOR) {
            // The table needs no more entries than there are sectors.
            if container.next.len() as u64 > container.sectors() {
                break;
            }
            let sector = container.sector(number)?;
            container.next.extend(numbers(&sector));
        }
        let directory = container.chain(int32(&head, 48), usize::MAX)?;
        for (index, entry) in directory.chunks_exact(ENTRY).enumerate() {
            let units = usize::from(u16::from_le_bytes([entry[64], entry[65]])).clamp(2, 64) / 2 - 1;
            let name = entry[..64].chunks_exact(2).take(units).map(|two| u16::from_le_bytes([two[0], two[1]]));
            let name: String = char::decode_utf16(name).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            let length = usize::try_from(int32(entry, 120)).unwrap_or(usize::MAX);
            let stream = Stream { start: int32(entry, 116), length };
            match entry[66] {
                5 if index == 0 => container.root = stream,
                2 => drop(container.streams.entry(name.to_lowercase()).or_insert(stream)),
                _ => {}
            }
        }
        Ok(container)
    }

    /// Returns the number of sectors that fit in the file.
    fn sectors(&self) -> u64 {
        self.length / self.sector as u64
    }

    /// Reads a sector; the last may be cut off.
    fn sector(&mut self, number: u32) -> Result<Vec<u8>, Problem> {
        let start = (u64::from(number) + 1) * self.sector as u64;
        if start >= self.length {
            return Err(Damage::CutOff.into());
        }
        self.file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::with_capacity(self.sector);
        self.file.by_ref().take(self.sector as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads a chain of sectors.
    fn chain(&mut self, start: u32, length: usize) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        let mut number = start;
        for _ in 0..=self.sectors() {
            if number >= NO_SECTOR || bytes.len() >= length {
                bytes.truncate(length);
                return Ok(bytes);
            }
            bytes.extend(self.sector(number)?);
            number = self.next.get(number as usize).copied().unwrap_or(NO_SECTOR);
        }
        // The chain is a cycle.
        Err(Damage::Structure.into())
    }

    fn read(&mut self, stream: Stream) -> Result<Vec<u8>, Problem> {
        if stream.length >= SHORT {
            return self.chain(stream.start, stream.length);
        }
        let short = self.chain(self.root.start, self.root.length)?;
        let table: Vec<u32> = numbers(&self.chain(self.mini_start, usize::MAX)?).collect();
        let mut bytes = Vec::new();
        let mut number = stream.start;
        while number < NO_SECTOR && bytes.len() < stream.length {
            let at = number as usize * MINI_SECTOR;
            bytes.extend(short.get(at..).ok_or(Damage::CutOff)?.iter().take(MINI_SECTOR));
            number = table.get(number as usize).copied().unwrap_or(NO_SECTOR);
        }
        bytes.truncate(stream.length);
        Ok(bytes)
    }
}

fn int32(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| int32(four, 0))
}
