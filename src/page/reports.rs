//! The reports: their list, each of them with its options, and each as a file.

use std::fs::File;
use std::io::{BufWriter, Seek, Write};

use chrono::NaiveDate;
use maud::{Markup, PreEscaped, html};
use shopkit::kit::{export_cap, today};
use shopkit::model::message::Arg;
use shopkit::model::table::{Datum, RowSink, Table};
use shopkit::model::time::Stamp;
use shopkit::report::named::{Basis, By, Compare, Rate, Report, ReportOptions, Takes};
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::{Menu, Page};
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::table;
use crate::front::csv::CsvRows;
use crate::front::html;
use crate::front::views::report::{ReportHead, ReportView};
use crate::front::xlsx::XlsxRows;

/// The media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The most rows that a page shows; files have all.
const ROWS: usize = 500;

/// Lists the reports.
pub fn list(context: &Context<'_>) -> Result<Reply, PageError> {
    context.kit()?;
    let texts = context.texts();
    let body = html! {
        ul class="list" { @for report in Report::ALL { li {
            a href=(context.address(&format!("/reports/{}", report.name()))) {
                strong { (texts.say(&report.title())) } span { (texts.say(&report.about())) }
            }
        } } }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Reports, context, body) }.reply(context))
}

/// Writes a report; where its name has the ending of a file, replies with that file.
pub fn show(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let (name, ending) = name.split_once('.').unwrap_or((name, ""));
    let report = Report::by_name(name).ok_or(PageError::NoPage)?;
    let (kit, shop, texts) = (context.kit()?, context.shop(), context.texts());
    let options = options(report, context)?;
    if ending.is_empty() {
        let view = ReportView::ask(kit, report, shop, &options, texts)?;
        let body = shown(&view, context, &options);
        let ReportHead { title, scope, .. } = view.head;
        let page = Page { title, about: Some(scope), chooses_shop: true, ..Page::new(Menu::Reports, context, body) };
        return Ok(page.reply(context));
    }
    let mut table = Table::default();
    kit.report(report, shop, &options, &mut table)?;
    match ending {
        "csv" => csv(name, &table),
        "xlsx" => {
            let (file, folder) = workbook(context, &texts.say(&report.title()), |sink| Ok(table.write_to(sink)?))?;
            Ok(Reply::download(XLSX, &format!("{name}.xlsx"), Content::File(file, folder)))
        }
        _ => Err(PageError::NoPage),
    }
}

fn shown(view: &ReportView, request: &Request, options: &ReportOptions) -> Markup {
    let (table, title, texts) = (&view.table, &view.head.title, request.texts());
    let query = request.query.with(&[]);
    let shown = table.rows.len().min(ROWS);
    let totals = table.totals.iter().flatten().filter_map(|totals| totals.as_row(&table.columns));
    let rows: Vec<Vec<Datum>> = table.rows[..shown].iter().cloned().chain(totals).collect();
    html! {
        (form(view.report, request, options))
        section {
            @if !table.rows.is_empty() { (table::rows(&table.columns, &rows, &[], title, texts, |_, _, _| None)) }
            @if shown < table.rows.len() {
                p class="faint" { (t!(texts, "page-rows-of-file", rows = Arg::count(table.rows.len()), shown = shown)) }
            }
            @for note in &view.head.notes { (PreEscaped(html::note(note, texts))) }
            p class="row noprint" {
                @for format in ["xlsx", "csv"] {
                    a class="button" href={ "/reports/" (view.report.name()) "." (format) "?" (query) } { (t!(texts, "page-download", format = format)) }
                }
            }
        }
    }
}

/// Replies with a table as a file for spreadsheet programs.
pub fn csv(name: &str, answer: &Table) -> Result<Reply, PageError> {
    let mut bytes = Vec::new();
    let mut rows = CsvRows::for_spreadsheets(&mut bytes)?;
    answer.write_to(&mut rows)?;
    rows.finish()?;
    Ok(Reply::download("text/csv", &format!("{name}.csv"), Content::Bytes(bytes)))
}

/// Writes rows into a workbook, which is removed with its folder.
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

/// Reads the options that the report takes; the query may still have those of another report.
fn options(report: Report, request: &Request) -> Result<ReportOptions, PageError> {
    let query = &request.query;
    let mut options = ReportOptions::default();
    for takes in report.takes() {
        match takes {
            Takes::Period => [options.from, options.to] = request.period()?,
            Takes::Basis(values) => {
                let basis = query.parse(Field::Basis, Expected::Choice, Basis::by_name)?;
                options.basis = basis.filter(|basis| values.contains(basis)).unwrap_or_default();
            }
            Takes::Compare => {
                options.compare = query.parse(Field::Compare, Expected::Choice, Compare::by_name)?;
            }
            Takes::By(values) => {
                let by = query.parse(Field::By, Expected::Choice, By::by_name)?;
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
    let texts = request.texts();
    let value = |name: &str| request.query.get(name).unwrap_or_default().to_owned();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    html! {
        form method="get" class="card noprint" { div class="row" {
            @if let Some(shop) = request.query.get("shop") { input type="hidden" name="shop" value=(shop); }
            @for takes in report.takes() { @match takes {
                Takes::Period => {
                    label { (t!(texts, "page-field-from")) input type="date" name="from" value=(day(options.from)); }
                    label { (t!(texts, "page-field-to")) input type="date" name="to" value=(day(options.to)); }
                }
                Takes::Basis(values) => {
                    label { (t!(texts, "page-field-basis")) select name="basis" {
                        @for basis in *values { option value=(basis.as_str()) selected[options.basis == *basis] { (basis_text(*basis, texts)) } }
                    } }
                }
                // A comparison is asked for in the address.
                Takes::Compare => {}
                Takes::By(values) => {
                    label { (t!(texts, "page-field-by")) select name="by" {
                        option value="" { (t!(texts, "page-report-by-nothing")) }
                        @for by in *values { option value=(by.as_str()) selected[options.by == Some(*by)] { (by_text(*by, texts)) } }
                    } }
                }
                Takes::On => {
                    label { (t!(texts, "page-field-on")) input name="on" value=(value("on")) placeholder=(t!(texts, "page-value-now")); }
                }
                Takes::Cap => {
                    label { (t!(texts, "page-field-cap")) input name="cap" inputmode="numeric" value=(value("cap")) placeholder=(export_cap(options.on.map_or_else(today, Stamp::day))); }
                }
                Takes::CommissionRate => {
                    label { (t!(texts, "page-field-commission-rate")) input name="commission_rate" value=(value("commission_rate")) placeholder="20%"; }
                }
                Takes::NoEstimates => {
                    label class="tick" { input type="checkbox" name="no_estimates" value="1" checked[options.no_estimates]; (t!(texts, "page-field-no-estimates")) }
                }
            } }
            button class="main" { (t!(texts, "page-show")) }
        } }
    }
}

fn basis_text(basis: Basis, texts: Texts) -> String {
    match basis {
        Basis::Submitted => t!(texts, "page-report-basis-submitted"),
        Basis::Paid => t!(texts, "page-report-basis-paid"),
        Basis::Settled => t!(texts, "page-report-basis-settled"),
        Basis::Refunded => t!(texts, "page-report-basis-refunded"),
    }
}

fn by_text(by: By, texts: Texts) -> String {
    match by {
        By::Day => t!(texts, "page-report-by-day"),
        By::Week => t!(texts, "page-report-by-week"),
        By::Month => t!(texts, "page-report-by-month"),
        By::Creator => t!(texts, "page-report-by-creator"),
        By::Product => t!(texts, "page-report-by-product"),
        By::Order => t!(texts, "page-report-by-order"),
        By::Warehouse => t!(texts, "page-report-by-warehouse"),
        By::Weekday => t!(texts, "page-report-by-weekday"),
        By::Sku => t!(texts, "page-report-by-sku"),
        By::City => t!(texts, "page-report-by-city"),
        By::Stage => t!(texts, "page-report-by-stage"),
        By::Reason => t!(texts, "page-report-by-reason"),
        By::Type => t!(texts, "page-report-by-type"),
    }
}
