//! Importing: files in, how far they are, what came of them, and taking them out again.

use std::io::{BufWriter, Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use maud::{Markup, html};
use shopkit::kit::KitError;
use shopkit::model::lang::{Explain, Lang};
use shopkit::model::reject::{RejectKind, advice};
use shopkit::model::summary::{FileStatus, ImportSummary, count_columns};
use shopkit::model::table::{Column, Datum, RowSink, Table};
use shopkit::texts::{Texts, grouped};

use super::error::PageError;
use super::field::{Expected, Field};
use super::importer::{self, UploadOptions};
use super::jobs::{FileJob, Job, Stage};
use super::labels::{self, in_labels};
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::table;
use super::upload::{Received, without_folder};
use crate::front::csv::CsvRows;
use crate::front::datum::readable;
use crate::front::imported::{Reasons, dated_by_file, missing_days, reject_kind, stale, status};
use crate::front::text::{shortened, visible};

/// Columns that the list has no room for; they stand on the page of the import.
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

/// Writes the page that files are put in on, with what was imported.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let lang = context.lang;
    let is_known = |shop: &&str| context.shops.iter().any(|known| known == shop);
    let imports = context.kit()?.imports(context.shop().filter(is_known))?;
    let body = html! {
        @for job in context.state.jobs.open() {
            p class="note" { a href=(context.address(&format!("/import/jobs/{}", job.id))) { (lang.pick("有文件正在导入，查看进度", "files are being imported; see how far they are")) } }
        }
        (form(context))
        section {
            h2 { (lang.pick("已导入的文件", "What was imported")) }
            @if imports.rows.is_empty() { p class="empty" { (lang.pick("还没有导入过文件", "nothing was imported yet")) } }
            @else { (list(imports, context)) }
        }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Import, context, body) }.reply(context))
}

fn form(context: &Context<'_>) -> Markup {
    let (lang, shop, shops) = (context.lang, context.shop(), &context.shops);
    html! {
        form method="post" action=(context.address("/import")) enctype="multipart/form-data" class="card" data-drop
            data-sending=(lang.pick("正在发送", "sending"))
            data-failed=(lang.pick("文件没有收到，请重新载入本页再试", "the files did not arrive; load the page again and retry")) {
            (csrf(context))
            p class="note bad" role="alert" hidden {}
            div class="drop" {
                strong { (lang.pick("把文件拖到这里，或选择文件", "Drop files here, or choose them")) }
                label { span class="hidden" { (lang.pick("文件", "Files")) }
                    input type="file" name="file" multiple required accept=".csv,.xlsx,.xls,.xlsb,.ods"; }
                progress hidden max="1" value="0" aria-label=(lang.pick("发送进度", "how much is sent")) {}
                small { (lang.pick(
                    "订单、售后、佣金、结算、动账的导出文件，.csv .xlsx .xls .xlsb .ods；同一文件再导入一次不会重复。文件只在这台电脑上读取。",
                    "Exports of orders, after-sales, commission, settlement and fund flow: .csv .xlsx .xls .xlsb .ods. The same file twice \
                     counts once. Files are read on this machine only.",
                )) }
            }
            div class="row" {
                label class="field" { (lang.pick("店铺", "Shop"))
                    input name="shop" list="shops" value=(if shops.len() > 1 { shop.unwrap_or_default() } else { "" })
                        placeholder=(shop.unwrap_or("default")); }
                datalist id="shops" { @for shop in shops { option value=(shop) {} } }
                label class="field" { (lang.pick("导出时间", "Exported at"))
                    input name="exported_at" placeholder=(lang.pick("取自文件名", "from the file name")) title="2026-01-12 20:16:49"; }
                label class="choices" { span { input type="checkbox" name="trial" value="1"; " " (lang.pick("只试一下，不保存", "Only try, store nothing")) } }
                button class="main" { (lang.pick("导入", "Import")) }
            }
        }
    }
}

fn list(mut imports: Table, request: &Request) -> Markup {
    let lang = request.lang;
    // The newest is the one that is looked for.
    imports.rows.reverse();
    let label = lang.pick("已导入的文件", "What was imported");
    table::rows(&imports.columns, &imports.rows, LEFT_OUT, label, request.texts(), |key, datum, row| {
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

/// Begins to import files that came, and leads to where one sees how far they are.
pub fn begin(request: &Request, files: Received) -> Result<Reply, PageError> {
    if files.files.is_empty() {
        return Err(PageError::Field { field: Field::Files, expected: Expected::Files });
    }
    let options = UploadOptions {
        shop: request.form.get("shop").map(str::to_owned),
        exported_at: request.form.moment(Field::ExportedAt)?,
        is_preview: request.form.get("trial").is_some(),
    };
    // What comes after is about the shop that the files went to.
    let shop = options.shop.clone();
    let id = importer::begin(&request.state, files, options);
    Ok(Reply::see(&address(&format!("/import/jobs/{id}"), shop.as_deref().or(request.query.get("shop")))))
}

fn found(request: &Request, id: &str) -> Result<Arc<Job>, PageError> {
    id.parse().ok().and_then(|id| request.state.jobs.find(id)).ok_or(PageError::NoPage)
}

/// Writes how far an import is, or what came of it.
pub fn job(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let job = found(context, id)?;
    let failed = context.pick(
        "看不到进度了：shopkit 可能已停止。请再启动一次，在导入页查看哪些文件已导入。",
        "This page hears no more of the import: shopkit may have stopped. Start it again; its page Import lists what came in.",
    );
    let part = context.address(&format!("/import/jobs/{}/part", job.id));
    let body = html! { div data-poll=(part) data-failed=(failed) { (progress(context, &job)) } };
    let title = if job.is_preview {
        context.pick("试导入", "Trial").to_owned()
    } else {
        Menu::Import.title(context.texts())
    };
    let refreshes = !job.is_done();
    Ok(Page { title, refreshes, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Writes the part of the page that changes.
pub fn job_part(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    Ok(Reply::html(progress(context, &*found(context, id)?)))
}

fn progress(context: &Context<'_>, job: &Job) -> Markup {
    let lang = context.lang;
    let shop = context.kept_shop();
    html! {
        @for file in &job.files { (file_part(context, job, file)) }
        @if job.is_done() {
            p class="row" data-done=(lang.pick("导入完成", "the import is done")) {
                a class="button main" href=(address("/", shop)) { (lang.pick("查看概览", "See the overview")) }
                a class="button" href=(address("/import", shop)) { (lang.pick("再导入", "Import more")) }
            }
        }
    }
}

fn file_part(request: &Request, job: &Job, file: &FileJob) -> Markup {
    let lang = request.lang;
    let name = visible(&file.name);
    html! {
        section aria-label=(name) {
            h2 { (shortened(&name)) }
            @match file.stage() {
                Stage::Waiting => p class="faint" { (lang.pick("等待中", "waiting")) },
                Stage::Running => (running(file, lang)),
                Stage::Crashed => p class="note bad" role="alert" { (lang.pick("未导入：shopkit 自身出错，数据库未改动。", "Nothing was imported: shopkit made a mistake. The database is as it was.")) },
                Stage::Finished(result) => @match &*result {
                    Ok(summary) => (summed_up(request, &name, summary)),
                    Err(error) => (failed(error, job, lang)),
                },
            }
        }
    }
}

fn running(file: &FileJob, lang: Lang) -> Markup {
    let [rows, done, total] =
        [&file.progress.rows, &file.progress.done, &file.progress.total].map(|number| number.load(Ordering::Relaxed));
    let rows = grouped(&rows.to_string());
    html! {
        p { (lang.pick(format!("已读取 {rows} 行"), format!("{rows} rows read"))) }
        @if total > 0 { progress max=(total) value=(done.min(total)) aria-label=(lang.pick("导入进度", "how far the import is")) {} }
        @else { progress aria-label=(lang.pick("导入进度", "how far the import is")) {} }
    }
}

fn failed(error: &KitError, job: &Job, lang: Lang) -> Markup {
    // Each file stands in a numbered folder of the job's.
    let short = |text: &str| {
        let folders = (0..job.files.len()).map(|number| job.folder.join(number.to_string()));
        visible(&folders.fold(text.to_owned(), |text, folder| without_folder(&text, &folder)))
    };
    html! {
        p class="note bad" role="alert" { (lang.pick("未导入。", "Nothing was imported. ")) (short(&labels::message(error, lang))) }
        @if let Some(hint) = labels::hint(error, lang) { p { (lang.pick("建议：", "Hint: ")) (short(&hint)) } }
    }
}

fn summed_up(request: &Request, name: &str, summary: &ImportSummary) -> Markup {
    let lang = request.lang;
    let short = shortened(name);
    html! {
        p { span class="tag pass" { (status(summary, lang)) } " " (Texts::page(lang).word(summary.facts.kind.word()))
            @if let Some(days) = summary.days { " · " (days.first) " – " (days.last) } }
        (counts(&summary.counts.named(), lang))
        @for warning in &summary.warnings { p class="note warn" { (visible(&in_labels(&Texts::page(lang).say(&warning.message()), lang))) } }
        @if let Some(text) = dated_by_file(&short, summary, lang) { p class="note" { (in_labels(&text, lang)) } }
        @if summary.counts.stale > 0 { p class="note" { (in_labels(&stale(&short, summary, lang), lang)) } }
        @if !summary.gaps.is_empty() { p class="note" { (missing_days(&summary.gaps, lang)) } }
        @if !summary.rejects.is_empty() { (rejected(summary, request)) }
        @if let Some(id) = summary.import_id.filter(|_| summary.status == FileStatus::Imported) {
            p { a href=(request.address(&format!("/imports/{id}"))) { (lang.pick("全部细节", "All details")) } }
            (undo_form(request, id))
        }
    }
}

fn counts(counts: &[(&str, u64)], lang: Lang) -> Markup {
    html! {
        dl class="counts" { @for (column, (key, count)) in count_columns().iter().zip(counts) {
            div class=[(*key == "rejected" && *count > 0).then_some("look")] {
                dt { (Texts::page(lang).heading(column)) } dd { (grouped(&count.to_string())) }
            }
        } }
    }
}

/// Lists the rejected rows, those of one kind once, each with a link to where the first stands among all of them.
fn rejected(summary: &ImportSummary, request: &Request) -> Markup {
    let lang = request.lang;
    let line = |kind: &RejectKind| {
        let text = reject_kind(kind, lang);
        html! { li { @match summary.import_id {
            Some(id) => a href={ (request.address(&format!("/imports/{id}"))) "#row-" (kind.first.row) } { (text) },
            None => (text),
        } } }
    };
    html! {
        h3 { (lang.pick("被拒的行", "Rejected rows")) }
        ul class="plainlist" { @for kind in summary.reject_kinds.iter().take(20) { (line(kind)) } }
        @if let Some(advice) = advice(&summary.reject_kinds) { p { (Texts::page(lang).say(&advice)) } }
    }
}

/// Writes the question whether an import is to be taken out; it takes two steps, so that none goes by mistake.
fn undo_form(request: &Request, id: i64) -> Markup {
    let lang = request.lang;
    html! {
        details class="noprint" {
            summary { (lang.pick("撤销这次导入", "Take this import out")) }
            form method="post" action=(request.address(&format!("/imports/{id}/undo"))) {
                (csrf(request))
                p { (lang.pick("数据会和从未导入过这个文件时一样。", "The data will be as if the file had never been imported.")) }
                button class="danger" { (lang.pick(format!("撤销导入 #{id}"), format!("Take out import #{id}"))) }
            }
        }
    }
}

/// Rejected rows that a page shows.
const REJECTS: usize = 500;

/// Writes one import with its rejected rows.
pub fn one(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let (id, ending) = id.split_once('.').unwrap_or((id, ""));
    let id: i64 = id.parse().map_err(|_| PageError::NoPage)?;
    let lang = context.lang;
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
    let body = html! {
        section {
            h2 { (visible(&name)) }
            dl class="facts" { @for (column, datum) in detail.columns.iter().zip(row).filter(|(_, datum)| **datum != Datum::Null) {
                dt { (Texts::page(lang).heading(column)) } dd { (readable(datum, Texts::page(lang))) }
            } }
            (undo_form(context, id))
        }
        section {
            h2 { (lang.pick("被拒的行", "Rejected rows")) }
            @if rejects.rows == 0 { p class="note good" { (lang.pick("没有被拒的行", "no row was rejected")) } }
            @else { (reject_table(&rejects.table, lang)) }
            @if rejects.rows > REJECTS {
                p class="faint" { (lang.pick(
                    format!("共 {} 行，这里是前 {REJECTS} 行；文件里有全部", grouped(&rejects.rows.to_string())),
                    format!("the first {REJECTS} of {} rows; the file has all of them", grouped(&rejects.rows.to_string())),
                )) }
                p { a class="button" href={ "/imports/" (id) ".csv" } { (lang.pick("下载 .csv", "Download .csv")) } }
            }
        }
    };
    let title = lang.pick(format!("导入 #{id}"), format!("Import #{id}"));
    Ok(Page { title, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Keeps the first rows of an answer, and counts them all.
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

/// Hands all rejected rows over as a file, which is written before it is sent.
fn rejects_file(context: &Context<'_>, id: i64) -> Result<Reply, PageError> {
    let folder = context.state.folder()?;
    let mut file = tempfile::tempfile_in(folder.path())?;
    let mut out = BufWriter::new(&mut file);
    let mut rows = CsvRows::for_spreadsheets(&mut out)?;
    context.kit()?.rejects(id, &mut Reasons { texts: context.texts(), sink: &mut rows })?;
    rows.finish()?;
    out.flush()?;
    drop(out);
    file.rewind()?;
    Ok(Reply::download("text/csv", &format!("rejects-{id}.csv"), Content::File(file, folder)))
}

fn reject_table(rejects: &Table, lang: Lang) -> Markup {
    let label = lang.pick("被拒的行", "Rejected rows");
    // The number of the row is what links lead to.
    table::rows(&rejects.columns, &rejects.rows, &[], label, Texts::page(lang), |key, datum, _| match (key, datum) {
        ("row", Datum::Int(number)) => Some(html! { span id={ "row-" (number) } { (number) } }),
        _ => None,
    })
}

/// Takes an import out.
pub fn undo(request: &Request, id: &str) -> Result<Reply, PageError> {
    let id: i64 = id.parse().map_err(|_| PageError::NoPage)?;
    request.write(|kit| kit.undo(id))?;
    request.read(|context| Ok(Reply::see(&address("/import", context.kept_shop()))))
}
