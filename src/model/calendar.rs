//! Counting in months and days by the Civil Code, articles 200 to 204.
//!
//! No other code of the program counts months.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

use super::message::{Arg, Message};
use crate::msg;

/// The names of the days of the week in JSON and options, Monday first.
pub const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Holds the length of a waiting period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Length {
    /// Calendar months.
    Months(u32),
    /// Days.
    Days(u32),
}

impl Length {
    /// Returns the length as a message, such as `6 months`.
    pub fn message(self) -> Message {
        match self {
            Self::Months(n) => msg!("length-months", count = n),
            Self::Days(n) => msg!("length-days", count = n),
        }
    }

    /// Returns the length in days, 30 for each month.
    #[must_use]
    pub fn in_thirties(self) -> Self {
        match self {
            Self::Months(n) => Self::Days(n.saturating_mul(30)),
            Self::Days(n) => Self::Days(n),
        }
    }
}

/// Names a reading of "N months after": that of the law, and the two others in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// The first day is not counted, and the last day must be over. This reading decides.
    CivilCode,
    /// The same moment N months later, so that the corresponding day itself is free.
    Moment,
    /// A month is 30 days. The first day is not counted, and the last day must be over.
    ThirtyDays,
}

impl Reading {
    /// Lists every reading, the deciding one first.
    pub const ALL: [Self; 3] = [Self::CivilCode, Self::Moment, Self::ThirtyDays];

    /// Returns the first day after a waiting period that starts on `start`.
    ///
    /// For a length in days, [`Reading::CivilCode`] and [`Reading::ThirtyDays`] agree.
    pub fn first_free_day(self, start: NaiveDate, length: Length) -> NaiveDate {
        match (self, length) {
            (Self::CivilCode, _) | (Self::ThirtyDays, Length::Days(_)) => add_days(last_day(start, length), 1),
            (Self::Moment, _) => last_day(start, length),
            (Self::ThirtyDays, Length::Months(_)) => add_days(last_day(start, length.in_thirties()), 1),
        }
    }

    /// Returns the stable name for a period of `length`, such as `days-180` for six months of 30 days.
    pub fn name(self, length: Length) -> String {
        match (self, length.in_thirties()) {
            (Self::CivilCode, _) => "civil-code".to_owned(),
            (Self::Moment, _) => "moment".to_owned(),
            (Self::ThirtyDays, Length::Months(n) | Length::Days(n)) => format!("days-{n}"),
        }
    }
}

/// Returns the corresponding day months later, or the last day of the month where there is none (article 202).
///
/// After the year 262000 this is the last day that can be represented.
pub fn add_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// Returns the corresponding day months earlier, or the last day of the month where there is none.
pub fn sub_months(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// Adds days.
pub fn add_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// Subtracts days.
pub fn sub_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// Returns the last day of a waiting period. The start itself is not counted (article 201).
pub fn last_day(start: NaiveDate, length: Length) -> NaiveDate {
    match length {
        Length::Months(n) => add_months(start, n),
        Length::Days(n) => add_days(start, u64::from(n)),
    }
}

/// Returns the first day after a waiting period by the Civil Code.
pub fn first_free_day(start: NaiveDate, length: Length) -> NaiveDate {
    Reading::CivilCode.first_free_day(start, length)
}

impl From<Length> for Arg {
    fn from(length: Length) -> Self {
        Self::from(length.message())
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self {
            Self::Months(number) => (number, "month"),
            Self::Days(number) => (number, "day"),
        };
        write!(f, "{number} {unit}{}", if *number == 1 { "" } else { "s" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    /// A calendar of its own, which goes from day to day by a table of month lengths.
    struct Walk {
        year: i32,
        month: u32,
        day: u32,
    }

    impl Walk {
        fn month_length(&self) -> u32 {
            let leap = (self.year % 4 == 0 && self.year % 100 != 0) || self.year % 400 == 0;
            [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][self.month as usize - 1]
        }

        fn next_day(&mut self) {
            self.day += 1;
            if self.day > self.month_length() {
                self.day = 1;
                self.month += 1;
            }
            if self.month > 12 {
                self.month = 1;
                self.year += 1;
            }
        }

        fn as_date(&self) -> NaiveDate {
            NaiveDate::from_ymd_opt(self.year, self.month, self.day).expect("walked to a real day")
        }
    }

    #[test]
    fn periods_end_where_counting_days_ends() {
        let mut start = Walk { year: 2000, month: 1, day: 1 };
        while start.year <= 2040 {
            let from = start.as_date();
            // In each month the period ends on the day with the number of the first day, or on the last day of the month.
            let mut walk = Walk { ..start };
            for months in 0..=36 {
                while walk.day != start.day.min(walk.month_length()) {
                    walk.next_day();
                }
                assert_eq!(add_months(from, months), walk.as_date(), "{from} + {months} months");
                let mut free = Walk { ..walk };
                free.next_day();
                assert_eq!(first_free_day(from, Length::Months(months)), free.as_date(), "{from} + {months} months");
                let remaining = walk.month_length() - walk.day;
                (0..=remaining).for_each(|_| walk.next_day());
            }
            start.next_day();
        }
    }

    #[test]
    fn six_months_from_the_end_of_a_month() {
        for (start, last, free) in [
            ("2023-08-29", "2024-02-29", "2024-03-01"),
            ("2023-08-30", "2024-02-29", "2024-03-01"),
            ("2023-08-31", "2024-02-29", "2024-03-01"),
            ("2023-08-28", "2024-02-28", "2024-02-29"),
            ("2024-08-31", "2025-02-28", "2025-03-01"),
            ("2023-02-28", "2023-08-28", "2023-08-29"),
            ("2023-11-15", "2024-05-15", "2024-05-16"),
        ] {
            assert_eq!(last_day(day(start), Length::Months(6)), day(last), "{start}");
            assert_eq!(first_free_day(day(start), Length::Months(6)), day(free), "{start}");
        }
    }

    #[test]
    fn the_first_of_counted_days_is_not_counted() {
        assert_eq!(first_free_day(day("2024-01-01"), Length::Days(30)), day("2024-02-01"));
        assert_eq!(first_free_day(day("2024-01-01"), Length::Days(90)), day("2024-04-01"));
    }

    #[test]
    fn three_readings_side_by_side() {
        let first = |reading: Reading| reading.first_free_day(day("2023-08-31"), Length::Months(6)).to_string();
        assert_eq!(Reading::ALL.map(first), ["2024-03-01", "2024-02-29", "2024-02-28"]);
        assert_eq!(Reading::ALL.map(|r| r.name(Length::Months(6))), ["civil-code", "moment", "days-180"]);
    }
}
