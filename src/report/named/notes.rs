//! What goes with the rows of a report: its days, how recent it is, and what a reader has to know.

use super::options::Basis;
use crate::model::message::{Arg, Message};
use crate::model::summary::Days;
use crate::model::time::Stamp;
use crate::msg;

/// Holds what goes with the rows of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportNotes {
    /// The shop.
    pub shop: String,
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
        msg!("report-heading", shop = &self.shop, as_of = as_of, basis = basis, days = days, newest = newest)
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
pub(super) fn span(days: Days) -> Arg {
    let Days { first, last } = days;
    if first == last { Arg::from(first) } else { msg!("report-days", first = first, last = last).into() }
}
