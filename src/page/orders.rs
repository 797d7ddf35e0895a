//! Orders: a list that is filtered, sorted and shown page by page, and one order with everything that is known of it.

use std::time::Duration;

use maud::{Markup, html};
use shopkit::model::field::ALLIANCE;
use shopkit::model::table::Datum;
use shopkit::report::order_pages::{OrderPage, PageStart};
use shopkit::report::orders::{OrderFilter, SortKey};
use shopkit::report::statuses;
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::{Menu, Page};
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{period, report_files, table};
use crate::front::text::visible;
use crate::front::views::order::{ChangeView, EntriesView, EventView, LineView, OrderView};

/// How long a page of a list looks for lines that match. Sorted by time, the next page goes on from there; sorted by anything else,
/// there is no page without having seen all lines.
const TIME_LIMIT_BY_TIME: Duration = Duration::from_millis(60);
const TIME_LIMIT: Duration = Duration::from_secs(4);

/// Lines of a page.
const LINES: u64 = 50;

/// Columns that the list leaves out, since other columns or the page of the order show the same.
const LEFT_OUT: &[&str] = &["shop", "sub_order_id", "spec", "gift"];

/// Reads the filter from the form.
fn filter(request: &Request) -> Result<OrderFilter, PageError> {
    let query = &request.query;
    let many = |name| query.all(name).map(str::to_owned).collect();
    let [from, to] = request.period()?;
    let sort = query.parse(Field::Sort, Expected::Choice, SortKey::by_name)?;
    Ok(OrderFilter {
        statuses: many("status"),
        after_sales: many("after_sale"),
        promotion: query.get("promotion").map(str::to_owned),
        product: query.get("product").map(str::to_owned),
        from,
        to,
        search: query.get("q").map(str::to_owned),
        sort: sort.unwrap_or_default(),
        ascending: query.get("order") == Some("asc"),
        limit: Some(LINES),
    })
}

/// Writes a page of the list.
pub fn list(context: &Context<'_>) -> Result<Reply, PageError> {
    let (kit, query) = (context.kit()?, &context.query);
    let filter = filter(context)?;
    let from = query.get("key").map(|key| PageStart { value: query.get("at").map(str::to_owned), key: key.to_owned() });
    // Whoever searches for an id wants that order, which the index finds at once.
    if let (Some(search), None) = (query.get("q").filter(|text| is_id(text)), &from)
        && !kit.order(search, context.shop(), false)?.is_empty()
    {
        return Ok(Reply::see(&context.address(&format!("/orders/{search}"))));
    }
    let time_limit = if filter.sort == SortKey::Submitted { TIME_LIMIT_BY_TIME } else { TIME_LIMIT };
    let page = kit.order_page(context.shop(), &filter, from.as_ref(), time_limit)?;
    let body = html! {
        (form(context, &filter))
        @if context.refused.is_empty() { section {
            (lines(context, &page))
            (paging(context, &page, &filter))
        } }
    };
    let period = Some(period::Shown::of(context)?);
    Ok(Page { chooses_shop: true, period, ..Page::new(Menu::Orders, context, body) }.reply(context))
}

/// Tells whether a text can be the id of an order, and so a part of an address.
fn is_id(text: &str) -> bool {
    text.len() > 5 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Writes the id of an order, which links to its page.
pub fn link(request: &Request, id: &str) -> Markup {
    html! { span class="id" {
        @if is_id(id) { a href=(request.address(&format!("/orders/{id}"))) { (id) } } @else { (visible(id)) }
    } }
}

fn lines(request: &Request, page: &OrderPage) -> Markup {
    let texts = request.texts();
    if page.rows.is_empty() {
        return html! {};
    }
    let label = t!(texts, "orders-title");
    table::rows(&page.columns, &page.rows, LEFT_OUT, &label, texts, |key, datum, row| {
        let text = |key| table::text(&page.columns, row, key);
        match (key, datum) {
            ("main_order_id", _) => {
                let id = text("main_order_id").or(text("sub_order_id")).unwrap_or_default();
                Some(link(request, id))
            }
            ("product", _) => Some(html! { div {
                (visible(text("product").unwrap_or_default()))
                @if let Some(spec) = text("spec") { br; small { (visible(spec)) } }
                @if table::cell(&page.columns, row, "gift").is_some_and(|gift| *gift != Datum::Null) { " " span class="tag" { (t!(texts, "column-gift")) } }
            } }),
            ("status", Datum::Text(status)) => Some(html! { span class="tag" { (visible(status)) } }),
            _ => None,
        }
    })
}

/// Writes the links to other pages of the list, and why there is little or nothing on this one.
fn paging(request: &Request, page: &OrderPage, filter: &OrderFilter) -> Markup {
    let texts = request.texts();
    let to = |start: &PageStart| {
        let at = start.value.clone().unwrap_or_default();
        format!("/orders?{}", request.query.with(&[("at", &at), ("key", &start.key)]))
    };
    let is_later = request.query.get("key").is_some();
    let by_time = filter.sort == SortKey::Submitted;
    let first = request.query.with(&[("at", ""), ("key", "")]);
    html! {
        @if page.rows.is_empty() && !page.is_short {
            div class="empty" { p { @if is_later { (t!(texts, "page-orders-no-more")) } @else { (t!(texts, "orders-none")) } }
                a class="button" href=(request.address("/orders")) { (t!(texts, "page-orders-clear-filter")) } }
        }
        @if page.is_short && by_time {
            p class="note" { (searched(page, texts)) }
        }
        @if page.is_short && !by_time {
            p class="note warn" { (t!(texts, "page-orders-too-slow")) }
        }
        p class="row noprint" {
            @if is_later { a class="button" href={ "/orders?" (first) } { (t!(texts, "page-orders-first-page")) } }
            @if let Some(next) = &page.next {
                a class="button" rel="next" href=(to(next)) {
                    @if page.is_short { (t!(texts, "page-orders-go-on")) } @else { (t!(texts, "page-orders-next-page")) }
                }
            }
            a class="button" href={ "/orders.xlsx?" (first) } { (t!(texts, "page-orders-download")) }
        }
    }
}

/// Says how far was searched.
fn searched(page: &OrderPage, texts: Texts) -> String {
    let at = page.next.as_ref().and_then(|next| next.value.as_deref()).unwrap_or("—");
    t!(texts, "page-orders-searched", at = at, found = page.rows.len())
}

fn form(request: &Request, filter: &OrderFilter) -> Markup {
    let (query, texts) = (&request.query, request.texts());
    let value = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let statuses =
        [&[statuses::UNPAID], statuses::UNSHIPPED, &[statuses::SHIPPED, statuses::COMPLETED], statuses::CALLED_OFF]
            .concat();
    let after_sales = [&["-"], statuses::OPEN_AFTER_SALES, statuses::FINISHED_AFTER_SALES].concat();
    html! {
        form method="get" action="/orders" role="search" class="card noprint" {
            @for name in ["shop", "shops", "period", "from", "to"] { @if let Some(value) = query.get(name) {
                input type="hidden" name=(name) value=(value);
            } }
            div class="row" {
                label { (t!(texts, "page-search"))
                    input type="search" name="q" value=(value("q")) data-search placeholder=(t!(texts, "page-orders-placeholder")); }
                label { (t!(texts, "column-status")) (chosen("status", &statuses, &value("status"), texts)) }
                label { (t!(texts, "column-after-sale")) (chosen("after_sale", &after_sales, &value("after_sale"), texts)) }
                label { (t!(texts, "column-promotion")) (chosen("promotion", &[ALLIANCE, "无"], &value("promotion"), texts)) }
                label { (t!(texts, "page-field-sort"))
                    select name="sort" { @for key in SortKey::ALL {
                        option value=(key.as_str()) selected[*key == filter.sort] { (sort_text(*key, texts)) }
                    } } }
                label { (t!(texts, "page-orders-direction"))
                    select name="order" {
                        option value="" { (t!(texts, "page-orders-descending")) }
                        option value="asc" selected[filter.ascending] { (t!(texts, "page-orders-ascending")) }
                    } }
                button class="main" { (t!(texts, "page-search")) }
                a class="button" href=(request.address("/orders")) { (t!(texts, "page-clear")) }
            }
        }
    }
}

fn sort_text(key: SortKey, texts: Texts) -> String {
    match key {
        SortKey::Submitted => t!(texts, "page-orders-sort-submitted"),
        SortKey::Paid => t!(texts, "page-orders-sort-paid"),
        SortKey::Amount => t!(texts, "page-orders-sort-amount"),
        SortKey::Quantity => t!(texts, "page-orders-sort-quantity"),
        SortKey::Status => t!(texts, "page-orders-sort-status"),
        SortKey::Product => t!(texts, "page-orders-sort-product"),
    }
}

/// Writes a list of words to choose from, and the word that was chosen where it is none of them.
fn chosen(name: &str, words: &[&str], value: &str, texts: Texts) -> Markup {
    let other = (!value.is_empty() && !words.contains(&value)).then_some(value);
    html! {
        select name=(name) {
            option value="" { (t!(texts, "page-value-any")) }
            @for word in words.iter().copied().chain(other) {
                option value=(word) selected[word == value] { @if word == "-" { (t!(texts, "page-value-none")) } @else { (word) } }
            }
        }
    }
}

/// Replies with all lines that match as a file; it has the columns of the export but those with contact data.
pub fn download(context: &Context<'_>) -> Result<Reply, PageError> {
    let filter = OrderFilter { limit: None, ..filter(context)? };
    let (file, folder) = report_files::workbook(context, &t!(context.texts(), "orders-title"), |sink| {
        context.kit()?.order_sheet(context.shop(), &filter, false, sink)?;
        Ok(())
    })?;
    Ok(Reply::download(report_files::XLSX, "orders.xlsx", Content::File(file, folder)))
}

/// Writes one order.
pub fn one(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let (kit, texts) = (context.kit()?, context.texts());
    let shop = context.named_shop();
    let (lines, entries) = (kit.order(id, shop, false)?, kit.order_entries(id, shop)?);
    let view = OrderView::of(&visible(id), &lines, &entries, texts);
    let body = html! {
        @if let Some(not_found) = &view.not_found { div class="card empty" {
            p { (not_found) }
            a class="button" href=(context.address("/orders")) { (t!(texts, "page-orders-search")) }
        } }
        @for line in &view.lines { (order_line(context, line)) }
        @if let Some(EntriesView { title, table }) = &view.entries {
            section { h2 { (title) } (table::table(table, title, texts)) }
        }
    };
    let page = Page { title: view.title, about: view.shop, ..Page::new(Menu::Orders, context, body) };
    let reply = page.reply(context);
    Ok(if view.not_found.is_none() { reply } else { reply.status(axum::http::StatusCode::NOT_FOUND) })
}

fn order_line(request: &Request, line: &LineView) -> Markup {
    html! {
        section {
            h2 { (line.title) " " span class="id" { (line.key) } }
            div class="grid" {
                div { h3 { (line.values.title) } dl class="facts" { @for (name, value) in &line.values.entries {
                    dt { (name) } dd { (value) }
                } } }
                div { h3 { (line.history.title) } ol class="timeline" { @for event in &line.history.entries { (history_event(request, event)) } } }
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
