//! The local page in a real browser: what a seller does on it. Where no browser is installed, these tests are skipped and say so;
//! `.ci/run` installs one where it can.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::json;

use crate::browser::browser;
use crate::cdp::Browser;
use crate::overview::stocked;
use crate::served::Served;
use crate::support::{Shop, fixtures, wait_until};

const EXPORT: &str = "sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";

/// Opens the page as the program does, and waits for it.
pub fn opened(program: &Path, served: &Served, heading: &str) -> Browser {
    let mut browser = Browser::start(program);
    browser.open(&served.address);
    browser.wait_for(heading);
    // The token is gone from where it could be seen.
    assert_eq!(browser.eval("location.search"), json!(""));
    browser
}

/// Holds that nothing went wrong on the pages, and that nothing left the machine.
pub fn was_quiet(browser: &Browser, served: &Served) {
    assert_eq!(browser.complaints, Vec::<String>::new());
    stayed_here(browser, served);
}

/// Holds that nothing left the machine.
pub fn stayed_here(browser: &Browser, served: &Served) {
    let own = [served.at("/"), "about:blank".to_owned(), "data:".to_owned()];
    let elsewhere: Vec<&String> =
        browser.asked.iter().filter(|address| own.iter().all(|own| !address.starts_with(own))).collect();
    assert!(elsewhere.is_empty() && !browser.asked.is_empty(), "{elsewhere:?}");
}

/// Makes an export of which a row is rejected.
pub fn broken(shop: &Shop) -> PathBuf {
    let mut content = std::fs::read(fixtures().join(EXPORT)).expect("a fixture");
    content.extend(b"\"\t1\",\"\tnot an id\",\"\t\"\n");
    shop.file("1768222210_broken.csv", content)
}

#[test]
fn files_come_in_by_choice_and_by_drop_and_go_out_again() {
    let Some(program) = browser() else { return };
    let shop = Shop::new();
    let path = shop.copy(EXPORT);
    let broken = broken(&shop);
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    browser.click("main a[href='/import']");
    browser.wait_for("Import");
    browser.choose("input[type=file]", &[&path]);
    browser.click(".drop ~ .row button.main");
    browser.wait("document.querySelector('[data-done]')");
    assert_eq!(browser.eval("document.querySelector('.counts dd').textContent"), json!("36"));
    // By drop, with a row that is rejected; its link leads to the row among all rejected ones.
    browser.click("a[href='/import'].button");
    browser.wait("document.querySelector('.drop') && document.readyState === 'complete'");
    browser.drop_on(".drop", &[&broken]);
    // The only shop is proposed, and nothing is imported before that is confirmed.
    browser.wait_for("Which shop are these files from?");
    assert_eq!(browser.eval("document.querySelector('main [name=shop]').value"), json!("default"));
    browser.click("main form button.main");
    browser.wait("document.querySelector('[data-done]') && document.querySelector('.look')");
    browser.click("a[href^='/imports/2'][href$='#row-39']");
    browser.wait("document.querySelector('tr:has(:target)')?.textContent.includes('39')");
    // And out again.
    browser.eval("document.querySelector('details').open = true");
    browser.click("form[action^='/imports/2/undo'] button");
    browser.wait_for("Import");
    assert_eq!(browser.eval("document.querySelectorAll('.stack tbody tr').length"), json!(1));
    assert_eq!(browser.eval("document.querySelector('.note.good').textContent.includes('was undone')"), json!(true));
    was_quiet(&browser, &served);
}

/// Keeps imports of a database waiting until it is dropped.
fn held_up(shop: &Shop) -> rusqlite::Connection {
    let held = rusqlite::Connection::open(shop.path("test.db")).expect("a database");
    held.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    held
}

#[test]
fn progress_leaves_alone_what_did_not_change() {
    let Some(program) = browser() else { return };
    let shop = Shop::new();
    let path = shop.copy(EXPORT);
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    let held = held_up(&shop);
    browser.click("nav a[href='/import']");
    browser.wait_for("Import");
    browser.choose("input[type=file]", &[&path]);
    browser.click(".drop ~ .row button.main");
    browser.wait("document.querySelector('[data-poll]') && document.readyState === 'complete'");
    // Two files, of which the first is done.
    browser.eval(
        "window.asked = window.fetch; window.rows = 1; window.fetch = async () => new Response(
            `<section id=done><details><summary>more</summary><p>1</p></details></section><section id=runs>${rows}</section>`)",
    );
    browser.wait("document.querySelector('#done summary')");
    browser
        .eval("document.querySelector('#done details').open = true; document.querySelector('#done summary').focus()");
    browser.eval("window.rows = 2");
    browser.wait("document.querySelector('#runs').textContent === '2'");
    assert_eq!(browser.eval("document.querySelector('#done details').open"), json!(true));
    assert_eq!(browser.eval("document.activeElement.matches('#done summary')"), json!(true));
    browser.eval("window.fetch = window.asked");
    drop(held);
    browser.wait("document.querySelector('[data-done]') && !document.querySelector('#done')");
    browser.wait("document.getElementById('said').textContent === 'The import is done'");
    was_quiet(&browser, &served);
}

#[test]
fn what_is_refused_is_told_where_it_was_sent_and_the_last_page_has_its_looks() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let large = shop.file("large.csv", vec![b'x'; 40_000_000]);
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    browser.click("nav a[href='/import']");
    browser.wait_for("导入");
    browser.eval("document.querySelector('.card [name=csrf]').value = 'old'");
    browser.choose("input[type=file]", &[&large]);
    browser.click(".drop ~ .row button.main");
    browser.wait("document.querySelector('.card .note.bad')?.textContent.includes('上次启动')");
    browser.complaints.clear();
    browser.click(".top a[href^='/stop']");
    browser.wait_for("停止 shopkit？");
    browser.click("form[action='/stop'] button");
    browser.wait_for("已停止");
    assert_eq!(browser.eval("getComputedStyle(document.querySelector('.card')).borderTopStyle"), json!("solid"));
    assert!(served.ended());
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn who_waits_for_a_server_that_is_gone_is_told() {
    let Some(program) = browser() else { return };
    let shop = Shop::new();
    let path = shop.copy(EXPORT);
    let mut served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    let _held = held_up(&shop);
    browser.click("nav a[href='/import']");
    browser.wait_for("导入");
    browser.choose("input[type=file]", &[&path]);
    browser.click(".drop ~ .row button.main");
    browser.wait("document.querySelector('[data-poll]') && document.readyState === 'complete'");
    served.kill();
    browser.wait("document.querySelector('[data-poll] > .note.bad')?.textContent.includes('请重新启动')");
    assert_eq!(
        browser.eval("document.getElementById('said').textContent === document.querySelector('.note.bad').textContent"),
        json!(true)
    );
    assert_eq!(browser.eval("document.querySelector('[data-poll] progress')"), json!(null));
}

#[test]
fn orders_are_filtered_and_opened_and_a_report_is_kept() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    browser.wait("!document.querySelector('[aria-busy]')");
    for heading in ["待办", "关键数据", "推广", "商品", "地区", "已导入的日期"] {
        browser.wait(&format!("[...document.querySelectorAll('h2')].some((h2) => h2.textContent === '{heading}')"));
    }
    browser.click("nav a[href='/orders']");
    browser.wait_for("订单");
    browser.click("[data-pick] summary");
    browser.eval("document.querySelector('[name=status][value=待发货]').checked = true");
    browser.click("form[role=search] button");
    browser.wait("location.search.includes('status=') && document.readyState === 'complete'");
    assert_eq!(
        browser.eval(
            "[...document.querySelectorAll('td .tag')].every((tag) => ['待发货', '赠品'].includes(tag.textContent))"
        ),
        json!(true)
    );
    browser.click("tbody a");
    browser.wait("document.querySelector('.timeline')");
    // A report comes as a file that holds what the page shows.
    let folder = shop.path("kept");
    std::fs::create_dir(&folder).expect("a folder");
    browser.open(&served.at("/reports/status"));
    browser.wait_for("订单状态");
    let rows = browser.eval("document.querySelectorAll('tbody tr').length").as_u64().expect("a count");
    browser.call("Page.setDownloadBehavior", &json!({ "behavior": "allow", "downloadPath": folder }));
    browser.click("a[href^='/reports/status.csv']");
    let file = folder.join("订单状态-default-2025-12-29至2026-01-12.csv");
    let ends = std::time::Instant::now() + std::time::Duration::from_mins(1);
    while !file.exists() {
        assert!(std::time::Instant::now() < ends, "no file came");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let text = std::fs::read_to_string(file).expect("a file");
    assert_eq!(text.lines().count() as u64, rows + 1, "{text}");
    was_quiet(&browser, &served);
}

#[test]
fn a_check_is_answered_to_a_verdict_in_both_languages() {
    let Some(program) = browser() else { return };
    for (lang, overview, check, verdict) in
        [("en", "Overview", "Reopen check", "Not yet"), ("zh", "概览", "重新开店检查", "还不能")]
    {
        let shop = Shop::new();
        let served = Served::start(&shop, lang);
        let mut browser = opened(&program, &served, overview);
        browser.click("nav a[href='/check/reopen']");
        browser.wait_for(check);
        browser.open(&served.at("/check/reopen?on=2025-03-01"));
        browser
            .wait("location.search && document.querySelector('form[method=post] [name=\"fact:closure.closed_on\"]')");
        browser.eval("document.querySelector('[name=\"fact:closure.kind\"][value=voluntary]').checked = true");
        browser.eval("document.querySelector('[name=\"fact:closure.closed_on\"]').value = '2024-08-31'");
        browser.eval("document.querySelector('[name=\"fact:closure.deposit_refunded_on\"]').value = '2024-09-03'");
        browser.click("main form[method=post] button.main");
        browser.wait(&format!("document.querySelector('.says')?.textContent === '{verdict}'"));
        browser.wait(
            "document.querySelector('.verdict time').dateTime === '2025-03-04' && document.querySelector('svg.bar .left')",
        );
        was_quiet(&browser, &served);
    }
}

#[test]
fn a_keyboard_is_enough() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let path = shop.copy(EXPORT);
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    browser.tab_to(".skip");
    browser.press("Enter", 13, "\r");
    browser.wait("document.activeElement.id === 'main'");
    browser.open(&served.at("/orders"));
    browser.wait_for("Orders");
    browser.press("/", 191, "/");
    browser.wait("document.activeElement.name === 'q'");
    browser.call("Input.insertText", &json!({ "text": "6926181657396269909" }));
    browser.press("Enter", 13, "\r");
    browser.wait_for("Order 6926181657396269909");
    browser.tab_to("nav a[href='/import']");
    browser.press("Enter", 13, "\r");
    browser.wait_for("Import");
    browser.tab_to("input[type=file]");
    browser.choose("input[type=file]", &[&path]);
    browser.tab_to(".drop ~ .row button.main");
    browser.press("Enter", 13, "\r");
    browser.wait("document.querySelector('[data-done]')");
    browser.tab_to("main a[href='/']");
    browser.press("Enter", 13, "\r");
    browser.wait_for("Overview");
    was_quiet(&browser, &served);
}

/// Answers on a port of its own as a stranger's server would, and keeps the heads of all requests.
fn listening() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            // A browser opens connections that it does not use.
            std::thread::spawn(move || {
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
                    head.extend(byte);
                }
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                let _ = stream.write_all(answer);
                kept.lock().expect("a list").push(String::from_utf8_lossy(&head).to_lowercase());
            });
        }
    });
    (port, heads)
}

#[test]
fn another_port_that_the_browser_visits_gets_nothing_to_ask_with() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    let (port, heads) = listening();
    for name in ["127.0.0.1", "localhost", "another.localhost"] {
        browser.open(&format!("http://{name}:{port}/"));
        let host = format!("host: {name}:{port}");
        wait_until("a visit", || heads.lock().expect("a list").iter().any(|head| head.contains(&host)));
    }
    let heads = heads.lock().expect("a list").concat();
    // Nor the name, with which it could lead the browser to hand the cookie over.
    let secrets = ["cookie:", &served.host, &served.cookie];
    assert!(secrets.iter().all(|secret| !heads.contains(secret)), "{heads}");
}

/// By the program that opens addresses here; other systems have another, which cannot be replaced.
#[cfg(target_os = "linux")]
#[test]
fn the_file_that_the_browser_is_given_leads_on_to_the_page() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let file = crate::page_runs::launched(&shop);
    let mut browser = Browser::start(&program);
    browser.open(&format!("file://{}", file.display()));
    browser.wait_for("Overview");
    assert_eq!(browser.eval("location.href"), json!(served.at("/")));
    assert!(!file.exists());
}
