//! What goes with the rows of a report: its days, how recent it is, and what a reader has to know.

use super::options::Basis;
use crate::model::message::{Arg, Message};
use crate::model::summary::Days;
use crate::model::time::Stamp;
use crate::msg;

/// Holds what goes with the rows of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportNotes {
    /// The shop, or the names of several.
    pub shop: String,
    /// The shops, where several were asked.
    pub several: Option<Several>,
    /// The days of the answer; nothing where there are none.
    pub period: Option<Days>,
    /// What puts a line on these days.
    pub basis: Basis,
    /// The moment as of which the report was asked, where that makes a difference.
    pub as_of: Option<Stamp>,
    /// When the newest export was made.
    pub newest_export: Option<String>,
    /// What a reader has to know, the most important first.
    pub notes: Vec<Note>,
}

impl ReportNotes {
    /// Returns the heading: the shop, the days or the moment, and how recent the data are.
    pub fn heading(&self) -> Message {
        let nothing = || Arg::from("");
        let as_of = self.as_of.map_or_else(nothing, |at| msg!("report-heading-as-of", at = at.to_string()).into());
        let days = |days: Days| match self.basis {
            Basis::Submitted => msg!("report-heading-days", first = days.first, last = days.last).into(),
            _ => msg!("report-heading-other-days", first = days.first, last = days.last).into(),
        };
        let days = self.period.map_or_else(nothing, days);
        let basis = match self.basis {
            Basis::Submitted => nothing(),
            Basis::Paid => msg!("report-heading-paid").into(),
            Basis::Settled => msg!("report-heading-settled").into(),
            Basis::Refunded => msg!("report-heading-refunded").into(),
        };
        let newest = match &self.newest_export {
            Some(at) => msg!("report-heading-newest-export", at = at),
            None => msg!("report-heading-no-export"),
        };
        if let Some(several) = &self.several {
            let newest = several.newest(self.newest_export.as_deref());
            return msg!(
                "report-heading-several",
                shops = several.shops(),
                as_of = as_of,
                basis = basis,
                days = days,
                newest = newest,
            );
        }
        msg!("report-heading", shop = &self.shop, as_of = as_of, basis = basis, days = days, newest = newest)
    }
}

/// Tells which shops an answer about several is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Several {
    /// How many they are.
    pub shops: usize,
    /// The group that they are of; nothing where they are all shops.
    pub group: Option<String>,
    /// How many have no export of orders.
    pub without_export: usize,
    /// When the newest export was made of the shop whose data are the oldest.
    pub oldest_export: Option<String>,
}

impl Several {
    fn shops(&self) -> Message {
        let shops = Arg::from(self.shops);
        match &self.group {
            Some(group) => msg!("report-heading-group", group = group, shops = shops),
            None => msg!("report-heading-all-shops", shops = shops),
        }
    }

    fn newest(&self, newest: Option<&str>) -> Message {
        let without = Arg::from(self.without_export);
        match (&self.oldest_export, newest) {
            (Some(oldest), Some(newest)) if self.without_export > 0 => {
                msg!("report-heading-some-exports", oldest = oldest, newest = newest, without = without)
            }
            (Some(oldest), Some(newest)) if oldest != newest => {
                msg!("report-heading-newest-exports", oldest = oldest, newest = newest)
            }
            (Some(at), _) => msg!("report-heading-newest-export", at = at),
            (None, _) => msg!("report-heading-no-export"),
        }
    }
}

/// Says one thing that a reader of a report has to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// What it is.
    pub message: Message,
    /// Whether it needs attention, rather than helping to read the answer.
    pub is_warning: bool,
}

/// Names a span of days.
pub fn span(days: Days) -> Arg {
    let Days { first, last } = days;
    if first == last { Arg::from(first) } else { msg!("report-days", first = first, last = last).into() }
}
