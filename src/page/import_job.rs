//! The page of an import's progress and results.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use maud::{Markup, html};
use shopkit::model::message::Arg;
use shopkit::model::summary::{Counts, FileStatus, count_columns};
use shopkit::t;
use shopkit::texts::{Texts, grouped};

use super::error::PageError;
use super::import_gaps;
use super::import_sum::{self, JobSum};
use super::import_undo::undo_form;
use super::jobs::{FileJob, Job, Stage};
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::Reply;
use super::request::{Context, Request};
use super::upload::without_folder;
use crate::front::text::{shortened, visible};
use crate::front::views::import::{ImportView, RejectsView};

fn found(request: &Request, id: &str) -> Result<Arc<Job>, PageError> {
    id.parse().ok().and_then(|id| request.state.jobs.find(id)).ok_or(PageError::NoPage)
}

/// Writes the page.
pub fn show(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let job = found(context, id)?;
    let texts = context.texts();
    let part = context.address(&format!("/import/jobs/{}/part", job.id));
    let failed = t!(texts, "page-import-lost");
    let body = html! { div data-poll=(part) data-failed=(failed) { (progress(context, &job)?) } };
    let title = if job.is_preview { t!(texts, "page-import-preview-title") } else { Menu::Import.title(texts) };
    let refreshes = !job.is_done();
    Ok(Page { title, refreshes, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Writes the part of the page that changes.
pub fn part(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    Ok(Reply::html(progress(context, &*found(context, id)?)?))
}

fn progress(context: &Context<'_>, job: &Job) -> Result<Markup, PageError> {
    let texts = context.texts();
    let shop = context.kept_shop();
    let is_done = job.is_done();
    // The shop of a preview need not exist.
    let stored = job.shop_of_files().filter(|shop| !job.is_preview && context.shops.contains(shop));
    Ok(html! {
        @if is_done {
            @let sum = JobSum::of(job);
            (import_sum::section(&sum, texts))
            @if let Some(id) = job.waits_as() { (confirm_form(context, job, id)) }
            p class="row" data-done=(t!(texts, "page-import-done")) {
                a class=(if job.is_preview { "button" } else { "button main" }) href=(address("/", shop)) { (t!(texts, "page-import-overview")) }
                a class="button" href=(address("/import", shop)) { (t!(texts, "page-import-more")) }
            }
        }
        @for file in &job.files { (file_part(context, job, file)) }
        @if is_done && let Some(shop) = &stored { (import_gaps::sections(context, Some(shop))?) }
    })
}

/// Writes the form that imports what a preview has looked at.
fn confirm_form(request: &Request, job: &Job, id: u64) -> Markup {
    let texts = request.texts();
    let options = request.state.waiting.look(id).map(|(_, options)| options);
    html! {
        @match options {
            Some(options) => form method="post" action=(request.address(&format!("/import/waiting/{id}"))) class="card" {
                (csrf(request))
                // Without a name the preview chose the only shop, or a first one.
                @if let Some(shop) = options.shop.or_else(|| job.shop_of_files()) { input type="hidden" name="shop" value=(shop); }
                @if let Some(at) = options.exported_at { input type="hidden" name="exported_at" value=(at); }
                p { (t!(texts, "page-import-confirm-about")) }
                button class="main" { (t!(texts, "page-import-confirm")) }
            },
            None => p class="note" { (t!(texts, "page-import-preview-over")) },
        }
    }
}

fn file_part(request: &Request, job: &Job, file: &FileJob) -> Markup {
    let texts = request.texts();
    let name = visible(&file.name);
    let stage = file.stage();
    let is_bad = match &stage {
        Stage::Crashed => true,
        Stage::Finished(finished) => finished.status() == FileStatus::Failed,
        Stage::Waiting | Stage::Running => false,
    };
    html! {
        section aria-label=(name) class=(if is_bad { "file bad" } else { "file" }) {
            h2 { (shortened(&name)) }
            @match stage {
                Stage::Waiting => p class="faint" { (t!(texts, "page-import-waiting")) },
                Stage::Running => (running(file, texts)),
                Stage::Crashed => p class="note bad" role="alert" { (t!(texts, "page-import-crashed")) },
                Stage::Finished(finished) => (result(request, job, &ImportView::of(&finished, texts))),
            }
        }
    }
}

fn running(file: &FileJob, texts: Texts) -> Markup {
    let [rows, done, total] =
        [&file.progress.rows, &file.progress.done, &file.progress.total].map(|number| number.load(Ordering::Relaxed));
    let label = t!(texts, "page-import-progress");
    html! {
        p { (t!(texts, "page-import-rows-read", rows = Arg::count(rows))) }
        @if total > 0 { progress max=(total) value=(done.min(total)) aria-label=(label) {} }
        @else { progress aria-label=(label) {} }
    }
}

/// Writes what became of a file.
fn result(request: &Request, job: &Job, view: &ImportView) -> Markup {
    let texts = request.texts();
    // The folder of an upload says nothing to a reader. Each file is in a numbered folder within it.
    let short = |text: &str| {
        let folders = (0..job.files.len()).map(|number| job.folder.join(number.to_string()));
        folders.fold(text.to_owned(), |text, folder| without_folder(&text, &folder))
    };
    let address = view.import_id.map(|id| request.address(&format!("/imports/{id}")));
    html! {
        @if let Some(error) = &view.error {
            p class="note bad" role="alert" { (t!(texts, "page-import-failed", message = short(&error.message))) }
            // What to do about rejected rows stands above all files.
            @if let Some(hint) = error.hint.as_ref().filter(|_| view.rejects.is_none()) {
                p { (t!(texts, "page-hint", hint = short(hint))) }
            }
        } @else {
            p { span class="tag pass" { (view.status_title) } " " @if let Some(kind) = &view.kind { (kind) }
                @if let Some(days) = view.days { " · " (days.first) " – " (days.last) } }
            (counts(&view.counts, texts))
        }
        @for warning in &view.warnings { p class="note warn" { (warning) } }
        @for note in &view.notes { p class="note" { (note) } }
        @if let Some(rejects) = &view.rejects { (rejected(rejects, address.as_deref(), texts)) }
        @if let Some((id, address)) = view.import_id.zip(address.as_deref()).filter(|_| view.status == FileStatus::Imported) {
            p { a href=(address) { (t!(texts, "page-import-details")) } }
            (undo_form(request, id))
        }
    }
}

fn counts(counts: &Counts, texts: Texts) -> Markup {
    html! {
        dl class="counts" { @for (column, (key, count)) in count_columns().iter().zip(counts.named()) {
            div class=[(key == "rejected" && count > 0).then_some("look")] {
                dt { (texts.heading(column)) } dd { (grouped(&count.to_string())) }
            }
        } }
    }
}

/// Lists the kinds of rejected rows, each with a link to its first row on the page of the import. What to do about them stands above all
/// files.
fn rejected(rejects: &RejectsView, import: Option<&str>, texts: Texts) -> Markup {
    html! {
        h3 { (t!(texts, "import-rejects")) }
        ul class="plainlist" {
            @for kind in &rejects.kinds {
                li { @match import {
                    Some(address) => a href={ (address) "#row-" (kind.first_row) } { (kind.text) },
                    None => (kind.text),
                } }
            }
            @if let Some(more) = &rejects.more { li { (more) } }
        }
    }
}
