//! What is done with the bytes of a fuzzer. Whatever they are, each of these must come back: errors are answers, panics are not.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use shopkit::kit::{self, ImportOptions, Kit, Silent};
use shopkit::model::field::Field;
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, RowSink};
use shopkit::rules::lint::lint;
use shopkit::rules::{BUILT_IN, Ruleset};
use shopkit::sheet::Book;
use shopkit::texts::Texts;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Does with some bytes what a target does.
pub type Body = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Body); 5] =
    [("xlsx", xlsx), ("csv", csv), ("values", values), ("rules", rules), ("sql", sql)];

/// The parts of a workbook, of which the first byte of the input chooses one that the rest of it takes the place of.
const PARTS: [(&str, &str); 5] = [
    (
        "xl/worksheets/sheet1.xml",
        r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c s="1"><v>46027.5</v></c></row></sheetData></worksheet>"#,
    ),
    ("xl/sharedStrings.xml", "<sst><si><t>主订单编号</t></si></sst>"),
    ("xl/styles.xml", r#"<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships><Relationship Id="r1" Type="/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="/styles" Target="styles.xml"/></Relationships>"#,
    ),
];

const ROOT: &str =
    r#"<Relationships><Relationship Id="r1" Type="/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Reads a workbook, through the fast lane as far as that goes.
pub fn xlsx(data: &[u8]) {
    let Some((chosen, data)) = data.split_first() else { return };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, stored).expect("a part");
        zip.write_all(bytes).expect("written");
    };
    put("_rels/.rels", ROOT.as_bytes());
    for (place, (name, usual)) in PARTS.iter().enumerate() {
        put(name, if usize::from(*chosen) % PARTS.len() == place { data } else { usual.as_bytes() });
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    let file = file(&bytes);
    let Ok(mut book) = Book::open_with(file.path(), None, Some(Path::new("/no/program"))) else { return };
    for sheet in 0..book.sheets().len() {
        let Ok(mut rows) = book.rows(sheet) else { continue };
        while let Ok(Some(row)) = rows.next_row() {
            assert!(row.cells().count() <= 16_384);
        }
    }
}

/// Looks at delimited text: its encoding, delimiter, header and rows.
pub fn csv(data: &[u8]) {
    if !data.starts_with(b"PK") && !data.starts_with(b"\xD0\xCF") {
        let _ = kit::inspect(file(data).path(), &ImportOptions::default());
    }
}

/// Puts each line of the input under each known header in turn, and a line of its own at the end as a header.
pub fn values(data: &[u8]) {
    let text = String::from_utf8_lossy(data).replace('"', "\"\"");
    let mut headers: Vec<String> = Field::ALL.iter().map(|field| format!("\"{}\"", field.header())).collect();
    headers.push(format!("\"{}\"", text.lines().last().unwrap_or_default()));
    let mut sheet = headers.join(",") + "\n";
    for (number, value) in text.lines().take(32).enumerate() {
        // The keys of a row are sound in every second one, so that the other columns count.
        let sound = number.is_multiple_of(2);
        let cell = |place: usize| match Field::ALL.get(place) {
            Some(Field::MainOrderId | Field::SubOrderId) if sound => number.to_string(),
            _ => format!("\"{value}\""),
        };
        let cells: Vec<String> = (0..headers.len()).map(cell).collect();
        sheet += &(cells.join(",") + "\n");
    }
    let _ = kit::inspect(file(sheet.as_bytes()).path(), &ImportOptions::default());
}

/// Reads rule files and files of facts, shows what is wrong with them, and checks those that are in order.
pub fn rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Ruleset::read(&[BUILT_IN[0], ("fuzz.toml", &text)]) {
        Ok(ruleset) => drop(lint(&ruleset)),
        Err(errors) => {
            for error in errors {
                for texts in [Lang::Zh, Lang::En].map(Texts::command) {
                    assert!(!error.render(|message| texts.say(message)).is_empty());
                }
            }
        }
    }
    if let Err(errors) = Ruleset::built_in().read_facts("facts.toml", &text) {
        for error in &errors {
            assert!(!error.render(|message| Texts::page(Lang::En).say(message)).is_empty());
        }
    }
}

/// Runs SQL, after which the database and its folder must be as they were.
pub fn sql(data: &[u8]) {
    static STOCKED: OnceLock<(tempfile::TempDir, Vec<u8>)> = OnceLock::new();
    let (folder, before) = STOCKED.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let (database, export) = (folder.path().join("fuzz.db"), folder.path().join("orders.csv"));
        fs::write(
            &export,
            include_bytes!("../../fixtures/sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv"),
        )
        .expect("an export");
        let mut kit = Kit::open(&database).expect("a database");
        kit.import(&export, &ImportOptions::default(), &mut Silent).expect("an import");
        drop(kit);
        fs::remove_file(export).expect("removed");
        // What a reader leaves beside a database of this kind is there from now on.
        let _ = kit::sql(&database, "SELECT 1", &[], false, LIMIT, &mut Nowhere);
        let bytes = fs::read(&database).expect("a database");
        (folder, bytes)
    });
    let database = folder.path().join("fuzz.db");
    let _ = kit::sql(&database, &String::from_utf8_lossy(data), &[], false, LIMIT, &mut Nowhere);
    assert!(fs::read(&database).expect("a database") == *before, "a query wrote to the database");
    for entry in fs::read_dir(folder.path()).expect("a folder").flatten() {
        assert!(entry.file_name().to_string_lossy().starts_with("fuzz.db"), "a query made {}", entry.path().display());
    }
}

/// How long a query may take here; what is slow is no mistake.
const LIMIT: Duration = Duration::from_millis(200);

struct Nowhere;

impl RowSink for Nowhere {
    fn columns(&mut self, _: &[Column]) -> std::io::Result<()> {
        Ok(())
    }

    fn row(&mut self, _: &[Datum]) -> std::io::Result<()> {
        Ok(())
    }
}

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("written");
    file
}
