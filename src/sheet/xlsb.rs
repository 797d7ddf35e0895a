//! XLSB. Sheets are read record by record; strings and styles come from other parts.

use std::fmt::Write as _;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use super::batch::{ReadAhead, Sink, Stop};
use super::cell::{DateSystem, Stored};
use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits;
use super::parts::{self, Archive, Relation};
use super::reader_errors;
use super::scalars::Unsupported;
use super::source::Source;
use super::strings::Strings;
use super::style::Style;
use super::values::error_of_number;
use super::{Rows, SheetInfo};

const WORKBOOK: &str = "xl/workbook.bin";
const FOLDER: &str = "xl";

/// The kinds of records that matter (MS-XLSB, 2.3).
mod kind {
    pub(super) const ROW: u16 = 0;
    pub(super) const CELL_BLANK: u16 = 1;
    pub(super) const CELL_RK: u16 = 2;
    pub(super) const CELL_ERROR: u16 = 3;
    pub(super) const CELL_BOOL: u16 = 4;
    pub(super) const CELL_REAL: u16 = 5;
    pub(super) const CELL_TEXT: u16 = 6;
    pub(super) const CELL_SHARED: u16 = 7;
    pub(super) const FORMULA_TEXT: u16 = 8;
    pub(super) const FORMULA_REAL: u16 = 9;
    pub(super) const FORMULA_BOOL: u16 = 10;
    pub(super) const FORMULA_ERROR: u16 = 11;
    /// Cells without a column; writers of complete sheets do not use them.
    pub(super) const FIRST_SHORT: u16 = 12;
    pub(super) const LAST_SHORT: u16 = 18;
    pub(super) const STRING: u16 = 19;
    pub(super) const FORMAT: u16 = 44;
    pub(super) const STYLE: u16 = 47;
    pub(super) const CELL_RICH: u16 = 62;
    pub(super) const DATA_START: u16 = 145;
    pub(super) const DATA_END: u16 = 146;
    pub(super) const WORKBOOK: u16 = 153;
    pub(super) const SHEET: u16 = 156;
    pub(super) const CALCULATION: u16 = 157;
    pub(super) const STYLES_START: u16 = 617;
    pub(super) const STYLES_END: u16 = 618;
}

/// An open XLSB file.
pub(super) struct XlsbBook {
    source: Source,
    pub(super) sheets: Vec<SheetInfo>,
    pub(super) dates: DateSystem,
    parts: Arc<XlsbParts>,
}

/// What the sheets refer to.
#[derive(Default)]
struct XlsbParts {
    /// The paths of the sheets in the archive.
    paths: Vec<String>,
    recalculates: bool,
    strings: Strings,
    styles: Vec<Style>,
}

impl XlsbBook {
    /// Opens a workbook.
    pub(super) fn open(source: &Source) -> Result<Self, Problem> {
        let mut archive = parts::open(source)?;
        let beside = parts::bytes_of(&mut archive, "xl/_rels/workbook.bin.rels")?;
        let beside = String::from_utf8(beside).map_err(|_| Damage::Encoding)?;
        super::xml_limits::check(beside.as_bytes())?;
        let relations = parts::relations(FOLDER, &beside)?;
        let of_kind = |kind: &str, archive: &Archive| {
            let relation = relations.iter().find(|relation| relation.kind.ends_with(kind))?;
            parts::entry(archive, &relation.target)
        };
        let strings = match of_kind("/sharedStrings", &archive) {
            Some(path) => read_strings(&mut archive, &path)?,
            None => Strings::default(),
        };
        let styles = match of_kind("/styles", &archive) {
            Some(path) => read_styles(&parts::bytes_of(&mut archive, &path)?)?,
            None => Vec::new(),
        };
        let workbook = parts::bytes_of(&mut archive, WORKBOOK)?;
        let mut parts = XlsbParts { paths: Vec::new(), recalculates: false, strings, styles };
        let mut book =
            Self { source: source.clone(), sheets: Vec::new(), dates: DateSystem::From1900, parts: Arc::default() };
        let mut records = Records::new(workbook.as_slice());
        while let Some(kind) = records.next()? {
            let record = Fields(&records.payload);
            match kind {
                kind::WORKBOOK if record.byte(0)? & 1 != 0 => book.dates = DateSystem::From1904,
                kind::CALCULATION => parts.recalculates = record.int16(24).is_ok_and(|flags| flags & 1 != 0),
                kind::SHEET => {
                    if let Some((info, path)) = sheet(record, &relations, &archive)? {
                        if parts.paths.contains(&path) {
                            return Err(Damage::Duplicate.into());
                        }
                        book.sheets.push(info);
                        parts.paths.push(path);
                    }
                }
                _ => {}
            }
        }
        book.parts = Arc::new(parts);
        Ok(book)
    }

    /// Starts reading a sheet.
    pub(super) fn rows(&self, sheet: usize) -> Result<Box<dyn Rows + '_>, Problem> {
        let mut archive = parts::open(&self.source)?;
        let parts = Arc::clone(&self.parts);
        let total = archive.by_name(&parts.paths[sheet]).map_err(|_| Damage::Archive)?.size();
        let ahead = ReadAhead::start(total, move |sink| {
            let entry = archive.by_name(&parts.paths[sheet]).map_err(|_| Problem::from(Damage::Archive))?;
            let mut records = Records::new(BufReader::with_capacity(1 << 16, entry));
            Cells { parts: &parts, row: None, next_column: 0, in_row: 0 }.read(&mut records, sink)?;
            // The checksum is verified at the end.
            io::copy(&mut records.inner, &mut io::sink()).map_err(reader_errors::of_unpacking)?;
            Ok(())
        })?;
        Ok(Box::new(ahead))
    }

    /// Tells whether one of the first cells of a sheet is computed by a formula.
    pub(super) fn has_formulas(&self, sheet: usize, cells: usize) -> Result<bool, Problem> {
        let mut archive = parts::open(&self.source)?;
        let entry = archive.by_name(&self.parts.paths[sheet]).map_err(|_| Damage::Archive)?;
        let mut records = Records::new(BufReader::new(entry));
        let mut seen = 0;
        while let Some(kind) = records.next()? {
            match kind {
                kind::FORMULA_TEXT..=kind::FORMULA_ERROR => return Ok(true),
                kind::CELL_BLANK..=kind::CELL_SHARED | kind::CELL_RICH => seen += 1,
                kind::DATA_END => break,
                _ => {}
            }
            if seen >= cells {
                break;
            }
        }
        Ok(false)
    }
}

/// Reads the entry of a sheet in the workbook. Returns nothing for charts and macros.
fn sheet(
    record: Fields<'_>,
    relations: &[Relation],
    archive: &Archive,
) -> Result<Option<(SheetInfo, String)>, Problem> {
    let visible = record.int32(0)? == 0;
    // A sheet of macros has no relation.
    if record.int32(8)? == u32::MAX {
        return Ok(None);
    }
    let mut id = String::new();
    let after = record.text(8, &mut id)?;
    let mut name = String::new();
    record.text(after, &mut name)?;
    let relation = relations.iter().find(|relation| relation.id == id).ok_or(Damage::Missing)?;
    if !relation.kind.ends_with("/worksheet") {
        return Ok(None);
    }
    let path = parts::entry(archive, &relation.target).ok_or(Damage::Missing)?;
    Ok(Some((SheetInfo { name: Some(name), visible }, path)))
}

fn read_strings(archive: &mut Archive, path: &str) -> Result<Strings, Problem> {
    let part = archive.by_name(path).map_err(|_| Damage::Archive)?;
    let mut strings = Strings::default();
    let mut text = String::new();
    let mut records = Records::new(BufReader::with_capacity(1 << 16, part));
    while let Some(kind) = records.next()? {
        if kind == kind::STRING {
            text.clear();
            Fields(&records.payload).text(1, &mut text)?;
            strings.push(&text).map_err(|Unsupported| Damage::Structure)?;
        }
    }
    Ok(strings)
}

fn read_styles(part: &[u8]) -> Result<Vec<Style>, Problem> {
    let mut declared = std::collections::HashMap::new();
    let mut styles = Vec::new();
    let mut within = false;
    let mut code = String::new();
    let mut records = Records::new(part);
    while let Some(kind) = records.next()? {
        let record = Fields(&records.payload);
        match kind {
            kind::FORMAT => {
                code.clear();
                record.text(2, &mut code)?;
                declared.insert(record.int16(0)?, Style::of_code(&code));
            }
            kind::STYLES_START => within = true,
            kind::STYLES_END => within = false,
            kind::STYLE if within => {
                let format = record.int16(2)?;
                let style = declared.get(&format).copied();
                styles.push(style.unwrap_or_else(|| Style::built_in(u32::from(format))));
            }
            _ => {}
        }
    }
    Ok(styles)
}

/// The reader of the cells of a sheet.
struct Cells<'p> {
    parts: &'p XlsbParts,
    /// The current 0-based row.
    row: Option<u32>,
    next_column: u32,
    /// The number of cells of the row.
    in_row: usize,
}

impl Cells<'_> {
    fn read(mut self, records: &mut Records<impl Read>, sink: &mut Sink) -> Result<(), Stop> {
        while let Some(kind) = records.next()? {
            if kind == kind::DATA_START {
                return self.rows(records, sink);
            }
        }
        Err(Problem::from(Damage::Missing).into())
    }

    fn rows(&mut self, records: &mut Records<impl Read>, sink: &mut Sink) -> Result<(), Stop> {
        while let Some(kind) = records.next()? {
            match kind {
                kind::ROW => {
                    self.end_row(sink)?;
                    let row = Fields(&records.payload).int32(0)?;
                    limits::check_position((row, 0))?;
                    if self.row.is_some_and(|before| row <= before) {
                        return Err(Problem::from(Damage::Order).into());
                    }
                    (self.row, self.next_column, self.in_row) = (Some(row), 0, 0);
                    sink.report(records.read);
                }
                kind::DATA_END => return self.end_row(sink),
                kind::CELL_BLANK..=kind::FORMULA_ERROR | kind::CELL_RICH => {
                    self.cell(kind, Fields(&records.payload), sink).map_err(|problem| self.located(problem))?;
                    if sink.row_bytes() > limits::MAX_ROW {
                        return Err(limits::row_too_large().into());
                    }
                }
                kind::FIRST_SHORT..=kind::LAST_SHORT => return Err(Problem::from(Damage::Structure).into()),
                _ => {}
            }
        }
        Err(Problem::from(Damage::CutOff).into())
    }

    fn end_row(&self, sink: &mut Sink) -> Result<(), Stop> {
        match self.row {
            Some(row) if self.in_row > 0 => {
                sink.count_exact();
                sink.end_row(u64::from(row) + 1, None)
            }
            _ => Ok(()),
        }
    }

    /// Adds the row after which something could not be read.
    fn located(&self, problem: Problem) -> Problem {
        match (problem, self.row) {
            (Problem::Damaged(damage), Some(row)) if damage != Damage::Order => {
                Problem::BadCell(u64::from(row) + 1, damage)
            }
            (problem, _) => problem,
        }
    }

    fn cell(&mut self, kind: u16, record: Fields<'_>, sink: &mut Sink) -> Result<(), Problem> {
        let Some(row) = self.row else { return Err(Damage::Position.into()) };
        let column = record.int32(0)?;
        limits::check_position((row, column))?;
        if column < self.next_column {
            return Err(Damage::Order.into());
        }
        self.next_column = column + 1;
        self.in_row += 1;
        let style = (record.int32(4)? & 0x00FF_FFFF) as usize;
        let is_date = self.parts.styles.get(style) == Some(&Style::Date);
        if (kind::FORMULA_TEXT..=kind::FORMULA_ERROR).contains(&kind) && self.is_no_result(kind, record)? {
            sink.push(column, Stored::NoResult, "");
            return Ok(());
        }
        match kind {
            kind::CELL_BLANK => {}
            kind::CELL_RK => {
                let (value, is_whole) = record.rk(8)?;
                if is_date {
                    sink.push(column, Stored::Serial(value), "");
                } else {
                    let start = sink.text_end();
                    if is_whole {
                        let _ = write!(sink.text(), "{value}");
                    }
                    sink.close(column, Stored::Number(value), start);
                }
            }
            kind::CELL_REAL | kind::FORMULA_REAL => {
                let value = record.real(8)?;
                sink.push(column, if is_date { Stored::Serial(value) } else { Stored::Number(value) }, "");
            }
            kind::CELL_ERROR | kind::FORMULA_ERROR => {
                sink.push(column, Stored::Error, error_of_number(record.byte(8)?));
            }
            kind::CELL_BOOL | kind::FORMULA_BOOL => sink.push(column, Stored::Bool(record.byte(8)? != 0), ""),
            kind::CELL_SHARED => {
                let string = self.parts.strings.get(record.int32(8)? as usize);
                sink.push_text(column, string.ok_or(Damage::Value)?);
            }
            kind::CELL_TEXT | kind::FORMULA_TEXT | kind::CELL_RICH => {
                let start = sink.text_end();
                record.text(if kind == kind::CELL_RICH { 9 } else { 8 }, sink.text())?;
                sink.close_text(column, start);
            }
            _ => return Err(Damage::Structure.into()),
        }
        Ok(())
    }

    /// Tells whether a formula has no result: it is to be computed on opening, and has a placeholder.
    fn is_no_result(&self, kind: u16, record: Fields<'_>) -> Result<bool, Problem> {
        const TO_BE_COMPUTED: u16 = 2;
        let (flags, nothing) = match kind {
            kind::FORMULA_TEXT => {
                let length = record.int32(8)? as usize;
                (12_usize.saturating_add(length.saturating_mul(2)), length == 0)
            }
            kind::FORMULA_REAL => (16, record.real(8)? == 0.0),
            _ => (9, false),
        };
        // A missing flag is not set.
        let to_be_computed = record.int16(flags).is_ok_and(|flags| flags & TO_BE_COMPUTED != 0);
        Ok(self.parts.recalculates || (nothing && to_be_computed))
    }
}

/// The reader of records.
struct Records<R> {
    inner: R,
    payload: Vec<u8>,
    /// The number of bytes read.
    read: u64,
}

impl<R: Read> Records<R> {
    fn new(inner: R) -> Self {
        Self { inner, payload: Vec::new(), read: 0 }
    }

    /// Reads the next record and returns its kind, or nothing at the end.
    fn next(&mut self) -> Result<Option<u16>, Problem> {
        let Some(first) = self.byte()? else { return Ok(None) };
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()?.ok_or(Damage::CutOff)? & 0x7F) << 7;
        }
        let mut length = 0_usize;
        for index in 0..4 {
            let byte = self.byte()?.ok_or(Damage::CutOff)?;
            length |= usize::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 == 0 {
                break;
            }
        }
        if length > limits::MAX_PIECE {
            return Err(Problem::too_large(Excess::Record, length));
        }
        self.payload.clear();
        let read = self.inner.by_ref().take(length as u64).read_to_end(&mut self.payload);
        if read.map_err(reader_errors::of_unpacking)? < length {
            return Err(Damage::CutOff.into());
        }
        self.read += length as u64 + 2;
        Ok(Some(kind))
    }

    fn byte(&mut self) -> Result<Option<u8>, Problem> {
        let mut byte = [0];
        loop {
            match self.inner.read(&mut byte) {
                Ok(read) => return Ok((read > 0).then_some(byte[0])),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(reader_errors::of_unpacking(error)),
            }
        }
    }
}

/// The fields of a record.
#[derive(Clone, Copy)]
struct Fields<'r>(&'r [u8]);

impl Fields<'_> {
    fn array<const N: usize>(self, at: usize) -> Result<[u8; N], Problem> {
        let bytes = self.0.get(at..).and_then(<[u8]>::first_chunk);
        bytes.copied().ok_or_else(|| Damage::CutOff.into())
    }

    fn byte(self, at: usize) -> Result<u8, Problem> {
        self.array::<1>(at).map(|[byte]| byte)
    }

    fn int16(self, at: usize) -> Result<u16, Problem> {
        self.array(at).map(u16::from_le_bytes)
    }

    fn int32(self, at: usize) -> Result<u32, Problem> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn real(self, at: usize) -> Result<f64, Problem> {
        self.array(at).map(f64::from_le_bytes)
    }

    /// Reads a number in its short form (MS-XLSB, 2.5.122), and tells whether it is stored as an integer.
    fn rk(self, at: usize) -> Result<(f64, bool), Problem> {
        let bits = self.int32(at)?;
        let is_whole = bits & 2 != 0;
        let value = if is_whole {
            f64::from(i32::from_le_bytes(bits.to_le_bytes()) >> 2)
        } else {
            f64::from_bits(u64::from(bits & !3) << 32)
        };
        Ok(if bits & 1 != 0 { (value / 100.0, false) } else { (value, is_whole) })
    }

    /// Adds a text with its length in front, and returns the offset of its end.
    fn text(self, at: usize, out: &mut String) -> Result<usize, Problem> {
        let length = self.int32(at)? as usize;
        let end = length.checked_mul(2).and_then(|bytes| bytes.checked_add(at + 4)).ok_or(Damage::CutOff)?;
        let bytes = self.0.get(at + 4..end).ok_or(Damage::CutOff)?;
        let units = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        out.extend(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(end)
    }
}

#[cfg(test)]
mod tests;
