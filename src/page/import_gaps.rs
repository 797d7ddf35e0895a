//! What is not imported yet: the days without data as a picture, and the files that reports lack, with the steps to export each.

use maud::{Markup, html};
use shopkit::kit::{export_cap, today};
use shopkit::model::export::ExportKind;
use shopkit::report::export_steps::export_steps;
use shopkit::report::missing_exports::MissingExport;
use shopkit::report::named::{Report, ReportOptions};
use shopkit::t;

use super::error::PageError;
use super::layout::written;
use super::params::address;
use super::request::Context;
use crate::front::overview::sections::{self, Sections};
use crate::front::views::report::ReportView;

/// Writes what is imported of a shop by day, and which files are missing.
pub fn sections(context: &Context<'_>, shop: Option<&str>) -> Result<Markup, PageError> {
    let missing = context.kit()?.missing_exports(shop.unwrap_or_default())?;
    let has_orders = missing.iter().all(|missing| missing.kind != ExportKind::Orders);
    Ok(html! {
        @if has_orders { (coverage(context, shop)?) }
        (files(context, shop, &missing))
    })
}

/// Writes the picture of the days that are imported.
fn coverage(context: &Context<'_>, shop: Option<&str>) -> Result<Markup, PageError> {
    let texts = context.texts();
    let view = ReportView::ask(context.kit()?, Report::COVERAGE, shop, &ReportOptions::default(), texts)?;
    let query = address("", shop);
    let with = Sections { texts, report_query: Some(query.trim_start_matches('?')), link: None };
    Ok(html! {
        (written(|out| sections::write_coverage(out, &view, with))?)
        @for note in &view.head.notes { p class=(if note.is_warning { "note warn" } else { "note" }) { (note.text) } }
        p { a href=(address("/reports/export-plan", shop)) { (t!(texts, "page-import-plan")) } }
    })
}

fn files(context: &Context<'_>, shop: Option<&str>, missing: &[MissingExport]) -> Markup {
    let texts = context.texts();
    html! {
        section {
            h2 { (t!(texts, "page-import-missing")) }
            @if missing.is_empty() { p class="note good" { (t!(texts, "page-import-missing-none")) } }
            @else { p class="faint" { (t!(texts, "page-import-missing-about")) } }
            ul class="plainlist lacking" { @for missing in missing { li { (file(context, shop, missing)) } } }
        }
    }
}

/// Writes one kind of file: what reports lack without it, and how to export it.
fn file(context: &Context<'_>, shop: Option<&str>, missing: &MissingExport) -> Markup {
    let texts = context.texts();
    html! {
        strong { (texts.say(&missing.kind.word().message())) }
        @if missing.kind == ExportKind::Orders { p { (t!(texts, "page-import-missing-orders")) } }
        ul { @for (lack, reports) in &missing.lacks {
            li { (texts.say(&lack.word().message())) (t!(texts, "page-import-lack-colon"))
                @for (index, report) in reports.iter().enumerate() {
                    @if index > 0 { (t!(texts, "page-import-lack-comma")) }
                    a href=(address(&format!("/reports/{}", report.name()), shop)) { (texts.say(&report.title())) }
                }
            }
        } }
        details {
            summary { (t!(texts, "page-import-how-to-export")) }
            ol { @for step in export_steps(missing.kind, export_cap(today())) { li { (texts.say(&step)) } } }
        }
    }
}
