//! `export-plan`: the days to export next, in windows with fewer lines than one export holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::columns::report_row;
use super::error::ReportError;
use super::imported_days::{self, CHANGING, ImportedDay};
use super::notes::span;
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use crate::model::calendar::{add_days, sub_days};
use crate::model::export::ExportKind;
use crate::model::field::Field;
use crate::model::message::Arg;
use crate::model::summary::Days;
use crate::model::table::RowSink;
use crate::msg;
use crate::report::export_steps::export_steps;

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "export-plan",
    takes: &[Takes::Period, Takes::On, Takes::Cap],
    needs: &[Field::SubmittedAt],
    reads_after_sales: false,
    // The plan is for days to come, and its rows say which.
    has_days: false,
    answer,
    grouped: None,
};

/// Days with data that the average for a day without data is taken over.
const AVERAGE_OVER: usize = 28;

/// The most days that are planned, and the most days in the past that are read.
const MOST_DAYS: i64 = 4_000;

report_row! {
    struct Row {
        from: String [Key],
        to: String,
        expected_lines: Option<i64>,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (today, terms) = (query.now.day(), query.terms);
    let to = query.options.to.unwrap_or(today);
    let earliest = sub_days(to.min(today), MOST_DAYS.unsigned_abs());
    let mut days = imported_days::read(query, Some(earliest), Some(to.max(today)))?;
    // Before the first import nothing is missing.
    let first = days.iter().find(|(_, day)| day.imports > 0).map(|(date, _)| *date);
    days.retain(|date, _| first.is_some_and(|first| *date >= first));
    let last_whole = days.iter().rev().find(|(date, day)| day.is_whole(**date)).map(|(date, _)| *date);
    let from = query.options.from.or(last_whole.map(|date| add_days(date, 1))).or(first).unwrap_or(to);
    let length = (to - from).num_days() + 1;
    if length > MOST_DAYS {
        return Err(ReportError::TooManyDays(length));
    }
    let average = average(&days);
    let cap = i64::try_from(query.options.cap.unwrap_or(terms.export_cap)).unwrap_or(i64::MAX);
    let expected = |date: NaiveDate| match days.get(&date) {
        Some(day) if day.is_whole(date) => Some(day.lines),
        // A day that is not over has at least what is there.
        Some(day) => average.map(|(lines, _)| lines.max(day.lines)),
        None => average.map(|(lines, _)| lines),
    };
    let planned: Vec<(NaiveDate, Option<i64>)> =
        from.iter_days().take_while(|date| *date <= to).map(|date| (date, expected(date))).collect();
    let rows = windows(&planned, cap).into_iter().map(|(days, lines)| Row {
        from: days.first.to_string(),
        to: days.last.to_string(),
        expected_lines: lines,
    });
    let any = query.write(rows, sink)?;
    if !any {
        query.note(msg!("note-nothing-to-download", day = to));
    }
    let gaps = days.iter().filter(|(date, day)| day.imports == 0 && **date < from).map(|(date, _)| *date);
    query.note_gaps(&imported_days::spans(gaps));
    let changing = days.iter().filter(|(date, day)| **date < from && day.state(**date, today, terms) == CHANGING);
    imported_days::note_changing(query, &changing.map(|(date, _)| *date).collect::<Vec<_>>());
    match average {
        None => query.note(msg!("note-plan-without-data")),
        Some((lines, over))
            if planned.iter().any(|(date, _)| days.get(date).is_none_or(|day| !day.is_whole(*date))) =>
        {
            query.note(msg!("note-plan-average", days = span(over), lines = Arg::count(lines)));
        }
        Some(_) => {}
    }
    for (day, lines) in planned {
        if let Some(lines) = lines.filter(|lines| *lines >= cap) {
            query.warn(msg!("note-over-cap", day = day, lines = Arg::count(lines)));
        }
    }
    if any {
        for (number, step) in (1_u32..).zip(export_steps(ExportKind::Orders, cap.unsigned_abs())) {
            query.note(msg!("note-export-step", number = number, step = step));
        }
    }
    Ok(())
}

/// Returns the lines of a day, rounded up, averaged over the last days that are complete, and which days these are. Where no day is
/// complete, the partial ones are taken.
fn average(days: &BTreeMap<NaiveDate, ImportedDay>) -> Option<(i64, Days)> {
    let any_whole = days.iter().any(|(date, day)| day.is_whole(*date));
    let seen: Vec<(NaiveDate, i64)> = days
        .iter()
        .rev()
        .filter(|(date, day)| if any_whole { day.is_whole(**date) } else { day.imports > 0 })
        .take(AVERAGE_OVER)
        .map(|(date, day)| (*date, day.lines))
        .collect();
    let (last, first) = (seen.first()?.0, seen.last()?.0);
    let count = i64::try_from(seen.len()).ok()?;
    let lines: i64 = seen.iter().map(|(_, lines)| lines).sum();
    Some(((lines + count - 1) / count, Days { first, last }))
}

/// Joins days to windows with fewer lines than the cap; a day that has more is a window of its own. Days of which nothing is known
/// are one window.
fn windows(planned: &[(NaiveDate, Option<i64>)], cap: i64) -> Vec<(Days, Option<i64>)> {
    let mut windows: Vec<(Days, Option<i64>)> = Vec::new();
    for (day, lines) in planned {
        match windows.last_mut() {
            Some((days, sum)) if sum.zip(*lines).is_none_or(|(sum, lines)| sum + lines < cap) => {
                days.last = *day;
                *sum = sum.zip(*lines).map(|(sum, lines)| sum + lines);
            }
            _ => windows.push((Days { first: *day, last: *day }, *lines)),
        }
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_stay_below_the_cap() {
        let day = |number: u32| NaiveDate::from_ymd_opt(2026, 1, number).expect("a day");
        let planned: Vec<_> = (1..).map(day).zip([4, 5, 1, 10, 0, 3].map(Some)).collect();
        let shown: Vec<_> =
            windows(&planned, 10).iter().map(|(days, lines)| (days.first, days.last, lines.unwrap_or(-1))).collect();
        assert_eq!(shown, [(day(1), day(2), 9), (day(3), day(3), 1), (day(4), day(4), 10), (day(5), day(6), 3)]);
        assert_eq!(windows(&[(day(1), None), (day(2), None)], 10), [(Days { first: day(1), last: day(2) }, None)]);
    }
}
