//! The reports by name.

use super::error::KitError;
use super::{Kit, clock};
use crate::model::table::RowSink;
use crate::report::named::{self, Report, ReportNotes, ReportOptions};

impl Kit {
    /// Hands the rows of a report to the sink, and returns what goes with them. Where the options name no moment, it is judged
    /// now.
    pub fn report(
        &self,
        report: Report,
        shop: Option<&str>,
        options: &ReportOptions,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        Ok(named::answer(&self.store, report, &shop, options, clock::now(), sink)?)
    }
}
