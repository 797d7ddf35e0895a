//! `aftersales` by what the after-sale file says, on so few orders that its answer can be worked out with a pencil.

use crate::reports::rows;
use crate::support::Shop;

const ORDERS: &str = "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,发货时间,订单完成时间,订单状态,售后状态,取消原因,\
平台实际承担优惠金额,达人实际承担优惠金额";

/// Sub-order, shipped, completed, status, after-sale, reason of an order line of 10.00. 9 has no after-sale.
const LINES: &str = "
1 -     -     已关闭 退款成功 买错了
2 01-06 01-10 已完成 退款成功 -
3 01-06 01-10 已完成 退款成功 -
4 01-06 -     已发货 退款成功 -
5 01-06 -     已发货 退款成功 -
6 -     -     已关闭 -        缺货
7 01-06 01-10 已完成 退款成功 -
8 01-06 01-10 已完成 售后关闭 -
9 01-06 01-10 已完成 -        -
";

/// Sub-order, type, reason, asked for, given back. Of 6 and 7 the file knows nothing; 8 is denied. What 4 asks for, and the first of 5,
/// was asked for before it was shipped.
const AFTER_SALES: &str = "
1 未发货仅退款 不想要了 01-05T12:00:00 10.00
2 退货退款     质量问题 01-12T12:00:00 10.00
3 已发货仅退款 质量问题 01-08T12:00:00 3.00
4 价保         -        01-05T12:00:00 1.00
5 价保         质量问题 01-05T12:00:00 1.00
5 退货退款     质量问题 01-08T12:00:00 5.00
8 退货退款     质量问题 01-08T12:00:00 -
";

const COLUMNS: &str = "orders lines amount rate refund_amount days_to_refund refund_amount_known";

fn shop(shipping_status: &str) -> Shop {
    let shop = Shop::new();
    let day = |text: &str| if text == "-" { "-".to_owned() } else { format!("2026-{text} 09:00:00") };
    let mut orders = format!("{ORDERS}\n");
    for line in LINES.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, shipped, completed, status, after_sale, reason] = words[..] else { panic!("{line}") };
        let [shipped, completed] = [shipped, completed].map(day);
        orders.push_str(&format!(
            "{id},{id},1,10.00,2026-01-05 09:00:00,2026-01-05 09:00:00,{shipped},{completed},{status},{after_sale},{reason},0.00,0.00\n"
        ));
    }
    let mut after_sales =
        "售后单号,订单号,商品单号,售后类型,售后原因,商品发货状态,退商品金额（元）,退运费金额（元）,售后状态,售后申请时间,商家退款时间\n".to_owned();
    for (number, line) in AFTER_SALES.trim().lines().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, of_type, reason, applied, refund] = words[..] else { panic!("{line}") };
        let (status, refunded) = match refund {
            "-" => ("售后关闭", "-".to_owned()),
            _ => ("同意退款，退款成功", format!("2026-{}", applied.replace('T', " "))),
        };
        // Each refund takes a day.
        let refunded = refunded.replace("-05 12", "-06 12").replace("-08 12", "-09 12").replace("-12 12", "-13 12");
        let applied = applied.replace('T', " ");
        after_sales.push_str(&format!(
            "s{number},{id},{id},{of_type},{reason},{shipping_status},{refund},0.00,{status},2026-{applied},{refunded}\n"
        ));
    }
    shop.file("orders.csv", orders);
    shop.file("after-sales.csv", after_sales);
    let run = shop.run(["import", "orders.csv", "after-sales.csv", "--exported-at", "2026-02-01"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

fn by(shop: &Shop, by: &str, key: &str) -> Vec<String> {
    rows(shop, &["aftersales", "--by", by], &format!("{key} {COLUMNS}"))
}

#[test]
fn the_stage_is_what_the_type_and_the_times_say() {
    assert_eq!(
        by(&shop("-"), "stage", "stage"),
        [
            "before_shipping 3 3 30.00 0.3333 21.00 1.0 21.00",
            "in_transit 2 2 20.00 0.2222 3.00 1.0 3.00",
            "~ 1 1 10.00 0.1111 ~ ~ 0.00",
            "after_receipt 1 1 10.00 0.1111 10.00 1.0 10.00",
            "various 1 1 10.00 0.1111 6.00 1.0 6.00",
        ]
    );
}

#[test]
fn what_the_file_says_of_the_shipping_goes_before_type_and_times() {
    // Of 6 and 7 it says nothing still: 6 was never shipped.
    assert_eq!(
        by(&shop("未发货"), "stage", "stage"),
        ["before_shipping 7 7 70.00 0.7778 40.00 1.0 40.00", "~ 1 1 10.00 0.1111 ~ ~ 0.00"]
    );
}

#[test]
fn after_sales_of_one_line_that_differ_are_not_put_under_one_of_them() {
    let shop = shop("-");
    assert_eq!(
        by(&shop, "type", "after_sale_type"),
        [
            "退货退款 2 2 20.00 0.2222 10.00 1.0 10.00",
            "~ 2 2 20.00 0.2222 ~ ~ 10.00",
            "various 1 1 10.00 0.1111 6.00 1.0 6.00",
            "价保 1 1 10.00 0.1111 1.00 1.0 1.00",
            "已发货仅退款 1 1 10.00 0.1111 3.00 1.0 3.00",
            "未发货仅退款 1 1 10.00 0.1111 10.00 1.0 10.00",
        ]
    );
    // 取消原因 stands in for 售后原因 where the file has none.
    assert_eq!(
        by(&shop, "reason", "after_sale_reason"),
        [
            "质量问题 4 4 40.00 0.4444 19.00 1.0 19.00",
            "~ 2 2 20.00 0.2222 ~ 1.0 1.00",
            "缺货 1 1 10.00 0.1111 10.00 ~ 10.00",
            "不想要了 1 1 10.00 0.1111 10.00 1.0 10.00",
        ]
    );
}

#[test]
fn every_grouping_has_the_same_totals() {
    let shop = shop("-");
    let totals = |by: &[&str]| shop.json(["report", "aftersales"].iter().chain(by))["totals"].clone();
    let of_all = totals(&[]);
    assert_eq!((&of_all["lines"], &of_all["refund_amount_known"]), (&8.into(), &"40.00".into()));
    for by in ["stage", "type", "reason", "month"] {
        assert_eq!(totals(&["--by", by]), of_all, "{by}");
    }
}
