//! `evidence`: one page on the settlement of an order, worked out with a pencil.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Shop, finish};

const ORDERS: &str = "主订单编号,子订单编号,选购商品,订单应付金额,订单提交时间,支付完成时间,发货时间,订单状态,订单完成时间,售后状态,平台实际承担优惠金额,达人实际承担优惠金额,收件人,收件人手机号,详细地址
e0,e0,茶,50.00,2026-01-01 08:00:00,2026-01-01 08:01:00,2026-01-02 08:00:00,已完成,2026-01-03 08:00:00,-,0,0,张三丰,13800001111,西湖路一百号
e1,e1,杯,90.00,2026-01-05 08:00:00,2026-01-05 08:01:00,2026-01-06 08:00:00,已完成,2026-01-08 09:00:00,-,8.00,2.00,李四光,13800002222,西湖路二百号
e2,e21,碗,30.00,2026-01-05 08:00:00,2026-01-05 08:01:00,2026-01-06 08:00:00,已完成,2026-01-08 09:00:00,-,0,0,王五岳,13800003333,西湖路三百号
e2,e22,盘,20.00,2026-01-05 08:00:00,2026-01-05 08:01:00,2026-01-06 08:00:00,已完成,2026-01-08 09:00:00,-,0,0,王五岳,13800003333,西湖路三百号
e3,e3,勺,10.00,2026-01-05 08:00:00,-,-,待支付,-,-,0,0,赵六合,13800004444,西湖路四百号
";

/// e0 is settled as due; of e21 two yuan are missing; e1 and e22 are not there.
const STATEMENT: &str = "结算时间,子订单号,结算金额,用户实付,平台服务费,结算账户
2026-01-05 10:00:00,e0,47.50,50.00,-2.50,聚合账户
2026-02-20 10:00:00,e21,26.50,28.00,-1.50,聚合账户
";

const AFTER_SALES: &str = "售后单号,商品单号,售后状态,退商品金额（元）,售后申请时间,商家退款时间
a1,e1,同意退款，退款成功,45.00,2026-01-10 08:00:00,2026-01-11 08:00:00
";

const ON: [&str; 2] = ["--on", "2026-03-01 12:00:00"];

fn shop() -> Shop {
    let shop = Shop::new();
    for (name, text) in [("orders.csv", ORDERS), ("statement.csv", STATEMENT), ("after-sales.csv", AFTER_SALES)] {
        // 退款成功 has a comma of its own, which is the full-width one.
        shop.file(name, text);
        let run = shop.run(["import", name, "--exported-at", "2026-02-28 09:00:00"]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    shop
}

fn evidence(shop: &Shop, id: &str) -> Json {
    shop.json(["evidence", id].iter().chain(&ON))
}

#[test]
fn a_missing_settlement_is_shown_with_its_sums_and_its_day() {
    let shop = shop();
    let found = evidence(&shop, "e1");
    let line = &found["lines"][0];
    // 90.00 + 10.00 borne − 45.00 refunded; half of what is borne is taken back: 50.00 is due.
    let sums = json!({
        "payable": "90.00", "platform_borne": "8.00", "creator_borne": "2.00", "refunds": "45.00", "taken_back": "5.00",
        "due": "50.00", "booked": null, "difference": "-50.00", "commission": null, "fees": null, "settled": null, "moved": null,
    });
    assert_eq!(line["sums"], sums, "{found}");
    assert_eq!((&line["outcome"], &line["expected_by"]), (&json!("missing"), &json!("2026-01-29")));
    assert_eq!(
        found["covered"],
        json!([{"kind": "settlement", "first": "2026-01-05 10:00:00", "last": "2026-02-20 10:00:00"}])
    );
    let steps: Vec<String> = found["timeline"]
        .as_array()
        .expect("steps")
        .iter()
        .map(|step| format!("{} {} {}:{}", step["at"], step["what"], step["import_id"], step["row"]).replace('"', ""))
        .collect();
    assert_eq!(
        steps,
        [
            "2026-01-05 08:00:00 submitted 1:3",
            "2026-01-05 08:01:00 paid 1:3",
            "2026-01-06 08:00:00 shipped 1:3",
            "2026-01-08 09:00:00 finished 1:3",
            "2026-01-10 08:00:00 aftersales 3:2",
        ]
    );
    // The reconcile report says the same of it.
    let reconcile = shop.json(["report", "reconcile"]);
    let row = reconcile["rows"].as_array().expect("rows").iter().find(|row| row[0] == "e1").expect("e1");
    assert_eq!((&row[2], &row[3], &row[5]), (&json!("missing"), &json!("50.00"), &json!("-50.00")));
    let text = finish(shop.command().args(["--lang", "zh", "evidence", "e1"]).args(ON));
    insta::assert_snapshot!(hidden_hashes(&text.shown(), &found));
}

/// Replaces the keyed hashes, which are others in each database.
fn hidden_hashes(text: &str, found: &Json) -> String {
    let files = found["files"].as_array().expect("files").iter();
    files.fold(text.to_owned(), |text, file| text.replace(file["file"].as_str().expect("a hash"), "0000000000000000"))
}

#[test]
fn one_sub_order_or_the_whole_order_is_shown() {
    let shop = shop();
    let outcomes = |id: &str| -> Vec<(String, String, Json)> {
        let found = evidence(&shop, id);
        let text = |part: &Json| part.as_str().expect("a text").to_owned();
        let line = |line: &Json| (text(&line["line"]), text(&line["outcome"]), line["sums"]["difference"].clone());
        found["lines"].as_array().expect("lines").iter().map(line).collect()
    };
    let line = |id: &str, outcome: &str, difference: Json| (id.to_owned(), outcome.to_owned(), difference);
    let (e21, e22) = (line("e21", "different", json!("-2.00")), line("e22", "missing", json!("-20.00")));
    assert_eq!(outcomes("e21"), std::slice::from_ref(&e21));
    assert_eq!(outcomes("e2"), [e21, e22]);
    assert_eq!(outcomes("e0"), [line("e0", "matched", json!("0.00"))]);
    assert_eq!(outcomes("e3"), [line("e3", "not_paid", json!(null))]);
    // What is settled needs no day, and what is not paid has nothing due.
    assert_eq!(evidence(&shop, "e3")["lines"][0]["sums"]["due"], json!(null));
    let run = shop.run(["evidence", "e9"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.shown());
}

#[test]
fn files_are_named_with_what_is_left_of_them() {
    let shop = shop();
    let files = |found: &Json| -> Vec<String> {
        let file = |file: &Json| {
            let has_sha256 = file["sha256"].as_str().is_some_and(|hash| hash.len() == 64);
            format!("{} {} {has_sha256}", file["name"], file["presence"]).replace('"', "")
        };
        let mut files: Vec<String> = found["files"].as_array().expect("files").iter().map(file).collect();
        files.sort();
        files
    };
    assert_eq!(files(&evidence(&shop, "e1")), ["after-sales.csv same true", "orders.csv same true"]);
    fs::remove_file(shop.path("after-sales.csv")).expect("a file");
    shop.file("orders.csv", "something else");
    assert_eq!(files(&evidence(&shop, "e1")), ["after-sales.csv missing false", "orders.csv changed false"]);
    assert_eq!(shop.run(["db", "purge", "--contacts", "--hashes", "--yes"]).code, 0);
    let found = evidence(&shop, "e1");
    assert!(found["files"].as_array().is_some_and(|files| files.iter().all(|file| file["file"].is_null())), "{found}");
    let text = shop.run(["evidence", "e1"].iter().chain(&ON));
    assert!(text.out.contains("purged"), "{}", text.shown());
}

#[test]
fn nothing_says_who_the_buyer_is_unless_wanted() {
    let shop = shop();
    let buyers = ["李四光", "13800002222", "西湖路二百号"];
    let page = |args: &[&str]| {
        let run = shop.run(["evidence", "e1", "--output", "page.html"].iter().chain(args));
        assert_eq!(run.code, 0, "{}", run.shown());
        fs::read_to_string(shop.path("page.html")).expect("a page")
    };
    let shown = |args: &[&str]| {
        let run = |format: &[&str]| shop.run(["evidence", "e1"].iter().chain(format).chain(args)).out;
        [run(&[]), run(&["--format", "json"]), run(&["--format", "csv"]), page(args)]
    };
    for text in shown(&[]) {
        assert!(!text.is_empty() && buyers.iter().all(|buyer| !text.contains(buyer)), "{text}");
    }
    let [text, json, _, page] = shown(&["--show-pii"]);
    for text in [text, json, page] {
        assert!(buyers.iter().all(|buyer| text.contains(buyer)), "{text}");
    }
}

#[test]
fn the_page_needs_nothing_else() {
    let shop = shop();
    let run = finish(shop.command().args(["--lang", "zh", "evidence", "e2", "--output", "page.html"]).args(ON));
    assert_eq!(run.code, 0, "{}", run.shown());
    let page = fs::read_to_string(shop.path("page.html")).expect("a page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    for part in ["订单 e2 的结算情况", "子订单 e21", "子订单 e22", "金额不符", "未结算", "statement.csv", "SHA-256"]
    {
        assert!(page.contains(part), "{part}");
    }
    for outside in ["http://", "https://", "<script", "<img", "<link"] {
        assert!(!page.contains(outside), "{outside}");
    }
}
