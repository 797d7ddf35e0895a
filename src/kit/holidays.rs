//! Which days are working days, by a calendar of public holidays that the user gives.

use std::collections::BTreeSet;
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use chrono::{Datelike, NaiveDate, Weekday};

use super::error::KitError;
use super::holidays_error::{HolidaysError, HolidaysProblem};
use super::ics;
use super::rules::{in_utf8, unreadable};
use crate::model::time::parse_day;

/// Separates a day from the name after it, as white space does.
const COMMAS: [char; 2] = [',', '，'];

/// Holds the holidays of a calendar, and the weekend days that are working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

impl Holidays {
    /// Reads a file: an iCalendar, or a list with one holiday per line.
    pub fn read(path: &Path) -> Result<Self, KitError> {
        let bytes = in_utf8(fs::read(path).map_err(|error| unreadable(path, error))?);
        Ok(Self::parse(&bytes).map_err(|problem| HolidaysError { path: path.to_owned(), problem })?)
    }

    /// Reads the content of a file.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, HolidaysProblem> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let holidays = if ics::is_calendar(bytes) { Self::of_calendar(bytes)? } else { Self::of_list(bytes)? };
        if holidays.is_empty() { Err(HolidaysProblem::NoDays) } else { Ok(holidays) }
    }

    fn of_calendar(bytes: &[u8]) -> Result<Self, HolidaysProblem> {
        let mut holidays = Self::default();
        for event in ics::events(bytes)? {
            let days = if event.is_work { &mut holidays.work } else { &mut holidays.off };
            days.extend(event.first.iter_days().take_while(|day| *day <= event.last));
        }
        Ok(holidays)
    }

    fn of_list(bytes: &[u8]) -> Result<Self, HolidaysProblem> {
        // Names may be in any encoding; the days before them are ASCII.
        let text = String::from_utf8_lossy(bytes);
        let mut holidays = Self::default();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                let day = only_day(line).ok_or_else(|| HolidaysProblem::bad_line(index + 1, line))?;
                holidays.off.insert(day);
            }
        }
        Ok(holidays)
    }

    /// Tells whether a day is a working day: Monday to Friday but for holidays, and the weekend days that are made up for.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.work.contains(&day) || (!is_weekend && !self.off.contains(&day))
    }

    /// Tells whether no calendar was given.
    pub fn is_empty(&self) -> bool {
        self.off.is_empty() && self.work.is_empty()
    }

    /// Returns the first and the last day that the calendar names; of other days nothing is known.
    pub fn span(&self) -> Option<RangeInclusive<NaiveDate>> {
        let first = self.off.first().into_iter().chain(self.work.first()).min()?;
        let last = self.off.last().into_iter().chain(self.work.last()).max()?;
        Some(*first..=*last)
    }
}

/// Returns the day that a line begins with. A line with a second day is not read, because that may be the end of a holiday.
fn only_day(line: &str) -> Option<NaiveDate> {
    let mut words = line.split(|c: char| c.is_whitespace() || COMMAS.contains(&c));
    let day = written_day(words.next()?)?;
    let has_another = words.any(|word| written_day(word.trim_start_matches(|c: char| !c.is_ascii_digit())).is_some());
    (!has_another).then_some(day)
}

fn written_day(text: &str) -> Option<NaiveDate> {
    parse_day(text).or_else(|| ics::compact_day(text))
}

#[cfg(all(test, feature = "texts"))]
mod tests {
    use super::*;
    use crate::kit::holidays_error::QUOTED;
    use crate::model::lang::{Explain, Lang};
    use crate::texts::Texts;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn days(days: &BTreeSet<NaiveDate>) -> Vec<String> {
        days.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn without_a_calendar_monday_to_friday_are_working_days() {
        let none = Holidays::default();
        assert!(none.is_empty() && none.span().is_none());
        assert!(none.is_working_day(day("2026-10-01")) && !none.is_working_day(day("2026-10-03")));
    }

    #[test]
    fn a_list_has_one_day_a_line() {
        let text = "\u{feff}# 2026\r\n\r\n2026-10-01 国庆节\r\n2026/10/2,国庆节\r\n  20261005\t国庆节\r\n2026年10月6日，国庆节\r\n2026-10-07";
        let holidays = Holidays::parse(text.as_bytes()).expect("a list");
        assert_eq!(days(&holidays.off), ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"]);
        assert!(holidays.work.is_empty() && !holidays.is_empty());
        assert_eq!(holidays.span(), Some(day("2026-10-01")..=day("2026-10-07")));
        assert!(!holidays.is_working_day(day("2026-10-01")) && holidays.is_working_day(day("2026-10-08")));
    }

    #[test]
    fn names_may_be_in_another_encoding() {
        let list = Holidays::parse(b"2026-10-01,\xB9\xFA\xC7\xEC\n2026-10-02\n").expect("a list");
        assert_eq!(list.off.len(), 2);
    }

    #[test]
    fn lines_without_a_day_are_named() {
        for (text, line, found) in [
            ("2026-10-01\n日期,名称\n", 2, "日期,名称"),
            ("# a\r\n\r\n  2026-02-30 x\r\n", 3, "2026-02-30 x"),
            ("2026-10-01~2026-10-07", 1, "2026-10-01~2026-10-07"),
            ("2026-10-01 至2026-10-07", 1, "2026-10-01 至2026-10-07"),
            ("2026021", 1, "2026021"),
        ] {
            let expected = HolidaysProblem::BadLine { line, found: found.to_owned() };
            assert_eq!(Holidays::parse(text.as_bytes()), Err(expected), "{text}");
        }
        assert_eq!(HolidaysProblem::bad_line(1, &"x".repeat(100)), HolidaysProblem::bad_line(1, &"x".repeat(QUOTED)));
        for text in ["", "\n# nothing\n"] {
            assert_eq!(Holidays::parse(text.as_bytes()), Err(HolidaysProblem::NoDays), "{text}");
        }
    }

    #[test]
    fn errors_name_the_file_and_the_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("days.txt");
        assert!(matches!(Holidays::read(&path), Err(KitError::Unreadable { .. })));
        fs::write(&path, "2026-10-01\nsoon\n").expect("a file");
        let error = Holidays::read(&path).expect_err("a bad line");
        assert_eq!(error.code(), "bad-holiday");
        for texts in [Lang::Zh, Lang::En].map(Texts::command) {
            let message = texts.say(&error.message());
            assert!(["days.txt", "2", "soon"].iter().all(|part| message.contains(part)), "{message}");
            assert!(texts.hint(error.hint()).is_some_and(|hint| hint.contains("2026-02-16")));
        }
    }

    #[test]
    fn a_calendar_has_days_off_and_days_of_work() {
        let text = "\u{feff}BEGIN:VCALENDAR\r\nVERSION:2.0\r\n\
            BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260215\r\nDTEND;VALUE=DATE:20260224\r\nSUMMARY:春节 假期\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nSUMMARY:春节 补班\r\nDTSTART;VALUE=DATE:20260214\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nSUMMARY:春节（班）\r\nDTSTART;VALUE=DATE:20260228\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let holidays = Holidays::parse(text.as_bytes()).expect("a calendar");
        assert_eq!(holidays.off.len(), 9);
        assert_eq!(days(&holidays.work), ["2026-02-14", "2026-02-28"]);
        assert_eq!(holidays.span(), Some(day("2026-02-14")..=day("2026-02-28")));
        for (text, works) in [
            ("2026-02-13", true),
            ("2026-02-14", true),
            ("2026-02-16", false),
            ("2026-02-23", false),
            ("2026-02-24", true),
            ("2026-02-28", true),
            ("2026-03-01", false),
        ] {
            assert_eq!(holidays.is_working_day(day(text)), works, "{text}");
        }
        let empty = "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n";
        assert_eq!(Holidays::parse(empty.as_bytes()), Err(HolidaysProblem::NoDays));
    }
}
