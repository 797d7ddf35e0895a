//! What `export lake` writes: the same files for the same state, nothing of a buyer, and versions that never mix.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value as Json;

use crate::support::Shop;

const FIRST: &str = "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
const SECOND: &str = "1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv";

/// Exports of one shop, which overlap, each with the time at which it was made.
const EXPORTS: [(&str, &str); 8] = [
    ("sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv", "2026-01-12 20:50:09"),
    ("sub-order-csv-next-day/1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv", "2026-01-13 21:22:23"),
    ("aftersales/first.csv", "2026-01-13 22:00:01"),
    ("settlement/first.csv", "2026-01-13 22:00:02"),
    ("settlement/later.csv", "2026-01-13 22:00:03"),
    ("commission/first.csv", "2026-01-13 22:00:04"),
    ("funds/first.csv", "2026-01-13 22:00:05"),
    ("spend/first.csv", "2026-01-13 22:00:06"),
];

fn import(shop: &Shop, (fixture, at): (&str, &str)) {
    let name = fixture.replace('/', "-");
    fs::copy(crate::support::fixtures().join(fixture), shop.path(&name)).expect("a fixture");
    let run = shop.run(["import", &name, "--exported-at", at]);
    assert!(run.code < 2, "{}", run.shown());
}

/// Lists the files below a folder, without those of the log, by their paths below it.
fn data_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for path in files_below(folder) {
        let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
        if !name.contains("_delta_log") {
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
    files
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries.flat_map(below).collect()
}

/// Returns the rows of a data file as JSON.
fn rows(path: &Path) -> Vec<Json> {
    let reader = SerializedFileReader::new(File::open(path).expect("a file")).expect("Parquet");
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| {
        let row = row.expect("a row");
        let column = |(name, field): (&String, &parquet::record::Field)| (name.clone(), Json::from(field.to_string()));
        Json::Object(row.get_column_iter().map(column).collect())
    })
    .collect()
}

/// Returns all rows of a table in all its versions that are still there.
fn all_rows(lake: &Path) -> Vec<Json> {
    let files = files_below(lake).into_iter().filter(|path| path.extension().is_some_and(|of| of == "parquet"));
    files.flat_map(|path| rows(&path)).collect()
}

/// Reads the actions of a log, version by version.
fn log(table: &Path) -> Vec<Vec<Json>> {
    let mut files: Vec<PathBuf> = files_below(&table.join("_delta_log"));
    files.retain(|path| path.to_string_lossy().ends_with("0.json") || !path.to_string_lossy().contains("checkpoint"));
    files.retain(|path| path.extension().is_some_and(|of| of == "json"));
    files.sort();
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a version");
    files
        .iter()
        .map(|path| read(path).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
        .collect()
}

#[test]
fn the_same_state_is_the_same_files_whatever_the_order_of_imports() {
    let written = |order: &[usize], undone: Option<(&str, &str)>| {
        let shop = Shop::new();
        shop.file("key", [7; 32]);
        if let Some(undone) = undone {
            import(&shop, undone);
        }
        for index in order {
            import(&shop, EXPORTS[*index]);
        }
        if undone.is_some() {
            assert_eq!(shop.run(["imports", "undo", "1", "--yes"]).code, 0);
        }
        let run = shop.run(["export", "lake", "lake", "--buyer-key", "key"]);
        assert_eq!(run.code, 0, "{}", run.shown());
        data_files(&shop.path("lake"))
    };
    let wanted = written(&[0, 1, 2, 3, 4, 5, 6, 7], None);
    assert!(wanted.len() > 3, "{:?}", wanted.keys());
    for order in [[7, 6, 5, 4, 3, 2, 1, 0], [3, 1, 7, 5, 0, 2, 6, 4]] {
        assert!(written(&order, None) == wanted, "{order:?}");
    }
    let other = ("insurance/policies.csv", "2026-01-13 22:00:07");
    assert!(written(&[1, 0, 2, 4, 3, 5, 7, 6], Some(other)) == wanted, "an undo leaves a trace");
}

#[test]
fn a_second_export_of_a_state_is_no_new_version() {
    let shop = Shop::new();
    import(&shop, EXPORTS[0]);
    let export = || shop.json(["export", "lake", "lake"])["shops"][0].clone();
    let first = export();
    assert_eq!((&first["changed"], &first["facts_version"], &first["lines"]), (&true.into(), &0.into(), &36.into()));
    let second = export();
    assert_eq!(
        (&second["changed"], &second["facts_version"], &second["bytes"]),
        (&false.into(), &0.into(), &first["bytes"])
    );
    import(&shop, EXPORTS[1]);
    let third = export();
    assert_eq!((&third["changed"], &third["facts_version"]), (&true.into(), &1.into()));
    // What the first version had is still there, and the log names the state of each.
    let versions = log(&shop.path("lake/facts"));
    let of = |version: &[Json], action: &str| -> Vec<Json> {
        version.iter().filter_map(|line| line.get(action).cloned()).collect()
    };
    for add in of(&versions[0], "add") {
        let path = add["path"].as_str().expect("a path");
        assert!(shop.path("lake/facts").join(path).exists(), "{path}");
    }
    assert_eq!(of(&versions[0], "metaData").len(), 1);
    assert_ne!(of(&versions[0], "txn")[0]["version"], of(&versions[1], "txn")[0]["version"]);
}

/// Exports with everything that can be known of a buyer.
fn people(shop: &Shop) -> [&'static str; 4] {
    let people = ["张三丰先生", "13812345678", "幸福路一号院", "别放门口谢谢"];
    let header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,订单应付金额,订单提交时间,支付完成时间,收件人,收件人手机号,详细地址,买家留言,商家备注\n";
    let line = |id: &str, who: &str| {
        format!("{id},{id},已完成,1,龙井茶叶,12.30,2026-01-02 09:00:00,2026-01-02 09:00:00,{who}\n")
    };
    let who = format!("{},{}", people.join(","), "别放门口谢谢");
    let others = "张三丰先生,13812345678,别处,,";
    shop.file("orders.csv", [header, &line("7001", &who), &line("7002", &who), &line("7003", others)].concat());
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-01-10"]).code, 0);
    people
}

#[test]
fn nothing_of_a_buyer_is_written_and_a_key_tells_buyers_apart() {
    let shop = Shop::new();
    let people = people(&shop);
    shop.file("key", [7; 32]);
    shop.file("other-key", [8; 32]);
    let buyers = |lake: &str, key: Option<&str>| -> Vec<Json> {
        let key = key.map(|key| ["--buyer-key", key]);
        let run = shop.run(["export", "lake", lake].into_iter().chain(key.into_iter().flatten()));
        assert_eq!(run.code, 0, "{}", run.shown());
        let rows = all_rows(&shop.path(lake).join("facts"));
        assert_eq!(rows.len(), 3);
        rows.iter().map(|row| row["buyer"].clone()).collect()
    };
    assert_eq!(buyers("plain", None), ["null", "null", "null"]);
    let keyed = buyers("keyed", Some("key"));
    assert_eq!(keyed[0], keyed[1]);
    assert_ne!(keyed[0], keyed[2], "another address is another buyer");
    assert_ne!(keyed, buyers("other", Some("other-key")));
    assert_eq!(keyed, buyers("again", Some("key")));
    for lake in ["plain", "keyed"] {
        let all = all_rows(&shop.path(lake)).iter().map(Json::to_string).collect::<String>();
        let logs: String = files_below(&shop.path(lake))
            .iter()
            .filter(|path| path.extension().is_some_and(|of| of == "json"))
            .map(|path| fs::read_to_string(path).expect("a log"))
            .collect();
        for text in people {
            assert!(!all.contains(text) && !logs.contains(text), "{lake}: {text}");
        }
    }
    // What a purge took is gone from the next version, and from the history when that is purged.
    assert_eq!(shop.run(["db", "purge", "--contacts", "--yes"]).code, 0);
    assert_eq!(shop.run(["export", "lake", "keyed", "--buyer-key", "key"]).code, 0);
    assert_eq!(shop.run(["lake", "purge", "keyed", "--yes"]).code, 0);
    let left: Vec<Json> = all_rows(&shop.path("keyed/facts")).iter().map(|row| row["buyer"].clone()).collect();
    assert_eq!(left, ["null", "null", "null"]);
}

#[test]
fn vacuum_and_purge_remove_what_no_version_needs() {
    let shop = Shop::new();
    import(&shop, EXPORTS[0]);
    assert_eq!(shop.run(["export", "lake", "lake"]).code, 0);
    import(&shop, EXPORTS[1]);
    assert_eq!(shop.run(["export", "lake", "lake"]).code, 0);
    let facts = shop.path("lake/facts");
    let current = |facts: &Path| shopkit::lake::Snapshot::newest(facts).expect("a version");
    let before = (data_files(&facts), current(&facts));
    assert!(before.0.len() > before.1.files.len());
    // Within its days, an old version stays.
    let kept = shop.json(["lake", "vacuum", "lake"]);
    assert_eq!(kept["removed"][0]["files"], 0, "{kept}");
    let removed = shop.json(["lake", "vacuum", "lake", "--keep-days", "0"]);
    assert_ne!(removed["removed"][0]["files"], 0, "{removed}");
    assert_eq!(data_files(&facts).len(), before.1.files.len());
    assert_eq!(current(&facts).files, before.1.files);
    // A purge leaves one version, and of a shop nothing.
    assert_eq!(shop.run(["lake", "purge", "lake", "--yes"]).code, 0);
    assert_eq!(current(&facts).files, before.1.files);
    let versions = files_below(&facts.join("_delta_log"));
    assert_eq!(versions.len(), 3, "{versions:?}");
    assert_eq!(shop.run(["lake", "purge", "lake", "--shop", "default", "--yes"]).code, 0);
    assert!(current(&facts).files.is_empty() && data_files(&facts).is_empty());
    for path in files_below(&shop.path("lake")) {
        let text = fs::read_to_string(&path).expect("text");
        assert!(!text.contains("shop=default"), "{}: {text}", path.display());
    }
    // The next export brings it back.
    assert_eq!(shop.json(["export", "lake", "lake"])["shops"][0]["changed"], true);
    assert_eq!(current(&facts).files, before.1.files);
}

#[test]
fn writers_at_once_never_mix_and_lose_nothing() {
    let shop = Shop::new();
    shop.copy(&format!("sub-order-csv/{FIRST}"));
    shop.copy(&format!("sub-order-csv-next-day/{SECOND}"));
    let names: Vec<String> = (0..12).map(|number| format!("店 {number}/%")).collect();
    for (number, name) in names.iter().enumerate() {
        let file = if number % 2 == 0 { FIRST } else { SECOND };
        assert_eq!(shop.run(["import", file, "--shop", name]).code, 0);
    }
    std::thread::scope(|scope| {
        for name in &names {
            scope.spawn(|| {
                let run = shop.run(["export", "lake", "lake", "--shop", name]);
                assert_eq!(run.code, 0, "{}", run.shown());
            });
        }
    });
    let snapshot = shopkit::lake::Snapshot::newest(&shop.path("lake/facts")).expect("a version");
    assert_eq!(snapshot.version, Some(11));
    for name in &names {
        let files: Vec<_> = snapshot.files_of(name).collect();
        assert!(!files.is_empty(), "{name}");
        assert!(files.iter().all(|file| shop.path("lake/facts").join(&file.path).exists()));
    }
    // One call for all finds nothing to do.
    let again = shop.json(["export", "lake", "lake", "--all-shops"]);
    let changed: Vec<&Json> = again["shops"].as_array().expect("shops").iter().map(|shop| &shop["changed"]).collect();
    assert_eq!(changed, vec![&Json::from(false); 12]);
}

#[test]
fn a_long_log_has_checkpoints_that_say_the_same() {
    let shop = Shop::new();
    import(&shop, EXPORTS[0]);
    for number in 0..52 {
        let key = format!("key-{number}");
        shop.file(&key, [number + 1; 32]);
        assert_eq!(shop.run(["export", "lake", "lake", "--buyer-key", &key]).code, 0);
    }
    let log = shop.path("lake/facts/_delta_log");
    let newest = || shopkit::lake::Snapshot::newest(&shop.path("lake/facts")).expect("a version");
    let with = newest();
    assert_eq!(with.version, Some(51));
    let is_checkpoint = |path: &PathBuf| path.to_string_lossy().contains("checkpoint.");
    let checkpoints: Vec<PathBuf> = files_below(&log).into_iter().filter(is_checkpoint).collect();
    assert_eq!(checkpoints.len(), 1, "{checkpoints:?}");
    fs::remove_file(&checkpoints[0]).expect("removes");
    assert_eq!(newest(), with);
}

#[test]
fn a_lake_of_others_is_refused_and_stays_as_it_is() {
    let shop = Shop::new();
    import(&shop, EXPORTS[0]);
    let refused = |args: &[&str], code: &str| {
        let run = shop.run(args);
        assert_eq!(run.code, 2, "{}", run.shown());
        assert!(run.err.contains(code), "{}", run.err);
    };
    refused(&["lake", "vacuum", "nowhere"], "is not a lake");
    refused(&["lake", "purge", "nowhere", "--yes"], "is not a lake");
    shop.file("short", "too short");
    refused(&["export", "lake", "lake", "--buyer-key", "short"], "too short for a key");
    refused(&["export", "lake", "lake", "--from", "2026-01-01"], "--from");
    refused(&["export", "lake", "lake", "--by", "day"], "--by");
    refused(&["export", "orders", "orders.csv", "--buyer-key", "short"], "--buyer-key");
    assert_eq!(shop.run(["export", "lake", "lake"]).code, 0);
    let version = shop.path("lake/facts/_delta_log/00000000000000000000.json");
    let own = fs::read_to_string(&version).expect("a version");
    for (from, to, code) in [
        ("\"shopkit.words_version\":\"1\"", "\"shopkit.words_version\":\"2\"", "other meanings"),
        ("timestampNtz", "deletionVectors", "cannot be read"),
        ("{\"add\"", "{\"other\"", "cannot be read"),
        ("shop=default", "..", "cannot be read"),
    ] {
        let other = own.replace(from, to);
        assert_ne!(own, other);
        fs::write(&version, &other).expect("writes");
        refused(&["export", "lake", "lake"], code);
        assert_eq!(fs::read_to_string(&version).expect("a version"), other);
    }
}

/// Adds up a column of the rows that a test picks.
fn sum(rows: &[Json], column: &str, is_wanted: impl Fn(&Json) -> bool) -> i64 {
    let number = |row: &Json| row[column].as_str().and_then(|text| text.parse::<i64>().ok());
    rows.iter().filter(|row| is_wanted(row)).filter_map(number).sum()
}

#[test]
fn a_lake_says_what_the_database_says() {
    let shop = Shop::new();
    for export in EXPORTS {
        import(&shop, export);
    }
    for file in [
        "insurance/policies.csv",
        "service-fees/first.csv",
        "warehouse/first.csv",
        "ledger/first.csv",
        "costs/first.csv",
    ] {
        import(&shop, (file, "2026-01-13 22:00:07"));
    }
    assert_eq!(shop.run(["export", "lake", "lake"]).code, 0);
    let (facts, entries) = (all_rows(&shop.path("lake/facts")), all_rows(&shop.path("lake/entries")));
    let one = |sql: &str| shop.json(["sql", sql])["rows"][0].clone();
    assert_eq!(Json::from(facts.len()), one("SELECT count(*) FROM order_lines")[0]);
    for column in ["payable", "quantity", "unit_price", "platform_borne", "seller_borne"] {
        let wanted = one(&format!("SELECT sum({column}) FROM order_lines"));
        assert_eq!(Json::from(sum(&facts, column, |_| true)), wanted[0], "{column}");
    }
    for (kind, view, amount, more) in [
        ("settlement", "settlements", "amount", &["commission", "platform_fee", "other_share"][..]),
        ("funds", "fund_flows", "amount", &[]),
        ("ledger", "ledger_entries", "amount", &["balance"]),
        ("commission", "commissions", "actual", &["estimated"]),
        ("service-fees", "service_fees", "actual", &["estimated"]),
        ("aftersales", "after_sales", "refund_goods + coalesce(refund_freight, 0) + coalesce(refund_tax, 0)", &[]),
        ("insurance", "insurance_premiums", "premium", &[]),
        ("warehouse", "warehouse_bills", "amount", &[]),
        ("spend", "ad_spend", "total", &[]),
        ("costs", "costs", "cost", &[]),
    ] {
        let is_kind = |row: &Json| row["kind"] == format!("\"{kind}\"");
        let wanted = one(&format!("SELECT count(*), coalesce(sum({amount}), 0) FROM {view}"));
        let rows = entries.iter().filter(|row| is_kind(row)).count();
        assert_ne!(rows, 0, "{kind}");
        assert_eq!(serde_json::json!([rows, sum(&entries, "amount", is_kind)]), wanted, "{kind}");
        for column in more {
            let wanted = one(&format!("SELECT coalesce(sum({column}), 0) FROM {view}"));
            assert_eq!(Json::from(sum(&entries, column, is_kind)), wanted[0], "{kind} {column}");
        }
    }
    // What a settlement books for lines is the same from both sides.
    let income = shop.json(["report", "income"])["rows"][0].clone();
    let settled = sum(&facts, "settled_amount", |_| true);
    assert_eq!(income[14].as_str(), Some(format!("{}.{:02}", settled / 100, settled % 100).as_str()), "{income}");
    let of_lines = |row: &Json| row["kind"] == "\"settlement\"" && row["belongs_to"] == "\"line\"";
    assert_eq!(sum(&entries, "amount", of_lines), settled);
    let is_file = |row: &Json| row["kind"] == "\"file\"";
    assert_eq!(entries.iter().filter(|row| is_file(row)).count(), EXPORTS.len() + 5);
}

#[test]
fn entries_say_which_line_they_belong_to() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,订单应付金额,订单提交时间,支付完成时间\n";
    let line =
        |order: &str, line: &str| format!("{order},{line},已完成,1,茶,10.00,2026-01-02 09:00:00,2026-01-02 09:00:01\n");
    shop.file("orders.csv", [header, &line("70", "7001"), &line("70", "7002"), &line("80", "8001")].concat());
    let booked = |order: &str, line: &str| format!("2026-01-20 09:00:00,{order},{line},10.00,10.00,0.00,0.00,余额\n");
    let header = "结算时间,订单号,子订单号,结算金额,收入合计,平台服务费,佣金,结算账户\n";
    let rows = [booked("70", "7001"), booked("70", ""), booked("80", ""), booked("90", "9001"), booked("91", "")];
    shop.file("settlement.csv", [header.to_owned(), rows.concat()].concat());
    assert_eq!(shop.run(["import", "orders.csv", "settlement.csv", "--exported-at", "2026-01-21"]).code, 0);
    let wanted = [
        ["70", "7001", "line"],
        ["70", "null", "order"],
        ["80", "8001", "line"],
        ["90", "9001", "not_imported"],
        ["91", "null", "not_imported"],
    ];
    assert_eq!(belonging(&shop), wanted);
}

/// Where lines are main orders, a row that names one belongs to it, whatever part of another one it names, as in the reports.
#[test]
fn entries_of_main_orders_belong_to_the_order_that_they_name() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,订单状态,商品数量,选购商品,订单应付金额,订单提交时间,支付完成时间\n";
    let line = "70,7001;7002,已完成,1,茶,10.00,2026-01-02 09:00:00,2026-01-02 09:00:01\n";
    shop.file("orders.csv", [header, line].concat());
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-01-21"]).code, 0);
    let header = "结算时间,订单号,子订单号,结算金额,收入合计,平台服务费,佣金,结算账户\n";
    let booked = |order: &str, line: &str| format!("2026-01-20 09:00:00,{order},{line},9.00,10.00,-1.00,0.00,余额\n");
    let rows = [booked("70", "7001"), booked("", "7002"), booked("90", "7002"), booked("", "9001")];
    shop.file("settlement.csv", [header.to_owned(), rows.concat()].concat());
    assert_eq!(shop.run(["import", "settlement.csv", "--exported-at", "2026-01-21"]).code, 0);
    let wanted =
        [["70", "70", "line"], ["90", "90", "not_imported"], ["null", "70", "line"], ["null", "null", "not_imported"]];
    assert_eq!(belonging(&shop), wanted);
    let fees = shop.json(["report", "fees"])["totals"].clone();
    assert_eq!([&fees["charged"], &fees["elsewhere"]], ["2.00", "2.00"], "{fees}");
}

/// Exports the shop, and returns the order, the line and what it belongs to of each booking.
fn belonging(shop: &Shop) -> Vec<[String; 3]> {
    assert_eq!(shop.run(["export", "lake", "lake"]).code, 0);
    let mut belong: Vec<[String; 3]> = all_rows(&shop.path("lake/entries"))
        .iter()
        .filter(|row| row["kind"] == "\"settlement\"")
        .map(|row| {
            ["order_id", "line_key", "belongs_to"]
                .map(|column| row[column].as_str().unwrap_or_default().replace('"', ""))
        })
        .collect();
    belong.sort();
    belong
}
