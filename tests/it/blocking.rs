//! The orders that block closing: what they wait for, until when, and where they are listed.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use shopkit::report::blocking::Blocking;
use shopkit::report::order_facts::{self, AfterSaleTerms, OrderFacts};
use shopkit::store::Store;

use crate::served::Served;
use crate::support::{Shop, finish};

const ON: &str = "2026-08-20";

const HEADER: &str = "主订单编号,子订单编号,订单状态,订单提交时间,订单完成时间,售后状态\n";

/// Lines of every kind; those that are completed were so 111, 0, 30, 31, 90 and 91 days ago, and one nobody knows when.
const ROWS: &str = "\
    69000011,79000011,待支付,2026-08-19 10:00:00,,-\n\
    69000012,79000012,备货中,2026-08-18 10:00:00,,-\n\
    69000013,79000013,已发货,2026-08-10 10:00:00,,售后待处理\n\
    69000014,79000014,没见过,2026-08-15 10:00:00,,-\n\
    69000015,79000015,已完成,2026-04-01 10:00:00,2026-05-01 10:00:00,待退货\n\
    69000016,79000016,已完成,2026-08-01 10:00:00,2026-08-20 00:00:00,-\n\
    69000017,79000017,已完成,2026-07-01 10:00:00,2026-07-21 00:00:00,退款成功\n\
    69000018,79000018,已完成,2026-07-01 10:00:00,2026-07-20 23:59:59,-\n\
    69000019,79000019,已完成,2026-05-01 10:00:00,2026-05-22 10:00:00,-\n\
    69000020,79000020,已完成,2026-05-01 10:00:00,2026-05-21 10:00:00,-\n\
    69000021,79000021,已完成,2026-06-01 10:00:00,,-\n\
    69000022,79000022,已关闭,2026-08-19 11:00:00,,退款成功\n";

/// A shop with order lines.
fn with(rows: &str) -> Shop {
    let shop = Shop::new();
    shop.file("a.csv", format!("{HEADER}{rows}"));
    let run = shop.run(["import", "a.csv", "--exported-at", "2026-08-20 20:00:00"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

/// Counts what the orders say, as the library does.
fn counted(shop: &Shop, after_sale_days: Option<u32>) -> OrderFacts {
    let store = Store::open(&shop.database()).expect("a database");
    let on = ON.parse().expect("a day");
    let terms = AfterSaleTerms { least_days: 30, most_days: 90 };
    order_facts::count(&store, "default", on, after_sale_days, terms).expect("counts").expect("orders")
}

/// Writes the lines that block closing, each with what it waits for and until when.
fn shown(facts: &OrderFacts) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let mut out = String::new();
    let Blocking { unfinished, after_sales, period } = &facts.blocking;
    for line in [unfinished, after_sales, period].into_iter().flat_map(|list| &list.lines) {
        let (until, at_most) = (day(line.until), day(line.until_at_most));
        writeln!(out, "{} {} {until} {at_most}", line.order_id, line.waits_for.as_str()).expect("a text");
    }
    out
}

/// Counts the lines that are unfinished, those with an open after-sale, and those within its period.
fn counts(facts: &OrderFacts) -> [u64; 3] {
    [&facts.blocking.unfinished, &facts.blocking.after_sales, &facts.blocking.period].map(|list| list.count)
}

#[test]
fn each_line_is_counted_once_and_listed_in_order() {
    let shop = with(ROWS);
    let facts = counted(&shop, None);
    insta::assert_snapshot!(shown(&facts), @r"
    69000013 receipt - -
    69000014 unknown_status - -
    69000012 shipment - -
    69000011 payment - -
    69000015 after_sale - -
    69000016 after_sale_period 2026-09-19 2026-11-18
    69000017 after_sale_period 2026-08-20 2026-10-19
    69000018 after_sale_period - 2026-10-18
    69000019 after_sale_period - 2026-08-20
    69000021 completion_time - -
    ");
    assert_eq!((facts.lines, counts(&facts)), (12, [4, 1, 5]));
    assert_eq!(facts.last_submitted_at.as_deref(), Some("2026-08-19 11:00:00"));
    let completed: Vec<String> = facts.completed.iter().map(|(day, lines)| format!("{day} {lines}")).collect();
    assert_eq!(completed, ["2026-05-22 1", "2026-07-20 1", "2026-07-21 1", "2026-08-20 1"]);
    assert_eq!(facts.completed_without_time, 1);
    let facts = counted(&shop, Some(45));
    insta::assert_snapshot!(shown(&facts), @r"
    69000013 receipt - -
    69000014 unknown_status - -
    69000012 shipment - -
    69000011 payment - -
    69000015 after_sale - -
    69000016 after_sale_period 2026-10-04 -
    69000017 after_sale_period 2026-09-04 -
    69000018 after_sale_period 2026-09-03 -
    69000021 completion_time - -
    ");
    assert_eq!(counts(&facts), [4, 1, 4]);
}

#[test]
fn the_order_of_imports_makes_no_difference() {
    let rows = |ids: &[u32]| -> String {
        ids.iter().map(|id| format!("6900{id},7900{id},已发货,2026-08-10 10:00:00,,-\n")).collect()
    };
    let imported = |files: &[&[u32]]| {
        let shop = Shop::new();
        for (number, ids) in files.iter().enumerate() {
            let name = format!("{number}.csv");
            shop.file(&name, format!("{HEADER}{}", rows(ids)));
            let run = shop.run(["import", name.as_str(), "--exported-at", "2026-08-20 20:00:00"]);
            assert_eq!(run.code, 0, "{}", run.shown());
        }
        shown(&counted(&shop, None))
    };
    assert_eq!(imported(&[&[31, 33], &[32, 34]]), imported(&[&[34, 32], &[33, 31]]));
}

#[test]
fn the_text_lists_them() {
    let run = with(ROWS).run(["close-check", "--on", ON]);
    let (_, list) = run.out.split_once("\nOrders that block closing\n").unwrap_or_else(|| panic!("{}", run.shown()));
    let rows = list.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.strip_prefix('│'));
    let cells = |row: &str| {
        let cells = row.trim_end_matches('│').split('┆').map(str::trim);
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    insta::assert_snapshot!(rows.map(cells).collect::<Vec<_>>().join("\n"), @r"
    Order | Sub-order | Status | Waits for | Until
    69000013 | 79000013 | 已发货, 售后待处理 | receipt by the buyer
    69000014 | 79000014 | 没见过 | unknown status, treated as unfinished
    69000012 | 79000012 | 备货中 | shipment
    69000011 | 79000011 | 待支付 | payment
    69000015 | 79000015 | 已完成, 待退货 | end of the after-sale
    69000016 | 79000016 | 已完成 | end of the after-sale period | between 2026-09-19 and 2026-11-18
    69000017 | 79000017 | 已完成 | end of the after-sale period | between 2026-08-20 and 2026-10-19
    69000018 | 79000018 | 已完成 | end of the after-sale period | 2026-10-18 at the latest
    69000019 | 79000019 | 已完成 | end of the after-sale period | 2026-08-20 at the latest
    69000021 | 79000021 | 已完成 | completion time (not exported)
    ");
}

#[test]
fn json_lists_them_as_the_rules_in_force_ask() {
    let shop = with(ROWS);
    let answer = shop.json(["close-check", "--on", ON]);
    assert_eq!(answer["blocking_orders_count"], 10);
    let orders = answer["blocking_orders"].as_array().expect("orders");
    assert_eq!(orders.len(), 10);
    let line = |order_id: &str| orders.iter().find(|line| line["order_id"] == order_id).expect("a line").clone();
    assert_eq!(
        line("69000013"),
        json!({
            "order_id": "69000013",
            "sub_order_id": "79000013",
            "status": "已发货",
            "after_sale": "售后待处理",
            "waits_for": "receipt",
            "until": null,
            "until_at_most": null,
        })
    );
    let period = |order_id: &str| (line(order_id)["until"].clone(), line(order_id)["until_at_most"].clone());
    assert_eq!(period("69000016"), (json!("2026-09-19"), json!("2026-11-18")));
    assert_eq!(period("69000018"), (Json::Null, json!("2026-10-18")));
    // The text before 2026-07-21 asks for no after-sale period.
    let answer = shop.json(["close-check", "--on", "2026-07-20"]);
    assert_eq!(answer["blocking_orders_count"], 5);
    let waits_for = |line: &Json| line["waits_for"].as_str().expect("a word").to_owned();
    let waits: Vec<String> = answer["blocking_orders"].as_array().expect("orders").iter().map(waits_for).collect();
    assert_eq!(waits, ["receipt", "unknown_status", "shipment", "payment", "after_sale"]);
    // Both are there where no order blocks closing, and where there is none; opening again is blocked by no order.
    for shop in [with("69000020,79000020,已完成,2026-01-01 10:00:00,2026-02-01 10:00:00,-\n"), Shop::new()] {
        let answer = shop.json(["close-check", "--on", ON]);
        assert_eq!((&answer["blocking_orders"], &answer["blocking_orders_count"]), (&json!([]), &json!(0)));
        assert!(!shop.run(["close-check", "--on", ON]).out.contains("Orders that block closing"));
    }
    assert_eq!(with(ROWS).json(["reopen-check", "--on", ON]).get("blocking_orders"), None);
}

#[test]
fn no_more_than_a_hundred_are_listed_and_all_are_counted() {
    let day = |number: u32| format!("2026-08-{:02} 10:{:02}:00", number / 50 + 1, number % 50);
    let rows: String =
        (0..130).map(|number| format!("69{number:06},79{number:06},已发货,{},,-\n", day(number))).collect();
    let shop = with(&rows);
    let answer = shop.json(["close-check", "--on", ON]);
    let orders = answer["blocking_orders"].as_array().expect("orders");
    assert_eq!((orders.len(), &answer["blocking_orders_count"]), (100, &json!(130)));
    assert_eq!((&orders[0]["order_id"], &orders[99]["order_id"]), (&json!("69000000"), &json!("69000099")));
    let run = shop.run(["close-check", "--on", ON]);
    assert!(run.out.contains("69000019") && !run.out.contains("69000020"), "{}", run.out);
    assert!(run.out.contains("\nand 110 more; --format json lists up to 100\n"), "{}", run.out);
    let run = finish(shop.command().args(["--lang", "zh", "close-check", "--on", ON]));
    assert!(run.out.contains("\n影响关店的订单\n") && run.out.contains("另有 110 个子订单"), "{}", run.out);
}

#[test]
fn the_page_lists_them_with_links() {
    let shop = with(ROWS);
    let served = Served::start(&shop, "en");
    let page = served.get(&format!("/check/close?on={ON}")).text();
    let (_, list) = page.split_once("Orders that block closing (10)").unwrap_or_else(|| panic!("{page}"));
    let links: Vec<&str> = list.split("<a href=\"/orders/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(links.len(), 10, "{links:?}");
    assert_eq!(links[0], "69000013");
    assert!(list.contains("between 2026-09-19 and 2026-11-18"), "{list}");
    let order = served.get(&format!("/orders/{}", links[0]));
    assert!(order.status == 200 && order.text().contains("79000013"));
    assert!(!served.get(&format!("/check/reopen?on={ON}")).text().contains("Orders that block closing"));
}

/// What is said beats the orders, so the lines that it speaks of block nothing.
#[test]
fn lines_of_which_something_else_was_said_are_not_listed() {
    let shop = with(ROWS);
    let listed = |set: &[&str]| {
        let args = ["close-check", "--on", ON].into_iter().chain(set.iter().flat_map(|fact| ["--set", *fact]));
        let json = shop.json(args);
        let waits = json["blocking_orders"].as_array().expect("a list").iter().map(|line| line["waits_for"].clone());
        (json["blocking_orders_count"].clone(), waits.collect::<Vec<_>>())
    };
    let finished = "orders.unfinished=0";
    assert_eq!(listed(&[]).0, 10);
    let (count, waits) = listed(&[finished]);
    assert_eq!((count, waits[0].as_str()), (6.into(), Some("after_sale")));
    assert_eq!(listed(&[finished, "orders.open_after_sales=0"]).0, 5);
    let none = [finished, "orders.open_after_sales=0", "orders.within_after_sale_period=0"];
    assert_eq!(listed(&none), (0.into(), Vec::new()));
    assert_eq!(listed(&["shop.business=global"]).0, 0);
}
