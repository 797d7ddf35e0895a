//! The report `payouts`, on lines few enough to know by heart what each waits for.

use crate::reports::rows;
use crate::support::{Shop, finish};

/// Line, payable, submitted, status, finished, 售后状态. All are paid.
const LINES: &str = "
p1 100.00 2026-01-02 已完成 2026-01-08 -
p2  50.00 2026-01-03 已完成 2026-02-20 -
p3  30.00 2026-01-03 已发货 -          -
p4  20.00 2026-01-03 已完成 2026-01-10 -
p5  10.00 2026-01-03 已完成 2026-02-01 -
p6  40.00 2026-01-03 已完成 2026-02-20 待退货
p7  60.00 2026-01-03 已完成 -          -
p8  80.00 2026-01-03 已完成 2026-01-06 -
p9  15.00 2026-01-03 已关闭 -          -
";

/// Charges are 5 %. x1 is not imported; nothing says a line of the last but its order.
const STATEMENT: &str = "结算时间,订单号,子订单号,结算金额,下单时间,收入合计,平台服务费,结算账户
2026-01-20,p1,p1,95.00,2026-01-02,100.00,-5.00,聚合账户
2026-01-09,p8,p8,76.00,2026-01-03,80.00,-4.00,聚合账户
2026-02-10,x1,x1,9.50,2026-01-02,10.00,-0.50,聚合账户
";

/// Of p8 20.00 went back after it was booked.
const AFTER_SALES: &str = "售后单号,商品单号,售后状态,退商品金额（元）,售后申请时间,商家退款时间
s1,p8,退款成功,20.00,2026-02-01,2026-02-05
";

const FUNDS: &str = "动账时间,动帐流水号,动账方向,动账金额,动账场景,子订单号,下单时间
2026-01-20,m1,入账,95.00,货款结算入账,p1,2026-01-02
2026-01-09,m2,入账,76.00,货款结算入账,p8,2026-01-03
2026-01-21,m3,出账,50.00,提现,-,-
";

const COLUMNS: &str = "day state lines expected amount bookings moved expected_known amount_known";

fn import(shop: &Shop, name: &str, text: &str) {
    shop.file(name, text);
    let run = shop.run(["import", name, "--exported-at", "2026-02-28"]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

fn orders(shop: &Shop) {
    orders_and(shop, "");
}

/// Imports the lines, and others as they stand in the file.
fn orders_and(shop: &Shop, others: &str) {
    let header = "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态,订单完成时间,售后状态,\
        平台实际承担优惠金额,达人实际承担优惠金额\n";
    let line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, payable, submitted, status, finished, after_sale] = words[..] else { panic!("{line}") };
        format!("{id},{id},{payable},{submitted},{submitted},小店自卖,{status},{finished},{after_sale},0.00,0.00\n")
    };
    import(
        shop,
        "orders.csv",
        &[header.to_owned(), LINES.trim().lines().map(line).collect(), others.to_owned()].concat(),
    );
}

fn stocked() -> Shop {
    let shop = Shop::new();
    orders(&shop);
    import(&shop, "after-sales.csv", AFTER_SALES);
    import(&shop, "statement.csv", STATEMENT);
    import(&shop, "funds.csv", FUNDS);
    shop
}

fn payouts(shop: &Shop, args: &[&str]) -> Vec<String> {
    rows(shop, &[&["payouts"], args].concat(), COLUMNS)
}

#[test]
fn each_line_says_why_it_waits_and_until_when() {
    let shop = stocked();
    // p4 should be settled 21 days after the 10th, and the statement goes on for more than that; of p5 nobody knows yet.
    assert_eq!(
        payouts(&shop, &["--on", "2026-03-01"]),
        [
            "2026-01-31 overdue 1 20.00 19.00 ~ ~ 20.00 19.00",
            "2026-02-22 not_covered 1 10.00 9.50 ~ ~ 10.00 9.50",
            "2026-03-13 due 1 50.00 47.50 ~ ~ 50.00 47.50",
            "~ unfinished 1 30.00 28.50 ~ ~ 30.00 28.50",
            "~ open_after_sale 1 40.00 38.00 ~ ~ 40.00 38.00",
            "~ unknown_time 1 60.00 57.00 ~ ~ 60.00 57.00",
            "~ to_take_back 1 ~ -20.00 ~ ~ ~ -20.00",
            "2026-02-10 settled ~ ~ 9.50 1 ~ ~ 9.50",
            "2026-01-20 settled ~ ~ 95.00 1 95.00 ~ 95.00",
            "2026-01-09 settled ~ ~ 76.00 1 76.00 ~ 76.00",
        ]
    );
    // On the day by which it should come it is not late.
    let state_of = |on: &str, day: &str| {
        let found = payouts(&shop, &["--on", on]).into_iter().find(|row| row.starts_with(day));
        found.expect("a row").split(' ').nth(1).map(str::to_owned)
    };
    assert_eq!(state_of("2026-02-22", "2026-02-22").as_deref(), Some("due"));
    assert_eq!(state_of("2026-02-23", "2026-02-22").as_deref(), Some("not_covered"));
    assert_eq!(state_of("2026-01-31", "2026-01-31").as_deref(), Some("due"));
    let totals = shop.json(["report", "payouts", "--on", "2026-03-01"])["totals"].clone();
    let total = |state: &str, key: &str| totals[state][key].as_str().map(str::to_owned);
    assert_eq!(total("settled", "amount").as_deref(), Some("180.50"));
    assert_eq!(total("settled", "moved").as_deref(), Some("171.00"));
    assert_eq!(total("due", "amount").as_deref(), Some("47.50"));
    assert_eq!(total("waiting", "amount").as_deref(), Some("179.50"));
    let run = shop.run(["report", "payouts", "--on", "2026-03-01"]);
    assert!(run.err.contains("one booking is of no paid sub-order"), "{}", run.shown());
    assert!(run.err.contains("9.50 yuan"), "{}", run.shown());
}

#[test]
fn what_is_booked_for_an_order_of_several_lines_does_not_wait_as_well() {
    let second = "p4,p4b,20.00,2026-01-03,2026-01-03,小店自卖,已完成,2026-01-10,待退货,0.00,0.00\n";
    let statement = "结算时间,订单号,子订单号,结算金额,下单时间,收入合计,平台服务费,结算账户\n\
        2026-01-25,p4,-,38.00,2026-01-03,40.00,-2.00,聚合账户\n";
    let funds = "动账时间,动帐流水号,动账方向,动账金额,动账场景,订单号,下单时间\n\
        2026-01-25,m9,入账,38.00,货款结算入账,p4,2026-01-03\n";
    for (name, text, settled) in [("a.csv", statement, "38.00 1 ~ ~ 38.00"), ("b.csv", funds, "~ 0 38.00 ~ ~")] {
        let shop = Shop::new();
        orders_and(&shop, second);
        import(&shop, name, text);
        let found = payouts(&shop, &["--on", "2026-03-01"]);
        assert!(found.contains(&"~ order_only 2 ~ ~ ~ ~ 0.00 0.00".to_owned()), "{found:?}");
        assert!(found.contains(&format!("2026-01-25 settled ~ ~ {settled}")), "{found:?}");
    }
}

#[test]
fn the_days_of_settlement_are_those_of_the_shop() {
    let shop = stocked();
    assert_eq!(shop.run(["shop", "set", "settlement.days=7"]).code, 0);
    let found = payouts(&shop, &["--on", "2026-03-01"]);
    assert_eq!(
        found[..3],
        [
            "2026-01-17 overdue 1 20.00 19.00 ~ ~ 20.00 19.00",
            "2026-02-08 overdue 1 10.00 9.50 ~ ~ 10.00 9.50",
            "2026-02-27 not_covered 1 50.00 47.50 ~ ~ 50.00 47.50",
        ]
    );
    let run = shop.run(["report", "payouts", "--on", "2026-03-01"]);
    assert!(run.err.contains("more than 7 days after its completion, as set for this shop"), "{}", run.shown());
}

#[test]
fn what_is_settled_and_what_waits_add_up_to_the_net() {
    let shop = stocked();
    let fen = |text: &str| text.replace('.', "").parse::<i64>().expect("an amount");
    let column = |row: &String, index: usize| row.split(' ').nth(index).map(str::to_owned).expect("a cell");
    let sum: i64 = payouts(&shop, &[]).iter().map(|row| fen(&column(row, 8))).sum();
    let income = shop.json(["report", "income"]);
    let index = income["columns"].as_array().expect("columns").iter().position(|column| column == "net").expect("net");
    // 9.50 are of an order that is not imported.
    assert_eq!(sum - 950, fen(income["rows"][0][index].as_str().expect("an amount")));
}

#[test]
fn days_asked_for_are_those_of_the_orders() {
    let shop = stocked();
    assert_eq!(
        payouts(&shop, &["--to", "2026-01-02"]),
        ["2026-02-10 settled ~ ~ 9.50 1 ~ ~ 9.50", "2026-01-20 settled ~ ~ 95.00 1 95.00 ~ 95.00"]
    );
    assert_eq!(payouts(&shop, &["--from", "2026-01-03", "--on", "2026-03-01"]).len(), 8);
}

#[test]
fn without_statements_nothing_is_overdue() {
    let shop = Shop::new();
    orders(&shop);
    let found = payouts(&shop, &["--on", "2026-03-01"]);
    assert!(found[0].starts_with("2026-01-27 not_covered 1 80.00 80.00"), "{found:?}");
    assert!(found.iter().all(|row| !row.contains("overdue")), "{found:?}");
    let run = shop.run(["report", "payouts", "--on", "2026-03-01"]);
    assert!(run.err.contains("4 sub-orders should be settled by now"), "{}", run.shown());
    // What only the fund flow has was paid out.
    import(&shop, "funds.csv", FUNDS);
    let run = shop.run(["report", "payouts", "--on", "2026-03-01"]);
    assert!(run.err.contains("2 sub-orders are in the fund flow but in no settlement"), "{}", run.shown());
    let found = payouts(&shop, &["--on", "2026-03-01"]);
    assert_eq!(found.last().map(String::as_str), Some("2026-01-09 settled ~ ~ ~ 0 76.00 ~ ~"));
}

#[test]
fn payouts_read_well_in_both_languages() {
    let shop = stocked();
    for lang in ["en", "zh"] {
        let args = ["--lang", lang, "report", "payouts", "--on", "2026-03-01"];
        insta::assert_snapshot!(format!("payouts_{lang}"), finish(shop.command().args(args)).shown());
    }
}
