//! The page that opens first: what needs doing, what was sold, and how fresh that is.
//!
//! What is quick stands in the page; what reads many lines is fetched once the page stands.

use chrono::{Days, NaiveDate};
use maud::{Markup, PreEscaped, html};
use shopkit::kit::{Kit, KitError};
use shopkit::model::lang::Lang;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Report, ReportOptions};
use shopkit::store::StoreError;

use super::labels;
use super::layout::{self, Menu, Page};
use super::reply::Reply;
use super::request::{Request, Told};
use super::state::State;
use crate::front::overview::{Answer, Asked, page, told_by};

/// The periods that can be chosen, in days up to the newest export; 0 is all.
const PERIODS: [u64; 4] = [30, 90, 365, 0];

/// The parts that are fetched once the page stands: the report, or a name of their own.
const PARTS: [&str; 7] = ["today", "figures", "sales", "promotion", "products", "repeat", "regions"];

/// Where the parts are read.
const PLACE: page::Place = page::Place::Page(labels::in_labels);

/// Writes the page.
pub fn show(state: &State, request: &Request) -> Result<Reply, Told> {
    let (shop, shops) = layout::shop(state, request)?;
    let lang = request.lang;
    let all = Asked { shop: shop.clone(), ..Asked::default() };
    let coverage = state.read(|kit| Answer::ask(kit, Report::Coverage, &all, ReportOptions::default()))?;
    let body = if coverage.notes.newest_export.is_none() {
        html! {
            div class="card empty" {
                h2 { (lang.pick("还没有订单", "No orders yet")) }
                p { (lang.pick(
                    "从抖店后台下载订单文件（订单管理 → 导出），导入后这里会显示待办、销售和图表。文件不会离开这台电脑。",
                    "Download the order file from the back office (订单管理 → 导出) and import it: what needs doing, sales and charts \
                     will be here. Nothing leaves this machine.",
                )) }
                a class="button main" href="/import" { (lang.pick("导入文件", "Import files")) }
            }
        }
    } else {
        let days = period(request);
        html! {
            (placeholder(request, PARTS[0]))
            ul class="pills noprint" aria-label=(lang.pick("时间范围", "Period")) {
                @for choice in PERIODS {
                    li { a href={ "/?" (request.query.with(&[("days", &choice.to_string())])) } aria-current=[(choice == days).then_some("true")] {
                        (named(choice, lang))
                    } }
                }
            }
            @for name in &PARTS[1..3] { (placeholder(request, name)) }
            div class="grid" { @for name in &PARTS[3..] { (placeholder(request, name)) } }
            (written(|out| page::write_coverage(out, &coverage, lang))?)
            (written(|out| page::write_freshness(out, &coverage, PLACE, lang))?)
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

fn placeholder(request: &Request, name: &str) -> Markup {
    let query = request.query.with(&[("days", &period(request).to_string())]);
    layout::part(request, &format!("/part/{name}?{query}"), "card")
}

/// Writes one part.
pub fn part(state: &State, request: &Request, name: &str) -> Result<Reply, Told> {
    let (shop, _) = layout::shop(state, request)?;
    let lang = request.lang;
    let days = period(request);
    let written = state.read(|kit| {
        let _state = kit.one_state()?;
        let asked = asked(kit, shop, days)?;
        let period = ReportOptions { from: asked.from, to: asked.to, ..ReportOptions::default() };
        let ask = |report, options| Answer::ask(kit, report, &asked, options);
        let mut out = Vec::new();
        let done = match name {
            "figures" => {
                let (sales, today) = (ask(Report::Sales, period)?, ask(Report::Today, ReportOptions::default())?);
                page::write_figures(&mut out, &sales, &today, lang)
            }
            "sales" => {
                let by = told_by(&ask(Report::Sales, period)?);
                let course = ask(Report::Sales, ReportOptions { by: Some(by), ..period })?;
                page::write_course(&mut out, &course, by, PLACE, lang)
            }
            name => match Report::by_name(name).filter(|_| PARTS.contains(&name)) {
                Some(Report::Today) => {
                    page::write_section(&mut out, &ask(Report::Today, ReportOptions::default())?, PLACE, lang)
                }
                Some(report) => page::write_section(&mut out, &ask(report, period)?, PLACE, lang),
                None => return Ok(None),
            },
        };
        done.map_err(StoreError::Output)?;
        Ok(Some(out))
    })?;
    let written = written.ok_or(Told::NoPage)?;
    Ok(Reply::html(PreEscaped(String::from_utf8_lossy(&written).into_owned())))
}

/// Names the days that are asked about: so many up to that of the newest export.
fn asked(kit: &Kit, shop: Option<String>, days: u64) -> Result<Asked, KitError> {
    let mut asked = Asked { shop, ..Asked::default() };
    if days == 0 {
        return Ok(asked);
    }
    let fresh = Answer::ask(kit, Report::Coverage, &asked, ReportOptions::default())?;
    if let Some(last) = fresh.notes.newest_export.as_deref().and_then(Stamp::parse).map(Stamp::day) {
        asked.from = last.checked_sub_days(Days::new(days - 1)).or(Some(NaiveDate::MIN));
        asked.to = Some(last);
    }
    Ok(asked)
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Result<Markup, Told> {
    let mut out = Vec::new();
    write(&mut out)?;
    Ok(PreEscaped(String::from_utf8_lossy(&out).into_owned()))
}
