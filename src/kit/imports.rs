//! Imports: listing them, their rejected rows, and undoing one.

use super::Kit;
use super::error::KitError;
use crate::model::file_name::file_name;
use crate::model::message::{Arg, Message};
use crate::model::summary::Counts;
use crate::model::table::{RowSink, Table};
use crate::msg;
use crate::report::imports;
use crate::report::missing_exports::{MissingExport, missing_exports};
use crate::store::ShopSummary;

/// Says what undoing an import changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The number of the import.
    pub id: i64,
    /// The path or name of its file.
    pub path: String,
    /// What was done with its rows when it was imported.
    pub counts: Counts,
    /// The shop that it was of.
    pub shop: String,
    /// How many order lines the shop had with it.
    pub lines_before: i64,
    /// What is stored of the shop now; nothing where this was all of it.
    pub after: Option<ShopSummary>,
}

impl Undone {
    /// Says what was taken out, and what the shop has now.
    pub fn message(&self) -> Message {
        let Counts { inserted, updated, unchanged, stale, duplicate, .. } = self.counts;
        // The words of an import, for what it stored.
        let counts = [
            (inserted, msg!("undone-new", rows = Arg::count(inserted))),
            (updated, msg!("undone-changed", rows = Arg::count(updated))),
            (unchanged, msg!("undone-unchanged", rows = Arg::count(unchanged))),
            (stale, msg!("undone-older", rows = Arg::count(stale))),
            (duplicate, msg!("undone-repeated", rows = Arg::count(duplicate))),
        ];
        let mut counts: Vec<Message> =
            counts.into_iter().filter(|(rows, _)| *rows > 0).map(|(_, message)| message).collect();
        if counts.is_empty() {
            counts.push(msg!("undone-no-rows"));
        }
        let now = match &self.after {
            None => msg!("undone-no-shop", shop = &self.shop),
            Some(shop) if shop.lines == self.lines_before => {
                msg!("undone-same-lines", shop = &self.shop, lines = Arg::count(shop.lines))
            }
            Some(shop) => msg!(
                "undone-lines",
                shop = &self.shop,
                before = Arg::count(self.lines_before),
                lines = Arg::count(shop.lines)
            ),
        };
        msg!("undone", id = self.id, name = file_name(&self.path), rows = Arg::list(counts), now = now)
    }
}

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

    /// Lists the kinds of exports that reports read and of which a shop has no file.
    pub fn missing_exports(&self, shop: &str) -> Result<Vec<MissingExport>, KitError> {
        Ok(missing_exports(&self.store, shop)?)
    }

    /// Undoes an import: the database is then as if the file had never been imported. Returns what that changed.
    pub fn undo(&mut self, id: i64) -> Result<Undone, KitError> {
        let (shop, path, counts) = self.store.import_to_undo(id)?;
        let before = self.summary_of(&shop)?.map_or(0, |shop| shop.lines);
        self.store.undo(id)?;
        let after = self.summary_of(&shop)?;
        Ok(Undone { id, path, counts, lines_before: before, after, shop })
    }

    fn summary_of(&self, shop: &str) -> Result<Option<ShopSummary>, KitError> {
        Ok(self.store.shop_summaries()?.into_iter().find(|summary| summary.name == shop))
    }
}
