//! Answers beside those of other days, and of several shops.

use serde_json::{Value as Json, json};

use crate::profit::{AFTER_SALES, COSTS, ORDERS, STATEMENT, shop_of};
use crate::support::{Shop, finish};

const HEADER: &str =
    "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,省,订单提交时间,支付完成时间,订单状态";

/// Shop | order, product, amount | day.
const LINES: &str = "
甲 a1 1 10.00 2026-01-01
甲 a2 2 30.00 2026-01-15
甲 a3 2 10.00 2026-01-31
甲 a4 1 15.00 2026-02-01
甲 a5 3  5.00 2026-02-28
乙 b1 1  4.00 2026-02-03
";

/// Two shops with these sales. The imports of 乙 begin in February.
fn stocked() -> Shop {
    let shop = Shop::new();
    for name in ["甲", "乙"] {
        let mut text = format!("{HEADER}\n");
        for words in LINES.trim().lines().map(|line| line.split_whitespace().collect::<Vec<_>>()) {
            if let [_, id, product, amount, day] = words[..]
                && words[0] == name
            {
                text.push_str(&format!(
                    "{id},{id},货{product},{product},1,{amount},浙江省,{day} 10:00:00,{day} 10:00:01,已发货\n"
                ));
            }
        }
        shop.file("orders.csv", text);
        let run = shop.run(["import", "orders.csv", "--shop", name, "--exported-at", "2026-03-02 08:00:00"]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    shop
}

/// Returns some columns of the rows, and of the totals.
fn cells(answer: &Json, keys: &[&str]) -> (Vec<String>, String) {
    let columns: Vec<&str> = answer["columns"].as_array().expect("columns").iter().filter_map(Json::as_str).collect();
    let place =
        |key: &&str| columns.iter().position(|column| column == key).unwrap_or_else(|| panic!("{key}: {columns:?}"));
    let places: Vec<usize> = keys.iter().map(place).collect();
    let shown = |cell: &Json| if cell.is_null() { "~".to_owned() } else { cell.to_string().replace('"', "") };
    let row = |row: &Json| places.iter().map(|place| shown(&row[*place])).collect::<Vec<_>>().join(" ");
    let rows = answer["rows"].as_array().expect("rows").iter().map(row).collect();
    (rows, keys.iter().map(|key| shown(&answer["totals"][key])).collect::<Vec<_>>().join(" "))
}

const AMOUNTS: [&str; 6] =
    ["product_id", "amount", "amount_before", "amount_change", "amount_change_share", "amount_share_of_change"];

#[test]
fn a_month_is_compared_with_the_month_before() {
    let shop = stocked();
    let ask = |args: &[&str]| shop.json(["report"].iter().chain(args).chain(&["--shop", "甲"]));
    // 1 sold 15 after 10, 3 is new, and 2 sold 40 before and nothing since.
    let answer = ask(&["products", "--period", "2026-02", "--compare", "previous"]);
    let (rows, totals) = cells(&answer, &AMOUNTS);
    assert_eq!(
        rows,
        ["1 15.00 10.00 5.00 0.5 -0.1667", "3 5.00 0.00 5.00 ~ -0.1667", "2 0.00 40.00 -40.00 -1.0 1.3333"]
    );
    assert_eq!(totals, "~ 20.00 50.00 -30.00 -0.6 ~");
    let (rows, totals) = cells(&answer, &["product", "orders", "orders_before", "lines_change"]);
    assert_eq!(rows, ["货1 1 1 0", "货3 1 0 1", "货2 0 2 -2"]);
    assert_eq!(totals, "~ 2 3 -1");
    // Weeks are compared by their places: 2026-01-26 with 2026-01-19.
    let answer = ask(&["sales", "--period", "2026-01-26..2026-02-01", "--compare", "previous", "--by", "week"]);
    let (rows, _) = cells(&answer, &["period", "period_before", "amount", "amount_before"]);
    assert_eq!(rows, ["2026-01-26 2026-01-19 25.00 0.00"]);
    let answer = ask(&["sales", "--from", "2026-02-15", "--to", "2026-02-28", "--compare", "previous", "--by", "day"]);
    let (rows, totals) = cells(&answer, &["period", "period_before", "amount", "amount_before"]);
    assert_eq!(rows, ["2026-02-15 2026-02-01 0.00 15.00", "2026-02-28 2026-02-14 5.00 0.00"]);
    assert_eq!(totals, "~ ~ 5.00 15.00");
}

#[test]
fn what_was_sold_before_the_first_import_is_unknown() {
    let shop = stocked();
    let ask = |args: &[&str]| {
        let run = shop.run(["report", "sales", "--period", "2026-02", "--format", "json"].iter().chain(args));
        (cells(&run.json(), &["amount", "amount_before", "amount_change"]), run.err)
    };
    let ((rows, totals), said) = ask(&["--shop", "乙", "--compare", "previous"]);
    assert_eq!((rows, totals.as_str()), (vec!["4.00 ~ ~".to_owned()], "4.00 ~ ~"));
    assert!(said.contains("the imports of 乙 have none of the days 2026-01-01 to 2026-01-31"), "{said}");
    let ((rows, totals), said) = ask(&["--all-shops", "--compare", "previous"]);
    assert_eq!((rows, totals.as_str()), (vec!["4.00 ~ ~".to_owned(), "20.00 50.00 -30.00".to_owned()], "24.00 ~ ~"));
    assert!(said.contains("the imports of 乙 have none of the days 2026-01-01 to 2026-01-31"), "{said}");
    let ((rows, _), said) = ask(&["--shop", "甲", "--compare", "year"]);
    assert_eq!(rows, ["20.00 ~ ~"]);
    assert!(said.contains("compared with 2025-02-01 to 2025-02-28"), "{said}");
}

#[test]
fn shops_stand_below_one_another_with_totals() {
    let shop = stocked();
    let sales =
        |args: &[&str]| cells(&shop.json(["report", "sales"].iter().chain(args)), &["shop", "orders", "amount"]);
    assert_eq!(
        sales(&["--all-shops"]),
        (vec!["乙 1 4.00".to_owned(), "甲 5 70.00".to_owned()], "~ 6 74.00".to_owned())
    );
    assert_eq!(shop.run(["shop", "group", "add", "华东", "甲"]).code, 0);
    assert_eq!(sales(&["--group", "华东"]), (vec!["甲 5 70.00".to_owned()], "~ 5 70.00".to_owned()));
    let (rows, totals) =
        cells(&shop.json(["report", "products", "--all-shops"]), &["shop", "product_id", "orders", "amount"]);
    assert_eq!(rows, ["乙 1 1 4.00", "甲 2 2 40.00", "甲 1 2 25.00", "甲 3 1 5.00"]);
    assert_eq!(totals, "~ ~ 6 74.00");
    let today = shop.json(["report", "today", "--all-shops", "--on", "2026-03-02"]);
    assert_eq!(today["totals"]["open_after_sales"]["lines"], Json::Null);
    assert_eq!(today["totals"]["unshipped_earlier"]["orders"], json!(0));
    let table = finish(shop.command().args(["--lang", "zh", "report", "sales", "--all-shops", "--by", "month"]));
    insta::assert_snapshot!("all_shops", table.shown());
    let compared = ["--shop", "甲", "--period", "2026-02", "--compare", "previous"];
    let table = finish(shop.command().args(["--lang", "en", "report", "sales"]).args(compared));
    insta::assert_snapshot!("compared", table.shown());
}

#[test]
fn groups_are_made_listed_and_removed() {
    let shop = stocked();
    let mut shown = String::new();
    let lines: [&[&str]; 14] = [
        &["shop", "group", "list"],
        &["report", "sales", "--group", "全部"],
        &["shop", "group", "add", "全部", "甲", "丙"],
        &["shop", "group", "add", "全部", "甲", "乙"],
        &["shop", "group", "add", "华东", "甲"],
        &["shop", "group", "list"],
        &["shop", "rename", "甲", "丁"],
        &["shop", "group", "remove", "全部", "乙"],
        &["shop", "group", "remove", "全部", "乙"],
        &["report", "sales", "--group", "西南"],
        &["shop", "group", "remove", "全部"],
        &["shop", "group", "list", "--format", "json"],
        &["report", "sales", "--group", "华东", "--all-shops"],
        &["report", "sales", "--compare", "previous"],
    ];
    for args in lines {
        let run = finish(shop.command().args(["--lang", "zh"]).args(args));
        shown.push_str(&format!("$ shopkit {}\n{}", args.join(" "), run.shown()));
    }
    insta::assert_snapshot!("shop_groups", shown);
    let undone = shop.run(["imports", "undo", "1", "--yes"]);
    assert_eq!(undone.code, 0, "{}", undone.shown());
    assert_eq!(shop.json(["shop", "group", "list"])["groups"], json!([]));
}

#[test]
fn days_that_are_not_imported_or_do_not_exist_are_unknown() {
    let shop = stocked();
    let later = ["report", "sales", "--period", "2026-03-10..2026-03-20", "--compare", "previous", "--shop", "甲"];
    let (rows, _) = cells(&shop.json(later), &["amount", "amount_change", "amount_change_share"]);
    assert_eq!(rows, ["~ ~ ~"]);
    assert!(shop.run(later).err.contains("the imports of 甲 have none of the days 2026-03-10 to 2026-03-20"));
    // February has no 31st day, so the 31st of January is compared with nothing.
    let february = ["report", "sales", "--period", "2026-02", "--compare", "previous", "--by", "day", "--shop", "甲"];
    let (rows, _) = cells(&shop.json(february), &["period", "period_before", "amount", "amount_before"]);
    assert!(rows.iter().any(|row| row.ends_with("2026-01-31 ~ 10.00")), "{rows:?}");
}

#[test]
fn a_profit_is_compared_with_that_of_other_days() {
    let costs = format!("{COSTS},C,,2.00,\n");
    let files =
        [("orders.csv", ORDERS), ("statement.csv", STATEMENT), ("sales.csv", AFTER_SALES), ("costs.csv", &*costs)];
    let shop = shop_of(&files);
    let ask = |args: &[&str]| {
        let always = ["report", "profit", "--from", "2026-01-06", "--to", "2026-01-06", "--compare", "previous"];
        shop.json(always.iter().chain(args))
    };
    // 28.50 net, less 6.00 and 13.00; on the fifth 75.00 and 47.50, less 24.00, 10.00 and 1.50.
    let (rows, _) = cells(&ask(&[]), &["cost", "cost_before", "profit", "profit_before", "profit_change"]);
    assert_eq!(rows, ["19.00 35.50 9.50 87.00 -77.50"]);
    let by_product = ask(&["--by", "product"]);
    let (rows, totals) = cells(&by_product, &["product_id", "profit", "profit_before", "profit_share_of_change"]);
    assert_eq!(rows, ["22 22.50 0.00 -0.2903", "11 -13.00 88.50 1.3097", "33 0.00 -1.50 -0.0194"]);
    assert_eq!(totals, "~ 9.50 87.00 ~");
    // Without a cost of C the profit of the sixth is unknown, and so is how it changed.
    let run = shop.run(["imports", "undo", "4"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    let (rows, _) = cells(&ask(&[]), &["profit", "profit_known", "profit_change", "profit_share_of_change"]);
    assert_eq!(rows, ["~ 0.00 ~ ~"]);
}
