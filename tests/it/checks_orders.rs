//! What imported orders say to the checks, and where it is held against what was said.

use serde_json::{Value as Json, json};

use crate::checks::{declared, verdict};
use crate::support::Shop;

#[test]
fn an_after_sale_period_ends_after_its_last_day() {
    let shop = Shop::new();
    shop.file("a.csv", "主订单编号,子订单编号,订单状态,订单完成时间\n1,1,已完成,2026-08-10 10:00:00\n");
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-08-11"]).code, 0);
    let open = |on: &str, days: &[&str]| {
        let json = shop.json(["close-check", "--on", on].iter().chain(days));
        let rules = json["rules"].as_array().expect("rules").clone();
        rules.iter().find_map(|rule| rule["facts"].get("orders.within_after_sale_period").cloned()).expect("a count")["value"].clone()
    };
    let known = ["--after-sale-days", "45"];
    assert_eq!((open("2026-09-24", &known), open("2026-09-25", &known)), (json!(1), json!(0)));
    // Where its length is not known, it may end 30 days after completion or 90.
    assert_eq!((open("2026-09-09", &[]), open("2026-09-10", &[])), (json!(1), Json::Null));
    assert_eq!((open("2026-11-08", &[]), open("2026-11-09", &[])), (Json::Null, json!(0)));
}

#[test]
fn what_the_orders_do_not_say_is_said() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,订单状态,订单提交时间,订单完成时间\n";
    shop.file("closed.csv", format!("{header}1,1,已关闭,2024-05-01 10:00:00,\n"));
    assert_eq!(shop.run(["import", "closed.csv", "--exported-at", "2024-08-01"]).code, 0);
    let codes = |json: &Json| {
        let warnings = json["warnings"].as_array().expect("warnings").iter();
        warnings.filter_map(|warning| warning["code"].as_str()).map(str::to_owned).collect::<Vec<_>>()
    };
    let json = shop.json(["close-check", "--on", "2024-08-01"]);
    assert!(codes(&json).contains(&"finish-day-unknown".to_owned()), "{json}");
    shop.file("done.csv", format!("{header}2,2,已完成,2024-05-01 10:00:00,\n"));
    assert_eq!(shop.run(["import", "done.csv", "--exported-at", "2024-08-01", "--shop", "done"]).code, 0);
    let json = shop.json(["close-check", "--shop", "done", "--on", "2024-08-01"]);
    let rule = json["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .find(|rule| rule["id"] == "close.last-order-90-days")
        .expect("a rule");
    assert_eq!(rule["outcome"], "unknown", "{rule}");
    shop.file("late.csv", format!("{header}3,3,已完成,2026-07-01 10:00:00,2026-07-05 10:00:00\n"));
    assert_eq!(shop.run(["import", "late.csv", "--exported-at", "2026-07-25", "--shop", "late"]).code, 0);
    let json = shop.json(["close-check", "--shop", "late", "--on", "2026-07-25"]);
    assert_eq!(json["orders"]["after_sale_days"], Json::Null, "{json}");
}

#[test]
fn what_was_said_and_what_was_imported_must_both_be_possible() {
    let shop = declared();
    shop.file("a.csv", "主订单编号,子订单编号,订单状态,订单提交时间,订单完成时间\n1,1,已完成,2024-10-01 10:00:00,2024-10-05 10:00:00\n");
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2024-10-06"]).code, 0);
    let check = |args: &[&str]| {
        let (answer, _, json) = verdict(&shop, &[&["reopen-check", "--on", "2025-03-04"], args].concat());
        let codes: Vec<_> =
            json["warnings"].as_array().expect("warnings").iter().map(|one| one["code"].clone()).collect();
        (answer, codes.contains(&json!("orders-contradict")), json["needed_facts"].clone())
    };
    assert_eq!(check(&[]), ("unknown".to_owned(), true, json!([])));
    let told = shop.run(["reopen-check", "--on", "2025-03-04"]).out;
    assert!(
        told.contains("The shop closed on 2024-08-31, but an imported order was submitted on 2024-10-01"),
        "{told}"
    );
    assert_eq!(check(&["--trust", "declared"]), ("may_apply".to_owned(), false, json!([])));
    let later = ["--set", "closure.closed_on=2024-10-07", "--set", "closure.deposit_refunded_on=2024-10-08"];
    assert_eq!(check(&later), ("not_yet".to_owned(), false, json!([])));
    let close = |args: &[&str]| {
        let args = [&["close-check", "--on", "2025-03-04", "--set", "closure.closed_on=unknown"], args].concat();
        let warnings = verdict(&shop, &args).2["warnings"].clone();
        warnings.as_array().expect("warnings").iter().any(|one| one["code"] == "orders-contradict")
    };
    assert!(!close(&[]) && close(&["--set", "orders.last_finished_on=none"]));
}

#[test]
fn an_after_sale_period_is_of_thirty_to_ninety_days() {
    let shop = Shop::new();
    for args in [
        ["close-check", "--after-sale-days", "29"],
        ["close-check", "--set", "orders.after_sale_days=91"],
        ["shop", "set", "orders.after_sale_days=7"],
    ] {
        let run = shop.run(args);
        assert!(run.code == 2 && run.err.contains("from 30 to 90"), "{}", run.shown());
    }
    let twice = shop.run(["close-check", "--after-sale-days", "45", "--set", "orders.after_sale_days=45"]);
    assert!(twice.code == 2 && twice.err.contains("given twice"), "{}", twice.shown());
    let orders = "主订单编号,子订单编号,订单状态,订单提交时间,订单完成时间\n1,1,已完成,2026-08-01 10:00:00,2026-08-20 10:00:00\n";
    shop.file("a.csv", orders);
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-08-25"]).code, 0);
    assert_eq!(shop.run(["shop", "set", "orders.after_sale_days=45"]).code, 0);
    // The period that was declared counts for the list of orders as well.
    let json = shop.json(["close-check", "--on", "2026-10-04"]);
    assert_eq!(json["blocking_orders"][0]["until"], "2026-10-04");
    assert_eq!(json["waits_over"], json!({ "from": "2026-10-05", "earliest": "2026-10-05" }));
    assert_eq!(json["if_closed"]["closed_on"], "2026-10-05");
    assert_eq!(shop.json(["close-check", "--on", "2026-10-05"])["blocking_orders_count"], 0);
}

/// Fewer unfinished lines than the export has: the others finished since, nobody knows when.
#[test]
fn counts_of_an_old_export_are_not_taken_for_those_of_today() {
    let shop = Shop::new();
    let rows = "1,1,已发货,2026-01-05 10:00:00,\n2,2,已完成,2026-01-01 10:00:00,2026-01-08 10:00:00\n";
    shop.file("a.csv", format!("主订单编号,子订单编号,订单状态,订单提交时间,订单完成时间\n{rows}"));
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-01-10"]).code, 0);
    let outcome = |on: &str, rule: &str, set: &[&str]| {
        let args: Vec<&str> =
            ["close-check", "--on", on].into_iter().chain(set.iter().flat_map(|set| ["--set", *set])).collect();
        let rules = verdict(&shop, &args).2["rules"].clone();
        let ruling = rules.as_array().expect("rules").iter().find(|one| one["id"] == rule).cloned().expect("a rule");
        ruling["outcome"].as_str().map(str::to_owned).expect("an outcome")
    };
    let (period, last) = ("close.orders-past-after-sale-period", "close.last-order-90-days");
    assert_eq!(
        (outcome("2026-11-01", period, &[]), outcome("2026-06-01", last, &[])),
        ("pass".to_owned(), "pass".to_owned())
    );
    let said = ["orders.unfinished=0"];
    assert_eq!(
        (outcome("2026-11-01", period, &said), outcome("2026-06-01", last, &said)),
        ("unknown".to_owned(), "unknown".to_owned())
    );
    let more = ["orders.unfinished=2"];
    assert_eq!(outcome("2026-11-01", period, &more), "pass", "nothing has finished since");
}

/// The forecast goes by what is known of the shop, and promises nothing to one that is barred.
#[test]
fn when_it_could_open_again_follows_what_is_known_of_the_shop() {
    let shop = Shop::new();
    let again = |set: &[&str]| {
        let args: Vec<&str> = ["close-check", "--on", "2026-09-29"]
            .into_iter()
            .chain(set.iter().flat_map(|set| ["--set", *set]))
            .collect();
        let json = verdict(&shop, &args).2["if_closed"].clone();
        (json["refunds"][0]["reopen_from"].as_str().map(str::to_owned), json["barred"].is_string())
    };
    let from = |day: &str| (Some(day.to_owned()), false);
    assert_eq!(again(&[]), from("2027-03-31"));
    assert_eq!(again(&["shop.business=lite"]), from("2026-10-30"));
    let cleared = "closure.kind=cleared";
    assert_eq!(again(&[cleared, "closure.cleared_for=violation"]), (None, true));
    assert_eq!(again(&[cleared, "closure.permanent_ban=yes"]), (None, true));
    assert_eq!(again(&["shop.business=global"]), (None, true));
    assert_eq!(again(&[cleared, "closure.cleared_for=agreement", "closure.permanent_ban=no"]), from("2027-03-31"));
}
