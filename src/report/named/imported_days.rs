//! What the imports say of each day of orders.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::error::ReportError;
use super::notes::span;
use super::query::Query;
use crate::model::calendar::add_days;
use crate::model::summary::Days;
use crate::model::table::Word;
use crate::model::time::{self, Stamp};
use crate::report::terms::Terms;
use crate::store::StoreError;
use crate::{msg, word};

/// The most days that are listed. More come from a time that cannot be right.
const MOST_DAYS: i64 = 40_000;

/// No import has the day.
pub(super) const MISSING: Word = word!("day-state", "gap");
/// The day was exported before it was over.
pub(super) const PARTIAL: Word = word!("day-state", "cut");
/// Its orders may have changed since it was exported.
pub(super) const CHANGING: Word = word!("day-state", "open");
/// Its orders are final.
const FINAL: Word = word!("day-state", "final");

/// Holds what is known of a day.
#[derive(Debug, Clone, Default)]
pub(super) struct ImportedDay {
    /// Order lines that were submitted on it.
    pub lines: i64,
    /// Imports whose days include it.
    pub imports: i64,
    /// The time of the newest export of them.
    pub newest_export: Option<String>,
}

impl ImportedDay {
    /// Tells whether it was exported after it was over.
    pub(super) fn is_whole(&self, day: NaiveDate) -> bool {
        self.exported_on().is_some_and(|exported| exported > day)
    }

    fn exported_on(&self) -> Option<NaiveDate> {
        time::parse_day(self.newest_export.as_deref()?.get(..10)?)
    }

    /// Returns the state of the day as of today.
    pub(super) fn state(&self, day: NaiveDate, today: NaiveDate, terms: Terms) -> Word {
        // After the longest after-sale period nothing of an order changes any more.
        let last_change = today.min(add_days(day, u64::from(terms.longest_after_sale)));
        match self.exported_on() {
            None => MISSING,
            Some(exported) if exported <= day => PARTIAL,
            Some(exported) if exported < last_change => CHANGING,
            Some(_) => FINAL,
        }
    }
}

/// Returns the days from the first that is imported, or `from`, to the last, or `to`. Days that no import has are among them, future
/// days are not.
pub(super) fn read(
    query: &Query<'_>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<BTreeMap<NaiveDate, ImportedDay>, ReportError> {
    let spans = imported_spans(query)?;
    let (Some(first), Some(last)) =
        (spans.iter().map(|(first, ..)| *first).min(), spans.iter().map(|(_, last, _)| *last).max())
    else {
        return Ok(BTreeMap::new());
    };
    let first = from.unwrap_or(first);
    let last = to.map_or(last, |to| to.min(last.max(query.now.day())));
    let length = (last - first).num_days() + 1;
    if length > MOST_DAYS {
        return Err(ReportError::TooManyDays(length));
    }
    let mut days: BTreeMap<NaiveDate, ImportedDay> =
        first.iter_days().take_while(|day| *day <= last).map(|day| (day, ImportedDay::default())).collect();
    let counted = query.ask("SELECT day, lines FROM lines_per_day WHERE shop_id = :shop_id", &[], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?))
    })?;
    for (day, lines) in counted {
        if let Some(day) = time::parse_day(&day).and_then(|day| days.get_mut(&day)) {
            day.lines = lines;
        }
    }
    for (from, to, exported_at) in spans {
        for (_, day) in days.range_mut(from..).take_while(|(day, _)| **day <= to) {
            day.imports += 1;
            if day.newest_export.as_ref().is_none_or(|newest| *newest < exported_at) {
                day.newest_export = Some(exported_at.clone());
            }
        }
    }
    Ok(days)
}

/// Returns the days that an import had, and when it was exported, for each import of orders.
fn imported_spans(query: &Query<'_>) -> Result<Vec<(NaiveDate, NaiveDate, String)>, StoreError> {
    let spans = query.ask(
        "SELECT first_day, last_day, exported_at FROM imports
         WHERE shop_id = :shop_id AND kind = 'orders' AND first_day IS NOT NULL",
        &[],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    let possible = |first: &str, last: &str, exported_at: &str| {
        let days = Days { first: time::parse_day(first)?, last: time::parse_day(last)? };
        days.possible(time::parse_day(exported_at.get(..10)?)?)
    };
    Ok(spans
        .into_iter()
        .filter_map(|(first, last, at)| possible(&first, &last, &at).map(|days| (days.first, days.last, at)))
        .collect())
}

/// Returns the days that were over when they were exported, by the exports up to a moment.
pub(super) fn whole_days(query: &Query<'_>, moment: Stamp) -> Result<BTreeSet<NaiveDate>, StoreError> {
    let moment = moment.to_string();
    let mut days = BTreeSet::new();
    for (first, last, exported_at) in imported_spans(query)? {
        let exported_on = exported_at.get(..10).and_then(time::parse_day);
        if let Some(exported_on) = exported_on.filter(|_| exported_at <= moment) {
            days.extend(first.iter_days().take_while(|day| *day <= last && *day < exported_on));
        }
    }
    Ok(days)
}

/// Returns the days of an answer, up to today, that no import has; nothing is known of their orders.
pub(super) fn missing(query: &Query<'_>) -> Result<Vec<Days>, ReportError> {
    let days = match read(query, query.options.from, query.options.to) {
        // A time that cannot be right says nothing of days.
        Err(ReportError::TooManyDays(_)) => return Ok(Vec::new()),
        days => days?,
    };
    Ok(spans(days.into_iter().filter(|(_, imported)| imported.imports == 0).map(|(day, _)| day)))
}

/// Tells whether imports say of days at all and have none of those asked for.
pub(super) fn has_none(query: &Query<'_>) -> Result<bool, ReportError> {
    let days = match read(query, query.options.from, query.options.to) {
        Err(ReportError::TooManyDays(_)) => return Ok(false),
        days => days?,
    };
    let is_asked = query.options.from.or(query.options.to).is_some();
    Ok(is_asked && days.values().all(|imported| imported.imports == 0) && !imported_spans(query)?.is_empty())
}

/// Joins days that follow one another.
pub(super) fn spans(days: impl IntoIterator<Item = NaiveDate>) -> Vec<Days> {
    let mut spans: Vec<Days> = Vec::new();
    for day in days {
        match spans.last_mut() {
            Some(span) if span.last.succ_opt() == Some(day) => span.last = day,
            _ => spans.push(Days { first: day, last: day }),
        }
    }
    spans
}

/// Notes days whose orders may have changed since they were exported.
pub(super) fn note_changing(query: &mut Query<'_>, days: &[NaiveDate]) {
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let days_between = span(Days { first: *first, last: *last });
        query.note(msg!("note-may-have-changed", days = days_between, count = days.len()));
    }
}
