//! The columns of a report. A row is a struct, and each of its fields is a column.

use crate::model::money::Fen;
use crate::model::table::{Column, Datum, Role, Word, ratio};

use super::options::By;

/// Describes a column of a report.
#[derive(Debug, Clone, Copy)]
pub struct ReportColumn {
    /// The stable key.
    pub key: &'static str,
    /// The text of the heading, where it is not that of the key.
    pub heading: Option<&'static str>,
    /// What it is marked as.
    pub marks: &'static [Mark],
    /// Whether its values are numbers that can be added.
    pub is_number: bool,
}

/// Says something about a column. A number that is not marked adds up over all rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It names what the row is about, alone or with the other keys.
    Key,
    /// It counts distinct things, of which one may be in several rows.
    Distinct,
    /// It is a number that adds up over nothing.
    Fixed,
    /// It compares the row with other days.
    OwnComparison,
    /// It is shown to programs alone.
    ForPrograms,
    /// It is the period, and shown where rows are grouped by one.
    ByPeriod,
    /// It is shown where rows are grouped by creator.
    ByCreator,
    /// It is shown where rows are grouped by product.
    ByProduct,
    /// It is shown where rows are grouped by product or by SKU.
    ByGoods,
    /// It is shown where rows are grouped by order.
    ByOrder,
    /// It is shown where rows are grouped by anything.
    Grouped,
    /// It is shown where rows are grouped by warehouse.
    ByWarehouse,
    /// It is shown where rows are grouped by the day of the week.
    ByWeekday,
    /// It is shown where rows are grouped by SKU.
    BySku,
    /// It is shown where rows are grouped by city.
    ByCity,
    /// It is shown where after-sales are grouped by stage.
    ByStage,
    /// It is shown where after-sales are grouped by reason.
    ByReason,
    /// It is shown where after-sales are grouped by type.
    ByType,
    /// It is what rows are grouped by unless they are grouped by something in its place.
    Subject,
}

impl ReportColumn {
    /// Tells whether the column is shown where rows are grouped so.
    pub fn is_shown(&self, by: Option<By>) -> bool {
        self.marks.iter().all(|mark| match mark {
            Mark::Key | Mark::Distinct | Mark::Fixed | Mark::OwnComparison | Mark::ForPrograms => true,
            Mark::ByPeriod => by.is_some_and(By::is_period),
            Mark::ByCreator => by == Some(By::Creator),
            Mark::ByProduct => by == Some(By::Product),
            Mark::ByGoods => matches!(by, Some(By::Product | By::Sku)),
            Mark::ByOrder => by == Some(By::Order),
            Mark::Grouped => by.is_some(),
            Mark::ByWarehouse => by == Some(By::Warehouse),
            Mark::ByWeekday => by == Some(By::Weekday),
            Mark::BySku => by == Some(By::Sku),
            Mark::ByCity => by == Some(By::City),
            Mark::ByStage => by == Some(By::Stage),
            Mark::ByReason => by == Some(By::Reason),
            Mark::ByType => by == Some(By::Type),
            Mark::Subject => by.is_none_or(By::is_period),
        })
    }

    fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    fn role(&self) -> Role {
        match self.is_number {
            _ if self.has(Mark::Key) || self.has(Mark::ByPeriod) => Role::Key,
            _ if self.has(Mark::OwnComparison) => Role::OwnComparison,
            _ if self.has(Mark::Distinct) => Role::Distinct,
            _ if self.has(Mark::Fixed) => Role::Fixed,
            true => Role::Sum,
            false => Role::Label,
        }
    }

    /// Returns the column of a table.
    pub fn column(&self) -> Column {
        let column = match self.heading {
            Some(heading) => Column::titled(self.key, heading),
            None => Column::of(self.key),
        };
        Column { for_programs: self.has(Mark::ForPrograms), role: self.role(), ..column }
    }
}

/// A row of a report. [`report_row!`] makes one.
pub(super) trait ReportRow {
    /// The columns in order.
    const COLUMNS: &'static [ReportColumn];

    /// Returns the cells, as many as there are columns.
    fn cells(self) -> Vec<Datum>;
}

/// Defines the row of a report: `key: type`, then `= "text-id"` for a heading of its own, and marks such as `[Key]` or
/// `[Key, ByCreator]`. With `from SQL`, rows are read from a query that has a column of each name.
macro_rules! report_row {
    ($(#[$doc:meta])* struct $name:ident from SQL { $($fields:tt)* }) => {
        $crate::report::named::columns::report_row! { $(#[$doc])* struct $name { $($fields)* } }
        $crate::report::named::sql::sql_row! { $name { $($fields)* } }
    };
    ($(#[$doc:meta])* struct $name:ident {
        $($key:ident: $cell:ty $(= $heading:literal)? $([$($mark:ident),+])?),+ $(,)?
    }) => {
        $(#[$doc])*
        struct $name {
            $($key: $cell),+
        }

        impl $crate::report::named::columns::ReportRow for $name {
            const COLUMNS: &'static [$crate::report::named::columns::ReportColumn] = &[$(
                $crate::report::named::columns::ReportColumn {
                    key: stringify!($key),
                    heading: $crate::report::named::columns::report_row!(@heading $($heading)?),
                    marks: &[$($($crate::report::named::columns::Mark::$mark),+)?],
                    is_number: <$cell as $crate::report::named::columns::Cell>::IS_NUMBER,
                }
            ),+];

            fn cells(self) -> Vec<$crate::model::table::Datum> {
                vec![$($crate::report::named::columns::Cell::into_datum(self.$key)),+]
            }
        }
    };
    (@heading) => { None };
    (@heading $heading:literal) => { Some($heading) };
}
pub(super) use report_row;

/// A value that a cell can have.
pub(super) trait Cell {
    /// Whether it is a number that can be added.
    const IS_NUMBER: bool = false;

    /// Makes the cell.
    fn into_datum(self) -> Datum;
}

impl<T: Cell> Cell for Option<T> {
    const IS_NUMBER: bool = T::IS_NUMBER;

    fn into_datum(self) -> Datum {
        self.map_or(Datum::Null, T::into_datum)
    }
}

impl Cell for String {
    fn into_datum(self) -> Datum {
        Datum::Text(self)
    }
}

impl Cell for i64 {
    const IS_NUMBER: bool = true;

    fn into_datum(self) -> Datum {
        Datum::Int(self)
    }
}

impl Cell for f64 {
    fn into_datum(self) -> Datum {
        Datum::Real(self)
    }
}

impl Cell for Fen {
    const IS_NUMBER: bool = true;

    fn into_datum(self) -> Datum {
        Datum::Money(self)
    }
}

impl Cell for Word {
    fn into_datum(self) -> Datum {
        Datum::Word(self)
    }
}

/// A part of a whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share(pub f64);

impl Share {
    /// Returns the share of a part; nothing where there is no whole.
    pub(super) fn of(part: i64, whole: i64) -> Option<Self> {
        (whole > 0).then(|| Self(ratio(part, whole)))
    }
}

impl Cell for Share {
    fn into_datum(self) -> Datum {
        Datum::Share(self.0)
    }
}

/// A sum of money of which some lines are not known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PartialSum {
    /// What is known of it.
    pub known: Fen,
    /// How many lines are not known.
    pub unknown_lines: i64,
}

impl PartialSum {
    /// Adds what is known of a line.
    pub(super) fn add(&mut self, fen: Option<i64>) {
        self.known.0 += fen.unwrap_or_default();
        self.unknown_lines += i64::from(fen.is_none());
    }
}

impl Cell for PartialSum {
    const IS_NUMBER: bool = true;

    fn into_datum(self) -> Datum {
        Datum::partial(self.known, self.unknown_lines)
    }
}

/// Defines a type for the words of a column: `word_set! { Trend = [word!("trend", "new"), …] }`. SQL names them by their codes.
macro_rules! word_set {
    ($(#[$doc:meta])* $name:ident = [$($word:expr),+ $(,)?]) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        struct $name($crate::model::table::Word);

        impl $name {
            /// Lists every word.
            const ALL: &'static [$crate::model::table::Word] = &[$($word),+];
        }

        impl $crate::report::named::columns::Cell for $name {
            fn into_datum(self) -> $crate::model::table::Datum {
                $crate::model::table::Datum::Word(self.0)
            }
        }

        impl rusqlite::types::FromSql for $name {
            fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
                let code = value.as_str()?;
                let word = Self::ALL.iter().find(|word| word.code == code);
                word.map(|word| Self(*word)).ok_or(rusqlite::types::FromSqlError::InvalidType)
            }
        }
    };
}
pub(super) use word_set;
