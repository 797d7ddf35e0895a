//! Sample data and backups in a real browser: nothing of the samples reaches the seller's own data, and a backup is shown before it
//! takes their place.

use serde_json::json;

use crate::browser::browser;
use crate::overview::stocked;
use crate::page_browser::{opened, was_quiet};
use crate::page_import::small;
use crate::served::Served;
use crate::support::Shop;

#[test]
fn sample_data_are_marked_on_every_page_and_stay_apart() {
    let Some(program) = browser() else { return };
    let shop = Shop::new();
    let dropped = shop.file("1768400000_b.csv", small(7));
    let served = Served::start(&shop, "zh");
    let mut browser = opened(&program, &served, "概览");
    browser.click("form[action='/sample'] button");
    browser.wait("document.readyState === 'complete' && document.querySelector('.sample') && location.search === ''");
    let sample = browser.eval("location.origin").as_str().expect("an address").to_owned();
    assert_ne!(sample, served.at(""));
    // Every page of the menu is marked, has something to show, and says which way leads back.
    let pages = browser.eval("[...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))");
    let pages: Vec<&str> = pages.as_array().expect("a list").iter().filter_map(|page| page.as_str()).collect();
    assert!(pages.len() > 7, "{pages:?}");
    for page in pages.into_iter().chain(["/orders/6926181657396269909", "/reports/income", "/nothing"]) {
        browser.open(&format!("{sample}{page}"));
        browser.wait(&format!(
            "location.pathname === new URL({}, location).pathname && document.readyState === 'complete' && document.querySelector('.sample')",
            json!(page)
        ));
        browser.wait("!document.querySelector('[aria-busy]')");
        assert_eq!(browser.eval("document.querySelector('.sample').checkVisibility()"), json!(true), "{page}");
        assert_eq!(browser.eval("document.querySelector('form[action=\"/sample\"]')"), json!(null), "{page}");
    }
    // A file that is dropped there is the samples' too.
    browser.open(&format!("{sample}/import"));
    browser.wait_for("导入");
    browser.drop_on("h1", &[&dropped]);
    browser.wait("location.pathname.startsWith('/import/waiting/') && document.querySelector('main form button.main')");
    browser.click("main form button.main");
    browser.wait("document.querySelector('[data-done]')");
    browser.click(".sample a");
    browser.wait("document.readyState === 'complete' && !document.querySelector('.sample') && document.querySelector('form[action=\"/sample\"]')");
    assert_eq!(browser.eval("location.origin"), json!(served.at("")));
    assert!(shop.json(["orders"])["rows"].as_array().is_none_or(Vec::is_empty));
    // The page that is not there is the only thing that the browser was refused.
    let refused = browser.complaints.iter().filter(|line| !line.contains("status of 404")).collect::<Vec<_>>();
    assert!(refused.is_empty(), "{refused:?}");
    browser.complaints.clear();
    browser.asked.retain(|address| !address.starts_with(&sample));
    was_quiet(&browser, &served);
}

#[test]
fn a_backup_is_shown_before_it_takes_the_place_of_the_data() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    assert_eq!(shop.run(["db", "backup", "kept.db"]).code, 0);
    let full = shop.orders();
    assert_eq!(shop.run(["imports", "undo", "2", "--yes"]).code, 0);
    let fewer = shop.orders();
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    browser.click("nav a[href^='/data']");
    browser.wait_for("Data");
    let field = "form[action^='/data/restore'] input[type=file]";
    // What is no backup is told in its form, and the present data stay.
    browser.choose(field, &[&shop.file("notes.db", "no database")]);
    browser.click("form[action^='/data/restore'] button");
    browser.wait(
        "document.querySelector('.note.bad')?.textContent.includes('notes.db') && document.readyState === 'complete'",
    );
    assert_eq!(shop.orders(), fewer);
    browser.complaints.clear();
    browser.choose(field, &[&shop.path("kept.db")]);
    browser.click("form[action^='/data/restore'] button");
    browser.wait("document.querySelector('table.versus') && document.readyState === 'complete'");
    assert_eq!(shop.orders(), fewer);
    // Whoever changes their mind has changed nothing.
    browser.click("main a[href^='/data']");
    browser.wait_for("Data");
    assert_eq!(shop.orders(), fewer);
    browser.choose(field, &[&shop.path("kept.db")]);
    browser.click("form[action^='/data/restore'] button");
    browser.wait("document.querySelector('table.versus') && document.readyState === 'complete'");
    browser.click("form[action^='/data/restore/'] button");
    browser.wait("document.querySelector('.note.good[role=status]')");
    let kept = browser.eval("document.querySelector('main code').textContent").as_str().expect("a file").to_owned();
    assert!(shop.path(&kept).exists() && kept.contains("test.db.replaced-"), "{kept}");
    assert_eq!(shop.orders(), full);
    browser.click("main a.main");
    browser.wait_for("Overview");
    browser.wait("!document.querySelector('[aria-busy]') && document.querySelector('.todo a[href^=\"/orders\"]')");
    was_quiet(&browser, &served);
}
