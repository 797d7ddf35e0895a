//! The first ten minutes of a new seller, as `docs/first-steps.md` tells them: each step in a browser, in both languages. With
//! `SHOPKIT_PICTURES=FOLDER` it makes the pictures of the document.

use std::path::PathBuf;

use serde_json::json;

use crate::browser::browser;
use crate::cdp::Browser;
use crate::page_browser::{opened, was_quiet};
use crate::served::Served;
use crate::support::{Shop, fixtures};

/// What a seller has downloaded: orders, after-sales, commission, settlement and fund flow; each fixture with its name.
const FILES: [(&str, &str); 5] = [
    (
        "sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv",
        "1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv",
    ),
    ("aftersales/first.csv", "1768222210_aftersales.csv"),
    ("commission/first.csv", "1768222211_commission.csv"),
    ("settlement/first.csv", "1768222212_settlement.csv"),
    ("funds/first.csv", "1768222213_funds.csv"),
];

/// The days that the files are of.
const PERIOD: &str = "period=2025-12-29..2026-01-12";

/// Takes pictures of the steps, where they are asked for.
struct Guide {
    browser: Browser,
    lang: &'static str,
    folder: Option<PathBuf>,
}

impl Guide {
    /// Takes a picture of what can be seen, once all of it is there.
    fn step(&mut self, name: &str) {
        self.browser.wait("document.readyState === 'complete' && !document.querySelector('[aria-busy]')");
        if let Some(folder) = &self.folder {
            self.browser.picture(&folder.join(format!("{name}.{}.webp", self.lang)));
        }
    }

    fn goes_to(&mut self, served: &Served, path: &str, selector: &str) {
        self.browser.open(&served.at(path));
        self.browser.wait(&format!("location.href.includes({path:?}) && document.querySelector({selector:?})"));
    }
}

#[test]
fn a_new_seller_gets_from_an_empty_page_to_an_answer() {
    let Some(program) = browser() else { return };
    for (lang, overview, import) in [("en", "Overview", "Import"), ("zh", "概览", "导入")] {
        let shop = Shop::new();
        let bytes = |fixture: &str| std::fs::read(fixtures().join(fixture)).expect("a fixture");
        let paths = FILES.map(|(fixture, name)| shop.file(name, bytes(fixture)));
        let served = Served::start(&shop, lang);
        let folder = std::env::var_os("SHOPKIT_PICTURES").map(PathBuf::from);
        let mut guide = Guide { browser: opened(&program, &served, overview), lang, folder };
        guide.browser.show_as(1100, "light");
        guide.step("1-start");

        guide.browser.click("nav a[href^='/import']");
        guide.browser.wait_for(import);
        guide.step("2-import");
        guide.browser.choose("input[type=file]", &paths.each_ref().map(PathBuf::as_path));
        guide.browser.click(".drop ~ .row button.main");
        guide.browser.wait("document.querySelector('[data-done]')");
        guide.step("3-imported");

        guide.goes_to(&served, &format!("/?{PERIOD}"), ".todo");
        guide.step("4-overview");
        // A figure of what needs doing leads to the orders behind it, of which there are as many.
        guide.browser.click(".todo a[href^='/orders']");
        guide.browser.wait("document.querySelector('table tbody tr')");
        guide.step("5-orders");

        guide.goes_to(&served, &format!("/reports/income?{PERIOD}"), "main svg");
        guide.step("6-income");

        guide.goes_to(&served, "/check/close", "main form");
        guide.step("7-close");
        assert_eq!(guide.browser.eval("document.querySelectorAll('main [role=alert]').length"), json!(0));
        was_quiet(&guide.browser, &served);
    }
}
