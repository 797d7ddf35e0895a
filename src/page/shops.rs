//! The page of shops: what is stored of each, and the earlier verdicts of one.

use maud::{Markup, html};
use shopkit::model::table::{Datum, Table};
use shopkit::rules::Ruleset;
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::Reply;
use super::request::{Context, Request};
use super::settlement_days;
use super::table;
use crate::front::shops;
use crate::front::verdict::answer_word;

/// The most verdicts that are shown, the newest.
const VERDICTS: usize = 50;

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let texts = context.texts();
    let list = shops::list(context.kit()?.shops()?);
    let past = match context.shop() {
        Some(shop) => context.kit()?.history(Ruleset::built_in(), Some(shop))?.1,
        None => Vec::new(),
    };
    let newest = past.len().saturating_sub(VERDICTS);
    let history = readable_history(shops::history(&past[newest..], true, texts), texts);
    let body = html! {
        section {
            h2 { (t!(texts, "page-menu-shops")) }
            @if list.rows.is_empty() { div class="empty" {
                p { (t!(texts, "page-shops-none")) }
                a class="button main" href="/import" { (t!(texts, "page-shops-import")) }
            } } @else {
                (table::rows(&list.columns, &list.rows, &[], &t!(texts, "page-menu-shops"), texts, |key, datum, _| match (key, datum) {
                    ("shop", Datum::Text(name)) => Some(html! { a href=(address("/shops", Some(name))) { (name) } }),
                    _ => None,
                }))
            }
        }
        @if let Some(shop) = context.shop() {
            section {
                h2 { (t!(texts, "page-shops-verdicts", shop = shop)) }
                @if history.rows.is_empty() { p class="empty" { (t!(texts, "page-shops-verdicts-none")) } }
                @else { (table::table(&history, &t!(texts, "page-shops-verdicts", shop = shop), texts)) }
                @if list_has(&list, shop) { (settlement_days::form(context, shop)?) (rename_form(context, shop)) }
                details class="noprint" {
                    summary { (t!(texts, "page-shops-forget")) }
                    form method="post" action=(context.address("/shops/forget")) {
                        (csrf(context))
                        input type="hidden" name="shop" value=(shop);
                        p { (t!(texts, "page-shops-forget-about")) }
                        button class="danger" { (t!(texts, "page-shops-forget-start", shop = shop)) }
                    }
                }
            }
        }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Shops, context, body) }.reply(context))
}

/// Puts the newest first and replaces codes by words.
fn readable_history(mut history: Table, texts: Texts) -> Table {
    history.rows.reverse();
    let (check, verdict) = (history.position("check"), history.position("verdict"));
    for row in &mut history.rows {
        if let Some(Datum::Text(text)) = check.and_then(|index| row.get_mut(index)) {
            let menu = if text == "close" { Menu::Close } else { Menu::Reopen };
            *text = menu.title(texts);
        }
        if let Some(Datum::Text(text)) = verdict.and_then(|index| row.get_mut(index))
            && let Some(answer) = shopkit::rules::Answer::by_name(text)
        {
            *text = texts.word(answer_word(answer));
        }
    }
    history
}

/// Clears the facts and the verdicts of a shop.
pub fn forget(request: &Request) -> Result<Reply, PageError> {
    let shop = request.form.get("shop");
    request.write(|kit| kit.forget(shop))?;
    request.read(|context| Ok(Reply::see(&address("/shops", context.kept_shop()))))
}

/// Tells whether a shop exists.
fn list_has(list: &Table, shop: &str) -> bool {
    list.rows.iter().any(|row| matches!(row.first(), Some(Datum::Text(name)) if name == shop))
}

/// Writes the form that renames a shop.
fn rename_form(context: &Context<'_>, shop: &str) -> Markup {
    let texts = context.texts();
    html! {
        details class="noprint" {
            summary { (t!(texts, "page-shops-rename")) }
            form method="post" action=(context.address("/shops/rename")) {
                (csrf(context))
                input type="hidden" name="old" value=(shop);
                label class="field" { (t!(texts, "page-shops-new-name")) input name="new" value=(shop) required autocomplete="off"; }
                p { (t!(texts, "page-shops-rename-about")) }
                button { (t!(texts, "page-shops-rename-start")) }
            }
        }
    }
}

/// Renames a shop, unless another has the name.
pub fn rename(request: &Request) -> Result<Reply, PageError> {
    let unnamed = || PageError::Field { field: Field::NewName, expected: Expected::Name };
    let (old, new) = (request.form.get("old").unwrap_or_default(), request.form.get("new").ok_or_else(unnamed)?);
    if old == new {
        return Ok(Reply::see(&address("/shops", Some(old))));
    }
    let name = request.write(|kit| kit.rename_shop(old, new))?;
    Ok(Reply::see(&address("/shops", Some(&name))))
}
