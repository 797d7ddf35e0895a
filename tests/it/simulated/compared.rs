//! The comparison finds what differs, and nothing else.

use serde_json::{Value as Json, json};

use super::answers;
use super::books::{Basis, Books};
use super::compare::{NULL_IF_UNKNOWN, with_sheet};
use super::money::yuan;
use super::sheet::{Cell, Row, Sheet};
use super::shop::{MOMENTS, Shop};

/// Writes the answer that a sheet asks for.
fn answered(sheet: &Sheet<'_>) -> Json {
    let columns: Vec<&str> = sheet.rows.values().next().expect("a row").cells.keys().copied().collect();
    let rows = sheet.rows.iter().map(|(key, row)| {
        let cells = columns.iter().map(|column| cell(row, column));
        key.iter().map(|key| Json::from(key.as_str())).chain(cells).chain([basis(row)]).collect::<Json>()
    });
    let names = sheet.keys.iter().chain(&columns).copied().chain(["basis"]);
    json!({ "columns": names.collect::<Vec<_>>(), "rows": rows.collect::<Vec<_>>() })
}

fn cell(row: &Row<'_>, column: &str) -> Json {
    let is_null = |cell: &Cell<'_>| cell.is_unknown && NULL_IF_UNKNOWN.contains(&column);
    match row.cells.get(column) {
        Some(cell) if is_null(cell) => Json::Null,
        Some(cell) if cell.is_money => yuan(cell.sum()).into(),
        Some(cell) => cell.sum().into(),
        None => Json::Null,
    }
}

fn basis(row: &Row<'_>) -> Json {
    let word = match row.basis {
        Some(Basis::Unknown) => "unknown",
        Some(Basis::Actual) => "actual",
        _ => "estimated",
    };
    word.into()
}

#[test]
fn a_fen_too_much_is_told_with_its_report_month_and_column() {
    let shop = Shop::new(super::FIRST);
    let books = Books::new(&shop, MOMENTS[1]);
    for sheet in answers::sheets(&books) {
        assert_eq!(with_sheet(&sheet, &answered(&sheet)), Vec::<String>::new());
    }
    let sheet = answers::income(&books, true);
    let net = sheet.rows[&vec!["2023-03".to_owned()]].cells["net_known"].sum();
    let changed = |change: &dyn Fn(&mut Vec<Json>, usize)| {
        let mut answer = answered(&sheet);
        let columns = answer["columns"].as_array().expect("columns");
        let place = columns.iter().position(|column| column == "net_known").expect("a column");
        change(answer["rows"].as_array_mut().expect("rows"), place);
        with_sheet(&sheet, &answer)
    };
    let differences = changed(&|rows, place| rows[2][place] = yuan(net + 1).into());
    let (expected, found) = (yuan(net), yuan(net + 1));
    let told = format!("income --by month, 2023-03, net_known: expected {expected}, found {found}, too much by 0.01");
    assert!(differences.len() == 1 && differences[0].starts_with(&told), "{differences:?}");
    // What is known must not be null, nor may a row be missing or stand under another month.
    assert_eq!(changed(&|rows, place| rows[2][place - 1] = Json::Null).len(), 1);
    let missing = changed(&|rows, _| drop(rows.remove(2)));
    assert!(missing.len() > 10, "{missing:?}");
    assert_eq!(changed(&|rows, _| rows[2][0] = "2026-01".into()).len(), missing.len() + 1);
}
