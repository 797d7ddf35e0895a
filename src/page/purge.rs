//! Deleting buyers' data for good: what is wanted, what it would take, and the deed.

use maud::{Markup, html};
use shopkit::kit::PurgeOptions;
use shopkit::store::Purged;
use shopkit::texts::grouped;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::{Menu, Page, csrf};
use super::reply::Reply;
use super::request::{Context, Request};
use crate::front::purged::{left_behind, named, not_looked, out_of_reach};

/// Writes the section of the page of data that asks what is to be deleted.
pub fn section(context: &Context<'_>) -> Markup {
    let lang = context.lang;
    html! {
        section {
            h2 { (lang.pick("删除买家数据", "Delete buyers' data")) }
            p { (lang.pick(
                "退店后平台要求删除消费者信息（《商家退店规范》2.3.3）。下一步先显示会删除多少，再由你确认。",
                "After leaving, the platform wants consumers' data deleted (《商家退店规范》 2.3.3). The next step counts what would go, and asks once more.",
            )) }
            form method="post" action=(context.address("/data/purge")) {
                (csrf(context))
                label class="field" { (lang.pick("删除什么", "What to delete"))
                    select name="what" {
                        option value="contacts" { (lang.pick("只清除联系方式（姓名、电话、地址、留言、备注）", "only contact data: names, phones, addresses, messages, notes")) }
                        option value="orders" { (lang.pick("整个订单（须选店铺或日期）", "whole orders, of a shop or before a day")) }
                    }
                }
                div class="row" {
                    label class="field" { (lang.pick("店铺", "Shop"))
                        select name="shop" {
                            option value="" { (lang.pick("所有店铺", "all shops")) }
                            @for shop in &context.shops { option value=(shop) { (shop) } }
                        }
                    }
                    label class="field" { (lang.pick("只限这一天之前的订单", "Only orders before this day")) input type="date" name="before"; }
                }
                label class="choices" { span { input type="checkbox" name="hashes" value="1"; " "
                    (lang.pick("同时删除用来识别复购买家的散列", "also the hashes that repeat buyers are known by")) } }
                p { button { (lang.pick("看看会删除多少", "Count what would be deleted")) } }
            }
        }
    }
}

/// Counts what would be deleted and asks once more; deletes it where that was answered.
pub fn answered(request: &Request) -> Result<Reply, PageError> {
    let lang = request.lang;
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
    // The data are deleted, whatever stands beside them.
    let copies = request.read(|context| Ok(context.kit()?.old_copies()?));
    shown(
        request,
        &html! {
            p class="note good" role="status" { (lang.pick("已删除，这些数据在数据库文件中不留一个字节：", "Deleted; no byte of it is left in the database:")) }
            (counts(request, purged))
            p class="note" { (out_of_reach(lang)) }
            @match &copies {
                Ok(copies) => @for copy in copies {
                    p class="note warn" { (left_behind(copy, lang)) (lang.pick("；不需要就请删除", "; delete it unless you need it")) }
                },
                Err(error) => p class="note warn" { (not_looked(&request.texts().say(&error.message()), lang)) },
            }
        },
    )
}

fn question(request: &Request, options: &PurgeOptions, counted: Purged) -> Markup {
    let lang = request.lang;
    let what = if options.contacts { "contacts" } else { "orders" };
    html! {
        p { (if options.contacts { lang.pick("将清除联系方式：", "Contact data would be blanked in:") } else { lang.pick("将删除：", "This would be deleted:") }) }
        @if let Some(shop) = &options.shop { p { (lang.pick("只限店铺 ", "Only of the shop ")) strong { (shop) } } }
        @if let Some(day) = options.before { p { (lang.pick("只限此日之前的订单：", "Only orders before ")) strong { (day) } } }
        (counts(request, counted))
        form method="post" action=(request.address("/data/purge")) {
            (csrf(request))
            input type="hidden" name="what" value=(what);
            @if let Some(shop) = &options.shop { input type="hidden" name="shop" value=(shop); }
            @if let Some(day) = options.before { input type="hidden" name="before" value=(day); }
            @if options.hashes { input type="hidden" name="hashes" value="1"; }
            input type="hidden" name="sure" value="1";
            p { strong { (lang.pick("无法恢复。", "This cannot be undone.")) } " "
                a href="/data/backup.db" { (lang.pick("先下载备份", "Download a backup first")) } }
            button class="danger" { (lang.pick("永久删除", "Delete for good")) }
            " " a class="button" href=(request.address("/data")) { (lang.pick("不删除", "Leave it")) }
        }
    }
}

fn counts(request: &Request, purged: Purged) -> Markup {
    html! {
        dl class="facts" { @for (_, zh, en, rows) in named(purged) {
            dt { (request.pick(zh, en)) } dd { (grouped(&rows.to_string())) }
        } }
    }
}

fn shown(request: &Request, body: &Markup) -> Result<Reply, PageError> {
    let title = request.pick("删除买家数据", "Delete buyers' data").to_owned();
    let body = html! { section { (body) p { a href=(request.address("/data")) { (request.pick("回到数据页", "Back to the data")) } } } };
    let page = Page { title, ..Page::new(Menu::Data, request, body) };
    request.read(|context| Ok(page.reply(context)))
}
