//! The page that opens first: what needs doing, what was sold, and how fresh that is.
//!
//! What is quick stands in the page; what reads many lines is fetched once the page stands.

use chrono::{Days, NaiveDate};
use maud::{Markup, PreEscaped, html};
use shopkit::kit::Kit;
use shopkit::model::lang::Lang;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Report, ReportOptions};
use shopkit::store::StoreError;

use super::fields;
use super::labels::in_labels;
use super::layout::{self, Menu, Page};
use super::reply::Reply;
use super::request::{Request, Told};
use super::state::State;
use crate::front::overview::page::{self, Place};
use crate::front::overview::{Answer, Asked, told_by};

/// The periods that can be chosen, in days up to the newest export; 0 is all.
const PERIODS: [u64; 4] = [30, 90, 365, 0];

/// The parts that are fetched once the page stands, each a report.
const PARTS: [Report; 6] =
    [Report::Today, Report::Sales, Report::Promotion, Report::Products, Report::Repeat, Report::Regions];

/// Writes the page.
pub fn show(state: &State, request: &Request) -> Result<Reply, Told> {
    let (shop, shops) = layout::shop(state, request)?;
    let lang = request.lang;
    let all = Asked { shop, ..Asked::default() };
    let coverage = state.read(|kit| Answer::ask(kit, Report::Coverage, &all, ReportOptions::default()))?;
    let newest = coverage.notes.newest_export.as_deref().and_then(Stamp::parse);
    let body = if let Some(newest) = newest {
        let days = period(request);
        // The last so many days, up to that of the newest export; nothing where all are asked about.
        let first = days.checked_sub(1).and_then(|days| newest.day().checked_sub_days(Days::new(days)));
        let last = first.map(|_| newest.day().to_string()).unwrap_or_default();
        let first = first.map(|day| day.to_string()).unwrap_or_default();
        let part = |report: Report, class| {
            let query = request.query.with(&[("days", ""), ("from", &first), ("to", &last)]);
            layout::part(request, &format!("/part/{}?{query}", report.name()), class)
        };
        let query = request.query.with(&[("days", "")]);
        let place = Place::Page { named: in_labels, query: &query };
        html! {
            (part(PARTS[0], "card"))
            ul class="pills noprint" aria-label=(lang.pick("时间范围", "Period")) {
                @for choice in PERIODS {
                    li { a href={ "/?" (request.query.with(&[("days", &choice.to_string())])) } aria-current=[(choice == days).then_some("true")] {
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
                a class="button main" href=(request.address("/import")) { (lang.pick("导入文件", "Import files")) }
            }
        }
    };
    let about = Some(coverage.notes.heading(lang));
    Ok(Page { about, shops, ..Page::new(Menu::Overview, request, body) }.reply(state, request))
}

fn period(request: &Request) -> u64 {
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
pub fn part(state: &State, request: &Request, name: &str) -> Result<Reply, Told> {
    let report = Report::by_name(name).filter(|report| PARTS.contains(report)).ok_or(Told::NoPage)?;
    let (shop, _) = layout::shop(state, request)?;
    let lang = request.lang;
    let days: [Option<NaiveDate>; 2] = [fields::day(&request.query, "from")?, fields::day(&request.query, "to")?];
    let period = ReportOptions { from: days[0], to: days[1], ..ReportOptions::default() };
    let query = request.query.with(&[("whole", "")]);
    let place = Place::Page { named: in_labels, query: &query };
    let asked = Asked { shop, ..Asked::default() };
    let part = state.read(|kit: &Kit| {
        let _state = kit.one_state()?;
        let ask = |report, options| Answer::ask(kit, report, &asked, options);
        let mut out = Vec::new();
        let done = match report {
            Report::Today => page::write_section(&mut out, &ask(Report::Today, ReportOptions::default())?, place, lang),
            Report::Sales => {
                let (sales, today) = (ask(Report::Sales, period)?, ask(Report::Today, ReportOptions::default())?);
                let by = told_by(&sales);
                let course = ask(Report::Sales, ReportOptions { by: Some(by), ..period })?;
                page::write_figures(&mut out, &sales, &today, lang)
                    .and_then(|()| page::write_course(&mut out, &course, by, place, lang))
            }
            report => page::write_section(&mut out, &ask(report, period)?, place, lang),
        };
        done.map_err(StoreError::Output)?;
        Ok(out)
    })?;
    let part = PreEscaped(String::from_utf8_lossy(&part).into_owned());
    if request.query.get("whole").is_some() {
        Ok(Page::new(Menu::Overview, request, part).reply(state, request))
    } else {
        Ok(Reply::html(part))
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<Markup, Told> {
    let mut out = Vec::new();
    write(&mut out)?;
    Ok(PreEscaped(String::from_utf8_lossy(&out).into_owned()))
}
