//! Rows of a query, read by the names of its columns.

use rusqlite::types::{FromSql, FromSqlResult, ValueRef};
use rusqlite::{Row, Statement};

use super::columns::{PartialSum, Share};
use crate::model::money::Fen;

/// A struct that is read from a row of a query. [`sql_row!`] makes one; so do `report_row!` and `measures!`.
pub(super) trait SqlRow: Sized {
    /// Where its columns are in the answer.
    type Indexes;

    /// Finds the columns by their names.
    fn find(statement: &Statement<'_>) -> rusqlite::Result<Self::Indexes>;

    /// Reads a row.
    fn read(row: &Row<'_>, indexes: &Self::Indexes) -> rusqlite::Result<Self>;
}

/// Reads two structs from one row.
impl<A: SqlRow, B: SqlRow> SqlRow for (A, B) {
    type Indexes = (A::Indexes, B::Indexes);

    fn find(statement: &Statement<'_>) -> rusqlite::Result<Self::Indexes> {
        Ok((A::find(statement)?, B::find(statement)?))
    }

    fn read(row: &Row<'_>, indexes: &Self::Indexes) -> rusqlite::Result<Self> {
        Ok((A::read(row, &indexes.0)?, B::read(row, &indexes.1)?))
    }
}

/// A field that is read from one column of a query, or from several.
pub(super) trait SqlField: Sized {
    /// Where the columns are in the answer.
    type Indexes;

    /// Finds the columns by the name of the field.
    fn find(statement: &Statement<'_>, name: &str) -> rusqlite::Result<Self::Indexes>;

    /// Reads the field.
    fn read(row: &Row<'_>, indexes: &Self::Indexes) -> rusqlite::Result<Self>;
}

impl<T: FromSql> SqlField for T {
    type Indexes = usize;

    fn find(statement: &Statement<'_>, name: &str) -> rusqlite::Result<usize> {
        statement.column_index(name)
    }

    fn read(row: &Row<'_>, index: &usize) -> rusqlite::Result<Self> {
        row.get(*index)
    }
}

impl FromSql for Share {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        f64::column_result(value).map(Self)
    }
}

/// Reads whole fen.
impl FromSql for Fen {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

/// The sum has the name of the field, and its unknown lines stand in `{name}_unknown`.
impl SqlField for PartialSum {
    type Indexes = (usize, usize);

    fn find(statement: &Statement<'_>, name: &str) -> rusqlite::Result<Self::Indexes> {
        Ok((statement.column_index(name)?, statement.column_index(&format!("{name}_unknown"))?))
    }

    fn read(row: &Row<'_>, (known, unknown): &Self::Indexes) -> rusqlite::Result<Self> {
        Ok(Self { known: Fen(row.get(*known)?), unknown_lines: row.get(*unknown)? })
    }
}

/// Lets a struct be read from a query that has a column of the name of each field.
macro_rules! sql_row {
    ($name:ident { $($field:ident: $type:ty $(= $heading:literal)? $([$($mark:ident),+])?),+ $(,)? }) => {
        impl $crate::report::named::sql::SqlRow for $name {
            type Indexes = ($(<$type as $crate::report::named::sql::SqlField>::Indexes,)+);

            fn find(statement: &rusqlite::Statement<'_>) -> rusqlite::Result<Self::Indexes> {
                Ok(($(<$type as $crate::report::named::sql::SqlField>::find(statement, stringify!($field))?,)+))
            }

            fn read(row: &rusqlite::Row<'_>, indexes: &Self::Indexes) -> rusqlite::Result<Self> {
                let ($($field,)+) = indexes;
                Ok(Self { $($field: $crate::report::named::sql::SqlField::read(row, $field)?),+ })
            }
        }
    };
}
pub(super) use sql_row;

/// Defines a struct that is read from a query that has a column of the name of each field.
macro_rules! sql_struct {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($field:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        $vis struct $name {
            $($field: $type),+
        }

        $crate::report::named::sql::sql_row! { $name { $($field: $type),+ } }
    };
}
pub(super) use sql_struct;
