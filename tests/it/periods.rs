//! Periods in words.

use chrono::{Duration, NaiveDate, Utc};

use crate::support::{Shop, finish};

/// Returns today in Beijing.
fn today() -> NaiveDate {
    (Utc::now() + Duration::hours(8)).date_naive()
}

/// A shop with an order of 1.00 on each of these days.
fn ordered_on(days: &[NaiveDate]) -> Shop {
    let mut text =
        "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n".to_owned();
    for (number, day) in days.iter().enumerate() {
        text.push_str(&format!("m{number},s{number},茶,1,1,1.00,{day} 10:00:00,{day} 10:00:05,已发货\n"));
    }
    let shop = Shop::new();
    shop.file("orders.csv", text);
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    shop
}

#[test]
fn days_are_told_in_words() {
    let today = today();
    let before = |days| today - Duration::days(days);
    let shop = ordered_on(&[before(0), before(1), before(7), before(8), before(30), before(31)]);
    let lines = |args: &[&str]| {
        let answer = shop.json(["report", "sales"].iter().chain(args));
        answer["totals"]["lines"].as_i64().unwrap_or(0)
    };
    for (period, wanted) in
        [("today", 1), ("昨天", 1), ("7d", 2), ("近7天", 2), ("30d", 4), ("2001", 0), ("2001-02-03..2001-03", 0)]
    {
        assert_eq!(lines(&["--period", period]), wanted, "{period}");
        let listed = shop.json(["orders", "--period", period])["rows"].as_array().expect("rows").len();
        assert_eq!(listed, usize::try_from(wanted).expect("few"), "{period}");
    }
    assert_eq!(lines(&["--from", "昨天"]), 2);
    assert_eq!(lines(&["--to", "近7天"]), 5);
    assert_eq!(lines(&["--from", "7d", "--to", "yesterday"]), 2);
    let overview = shop.overview("en", ["--period", "7d"]);
    assert!(overview.contains(&format!("{} to {}", before(7), before(1))), "{overview}");
}

#[test]
fn a_period_goes_without_other_days() {
    let shop = ordered_on(&[today()]);
    let mut shown = String::new();
    let lines: [&[&str]; 5] = [
        &["report", "sales", "--period", "7d", "--from", "2026-01-01"],
        &["orders", "--period", "soon"],
        &["report", "sales", "--period", "2026-01-07..2026-01-01"],
        &["report", "today", "--period", "7d"],
        &["export", "sql:SELECT 1", "x.csv", "--period", "7d"],
    ];
    for args in lines {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang]).args(args));
            shown.push_str(&format!("$ {}\n{}", args.join(" "), run.shown()));
        }
    }
    insta::assert_snapshot!("refused_periods", shown);
}

/// The first is ordered before midnight and paid after it, the second paid a month later, the third not paid.
const PAID_LATER: &str = "\
主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,省,达人ID,订单提交时间,支付完成时间,订单状态
m1,s1,茶,1,1,1.00,浙江省,11,2026-01-05 23:59:59,2026-01-06 00:01:00,已发货
m2,s2,茶,1,2,2.00,浙江省,11,2026-01-31 12:00:00,2026-02-28 12:00:00,已发货
m3,s3,茶,1,4,4.00,浙江省,11,2026-02-01 12:00:00,,待支付
";

#[test]
fn sales_count_on_the_day_of_payment() {
    let shop = Shop::new();
    shop.file("orders.csv", PAID_LATER);
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let amounts = |args: &[&str]| {
        let answer = shop.json(["report"].iter().chain(args));
        let columns = answer["columns"].as_array().expect("columns");
        let index = |key: &str| columns.iter().position(|column| column == key);
        let (first, amount) = (index("period").or(index("hour")).unwrap_or(0), index("amount").expect("a column"));
        let rows = answer["rows"].as_array().expect("rows").iter().filter(|row| row[amount] != "0.00");
        rows.map(|row| format!("{} {}", row[first], row[amount]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(amounts(&["sales", "--by", "month"]), ["2026-01 3.00"]);
    for report in ["sales", "regions", "creators", "promotion"] {
        let paid = |by| amounts(&[report, "--basis", "paid", "--by", by]);
        assert_eq!(paid("month"), ["2026-01 1.00", "2026-02 2.00"], "{report}");
        assert_eq!(paid("day"), ["2026-01-06 1.00", "2026-02-28 2.00"], "{report}");
        assert_eq!(paid("week"), ["2026-01-05 1.00", "2026-02-23 2.00"], "{report}");
    }
    assert_eq!(amounts(&["hours"]), ["12 2.00", "23 1.00"]);
    assert_eq!(amounts(&["hours", "--basis", "paid"]), ["0 1.00", "12 2.00"]);
    assert_eq!(amounts(&["products", "--basis", "paid", "--period", "2026-02"]), ["1 2.00"]);
    assert_eq!(amounts(&["products", "--period", "2026-02"]), Vec::<String>::new());
    let said = finish(shop.command().args(["--lang", "en", "report", "sales", "--basis", "paid"])).out;
    assert!(said.contains("by day of payment 2026-01-06 to 2026-02-28, "), "{said}");
    let refused = shop.run(["report", "sales", "--basis", "settled"]);
    assert!(refused.err.contains("does not take --basis settled"), "{}", refused.err);
    assert!(refused.err.contains("--basis submitted|paid"), "{}", refused.err);
}
