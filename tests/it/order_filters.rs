//! Filters of order lines: each finds the lines that it says, and the list, its pages and its sum are of the same lines.

use std::time::Duration;

use shopkit::kit::Kit;
use shopkit::model::money::Fen;
use shopkit::model::table::{Datum, Table};
use shopkit::model::time::{Stamp, parse_day};
use shopkit::report::named::Basis;
use shopkit::report::order_columns::USUAL;
use shopkit::report::order_filter::{Match, OrderFilter, ShipBy, SortKey, Stage};
use shopkit::report::order_pages::PageStart;

use crate::support::Shop;

const HEADER: &str = "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,省,市,订单提交时间,\
    支付完成时间,订单状态,承诺发货时间,达人ID,达人昵称,售后状态,取消原因,推广类型,流量体裁,流量来源,商家备注";

/// The lines of the shop; the last digits of an id are the number of the line.
const LINES: &[&str] = &[
    // Sold by a creator, in Guangdong, on a Monday morning.
    "6900000000000000101,6900000000000000001,桂花乌龙茶,250g 罐装,2,350001,TEA-1,20.00,40.00,广东省,深圳市,2026-01-05 09:10:00,\
     2026-01-05 09:11:00,待发货,2026-01-07 09:11:00,70001,小美说茶,,,精选联盟,直播,推荐,",
    "6900000000000000101,6900000000000000002,桂花乌龙茶 试用装,5g,1,350002,,0.00,0.00,广东省,深圳市,2026-01-05 09:10:00,\
     2026-01-05 09:11:00,待发货,2026-01-07 09:11:00,70001,小美说茶,,,精选联盟,直播,推荐,",
    // Another name of the same creator, and a part of it in another's name.
    "6900000000000000103,6900000000000000003,茉莉花茶,100g,1,350003,TEA-2,30.00,30.00,浙江省,杭州市,2026-01-06 21:00:00,\
     2026-01-07 00:30:00,已发货,2026-01-09 00:00:00,70001,小美,待退货,,精选联盟,短视频,搜索,易碎",
    "6900000000000000104,6900000000000000004,茉莉花茶,250g,3,350003,TEA-3,50.00,150.00,浙江省,宁波市,2026-01-06 22:00:00,\
     2026-01-06 22:01:00,已完成,2026-01-09 00:00:00,70002,大个子小美,,,精选联盟,直播,推荐,",
    // Nobody's sale; closed, unpaid, and called off.
    "6900000000000000105,6900000000000000005,茶杯,,1,350005,CUP,25.50,25.50,广东省,广州市,2026-01-10 12:00:00,\
     2026-01-10 12:01:00,已关闭,2026-01-12 12:00:00,,,退款成功,买家不想要了,无,商品卡,推荐,",
    "6900000000000000106,6900000000000000006,茶杯,蓝,1,350005,CUP,25.50,25.50,,,2026-01-11 12:00:00,\
     ,待支付,,,,,,无,商品卡,推荐,",
    "6900000000000000107,6900000000000000007,茶杯,蓝,1,350005,CUP,25.50,,北京,北京市,2026-01-11 13:00:00,\
     2026-01-11 13:05:00,备货中,2026-01-12 20:00:00,,,售后待处理,,无,商品卡,数据将于第二天更新,",
    "6900000000000000108,6900000000000000008,无名小物,,2,,,5.00,10.00,北京,北京市,2026-01-12 08:00:00,\
     2026-01-12 08:00:30,待发货,2026-01-14 08:00:00,,,,,无,,推荐,加急 250g",
];

/// When the lines were exported, and the moment as of which they are due.
const EXPORTED: &str = "2026-01-12 12:00:00";
const NOW: &str = "2026-01-12 18:00:00";

fn shop() -> Shop {
    let shop = Shop::new();
    shop.file("orders.csv", format!("{HEADER}\n{}\n", LINES.join("\n")));
    let run = shop.run(["import", "orders.csv", "--exported-at", EXPORTED]);
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

/// Returns the numbers of the lines that a command lists, from the smallest.
fn numbers(shop: &Shop, args: &[&str]) -> Vec<u64> {
    let run = shop.run(["orders", "--format", "json"].iter().chain(args));
    assert_eq!(run.code, 0, "{args:?} {}", run.shown());
    let answer = run.json();
    let ids = answer["rows"].as_array().expect("rows").iter().filter_map(|row| row[2].as_str());
    let mut numbers: Vec<u64> = ids.map(|id| id[id.len() - 2..].parse().expect("a number")).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn each_filter_finds_the_lines_that_it_says() {
    let shop = shop();
    let cases: &[(&[&str], &[u64])] = &[
        (&[], &[1, 2, 3, 4, 5, 6, 7, 8]),
        (&["--stage", "paid"], &[1, 2, 3, 4, 5, 7, 8]),
        (&["--stage", "sales"], &[1, 2, 3, 4, 7, 8]),
        (&["--stage", "to-ship"], &[1, 2, 7, 8]),
        (&["--status", "待支付,备货中"], &[6, 7]),
        (&["--after-sale", "-"], &[1, 2, 4, 6, 8]),
        (&["--after-sale", "待退货,售后待处理"], &[3, 7]),
        (&["--open-after-sale"], &[3, 7]),
        (&["--cancel-reason", "不想要"], &[5]),
        (&["--cancel-reason", "-"], &[1, 2, 3, 4, 6, 7, 8]),
        // Exported six hours ago: what is over is overdue.
        (&["--ship-by", "overdue", "--on", NOW], &[1, 2]),
        (&["--ship-by", "24h", "--on", NOW], &[7]),
        (&["--ship-by", "today", "--on", NOW], &[7]),
        (&["--ship-by", "2026-01-14", "--on", NOW], &[1, 2, 7, 8]),
        (&["--ship-by", "2026-01-12"], &[1, 2, 7]),
        // Two days later they may have been shipped since, but for what was over when they were exported.
        (&["--ship-by", "overdue", "--on", "2026-01-14 12:00:00"], &[1, 2]),
        (&["--ship-by", "overdue-since", "--on", "2026-01-14 12:00:00"], &[7, 8]),
        (&["--creator", "小美"], &[1, 2, 3, 4]),
        (&["--creator", "70001"], &[1, 2, 3]),
        (&["--creator", "=70001"], &[1, 2, 3]),
        (&["--creator", "=7000"], &[]),
        (&["--creator", "-"], &[5, 6, 7, 8]),
        (&["--creator", "*"], &[1, 2, 3, 4]),
        (&["--promotion", "alliance"], &[1, 2, 3, 4]),
        (&["--promotion", "none"], &[5, 6, 7, 8]),
        (&["--product", "乌龙"], &[1, 2]),
        (&["--product", "=350003"], &[3, 4]),
        (&["--product", "=无名小物"], &[8]),
        (&["--product", "-"], &[]),
        (&["--spec", "250G"], &[1, 4]),
        (&["--spec", "=250g"], &[4]),
        (&["--spec", "-"], &[5, 8]),
        (&["--sku-code", "tea"], &[1, 3, 4]),
        (&["--spec", "=蓝", "--sku-code", "=CUP"], &[6, 7]),
        (&["--spec", "-", "--sku-code", "-"], &[8]),
        (&["--province", "广东"], &[1, 2, 5]),
        (&["--province", "=广东"], &[]),
        (&["--province", "-"], &[6]),
        (&["--city", "州"], &[3, 5]),
        (&["--province", "浙江", "--city", "=宁波市"], &[4]),
        (&["--traffic-genre", "直播"], &[1, 2, 4]),
        (&["--traffic-genre", "-"], &[8]),
        (&["--gift", "yes"], &[2]),
        (&["--gift", "no"], &[1, 3, 4, 5, 6, 7, 8]),
        (&["--late-values"], &[7]),
        (&["--hour", "21"], &[3]),
        (&["--hour", "0", "--basis", "paid"], &[3]),
        (&["--weekday", "monday"], &[1, 2, 8]),
        (&["--from", "2026-01-07", "--to", "2026-01-10"], &[5]),
        (&["--from", "2026-01-07", "--to", "2026-01-10", "--basis", "paid"], &[3, 5]),
        (&["--search", "茶 250g"], &[1, 4]),
        (&["--search", "加急"], &[8]),
        (&["--search", "小美 浙江"], &[]),
        // Ids of orders, sub-orders, products and creators, pasted from a table.
        (&["--search", "6900000000000000101\n'6900000000000000004,\t6900000000000000999"], &[1, 2, 4]),
        (&["--search", "6900000000000000008；6900000000000000103"], &[3, 8]),
        (&["--stage", "sales", "--creator", "小美", "--province", "浙江", "--sort", "amount"], &[3, 4]),
    ];
    for (args, wanted) in cases {
        assert_eq!(numbers(&shop, args), *wanted, "{args:?}");
    }
}

#[test]
fn columns_are_chosen_by_their_names_in_either_language() {
    let shop = shop();
    let rows = |columns: &str| shop.json(["orders", "--columns", columns, "--stage", "to-ship", "--sort", "amount"]);
    let answer = rows("省,payable，Creator ID");
    assert_eq!(answer["columns"].to_string(), r#"["province","payable","creator_id"]"#);
    assert_eq!(answer["rows"][3].to_string(), r#"["广东省","40.00","70001"]"#);
    let unknown = shop.run(["orders", "--columns", "provinse"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("did you mean \"province\"") && unknown.err.contains("sub_order_id"),
        "{}",
        unknown.err
    );
    // What may say who the buyer is is not among them.
    let hidden = shop.run(["orders", "--columns", "收件人"]);
    assert!(hidden.code == 2 && hidden.err.contains("--show-pii"), "{}", hidden.shown());
    assert_eq!(shop.run(["orders", "--columns", "receiver", "--show-pii"]).code, 0);
    // A file has them in the order that was asked for.
    let run = shop.run([
        "export",
        "orders",
        "a.csv",
        "--columns",
        "订单应付金额,子订单编号",
        "--search",
        "茉莉",
        "--basis",
        "paid",
    ]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let text = std::fs::read_to_string(shop.path("a.csv")).expect("a file");
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("150.00,") && lines[2].starts_with("30.00,"), "{text}");
}

/// Lists filters that packed columns, texts and both together have to answer.
fn filters() -> Vec<OrderFilter> {
    let is = |text: &str| Some(Match::Is(text.to_owned()));
    let has = |text: &str| Some(Match::Has(text.to_owned()));
    let now = Stamp::parse(NOW).expect("a moment");
    let all = OrderFilter::default;
    vec![
        all(),
        OrderFilter { stage: Some(Stage::Sales), ..all() },
        OrderFilter { stage: Some(Stage::Paid), search: Some("茶".to_owned()), ..all() },
        OrderFilter { from: parse_day("2026-01-06"), to: parse_day("2026-01-11"), ..all() },
        OrderFilter { from: parse_day("2026-01-07"), basis: Basis::Paid, ..all() },
        OrderFilter { from: parse_day("2026-01-06"), creator: has("小美"), ..all() },
        OrderFilter { province: has("江"), gift: Some(false), ..all() },
        OrderFilter { ship_by: Some((ShipBy::Until(now.day()), now)), ..all() },
        OrderFilter { product: is("350005"), spec: has("蓝"), ..all() },
        OrderFilter { search: Some("6900000000000000105 6900000000000000107".to_owned()), ..all() },
        OrderFilter { statuses: vec!["-".to_owned()], ..all() },
    ]
}

#[test]
fn the_list_its_pages_and_its_sum_are_of_the_same_lines() {
    let shop = shop();
    let kit = Kit::open(&shop.database()).expect("a database");
    for filter in filters() {
        let mut all = Table::default();
        kit.orders(None, &filter, USUAL, &mut all).expect("a list");
        let amounts: Vec<Option<Fen>> = all
            .rows
            .iter()
            .map(|row| match row[9] {
                Datum::Money(fen) => Some(fen),
                _ => None,
            })
            .collect();
        let totals = kit.order_totals(None, &filter, Duration::from_mins(1)).expect("totals").expect("in time");
        let known: i64 = amounts.iter().flatten().map(|fen| fen.0).sum();
        assert_eq!(totals.lines, amounts.len() as u64, "{filter:?}");
        assert_eq!(totals.without_amount, amounts.iter().filter(|fen| fen.is_none()).count() as u64, "{filter:?}");
        assert_eq!(totals.amount.map_or(0, |fen| fen.0), known, "{filter:?}");
        let mut orders: Vec<&Datum> = all.rows.iter().map(|row| &row[1]).collect();
        orders.dedup();
        assert_eq!(totals.orders, orders.len() as u64, "{filter:?}");
        for sort in SortKey::ALL {
            for ascending in [true, false] {
                let filter = OrderFilter { sort: *sort, ascending, limit: Some(3), ..filter.clone() };
                paged_as_listed(&kit, &filter);
            }
        }
    }
}

/// Turns all pages of a filter, and compares their lines with those of the list.
fn paged_as_listed(kit: &Kit, filter: &OrderFilter) {
    let mut all = Table::default();
    kit.orders(None, &OrderFilter { limit: None, ..filter.clone() }, USUAL, &mut all).expect("a list");
    let mut first = Table::default();
    let listed = kit.orders(None, filter, USUAL, &mut first).expect("a list");
    assert_eq!(first.rows, all.rows[..all.rows.len().min(3)], "{filter:?}");
    assert_eq!((listed.shown, listed.total), (first.rows.len() as u64, all.rows.len() as u64), "{filter:?}");
    let (mut rows, mut from): (Vec<Vec<Datum>>, Option<PageStart>) = (Vec::new(), None);
    loop {
        let page = kit.order_page(None, filter, USUAL, from.as_ref(), Duration::from_mins(1)).expect("a page");
        rows.extend(page.rows);
        assert!(rows.len() <= LINES.len(), "{filter:?}: it does not end");
        match page.next {
            Some(next) => from = Some(next),
            None => break,
        }
    }
    assert_eq!(rows, all.rows, "{filter:?}");
}
