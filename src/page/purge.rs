//! Deleting buyers' data for good: what to delete, how much that is, and the deletion itself.

use maud::{Markup, html};
use shopkit::kit::PurgeOptions;
use shopkit::store::Purged;
use shopkit::texts::{Texts, grouped};
use shopkit::{msg, t};

use super::error::PageError;
use super::field::{Expected, Field};
use super::inputs;
use super::layout::{Menu, Page, csrf};
use super::reply::Reply;
use super::request::{Context, Request};
use crate::front::views::purge::{counts, leftover};

/// Writes the section of the page of data that asks what is to be deleted.
pub fn section(context: &Context<'_>) -> Markup {
    let texts = context.texts();
    let sent = |name: &str| context.form.get(name).unwrap_or_default();
    html! {
        section {
            h2 { (t!(texts, "page-purge-title")) }
            p { (t!(texts, "page-purge-about")) }
            form method="post" action=(context.address("/data/purge")) {
                (csrf(context))
                label class="field" { (texts.say(&Field::What.label()))
                    select name="what" {
                        option value="contacts" { (t!(texts, "page-purge-contacts")) }
                        option value="orders" selected[sent("what") == "orders"] { (t!(texts, "page-purge-orders")) }
                    }
                }
                div class="row" {
                    label class="field" { (t!(texts, "page-shop"))
                        select name="shop" {
                            option value="" { (t!(texts, "page-purge-all-shops")) }
                            @for shop in &context.shops { option value=(shop) selected[sent("shop") == shop] { (shop) } }
                        }
                    }
                    label class="field" { (texts.say(&Field::Before.label()))
                        (inputs::day(context, Field::Before)) }
                }
                label class="choices" { span { input type="checkbox" name="hashes" value="1" checked[!sent("hashes").is_empty()]; " " (t!(texts, "page-purge-hashes")) } }
                p { button { (t!(texts, "page-purge-count")) } }
            }
        }
    }
}

/// Counts what would be deleted and asks for confirmation; deletes it once that is given.
pub fn answered(request: &Request) -> Result<Reply, PageError> {
    let texts = request.texts();
    let form = &request.form;
    let contacts = match form.get("what") {
        Some("contacts") => true,
        Some("orders") => false,
        _ => return Err(PageError::Field { field: Field::What, expected: Expected::Choice }),
    };
    let options = PurgeOptions {
        shop: form.get("shop").map(str::to_owned),
        before: form.day(Field::Before)?,
        contacts,
        hashes: contacts && form.get("hashes").is_some(),
    };
    if form.get("sure").is_none() {
        let counted = request.write(|kit| kit.count_purge(&options))?;
        return shown(request, &question(request, &options, counted));
    }
    let purged = request.write(|kit| kit.purge(&options))?;
    // Files that wait to be imported have the same data.
    request.state.waiting.clear();
    // The data is deleted, whatever files are beside the database.
    let copies = request.read(|context| Ok(context.kit()?.old_copies()?));
    shown(
        request,
        &html! {
            p class="note good" role="status" { (t!(texts, "page-purge-done")) }
            (count_list(purged, texts))
            p class="note" { (t!(texts, "purge-out-of-reach")) }
            @match &copies {
                Ok(copies) => @for copy in copies {
                    p class="note warn" { (texts.say(&leftover(copy, msg!("purge-leftover-advice")))) }
                },
                Err(error) => p class="note warn" { (t!(texts, "purge-not-checked", reason = error.message())) },
            }
            p { a class="button" href=(request.address("/data")) { (t!(texts, "page-purge-back")) } }
        },
    )
}

fn question(request: &Request, options: &PurgeOptions, counted: Purged) -> Markup {
    let texts = request.texts();
    let what = if options.contacts { "contacts" } else { "orders" };
    html! {
        p { (if options.contacts { t!(texts, "page-purge-clears-contacts") } else { t!(texts, "page-purge-deletes") }) }
        @if let Some(shop) = &options.shop { p { (t!(texts, "page-purge-only-shop")) " " strong { (shop) } } }
        @if let Some(day) = options.before { p { (t!(texts, "page-purge-only-before")) " " strong { (day) } } }
        (count_list(counted, texts))
        form method="post" action=(request.address("/data/purge")) {
            (csrf(request))
            input type="hidden" name="what" value=(what);
            @if let Some(shop) = &options.shop { input type="hidden" name="shop" value=(shop); }
            @if let Some(day) = options.before { input type="hidden" name="before" value=(day); }
            @if options.hashes { input type="hidden" name="hashes" value="1"; }
            input type="hidden" name="sure" value="1";
            p { strong { (t!(texts, "page-purge-final")) } " "
                a href="/data/backup.db" { (t!(texts, "page-purge-backup-first")) } }
            button class="danger" { (t!(texts, "page-purge-start")) }
            " " a class="button" href=(request.address("/data")) { (t!(texts, "page-purge-cancel")) }
        }
    }
}

fn count_list(purged: Purged, texts: Texts) -> Markup {
    html! {
        dl class="facts" { @for count in counts(purged) {
            dt { (texts.say(&count.title)) } dd { (grouped(&count.rows.to_string())) }
        } }
    }
}

fn shown(request: &Request, body: &Markup) -> Result<Reply, PageError> {
    let texts = request.texts();
    let title = t!(texts, "page-purge-title");
    let body = html! { section { (body) } };
    let page = Page { title, ..Page::new(Menu::Data, request, body) };
    request.read(|context| Ok(page.reply(context)))
}
