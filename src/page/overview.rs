//! The page that opens first: what needs doing, what was sold, and how fresh that is.
//!
//! What is quick stands in the page; what reads many lines is fetched once the page stands.

use chrono::Days;
use maud::{Markup, PreEscaped, html};
use shopkit::model::lang::Lang;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Report, ReportOptions};

use super::error::PageError;
use super::labels::in_labels;
use super::layout::{self, Menu, Page};
use super::reply::Reply;
use super::request::{Context, Request};
use crate::front::overview::page::{self, Place};
use crate::front::overview::{Answer, Asked, told_by};

/// The periods that can be chosen, in days up to the newest export; 0 is all.
const PERIODS: [u64; 4] = [30, 90, 365, 0];

/// The parts that are fetched once the page stands, each a report.
const PARTS: [Report; 6] =
    [Report::Today, Report::Sales, Report::Promotion, Report::Products, Report::Repeat, Report::Regions];

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let lang = context.lang;
    let all = Asked { shop: context.shop.clone(), ..Asked::default() };
    let coverage = Answer::ask(context.kit()?, Report::Coverage, &all, ReportOptions::default())?;
    let newest = coverage.notes.newest_export.as_deref().and_then(Stamp::parse);
    let body = if let Some(newest) = newest {
        let days = shown_days(context);
        // The last so many days, up to that of the newest export; nothing where all are asked about.
        let first = days.checked_sub(1).and_then(|days| newest.day().checked_sub_days(Days::new(days)));
        let last = first.map(|_| newest.day().to_string()).unwrap_or_default();
        let first = first.map(|day| day.to_string()).unwrap_or_default();
        let part = |report: Report, class| {
            let query = context.query.with(&[("days", ""), ("from", &first), ("to", &last)]);
            layout::part(context, &format!("/part/{}?{query}", report.name()), class)
        };
        let query = context.query.with(&[("days", "")]);
        let place = Place::Page { named: in_labels, query: &query };
        html! {
            (part(PARTS[0], "card"))
            ul class="pills noprint" aria-label=(lang.pick("时间范围", "Period")) {
                @for choice in PERIODS {
                    li { a href={ "/?" (context.query.with(&[("days", &choice.to_string())])) } aria-current=[(choice == days).then_some("true")] {
                        (named(choice, lang))
                    } }
                }
            }
            (part(PARTS[1], "whole"))
            div class="grid" { @for report in &PARTS[2..] { (part(*report, "card")) } }
            (written(|out| page::write_coverage(out, &coverage, place, lang))?)
            (written(|out| page::write_freshness(out, &coverage, place, lang))?)
        }
    } else {
        html! {
            div class="card empty" {
                h2 { (lang.pick("还没有订单", "No orders yet")) }
                p { (lang.pick(
                    "从抖店后台下载订单文件（订单管理 → 导出），导入后这里会显示待办、销售和图表。文件不会离开这台电脑。",
                    "Download the order file from the back office (订单管理 → 导出) and import it: what needs doing, sales and charts \
                     will be here. Nothing leaves this machine.",
                )) }
                a class="button main" href=(context.address("/import")) { (lang.pick("导入文件", "Import files")) }
            }
        }
    };
    let about = Some(coverage.notes.heading(lang));
    Ok(Page { about, chooses_shop: true, ..Page::new(Menu::Overview, context, body) }.reply(context))
}

fn shown_days(request: &Request) -> u64 {
    request
        .query
        .get("days")
        .and_then(|days| days.parse().ok())
        .filter(|days| PERIODS.contains(days))
        .unwrap_or(PERIODS[0])
}

fn named(days: u64, lang: Lang) -> String {
    match days {
        0 => lang.pick("全部", "All").to_owned(),
        days => lang.pick(format!("近 {days} 天"), format!("Last {days} days")),
    }
}

/// Writes one part, by itself or, for who has no scripts, as a page.
pub fn part(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let report = Report::by_name(name).filter(|report| PARTS.contains(report)).ok_or(PageError::NoPage)?;
    let lang = context.lang;
    let [from, to] = context.period()?;
    let period = ReportOptions { from, to, ..ReportOptions::default() };
    let query = context.query.with(&[("whole", "")]);
    let place = Place::Page { named: in_labels, query: &query };
    let asked = Asked { shop: context.shop.clone(), ..Asked::default() };
    let kit = context.kit()?;
    let ask = |report, options| Answer::ask(kit, report, &asked, options);
    let mut part = Vec::new();
    match report {
        Report::Today => page::write_section(&mut part, &ask(Report::Today, ReportOptions::default())?, place, lang)?,
        Report::Sales => {
            let (sales, today) = (ask(Report::Sales, period)?, ask(Report::Today, ReportOptions::default())?);
            let by = told_by(&sales);
            let course = ask(Report::Sales, ReportOptions { by: Some(by), ..period })?;
            page::write_figures(&mut part, &sales, &today, lang)?;
            page::write_course(&mut part, &course, by, place, lang)?;
        }
        report => page::write_section(&mut part, &ask(report, period)?, place, lang)?,
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
