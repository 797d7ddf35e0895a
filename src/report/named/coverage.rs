//! `coverage`: the days that imports have, with gaps and with days that may have changed since.

use chrono::NaiveDate;

use super::columns::report_row;
use super::error::ReportError;
use super::imported_days::{self, CHANGING, PARTIAL};
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use crate::model::field::Field;
use crate::model::table::{RowSink, Word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "coverage",
    takes: &[Takes::Period, Takes::On],
    needs: &[Field::SubmittedAt],
    reads_after_sales: false,
    has_days: true,
    answer,
    grouped: None,
};

report_row! {
    struct Row {
        day: String [Key],
        lines: i64,
        imports: i64 [Distinct],
        newest_export: Option<String>,
        state: Word,
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (today, terms) = (query.now.day(), query.terms);
    let days = imported_days::read(query, query.options.from, query.options.to)?;
    let states: Vec<(NaiveDate, Word)> =
        days.iter().map(|(date, day)| (*date, day.state(*date, today, terms))).collect();
    let rows = days.into_iter().zip(&states).map(|((date, day), (_, state))| Row {
        day: date.to_string(),
        lines: day.lines,
        imports: day.imports,
        newest_export: day.newest_export,
        state: *state,
    });
    if !query.write(rows, sink)? {
        query.note_no_rows();
    }
    let with = |wanted: &[Word]| -> Vec<NaiveDate> {
        states.iter().filter(|(_, state)| wanted.contains(state)).map(|(day, _)| *day).collect()
    };
    imported_days::note_changing(query, &with(&[PARTIAL, CHANGING]));
    Ok(())
}
