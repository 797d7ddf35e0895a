//! Restoring the database from a backup: it is sent and checked, what it holds is shown, and only then it takes the place of the
//! present one.

use std::path::Path;

use maud::{Markup, html};
use shopkit::kit::{Kit, KitError};
use shopkit::model::file_name::file_name;
use shopkit::store::{BackupContent, StoreError};
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::field::{Expected, Field};
use super::jobs::UploadOptions;
use super::layout::{Menu, Page, csrf};
use super::reply::Reply;
use super::request::{Context, Request};
use super::upload::Received;
use crate::front::text::visible;
use crate::front::views::backup;

/// Writes the section of the page of data that takes a backup.
pub fn section(context: &Context<'_>) -> Markup {
    let (texts, mark) = (context.texts(), context.mark(Field::Files));
    html! {
        section {
            h2 { (t!(texts, "page-restore-title")) }
            p { (t!(texts, "page-restore-about")) }
            form method="post" action=(context.address("/data/restore")) enctype="multipart/form-data" {
                (csrf(context))
                label class="field" { (t!(texts, "page-restore-file"))
                    input type="file" name="file" required accept=".db,.bak"
                        aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()];
                    (mark.note()) }
                p { button { (t!(texts, "page-restore-check")) } }
            }
        }
    }
}

/// Checks a backup that was sent. It waits until the reader has seen what it holds.
pub fn begin(request: &Request, files: Received) -> Result<Reply, PageError> {
    let [file] = files.files.as_slice() else {
        return Err(PageError::Field { field: Field::Files, expected: Expected::Files });
    };
    checked(file)?;
    let id = request.state.waiting.keep(files, UploadOptions::default());
    Ok(Reply::see(&request.address(&format!("/data/restore/{id}"))))
}

/// Returns what a backup holds. An error names the file as the reader does.
fn checked(file: &Path) -> Result<BackupContent, PageError> {
    Kit::check_backup(file).map_err(|error| match error {
        KitError::Store(StoreError::BadBackup(path, fault)) => {
            let name = path.file_name().unwrap_or_default();
            KitError::Store(StoreError::BadBackup(name.into(), fault)).into()
        }
        other => other.into(),
    })
}

/// Shows what a backup holds beside what the present database holds, and asks for confirmation.
pub fn ask(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let file = id.parse().ok().and_then(|id| context.state.waiting.first_file(id)).ok_or(PageError::FilesGone)?;
    let texts = context.texts();
    let present = Kit::backup_content(&context.state.database).ok();
    let found = Kit::backup_content(&file)?;
    let body = html! {
        section {
            h2 { (visible(file_name(&file.to_string_lossy()))) }
            p class="note good" { (t!(texts, "page-restore-sound")) }
            (comparison(&found, present.as_ref(), texts))
            form method="post" action=(context.address(&format!("/data/restore/{id}"))) {
                (csrf(context))
                p { (t!(texts, "page-restore-kept")) }
                button class="danger" { (t!(texts, "page-restore-start")) }
                " " a class="button" href=(context.address("/data")) { (t!(texts, "page-purge-cancel")) }
            }
        }
    };
    let title = t!(texts, "page-restore-title");
    Ok(Page { title, ..Page::new(Menu::Data, context, body) }.reply(context))
}

fn comparison(content: &BackupContent, present: Option<&BackupContent>, texts: Texts) -> Markup {
    let present = present.map(backup::facts).unwrap_or_default();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(t!(texts, "page-restore-title")) {
            table class="versus" {
                thead { tr {
                    td {}
                    th scope="col" { (t!(texts, "page-restore-of-backup")) }
                    th scope="col" { (t!(texts, "page-restore-of-present")) }
                } }
                tbody { @for (index, (name, value)) in backup::facts(content).iter().enumerate() { tr {
                    th scope="row" { (texts.say(name)) }
                    td { (visible(&texts.say(value))) }
                    td { @match present.get(index) { Some((_, value)) => (visible(&texts.say(value))), None => "—" } }
                } } }
            }
        }
    }
}

/// Puts the backup in the place of the database, and says under which name that is kept.
pub fn decided(request: &Request, id: &str) -> Result<Reply, PageError> {
    let id = id.parse().map_err(|_| PageError::NoPage)?;
    let state = &request.state;
    let file = state.waiting.first_file(id).ok_or(PageError::FilesGone)?;
    let kept = state.restore(&file)?;
    state.waiting.take(id);
    let texts = request.texts();
    let body = html! {
        section {
            p class="note good" role="status" { (t!(texts, "page-restore-done")) }
            @if let Some(kept) = &kept {
                p { (t!(texts, "page-restore-kept-as")) " " code { (kept.display()) } }
                p class="note" { (t!(texts, "page-restore-kept-pii")) }
            }
            p { a class="button main" href="/" { (t!(texts, "page-import-overview")) } " " a class="button" href="/data" { (t!(texts, "page-purge-back")) } }
        }
    };
    let title = t!(texts, "page-restore-title");
    request.read(|context| Ok(Page { title, ..Page::new(Menu::Data, request, body) }.reply(context)))
}
