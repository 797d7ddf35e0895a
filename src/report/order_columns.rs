//! The columns of a list of order lines.

use rusqlite::Row;

use super::text;
use crate::model::field::{Field, FieldKind};
use crate::model::table::{Column, Datum, SHOP};

/// Names a column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderColumn {
    /// The shop.
    Shop,
    /// A field of the order line.
    Field(Field),
    /// 1 where the line is a gift.
    Gift,
}

/// The key of [`OrderColumn::Gift`].
const GIFT: &str = "gift";

/// The columns of a list where none are named.
pub const USUAL: &[OrderColumn] = &[
    OrderColumn::Shop,
    OrderColumn::Field(Field::MainOrderId),
    OrderColumn::Field(Field::SubOrderId),
    OrderColumn::Field(Field::SubmittedAt),
    OrderColumn::Field(Field::Status),
    OrderColumn::Field(Field::AfterSale),
    OrderColumn::Field(Field::Product),
    OrderColumn::Field(Field::Spec),
    OrderColumn::Field(Field::Quantity),
    OrderColumn::Field(Field::Payable),
    OrderColumn::Field(Field::Promotion),
    OrderColumn::Gift,
];

impl OrderColumn {
    /// Lists every column, those with contact data only where `show_pii` is set.
    pub fn all(show_pii: bool) -> Vec<Self> {
        let fields = Field::ALL.iter().filter(|field| show_pii || !field.is_contact());
        [Self::Shop].into_iter().chain(fields.map(|field| Self::Field(*field))).chain([Self::Gift]).collect()
    }

    /// Returns the stable key.
    pub fn key(self) -> &'static str {
        match self {
            Self::Shop => SHOP,
            Self::Field(field) => field.name(),
            Self::Gift => GIFT,
        }
    }

    /// Finds a column by its key, or by the header that the field has in exports.
    pub fn by_name(name: &str, show_pii: bool) -> Option<Self> {
        Self::all(show_pii)
            .into_iter()
            .find(|column| column.key() == name || matches!(column, Self::Field(field) if field.header() == name))
    }

    /// Returns the column with its heading. Those of [`USUAL`] are shorter.
    pub fn column(self) -> Column {
        if USUAL.contains(&self) {
            return Column::of(self.key());
        }
        Column::titled(self.key(), &format!("order-field-{}", self.key().replace('_', "-")))
    }

    fn sql(self) -> String {
        match self {
            Self::Shop => "shops.name".to_owned(),
            Self::Field(field) => format!("line.{}", field.name()),
            Self::Gift => "EXISTS (SELECT 1 FROM gift_lines WHERE gift_lines.id = line.id)".to_owned(),
        }
    }

    fn read(self, row: &Row<'_>, index: usize) -> rusqlite::Result<Datum> {
        match self {
            Self::Gift => Ok(Datum::int(Some(row.get(index)?).filter(|gift| *gift != 0))),
            Self::Shop => text(row, index),
            Self::Field(field) => match field.kind() {
                FieldKind::Money => Ok(Datum::money(row.get(index)?)),
                FieldKind::Count | FieldKind::Percent => Ok(Datum::int(row.get(index)?)),
                _ => text(row, index),
            },
        }
    }
}

/// Selects columns of lines, and `further` ones behind them.
pub(super) fn select(columns: &[OrderColumn], further: &[&str]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| column.sql()).chain(further.iter().map(|sql| (*sql).to_owned())).collect();
    format!("SELECT {} FROM stored_lines AS line JOIN shops ON shops.id = line.shop_id", columns.join(", "))
}

/// Reads a line with its columns.
pub(super) fn read(row: &Row<'_>, columns: &[OrderColumn]) -> rusqlite::Result<Vec<Datum>> {
    columns.iter().enumerate().map(|(index, column)| column.read(row, index)).collect()
}
