//! The digest, which a scheduler writes.

use serde_json::{Value as Json, json};

use crate::served::Served;
use crate::support::{Shop, finish};

const HEADER: &str =
    "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态,承诺发货时间";

/// Two shops: sales of 2026-01-11, which is yesterday, and of days before.
fn stocked() -> Shop {
    let shop = Shop::new();
    let line = |id: &str, amount: &str, day: &str, status: &str| {
        format!("{id},{id},茶,1,1,{amount},{day} 10:00:00,{day} 10:00:01,{status},{day} 20:00:00\n")
    };
    for (name, lines) in [
        (
            "甲",
            [
                line("a1", "10.00", "2026-01-11", "待发货"),
                line("a2", "5.00", "2026-01-10", "已发货"),
                line("a3", "1.00", "2025-12-20", "已发货"),
            ]
            .concat(),
        ),
        ("乙", line("b1", "2.00", "2026-01-09", "已发货")),
    ] {
        shop.file("orders.csv", format!("{HEADER}\n{lines}"));
        let run = shop.run(["import", "orders.csv", "--shop", name, "--exported-at", "2026-01-12 08:00:00"]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    shop
}

fn total(part: &Json, key: &str) -> Json {
    part["totals"][key].clone()
}

#[test]
fn the_digest_is_about_all_shops() {
    let shop = stocked();
    let digest = shop.json(["digest", "--on", "2026-01-12 09:00:00"]);
    assert_eq!(digest["on"], "2026-01-12");
    let parts = digest["parts"].as_array().expect("parts");
    let names: Vec<&Json> = parts.iter().map(|part| &part["part"]).collect();
    assert_eq!(names, ["yesterday", "week", "shops", "today"]);
    assert_eq!((total(&parts[0], "amount"), total(&parts[1], "amount")), (json!("10.00"), json!("17.00")));
    assert_eq!((total(&parts[2], "unshipped"), total(&parts[2], "amount")), (json!(1), json!("17.00")));
    assert_eq!(parts[2]["rows"].as_array().expect("rows").len(), 2);
    assert_eq!(parts[3]["totals"]["overdue"]["lines"], json!(1));
    let one = shop.json(["digest", "--on", "2026-01-12 09:00:00", "--shop", "乙"]);
    assert_eq!(one["parts"][1]["rows"][0][0], json!(1));
    let text = finish(shop.command().args(["--lang", "zh", "digest", "--on", "2026-01-12 09:00:00"]));
    insta::assert_snapshot!("digest", text.shown());
}

#[test]
fn the_digest_is_written_whole_or_not_at_all() {
    let shop = stocked();
    let run = shop.run(["digest", "--on", "2026-01-12 09:00:00", "--output", "digest.html"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.shown());
    let page = std::fs::read_to_string(shop.path("digest.html")).expect("a page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"), "{page}");
    assert!(page.contains("17.00") && !page.contains("<script"), "{page}");
    let refused = shop.run(["digest", "--group", "none", "--output", "other.html"]);
    assert_eq!(refused.code, 2, "{}", refused.shown());
    assert!(!shop.path("other.html").exists());
    assert_eq!(shop.run(["digest", "--format", "csv"]).code, 2);
}

/// The format that is asked for is never replaced by another in silence: a page that promises JSON would be read as JSON.
#[test]
fn a_page_is_written_only_where_no_other_format_is_asked_for() {
    let shop = stocked();
    for command in [&["digest"][..], &["evidence", "a1", "--shop", "甲"]] {
        let refused = shop.run(command.iter().chain(&["--format", "json", "--output", "refused.html"]));
        assert_eq!(refused.code, 2, "{}", refused.shown());
        assert!(!shop.path("refused.html").exists(), "{command:?}");
        for name in ["page.HTML", "page.htm"] {
            let run = shop.run(command.iter().chain(&["--output", name]));
            assert_eq!(run.code, 0, "{}", run.shown());
            let page = std::fs::read_to_string(shop.path(name)).expect("a page");
            assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
        }
    }
}

/// Neither the digest nor the overview lists item by item what nobody has to do.
#[test]
fn shops_without_anything_to_do_are_counted_alone() {
    let shop = Shop::new();
    let day = "2026-01-11 10:00:00";
    for (name, id, status) in [("甲", "a", "已完成"), ("乙", "b", "已完成"), ("丙", "c", "待发货")] {
        let line = format!("{id},{id},茶,1,1,1.00,{day},{day},{status},2026-01-13 10:00:00,-,直播");
        shop.file("orders.csv", format!("{HEADER},售后状态,流量来源\n{line}\n"));
        let run = shop.run(["import", "orders.csv", "--shop", name, "--exported-at", "2026-01-12 08:00:00"]);
        assert_eq!(run.code, 0, "{}", run.shown());
        let idle = match name {
            "甲" => continue,
            _ => "另有 2 个店铺没有待办",
        };
        let digest = finish(shop.command().args(["--lang", "zh", "digest", "--on", "2026-01-12 09:00:00"]));
        assert!(digest.out.contains(idle) || digest.err.contains(idle), "{}", digest.shown());
        let page = Served::start(&shop, "zh").get("/part/today?shops=all").text();
        assert!(page.contains(idle), "{page}");
        // What there is to do has its shop and its total, and nothing else has a row.
        let rows = page.matches("待发货：更早的订单").count();
        assert_eq!((rows, page.contains("待发货：今天的订单")), (if name == "丙" { 2 } else { 0 }, false), "{page}");
    }
}
