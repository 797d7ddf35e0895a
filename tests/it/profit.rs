//! The report `profit`, on lines few enough to be worked out with a pencil.

use serde_json::{Value as Json, json};

use crate::support::{Shop, finish};

/// p2 has a line that was paid and a gift. p3 has no cost, p4 was sent back, of p5 only the money went back, p6 is not shipped.
pub const ORDERS: &str =
    "主订单编号,子订单编号,商品ID,选购商品,商品规格,商家编码,商品数量,订单应付金额,商品单价,订单提交时间,\
支付完成时间,发货时间,流量来源,达人ID,达人昵称,订单状态,售后状态,平台实际承担优惠金额,达人实际承担优惠金额
p1,p1,11,茶,红,A,2,100.00,50.00,2026-01-05,2026-01-05,2026-01-06,精选联盟,7,甲,已完成,-,0,0
p2,p2,11,茶,蓝,B,1,50.00,50.00,2026-01-05,2026-01-05,2026-01-06,小店自卖,-,-,已完成,-,0,0
p2,p2b,33,赠,-,G,1,0.00,0.00,2026-01-05,2026-01-05,2026-01-06,小店自卖,-,-,已完成,-,0,0
p3,p3,22,杯,-,C,3,30.00,10.00,2026-01-06,2026-01-06,2026-01-07,小店自卖,-,-,已发货,-,0,0
p4,p4,22,杯,-,C,1,40.00,40.00,2026-01-06,2026-01-06,2026-01-07,小店自卖,-,-,已关闭,退款成功,0,0
p5,p5,11,茶,红,A,1,20.00,20.00,2026-01-06,2026-01-06,2026-01-07,小店自卖,-,-,已关闭,退款成功,0,0
p6,p6,11,茶,红,A,1,10.00,10.00,2026-01-07,2026-01-07,-,小店自卖,-,-,待发货,-,0,0
";

/// The only settled line. It gives the rate of fees, 5%.
pub const STATEMENT: &str = "结算时间,订单号,子订单号,结算金额,收入合计,平台服务费,佣金
2026-01-20,p1,p1,75.00,100.00,-5.00,-20.00
";

pub const AFTER_SALES: &str = "售后单号,订单号,商品单号,售后类型,退商品金额（元）,售后状态,售后申请时间,商家退款时间
s4,p4,p4,退货退款,40.00,退款成功,2026-01-08,2026-01-09
s5,p5,p5,已发货仅退款,20.00,退款成功,2026-01-08,2026-01-09
";

/// A costs more from the sixth on; what names no code of these has the cost of its product.
pub const COSTS: &str = "商品ID,商家编码,规格,成本,生效日期
,A,,12.00,
,A,,13.00,2026-01-06
11,,,10.00,
,G,,1.50,
";

/// That of p2 names an order of two lines and is not charged yet; that of p3 is paid by the platform; the
/// last names a sub-order under the header of the order.
const POLICIES: &str = "投保单号,订单编号,保费来源,支付保费,保费状态,动账时间,动账流水号
91,p1,商家,0.45,已支付,2026-01-05 10:00:00,71001
92,p2,商家,0.50,待支付,-,-
93,p3,平台,0.60,已支付,2026-01-06 10:00:00,71003
94,p2b,商家,0.05,已支付,2026-01-06 10:00:00,71011
";

/// The first premium stands in its own export, too, and so does the fee of the warehouse. One premium names no order.
const LEDGER: &str = "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注
71001,p1,-,2026-01-05 10:00:00,支出,-0.45,运费险扣费,999.55,-
71004,p4,p4,2026-01-06 10:00:00,支出,-0.30,运费险扣费,999.25,-
71007,-,-,2026-01-06 11:00:00,支出,-0.80,运费险扣费,998.45,-
71005,p1,p1,2026-01-07 10:00:00,支出,-2.00,消费者赔付,996.45,-
71010,p2,-,2026-01-08 10:00:00,支出,-3.00,QIC质检费,993.45,-
71006,-,-,2026-01-09 10:00:00,支出,-300.00,提现,693.45,-
";

/// The first stands in the ledger, too; the last is of an order that is not imported.
const FUNDS: &str = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,子订单号,订单号
2026-01-07 10:00:00,71005,出账,2.00,聚合账户,消费者赔付,p1,p1
2026-01-08 10:00:00,71008,出账,1.20,聚合账户,小额打款,p5,p5
2026-01-07 12:00:00,71009,出账,9.00,聚合账户,小额打款,x9,x9
";

const BILLS: &str =
    "结算单号,订单码,关联订单号,费用项,QIC仓,结算金额,计费完成时间,业务节点,业务发生时间,结算时间,动账流水号
61,Q1,p2,质检费,广州仓,3.00,2026-01-06 10:00:00,质检,2026-01-06 09:00:00,2026-01-08 10:00:00,71010
";

/// Nothing was sold on the ninth.
const SPEND: &str = "日期,余额总消耗(元),非赠款消耗(元),赠款消耗(元)
2026-01-05,30.00,30.00,0.00
2026-01-06,10.00,9.00,1.00
2026-01-09,5.00,5.00,0.00
";

const FILES: [(&str, &str); 9] = [
    ("orders.csv", ORDERS),
    ("statement.csv", STATEMENT),
    ("aftersales.csv", AFTER_SALES),
    ("costs.csv", COSTS),
    ("policies.csv", POLICIES),
    ("ledger.csv", LEDGER),
    ("funds.csv", FUNDS),
    ("bills.csv", BILLS),
    ("spend.csv", SPEND),
];

const MONEY: &str = "lines paid net_known basis cost_known cost_lines cost_unknown_lines cost_known_share insurance spend \
    compensation inspection unallocated profit profit_known profit_unknown_lines";

pub fn shop_of(files: &[(&str, &str)]) -> Shop {
    let shop = Shop::new();
    for (name, text) in files {
        shop.file(name, text);
        let run = shop.run(["import", name, "--exported-at", "2026-01-31"]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    shop
}

fn text(cell: &Json) -> String {
    match cell {
        Json::Null => "~".to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns these columns of the rows.
pub fn profit(shop: &Shop, args: &[&str], columns: &str) -> Vec<String> {
    let answer = shop.json([&["report", "profit"], args].concat());
    let keys = answer["columns"].as_array().expect("columns");
    let place = |key: &str| keys.iter().position(|found| found == key).unwrap_or_else(|| panic!("{key}: {keys:?}"));
    let places: Vec<usize> = columns.split_whitespace().map(place).collect();
    let row = |row: &Json| places.iter().map(|place| text(&row[*place])).collect::<Vec<_>>().join(" ");
    answer["rows"].as_array().expect("rows").iter().map(row).collect()
}

#[test]
fn all_that_comes_off_the_net_comes_off_once() {
    let shop = shop_of(&FILES);
    // Net: 75.00 + 47.50 + 0 + 28.50 + 0 + 0 + 9.50. Goods: 2 x 12.00 + 10.00 + 1.50 + 13.00; that of p3 is not known.
    // Without p3: 132.00 - 48.50 - 2.10 - (45.00 - 3.33) - 12.20 - 3.00.
    assert_eq!(
        profit(&shop, &[], MONEY),
        ["7 250.00 160.50 estimated 48.50 5 1 0.85 2.10 45.00 12.20 3.00 14.80 ~ 24.53 1"]
    );
    let said = shop.run(["report", "profit"]).err.replace('\n', " ");
    for part in ["no cost for one shipped sub-order", "one premium is not charged", "14.80 yuan", "1.00 yuan of it"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // With a cost of C all of it is known: 24.53 + 28.50 - 3 x 2.00 - 3.33.
    let known = format!("{COSTS},C,,2.00,\n");
    let files = FILES.map(|(name, text)| (name, if name == "costs.csv" { &*known } else { text }));
    let shop = shop_of(&files);
    assert_eq!(profit(&shop, &[], "cost profit profit_known profit_unknown_lines"), ["54.50 43.70 43.70 0"]);
}

#[test]
fn every_line_without_a_cost_has_a_note_that_says_why() {
    // p7 was refunded, and no file says how much.
    let orders = format!(
        "{ORDERS}p7,p7,11,茶,红,A,1,10.00,10.00,2026-01-06,2026-01-06,2026-01-07,小店自卖,-,-,已完成,退款成功,0,0\n"
    );
    let files = [("orders.csv", &*orders), ("sales.csv", AFTER_SALES), ("costs.csv", COSTS)];
    let unknown = "cost_unknown_lines profit_unknown_lines";
    let said = |shop: &Shop| shop.run(["report", "profit"]).err.replace('\n', " ");
    let shop = shop_of(&files);
    assert_eq!(profit(&shop, &[], "cost_unknown_lines"), ["2"], "{}", said(&shop));
    for part in ["no cost for one shipped sub-order", "of one shipped sub-order the amount or the refund is unknown"] {
        assert!(said(&shop).contains(part), "{part}: {}", said(&shop));
    }
    // Without a table, the note counts all of them: p1, both of p2, p3, p5 and p7.
    let shop = shop_of(&files[..2]);
    assert_eq!(profit(&shop, &[], unknown), ["6 6"], "{}", said(&shop));
    let text = said(&shop);
    assert!(text.contains("6 sub-orders that were shipped are left out"), "{text}");
    assert!(!text.contains("the amount or the refund is unknown"), "{text}");
}

#[test]
fn what_belongs_to_several_groups_or_none_stands_apart() {
    let shop = shop_of(&FILES);
    assert_eq!(
        profit(&shop, &["--by", "product"], &format!("part product_id product {MONEY}")),
        [
            "lines 11 茶 4 180.00 132.00 estimated 47.00 3 0 1.0 0.45 32.22 3.20 0.00 0.00 49.13 49.13 0",
            "lines 33 赠 1 0.00 0.00 actual 1.50 1 0 ~ 0.05 0.00 0.00 0.00 0.00 -1.55 -1.55 0",
            "lines 22 杯 2 70.00 28.50 estimated 0.00 1 1 0.0 0.30 7.78 0.00 0.00 0.00 ~ -4.75 1",
            "unallocated ~ ~ 0 0.00 0.00 actual 0.00 0 0 ~ 1.30 5.00 9.00 3.00 18.30 -18.30 -18.30 0",
        ]
    );
    // The premium and the fee that name the order p2 are known by order and by day.
    let orders = profit(&shop, &["--by", "order"], "part order_id insurance spend inspection profit_known");
    assert!(orders.contains(&"lines p2 0.55 10.00 3.00 22.45".to_owned()), "{orders:?}");
    assert_eq!(
        profit(&shop, &["--by", "day"], "part period spend profit_known"),
        [
            "lines 2026-01-05 30.00 51.00",
            "lines 2026-01-06 10.00 -21.17",
            "lines 2026-01-07 0.00 9.50",
            "unallocated ~ 5.00 -14.80"
        ]
    );
    // Of the days asked for, the spend and the movements of these days count.
    assert_eq!(
        profit(&shop, &["--from", "2026-01-07", "--to", "2026-01-08"], "lines insurance spend compensation profit"),
        ["1 0.00 0.00 9.00 0.50"]
    );
}

#[test]
fn every_grouping_adds_up_to_the_same() {
    let shop = shop_of(&FILES);
    let totals = |args: &[&str]| {
        let totals = shop.json([&["report", "profit"], args].concat())["totals"].clone();
        let keys = "lines orders paid net cost cost_lines insurance spend compensation inspection profit";
        keys.split_whitespace().map(|key| [&totals[key], &totals[format!("{key}_known")]].map(text)).collect::<Vec<_>>()
    };
    let whole = totals(&[]);
    assert_eq!(whole[10], ["~", "24.53"], "{whole:?}");
    for by in ["product", "sku", "creator", "order", "day", "week", "month"] {
        assert_eq!(totals(&["--by", by]), whole, "{by}");
    }
}

#[test]
fn nothing_depends_on_the_order_of_the_files() {
    let mut backwards = FILES;
    backwards.reverse();
    let dump = |shop: &Shop| ["product", "sku", "order"].map(|by| profit(shop, &["--by", by], MONEY));
    assert_eq!(dump(&shop_of(&FILES)), dump(&shop_of(&backwards)));
}

#[test]
fn without_a_table_of_costs_no_profit_is_known() {
    let shop = shop_of(&[FILES[0], FILES[1], FILES[2]]);
    // p4 came back and p6 did not go out.
    assert_eq!(
        profit(&shop, &[], "cost cost_known cost_unknown_lines profit profit_known profit_unknown_lines"),
        ["~ 0.00 5 ~ 9.50 5"]
    );
    let answer = shop.json(["report", "profit", "--from", "2027-01-01"]);
    assert_eq!(answer["rows"], json!([]));
}

#[test]
fn profit_reads_well_in_both_languages() {
    let shop = shop_of(&FILES);
    for lang in ["zh", "en"] {
        let mut shown = String::new();
        for args in [&["profit"][..], &["profit", "--by", "product"]] {
            let run = finish(shop.command().args(["--lang", lang, "report"]).args(args));
            shown.push_str(&format!("$ shopkit report {}\n{}\n", args.join(" "), run.shown()));
        }
        insta::assert_snapshot!(format!("profit_{lang}"), shown);
    }
}

/// Returns the files with others in place of those of the same names, and with new ones.
fn with<'t>(others: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    let is_other = |name: &str| others.iter().any(|(other, _)| *other == name);
    FILES.into_iter().filter(|(name, _)| !is_other(name)).chain(others.iter().copied()).collect()
}

#[test]
fn a_premium_costs_what_was_paid_for_it_and_nothing_if_it_never_will_be() {
    // The first two are called off. The third is the platform's, but the account of the shop paid it.
    let policies = format!(
        "{POLICIES}95,p5,商家,0.45,已取消,-,-\n96,p6,商家,0.45,无需支付,-,-\n97,p6,平台,0.60,已支付,2026-01-07 10:00:00,71021\n"
    );
    // Whether this was paid or came back is not said.
    let movements =
        "保险单号,动账流水号,关联子订单号,摘要描述,动账时间,金额(元)\n98,71020,p1,其他,2026-01-05 10:00:00,0.20\n";
    let ledger = format!(
        "{LEDGER}71020,p1,-,2026-01-10 10:00:00,支出,-0.20,运费险扣费,693.25,-\n71021,p6,-,2026-01-10 11:00:00,支出,-0.60,运费险扣费,692.65,-\n"
    );
    let files = with(&[("policies.csv", &policies), ("movements.csv", movements), ("ledger.csv", &ledger)]);
    let shop = shop_of(&files);
    assert_eq!(profit(&shop, &[], "insurance"), ["2.90"]);
    assert!(!shop.run(["report", "profit"]).err.contains("known amount"));
}

#[test]
fn spend_of_a_product_is_its_own_and_mixed_accounts_are_named() {
    let spend = "日期,账户ID,商品ID,余额总消耗(元)\n2026-01-05,8,,30.00\n2026-01-05,8,11,40.00\n2026-01-06,,,10.00\n2026-01-06,8,,10.00\n";
    let shop = shop_of(&with(&[("spend.csv", spend)]));
    // On the sixth, product 22 has 70.00 of 90.00.
    let by_product = profit(&shop, &["--by", "product"], "part product_id spend");
    assert!(by_product.contains(&"lines 33 0.00".to_owned()), "{by_product:?}");
    assert_eq!(profit(&shop, &["--by", "day"], "period spend")[..2], ["2026-01-05 40.00", "2026-01-06 20.00"]);
    let said = shop.run(["report", "profit"]).err.replace('\n', " ");
    for part in ["10.00 yuan more than the totals", "on one day some rows of the ad spend name an account"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_names_no_imported_order_counts_on_the_day_on_which_it_moved() {
    let funds = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,子订单号,订单号,下单时间\n\
        2026-01-07 12:00:00,71009,出账,9.00,聚合账户,小额打款,x9,x9,2025-12-20 10:00:00\n";
    let shop = shop_of(&[("orders.csv", ORDERS), ("funds.csv", funds)]);
    let of = |period: &str| profit(&shop, &["--period", period], "compensation");
    assert_eq!((of("2026-01"), of("2025-12")), (vec!["9.00".to_owned()], Vec::new()));
}

#[test]
fn a_closed_line_of_which_something_is_due_owes_its_commission() {
    let orders = "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态,售后状态,平台实际承担优惠金额,达人实际承担优惠金额\n\
        c1,c1,1,100.00,2026-01-05,2026-01-05,精选联盟,已关闭,退款成功,0,0\n";
    let after_sales = "售后单号,订单号,商品单号,售后类型,退商品金额（元）,售后状态,售后申请时间,商家退款时间\n\
        s1,c1,c1,退货退款,40.00,退款成功,2026-01-08,2026-01-09\n";
    let shop = shop_of(&[("orders.csv", orders), ("aftersales.csv", after_sales)]);
    let income = |args: &[&str]| {
        let answer = shop.json([&["report", "income"], args].concat());
        let place =
            |key: &str| answer["columns"].as_array().and_then(|keys| keys.iter().position(|found| found == key));
        ["commission", "net"].map(|key| text(&answer["rows"][0][place(key).expect(key)]))
    };
    assert_eq!(income(&[]), ["~", "~"]);
    // The rate is of 应付.
    assert_eq!(income(&["--commission-rate", "20%"]), ["20.00", "40.00"]);
}
