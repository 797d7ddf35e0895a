//! Shapes of cells, rows and parts that writers of XLSX produce, and how both readers read them.

use std::fs;
use std::path::Path;

use super::cell::Cell;
use super::damage::Damage;
use super::differential::{workbook, workbook_that_says};
use super::source::Source;
use super::xlsx::XlsxBook;
use super::{Problem, Rows};

/// Reads the first sheet with one of the readers, each cell as a text.
fn read(path: &Path, fast: bool) -> Result<Vec<String>, Problem> {
    let mut book = XlsxBook::open(&Source::open(path)?)?;
    let mut rows: Box<dyn Rows> = if fast { book.rows(0)? } else { book.exact_rows(0)? };
    let mut all = Vec::new();
    while let Some(row) = rows.next_row()? {
        let number = row.number;
        all.extend(row.cells().filter(|(_, cell)| *cell != Cell::Empty).map(|(column, cell)| {
            let said = match cell {
                Cell::Text(text) => format!("text {text}"),
                Cell::Number { value, written } => format!("number {value} {}", written.unwrap_or("-")),
                Cell::Serial(days) => format!("day {days}"),
                Cell::Error(code) => format!("error {code}"),
                other => format!("{other:?}"),
            };
            format!("{number}:{column} {said}")
        }));
    }
    Ok(all)
}

fn written(inside: &str, strings: &str, more: &str, check: impl Fn(&Path)) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    workbook_that_says(&path, &[format!("<sheetData>{inside}</sheetData>")], strings, more);
    check(&path);
}

fn says(cells: &str, wanted: &[&str]) {
    written(&format!("<row r=\"1\">{cells}</row>"), "<si><t>a</t></si>", "", |path| {
        for fast in [true, false] {
            let found = read(path, fast).unwrap_or_else(|problem| panic!("{cells}: {problem}"));
            assert_eq!(found, wanted, "{cells} {fast}");
        }
    });
}

fn fails(rows: &str, wanted: Damage) {
    written(rows, "", "", |path| {
        for fast in [true, false] {
            match read(path, fast) {
                Err(Problem::Damaged(damage) | Problem::BadCell(_, damage)) => {
                    assert_eq!(damage, wanted, "{rows} {fast}");
                }
                other => panic!("{rows}: {other:?}"),
            }
        }
    });
}

#[test]
fn times_in_iso_are_what_a_clock_on_the_wall_shows() {
    says("<c t=\"d\" s=\"2\"><v>2026-03-02T09:00:07Z</v></c>", &["1:0 text 2026-03-02T09:00:07"]);
    says("<c t=\"d\"><v>2026-03-02T09:00:07.600+08:00</v></c>", &["1:0 text 2026-03-02T09:00:07.600"]);
    says(
        "<c t=\"d\"><v>2026-03-02</v></c><c t=\"d\"><v>09:00:07</v></c>",
        &["1:0 text 2026-03-02", "1:1 text 09:00:07"],
    );
}

#[test]
fn formulas_without_a_stored_result_are_told() {
    for formula in ["<f>A1</f>", "<f/>", "<f>A1</f><v/>", "<f>A1</f><v></v>", "<f t=\"shared\" si=\"0\"/>"] {
        says(&format!("<c>{formula}</c>"), &["1:0 NoResult"]);
    }
    says("<c t=\"str\"><f>A1</f></c>", &["1:0 NoResult"]);
    // An empty text is a result.
    says("<c t=\"str\"><f>A1</f><v></v></c><c><v>1</v></c>", &["1:1 number 1 1"]);
    says("<c><f>A1</f><v>0</v></c>", &["1:0 number 0 0"]);
    let row = "<row r=\"1\"><c><f>A1</f><v>0</v></c><c t=\"str\"><f>A1</f><v>a</v></c><c><v>7</v></c></row>";
    written(row, "", "<calcPr calcId=\"1\" fullCalcOnLoad=\"1\"/>", |path| {
        for fast in [true, false] {
            assert_eq!(read(path, fast).expect("a sheet"), ["1:0 NoResult", "1:1 text a", "1:2 number 7 7"]);
        }
    });
}

#[test]
fn every_error_is_one() {
    for code in ["#N/A", "#SPILL!", "#CALC!", "#GETTING_DATA", "#BLOCKED!", "#FIELD!", "#PYTHON!"] {
        says(&format!("<c t=\"e\"><v>{code}</v></c>"), &[&format!("1:0 error {code}")]);
    }
    says("<c t=\"e\"><f>A1</f><v>#NAME?</v></c>", &["1:0 error #NAME?"]);
    // What is no code may be anybody's name.
    says("<c t=\"e\"><v>张三</v></c>", &["1:0 error #ERROR!"]);
}

#[test]
fn nothing_is_lost_that_xml_can_wrap() {
    says("<c><v><![CDATA[12]]></v></c>", &["1:0 number 12 12"]);
    says("<c><v>1<!-- x -->2</v></c>", &["1:0 number 12 12"]);
    says("<c t=\"str\"><v>a<![CDATA[<b>&]]>c</v></c>", &["1:0 text a<b>&c"]);
    says("<!-- <c><v>9</v></c> --><c><v>1</v></c><?x <c/> ?>", &["1:0 number 1 1"]);
    says("<c t=\"inlineStr\"><is><t><![CDATA[</row></sheetData>]]></t></is></c>", &["1:0 text </row></sheetData>"]);
    says("<c t=\"inlineStr\"><is><t>a<!-- </t> -->b</t></is></c>", &["1:0 text ab"]);
    says("<c t=\"inlineStr\"><v>kept</v></c>", &["1:0 text kept"]);
    written(
        "<row><c t=\"s\"><v>1</v></c></row>",
        "<si><t>a</t></si><!-- <si/> --><si><t><![CDATA[b]]></t></si>",
        "",
        |path| {
            assert_eq!(read(path, true).expect("a sheet"), ["1:0 text b"]);
        },
    );
}

#[test]
fn what_stands_in_one_place_twice_is_no_file() {
    let cell = |position: &str| format!("<c r=\"{position}\"><v>1</v></c>");
    let row = |number: u32, cells: &str| format!("<row r=\"{number}\">{cells}</row>");
    fails(&(row(4, &cell("A4")) + &row(4, &cell("A4"))), Damage::Order);
    fails(&(row(4, &cell("A4")) + &row(4, &cell("B4"))), Damage::Order);
    fails(&(row(4, &cell("A4")) + &row(2, &cell("A2"))), Damage::Order);
    fails(&row(4, &(cell("B4") + &cell("B4"))), Damage::Order);
    fails(&row(4, &(cell("B4") + &cell("A4"))), Damage::Order);
    fails(&(row(4, &cell("A4")) + &row(5, &cell("A4"))), Damage::Order);
    fails(&(row(4, "") + &row(4, &cell("A4"))), Damage::Order);
}

#[test]
fn numbers_that_no_float_holds_stay_as_they_are_written() {
    says("<c><v>1e-400</v></c><c><v>1E400</v></c>", &["1:0 text 1e-400", "1:1 text 1E400"]);
    says("<c s=\"2\"><v>-1e999</v></c>", &["1:0 text -1e999"]);
    says("<c><v>0.00</v></c><c><v>0E-5</v></c>", &["1:0 number 0 -", "1:1 number 0 -"]);
    says("<c><v>abc</v></c><c t=\"n\"><v>NaN</v></c>", &["1:0 text abc", "1:1 text NaN"]);
}

#[test]
fn texts_longer_than_a_cell_can_be_are_told() {
    let inline = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let longest = "好".repeat(32_767);
    says(&inline(&longest), &[&format!("1:0 text {longest}")]);
    says(&(inline(&format!("{longest}x")) + "<c><v>1</v></c>"), &["1:0 TooLong", "1:1 number 1 1"]);
    // A character of two units counts twice.
    says(&inline(&"📷".repeat(16_384)), &["1:0 TooLong"]);
    let row = "<row><c t=\"s\"><v>0</v></c></row>";
    written(row, &format!("<si><t>{longest}x</t></si>"), "", |path| {
        assert_eq!(read(path, true).expect("a sheet"), ["1:0 TooLong"]);
    });
}

#[test]
fn names_may_have_prefixes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    let sheet = "<x:sheetData xmlns:x=\"m\"><x:row r=\"3\"><x:c r=\"B3\" t=\"str\"><x:f>A1</x:f><x:v>a</x:v></x:c></x:row></x:sheetData>";
    workbook(&path, &[sheet.to_owned()], "");
    assert_eq!(read(&path, true).expect("a sheet"), ["3:1 text a"]);
}

/// Each part is read to its end, where its checksum is verified.
#[test]
fn a_changed_byte_in_any_part_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsx");
    let sheet = "<sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData><pageMargins left=\"0.7\"/>";
    let more = "<fileVersion appName=\"xl\"/>";
    workbook_that_says(&path, &[sheet.to_owned()], "<si><t>abc</t></si>", more);
    let whole = fs::read(&path).expect("a file");
    assert!(read(&path, true).is_ok());
    for part in ["left=\"0.7\"", "abc<", "appName", "formatCode=\"0.0\"", "/styles\""] {
        let at = memchr::memmem::find(&whole, part.as_bytes()).expect("a part");
        let mut bytes = whole.clone();
        bytes[at + part.len() / 2] ^= 1;
        fs::write(&path, bytes).expect("written");
        for fast in [true, false] {
            let found = read(&path, fast);
            assert!(matches!(found, Err(Problem::Damaged(Damage::Archive))), "{part}: {found:?}");
        }
    }
}
