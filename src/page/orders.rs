//! Order lines: filtered, sorted, page by page; and one order with all that is known of it.

use std::time::Duration;

use maud::{Markup, html};
use shopkit::model::field::ALLIANCE;
use shopkit::model::table::Datum;
use shopkit::report::order::{Event, OrderLine};
use shopkit::report::order_pages::{OrderPage, PageStart};
use shopkit::report::orders::{OrderFilter, SortKey};
use shopkit::report::words;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::{Menu, Page};
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{reports, table};
use crate::front::order::{entry_table, happened, label, shown};
use crate::front::text::visible;

/// How long a page looks for lines that fit: by time, which goes on from there, and by anything else, which does not.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(60), Duration::from_secs(4));

/// Lines of a page.
const LINES: u64 = 50;

/// Columns that the list has no room for: what they say stands in others, or on the page of the order.
const LEFT_OUT: &[&str] = &["shop", "sub_order_id", "spec", "gift"];

/// Makes the filter that was filled in.
fn filter(request: &Request) -> Result<OrderFilter, PageError> {
    let query = &request.query;
    let many = |name| query.all(name).map(str::to_owned).collect();
    let [from, to] = request.period()?;
    let sort = query
        .parse(Field::Sort, Expected::Choice, |text| SortKey::ALL.iter().copied().find(|key| key.as_str() == text))?;
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
    // Who looks for an id wants that order, which the index finds at once.
    if let (Some(search), None) = (query.get("q").filter(|text| is_id(text)), &from)
        && !kit.order(search, context.shop(), false)?.is_empty()
    {
        return Ok(Reply::see(&context.address(&format!("/orders/{search}"))));
    }
    let patience = if filter.sort == SortKey::Submitted { PATIENCE.0 } else { PATIENCE.1 };
    let page = kit.order_page(context.shop(), &filter, from.as_ref(), patience)?;
    let body = html! {
        (form(context, &filter))
        section aria-label=(context.pick("订单行", "Order lines")) {
            (lines(context, &page))
            (turning(context, &page, &filter))
        }
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Orders, context, body) }.reply(context))
}

/// Tells whether a text can be the id of an order, and so a part of an address.
fn is_id(text: &str) -> bool {
    text.len() > 5 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Writes the id of an order, which leads to its page.
pub fn link(request: &Request, id: &str) -> Markup {
    html! { span class="id" {
        @if is_id(id) { a href=(request.address(&format!("/orders/{id}"))) { (id) } } @else { (visible(id)) }
    } }
}

fn lines(request: &Request, page: &OrderPage) -> Markup {
    let lang = request.lang;
    if page.rows.is_empty() {
        return html! {};
    }
    let label = lang.pick("订单行", "Order lines");
    table::rows(&page.columns, &page.rows, LEFT_OUT, label, request.texts(), |key, datum, row| {
        let text = |key| table::text(&page.columns, row, key);
        match (key, datum) {
            ("main_order_id", _) => {
                let id = text("main_order_id").or(text("sub_order_id")).unwrap_or_default();
                Some(link(request, id))
            }
            ("product", _) => Some(html! { div {
                (visible(text("product").unwrap_or_default()))
                @if let Some(spec) = text("spec") { br; small { (visible(spec)) } }
                @if table::cell(&page.columns, row, "gift").is_some_and(|gift| *gift != Datum::Null) { " " span class="tag" { (lang.pick("赠品", "gift")) } }
            } }),
            ("status", Datum::Text(status)) => Some(html! { span class="tag" { (visible(status)) } }),
            _ => None,
        }
    })
}

/// Writes how to go on, and what it means that there is little or nothing.
fn turning(request: &Request, page: &OrderPage, filter: &OrderFilter) -> Markup {
    let to = |start: &PageStart| {
        let at = start.value.clone().unwrap_or_default();
        format!("/orders?{}", request.query.with(&[("at", &at), ("key", &start.key)]))
    };
    let is_later = request.query.get("key").is_some();
    let by_time = filter.sort == SortKey::Submitted;
    html! {
        @if page.rows.is_empty() && !page.is_short {
            div class="empty" { p { @if is_later { (request.pick("没有更多了", "no more lines")) } @else { (request.pick("没有符合条件的订单", "no line fits")) } }
                a class="button" href=(request.address("/orders")) { (request.pick("清除条件", "Clear the filter")) } }
        }
        @if page.is_short && by_time {
            p class="note" { (searched(request, page)) }
        }
        @if page.is_short && !by_time {
            p class="note warn" { (request.pick(
                "这样排序要看完所有订单行，用时太长；请选择较短的日期范围，或按下单时间排序",
                "sorted like this all lines have to be seen, which takes too long; choose fewer days, or sort by time",
            )) }
        }
        p class="row noprint" {
            @if is_later { a class="button" href={ "/orders?" (request.query.with(&[("at", ""), ("key", "")])) } { (request.pick("回到首页", "First page")) } }
            @if let Some(next) = &page.next {
                a class="button" rel="next" href=(to(next)) {
                    @if page.is_short { (request.pick("继续查找", "Go on searching")) } @else { (request.pick("下一页", "Next page")) }
                }
            }
            a class="button" href={ "/orders.xlsx?" (request.query.with(&[("at", ""), ("key", "")])) } { (request.pick("下载全部 .xlsx", "Download all as .xlsx")) }
        }
    }
}

/// Says how far was searched.
fn searched(request: &Request, page: &OrderPage) -> String {
    let at = page.next.as_ref().and_then(|next| next.value.as_deref()).unwrap_or("—");
    request.pick(
        format!("符合条件的很少，已查到 {at}，这一段找到 {} 行", page.rows.len()),
        format!("few lines fit; searched as far as {at}, with {} found on the way", page.rows.len()),
    )
}

fn form(request: &Request, filter: &OrderFilter) -> Markup {
    let query = &request.query;
    let value = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let statuses =
        [&[words::UNPAID], words::UNSHIPPED, &[words::SHIPPED, words::COMPLETED], words::CALLED_OFF].concat();
    let after_sales = [&["-"], words::OPEN_AFTER_SALES, words::FINISHED_AFTER_SALES].concat();
    let sorts = [
        (SortKey::Submitted, "下单时间", "Time"),
        (SortKey::Paid, "付款时间", "Paid"),
        (SortKey::Amount, "金额", "Amount"),
        (SortKey::Quantity, "数量", "Quantity"),
        (SortKey::Status, "状态", "Status"),
        (SortKey::Product, "商品", "Product"),
    ];
    html! {
        form method="get" action="/orders" role="search" class="card noprint" {
            @if let Some(shop) = query.get("shop") { input type="hidden" name="shop" value=(shop); }
            div class="row" {
                label { (request.pick("查找", "Search"))
                    input type="search" name="q" value=(value("q")) data-search placeholder=(request.pick("订单号、商品、编码", "order id, product, code")); }
                label { (request.pick("订单状态", "Status")) (chosen("status", &statuses, &value("status"), request)) }
                label { (request.pick("售后状态", "After-sale")) (chosen("after_sale", &after_sales, &value("after_sale"), request)) }
                label { (request.pick("推广类型", "Promotion")) (chosen("promotion", &[ALLIANCE, "无"], &value("promotion"), request)) }
                div class="pair" {
                    label { (request.pick("下单日从", "From")) input type="date" name="from" value=(value("from")); }
                    label { (request.pick("到", "To")) input type="date" name="to" value=(value("to")); }
                }
                label { (request.pick("排序", "Sort by"))
                    select name="sort" { @for (key, zh, en) in sorts {
                        option value=(key.as_str()) selected[key == filter.sort] { (request.pick(zh, en)) }
                    } } }
                label { (request.pick("次序", "Order"))
                    select name="order" {
                        option value="" { (request.pick("从大到小", "Largest first")) }
                        option value="asc" selected[filter.ascending] { (request.pick("从小到大", "Smallest first")) }
                    } }
                button class="main" { (request.pick("查找", "Search")) }
                a class="button" href=(request.address("/orders")) { (request.pick("清除", "Clear")) }
            }
        }
    }
}

/// Writes a list of words to choose from, and the word that is asked for where it is none of them.
fn chosen(name: &str, words: &[&str], value: &str, request: &Request) -> Markup {
    let other = (!value.is_empty() && !words.contains(&value)).then_some(value);
    html! {
        select name=(name) {
            option value="" { (request.pick("全部", "Any")) }
            @for word in words.iter().copied().chain(other) {
                option value=(word) selected[word == value] { @if word == "-" { (request.pick("无", "none")) } @else { (word) } }
            }
        }
    }
}

/// Hands over all lines that fit, with the columns of the export but those of contact data.
pub fn download(context: &Context<'_>) -> Result<Reply, PageError> {
    let filter = OrderFilter { limit: None, ..filter(context)? };
    let title = context.pick("订单", "Orders");
    let (file, folder) = reports::workbook(context, title, |sink| {
        context.kit()?.order_sheet(context.shop(), &filter, false, sink)?;
        Ok(())
    })?;
    Ok(Reply::download(reports::XLSX, "orders.xlsx", Content::File(file, folder)))
}

/// Writes one order.
pub fn one(context: &Context<'_>, id: &str) -> Result<Reply, PageError> {
    let (kit, lang) = (context.kit()?, context.lang);
    let shop = context.named_shop();
    let (lines, entries) = (kit.order(id, shop, false)?, kit.order_entries(id, shop)?);
    let is_known = !lines.is_empty() || !entries.is_empty();
    let body = html! {
        @if !is_known { div class="card empty" {
            p { (lang.pick(format!("没有编号为“{id}”的订单"), format!("no order or sub-order has the id \"{id}\""))) }
            a class="button" href=(context.address("/orders")) { (lang.pick("查找订单", "Search orders")) }
        } }
        @for line in &lines { (order_line(context, line)) }
        @if !entries.is_empty() {
            section { h2 { (lang.pick("售后与资金", "After-sales and money")) }
                (table::table(&entry_table(&entries), lang.pick("售后与资金", "After-sales and money"), context.texts())) }
        }
    };
    let title = format!("{} {id}", lang.pick("订单", "Order"));
    let about = lines.first().map(|line| format!("{} {}", lang.pick("店铺", "shop"), line.shop));
    let reply = Page { title, about, ..Page::new(Menu::Orders, context, body) }.reply(context);
    Ok(if is_known { reply } else { reply.status(hyper::StatusCode::NOT_FOUND) })
}

fn order_line(request: &Request, line: &OrderLine) -> Markup {
    let lang = request.lang;
    html! {
        section {
            h2 { (lang.pick("订单行 ", "Line ")) span class="id" { (line.key) } }
            div class="grid" {
                div { h3 { (lang.pick("现在", "Now")) } dl class="facts" { @for named in &line.values {
                    dt { (label(&named.name, lang)) } dd { (shown(&named.name, &named.value).unwrap_or_default()) }
                } } }
                div { h3 { (lang.pick("经过", "Timeline")) } ol class="timeline" { @for event in &line.timeline { (happening(request, event)) } } }
            }
        }
    }
}

fn happening(request: &Request, event: &Event) -> Markup {
    let lang = request.lang;
    let empty = || lang.pick("（空）", "(empty)").to_owned();
    html! {
        li {
            strong { time { (event.exported_at) } } br;
            a href=(request.address(&format!("/imports/{}", event.import_id))) { (happened(event, lang)) }
            @if !event.changes.is_empty() { ul class="plainlist" { @for change in &event.changes { li {
                (label(&change.name, lang)) (lang.pick("：", ": "))
                span class="old" { (shown(&change.name, &change.old).unwrap_or_else(empty)) } " → "
                strong { (shown(&change.name, &change.new).unwrap_or_else(empty)) }
            } } } }
        }
    }
}
