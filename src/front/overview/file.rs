//! The overview as a file of its own.

use std::io::{self, Write};

use shopkit::t;
use shopkit::texts::Texts;

use super::answers::Answers;
use super::sections::{self, Sections};
use crate::front::html::{self, escaped};

/// Writes the overview as a page: its sections in the order in which a seller asks.
pub fn write(out: &mut dyn Write, answers: &Answers, texts: Texts) -> io::Result<()> {
    let title = t!(texts, "overview-title", shop = &answers.sales.shop);
    html::begin(out, texts, &title, &super::style())?;
    writeln!(out, "<header><h1>{}</h1>", escaped(&title))?;
    writeln!(out, "<p>{}</p></header>\n<main>", escaped(&answers.sales.head.scope))?;
    if answers.is_empty() {
        writeln!(out, "<p class=\"empty\">{}</p>", escaped(&t!(texts, "overview-empty")))?;
    } else {
        write_sections(out, answers, Sections { texts, report_query: None, link: None })?;
    }
    let terms = escaped(&t!(texts, "overview-terms"));
    writeln!(out, "</main>\n<footer><p>{terms}</p>{}</footer>\n</body></html>", html::written(texts))
}

fn write_sections(out: &mut dyn Write, answers: &Answers, with: Sections<'_>) -> io::Result<()> {
    sections::write_key_figures(out, &answers.sales, &answers.today, &[], with)?;
    sections::write_report(out, &answers.today, with)?;
    sections::write_sales_by_period(out, &answers.sales_by_period, answers.by, with)?;
    answers.of_money().try_for_each(|view| sections::write_report(out, view, with))?;
    writeln!(out, "<div class=\"columns\">")?;
    answers.of_sales().try_for_each(|view| sections::write_report(out, view, with))?;
    writeln!(out, "</div>")?;
    if !answers.hours.table.rows.is_empty() {
        sections::write_report(out, &answers.hours, with)?;
    }
    sections::write_coverage(out, &answers.coverage, with)?;
    sections::write_freshness(out, &answers.coverage, with)
}
