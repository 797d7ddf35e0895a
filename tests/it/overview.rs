//! The overview: what a reader sees of it, and that its figures are those of the reports.

use crate::support::{Shop, finish};

const FIRST: &str = "sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
const NEXT: &str = "sub-order-csv-next-day/1768310543_1b7e40c9d26a4f5389a0e7d35c618f24zaHCLELw.csv";
const ON: [&str; 2] = ["--on", "2026-01-13 21:22:23"];

/// A shop with two days' exports.
pub fn stocked() -> Shop {
    let shop = Shop::new();
    for fixture in [FIRST, NEXT] {
        let path = shop.copy(fixture);
        assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0);
    }
    shop
}

/// Returns the text of a page, a line for each piece, without the day on which it was written.
fn text(page: &str) -> String {
    let (_, body) = page.split_once("<body>").expect("a body");
    let pieces = body.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    pieces.filter(|text| !text.is_empty() && !text.starts_with("shopkit ·")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_page_reads_well_in_both_languages() {
    let shop = stocked();
    for lang in ["en", "zh"] {
        let page = shop.overview(lang, ON.into_iter().chain(["--commission-rate", "20%"]));
        insta::assert_snapshot!(format!("overview_{lang}"), text(&page));
    }
}

#[test]
fn the_figures_are_those_of_the_reports() {
    let shop = stocked();
    let page = shop.overview("en", ON);
    let lines = text(&page);
    let figure = |name: &str| {
        let mut lines = lines.lines().skip_while(|line| *line != name);
        lines.nth(1).unwrap_or_else(|| panic!("no figure {name}")).replace(',', "")
    };
    let sales = shop.json(["report", "sales"]);
    let row = &sales["rows"][0];
    assert_eq!(figure("Orders"), row[0].to_string());
    assert_eq!(figure("Sub-orders"), row[1].to_string());
    assert_eq!(Some(figure("Sales").as_str()), row[3].as_str());
    assert_eq!(figure("Refund rate"), format!("{:.1}%", row[6].as_f64().expect("a share") * 100.0));
    let today = shop.json(["report", "today"].into_iter().chain(ON));
    let orders = |item: usize| today["rows"][item][1].as_i64().expect("a count");
    assert_eq!(figure("Unshipped"), (orders(0) + orders(1)).to_string());
    assert_eq!(figure("Open after-sales"), orders(4).to_string());
}

#[test]
fn nothing_of_the_page_comes_from_elsewhere_or_runs() {
    let shop = Shop::new();
    shop.file(
        "hostile.csv",
        "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,省,订单提交时间,支付完成时间,订单状态\n\
         1,1,<script>alert(1)</script>,1,1,5.00,\"\"\"><img src=x onerror=alert(1)>\",2026-01-05 09:00:00,2026-01-05 09:00:00,已完成\n",
    );
    assert_eq!(shop.run(["import", "hostile.csv", "--exported-at", "2026-01-06", "--shop", "<b>店</b>"]).code, 0);
    let page = shop.overview("zh", ON);
    for outside in ["http:", "https:", "<script", "<img", "<b>", "url(", "<link", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("&lt;script&gt;") && page.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\">"));
    // Each chart has a name for who cannot see it, unless its values stand beside it as text.
    let mut named = 0;
    for tag in page.split("<svg").skip(1).filter_map(|rest| rest.split('>').next()) {
        let has_name = tag.split_once("aria-label=\"").is_some_and(|(_, name)| !name.starts_with('"'));
        assert!(has_name || tag.contains("aria-hidden=\"true\""), "{tag}");
        named += usize::from(has_name);
    }
    assert!(named > 0, "{page}");
}

#[test]
fn buyers_are_not_on_the_page() {
    let shop = stocked();
    let page = shop.overview("zh", ON.into_iter().chain(["--show-pii"]));
    assert_eq!(shop.buyers().iter().find(|buyer| page.contains(buyer.as_str())), None);
}

#[test]
fn days_are_drawn_by_what_is_known_of_them() {
    let shop = Shop::new();
    let header = "主订单编号,子订单编号,订单状态,订单提交时间";
    shop.file("a.csv", format!("{header}\n1,1,已完成,2026-01-01 10:00:00\n2,2,已完成,2026-01-02 10:00:00\n"));
    shop.file("b.csv", format!("{header}\n3,3,已完成,2026-01-05 10:00:00\n"));
    assert_eq!(shop.run(["import", "a.csv", "--exported-at", "2026-01-02 12:00:00"]).code, 0);
    assert_eq!(shop.run(["import", "b.csv", "--exported-at", "2026-06-01 12:00:00"]).code, 0);
    let page = shop.overview("en", ["--on", "2026-06-01 12:00:00"]);
    for (state, days) in [("open", "1"), ("cut", "2"), ("gap", "3"), ("gap", "4"), ("final", "5")] {
        assert!(page.contains(&format!("<td class=\"day {state}\" title=\"2026-01-0{days} ")), "{state} {days}");
    }
    assert!(
        page.contains("<td>6</td>") && text(&page).contains("no imported file has orders of 2026-01-03 to 2026-01-04")
    );
}

#[test]
fn months_without_a_day_take_one_line_together() {
    let shop = Shop::new();
    for (day, exported_at) in [("2026-01-05", "2026-01-06"), ("2026-05-31", "2026-06-01"), ("2026-07-01", "2026-07-02")]
    {
        let row = format!("{day},{day},已完成,{day} 10:00:00").replacen('-', "", 4);
        shop.file("a.csv", format!("主订单编号,子订单编号,订单状态,订单提交时间\n{row}\n"));
        assert_eq!(shop.run(["import", "a.csv", "--exported-at", exported_at]).code, 0);
    }
    let page = shop.overview("en", ["--on", "2026-07-02 12:00:00"]);
    assert!(page.contains("<p class=\"missing\">2026-02 to 2026-04: missing</p>"), "{}", text(&page));
    let drawn: Vec<&str> = page.split("<caption>").skip(1).map(|rest| &rest[..7]).collect();
    // June is missing too, and alone.
    assert_eq!(drawn, ["2026-01", "2026-05", "2026-06", "2026-07"]);
    assert!(shop.overview("zh", ["--on", "2026-07-02 12:00:00"]).contains("2026-02 至 2026-04：未导入"));
}

#[test]
fn a_shop_without_orders_has_a_page_that_says_so() {
    let shop = Shop::new();
    shop.file("none.csv", "主订单编号,子订单编号,订单状态,商品数量\n1,1,已完成,1\n");
    assert_eq!(shop.run(["import", "none.csv"]).code, 0);
    assert_eq!(shop.run(["imports", "undo", "1"]).code, 0);
    for (lang, told) in [("en", "No orders have been imported yet."), ("zh", "还没有导入订单。")] {
        let page = shop.overview(lang, [""; 0]);
        assert!(page.contains(told) && !page.contains("<svg"), "{}", text(&page));
    }
}

#[test]
fn days_without_orders_have_no_charts() {
    let page = stocked().overview("en", ["--from", "2026-03-01", "--to", "2026-03-05"]);
    assert!(!page.contains("<svg") && text(&page).contains("no matching orders"), "{}", text(&page));
}

#[test]
fn what_does_not_fit_is_refused() {
    let shop = stocked();
    let mut shown = String::new();
    let lines: &[&[&str]] = &[
        &["overview.csv"],
        &["overview"],
        &["x.html", "--by", "day"],
        &["x.html", "--cap", "5"],
        &["x.html", "--status", "待发货"],
        &["x.html", "--param", "n=1"],
        &["x.html", "--from", "2026-01-02", "--to", "2026-01-01"],
        &["x.html", "--shop", "别家"],
    ];
    for line in lines {
        for lang in ["en", "zh"] {
            let run = finish(shop.command().args(["--lang", lang, "export", "overview"]).args(*line));
            assert_eq!(run.code, 2, "{line:?}");
            shown.push_str(&format!("$ shopkit export overview {} --lang {lang}\n{}\n", line.join(" "), run.shown()));
        }
    }
    assert!(!shop.path("x.html").exists());
    insta::assert_snapshot!("overview_refused", shown);
}
