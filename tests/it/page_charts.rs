//! The charts of the reports: what they show is what the tables say, and what nobody knows is no 0.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::served::Served;
use crate::simulated;
use crate::support::{Shop, between};

/// The columns of a report that its charts draw, and options that group it.
const DRAWN: &[(&str, &str, &str)] = &[
    ("sales", "by=month", "amount"),
    ("sales", "by=week", "amount"),
    ("sales", "by=weekday", "amount"),
    ("products", "", "amount"),
    ("products", "by=sku", "amount"),
    ("regions", "", "amount"),
    ("regions", "by=month", "amount"),
    ("creators", "", "amount"),
    ("promotion", "", "amount"),
    ("traffic", "", "amount"),
    ("hours", "", "amount"),
    ("hours", "by=weekday", "monday"),
    ("fees", "", "charged"),
    ("fees", "by=product", "charged"),
    ("fees", "by=month", "charged"),
    ("shipping", "", "on_time_lines"),
    ("shipping", "by=warehouse", "late_rate"),
    ("shipping", "by=month", "late_rate"),
    ("aftersales", "", "lines"),
    ("aftersales", "by=stage", "lines"),
    ("aftersales", "by=reason", "lines"),
    ("profit", "", "profit"),
    ("profit", "by=product", "profit"),
    ("profit", "by=month", "profit"),
    ("income", "", "net"),
    ("income", "by=month", "net"),
    ("payouts", "", ""),
    ("cashflow", "", ""),
    ("cashflow", "by=month", ""),
    ("status", "", "lines"),
];

/// Returns the charts of a page.
fn charts(page: &str) -> Vec<&str> {
    page.split("<figure ").skip(1).filter_map(|chart| chart.split("</figure>").next()).collect()
}

/// Lists what stands between two marks.
fn all<'p>(text: &'p str, before: &'p str, after: &'p str) -> Vec<&'p str> {
    between(text, before, after).collect()
}

/// Lists the values that a chart shows, without commas.
fn values(chart: &str) -> Vec<String> {
    let listed = all(chart, "<span class=\"value\">", "<");
    let columns = all(chart, "<title>", "</title>").into_iter().map(|title| title.rsplit(": ").next().unwrap_or(title));
    listed.into_iter().chain(columns).map(|value| value.trim().replace(',', "")).collect()
}

/// Lists the values of a column as charts show them.
fn column(answer: &Json, key: &str) -> BTreeSet<String> {
    let columns = answer["columns"].as_array().expect("columns");
    let index = |key: &str| columns.iter().position(|column| column == key);
    let Some(at) = index(key) else { panic!("no column {key}: {columns:?}") };
    let rows = answer["rows"].as_array().expect("rows").iter();
    let shown = |row: &Json| match &row[at] {
        Json::String(text) => text.clone(),
        Json::Number(number) if key.ends_with("_rate") => format!("{:.1}%", number.as_f64().expect("a share") * 100.0),
        Json::Number(number) => number.to_string(),
        // Of a sum that is known in part people read the part, and how many lines are not in it.
        _ => index(&format!("{key}_known"))
            .and_then(|known| row[known].as_str())
            .map(|known| format!("{known} "))
            .unwrap_or_default(),
    };
    rows.map(shown).collect()
}

#[test]
fn bars_have_the_values_of_the_table() {
    let shop = simulated::of_two_years();
    let served = Served::start(&shop, "en");
    for (report, by, key) in DRAWN {
        let page = served.get(&format!("/reports/{report}?{by}"));
        assert_eq!(page.status, 200);
        let page = page.text();
        let (charts, case) = (charts(&page), format!("{report} {by}"));
        if *report == "cashflow" && by.is_empty() {
            // One sum for all days is drawn over time, after the page.
            let part = all(&page, "data-part=\"", "\"")[0].replace("&amp;", "&");
            assert_eq!(part, "/charts/cashflow?by=month");
            continue;
        }
        assert!(!charts.is_empty(), "no chart: {case}");
        if key.is_empty() {
            continue;
        }
        let option = by.split_once('=').map(|(_, by)| vec!["--by", by]).unwrap_or_default();
        let known = column(&shop.json(["report", report].into_iter().chain(option)), key);
        let shown = values(charts[0]);
        let nothing = ["nothing recorded".to_owned(), "unknown".to_owned()];
        let is_drawn = |value: &String| {
            known.iter().any(|known| value == known || (known.ends_with(' ') && value.starts_with(known)))
        };
        // A list of several columns, and hours of several days, have other values too.
        let has_others = (by.is_empty() && ["income", "profit", "shipping"].contains(report)) || *key == "monday";
        let wrong: Vec<&String> = shown.iter().filter(|value| !nothing.contains(value) && !is_drawn(value)).collect();
        assert!(shown.iter().any(is_drawn), "{case}: {shown:?}, known {known:?}");
        assert!(has_others || wrong.is_empty(), "{case}: {wrong:?}, known {known:?}");
    }
    let months = served.get("/charts/cashflow?by=month").text();
    let (title, answer) = (all(&months, "<title>", "</title>"), shop.json(["report", "cashflow", "--by", "month"]));
    let fen = |text: &str| text.replace(['.', ','], "").parse::<i64>().expect("money");
    let columns = answer["columns"].as_array().expect("columns");
    for (place, key) in ["money_in", "money_out"].iter().enumerate() {
        let at = columns.iter().position(|column| column == key).expect("a column");
        let known: i64 =
            answer["rows"].as_array().expect("rows").iter().map(|row| fen(row[at].as_str().expect("money"))).sum();
        let drawn = title.iter().filter(|title| !title.contains("nothing recorded"));
        let drawn: i64 = drawn
            .map(|title| fen(title.split("; ").nth(place).expect("two").rsplit(": ").next().expect("money")))
            .sum();
        assert_eq!(drawn, known, "{key}");
    }
}

/// Returns the labels of a waterfall with their fen; nothing where a sum is not known.
fn steps(chart: &str) -> Vec<(String, Option<i64>)> {
    let labels = all(chart, "class=\"label\">", "<");
    let fen = |value: String| value.replace(['.', '+'], "").parse::<i64>().ok();
    labels.into_iter().map(str::to_owned).zip(values(chart).into_iter().map(fen)).collect()
}

/// Tells how many sums are known that the steps before them lead to; each step that leads elsewhere is a mistake.
fn follow(steps: &[(String, Option<i64>)], levels: &[&str]) -> usize {
    let (mut at, mut reached) = (None, 0);
    for (label, fen) in steps {
        if !levels.contains(&label.as_str()) {
            at = at.zip(*fen).map(|(at, fen): (i64, i64)| at + fen);
            continue;
        }
        if let (Some(at), Some(level)) = (at, fen) {
            assert_eq!(at, *level, "{label}: {steps:?}");
            reached += 1;
        }
        at = *fen;
    }
    reached
}

/// Lists the months with sales.
fn months(shop: &Shop) -> Vec<String> {
    let answer = shop.json(["report", "sales", "--by", "month"]);
    let period =
        answer["columns"].as_array().expect("columns").iter().position(|column| column == "period").expect("periods");
    let rows = answer["rows"].as_array().expect("rows").iter();
    let months: Vec<String> = rows.filter_map(|row| row[period].as_str()).map(str::to_owned).collect();
    assert!(months.len() > 12, "{months:?}");
    months
}

#[test]
fn the_steps_of_a_waterfall_add_up_to_its_end_in_every_month() {
    let shop = simulated::of_two_years();
    let served = Served::start(&shop, "en");
    let mut reached = 0;
    for month in months(&shop) {
        for (report, levels) in [("income", ["Paid", "Net", "Settled"]), ("profit", ["Net", "Profit", ""])] {
            for rate in ["", "&commission_rate=20%25"] {
                let page = served.get(&format!("/reports/{report}?period={month}{rate}")).text();
                let charts = charts(&page);
                let steps = steps(charts.first().unwrap_or_else(|| panic!("no chart: {report} {month}")));
                assert!(
                    levels
                        .iter()
                        .filter(|level| !level.is_empty())
                        .all(|level| steps.iter().any(|(label, _)| label == level)),
                    "{steps:?}"
                );
                // Nothing is left that no step explains.
                assert!(!steps.iter().any(|(label, _)| label == "Difference"), "{report} {month}: {steps:?}");
                reached += follow(&steps, &levels);
            }
        }
    }
    assert!(reached > 20, "{reached}");
}

#[test]
fn what_nobody_knows_is_no_zero_and_has_no_bar() {
    let shop = Shop::new();
    shop.file(
        "a.csv",
        "主订单编号,子订单编号,订单应付金额,订单提交时间,支付完成时间,流量来源,订单状态,售后状态,平台实际承担优惠金额,商家实际承担优惠金额,达人实际承担优惠金额\n\
         1,1,100.00,2026-01-05 10:00:00,2026-01-05 10:00:00,精选联盟,已发货,-,0,0,0\n",
    );
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-01-06"]).code, 0);
    let served = Served::start(&shop, "zh");
    let page = served.get("/reports/income").text();
    let chart = charts(&page)[0];
    let shown: Vec<(String, Option<i64>)> = steps(chart);
    let of =
        |label: &str| shown.iter().find(|(known, _)| known == label).unwrap_or_else(|| panic!("{label}: {shown:?}")).1;
    assert_eq!(of("应付金额"), Some(10_000));
    // Nobody knows the commission, so neither the net nor what is still to come.
    for label in ["佣金", "净额", "尚未结算", "结算金额"] {
        assert_eq!(of(label), None, "{label}");
    }
    assert!(chart.contains("未知"), "{chart}");
    let rows: Vec<&str> = chart.split("<li>").skip(1).collect();
    let of = |label: &str| *rows.iter().find(|row| row.contains(&format!(">{label}<"))).expect("a row");
    assert!(of("应付金额").contains("<rect") && !of("佣金").contains("<rect") && !of("净额").contains("<rect"));
}

#[test]
fn a_comparison_has_a_second_bar() {
    let shop = simulated::of_two_years();
    let served = Served::start(&shop, "en");
    let month = &months(&shop)[8];
    for report in ["regions", "products", "creators", "income"] {
        let page = served.get(&format!("/reports/{report}?period={month}&compare=previous")).text();
        let chart = charts(&page)[0];
        assert!(chart.contains("class=\"before\"") && chart.contains("<small>before "), "{report}: {chart}");
    }
    let page = served.get(&format!("/reports/sales?period={month}&compare=previous&by=week")).text();
    let chart = charts(&page)[0];
    let titles = all(chart, "<title>", "</title>");
    assert!(titles.iter().any(|title| title.matches(": ").count() == 2 && title.contains("; 20")), "{titles:?}");
}

#[test]
fn names_stay_text_in_charts() {
    let shop = Shop::new();
    shop.file(
        "hostile.csv",
        "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,省,订单提交时间,支付完成时间,订单状态,流量体裁\n\
         1,1,<script>alert(1)</script>,1,1,5.00,\"\"\"><img src=x>\",2026-01-05 09:00:00,2026-01-05 09:00:00,已完成,<b>直播</b>\n",
    );
    assert_eq!(shop.run(["import", "hostile.csv", "--exported-at", "2026-01-06"]).code, 0);
    let served = Served::start(&shop, "zh");
    for report in ["products", "regions", "traffic", "regions?by=day", "traffic?by=month"] {
        let page = served.get(&format!("/reports/{report}")).text();
        assert_eq!(charts(&page).len(), 1, "{report}");
        for bad in ["<script>alert", "<img src=x", "<b>直播", "style="] {
            assert!(!page.contains(bad), "{report}: {bad}");
        }
    }
}
