//! Compares the fast path of XLSX with the exact reader, and all readers with calamine where it is reliable.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::cell::Cell;
use super::source::Source;
use super::xlsx::XlsxBook;
use super::{Book, Problem, Rows};

/// Lists every row and cell, and the number of rows of the exact reader. Returns nothing if the sheet cannot be read completely.
fn written(rows: Result<Box<dyn Rows + '_>, Problem>) -> Option<(Vec<String>, u64)> {
    let mut rows = rows.ok()?;
    let mut all = Vec::new();
    while let Some(row) = rows.next_row().ok()? {
        let mut text = format!("{}:", row.number);
        for (column, cell) in row.cells() {
            let _ = match cell {
                Cell::Empty => Ok(()),
                other => write!(text, " {column}={other:?}"),
            };
        }
        all.push(text);
    }
    let exact_rows = rows.progress().exact_rows;
    Some((all, exact_rows))
}

fn opened(path: &Path) -> Option<XlsxBook> {
    XlsxBook::open(&Source::open(path).ok()?).ok()
}

/// Compares both readers on all sheets of a file. Returns the number of rows, and how many of them the fast path left to the exact
/// reader, or nothing if the file cannot be opened.
fn compare(path: &Path) -> Option<(u64, u64)> {
    let mut book = opened(path)?;
    let (mut all_rows, mut left) = (0, 0);
    for index in 0..book.sheets().len() {
        let (found, wanted) = (written(book.rows(index)), written(book.exact_rows(index)));
        left += found.as_ref().map_or(0, |(_, rows)| *rows);
        all_rows += wanted.as_ref().map_or(0, |(_, rows)| *rows);
        let cells = |read: Option<(Vec<String>, u64)>| read.map(|(cells, _)| cells);
        assert_eq!(cells(found), cells(wanted), "{} {index}", path.display());
    }
    Some((all_rows, left))
}

/// Reads the cells of a sheet by their places, as texts that say the same of every reader.
fn ours(book: &mut Book, index: usize) -> Option<BTreeMap<(u64, u32), String>> {
    let mut cells = BTreeMap::new();
    let mut rows = book.rows(index).ok()?;
    while let Some(row) = rows.next_row().ok()? {
        for (column, cell) in row.cells() {
            let said = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => text.to_owned(),
                Cell::Number { value, .. } => value.to_string(),
                Cell::Serial(days) => format!("day {days}"),
                Cell::Bool(value) => value.to_string(),
                Cell::Error(code) => code.to_owned(),
                Cell::NoResult => "no result".to_owned(),
                Cell::Undecodable | Cell::TooLong => "not read".to_owned(),
            };
            cells.insert((row.number, u32::try_from(column).expect("a column")), said);
        }
    }
    Some(cells)
}

fn theirs<R: Reader<std::io::BufReader<File>>>(book: &mut R, name: &str) -> Option<BTreeMap<(u64, u32), String>> {
    let range = book.worksheet_range(name).ok()?;
    let (top, left) = range.start()?;
    let cells = range.used_cells().map(|(row, column, value)| {
        let said = match value {
            Data::DateTime(date) => format!("day {}", date.as_f64()),
            Data::DateTimeIso(text) => super::values::wall_clock(text).to_owned(),
            // By the code page that a file wrongly names, zeros stand between the letters.
            other => other.to_string().replace('\0', ""),
        };
        ((u64::from(top) + row as u64 + 1, left + u32::try_from(column).expect("a column")), said)
    });
    Some(cells.filter(|(_, said)| !said.is_empty()).collect())
}

/// Compares a file with what calamine reads; tells how many sheets both read, and what else was found.
fn against_calamine<R: Reader<std::io::BufReader<File>>>(path: &Path, differences: &mut Vec<String>) -> usize {
    let mut sheets = 0;
    let reference: Result<R, _> = calamine::open_workbook(path);
    let (Ok(mut reference), book) = (reference, Book::open(path, None)) else { return 0 };
    let Ok(mut book) = book else {
        differences.push(format!("{}: not opened: {:?}", path.display(), book.err()));
        return 0;
    };
    for index in 0..book.sheets().len() {
        let name = book.sheets()[index].name.clone().unwrap_or_default();
        let Some(wanted) = theirs(&mut reference, &name) else { continue };
        let Some(found) = ours(&mut book, index) else {
            differences.push(format!("{} {name}: not read", path.display()));
            continue;
        };
        sheets += 1;
        let places = found.keys().chain(wanted.keys()).collect::<std::collections::BTreeSet<_>>();
        for at in places {
            let (ours, theirs) = (found.get(at), wanted.get(at));
            if ours != theirs && !matches!(ours.map(String::as_str), Some("no result")) {
                differences.push(format!("{} {name} {at:?}: {ours:?} {theirs:?}", path.display()));
            }
        }
    }
    sheets
}

fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if path.is_dir() {
            found.extend(files(&path, extensions));
        } else if extension.is_some_and(|extension| extensions.contains(&extension)) {
            found.push(path);
        }
    }
    found
}

fn workbooks(folder: &Path) -> Vec<PathBuf> {
    files(folder, &["xlsx", "xlsm"])
}

/// Published workbooks of all formats, where they lie beside the project.
#[test]
fn calamine_reads_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut differences = Vec::new();
    let mut sheets = [0; 4];
    for folder in [root.join("fixtures"), root.join("../shared/corpus/calamine")] {
        for path in files(&folder, &["xlsx", "xlsm", "xlsb", "xls", "ods"]) {
            // Those are refused.
            if path.starts_with(root.join("fixtures/bad")) {
                continue;
            }
            let found = &mut differences;
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("xlsb") => sheets[1] += against_calamine::<calamine::Xlsb<_>>(&path, found),
                Some("xls") => sheets[2] += against_calamine::<calamine::Xls<_>>(&path, found),
                Some("ods") => sheets[3] += against_calamine::<calamine::Ods<_>>(&path, found),
                _ => sheets[0] += against_calamine::<calamine::Xlsx<_>>(&path, found),
            }
        }
    }
    assert!(differences.is_empty(), "{sheets:?} {} {:#?}", differences.len(), differences);
}

#[test]
fn fixtures_read_the_same() {
    let files = workbooks(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"));
    let taken = files.iter().filter(|path| compare(path).is_some()).count();
    assert!(taken >= 7, "only {taken} of {} files took the fast path", files.len());
}

/// Published workbooks with all that spreadsheets can hold, where they lie beside the project.
#[test]
fn published_workbooks_read_the_same_by_both_readers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/calamine");
    let files = workbooks(&folder);
    let taken = files.iter().filter(|path| compare(path).is_some()).count();
    assert!(taken > 20 || !folder.exists(), "only {taken} of {} files took the fast path", files.len());
}

/// What spreadsheet programs write when a seller saves an export again: nothing of it is handed over.
#[test]
fn sheets_saved_again_take_the_fast_path() {
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
    let cell = |index: &str, value: u32| format!("<c r=\"{index}\"><v>{value}</v></c>");
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

#[test]
fn a_short_row_of_long_strings_is_too_large() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.xlsx");
    let strings = format!("<si><t>{}</t></si>", "x".repeat(32_767));
    let row = format!(r#"<sheetData><row r="1">{}</row></sheetData>"#, r#"<c t="s"><v>0</v></c>"#.repeat(300));
    workbook(&path, &[row], &strings);
    let mut book = opened(&path).expect("an ordinary workbook");
    let read = book.rows(0).expect("a sheet").next_row().map(|row| row.map(|row| row.number));
    assert!(matches!(read, Err(Problem::TooLarge(..))), "{read:?}");
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="8"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/><numFmt numFmtId="5" formatCode="yyyy-mm-dd hh:mm"/><numFmt numFmtId="165" formatCode="0.00_);(0.00)"/><numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="yyyy&quot;年&quot;m&quot;月&quot;;@"/><numFmt numFmtId="168" formatCode="&quot;d&quot;0\\m*y"/><numFmt numFmtId="169" formatCode="&quot;*&quot;yyyy-mm-dd"/><numFmt numFmtId="14" formatCode="0.0"/></numFmts><cellXfs count="15"><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="5"/><xf numFmtId="44"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="46"/><xf numFmtId="200"/><xf numFmtId="169"/></cellXfs><dxfs><dxf><numFmt numFmtId="31" formatCode="0.00"/></dxf><dxf><numFmt numFmtId="0" formatCode="General"/></dxf><dxf><numFmt numFmtId="0" formatCode="General"/></dxf></dxfs></styleSheet>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Writes a workbook of sheets whose inside is given.
pub(super) fn workbook(path: &Path, sheets: &[String], strings: &str) {
    workbook_that_says(path, sheets, strings, "");
}

/// Writes a workbook as [`workbook`] does, with something more in its part of itself.
pub(super) fn workbook_that_says(path: &Path, sheets: &[String], strings: &str, more: &str) {
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
        &format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets>{list}</sheets>{more}</workbook>"#),
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
        "1e-400",
        "-1E400",
        "0E9",
        "-0",
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
        1 => prop::sample::select(vec!["#N/A", "#REF!", "#SPILL!", "#?", "broken"]).prop_map(move |v| plain(r#" t="e""#, format!("<v>{v}</v>"))),
        1 => prop::sample::select(vec!["2026-01-05T09:03:00", "2026-01-05T09:03:00.5Z", "2026-01-05", "PT1H", ""]).prop_map(move |v| plain(r#" t="d""#, format!("<v>{v}</v>"))),
        2 => prop::sample::select(vec!["<f>A1</f>", "<f/>", "<f>A1</f><v/>", "<f>A1</f><v></v>", "<f t=\"shared\" si=\"0\"/>"]).prop_map(move |v| plain("", v.to_owned())),
        1 => prop::sample::select(vec!["<f>A1</f>", "<f>A1</f><v/>", "<f>A1</f><v></v>", "<v/>"]).prop_map(move |v| plain(r#" t="str""#, v.to_owned())),
        1 => prop::sample::select(vec!["<v><![CDATA[7]]></v>", "<v>1<!-- x -->2</v>", "<?x?><v>3</v><!-- <v>4</v> -->", "<v> 5 </v>"]).prop_map(move |v| plain("", v.to_owned())),
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

/// The rows of a sheet: sparse, with and without positions, with unusual spacing.
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
                let index = format!("{}{number}", letters(column));
                xml.push_str(space);
                let _ = match habit {
                    0 => write!(xml, "<c{attributes}>{inside}</c>"),
                    1 => write!(xml, "<c{attributes} r='{index}' >{inside}</c>"),
                    2 => write!(xml, "<c r=\"{index}\"{attributes}/>"),
                    3 => write!(xml, "<c r=\"{index}\"{attributes}>\n{inside}\n</c>"),
                    _ => write!(xml, "<c r=\"{index}\"{attributes}>{inside}</c>"),
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
    fn generated_sheets_read_the_same(sheets in prop::collection::vec(sheet(), 10), strings in strings(), recalculates in prop::bool::weighted(0.1)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("generated.xlsx");
        let more = if recalculates { "<calcPr fullCalcOnLoad=\"1\"/>" } else { "" };
        workbook_that_says(&path, &sheets, &strings, more);
        prop_assert!(compare(&path).is_some(), "the workbook was not opened");
    }
}
