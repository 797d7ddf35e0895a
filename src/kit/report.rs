//! The reports by name.

use super::answer_digest::Digested;
use super::answers::Chosen;
use super::error::KitError;
use super::receipt::{Receipt, ShopReceipt};
use super::terms::terms;
use super::{Kit, clock};
use crate::model::summary::Days;
use crate::model::table::{RowSink, Table};
use crate::model::time::Stamp;
use crate::report::named::{Compare, Report, ReportNotes, ReportOptions};
use crate::store::{Snapshot, StoreError};

/// Names the shops that a report is asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shops {
    /// The one of this name, else the only one.
    One(Option<String>),
    /// All that have imports or declared facts.
    All,
    /// Those of a group.
    Group(String),
}

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
        self.report_of(report, &Shops::One(shop.map(str::to_owned)), options, sink)
    }

    /// Writes the rows of a report of some shops, as [`Kit::report`] does. Where several may be asked, the first column names the shop of
    /// each row.
    pub fn report_of(
        &self,
        report: Report,
        shops: &Shops,
        options: &ReportOptions,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        // The receipt must name the imports that the rows come from.
        let _state = self.snapshot()?;
        let at = options.on.unwrap_or_else(clock::now);
        let chosen = self.chosen(report, shops, at)?;
        let mut sink = Digested::new(sink);
        let notes = self.answer(report, &chosen, options, at, &mut sink)?;
        let (sink, digest, totals) = sink.into_parts();
        let receipts = chosen.shops.iter().map(|(shop, terms)| ShopReceipt::of(&self.store, shop, *terms));
        let shops = receipts.collect::<Result<Vec<_>, _>>()?;
        let receipt = Receipt::new(report, options, at, shops).seal(&self.store, digest, totals.as_ref())?;
        sink.receipt(&receipt.json()).map_err(StoreError::Output)?;
        Ok(notes)
    }

    /// Returns the answer of a report of some shops, and beside it the same compared with each of some other days, as
    /// [`ReportOptions::compare`] does; nothing beside it where the options name no first or last day. What is compared is asked once.
    pub fn report_beside(
        &self,
        report: Report,
        shops: &Shops,
        options: &ReportOptions,
        with: &[Compare],
    ) -> Result<Vec<(Table, ReportNotes)>, KitError> {
        let _state = self.snapshot()?;
        let at = options.on.unwrap_or_else(clock::now);
        let chosen = self.chosen(report, shops, at)?;
        let mut now = Table::default();
        let notes = self.rows(report, &chosen, options, at, &mut now)?;
        let mut answers = Vec::new();
        if let Some((first, last)) = options.from.zip(options.to) {
            for with in with {
                let days = (*with, Days { first, last });
                answers.push(self.beside(report, &chosen, options, at, days, (&now, notes.clone()))?);
            }
        }
        answers.insert(0, (now, notes));
        Ok(answers)
    }

    /// Lists the shops that are named.
    pub(super) fn shops_named(&self, shops: &Shops) -> Result<Vec<String>, KitError> {
        Ok(match shops {
            Shops::One(shop) => vec![self.store.shop_for_reading(shop.as_deref())?],
            Shops::All => self.store.shops_with_content()?,
            Shops::Group(name) => self.store.shops_of_group(name)?,
        })
    }

    /// Finds the shops that are asked about, with their terms.
    fn chosen(&self, report: Report, shops: &Shops, at: Stamp) -> Result<Chosen, KitError> {
        let (names, is_several, group) = match shops {
            Shops::One(None) if report == Report::SHOPS => (self.store.shops_with_content()?, true, None),
            Shops::One(_) => (self.shops_named(shops)?, report == Report::SHOPS, None),
            Shops::All => (self.shops_named(shops)?, true, None),
            Shops::Group(name) => (self.shops_named(shops)?, true, Some(name.clone())),
        };
        // A database without shops has the one that is read where none is named.
        let names = if names.is_empty() { vec![self.store.shop_for_reading(None)?] } else { names };
        let with_terms = |shop: String| Ok((terms(&self.store, &shop, at.day())?, shop));
        let shops = names.into_iter().map(with_terms).collect::<Result<Vec<_>, KitError>>()?;
        Ok(Chosen { shops: shops.into_iter().map(|(terms, shop)| (shop, terms)).collect(), is_several, group })
    }
}
