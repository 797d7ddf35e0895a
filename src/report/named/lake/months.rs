//! The months, or quarters, that the rows of a shop are kept by.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::packed::Moment;

/// A shop with fewer rows a month is kept by quarters, since engines read few large files faster than many small ones.
const ROWS_OF_MONTH: usize = 10_000;

/// The rows of each day, counted from 1970; those without a time come first.
#[derive(Debug, Clone, Default)]
pub(super) struct Days(BTreeMap<Option<i64>, usize>);

impl Days {
    /// Counts rows of a day.
    pub(super) fn add(&mut self, time: Option<Moment>, rows: usize) {
        *self.0.entry(time.map(Moment::day)).or_default() += rows;
    }

    /// Tells how the days are grouped: by months, or by quarters.
    pub(super) fn grouping(&self) -> Grouping {
        let mut months: Vec<i64> = self.0.keys().flatten().filter_map(|day| month_number(*day)).collect();
        months.dedup();
        let rows: usize = self.0.values().sum();
        if rows < months.len().saturating_mul(ROWS_OF_MONTH) { Grouping::Quarters } else { Grouping::Months }
    }

    /// Splits the days, in their order, into spans of at most so many rows; a day is never split.
    pub(super) fn spans(&self, most: usize) -> Vec<Span> {
        let mut spans: Vec<(Span, usize)> = Vec::new();
        for (day, rows) in &self.0 {
            match spans.last_mut() {
                Some((span, all)) if *all + rows <= most => (span.last, *all) = (*day, *all + rows),
                _ => spans.push((Span { first: *day, last: *day }, *rows)),
            }
        }
        spans.into_iter().map(|(span, _)| span).collect()
    }
}

/// Days that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: Option<i64>,
    last: Option<i64>,
}

impl Span {
    /// Tells whether a time is on one of the days.
    pub(super) fn has(self, time: Option<Moment>) -> bool {
        let day = time.map(Moment::day);
        self.first <= day && day <= self.last
    }
}

/// Tells what the rows of a shop are kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    Months,
    Quarters,
}

impl Grouping {
    /// Names the month, as 2026-03, or the quarter, as 2026-Q1; nothing without a time.
    pub(super) fn name(self, time: Option<Moment>) -> Option<String> {
        let date = time?.date()?;
        Some(match self {
            Self::Months => format!("{}-{:02}", date.year(), date.month()),
            Self::Quarters => format!("{}-Q{}", date.year(), date.quarter()),
        })
    }
}

fn month_number(day: i64) -> Option<i64> {
    let date = chrono::NaiveDate::from_epoch_days(i32::try_from(day).ok()?)?;
    Some(i64::from(date.year()) * 12 + i64::from(date.month0()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<Moment> {
        Moment::parse(text)
    }

    #[test]
    fn small_shops_are_kept_by_quarters() {
        let mut days = Days::default();
        days.add(time("2026-01-31 23:59:59"), 1);
        assert_eq!(days.grouping(), Grouping::Quarters);
        assert_eq!(days.grouping().name(time("2026-04-01 00:00:00")).as_deref(), Some("2026-Q2"));
        days.add(time("2026-01-01 00:00:00"), ROWS_OF_MONTH - 1);
        assert_eq!(days.grouping(), Grouping::Months);
        assert_eq!(days.grouping().name(time("2026-04-01 00:00:00")).as_deref(), Some("2026-04"));
        days.add(time("2026-03-01 00:00:00"), 1);
        assert_eq!(days.grouping(), Grouping::Quarters);
        assert_eq!(days.grouping().name(None), None);
    }

    #[test]
    fn spans_have_whole_days_and_all_of_them() {
        let mut days = Days::default();
        for (day, rows) in [
            (None, 1),
            (time("2026-01-01 08:00:00"), 2),
            (time("2026-01-03 08:00:00"), 5),
            (time("2026-01-04 08:00:00"), 1),
        ] {
            days.add(day, rows);
        }
        let spans = days.spans(3);
        let of = |text: Option<&str>| spans.iter().position(|span| span.has(text.and_then(time)));
        assert_eq!(spans.len(), 3);
        assert_eq!(
            [of(None), of(Some("2026-01-01 00:00:00")), of(Some("2026-01-03 23:59:59"))],
            [Some(0), Some(0), Some(1)]
        );
        assert_eq!(of(Some("2026-01-04 00:00:00")), Some(2));
    }
}
