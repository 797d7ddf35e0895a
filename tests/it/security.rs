//! What SECURITY.md says of bounds is so: each row of its table has the numbers of the code, and a test.

use std::fs;
use std::path::{Path, PathBuf};

use crate::exports::stocked;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Returns the text of all source files of a folder.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push_str(&fs::read_to_string(&path).expect("a source file"));
        }
    }
    all
}

/// Lists what stands between backquotes.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Works out a constant as it is written: a number, or two with `*` or `<<` between them; or a pair of a list.
fn constant(code: &str, name: &str) -> Option<u64> {
    let number = |text: &str| text.trim().replace('_', "").parse::<u64>().ok();
    if let Some((_, rest)) = code.split_once(&format!("const {name}: ")) {
        let value = rest.split_once('=')?.1.split_once(';')?.0.trim();
        let value = value.strip_prefix("Duration::from_secs(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(value);
        if let Some((number_of, shift)) = value.split_once("<<") {
            return Some(number(number_of)? << number(shift)?);
        }
        return value.split('*').map(number).product();
    }
    let (_, rest) = code.split_once(&format!("Limit::{name}, "))?;
    number(rest.split_once(')')?.0)
}

/// Reads the numbers of a cell: `32 GiB, 250`, `1,048,576`.
fn numbers(cell: &str) -> Vec<u64> {
    let one = |text: &str| {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        let unit = match unit {
            "" | "s" => 1,
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            other => panic!("an unknown unit: {other}"),
        };
        number.replace(',', "").parse::<u64>().unwrap_or_else(|_| panic!("no number: {text}")) * unit
    };
    cell.split(", ").map(one).collect()
}

#[test]
fn every_bound_is_that_of_the_code_and_has_a_test() {
    let security = fs::read_to_string(root().join("SECURITY.md")).expect("SECURITY.md");
    let (_, table) = security.split_once("| what | most | constant | test |\n|---|---|---|---|\n").expect("the table");
    let rows: Vec<&str> = table.lines().take_while(|line| line.starts_with('|')).collect();
    let tests = sources(&root().join("tests")) + &sources(&root().join("src"));
    for row in &rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, most, constants, test] = cells[..] else { panic!("four cells: {row}") };
        let mut code = String::new();
        let mut found = Vec::new();
        for word in quoted(constants) {
            if Path::new(word).extension().is_some_and(|ending| ending == "rs") {
                code = fs::read_to_string(root().join(word)).unwrap_or_else(|_| panic!("no file {word}"));
            } else {
                found.push(constant(&code, word).unwrap_or_else(|| panic!("no constant {word}: {row}")));
            }
        }
        assert_eq!(numbers(most), found, "{row}");
        let names = quoted(test);
        assert!(!names.is_empty(), "{row}");
        for name in names {
            assert!(
                tests.contains(&format!("#[test]\nfn {name}()"))
                    || tests.contains(&format!("#[test]\n    fn {name}()")),
                "no test is named {name}"
            );
        }
    }
    assert!(rows.len() > 20, "{} rows", rows.len());
}

#[test]
fn statements_that_are_too_deep_are_refused() {
    let shop = stocked();
    let deep = |depth: usize| format!("SELECT {}1{}", "(1+".repeat(depth), ")".repeat(depth));
    let parts = |parts: usize| vec!["SELECT 1"; parts].join(" UNION ALL ");
    for (sql, code) in [(deep(90), 0), (deep(400), 2), (parts(190), 0), (parts(201), 2)] {
        assert_eq!(shop.run(["sql", &sql]).code, code, "{} bytes", sql.len());
    }
}
