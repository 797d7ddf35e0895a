//! The charts of a report by themselves, for pages that fetch them later.

use maud::html;
use shopkit::report::named::{Report, ReportOptions};

use super::error::PageError;
use super::layout::{Menu, Page};
use super::reply::Reply;
use super::request::Context;
use super::{charts, report_options, shop_choice};
use crate::front::views::report::ReportView;

/// Replies with the charts of a report or, for browsers without scripts, with a page of them.
pub fn show(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let report = Report::by_name(name).ok_or(PageError::NoPage)?;
    let (shops, options) = (shop_choice::asked_of(report, context), report_options::read(report, context)?);
    // All days have nothing beside them.
    let compare = options.compare.filter(|_| !report_options::lacks_days(&options));
    let options = ReportOptions { compare, ..options };
    let view = ReportView::ask_of(context.kit()?, report, &shops, &options, context.texts())?;
    let charts = charts::drawn(&view, &options, context)?;
    if context.query.get("whole").is_none() {
        return Ok(Reply::html(charts));
    }
    let body = html! { section { (charts) } };
    let (title, about) = (view.head.title, Some(view.head.scope));
    Ok(Page { title, about, ..Page::new(Menu::Reports, context, body) }.reply(context))
}
