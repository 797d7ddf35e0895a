//! `shipping`, on so few orders that its answer can be worked out with a pencil.

use crate::reports::rows;
use crate::support::Shop;

const HEADER: &str = "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,发货时间,承诺发货时间,订单状态,\
    仓库ID,仓库名称,发货主体";

/// Sub-order, paid, shipped, promised, status, warehouse, shipped by. 01 took 4 hours, 02 24 and was shipped at the last moment, 03 49.
/// 04 was shipped nobody knows when; 05 and 12 are overdue, 06 is due at the very moment; 07 has no promise. 08 was never shipped, 09 is
/// paid on delivery, 10 is shipped by the platform, 11 is not paid, 13 was shipped before it was paid.
const LINES: &str = "
01 01-05T09:00:00 01-05T13:00:00 01-07T09:00:00 已完成   W1,东仓 -
02 01-05T10:00:00 01-06T10:00:00 01-06T10:00:00 已发货   W1,东仓 -
03 01-06T10:00:00 01-08T11:00:00 01-08T10:00:00 已关闭   W2,西仓 商家
04 01-06T10:00:00 -              01-08T10:00:00 已完成   W2,西仓 -
05 01-09T10:00:00 -              01-11T10:00:00 待发货   W1,东仓 -
06 01-10T12:00:00 -              01-12T12:00:00 备货中   W1,东仓 -
07 01-10T12:00:00 -              -              待发货   W2,西仓 -
08 01-10T12:00:00 -              01-11T12:00:00 已关闭   W2,西仓 -
09 -              01-08T10:00:00 01-09T10:00:00 已发货   -,-     -
10 01-05T10:00:00 01-08T10:00:00 01-07T10:00:00 已完成   W3,北仓 抖音平台仓
11 -              -              -              待支付   -,-     -
12 01-06T10:00:00 01-07T10:00:00 01-10T10:00:00 部分发货 W2,西仓 -
13 01-06T09:00:00 01-06T08:00:00 -              已发货   -,-     -
";

const COLUMNS: &str = "lines on_time_lines late_lines late_unshipped_lines waiting_lines unknown_lines late_rate \
    median_hours p90_hours untimed_lines";

const NOW: &str = "2026-01-12 12:00:00";

fn shop_exported_at(at: &str) -> Shop {
    let mut text = format!("{HEADER}\n");
    for line in LINES.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, paid, shipped, ship_by, status, warehouse, sender] = words[..] else { panic!("{line}") };
        let [paid, shipped, ship_by] = [paid, shipped, ship_by].map(|time| match time {
            "-" => "-".to_owned(),
            time => format!("2026-{}", time.replace('T', " ")),
        });
        text.push_str(&format!(
            "{id},{id},1,9.00,2026-01-05 08:00:00,{paid},{shipped},{ship_by},{status},{warehouse},{sender}\n"
        ));
    }
    let shop = Shop::new();
    shop.file("orders.csv", text);
    let run = shop.run(["import", "orders.csv", "--exported-at", at]);
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

#[test]
fn a_line_is_on_time_late_not_due_yet_or_unknown() {
    let shop = shop_exported_at("2026-01-12 11:45:00");
    assert_eq!(rows(&shop, &["shipping", "--on", NOW], COLUMNS), ["10 3 3 2 1 3 0.5 24.0 49.0 3"]);
    // A second later 06 is overdue, too.
    assert_eq!(rows(&shop, &["shipping", "--on", "2026-01-12 12:00:01"], COLUMNS), ["10 3 4 3 0 3 0.5714 24.0 49.0 3"]);
    let said = shop.run(["report", "shipping", "--on", NOW]).err;
    assert!(said.contains("one sub-order is shipped by the platform's warehouse, and left out"), "{said}");
    assert!(said.contains("one sub-order was paid, and closed without being shipped"), "{said}");
}

#[test]
fn warehouses_have_a_row_each() {
    let shop = shop_exported_at("2026-01-12 11:45:00");
    assert_eq!(
        rows(&shop, &["shipping", "--by", "warehouse", "--on", NOW], &["warehouse_id warehouse ", COLUMNS].concat()),
        ["W1 东仓 4 2 1 1 1 0 0.3333 4.0 24.0 0", "W2 西仓 4 0 2 1 0 2 1.0 49.0 49.0 1", "~ ~ 2 1 0 0 0 1 0.0 ~ ~ 2",]
    );
    assert_eq!(
        rows(&shop, &["shipping", "--by", "month", "--on", NOW], COLUMNS),
        ["10 3 3 2 1 3 0.5 24.0 49.0 3 2026-01"]
    );
}

#[test]
fn what_became_due_after_the_last_export_may_have_been_shipped() {
    let shop = shop_exported_at("2026-01-10 20:00:00");
    // 05 and 06 were not due when they were exported, two days before; 12 was.
    let args = ["shipping", "--on", "2026-01-13 00:00:00"];
    assert_eq!(rows(&shop, &args, COLUMNS), ["10 3 2 1 0 5 0.4 24.0 49.0 3"]);
    let said = shop.run(["report"].iter().chain(&args)).err;
    assert!(said.contains("2 sub-orders have become due after the last export"), "{said}");
}

#[test]
fn without_a_promise_nothing_is_on_time() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,发货时间,订单状态";
    shop.file(
        "orders.csv",
        format!("{header}\n1,1,1,9.00,2026-01-05,2026-01-05 10:00:00,2026-01-05 11:30:00,已完成\n"),
    );
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    assert_eq!(rows(&shop, &["shipping", "--on", NOW], COLUMNS), ["1 ~ ~ ~ ~ 1 ~ 1.5 1.5 0"]);
    assert!(shop.run(["report", "shipping"]).err.contains("no imported file has the columns 承诺发货时间"));
}
