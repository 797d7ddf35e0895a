//! The sections of the overview, each by itself, so that a page can load them one by one.

use std::io::{self, Write};

use shopkit::model::message::Arg;
use shopkit::model::table::{Datum, Word};
use shopkit::report::named::By;
use shopkit::t;
use shopkit::texts::Texts;

use super::calendar;
use super::key_figures::{ComparedSales, key_figures};
use crate::front::charts::of_report::{self, Link};
use crate::front::html::{self, escaped};
use crate::front::views::report::ReportView;

/// The style of the sections.
pub(super) const STYLE: &str = include_str!("style.css");

/// The most rows of a table.
const ROWS: usize = 100;

/// Holds what all sections are written with.
#[derive(Clone, Copy)]
pub struct Sections<'q> {
    pub texts: Texts,
    /// The query of links to the pages of reports, which names the shop and the days; a file has no links.
    pub report_query: Option<&'q str>,
    /// Where key figures, cells of tables and the bars of charts lead.
    pub link: Option<Link<'q>>,
}

/// Writes the key figures, of what was sold and of what needs doing.
pub fn write_key_figures(
    out: &mut dyn Write,
    sales: &ReportView,
    today: &ReportView,
    compared: &[ComparedSales],
    with: Sections<'_>,
) -> io::Result<()> {
    writeln!(out, "<section><h2>{}</h2><dl class=\"figures\">", escaped(&t!(with.texts, "overview-figures")))?;
    for figure in key_figures(sales, today, compared, with.link, with.texts) {
        let [name, mut value, note] = [figure.name, figure.value, figure.note].map(|text| escaped(&text));
        if let Some(address) = &figure.href {
            value = format!("<a class=\"drill\" href=\"{}\">{value}</a>", escaped(address));
        }
        write!(out, "<div><dt>{name}</dt><dd><strong>{value}</strong><small>{note}</small>")?;
        figure
            .changes
            .iter()
            .try_for_each(|change| write!(out, "<small class=\"change\">{}</small>", escaped(change)))?;
        writeln!(out, "</dd></div>")?;
    }
    writeln!(out, "</dl>")?;
    // Those of the sales themselves stand with the sales, and those of both comparisons with the first.
    let mut said: Vec<&str> = sales.head.notes.iter().map(|note| note.text.as_str()).collect();
    for compared in compared {
        let notes = compared.view.head.notes.iter().map(|note| note.text.as_str());
        let own: Vec<&str> = notes.filter(|note| !said.contains(note)).collect();
        if !own.is_empty() {
            writeln!(out, "<p class=\"note\">{}</p>", escaped(&with.texts.write(&Arg::clauses(own.iter().copied()))))?;
        }
        said.extend(own);
    }
    writeln!(out, "</section>")
}

/// Writes the charts of a report; nothing where it has none.
pub fn write_chart(out: &mut dyn Write, view: &ReportView, with: Sections<'_>) -> io::Result<()> {
    match view.report.name() {
        "coverage" => calendar::write(out, view, with.texts),
        _ => of_report::write(out, view, with.texts, with.link),
    }
}

/// Writes a report: its charts with the table beneath, or the table alone.
pub fn write_report(out: &mut dyn Write, view: &ReportView, with: Sections<'_>) -> io::Result<()> {
    let class = if view.report.name() == "today" { " class=\"todo\"" } else { "" };
    writeln!(out, "<section{class}><h2>{}</h2>", escaped(&view.head.title))?;
    let mut chart = Vec::new();
    write_chart(&mut chart, view, with)?;
    out.write_all(&chart)?;
    // A report without rows has notes that say why.
    if !chart.is_empty() {
        write_table_beneath(out, view, with)?;
    } else if !view.table.rows.is_empty() {
        write_table(out, view, with)?;
    }
    write_notes(out, view, with)?;
    writeln!(out, "</section>")
}

/// Writes the sales of each period, those without sales too.
pub fn write_sales_by_period(out: &mut dyn Write, view: &ReportView, by: By, with: Sections<'_>) -> io::Result<()> {
    let texts = with.texts;
    let title = match by {
        By::Week => t!(texts, "overview-sales-by-week"),
        By::Month => t!(texts, "overview-sales-by-month"),
        _ => t!(texts, "overview-sales-by-day"),
    };
    writeln!(out, "<section><h2>{}</h2>", escaped(&title))?;
    write_chart(out, view, with)?;
    write_table_beneath(out, view, with)?;
    write_notes(out, view, with)?;
    writeln!(out, "</section>")
}

fn write_table_beneath(out: &mut dyn Write, view: &ReportView, with: Sections<'_>) -> io::Result<()> {
    if view.table.rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>{}</summary>", escaped(&t!(with.texts, "overview-table")))?;
    write_table(out, view, with)?;
    writeln!(out, "</details>")
}

fn write_table(out: &mut dyn Write, view: &ReportView, with: Sections<'_>) -> io::Result<()> {
    let rows = &view.table.rows;
    writeln!(out, "<div class=\"scroll\" tabindex=\"0\"><table>")?;
    html::table_head(out, &view.table.columns, rows.first().map(Vec::as_slice), with.texts)?;
    let totals = view.table.totals.iter().flatten().filter_map(|totals| totals.as_row(&view.table.columns));
    let mut shown = rows.iter().take(ROWS).cloned().chain(totals);
    shown.try_for_each(|row| {
        let link = |index: usize| with.link.and_then(|link| link(view, &row, &view.table.columns.get(index)?.key));
        html::table_row_linked(out, &row, with.texts, link)
    })?;
    writeln!(out, "</tbody></table></div>")?;
    if rows.len() > ROWS {
        let (count, name) = (Arg::count(rows.len()), view.report.name());
        let text = escaped(&t!(with.texts, "overview-first-rows", rows = count, shown = ROWS, report = name));
        match with.report_query {
            None => writeln!(out, "<p>{text}</p>")?,
            Some(query) => {
                let (query, title) = (escaped(query), escaped(&view.head.title));
                writeln!(out, "<p>{text} <a href=\"/reports/{name}?{query}\">{title}</a></p>")?;
            }
        }
    }
    Ok(())
}

fn write_notes(out: &mut dyn Write, view: &ReportView, with: Sections<'_>) -> io::Result<()> {
    view.head.notes.iter().try_for_each(|note| writeln!(out, "{}", html::note(note, with.texts)))
}

/// Writes the days that were imported, as a calendar.
pub fn write_coverage(out: &mut dyn Write, coverage: &ReportView, with: Sections<'_>) -> io::Result<()> {
    writeln!(out, "<section><h2>{}</h2>", escaped(&coverage.head.title))?;
    calendar::write(out, coverage, with.texts)?;
    write_table_beneath(out, coverage, with)?;
    writeln!(out, "</section>")
}

/// Writes how recent the data are: the newest export, and how many days are in which state.
pub fn write_freshness(out: &mut dyn Write, coverage: &ReportView, with: Sections<'_>) -> io::Result<()> {
    let texts = with.texts;
    writeln!(out, "<section><h2>{}</h2><ul>", escaped(&t!(texts, "overview-freshness")))?;
    if let Some(at) = &coverage.newest_export {
        writeln!(out, "<li>{}</li>", escaped(&t!(texts, "overview-newest-export", at = at)))?;
    }
    let mut counts: Vec<(Word, usize)> = Vec::new();
    for (state, _) in coverage.pairs("state", "state") {
        let Datum::Word(state) = state else { continue };
        match counts.iter_mut().find(|(known, _)| known == state) {
            Some((_, count)) => *count += 1,
            None => counts.push((*state, 1)),
        }
    }
    for (state, days) in counts {
        let text = t!(texts, "overview-days-in-state", state = texts.word(state), days = days);
        writeln!(out, "<li>{}</li>", escaped(&text))?;
    }
    writeln!(out, "</ul>")?;
    write_notes(out, coverage, with)?;
    writeln!(out, "</section>")
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use shopkit::model::summary::Days;

    use super::*;

    #[test]
    fn every_period_has_its_name() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let days = Days { first: day("2026-01-30"), last: day("2026-02-02") };
        assert_eq!(By::Day.periods(days), ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"]);
        assert_eq!(By::Week.periods(days), ["2026-01-26", "2026-02-02"]);
        assert_eq!(By::Month.periods(days), ["2026-01", "2026-02"]);
    }
}
