//! Reports by weekday, city and SKU, on so few orders that every answer can be worked out with a pencil.

use crate::reports::rows;
use crate::support::Shop;

const HEADER: &str = "主订单编号,子订单编号,选购商品,商品ID,商品规格,商家编码,商品数量,订单应付金额,省,市,订单提交时间,支付完成时间,订单状态,\
售后状态,平台实际承担优惠金额,达人实际承担优惠金额";

/// 2026-01-05 and 2026-01-12 are Mondays. The last line came back.
const LINES: &str = "
1 茶,37 红,A 2 20.00 浙江省,杭州市 01-05T09:00 已完成 -
2 茶,37 蓝,A 1 11.00 浙江省,宁波市 01-05T10:00 已完成 -
3 茶,37 蓝,A 1 11.00 浙江省,杭州市 01-06T10:30 已完成 -
4 茶,37 -,-  1 5.00  北京市,市辖区 01-12T09:30 待发货 -
5 杯,38 红,A 1 30.00 天津市,市辖区 01-12T09:59 待发货 -
6 杯,38 红,A 1 30.00 天津市,市辖区 01-09T09:59 已关闭 退款成功
";

fn stocked() -> Shop {
    let mut text = format!("{HEADER}\n");
    for line in LINES.trim().lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [id, product, sku, pieces, payable, place, at, status, after_sale] = words[..] else { panic!("{line}") };
        let at = format!("2026-{}:00", at.replace('T', " "));
        text.push_str(&format!(
            "{id},{id},{product},{sku},{pieces},{payable},{place},{at},{at},{status},{after_sale},0.00,0.00\n"
        ));
    }
    let shop = Shop::new();
    shop.file("orders.csv", text);
    let run = shop.run(["import", "orders.csv", "--exported-at", "2026-01-13"]);
    assert_eq!(run.code, 0, "{}", run.shown());
    shop
}

/// Returns the first words of each row, as many as there are columns named.
fn first(shop: &Shop, args: &[&str], columns: &str) -> Vec<String> {
    let count = columns.split(' ').count();
    let cut = |row: String| row.split(' ').take(count).collect::<Vec<_>>().join(" ");
    rows(shop, args, columns).into_iter().map(cut).collect()
}

#[test]
fn a_weekday_says_how_often_it_came() {
    let shop = stocked();
    let columns = "weekday days orders lines units amount paid_lines refunded_lines refund_rate";
    assert_eq!(
        rows(&shop, &["sales", "--by", "weekday"], columns),
        ["monday 2 4 4 5 66.00 4 0 0.0", "tuesday 1 1 1 1 11.00 1 0 0.0", "friday 1 0 0 0 0.00 1 1 1.0"]
    );
    let said = |args: &[&str]| shop.run(["report", "sales", "--by", "weekday"].iter().chain(args)).err;
    assert!(said(&[]).contains("2026-01-05 to 2026-01-12 are not whole weeks"));
    assert!(!said(&["--to", "2026-01-11"]).contains("whole weeks"));
    assert_eq!(
        rows(&shop, &["sales", "--by", "weekday", "--from", "2026-01-12", "--to", "2026-01-18"], columns),
        ["monday 1 2 2 2 35.00 2 0 0.0"]
    );
    let totals = &shop.json(["report", "sales", "--by", "weekday"])["totals"];
    assert_eq!((&totals["lines"], &totals["amount"], &totals["days"]), (&5.into(), &"77.00".into(), &().into()));
}

#[test]
fn hours_are_split_by_weekday() {
    let shop = stocked();
    let columns = "hour orders lines amount share monday tuesday wednesday thursday friday saturday sunday".to_owned();
    let hours = rows(&shop, &["hours", "--by", "weekday"], &columns);
    assert_eq!(hours[9..11], ["9 3 3 55.00 0.6 3 0 0 0 0 0 0", "10 2 2 22.00 0.4 1 1 0 0 0 0 0"]);
    assert_eq!(hours.len(), 24);
    // The columns of the weekdays come only when they are asked for.
    assert_eq!(rows(&shop, &["hours"], "hour orders lines amount share")[9], "9 3 3 55.00 0.6");
}

#[test]
fn a_city_is_one_of_its_province() {
    assert_eq!(
        rows(&stocked(), &["regions", "--by", "city"], "region city orders lines units amount share"),
        [
            "浙江省 杭州市 2 2 3 31.00 0.4026",
            "天津市 市辖区 1 1 1 30.00 0.3896",
            "浙江省 宁波市 1 1 1 11.00 0.1429",
            "北京市 市辖区 1 1 1 5.00 0.0649",
        ]
    );
}

#[test]
fn an_sku_is_one_of_its_product() {
    let shop = stocked();
    let columns = "product_id product spec sku_code units lines amount orders gifts paid_lines refunded_lines";
    assert_eq!(
        first(&shop, &["products", "--by", "sku"], columns),
        [
            "38 杯 红 A 1 1 30.00 1 ~ 2 1",
            "37 茶 蓝 A 2 2 22.00 2 ~ 2 0",
            "37 茶 红 A 2 1 20.00 1 ~ 1 0",
            "37 茶 ~ ~ 1 1 5.00 1 ~ 1 0"
        ]
    );
    assert_eq!(
        first(&shop, &["products"], "product_id product units lines amount"),
        ["37 茶 5 4 47.00", "38 杯 1 1 30.00"]
    );
}

#[test]
fn columns_that_a_grouping_needs_are_named_where_they_are_missing() {
    let shop = Shop::new();
    shop.file(
        "orders.csv",
        "主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态,省\n1,1,1,8.00,2026-01-05,2026-01-05,已完成,浙江省\n",
    );
    assert_eq!(shop.run(["import", "orders.csv"]).code, 0);
    let said = |args: &[&str]| shop.run([&["report"], args].concat()).err;
    assert!(said(&["regions", "--by", "city"]).contains("no imported file has the columns 市"));
    assert!(!said(&["regions"]).contains("市"));
    assert!(said(&["products", "--by", "sku"]).contains("商品规格, 商家编码"));
}
