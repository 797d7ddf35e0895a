//! Which order lines a report is asked for, and the period of each.

use chrono::Datelike;

use super::options::{Basis, By, ReportOptions};
use crate::model::calendar::add_days;
use crate::model::summary::Days;
use crate::packed::columns::line;
use crate::packed::{Column, ColumnRange, Moment, Whole as _};

/// Tells which days a report is asked for, and how rows are grouped.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    /// The first moment.
    from: Option<Moment>,
    /// The moment after the last.
    end: Option<Moment>,
    by: Option<By>,
    basis: Basis,
}

impl Scope {
    /// Returns the scope that options ask for.
    pub(super) fn of(options: &ReportOptions) -> Self {
        Self {
            from: options.from.map(Moment::start_of),
            end: options.to.map(|day| Moment::start_of(add_days(day, 1))),
            by: options.by,
            basis: options.basis,
        }
    }

    /// Returns the scope of other days.
    pub(super) fn on(self, days: Days) -> Self {
        let (from, end) = (Moment::start_of(days.first), Moment::start_of(add_days(days.last, 1)));
        Self { from: Some(from), end: Some(end), ..self }
    }

    /// Returns what puts a line on a day.
    pub(super) fn basis(self) -> Basis {
        self.basis
    }

    /// Returns the time that puts a line on a day, where the order itself says it.
    pub(super) fn time(self, submitted: Option<Moment>, paid: Option<Moment>) -> Option<Moment> {
        match self.basis {
            Basis::Submitted => submitted,
            Basis::Paid => paid,
            Basis::Settled | Basis::Refunded => None,
        }
    }

    /// Returns the scope from the first to the last day of both.
    pub(super) fn with(self, other: Self) -> Self {
        let both = |of: fn(Self) -> Option<Moment>| of(self).zip(of(other));
        let from = both(|scope| scope.from).map(|(one, other)| one.min(other));
        let end = both(|scope| scope.end).map(|(one, other)| one.max(other));
        Self { from, end, ..self }
    }

    /// Returns the values of the column of [`Scope::time`] that put a line on a day asked for; nothing where there is no such column,
    /// or where lines of all days are asked for.
    pub(super) fn times(self) -> Option<ColumnRange> {
        match self.basis {
            Basis::Submitted => self.times_of(line::submitted),
            Basis::Paid => self.times_of(line::paid),
            Basis::Settled | Basis::Refunded => None,
        }
    }

    /// Returns the values of a column of times that are on a day asked for; nothing where all days are asked for.
    pub(super) fn times_of<C: Column<Value = Option<Moment>>>(self, _: C) -> Option<ColumnRange> {
        if self.from.is_none() && self.end.is_none() {
            return None;
        }
        // The smallest number stands for a time that is not known.
        let from = self.from.map_or(i64::MIN + 1, Moment::get);
        Some(ColumnRange { column: C::NAME, values: from..self.end.map_or(i64::MAX, Moment::get) })
    }

    /// Tells whether a line is asked for, by the time that puts it on a day. A line without a time is on no day; where settled or
    /// refunded lines are asked for, it is none of them.
    pub(super) fn has(self, time: Option<Moment>) -> bool {
        match time {
            None if matches!(self.basis, Basis::Settled | Basis::Refunded) => false,
            None => self.from.is_none() && self.end.is_none(),
            Some(moment) => self.from.is_none_or(|from| moment >= from) && self.end.is_none_or(|end| moment < end),
        }
    }

    /// Returns the number of the period of a line; nothing where rows are not grouped by period.
    pub(super) fn period(self, time: Option<Moment>) -> Option<i64> {
        let time = time?;
        match self.by? {
            By::Day => Some(time.day()),
            // 1970-01-01 was a Thursday.
            By::Week => Some((time.day() + 3).div_euclid(7)),
            By::Weekday => Some(time.weekday()),
            By::Month => time.date().map(|day| i64::from(day.year()) * 12 + i64::from(day.month0())),
            _ => None,
        }
    }

    /// Names the period of a moment as SQL does; nothing where rows are not grouped by period.
    pub(super) fn name(self, moment: Moment) -> Option<String> {
        self.by?.period(moment.date()?)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::packed::Value as _;

    const SECONDS: i64 = 24 * 3600;

    fn day(number: u64) -> NaiveDate {
        add_days(NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day"), number)
    }

    fn time(seconds: Option<i64>) -> Option<Moment> {
        Moment::new(Moment::start_of(day(0)).get() + seconds?)
    }

    proptest! {
        #[test]
        fn no_line_that_is_asked_for_is_beyond_the_times(
            days in prop::array::uniform4(option::of(0_u64..9)), basis in prop::sample::select(Basis::ALL),
            submitted in option::of(-SECONDS..10 * SECONDS), paid in option::of(-SECONDS..10 * SECONDS),
        ) {
            let [from, to, other_from, other_to] = days.map(|number| number.map(day));
            let scope = |from, to| Scope::of(&ReportOptions { from, to, basis, ..ReportOptions::default() });
            let (one, other) = (scope(from, to), scope(other_from, other_to));
            let (submitted, paid) = (time(submitted), time(paid));
            let covers = |range: Option<ColumnRange>| range.is_none_or(|range| {
                let stored = if range.column == line::paid::NAME { paid } else { submitted };
                range.values.contains(&stored.stored())
            });
            let at = one.time(submitted, paid);
            prop_assert!(!one.has(at) || covers(one.times()));
            prop_assert!(!one.has(submitted) || submitted.is_none() || covers(one.times_of(line::submitted)));
            prop_assert!(!(one.has(at) || other.has(at)) || covers(one.with(other).times()));
        }
    }
}
