//! The imported days as a calendar, month by month.

use std::collections::BTreeMap;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use shopkit::model::table::{Datum, Word};
use shopkit::model::time;
use shopkit::t;
use shopkit::texts::Texts;

use crate::front::html::escaped;
use crate::front::views::report::ReportView;

/// How many months are shown, the newest ones.
const MONTHS: usize = 24;

/// A month: its year and number.
type Month = (i32, u32);

/// Writes the calendar and its legend.
pub fn write(out: &mut dyn Write, coverage: &ReportView, texts: Texts) -> io::Result<()> {
    let days = days(coverage);
    let mut months: BTreeMap<Month, BTreeMap<u32, Word>> = BTreeMap::new();
    let mut states: Vec<Word> = Vec::new();
    for (day, state) in days {
        months.entry((day.year(), day.month())).or_default().insert(day.day(), state);
        if !states.contains(&state) {
            states.push(state);
        }
    }
    write!(out, "<ul class=\"key\">")?;
    for state in states {
        write!(out, "<li><span class=\"day {}\"></span>{}</li>", state.code, escaped(&texts.word(state)))?;
    }
    writeln!(out, "</ul>\n<div class=\"months\">")?;
    let months: Vec<(Month, BTreeMap<u32, Word>)> = months.into_iter().collect();
    let runs: Vec<_> = months.chunk_by(|(_, days), (_, next)| is_missing(days) && is_missing(next)).collect();
    let (left_out, drawn) = runs.split_at(runs.len().saturating_sub(MONTHS));
    for run in drawn {
        match run {
            [(month, days)] => write_month(out, *month, days, texts)?,
            [(first, days), .., (last, _)] => {
                if let Some(state) = days.values().next() {
                    write_missing(out, *first, *last, &texts.word(*state), texts)?;
                }
            }
            [] => {}
        }
    }
    writeln!(out, "</div>")?;
    let left_out: usize = left_out.iter().map(|run| run.len()).sum();
    if left_out > 0 {
        writeln!(out, "<p>{}</p>", escaped(&t!(texts, "overview-earlier-months", months = left_out)))?;
    }
    Ok(())
}

fn days(coverage: &ReportView) -> impl Iterator<Item = (NaiveDate, Word)> {
    coverage.pairs("day", "state").filter_map(|(day, state)| match (day, state) {
        (Datum::Text(day), Datum::Word(state)) => Some((time::parse_day(day)?, *state)),
        _ => None,
    })
}

fn is_missing(days: &BTreeMap<u32, Word>) -> bool {
    days.values().all(|state| state.code == "gap")
}

/// Writes months without any data as one line, since drawn one by one they would fill the page.
fn write_missing(out: &mut dyn Write, first: Month, last: Month, state: &str, texts: Texts) -> io::Result<()> {
    let [first, last] = [first, last].map(|(year, month)| format!("{year}-{month:02}"));
    let text = t!(texts, "overview-months-in-state", first = first, last = last, state = state);
    writeln!(out, "<p class=\"missing\">{}</p>", escaped(&text))
}

fn write_month(out: &mut dyn Write, (year, month): Month, days: &BTreeMap<u32, Word>, texts: Texts) -> io::Result<()> {
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Ok(()) };
    write!(out, "<table class=\"month\"><caption>{year}-{month:02}</caption><thead><tr>")?;
    for name in t!(texts, "overview-weekdays").split_whitespace() {
        write!(out, "<th scope=\"col\">{}</th>", escaped(name))?;
    }
    write!(out, "</tr></thead><tbody><tr>")?;
    let before = first.weekday().num_days_from_monday();
    (0..before).try_for_each(|_| write!(out, "<td></td>"))?;
    for day in first.iter_days().take_while(|day| day.month() == month) {
        if day.weekday().num_days_from_monday() == 0 && day != first {
            write!(out, "</tr><tr>")?;
        }
        let number = day.day();
        match days.get(&number) {
            Some(state) => {
                let title = escaped(&texts.word(*state));
                write!(out, "<td class=\"day {}\" title=\"{day} {title}\">{number}</td>", state.code)?;
            }
            None => write!(out, "<td>{number}</td>")?,
        }
    }
    writeln!(out, "</tr></tbody></table>")
}
