//! The report `fees`, on bookings few enough to be added up with a pencil.

use serde_json::{Value as Json, json};

use crate::reports::rows;
use crate::support::{Shop, finish};

/// Order, sub-order, product, payable | day submitted, paid | creator, status. The order f3 has two lines; f6 is not paid.
const ORDERS: &str =
    "主订单编号,子订单编号,商品ID,选购商品,订单应付金额,订单提交时间,支付完成时间,流量来源,达人ID,达人昵称,订单状态
f1,f1,11,茶,100.00,2026-01-05,2026-01-05,精选联盟,7,甲,已完成
f2,f2,11,茶,50.00,2026-01-06,2026-01-06,小店自卖,-,-,已完成
f3,f3,22,杯,30.00,2026-01-06,2026-01-06,精选联盟,7,甲,已完成
f3,f4,22,杯,30.00,2026-01-06,2026-01-06,精选联盟,7,甲,已完成
f5,f5,22,杯,20.00,2026-02-01,2026-02-01,小店自卖,-,-,已发货
f6,f6,22,杯,10.00,2026-01-07,-,小店自卖,-,-,已发货
";

/// f1 is charged and some of it given back; of f3 0.25 stand under a column that nobody knows; then what counts for no paid line:
/// an order of two lines, a line that is not paid, and two orders that are not imported. There is no 渠道分成.
const STATEMENT: &str =
    "结算时间,订单号,子订单号,结算金额,下单时间,收入合计,平台服务费,达人佣金,服务商佣金,站外推广费,技术费,结算账户
2026-01-20,f1,f1,74.00,2026-01-05,100.00,-5.00,-20.00,-1.00,0.00,0.00,聚合账户
2026-01-25,f1,f1,-7.40,2026-01-05,-10.00,0.50,2.00,0.10,0.00,0.00,聚合账户
2026-01-20,f2,f2,47.50,2026-01-06,50.00,-2.50,0.00,0.00,0.00,0.00,聚合账户
2026-01-20,f3,f3,25.25,2026-01-06,30.00,-1.50,-3.00,0.00,0.00,-0.25,聚合账户
2026-01-20,f3,-,28.50,2026-01-06,30.00,-1.50,0.00,0.00,0.00,0.00,聚合账户
2026-01-20,f6,f6,9.50,2026-01-07,10.00,-0.50,0.00,0.00,0.00,0.00,聚合账户
2026-01-20,x1,x1,7.60,2026-01-05,8.00,-0.40,0.00,0.00,0.00,0.00,聚合账户
2026-03-20,x2,x2,3.80,2026-03-01,4.00,-0.20,0.00,0.00,0.00,0.00,聚合账户
";

const BY_FEE: &str = "fee charged bookings share elsewhere elsewhere_bookings";

fn import(shop: &Shop, name: &str, text: &str) {
    shop.file(name, text);
    let run = shop.run(["import", name, "--exported-at", "2026-04-01"]);
    assert_ne!(run.code, 2, "{}", run.shown());
}

fn settled() -> Shop {
    let shop = Shop::new();
    import(&shop, "orders.csv", ORDERS);
    import(&shop, "statement.csv", STATEMENT);
    shop
}

#[test]
fn each_fee_has_its_sum_its_bookings_and_its_share() {
    let shop = settled();
    let fees = |args: &[&str]| rows(&shop, &[&["fees"], args].concat(), BY_FEE);
    // 100.00 - 10.00 + 50.00 + 30.00 came in. A fee that no statement has a column for is not known.
    assert_eq!(
        fees(&[]),
        [
            "platform_fee 8.50 4 0.05 2.60 4 8.50 2.60",
            "commission 21.00 3 0.1235 0.00 0 21.00 0.00",
            "agency_commission 0.90 2 0.0053 0.00 0 0.90 0.00",
            "channel_share ~ 0 ~ ~ 0 ~ ~",
            "recruiting_fee ~ 0 ~ ~ 0 ~ ~",
            "external_promotion 0.00 0 0.0 0.00 0 0.00 0.00",
            "other_share ~ 0 ~ ~ 0 ~ ~",
            "other 0.25 1 0.0015 0.00 0 0.25 0.00",
        ]
    );
    let totals = shop.json(["report", "fees"])["totals"].clone();
    let total = |key: &str| totals[key].to_string();
    assert_eq!(
        ["charged", "bookings", "share", "elsewhere", "elsewhere_bookings", "income"].map(total),
        ["\"30.65\"", "4", "0.1803", "\"2.60\"", "4", "\"170.00\""]
    );
    // f2, f3, and the order f3 beside them; x1 is of the day before, x2 of March.
    assert_eq!(fees(&["--from", "2026-01-06", "--to", "2026-01-06"])[0], "platform_fee 4.00 2 0.05 1.50 1 4.00 1.50");
    let run = shop.run(["report", "fees"]);
    for said in [
        "2 sub-orders that were sold are not settled yet",
        "2 bookings are of orders that are",
        "fees of 0.60 yuan",
        "one booking names",
        "fees of 1.50 yuan",
        "one booking is of a sub-order",
        "技术费",
    ] {
        let said_flat = run.err.replace('\n', " ");
        assert!(said_flat.contains(said), "{said}: {}", run.shown());
    }
    assert_eq!(fees(&["--from", "2026-05-01"]), [""; 0]);
}

#[test]
fn products_creators_and_months_have_a_column_for_each_fee() {
    let shop = settled();
    let columns = "bookings income platform_fee commission agency_commission channel_share recruiting_fee external_promotion \
        other_share other charged share income_known other_known charged_known";
    let by = |by: &str, keys: &str| {
        rows(
            &shop,
            &["fees", "--by", by],
            &if keys.is_empty() { columns.to_owned() } else { format!("{keys} {columns}") },
        )
    };
    assert_eq!(
        by("product", "product_id product"),
        [
            "11 茶 3 140.00 7.00 18.00 0.90 ~ ~ 0.00 ~ 0.00 25.90 0.185 140.00 0.00 25.90",
            "22 杯 1 30.00 1.50 3.00 0.00 ~ ~ 0.00 ~ 0.25 4.75 0.1583 30.00 0.25 4.75",
        ]
    );
    let totals = shop.json(["report", "fees", "--by", "product"])["totals"].clone();
    assert_eq!(
        [&totals["commission"], &totals["channel_share"], &totals["charged"]],
        [&json!("21.00"), &Json::Null, &json!("30.65")]
    );
    assert_eq!(
        by("creator", "creator_id creator"),
        [
            "7 甲 3 120.00 6.00 21.00 0.90 ~ ~ 0.00 ~ 0.25 28.15 0.2346 120.00 0.25 28.15",
            "~ ~ 1 50.00 2.50 0.00 0.00 ~ ~ 0.00 ~ 0.00 2.50 0.05 50.00 0.00 2.50",
        ]
    );
    assert_eq!(by("month", ""), ["4 170.00 8.50 21.00 0.90 ~ ~ 0.00 ~ 0.25 30.65 0.1803 170.00 0.25 30.65 2026-01"]);
}

#[test]
fn the_fees_are_those_that_income_deducts() {
    let shop = settled();
    for args in [&[][..], &["--to", "2026-01-05"], &["--from", "2026-01-06"]] {
        let charged: Vec<Vec<String>> = rows(&shop, &[&["fees"], args].concat(), BY_FEE)
            .iter()
            .map(|row| row.split(' ').map(str::to_owned).collect())
            .collect();
        let fen = |fee: &[String]| fee[1].replace('.', "").parse::<i64>().unwrap_or(0);
        let sum: i64 = charged.iter().filter(|fee| fee[0] != "other").map(|fee| fen(fee)).sum();
        let income = shop.json([&["report", "income", "--no-estimates"], args].concat());
        let columns: Vec<&str> =
            income["columns"].as_array().expect("columns").iter().filter_map(Json::as_str).collect();
        let of = |name: &str| {
            let index = columns.iter().position(|column| *column == name).expect("a column");
            let text = income["rows"][0][index].as_str().expect("an amount").replace('.', "");
            text.parse::<i64>().expect("fen")
        };
        assert_eq!(sum, of("fees_known") + of("commission_known"), "{args:?}");
    }
}

#[test]
fn an_entry_of_an_order_with_one_line_and_of_parts_of_main_orders_counts_for_the_line() {
    let shop = Shop::new();
    import(&shop, "orders.csv", &ORDERS.replace("f3,f4,", "f4,f4,"));
    import(&shop, "statement.csv", STATEMENT);
    // Now f3 has one line.
    assert_eq!(rows(&shop, &["fees"], BY_FEE)[0], "platform_fee 10.00 5 0.05 1.10 3 10.00 1.10");
    let shop = Shop::new();
    let orders = "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态
1,1;2,50.00,2026-01-05,2026-01-05,小店自卖,已完成
";
    import(&shop, "orders.csv", orders);
    let statement = "结算时间,订单号,子订单号,结算金额,收入合计,平台服务费,佣金,结算账户
2026-01-09,1,1,28.00,30.00,-2.00,0.00,聚合账户
2026-01-09,-,2,19.00,20.00,-1.00,0.00,聚合账户
";
    import(&shop, "statement.csv", statement);
    assert_eq!(rows(&shop, &["fees"], BY_FEE)[0], "platform_fee 3.00 2 0.06 0.00 0 3.00 0.00");
}

#[test]
fn a_statement_alone_and_orders_alone_are_told_apart() {
    let shop = Shop::new();
    import(&shop, "orders.csv", ORDERS);
    let run = shop.run(["report", "fees"]);
    assert!(run.err.contains("no settlement is imported"), "{}", run.shown());
    assert_eq!(rows(&shop, &["fees"], BY_FEE), [""; 0]);
    let shop = Shop::new();
    import(&shop, "statement.csv", STATEMENT);
    assert_eq!(rows(&shop, &["fees"], BY_FEE)[0], "platform_fee 0.00 0 ~ 11.10 8 0.00 11.10");
}

#[test]
fn a_booking_that_says_no_day_of_its_order_is_of_one_month() {
    // x1 and an order that names no line, settled on two days, are not imported.
    let statement = "结算时间,订单号,子订单号,结算金额,收入合计,平台服务费,佣金,结算账户
2026-01-20,x1,x1,7.60,8.00,-0.40,0.00,聚合账户
2026-01-25,x2,-,9.50,10.00,-0.50,0.00,聚合账户
2026-02-03,x2,-,1.90,2.00,-0.10,0.00,聚合账户
";
    let shop = Shop::new();
    import(&shop, "orders.csv", ORDERS);
    import(&shop, "statement.csv", statement);
    let months = ["2026-01", "2026-02", "2026-03"];
    let platform_fee = |month: &str| rows(&shop, &["fees", "--period", month], BY_FEE).first().cloned();
    let fees = months.map(platform_fee);
    assert_eq!(fees[0].as_deref(), Some("platform_fee 0.00 0 ~ 0.90 2 0.00 0.90"));
    assert_eq!(fees[1].as_deref(), Some("platform_fee 0.00 0 ~ 0.10 1 0.00 0.10"));
    assert_eq!(fees[2], None);
    // On the days on which they are settled, they are paid out.
    let settled = |month: &str| {
        let rows = rows(&shop, &["payouts", "--period", month], "day state lines expected amount bookings");
        rows.into_iter().filter(|row| row.contains(" settled ")).collect::<Vec<_>>()
    };
    let [january, february, march] = months.map(settled);
    assert_eq!(january, ["2026-01-25 settled ~ ~ 9.50 1 ~ ~ 9.50", "2026-01-20 settled ~ ~ 7.60 1 ~ ~ 7.60"]);
    assert_eq!((february, march), (vec!["2026-02-03 settled ~ ~ 1.90 1 ~ ~ 1.90".to_owned()], Vec::new()));
    for report in ["fees", "payouts"] {
        let said = shop.run(["report", report, "--period", "2026-01"]).err.replace('\n', " ");
        assert!(said.contains("2 bookings are of orders that are not imported and say"), "{said}");
        assert!(!shop.run(["report", report]).err.contains("counted on the day of the settlement"));
    }
}

#[test]
fn fees_read_well_in_both_languages() {
    let shop = settled();
    for lang in ["en", "zh"] {
        let mut shown = String::new();
        for args in [&["fees"][..], &["fees", "--by", "product"], &["fees", "--by", "creator"]] {
            let run = finish(shop.command().args(["--lang", lang, "report"]).args(args));
            shown.push_str(&format!("$ shopkit report {}\n{}\n", args.join(" "), run.shown()));
        }
        insta::assert_snapshot!(format!("fees_{lang}"), shown);
    }
}

#[test]
fn what_no_statement_has_a_column_for_is_unknown_where_all_bookings_are_elsewhere_too() {
    let shop = Shop::new();
    import(&shop, "orders.csv", ORDERS);
    let lines: Vec<&str> = STATEMENT.lines().collect();
    import(&shop, "statement.csv", &format!("{}\n{}\n", lines[0], lines[7]));
    let fees = rows(&shop, &["fees"], BY_FEE);
    assert_eq!(fees[0], "platform_fee 0.00 0 ~ 0.40 1 0.00 0.40");
    assert_eq!(fees[3], "channel_share ~ 0 ~ ~ 0 ~ ~");
}
