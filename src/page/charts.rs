//! The charts of reports on their pages.

use maud::Markup;
use shopkit::model::table::Datum;
use shopkit::report::named::{By, Report, ReportOptions};

use super::drill::Drill;
use super::error::PageError;
use super::layout;
use super::request::Request;
use crate::front::overview::grouping;
use crate::front::overview::sections::{self, Sections};
use crate::front::views::report::ReportView;

/// Writes the charts of a report. A report that has one sum for all days is drawn over time, which is fetched after the page.
pub fn of_report(view: &ReportView, options: &ReportOptions, request: &Request) -> Result<Markup, PageError> {
    match over_time(view) {
        Some(by) => {
            let query = request.query.with(&[("by", by.as_str())]);
            Ok(layout::part(request, &format!("/charts/{}?{query}", view.report.name()), "part"))
        }
        None => drawn(view, options, request),
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

/// Draws the charts of a report, whose bars lead to the orders behind them.
pub fn drawn(view: &ReportView, options: &ReportOptions, request: &Request) -> Result<Markup, PageError> {
    let link = |view: &ReportView, row: &[Datum], column: &str| {
        // The steps of a waterfall are not bars of rows.
        let is_named = view.report != Report::INCOME;
        is_named.then(|| Drill::of(view, options, request.query.get("shop")).leads(row, column)).flatten()
    };
    let with = Sections { texts: request.texts(), report_query: None, link: Some(&link) };
    layout::written(|out| sections::write_chart(out, view, with))
}
