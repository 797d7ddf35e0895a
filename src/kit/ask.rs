//! Questions to the database.

use std::path::Path;
use std::time::Duration;

use super::Kit;
use super::error::KitError;
use crate::model::id::unguarded;
use crate::model::table::RowSink;
use crate::report::entries::{self, OrderEntry};
use crate::report::order::{self, OrderLine};
use crate::report::orders::{self, Listed, OrderFilter};
use crate::store::{Answered, Param, ReadOnly};

impl Kit {
    /// Hands the order lines that fit the filter to the sink.
    pub fn orders(&self, shop: Option<&str>, filter: &OrderFilter, sink: &mut dyn RowSink) -> Result<Listed, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(orders::list(&self.store, &shop, filter, sink)?)
    }

    /// Lists the 订单状态 and 售后状态 that a shop's lines have.
    pub fn statuses(&self, shop: Option<&str>) -> Result<(Vec<String>, Vec<String>), KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(orders::statuses(&self.store, &shop)?)
    }

    /// Finds an order by the id of a main order or a sub-order; the list is empty where no line has the id.
    pub fn order(&self, id: &str, shop: Option<&str>, show_pii: bool) -> Result<Vec<OrderLine>, KitError> {
        if shop.is_some() {
            self.store.shop_for_reading(shop)?;
        }
        Ok(order::find(&self.store, unguarded(id), shop, show_pii)?)
    }

    /// Finds what the exports beside the orders say of an order: after-sales, commission, settlement and fund flow, by time.
    pub fn order_entries(&self, id: &str, shop: Option<&str>) -> Result<Vec<OrderEntry>, KitError> {
        Ok(entries::of_order(&self.store, unguarded(id), shop)?)
    }
}

/// Runs one SQL statement that reads, over a connection that cannot write; stops after `limit`.
pub fn sql(
    database: &Path,
    statement: &str,
    params: &[Param],
    show_pii: bool,
    limit: Duration,
    sink: &mut dyn RowSink,
) -> Result<Answered, KitError> {
    Ok(ReadOnly::open(database, show_pii)?.query(statement, params, limit, sink)?)
}
