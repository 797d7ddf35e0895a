//! The fast lane against calamine: equal, cell by cell.
//!
//! One difference is intended: the fast lane knows the digits of a whole number as written, which say more than its value only
//! from 2^53 on.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::cell::Cell;
use super::workbook::Workbook;
use super::xlsx::FastBook;
use super::{Problem, Rows};
use crate::model::export::Format;

/// Writes down every row and cell, and how many rows calamine read; nothing where the sheet cannot be read to its end.
fn written(rows: Result<Box<dyn Rows + '_>, Problem>) -> Option<(Vec<String>, u64)> {
    let mut rows = rows.ok()?;
    let mut all = Vec::new();
    while let Some(row) = rows.next_row().ok()? {
        let mut text = format!("{}:", row.number);
        for (column, cell) in row.cells() {
            let _ = match cell {
                Cell::Empty => Ok(()),
                Cell::Number { value, written } => {
                    let plain = value.to_string();
                    assert!(
                        value >= 9_007_199_254_740_992.0 || written.is_none_or(|digits| digits == plain),
                        "{cell:?}"
                    );
                    write!(text, " {column}={value:?}")
                }
                other => write!(text, " {column}={other:?}"),
            };
        }
        all.push(text);
    }
    let exact_rows = rows.progress().exact_rows;
    Some((all, exact_rows))
}

/// Compares the lanes over all sheets of a file; tells how many rows there are and how many were handed over, or nothing where
/// the fast lane leaves the whole file.
fn compare(path: &Path) -> Option<(u64, u64)> {
    let fast = FastBook::open(path, None).ok()??;
    let mut exact = Workbook::open(path, Format::Xlsx).ok()?;
    let (mut all_rows, mut handed_over) = (0, 0);
    let sheets = exact.sheets();
    assert_eq!(fast.sheets(), sheets, "{}", path.display());
    assert_eq!(fast.date_system(), exact.date_system(), "{}", path.display());
    for (place, sheet) in sheets.iter().enumerate() {
        let name = sheet.name.clone().unwrap_or_default();
        // A book that was handed over stays with the exact reader.
        let mut fast = FastBook::open(path, None).ok().flatten().expect("it opened before");
        let (found, wanted) = (written(fast.rows(place)), written(exact.rows(&name)));
        let (found, rows) = found.map_or((None, 0), |(cells, rows)| (Some(cells), rows));
        handed_over += rows;
        let wanted = wanted.map(|(cells, rows)| {
            all_rows += rows;
            cells
        });
        assert_eq!(found, wanted, "{} {name}", path.display());
    }
    Some((all_rows, handed_over))
}

fn workbooks(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(workbooks(&path));
        } else if path.extension().is_some_and(|extension| extension == "xlsx" || extension == "xlsm") {
            found.push(path);
        }
    }
    found
}

#[test]
fn fixtures_read_the_same() {
    let files = workbooks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"));
    let taken = files.iter().filter(|path| compare(path).is_some()).count();
    assert!(taken >= 7, "only {taken} of {} files took the fast lane", files.len());
}

/// Published workbooks with all that spreadsheets can hold, where they lie beside the project.
#[test]
fn published_workbooks_read_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/calamine");
    let files = workbooks(&folder);
    let taken = files.iter().filter(|path| compare(path).is_some()).count();
    assert!(taken > 20 || !folder.exists(), "only {taken} of {} files took the fast lane", files.len());
}

/// What spreadsheet programs write when a seller saves an export again: nothing of it is handed over.
#[test]
fn sheets_saved_again_take_the_fast_lane() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("again.xlsx");
    let cells = [
        "<c t=\"s\"><v>0</v></c>",
        "<c t=\"s\"><v>1</v></c>",
        "<c s=\"2\"><v>46027.5</v></c>",
        "<c s=\"8\"><v>46027</v></c>",
        "<c s=\"6\"><v>12.3</v></c>",
        "<c t=\"inlineStr\"><is><r><t>a</t></r><r><t>&#10;_x000D_b</t></r></is></c>",
    ];
    let row = format!("<sheetData><row r=\"1\">{}</row></sheetData>", cells.concat());
    let strings =
        "<si><t>订单</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si><si><r><t>备</t></r><r><t>注</t></r></si>";
    workbook(&path, &[row], strings);
    assert_eq!(compare(&path), Some((1, 0)));
}

/// What writers hardly write, and what no reader may guess at.
#[test]
fn strange_sheets_read_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("strange.xlsx");
    let row = |number: u32, cells: &str| format!("<row r=\"{number}\">{cells}</row>");
    let cell = |place: &str, value: u32| format!("<c r=\"{place}\"><v>{value}</v></c>");
    let data = |inside: &str| format!("<sheetData>{inside}</sheetData>");
    let first = row(1, &cell("A1", 1));
    let sheets = [
        data(&(first.clone() + &row(2, &cell("A2", 2)) + &row(2, &cell("B2", 22)) + &row(3, &cell("A3", 3)))),
        data(&(first.clone() + &row(2, &cell("A2", 2)) + &row(3, &(cell("B2", 22) + &cell("A3", 3))))),
        data(&(first.clone() + &cell("B1", 2) + &row(2, &cell("A2", 2)))),
        data(&(first.clone() + &row(2, "") + &row(2, &cell("A1", 3)) + &row(4, &cell("A4", 4)))),
        format!("<?pi <sheetData/> ?>{}", data(&first)),
        format!("<sheetData x=\"/>\">{first}</sheetData>"),
        data(&row(5, "<c/ r=\"B5\"><v>3</v></c>")),
        data(&row(5, "<c r=\"B5\" r=\"C5\"><v>3</v></c>")),
        data("<row r=\"3\" r=\"5\"><c><v>3</v></c></row>"),
        data("<row r=\"+3\"><c r=\"A+3\"><v>3</v></c></row>"),
        data(&row(1, "<c t=\"s\"><v>+0</v></c>")),
        data(&row(1, "<c s=\"+4\"><v>45000.5</v></c>")),
        data(&row(1, "<c t=\"inlineStr\"><is><t>&nbsp;</t></is></c>")),
        data(&row(1, "<c><f>A1&B1</f><v>1</v></c>")),
        data(&row(1, "<c><f>A1&amp;B1</f><v>1</v></c>")),
        data(&row(1, "<c><f/ >x</f><v>1</v></c>")),
        data(&row(1, "<c t=\"inlineStr\"><is><t x=\"<\"/></is></c>")),
        data(&row(1, "<c t=\"inlineStr\"><is><t>&#0;</t></is></c>")),
    ];
    workbook(&path, &sheets, "<si><t>a</t></si>");
    assert!(compare(&path).is_some());
}

/// The row that stands last in a batch can still be joined by a cell out of place.
#[test]
fn a_batch_ends_before_its_last_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("batches.xlsx");
    let long = format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", "x".repeat(300_000));
    let sheets = (1..8).map(|rows| {
        let inside: String = (1..=rows)
            .flat_map(|number| [format!("<row r=\"{number}\">"), long.clone(), "</row>".to_owned()])
            .collect();
        format!("<sheetData>{inside}<row r=\"{rows}\"><c r=\"B{rows}\"><v>7</v></c></row></sheetData>")
    });
    workbook(&path, &sheets.collect::<Vec<_>>(), "");
    assert!(compare(&path).is_some());
}

#[test]
fn a_short_row_of_long_strings_is_too_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.xlsx");
    let strings = format!("<si><t>{}</t></si>", "x".repeat(1 << 20));
    let row = format!(r#"<sheetData><row r="1">{}</row></sheetData>"#, r#"<c t="s"><v>0</v></c>"#.repeat(9));
    workbook(&path, &[row], &strings);
    let mut book = FastBook::open(&path, None).ok().flatten().expect("an ordinary workbook");
    let read = book.rows(0).expect("a sheet").next_row().map(|row| row.map(|row| row.number));
    assert!(matches!(read, Err(Problem::TooLarge(_))), "{read:?}");
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="8"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/><numFmt numFmtId="5" formatCode="yyyy-mm-dd hh:mm"/><numFmt numFmtId="165" formatCode="0.00_);(0.00)"/><numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="168" formatCode="&quot;d&quot;0\\m*y"/><numFmt numFmtId="169" formatCode="&quot;*&quot;yyyy-mm-dd"/><numFmt numFmtId="14" formatCode="0.0"/></numFmts><cellXfs count="15"><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="5"/><xf numFmtId="44"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="46"/><xf numFmtId="200"/><xf numFmtId="169"/></cellXfs><dxfs><dxf><numFmt numFmtId="31" formatCode="0.00"/></dxf><dxf><numFmt numFmtId="0" formatCode="General"/></dxf><dxf><numFmt numFmtId="0" formatCode="General"/></dxf></dxfs></styleSheet>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes a workbook of sheets whose inside is given.
fn workbook(path: &Path, sheets: &[String], strings: &str) {
    let mut zip = ZipWriter::new(File::create(path).expect("a file"));
    let mut part = |name: &str, text: &str| {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    };
    part("[Content_Types].xml", TYPES);
    part("_rels/.rels", ROOT);
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, inside) in (1..).zip(sheets) {
        let _ = write!(list, r#"<sheet name="s{number}" sheetId="{number}" r:id="r{number}"/>"#);
        let _ = write!(
            relations,
            r#"<Relationship Id="r{number}" Type="{RELATION}/worksheet" Target="worksheets/s{number}.xml"/>"#
        );
        part(&format!("xl/worksheets/s{number}.xml"), &format!(r#"<worksheet xmlns="{MAIN}">{inside}</worksheet>"#));
    }
    part(
        "xl/workbook.xml",
        &format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{list}</sheets></workbook>"#),
    );
    let _ = write!(
        relations,
        r#"<Relationship Id="st" Type="{RELATION}/styles" Target="styles.xml"/><Relationship Id="ss" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/>"#
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
        ),
    );
    part("xl/styles.xml", STYLES);
    part("xl/sharedStrings.xml", &format!(r#"<sst xmlns="{MAIN}">{strings}</sst>"#));
    zip.finish().expect("a workbook");
}

/// Texts with everything that a writer may put into one.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "69",
        "订单",
        " ",
        "\t",
        "\n",
        "\r\n",
        "&amp;",
        "&lt;",
        "&#10;",
        "&#x9;",
        "&quot;",
        "_x000D_",
        "_x",
        "_",
        "é",
        "\u{a0}",
        "]",
        ">",
        "_xD83D_",
        "_xDCF7_",
        "_x000a_",
        "&#xD;",
        "&#128247;",
    ]);
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

/// The inside of a cell with its type and style attributes.
fn cell() -> impl Strategy<Value = (String, String)> {
    let plain = |attributes: &'static str, inside: String| (attributes.to_owned(), inside);
    let number = prop::sample::select(vec![
        "1",
        "-2.50",
        "1E3",
        "0.1",
        "6926181657396269909",
        "45000.5",
        "100123.0",
        "007",
        "+1",
        "",
        " 1",
        "abc",
    ]);
    let style = (0..18_u8).prop_map(|style| if style == 17 { String::new() } else { format!(" s=\"{style}\"") });
    let preserve = prop::sample::select(vec!["", r#" xml:space="preserve""#, " xml:space='preserve'"]);
    prop_oneof![
        4 => (text(), preserve.clone()).prop_map(move |(text, space)| plain(r#" t="inlineStr""#, format!("<is><t{space}>{text}</t></is>"))),
        3 => (number.clone(), style).prop_map(|(number, style)| (style, format!("<v>{number}</v>"))),
        2 => number.prop_map(move |number| plain(r#" t="n""#, format!("<f>A1+1</f><v>{number}</v>"))),
        2 => (0..6u8).prop_map(move |number| plain(r#" t="s""#, format!("<v>{number}</v>"))),
        1 => text().prop_map(move |text| plain(r#" t="str""#, format!("<f>A1</f><v>{text}</v>"))),
        1 => prop::sample::select(vec!["0", "1", "true", ""]).prop_map(move |v| plain(r#" t="b""#, format!("<v>{v}</v>"))),
        1 => prop::sample::select(vec!["#N/A", "#REF!", "#SPILL!"]).prop_map(move |v| plain(r#" t="e""#, format!("<v>{v}</v>"))),
        1 => Just(plain(r#" t="d""#, "<v>2026-01-05T09:03:00</v>".to_owned())),
        1 => Just(plain(r#" t="inlineStr""#, "<is><r><t>rich</t></r><r><t xml:space=\"preserve\"> text</t></r></is>".to_owned())),
        1 => Just(plain(r#" t="inlineStr""#, "<is><t>漢字</t><rPh sb=\"0\" eb=\"2\"><t>かんじ</t></rPh></is>".to_owned())),
        1 => Just(plain(r#" t="inlineStr""#, "<is><t><![CDATA[</row>]]></t></is>".to_owned())),
        1 => Just(plain("", "<!-- no cell --><v>7</v>".to_owned())),
        1 => Just(plain(r#" t="inlineStr""#, "<is></is>".to_owned())),
        1 => Just(plain(r#" t="inlineStr""#, "<v>9</v><is><t/></is>".to_owned())),
        1 => Just(plain("", String::new())),
        1 => Just(plain(r#" s="2""#, "<f t=\"shared\" si=\"0\"/><v>3</v>".to_owned())),
    ]
}

fn letters(column: usize) -> String {
    crate::model::reject::column_letters(column)
}

/// The rows of a sheet: sparse, with and without places, in odd spacing.
fn sheet() -> impl Strategy<Value = String> {
    let cells = prop::collection::vec((cell(), 0usize..3, 0u8..12), 0..6);
    let rows = prop::collection::vec((cells, prop::sample::select(vec![1, 1, 1, 2, 2, 0]), 0u8..10), 0..6);
    rows.prop_map(|rows| {
        let mut xml = String::from("<dimension ref=\"A1:Z9\"/><sheetData>");
        let mut number = 1;
        for (cells, step, habit) in rows {
            number += step;
            let space = if habit == 1 { "\n  " } else { "" };
            match habit {
                0 => xml.push_str("<row>"),
                2 => {
                    let _ = write!(
                        xml,
                        "<row spans='1:5' r='{number}' ht=\"15\" x14ac:dyDescent=\"0.2\" xmlns:x14ac=\"x\">"
                    );
                }
                3 if cells.is_empty() => {
                    let _ = write!(xml, "<row r=\"{number}\"/>");
                    continue;
                }
                _ => {
                    let _ = write!(xml, "<row r=\"{number}\">");
                }
            }
            let mut column = 0;
            for ((attributes, inside), gap, habit) in cells {
                column += gap;
                let place = format!("{}{number}", letters(column));
                xml.push_str(space);
                let _ = match habit {
                    0 => write!(xml, "<c{attributes}>{inside}</c>"),
                    1 => write!(xml, "<c{attributes} r='{place}' >{inside}</c>"),
                    2 => write!(xml, "<c r=\"{place}\"{attributes}/>"),
                    3 => write!(xml, "<c r=\"{place}\"{attributes}>\n{inside}\n</c>"),
                    _ => write!(xml, "<c r=\"{place}\"{attributes}>{inside}</c>"),
                };
                column += 1;
            }
            xml.push_str(space);
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData><pageMargins left=\"0.7\"/>");
        xml
    })
}

fn strings() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        6 => text().prop_map(|text| format!("<si><t>{text}</t></si>")),
        2 => text().prop_map(|text| format!("<si><t xml:space=\"preserve\">{text}</t></si>\n")),
        1 => Just("<si/>".to_owned()),
        1 => Just("<si><r><rPr><b/></rPr><t>bold</t></r></si>".to_owned()),
        1 => text().prop_map(|text| format!("<si><t>{text}</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>")),
        1 => (text(), text()).prop_map(|(a, b)| format!("<si><r><t>{a}</t></r><r><t xml:space=\"preserve\">{b}</t></r><rPh sb=\"0\" eb=\"1\"><t>{a}</t></rPh></si>")),
    ];
    prop::collection::vec(one, 0..6).prop_map(|all| all.concat())
}

proptest! {
    // Ten sheets a case: ten thousand sheets.
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_sheets_read_the_same(sheets in prop::collection::vec(sheet(), 10), strings in strings()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("generated.xlsx");
        workbook(&path, &sheets, &strings);
        prop_assert!(compare(&path).is_some(), "the fast lane did not open the workbook");
    }
}
