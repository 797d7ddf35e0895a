//! The costs that a shop keeps itself.

use super::error::KitError;
use super::{Kit, clock};
use crate::model::table::RowSink;
use crate::report::cost_template::{self, WrittenTemplate};

impl Kit {
    /// Gives the sink a table of what a shop has sold, with the costs that are known today, to be filled in and imported.
    pub fn cost_template(&self, shop: Option<&str>, sink: &mut dyn RowSink) -> Result<WrittenTemplate, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(cost_template::write(&self.store, &shop, &clock::now().day().to_string(), sink)?)
    }
}
