//! Workbooks that make much work of few bytes, above all by their many sheets.

use super::made::{Xlsx, packed, row};
use super::refused;
use crate::support::Shop;

#[cfg(unix)]
use {crate::support::script, shopkit::kit, shopkit::model::lang::Explain as _};

#[test]
fn sheets_that_are_little_else_than_air_are_refused() {
    let air = "<row></row>".repeat(10) + &" ".repeat(2 << 20);
    let many = |sheets, rows: &str| Xlsx { rows: rows.to_owned(), sheets, ..Xlsx::default() };
    let mut one_part = many(500, "").parts();
    for (name, text) in &mut one_part {
        if name == "xl/_rels/workbook.xml.rels" {
            for sheet in 2..=500 {
                *text = text.replace(&format!("sheet{sheet}.xml"), "sheet1.xml");
            }
        }
        if name == "xl/worksheets/sheet1.xml" {
            *text = text.replace("<sheetData>", &format!("<sheetData>{air}"));
        }
    }
    refused(&[
        ("one-part.xlsx", "damaged-file", packed(one_part)),
        ("many-parts.xlsx", "too-large", many(40, &air).bytes()),
    ]);
}

#[test]
fn sheets_that_begin_with_too_many_cells_are_refused() {
    let rows = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(16_000)).repeat(50);
    refused(&[("tops.xlsx", "too-large", Xlsx { rows, sheets: 5, ..Xlsx::default() }.bytes())]);
}

/// The places that the exact reader finds are held to the same bounds as those that the fast lane does; what does not even fit
/// into a number is never another place.
#[test]
fn cells_in_places_that_no_sheet_has_are_refused() {
    let header = row(1, &["主订单编号", "子订单编号", "订单状态"]);
    let cell = |place: &str| {
        let rows = format!("{header}<row r=\"2\"><c r=\"{place}\"><v>1</v></c></row>");
        Xlsx { rows, ..Xlsx::default() }.bytes()
    };
    // Text in CDATA is left to the exact reader.
    let long = format!("<c t=\"inlineStr\"><is><t><![CDATA[{}]]></t></is></c>", "x".repeat(9 << 20));
    let long = format!("{header}<row r=\"2\">{long}</row>{}", row(3, &["x"]));
    refused(&[
        ("column.xlsx", "too-large", cell("XFE2")),
        ("row.xlsx", "damaged-file", cell("A4294967295")),
        ("column-too-far-to-count.xlsx", "bad-cell", cell("MWLQKWY2")),
        ("row-too-far-to-count.xlsx", "bad-cell", cell("A99999999999")),
        ("one-long-cell.xlsx", "all-rejected", Xlsx { rows: long, ..Xlsx::default() }.bytes()),
    ]);
}

#[test]
fn a_file_makes_the_database_grow_in_proportion() {
    let header = "主订单编号,子订单编号,订单应付金额";
    let tiny: String = (0..90_000).map(|number| format!("{number},{number},1\n")).collect();
    let shop = Shop::new();
    shop.file("tiny.csv", format!("{header}\n{tiny}"));
    let answer = shop.json(["import", "tiny.csv"]);
    assert_eq!(answer["files"][0]["error"]["code"], "too-large", "{answer}");
    assert_eq!(shop.dump("SELECT count(*) FROM order_lines"), "[[0]]");
    // A row of many short cells does not repeat their headers.
    let long: String = ('一'..='龥').take(300).map(|c| format!(",{c}{}", "列".repeat(39))).collect();
    let rows: String = (0..800).map(|row| format!("69{row:017},69{row:017},1{}\n", ",1".repeat(300))).collect();
    let shop = Shop::new();
    let text = format!("{header}{long}\n{rows}");
    shop.file("wide.csv", &text);
    assert_eq!(shop.run(["import", "wide.csv"]).code, 0);
    let grown = std::fs::metadata(shop.database()).expect("a database").len();
    assert!(grown < 8 * text.len() as u64 + (4 << 20), "{grown} bytes of {}", text.len());
    assert_eq!(shop.dump(&format!("SELECT count(extra ->> '一{}') FROM order_lines", "列".repeat(39))), "[[800]]");
}

/// Their readers are bounded by themselves; only XLS and ODS want a process of their own.
#[cfg(unix)]
#[test]
fn unusual_workbooks_are_read_without_a_sandbox() {
    let shop = Shop::new();
    let (calls, program) = (shop.path("calls"), shop.path("program"));
    script(&program, &format!("echo called >> '{}'", calls.display()));
    let options = kit::ImportOptions { sandbox: Some(program), ..kit::ImportOptions::default() };
    let text = "<row><c t=\"s\"><v>0</v></c></row>".to_owned();
    let odd_strings = "<sst><si><t><![CDATA[a]]></t></si></sst>".to_owned();
    let odd_rows = row(1, &["<![CDATA[a]]>"]);
    for book in [
        Xlsx { rows: text, strings: odd_strings, sheets: 20, ..Xlsx::default() },
        Xlsx { rows: odd_rows, sheets: 20, ..Xlsx::default() },
    ] {
        let path = shop.file("odd.xlsx", book.bytes());
        let sheets = kit::inspect(&path, &options).map(|inspection| inspection.sheets.len());
        assert_eq!(sheets.map_err(|error| error.code()), Ok(20));
        assert!(!calls.exists());
    }
}
