//! Queries: orders, and SQL.

use std::path::Path;
use std::time::Duration;

use super::error::KitError;
use super::file_digest::digest;
use super::terms::terms;
use super::{Kit, clock};
use crate::model::id::unguarded;
use crate::model::table::RowSink;
use crate::report::entries::{self, OrderEntry};
use crate::report::named::{LineSettlement, line_settlements};
use crate::report::order::{self, OrderLine};
use crate::report::order_columns::OrderColumn;
use crate::report::order_filter::OrderFilter;
use crate::report::order_pages::{self, OrderPage, PageStart};
use crate::report::order_sheet;
use crate::report::order_split::{OrderPart, OrderSplit, SplitBy};
use crate::report::order_totals::{self, OrderTotals};
use crate::report::orders::{self, Listed};
use crate::sheet::Source;
use crate::store::{Param, QuerySummary, SqlReader, import_of_bytes};

impl Kit {
    /// Writes the order lines that match the filter to the sink, with these columns.
    pub fn orders(
        &self,
        shop: Option<&str>,
        filter: &OrderFilter,
        columns: &[OrderColumn],
        sink: &mut dyn RowSink,
    ) -> Result<Listed, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(orders::list(&self.store, &shop, filter, columns, sink)?)
    }

    /// Lists one page of the order lines that match the filter, from `from` on; `patience` is how long the search may take.
    pub fn order_page(
        &self,
        shop: Option<&str>,
        filter: &OrderFilter,
        columns: &[OrderColumn],
        from: Option<&PageStart>,
        patience: Duration,
    ) -> Result<OrderPage, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(order_pages::page(&self.store, &shop, filter, columns, from, patience)?)
    }

    /// Counts and adds up the order lines that match the filter, whatever its limit; nothing where that takes longer than `patience`.
    pub fn order_totals(
        &self,
        shop: Option<&str>,
        filter: &OrderFilter,
        patience: Duration,
    ) -> Result<Option<OrderTotals>, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(order_pages::totals(&self.store, &shop, filter, patience)?)
    }

    /// Lists those of the ids that the filter searches for that no order line of the shop has.
    pub fn unknown_ids(&self, shop: Option<&str>, filter: &OrderFilter) -> Result<Vec<String>, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(order_totals::unknown_ids(&self.store, &shop, filter)?)
    }

    /// Returns how many order lines with a time of submission a shop has, which is known without counting them.
    pub fn lines_of_shop(&self, shop: Option<&str>) -> Result<u64, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(orders::lines(&self.store, &shop)?)
    }

    /// Writes the order lines that match the filter to the sink with all their columns, under the headers of the export; contact
    /// columns only with `show_pii`.
    pub fn order_sheet(
        &self,
        shop: Option<&str>,
        filter: &OrderFilter,
        show_pii: bool,
        sink: &mut dyn RowSink,
    ) -> Result<order_sheet::Written, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(order_sheet::list(&self.store, &shop, filter, show_pii, sink)?)
    }

    /// Splits the order lines that match the filter by the values of a column; contact columns only with `show_pii`. The parts are those
    /// of the present state, so they are to be written within one [`Kit::snapshot`].
    pub fn split_orders(
        &self,
        shop: Option<&str>,
        filter: &OrderFilter,
        by: SplitBy,
        show_pii: bool,
    ) -> Result<OrderSplit, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(OrderSplit::of(&self.store, &shop, filter, by, show_pii)?)
    }

    /// Writes the order lines of one part to the sink, as [`Kit::order_sheet`] does.
    pub fn order_part(
        &self,
        split: &OrderSplit,
        part: &OrderPart,
        sink: &mut dyn RowSink,
    ) -> Result<order_sheet::Written, KitError> {
        Ok(split.write(&self.store, part, sink)?)
    }

    /// Lists the 订单状态 and 售后状态 that occur in a shop's lines.
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

    /// Returns what is known of the settlement of each line of an order, by the id of a main order or a sub-order.
    pub fn order_settlements(&self, id: &str, shop: Option<&str>) -> Result<Vec<LineSettlement>, KitError> {
        let lines = self.order(id, shop, false)?;
        let Some(first) = lines.first() else { return Ok(Vec::new()) };
        let now = clock::now();
        let terms = terms(&self.store, &first.shop, now.day())?;
        let keys: Vec<&str> =
            lines.iter().filter(|line| line.shop == first.shop).map(|line| line.key.as_str()).collect();
        Ok(line_settlements(&self.store, &first.shop, &keys, terms, now)?.lines)
    }

    /// Finds the entries of an order in the other exports: after-sales, commission, settlement, movements of money and fees, by time.
    pub fn order_entries(&self, id: &str, shop: Option<&str>) -> Result<Vec<OrderEntry>, KitError> {
        Ok(entries::of_order(&self.store, unguarded(id), shop)?)
    }
}

/// Finds the import of a file by its content, whatever its name; nothing where it was never imported.
pub fn import_of_file(database: &Path, file: &Path) -> Result<Option<i64>, KitError> {
    if !file.is_file() || !database.is_file() {
        return Ok(None);
    }
    let sha256 = Source::open(file).and_then(|source| digest(&source)).map_err(|problem| problem.at(file))?;
    Ok(import_of_bytes(database, &sha256)?)
}

/// Runs one SQL statement over a connection that cannot write, and stops after `limit`. A database of an earlier version is upgraded
/// first, because that version did not hide all that this one hides.
pub fn sql(
    database: &Path,
    statement: &str,
    params: &[Param],
    show_pii: bool,
    limit: Duration,
    sink: &mut dyn RowSink,
) -> Result<QuerySummary, KitError> {
    drop(Kit::open_existing(database)?);
    Ok(SqlReader::open(database, show_pii)?.query(statement, params, limit, sink)?)
}
