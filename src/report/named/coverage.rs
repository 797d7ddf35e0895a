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
use crate::report::terms::Terms;

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

    /// Tells whether orders may have changed after the newest export, which was made when the day was over.
    pub(super) fn is_open(&self, day: NaiveDate, today: NaiveDate, terms: Terms) -> bool {
        self.state(day, today, terms) == OPEN
    }

    fn exported_on(&self) -> Option<NaiveDate> {
        time::parse_day(self.newest_export.as_deref()?.get(..10)?)
    }

    fn state(&self, day: NaiveDate, today: NaiveDate, terms: Terms) -> Word {
        // After the longest after-sale period nothing of an order changes any more.
        let last_change = today.min(add_days(day, u64::from(terms.longest_after_sale)));
        match self.exported_on() {
            None => GAP,
            Some(exported) if exported <= day => CUT,
            Some(exported) if exported < last_change => OPEN,
            Some(_) => FINAL,
        }
    }
}

/// Returns every day from the first that is imported, or `from`, to the last, or `to`; days that no import has are among them,
/// but none that is still to come.
pub(super) fn days(
    question: &Question<'_>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Result<BTreeMap<NaiveDate, Covered>, ReportError> {
    let spans = question.ask(
        "SELECT first_day, last_day, exported_at FROM imports
         WHERE shop_id = :shop_id AND kind = 'orders' AND first_day IS NOT NULL",
        &[],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    let possible = |first: &str, last: &str, exported_at: &str| {
        let days = Days { first: time::parse_day(first)?, last: time::parse_day(last)? };
        days.possible(time::parse_day(exported_at.get(..10)?)?)
    };
    let spans: Vec<(NaiveDate, NaiveDate, String)> = spans
        .into_iter()
        .filter_map(|(first, last, at)| possible(&first, &last, &at).map(|days| (days.first, days.last, at)))
        .collect();
    let (Some(first), Some(last)) =
        (spans.iter().map(|(first, ..)| *first).min(), spans.iter().map(|(_, last, _)| *last).max())
    else {
        return Ok(BTreeMap::new());
    };
    let first = from.unwrap_or(first);
    let last = to.map_or(last, |to| to.min(last.max(question.now.day())));
    let length = (last - first).num_days() + 1;
    if length > MOST_DAYS {
        return Err(ReportError::TooManyDays(length));
    }
    let mut days: BTreeMap<NaiveDate, Covered> =
        first.iter_days().take_while(|day| *day <= last).map(|day| (day, Covered::default())).collect();
    for (day, lines) in question.ask(SQL, &[], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))? {
        if let Some(covered) = time::parse_day(&day).and_then(|day| days.get_mut(&day)) {
            covered.lines = lines;
        }
    }
    for (from, to, exported_at) in spans {
        for (_, covered) in days.range_mut(from..).take_while(|(day, _)| **day <= to) {
            covered.imports += 1;
            if covered.newest_export.as_ref().is_none_or(|newest| *newest < exported_at) {
                covered.newest_export = Some(exported_at.clone());
            }
        }
    }
    Ok(days)
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

/// Notes days whose orders may have changed since they were exported.
pub(super) fn note_changing(question: &mut Question<'_>, days: &[NaiveDate]) {
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let count = i64::try_from(days.len()).unwrap_or(i64::MAX);
        question.note(Note::MayHaveChanged(Days { first: *first, last: *last }, count));
    }
}

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (today, terms) = (question.now.day(), question.terms);
    let days = days(question, question.options.from, question.options.to)?;
    let states: Vec<(NaiveDate, Word)> =
        days.iter().map(|(day, covered)| (*day, covered.state(*day, today, terms))).collect();
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
    note_changing(question, &with(&[CUT, OPEN]));
    Ok(())
}
