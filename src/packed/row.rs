//! The packed columns that a scan reads, as the fields of a struct.

use crate::model::export::ExportKind;

/// A struct of packed columns of one kind of export. [`packed_row!`](crate::packed_row) makes one.
pub trait Row<const N: usize>: Sized {
    /// The kind of export.
    const KIND: ExportKind;
    /// The names of the columns.
    const COLUMNS: [&'static str; N];

    /// Makes one of what the columns store.
    fn of(stored: [i64; N]) -> Self;
}

/// Defines a struct of the packed columns that are named, each with the type of its column.
///
/// ```text
/// packed_row! {
///     struct Sale of line { submitted, paid, status, payable }
/// }
/// store.scan(shop_id, |_, sale: Sale| total += sale.payable…)?;
/// ```
#[macro_export]
macro_rules! packed_row {
    ($(#[$doc:meta])* $vis:vis struct $name:ident of $kind:ident { $($column:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        $vis struct $name {
            $(pub $column: <$crate::packed::columns::$kind::$column as $crate::packed::Column>::Value,)+
        }

        impl $crate::packed::Row<{ [$(stringify!($column)),+].len() }> for $name {
            const KIND: $crate::model::export::ExportKind = $crate::packed_row!(@kind $kind $($column)+);
            const COLUMNS: [&'static str; [$(stringify!($column)),+].len()] =
                [$(<$crate::packed::columns::$kind::$column as $crate::packed::Column>::NAME),+];

            fn of(stored: [i64; [$(stringify!($column)),+].len()]) -> Self {
                let [$($column),+] = stored;
                Self { $($column: $crate::packed::Value::read($column)),+ }
            }
        }
    };
    (@kind $kind:ident $first:ident $($others:ident)*) => {
        <$crate::packed::columns::$kind::$first as $crate::packed::Column>::KIND
    };
}
