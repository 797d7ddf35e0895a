//! `traffic`, on so few orders that its answer can be worked out with a pencil.

use crate::reports::rows;
use crate::support::Shop;

const HEADER: &str = "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态,流量体裁,流量类型";

/// All but the last are sales; they come to 120.00.
const LINES: &str = "
1,1,2,30.00,2026-01-05,2026-01-05,已完成,直播,广告
2,2,1,20.00,2026-01-05,2026-01-05,已发货,直播,非广告
2,3,1,10.00,2026-01-05,2026-01-05,已发货,商品卡,非广告
4,4,3,40.00,2026-01-12,2026-01-12,待发货,数据将于第二天更新,非广告
5,5,1,5.00,2026-01-13,2026-01-13,待发货,数据将于第二天更新,数据将于第二天更新
6,6,1,15.00,2026-01-13,2026-01-13,待发货,-,-
7,7,1,99.00,2026-01-13,2026-01-13,已关闭,直播,广告
";

const COLUMNS: &str = "traffic_genre traffic_type orders lines units amount share";

fn stocked() -> Shop {
    let shop = Shop::new();
    shop.file("orders.csv", format!("{HEADER}\n{}", LINES.trim_start()));
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-01-13 12:00:00"]).code, 0);
    shop
}

#[test]
fn what_the_platform_does_not_know_yet_is_apart_from_what_no_export_says() {
    let shop = stocked();
    assert_eq!(
        rows(&shop, &["traffic"], COLUMNS),
        [
            "pending 非广告 1 1 3 40.00 0.3333",
            "直播 广告 1 1 2 30.00 0.25",
            "直播 非广告 1 1 1 20.00 0.1667",
            "~ ~ 1 1 1 15.00 0.125",
            "商品卡 非广告 1 1 1 10.00 0.0833",
            "pending pending 1 1 1 5.00 0.0417",
        ]
    );
    let said = shop.run(["report", "traffic"]).err;
    assert!(said.contains("2 sub-orders (2026-01-12 to 2026-01-13) yet when they were exported"), "{said}");
    // A newer export knows it, and nothing is left to export again.
    let known = LINES.trim_start().replace("数据将于第二天更新", "短视频");
    shop.file("newer.csv", format!("{HEADER}\n{known}"));
    assert_eq!(shop.run(["import", "newer.csv", "--exported-at", "2026-01-14 12:00:00"]).code, 0);
    assert_eq!(rows(&shop, &["traffic"], COLUMNS)[0], "短视频 非广告 1 1 3 40.00 0.3333");
    assert!(!shop.run(["report", "traffic"]).err.contains("yet"));
}

#[test]
fn shares_are_of_the_sales_of_the_same_period() {
    assert_eq!(
        rows(&stocked(), &["traffic", "--by", "week"], COLUMNS),
        [
            "直播 广告 1 1 2 30.00 0.5 2026-01-05",
            "直播 非广告 1 1 1 20.00 0.3333 2026-01-05",
            "商品卡 非广告 1 1 1 10.00 0.1667 2026-01-05",
            "pending 非广告 1 1 3 40.00 0.6667 2026-01-12",
            "~ ~ 1 1 1 15.00 0.25 2026-01-12",
            "pending pending 1 1 1 5.00 0.0833 2026-01-12",
        ]
    );
}

#[test]
fn without_the_columns_the_traffic_is_unknown() {
    let shop = Shop::new();
    let lines = "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n1,1,1,8.00,2026-01-05,2026-01-05,已完成\n";
    shop.file("orders.csv", lines);
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    assert_eq!(rows(&shop, &["traffic"], COLUMNS), ["~ ~ 1 1 1 8.00 1.0"]);
    let said = shop.run(["report", "traffic"]).err;
    assert!(said.contains("no imported file has the columns 流量体裁, 流量类型"), "{said}");
}
