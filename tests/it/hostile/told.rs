//! What errors tell of a file: never what stands in its cells.

use super::made::{self, Xlsx, lie, ods, packed, row};
use crate::support::{Shop, finish};

/// The phone and the name of a buyer; readers of workbooks quote what they stumble over.
const BUYER: &str = "13800001111张三";

fn tells_nothing(cases: Vec<(String, &str, Vec<u8>)>) {
    let shop = Shop::new();
    for (case, name, bytes) in cases {
        shop.file(name, bytes);
        for command in ["import", "inspect"] {
            for lang in ["en", "zh"] {
                for format in ["table", "json"] {
                    let run = finish(shop.command().args(["--lang", lang, "--format", format, "-v", command, name]));
                    let told = run.shown();
                    assert!(matches!(run.code, 0..=2), "{case}: {told}");
                    assert!(!told.contains("1380000") && !told.contains("张三"), "{case}: {told}");
                }
            }
        }
    }
}

#[test]
fn errors_of_odd_workbooks_quote_no_cell() {
    let header = row(1, &["主订单编号", "子订单编号", "订单状态", "收件人"]);
    let start = "<c t=\"inlineStr\"><is><t>6926181600000000001</t></is></c>".repeat(3);
    let rows = |cell: &str| header.clone() + "<row r=\"2\">" + &start + cell + "</row>";
    let kinds = ["n", "b", "e", "s", "d", "str", "z", BUYER];
    let mut cells: Vec<String> = kinds.iter().map(|kind| format!("<c t=\"{kind}\"><v>{BUYER}</v></c>")).collect();
    cells.extend([
        format!("<c><v>{BUYER}</v></c>"),
        format!("<c r=\"{BUYER}\"><v>1</v></c>"),
        format!("<c s=\"{BUYER}\"><v>1</v></c>"),
        format!("<c {BUYER}><v>1</v></c>"),
        format!("<c t=\"s\" t=\"{BUYER}\"><v>1</v></c>"),
        format!("<c><f t=\"shared\" si=\"{BUYER}\">1</f><v>1</v></c>"),
        format!("<c><{BUYER}></c>"),
        format!("<c><v>1</v></{BUYER}></c>"),
        format!("<c t=\"str\"><v>&{BUYER};</v></c>"),
        format!("<c t=\"inlineStr\"><is><t>&{BUYER};</t></is></c>"),
        format!("<c t=\"inlineStr\"><is><t>&#{BUYER};</t></is></c>"),
        format!("<c t=\"inlineStr\"><is><t>{BUYER}</is></c>"),
    ]);
    let name = "cell.xlsx";
    let mut cases: Vec<_> = cells
        .into_iter()
        .map(|cell| (cell.clone(), name, Xlsx { rows: rows(&cell), ..Xlsx::default() }.bytes()))
        .collect();
    for strings in [format!("<si><t>&{BUYER};</t></si>"), format!("<si><t>a</{BUYER}></si>")] {
        let book =
            Xlsx { rows: rows("<c t=\"s\"><v>0</v></c>"), strings: format!("<sst>{strings}</sst>"), ..Xlsx::default() };
        cases.push((strings, name, book.bytes()));
    }
    cases.push((
        "a root of another name".to_owned(),
        name,
        packed(Xlsx::default().parts().into_iter().map(|(name, text)| {
            let sheet = name.starts_with("xl/worksheets/");
            (name, if sheet { format!("<{BUYER}></{BUYER}>") } else { text })
        })),
    ));
    let mut parts = Xlsx { rows: rows(""), ..Xlsx::default() }.parts();
    let part = format!("xl/{BUYER}.xml");
    parts.push((part.clone(), "x".to_owned()));
    cases.push(("a large part".to_owned(), name, lie(packed(parts), &part, made::UNPACKED, 0xffff_fff0)));
    tells_nothing(cases);
}

#[test]
fn errors_of_ods_files_quote_no_cell() {
    let cells = [
        format!("<table:table-cell office:value-type=\"float\" office:value=\"{BUYER}\"/>"),
        format!("<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"{BUYER}\"/>"),
        format!("<table:table-cell office:value-type=\"{BUYER}\"><text:p>a</text:p></table:table-cell>"),
        format!("<table:table-cell table:number-columns-repeated=\"{BUYER}\"/>"),
        format!("<table:table-cell office:value-type=\"string\"><text:p>&{BUYER};</text:p></table:table-cell>"),
        format!("<table:table-cell office:value-type=\"string\"><text:p>a</{BUYER}></table:table-cell>"),
        format!("<{BUYER}></{BUYER}>"),
    ];
    let cases = cells.into_iter().map(|cell| {
        let bytes = ods("", &format!("<table:table-row>{cell}</table:table-row>"));
        (cell, "cell.ods", bytes)
    });
    tells_nothing(cases.collect());
}
