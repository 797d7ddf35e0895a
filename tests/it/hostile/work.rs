//! Workbooks that make much work of few bytes, above all by their many sheets.

use super::made::{Xlsx, packed};
use super::refused;

#[cfg(unix)]
use {super::made::row, crate::support::Shop, shopkit::kit, shopkit::model::lang::Explain as _};

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

/// Opening it can take seconds, and there may be a sheet for each time that it is asked for.
#[cfg(unix)]
#[test]
fn a_workbook_that_cannot_be_opened_aside_is_not_tried_again() {
    use std::os::unix::fs::PermissionsExt as _;
    let shop = Shop::new();
    let calls = shop.path("calls");
    let helper = shop.file("helper", format!("#!/bin/sh\necho called >> '{}'\n", calls.display()));
    std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o700)).expect("a program");
    let options = kit::ImportOptions { helper: Some(helper), ..kit::ImportOptions::default() };
    let text = "<row><c t=\"s\"><v>0</v></c></row>".to_owned();
    let odd_strings = "<sst><si><t><![CDATA[a]]></t></si></sst>".to_owned();
    let odd_rows = row(1, &["<![CDATA[a]]>"]);
    for book in [
        Xlsx { rows: text, strings: odd_strings, sheets: 20, ..Xlsx::default() },
        Xlsx { rows: odd_rows, sheets: 20, ..Xlsx::default() },
    ] {
        let path = shop.file("odd.xlsx", book.bytes());
        let ended = kit::inspect(&path, &options).map(|inspection| inspection.rows).map_err(|error| error.code());
        assert_eq!(ended, Err("reader-stopped"));
        assert_eq!(std::fs::read_to_string(&calls).expect("called"), "called\n");
        std::fs::remove_file(&calls).expect("gone");
    }
}
