//! Periods as people write them: `7d`, `last-month`, 昨天, `2026-11`.

use chrono::{Datelike, NaiveDate};

use super::calendar::{add_days, add_months, sub_days, sub_months};
use super::summary::Days;
use super::time::parse_day;

/// The years that a period can be in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

/// The most days that are counted back.
const MOST_DAYS: u64 = 3660;

/// Words for periods.
const WORDS: &[(&str, Period)] = &[
    ("today", Period::DayBefore(0)),
    ("今天", Period::DayBefore(0)),
    ("今日", Period::DayBefore(0)),
    ("yesterday", Period::DayBefore(1)),
    ("昨天", Period::DayBefore(1)),
    ("昨日", Period::DayBefore(1)),
    ("前天", Period::DayBefore(2)),
    ("this-week", Period::WeekBefore(0)),
    ("本周", Period::WeekBefore(0)),
    ("last-week", Period::WeekBefore(1)),
    ("上周", Period::WeekBefore(1)),
    ("this-month", Period::MonthBefore(0)),
    ("本月", Period::MonthBefore(0)),
    ("last-month", Period::MonthBefore(1)),
    ("上月", Period::MonthBefore(1)),
    ("上个月", Period::MonthBefore(1)),
    ("this-year", Period::YearBefore(0)),
    ("今年", Period::YearBefore(0)),
    ("last-year", Period::YearBefore(1)),
    ("去年", Period::YearBefore(1)),
];

/// A period as it was written. Which days it has may depend on the day on which that is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A day, so many days before today.
    DayBefore(u64),
    /// The last so many whole days, up to yesterday.
    LastDays(u64),
    /// A week from Monday to Sunday, so many weeks before this one.
    WeekBefore(u64),
    /// A calendar month, so many months before this one.
    MonthBefore(u32),
    /// A calendar year, so many years before this one.
    YearBefore(u32),
    /// Days that are the same whenever that is asked.
    Fixed(Days),
}

impl Period {
    /// Reads a period: a word, a number of days (`7d`, 近7天), a day, a month (`2026-11`), a year (`2026`), or the days from one of
    /// them to another (`2026-11-01..2026-11-07`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.split_once("..") {
            Some((first, last)) => {
                let (first, last) = (fixed(first.trim())?, fixed(last.trim())?);
                (first.first <= last.last).then_some(Self::Fixed(Days { first: first.first, last: last.last }))
            }
            None => word(text).or_else(|| last_days(text)).or_else(|| fixed(text).map(Self::Fixed)),
        }
    }

    /// Returns the days that the period has when that is asked today.
    pub fn days(self, today: NaiveDate) -> Days {
        match self {
            Self::DayBefore(days) => one(sub_days(today, days)),
            Self::LastDays(days) => Days { first: sub_days(today, days), last: sub_days(today, 1) },
            Self::WeekBefore(weeks) => {
                let monday = sub_days(today, u64::from(today.weekday().num_days_from_monday()) + weeks * 7);
                Days { first: monday, last: add_days(monday, 6) }
            }
            Self::MonthBefore(months) => month(sub_months(first_of_month(today), months)),
            Self::YearBefore(years) => year(sub_months(first_of_month(today), years * 12)),
            Self::Fixed(days) => days,
        }
    }
}

/// Returns the days before a period that it is compared with: the month before a month, the year before a year, else as many days as
/// it has.
pub fn days_before(days: Days) -> Days {
    let last = sub_days(days.first, 1);
    if days == year(days.first) {
        year(last)
    } else if days == month(days.first) {
        month(last)
    } else {
        let length = (days.last - days.first).num_days().unsigned_abs() + 1;
        Days { first: sub_days(days.first, length), last }
    }
}

/// Returns the same days a year earlier. A period that ends with February ends with it then, too.
pub fn days_a_year_before(days: Days) -> Days {
    let first = sub_months(days.first, 12);
    let last = sub_days(sub_months(add_days(days.last, 1), 12), 1);
    Days { first, last: last.max(first) }
}

fn word(text: &str) -> Option<Period> {
    let text = text.to_lowercase();
    WORDS.iter().find(|(word, _)| *word == text).map(|(_, period)| *period)
}

fn last_days(text: &str) -> Option<Period> {
    let chinese =
        ["近", "最近"].iter().find_map(|prefix| text.strip_prefix(prefix)).and_then(|rest| rest.strip_suffix('天'));
    let number = chinese.or_else(|| text.strip_suffix(['d', 'D']))?.trim();
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    number.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days)).map(Period::LastDays)
}

/// Reads a day, a month or a year.
fn fixed(text: &str) -> Option<Days> {
    let days = if let Some(day) = parse_day(text) {
        one(day)
    } else {
        let text = text.trim_end_matches(['年', '月']);
        let (years, months) =
            text.split_once(['-', '/', '年']).map_or((text, None), |(year, month)| (year, Some(month)));
        let first = |month| NaiveDate::from_ymd_opt(i32::try_from(digits(years, 4, 4)?).ok()?, month, 1);
        match months {
            Some(months) => month(first(digits(months, 1, 2)?)?),
            None => year(first(1)?),
        }
    };
    YEARS.contains(&days.first.year()).then_some(days)
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let is_number = (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

fn one(day: NaiveDate) -> Days {
    Days { first: day, last: day }
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    sub_days(day, u64::from(day.day0()))
}

/// Returns the month of a day.
fn month(day: NaiveDate) -> Days {
    let first = first_of_month(day);
    Days { first, last: sub_days(add_months(first, 1), 1) }
}

/// Returns the year of a day.
fn year(day: NaiveDate) -> Days {
    let first = sub_months(first_of_month(day), day.month0());
    Days { first, last: sub_days(add_months(first, 12), 1) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn days(first: &str, last: &str) -> Days {
        Days { first: day(first), last: day(last) }
    }

    #[test]
    fn words_name_days() {
        // A Sunday.
        let today = day("2026-11-29");
        for (texts, first, last) in [
            (&["today", "今天", "Today"][..], "2026-11-29", "2026-11-29"),
            (&["yesterday", "昨天"], "2026-11-28", "2026-11-28"),
            (&["7d", "近7天", "最近7天", "近 7 天"], "2026-11-22", "2026-11-28"),
            (&["30d", "近30天"], "2026-10-30", "2026-11-28"),
            (&["1d"], "2026-11-28", "2026-11-28"),
            (&["this-week", "本周"], "2026-11-23", "2026-11-29"),
            (&["last-week", "上周"], "2026-11-16", "2026-11-22"),
            (&["this-month", "本月", "2026-11", "2026年11月", "2026/11"], "2026-11-01", "2026-11-30"),
            (&["last-month", "上月", "2026-10"], "2026-10-01", "2026-10-31"),
            (&["this-year", "今年", "2026", "2026年"], "2026-01-01", "2026-12-31"),
            (&["last-year", "去年"], "2025-01-01", "2025-12-31"),
            (&["2026-11-03", "2026/11/3", "2026年11月3日"], "2026-11-03", "2026-11-03"),
            (&["2026-11-01..2026-11-07", "2026-11-01 .. 2026-11-07"], "2026-11-01", "2026-11-07"),
            (&["2026-09..2026-11"], "2026-09-01", "2026-11-30"),
        ] {
            for text in texts {
                assert_eq!(Period::parse(text).map(|period| period.days(today)), Some(days(first, last)), "{text}");
            }
        }
        for text in [
            "",
            "d",
            "0d",
            "-7d",
            "7",
            "99999d",
            "2026-13",
            "2026-02-30",
            "26-11",
            "1889",
            "2026-11-07..2026-11-01",
            "..",
            "2026-11..",
            "7d..2026",
            "明天",
            "next-week",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_is_compared_with_a_month_and_a_year_with_a_year() {
        for (of, first, last) in [
            (days("2026-03-01", "2026-03-31"), "2026-02-01", "2026-02-28"),
            (days("2026-01-01", "2026-01-31"), "2025-12-01", "2025-12-31"),
            (days("2026-01-01", "2026-12-31"), "2025-01-01", "2025-12-31"),
            (days("2026-11-22", "2026-11-28"), "2026-11-15", "2026-11-21"),
            (days("2026-11-01", "2026-11-29"), "2026-10-03", "2026-10-31"),
            (days("2026-11-28", "2026-11-28"), "2026-11-27", "2026-11-27"),
        ] {
            assert_eq!(days_before(of), days(first, last));
        }
        for (of, first, last) in [
            (days("2024-02-01", "2024-02-29"), "2023-02-01", "2023-02-28"),
            (days("2025-02-01", "2025-02-28"), "2024-02-01", "2024-02-29"),
            (days("2024-02-29", "2024-02-29"), "2023-02-28", "2023-02-28"),
            (days("2026-11-22", "2026-11-28"), "2025-11-22", "2025-11-28"),
        ] {
            assert_eq!(days_a_year_before(of), days(first, last));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
            let _ = Period::parse(&text);
        }

        #[test]
        fn periods_are_in_order_and_what_is_before_ends_before(
            number in 0i64..60_000, length in 0u64..800, word in 0..WORDS.len(), back in 1..=MOST_DAYS,
        ) {
            let today = NaiveDate::from_ymd_opt(2002, 1, 1).expect("a day") + chrono::TimeDelta::days(number);
            let counted = Period::parse(&format!("{back}d")).expect("a period").days(today);
            prop_assert_eq!((counted.last - counted.first).num_days(), i64::try_from(back).expect("small") - 1);
            prop_assert_eq!(add_days(counted.last, 1), today);
            let named = WORDS[word].1.days(today);
            let any = Days { first: today, last: add_days(today, length) };
            for days in [named, counted, any] {
                prop_assert!(days.first <= days.last);
                let before = days_before(days);
                prop_assert!(before.first <= before.last);
                prop_assert_eq!(add_days(before.last, 1), days.first);
                let earlier = days_a_year_before(days);
                prop_assert!(earlier.first <= earlier.last && earlier.last < days.last);
                let text = format!("{}..{}", days.first, days.last);
                prop_assert_eq!(Period::parse(&text), Some(Period::Fixed(days)));
            }
        }

        #[test]
        fn the_day_after_a_month_begins_the_next(year in 1990i32..2200, month in 1u32..=12) {
            let days = Period::parse(&format!("{year}-{month:02}")).expect("a month").days(day("2026-01-01"));
            let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            prop_assert_eq!(Some(days.first), NaiveDate::from_ymd_opt(year, month, 1));
            prop_assert_eq!(Some(add_days(days.last, 1)), NaiveDate::from_ymd_opt(next_year, next_month, 1));
        }
    }
}
