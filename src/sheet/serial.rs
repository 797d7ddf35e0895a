//! Serial dates of spreadsheets.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::cell::DateSystem;

/// The serials of plausible times of orders: from 2000-01-01 to 2099-12-31 in the 1900 system.
const PLAUSIBLE: std::ops::Range<f64> = 36_526.0..73_051.0;

/// The difference of the two systems in days.
const SYSTEM_GAP: f64 = 1462.0;

/// Converts a serial to a time, to the millisecond. Returns nothing outside of 2000-2099.
pub fn moment(days: f64, system: DateSystem) -> Option<NaiveDateTime> {
    let from_1904 = system == DateSystem::From1904;
    if !PLAUSIBLE.contains(&(if from_1904 { days + SYSTEM_GAP } else { days })) {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) =
        ExcelDateTime::new(days, ExcelDateTimeType::DateTime, from_1904).to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))?
        .and_hms_opt(u32::from(hour), u32::from(minute), u32::from(second))?
        .checked_add_signed(TimeDelta::milliseconds(i64::from(milli)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_systems_give_the_same_moment() {
        let at = |days, system| moment(days, system).map(|m| m.to_string());
        assert_eq!(at(45_658.0, DateSystem::From1900).as_deref(), Some("2025-01-01 00:00:00"));
        assert_eq!(at(45_658.0 - SYSTEM_GAP, DateSystem::From1904).as_deref(), Some("2025-01-01 00:00:00"));
        assert_eq!(at(45_658.5, DateSystem::From1900).as_deref(), Some("2025-01-01 12:00:00"));
        assert_eq!(at(1.0, DateSystem::From1900), None);
        assert_eq!(at(f64::NAN, DateSystem::From1900), None);
    }
}
