//! The data on the local page: restoring a backup, renaming a shop, sample data, stopping, and coming back after a restart.

use crate::overview::stocked;
use crate::served::{Answer, Served};
use crate::support::{Shop, between};

/// Sends a file to an address.
fn sent(served: &Served, path: &str, name: &str, content: &[u8]) -> Answer {
    served.upload_to(path, &served.csrf, &[("file", Some(name), content)])
}

fn lines(shop: &Shop) -> usize {
    shop.json(["orders"])["rows"].as_array().expect("rows").len()
}

#[test]
fn a_backup_is_checked_shown_and_then_takes_the_place() {
    for lang in ["en", "zh"] {
        let shop = stocked();
        assert_eq!(shop.run(["db", "backup", "kept.db"]).code, 0);
        let backup = std::fs::read(shop.path("kept.db")).expect("a file");
        let full = lines(&shop);
        assert_eq!(shop.run(["imports", "undo", "2", "--yes"]).code, 0);
        let fewer = lines(&shop);
        assert!(fewer < full);
        let served = Served::start(&shop, lang);
        assert!(served.get("/data").text().contains("action=\"/data/restore\""));
        let page = sent(&served, "/data/restore", "kept.db", &backup);
        let page = page.header("location").expect("a page").to_owned();
        let asked = served.get(&page).text();
        // Both are shown, and nothing is changed before that is confirmed.
        for number in [full, fewer] {
            assert!(asked.contains(&format!("<td>{number}</td>")), "{number}: {asked}");
        }
        assert!(asked.contains("kept.db") && !asked.contains("uploads"), "{asked}");
        assert_eq!(lines(&shop), fewer);
        let done = served.post(&page, "");
        assert_eq!(done.status, 200, "{}", done.text());
        let kept: Vec<String> = std::fs::read_dir(shop.path(""))
            .expect("a folder")
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with("test.db.replaced-"))
            .collect();
        assert!(kept.len() == 1 && done.text().contains(&kept[0]), "{kept:?} {}", done.text());
        assert_eq!(lines(&shop), full);
        // The page goes on with the data of the backup, and what was there is whole.
        assert!(served.get("/import").text().contains("#2</a>"));
        let old = shop.json(["orders", "--db", &kept[0]]);
        assert_eq!(old["rows"].as_array().expect("rows").len(), fewer);
        assert_eq!(served.post(&page, "").status, 404);
    }
}

#[test]
fn what_is_no_backup_changes_nothing() {
    let shop = stocked();
    let before = shop.orders();
    let served = Served::start(&shop, "en");
    assert_eq!(shop.run(["db", "backup", "kept.db"]).code, 0);
    let backup = std::fs::read(shop.path("kept.db")).expect("a file");
    let mut damaged = backup.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 8192].fill(0xAA);
    for (name, content, said) in [
        ("text.db", b"not a database".as_slice(), "is not a backup of shopkit"),
        ("damaged.db", &damaged, "is damaged"),
        ("half.db", &backup[..backup.len() / 2], "damaged"),
    ] {
        let refused = sent(&served, "/data/restore", name, content);
        let text = refused.text();
        assert!(refused.status == 422 && text.contains(said) && text.contains(name), "{name}: {text}");
        // It stays in its form, and names the file as the reader does.
        assert!(text.contains("action=\"/data/restore\"") && text.contains("aria-invalid=\"true\""), "{text}");
        let why = between(&text, "<div class=\"note bad\"", "</div>").chain(between(&text, "class=\"refused\"", "<"));
        let why: String = why.collect();
        assert!(why.matches(name).count() == 2 && !why.contains("uploads"), "{why}");
    }
    assert_eq!(shop.orders(), before);
    assert!(std::fs::read_dir(shop.path("test.db-serve/uploads")).expect("a folder").next().is_none());
}

#[test]
fn nothing_is_restored_while_another_program_uses_the_database() {
    let shop = stocked();
    assert_eq!(shop.run(["db", "backup", "kept.db"]).code, 0);
    let backup = std::fs::read(shop.path("kept.db")).expect("a file");
    let served = Served::start(&shop, "en");
    let page = sent(&served, "/data/restore", "kept.db", &backup).header("location").expect("a page").to_owned();
    let held = rusqlite::Connection::open(shop.path("test.db")).expect("a database");
    held.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let refused = served.post(&page, "");
    assert!(refused.status == 409 && refused.text().contains("nothing was changed"), "{}", refused.text());
    drop(held);
    // The backup still waits, and the page still works.
    assert_eq!(served.get("/orders").status, 200);
    assert_eq!(served.post(&page, "").status, 200);
}

#[test]
fn the_command_restores_too() {
    let shop = stocked();
    let full = shop.orders();
    assert_eq!(shop.run(["db", "backup", "kept.db"]).code, 0);
    assert_eq!(shop.run(["imports", "undo", "2", "--yes"]).code, 0);
    let done = shop.run(["db", "restore", "kept.db", "--yes"]);
    assert!(
        done.code == 0 && done.err.contains("is kept as") && done.err.contains("test.db.replaced-"),
        "{}",
        done.shown()
    );
    assert_eq!(shop.orders(), full);
    // Who is asked is told what the backup holds.
    assert!(shop.run(["db", "restore", "kept.db", "--db", "other.db"]).err.contains("Sub-orders: "));
    let told = shop.json(["db", "restore", "kept.db", "--yes", "--db", "new.db"]);
    assert!(told["kept_as"].is_null() && told["lines"].as_u64().is_some_and(|lines| lines > 0), "{told}");
    for (file, said) in [("none.db", "no such file"), ("test.db", "in use")] {
        let refused = shop.run(["db", "restore", file, "--yes"]);
        assert!(refused.code == 2 && refused.err.contains(said), "{}", refused.shown());
    }
    // What was replaced has buyers' data, and is found when these are deleted.
    let purged = shop.run(["db", "purge", "--contacts", "--yes"]);
    assert!(purged.err.contains("test.db.replaced-") || purged.out.contains("test.db.replaced-"), "{}", purged.shown());
}

#[test]
fn a_shop_gets_another_name_unless_that_is_taken() {
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    served.import(&[("shop", "B")], &[("1768222209_b.csv", crate::page_import::small(7).as_bytes())]);
    assert!(served.get("/shops?shop=B").text().contains("action=\"/shops/rename?shop=B\""));
    let taken = served.post("/shops/rename?shop=B", "old=B&new=default");
    assert!(taken.status == 422 && taken.text().contains("default"), "{}", taken.text());
    assert_eq!(served.post("/shops/rename?shop=B", "old=B&new=+").status, 422);
    let renamed = served.post("/shops/rename?shop=B", "old=B&new=%E6%97%97%E8%88%B0%E5%BA%97+");
    assert_eq!(renamed.header("location"), Some("/shops?shop=%E6%97%97%E8%88%B0%E5%BA%97"));
    let list = served.get("/shops?shop=%E6%97%97%E8%88%B0%E5%BA%97").text();
    assert!(list.contains("旗舰店") && !list.contains(">B<"), "{list}");
    assert_eq!(served.post("/shops/rename", "old=none&new=x").status, 404);
}

#[test]
fn the_days_until_settlement_are_stated_where_reports_ask_for_them() {
    let shop = stocked();
    let settled = shop.copy("settlement/first.csv");
    assert_ne!(shop.run(["import".as_ref(), settled.as_os_str()]).code, 2);
    let served = Served::start(&shop, "zh");
    let asked = "请在“店铺”页填写结算天数";
    let report = served.get("/reports/payouts").text();
    assert!(report.contains(asked) && !report.contains("settlement.days"), "{report}");
    let sent = served.post("/shops/settlement?shop=default", "of=default&settlement_days=7");
    assert_eq!(sent.header("location"), Some("/shops?shop=default"));
    assert!(served.get("/shops?shop=default").text().contains("name=\"settlement_days\" value=\"7\""));
    let report = served.get("/reports/payouts").text();
    assert!(report.contains("7 天是本店填写的结算天数") && !report.contains(asked), "{report}");
    let refused = served.post("/shops/settlement?shop=default", "of=default&settlement_days=0");
    assert!(refused.status == 422 && refused.text().contains("value=\"0\""), "{}", refused.text());
    // An empty field says that nobody knows.
    assert_eq!(served.post("/shops/settlement?shop=default", "of=default&settlement_days=").status, 303);
    assert!(served.get("/reports/payouts").text().contains(asked));
    assert_eq!(served.post("/shops/settlement", "of=none&settlement_days=7").status, 404);
}

/// Reads the page at an address of another start of the same program.
fn read(port: u16, host: &str, path: &str, cookie: &str) -> String {
    use std::io::{Read as _, Write as _};

    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn an_empty_database_shows_how_to_begin_and_sample_data_of_another_database() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    let empty = served.get("/").text();
    for step in
        ["Export your orders", "Import the file", "See what to do", "action=\"/sample\"", "the main account with"]
    {
        assert!(empty.contains(step), "{step}: {empty}");
    }
    let go = served.post("/sample", "").text();
    // Where a page names no icon, browsers ask for one that is not there.
    assert!(go.contains("<link rel=\"icon\""), "{go}");
    let (_, rest) = go.split_once("url=http://").expect("an address");
    let address = rest.split('"').next().expect("an end").to_owned();
    let (host, token) = address.split_once('/').expect("a path");
    let port: u16 = host.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    assert_ne!(host, served.host);
    let let_in = read(port, host, &format!("/{token}"), "");
    let cookie = let_in.lines().find_map(|line| line.strip_prefix("set-cookie: ")).expect("a cookie").to_owned();
    let cookie = cookie.split(';').next().expect("a value");
    // Every page of it says what it is and leads back, and it has orders where the own data have none.
    for path in ["/", "/orders", "/import", "/data", "/rules", "/reports/income", "/nothing"] {
        let page = read(port, host, path, cookie);
        assert!(page.contains("Sample data") && page.contains("href=\"/sample/back\""), "{path}: {page}");
    }
    assert!(read(port, host, "/orders", cookie).contains("/orders/69"));
    assert!(!served.get("/orders").text().contains("/orders/69"));
    assert!(!served.get("/").text().contains("Sample data:"));
    let back = read(port, host, "/sample/back", cookie);
    assert!(back.contains(&format!("location: http://{}/?token=", served.host)), "{back}");
    // Asked for again, it is the same one; and its data go with the program.
    assert!(served.post("/sample", "").text().contains(host));
    let folder = read(port, host, "/data", cookie);
    let (_, rest) = folder.split_once("<code>").expect("a path");
    let folder = std::path::Path::new(rest.split('<').next().expect("an end")).parent().expect("a folder").to_owned();
    assert!(folder.join("sample.db").exists());
    assert_eq!(served.post("/stop", "").status, 200);
    assert!(served.ended());
    assert!(!folder.exists());
    assert!(shop.json(["orders"])["rows"].as_array().is_none_or(Vec::is_empty));
}

#[test]
fn whoever_stops_the_sample_data_stops_all_of_it() {
    let shop = Shop::new();
    let served = Served::start(&shop, "zh");
    // The button is on every page, and asks before anything stops.
    for path in ["/", "/orders", "/check/close", "/nothing"] {
        assert!(served.get(path).text().contains("href=\"/stop"), "{path}");
    }
    let asked = served.get("/stop").text();
    assert!(asked.contains("停止 shopkit？") && asked.contains("不停止"), "{asked}");
    assert_eq!(served.get("/").status, 200);
    assert!(served.post("/stop", "").text().contains("shopkit 已停止"));
    assert!(served.ended());
}

#[test]
fn an_address_of_an_earlier_start_says_how_to_get_in_again() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    // A later start answers at the port of the last one, where that is free.
    let (earlier, port) = (served.host.clone(), served.port);
    drop(served);
    let served = Served::start(&shop, "en");
    assert_eq!(served.port, port);
    let ask = |host: &str, lang: &str| {
        let head = format!(
            "GET /orders HTTP/1.1\r\nHost: {host}\r\nAccept: text/html,*/*\r\nAccept-Language: {lang}\r\nConnection: close\r\n\r\n"
        );
        served.raw(head.as_bytes()).expect("an answer")
    };
    for (lang, again, tag) in
        [("en-US,en;q=0.9", "Start the program again", "en"), ("zh-CN,zh;q=0.9", "重新启动 shopkit", "zh-CN")]
    {
        for (host, status) in [(served.host.as_str(), 403), (&earlier, 421)] {
            let answer = ask(host, lang);
            let text = answer.text();
            assert!(
                answer.status == status && text.contains(again) && text.contains(&format!("lang=\"{tag}\"")),
                "{text}"
            );
            // It gives nothing away, and loads nothing.
            assert!(!text.contains(&served.host) && !text.contains("token=") && !text.contains("<a "), "{text}");
            assert!(!text.contains("<script") && !text.contains("/assets/"), "{text}");
        }
    }
}
