//! The reports on the local page: the period and the shops that they are about, their tables and their files.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{Duration, NaiveDate, Utc};

use crate::served::{Answer, Served};
use crate::support::Shop;

/// Returns today in Beijing.
fn today() -> NaiveDate {
    (Utc::now() + Duration::hours(8)).date_naive()
}

fn before(days: i64) -> NaiveDate {
    today() - Duration::days(days)
}

/// Lines of orders: each with its product, its amount, how many days ago it was, and its status.
fn orders(first: u32, lines: &[(&str, &str, i64, &str)]) -> String {
    let mut text = "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,发货时间,订单状态,售后状态\n".to_owned();
    for (id, (product, amount, ago, status)) in (first..).zip(lines) {
        let day = before(*ago);
        let shipped = if *status == "待发货" { String::new() } else { format!("{day} 10:00:09") };
        text.push_str(&format!(
            "{id},{id},{product},{product}1,1,{amount},{day} 10:00:00,{day} 10:00:05,{shipped},{status},-\n"
        ));
    }
    text
}

/// Two shops: 甲 sold on several days of this and the last weeks, 乙 yesterday alone.
fn two_shops() -> Shop {
    let shop = Shop::new();
    let first = [
        ("茶", "10.00", 1, "已发货"),
        ("杯", "9.00", 2, "待发货"),
        ("壶", "100.00", 3, "已发货"),
        ("茶", "20.00", 9, "已发货"),
        ("茶", "5.00", 60, "已发货"),
    ];
    for (name, text) in [("甲", orders(100_000, &first)), ("乙", orders(200_000, &[("碗", "7.00", 1, "已发货")]))]
    {
        let file = shop.file(&format!("{name}.csv"), text);
        assert_eq!(shop.run(["import", "--shop", name, file.to_str().expect("a path")]).code, 0);
    }
    shop
}

/// Returns the address that a page sends the browser to.
fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").expect("an address").to_owned()
}

/// Returns the cookies that an answer sets, as a browser sends them back.
fn kept(answer: &Answer) -> Vec<String> {
    let lines = answer.head.lines().filter_map(|line| line.split_once(": "));
    let cookies = lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, cookie)| cookie);
    cookies
        .map(|cookie| {
            assert!(cookie.contains("SameSite=Strict") && cookie.contains("HttpOnly"), "{cookie}");
            cookie.split(';').next().unwrap_or_default().to_owned()
        })
        .collect()
}

/// Returns the texts of the cells of a table, row by row.
fn cells(page: &str) -> Vec<Vec<String>> {
    let (_, table) = page.split_once("<table class=\"sheet\"").expect("a table");
    let table = table.split("</table>").next().unwrap_or_default();
    let cell =
        |cell: &str| cell.split_once('>').map(|(_, rest)| rest.split("</t").next().unwrap_or_default().to_owned());
    let row = |row: &str| {
        let cells = row.replace("<th ", "<td ").replace("<td>", "<td >");
        cells.split("<td ").skip(1).filter_map(cell).map(|text| plain(&text)).collect::<Vec<_>>()
    };
    table.split("<tr>").skip(1).map(row).collect()
}

/// Leaves out the tags of a text.
fn plain(text: &str) -> String {
    text.split('<')
        .enumerate()
        .map(|(at, piece)| if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) })
        .collect()
}

#[test]
fn one_period_goes_from_page_to_page() {
    let shop = two_shops();
    let mut served = Served::start(&shop, "zh");
    let overview = served.get("/?period=7d&shop=甲").text();
    let (first, last) = (before(7), before(1));
    assert!(overview.contains(&format!("{first} 至 {last}（7 天）")), "{overview}");
    assert!(overview.contains("aria-current=\"true\">近 7 天</a>") && overview.contains("period=7d"), "{overview}");
    let cookies = kept(&served.get("/?period=7d&shop=甲"));
    assert_eq!(cookies, ["shopkit-period=7d"]);
    served.cookie = format!("{}; {}", served.cookie, cookies[0]);
    for page in ["/", "/orders", "/reports/sales"] {
        assert_eq!(leads_to(&served.get(page)), format!("{page}?period=7d"));
        let text = served.get(&format!("{page}?period=7d&shop=甲")).text();
        assert!(text.contains(&format!("{first} 至 {last}（7 天）")), "{page}: {text}");
        // Links of the menu keep what the address says, whatever another tab chose meanwhile.
        assert!(text.contains("href=\"/reports?shop=%E7%94%B2&amp;period=7d\""), "{page}: {text}");
    }
    // An address that says what it asks for, and a page without a period, are left alone.
    for page in
        ["/orders?status=%E5%BE%85%E5%8F%91%E8%B4%A7", "/reports/sales?from=2026-01-01", "/reports/today", "/rules"]
    {
        assert_eq!(served.get(page).status, 200, "{page}");
    }
    // Two dates become a period, in their order.
    let own = served.get("/reports/sales?first=2026-01-11&last=2026-01-05&by=day");
    assert_eq!(leads_to(&own), "/reports/sales?by=day&period=2026-01-05..2026-01-11");
    assert!(served.get("/orders?period=all").text().contains("全部日期"));
    assert_eq!(served.get("/orders?period=soon").status, 422);
    // A list of the kept period has its orders and no others.
    let listed = served.get("/orders?period=7d&shop=甲").text();
    assert_eq!(listed.matches("href=\"/orders/1").count(), 3, "{listed}");
}

#[test]
fn days_without_data_are_not_shown_as_days_without_sales() {
    let shop = Shop::new();
    let day = "2026-01-05 10:00:00";
    shop.file(
        "1768222209_a.csv",
        format!("主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n1,1,1,1.00,{day},{day},已发货\n"),
    );
    assert_eq!(shop.run(["import", "1768222209_a.csv"]).code, 0);
    let served = Served::start(&shop, "zh");
    // What is shown where nothing was chosen are the days that there are.
    let overview = served.get("/").text();
    assert!(overview.contains("2025-12-07 至 2026-01-05（30 天）"), "{overview}");
    assert!(overview.contains("data-part=\"/part/sales?period=2025-12-07..2026-01-05\""), "{overview}");
    let sales = served.get("/reports/sales?period=7d").text();
    assert!(sales.contains("最新的导出是 2026-01-12 的，还没有这段时间的数据"), "{sales}");
    assert!(sales.contains("href=\"/reports/sales?period=2025-12-14..2026-01-12\""), "{sales}");
    let sales = served.get("/reports/sales?period=2026-01").text();
    assert!(sales.contains("2026-01-01 至 2026-01-31（31 天），数据截至 2026-01-12"), "{sales}");
}

#[test]
fn key_figures_are_compared_with_the_days_before_and_a_year_before() {
    let shop = two_shops();
    let served = Served::start(&shop, "zh");
    let part = served.get("/part/sales?period=7d&shop=甲").text();
    let sales = shop.json(["report", "sales", "--shop", "甲", "--period", "7d", "--compare", "previous"]);
    let at = |key: &str| sales["columns"].as_array().expect("columns").iter().position(|column| column == key);
    let cell = |key: &str| &sales["rows"][0][at(key).expect("a column")];
    assert_eq!((cell("amount"), cell("amount_before")), (&"119.00".into(), &"20.00".into()));
    assert!(part.contains("119.00") && part.contains("环比 +495.0%（前一时段 20.00）"), "{part}");
    // A year ago nothing was imported.
    assert!(part.contains("同比未知") && part.contains("没有导入过"), "{part}");
    // Each comparison says what its reader has to know, once.
    let figures = part.split("</section>").next().expect("the key figures");
    assert_eq!((figures.matches("class=\"note\"").count(), figures.matches("没有导入过").count()), (2, 1), "{figures}");
    let all = served.get("/part/sales?period=all&shop=甲").text();
    assert!(all.contains("144.00") && !all.contains("环比"), "{all}");
    // Of several shops the figures are those of all.
    let all = served.get("/part/sales?period=7d&shops=all").text();
    assert!(all.contains("126.00") && all.contains("环比"), "{all}");
}

#[test]
fn a_table_is_sorted_as_a_whole_and_its_totals_stay_below() {
    let shop = two_shops();
    let served = Served::start(&shop, "zh");
    let column = |query: &str| -> Vec<String> {
        let rows = cells(&served.get(&format!("/reports/products?shop=甲&period=all&{query}")).text());
        let at = rows[0].iter().position(|heading| heading == "应付金额").expect("a column");
        rows[1..].iter().map(|row| row[at].clone()).collect()
    };
    assert_eq!(column("sort=amount&order=asc"), ["9.00", "35.00", "100.00", "144.00"]);
    assert_eq!(column("sort=amount&order=desc"), ["100.00", "35.00", "9.00", "144.00"]);
    assert_eq!(column("sort=nothing"), column(""));
    let page = served.get("/reports/products?shop=甲&sort=amount&order=desc").text();
    assert!(page.contains("aria-sort=\"descending\" data-key=\"amount\""), "{page}");
    let (_, foot) = page.split_once("<tfoot>").expect("totals");
    assert!(foot.contains("144.00") && page.matches("<tfoot>").count() == 1, "{foot}");
}

#[test]
fn options_are_those_that_the_report_takes() {
    let shop = two_shops();
    let served = Served::start(&shop, "zh");
    let fields = |report: &str| -> Vec<String> {
        let page = served.get(&format!("/reports/{report}?shop=甲&period=7d")).text();
        let (_, form) = page.split_once("class=\"card noprint\"").unwrap_or_default();
        let form = form.split("</form>").next().unwrap_or_default();
        let named = form.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        named.filter(|name| !["shop", "period"].contains(name)).map(str::to_owned).collect()
    };
    assert_eq!(fields("sales"), ["compare", "basis", "by"]);
    assert_eq!(fields("payouts"), ["on", "commission_rate", "no_estimates"]);
    assert_eq!(fields("reconcile"), Vec::<String>::new());
    let page = served.get("/reports/sales?shop=甲&period=7d&compare=previous").text();
    assert!(page.contains("应付金额（对比期）") && page.contains(">环比（前一时段）</option>"), "{page}");
    // All days have nothing beside them: that is said, and the report shown all the same.
    let all = served.get("/reports/sales?shop=甲&period=all&compare=year");
    assert_eq!(all.status, 200);
    assert!(all.text().contains("全部日期没有可对比的时间段") && all.text().contains("144.00"), "{}", all.text());
}

#[test]
fn files_are_named_by_what_they_hold_and_read_as_the_page_does() {
    let shop = two_shops();
    let served = Served::start(&shop, "zh");
    let (first, last) = (before(7), before(1));
    let name = |path: &str| served.get(path).header("content-disposition").expect("a name").to_owned();
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    assert_eq!(
        name("/reports/products.xlsx?shop=甲&period=7d"),
        format!(
            "attachment; filename=\"products-{first}-{last}.xlsx\"; filename*=UTF-8''{}-{}-{first}{}{last}.xlsx",
            encoded("商品"),
            encoded("甲"),
            encoded("至")
        )
    );
    assert!(name("/reports/products.csv?shops=all&period=7d").contains(&format!("-{}-{first}", encoded("全部店铺"))));
    assert!(name("/reports/today.csv?shop=甲").contains(&format!(
        "{}-{}-{}.csv",
        encoded("待办"),
        encoded("甲"),
        today()
    )));
    // The columns of the file are those of the page, in their order and words.
    let query = "shop=甲&period=7d&by=day&compare=previous";
    let page = cells(&served.get(&format!("/reports/sales?{query}")).text());
    let text = served.get(&format!("/reports/sales.csv?{query}")).text();
    let lines: Vec<Vec<&str>> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(|line| line.split(',').map(|cell| cell.trim_matches('"')).collect())
        .collect();
    assert_eq!(lines[0], page[0]);
    assert_eq!(lines.len(), page.len() - 1, "the page has the totals, too");
    let amount = page[0].iter().position(|heading| heading == "应付金额").expect("a column");
    for (line, row) in lines[1..].iter().zip(&page[1..]) {
        assert_eq!(line[amount], if row[amount] == "—" { "" } else { row[amount].as_str() });
    }
    // The workbook has the notes and the totals on a sheet of their own.
    let mut book =
        Xlsx::new(Cursor::new(served.get(&format!("/reports/sales.xlsx?{query}")).body)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["销售", "说明"]);
    let rows = book.worksheet_range("销售").expect("rows");
    assert_eq!(rows.height(), lines.len());
    let notes = book.worksheet_range("说明").expect("notes");
    let notes: Vec<&Data> = notes.cells().map(|(_, _, cell)| cell).collect();
    let has = |text: &str| notes.iter().any(|cell| cell.to_string().contains(text));
    assert!(has("店铺 甲") && has(&first.to_string()) && has("合计：应付金额") && has("119"), "{notes:?}");
}

#[test]
fn all_shops_are_shown_together_and_side_by_side() {
    let shop = two_shops();
    assert_eq!(shop.run(["shop", "group", "add", "自营", "甲"]).code, 0);
    let mut served = Served::start(&shop, "zh");
    let page = served.get("/reports/sales?shop=甲&period=7d").text();
    assert!(page.contains("<option value=\"all\">全部店铺</option>"), "{page}");
    assert!(page.contains("<option value=\"shop:甲\" selected>甲</option>"), "{page}");
    assert!(page.contains("href=\"/reports/shops?shops=all&amp;period=7d\">店铺对比</a>"), "{page}");
    let rows = cells(&served.get("/reports/shops?shops=all&period=7d").text());
    let shops: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(shops, ["乙", "甲", "合计"]);
    let page = served.get("/reports/sales?shops=all&period=7d").text();
    assert!(page.contains("全部 2 个店铺") && cells(&page)[3].contains(&"126.00".to_owned()), "{page}");
    let group = served.get("/reports/sales?shops=group:自营&period=7d").text();
    assert!(group.contains("分组 自营（1 个店铺）"), "{group}");
    let overview = served.get("/?shops=all&period=7d").text();
    assert!(
        overview.contains("/part/shops?shops=all&amp;period=7d") && overview.contains("全部 2 个店铺"),
        "{overview}"
    );
    // The choice is kept, and the address says it from then on.
    let chosen = served.get("/reports/sales?shops=shop:甲&period=7d");
    assert_eq!(leads_to(&chosen), "/reports/sales?period=7d&shop=%E7%94%B2");
    let cookie = kept(&chosen).join("; ");
    let own = served.cookie.clone();
    served.cookie = format!("{own}; {cookie}");
    for page in ["/orders", "/check/close", "/shops", "/import", "/reports/today"] {
        assert_eq!(leads_to(&served.get(page)), format!("{page}?shop=%E7%94%B2"));
    }
    assert_eq!(served.get("/orders?shop=乙").status, 200);
    served.cookie = format!("{own}; {}", kept(&served.get("/?shops=all&period=7d")).join("; "));
    assert_eq!(leads_to(&served.get("/reports/products")), "/reports/products?shops=all&period=7d");
    // A page about one shop says so, and which it is.
    let orders = served.get(&leads_to(&served.get("/orders"))).text();
    assert!(orders.contains("此页一次只看一个店铺"), "{orders}");
    assert!(orders.contains("<option value=\"shop:乙\" selected>乙</option>"), "{orders}");
    // A choice of what is gone counts for nothing.
    served.cookie = format!("{own}; shopkit-shops=shop%3A%E4%B8%99");
    assert_eq!(served.get("/orders").status, 200);
    // The next start has another name, for which the browser has no cookies, and knows the choices all the same.
    drop(served);
    let next = Served::start(&shop, "zh");
    assert_eq!(leads_to(&next.get("/reports/products")), "/reports/products?shops=all&period=7d");
}

/// Of shops with many lines the answer is loaded after its page.
#[test]
fn an_answer_by_itself_is_that_of_its_page() {
    let shop = two_shops();
    let served = Served::start(&shop, "zh");
    let query = "period=7d&shop=甲&by=day";
    let page = served.get(&format!("/reports/sales?{query}")).text();
    let part = served.get(&format!("/reports/part/sales?{query}")).text();
    let table = |text: &str| {
        let (_, rest) = text.split_once("<table class=\"sheet\"").unwrap_or_else(|| panic!("no table in {text}"));
        rest.split_once("</tbody>").expect("rows").0.to_owned()
    };
    assert_eq!(table(&page), table(&part));
    assert!(!part.contains("<html") && part.contains("店铺 甲"), "{part}");
    let whole = served.get(&format!("/reports/part/sales?{query}&whole=1")).text();
    assert!(whole.contains("<html") && table(&whole).contains("2026"), "{whole}");
    // A heading sorts the page, not the part of it.
    assert!(part.contains("href=\"?period=7d") && !part.contains("/reports/part/"), "{part}");
    assert_eq!(served.get("/reports/part/none").status, 404);
}
