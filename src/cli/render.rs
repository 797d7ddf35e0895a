//! Tables for people.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ContentArrangement, presets};
use shopkit::model::lang::Lang;
use shopkit::model::table::{Datum, Table};

use super::output::plain;

/// Lays a table out for reading: side by side where it fits the width, else row by row, so that ids and amounts are never
/// broken. Columns that say nothing in any row are left out where that makes it fit.
pub fn table(table: &Table, lang: Lang, width: Option<u16>) -> String {
    let fits = |text: &str| {
        width.is_none_or(|width| text.lines().next().unwrap_or_default().chars().count() <= usize::from(width))
    };
    let whole = side_by_side(table, lang);
    if fits(&whole) {
        return whole;
    }
    let fewer = without_silent_columns(table);
    let narrower = side_by_side(&fewer, lang);
    if fits(&narrower) { narrower } else { row_by_row(&fewer, lang) }
}

fn side_by_side(table: &Table, lang: Lang) -> String {
    let mut laid = comfy_table::Table::new();
    laid.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
    laid.set_header(table.columns.iter().map(|column| visible(lang.pick(&column.zh, &column.en))));
    for row in &table.rows {
        laid.add_row(row.iter().map(|datum| {
            let cell = comfy_table::Cell::new(visible(&readable(datum, lang)));
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
    Table {
        columns: places.iter().map(|place| table.columns[*place].clone()).collect(),
        rows: table.rows.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect()).collect(),
    }
}

fn row_by_row(table: &Table, lang: Lang) -> String {
    let mut out = String::new();
    for (number, row) in (1..).zip(&table.rows) {
        let _ = writeln!(out, "── {number} ──");
        for (column, datum) in table.columns.iter().zip(row).filter(|(_, datum)| **datum != Datum::Null) {
            let _ = writeln!(
                out,
                "{}{}{}",
                visible(lang.pick(&column.zh, &column.en)),
                lang.pick("：", ": "),
                visible(&readable(datum, lang))
            );
        }
    }
    out.trim_end().to_owned()
}

/// Tells whether a datum is shown as numbers are.
pub fn is_number(datum: &Datum) -> bool {
    matches!(datum, Datum::Int(_) | Datum::Real(_) | Datum::Money(_) | Datum::Share(_))
}

/// Writes a datum for people: money with thousands separators, shares in per cent, words in their language.
pub fn readable(datum: &Datum, lang: Lang) -> String {
    match datum {
        Datum::Money(fen) => {
            let text = fen.to_string();
            let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
            format!("{}.{decimals}", grouped(whole))
        }
        Datum::Share(share) => format!("{:.1}%", share * 100.0),
        Datum::Word(word) => lang.pick(word.zh, word.en).to_owned(),
        other => plain(other),
    }
}

/// Puts a comma between each three digits.
pub fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The longest file name that a table shows whole. The names that the platform gives are nearly twice as long.
const NAME: usize = 32;

/// Leaves out the middle of a long file name.
pub fn shortened(name: &str) -> String {
    let letters: Vec<char> = visible(name).chars().collect();
    if letters.len() <= NAME {
        return letters.into_iter().collect();
    }
    let end = letters.len() - NAME / 2;
    letters[..NAME / 2 - 1].iter().chain(&['…']).chain(&letters[end..]).collect()
}

/// Counts the digits that the widest line of a text takes the place of.
pub fn digits(text: &str) -> usize {
    let width = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    text.lines().map(width).max().unwrap_or(0)
}

/// Takes the power over the terminal out of a text from a file: control characters become spaces or a mark.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
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
        let table = Table {
            columns: ["id", "nothing", "product", "amount"].map(Column::plain).to_vec(),
            rows: vec![row("6926181657396269909"), row("6926181657396269910")],
        };
        insta::assert_snapshot!("wide", super::table(&table, Lang::En, Some(120)));
        insta::assert_snapshot!("without_silent_columns", super::table(&table, Lang::En, Some(96)));
        insta::assert_snapshot!("narrow", super::table(&table, Lang::En, Some(60)));
    }

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(shortened("订单.xlsx"), "订单.xlsx");
        let name = shortened("1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv");
        assert_eq!((name.chars().count(), name.as_str()), (32, "1768222209_84d8…5d3fzaHCLELw.csv"));
    }
}
