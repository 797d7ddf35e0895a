//! What the exports beside the orders say about one order: after-sales, commission, settlement, movements of money, premiums, fees.

use super::ask;
use crate::model::export::ExportKind;
use crate::model::money::Fen;
use crate::store::{Store, StoreError};

const SQL: &str = include_str!("entries.sql");

/// Holds one entry of a sibling export that belongs to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEntry {
    /// When it happened: applied for, settled or paid, booked, moved.
    pub at: Option<String>,
    /// The kind of export.
    pub kind: ExportKind,
    /// Its sub-order; nothing where it names only the order.
    pub sub_order_id: Option<String>,
    /// Its own number, where it has one.
    pub number: Option<String>,
    /// What it is, in the words of the export.
    pub what: String,
    /// The refund of goods, freight and tax; the actual commission or service fee, or else the estimated one; the settled amount; the
    /// fee of a warehouse; the moved amount or premium, negative where it leaves the account.
    pub amount: Option<Fen>,
    /// The import that brought it.
    pub import_id: i64,
    /// The row of its file.
    pub row_number: i64,
    /// The sheet of the row, in workbooks.
    pub sheet: Option<String>,
}

/// Finds the entries of the order with an id of a main order or a sub-order, the oldest first.
pub fn of_order(store: &Store, id: &str, shop: Option<&str>) -> Result<Vec<OrderEntry>, StoreError> {
    ask(store, SQL, &[(":id", &id), (":shop", &shop)], |row| {
        let kind: String = row.get("kind")?;
        Ok(OrderEntry {
            at: row.get("at")?,
            kind: ExportKind::by_name(&kind).ok_or(rusqlite::Error::InvalidQuery)?,
            sub_order_id: row.get("sub_order_id")?,
            number: row.get("number")?,
            what: row.get("what")?,
            amount: row.get::<_, Option<i64>>("amount")?.map(Fen),
            import_id: row.get("import_id")?,
            row_number: row.get("row_number")?,
            sheet: row.get("sheet")?,
        })
    })
}
