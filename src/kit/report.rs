//! The reports by name.

use super::error::KitError;
use super::terms::terms;
use super::{Kit, clock};
use crate::model::table::RowSink;
use crate::report::named::{self, Report, ReportNotes, ReportOptions};
use crate::store::Snapshot;

impl Kit {
    /// Lets all queries see one state until the guard is dropped, even while another process finishes an import. Nothing may be
    /// imported or undone meanwhile.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, KitError> {
        Ok(self.store.snapshot()?)
    }

    /// Writes the rows of a report to the sink, and returns its notes. Without a moment in the options, the report is as of now.
    pub fn report(
        &self,
        report: Report,
        shop: Option<&str>,
        options: &ReportOptions,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        let now = clock::now();
        let terms = terms(&self.store, &shop, options.on.unwrap_or(now).day())?;
        Ok(named::answer(&self.store, report, &shop, options, terms, now, sink)?)
    }
}
