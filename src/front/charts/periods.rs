//! Rows by period: those without a row too, and what stands below their columns.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use shopkit::model::summary::Days;
use shopkit::model::time::parse_day;
use shopkit::report::named::By;

/// Lists the periods from the first to the last, and those of some days, in order. Where `by` is no period, only those that are given.
pub fn all(given: impl Iterator<Item = String>, by: Option<By>, days: Option<Days>) -> Vec<String> {
    let mut all: BTreeSet<String> = given.collect();
    let Some(by) = by.filter(|by| by.is_period()) else { return all.into_iter().collect() };
    let day = |period: Option<&String>| period.and_then(|period| first_day(period));
    if let (Some(first), Some(last)) = (day(all.first()), day(all.last())) {
        all.extend(by.periods(Days { first, last }));
        // Days without any row, before the first and after the last.
        all.extend(days.map(|days| by.periods(days)).unwrap_or_default());
    }
    all.into_iter().collect()
}

/// Returns the first day of a period.
fn first_day(period: &str) -> Option<NaiveDate> {
    parse_day(period).or_else(|| parse_day(&format!("{period}-01")))
}

/// Returns the month of a day.
pub fn month(day: &str) -> String {
    parse_day(day).map_or_else(|| day.to_owned(), |day| format!("{}-{:02}", day.year(), day.month()))
}

/// Shortens the labels of periods: days of one year need no year.
pub fn short(labels: &[String]) -> Vec<String> {
    let days: Option<Vec<NaiveDate>> = labels.iter().map(|label| parse_day(label)).collect();
    let Some(days) = days else { return labels.to_vec() };
    let is_one_year = days.iter().all(|day| Some(day.year()) == days.first().map(Datelike::year));
    if is_one_year || days.len() < 100 {
        return days.iter().map(|day| format!("{:02}-{:02}", day.month(), day.day())).collect();
    }
    days.iter().map(|day| format!("{}-{:02}", day.year(), day.month())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_no_holes() {
        let given = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>().into_iter();
        let day = |text: &str| parse_day(text).expect("a day");
        assert_eq!(
            all(given(&["2025-11", "2026-02"]), Some(By::Month), None),
            ["2025-11", "2025-12", "2026-01", "2026-02"]
        );
        assert_eq!(all(given(&["2026-02-02", "2026-01-26"]), Some(By::Week), None), ["2026-01-26", "2026-02-02"]);
        let days = Days { first: day("2026-01-01"), last: day("2026-01-04") };
        let all_days = all(given(&["2026-01-02"]), Some(By::Day), Some(days));
        assert_eq!(all_days, ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]);
        assert_eq!(all(given(&["2026-01-02", "x"]), None, Some(days)), ["2026-01-02", "x"]);
        assert!(all(given(&[]), Some(By::Day), Some(days)).is_empty());
    }
}
