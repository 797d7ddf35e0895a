//! The charts of the page in a real browser: by mouse and by keyboard, on a wide screen and on a phone.

use serde_json::json;

use crate::browser::browser;
use crate::cdp::Browser;
use crate::overview::stocked;
use crate::page_browser::{opened, was_quiet};
use crate::served::Served;

const TIP: &str = "document.querySelector('.tip')?.textContent ?? ''";

/// Moves the mouse over what a selector finds.
fn hover(browser: &mut Browser, selector: &str) {
    let place = browser.eval(&format!(
        "(() => {{ const slot = document.querySelector({}); slot.scrollIntoView({{ block: 'center' }}); \
         const box = slot.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height - 3] }})()",
        json!(selector)
    ));
    browser.call("Input.dispatchMouseEvent", &json!({ "type": "mouseMoved", "x": place[0], "y": place[1] }));
}

/// Touches what a selector finds.
fn tap(browser: &mut Browser, selector: &str) {
    let place = browser.eval(&format!(
        "(() => {{ const part = document.querySelector({}); part.scrollIntoView({{ block: 'center' }}); \
         const box = part.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }})()",
        json!(selector)
    ));
    let point = json!([{ "x": place[0], "y": place[1] }]);
    browser.call("Input.dispatchTouchEvent", &json!({ "type": "touchStart", "touchPoints": point }));
    browser.call("Input.dispatchTouchEvent", &json!({ "type": "touchEnd", "touchPoints": [] }));
}

#[test]
fn a_touch_shows_the_values_and_the_next_one_leads_to_the_orders() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    browser.show_as(375, "light");
    browser.call("Emulation.setTouchEmulationEnabled", &json!({ "enabled": true }));
    browser.open(&served.at("/reports/sales"));
    browser.wait("document.querySelector('[data-part] .chart a.slot[href^=\"/orders\"]')");
    let named = |at: usize| format!("document.querySelectorAll('.chart a.slot')[{at}].getAttribute('aria-label')");
    let count = browser.eval("document.querySelectorAll('.chart a.slot').length").as_u64().expect("a count");
    assert!(count > 5, "{count}");
    browser.eval("document.querySelectorAll('.chart a.slot').forEach((slot, at) => slot.classList.add(`at-${at}`))");
    for at in [4, 1] {
        tap(&mut browser, &format!(".chart .at-{at}"));
        browser.wait(&format!("({TIP}) === {}", named(at)));
        let inside = "(() => { const box = document.querySelector('.tip').getBoundingClientRect();
            return box.left >= 0 && box.right <= innerWidth })()";
        assert_eq!(browser.eval(inside), json!(true));
        assert_eq!(browser.eval("location.pathname"), json!("/reports/sales"));
    }
    // A touch elsewhere takes the values away, and the column has to be touched twice again.
    tap(&mut browser, "main h1");
    browser.wait("!document.querySelector('.tip')");
    tap(&mut browser, ".chart .at-1");
    browser.wait(&format!("({TIP}) === {}", named(1)));
    let shown = browser.eval(TIP);
    tap(&mut browser, ".chart .at-1");
    browser.wait(
        "location.pathname === '/orders' && document.readyState === 'complete' && document.querySelector('.sum')",
    );
    // The list has the day and the amount that were read.
    let amount = browser.eval("document.querySelector('.sum').dataset.amount");
    let shown = shown.as_str().expect("a text").replace(',', "");
    assert!(shown.contains(amount.as_str().expect("an amount")), "{shown}: {amount}");
    was_quiet(&browser, &served);
}

#[test]
fn columns_answer_the_mouse_and_the_keyboard() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    browser.open(&served.at("/reports/hours"));
    browser.wait("document.querySelector('.chart .slot[tabindex=\"0\"]')");
    let values: Vec<String> = shop.json(["report", "hours"])["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| format!("{}:00: {}", row[0], row[3].as_str().expect("money")))
        .collect();
    let first = values[0].clone();
    let hour: usize = first.split(':').next().and_then(|hour| hour.parse().ok()).expect("an hour");
    // The mouse.
    hover(&mut browser, &format!(".chart .slot:nth-of-type({})", hour + 1));
    browser.wait(&format!("{TIP} === {}", json!(first)));
    browser.call("Input.dispatchMouseEvent", &json!({ "type": "mouseMoved", "x": 1, "y": 1 }));
    browser.wait("!document.querySelector('.tip')");
    // The keyboard: one stop, then from column to column.
    browser.tab_to(".chart .slot");
    browser.wait(&format!("{TIP}.startsWith('0:00')"));
    for _ in 0..hour {
        browser.press("ArrowRight", 39, "");
    }
    browser.wait(&format!("{TIP} === {}", json!(first)));
    assert_eq!(browser.eval("document.activeElement.getAttribute('aria-label')"), json!(first));
    browser.press("End", 35, "");
    browser.wait(&format!("{TIP}.startsWith('23:00')"));
    browser.press("ArrowRight", 39, "");
    assert!(browser.eval(TIP).as_str().expect("a text").starts_with("23:00"));
    browser.press("Home", 36, "");
    browser.wait(&format!("{TIP}.startsWith('0:00')"));
    assert_eq!(browser.eval("document.querySelectorAll('.chart .slot[tabindex=\"0\"]').length"), json!(1));
    browser.press("Escape", 27, "");
    browser.wait("!document.querySelector('.tip')");
    browser.tab_to("main a");
    assert_eq!(browser.eval("document.activeElement.closest('.chart')"), json!(null));
    was_quiet(&browser, &served);
}

#[test]
fn several_rows_are_walked_up_and_down_and_charts_may_come_later() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    browser.open(&served.at("/reports/hours?by=weekday"));
    browser.wait("document.querySelector('.chart .slot[tabindex=\"0\"]')");
    browser.tab_to(".chart .slot");
    browser.press("ArrowDown", 40, "");
    browser.press("ArrowRight", 39, "");
    let row = "[...document.querySelectorAll('.chart .slots')].indexOf(document.activeElement.parentElement)";
    assert_eq!(browser.eval(row), json!(1));
    browser.wait(&format!("{TIP}.startsWith('1 时')"));
    browser.press("ArrowUp", 38, "");
    assert_eq!(browser.eval(row), json!(0));
    // The sales over time are fetched after the page.
    browser.open(&served.at("/reports/sales"));
    browser.wait("document.querySelector('[data-part] .chart .slot[tabindex=\"0\"]')");
    browser.tab_to(".chart .slot");
    browser.wait(&format!("{TIP}.startsWith('2026-01-')"));
    was_quiet(&browser, &served);
}

#[test]
fn charts_fit_every_screen() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    for width in [375, 1440, 1920] {
        browser.show_as(width, "light");
        for report in ["products", "hours", "hours?by=weekday", "income", "regions?by=day", "traffic"] {
            browser.open(&served.at(&format!("/reports/{report}")));
            browser.wait("document.readyState === 'complete' && document.querySelector('.chart')");
            let wide = "document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll('.chart, .chart text, .chart .value')]\
                .some((part) => part.getBoundingClientRect().right > innerWidth)";
            assert_eq!(browser.eval(wide), json!(false), "{report} at {width}");
        }
    }
    was_quiet(&browser, &served);
}
