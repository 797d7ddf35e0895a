//! The charts of reports on their pages.

use maud::{Markup, PreEscaped};
use shopkit::report::named::{By, Report};

use super::error::PageError;
use super::layout;
use super::request::Request;
use crate::front::overview::grouping;
use crate::front::overview::sections::{self, Sections};
use crate::front::views::report::ReportView;

/// Writes the charts of a report. A report that has one sum for all days is drawn over time, which is fetched after the page.
pub fn of_report(view: &ReportView, request: &Request) -> Result<Markup, PageError> {
    match over_time(view) {
        Some(by) => {
            let query = request.query.with(&[("by", by.as_str())]);
            Ok(layout::part(request, &format!("/charts/{}?{query}", view.report.name()), "part"))
        }
        None => drawn(view, request),
    }
}

/// Returns the periods by which a report is drawn that has no rows to draw.
fn over_time(view: &ReportView) -> Option<By> {
    if view.by.is_some() || view.table.rows.is_empty() {
        None
    } else if view.report == Report::SALES {
        // Several shops are drawn beside one another.
        (view.table.rows.len() == 1).then(|| grouping(view))
    } else {
        (view.report == Report::CASHFLOW).then_some(By::Month)
    }
}

/// Draws the charts of a report.
pub fn drawn(view: &ReportView, request: &Request) -> Result<Markup, PageError> {
    let mut out = Vec::new();
    sections::write_chart(&mut out, view, Sections { texts: request.texts(), report_query: None, link: None })?;
    Ok(PreEscaped(String::from_utf8_lossy(&out).into_owned()))
}
