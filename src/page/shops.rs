//! The shops, what was said of one, and the verdicts that it got.

use maud::html;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::Ruleset;
use shopkit::texts::Texts;

use super::error::PageError;
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::Reply;
use super::request::{Context, Request};
use super::table;
use crate::front::shops;
use crate::front::verdict::answer_word;

/// Verdicts that are shown, the newest.
const VERDICTS: usize = 50;

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let lang = context.lang;
    let list = shops::list(context.kit()?.shops()?);
    let past = match context.shop() {
        Some(shop) => context.kit()?.history(Ruleset::built_in(), Some(shop))?.1,
        None => Vec::new(),
    };
    let newest = past.len().saturating_sub(VERDICTS);
    let history = readable_history(shops::history(&past[newest..], true, lang), lang);
    let body = html! {
        section {
            h2 { (lang.pick("店铺", "Shops")) }
            @if list.rows.is_empty() { div class="empty" {
                p { (lang.pick("还没有店铺。导入文件时填写店铺名即可新建。", "There is no shop yet. Name one when you import files.")) }
                a class="button main" href="/import" { (lang.pick("导入文件", "Import files")) }
            } } @else {
                (table::rows(&list.columns, &list.rows, &[], lang.pick("店铺", "Shops"), context.texts(), |key, datum, _| match (key, datum) {
                    ("shop", Datum::Text(name)) => Some(html! { a href=(address("/shops", Some(name))) { (name) } }),
                    _ => None,
                }))
            }
        }
        @if let Some(shop) = context.shop() {
            section {
                h2 { (lang.pick("检查的结论：", "Verdicts of the checks: ")) (shop) }
                @if history.rows.is_empty() { p class="empty" { (lang.pick("还没有结论；在检查页填写情况后会保存在这里", "no verdict was given yet; those of the checks are kept here once you answer")) } }
                @else { (table::table(&history, lang.pick("结论", "Verdicts"), context.texts())) }
                details class="noprint" {
                    summary { (lang.pick("忘记填写的情况和结论", "Forget what was said and the verdicts")) }
                    form method="post" action=(context.address("/shops/forget")) {
                        (csrf(context))
                        input type="hidden" name="shop" value=(shop);
                        p { (lang.pick("订单会保留。", "The orders stay.")) }
                        button class="danger" { (lang.pick(format!("忘记：{shop}"), format!("Forget: {shop}"))) }
                    }
                }
            }
        }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Shops, context, body) }.reply(context))
}

/// Puts the newest first and words in place of codes.
fn readable_history(mut history: Table, lang: Lang) -> Table {
    history.rows.reverse();
    let place = |columns: &[Column], key: &str| columns.iter().position(|column| column.key == key);
    let (check, verdict) = (place(&history.columns, "check"), place(&history.columns, "verdict"));
    for row in &mut history.rows {
        if let Some(Datum::Text(text)) = check.and_then(|at| row.get_mut(at)) {
            let menu = if text == "close" { Menu::Close } else { Menu::Reopen };
            *text = menu.title(Texts::page(lang));
        }
        if let Some(Datum::Text(text)) = verdict.and_then(|at| row.get_mut(at))
            && let Some(answer) = shopkit::rules::Answer::by_name(text)
        {
            *text = Texts::page(lang).word(answer_word(answer));
        }
    }
    history
}

/// Forgets what was said of a shop and its verdicts.
pub fn forget(request: &Request) -> Result<Reply, PageError> {
    let shop = request.form.get("shop");
    request.write(|kit| kit.forget(shop))?;
    request.read(|context| Ok(Reply::see(&address("/shops", context.kept_shop()))))
}
