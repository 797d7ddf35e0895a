//! The reports that join the exports beside the orders, on lines few enough to work every answer out with a pencil.

use serde_json::json;

use crate::reports::rows;
use crate::support::{Shop, finish};

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

/// Number, line, status, goods given back, when it was asked for, when it was given.
const AFTER_SALES: &str = "
s1 m4 同意退款，退款成功 40.00 2026-01-06 2026-01-07
s2 m7 同意退款，退款成功  4.00 2026-01-13 2026-01-17
s3 m1 售后关闭            9.00 2026-01-09 -
";

/// Day settled, line, 结算金额 | 用户实付, 平台补贴, 达人补贴 | 平台服务费, 佣金. The fen that m3 lacks is the platform's; of m7 4.00 go back.
const SETTLEMENTS: &str = "
2026-01-08 m1 81.00 | 100.00 5.00 1.00 | -5.00 -20.00
2026-01-16 m3 28.49 |  29.99 0.00 0.00 | -1.50   0.00
2026-01-17 m7  9.50 |  10.00 0.00 0.00 | -0.50   0.00
2026-01-18 m7 -3.80 |  -4.00 0.00 0.00 |  0.20   0.00
2026-02-12 m9 21.25 |  25.00 2.50 0.00 | -1.25  -5.00
";

/// Day, number, direction, amount, line. The subsidy of m9 did not come.
const MOVEMENTS: &str = "
2026-01-08 f1 入账 81.00 m1
2026-02-12 f2 入账 18.75 m9
2026-02-20 f3 出账 50.00 -
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
    let header = "售后单号,商品单号,售后状态,退商品金额（元）,售后申请时间,商家退款时间";
    file(shop, "after-sales.csv", header, AFTER_SALES, |words| words.join(","));
}

fn movements(shop: &Shop) {
    file(shop, "funds.csv", "动账时间,动帐流水号,动账方向,动账金额,子订单号", MOVEMENTS, |words| {
        words.join(",")
    });
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
    // Of m7 something was refunded, nobody knows how much; m4 and m6 are closed and come to nothing.
    assert_eq!(
        promotion(&[]),
        ["精选联盟 4 4 235.00 ~ ~ unknown 0.00 0.00 4", "无 2 2 40.00 0.00 ~ unknown 0.00 30.00 1"]
    );
    commissions(&shop);
    // m1 20.00 booked, m2 10.00 expected, m9 5.00 booked; nothing tells of m5, a quarter of which is 15.00.
    // Others bear 6.00 of m1 and 2.50 of m9: 86.00 + 40.00 + 22.50 are left, and 45.00 of m5.
    assert_eq!(promotion(&[])[0], "精选联盟 4 4 235.00 ~ ~ unknown 35.00 148.50 1");
    assert_eq!(
        promotion(&["--commission-rate", "25%"])[0],
        "精选联盟 4 4 235.00 50.00 193.50 estimated 50.00 193.50 0"
    );
    assert_eq!(promotion(&["--to", "2026-01-05"]), ["精选联盟 2 2 150.00 30.00 126.00 estimated 30.00 126.00 0"]);
    assert_eq!(promotion(&["--from", "2026-02-01"]), ["精选联盟 1 1 25.00 5.00 22.50 estimated 5.00 22.50 0"]);
    assert_eq!(
        promotion(&["--by", "month", "--commission-rate", "25%"]),
        [
            "精选联盟 3 3 210.00 45.00 171.00 estimated 45.00 171.00 0 2026-01",
            "无 2 2 40.00 0.00 ~ unknown 0.00 30.00 1 2026-01",
            "精选联盟 1 1 25.00 5.00 22.50 estimated 5.00 22.50 0 2026-02"
        ]
    );
    let run = shop.run(["report", "promotion"]);
    assert!(run.err.contains("the commission of one sub-order is not settled yet"), "{}", run.shown());
    assert!(
        run.err.contains("the commission of one sub-order is unknown, and not in the imported commission files"),
        "{}",
        run.shown()
    );
}

#[test]
fn a_main_order_has_the_commission_of_all_its_sub_orders_or_none() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        format!(
            "{ORDER_HEADER}\n1,1;2,50.00,2026-01-05,2026-01-05,精选联盟,已完成,2026-01-08,-,0,0,0\n\
             3,3;4,50.00,2026-01-05,2026-01-05,精选联盟,已完成,2026-01-08,-,0,0,0\n"
        ),
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
    assert_eq!(half, ["精选联盟 2 2 100.00 30.00 70.00 estimated 30.00 70.00 0"]);
    assert_eq!(told("4,1.00,1.00,2026-01-20\n"), ["精选联盟 2 2 100.00 10.00 90.00 estimated 10.00 90.00 0"]);
}

const INCOME: &str = "orders lines paid platform_discount seller_discount creator_discount refunds taken_back commission fees \
    other net basis settled_lines settled refunds_known taken_back_known commission_known fees_known net_known unknown_lines";

#[test]
fn income_keeps_booked_and_estimated_amounts_apart() {
    let shop = Shop::new();
    orders(&shop);
    let income = |args: &[&str]| rows(&shop, &[&["income"], args].concat(), INCOME);
    // All but m8 are paid. m4 and m6 were closed and count as refunded; of m7 something was refunded, nobody knows how much.
    assert_eq!(income(&[]), ["8 8 335.00 11.50 5.00 1.00 ~ 4.00 ~ 0.00 ~ ~ unknown 0 ~ 60.00 4.00 0.00 0.00 30.00 5"]);
    commissions(&shop);
    after_sales(&shop);
    // 40.00 of m4, with 4.00 that the platform bears, 4.00 of m7, and 20.00 of m6, which is closed.
    // 335.00 + 11.50 + 1.00 - 64.00 - 4.00 - 50.00, and nothing is settled that would tell of fees.
    let rate = ["--commission-rate", "25%"];
    assert_eq!(
        income(&rate),
        ["8 8 335.00 11.50 5.00 1.00 64.00 4.00 50.00 0.00 0.00 229.50 estimated 0 ~ 64.00 4.00 50.00 0.00 229.50 0"]
    );
    settlements(&shop);
    // Fees of m1, m3 and m7 are 5.00 + 1.50 + 0.50 - 0.20; with 1.25 of m9 that is 8.05 of 169.49, so that m2 is to bear 2.37
    // of 50.00 and m5 2.85 of 60.00. m5 has no commission but the rate's. Nothing explains the fen that m3 lacks.
    assert_eq!(
        income(&[&["--by", "month"], &rate[..]].concat()),
        [
            "7 7 310.00 9.00 5.00 1.00 64.00 4.00 45.00 12.02 -0.01 194.97 estimated 3 115.19 64.00 4.00 45.00 12.02 194.97 0 2026-01",
            "1 1 25.00 2.50 0.00 0.00 0.00 0.00 5.00 1.25 0.00 21.25 actual 1 21.25 0.00 0.00 5.00 1.25 21.25 0 2026-02"
        ]
    );
    assert_eq!(
        income(&["--from", "2026-01-07", "--to", "2026-01-07"])[0],
        "2 2 80.00 0.00 0.00 0.00 20.00 0.00 ~ 2.85 ~ ~ unknown 0 ~ 20.00 0.00 0.00 2.85 0.00 1"
    );
    // What is not wanted is left out: the 2.37 and the 2.85.
    let bare = income(&[&["--no-estimates", "--to", "2026-01-31"], &rate[..]].concat());
    assert_eq!(
        bare,
        [
            "7 7 310.00 9.00 5.00 1.00 64.00 4.00 45.00 6.80 -0.01 200.19 estimated 3 115.19 64.00 4.00 45.00 6.80 200.19 0"
        ]
    );
    assert_eq!(income(&["--from", "2026-03-01"]), Vec::<String>::new());
}

#[test]
fn income_of_main_orders_has_what_names_only_the_order() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        format!("{ORDER_HEADER}\n1,1;2,50.00,2026-01-05,2026-01-05,小店自卖,已完成,2026-01-08,-,0,0,0\n"),
    );
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let header = "结算时间,订单号,子订单号,结算金额,平台服务费,佣金,结算账户";
    let bookings = "2026-01-09 1 1 28.00 -2.00 0.00\n2026-01-09 1 2 19.00 -1.00 0.00";
    file(&shop, "settlements.csv", header, bookings, |words| words.join(",") + ",聚合账户");
    assert_eq!(
        rows(&shop, &["income"], INCOME),
        ["1 1 50.00 0.00 0.00 0.00 0.00 0.00 0.00 3.00 0.00 47.00 actual 1 47.00 0.00 0.00 0.00 3.00 47.00 0"]
    );
}

#[test]
fn reconcile_lists_what_does_not_fit() {
    let shop = Shop::new();
    orders(&shop);
    let reconcile = |args: &[&str]| {
        let columns = "sub_order_id order_id outcome expected booked difference settled moved status after_sale finished_at refunds";
        rows(&shop, &[&["reconcile"], args].concat(), columns)
    };
    let said = |text: &str| {
        let run = shop.run(["report", "reconcile"]);
        assert!(run.err.contains(text), "{}", run.shown());
    };
    assert_eq!(reconcile(&[]), Vec::<String>::new());
    said("neither a settlement nor a fund flow is imported");
    commissions(&shop);
    after_sales(&shop);
    settlements(&shop);
    movements(&shop);
    // m1: 100.00 + 5.00 + 1.00 both ways; m7: 10.00 - 4.00 both ways. m2 was completed while the statement runs, and more than 21
    // days before it ends. The fund flow of m9 lacks 2.50 of 21.25, and f3 names nothing.
    assert_eq!(
        reconcile(&[]),
        [
            "m2 m2 missing 50.00 ~ -50.00 ~ ~ 已完成 ~ 2026-01-08T00:00:00 0.00",
            "m3 m3 different 30.00 29.99 -0.01 28.49 ~ 已完成 ~ 2026-01-09T00:00:00 0.00",
            "m9 m9 flow_differs 27.50 27.50 -2.50 21.25 18.75 已完成 ~ 2026-02-05T00:00:00 0.00",
            "~ ~ not_imported ~ ~ ~ ~ -50.00 ~ ~ ~ ~",
        ]
    );
    said("2 sub-orders that match their settlement are not listed");
    said("one sub-order is not listed: not due for settlement yet");
    // Nobody knows of which day f3 is.
    let january = reconcile(&["--from", "2026-01-07", "--to", "2026-01-31"]);
    assert_eq!(january, ["~ ~ not_imported ~ ~ ~ ~ -50.00 ~ ~ ~ ~"]);
    // m4 was refunded in full, and now its sale is booked all the same; x1 is not imported; m5 moved without a statement.
    let header = "结算时间,子订单号,结算金额,用户实付,平台补贴,达人补贴,结算账户";
    let late = "2026-02-13 m4 44.00 40.00 4.00 0.00\n2026-02-13 x1 1.00 1.00 0.00 0.00";
    file(&shop, "late.csv", header, late, |words| words.join(",") + ",聚合账户");
    let header = "动账时间,动帐流水号,动账方向,动账金额,子订单号";
    file(&shop, "moved.csv", header, "2026-02-21 f4 入账 57.00 m5", |words| words.join(","));
    assert_eq!(
        reconcile(&[])[3..],
        [
            "m4 m4 refunded 0.00 44.00 44.00 44.00 ~ 已关闭 退款成功 ~ 40.00",
            "~ ~ not_imported ~ ~ ~ ~ -50.00 ~ ~ ~ ~",
            "x1 ~ not_imported ~ 1.00 ~ 1.00 ~ ~ ~ ~ ~",
        ]
    );
    said("one sub-order is not listed: in the fund flow but in no settlement");
    let totals = &shop.json(["report", "reconcile"])["totals"];
    let of = |outcome: &str, sum: &str| totals[outcome][sum].clone();
    assert_eq!([of("missing", "lines"), of("missing", "difference")], [json!(1), json!("-50.00")]);
    assert_eq!([of("not_imported", "lines"), of("not_imported", "settled")], [json!(2), json!("1.00")]);
}

/// Imports into a shop a line that was completed on 2026-01-10, and a statement without it that goes on to a day.
fn unsettled(shop: &Shop, name: &str, last: &str) {
    let import = |file: &str, text: String| {
        shop.file(file, text);
        let run = shop.run(["import", file, "--shop", name, "--exported-at", "2026-02-28"]);
        assert_eq!(run.code, 0, "{}", run.shown());
    };
    let line = "2026-01-06,2026-01-06,小店自卖,已完成,2026-01-10,-,0,0,0";
    import("orders.csv", format!("{ORDER_HEADER}\n{name}1,{name}1,10.00,{line}\n"));
    let booking = |day: &str| format!("{day},{name}2,1.00,1.00,0.00,0.00,聚合账户\n");
    let header = "结算时间,子订单号,结算金额,用户实付,平台补贴,达人补贴,结算账户";
    import("settlements.csv", format!("{header}\n{}{}", booking("2026-01-05"), booking(last)));
}

#[test]
fn a_line_is_missing_once_its_own_shop_should_have_been_paid() {
    let shop = Shop::new();
    let missing = |name: &str, said: &str| {
        let args = ["reconcile", "--shop", name];
        let run = shop.run([&["report"], &args[..]].concat());
        assert!(run.err.contains(said), "{}", run.shown());
        let rows = rows(&shop, &args, "sub_order_id order_id outcome");
        rows.iter().filter(|row| row.contains(" missing ")).count()
    };
    // Nothing is declared of a: 15 and 21 days after the completion the money may still come.
    let longest = "more than 21 days after its completion, the longest that may apply";
    for (last, lines) in [("2026-01-25", 0), ("2026-01-31", 0), ("2026-02-01", 1)] {
        unsettled(&shop, "a", last);
        assert_eq!(missing("a", longest), lines, "{last}");
    }
    let own = "more than 7 days after its completion, as set for this shop";
    let declared = shop.run(["shop", "set", "settlement.days=7", "--shop", "b"]);
    assert_eq!(declared.code, 0, "{}", declared.shown());
    for (last, lines) in [("2026-01-17", 0), ("2026-01-18", 1)] {
        unsettled(&shop, "b", last);
        assert_eq!(missing("b", own), lines, "{last}");
    }
    // c has the same days as b, and its own number.
    unsettled(&shop, "c", "2026-01-18");
    assert_eq!(missing("c", longest), 0);
    assert_eq!(shop.run(["shop", "unset", "settlement.days", "--shop", "b"]).code, 0);
    assert_eq!(missing("b", longest), 0);
}

#[test]
fn refunds_of_after_sales_and_products_are_those_of_the_after_sale_file() {
    let shop = Shop::new();
    orders(&shop);
    let after_sale = |args: &[&str]| {
        let columns = "after_sale state reason orders lines amount rate refund_amount days_to_refund";
        rows(&shop, &[&["aftersales"], args].concat(), columns)
    };
    // m4 was closed, so that all of it went back, and so does m6, of which no after-sale tells.
    let of_m6 = "~ finished ~ 1 1 20.00 0.125 20.00 ~ 20.00";
    assert_eq!(after_sale(&[]), ["退款成功 finished ~ 2 2 50.00 0.25 ~ ~ 40.00", of_m6]);
    after_sales(&shop);
    // 40.00 after a day, 4.00 after four.
    assert_eq!(after_sale(&[]), ["退款成功 finished ~ 2 2 50.00 0.25 44.00 2.5 44.00", of_m6]);
    assert_eq!(after_sale(&["--to", "2026-01-06"]), ["退款成功 finished ~ 1 1 40.00 0.25 40.00 1.0 40.00"]);
    let refunded = |args: &[&str]| {
        let rows = rows(&shop, &[&["products"], args].concat(), "product_id product units lines amount");
        rows.iter().filter_map(|row| row.split(' ').next_back().map(str::to_owned)).collect::<Vec<_>>()
    };
    // The export names no product, so that all lines are of one.
    assert_eq!(refunded(&[]), ["64.00"]);
    assert_eq!(refunded(&["--from", "2026-02-01"]), ["0.00"]);
}

#[test]
fn what_the_money_says_reads_well_in_both_languages() {
    let shop = Shop::new();
    orders(&shop);
    commissions(&shop);
    after_sales(&shop);
    settlements(&shop);
    movements(&shop);
    let asked: &[&[&str]] = &[
        &["promotion", "--commission-rate", "25%"],
        &["income", "--by", "month", "--commission-rate", "25%"],
        &["income"],
        &["reconcile"],
        &["aftersales"],
    ];
    for lang in ["en", "zh"] {
        let mut shown = String::new();
        for args in asked {
            let run = finish(shop.command().args(["--lang", lang, "report"]).args(*args));
            shown.push_str(&format!("$ shopkit report {}\n{}\n", args.join(" "), run.shown()));
        }
        insta::assert_snapshot!(format!("money_{lang}"), shown);
    }
}

/// Returns period, lines, amount paid and net of each row.
fn income_by_day(answer: &serde_json::Value) -> Vec<String> {
    let columns = answer["columns"].as_array().expect("columns");
    let index = |key: &str| columns.iter().position(|column| column == key).expect("a column");
    let shown = ["period", "lines", "paid", "net"].map(index);
    let cell = |row: &serde_json::Value, index: usize| row[index].to_string().replace('"', "");
    let row = |row: &serde_json::Value| shown.map(|index| cell(row, index)).join(" ");
    answer["rows"].as_array().expect("rows").iter().map(row).collect()
}

#[test]
fn income_counts_on_the_day_of_settlement_or_refund() {
    let shop = Shop::new();
    orders(&shop);
    commissions(&shop);
    after_sales(&shop);
    settlements(&shop);
    let income = |args: &[&str]| {
        let run = shop.run(["report", "income", "--by", "day", "--format", "json"].iter().chain(args));
        (income_by_day(&run.json()), run.err)
    };
    // m7 was booked on two days, of which the last counts. m2, m4, m5 and m6 are not settled.
    let (rows, said) = income(&["--basis", "settled"]);
    assert_eq!(
        rows,
        [
            "2026-01-08 1 100.00 81.00",
            "2026-01-16 1 30.00 28.49",
            "2026-01-18 1 10.00 5.70",
            "2026-02-12 1 25.00 21.25",
        ]
    );
    assert!(said.contains("4 paid sub-orders have no day of settlement and are left out"), "{said}");
    assert!(said.contains("by day of settlement,"), "{said}");
    let (rows, _) = income(&["--basis", "settled", "--period", "2026-01-17..2026-01-31"]);
    assert_eq!(rows, ["2026-01-18 1 10.00 5.70"]);
    // m6 was closed, and no export says on which day its money went back.
    let (rows, said) = income(&["--basis", "refunded", "--from", "2026-01-01", "--to", "2026-01-31"]);
    assert_eq!(rows, ["2026-01-07 1 40.00 0.00", "2026-01-17 1 10.00 5.70"]);
    assert!(said.contains("one sub-order was refunded on a day that no export says"), "{said}");
    assert!(said.contains("by day of refund 2026-01-01 to 2026-01-31"), "{said}");
}
