//! Orders: a list that is filtered, sorted and shown page by page, and what all lines that match come to.

use std::time::Duration;

use maud::{Markup, html};
use shopkit::kit::Shops;
use shopkit::model::message::Arg;
use shopkit::report::order_filter::{OrderFilter, Search, SortKey};
use shopkit::report::order_pages::{OrderPage, PageStart};
use shopkit::t;
use shopkit::texts::Texts;

use super::choices::ALL_DAYS;
use super::error::PageError;
use super::layout::{self, Menu, Page};
use super::order_columns::Columns;
use super::reply::{Content, Reply};
use super::request::{Context, Request};
use super::{filter_forms, order_columns, order_form, order_list, period, report_files, shop_choice};
use crate::front::text::visible;

/// How long a page of a list looks for lines that match. Sorted by time, the next page goes on from there; sorted by anything else,
/// there is no page without having seen all lines.
const TIME_LIMIT_BY_TIME: Duration = Duration::from_millis(60);
const TIME_LIMIT: Duration = Duration::from_secs(4);

/// How long all lines that match are counted and added up.
const TIME_LIMIT_OF_TOTALS: Duration = Duration::from_secs(20);

/// Lines of a page.
const LINES: u64 = 50;

/// What the choice of the period marks itself where it is refused.
const WITH_FIELD: &[&str] = &["from", "to", "period", "first", "last"];

/// The most ids without an order that are named.
const MOST_UNKNOWN: usize = 20;

/// Writes a page of the list.
pub fn list(context: &Context<'_>) -> Result<Reply, PageError> {
    let (kit, query) = (context.kit()?, &context.query);
    let filter = order_form::filter(context, Some(LINES))?;
    // Whoever searches for an id wants that order, which the index finds at once.
    if let (Some(search), false) = (query.get("q").filter(|text| order_list::is_id(text)), query.get("key").is_some())
        && !kit.order(search, context.shop(), false)?.is_empty()
    {
        return Ok(Reply::see(&context.address(&format!("/orders/{search}"))));
    }
    let columns = Columns::of(context);
    let has_many = shop_choice::have_many_lines(&Shops::One(context.shop.clone()), context)?;
    let body = html! {
        (order_form::form(context, &filter))
        (order_form::set(context, &filter))
        (filter_forms::section(context))
        @for refused in context.refused.iter().filter(|refused| !WITH_FIELD.contains(&refused.name.as_str())) {
            p class="note bad" role="alert" { (refused.message) }
        }
        @if context.refused.is_empty() { section {
            @if has_many { (layout::part(context, &part("totals", context), "totals")) } @else { (totals_of(context, &filter)?) }
            (order_columns::chooser(context, &columns))
            @if has_many && !filter.is_found_by_time() {
                (layout::part(context, &part("list", context), "whole"))
            } @else {
                (lines_of(context, &filter, &columns)?)
            }
        } }
    };
    let period = Some(period::Shown::of(context)?);
    Ok(Page { chooses_shop: true, period, ..Page::new(Menu::Orders, context, body) }.reply(context))
}

/// Replies with a part of the list that is loaded after its page, by itself or, for browsers without scripts, as a page.
pub fn list_part(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let filter = order_form::filter(context, Some(LINES))?;
    let part = match name {
        "totals" => totals_of(context, &filter)?,
        "list" => lines_of(context, &filter, &Columns::of(context))?,
        _ => return Err(PageError::NoPage),
    };
    let is_whole = context.query.get("whole").is_some();
    let part = html! { @if is_whole { (order_form::set(context, &filter)) } (part) };
    Ok(layout::part_reply(context, Menu::Orders, part))
}

fn part(name: &str, request: &Request) -> String {
    format!("/orders/part/{name}?{}", request.query.with(&[]))
}

/// Writes what all lines that match come to.
fn totals_of(context: &Context<'_>, filter: &OrderFilter) -> Result<Markup, PageError> {
    let (kit, texts) = (context.kit()?, context.texts());
    let Some(totals) = kit.order_totals(context.shop(), filter, TIME_LIMIT_OF_TOTALS)? else {
        return Ok(html! { p class="note warn" { (t!(texts, "page-orders-no-totals")) } });
    };
    let count = |number: u64| Arg::Count(i64::try_from(number).unwrap_or(i64::MAX));
    Ok(html! {
        p class={ "sum" @if totals.lines == 0 { " hidden" } } data-lines=(totals.lines) data-orders=(totals.orders) data-units=[totals.units] data-amount=[totals.amount] {
            strong { (t!(texts, "page-orders-lines", lines = count(totals.lines))) }
            " " span { (t!(texts, "page-orders-orders", orders = count(totals.orders))) }
            @if let Some(units) = totals.units { " " span { (t!(texts, "page-orders-units", units = Arg::Count(units))) } }
            @if totals.lines > 0 {
                " " strong { @match totals.amount {
                    Some(amount) => (t!(texts, "page-orders-amount", amount = amount)),
                    None => (t!(texts, "page-orders-amount-unknown")),
                } }
            }
            @if totals.unpaid > 0 {
                " " small { (t!(texts, "page-orders-unpaid", lines = count(totals.unpaid))) }
            }
            @if totals.without_units > 0 && totals.units.is_some() {
                " " small { (t!(texts, "page-orders-without-units", lines = count(totals.without_units))) }
            }
            @if totals.without_amount > 0 && totals.amount.is_some() {
                " " small { (t!(texts, "page-orders-without-amount", lines = count(totals.without_amount))) }
            }
        }
    })
}

/// Writes the lines of a page, and the links to other pages.
fn lines_of(context: &Context<'_>, filter: &OrderFilter, columns: &Columns) -> Result<Markup, PageError> {
    let (kit, query) = (context.kit()?, &context.query);
    let from = query.get("key").map(|key| PageStart { value: query.get("at").map(str::to_owned), key: key.to_owned() });
    let limit = if filter.is_found_by_time() { TIME_LIMIT_BY_TIME } else { TIME_LIMIT };
    let page = kit.order_page(context.shop(), filter, &columns.asked(), from.as_ref(), limit)?;
    Ok(html! {
        (order_list::lines(context, &page, filter, columns))
        (paging(context, &page, filter)?)
    })
}

/// Writes the links to other pages of the list, and why there is little or nothing on this one.
fn paging(context: &Context<'_>, page: &OrderPage, filter: &OrderFilter) -> Result<Markup, PageError> {
    let (texts, query) = (context.texts(), &context.query);
    let to = |start: &PageStart| {
        let at = start.value.clone().unwrap_or_default();
        format!("/orders?{}", query.with(&[("at", &at), ("key", &start.key)]))
    };
    let is_later = query.get("key").is_some();
    let by_time = filter.sort == SortKey::Submitted;
    let first = query.with(&[("at", ""), ("key", "")]);
    Ok(html! {
        @if page.rows.is_empty() && !page.is_short {
            @if is_later { p class="empty" { (t!(texts, "page-orders-no-more")) } } @else { (nothing(context, filter)?) }
        }
        @if page.is_short && by_time { p class="note" { (searched(page, texts)) } }
        @if page.is_short && !by_time { p class="note warn" { (t!(texts, "page-orders-too-slow")) } }
        p class="row noprint" {
            @if is_later { a class="button" href={ "/orders?" (first) } { (t!(texts, "page-orders-first-page")) } }
            @if let Some(next) = &page.next {
                a class="button" rel="next" href=(to(next)) {
                    @if page.is_short { (t!(texts, "page-orders-go-on")) } @else { (t!(texts, "page-orders-next-page")) }
                }
            }
            @if !page.rows.is_empty() || is_later {
                @for ending in ["xlsx", "csv"] {
                    a class="button" href={ "/orders." (ending) "?" (first) } { (t!(texts, "page-download", format = ending)) }
                }
                a class="button" href={ "/orders.xlsx?" (query.with(&[("at", ""), ("key", ""), ("columns", "all")])) } {
                    (t!(texts, "page-orders-download-all"))
                }
            }
        }
    })
}

/// Says how far was searched.
fn searched(page: &OrderPage, texts: Texts) -> String {
    let at = page.next.as_ref().and_then(|next| next.value.as_deref()).unwrap_or("—");
    t!(texts, "page-orders-searched", at = at, found = page.rows.len())
}

/// Says that nothing matches, and what would help.
fn nothing(context: &Context<'_>, filter: &OrderFilter) -> Result<Markup, PageError> {
    let (kit, texts, query) = (context.kit()?, context.texts(), &context.query);
    let searched = filter.searched();
    let unknown = kit.unknown_ids(context.shop(), filter)?;
    let has_days = filter.from.is_some() || filter.to.is_some();
    let keep_search: Vec<(&str, &str)> = query
        .iter()
        .map(|(name, _)| (name, ""))
        .filter(|(name, _)| !["q", "shop", "shops", "columns"].contains(name))
        .collect();
    let has_others = keep_search.iter().any(|(name, _)| query.get(name).is_some());
    Ok(html! {
        div class="empty" {
            p { (t!(texts, "orders-none")) }
            ul class="plainlist" {
                @if !unknown.is_empty() { li { (unknown_ids(&unknown, texts)) } }
                @if let Some(Search::Words(words)) = &searched {
                    @if words.len() > 1 { li { (t!(texts, "page-orders-fewer-words")) } } @else { li { (t!(texts, "page-orders-searched-in")) } }
                }
                @if has_days { li { a href={ "/orders?" (query.with(&[("from", ""), ("to", ""), ("period", ALL_DAYS)])) } { (t!(texts, "page-orders-any-day")) } } }
                @if searched.is_some() && has_others {
                    li { a href={ "/orders?" (query.with(&keep_search)) } { (t!(texts, "page-orders-only-search")) } }
                }
                @if context.shops.len() > 1 { li { (t!(texts, "page-orders-other-shop")) } }
            }
            @if order_form::is_set(context) && kit.lines_of_shop(context.shop())? > 0 {
                a class="button" href=(order_form::without_filter(context)) { (t!(texts, "page-orders-clear-filter")) }
            } @else {
                a class="button" href=(context.address("/import")) { (t!(texts, "page-overview-import")) }
            }
        }
    })
}

fn unknown_ids(unknown: &[String], texts: Texts) -> String {
    let shown: Vec<String> = unknown.iter().take(MOST_UNKNOWN).map(|id| visible(id)).collect();
    t!(texts, "page-orders-unknown-ids", count = unknown.len(), ids = Arg::list(shown))
}

/// Replies with all lines that match as a file: the columns that are seen, or all of the export but those with contact data.
pub fn download(context: &Context<'_>, name: &str) -> Result<Reply, PageError> {
    let ending = name;
    let filter = order_form::filter(context, None)?;
    let (kit, texts) = (context.kit()?, context.texts());
    let title = t!(texts, "orders-title");
    let columns = Columns::of(context);
    let (ascii, name) = (format!("orders.{ending}"), file_name(context, &filter, &title, ending));
    let write = |sink: &mut dyn shopkit::model::table::RowSink| {
        if context.query.get("columns") == Some("all") {
            kit.order_sheet(context.shop(), &filter, false, sink)?;
        } else {
            kit.orders(context.shop(), &filter, &columns.downloaded(), sink)?;
        }
        Ok(())
    };
    let (kind, (file, folder)) = match ending {
        "csv" => (report_files::CSV, report_files::csv(context, write)?),
        _ => (report_files::XLSX, report_files::workbook(context, &title, write)?),
    };
    Ok(Reply::download_as(kind, &ascii, &name, Content::File(file, folder)))
}

/// Names the file after the shop and the days.
fn file_name(context: &Context<'_>, filter: &OrderFilter, title: &str, ending: &str) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
    let shop = context.shop().map(report_files::safe);
    let parts = [Some(title.to_owned()), shop, day(filter.from), day(filter.to)];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{}.{ending}", parts.join("-"))
}
