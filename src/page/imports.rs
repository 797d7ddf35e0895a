//! The pages of imports: sending files, their progress and results, and undoing an import.

use std::io::{BufWriter, Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use maud::{Markup, html};
use shopkit::model::message::Arg;
use shopkit::model::summary::{Counts, FileStatus, count_columns};
use shopkit::model::table::{Column, Datum, RowSink, Table};
use shopkit::t;
use shopkit::texts::{Texts, grouped};

use super::error::PageError;
use super::field::{Expected, Field};
use super::importer::{self, UploadOptions};
use super::jobs::{FileJob, Job, Stage};
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::table;
use super::upload::{Received, without_folder};
use crate::front::csv::CsvRows;
use crate::front::datum::readable;
use crate::front::text::{shortened, visible};
use crate::front::views::import::{ImportView, ReasonsAsText, RejectsView, titled};

/// Columns that the list has no room for; the page of the import has them.
const LEFT_OUT: &[&str] = &[
    "shop",
    "sha256",
    "format",
    "encoding",
    "sheet",
    "grain",
    "imported_at",
    "unchanged",
    "stale",
    "duplicate",
    "blank",
];

/// Writes the page that files are imported on, with the list of imports.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let texts = context.texts();
    let is_known = |shop: &&str| context.shops.iter().any(|known| known == shop);
    let imports = context.kit()?.imports(context.shop().filter(is_known))?;
    let body = html! {
        @for job in context.state.jobs.open() {
            p class="note" { a href=(context.address(&format!("/import/jobs/{}", job.id))) { (t!(texts, "page-import-running")) } }
        }
        (form(context))
        section {
            h2 { (t!(texts, "page-import-list")) }
            @if imports.rows.is_empty() { p class="empty" { (t!(texts, "import-none")) } }
            @else { (list(imports, context)) }
        }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Import, context, body) }.reply(context))
}

fn form(context: &Context<'_>) -> Markup {
    let (texts, shop, shops) = (context.texts(), context.shop(), &context.shops);
    html! {
        form method="post" action=(context.address("/import")) enctype="multipart/form-data" class="card" data-drop
            data-sending=(t!(texts, "page-import-sending"))
            data-failed=(t!(texts, "page-import-not-sent")) {
            (csrf(context))
            p class="note bad" role="alert" hidden {}
            div class="drop" {
                strong { (t!(texts, "page-import-drop")) }
                label { span class="hidden" { (texts.say(&Field::Files.label())) }
                    input type="file" name="file" multiple required accept=".csv,.xlsx,.xls,.xlsb,.ods"; }
                progress hidden max="1" value="0" aria-label=(t!(texts, "page-import-sent")) {}
                small { (t!(texts, "page-import-about")) }
            }
            div class="row" {
                label class="field" { (t!(texts, "page-shop"))
                    input name="shop" list="shops" value=(if shops.len() > 1 { shop.unwrap_or_default() } else { "" })
                        placeholder=(shop.unwrap_or("default")); }
                datalist id="shops" { @for shop in shops { option value=(shop) {} } }
                label class="field" { (texts.say(&Field::ExportedAt.label()))
                    input name="exported_at" placeholder=(t!(texts, "page-import-time-from-name")) title="2026-01-12 20:16:49"; }
                label class="choices" { span { input type="checkbox" name="trial" value="1"; " " (t!(texts, "page-import-preview")) } }
                button class="main" { (t!(texts, "page-import-start")) }
            }
        }
    }
}

fn list(mut imports: Table, request: &Request) -> Markup {
    // The newest import is the one that is looked for.
    imports.rows.reverse();
    let label = t!(request.texts(), "page-import-list");
    table::rows(&imports.columns, &imports.rows, LEFT_OUT, &label, request.texts(), |key, datum, row| {
        let Some(Datum::Int(id)) = row.first() else { return None };
        let address = request.address(&format!("/imports/{id}"));
        match (key, datum) {
            ("path", Datum::Text(path)) => Some(html! { a href=(address) { (shortened(&file_name(path))) } }),
            ("id", _) => Some(html! { a href=(address) { "#" (id) } }),
            _ => None,
        }
    })
}

fn file_name(path: &str) -> String {
    Path::new(path).file_name().unwrap_or(path.as_ref()).to_string_lossy().into_owned()
}

/// Starts to import the files of an upload, and leads to the page of its progress.
pub fn begin(request: &Request, files: Received) -> Result<Reply, PageError> {
    if files.files.is_empty() {
        return Err(PageError::Field { field: Field::Files, expected: Expected::Files });
    }
    let options = UploadOptions {
        shop: request.form.get("shop").map(str::to_owned),
        exported_at: request.form.moment(Field::ExportedAt)?,
        is_preview: request.form.get("trial").is_some(),
    };
    // The next page is about the shop that the files go to.
    let shop = options.shop.clone();
    let id = importer::begin(&request.state, files, options);
    Ok(Reply::see(&address(&format!("/import/jobs/{id}"), shop.as_deref().or(request.query.get("shop")))))
}

fn found(request: &Request, id: &str) -> Result<Arc<Job>, PageError> {
    id.parse().ok().and_then(|id| request.state.jobs.find(id)).ok_or(PageError::NoPage)
}

/// Writes the page of an import's progress, or of its results.
pub fn job(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let job = found(context, id)?;
    let texts = context.texts();
    let part = context.address(&format!("/import/jobs/{}/part", job.id));
    let failed = t!(texts, "page-import-lost");
    let body = html! { div data-poll=(part) data-failed=(failed) { (progress(context, &job)) } };
    let title = if job.is_preview { t!(texts, "page-import-preview-title") } else { Menu::Import.title(texts) };
    let refreshes = !job.is_done();
    Ok(Page { title, refreshes, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Writes the part of the page that changes.
pub fn job_part(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    Ok(Reply::html(progress(context, &*found(context, id)?)))
}

fn progress(context: &Context<'_>, job: &Job) -> Markup {
    let texts = context.texts();
    let shop = context.kept_shop();
    html! {
        @for file in &job.files { (file_part(context, job, file)) }
        @if job.is_done() {
            p class="row" data-done=(t!(texts, "page-import-done")) {
                a class="button main" href=(address("/", shop)) { (t!(texts, "page-import-overview")) }
                a class="button" href=(address("/import", shop)) { (t!(texts, "page-import-more")) }
            }
        }
    }
}

fn file_part(request: &Request, job: &Job, file: &FileJob) -> Markup {
    let texts = request.texts();
    let name = visible(&file.name);
    html! {
        section aria-label=(name) {
            h2 { (shortened(&name)) }
            @match file.stage() {
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
            @if let Some(hint) = &error.hint {
                p { (t!(texts, "page-hint", hint = short(hint))) }
            }
        } @else {
            p { span class="tag pass" { (view.status_title) } " " @if let Some(kind) = &view.kind { (kind) }
                @if let Some(days) = view.days { " · " (days.first) " – " (days.last) } }
            (counts(&view.counts, texts))
        }
        @for warning in &view.warnings { p class="note warn" { (warning) } }
        @for note in &view.notes { p class="note" { (note) } }
        @if let Some(days) = &view.missing_days { p class="note" { (days) } }
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

/// Lists the kinds of rejected rows, each with a link to its first row on the page of the import.
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
        @if let Some(advice) = &rejects.advice { p { (advice) } }
    }
}

/// Writes the form that undoes an import. It takes two steps, so that no import is undone by mistake.
fn undo_form(request: &Request, id: i64) -> Markup {
    let texts = request.texts();
    html! {
        details class="noprint" {
            summary { (t!(texts, "page-import-undo")) }
            form method="post" action=(request.address(&format!("/imports/{id}/undo"))) {
                (csrf(request))
                p { (t!(texts, "page-import-undo-about")) }
                button class="danger" { (t!(texts, "page-import-undo-start", id = id)) }
            }
        }
    }
}

/// The most rejected rows that a page shows.
const REJECTS: usize = 500;

/// Writes the page of one import with its rejected rows.
pub fn one(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let (id, ending) = id.split_once('.').unwrap_or((id, ""));
    let id: i64 = id.parse().map_err(|_| PageError::NoPage)?;
    let texts = context.texts();
    match ending {
        "" => {}
        "csv" => return rejects_file(context, id),
        _ => return Err(PageError::NoPage),
    }
    let detail = context.kit()?.import_detail(id)?;
    let mut rejects = FirstRows { table: Table::default(), rows: 0 };
    context.kit()?.rejects(id, &mut rejects)?;
    let row = detail.rows.first().map(Vec::as_slice).unwrap_or_default();
    let name = file_name(table::text(&detail.columns, row, "path").unwrap_or_default());
    let facts = titled(&detail, texts).into_iter().filter(|(_, datum)| *datum != Datum::Null);
    let body = html! {
        section {
            h2 { (visible(&name)) }
            dl class="facts" { @for (title, datum) in facts { dt { (title) } dd { (readable(&datum, texts)) } } }
            (undo_form(context, id))
        }
        section {
            h2 { (t!(texts, "import-rejects")) }
            @if rejects.rows == 0 { p class="note good" { (t!(texts, "import-no-rejects")) } }
            @else { (reject_table(&rejects.table, texts)) }
            @if rejects.rows > REJECTS {
                p class="faint" { (t!(texts, "page-import-first-rejects", rows = Arg::count(rejects.rows), shown = REJECTS)) }
                p { a class="button" href={ "/imports/" (id) ".csv" } { (t!(texts, "page-import-rejects-download")) } }
            }
        }
    };
    let title = t!(texts, "page-import-title", id = id);
    Ok(Page { title, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Keeps the first rows of an answer, and counts all of them.
struct FirstRows {
    table: Table,
    rows: usize,
}

impl RowSink for FirstRows {
    fn columns(&mut self, columns: &[Column]) -> std::io::Result<()> {
        self.table.columns(columns)
    }

    fn row(&mut self, row: &[Datum]) -> std::io::Result<()> {
        self.rows += 1;
        if self.rows > REJECTS { Ok(()) } else { self.table.row(row) }
    }
}

/// Sends all rejected rows as a file, which is written before it is sent.
fn rejects_file(context: &Context<'_>, id: i64) -> Result<Reply, PageError> {
    let folder = context.state.folder()?;
    let mut file = tempfile::tempfile_in(folder.path())?;
    let mut out = BufWriter::new(&mut file);
    let mut rows = CsvRows::for_spreadsheets(&mut out)?;
    context.kit()?.rejects(id, &mut ReasonsAsText { texts: context.texts(), sink: &mut rows })?;
    rows.finish()?;
    out.flush()?;
    drop(out);
    file.rewind()?;
    Ok(Reply::download("text/csv", &format!("rejects-{id}.csv"), Content::File(file, folder)))
}

fn reject_table(rejects: &Table, texts: Texts) -> Markup {
    let label = t!(texts, "import-rejects");
    // Links lead to the number of the row.
    table::rows(&rejects.columns, &rejects.rows, &[], &label, texts, |key, datum, _| match (key, datum) {
        ("row", Datum::Int(number)) => Some(html! { span id={ "row-" (number) } { (number) } }),
        _ => None,
    })
}

/// Undoes an import.
pub fn undo(request: &Request, id: &str) -> Result<Reply, PageError> {
    let id: i64 = id.parse().map_err(|_| PageError::NoPage)?;
    request.write(|kit| kit.undo(id))?;
    request.read(|context| Ok(Reply::see(&address("/import", context.kept_shop()))))
}
