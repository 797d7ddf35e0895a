//! Tables for people.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, presets};
use shopkit::model::table::{Datum, Table};
use shopkit::texts::Texts;

use crate::front::datum::{is_number, readable};
use crate::front::text::visible;

/// Lays a table out for reading: side by side where it fits the width, else row by row, so that ids and amounts are never
/// broken. Columns that say nothing in any row are left out where that makes it fit.
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
    let mut laid = comfy_table::Table::new();
    laid.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
    laid.set_header(table.columns.iter().map(|column| visible(&texts.heading(column))));
    for row in &table.rows {
        laid.add_row(row.iter().map(|datum| {
            let cell = comfy_table::Cell::new(visible(&readable(datum, texts)));
            cell.set_alignment(if is_number(datum) { CellAlignment::Right } else { CellAlignment::Left })
        }));
    }
    laid.to_string()
}

fn without_silent_columns(table: &Table) -> Table {
    let speaks = |place: usize| {
        table
            .rows
            .iter()
            .any(|row| !matches!(row[place], Datum::Null | Datum::Int(0)) && row[place] != Datum::Text(String::new()))
    };
    let places: Vec<usize> = (0..table.columns.len()).filter(|place| speaks(*place)).collect();
    Table::new(
        places.iter().map(|place| table.columns[*place].clone()).collect(),
        table.rows.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect()).collect(),
    )
}

fn row_by_row(table: &Table, texts: Texts) -> String {
    let mut out = String::new();
    for (number, row) in (1..).zip(&table.rows) {
        let _ = writeln!(out, "── {number} ──");
        for (column, datum) in table.columns.iter().zip(row).filter(|(_, datum)| **datum != Datum::Null) {
            let _ = writeln!(
                out,
                "{}{}{}",
                visible(&texts.heading(column)),
                texts.lang.pick("：", ": "),
                visible(&readable(datum, texts))
            );
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
            ]
        };
        let table = Table::new(
            ["id", "nothing", "product", "amount"].map(Column::plain).to_vec(),
            vec![row("6926181657396269909"), row("6926181657396269910")],
        );
        insta::assert_snapshot!("wide", super::table(&table, Texts::command(Lang::En), Some(120)));
        insta::assert_snapshot!("without_silent_columns", super::table(&table, Texts::command(Lang::En), Some(96)));
        insta::assert_snapshot!("narrow", super::table(&table, Texts::command(Lang::En), Some(60)));
    }
}
