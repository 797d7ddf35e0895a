//! The report `restated`, on exports few enough to see what changed.

use crate::reports::rows;
use crate::support::{Shop, finish};

const HEADER: &str = "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态,售后状态,流量体裁,\
    平台实际承担优惠金额,达人实际承担优惠金额\n";

/// The first export. The 10th was not over when it was made, and what kind of traffic r4 came of was not known yet.
const FIRST: &str = "r1,r1,100.00,2026-01-05,2026-01-05,小店自卖,已发货,-,短视频,5.00,0.00
r2,r2,50.00,2026-01-05,2026-01-05,小店自卖,已完成,-,短视频,0.00,0.00
r3,r3,30.00,2026-01-06,-,小店自卖,待支付,-,短视频,0.00,0.00
r4,r4,20.00,2026-01-07,2026-01-07,小店自卖,已完成,-,数据将于第二天更新,0.00,0.00
r6,r6,10.00,2026-01-10,2026-01-10,小店自卖,待发货,-,短视频,0.00,0.00
";

/// r1 was refunded, the price of r2 cut, r3 paid; r5 is new.
const SECOND: &str = "r1,r1,100.00,2026-01-05,2026-01-05,小店自卖,已关闭,退款成功,短视频,5.00,0.00
r2,r2,45.00,2026-01-05,2026-01-05,小店自卖,已完成,-,短视频,0.00,0.00
r3,r3,30.00,2026-01-06,2026-01-07,小店自卖,待发货,-,短视频,0.00,0.00
r4,r4,20.00,2026-01-07,2026-01-07,小店自卖,已完成,-,直播,0.00,0.00
r5,r5,15.00,2026-01-06,2026-01-06,小店自卖,待发货,-,短视频,0.00,0.00
r6,r6,10.00,2026-01-10,2026-01-10,小店自卖,已关闭,退款成功,短视频,0.00,0.00
";

const COLUMNS: &str = "day lines new_lines payable_changed status_changed paid_changed after_sale_changed borne_changed \
    amount_before amount difference borne_before borne borne_difference";

/// What the second export changed of the first.
const CHANGED: [&str; 2] = [
    "2026-01-05 2 0 1 1 0 1 0 150.00 45.00 -105.00 5.00 0.00 -5.00",
    "2026-01-06 1 1 0 1 1 0 0 0.00 45.00 45.00 0.00 0.00 0.00",
];

fn import(shop: &Shop, name: &str, lines: &str, exported_at: &str) {
    shop.file(name, [HEADER, lines].concat());
    let run = shop.run(["import", name, "--exported-at", exported_at]);
    assert_eq!(run.code, 0, "{}", run.shown());
}

fn first(shop: &Shop) {
    import(shop, "first.csv", FIRST, "2026-01-10 09:00:00");
}

fn second(shop: &Shop) {
    import(shop, "second.csv", SECOND, "2026-01-20 09:00:00");
}

/// Returns the rows of the report, without what programs alone see.
fn restated(shop: &Shop, args: &[&str]) -> Vec<String> {
    let all = rows(shop, &[&["restated"], args].concat(), COLUMNS);
    all.iter().map(|row| row.split(' ').take(14).collect::<Vec<_>>().join(" ")).collect()
}

fn says(shop: &Shop, args: &[&str], text: &str) {
    let run = shop.run([&["report", "restated"], args].concat());
    assert!(run.err.contains(text), "{text}: {}", run.shown());
}

#[test]
fn days_that_were_complete_say_what_changed() {
    let shop = Shop::new();
    first(&shop);
    let before = shop.json(["report", "sales", "--by", "day"]);
    second(&shop);
    // Traffic that becomes known changes no money, and the 10th was not complete.
    assert_eq!(restated(&shop, &[]), CHANGED);
    says(&shop, &[], "one more sub-order changed");
    assert_eq!(restated(&shop, &["--from", "2026-01-06"]), CHANGED[1..]);
    // What the days came to then is what the report of sales said then.
    let amounts: Vec<&str> =
        before["rows"].as_array().expect("rows").iter().filter_map(|row| row[3].as_str()).collect();
    assert_eq!(amounts[0], "150.00", "{before}");
    let totals = shop.json(["report", "restated"])["totals"].clone();
    assert_eq!([&totals["lines"], &totals["new_lines"]], [3, 1]);
    assert_eq!(totals["difference"], "-60.00");
}

#[test]
fn the_moment_to_compare_with_can_be_asked_for() {
    let shop = Shop::new();
    first(&shop);
    second(&shop);
    let third = SECOND.replace("45.00", "40.00");
    import(&shop, "third.csv", &third, "2026-01-25 20:00:00");
    assert_eq!(restated(&shop, &[]), ["2026-01-05 1 0 1 0 0 0 0 45.00 40.00 -5.00 0.00 0.00 0.00"]);
    // A day is meant with all its exports.
    for on in ["2026-01-10", "2026-01-19", "2026-01-20 08:59:59"] {
        assert_eq!(
            restated(&shop, &["--on", on])[0],
            "2026-01-05 2 0 1 1 0 1 0 150.00 40.00 -110.00 5.00 0.00 -5.00",
            "{on}"
        );
    }
    assert_eq!(restated(&shop, &["--on", "2026-01-20"]), restated(&shop, &[]));
    assert_eq!(restated(&shop, &["--on", "2026-01-09"]), [""; 0]);
    says(&shop, &["--on", "2026-01-09"], "no export is older than 2026-01-09 23:59:59");
    assert_eq!(restated(&shop, &["--on", "2026-01-25"]), [""; 0]);
    says(&shop, &["--on", "2026-01-25"], "no export is newer than 2026-01-25 23:59:59");
}

#[test]
fn neither_the_order_of_imports_nor_an_undone_one_changes_the_answer() {
    let shop = Shop::new();
    second(&shop);
    first(&shop);
    assert_eq!(restated(&shop, &[]), CHANGED);
    // What was said in between and is no more changes nothing; neither does a file that is undone.
    import(&shop, "between.csv", &FIRST.replace("已发货", "备货中"), "2026-01-12 09:00:00");
    assert_eq!(restated(&shop, &["--on", "2026-01-10"]), CHANGED);
    let found = restated(&shop, &["--on", "2026-01-12"]);
    assert_eq!(found[0], CHANGED[0]);
    assert_eq!(shop.run(["imports", "undo", "3", "--yes"]).code, 0);
    assert_eq!(restated(&shop, &[]), CHANGED);
    assert_eq!(shop.run(["imports", "undo", "1", "--yes"]).code, 0);
    assert_eq!(restated(&shop, &["--on", "2026-01-10"]), [""; 0]);
}

#[test]
fn a_column_that_no_export_had_then_is_no_change() {
    let shop = Shop::new();
    let without = |text: &str, column: usize| {
        let line = |line: &str| {
            let cells: Vec<&str> =
                line.split(',').enumerate().filter(|(index, _)| *index != column).map(|(_, cell)| cell).collect();
            cells.join(",") + "\n"
        };
        text.lines().map(line).collect::<String>()
    };
    let after_sale = 7;
    shop.file("first.csv", without(&[HEADER, FIRST].concat(), after_sale));
    assert_eq!(shop.run(["import", "first.csv", "--exported-at", "2026-01-10 09:00:00"]).code, 0);
    second(&shop);
    assert_eq!(restated(&shop, &[])[0], "2026-01-05 2 0 1 1 0 0 0 150.00 45.00 -105.00 5.00 0.00 -5.00");
    says(&shop, &[], "no export had these columns then: 售后状态");
}

#[test]
fn restated_days_read_well_in_both_languages() {
    let shop = Shop::new();
    first(&shop);
    second(&shop);
    for lang in ["en", "zh"] {
        let args = ["--lang", lang, "report", "restated"];
        insta::assert_snapshot!(format!("restated_{lang}"), finish(shop.command().args(args)).shown());
    }
}
