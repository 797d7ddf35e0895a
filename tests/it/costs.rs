//! The table of costs that a shop keeps itself: what it means, and how it is filled in.

use std::fs;

use serde_json::{Value as Json, json};

use crate::exports::stocked;
use crate::siblings::{counts, import};
use crate::support::{Shop, finish};

fn rows(shop: &Shop, sql: &str) -> Json {
    shop.json(["sql", sql])["rows"].clone()
}

/// Returns the row, the header and the code of each reject.
fn rejects(file: &Json) -> Vec<Json> {
    let rejects = file["rejects"].as_array().expect("a list").iter();
    rejects.map(|reject| json!([reject["row"], reject["header"], reject["code"]])).collect()
}

#[test]
fn a_table_of_costs_has_versions_and_open_rows() {
    let shop = Shop::new();
    let text = "商品ID,商品名称,规格,商家编码,成本(元),生效日期\n\
        3718452960183729451,拖鞋,40-41,YQ-1,12.5,\n\
        3718452960183729451,拖鞋,40-41,YQ-1,13,2026-12-31\n\
        3718452960183729451,拖鞋,42-43,YQ-2,,\n\
        ,,,YQ-2,\"1,100\",2026/2/1\n\
        6.9E+18,,,,11,\n\
        ,杯子,,,11,2026-02-01\n\
        ,,,YQ-2,12,2026-02-01 00:00:00\n\
        ,,,YQ-3,-1,\n\
        ,,,YQ-4,十元,\n\
        ,,,YQ-5,10,明天\n";
    let file = import(&shop, "costs.csv", text, "2026-01-07");
    assert_eq!((&file["kind"], counts(&file), &file["blank"]), (&json!("costs"), [3, 0, 0, 0, 0, 6], &json!(1)));
    assert_eq!(file["unknown_columns"], json!([]));
    assert_eq!(
        rejects(&file),
        [
            json!([6, "商品ID", "damaged-id"]),
            json!([7, "商家编码", "missing-id"]),
            json!([8, "商家编码", "id-conflict"]),
            json!([9, "成本", "bad-money"]),
            json!([10, "成本", "bad-money"]),
            json!([11, "生效日期", "bad-time"]),
        ]
    );
    let costs = "SELECT product_id, sku_code, spec, cost, valid_from FROM costs ORDER BY 2, 5";
    assert_eq!(
        rows(&shop, costs),
        json!([
            ["3718452960183729451", "YQ-1", "40-41", 1250, null],
            ["3718452960183729451", "YQ-1", "40-41", 1300, "2026-12-31"],
            [null, "YQ-2", null, 110_000, "2026-02-01"]
        ])
    );
    // A corrected cost of the same day takes the place of the first one; another day is another version.
    let english = "SKU,Unit cost,Valid from,Product name\nYQ-2,11.00,2026-02-01,Cup\nYQ-2,10.00,,Cup\n";
    assert_eq!(counts(&import(&shop, "english.csv", english, "2026-01-08")), [1, 1, 0, 0, 0, 0]);
    let second = "SELECT cost, valid_from FROM costs WHERE sku_code = 'YQ-2' ORDER BY valid_from";
    assert_eq!(rows(&shop, second), json!([[1000, null], [1100, "2026-02-01"]]));
    assert_eq!(shop.run(["imports", "undo", "2"]).code, 0);
    assert_eq!(rows(&shop, second), json!([[110_000, "2026-02-01"]]));
    assert_eq!(shop.run(["db", "check"]).code, 0);
}

#[test]
fn costs_outlive_a_purge_of_older_orders() {
    let shop = Shop::new();
    let text = "商家编码,成本,生效日期,备注\nYQ-1,12.50,2025-01-01,找张三拿货 13812345678\n";
    import(&shop, "costs.csv", text, "2025-01-02");
    // Who sells the goods is contact data.
    assert_eq!(rows(&shop, "SELECT note FROM costs"), json!([[null]]));
    assert!(shop.dump("SELECT note FROM costs").contains("13812345678"));
    assert_eq!(shop.run(["db", "purge", "--before", "2026-01-01", "--yes"]).code, 0);
    assert_eq!(shop.dump("SELECT sku_code, cost, note FROM costs"), json!([["YQ-1", 1250, null]]).to_string());
    assert!(!fs::read(shop.database()).expect("a file").windows(11).any(|bytes| bytes == b"13812345678"));
    assert_eq!(shop.run(["db", "check"]).code, 0);
    assert_eq!(shop.run(["db", "purge", "--shop", "default", "--yes"]).code, 0);
    assert_eq!(shop.dump("SELECT * FROM costs"), "[]");
}

/// Fills in the costs of a template, each a tenth of its row.
fn fill_in(text: &str) -> String {
    let mut filled = String::new();
    for (number, line) in text.lines().enumerate() {
        let line = match line.strip_suffix(",\"\",\"\"").or_else(|| line.strip_suffix(",,")) {
            Some(start) => format!("{start},{number}.50,"),
            None => line.to_owned(),
        };
        filled.push_str(&line);
        filled.push_str("\r\n");
    }
    filled
}

#[test]
fn a_template_is_filled_in_and_taken_back() {
    let shop = stocked();
    for lang in ["en", "zh"] {
        let run = finish(shop.command().args(["--lang", lang, "costs", "template", "costs.csv"]));
        insta::assert_snapshot!(format!("costs_template_{lang}"), run.shown());
    }
    let text = fs::read_to_string(shop.path("costs.csv")).expect("a file");
    insta::assert_snapshot!("costs_template", text);
    let goods = text.lines().count() - 1;
    // A template that nobody has filled in is no cost.
    let answer = shop.json(["import", "costs.csv"]);
    assert_eq!((&answer["files"][0]["blank"], &answer["files"][0]["inserted"]), (&json!(goods), &json!(0)));
    shop.file("filled.csv", fill_in(&text));
    let answer = shop.json(["import", "filled.csv"]);
    assert_eq!(answer["files"][0]["inserted"], json!(goods), "{answer}");
    assert_eq!(answer["files"][0]["warnings"], json!([]));
    let costs = "SELECT * FROM 成本 ORDER BY 1, 2, 3, 5";
    let before = rows(&shop, costs);
    // A template of known costs says what is known, in both formats.
    for name in ["again.csv", "again.xlsx"] {
        assert_eq!(shop.run(["costs", "template", name]).code, 0);
        let answer = shop.json(["import", name]);
        assert_eq!(answer["files"][0]["unchanged"], json!(goods), "{answer}");
        assert_eq!(rows(&shop, costs), before);
    }
    assert_eq!(shop.run(["db", "check"]).code, 0);
}

#[test]
fn goods_of_one_cost_are_one_row_of_the_template() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单状态,订单提交时间,支付完成时间\n";
    let orders = "1,1,杯,红;大,2,3718452960183729451,A,10.00,已完成,2026-01-05 10:00:00,2026-01-05 10:01:00\n\
        2,2,杯（新）,蓝,5,3718452960183729452,A,12.00,已完成,2026-01-06 10:00:00,2026-01-06 10:01:00\n\
        3,3,碗,-,1,3718452960183729453,0069,8.00,已完成,2026-01-06 10:00:00,2026-01-06 10:01:00\n\
        4,4,碟,-,1,3718452960183729454,-,8.00,待支付,2026-01-06 10:00:00,-\n\
        5,5,券,-,1,-,-,8.00,已完成,2026-01-06 10:00:00,2026-01-06 10:01:00\n";
    shop.file("orders.csv", format!("{header}{orders}"));
    shop.json(["import", "orders.csv", "--exported-at", "2026-01-07"]);
    let costs = "商家编码,成本,生效日期\nA,4.00,\nA,5.00,2026-02-01\nA,6.00,2999-01-01\n";
    import(&shop, "costs.csv", costs, "2026-01-08");
    let run = shop.run(["costs", "template", "t.csv", "--lang", "en"]);
    assert!(
        run.err.contains("the cost of one row is not known") && run.err.contains("one group of goods"),
        "{}",
        run.err
    );
    let text = fs::read_to_string(shop.path("t.csv")).expect("a file");
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "\"\t3718452960183729453\",\"碗\",\"\",\"\t0069\",1,8.00,\"\",\"\"",
            "\"\",\"杯（新）\",\"\",\"A\",7,12.00,5.00,\"2026-02-01\"",
        ]
    );
    let run = shop.run(["costs", "template", "t.json"]);
    assert!(run.code == 2 && run.err.contains(".xlsx"), "{}", run.err);
}

#[test]
fn gifts_that_went_out_and_orders_before_a_cost_are_open_in_the_template() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,选购商品,商品数量,商品ID,商家编码,商品单价,订单应付金额,订单状态,订单提交时间,支付完成时间,发货时间\n";
    let orders = "1,1,杯,2,37,A,10.00,10.00,已完成,2026-01-05 10:00:00,2026-01-05 10:01:00,2026-01-06\n\
        1,2,袋,1,38,G,0.00,0.00,已完成,2026-01-05 10:00:00,-,2026-01-06\n\
        3,3,杯,1,37,A,10.00,10.00,已完成,2026-02-06 10:00:00,2026-02-06 10:01:00,2026-02-07\n\
        4,4,碗,1,39,B,8.00,8.00,待支付,2026-01-06 10:00:00,-,-\n";
    shop.file("orders.csv", format!("{header}{orders}"));
    shop.json(["import", "orders.csv", "--exported-at", "2026-02-08"]);
    import(&shop, "costs.csv", "商家编码,成本,生效日期\nA,5.00,2026-02-01\n", "2026-02-08");
    let run = shop.run(["costs", "template", "t.csv"]);
    for part in ["2 rows written", "the cost of one row is not known", "the cost of one row holds only from a day"] {
        assert!(run.err.contains(part), "{part}: {}", run.err);
    }
    // The same two lines have no cost in the report.
    let said = shop.run(["report", "profit"]).err.replace('\n', " ");
    assert!(said.contains("no cost for 2 shipped sub-orders"), "{said}");
    import(&shop, "more.csv", "商家编码,成本,生效日期\nA,5.00,\nG,1.00,\n", "2026-02-08");
    let run = shop.run(["costs", "template", "t.csv"]);
    assert!(
        run.err.contains("the cost of each row is known") && !run.err.contains("after the first order"),
        "{}",
        run.err
    );
    let said = shop.run(["report", "profit"]).err.replace('\n', " ");
    assert!(!said.contains("no cost for"), "{said}");
}
