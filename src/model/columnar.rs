//! Tables that are stored column by column, for engines that read many shops at once: the types of their columns, and their values.

/// The type of a column. Every value may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text; ids are text, too.
    Text,
    /// A whole number; money is in fen.
    Whole,
    /// Yes or no.
    Bool,
    /// A moment on Beijing's clocks, without a zone.
    Time,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedColumn {
    /// The stable name.
    pub name: &'static str,
    /// What it holds.
    pub of: ColumnType,
}

/// A value of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'v> {
    /// It is not known.
    Unknown,
    /// A text.
    Text(&'v str),
    /// A whole number.
    Whole(i64),
    /// Yes or no.
    Bool(bool),
    /// A moment, in seconds from 1970 on Beijing's clocks.
    Time(i64),
}

/// A value that a column of one type can have.
pub trait TypedValue<'v>: Copy {
    /// The type of the column.
    const TYPE: ColumnType;

    /// Returns the value as a cell.
    fn cell(self) -> Cell<'v>;
}

impl<'v> TypedValue<'v> for &'v str {
    const TYPE: ColumnType = ColumnType::Text;

    fn cell(self) -> Cell<'v> {
        Cell::Text(self)
    }
}

impl<'v> TypedValue<'v> for i64 {
    const TYPE: ColumnType = ColumnType::Whole;

    fn cell(self) -> Cell<'v> {
        Cell::Whole(self)
    }
}

impl<'v> TypedValue<'v> for bool {
    const TYPE: ColumnType = ColumnType::Bool;

    fn cell(self) -> Cell<'v> {
        Cell::Bool(self)
    }
}

/// Seconds from 1970 on Beijing's clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seconds(pub i64);

impl<'v> TypedValue<'v> for Seconds {
    const TYPE: ColumnType = ColumnType::Time;

    fn cell(self) -> Cell<'v> {
        Cell::Time(self.0)
    }
}

impl<'v, T: TypedValue<'v>> TypedValue<'v> for Option<T> {
    const TYPE: ColumnType = T::TYPE;

    fn cell(self) -> Cell<'v> {
        self.map_or(Cell::Unknown, T::cell)
    }
}

/// Defines a row of a table as a struct, whose fields are the columns.
///
/// ```text
/// columnar_row! {
///     struct Fact<'v> { line_key: &'v str, payable: Option<i64> }
/// }
/// ```
#[macro_export]
macro_rules! columnar_row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident<'v> { $($(#[$about:meta])* $column:ident: $value:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "columns of plain names say what they are")]
        $vis struct $name<'v> {
            $($(#[$about])* pub $column: $value),+
        }

        impl<'v> $name<'v> {
            /// The columns in order.
            pub const COLUMNS: &'static [$crate::model::columnar::TypedColumn] = &[$(
                $crate::model::columnar::TypedColumn {
                    name: stringify!($column),
                    of: <$value as $crate::model::columnar::TypedValue<'v>>::TYPE,
                }
            ),+];

            /// Returns the values in the order of the columns.
            pub fn cells(self) -> [$crate::model::columnar::Cell<'v>; [$(stringify!($column)),+].len()] {
                [$($crate::model::columnar::TypedValue::cell(self.$column)),+]
            }
        }
    };
}
