//! The first ten minutes by the keyboard alone: first start, import, what is to be shipped, a report, a check.

use crate::browser::browser;
use crate::cdp::Browser;
use crate::page_browser::{opened, was_quiet};
use crate::served::Served;
use crate::support::Shop;

const EXPORT: &str = "sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";

/// Goes to a link or a button by Tab and presses Enter.
fn enter(browser: &mut Browser, selector: &str) {
    browser.wait("document.readyState === 'complete' && !document.querySelector('[aria-busy]')");
    browser.tab_to(selector);
    browser.press("Enter", 13, "\r");
}

#[test]
fn the_way_from_the_first_start_to_a_check_needs_no_mouse() {
    let Some(program) = browser() else { return };
    let shop = Shop::new();
    let path = shop.copy(EXPORT);
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    enter(&mut browser, "main a[href='/import']");
    browser.wait_for("Import");
    // The dialog that Enter opens on the field belongs to the system.
    browser.tab_to("input[type=file]");
    browser.choose("input[type=file]", &[&path]);
    enter(&mut browser, ".drop ~ .row button.main");
    browser.wait("document.querySelector('[data-done]')");
    enter(&mut browser, "main a[href='/']");
    browser.wait_for("Overview");
    // What is to be shipped, and one of the orders; the list says how many the figure counts.
    browser.wait("!document.querySelector('[aria-busy]')");
    browser.tab_to(".todo a[href^='/orders']");
    let orders = browser.eval("document.activeElement.textContent");
    browser.press("Enter", 13, "\r");
    browser.wait_for("Orders");
    assert_eq!(browser.eval("document.querySelector('.sum').dataset.orders"), orders);
    enter(&mut browser, "tbody a[href^='/orders/']");
    browser.wait("document.readyState === 'complete' && document.querySelector('.steps')");
    // What was earned in a period of one's own.
    enter(&mut browser, "nav a[href^='/reports']");
    browser.wait_for("Reports");
    enter(&mut browser, "main a[href^='/reports/income']");
    browser.wait_for("Income");
    enter(&mut browser, ".period a[href*='period=all']");
    browser.wait("location.search.includes('period=all') && document.readyState === 'complete'");
    browser.wait("document.querySelector('main figure') && document.querySelector('.sheet tbody tr')");
    // A check, with an answer to its first question.
    enter(&mut browser, "nav a[href^='/check/close']");
    browser.wait_for("Close check");
    browser.tab_to("main form[method=post] [name='fact:shop.business']");
    browser.press(" ", 32, " ");
    browser.wait("document.activeElement.checked");
    let answer = browser.eval("document.activeElement.value");
    enter(&mut browser, "main form[method=post] button.main");
    browser.wait(&format!(
        "document.readyState === 'complete' && document.querySelector('.says') && \
         document.querySelector('[name=\"fact:shop.business\"]:checked')?.value === {answer}",
    ));
    was_quiet(&browser, &served);
}
