//! Answers as tables of a page.

use maud::{Markup, html};
use shopkit::model::table::{Column, Datum, Table, position};
use shopkit::model::time::parse_day;
use shopkit::texts::Texts;

use crate::front::datum::{is_number, readable};
use crate::front::text::visible;

/// Writes a table that scrolls by itself where it is too wide. `label` is its name for readers who do not see it.
pub fn table(table: &Table, label: &str, texts: Texts) -> Markup {
    rows(&table.columns, &table.rows, &[], label, texts, |_, _, _| None)
}

/// Writes a table without the columns of some keys. `cell` gets the key of a column, a value and its row, and returns the cell where
/// that is more than the text of the value.
pub fn rows(
    columns: &[Column],
    rows: &[Vec<Datum>],
    left_out: &[&str],
    label: &str,
    texts: Texts,
    cell: impl Fn(&str, &Datum, &[Datum]) -> Option<Markup>,
) -> Markup {
    let is_number = |index: usize| rows.iter().any(|row| row.get(index).is_some_and(is_number));
    let shown: Vec<(usize, &Column)> =
        columns.iter().enumerate().filter(|(_, column)| !left_out.contains(&column.key.as_str())).collect();
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(label) {
            table class="stack" {
                thead { tr {
                    @for (index, column) in &shown {
                        th scope="col" class=[is_number(*index).then_some("n")] { (texts.heading(column)) }
                    }
                } }
                tbody { @for row in rows { tr {
                    @for (index, column) in &shown {
                        @let datum = row.get(*index).unwrap_or(&Datum::Null);
                        td class=[class(datum)] data-name=(texts.heading(column)) {
                            @match cell(&column.key, datum, row) {
                                Some(markup) => (markup),
                                None if *datum == Datum::Null => "—",
                                None => (visible(&readable(datum, texts))),
                            }
                        }
                    }
                } } }
            }
        }
    }
}

/// Returns the style of a cell: numbers at the right, days and times on one line.
pub fn class(datum: &Datum) -> Option<&'static str> {
    match datum {
        Datum::Text(text) if text.len() <= 19 && text.get(..10).and_then(parse_day).is_some() => Some("t"),
        other => is_number(other).then_some("n"),
    }
}

/// Returns the cell of a column in a row.
pub fn cell<'t>(columns: &[Column], row: &'t [Datum], key: &str) -> Option<&'t Datum> {
    row.get(position(columns, key)?)
}

/// Returns the text of a column in a row.
pub fn text<'t>(columns: &[Column], row: &'t [Datum], key: &str) -> Option<&'t str> {
    match cell(columns, row, key)? {
        Datum::Text(text) => Some(text),
        _ => None,
    }
}
