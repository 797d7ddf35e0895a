//! Imports: listing them, their rejected rows, and undoing one.

use super::Kit;
use super::error::KitError;
use crate::model::table::{RowSink, Table};
use crate::report::imports;

impl Kit {
    /// Lists imports, of one shop or of all.
    pub fn imports(&self, shop: Option<&str>) -> Result<Table, KitError> {
        if shop.is_some() {
            self.store.shop_for_reading(shop)?;
        }
        Ok(imports::list(&self.store, shop, None)?)
    }

    /// Returns one import as a table of one row.
    pub fn import_detail(&self, id: i64) -> Result<Table, KitError> {
        Ok(imports::list(&self.store, None, Some(id))?)
    }

    /// Hands all rejected rows of an import to the sink and returns how many there are; the reason is the word of the code.
    pub fn rejects(&self, id: i64, sink: &mut dyn RowSink) -> Result<u64, KitError> {
        Ok(imports::rejects(&self.store, id, sink)?)
    }

    /// Undoes an import: the database is then as if the file had never been imported.
    pub fn undo(&mut self, id: i64) -> Result<(), KitError> {
        Ok(self.store.undo(id)?)
    }
}
