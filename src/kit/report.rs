//! The reports by name.

use super::answer_digest::Digested;
use super::error::KitError;
use super::receipt::{Receipt, ShopReceipt};
use super::terms::terms;
use super::{Kit, clock};
use crate::model::table::RowSink;
use crate::model::time::Stamp;
use crate::report::named::{self, Report, ReportNotes, ReportOptions};
use crate::report::terms::Terms;
use crate::store::{Snapshot, StoreError};

impl Kit {
    /// Lets all queries see one state until the guard is dropped, even while another process finishes an import. Nothing may be
    /// imported or undone meanwhile.
    pub fn snapshot(&self) -> Result<Snapshot<'_>, KitError> {
        Ok(self.store.snapshot()?)
    }

    /// Writes the rows of a report and its receipt to the sink, and returns its notes. Without a moment in the options, the report is
    /// as of now.
    pub fn report(
        &self,
        report: Report,
        shop: Option<&str>,
        options: &ReportOptions,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        // The receipt must name the imports that the rows come from.
        let _state = self.snapshot()?;
        let shop = self.store.shop_for_reading(shop)?;
        let at = options.on.unwrap_or_else(clock::now);
        let terms = terms(&self.store, &shop, at.day())?;
        let mut sink = Digested::new(sink);
        let notes = self.report_with(report, &shop, options, terms, at, &mut sink)?;
        let (sink, digest, totals) = sink.into_parts();
        let shops = vec![ShopReceipt::of(&self.store, &shop, terms)?];
        let receipt = Receipt::new(report, options, at, shops).seal(&self.store, digest, totals.as_ref())?;
        sink.receipt(&receipt.json()).map_err(StoreError::Output)?;
        Ok(notes)
    }

    /// Writes the rows of a report as of a moment and by some terms.
    pub(super) fn report_with(
        &self,
        report: Report,
        shop: &str,
        options: &ReportOptions,
        terms: Terms,
        at: Stamp,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        Ok(named::answer(&self.store, report, shop, options, terms, at, sink)?)
    }
}
