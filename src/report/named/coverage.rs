//! `coverage`: the days that imports have, with gaps and with days that may have changed since.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::ReportError;
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn};
use crate::model::calendar::add_days;
use crate::model::summary::Days;
use crate::model::table::{Datum, RowSink, Word};
use crate::model::time;
use crate::report::order_facts::LONGEST_PERIOD;

const SQL: &str = include_str!("coverage.sql");

/// The most days that are listed; more come from a time that cannot be.
const MOST_DAYS: i64 = 40_000;

const GAP: Word = Word { code: "gap", zh: "缺", en: "missing" };
const CUT: Word = Word { code: "cut", zh: "当天未完就导出", en: "exported before the day was over" };
const OPEN: Word = Word { code: "open", zh: "导出后可能有变化", en: "may have changed since" };
const FINAL: Word = Word { code: "final", zh: "已定", en: "final" };

const COLUMNS: &[ReportColumn] = &[
    ("day", "日期", "Day", Kind::Text),
    ("lines", "行数", "Lines", Kind::Int),
    ("imports", "导入次数", "Imports", Kind::Int),
    ("newest_export", "最新导出", "Newest export", Kind::Text),
    ("state", "状态", "State", Kind::Word(&[])),
];

/// Holds what is known of a day.
#[derive(Debug, Clone, Default)]
pub(super) struct Covered {
    /// Order lines that were submitted on it.
    pub lines: i64,
    /// Imports whose days have it among them.
    pub imports: i64,
    /// The export time of the newest of them.
    pub newest_export: Option<String>,
}

impl Covered {
    /// Tells whether an export was made after the day was over.
    pub(super) fn is_whole(&self, day: NaiveDate) -> bool {
        self.exported_on().is_some_and(|exported| exported > day)
    }

    fn exported_on(&self) -> Option<NaiveDate> {
        time::parse_day(self.newest_export.as_deref()?.get(..10)?)
    }

    fn state(&self, day: NaiveDate, today: NaiveDate) -> Word {
        // After the longest after-sale period nothing of an order changes any more.
        let last_change = today.min(add_days(day, u64::from(LONGEST_PERIOD)));
        match self.exported_on() {
            None => GAP,
            Some(exported) if exported <= day => CUT,
            Some(exported) if exported < last_change => OPEN,
            Some(_) => FINAL,
        }
    }
}

/// Returns every day from the first that is imported to the last, those between that are not among them.
pub(super) fn days(question: &Question<'_>) -> Result<BTreeMap<NaiveDate, Covered>, ReportError> {
    let spans = question.ask(
        "SELECT first_day, last_day, exported_at FROM imports
         WHERE shop_id = :shop_id AND kind = 'orders' AND first_day IS NOT NULL",
        &[],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    let lines = question.ask(SQL, &[], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let spans: Vec<(NaiveDate, NaiveDate, String)> = spans
        .into_iter()
        .filter_map(|(first, last, at)| Some((time::parse_day(&first)?, time::parse_day(&last)?, at)))
        .collect();
    let lines: BTreeMap<NaiveDate, i64> =
        lines.into_iter().filter_map(|(day, lines)| Some((time::parse_day(&day)?, lines))).collect();
    let first = spans.iter().map(|(first, ..)| *first).chain(lines.keys().next().copied()).min();
    let last = spans.iter().map(|(_, last, _)| *last).chain(lines.keys().next_back().copied()).max();
    let Some((first, last)) = first.zip(last) else { return Ok(BTreeMap::new()) };
    check_length(first, last)?;
    let mut days: BTreeMap<NaiveDate, Covered> = first
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|day| (day, Covered { lines: lines.get(&day).copied().unwrap_or_default(), ..Covered::default() }))
        .collect();
    for (first, last, exported_at) in spans {
        for (_, covered) in days.range_mut(first..=last) {
            covered.imports += 1;
            if covered.newest_export.as_ref().is_none_or(|newest| *newest < exported_at) {
                covered.newest_export = Some(exported_at.clone());
            }
        }
    }
    Ok(days)
}

fn check_length(first: NaiveDate, last: NaiveDate) -> Result<(), ReportError> {
    let length = (last - first).num_days() + 1;
    if length > MOST_DAYS { Err(ReportError::TooManyDays(length)) } else { Ok(()) }
}

/// Joins days that follow one another.
pub(super) fn spans(days: impl IntoIterator<Item = NaiveDate>) -> Vec<Days> {
    let mut spans: Vec<Days> = Vec::new();
    for day in days {
        match spans.last_mut() {
            Some(span) if span.last.succ_opt() == Some(day) => span.last = day,
            _ => spans.push(Days { first: day, last: day }),
        }
    }
    spans
}

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (from, to, today) = (question.options.from, question.options.to, question.now.day());
    let mut days = days(question)?;
    if let (Some(first), Some(last)) = (days.keys().next().copied(), days.keys().next_back().copied()) {
        // Days that are asked for and lie outside of what is imported are missing too; days to come are not.
        let (first, last) = (from.unwrap_or(first).min(first), to.map_or(last, |to| to.min(today)).max(last));
        check_length(first, last)?;
        for day in first.iter_days().take_while(|day| *day <= last) {
            days.entry(day).or_default();
        }
    }
    days.retain(|day, _| from.is_none_or(|from| *day >= from) && to.is_none_or(|to| *day <= to));
    let states: Vec<(NaiveDate, Word)> = days.iter().map(|(day, covered)| (*day, covered.state(*day, today))).collect();
    let rows = days.iter().zip(&states).map(|((day, covered), (_, state))| {
        vec![
            Datum::Text(day.to_string()),
            Datum::Int(covered.lines),
            Datum::Int(covered.imports),
            Datum::text(covered.newest_export.clone()),
            Datum::Word(*state),
        ]
    });
    question.rows(COLUMNS, rows, sink)?;
    let with = |wanted: &[Word]| -> Vec<NaiveDate> {
        states.iter().filter(|(_, state)| wanted.contains(state)).map(|(day, _)| *day).collect()
    };
    let gaps = spans(with(&[GAP]));
    if !gaps.is_empty() {
        question.note(Note::Gaps(gaps));
    }
    let changing = with(&[CUT, OPEN]);
    if let (Some(first), Some(last)) = (changing.first(), changing.last()) {
        let count = i64::try_from(changing.len()).unwrap_or(i64::MAX);
        question.note(Note::MayHaveChanged(Days { first: *first, last: *last }, count));
    }
    Ok(())
}
