//! The cells of a data file before they are written, column by column.

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::errors::Result;
use parquet::file::writer::SerializedColumnWriter;
use rustc_hash::FxHashMap;

use crate::model::columnar::{Cell, ColumnType, TypedColumn};

/// Microseconds of a second.
const MICROS: i64 = 1_000_000;

/// Holds the cells of some rows.
pub(super) struct Cells {
    columns: Vec<Column>,
    rows: usize,
}

/// Holds the cells of a column.
enum Column {
    Text(Texts),
    Number(Values<i64>),
    /// In microseconds.
    Time(Values<i64>),
    Bool(Values<bool>),
}

/// Holds texts, each once.
#[derive(Default)]
struct Texts {
    numbers: FxHashMap<Box<str>, u32>,
    distinct: Vec<ByteArray>,
    cells: Values<u32>,
}

/// Holds the values of a column that are known, and which rows have one.
struct Values<T> {
    known: Vec<T>,
    is_known: Vec<i16>,
}

impl<T> Default for Values<T> {
    fn default() -> Self {
        Self { known: Vec::new(), is_known: Vec::new() }
    }
}

impl<T> Values<T> {
    fn push(&mut self, value: Option<T>) {
        self.is_known.push(value.is_some().into());
        self.known.extend(value);
    }

    fn clear(&mut self) {
        self.known.clear();
        self.is_known.clear();
    }
}

impl Cells {
    /// Begins with no rows.
    pub(super) fn new(columns: &[TypedColumn]) -> Self {
        let column = |column: &TypedColumn| match column.of {
            ColumnType::Text => Column::Text(Texts::default()),
            ColumnType::Whole => Column::Number(Values::default()),
            ColumnType::Time => Column::Time(Values::default()),
            ColumnType::Bool => Column::Bool(Values::default()),
        };
        Self { columns: columns.iter().map(column).collect(), rows: 0 }
    }

    /// Returns how many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a row, whose cells are in the order of the columns. A cell of another type counts as unknown.
    pub(super) fn push(&mut self, cells: &[Cell<'_>]) {
        self.rows += 1;
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(*cell);
        }
    }

    /// Forgets the rows.
    pub(super) fn clear(&mut self) {
        self.rows = 0;
        self.columns.iter_mut().for_each(Column::clear);
    }

    /// Writes a column.
    pub(super) fn write(&self, index: usize, writer: &mut SerializedColumnWriter<'_>) -> Result<()> {
        match &self.columns[index] {
            Column::Text(texts) => {
                let known: Vec<ByteArray> =
                    texts.cells.known.iter().map(|number| texts.distinct[*number as usize].clone()).collect();
                writer.typed::<ByteArrayType>().write_batch(&known, Some(&texts.cells.is_known), None)?;
            }
            Column::Number(values) | Column::Time(values) => {
                writer.typed::<Int64Type>().write_batch(&values.known, Some(&values.is_known), None)?;
            }
            Column::Bool(values) => {
                writer.typed::<BoolType>().write_batch(&values.known, Some(&values.is_known), None)?;
            }
        }
        Ok(())
    }
}

impl Column {
    fn push(&mut self, cell: Cell<'_>) {
        match (self, cell) {
            (Self::Text(texts), Cell::Text(text)) => texts.push(text),
            (Self::Text(texts), _) => texts.cells.push(None),
            (Self::Number(values), Cell::Whole(number)) => values.push(Some(number)),
            (Self::Time(values), Cell::Time(seconds)) => values.push(seconds.checked_mul(MICROS)),
            (Self::Number(values) | Self::Time(values), _) => values.push(None),
            (Self::Bool(values), Cell::Bool(is_so)) => values.push(Some(is_so)),
            (Self::Bool(values), _) => values.push(None),
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Text(texts) => {
                texts.numbers.clear();
                texts.distinct.clear();
                texts.cells.clear();
            }
            Self::Number(values) | Self::Time(values) => values.clear(),
            Self::Bool(values) => values.clear(),
        }
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        let known = self.numbers.get(text).copied();
        let number = known.unwrap_or_else(|| {
            let number = u32::try_from(self.distinct.len()).unwrap_or(u32::MAX);
            self.numbers.insert(text.into(), number);
            self.distinct.push(ByteArray::from(text.as_bytes().to_vec()));
            number
        });
        self.cells.push(Some(number));
    }
}
