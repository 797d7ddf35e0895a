//! Filters and columns of the list of orders that a seller keeps, in a real browser: they are used, deleted, and there again after a
//! restart of the program.

use serde_json::json;

use crate::browser::browser;
use crate::cdp::Browser;
use crate::overview::stocked;
use crate::page_browser::{opened, was_quiet};
use crate::served::Served;

/// The headings of the list from the left.
const HEADINGS: &str =
    "[...document.querySelectorAll('main thead th')].map((cell) => cell.textContent.trim()).join(' ')";

/// How many lines match, as the list says.
const LINES: &str = "document.querySelector('.sum').dataset.lines";

fn orders(browser: &mut Browser, served: &Served) {
    browser.open(&served.at("/orders"));
    browser.wait_for("订单");
}

/// Waits for a list whose address has a text.
fn arrives(browser: &mut Browser, text: &str) {
    browser.wait(&format!(
        "document.readyState === 'complete' && location.search.includes({}) && document.querySelector('.sum')",
        json!(text)
    ));
}

#[test]
fn a_filter_is_kept_over_a_restart_until_it_is_deleted() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let waiting = shop.json(["orders", "--status", "待发货"])["rows"].as_array().expect("rows").len().to_string();
    let mut served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    orders(&mut browser, &served);
    // A search may name a buyer, so that it is no part of what is saved.
    browser.click("[data-pick] summary");
    browser.eval("document.querySelector('[name=status][value=待发货]').checked = true");
    browser.eval("document.querySelector('[name=q]').value = '羽绒服'");
    browser.click("form[role=search] button");
    arrives(&mut browser, "q=");
    let found = browser.eval(LINES);
    browser.eval("document.querySelector('.saved input[name=name]:not([type=hidden])').value = '待发 & <b>急</b>'");
    browser.click(".saved form:has([name=query]) button");
    let shown = "document.querySelector('.saved .one a')?.textContent";
    browser.wait(&format!("document.readyState === 'complete' && {shown} === '待发 & <b>急</b>'"));
    // The list is as it was, search and all.
    assert_eq!(browser.eval(LINES), found);
    assert_eq!(browser.eval("document.querySelector('[name=q]').value"), json!("羽绒服"));
    for _ in 0..2 {
        orders(&mut browser, &served);
        browser.click(".saved .one a");
        arrives(&mut browser, "status=");
        assert_eq!(browser.eval(LINES), json!(waiting));
        assert_eq!(browser.eval("document.querySelector('[name=q]').value"), json!(""));
        was_quiet(&browser, &served);
        // The next start has another name, and so another browser's memory.
        drop(served);
        served = Served::start(&shop, "zh");
        browser = opened(&program, &served, "概览");
    }
    orders(&mut browser, &served);
    browser.click(".saved .one button");
    browser.wait(
        "document.readyState === 'complete' && document.querySelector('.sum') && !document.querySelector('.saved')",
    );
    was_quiet(&browser, &served);
    drop(served);
    let served = Served::start(&shop, "zh");
    assert!(!served.get("/orders").text().contains("class=\"saved"));
}

#[test]
fn columns_keep_their_order_through_a_search_a_sort_and_a_restart() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    orders(&mut browser, &served);
    browser.click("[data-columns] summary, .columns-of-list summary");
    browser.eval(
        "for (const box of document.querySelectorAll('[name=columns][type=checkbox]'))
            box.checked = ['main_order_id', 'payable', 'province'].includes(box.value)",
    );
    // The province is moved to the front, by the keyboard too.
    browser.eval("document.querySelector('li:has([value=province]) button').focus()");
    for _ in 0..40 {
        browser.press("Enter", 13, "\r");
    }
    assert_eq!(browser.eval("document.querySelector('[data-columns] li input').value"), json!("province"));
    browser.click("[data-columns] button.main");
    arrives(&mut browser, "columns=");
    let chosen = browser.eval(HEADINGS);
    let chosen = chosen.as_str().expect("headings");
    assert!(chosen.starts_with('省') && chosen.matches(' ').count() == 2, "{chosen}");
    // A search, a filter and a sort keep all of them, and so does what is only an address.
    browser.eval("document.querySelector('[name=q]').value = '乌龙'");
    browser.click("form[role=search] button");
    arrives(&mut browser, "q=");
    assert_eq!(browser.eval(HEADINGS), json!(chosen));
    browser.click("thead a[href*='sort=amount']");
    arrives(&mut browser, "sort=amount");
    let letters = "(text) => text.replace(/[^\\u4e00-\\u9fff ]/g, '')";
    let same = format!("({letters})({HEADINGS}) === ({letters})({})", json!(chosen));
    assert_eq!(browser.eval(&same), json!(true), "{chosen}");
    browser.open(&served.at("/orders"));
    browser.wait_for("订单");
    assert_eq!(browser.eval(HEADINGS), json!(chosen));
    was_quiet(&browser, &served);
    drop(served);
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    orders(&mut browser, &served);
    assert_eq!(browser.eval(HEADINGS), json!(chosen));
    was_quiet(&browser, &served);
}
