//! `export-plan`: the windows of days to download next, each with fewer lines than an export holds.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ReportError;
use super::coverage::{self, Covered};
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn};
use crate::model::calendar::{add_days, sub_days};
use crate::model::summary::Days;
use crate::model::table::{Datum, RowSink};

/// Days with data that the average of a day without is taken from.
const AVERAGE_OVER: usize = 28;

/// The most days that are planned, and that are looked back at.
const MOST_DAYS: i64 = 4_000;

const COLUMNS: &[ReportColumn] = &[
    ("from", "从", "From", Kind::Text),
    ("to", "到", "To", Kind::Text),
    ("expected_lines", "预计行数", "Expected lines", Kind::Int),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (today, terms) = (question.now.day(), question.terms);
    let to = question.options.to.unwrap_or(today);
    let earliest = sub_days(to.min(today), MOST_DAYS.unsigned_abs());
    let mut days = coverage::days(question, Some(earliest), Some(to.max(today)))?;
    // Before the first import nothing is missing.
    let first = days.iter().find(|(_, covered)| covered.imports > 0).map(|(day, _)| *day);
    days.retain(|day, _| first.is_some_and(|first| *day >= first));
    let last_whole = days.iter().rev().find(|(day, covered)| covered.is_whole(**day)).map(|(day, _)| *day);
    let from = question.options.from.or(last_whole.map(|day| add_days(day, 1))).or(first).unwrap_or(to);
    let length = (to - from).num_days() + 1;
    if length > MOST_DAYS {
        return Err(ReportError::TooManyDays(length));
    }
    let average = average(&days);
    let cap = i64::try_from(question.options.cap.unwrap_or(terms.export_cap)).unwrap_or(i64::MAX);
    let expected = |day: NaiveDate| match days.get(&day) {
        Some(covered) if covered.is_whole(day) => Some(covered.lines),
        // What is there of a day that is not over is the least.
        Some(covered) => average.map(|(lines, _)| lines.max(covered.lines)),
        None => average.map(|(lines, _)| lines),
    };
    let planned: Vec<(NaiveDate, Option<i64>)> =
        from.iter_days().take_while(|day| *day <= to).map(|day| (day, expected(day))).collect();
    let rows = windows(&planned, cap).into_iter().map(|(days, lines)| {
        vec![Datum::Text(days.first.to_string()), Datum::Text(days.last.to_string()), Datum::int(lines)]
    });
    if planned.is_empty() {
        Question::head(COLUMNS, sink)?;
        question.note(Note::NothingToDownload(to));
    } else {
        question.rows(COLUMNS, rows, sink)?;
    }
    let gaps = days.iter().filter(|(day, covered)| covered.imports == 0 && **day < from).map(|(day, _)| *day);
    let gaps = coverage::spans(gaps);
    if !gaps.is_empty() {
        question.note(Note::Gaps(gaps));
    }
    let open = days.iter().filter(|(day, covered)| **day < from && covered.is_open(**day, today, terms));
    coverage::note_changing(question, &open.map(|(day, _)| *day).collect::<Vec<_>>());
    match average {
        None => question.note(Note::PlanWithoutData),
        Some((lines, over))
            if planned.iter().any(|(day, _)| days.get(day).is_none_or(|known| !known.is_whole(*day))) =>
        {
            question.note(Note::PlanAverage { lines, days: over });
        }
        Some(_) => {}
    }
    for (day, lines) in planned {
        if let Some(lines) = lines.filter(|lines| *lines >= cap) {
            question.note(Note::OverCap(day, lines));
        }
    }
    Ok(())
}

/// Returns the lines of a day, rounded up, averaged over the last days that are wholly there, and which days these are. Where no
/// day is, those that are there in part have to do.
fn average(days: &BTreeMap<NaiveDate, Covered>) -> Option<(i64, Days)> {
    let any_whole = days.iter().any(|(day, covered)| covered.is_whole(*day));
    let seen: Vec<(NaiveDate, i64)> = days
        .iter()
        .rev()
        .filter(|(day, covered)| if any_whole { covered.is_whole(**day) } else { covered.imports > 0 })
        .take(AVERAGE_OVER)
        .map(|(day, covered)| (*day, covered.lines))
        .collect();
    let (last, first) = (seen.first()?.0, seen.last()?.0);
    let count = i64::try_from(seen.len()).ok()?;
    let lines: i64 = seen.iter().map(|(_, lines)| lines).sum();
    Some(((lines + count - 1) / count, Days { first, last }))
}

/// Joins days to windows with fewer lines than the cap; a day that has more stands alone. Days of which nothing is known are
/// one window.
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
