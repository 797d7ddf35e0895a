//! Beijing time, whatever the time zone of the machine.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};

/// The hours by which Beijing is ahead of UTC, all year.
const BEIJING_OFFSET: i64 = 8;

/// Holds a moment in Beijing time to the second, shown as `YYYY-MM-DD HH:MM:SS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(NaiveDateTime);

impl Stamp {
    /// Reads a moment in the usual forms.
    ///
    /// The year comes first; `-`, `/`, `.` or 年月日 separate the parts of one or two digits. A time of day may follow after a space or `T`,
    /// with or without seconds. A fraction of a second is rounded. A moment with an offset (`Z`, `+08:00`) is converted to Beijing time.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Self::from_beijing(in_beijing(moment.to_utc())?);
        }
        let (day, time) = split_day(text);
        let day = parse_day(day)?;
        if time.is_empty() {
            return Some(Self(day.and_time(NaiveTime::MIN)));
        }
        let (time, rounds_up) = parse_time(time)?;
        day.and_time(time).checked_add_signed(TimeDelta::seconds(i64::from(rounds_up))).map(Self)
    }

    /// Makes a stamp of a moment in Beijing time. A fraction of a second is rounded.
    pub fn from_beijing(moment: NaiveDateTime) -> Option<Self> {
        let rounded = moment.checked_add_signed(TimeDelta::milliseconds(500))?;
        rounded.with_nanosecond(0).map(Self)
    }

    /// Converts an instant to Beijing time, to the second that a clock shows.
    pub fn from_utc(instant: DateTime<Utc>) -> Self {
        let beijing = in_beijing(instant).unwrap_or(instant.naive_utc());
        Self(beijing.with_nanosecond(0).unwrap_or(beijing))
    }

    /// Converts seconds since 1970-01-01 UTC to Beijing time.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(Self::from_utc)
    }

    /// Returns the moment a number of hours later.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        Self(self.0.checked_add_signed(TimeDelta::hours(hours)).unwrap_or(self.0))
    }

    /// Returns the Beijing day.
    pub fn day(self) -> NaiveDate {
        self.0.date()
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d %H:%M:%S"))
    }
}

/// Returns what clocks in Beijing show at an instant, unless it is too far in the future to be represented.
fn in_beijing(instant: DateTime<Utc>) -> Option<NaiveDateTime> {
    instant.naive_utc().checked_add_signed(TimeDelta::hours(BEIJING_OFFSET))
}

/// Returns a written time as `YYYY-MM-DD HH:MM:SS`, borrowed where it has that form.
pub fn canonical(text: &str) -> Option<Cow<'_, str>> {
    if is_canonical(text.as_bytes()) {
        return Some(Cow::Borrowed(text));
    }
    Stamp::parse(text).map(|stamp| Cow::Owned(stamp.to_string()))
}

/// Reads a day such as `2026-01-05` or `2026/1/5`.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(number(year, 4)?).ok()?, number(month, 2)?, number(day, 2)?)
}

/// Tells whether the bytes are a valid moment of the form `YYYY-MM-DD HH:MM:SS`, as nearly every cell is.
fn is_canonical(text: &[u8]) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b' ', h1, h2, b':', n1, n2, b':', s1, s2] = *text else {
        return false;
    };
    let two = |a: u8, b: u8| {
        (a.is_ascii_digit() && b.is_ascii_digit()).then(|| u32::from(a - b'0') * 10 + u32::from(b - b'0'))
    };
    let read = || {
        let year = two(y1, y2)? * 100 + two(y3, y4)?;
        let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(m1, m2)?, two(d1, d2)?)?;
        day.and_hms_opt(two(h1, h2)?, two(n1, n2)?, two(s1, s2)?)
    };
    read().is_some()
}

/// Splits a moment into day and time of day.
fn split_day(text: &str) -> (&str, &str) {
    if let Some((day, time)) = text.split_once('日') {
        return (day, time.trim_start());
    }
    match text.split_once([' ', 'T']) {
        Some((day, time)) => (day, time.trim_start()),
        None => (text, ""),
    }
}

/// Reads a time of day to the second. Returns with it whether its fraction rounds up to the next second.
fn parse_time(text: &str) -> Option<(NaiveTime, bool)> {
    let mut parts = text.split(':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let (second, rounds_up) = match parts.next() {
        None => (0, false),
        Some(seconds) => {
            let (whole, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
            if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            (number(whole, 2)?, fraction.as_bytes()[0] >= b'5')
        }
    };
    if parts.next().is_some() {
        return None;
    }
    Some((NaiveTime::from_hms_opt(hour, minute, second)?, rounds_up))
}

fn number(text: &str, longest: usize) -> Option<u32> {
    if text.is_empty() || text.len() > longest || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        canonical(text).map(Cow::into_owned)
    }

    #[test]
    fn usual_forms_are_read() {
        for (text, want) in [
            ("2026-01-05 09:03:07", "2026-01-05 09:03:07"),
            ("2026/1/5 9:03", "2026-01-05 09:03:00"),
            ("2026/1/5", "2026-01-05 00:00:00"),
            ("2026-1-5 9:3:7", "2026-01-05 09:03:07"),
            ("2026年1月5日 9:03", "2026-01-05 09:03:00"),
            ("2026年1月5日", "2026-01-05 00:00:00"),
            ("2026-01-05T09:03:07", "2026-01-05 09:03:07"),
            ("2026-01-05 09:03:07.250", "2026-01-05 09:03:07"),
            ("2026-01-05 09:03:07.5", "2026-01-05 09:03:08"),
            ("2026/1/5 23:59:59.999", "2026-01-06 00:00:00"),
            ("2026-01-05T01:03:07Z", "2026-01-05 09:03:07"),
            ("2026-01-05T01:03:07.500Z", "2026-01-05 09:03:08"),
            ("2026-01-05T09:03:07+08:00", "2026-01-05 09:03:07"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "2026-02-30 00:00:00",
            "2026-13-01",
            "26-01-05",
            "1/5/2026",
            "2026-01-05 24:00:00",
            "2026-01-05 9",
            "46027.5",
            "明天",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn unix_seconds_become_beijing_time() {
        assert_eq!(Stamp::from_unix(1_768_222_209).map(|s| s.to_string()).as_deref(), Some("2026-01-12 20:50:09"));
    }

    #[test]
    fn extreme_instants_cause_no_panic() {
        for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert!(!Stamp::from_utc(instant).to_string().is_empty());
        }
        assert_eq!(Stamp::from_unix(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn every_moment_is_read_back(seconds in 0i64..4_102_444_800) {
            let stamp = Stamp::from_unix(seconds).expect("in range");
            let text = stamp.to_string();
            prop_assert!(matches!(canonical(&text), Some(Cow::Borrowed(_))));
            prop_assert_eq!(Stamp::parse(&text), Some(stamp));
        }
    }
}
