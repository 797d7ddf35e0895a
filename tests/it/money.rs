//! The reports that join the exports beside the orders, on lines few enough to work every answer out with a pencil.

use crate::reports::rows;
use crate::support::Shop;

/// Line, payable | day submitted, paid | source | status, day completed | after-sale | borne by platform, seller, creator.
/// Sales are all but m4, m6 and m8: m4 and m6 are closed, m8 is not paid.
const LINES: &str = "
m1 100.00 | 2026-01-05 y | 精选联盟 | 已完成 2026-01-08 | -        | 5.00 2.00 1.00
m2  50.00 | 2026-01-05 y | 精选联盟 | 已完成 2026-01-08 | -        | 0.00 0.00 0.00
m3  30.00 | 2026-01-06 y | 小店自卖 | 已完成 2026-01-09 | -        | 0.00 3.00 0.00
m4  40.00 | 2026-01-06 y | 小店自卖 | 已关闭 -          | 退款成功 | 4.00 0.00 0.00
m5  60.00 | 2026-01-07 y | 精选联盟 | 已发货 -          | -        | 0.00 0.00 0.00
m6  20.00 | 2026-01-07 y | 小店自卖 | 已关闭 -          | -        | 0.00 0.00 0.00
m7  10.00 | 2026-01-08 y | 小店自卖 | 已完成 2026-01-11 | 退款成功 | 0.00 0.00 0.00
m8   5.00 | 2026-01-08 - | 小店自卖 | 待支付 -          | -        | 0.00 0.00 0.00
m9  25.00 | 2026-02-02 y | 精选联盟 | 已完成 2026-02-05 | -        | 2.50 0.00 0.00
";

/// Sub-order, expected, actual, day settled. m5 is not in the file.
const COMMISSIONS: &str = "
m1 20.00 20.00 2026-01-24
m2 10.00 0.00  -
m9  5.00  5.00 2026-02-21
";

/// Line, status, goods given back, day.
const AFTER_SALES: &str = "
s1 m4 同意退款，退款成功 40.00 2026-01-07
s2 m7 同意退款，退款成功  4.00 2026-01-17
s3 m1 售后关闭            9.00 -
";

/// Day settled, line, 结算金额 | 用户实付, 平台补贴, 达人补贴 | 平台服务费, 佣金. The fen that m3 lacks is the platform's; of m7 4.00 go back.
const SETTLEMENTS: &str = "
2026-01-08 m1 81.00 | 100.00 5.00 1.00 | -5.00 -20.00
2026-01-16 m3 28.49 |  29.99 0.00 0.00 | -1.50   0.00
2026-01-17 m7  9.50 |  10.00 0.00 0.00 | -0.50   0.00
2026-01-18 m7 -3.80 |  -4.00 0.00 0.00 |  0.20   0.00
2026-02-12 m9 21.25 |  25.00 2.50 0.00 | -1.25  -5.00
";

const ORDER_HEADER: &str = "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态,订单完成时间,售后状态,\
    平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额";

/// Writes a file of a table: each row becomes cells, `|` and the spaces around it part them for the eye only.
fn file(shop: &Shop, name: &str, header: &str, table: &str, row: impl Fn(&[&str]) -> String) {
    let lines = table.trim().lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "|").collect();
        row(&words) + "\n"
    });
    shop.file(name, format!("{header}\n{}", lines.collect::<String>()));
    let run = shop.run(["import", name, "--exported-at", "2026-02-28"]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

fn orders(shop: &Shop) {
    file(shop, "orders.csv", ORDER_HEADER, LINES, |words| {
        let [id, payable, day, paid, source, status, done, after_sale, platform, seller, creator] = words else {
            panic!("{words:?}")
        };
        let paid = if *paid == "y" { day } else { "-" };
        format!("{id},{id},{payable},{day},{paid},{source},{status},{done},{after_sale},{platform},{seller},{creator}")
    });
}

fn commissions(shop: &Shop) {
    let header = "订单id,预估佣金支出,实际佣金支出,订单结算时间";
    file(shop, "commissions.csv", header, COMMISSIONS, |words| words.join(","));
}

fn after_sales(shop: &Shop) {
    let header = "售后单号,商品单号,售后状态,退商品金额（元）,商家退款时间";
    file(shop, "after-sales.csv", header, AFTER_SALES, |words| words.join(","));
}

fn settlements(shop: &Shop) {
    let header = "结算时间,子订单号,结算金额,用户实付,平台补贴,达人补贴,平台服务费,佣金,结算账户";
    file(shop, "settlements.csv", header, SETTLEMENTS, |words| words.join(",") + ",聚合账户");
}

#[test]
fn promotion_takes_the_commission_that_is_booked() {
    let shop = Shop::new();
    orders(&shop);
    let promotion = |args: &[&str]| {
        rows(&shop, &[&["promotion"], args].concat(), "promotion orders lines amount commission net basis")
    };
    assert_eq!(promotion(&[]), ["精选联盟 4 4 235.00 ~ ~ unknown", "无 2 2 40.00 0.00 40.00 actual"]);
    commissions(&shop);
    // m1 20.00 booked, m2 10.00 expected, m9 5.00 booked; nothing tells of m5, a quarter of which is 15.00.
    assert_eq!(promotion(&[])[0], "精选联盟 4 4 235.00 ~ ~ unknown");
    assert_eq!(promotion(&["--commission-rate", "25%"])[0], "精选联盟 4 4 235.00 50.00 185.00 estimated");
    assert_eq!(promotion(&["--to", "2026-01-05"]), ["精选联盟 2 2 150.00 30.00 120.00 estimated"]);
    assert_eq!(promotion(&["--from", "2026-02-01"]), ["精选联盟 1 1 25.00 5.00 20.00 actual"]);
    assert_eq!(
        promotion(&["--by", "month", "--commission-rate", "25%"]),
        [
            "精选联盟 3 3 210.00 45.00 165.00 estimated 2026-01",
            "无 2 2 40.00 0.00 40.00 actual 2026-01",
            "精选联盟 1 1 25.00 5.00 20.00 actual 2026-02"
        ]
    );
    let run = shop.run(["report", "promotion"]);
    assert!(run.err.contains("the commission of 1 lines is not settled yet"), "{}", run.shown());
    assert!(run.err.contains("the commission of 1 lines of 精选联盟 is not known"), "{}", run.shown());
}

#[test]
fn a_main_order_has_the_commission_of_all_its_sub_orders_or_none() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "主订单编号,子订单编号,选购商品,订单应付金额,支付完成时间,流量来源,订单状态\n\
         1,1;2,茶;杯,50.00,2026-01-05 09:00:00,精选联盟,已完成\n\
         3,3;4,茶;杯,50.00,2026-01-05 09:00:00,精选联盟,已完成\n",
    );
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let told = |text: &str| {
        shop.file("commissions.csv", format!("订单id,预估佣金支出,实际佣金支出,订单结算时间\n{text}"));
        assert_eq!(shop.run(["import", "commissions.csv"]).code, 0);
        let args = ["promotion", "--commission-rate", "50%"];
        rows(&shop, &args, "promotion orders lines amount commission net basis")
    };
    // 1 and 2 have 5.00; of 3 and 4 only 3 is told of, so that half of 50.00 stands for both.
    let half = told("1,3.00,3.00,2026-01-20\n2,2.00,2.00,2026-01-20\n3,4.00,-,-\n");
    assert_eq!(half, ["精选联盟 2 2 100.00 30.00 70.00 estimated"]);
    assert_eq!(told("4,1.00,1.00,2026-01-20\n"), ["精选联盟 2 2 100.00 10.00 90.00 estimated"]);
}

const INCOME: &str = "orders lines paid platform_discount seller_discount creator_discount refunds commission fees net basis \
    settled_lines settled";

#[test]
fn income_tells_what_is_booked_from_what_is_not() {
    let shop = Shop::new();
    orders(&shop);
    let income = |args: &[&str]| rows(&shop, &[&["income"], args].concat(), INCOME);
    // All but m8 are paid; of m7 something was refunded, nobody knows how much. Discounts are of all but m4 and m6.
    assert_eq!(income(&[]), ["8 8 335.00 7.50 5.00 1.00 ~ ~ ~ ~ unknown 0 ~"]);
    commissions(&shop);
    after_sales(&shop);
    // 40.00 of m4, 4.00 of m7, and 20.00 of m6, which is closed. 335.00 + 7.50 + 1.00 - 64.00 - 50.00, before all fees.
    let rate = ["--commission-rate", "25%"];
    assert_eq!(income(&rate), ["8 8 335.00 7.50 5.00 1.00 64.00 50.00 ~ 229.50 estimated 0 ~"]);
    settlements(&shop);
    // Fees of m1, m3 and m7 are 5.00 + 1.50 + 0.50 - 0.20. m5 has no commission but the rate's.
    assert_eq!(
        income(&[&["--by", "month"], &rate[..]].concat()),
        [
            "7 7 310.00 5.00 5.00 1.00 64.00 45.00 6.80 200.20 estimated 3 115.19 2026-01",
            "1 1 25.00 2.50 0.00 0.00 0.00 5.00 1.25 21.25 actual 1 21.25 2026-02"
        ]
    );
    assert_eq!(
        income(&["--from", "2026-01-07", "--to", "2026-01-07"])[0],
        "2 2 80.00 0.00 0.00 0.00 20.00 ~ ~ ~ unknown 0 ~"
    );
    assert_eq!(income(&["--from", "2026-03-01"]), Vec::<String>::new());
}

#[test]
fn income_of_main_orders_has_what_is_told_of_the_order() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        format!("{ORDER_HEADER}\n1,1;2,50.00,2026-01-05,2026-01-05,小店自卖,已完成,2026-01-08,-,0,0,0\n"),
    );
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let header = "结算时间,订单号,子订单号,结算金额,平台服务费,佣金,结算账户";
    let bookings = "2026-01-09 1 1 28.00 -2.00 0.00\n2026-01-09 1 2 19.00 -1.00 0.00";
    file(&shop, "settlements.csv", header, bookings, |words| words.join(",") + ",聚合账户");
    assert_eq!(rows(&shop, &["income"], INCOME), ["1 1 50.00 0.00 0.00 0.00 0.00 0.00 3.00 47.00 actual 1 47.00"]);
}
