//! Workbooks, read through calamine: XLSX and XLSB cell by cell, XLS and ODS whole.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use calamine::{Data, DataRef, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};

use super::cell::{DateSystem, Row, RowBuffer, Stored};
use super::damage;
use super::error::Problem;
use super::limits;
use super::{Progress, Rows, SheetInfo};
use crate::model::export::Format;

type Source = BufReader<File>;

/// Holds an open workbook.
pub(super) enum Workbook {
    Xlsx(Xlsx<Source>),
    Xlsb(Xlsb<Source>),
    Xls(Xls<Source>),
    Ods(Ods<Source>),
}

impl Workbook {
    pub(super) fn open(path: &Path, format: Format) -> Result<Self, Problem> {
        let source = BufReader::new(File::open(path)?);
        match format {
            Format::Xlsx => Xlsx::new(source).map(Self::Xlsx).map_err(damage::of_xlsx),
            Format::Xlsb => Xlsb::new(source).map(Self::Xlsb).map_err(damage::of_xlsb),
            Format::Ods => Ods::new(source).map(Self::Ods).map_err(damage::of_ods),
            Format::Xls => open_ole(source).map(Self::Xls),
            Format::Csv => Err(Problem::UnknownFormat("text")),
        }
    }

    /// Lists the worksheets; charts and macros are left out.
    pub(super) fn sheets(&self) -> Vec<SheetInfo> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        sheets
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| SheetInfo { name: Some(sheet.name.clone()), visible: sheet.visible == SheetVisible::Visible })
            .collect()
    }

    pub(super) fn date_system(&self) -> DateSystem {
        let from_1904 = match self {
            Self::Xlsx(book) => book.has_1904_epoch(),
            Self::Xlsb(book) => book.has_1904_epoch(),
            Self::Xls(book) => book.has_1904_epoch(),
            Self::Ods(_) => false,
        };
        if from_1904 { DateSystem::From1904 } else { DateSystem::From1900 }
    }

    pub(super) fn rows(&mut self, sheet: &str) -> Result<Box<dyn Rows + '_>, Problem> {
        Ok(match self {
            Self::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(damage::of_xlsx)?;
                let last = reader.dimensions().end.0;
                Box::new(CellRows::new(move || reader.next_cell().map_err(damage::of_xlsx), last))
            }
            Self::Xlsb(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(damage::of_xlsb)?;
                let last = reader.dimensions().end.0;
                Box::new(CellRows::new(move || reader.next_cell().map_err(damage::of_xlsb), last))
            }
            Self::Xls(book) => {
                Box::new(RangeRows::new(book.worksheet_range(sheet).map_err(|error| damage::of_xls(&error))?)?)
            }
            Self::Ods(book) => Box::new(RangeRows::new(book.worksheet_range(sheet).map_err(damage::of_ods)?)?),
        })
    }

    /// Tells whether one of the first cells of the sheet is computed by a formula.
    pub(super) fn has_formulas(&mut self, sheet: &str, cells: usize) -> Result<bool, Problem> {
        let found = |range: Range<String>| range.used_cells().any(|(_, _, formula)| !formula.is_empty());
        match self {
            Self::Xlsx(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(damage::of_xlsx)?;
                any_formula(cells, || reader.next_formula().map_err(damage::of_xlsx))
            }
            Self::Xlsb(book) => {
                let mut reader = book.worksheet_cells_reader(sheet).map_err(damage::of_xlsb)?;
                any_formula(cells, || reader.next_formula().map_err(damage::of_xlsb))
            }
            Self::Xls(book) => book.worksheet_formula(sheet).map(found).map_err(|error| damage::of_xls(&error)),
            Self::Ods(book) => book.worksheet_formula(sheet).map(found).map_err(damage::of_ods),
        }
    }
}

/// Opens an OLE container: an old workbook, or the wrapping of an encrypted new one.
fn open_ole<R: Read + Seek + 'static>(mut source: R) -> Result<Xls<R>, Problem> {
    if matches!(Xlsx::new(&mut source), Err(XlsxError::Password)) {
        return Err(Problem::Password);
    }
    source.rewind()?;
    Xls::new(source).map_err(|error| damage::of_xls(&error))
}

fn any_formula(
    cells: usize,
    mut next: impl FnMut() -> Result<Option<calamine::Cell<String>>, Problem>,
) -> Result<bool, Problem> {
    for _ in 0..cells {
        match next()? {
            Some(cell) if !cell.get_value().is_empty() => return Ok(true),
            Some(_) => {}
            None => break,
        }
    }
    Ok(false)
}

/// Gathers a stream of cells into rows.
struct CellRows<'a, F> {
    next: F,
    /// The first cell of the next row, read ahead to see where a row ends.
    ahead: Option<calamine::Cell<DataRef<'a>>>,
    /// Whether the stream has ended; it must not be asked again.
    ended: bool,
    buffer: RowBuffer,
    last: u32,
    rows: u64,
}

impl<F> CellRows<'_, F> {
    fn new(next: F, last: u32) -> Self {
        Self { next, ahead: None, ended: false, buffer: RowBuffer::default(), last, rows: 0 }
    }
}

impl<'a, F: FnMut() -> Result<Option<calamine::Cell<DataRef<'a>>>, Problem>> Rows for CellRows<'a, F> {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        let first = match self.ahead.take() {
            Some(cell) => cell,
            None if self.ended => return Ok(None),
            None => {
                if let Some(cell) = (self.next)()? {
                    cell
                } else {
                    self.ended = true;
                    return Ok(None);
                }
            }
        };
        let row = first.get_position().0;
        self.buffer.start(u64::from(row) + 1);
        let mut cell = Some(first);
        while let Some(of_row) = cell.take_if(|cell| cell.get_position().0 == row) {
            limits::check_place(of_row.get_position())?;
            push(&mut self.buffer, of_row.get_position().1, of_row.get_value());
            if self.buffer.is_too_large() {
                return Err(limits::row_too_large());
            }
            cell = (self.next)().map_err(|problem| located(problem, self.buffer.number()))?;
        }
        self.ended = cell.is_none();
        self.ahead = cell;
        self.buffer.sort();
        self.rows += 1;
        Ok(Some(self.buffer.row()))
    }

    fn progress(&self) -> Progress {
        Progress { done: self.buffer.number(), total: u64::from(self.last) + 1, exact_rows: self.rows }
    }
}

/// Says near which row a cell could not be read, which the reader itself does not.
fn located(problem: Problem, row: u64) -> Problem {
    match problem {
        Problem::Damaged(damage) => Problem::BadCell(row, damage),
        other => other,
    }
}

/// Shows a cell of a sheet that was read whole as one that is read from a stream.
fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::Error(code) => DataRef::Error(code.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn push(buffer: &mut RowBuffer, column: u32, value: &DataRef<'_>) {
    match value {
        DataRef::Empty => {}
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            buffer.push(column, Stored::Text, text);
        }
        DataRef::SharedString(text) => buffer.push(column, Stored::Text, text),
        DataRef::Float(value) => buffer.push(column, Stored::Number(*value), ""),
        #[expect(clippy::cast_precision_loss, reason = "the digits go along as written")]
        DataRef::Int(value) => buffer.push(column, Stored::Number(*value as f64), &value.to_string()),
        DataRef::Bool(value) => buffer.push(column, Stored::Bool(*value), ""),
        DataRef::DateTime(date) => buffer.push(column, Stored::Serial(date.as_f64()), ""),
        DataRef::Error(code) => buffer.push(column, Stored::Error, &code.to_string()),
    }
}

/// Walks the rows of a sheet that was read whole.
struct RangeRows {
    range: Range<Data>,
    place: usize,
    buffer: RowBuffer,
}

impl RangeRows {
    fn new(range: Range<Data>) -> Result<Self, Problem> {
        limits::check_place(range.end().unwrap_or_default())?;
        Ok(Self { range, place: 0, buffer: RowBuffer::default() })
    }
}

impl Rows for RangeRows {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        let (top, left) = self.range.start().unwrap_or_default();
        let (height, width) = self.range.get_size();
        while self.place < height {
            self.buffer.start(u64::from(top) + self.place as u64 + 1);
            for (column, place) in (left..).zip(0..width) {
                if let Some(value) = self.range.get((self.place, place)) {
                    push(&mut self.buffer, column, &borrowed(value));
                }
            }
            self.place += 1;
            if self.buffer.is_too_large() {
                return Err(limits::row_too_large());
            }
            // The grid is filled up with rows that the file does not have; a row without cells is taken for one of them.
            if !self.buffer.is_empty() {
                return Ok(Some(self.buffer.row()));
            }
        }
        Ok(None)
    }

    fn progress(&self) -> Progress {
        Progress { done: self.place as u64, total: self.range.height() as u64, exact_rows: self.place as u64 }
    }
}
