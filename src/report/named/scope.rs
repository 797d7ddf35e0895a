//! Which order lines a report is asked for, and the period of each.

use chrono::Datelike;

use super::options::{By, ReportOptions};
use crate::model::calendar::add_days;
use crate::model::summary::Days;
use crate::packed::Moment;

/// Tells which days a report is asked for, and how rows are grouped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// The first moment.
    from: Option<Moment>,
    /// The moment after the last.
    end: Option<Moment>,
    by: Option<By>,
}

impl Scope {
    /// Returns the scope that options ask for.
    pub(super) fn of(options: &ReportOptions) -> Self {
        Self {
            from: options.from.map(Moment::start_of),
            end: options.to.map(|day| Moment::start_of(add_days(day, 1))),
            by: options.by,
        }
    }

    /// Returns the scope of other days.
    pub(super) fn on(self, days: Days) -> Self {
        let (from, end) = (Moment::start_of(days.first), Moment::start_of(add_days(days.last, 1)));
        Self { from: Some(from), end: Some(end), ..self }
    }

    /// Tells whether a line is asked for, by the time at which it was submitted. A line without a time is on no day.
    pub(super) fn has(self, submitted: Option<Moment>) -> bool {
        match submitted {
            None => self.from.is_none() && self.end.is_none(),
            Some(moment) => self.from.is_none_or(|from| moment >= from) && self.end.is_none_or(|end| moment < end),
        }
    }

    /// Returns the number of the period of a line; nothing where rows are not grouped by period.
    pub(super) fn period(self, submitted: Option<Moment>) -> Option<i64> {
        let submitted = submitted?;
        match self.by? {
            By::Day => Some(submitted.day()),
            // 1970-01-01 was a Thursday.
            By::Week => Some((submitted.day() + 3).div_euclid(7)),
            By::Month => submitted.date().map(|day| i64::from(day.year()) * 12 + i64::from(day.month0())),
            _ => None,
        }
    }
}
