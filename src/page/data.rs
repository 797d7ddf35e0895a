//! The page of the database: where it is, a check, a backup, restoring one, deleting data; and the way to stop the program.

use std::fs;
use std::path::Path;

use maud::{Markup, html};
use shopkit::kit::today;
use shopkit::model::shown_path::shown;
use shopkit::store::log_of;
use shopkit::t;
use shopkit::texts::{Texts, grouped};

use super::error::PageError;
use super::layout::{Menu, Page, csrf};
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{purge, restore};

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    written(context, None)
}

/// Looks for damage.
pub fn check(request: &Request) -> Result<Reply, PageError> {
    request.read(|context| {
        let found = context.kit()?.integrity()?;
        let found: Vec<String> = found.iter().map(|problem| request.texts().say(problem)).collect();
        written(context, Some(&found))
    })
}

fn written(context: &Context<'_>, found: Option<&[String]>) -> Result<Reply, PageError> {
    context.kit()?;
    let (texts, state) = (context.texts(), &context.state);
    // What was written last may still be in the log beside it.
    let log = log_of(&state.database);
    let size: u64 = [&state.database, &log].into_iter().filter_map(|path| Some(fs::metadata(path).ok()?.len())).sum();
    let path = fs::canonicalize(&state.database).unwrap_or_else(|_| state.database.clone());
    let body = html! {
        section {
            h2 { (t!(texts, "page-data-database")) }
            dl class="facts" {
                dt { (t!(texts, "page-data-path")) } dd { code { (shown(&path)) } }
                dt { (t!(texts, "page-data-size")) } dd { (grouped(&(size / 1024).to_string())) " KiB" }
            }
            p { (t!(texts, "page-data-one-file")) }
            p { (accounts(&path, texts)) }
        }
        section {
            h2 { (t!(texts, "page-data-backup")) }
            p { (t!(texts, "page-data-backup-about")) }
            a class="button" href="/data/backup.db" { (t!(texts, "page-data-backup-start")) }
        }
        (restore::section(context))
        section {
            h2 { (t!(texts, "page-data-check")) }
            @if let Some(found) = found { (soundness(found, texts)) }
            p { (t!(texts, "page-data-check-about")) }
            form method="post" action=(context.address("/data/check")) { (csrf(context)) button { (t!(texts, "page-data-check-start")) } }
        }
        (purge::section(context))
        section {
            h2 { (t!(texts, "page-data-stop")) }
            p { (t!(texts, "page-data-stop-about")) }
            a class="button" href=(context.address("/stop")) { (t!(texts, "page-data-stop-start")) }
        }
    };
    Ok(Page::new(Menu::Data, context, body).reply(context))
}

/// Says whether the permissions of a file keep other accounts out.
#[cfg(unix)]
fn accounts(path: &Path, texts: Texts) -> String {
    let mode = fs::metadata(path).map(|meta| std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o777);
    let is_private = mode.is_ok_and(|mode| mode | 0o700 == 0o700);
    if is_private { t!(texts, "page-data-private") } else { t!(texts, "page-data-shared") }
}

/// Says what keeps other accounts out. On Windows files have the rights of their folder, which are not looked at.
#[cfg(not(unix))]
fn accounts(_: &Path, texts: Texts) -> String {
    t!(texts, "page-data-rights-of-folder")
}

fn soundness(found: &[String], texts: Texts) -> Markup {
    html! {
        @if found.is_empty() { p class="note good" role="status" { (t!(texts, "data-sound")) } }
        @else {
            div class="note bad" role="alert" { (t!(texts, "page-data-damaged"))
                ul { @for problem in found { li { (problem) } } } }
        }
    }
}

/// Sends a copy of the database.
pub fn backup(context: &Context<'_>) -> Result<Reply, PageError> {
    let folder = context.state.folder()?;
    let path = folder.path().join("backup.db");
    context.kit()?.backup(&path)?;
    let file = fs::File::open(&path)?;
    Ok(Reply::download("application/octet-stream", &format!("shopkit-{}.db", today()), Content::File(file, folder)))
}
