//! The reports: their list, and each of them with its options.

use maud::{Markup, PreEscaped, html};
use shopkit::kit::Shops;
use shopkit::model::message::Arg;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Report, ReportOptions, Takes};
use shopkit::t;

use super::charts;
use super::drill::Drill;
use super::error::PageError;
use super::layout::{self, Menu, Page};
use super::reply::Reply;
use super::request::{Context, Request};
use super::sheet::{self, ROWS};
use super::{kept, period, report_files, report_options, shop_choice};
use crate::front::html;
use crate::front::views::report::ReportView;

/// Lists the reports.
pub fn list(context: &Context<'_>) -> Result<Reply, PageError> {
    context.kit()?;
    let texts = context.texts();
    let body = html! {
        ul class="list" { @for report in Report::ALL { li {
            a href=(kept::link(context, &format!("/reports/{}", report.name()))) {
                strong { (texts.say(&report.title())) } span { (texts.say(&report.about())) }
            }
        } } }
    };
    Ok(Page { chooses_shop: true, several_shops: true, ..Page::new(Menu::Reports, context, body) }.reply(context))
}

/// Writes a report; where its name has the ending of a file, replies with that file.
pub fn show(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let (name, ending) = name.split_once('.').unwrap_or((name, ""));
    let report = Report::by_name(name).ok_or(PageError::NoPage)?;
    let (shops, options) = (shop_choice::asked_of(report, context), report_options::read(report, context)?);
    if !ending.is_empty() {
        return report_files::file(&asked(report, &shops, &options, context)?, &shops, &options, ending, context);
    }
    let has_period = report.takes().contains(&Takes::Period);
    let mut period = has_period.then(|| period::Shown::of(context)).transpose()?;
    let (mut title, mut about) = (context.texts().say(&report.title()), None);
    let answer = if !context.refused.is_empty() {
        // An answer would be that to another question.
        html! {}
    } else if shop_choice::have_many_lines(&shops, context)? {
        let query = context.query.with(&[]);
        layout::part(context, &format!("/reports/part/{name}?{query}"), "whole")
    } else {
        let view = asked(report, &shops, &options, context)?;
        let newest = view.newest_export.as_deref().and_then(Stamp::parse).map(Stamp::day);
        period = period.map(|period| period.with_data(view.period, newest));
        let answer = answer(&view, context, &options)?;
        (title, about) = (view.head.title, Some(view.head.scope));
        answer
    };
    let body = html! { (report_options::form(report, context, &options)) (answer) };
    let page = Page { title, about, period, ..Page::new(Menu::Reports, context, body) };
    Ok(Page { chooses_shop: true, several_shops: true, ..page }.reply(context))
}

/// Replies with the answer of a report that is loaded after its page, by itself or, for browsers without scripts, as a page.
pub fn part(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let report = Report::by_name(name).ok_or(PageError::NoPage)?;
    let (shops, options) = (shop_choice::asked_of(report, context), report_options::read(report, context)?);
    let view = asked(report, &shops, &options, context)?;
    let answer = answer(&view, context, &options)?;
    Ok(layout::part_reply(context, Menu::Reports, html! { p { (view.head.scope) } (answer) }))
}

/// Asks a report.
fn asked(
    report: Report,
    shops: &Shops,
    options: &ReportOptions,
    context: &Context<'_>,
) -> Result<ReportView, PageError> {
    // All days have nothing beside them; the form says so.
    let compare = options.compare.filter(|_| !report_options::lacks_days(options));
    let options = ReportOptions { compare, ..*options };
    Ok(ReportView::ask_of(context.kit()?, report, shops, &options, context.texts())?)
}

/// Writes the answer of a report.
fn answer(view: &ReportView, request: &Request, options: &ReportOptions) -> Result<Markup, PageError> {
    let (table, title, texts) = (&view.table, &view.head.title, request.texts());
    let query = request.query.with(&[("sort", ""), ("order", ""), ("whole", "")]);
    let drill = Drill::of(view, options, request.query.get("shop"));
    Ok(html! {
        section {
            (charts::of_report(view, options, request)?)
            @if !table.rows.is_empty() { (sheet::sheet(table, title, request, &|key, datum, row| drill.cell_link(key, datum, row, texts))) }
            @if table.rows.len() > ROWS {
                p class="note" { (t!(texts, "page-rows-of-file", rows = Arg::count(table.rows.len()), shown = ROWS)) }
            }
            @for note in &view.head.notes { (PreEscaped(html::note(note, texts))) }
            @if !table.rows.is_empty() {
                p class="row noprint" {
                    @for format in ["xlsx", "csv"] {
                        a class="button" href={ "/reports/" (view.report.name()) "." (format) "?" (query) } { (t!(texts, "page-download", format = format)) }
                    }
                    small { (t!(texts, "page-file-about")) }
                }
            } @else if view.newest_export.is_none() {
                p { a class="button main" href=(request.address("/import")) { (t!(texts, "page-overview-import")) } }
            }
        }
    })
}
