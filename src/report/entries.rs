//! What the exports beside the orders say of one order: after-sales, commission, settlement, fund flow.

use super::ask;
use crate::model::export::ExportKind;
use crate::model::money::Fen;
use crate::store::{Store, StoreError};

const SQL: &str = include_str!("entries.sql");

/// Holds one entry of a sibling export that belongs to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEntry {
    /// When it happened: asked for, settled or paid, booked, moved.
    pub at: Option<String>,
    /// The export that says so.
    pub kind: ExportKind,
    /// The sub-order that it belongs to; none where it names only the order.
    pub sub_order_id: Option<String>,
    /// Its own number, where it has one.
    pub number: Option<String>,
    /// What it is, in the words of the export.
    pub what: String,
    /// What an after-sale gives back of goods, freight and tax; the actual commission, or else the estimated one; what
    /// is settled; what moves, out of the account negative.
    pub amount: Option<Fen>,
    /// The import that brought it.
    pub import_id: i64,
    /// The row that says so.
    pub row_number: i64,
    /// The sheet that it stands in, in workbooks.
    pub sheet: Option<String>,
}

/// Finds the entries of the order that an id names, as [`super::order::find`] does, in the order of time.
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
