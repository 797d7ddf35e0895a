//! The table of a report: sorted by any of its columns, with its totals beneath.

use std::cmp::Ordering;

use maud::{Markup, html};
use shopkit::model::table::{Column, Datum, Derived, Role, Table, Totals, position};
use shopkit::t;
use shopkit::texts::Texts;

use super::request::Request;
use super::table;
use crate::front::datum::{is_number, readable};
use crate::front::text::visible;

/// The most rows that a page shows; files have all.
pub const ROWS: usize = 500;

/// Makes a link of a cell, by the key of its column, its value and its row.
pub type Link<'l> = dyn Fn(&str, &Datum, &[Datum]) -> Option<Markup> + 'l;

/// Tells which column a table is sorted by.
#[derive(Debug, Clone, Copy)]
struct Sorting {
    index: usize,
    ascending: bool,
}

/// Writes the table of a report. The address names the column that it is sorted by; without scripts a heading leads there, with scripts
/// it sorts the rows in place where the page has all of them.
/// `link` makes a link of a cell of a column and its row, where it leads somewhere.
pub fn sheet(table: &Table, label: &str, request: &Request, link: &Link<'_>) -> Markup {
    let texts = request.texts();
    let sorting = sorting(&table.columns, request);
    let rows = sorted(table, sorting, texts);
    let shown = &rows[..rows.len().min(ROWS)];
    let has_numbers = |index: usize| table.rows.iter().any(|row| row.get(index).is_some_and(is_number));
    // A column that adds up is one of numbers, also where none of them is known.
    let is_number = |column: &Column| {
        let is_change = column.derived.is_some_and(|derived| derived != Derived::Before);
        is_change || matches!(column.role, Role::Sum | Role::Distinct | Role::Fixed)
    };
    let columns = table.columns.iter().enumerate();
    let columns: Vec<(&Column, bool)> =
        columns.map(|(index, column)| (column, is_number(column) || has_numbers(index))).collect();
    let totals = table.totals.iter().flatten().filter_map(|totals| Some((totals, totals.as_row(&table.columns)?)));
    let totals: Vec<(&Totals, Vec<Datum>)> = totals.collect();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(label) {
            table class="sheet" data-sheet data-whole[shown.len() == rows.len()]
                data-ascending=(t!(texts, "page-table-ascending")) data-descending=(t!(texts, "page-table-descending")) {
                thead { tr { @for (index, (column, is_number)) in columns.iter().enumerate() {
                    (heading(index, column, *is_number, sorting, request))
                } } }
                tbody { @for row in shown { tr {
                    @for (index, (datum, column)) in row.iter().zip(&columns).enumerate() { (cell(index, datum, *column, texts, link(&column.0.key, datum, row))) }
                } } }
                @if !totals.is_empty() { tfoot { @for (totals, row) in &totals { tr {
                    @for (index, (datum, column)) in row.iter().zip(&columns).enumerate() {
                        // A column that does not add up has no total, which is not an unknown one.
                        @if *datum == Datum::Null && !totals.has(&column.0.key) { td {} }
                        @else { (cell(index, datum, *column, texts, link(&column.0.key, datum, row))) }
                    }
                } } } }
            }
        }
    }
}

/// Reads which column the address names.
fn sorting(columns: &[Column], request: &Request) -> Option<Sorting> {
    let key = request.query.get("sort")?;
    let index = position(columns, key)?;
    Some(Sorting { index, ascending: request.query.get("order") == Some("asc") })
}

fn heading(index: usize, column: &Column, is_number: bool, sorting: Option<Sorting>, request: &Request) -> Markup {
    let sorted = sorting.filter(|sorting| sorting.index == index);
    // The largest number is looked for first, and the first of names.
    let ascending = sorted.map_or(!is_number, |sorting| !sorting.ascending);
    let order = if ascending { "asc" } else { "desc" };
    let query = request.query.with(&[("sort", &column.key), ("order", order)]);
    let state = sorted.map(|sorting| if sorting.ascending { "ascending" } else { "descending" });
    html! {
        th scope="col" class=[is_number.then_some("n")] aria-sort=[state] data-key=(column.key) {
            // Seen from the page, whose part this may be.
            a href={ "?" (query) } { (request.texts().heading(column)) }
        }
    }
}

fn cell(
    index: usize,
    datum: &Datum,
    (column, is_number): (&Column, bool),
    texts: Texts,
    link: Option<Markup>,
) -> Markup {
    let shown = link.unwrap_or_else(|| match datum {
        Datum::Null => html! { "—" },
        known => html! { (visible(&readable(known, texts))) },
    });
    let class = if is_number { Some("n") } else { table::class(datum) };
    html! {
        @if index == 0 { th scope="row" class=[class] data-v=[sort_value(datum)] { (shown) } }
        @else { td class=[class] data-v=[sort_value(datum)] data-name=(texts.heading(column)) { (shown) } }
    }
}

/// Returns what a script sorts by, where that is not the text of the cell; nothing is known of an empty one.
fn sort_value(datum: &Datum) -> Option<String> {
    match datum {
        Datum::Null => Some(String::new()),
        other => number(other).map(|number| number.to_string()),
    }
}

/// Returns a number by its size. Money is in fen; of a sum that is partly unknown the known part counts.
#[expect(clippy::cast_precision_loss, reason = "this decides only which row comes first")]
fn number(datum: &Datum) -> Option<f64> {
    match datum {
        Datum::Int(number) => Some(*number as f64),
        Datum::Real(number) | Datum::Share(number) => Some(*number),
        Datum::Money(fen) | Datum::Partial(fen, _) => Some(fen.0 as f64),
        _ => None,
    }
}

/// Returns the rows in their order.
fn sorted(table: &Table, sorting: Option<Sorting>, texts: Texts) -> Vec<&[Datum]> {
    let mut rows: Vec<&[Datum]> = table.rows.iter().map(Vec::as_slice).collect();
    if let Some(Sorting { index, ascending }) = sorting {
        rows.sort_by(|one, other| compare(&one[index], &other[index], ascending, texts));
    }
    rows
}

/// Compares two cells: numbers by their size, before texts. What is unknown comes last either way.
fn compare(one: &Datum, other: &Datum, ascending: bool, texts: Texts) -> Ordering {
    let turned = |order: Ordering| if ascending { order } else { order.reverse() };
    match (one, other) {
        (Datum::Null, Datum::Null) => Ordering::Equal,
        (Datum::Null, _) => Ordering::Greater,
        (_, Datum::Null) => Ordering::Less,
        _ => turned(match (number(one), number(other)) {
            (Some(one), Some(other)) => one.total_cmp(&other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => match (one, other) {
                (Datum::Text(one), Datum::Text(other)) => one.cmp(other),
                _ => readable(one, texts).cmp(&readable(other, texts)),
            },
        }),
    }
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::money::Fen;

    use super::*;

    #[test]
    fn numbers_go_by_size_and_what_is_unknown_comes_last_either_way() {
        let cells = [
            Datum::Money(Fen(900)),
            Datum::Null,
            Datum::Money(Fen(-5)),
            Datum::Partial(Fen(1_000), 2),
            Datum::Money(Fen(12_345)),
        ];
        let table = Table::new(vec![Column::of("amount")], cells.iter().map(|cell| vec![cell.clone()]).collect());
        let order = |ascending| -> Vec<Option<f64>> {
            let sorting = Some(Sorting { index: 0, ascending });
            sorted(&table, sorting, Texts::page(Lang::En)).into_iter().map(|row| number(&row[0])).collect()
        };
        assert_eq!(order(true), [Some(-5.0), Some(900.0), Some(1_000.0), Some(12_345.0), None]);
        assert_eq!(order(false), [Some(12_345.0), Some(1_000.0), Some(900.0), Some(-5.0), None]);
    }
}
