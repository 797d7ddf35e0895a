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
