//! The reports, on so few orders that every answer can be worked out with a pencil.

use serde_json::Value as Json;

use crate::coverage::exported_in_parts;
use crate::support::{Run, Shop, finish};

/// The moment as of which the reports are asked.
const NOW: &str = "2026-01-12 12:00:00";

const HEADER: &str = "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,收件人,收件人手机号,详细地址,省,订单提交时间,\
    支付完成时间,流量来源,订单状态,承诺发货时间,达人ID,达人昵称,售后状态,取消原因,流量体裁,\
    平台实际承担优惠金额,达人实际承担优惠金额";

/// Buyers as exports give them: masked, in plain text, as ciphertext, and not at all.
const BUYERS: &[(&str, &str)] = &[
    ("李", "李**,138****0001,**号"),
    ("王", "王**,138****0002,**号"),
    ("赵", "赵**,138****0003,**号"),
    ("钱", "钱七,13900000000,某路1号"),
    ("密", "##a1==,$$b2==,##c3=="),
    ("-", "-,-,-"),
];

const PRODUCTS: &[(&str, &str)] =
    &[("茶", "3700000000000000001"), ("杯", "3700000000000000002"), ("袋", "3700000000000000003")];

/// Order, sub-order, product, pieces, payable, buyer, province | submitted, paid | source, creator | status, ship by |
/// after-sale, reason, 流量体裁. Sales are a1 to a8 and b4: paid, and not closed.
const LINES: &str = "
a1 a1 茶 2 20.00 李 浙江省 | 01-05T09:00:00 y | 精选联盟 11/甲 | 已完成   -              | -          -                -
a2 a2 茶 1 10.00 李 浙江省 | 01-08T10:00:00 y | 小店自卖 -/-   | 已完成   -              | -          -                -
a3 a3 茶 1 10.01 王 四川省 | 01-08T10:30:00 y | 精选联盟 22/乙 | 已发货   -              | 待退货     -                -
a3 a4 杯 3 90.00 王 四川省 | 01-08T10:30:00 y | 精选联盟 22/乙 | 已发货   -              | -          -                -
a5 a5 杯 1 30.00 密 浙江省 | 01-09T23:59:59 y | 小店自卖 -/-   | 待发货   01-12T11:59:59 | -          -                -
a6 a6 杯 1 30.00 密 浙江省 | 01-11T08:00:00 y | 小店自卖 -/-   | 备货中   01-12T12:00:00 | -          -                -
a7 a7 茶 1 10.00 赵 四川省 | 01-12T08:00:00 y | 精选联盟 11/甲 | 待发货   01-13T12:00:00 | 售后待处理 -                数据将于第二天更新
a8 a8 茶 1 10.00 -  -      | 01-12T09:00:00 y | 小店自卖 -/-   | 部分发货 01-13T12:00:01 | 平台介入中 -                -
a9 a9 杯 1 30.00 赵 四川省 | 01-10T12:00:00 y | 小店自卖 -/-   | 已关闭   -              | 退款成功   买错了           -
b1 b1 茶 1 10.00 赵 四川省 | 01-10T13:00:00 - | 小店自卖 -/-   | 已关闭   -              | -          超时未支付       -
a2 b2 袋 1  0.00 李 浙江省 | 01-08T10:00:00 y | 小店自卖 -/-   | 已关闭   -              | -          主品订单售后完成 -
b3 b3 茶 1  5.00 钱 -      | 01-12T11:00:00 - | 小店自卖 -/-   | 待支付   -              | -          -                -
b4 b4 茶 1 10.00 钱 -      | 01-12T11:30:00 y | 小店自卖 -/-   | 冻结中   -              | -          -                -
";

/// A shop with these lines.
fn stocked() -> Shop {
    let known = |list: &[(&'static str, &'static str)], name: &str| {
        list.iter().find(|(known, _)| *known == name).map(|(_, text)| *text).expect("a name of the lists")
    };
    let time = |text: &str| if text == "-" { "-".to_owned() } else { format!("2026-{}", text.replace('T', " ")) };
    let mut text = format!("{HEADER}\n");
    for line in LINES.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().filter(|word| *word != "|").collect();
        let [
            order,
            sub,
            product,
            pieces,
            payable,
            buyer,
            province,
            submitted,
            paid,
            source,
            creator,
            status,
            ship_by,
            after_sale,
            reason,
            genre,
        ] = words[..]
        else {
            panic!("{line}")
        };
        let (creator_id, creator) = creator.split_once('/').expect("id and name");
        text.push_str(&format!(
            "{order},{sub},{product},{},{pieces},{payable},{},{province},{},{},{source},{status},{},{creator_id},{creator},{after_sale},{reason},{genre},0.00,0.00\n",
            known(PRODUCTS, product),
            known(BUYERS, buyer),
            time(submitted),
            time(if paid == "y" { submitted } else { "-" }),
            time(ship_by),
        ));
    }
    let shop = Shop::new();
    shop.file("orders.csv", text);
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", "2026-01-12 11:45:00"]).code, 0);
    shop
}

/// Returns the rows of a report: cells separated by spaces, `~` for nothing. The first columns must be these.
pub fn rows(shop: &Shop, args: &[&str], columns: &str) -> Vec<String> {
    let answer = shop.json(["report"].iter().chain(args));
    let keys: Vec<&str> = answer["columns"].as_array().expect("columns").iter().filter_map(Json::as_str).collect();
    let wanted: Vec<&str> = columns.split(' ').collect();
    assert_eq!(keys[..wanted.len().min(keys.len())], wanted, "{args:?}");
    let cell = |cell: &Json| match cell {
        Json::Null => "~".to_owned(),
        Json::String(text) => text.replace(' ', "T"),
        other => other.to_string(),
    };
    let row = |row: &Json| row.as_array().expect("a row").iter().map(cell).collect::<Vec<_>>().join(" ");
    answer["rows"].as_array().expect("rows").iter().map(row).collect()
}

fn in_zh(shop: &Shop, args: &[&str]) -> Run {
    finish(shop.command().args(["--lang", "zh", "report"]).args(args))
}

#[test]
fn today_lists_what_needs_doing() {
    let shop = stocked();
    let today = |on: &str| rows(&shop, &["today", "--on", on], "item orders lines");
    // a6 is due at the very moment, a7 in exactly 24 hours, a8 a second later.
    assert_eq!(
        today(NOW),
        [
            "unshipped_today 2 2 2026-01-12T08:00:00 2026-01-13T12:00:00 2026-01-12T08:00:00",
            "unshipped_earlier 2 2 2026-01-09T23:59:59 2026-01-12T11:59:59 2026-01-09T23:59:59",
            "due_24h 2 2 2026-01-11T08:00:00 2026-01-12T12:00:00 2026-01-12T12:00:00",
            "overdue 1 1 2026-01-09T23:59:59 2026-01-12T11:59:59 2026-01-12T11:59:59",
            "open_after_sales 3 3 2026-01-08T10:30:00 ~ 2026-01-08T10:30:00",
            "late_values 1 1 2026-01-12T08:00:00 ~ 2026-01-12T08:00:00",
        ]
    );
    assert_eq!(
        today("2026-01-12 12:00:01")[2..4],
        [
            "due_24h 2 2 2026-01-12T08:00:00 2026-01-13T12:00:00 2026-01-13T12:00:00",
            "overdue 2 2 2026-01-09T23:59:59 2026-01-12T11:59:59 2026-01-12T11:59:59"
        ]
    );
    assert_eq!(
        today("2026-01-13")[..2],
        [
            "unshipped_today 0 0 ~ ~ ~",
            "unshipped_earlier 4 4 2026-01-09T23:59:59 2026-01-12T11:59:59 2026-01-09T23:59:59"
        ]
    );
}

#[test]
fn nothing_to_do_is_said() {
    let shop = Shop::new();
    shop.file("orders.csv", format!("{HEADER}\n1,1,茶,1,1,1.00,-,-,-,-,2026-01-05 09:00:00,2026-01-05 09:00:00,-,已完成,2026-01-06 00:00:00,-,-,-,-,-,0.00,0.00\n"));
    assert_eq!(shop.run(["import", "orders.csv", "--exported-at", NOW]).code, 0);
    let run = shop.run(["report", "today", "--on", NOW]);
    assert_eq!((run.code, run.err.as_str()), (0, "nothing to do\n"));
    assert!(in_zh(&shop, &["today", "--on", NOW]).err.contains("没有要处理的"));
}

#[test]
fn what_no_export_has_is_unknown_and_not_zero() {
    let shop = Shop::new();
    shop.file("orders.csv", "主订单编号,子订单编号,订单状态\n1,1,待发货\n1,2,已完成\n");
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    assert_eq!(
        rows(&shop, &["today", "--on", NOW], "item orders lines"),
        [
            "unshipped_today ~ ~ ~ ~ ~",
            "unshipped_earlier ~ ~ ~ ~ ~",
            "due_24h ~ ~ ~ ~ ~",
            "overdue ~ ~ ~ ~ ~",
            "open_after_sales ~ ~ ~ ~ ~",
            "late_values ~ ~ ~ ~ ~"
        ]
    );
    let status = rows(&shop, &["status"], "status after_sale orders lines amount");
    assert_eq!(status, ["已完成 ~ 1 1 ~ ~", "待发货 ~ 1 1 ~ ~"]);
    let run = shop.run(["report", "promotion"]);
    assert!(run.err.contains("支付完成时间") && run.err.contains("no matching orders"), "{}", run.shown());
    assert!(
        shop.run(["report", "status", "--from", "2026-01-01"])
            .err
            .contains("2 sub-orders without 订单提交时间 belong to no day")
    );
}

#[test]
fn status_counts_all_lines() {
    assert_eq!(
        rows(&stocked(), &["status"], "status after_sale orders lines amount"),
        [
            "已关闭 ~ 2 2 10.00 1",
            "已完成 ~ 2 2 30.00 0",
            "冻结中 ~ 1 1 10.00 0",
            "备货中 ~ 1 1 30.00 0",
            "已关闭 退款成功 1 1 30.00 0",
            "已发货 ~ 1 1 90.00 0",
            "已发货 待退货 1 1 10.01 0",
            "待发货 ~ 1 1 30.00 0",
            "待发货 售后待处理 1 1 10.00 0",
            "待支付 ~ 1 1 5.00 0",
            "部分发货 平台介入中 1 1 10.00 0",
        ]
    );
}

#[test]
fn periods_are_those_of_the_order() {
    let shop = stocked();
    let status =
        |args: &[&str]| rows(&shop, &[&["status"], args].concat(), "status after_sale orders lines amount gifts");
    // 2026-01-05 and 2026-01-12 are Mondays.
    let weeks = status(&["--by", "week"]);
    assert_eq!(weeks.iter().filter(|row| row.ends_with(" 2026-01-05")).count(), 7);
    assert_eq!(weeks.iter().filter(|row| row.ends_with(" 2026-01-12")).count(), 4);
    assert!(status(&["--by", "month"]).iter().all(|row| row.ends_with(" 2026-01")));
    assert_eq!(
        status(&["--by", "day", "--from", "2026-01-09", "--to", "2026-01-10"]),
        [
            "待发货 ~ 1 1 30.00 0 2026-01-09",
            "已关闭 ~ 1 1 10.00 0 2026-01-10",
            "已关闭 退款成功 1 1 30.00 0 2026-01-10"
        ]
    );
}

#[test]
fn sales_are_summed_up_in_all_and_by_day() {
    let shop = stocked();
    let columns = "orders lines units amount paid_lines refunded_lines refund_rate";
    // Paid are all but b1 and b3; of these a9 and b2 are closed, a9 with the money back.
    assert_eq!(rows(&shop, &["sales"], columns), ["8 9 12 220.01 11 1 0.0909"]);
    assert_eq!(
        rows(&shop, &["sales", "--by", "day"], columns),
        [
            "1 1 2 20.00 1 0 0.0 2026-01-05",
            "2 3 5 110.01 4 0 0.0 2026-01-08",
            "1 1 1 30.00 1 0 0.0 2026-01-09",
            "0 0 0 0.00 1 1 1.0 2026-01-10",
            "1 1 1 30.00 1 0 0.0 2026-01-11",
            "3 3 3 30.00 3 0 0.0 2026-01-12",
        ]
    );
    assert_eq!(rows(&shop, &["sales", "--from", "2026-02-01"], columns), Vec::<String>::new());
}

#[test]
fn promotion_takes_the_commission_off() {
    let shop = stocked();
    let promotion = |args: &[&str]| {
        rows(&shop, &[&["promotion"], args].concat(), "promotion orders lines amount commission net basis")
    };
    assert_eq!(
        promotion(&[]),
        ["精选联盟 3 4 130.01 ~ ~ unknown 0.00 0.00 4", "无 5 5 90.00 0.00 90.00 estimated 0.00 90.00 0"]
    );
    // 130.01 × 12.5 % = 16.25125
    let estimated = promotion(&["--commission-rate", "12.5%"]);
    assert_eq!(estimated[0], "精选联盟 3 4 130.01 16.25 113.76 estimated 16.25 113.76 0");
    // 100.01 × 12.5 % = 12.50125
    assert_eq!(
        promotion(&["--commission-rate", "0.125", "--by", "creator"]),
        [
            "精选联盟 1 2 100.01 12.50 87.51 estimated 22 乙 12.50 87.51 0",
            "精选联盟 2 2 30.00 3.75 26.25 estimated 11 甲 3.75 26.25 0",
            "无 5 5 90.00 0.00 90.00 estimated ~ ~ 0.00 90.00 0",
        ]
    );
}

#[test]
fn repeat_rates_its_confidence_and_names_no_buyer() {
    let shop = stocked();
    assert_eq!(
        rows(&shop, &["repeat"], "product_id product buyers repeat_buyers orders repeat_rate certainty"),
        // The cup: 王, and one ciphertext twice. The tea: 李 twice, 王, 赵, 钱, and a8 without a buyer.
        ["3700000000000000002 杯 2 1 3 0.5 ciphertext 0", "3700000000000000001 茶 4 1 6 0.25 masked 1"]
    );
    for (_, buyer) in BUYERS.iter().take(5) {
        for part in buyer.split(',') {
            let run = shop.run(["report", "repeat", "--show-pii"]);
            assert!(!run.shown().contains(part));
        }
    }
}

#[test]
fn products_are_compared_with_the_period_before() {
    let shop = stocked();
    let columns = "product_id product units lines amount orders gifts paid_lines refunded_lines refund_rate repeat_rate \
        creator_share amount_before change trend refund_amount refund_amount_known";
    let products = |args: &[&str]| rows(&shop, &[&["products"], args].concat(), columns);
    assert_eq!(
        products(&[]),
        [
            "3700000000000000002 杯 5 3 150.00 3 0 4 1 0.25 0.5 0.6 ~ ~ ~ 30.00 30.00",
            "3700000000000000001 茶 7 6 70.01 6 0 6 0 0.0 0.25 0.5715 ~ ~ ~ 0.00 0.00",
            "3700000000000000003 袋 0 0 0.00 0 0 1 0 0.0 ~ ~ ~ ~ ~ 0.00 0.00",
        ]
    );
    let trends = |from: &str, to: &str| -> Vec<String> {
        let rows = products(&["--from", from, "--to", to]);
        rows.iter().map(|row| row.split(' ').skip(12).take(3).collect::<Vec<_>>().join(" ")).collect()
    };
    // Cup, then tea: 60.00 after 90.00, 30.00 after 40.01.
    assert_eq!(trends("2026-01-09", "2026-01-12"), ["90.00 -0.3333 falling", "40.01 -0.2502 falling"]);
    // The tea has more lines here: 30.00 after nothing, 30.00 after 30.00.
    assert_eq!(trends("2026-01-11", "2026-01-12"), ["0.00 ~ new", "30.00 0.0 steady"]);
    // 120.00 after nothing, 20.01 after 20.00. The bag was paid and closed, and is no sale.
    assert_eq!(trends("2026-01-08", "2026-01-10"), ["0.00 ~ new", "20.00 0.0005 rising", "0.00 ~ steady"]);
    // Nothing before 01-05 is imported.
    assert_eq!(trends("2026-01-05", "2026-01-08"), ["~ ~ ~", "~ ~ ~", "~ ~ ~"]);
}

#[test]
fn products_without_imported_days_before_do_not_seem_to_grow() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n";
    for (name, days) in [("january.csv", [5, 8]), ("march.csv", [65, 68])] {
        let day = |day: u32| if day < 32 { format!("2026-01-{day:02}") } else { format!("2026-03-{:02}", day - 59) };
        let line = |number: u32| format!("o{number},o{number},茶,1,1,10.00,{0},{0},已完成\n", day(number));
        shop.file(name, format!("{header}{}", days.map(line).concat()));
        let run = shop.run(["import", name, "--exported-at", "2026-03-20"]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    let products = |from: &str, to: &str| {
        let answer = shop.json(["report", "products", "--from", from, "--to", to]);
        let said = shop.run(["report", "products", "--from", from, "--to", to]).err.replace('\n', " ");
        let place = |key: &str| answer["columns"].as_array().expect("columns").iter().position(|column| column == key);
        let places = ["amount", "amount_before", "trend"].map(|key| place(key).expect("a column"));
        (places.map(|place| answer["rows"][0][place].as_str().unwrap_or("~").to_owned()).join(" "), said)
    };
    // Imports have 01-05 to 01-08 and 03-06 to 03-09.
    let (rows, said) = products("2026-03-06", "2026-03-09");
    assert_eq!(rows, "20.00 ~ ~", "{said}");
    assert!(said.contains("have none of the days 2026-03-02 to 2026-03-05"), "{said}");
    let (rows, said) = products("2026-03-07", "2026-03-09");
    assert_eq!(rows, "10.00 10.00 steady", "{said}");
    assert!(said.contains("2 of the days compared with are in no import"), "{said}");
}

#[test]
fn sales_by_place_hour_and_creator() {
    let shop = stocked();
    assert_eq!(
        rows(&shop, &["regions"], "region orders lines units amount share"),
        ["四川省 2 3 5 110.01 0.5", "浙江省 4 4 5 90.00 0.4091", "~ 2 2 2 20.00 0.0909"]
    );
    let hours = rows(&shop, &["hours"], "hour orders lines amount share");
    assert_eq!(hours.len(), 24);
    assert_eq!(
        hours[7..12],
        ["7 0 0 0.00 0.0", "8 2 2 40.00 0.2222", "9 2 2 30.00 0.2222", "10 2 3 110.01 0.3333", "11 1 1 10.00 0.1111"]
    );
    assert_eq!(
        rows(
            &shop,
            &["creators", "--commission-rate", "12.5%"],
            "creator_id creator orders lines units amount share products paid_lines refunded_lines refund_rate commission net basis"
        ),
        // As in `promotion`: 100.01 × 12.5 % = 12.50125.
        [
            "22 乙 1 2 4 100.01 0.7692 2 2 0 0.0 12.50 87.51 estimated 12.50 87.51 0",
            "11 甲 2 2 3 30.00 0.2308 1 2 0 0.0 3.75 26.25 estimated 3.75 26.25 0",
        ]
    );
}

#[test]
fn after_sales_are_of_paid_lines() {
    // 11 lines are paid: all but b1 and b3.
    assert_eq!(
        rows(
            &stocked(),
            &["aftersales"],
            "after_sale state reason orders lines amount rate refund_amount days_to_refund"
        ),
        [
            "售后待处理 open ~ 1 1 10.00 0.0909 0.00 ~ 0.00",
            "平台介入中 open ~ 1 1 10.00 0.0909 0.00 ~ 0.00",
            "待退货 open ~ 1 1 10.01 0.0909 0.00 ~ 0.00",
            "退款成功 finished 买错了 1 1 30.00 0.0909 30.00 ~ 30.00",
        ]
    );
}

#[test]
fn reports_read_well_in_both_languages() {
    let shop = stocked();
    let parts = exported_in_parts();
    let asked: &[(&Shop, &[&str])] = &[
        (&shop, &[]),
        (&shop, &["today", "--on", NOW]),
        (&shop, &["status"]),
        (&shop, &["sales", "--by", "week"]),
        (&shop, &["promotion", "--by", "creator", "--commission-rate", "20%"]),
        (&shop, &["repeat"]),
        (&shop, &["products", "--from", "2026-01-09", "--to", "2026-01-12"]),
        (&shop, &["regions", "--by", "month"]),
        (&shop, &["hours", "--from", "2026-01-12"]),
        (&shop, &["creators"]),
        (&shop, &["aftersales"]),
        (&parts, &["coverage", "--on", "2026-05-01"]),
        (&parts, &["export-plan", "--on", "2026-01-10", "--cap", "5"]),
        (&parts, &["status", "--from", "2026-02-01", "--to", "2026-02-02"]),
    ];
    let mut shown = [String::new(), String::new()];
    for (shop, args) in asked {
        for (lang, shown) in ["en", "zh"].iter().zip(&mut shown) {
            let run = finish(shop.command().args(["--lang", lang, "report"]).args(*args));
            shown.push_str(&format!("$ shopkit report {}\n{}\n", args.join(" "), run.shown()));
        }
    }
    let [en, zh] = shown;
    insta::assert_snapshot!("reports_en", en);
    insta::assert_snapshot!("reports_zh", zh);
}

#[test]
fn answers_for_programs_hold_nothing_but_rows() {
    let shop = stocked();
    let csv = shop.run(["report", "promotion", "--format", "csv"]);
    assert!(csv.out.starts_with(
        "promotion,orders,lines,amount,commission,net,basis,commission_known,net_known,unknown_lines\n\
         精选联盟,3,4,130.01,,,unknown,0.00,0.00,4\n"
    ));
    assert!(csv.err.contains("newest export 2026-01-12 11:45:00"), "{}", csv.err);
    let file = shop.run(["report", "today", "--on", NOW, "--output", "today.json"]);
    assert_eq!((file.code, file.out.as_str()), (0, ""));
    let text = std::fs::read_to_string(shop.path("today.json")).expect("a file");
    assert!(serde_json::from_str::<Json>(&text).is_ok());
}

#[test]
fn options_that_do_not_fit_a_report_are_refused() {
    let shop = stocked();
    let mut shown = String::new();
    let lines: &[&[&str]] = &[
        &["sale"],
        &["today", "--from", "2026-01-01"],
        &["hours", "--by", "day"],
        &["status", "--by", "creator"],
        &["status", "--by", "year"],
        &["status", "--from", "2026-01-02", "--to", "2026-01-01"],
        &["repeat", "--on", "2026-01-01"],
        &["coverage", "--cap", "5"],
        &["export-plan", "--cap", "0"],
        &["products", "--commission-rate", "20%"],
        &["promotion", "--commission-rate", "1/5"],
        &["today", "--on", "gestern"],
        &["--on", "2026-01-01"],
        &["today", "--shop", "别家"],
        &["export-plan", "--from", "1990-01-01", "--on", "2026-01-10"],
    ];
    for line in lines {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang, "report"]).args(*line));
            assert_eq!(run.code, 2, "{line:?}");
            shown.push_str(&format!("$ shopkit report {} --lang {lang}\n{}\n", line.join(" "), run.shown()));
        }
    }
    insta::assert_snapshot!("reports_refused", shown);
}

#[test]
fn reports_of_several_shops_are_kept_apart() {
    let shop = stocked();
    shop.file(
        "other.csv",
        format!(
            "{HEADER}\n1,1,茶,1,1,1.00,-,-,-,-,2026-01-05 09:00:00,2026-01-05 09:00:00,-,待发货,-,-,-,-,-,-,0.00,0.00\n"
        ),
    );
    assert_eq!(shop.run(["import", "other.csv", "--shop", "二店"]).code, 0);
    assert_eq!(shop.run(["report", "today"]).code, 2);
    let other = rows(&shop, &["status", "--shop", "二店"], "status after_sale orders lines amount");
    assert_eq!(other, ["待发货 ~ 1 1 1.00 0"]);
    assert_eq!(
        rows(&shop, &["today", "--on", NOW, "--shop", "default"], "item")[1],
        "unshipped_earlier 2 2 2026-01-09T23:59:59 2026-01-12T11:59:59 2026-01-09T23:59:59"
    );
}
