//! `export orders --split-by`: a file for each supplier, warehouse or creator.

use std::fs;

use crate::support::{Run, Shop};

const HEADER: &str = "主订单编号,子订单编号,选购商品,商家编码,仓库ID,仓库名称,达人ID,达人昵称,订单应付金额,订单提交时间,订单状态,收件人,收件人手机号";

fn shop(lines: &[&str]) -> Shop {
    let shop = Shop::new();
    let lines: Vec<String> = (1..)
        .zip(lines)
        .map(|(number, line)| {
            let [code, warehouse, creator, status]: [&str; 4] =
                line.split('|').collect::<Vec<_>>().try_into().expect("four cells");
            let creator_id = if creator.is_empty() { String::new() } else { format!("90000{number}") };
            format!(
                "s{number},s{number},茶,\"{code}\",,{warehouse},{creator_id},{creator},10.00,2026-01-05 08:00:00,{status},钱七里,13800005555\n"
            )
        })
        .collect();
    shop.file("orders.csv", format!("{HEADER}\n{}", lines.concat()));
    let run = shop.run(["import", "orders.csv", "--exported-at", "2026-01-06"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    fs::create_dir(shop.path("out")).expect("a folder");
    shop
}

fn split(shop: &Shop, target: &str, args: &[&str]) -> Run {
    shop.run(["export", "orders", target].iter().chain(args))
}

/// Lists the files of the folder, each with the sub-orders that it has.
fn written(shop: &Shop) -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(shop.path("out"))
        .expect("a folder")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let text = fs::read_to_string(&path).unwrap_or_default();
            let ids: Vec<String> = (1..=9).map(|number| format!("s{number}")).filter(|id| text.contains(id)).collect();
            format!("{}: {}", path.file_name().expect("a name").to_string_lossy(), ids.join(" "))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn each_supplier_gets_its_own_lines_and_no_buyer() {
    let shop = shop(&[
        "甲-1|东仓|小红|待发货",
        "乙-1|东仓||待发货",
        "甲-1|西仓|小明|待发货",
        "|西仓||待发货",
        "甲-1|东仓||已完成",
    ]);
    let csv = ["--split-by", "商家编码", "--status", "待发货", "--format", "csv"];
    let run = split(&shop, "out", &csv);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(run.err.contains("4 rows written to 3 files in out"), "{}", run.shown());
    assert_eq!(written(&shop), ["none.csv: s4", "乙-1.csv: s2", "甲-1.csv: s1 s3"]);
    let text = |name: &str| fs::read_to_string(shop.path("out").join(name)).expect("a file");
    assert!(!text("甲-1.csv").contains("钱七里") && !text("甲-1.csv").contains("13800005555"));
    let run = split(&shop, "out", &[&csv[..], &["--show-pii"]].concat());
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(text("甲-1.csv").contains("钱七里") && text("甲-1.csv").contains("13800005555"));

    let run = split(&shop, "out/list.csv", &["--split-by", "warehouse"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    assert!(written(&shop).contains(&"list-东仓.csv: s1 s2 s5".to_owned()), "{:?}", written(&shop));
    let run = split(&shop, "out", &["--split-by", "达人", "--format", "xlsx"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    for name in ["小红.xlsx", "小明.xlsx", "none.xlsx"] {
        // A workbook is a zip.
        assert!(fs::read(shop.path("out").join(name)).expect("a workbook").starts_with(b"PK"), "{name}");
    }
}

#[test]
fn names_are_allowed_everywhere_and_no_file_replaces_another() {
    let shop = shop(&[
        "../../x|||待发货",
        "CON|||待发货",
        "a/b|||待发货",
        "a:b|||待发货",
        "Ab|||待发货",
        "aB|||待发货",
        "none|||待发货",
        "|||待发货",
    ]);
    let run = split(&shop, "out", &["--split-by", "merchant-code", "--format", "csv"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let expected = [
        "Ab-4cd553ea.csv: s5",
        "_.._x-5d8c685d.csv: s1",
        "_CON-3367e86b.csv: s2",
        "aB-6d25382a.csv: s6",
        "a_b-08bd8540.csv: s4",
        "a_b-3a8e75c1.csv: s3",
        "none-ada7afdb (2).csv: s8",
        "none-ada7afdb.csv: s7",
    ];
    assert_eq!(written(&shop), expected);
}

#[test]
fn too_many_values_and_bad_targets_write_nothing() {
    let codes: Vec<String> = (0..501).map(|number| format!("code{number}|仓||待发货")).collect();
    let shop = shop(&codes.iter().map(String::as_str).collect::<Vec<_>>());
    let run = split(&shop, "out", &["--split-by", "merchant-code"]);
    assert_eq!(run.code, 2, "{}", run.shown());
    assert!(run.err.contains("501 values, more than 500 files"), "{}", run.shown());
    let by_warehouse =
        |target: &str, args: &[&str]| split(&shop, target, &[&["--split-by", "warehouse"], args].concat());
    for (target, args) in [
        ("out/a.html", &[][..]),
        ("out/a.csv", &["--format", "xlsx"]),
        ("out", &["--format", "json"]),
        ("elsewhere", &[]),
        ("out", &["--by", "day"]),
    ] {
        let run = by_warehouse(target, args);
        assert_eq!(run.code, 2, "{target} {args:?}: {}", run.shown());
    }
    // A folder of the name of a file that is to be written is found before anything is written.
    fs::create_dir(shop.path("out").join("仓.xlsx")).expect("a folder");
    let run = by_warehouse("out", &[]);
    assert_eq!(run.code, 2, "{}", run.shown());
    assert_eq!(written(&shop), ["仓.xlsx: "]);
    let run = shop.run(["export", "sales", "out/sales.csv", "--split-by", "warehouse"]);
    assert_eq!(run.code, 2, "{}", run.shown());
    assert_eq!(shop.run(["orders", "--format", "xlsx"]).code, 2);
}
