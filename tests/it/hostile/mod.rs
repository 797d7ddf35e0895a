//! Files that are made to harm: each is refused with a clear error, soon and with little memory, and the database is as it was.

mod made;
mod told;
mod work;

use std::process::Stdio;
use std::time::Duration;

use made::{Xlsx, attributes, laughs, lie, ods, ods_row, packed, row, xls_that_claims};

use shopkit::kit::{self, ImportOptions};
use shopkit::model::lang::Explain as _;

use crate::support::{Shop, corpus, finish, fixtures};

#[path = "../../../fixtures/mutants/mutate.rs"]
pub mod mutate;
#[path = "../../../fixtures/mutants/watch.rs"]
mod watch;

/// The most memory that the program and what it starts may hold.
const MEMORY: u64 = 512 << 20;

/// What hangs is ended then; a limit of the program's own ends it long before.
const PATIENCE: Duration = Duration::from_mins(2);

/// Runs the program on a file as `import` and as `inspect`: it must end by itself, and say what is wrong without falling over it.
/// Returns the code of the error, or nothing where the file can be imported.
fn fate(shop: &Shop, name: &str) -> Option<String> {
    let mut ends = Vec::new();
    for arguments in [&["import", name][..], &["inspect", name]] {
        let mut command = shop.command();
        command.args(["--lang", "en", "--format", "json", "--verbose"]).args(arguments);
        let run = watch::watch(&mut command, PATIENCE);
        assert!(matches!(run.code, Some(0..=2)), "{name}: {:?} after {:?}\n{}", run.code, run.time, run.err);
        assert!(!run.err.contains("internal error") && !run.err.contains("memory allocation"), "{name}: {}", run.err);
        assert!(run.peak < MEMORY, "{name}: {} MiB", run.peak >> 20);
        ends.push((run.code, run.out));
    }
    // A file that can be read and is no export is shown as it is.
    let is_shown = ends[0].0 == Some(2) && ends[1].1.contains("\"sheets\"");
    assert_eq!(ends[1].0, if is_shown { Some(1) } else { ends[0].0 }, "{name}");
    let answer: serde_json::Value = serde_json::from_str(&ends[0].1).expect("an answer");
    answer["files"][0]["error"]["code"].as_str().map(str::to_owned)
}

fn refused(cases: &[(&str, &str, Vec<u8>)]) {
    let shop = Shop::new();
    shop.run(["import".as_ref(), fixtures().join("xlsx-inline/orders.xlsx").as_os_str()]);
    let before = shop.orders();
    for (name, code, bytes) in cases {
        shop.file(name, bytes);
        assert_eq!(fate(&shop, name).as_deref(), Some(*code), "{name}");
    }
    assert_eq!(shop.orders(), before);
}

#[test]
fn archives_that_lie_are_refused_before_they_are_unpacked() {
    let honest = Xlsx { rows: row(1, &["主订单编号", "x"]), ..Xlsx::default() };
    let sheet = "xl/worksheets/sheet1.xml";
    let mut twice = honest.parts();
    twice.push((sheet.replace("sheet1", "sheet9"), "x".to_owned()));
    let twice = packed(twice);
    let at = twice.windows(sheet.len()).rposition(|name| name == b"xl/worksheets/sheet9.xml").expect("the name");
    let mut same = twice.clone();
    same[at..at + sheet.len()].copy_from_slice(sheet.as_bytes());
    let mut folded = honest.parts();
    folded.push((sheet.replace("sheet1", "SHEET1").replace('/', "\\"), "x".to_owned()));
    let mut many = honest.parts();
    many.extend((0..12_000).map(|number| (format!("xl/media/{number}.png"), String::new())));
    let mut names = honest.parts();
    names.extend((0..90).map(|number| (format!("{number}{}", "x".repeat(60_000)), String::new())));
    refused(&[
        ("overlapping.xlsx", "damaged-file", lie(twice, "xl/worksheets/sheet9.xml", made::BEGIN, 0)),
        ("twice.xlsx", "damaged-file", same),
        ("twice-but-for-case.xlsx", "damaged-file", packed(folded)),
        ("less.xlsx", "damaged-file", lie(honest.bytes(), sheet, made::UNPACKED, 10)),
        ("more.xlsx", "too-large", lie(honest.bytes(), sheet, made::UNPACKED, 0xffff_fff0)),
        ("many-entries.xlsx", "too-large", packed(many)),
        ("long-names.xlsx", "too-large", packed(names)),
    ]);
}

#[test]
fn bombs_of_xml_are_refused() {
    let cell = "<c t=\"inlineStr\"><is><t>a</t></is></c>";
    let string = "x".repeat(70 << 20);
    let rows = |rows: String| Xlsx { rows, ..Xlsx::default() }.bytes();
    let strings = |inside: &str| Xlsx {
        rows: "<row><c t=\"s\"><v>0</v></c></row>".to_owned(),
        strings: format!("<sst>{inside}</sst>"),
        ..Xlsx::default()
    };
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    refused(&[
        (
            "far-cell.xlsx",
            "no-header",
            rows(row(1, &["a"]) + "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
        ),
        ("string.xlsx", "too-large", rows(row(1, &[&string]))),
        ("shared-string.xlsx", "too-large", strings(&format!("<si><t>{string}</t></si>")).bytes()),
        ("cells.xlsx", "no-header", rows("<row><c/><c/><c/><c/><c/><c/><c/><c/></row>".repeat(1_000_000))),
        ("rows.xlsx", "too-large", rows("<row><c/></row>".repeat(1_600_000))),
        ("wide.xlsx", "too-large", rows(format!("<row>{}</row>", cell.repeat(20_000)) + &row(2, &["a"]))),
        ("attributes-of-row.xlsx", "too-large", rows(format!("<row{}>{cell}</row>", attributes(80_000)))),
        ("attributes-of-cell.xlsx", "too-large", rows(format!("<row><c{}/></row>", attributes(80_000)))),
        (
            "attributes-of-root.xlsx",
            "too-large",
            Xlsx { head: format!("<worksheet{}>", attributes(80_000)), ..Xlsx::default() }.bytes(),
        ),
        ("attributes-of-sheet.xlsx", "too-large", Xlsx { sheet: attributes(80_000), ..Xlsx::default() }.bytes()),
        ("attributes-of-text.xlsx", "too-large", strings(&format!("<si><t{}>a</t></si>", attributes(80_000))).bytes()),
        ("laughs-of-sheet.xlsx", "damaged-file", {
            let head = format!("{}<worksheet>", laughs("worksheet"));
            Xlsx { head, rows: row(1, &["&l9;"]), ..Xlsx::default() }.bytes()
        }),
        ("laughs-of-strings.xlsx", "damaged-file", {
            let strings = format!("{}<sst><si><t>&l9;</t></si></sst>", laughs("sst"));
            Xlsx { strings, ..strings_shown() }.bytes()
        }),
        ("deep-sheet.xlsx", "too-large", rows(format!("<row>{deep}</row>"))),
        ("deep-strings.xlsx", "too-large", strings(&format!("<si>{deep}</si>")).bytes()),
        ("deep-workbook.xlsx", "too-large", {
            let mut parts = Xlsx::default().parts();
            let workbook = parts.iter_mut().find(|(name, _)| name == "xl/workbook.xml").expect("a workbook");
            workbook.1 = workbook.1.replace("<sheets>", &format!("{deep}<sheets>"));
            packed(parts)
        }),
        ("many-sheets.xlsx", "too-large", Xlsx { sheets: 600, ..Xlsx::default() }.bytes()),
    ]);
}

fn strings_shown() -> Xlsx {
    Xlsx { rows: "<row><c t=\"s\"><v>0</v></c></row>".to_owned(), ..Xlsx::default() }
}

/// What calamine reads ends the process that reads it, and nothing else.
#[test]
fn readers_that_break_down_are_one_clear_error() {
    let stray = ods_row(1, 1, "a") + &ods_row(1_048_574, 1, "") + &ods_row(1, 16_384, "b");
    let wide = format!("<table:table-row><table:table-cell{}/></table:table-row>", attributes(80_000));
    let claims = "<sst count=\"4000000000\" uniqueCount=\"4000000000\"><si><t><![CDATA[a]]></t></si></sst>".to_owned();
    refused(&[
        ("claims.xls", "reader-stopped", xls_that_claims(u32::MAX)),
        // Half a gigabyte, which a machine has and the limit does not.
        ("claims-less.xls", "reader-stopped", xls_that_claims(65_536)),
        ("claims.xlsx", "no-header", Xlsx { strings: claims, ..strings_shown() }.bytes()),
        ("stray.ods", "no-header", ods("", &stray)),
        ("repeated.ods", "no-header", ods("", &ods_row(1_048_576, 60, "a"))),
        ("attributes.ods", "too-large", ods("", &wide)),
        ("laughs.ods", "damaged-file", ods(&laughs("a"), &ods_row(1, 1, "&l9;"))),
    ]);
    let told = ["en", "zh"].map(|lang| {
        let shop = Shop::new();
        shop.file("claims.xls", xls_that_claims(u32::MAX));
        finish(shop.command().args(["--lang", lang, "inspect", "claims.xls"])).shown()
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn text_without_lines_is_refused() {
    let header = "主订单编号,子订单编号,订单状态\n";
    refused(&[
        ("line.csv", "open-quote", format!("{header}{}", "x".repeat(6 << 20)).into_bytes()),
        ("quote.csv", "open-quote", format!("{header}\"{}", "x,\n".repeat(3 << 20)).into_bytes()),
        ("commas.csv", "too-large", format!("{}\n{header}", ",".repeat(1 << 20)).into_bytes()),
    ]);
}

/// Rows that are just short enough, a thousand times: what is held of them at a time is bounded.
#[test]
fn heavy_rows_are_held_a_few_at_a_time() {
    let names: Vec<String> = ["主订单编号", "子订单编号", "订单状态"]
        .into_iter()
        .map(str::to_owned)
        .chain((0..60).map(|number| format!("备用{number}")))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let heavy = "<c t=\"s\"><v>0</v></c>".repeat(60);
    let rows: String = (2..900)
        .map(|number| format!("<row><c><v>{number}</v></c><c><v>{number}</v></c><c t=\"s\"><v>1</v></c>{heavy}</row>"))
        .collect();
    let strings = format!("<sst><si><t>{}</t></si><si><t>已完成</t></si></sst>", "x".repeat(120_000));
    let shop = Shop::new();
    shop.file("heavy.xlsx", Xlsx { rows: row(1, &names) + &rows, strings, ..Xlsx::default() }.bytes());
    let mut command = shop.command();
    let run = watch::watch(command.args(["inspect", "heavy.xlsx"]), PATIENCE);
    assert!(matches!(run.code, Some(0 | 1)) && run.peak < MEMORY, "{:?} {} MiB {}", run.code, run.peak >> 20, run.err);
}

/// A share of the mutants that `cargo run --example mutants` makes by the thousand.
#[test]
fn mutants_of_the_fixtures_never_bring_the_program_down() {
    let seeds = mutate::Seeds::read(&fixtures());
    let shop = Shop::new();
    for number in 0..150 {
        let (name, bytes) = seeds.mutant(1, number);
        shop.file(&name, bytes);
        let mut command = shop.command();
        let arguments = if number.is_multiple_of(2) { &["import", "--dry-run"][..] } else { &["inspect"] };
        let run = watch::watch(command.args(arguments).arg(&name), PATIENCE);
        assert!(matches!(run.code, Some(0..=2)), "{name}: {:?} after {:?} {}", run.code, run.time, run.err);
        assert!(!run.err.contains("internal error") && run.peak < MEMORY, "{name}: {} MiB {}", run.peak >> 20, run.err);
    }
}

/// Workbooks that others have published, where they lie beside the project.
#[test]
fn published_workbooks_never_bring_the_program_down() {
    let Some(folder) = corpus("calamine") else { return };
    let shop = Shop::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let mut command = shop.command();
        let run = watch::watch(command.arg("inspect").arg(entry.path()), PATIENCE);
        let name = entry.file_name();
        assert!(matches!(run.code, Some(0..=2)) && run.peak < MEMORY, "{}: {:?} {}", name.display(), run.code, run.err);
        assert!(!run.err.contains("internal error"), "{}: {}", name.display(), run.err);
    }
}

/// The call for the process that reads aside is nobody else's to make, and what it names need not be a reader.
#[test]
fn calls_that_are_no_readers_end_well() {
    let shop = Shop::new();
    shop.copy("xls/orders.xls");
    for arguments in [
        &["read-in-sandbox"][..],
        &["read-in-sandbox", "1", "2", "xls", "orders.xls", "x"],
        &["read-in-sandbox", "x", "8", "xls", "orders.xls"],
    ] {
        let run = finish(shop.command().args(arguments).stdin(Stdio::null()));
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (2, "", ""), "{arguments:?}");
    }
    let inspected = |program: &str| {
        let options = ImportOptions { sandbox: Some(program.into()), ..ImportOptions::default() };
        kit::inspect(&shop.path("orders.xls"), &options)
            .map(|inspection| inspection.sheets.len())
            .map_err(|error| error.code())
    };
    assert_eq!(inspected("/no/such/program"), Err("reader-stopped"));
    // What the command names where it does not know which program it is.
    assert_eq!(inspected(""), Err("reader-stopped"));
    // It answers, but nothing that a reader would.
    assert_eq!(inspected(&std::env::current_exe().expect("this test").to_string_lossy()), Err("reader-stopped"));
    assert!(inspected(env!("CARGO_BIN_EXE_shopkit")).is_ok());
}
