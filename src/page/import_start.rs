//! The start of an import: from a form, or from files that were dropped and wait for their shop.

use maud::html;
use shopkit::t;

use super::error::PageError;
use super::field::{Expected, Field};
use super::importer;
use super::imports::{shop_field, time_field};
use super::jobs::UploadOptions;
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::Reply;
use super::request::{Context, Request};
use super::upload::Received;
use crate::front::text::{shortened, visible};

/// The most names of files that are listed.
const NAMES: usize = 20;

/// Takes the files of an upload. Where they name a shop, or there is no more than one and they come from the form, they are imported;
/// else they wait until their shop is chosen.
pub fn begin(request: &Request, files: Received) -> Result<Reply, PageError> {
    if files.files.is_empty() {
        return Err(PageError::Field { field: Field::Files, expected: Expected::Files });
    }
    let options = options(request)?;
    let is_dropped = request.form.get("dropped").is_some();
    let is_clear = options.shop.is_some() || (!is_dropped && request.with_context(|context| context.shops.len() <= 1));
    if is_clear {
        return Ok(started(request, files, options));
    }
    let proposed = request.form.get("proposed").or(request.query.get("shop")).map(str::to_owned);
    let id = request.state.waiting.keep(files, UploadOptions { shop: proposed, ..options });
    Ok(Reply::see(&request.address(&format!("/import/waiting/{id}"))))
}

fn options(request: &Request) -> Result<UploadOptions, PageError> {
    Ok(UploadOptions {
        shop: request.form.get("shop").map(str::to_owned),
        exported_at: request.form.moment(Field::ExportedAt)?,
        is_preview: request.form.get("trial").is_some(),
    })
}

/// Starts the import, and leads to the page of its progress.
fn started(request: &Request, files: Received, options: UploadOptions) -> Reply {
    // The next page is about the shop that the files go to.
    let shop = options.shop.clone();
    let id = importer::begin(&request.state, files, options);
    Reply::see(&address(&format!("/import/jobs/{id}"), shop.as_deref().or(request.query.get("shop"))))
}

/// Asks which shop files are of that were dropped.
pub fn ask(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let found = id.parse().ok().and_then(|id| context.state.waiting.look(id));
    let (names, options) = found.ok_or(PageError::FilesGone)?;
    let (texts, shops) = (context.texts(), &context.shops);
    // The only shop is proposed; among several, only one that the page was about.
    let proposed = options.shop.as_deref().or(shops.first().filter(|_| shops.len() == 1).map(String::as_str));
    let body = html! {
        form method="post" action=(context.address(&format!("/import/waiting/{id}"))) class="card" {
            (csrf(context))
            p { strong { (t!(texts, "page-import-received", files = names.len())) } }
            ul class="plainlist" {
                @for name in names.iter().take(NAMES) { li { (shortened(&visible(name))) } }
                @if names.len() > NAMES { li class="faint" { (t!(texts, "page-import-more-files", files = names.len() - NAMES)) } }
            }
            div class="row" {
                (shop_field(context, proposed, shops.is_empty().then_some("default")))
                (time_field(context, options.exported_at.map(|at| at.to_string())))
            }
            p class="faint" { (t!(texts, "page-import-shop-about")) }
            div class="row" {
                button class="main" { (t!(texts, "page-import-start")) }
                button name="trial" value="1" { (t!(texts, "page-import-preview")) }
                button name="discard" value="1" formnovalidate { (t!(texts, "page-import-discard")) }
            }
        }
    };
    let title = t!(texts, "page-import-which-shop");
    Ok(Page { title, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Imports files that waited, shows what importing them would do, or deletes them.
pub fn decided(request: &Request, id: &str) -> Result<Reply, PageError> {
    let number = id.parse().map_err(|_| PageError::NoPage)?;
    let waiting = &request.state.waiting;
    if request.form.get("discard").is_some() {
        waiting.take(number);
        return Ok(Reply::see(&request.with_context(|context| address("/import", context.kept_shop()))));
    }
    let options = options(request)?;
    if options.shop.is_none() && request.with_context(|context| context.shops.len() > 1) {
        return Err(PageError::Field { field: Field::Shop, expected: Expected::Shop });
    }
    let files = waiting.take(number).ok_or(PageError::FilesGone)?;
    Ok(started(request, files, options))
}
