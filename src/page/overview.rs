//! The first page: what needs doing, what was sold, and how recent the data are.
//!
//! Slow sections load after the page.

use chrono::NaiveDate;
use maud::{Markup, html};
use shopkit::kit::Shops;
use shopkit::model::message::Arg;
use shopkit::model::table::Datum;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Compare, Report, ReportOptions};
use shopkit::t;
use shopkit::texts::Texts;

use super::drill::Drill;
use super::error::PageError;
use super::first_steps;
use super::layout::{self, Menu, Page, written};
use super::period::{self, Shown};
use super::reply::Reply;
use super::request::{Context, Request};
use super::shop_choice;
use crate::front::digest::without_idle;
use crate::front::overview::sections::{self, Sections};
use crate::front::overview::{ComparedSales, grouping};
use crate::front::views::report::{NoteView, ReportView};

/// The parts that are loaded after the page, each a report.
const PARTS: [Report; 6] =
    [Report::TODAY, Report::SALES, Report::PROMOTION, Report::PRODUCTS, Report::REPEAT, Report::REGIONS];

/// The parts that are loaded where the page is about several shops. The report of shops has a row for each.
const PARTS_OF_SEVERAL: [Report; 3] = [Report::TODAY, Report::SALES, Report::SHOPS];

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let (texts, shops) = (context.texts(), shop_choice::asked(context));
    let options = ReportOptions::default();
    let coverage = ReportView::ask_of(context.kit()?, Report::COVERAGE, &shops, &options, texts)?;
    let newest = coverage.newest_export.as_deref().and_then(Stamp::parse).map(Stamp::day);
    let mut period = None;
    let body = if let Some(newest) = newest {
        // An export may have been made long after the last of its days.
        let last = coverage.period.map_or(newest, |days| days.last.min(newest));
        let shown = chosen_period(context, last)?.with_data(coverage.period, Some(newest));
        let body = match shops {
            Shops::One(_) => parts(context, &shown, &coverage)?,
            Shops::All | Shops::Group(_) => parts_of_several(context, &shown),
        };
        period = Some(shown);
        body
    } else {
        html! {
            (first_steps::show(context))
        }
    };
    let page = Page { about: Some(coverage.head.shops), period, ..Page::new(Menu::Overview, context, body) };
    Ok(Page { chooses_shop: true, several_shops: true, ..page }.reply(context))
}

/// Returns the period of the address, else the days up to the last of the data.
fn chosen_period(request: &Request, last: NaiveDate) -> Result<Shown, PageError> {
    let is_chosen = ["period", "from", "to"].iter().any(|name| request.query.get(name).is_some());
    if is_chosen { Shown::of(request) } else { Ok(Shown::default(period::newest(last))) }
}

/// Writes the place of a part that is loaded after the page.
fn place(request: &Request, shown: &Shown, report: Report, class: &str) -> Markup {
    let query = match shown.period() {
        "" => request.query.with(&[]),
        period => request.query.with(&[("period", period)]),
    };
    layout::part(request, &format!("/part/{}?{query}", report.name()), class)
}

/// Writes the parts of the page of a shop.
fn parts(request: &Request, shown: &Shown, coverage: &ReportView) -> Result<Markup, PageError> {
    let texts = request.texts();
    let part = |report, class| place(request, shown, report, class);
    let query = request.query.with(&[]);
    let link = |view: &ReportView, row: &[Datum], column: &str| {
        Drill::of(view, &ReportOptions::default(), request.query.get("shop")).leads(row, column)
    };
    let with = Sections { texts, report_query: Some(&query), link: Some(&link) };
    Ok(html! {
        (part(PARTS[0], "card"))
        (part(PARTS[1], "whole"))
        div class="grid" { @for report in &PARTS[2..] { (part(*report, "card")) } }
        (written(|out| sections::write_coverage(out, coverage, with))?)
        (written(|out| sections::write_freshness(out, coverage, with))?)
    })
}

/// Writes the parts of the page of several shops.
fn parts_of_several(request: &Request, shown: &Shown) -> Markup {
    html! { @for report in PARTS_OF_SEVERAL {
        (place(request, shown, report, if report == Report::SALES { "whole" } else { "card" }))
    } }
}

/// Replies with one part, by itself or, for browsers without scripts, as a page.
pub fn part(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let is_part = |report: &Report| PARTS.contains(report) || PARTS_OF_SEVERAL.contains(report);
    let report = Report::by_name(name).filter(is_part).ok_or(PageError::NoPage)?;
    Ok(layout::part_reply(context, Menu::Overview, written(|out| write_part(out, report, context))?))
}

fn write_part(out: &mut Vec<u8>, report: Report, context: &Context<'_>) -> Result<(), PageError> {
    let (kit, texts, shops) = (context.kit()?, context.texts(), shop_choice::asked_of(report, context));
    let [from, to] = context.period()?;
    let period = ReportOptions { from, to, ..ReportOptions::default() };
    let query = context.query.with(&[("whole", "")]);
    let link = |view: &ReportView, row: &[Datum], column: &str| {
        let options = ReportOptions { by: view.by, ..period };
        Drill::of(view, &options, context.query.get("shop")).leads(row, column)
    };
    let with = Sections { texts, report_query: Some(&query), link: Some(&link) };
    let ask = |report, options: ReportOptions| ReportView::ask_of(kit, report, &shops, &options, texts);
    if report == Report::TODAY {
        let mut today = ask(report, ReportOptions::default())?;
        if !matches!(shops, Shops::One(_)) {
            leave_out_idle(&mut today, texts);
        }
        sections::write_report(out, &today, with)?;
    } else if report == Report::SALES {
        let today = ask(Report::TODAY, ReportOptions::default())?;
        let mut answers = kit.report_beside(report, &shops, &period, Compare::ALL)?.into_iter();
        let mut view = || answers.next().map(|(table, notes)| ReportView::of(report, table, notes, texts));
        let sales = view().ok_or(PageError::NoPage)?;
        let compared = Compare::ALL.iter().map_while(|with| Some(ComparedSales { with: *with, view: view()? }));
        let compared: Vec<ComparedSales> = compared.collect();
        sections::write_key_figures(out, &sales, &today, &compared, with)?;
        if matches!(shops, Shops::One(_)) {
            let by = grouping(&sales);
            let by_period = ask(report, ReportOptions { by: Some(by), ..period })?;
            sections::write_sales_by_period(out, &by_period, by, with)?;
        }
    } else {
        sections::write_report(out, &ask(report, period)?, with)?;
    }
    Ok(())
}

/// Leaves out what nobody has to do, and says how many shops have nothing to do at all.
fn leave_out_idle(today: &mut ReportView, texts: Texts) {
    let idle = without_idle(&mut today.table);
    if idle > 0 {
        let text = t!(texts, "digest-idle-shops", shops = Arg::count(idle));
        today.head.notes.insert(0, NoteView { text, is_warning: false });
    }
}
