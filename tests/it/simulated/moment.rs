//! Moments of Beijing time, to the second.

use std::fmt;

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// Holds the seconds since the beginning of 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// Returns the first second of a day.
    pub const fn on(year: i64, month: i64, day: i64) -> Self {
        // Years that begin in March have their leap day at the end.
        let year = if month <= 2 { year - 1 } else { year };
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let days = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year;
        Self((days - 719_468) * DAY)
    }

    /// Returns the moment so many seconds later.
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    /// Returns the number of the day.
    pub fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Returns the day of the week, 0 for Monday.
    pub fn weekday(self) -> i64 {
        (self.day() + 3).rem_euclid(7)
    }

    /// Returns the year, the month and the day of the month.
    fn date(self) -> (i64, i64, i64) {
        let days = self.day() + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day_of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
        (era * 400 + year + next_year, month, day)
    }

    /// Returns the month as reports name it: `2023-01`.
    pub fn month(self) -> String {
        let (year, month, _) = self.date();
        format!("{year:04}-{month:02}")
    }

    /// Returns the number of the quarter, one higher for each that follows.
    pub fn quarter(self) -> i64 {
        let (year, month, _) = self.date();
        year * 4 + (month - 1) / 3
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((year, month, day), second) = (self.date(), self.0.rem_euclid(DAY));
        let (hour, minute, second) = (second / HOUR, second % HOUR / MINUTE, second % MINUTE);
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

#[test]
fn moments_are_written_as_they_are() {
    for (moment, written) in [
        (Moment::on(1970, 1, 1), "1970-01-01 00:00:00"),
        (Moment::on(2024, 2, 29).plus(DAY - 1), "2024-02-29 23:59:59"),
        (Moment::on(2024, 2, 29).plus(DAY), "2024-03-01 00:00:00"),
        (Moment::on(2023, 12, 31).plus(DAY + HOUR + MINUTE), "2024-01-01 01:01:00"),
    ] {
        assert_eq!(moment.to_string(), written);
    }
    assert_eq!(Moment::on(2024, 1, 1).quarter() - Moment::on(2023, 12, 31).quarter(), 1);
    assert_eq!(Moment::on(2023, 12, 31).month(), "2023-12");
}
