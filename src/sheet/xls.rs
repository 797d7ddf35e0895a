//! XLS. calamine reads the values. The records are read a second time for what it does not report: formulas without a result, and
//! duplicate cells.

use std::collections::BTreeSet;
use std::io::BufReader;

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsOptions};

use super::cell::{DateSystem, Row, RowBuffer, Stored};
use super::damage::Damage;
use super::error::Problem;
use super::limits;
use super::ole;
use super::reader_errors;
use super::source::{Source, SourceReader};
use super::{Progress, Rows, SheetInfo};

/// The kinds of records that matter (MS-XLS, 2.3).
mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const END: u16 = 0x000A;
    pub(super) const PASSWORD: u16 = 0x002F;
    pub(super) const NOT_COMPUTED: u16 = 0x005E;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const NUMBERS: u16 = 0x00BD;
    pub(super) const RICH_TEXT: u16 = 0x00D6;
    pub(super) const SHARED_TEXT: u16 = 0x00FD;
    pub(super) const COMPUTED_BY: u16 = 0x01C1;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const TEXT: u16 = 0x0204;
    pub(super) const TRUTH_OR_ERROR: u16 = 0x0205;
    pub(super) const FORMULA_OF_BIFF_3: u16 = 0x0206;
    pub(super) const RESULT_TEXT: u16 = 0x0207;
    pub(super) const SHORT_NUMBER: u16 = 0x027E;
    pub(super) const FORMULA_OF_BIFF_4: u16 = 0x0406;
    pub(super) const START: u16 = 0x0809;
}

/// The version of records whose texts are UTF-16, or its low bytes, regardless of the code page that the file names.
const BIFF_8: u16 = 0x0600;
const UTF_16: u16 = 1200;

/// The most rows and columns of a sheet.
const ROWS: usize = 65_536;
const COLUMNS: usize = 256;

/// An open XLS file.
pub(super) struct XlsBook {
    book: Xls<BufReader<SourceReader>>,
    stream: Vec<u8>,
    globals: Globals,
    pub(super) sheets: Vec<SheetInfo>,
    /// The index of each sheet among sheets of all kinds.
    indexes: Vec<usize>,
}

impl XlsBook {
    /// Opens a workbook.
    pub(super) fn open(source: &Source) -> Result<Self, Problem> {
        let stream = ole::workbook(source)?;
        let globals = Globals::read(&stream)?;
        let mut options = XlsOptions::default();
        options.force_codepage = (globals.version == BIFF_8).then_some(UTF_16);
        let book = Xls::new_with_options(BufReader::new(source.reader()), options);
        let book = book.map_err(|error| reader_errors::of_xls(&error))?;
        let (mut sheets, mut indexes): (Vec<SheetInfo>, _) = (Vec::new(), Vec::new());
        for (index, sheet) in book.sheets_metadata().iter().enumerate() {
            if sheet.typ != SheetType::WorkSheet {
                continue;
            }
            // The reader finds sheets by name.
            if sheets.iter().any(|other| other.name.as_ref() == Some(&sheet.name)) {
                return Err(Damage::Duplicate.into());
            }
            sheets.push(SheetInfo { name: Some(sheet.name.clone()), visible: sheet.visible == SheetVisible::Visible });
            indexes.push(index);
        }
        Ok(Self { book, stream, globals, sheets, indexes })
    }

    pub(super) fn date_system(&self) -> DateSystem {
        if self.book.has_1904_epoch() { DateSystem::From1904 } else { DateSystem::From1900 }
    }

    /// Starts reading a sheet.
    pub(super) fn rows(&mut self, sheet: usize) -> Result<XlsRows, Problem> {
        let start = self.indexes.get(sheet).and_then(|index| self.globals.sheets.get(*index)).ok_or(Damage::Missing)?;
        let flags = CellFlags::of_sheet(&self.stream, *start, &self.globals)?;
        let name = self.sheets[sheet].name.as_deref().unwrap_or_default();
        let range = self.book.worksheet_range(name).map_err(|error| reader_errors::of_xls(&error))?;
        XlsRows::new(range, flags)
    }

    /// Tells whether a cell of a sheet is computed by a formula.
    pub(super) fn has_formulas(&mut self, sheet: usize) -> Result<bool, Problem> {
        let name = self.sheets.get(sheet).and_then(|sheet| sheet.name.as_deref()).unwrap_or_default();
        let formulas = self.book.worksheet_formula(name).map_err(|error| reader_errors::of_xls(&error))?;
        Ok(formulas.used_cells().next().is_some())
    }
}

/// The records of a stream from an offset on.
struct Records<'s> {
    rest: &'s [u8],
}

impl<'s> Records<'s> {
    fn at(stream: &'s [u8], start: usize) -> Result<Self, Problem> {
        Ok(Self { rest: stream.get(start..).ok_or(Damage::CutOff)? })
    }

    fn next(&mut self) -> Result<Option<(u16, &'s [u8])>, Problem> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (kind, length) = (int16(self.rest, 0)?, usize::from(int16(self.rest, 2)?));
        let data = self.rest.get(4..4 + length).ok_or(Damage::CutOff)?;
        self.rest = &self.rest[4 + length..];
        Ok(Some((kind, data)))
    }
}

fn int16(bytes: &[u8], at: usize) -> Result<u16, Problem> {
    let two = bytes.get(at..).and_then(<[u8]>::first_chunk);
    two.map(|two| u16::from_le_bytes(*two)).ok_or_else(|| Damage::CutOff.into())
}

fn int32(bytes: &[u8], at: usize) -> Result<u32, Problem> {
    let four = bytes.get(at..).and_then(<[u8]>::first_chunk);
    four.map(|four| u32::from_le_bytes(*four)).ok_or_else(|| Damage::CutOff.into())
}

/// The content of the records before the sheets.
struct Globals {
    version: u16,
    /// The program that computed the results: none if the writer does not compute, 0 if everything is recalculated on opening.
    computed_by: Option<u32>,
    /// The offsets of the sheets of all kinds.
    sheets: Vec<usize>,
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, Problem> {
        let mut globals = Self { version: BIFF_8, computed_by: None, sheets: Vec::new() };
        let mut records = Records::at(stream, 0)?;
        while let Some((kind, data)) = records.next()? {
            match kind {
                kind::START => globals.version = int16(data, 0)?,
                kind::PASSWORD if int16(data, 0)? != 0 || data.len() > 2 => return Err(Problem::Password),
                kind::COMPUTED_BY => globals.computed_by = Some(int32(data, 4)?),
                kind::SHEET => globals.sheets.push(int32(data, 0)? as usize),
                kind::END => break,
                _ => {}
            }
        }
        limits::check_sheets(globals.sheets.len())?;
        Ok(globals)
    }
}

/// Facts about the cells of a sheet other than their values.
struct CellFlags {
    /// The cells that have a value, one bit per cell.
    stated: Vec<u64>,
    no_result: BTreeSet<(u32, u32)>,
}

impl CellFlags {
    fn of_sheet(stream: &[u8], start: usize, globals: &Globals) -> Result<Self, Problem> {
        let mut flags = Self { stated: vec![0; ROWS * COLUMNS / 64], no_result: BTreeSet::new() };
        let mut records = Records::at(stream, start)?;
        // Embedded charts have their own records.
        let mut depth = 0_usize;
        let mut not_computed = globals.computed_by == Some(0);
        // The last formula whose text is in a later record, and whether it is to be computed on opening.
        let mut pending = None;
        let (mut formulas, mut blank) = (Vec::new(), Vec::new());
        while let Some((kind, data)) = records.next()? {
            match kind {
                kind::START => depth += 1,
                kind::END if depth <= 1 => break,
                kind::END => depth -= 1,
                _ if depth != 1 => {}
                kind::NOT_COMPUTED => not_computed = true,
                kind::FORMULA => {
                    flags.no_result.extend(pending.take().map(|(position, _)| position));
                    let position = flags.state(data)?;
                    formulas.push(position);
                    let formula = Formula::read(data)?;
                    match formula.result {
                        FormulaResult::Text => pending = Some((position, formula.to_be_computed)),
                        FormulaResult::Nothing | FormulaResult::Blank if formula.to_be_computed => {
                            flags.no_result.insert(position);
                        }
                        FormulaResult::Blank if formula.is_new && globals.computed_by.is_none() => blank.push(position),
                        _ => {}
                    }
                }
                kind::RESULT_TEXT => {
                    if let Some((position, to_be_computed)) = pending.take()
                        && to_be_computed
                        && int16(data, 0)? == 0
                    {
                        flags.no_result.insert(position);
                    }
                }
                kind::NUMBERS => {
                    let (row, first) = (int16(data, 0)?, int16(data, 2)?);
                    let last = int16(data, data.len().saturating_sub(2))?;
                    for column in first..=last {
                        flags.state_at(row, column)?;
                    }
                }
                kind::NUMBER
                | kind::TEXT
                | kind::RICH_TEXT
                | kind::SHARED_TEXT
                | kind::TRUTH_OR_ERROR
                | kind::SHORT_NUMBER => {
                    flags.state(data)?;
                }
                kind::FORMULA_OF_BIFF_3 | kind::FORMULA_OF_BIFF_4 => return Err(Damage::Structure.into()),
                _ => {}
            }
        }
        flags.no_result.extend(pending.map(|(position, _)| position));
        // A program that computes leaves a few blank results. One that does not compute leaves only blank ones.
        if not_computed || blank.len() == formulas.len() {
            flags.no_result.extend(formulas);
        }
        Ok(flags)
    }

    /// Marks the cell of a record as having a value, and returns its position.
    fn state(&mut self, data: &[u8]) -> Result<(u32, u32), Problem> {
        self.state_at(int16(data, 0)?, int16(data, 2)?)
    }

    fn state_at(&mut self, row: u16, column: u16) -> Result<(u32, u32), Problem> {
        if usize::from(column) >= COLUMNS {
            return Err(Damage::Position.into());
        }
        let (word, bit) = bit_of(u32::from(row), u32::from(column));
        if self.stated[word] & bit != 0 {
            return Err(Damage::Order.into());
        }
        self.stated[word] |= bit;
        Ok((u32::from(row), u32::from(column)))
    }

    fn is_stated(&self, row: u32, column: u32) -> bool {
        let (word, bit) = bit_of(row, column);
        self.stated.get(word).is_some_and(|word| word & bit != 0)
    }
}

fn bit_of(row: u32, column: u32) -> (usize, u64) {
    let index = row as usize * COLUMNS + column as usize;
    (index / 64, 1 << (index % 64))
}

/// The result of a formula.
struct Formula {
    result: FormulaResult,
    /// Whether it is to be computed on opening, which writers set that have not computed it.
    to_be_computed: bool,
    /// Whether it has no mark of a program that computed it.
    is_new: bool,
}

/// The kind of result of a formula.
enum FormulaResult {
    /// The placeholder of a writer that does not compute: zero, or an invalid number.
    Nothing,
    /// An empty text.
    Blank,
    /// A text, which is in the next record.
    Text,
    Value,
}

impl Formula {
    fn read(data: &[u8]) -> Result<Self, Problem> {
        const TO_BE_COMPUTED: u16 = 2;
        let value: [u8; 8] = data.get(6..).and_then(<[u8]>::first_chunk).copied().ok_or(Damage::CutOff)?;
        let result = match value {
            [0, .., 0xFF, 0xFF] => FormulaResult::Text,
            [3, .., 0xFF, 0xFF] => FormulaResult::Blank,
            [.., 0xFF, 0xFF] => FormulaResult::Value,
            _ => {
                let value = f64::from_le_bytes(value);
                if value == 0.0 || value.abs() > 1e100 || value.is_nan() {
                    FormulaResult::Nothing
                } else {
                    FormulaResult::Value
                }
            }
        };
        Ok(Self { result, to_be_computed: int16(data, 14)? & TO_BE_COMPUTED != 0, is_new: int32(data, 16)? == 0 })
    }
}

/// The rows of a sheet, which calamine holds in memory.
pub(super) struct XlsRows {
    range: Range<Data>,
    flags: CellFlags,
    /// The next row, and the last one.
    next: u32,
    last: u32,
    columns: std::ops::RangeInclusive<u32>,
    buffer: RowBuffer,
}

impl XlsRows {
    fn new(range: Range<Data>, flags: CellFlags) -> Result<Self, Problem> {
        limits::check_position(range.end().unwrap_or_default())?;
        let positions = || flags.no_result.iter().copied().chain(range.start()).chain(range.end());
        let (next, last) = (
            positions().map(|position| position.0).min().unwrap_or(1),
            positions().map(|position| position.0).max().unwrap_or(0),
        );
        let left = positions().map(|position| position.1).min().unwrap_or(0);
        let columns = left..=positions().map(|position| position.1).max().unwrap_or(0);
        Ok(Self { range, flags, next, last, columns, buffer: RowBuffer::default() })
    }
}

impl Rows for XlsRows {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        while self.next <= self.last {
            let row = self.next;
            self.next += 1;
            self.buffer.start(u64::from(row) + 1);
            for column in self.columns.clone() {
                let value = self.range.get_value((row, column)).filter(|value| **value != Data::Empty);
                match value {
                    _ if self.flags.no_result.contains(&(row, column)) => {
                        self.buffer.push(column, Stored::NoResult, "");
                    }
                    Some(value) => push(&mut self.buffer, column, value),
                    // The record has a value that calamine could not resolve: an invalid index of a shared text.
                    None if self.flags.is_stated(row, column) => {
                        return Err(Problem::BadCell(u64::from(row) + 1, Damage::Value));
                    }
                    None => {}
                }
            }
            if self.buffer.is_too_large() {
                return Err(limits::row_too_large());
            }
            // The grid has rows that the file does not have. Rows without cells are skipped.
            if !self.buffer.is_empty() {
                return Ok(Some(self.buffer.row()));
            }
        }
        Ok(None)
    }

    fn progress(&self) -> Progress {
        let done = u64::from(self.next);
        Progress { done, total: u64::from(self.last) + 1, exact_rows: done }
    }
}

fn push(buffer: &mut RowBuffer, column: u32, value: &Data) {
    match value {
        Data::Empty => {}
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => buffer.push_text(column, text),
        Data::Float(value) => buffer.push(column, Stored::Number(*value), ""),
        #[expect(clippy::cast_precision_loss, reason = "the digits go along as written")]
        Data::Int(value) => buffer.push(column, Stored::Number(*value as f64), &value.to_string()),
        Data::Bool(value) => buffer.push(column, Stored::Bool(*value), ""),
        Data::DateTime(date) => buffer.push(column, Stored::Serial(date.as_f64()), ""),
        Data::Error(code) => buffer.push(column, Stored::Error, &code.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::super::cell::Cell;
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("a short record");
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    fn position(row: u16, column: u16) -> Vec<u8> {
        [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat()
    }

    fn number(row: u16, column: u16, value: f64) -> Vec<u8> {
        record(kind::NUMBER, &[position(row, column), value.to_le_bytes().to_vec()].concat())
    }

    /// A formula with its result, its flags and the mark of who computed it; what it computes is 1.
    fn formula(row: u16, column: u16, result: [u8; 8], flags: u16, mark: u32) -> Vec<u8> {
        let computes: &[u8] = &[3, 0, 0x1E, 1, 0];
        let all = [&position(row, column)[..], &result, &flags.to_le_bytes(), &mark.to_le_bytes(), computes];
        record(kind::FORMULA, &all.concat())
    }

    fn text(kind: u16, before: &[u8], text: &str) -> Vec<u8> {
        let length = u16::try_from(text.encode_utf16().count()).expect("a short text");
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        record(kind, &[before, &length.to_le_bytes(), &[1], &units].concat())
    }

    /// Reads the cells of a file whose only sheet has these records, with more of them before the sheet.
    fn read(globals: &[u8], sheet: &[u8]) -> Result<Vec<String>, Problem> {
        let start = |kind: u16| {
            let version = [&BIFF_8.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat();
            record(kind::START, &version)
        };
        let head = [&start(5), globals].concat();
        let end = record(kind::END, &[]);
        let sheet_record = |at: u32| record(kind::SHEET, &[&at.to_le_bytes()[..], &[0, 0, 1, 0, b's']].concat());
        let at = u32::try_from(head.len() + sheet_record(0).len() + end.len()).expect("a short stream");
        let stream = [&head, &sheet_record(at)[..], &end, &start(16), sheet, &end].concat();
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.xls");
        let mut container = cfb::create(&path).expect("a container");
        container.create_stream("/Workbook").and_then(|mut to| to.write_all(&stream)).expect("a stream");
        drop(container);
        assert!(fs::metadata(&path).is_ok());
        let mut book = XlsBook::open(&Source::open(&path)?)?;
        assert_eq!(book.sheets, [SheetInfo { name: Some("s".to_owned()), visible: true }]);
        let mut rows = book.rows(0)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next_row()? {
            let number = row.number;
            all.extend(row.cells().filter(|(_, cell)| *cell != Cell::Empty).map(|(column, cell)| match cell {
                Cell::Number { value, .. } => format!("{number}:{column} {value}"),
                Cell::Text(text) => format!("{number}:{column} {text}"),
                other => format!("{number}:{column} {other:?}"),
            }));
        }
        Ok(all)
    }

    const BLANK: [u8; 8] = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    const TEXT: [u8; 8] = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];

    #[test]
    fn formulas_of_writers_that_do_not_compute_have_no_result() {
        let computed = formula(0, 0, 2.5_f64.to_le_bytes(), 0, 0);
        // POI and its like say that the result is to be computed, jxl writes nonsense besides.
        for result in [0.0_f64.to_le_bytes(), BLANK, [0x10, 0x40, 0, 0, 0, 0, 0xE0, 0x6F]] {
            let cells = [computed.clone(), formula(0, 1, result, 2, 0)].concat();
            assert_eq!(read(&[], &cells).expect("a sheet"), ["1:0 2.5", "1:1 NoResult"]);
        }
        // What they have computed counts.
        assert_eq!(read(&[], &formula(0, 0, 7.0_f64.to_le_bytes(), 2, 0)).expect("a sheet"), ["1:0 7"]);
        // xlwt writes an empty text and nothing else.
        let cells = [formula(0, 0, BLANK, 0, 0), formula(1, 0, BLANK, 0, 0)].concat();
        assert_eq!(read(&[], &cells).expect("a sheet"), ["1:0 NoResult", "2:0 NoResult"]);
    }

    #[test]
    fn results_of_programs_that_compute_are_taken() {
        let excel = record(kind::COMPUTED_BY, &[0xC1, 1, 0, 0, 0xBE, 0x86, 1, 0]);
        let cells = [
            formula(0, 0, 0.0_f64.to_le_bytes(), 0, 0xFD00_0000),
            formula(0, 1, BLANK, 0, 0),
            formula(0, 2, TEXT, 0, 0),
            text(kind::RESULT_TEXT, &[], "完成"),
            formula(0, 3, [2, 0, 0x2A, 0, 0, 0, 0xFF, 0xFF], 0, 0),
        ];
        assert_eq!(read(&excel, &cells.concat()).expect("a sheet"), ["1:0 0", "1:2 完成", "1:3 Error(\"#N/A\")"]);
        // Unless all is to be computed again.
        let again = record(kind::COMPUTED_BY, &[0xC1, 1, 0, 0, 0, 0, 0, 0]);
        let value = formula(0, 0, 5.0_f64.to_le_bytes(), 0, 0xFD00_0000);
        assert_eq!(read(&again, &value).expect("a sheet"), ["1:0 NoResult"]);
        let not_computed = [record(kind::NOT_COMPUTED, &[0, 0]), value].concat();
        assert_eq!(read(&excel, &not_computed).expect("a sheet"), ["1:0 NoResult"]);
        // A text that is announced and does not come is none.
        assert_eq!(read(&excel, &formula(0, 0, TEXT, 0, 0)).expect("a sheet"), ["1:0 NoResult"]);
    }

    #[test]
    fn a_cell_that_stands_twice_is_no_file() {
        let cells = [number(0, 0, 1.0), number(1, 0, 2.0), number(0, 0, 3.0)];
        assert!(matches!(read(&[], &cells.concat()), Err(Problem::Damaged(Damage::Order))));
    }

    #[test]
    fn texts_are_utf_16_whatever_code_page_the_file_names() {
        for code_page in [1252_u16, 936, 32_768, 1200] {
            let cell = text(kind::TEXT, &position(0, 0), "已完成");
            assert_eq!(read(&record(0x42, &code_page.to_le_bytes()), &cell).expect("a sheet"), ["1:0 已完成"]);
            let low = record(kind::TEXT, &[&position(0, 1)[..], &[4, 0, 0, b'C', b'a', b'f', 0xE9]].concat());
            assert_eq!(read(&record(0x42, &code_page.to_le_bytes()), &low).expect("a sheet"), ["1:1 Café"]);
        }
    }
}
