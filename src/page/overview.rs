//! The first page: what needs doing, what was sold, and how recent the data are.
//!
//! Slow sections load after the page.

use chrono::{Days, NaiveDate};
use maud::{Markup, PreEscaped, html};
use shopkit::model::time::Stamp;
use shopkit::report::named::{Report, ReportOptions};
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::layout::{self, Menu, Page};
use super::reply::Reply;
use super::request::{Context, Request};
use crate::front::overview::grouping;
use crate::front::overview::sections::{self, Sections};
use crate::front::views::report::ReportView;

/// The periods that can be chosen, in days up to the newest export; 0 is all.
const PERIODS: [u64; 4] = [30, 90, 365, 0];

/// The parts that are loaded after the page, each a report.
const PARTS: [Report; 6] =
    [Report::TODAY, Report::SALES, Report::PROMOTION, Report::PRODUCTS, Report::REPEAT, Report::REGIONS];

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let texts = context.texts();
    let options = ReportOptions::default();
    let coverage = ReportView::ask(context.kit()?, Report::COVERAGE, context.shop(), &options, texts)?;
    let body = if let Some(newest) = coverage.newest_export.as_deref().and_then(Stamp::parse) {
        parts(context, newest.day(), &coverage)?
    } else {
        html! {
            div class="card empty" {
                h2 { (t!(texts, "page-overview-empty")) }
                p { (t!(texts, "page-overview-empty-about")) }
                a class="button main" href=(context.address("/import")) { (t!(texts, "page-overview-import")) }
            }
        }
    };
    let about = Some(coverage.head.scope);
    Ok(Page { about, chooses_shop: true, ..Page::new(Menu::Overview, context, body) }.reply(context))
}

/// Writes the parts of the page for a shop whose newest export was made on a day.
fn parts(request: &Request, newest: NaiveDate, coverage: &ReportView) -> Result<Markup, PageError> {
    let texts = request.texts();
    let days = shown_days(request);
    // The last so many days up to that of the newest export; nothing where all days are shown.
    let first = days.checked_sub(1).and_then(|days| newest.checked_sub_days(Days::new(days)));
    let last = first.map(|_| newest.to_string()).unwrap_or_default();
    let first = first.map(|day| day.to_string()).unwrap_or_default();
    let part = |report: Report, class| {
        let query = request.query.with(&[("days", ""), ("from", &first), ("to", &last)]);
        layout::part(request, &format!("/part/{}?{query}", report.name()), class)
    };
    let query = request.query.with(&[("days", "")]);
    let with = Sections { texts, report_query: Some(&query) };
    Ok(html! {
        (part(PARTS[0], "card"))
        ul class="pills noprint" aria-label=(t!(texts, "page-overview-period")) {
            @for choice in PERIODS {
                li { a href={ "/?" (request.query.with(&[("days", &choice.to_string())])) } aria-current=[(choice == days).then_some("true")] {
                    (period_text(choice, texts))
                } }
            }
        }
        (part(PARTS[1], "whole"))
        div class="grid" { @for report in &PARTS[2..] { (part(*report, "card")) } }
        (written(|out| sections::write_coverage(out, coverage, with))?)
        (written(|out| sections::write_freshness(out, coverage, with))?)
    })
}

fn shown_days(request: &Request) -> u64 {
    request
        .query
        .get("days")
        .and_then(|days| days.parse().ok())
        .filter(|days| PERIODS.contains(days))
        .unwrap_or(PERIODS[0])
}

fn period_text(days: u64, texts: Texts) -> String {
    match days {
        0 => t!(texts, "page-overview-all-days"),
        days => t!(texts, "page-overview-last-days", days = days),
    }
}

/// Replies with one part, by itself or, for browsers without scripts, as a page.
pub fn part(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let report = Report::by_name(name).filter(|report| PARTS.contains(report)).ok_or(PageError::NoPage)?;
    let (kit, texts) = (context.kit()?, context.texts());
    let [from, to] = context.period()?;
    let period = ReportOptions { from, to, ..ReportOptions::default() };
    let query = context.query.with(&[("whole", "")]);
    let with = Sections { texts, report_query: Some(&query) };
    let ask = |report, options: ReportOptions| ReportView::ask(kit, report, context.shop(), &options, texts);
    let mut part = Vec::new();
    if report == Report::TODAY {
        sections::write_report(&mut part, &ask(report, ReportOptions::default())?, with)?;
    } else if report == Report::SALES {
        let (sales, today) = (ask(report, period)?, ask(Report::TODAY, ReportOptions::default())?);
        let by = grouping(&sales);
        let by_period = ask(report, ReportOptions { by: Some(by), ..period })?;
        sections::write_key_figures(&mut part, &sales, &today, with)?;
        sections::write_sales_by_period(&mut part, &by_period, by, with)?;
    } else {
        sections::write_report(&mut part, &ask(report, period)?, with)?;
    }
    let part = PreEscaped(String::from_utf8_lossy(&part).into_owned());
    if context.query.get("whole").is_some() {
        Ok(Page::new(Menu::Overview, context, part).reply(context))
    } else {
        Ok(Reply::html(part))
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<Markup, PageError> {
    let mut out = Vec::new();
    write(&mut out)?;
    Ok(PreEscaped(String::from_utf8_lossy(&out).into_owned()))
}
