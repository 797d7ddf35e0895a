//! The reports: the list, each with its period and options, and as a file to keep.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};

use maud::{Markup, PreEscaped, html};
use shopkit::kit::{export_cap, today};
use shopkit::model::table::{Datum, RowSink, Table};
use shopkit::model::time::Stamp;
use shopkit::report::named::{By, PERIOD, Rate, Report, ReportOptions, Takes};
use shopkit::texts::grouped;

use super::error::PageError;
use super::field::{Expected, Field};
use super::labels::in_labels;
use super::layout::{Menu, Page};
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::table;
use crate::front::csv::CsvRows;
use crate::front::html::noted;
use crate::front::xlsx::XlsxRows;

/// What a workbook is to a browser.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Rows that a page shows; files have all.
const ROWS: usize = 500;

/// Lists the reports.
pub fn list(context: &Context<'_>) -> Result<Reply, PageError> {
    context.kit()?;
    let lang = context.lang;
    let body = html! {
        ul class="list" { @for report in Report::ALL { li {
            a href=(context.address(&format!("/reports/{}", report.name()))) {
                strong { (report.title(lang)) } span { (without_options(report.about(lang))) }
            }
        } } }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Reports, context, body) }.reply(context))
}

/// Leaves out what a sentence says of the command line.
fn without_options(about: &str) -> &str {
    about.split(['；', ';']).next().unwrap_or(about)
}

/// Writes a report, or hands it over as a file where its name has the ending of one.
pub fn show(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let (name, ending) = name.split_once('.').unwrap_or((name, ""));
    let report = Report::by_name(name).ok_or(PageError::NoPage)?;
    let lang = context.lang;
    let options = options(report, context)?;
    let mut answer = Table::default();
    let notes = context.kit()?.report(report, context.shop(), &options, &mut answer)?;
    match ending {
        "" => {}
        "csv" => return csv(name, &answer),
        "xlsx" => {
            let (file, folder) = workbook(context, report.title(lang), |sink| Ok(answer.write_to(sink)?))?;
            return Ok(Reply::download(XLSX, &format!("{name}.xlsx"), Content::File(file, folder)));
        }
        _ => return Err(PageError::NoPage),
    }
    let answer = answer.for_people(PERIOD);
    let query = context.query.with(&[]);
    let shown = answer.rows.len().min(ROWS);
    let totals = answer.totals.iter().flatten().map(|totals| totals.as_row(&answer.columns));
    let rows: Vec<Vec<Datum>> = answer.rows[..shown].iter().cloned().chain(totals).collect();
    let body = html! {
        (form(report, context, &options))
        section aria-label=(report.title(lang)) {
            @if !answer.rows.is_empty() { (table::rows(&answer.columns, &rows, &[], report.title(lang), context.texts(), |_, _, _| None)) }
            @if shown < answer.rows.len() {
                p class="faint" { (lang.pick(
                    format!("共 {} 行，这里是前 {ROWS} 行；文件里有全部", grouped(&answer.rows.len().to_string())),
                    format!("the first {ROWS} of {} rows; the files have all of them", grouped(&answer.rows.len().to_string())),
                )) }
            }
            @for note in &notes.notes { (PreEscaped(in_labels(&noted(note, context.texts()), lang))) }
            p class="row noprint" {
                @for ending in ["xlsx", "csv"] {
                    a class="button" href={ "/reports/" (name) "." (ending) "?" (query) } { (lang.pick("下载 .", "Download .")) (ending) }
                }
            }
        }
    };
    let title = report.title(lang).to_owned();
    Ok(Page { title, about: Some(notes.heading(lang)), chooses_shop: true, ..Page::new(Menu::Reports, context, body) }
        .reply(context))
}

/// Hands a table over as a file for spreadsheets.
pub fn csv(name: &str, answer: &Table) -> Result<Reply, PageError> {
    let mut bytes = Vec::new();
    let mut rows = CsvRows::for_spreadsheets(&mut bytes)?;
    answer.write_to(&mut rows)?;
    rows.finish()?;
    Ok(Reply::download("text/csv", &format!("{name}.csv"), Content::Bytes(bytes)))
}

/// Writes rows into a workbook, which stays as long as its folder does.
pub fn workbook(
    request: &Request,
    title: &str,
    fill: impl FnOnce(&mut dyn RowSink) -> Result<(), PageError>,
) -> Result<(File, tempfile::TempDir), PageError> {
    let folder = request.state.folder()?;
    let mut book = tempfile::tempfile_in(folder.path())?;
    let mut rows = XlsxRows::new(request.texts(), title, folder.path())?;
    fill(&mut rows)?;
    let mut out = BufWriter::new(&mut book);
    rows.finish(&mut out)?;
    out.flush()?;
    drop(out);
    book.rewind()?;
    Ok((book, folder))
}

/// Reads the options that the report has a use for; others may have come from the page of another report.
fn options(report: Report, request: &Request) -> Result<ReportOptions, PageError> {
    let query = &request.query;
    let mut options = ReportOptions::default();
    for takes in report.takes() {
        match takes {
            Takes::Period => [options.from, options.to] = request.period()?,
            Takes::By(values) => {
                let by = query.parse(Field::By, Expected::Choice, |text| {
                    By::ALL.iter().copied().find(|by| by.as_str() == text)
                })?;
                options.by = by.filter(|by| values.contains(by));
            }
            Takes::On => options.on = query.moment(Field::On)?,
            Takes::Cap => {
                options.cap =
                    query.parse(Field::Cap, Expected::Number, |text| text.parse().ok().filter(|cap| *cap > 0))?;
            }
            Takes::CommissionRate => {
                options.commission_rate = query.parse(Field::CommissionRate, Expected::Percentage, Rate::parse)?;
            }
            Takes::NoEstimates => options.no_estimates = query.get("no_estimates").is_some(),
        }
    }
    Ok(options)
}

fn form(report: Report, request: &Request, options: &ReportOptions) -> Markup {
    let lang = request.lang;
    let value = |name: &str| request.query.get(name).unwrap_or_default().to_owned();
    let by_name = |by: By| match by {
        By::Day => lang.pick("天", "day"),
        By::Week => lang.pick("周", "week"),
        By::Month => lang.pick("月", "month"),
        By::Creator => lang.pick("达人", "creator"),
    };
    html! {
        form method="get" class="card noprint" { div class="row" {
            @if let Some(shop) = request.query.get("shop") { input type="hidden" name="shop" value=(shop); }
            @for takes in report.takes() { @match takes {
                Takes::Period => {
                    label { (lang.pick("下单日从", "From")) input type="date" name="from" value=(value("from")); }
                    label { (lang.pick("到", "To")) input type="date" name="to" value=(value("to")); }
                }
                Takes::By(values) => {
                    label { (lang.pick("分开按", "Tell apart by")) select name="by" {
                        option value="" { (lang.pick("不分", "nothing")) }
                        @for by in *values { option value=(by.as_str()) selected[options.by == Some(*by)] { (by_name(*by)) } }
                    } }
                }
                Takes::On => {
                    label { (lang.pick("判断时间", "Judged on")) input name="on" value=(value("on")) placeholder=(lang.pick("现在", "now")); }
                }
                Takes::Cap => {
                    label { (lang.pick("每次导出上限", "Rows of an export")) input name="cap" inputmode="numeric" value=(value("cap")) placeholder=(export_cap(options.on.map_or_else(today, Stamp::day))); }
                }
                Takes::CommissionRate => {
                    label { (lang.pick("估计佣金率", "Commission rate")) input name="commission_rate" value=(value("commission_rate")) placeholder="20%"; }
                }
                Takes::NoEstimates => {
                    label class="tick" { input type="checkbox" name="no_estimates" value="1" checked[options.no_estimates]; (lang.pick("不估算服务费", "Do not estimate fees")) }
                }
            } }
            button class="main" { (lang.pick("查看", "Show")) }
        } }
    }
}
