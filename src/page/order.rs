//! One order with everything that is known of it.

use maud::{Markup, html};
use shopkit::kit::Shops;
use shopkit::report::entries::OrderEntry;
use shopkit::report::order::OrderLine;
use shopkit::t;

use super::error::PageError;
use super::layout::{self, Menu, Page};
use super::order_life::life;
use super::order_money::money_of;
use super::reply::Reply;
use super::request::{Context, Request};
use super::{shop_choice, table};
use crate::front::text::visible;
use crate::front::views::order::{ChangeView, EntriesView, EventView, LineView, OrderView};

/// Writes one order.
pub fn show(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let (kit, texts) = (context.kit()?, context.texts());
    let shop = context.named_shop();
    let (lines, entries) = (kit.order(id, shop, false)?, kit.order_entries(id, shop)?);
    let view = OrderView::of(&visible(id), &lines, &entries, texts);
    // What an order comes to is worked out from all files of the shop.
    let has_many = match lines.first() {
        Some(line) => shop_choice::have_many_lines(&Shops::One(Some(line.shop.clone())), context)?,
        None => false,
    };
    // Files of one shop may have been imported for another; each line says then whose it is.
    let is_of_several = lines.iter().any(|line| line.shop != lines[0].shop);
    let body = html! {
        @if let Some(not_found) = &view.not_found { div class="card empty" {
            p { (not_found) }
            a class="button" href=(context.address("/orders")) { (t!(texts, "page-orders-search")) }
        } }
        @for (line, view) in lines.iter().zip(&view.lines) { (order_line(line, view, (lines.len() == 1, is_of_several), &entries, context)) }
        @if !lines.is_empty() {
            section { h2 { (t!(texts, "page-order-money")) }
                @if has_many { (layout::part(context, &format!("/orders/{id}/money?{}", context.query.with(&[])), "part")) }
                @else { (money(context, id)?) }
            }
        }
        @if let Some(EntriesView { title, table }) = &view.entries {
            section { details { summary { h2 { (title) } } (table::table(table, title, texts)) } }
        }
        @for view in &view.lines { (folded(context, view)) }
    };
    let page = Page {
        title: view.title,
        about: view.shop.filter(|_| !is_of_several),
        ..Page::new(Menu::Orders, context, body)
    };
    let reply = page.reply(context);
    Ok(if view.not_found.is_none() { reply } else { reply.status(axum::http::StatusCode::NOT_FOUND) })
}

/// Replies with what an order comes to, by itself or, for browsers without scripts, as a page.
pub fn money_part(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let part = money(context, id)?;
    Ok(layout::part_reply(context, Menu::Orders, part))
}

fn money(context: &Context<'_>, id: &str) -> Result<Markup, PageError> {
    let (kit, texts) = (context.kit()?, context.texts());
    let settlements = kit.order_settlements(id, context.named_shop())?;
    Ok(html! {
        div class="grid" { @for line in &settlements { div {
            @if settlements.len() > 1 { h3 class="id" { (line.key) } }
            (money_of(line, texts)?)
        } } }
    })
}

/// Writes what a line is about and its life.
fn order_line(
    line: &OrderLine,
    view: &LineView,
    (is_only, is_of_several): (bool, bool),
    entries: &[OrderEntry],
    request: &Request,
) -> Markup {
    let texts = request.texts();
    html! {
        section {
            h2 { (view.title) " " span class="id" { (view.key) } }
            @if is_of_several { p class="faint" { (view.shop) } }
            dl class="facts" { @for (name, value) in &view.summary { dt { (name) } dd { (value) } } }
            h3 { (t!(texts, "page-order-life")) }
            (life(line, is_only, entries, texts))
        }
    }
}

/// Writes all that is known of a line, and how that changed from export to export, folded away.
fn folded(request: &Request, line: &LineView) -> Markup {
    html! {
        section {
            details {
                summary { (t!(request.texts(), "page-order-all-fields", id = &line.key)) }
                dl class="facts" { @for (name, value) in &line.values.entries { dt { (name) } dd { (value) } } }
            }
            details {
                summary { (line.history.title) }
                ol class="timeline" { @for event in &line.history.entries { (history_event(request, event)) } }
            }
        }
    }
}

fn history_event(request: &Request, event: &EventView) -> Markup {
    html! {
        li {
            strong { time { (event.exported_at) } } br;
            a href=(request.address(&format!("/imports/{}", event.import_id))) { (event.title) }
            @if !event.changes.is_empty() { ul class="plainlist" { @for ChangeView { name, old, new } in &event.changes { li {
                (t!(request.texts(), "page-order-changed", name = name)) span class="old" { (old) } " → " strong { (new) }
            } } } }
        }
    }
}
