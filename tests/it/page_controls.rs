//! The controls of the local page in a real browser: sorting, the period, and the choice of shops.

use serde_json::json;

use crate::browser::browser;
use crate::cdp::Browser;
use crate::page_browser;
use crate::served::Served;
use crate::support::Shop;

/// A shop of this name with an order for each amount; one has no amount.
fn import(shop: &Shop, name: &str, amounts: &[&str]) {
    let mut text =
        "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n".to_owned();
    for (id, amount) in amounts.iter().enumerate() {
        text.push_str(&format!(
            "{name}{id},{name}{id},货{id},{id},1,{amount},2026-01-0{} 10:00:00,2026-01-05 10:00:05,已发货\n",
            id + 1
        ));
    }
    let text = text.replace('甲', "7000").replace('乙', "8000");
    let file = shop.file(&format!("1768222209_{name}.csv"), text);
    assert_eq!(shop.run(["import", "--shop", name, file.to_str().expect("a path")]).code, 0);
}

fn opened(served: &Served, path: &str, heading: &str) -> Option<Browser> {
    let program = browser()?;
    let mut browser = page_browser::opened(&program, served, "概览");
    browser.open(&served.at(path));
    browser.wait_for(heading);
    browser.wait("document.readyState === 'complete'");
    Some(browser)
}

/// The amounts of a table from above.
const AMOUNTS: &str = "(() => { const at = document.querySelector('th[data-key=amount]').cellIndex;
    return [...document.querySelectorAll('.sheet tbody tr, .sheet tfoot tr')].map((row) => row.cells[at].textContent).join(' ') })()";

#[test]
fn a_heading_sorts_by_click_and_by_key() {
    let shop = Shop::new();
    import(&shop, "甲", &["9.00", "100.00", "", "20.00"]);
    let served = Served::start(&shop, "zh");
    let Some(mut browser) = opened(&served, "/reports/products", "商品") else { return };
    browser.eval("window.same = true");
    browser.click("th[data-key=amount] a");
    assert_eq!(browser.eval(AMOUNTS), json!("100.00 20.00 9.00 — 129.00，另有 1 个子订单未知"));
    assert_eq!(browser.eval("document.querySelector('th[data-key=amount]').ariaSort"), json!("descending"));
    browser.tab_to("th[data-key=amount] a");
    browser.press("Enter", 13, "\r");
    browser.wait("document.querySelector('th[data-key=amount]').ariaSort === 'ascending'");
    assert_eq!(browser.eval(AMOUNTS), json!("9.00 20.00 100.00 — 129.00，另有 1 个子订单未知"));
    assert_eq!(browser.eval("document.querySelectorAll('[aria-sort]').length"), json!(1));
    assert_eq!(browser.eval("document.getElementById('said').textContent"), json!("应付金额 从小到大"));
    // It was sorted in place, and is sorted so again by the server.
    assert_eq!(browser.eval("window.same && location.search"), json!("?sort=amount&order=asc"));
    browser.open(&served.at("/reports/products?sort=amount&order=asc"));
    browser.wait("!window.same && document.readyState === 'complete'");
    assert_eq!(browser.eval(AMOUNTS), json!("9.00 20.00 100.00 — 129.00，另有 1 个子订单未知"));
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn the_header_and_the_first_column_stay_in_sight() {
    let shop = Shop::new();
    import(&shop, "甲", &["9.00", "100.00", "1.00", "20.00"]);
    let served = Served::start(&shop, "zh");
    let Some(mut browser) = opened(&served, "/reports/products", "商品") else { return };
    let device = json!({ "width": 375, "height": 400, "deviceScaleFactor": 1, "mobile": false });
    browser.call("Emulation.setDeviceMetricsOverride", &device);
    browser.wait("innerWidth === 375");
    // The page itself does not scroll sideways, the frame of the table does.
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
        json!(true)
    );
    browser.eval("window.frame = document.querySelector('.scroll:has(.sheet)'); frame.style.height = '6rem'; frame.scrollTo(120, 60)");
    browser.wait("frame.scrollLeft === 120 && frame.scrollTop > 20");
    let stuck = "(() => { const box = frame.getBoundingClientRect();
        const row = [...document.querySelectorAll('.sheet tbody tr')].at(-1);
        const head = document.querySelectorAll('.sheet thead th')[3].getBoundingClientRect();
        return [Math.abs(row.cells[0].getBoundingClientRect().left - box.left) < 2, Math.abs(head.top - box.top) < 2,
            row.cells[1].getBoundingClientRect().left < box.left + 120] })()";
    assert_eq!(browser.eval(stuck), json!([true, true, true]));
}

#[test]
fn a_period_is_one_click_and_stays() {
    let shop = Shop::new();
    import(&shop, "甲", &["9.00"]);
    let served = Served::start(&shop, "zh");
    let Some(mut browser) = opened(&served, "/", "概览") else { return };
    browser.click(".period a[href*='last-month']");
    browser.wait("location.search === '?period=last-month' && document.readyState === 'complete'");
    browser.click("nav a[href^='/orders']");
    browser.wait_for("订单");
    browser.wait("document.querySelector('.period [aria-current]').textContent === '上月'");
    // Two dates of one's own, from the keyboard.
    browser.click(".own summary");
    browser.eval("document.querySelector('[name=first]').focus()");
    browser.press("Escape", 27, "");
    browser.wait("!document.querySelector('.own').open");
    browser.click(".own summary");
    browser.eval("document.querySelector('[name=first]').value = '2026-01-01'; document.querySelector('[name=last]').value = '2026-01-11'");
    browser.click(".own button");
    browser.wait("location.search === '?period=2026-01-01..2026-01-11' && document.readyState === 'complete'");
    assert_eq!(browser.eval("document.querySelector('.days').textContent"), json!("2026-01-01 至 2026-01-11（11 天）"));
    // Another visit of another page, which was not told.
    browser.open(&served.at("/reports/sales"));
    browser.wait_for("销售");
    browser.wait("document.querySelector('.period .chosen') && location.search === '?period=2026-01-01..2026-01-11'");
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn a_choice_counts_at_once_and_the_focus_stays() {
    let shop = Shop::new();
    import(&shop, "甲", &["9.00", "1.00"]);
    import(&shop, "乙", &["7.00"]);
    let served = Served::start(&shop, "zh");
    let Some(mut browser) = opened(&served, "/reports/sales?shop=甲&period=2026-01", "销售") else { return };
    assert_eq!(browser.eval("document.querySelector('[data-at-once] button').hidden"), json!(true));
    browser.eval(
        "const list = document.querySelector('[name=by]'); list.focus(); list.value = 'day';
        list.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    browser.wait("location.search.includes('by=day') && document.readyState === 'complete'");
    browser.wait("document.activeElement.name === 'by'");
    assert_eq!(browser.eval(AMOUNTS), json!("9.00 1.00 10.00"));
    browser.eval(
        "const list = document.querySelector('[name=shops]'); list.focus(); list.value = 'all';
        list.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    browser.wait("location.search.includes('shops=all') && document.readyState === 'complete'");
    assert_eq!(browser.eval(AMOUNTS), json!("7.00 9.00 1.00 17.00"));
    browser.wait("document.querySelector('main header p').textContent.includes('全部 2 个店铺')");
    browser.open(&served.at("/reports/products"));
    browser.wait_for("商品");
    browser.wait("location.search.includes('shops=all')");
    assert_eq!(browser.complaints, Vec::<String>::new());
}
