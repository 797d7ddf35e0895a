//! Tables for people.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, presets};
use shopkit::model::table::{Datum, Table};
use shopkit::t;
use shopkit::texts::Texts;

use crate::front::datum::{is_number, readable};
use crate::front::text::visible;

/// Stands for a value that is not known.
const UNKNOWN: &str = "—";

/// Writes a table for people: with its columns side by side where they fit the width, else with a line for each cell, so that ids
/// and amounts are never broken. Columns that say nothing in any row, 0 or an empty text, are left out then. What is not known is
/// never left out.
pub fn table(table: &Table, texts: Texts, width: Option<u16>) -> String {
    let fits = |text: &str| {
        width.is_none_or(|width| text.lines().next().unwrap_or_default().chars().count() <= usize::from(width))
    };
    let whole = side_by_side(table, texts);
    if fits(&whole) {
        return whole;
    }
    let fewer = without_silent_columns(table);
    let narrower = side_by_side(&fewer, texts);
    if fits(&narrower) { narrower } else { row_by_row(&fewer, texts) }
}

fn side_by_side(table: &Table, texts: Texts) -> String {
    let mut shown = comfy_table::Table::new();
    shown.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
    shown.set_header(table.columns.iter().map(|column| visible(&texts.heading(column))));
    for row in &table.rows {
        shown.add_row(row.iter().map(|datum| {
            let cell = comfy_table::Cell::new(visible(&readable(datum, texts)));
            cell.set_alignment(if is_number(datum) { CellAlignment::Right } else { CellAlignment::Left })
        }));
    }
    shown.to_string()
}

fn without_silent_columns(table: &Table) -> Table {
    let is_silent = |datum: &Datum| *datum == Datum::Int(0) || *datum == Datum::Text(String::new());
    let has_value = |column: usize| table.rows.iter().any(|row| !is_silent(&row[column]));
    table.keeping(has_value)
}

fn row_by_row(table: &Table, texts: Texts) -> String {
    let mut out = String::new();
    for (number, row) in (1..).zip(&table.rows) {
        let _ = writeln!(out, "── {number} ──");
        for (column, datum) in table.columns.iter().zip(row) {
            let value = if *datum == Datum::Null { UNKNOWN.to_owned() } else { visible(&readable(datum, texts)) };
            let heading = visible(&texts.heading(column));
            let _ = writeln!(out, "{}", t!(texts, "table-cell", heading = heading, value = value));
        }
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;
    use shopkit::model::money::Fen;
    use shopkit::model::table::Column;

    use super::*;

    #[test]
    fn a_narrow_terminal_breaks_no_id() {
        let row = |id: &str| {
            vec![
                Datum::Text(id.to_owned()),
                Datum::Int(0),
                Datum::Text("很长的商品名称".repeat(4)),
                Datum::Money(Fen(129_900)),
                Datum::Null,
            ]
        };
        let table = Table::new(
            ["id", "nothing", "product", "amount", "cost"].map(Column::plain).to_vec(),
            vec![row("6926181657396269909"), row("6926181657396269910")],
        );
        insta::assert_snapshot!("wide", super::table(&table, Texts::command(Lang::En), Some(120)));
        insta::assert_snapshot!("without_silent_columns", super::table(&table, Texts::command(Lang::En), Some(100)));
        insta::assert_snapshot!("narrow", super::table(&table, Texts::command(Lang::En), Some(60)));
    }
}
