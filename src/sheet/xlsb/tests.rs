//! Tests of `xlsb`.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use super::super::cell::Cell;
use super::*;

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = if kind < 0x80 {
        vec![u8::try_from(kind).expect("a short kind")]
    } else {
        vec![u8::try_from(kind & 0x7F).expect("a byte") | 0x80, u8::try_from(kind >> 7).expect("a byte")]
    };
    bytes.push(u8::try_from(data.len()).ok().filter(|length| *length < 0x80).expect("a short record"));
    bytes.extend(data);
    bytes
}

fn text(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.encode_utf16().count()).expect("a short text");
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    length.to_le_bytes().into_iter().chain(units).collect()
}

fn row(number: u32) -> Vec<u8> {
    record(kind::ROW, &[&number.to_le_bytes()[..], &[0; 13]].concat())
}

fn cell(kind: u16, column: u32, value: &[u8]) -> Vec<u8> {
    record(kind, &[&column.to_le_bytes()[..], &[0; 4], value].concat())
}

fn write(path: &Path, cells: &[Vec<u8>], more: &[u8]) {
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{kinds}/worksheet\" Target=\"worksheets/sheet1.bin\"/></Relationships>"
    );
    let sheet = [&2_u32.to_le_bytes()[..], &1_u32.to_le_bytes(), &text("r1"), &text("s")].concat();
    let workbook = [&record(kind::SHEET, &sheet)[..], more].concat();
    let data = [record(kind::DATA_START, &[]), cells.concat(), record(kind::DATA_END, &[])].concat();
    let mut zip = zip::ZipWriter::new(File::create(path).expect("a file"));
    for (name, bytes) in [
        ("xl/_rels/workbook.bin.rels", relations.as_bytes()),
        (WORKBOOK, &workbook),
        ("xl/worksheets/sheet1.bin", &data),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive");
}

fn read(cells: &[Vec<u8>], more: &[u8]) -> Result<Vec<String>, Problem> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xlsb");
    write(&path, cells, more);
    let book = XlsbBook::open(&Source::open(&path)?)?;
    assert!(!book.sheets[0].visible, "it is hidden so that only macros show it");
    let mut rows = book.rows(0)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next_row()? {
        let number = row.number;
        all.extend(row.cells().filter(|(_, cell)| *cell != Cell::Empty).map(|(column, cell)| match cell {
            Cell::Number { value, .. } => format!("{number}:{column} {value}"),
            Cell::Text(text) => format!("{number}:{column} {text}"),
            other => format!("{number}:{column} {other:?}"),
        }));
    }
    Ok(all)
}

#[test]
fn every_kind_of_cell_is_read() {
    let cells = [
        row(2),
        cell(kind::CELL_BLANK, 0, &[]),
        cell(kind::CELL_RK, 1, &(1234_u32 << 2 | 3).to_le_bytes()),
        cell(kind::CELL_REAL, 2, &0.5_f64.to_le_bytes()),
        cell(kind::CELL_TEXT, 3, &text("订单")),
        cell(kind::CELL_RICH, 4, &[&[1][..], &text("粗体")].concat()),
        cell(kind::FORMULA_ERROR, 5, &[0x2A, 0, 0]),
        cell(kind::CELL_ERROR, 6, &[0x99]),
        cell(kind::CELL_BOOL, 7, &[1]),
    ];
    let wanted = [
        "3:1 12.34",
        "3:2 0.5",
        "3:3 订单",
        "3:4 粗体",
        "3:5 Error(\"#N/A\")",
        "3:6 Error(\"#ERROR!\")",
        "3:7 Bool(true)",
    ];
    assert_eq!(read(&cells, &[]).expect("a sheet"), wanted);
}

#[test]
fn formulas_that_are_to_be_computed_have_no_result() {
    let formula =
        |value: f64, flags: u8| cell(kind::FORMULA_REAL, 0, &[&value.to_le_bytes()[..], &[flags, 0]].concat());
    assert_eq!(read(&[row(0), formula(0.0, 2)], &[]).expect("a sheet"), ["1:0 NoResult"]);
    assert_eq!(read(&[row(0), formula(0.0, 0)], &[]).expect("a sheet"), ["1:0 0"]);
    assert_eq!(read(&[row(0), formula(5.0, 2)], &[]).expect("a sheet"), ["1:0 5"]);
    let again = record(kind::CALCULATION, &[&[0; 24][..], &[1, 0]].concat());
    assert_eq!(read(&[row(0), formula(5.0, 0)], &again).expect("a sheet"), ["1:0 NoResult"]);
}

#[test]
fn what_stands_in_one_place_twice_is_no_file() {
    let one = || cell(kind::CELL_BOOL, 0, &[1]);
    for cells in [vec![row(4), one(), row(4), one()], vec![row(4), one(), one()], vec![row(4), one(), row(3), one()]] {
        assert!(matches!(read(&cells, &[]), Err(Problem::Damaged(Damage::Order))));
    }
}
