//! Names and hashes of files, which may say who a buyer is.

use std::fs;

use serde_json::json;

use super::exports::found;
use crate::support::Shop;

/// A shop with one file whose name is that of a buyer; returns its SHA-256.
fn with_named_file() -> (Shop, String) {
    let shop = Shop::new();
    shop.file(
        "钱晓雨霏.csv",
        "主订单编号,子订单编号,订单状态,商品数量,订单提交时间,收件人\n1,1,已完成,1,2026-01-05 09:00:00,周未央丁\n",
    );
    let answer = shop.json(["import", "钱晓雨霏.csv", "--exported-at", "2026-02-01"]);
    let file = &answer["files"][0];
    assert_eq!((&file["status"], &file["path"]), (&json!("imported"), &json!("钱晓雨霏.csv")), "{answer}");
    let sha256 = file["sha256"].as_str().expect("a hash of the file just read").to_owned();
    (shop, sha256)
}

#[test]
fn names_and_hashes_of_files_confirm_no_guess() {
    let (shop, sha256) = with_named_file();
    assert_eq!(sha256.len(), 64);
    let hidden = "SELECT path, sha256, rows_hash FROM imports";
    assert_eq!(shop.json(["sql", hidden])["rows"], json!([[null, null, null]]));
    for (condition, guess) in [
        ("sha256 = '{}'", sha256.as_str()),
        ("sha256 LIKE '{}%'", &sha256[..8]),
        ("sha256 <> '{}'", "x"),
        ("path = '{}'", "钱晓雨霏.csv"),
        ("path IN ('{}')", "钱晓雨霏.csv"),
        ("instr(path, '{}')", "钱晓雨霏"),
        ("id IN (SELECT id FROM imports AS own WHERE own.path = '{}')", "钱晓雨霏.csv"),
        ("json_object('x', path) = json_object('x', '{}')", "钱晓雨霏.csv"),
        ("EXISTS (SELECT 1 FROM (SELECT '{}' AS guess) JOIN imports ON path = guess)", "钱晓雨霏.csv"),
    ] {
        let sql = format!("SELECT count(*) FROM imports WHERE {}", condition.replace("{}", guess));
        assert_eq!(shop.json(["sql", &sql])["rows"], json!([[0]]), "{sql}");
    }
    for join in [
        "SELECT count(*) FROM imports NATURAL JOIN (SELECT '钱晓雨霏.csv' AS path)",
        "SELECT count(*) FROM (SELECT '钱晓雨霏.csv' AS path) JOIN \"Imports\" USING(path)",
        "SELECT 1 FROM (SELECT 'x' AS sha256)/**/natural/**/left join main.imports",
        "WITH x AS (SELECT * FROM imports) SELECT 1 FROM x JOIN (SELECT 'a' AS path) using (path)",
    ] {
        let run = shop.run(["sql", join, "-v"]);
        assert!(run.code == 2 && run.out.is_empty() && run.err.contains("hidden-join"), "{join}: {}", run.shown());
        assert!(run.err.contains("JOIN … ON"), "{}", run.shown());
        assert_eq!(shop.run(["sql", join, "--show-pii"]).code, 0, "{join}");
    }
    // What the database keeps is no hash that anybody could make of the file.
    assert_eq!(shop.dump("SELECT path FROM imports"), "[[\"钱晓雨霏.csv\"]]");
    assert!(!shop.dump("SELECT sha256 FROM imports").contains(&sha256));
    assert_eq!(shop.dump("SELECT key FROM file_key"), "[[null]]");
    assert_eq!(found(&shop.path(""), &["钱晓雨霏"]), ["钱晓雨霏"]);
    let bytes = fs::read(shop.database()).expect("a database");
    assert!(!bytes.windows(64).any(|part| part == sha256.as_bytes()));
}

#[test]
fn a_file_is_known_again_after_its_name_is_purged() {
    let (shop, _) = with_named_file();
    fs::rename(shop.path("钱晓雨霏.csv"), shop.path("again.csv")).expect("renamed");
    let again =
        |shop: &Shop| shop.json(["import", "again.csv", "--exported-at", "2026-02-01"])["files"][0]["status"].clone();
    assert_eq!(again(&shop), "skipped");
    assert_eq!(shop.run(["db", "purge", "--contacts"]).code, 0);
    assert_eq!(shop.dump("SELECT path FROM imports"), "[[\"***\"]]");
    assert!(shop.run(["imports"]).out.contains("***"));
    let bytes = fs::read(shop.database()).expect("a database");
    assert!(!bytes.windows("钱晓雨霏".len()).any(|part| part == "钱晓雨霏".as_bytes()));
    assert_eq!(again(&shop), "skipped");
    // The answer of a command does not replace it either.
    assert_eq!(shop.run(["orders", "--output", "again.csv"]).code, 2);
    assert_eq!(shop.run(["db", "purge", "--contacts", "--hashes"]).code, 0);
    assert_eq!(again(&shop), "imported", "nothing is known of it any more");
}
