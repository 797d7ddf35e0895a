//! The list of orders and the page of one order, as a browser gets them.

use crate::overview::stocked;
use crate::served::Served;
use crate::support::{Shop, between};

/// Returns what a page says between two texts.
fn said<'p>(page: &'p str, start: &'p str, end: &'p str) -> &'p str {
    between(page, start, end).next().unwrap_or_else(|| panic!("no {start} in {page}"))
}

/// Returns the ids of the list in their order.
fn ids(page: &str) -> Vec<String> {
    let links = page.split("<a href=\"/orders/").skip(1).filter_map(|rest| rest.split(['"', '?']).next());
    links.map(str::to_owned).collect()
}

#[test]
fn the_list_says_what_all_of_it_comes_to() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    for (query, args) in [
        ("", &[] as &[&str]),
        ("status=%E5%BE%85%E5%8F%91%E8%B4%A7&status=%E5%B7%B2%E5%8F%91%E8%B4%A7", &["--status", "待发货,已发货"]),
        ("stage=sales&from=2026-01-05", &["--stage", "sales", "--from", "2026-01-05"]),
        ("q=%E4%B9%8C%E9%BE%99+250g", &["--search", "乌龙 250g"]),
        ("province=%E5%B9%BF%E4%B8%9C&promotion=%E6%97%A0", &["--province", "广东", "--promotion", "none"]),
    ] {
        let answer = shop.json(["orders"].iter().chain(args));
        let rows = answer["rows"].as_array().expect("rows");
        let fen = |text: &str| text.replace('.', "").parse::<i64>().expect("fen");
        let sum: i64 = rows.iter().filter_map(|row| row[9].as_str()).map(fen).sum();
        let page = served.get(&format!("/orders?{query}")).text();
        assert!(!rows.is_empty() && page.contains(&format!("data-lines=\"{}\"", rows.len())), "{query}");
        assert_eq!(fen(said(&page, "data-amount=\"", "\"")), sum, "{query}");
    }
}

#[test]
fn headings_sort_both_ways_and_filters_are_taken_out_one_by_one() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let page = served.get("/orders?stage=sales&q=%E4%B9%8C%E9%BE%99").text();
    assert!(page.contains("<th scope=\"col\" aria-sort=\"descending\">"), "{page}");
    let address = |page: &str, key: &str| {
        let (before, _) = page.split_once(&format!("sort={key}")).unwrap_or_else(|| panic!("{key}: {page}"));
        let start = before.rfind("href=\"").expect("a link") + 6;
        page[start..].split('"').next().expect("an address").replace("&amp;", "&")
    };
    // The headings stand behind the filters, whose links keep the order.
    let head = |page: &str| said(page, "<thead>", "</thead>").to_owned();
    let page = head(&page);
    let falling = served.get(&address(&page, "amount")).text();
    let rising = served.get(&address(&head(&falling), "amount")).text();
    assert!(falling.contains("aria-sort=\"descending\"") && rising.contains("aria-sort=\"ascending\""));
    let (mut fallen, risen) = (ids(&falling), ids(&rising));
    fallen.reverse();
    assert!(fallen.len() > 2 && fallen == risen, "{fallen:?} {risen:?}");
    // What is set is said, and each part of it can be taken out.
    let chips =
        said(&served.get("/orders?stage=sales&q=%E4%B9%8C%E9%BE%99").text(), "<ul class=\"chips", "</ul>").to_owned();
    assert!(chips.contains("Sales (paid and not closed)") && chips.contains("乌龙"), "{chips}");
    assert!(chips.contains("/orders?stage=sales\"") && chips.contains("Remove "), "{chips}");
    // The filters that are folded away stay so, and their number is told; the list is what a reader came for.
    let page = served.get("/orders?stage=sales&gift=no&to=2026-01-08").text();
    assert!(page.contains("<details class=\"more\"><summary>More filters (2)</summary>"), "{page}");
    assert!(page.contains("Submitted: Up to 2026-01-08"), "{page}");
}

#[test]
fn a_search_without_hits_says_so_once_and_what_would_help() {
    let shop = stocked();
    for (lang, none, help) in
        [("en", "no matching orders", "Search all days"), ("zh", "没有符合条件的订单", "不限日期再查")]
    {
        let served = Served::start(&shop, lang);
        let page = served.get("/orders?q=%E4%B9%8C%E9%BE%99+nothing&from=2026-01-01&stage=sales").text();
        assert_eq!(page.matches(none).count(), 1, "{page}");
        assert!(page.contains(help) && page.contains("href=\"/orders?q="), "{page}");
        assert!(!page.contains("<tbody>") && !page.contains("rel=\"next\""), "{page}");
    }
    let served = Served::start(&shop, "en");
    let page = served.get("/orders?q=6999999999999999991%0A6999999999999999992").text();
    assert!(page.contains("2 IDs were not found: 6999999999999999991, 6999999999999999992"), "{page}");
}

#[test]
fn chosen_columns_are_kept_and_downloaded_in_their_order() {
    let shop = stocked();
    let mut served = Served::start(&shop, "zh");
    let chosen = served.get("/orders?columns=payable&columns=province&columns=receiver&columns=main_order_id");
    let cookie = chosen.header("set-cookie").expect("a cookie").split(';').next().expect("a value").to_owned();
    // Contact data cannot be chosen.
    assert_eq!(cookie, "shopkit-columns=payable.province.main_order_id");
    served.cookie = format!("{}; {cookie}", served.cookie);
    let page = served.get("/orders").text();
    let head = said(&page, "<thead>", "</thead>");
    let [amount, province, id] = ["应付金额", "省", "主订单编号"]
        .map(|heading| head.find(heading).unwrap_or_else(|| panic!("{heading}: {head}")));
    assert!(amount < province && province < id && !head.contains("推广类型"), "{head}");
    let file = served.get("/orders.csv?from=2026-01-05&to=2026-01-08&stage=paid");
    let name = file.header("content-disposition").expect("a name").to_owned();
    // 订单-default-2026-01-05-2026-01-08.csv
    assert!(name.contains("filename*=UTF-8''%E8%AE%A2%E5%8D%95-default-2026-01-05-2026-01-08.csv"), "{name}");
    let text = file.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert!(lines.len() > 3 && lines[0].matches(',').count() == 2, "{text}");
    // Everything that the export has is one click away, but for contact data.
    let all = served.get("/orders.csv?columns=all").text();
    assert!(all.contains("承诺发货时间") && !all.contains("收件人"), "{all}");
    // A search keeps all of them, and so does the next start, whose name has no cookies.
    let page = served.get("/orders?columns=payable&columns=province&period=all").text();
    let form = said(&page, "<form method=\"get\" action=\"/orders\" role=\"search\"", "</form>");
    for kept in ["payable", "province"] {
        assert!(form.contains(&format!("name=\"columns\" value=\"{kept}\"")), "{kept}: {form}");
    }
    drop(served);
    let served = Served::start(&shop, "zh");
    let again = served.get("/orders?period=all").text();
    assert!(!said(&again, "<thead>", "</thead>").contains("推广类型"), "{again}");
    // The usual ones come back.
    let usual = served.get("/orders?columns=payable&columns=usual");
    assert!(usual.header("set-cookie").expect("a cookie").starts_with("shopkit-columns=usual;"));
    assert!(usual.text().contains("推广类型"));
}

#[test]
fn a_filter_that_is_saved_is_there_after_the_next_start() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let asked = "/orders?stage=sales&gift=no&sort=amount&q=%E4%B9%8C%E9%BE%99&period=all";
    let page = served.get(asked).text();
    let query = said(said(&page, "class=\"saved", "</form>"), "name=\"query\" value=\"", "\"");
    // What was searched for may be of a buyer.
    assert_eq!(query.replace("&amp;", "&"), "stage=sales&gift=no&sort=amount&period=all");
    let sent = |served: &Served, fields: &str| {
        let sent = served.post("/orders/filters", fields);
        assert_eq!((sent.status, sent.header("location")), (303, Some("/orders?q=a")), "{}", sent.text());
    };
    sent(&served, "name=paid+%26+%E6%97%A0&query=stage%3Dsales%26gift%3Dno&back=q%3Da");
    drop(served);
    let served = Served::start(&shop, "en");
    let page = served.get("/orders?period=all").text();
    let saved = said(&page, "class=\"saved", "</ul>");
    assert!(saved.contains("href=\"/orders?stage=sales&amp;gift=no\">paid &amp; 无</a>"), "{saved}");
    // Nothing is set here that could be saved.
    assert!(!page.contains("name=\"query\""), "{page}");
    sent(&served, "name=paid+%26+%E6%97%A0&delete=1&back=q%3Da");
    assert!(!served.get("/orders?period=all").text().contains("class=\"saved"));
}

#[test]
fn a_cleared_filter_shows_all_days_whatever_period_was_chosen_last() {
    let shop = stocked();
    let mut served = Served::start(&shop, "en");
    let chosen = served.get("/orders?period=2026-01-05");
    let cookie = chosen.header("set-cookie").expect("a cookie").split(';').next().expect("a value").to_owned();
    served.cookie = format!("{}; {cookie}", served.cookie);
    // An address that asks for nothing gets the days that were chosen last.
    assert_eq!(served.get("/orders").header("location"), Some("/orders?period=2026-01-05"));
    let page = served.get("/orders?stage=sales&from=2026-01-05&to=2026-01-05").text();
    assert!(page.contains("href=\"/orders?period=all\""), "{page}");
    let totals = served.get("/reports/status?period=all").text();
    let totals = said(&totals, "<tfoot>", "</tfoot>");
    assert!(totals.contains("href=\"/orders?period=all\""), "{totals}");
    // One day alone is where a period begins or ends.
    let location = |path: &str| served.get(path).header("location").map(str::to_owned);
    assert_eq!(location("/orders?first=2026-01-06&last=").as_deref(), Some("/orders?from=2026-01-06"));
    assert_eq!(location("/orders?first=&last=2026-01-06").as_deref(), Some("/orders?to=2026-01-06"));
}

#[test]
fn a_shop_without_orders_is_not_said_to_have_none_that_match() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    let page = served.get("/orders?period=2026-01-05").text();
    assert!(page.contains("href=\"/import\">Import files</a>") && !page.contains("Clear the filter"), "{page}");
}

/// Sub-orders of an order that is one line, and entries that name only an order of several lines.
#[test]
fn entries_stand_at_the_line_that_they_are_of() {
    let shop = Shop::new();
    let head = "主订单编号,子订单编号,选购商品,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态";
    let line =
        |order: &str, line: &str| format!("{order},{line},杯子,1,10.00,2026-01-02 10:00:00,2026-01-02 10:00:01,已完成");
    let rows = [head.to_owned(), line("7000000001", "7000000001"), line("7000000001", "7000000002")];
    let moved = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,子订单号,订单号\n\
                 2026-01-20 08:00:00,4900000001,入账,18.80,聚合账户,货款结算入账,-,7000000001\n";
    for (name, content) in
        [("1768222209_a_orders.csv", &format!("{}\n", rows.join("\n"))), ("1769222209_b_funds.csv", &moved.to_owned())]
    {
        let file = shop.file(name, content);
        let run = shop.run(["import".as_ref(), file.as_os_str()]);
        assert_eq!(run.code, 0, "{}", run.shown());
    }
    let served = Served::start(&shop, "en");
    let page = served.get("/orders/7000000001").text();
    assert_eq!(page.matches("names only the order").count(), 2, "{page}");
    for steps in page.split("<ol class=\"steps\">").skip(1) {
        let steps = steps.split("</ol>").next().expect("steps");
        assert!(!steps.contains("18.80") && !steps.contains("do not have this sub-order"), "{steps}");
    }
}

#[test]
fn an_order_shows_its_life_its_money_and_all_fields_by_names_that_people_read() {
    let shop = stocked();
    for file in ["aftersales/first.csv", "settlement/first.csv"] {
        let name = format!("{}.csv", file.split('/').next().expect("a folder"));
        let path = shop.file(&name, std::fs::read(crate::support::fixtures().join(file)).expect("a fixture"));
        assert_ne!(shop.run(["import".as_ref(), path.as_os_str()]).code, 2);
    }
    let served = Served::start(&shop, "en");
    let settled = shop.json(["sql", "SELECT 子订单号 FROM 结算账单 JOIN 订单 ON 子订单编号 = 子订单号 LIMIT 1"]);
    let id = settled["rows"][0][0].as_str().expect("a settled line").to_owned();
    let page = served.get(&format!("/orders/{id}")).text();
    for said in ["Progress", "Money", "Settled", "Amount payable", "All fields of"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let life = said(&page, "<ol class=\"steps\">", "</ol>");
    assert_eq!(life.matches("<li").count(), 5, "{life}");
    assert!(!page.contains("luban_page_id") && !page.contains("ship_by"), "{page}");
    // A line that waits to be shipped has not been.
    let waiting = shop.json(["orders", "--stage", "to-ship", "--limit", "1"]);
    let id = waiting["rows"][0][2].as_str().expect("a line").to_owned();
    let page = served.get(&format!("/orders/{id}")).text();
    let life = said(&page, "<ol class=\"steps\">", "</ol>");
    assert!(life.matches("not yet").count() == 3 && life.contains("promised to ship by"), "{life}");
    for buyer in shop.buyers() {
        assert!(!page.contains(&buyer), "{buyer}");
    }
}
