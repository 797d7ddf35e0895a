//! The inputs to start from, out of what the project has anyway.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use zip::ZipArchive;

/// The longest seed: short ones are changed in the places that matter.
const LONGEST: usize = 16 * 1024;

/// Values that look like those of exports, line by line.
const VALUES: &str = "6926181657396269909\n6.92618165739627E+18\n'6926\n-\n12.30\n1,234.50\n(12.30)\n¥5\n-0\n1e9\n\
    2026-01-05 12:56:44\n2026/1/5 9:03\n46027.5\n20260105\n=1+1\n已完成\n待发货\n退款成功\n广东省\n1;2\n备用列\n";

/// Queries that are allowed, and some that are not.
const QUERIES: &[&str] = &[
    "SELECT * FROM 订单",
    "SELECT count(*), sum(应付) FROM order_lines GROUP BY 1 HAVING 2 > 1",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 5",
    "SELECT 收件人 FROM 订单 JOIN imports USING (id)",
    "PRAGMA table_info(order_lines)",
    "ATTACH 'x.db' AS x",
    "VACUUM INTO 'x.db'",
    "UPDATE imports SET id = 1; SELECT 1",
    "SELECT zeroblob(1000000000), load_extension('x')",
    "EXPLAIN DELETE FROM imports",
];

/// Returns the seeds of a target; `project` is the folder that has the fixtures and the rules.
pub fn of(target: &str, project: &Path) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "xlsx" => files(&project.join("fixtures"), "xlsx").iter().flat_map(|path| parts(path)).collect(),
        "csv" => contents(&project.join("fixtures"), "csv"),
        "rules" => contents(&project.join("rules"), "toml"),
        "values" => vec![VALUES.as_bytes().to_vec()],
        "sql" => QUERIES.iter().map(|query| query.as_bytes().to_vec()).collect(),
        _ => Vec::new(),
    };
    for seed in &mut seeds {
        seed.truncate(LONGEST);
    }
    seeds.sort();
    seeds.dedup();
    seeds
}

/// Returns the parts of a workbook that a target can take the place of, each with the byte that chooses it before it.
fn parts(path: &Path) -> Vec<Vec<u8>> {
    let Ok(mut archive) = ZipArchive::new(File::open(path).expect("a fixture")) else { return Vec::new() };
    let mut found = Vec::new();
    for (chosen, name) in
        (0..).zip(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"])
    {
        let Ok(mut part) = archive.by_name(name) else { continue };
        let mut seed = vec![chosen];
        if part.read_to_end(&mut seed).is_ok() {
            found.push(seed);
        }
    }
    found
}

fn contents(folder: &Path, extension: &str) -> Vec<Vec<u8>> {
    files(folder, extension).iter().map(|path| fs::read(path).expect("a seed")).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|other| other == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
