//! The local page: what it answers to a browser that was let in.

use std::collections::BTreeSet;

use calamine::Reader;

use crate::overview::stocked;
use crate::served::Served;
use crate::support::{Shop, fixtures};

const ORDER: &str = "6926181657396269909";

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).expect("a fixture")
}

/// Finds what only a reader of the command line understands: options, and the command with what it does.
fn commands(text: &str) -> Vec<&str> {
    const COMMANDS: &[&str] = &[
        "check", "db", "export", "import", "imports", "inspect", "order", "orders", "report", "rules", "serve", "shop",
        "sql",
    ];
    let options =
        text.match_indices("--").filter(|(at, _)| text[at + 2..].starts_with(|c: char| c.is_ascii_lowercase()));
    let commands = text.match_indices("shopkit ").filter(|(at, _)| {
        let word = text[at + 8..].split(|c: char| !c.is_ascii_lowercase()).next();
        word.is_some_and(|word| COMMANDS.contains(&word))
    });
    options.chain(commands).map(|(at, _)| text[at..].split(['<', '\n']).next().unwrap_or_default()).collect()
}

#[test]
fn every_page_stands_and_tells_nothing_of_buyers() {
    let shop = stocked();
    let buyers = shop.buyers();
    assert!(buyers.len() > 20);
    for lang in ["en", "zh"] {
        let served = Served::start(&shop, lang);
        let (mut seen, mut next) = (BTreeSet::new(), vec!["/".to_owned(), format!("/orders/{ORDER}")]);
        while let Some(path) = next.pop() {
            if !seen.insert(path.clone()) || seen.len() > 150 {
                continue;
            }
            let answer = served.get(&path);
            // The second start knows the period of the first.
            if let Some(whole) = answer.header("location").filter(|whole| whole.contains("period=")) {
                next.push(whole.to_owned());
                continue;
            }
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
            assert!(
                answer.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'"))
            );
            if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/")) {
                continue;
            }
            let text = answer.text();
            if !path.starts_with("/assets/") {
                assert_eq!(commands(&text), Vec::<&str>::new(), "{path}");
            }
            for buyer in &buyers {
                assert!(!text.contains(buyer.as_str()), "{path} tells {buyer}");
            }
            let found = [" href=\"", " src=\"", " data-part=\""].into_iter().flat_map(|mark| text.split(mark).skip(1));
            for address in found.filter_map(|rest| rest.split('"').next()) {
                assert!(address.starts_with(['/', '#', '?']), "{path} leads to {address}");
                let address = address.split('#').next().unwrap_or_default().replace("&amp;", "&");
                // A table in another order has nothing else in it.
                if !address.is_empty() && !address.contains("backup") && !address.contains("sort=") {
                    next.push(address);
                }
            }
        }
        for path in
            ["/import", "/orders", "/reports/reconcile", "/check/close", "/check/reopen", "/rules", "/shops", "/data"]
        {
            assert!(seen.iter().any(|known| known.split('?').next() == Some(path)), "{path} is not to be found");
        }
    }
}

#[test]
fn the_shop_that_was_chosen_is_kept_by_every_link() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    // More products and days than a table of the overview shows.
    let mut rows =
        "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n".to_owned();
    let first: chrono::NaiveDate = "2025-08-01".parse().expect("a day");
    for (id, day) in (1..=150).zip(first.iter_days()) {
        rows.push_str(&format!("{id}9999,{id}9999,商品{id},{id},1,10.00,{day} 10:00:00,{day} 10:00:01,已发货\n"));
    }
    let done = served.import(&[("shop", "B & C")], &[("1768222209_b.csv", rows.as_bytes())]).text();
    let kept = "shop=B+%26+C";
    for (page, report, days) in
        [("/?", "coverage", ""), ("/part/products?from=2025-08-01&", "products", "from=2025-08-01&amp;")]
    {
        let text = served.get(&format!("{page}{kept}")).text();
        let link = format!("to see all: <a href=\"/reports/{report}?{days}{kept}\"");
        assert!(text.contains(&link), "{text}");
    }
    let links = |text: &str| -> Vec<String> {
        let found = [" href=\"", "method=\"post\" action=\"", " data-part=\"", " data-poll=\""]
            .map(|mark| text.split(mark).skip(1));
        found
            .into_iter()
            .flatten()
            .filter_map(|rest| rest.split('"').next())
            .map(|link| link.replace("&amp;", "&"))
            .collect()
    };
    let (mut seen, mut next) = (BTreeSet::new(), vec![format!("/?{kept}")]);
    next.extend(links(&done).into_iter().filter(|link| link.contains("/imports/3?")));
    while let Some(path) = next.pop() {
        if !seen.insert(path.clone()) || seen.len() > 80 {
            continue;
        }
        let answer = served.get(&path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        if !answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            continue;
        }
        for link in links(&answer.text()).into_iter().filter(|link| link.starts_with('/')) {
            // The form of saved filters leads back to the address that it has with it.
            let has_none = ["/assets/", "/language", "/data/backup.db", "/stop", "/orders/filters"];
            // The list of shops leads to each of them, and every page to all of them side by side.
            if has_none.iter().any(|path| link.starts_with(path))
                || link.starts_with("/reports/shops?shops=all")
                || path.starts_with("/shops") && link.contains("shop=default")
            {
                continue;
            }
            assert!(link.contains(kept), "{path} leads to {link}");
            let is_form = ["/undo", "/forget", "/rename", "/settlement", "/purge", "/data/check", "/data/restore"]
                .iter()
                .any(|end| link.contains(end));
            // Other periods and orders of rows have the same links.
            let is_variant = link.contains("sort=") || link.contains("period=") && !link.starts_with("/part/");
            if is_form || is_variant {
                continue;
            }
            next.push(link.split('#').next().unwrap_or_default().to_owned());
        }
    }
    for page in ["/part/products", "/imports/3", "/orders/", "/check/close", "/reports/sales"] {
        assert!(seen.iter().any(|known| known.starts_with(page)), "{page} is not to be found");
    }
    // Before and after there is such a shop, nothing leads to it.
    for path in [format!("/data?{}", kept.replace('B', "D")), "/rules?shop=none".to_owned()] {
        let text = served.get(&path).text();
        assert!(text.contains("href=\"/orders\""), "{path}: {text}");
    }
    let undone = served.post(&format!("/imports/3/undo?{kept}"), "");
    assert_eq!(undone.header("location"), Some("/import?undone=3"));
}

#[test]
fn a_file_is_imported_its_rejects_are_told_and_it_is_taken_out_again() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    assert!(served.get("/").text().contains("No orders yet"));
    let export = "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
    let mut text = String::from_utf8(fixture(&format!("sub-order-csv/{export}"))).expect("UTF-8");
    text.push_str("\"\t1\",\"\tnot an id\",\"\t\"\n");
    let done =
        served.import(&[("shop", "旗舰 <店>")], &[(export, text.as_bytes()), ("../../b.txt", b"nothing")]).text();
    assert!(done.contains("imported #1") && done.contains("row 39") && done.contains("#row-39\""), "{done}");
    assert!(done.contains("Nothing was imported.") && done.contains("b.txt") && !done.contains("uploads"), "{done}");
    let import = served.get("/imports/1").text();
    assert!(import.contains("id=\"row-39\"") && import.contains(&format!("<dd>{export}</dd>")), "{import}");
    assert!(served.get("/imports/1.csv").text().contains("39"));
    // The time of the export is in the file's own name.
    assert!(import.contains("2026-01-12 20:50:09"));
    assert!(
        served.get("/orders").text().contains("旗舰 &lt;店&gt;")
            || served.get("/shops").text().contains("旗舰 &lt;店&gt;")
    );
    assert_eq!(served.post("/imports/1/undo", "").header("location"), Some("/import?undone=1"));
    let undone = served.get("/import?undone=1").text();
    assert!(
        undone.contains("no files have been imported yet") && undone.contains("its rows are taken out (36 new)"),
        "{undone}"
    );
    assert!(undone.contains("旗舰 &lt;店&gt; has no data any more"), "{undone}");
    // Nothing of what was sent stays behind.
    let uploads = shop.path("test.db-serve/uploads");
    let is_empty = || std::fs::read_dir(&uploads).expect("a folder").next().is_none();
    while !is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    // A preview stores nothing.
    let tried = served.import(&[("trial", "1")], &[(export, text.as_bytes())]).text();
    assert!(tried.contains("preview"), "{tried}");
    assert!(served.get("/import").text().contains("no files have been imported yet"));
}

#[test]
fn orders_are_paged_through_in_their_order_and_none_is_left_out() {
    let shop = stocked();
    let wanted = shop.json(["orders"]);
    let wanted: Vec<&str> = wanted["rows"].as_array().expect("rows").iter().filter_map(|row| row[1].as_str()).collect();
    let served = Served::start(&shop, "en");
    for (query, filter) in [
        ("", vec![]),
        ("status=%E5%BE%85%E5%8F%91%E8%B4%A7", vec!["--status", "待发货"]),
        ("sort=amount&order=asc", vec!["--sort", "amount"]),
    ] {
        let expected = shop.json(["orders"].into_iter().chain(filter));
        let expected: Vec<String> = expected["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .filter_map(|row| row[1].as_str().map(str::to_owned))
            .collect();
        let (mut found, mut path) = (Vec::new(), format!("/orders?{query}"));
        loop {
            let page = served.get(&path).text();
            let ids = page.split("<a href=\"/orders/").skip(1).filter_map(|rest| rest.split(['"', '?']).next());
            found.extend(ids.map(str::to_owned));
            let Some((_, rest)) = page.split_once("rel=\"next\" href=\"") else { break };
            path = rest.split('"').next().expect("an address").replace("&amp;", "&");
        }
        assert_eq!(found, expected, "{query}");
    }
    assert!(wanted.len() > 50);
    // Who looks for an id gets that order.
    assert!(served.get(&format!("/orders?q={ORDER}")).header("location").is_some_and(|to| to.contains(ORDER)));
}

#[test]
fn reports_are_those_of_the_command() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    // The page has headings for people, and columns in the order that it shows.
    let column = |text: &str, heading: &str| -> Vec<String> {
        let mut lines = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let at = lines.headers().expect("headings").iter().position(|known| known == heading).expect("a column");
        lines.records().map(|line| line.expect("a line")[at].to_owned()).collect()
    };
    for (path, args, columns) in [
        (
            "/reports/sales.csv?by=day",
            ["export", "sales", "a.csv", "--by", "day"].as_slice(),
            [("Period", "period"), ("Amount", "amount")],
        ),
        (
            "/reports/products.csv",
            &["export", "products", "a.csv"],
            [("Product ID", "product_id"), ("Sub-orders", "lines")],
        ),
        (
            "/reports/promotion.csv?commission_rate=20%25",
            &["export", "promotion", "a.csv", "--commission-rate", "20%"],
            [("Amount", "amount"), ("Sub-orders", "lines")],
        ),
    ] {
        assert_eq!(shop.run(args).code, 0);
        let exported = std::fs::read_to_string(shop.path("a.csv")).expect("a file");
        for (heading, key) in columns {
            assert_eq!(column(&served.get(path).text(), heading), column(&exported, key), "{path} {heading}");
        }
    }
    let book = served.get("/reports/status.xlsx");
    let name = book.header("content-disposition").expect("a name");
    assert!(
        name.starts_with("attachment; filename=\"status-2025-12-29-2026-01-12.xlsx\"; filename*=UTF-8''"),
        "{name}"
    );
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(book.body)).expect("a workbook");
    let cells = &book.worksheets()[0].1;
    assert_eq!(cells.get_value((0, 0)), Some(&calamine::Data::String("Status".to_owned())));
    assert_eq!(served.get("/reports/sales?from=nonsense").status, 422);
    assert_eq!(served.get("/reports/nothing").status, 404);
}

#[test]
fn a_check_asks_until_it_knows_and_keeps_what_was_said() {
    let shop = Shop::new();
    for (lang, unknown, not_yet) in [("en", "Not known yet", "Not yet"), ("zh", "还不能判断", "还不能")] {
        let served = Served::start(&shop, lang);
        let page = served.get("/check/reopen?on=2025-03-01").text();
        assert!(
            page.contains(&format!("<p class=\"says\">{unknown}</p>")) && page.contains("fact:closure.closed_on"),
            "{page}"
        );
        let said =
            "fact:closure.kind=voluntary&fact:closure.closed_on=2024-08-31&fact:closure.deposit_refunded_on=2024-09-03";
        let kept = served.post("/check/reopen?on=2025-03-01", said);
        assert_eq!(kept.header("location"), Some("/check/reopen?on=2025-03-01"));
        let page = served.get("/check/reopen?on=2025-03-01").text();
        assert!(page.contains(&format!("<p class=\"says\">{not_yet}</p>")), "{page}");
        assert!(page.contains("2025-03-04") && page.contains("<svg class=\"bar\""));
        let calendar = served.get("/check/reopen.ics?on=2025-03-01").text();
        assert!(
            calendar.starts_with("BEGIN:VCALENDAR") && calendar.contains("DTSTART;VALUE=DATE:20250304"),
            "{calendar}"
        );
        // What cannot be true is refused in words, and what was said before stays.
        for wrong in
            ["fact:closure.deposit_paid=no", "fact:closure.closed_on=2199-01-01", "fact:closure.closed_on=soon"]
        {
            let refused = served.post("/check/reopen?on=2025-03-01", wrong);
            let text = refused.text();
            let alert =
                text.split_once("role=\"alert\">").and_then(|(_, rest)| rest.split_once("</div>")).expect("an alert").0;
            assert!(refused.status == 422 && !alert.contains("closure."), "{alert}");
            assert_eq!(commands(&text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(served.get("/check/reopen?on=2025-03-01").text(), page);
        // What contradicts later is told where it can be taken back, and one is.
        let early = served.get("/check/reopen?on=2024-01-01").text();
        assert!(early.contains("role=\"alert\"") && !early.contains("= 2024"), "{early}");
        assert_eq!(served.post("/check/reopen?on=2024-01-01", "fact:closure.kind=unknown").status, 303);
        // Every fact of the check can be said.
        assert!(page.matches("name=\"fact:closure.kind\"").count() > 1 && !page.contains("other_value"), "{page}");
        assert_eq!(shop.run(["shop", "history"]).out.lines().filter(|line| line.contains("reopen")).count(), 1);
        assert_eq!(served.post("/shops/forget", "shop=default").header("location"), Some("/shops"));
        assert!(served.get("/check/reopen").text().contains(unknown));
    }
}

#[test]
fn nothing_that_an_order_says_becomes_a_part_of_the_page() {
    const HOSTILE: &str = "</td><script>alert(1)</script><img src=x onerror='alert(2)'>\u{202e}";
    let shop = Shop::new();
    let served = Served::start(&shop, "zh");
    let rows = format!(
        "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,订单应付金额,订单提交时间,支付完成时间,订单状态,售后状态,省,达人昵称,达人ID,\"{HOSTILE}\"\n\
         1,1,\"{HOSTILE}\",\"{HOSTILE}\",1,7,10.00,2026-01-01 10:00:00,2026-01-01 10:00:01,\"{HOSTILE}\",\"{HOSTILE}\",\"{HOSTILE}\",\"{HOSTILE}\",8,\"{HOSTILE}\"\n\
         2,2,\"{HOSTILE}\",b,\"{HOSTILE}\",7,10.00,2026-01-01 10:00:00,,待发货,-,省,,,\n"
    );
    let name = "</h2><script>alert(3)</script>.csv";
    let mut pages = vec![served.import(&[("shop", HOSTILE)], &[(&name.replace('"', ""), rows.as_bytes())]).text()];
    for path in [
        "/",
        "/import",
        "/imports/1",
        "/orders",
        "/orders/1",
        "/orders?q=%3Cscript%3Ealert(4)%3C/script%3E",
        "/shops",
        "/reports/products",
        "/reports/regions",
        "/reports/status",
        "/reports/creators",
        "/reports/today",
        "/part/today",
        "/part/products",
        "/part/regions",
        "/part/sales",
        "/check/close",
        "/check/reopen",
        "/orders/%3Cscript%3Ealert(5)%3C%2Fscript%3E",
    ] {
        pages.push(served.get(path).text());
    }
    assert!(pages.iter().any(|page| page.contains("&lt;script&gt;")));
    for page in pages {
        assert!(!page.contains("<script>") && !page.contains("<img src=x") && !page.contains("</td><script"), "{page}");
    }
}

#[test]
fn many_files_come_at_once_and_too_many_are_refused_as_that() {
    let shop = Shop::new();
    let served = Served::start(&shop, "zh");
    let files: Vec<(String, String)> = (0..150)
        .map(|number| {
            let row = format!("{number},{number},1,10.00,2026-01-01 10:00:00\n");
            (format!("{number}.csv"), format!("主订单编号,子订单编号,商品数量,订单应付金额,订单提交时间\n{row}"))
        })
        .collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let done = served.import(&[], &files).text();
    assert_eq!(done.matches("<section aria-label=\"").count(), 150);
    assert!(done.contains("150 个文件：150 个已导入"), "{done}");
    assert_eq!(shop.json(["orders"])["rows"].as_array().expect("rows").len(), 150);
    let many = vec![("modified", None, b"1".as_slice()); 5000];
    let refused = served.upload(&served.csrf, &many);
    assert!(refused.status == 413 && refused.text().contains("请分几次导入"), "{}", refused.text());
}

#[test]
fn refusals_are_pages_in_the_readers_language() {
    let shop = stocked();
    for (lang, words) in [
        (
            "en",
            [
                "the first day, 2026-02-01, is after the last",
                "a day such as",
                "check the name",
                "load the page again",
                "4 GiB",
                "at least one file",
            ],
        ),
        ("zh", ["开始日期 2026-02-01 在", "日期，如", "检查店铺名", "请重新载入", "4 GiB", "至少一个文件"]),
    ] {
        let served = Served::start(&shop, lang);
        let too_large = format!(
            "POST /import HTTP/1.1\r\nHost: {0}\r\nCookie: {1}\r\nOrigin: http://{0}\r\n\
             Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 99999999999\r\n\r\n",
            served.host, served.cookie
        );
        let refused = [
            (422, served.get("/reports/sales?from=2026-02-01&to=2026-01-01")),
            (422, served.get("/orders?from=nonsense")),
            (404, served.get("/reports/sales?shop=none")),
            (403, served.upload("old", &[("file", Some("a.csv"), b"a")])),
            (413, served.raw(too_large.as_bytes()).expect("an answer")),
            (422, served.upload(&served.csrf, &[])),
        ];
        for ((status, answer), words) in refused.iter().zip(words) {
            let text = answer.text();
            assert_eq!(answer.status, *status, "{text}");
            assert!(text.contains("<nav") && text.contains("class=\"note bad\""), "{text}");
            assert!(text.contains(&words.replace('"', "&quot;")), "{words}: {text}");
            assert_eq!(commands(&text), Vec::<&str>::new(), "{text}");
        }
        // What is said of a file is as plain.
        let done = served.import(&[], &[("a.csv", b"nothing")]).text();
        assert!(done.contains("role=\"alert\""), "{done}");
        assert_eq!(commands(&done), Vec::<&str>::new(), "{done}");
    }
}

#[test]
fn the_language_is_chosen_and_leads_nowhere_else() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let chosen = served.post("/language", "to=zh&back=/rules");
    assert_eq!(chosen.header("location"), Some("/rules"));
    assert!(chosen.header("set-cookie").is_some_and(|cookie| cookie.starts_with("shopkit-lang=zh;")));
    for elsewhere in ["//evil.example", "https://evil.example", "/%5Cevil.example", "", "/%0d%0aX: y"] {
        let to = served.post("/language", &format!("to=zh&back={elsewhere}"));
        assert!(to.header("x").is_none());
        assert!(matches!(to.header("location"), Some("/") | None), "{elsewhere}: {}", to.head);
    }
}

#[test]
fn buyers_data_go_when_that_is_said_twice() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let with_receiver = || {
        let told = shop.json(["sql", "SELECT count(收件人) FROM 订单", "--show-pii"]);
        told["rows"][0][0].as_i64().expect("a number")
    };
    let lines = shop.json(["orders"])["rows"].as_array().expect("rows").len();
    assert!(with_receiver() > 0);
    // Whole orders are never all of them by mistake.
    let refused = served.post("/data/purge", "what=orders&sure=1");
    assert!(refused.status == 422 && refused.text().contains("name a shop or a day"), "{}", refused.text());
    assert_eq!(served.post("/data/purge", "what=all").status, 422);
    let asked = served.post("/data/purge", "what=contacts&hashes=1").text();
    assert!(asked.contains("Delete for good") && asked.contains("name=\"hashes\" value=\"1\""), "{asked}");
    assert!(with_receiver() > 0);
    let done = served.post("/data/purge", "what=contacts&hashes=1&sure=1").text();
    assert!(done.contains("No trace of it is left"), "{done}");
    assert_eq!(with_receiver(), 0);
    assert_eq!(shop.json(["orders"])["rows"].as_array().expect("rows").len(), lines);
    served.post("/data/purge", "what=orders&before=2100-01-01&sure=1");
    assert_eq!(shop.json(["orders"])["rows"].as_array().expect("rows").len(), 0);
}
