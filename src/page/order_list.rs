//! The table of the list of orders, whose headings sort it.

use maud::{Markup, html};
use shopkit::model::field::Field;
use shopkit::model::table::{Datum, position};
use shopkit::report::order_columns::OrderColumn;
use shopkit::report::order_filter::{OrderFilter, SortKey};
use shopkit::report::order_pages::OrderPage;
use shopkit::t;

use super::order_columns::Columns;
use super::request::Request;
use super::table;
use crate::front::datum::readable;
use crate::front::text::visible;

/// Tells whether a text can be the id of an order, and so a part of an address.
pub fn is_id(text: &str) -> bool {
    text.len() > 5 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Writes the id of an order, which links to its page.
pub fn link(request: &Request, id: &str) -> Markup {
    html! { span class="id" {
        @if is_id(id) { a href=(request.address(&format!("/orders/{id}"))) { (id) } } @else { (visible(id)) }
    } }
}

/// Writes the lines of a page.
pub fn lines(request: &Request, page: &OrderPage, filter: &OrderFilter, columns: &Columns) -> Markup {
    let texts = request.texts();
    if page.rows.is_empty() {
        return html! {};
    }
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(t!(texts, "orders-title")) {
            table class="stack orders" {
                thead { tr { @for column in columns.shown() { (heading(request, *column, filter, page)) } } }
                tbody { @for row in &page.rows { tr { @for (index, column) in columns.shown().iter().enumerate() {
                    @let datum = row.get(index).unwrap_or(&Datum::Null);
                    td class=[table::class(datum)] data-name=(texts.heading(&column.column())) { (cell(request, *column, datum, page, row, columns)) }
                } } } }
            }
        }
    }
}

/// Writes the heading of a column, which sorts by it, first the way that is asked for more often.
fn heading(request: &Request, column: OrderColumn, filter: &OrderFilter, page: &OrderPage) -> Markup {
    let texts = request.texts();
    let is_number = position(&page.columns, column.key())
        .is_some_and(|index| page.rows.iter().any(|row| row.get(index).is_some_and(crate::front::datum::is_number)));
    let class = is_number.then_some("n");
    let text = texts.heading(&column.column());
    let Some(key) = sort_key(column) else { return html! { th scope="col" class=[class] { (text) } } };
    let is_sorted = filter.sort == key;
    let next = if is_sorted && !filter.ascending || !is_sorted && is_text(key) { "asc" } else { "" };
    let address = request.query.with(&[("sort", key.as_str()), ("order", next), ("at", ""), ("key", "")]);
    let direction = if filter.ascending { "ascending" } else { "descending" };
    html! {
        th scope="col" class=[class] aria-sort=[is_sorted.then_some(direction)] {
            a href={ "/orders?" (address) } { (text)
                span class="arrow" aria-hidden="true" { @if !is_sorted { "↕" } @else if filter.ascending { "↑" } @else { "↓" } } }
        }
    }
}

fn is_text(key: SortKey) -> bool {
    matches!(key, SortKey::Status | SortKey::Product)
}

/// Returns what sorts by a column.
fn sort_key(column: OrderColumn) -> Option<SortKey> {
    let OrderColumn::Field(field) = column else { return None };
    SortKey::ALL.iter().copied().find(|key| key.column() == field.name())
}

fn cell(
    request: &Request,
    column: OrderColumn,
    datum: &Datum,
    page: &OrderPage,
    row: &[Datum],
    columns: &Columns,
) -> Markup {
    let texts = request.texts();
    let text = |key| table::text(&page.columns, row, key);
    match (column, datum) {
        (OrderColumn::Field(Field::MainOrderId | Field::SubOrderId), Datum::Text(id)) => link(request, id),
        (OrderColumn::Field(Field::MainOrderId), Datum::Null) => html! {
            @if let Some(id) = text("sub_order_id") { (link(request, id)) } @else { "—" }
        },
        (OrderColumn::Field(Field::Product), _) => html! { div {
            (visible(text("product").unwrap_or("—")))
            @if let Some(spec) = text("spec").filter(|_| !columns.has(OrderColumn::Field(Field::Spec))) { br; small { (visible(spec)) } }
            @if !columns.has(OrderColumn::Gift) && table::cell(&page.columns, row, "gift").is_some_and(|gift| *gift != Datum::Null) {
                " " span class="tag" { (t!(texts, "column-gift")) }
            }
        } },
        (OrderColumn::Field(Field::Status), Datum::Text(status)) => html! { span class="tag" { (visible(status)) } },
        (OrderColumn::Gift, Datum::Int(_)) => html! { span class="tag" { (t!(texts, "column-gift")) } },
        (_, Datum::Null) => html! { "—" },
        (_, datum) => html! { (visible(&readable(datum, texts))) },
    }
}
