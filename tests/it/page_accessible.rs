//! Every page as people with other eyes and hands use it: held to axe-core at three widths and in both colour schemes, in the
//! browser. `.ci/axe` fetches axe-core; without it, or without a browser, these tests are skipped and say so.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::browser::browser;
use crate::cdp::Browser;
use crate::overview::stocked;
use crate::page_browser::{broken, stayed_here};
use crate::served::Served;
use crate::support::{Shop, skip};

const WIDTHS: [u32; 3] = [375, 1440, 1920];
const SCHEMES: [&str; 2] = ["light", "dark"];

/// What goes with the orders, so that no report is empty.
const FILES: &[&str] = &["settlement/first.csv", "funds/later.csv", "aftersales/later.csv", "commission/later.csv"];

/// Lists everything on the page that axe-core finds fault with; each with the rule and the element.
const AUDIT: &str = "axe.run(document, { resultTypes: ['violations'], preload: false, ...ONLY }).then((found) =>
    found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.any[0]?.message ?? rule.help} ${node.html.slice(0, 160)}`)))";

/// Finds what can be clicked or filled in, and keeps what Tab has reached and whether the focus could be seen on it. One button of
/// a group of choices stands for all, as one column stands for all of a chart, since arrows lead on; a day has several fields, so
/// Tab stops at it more than once.
const CONTROLS: &str = "
    window.reached = new Set();
    window.unseen = new Set();
    window.controls = () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.type !== 'hidden');
    window.passed = () => {
        const one = document.activeElement;
        if (one === document.body) return window.reached.size === 0;
        window.reached.add(one);
        const style = getComputedStyle(one);
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) window.unseen.add(one);
        return true;
    };
    window.leads = (one) => one.matches('.chart .slot[tabindex=\"-1\"]')
        && window.reached.has(one.closest('.chart').querySelector('.slot[tabindex=\"0\"]'));
    window.left = () => {
        const groups = new Set([...window.reached].filter((one) => one.type === 'radio').map((one) => one.name));
        const shown = (text) => (one) => `${text}: ${one.outerHTML.slice(0, 120)}`;
        return [
            ...controls().filter((one) => !window.reached.has(one) && !groups.has(one.name) && !window.leads(one)).map(shown('not reached')),
            ...[...window.unseen].map(shown('focus not seen')),
        ];
    };
    0";

/// Opens all that is folded away.
const UNFOLD: &str = "for (const folded of document.querySelectorAll('main details')) folded.open = true; 0";

/// Returns the script of axe-core.
fn axe() -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/axe-core/axe.min.js");
    let script = std::fs::read_to_string(path).ok();
    if script.is_none() {
        skip("a test of who can read pages, since there is no axe-core (.ci/axe fetches it)");
    }
    script
}

/// Holds pages to axe-core.
struct Audit {
    browser: Browser,
    axe: String,
    served: Served,
    /// What it found fault with.
    faults: Vec<String>,
    /// How often it looked.
    looks: usize,
    /// How many pages it asked for that are refused.
    refused: usize,
}

impl Audit {
    /// Starts the page of a shop and a browser; nothing where there is none.
    fn start(shop: &Shop, lang: &str) -> Option<Self> {
        let (program, axe) = (browser()?, axe()?);
        let served = Served::start(shop, lang);
        let mut browser = Browser::start(&program);
        browser.open(&served.address);
        browser.wait("document.readyState === 'complete' && document.querySelector('h1')");
        Some(Self { browser, axe, served, faults: Vec::new(), looks: 0, refused: 0 })
    }

    /// Opens a page and looks at it.
    fn open(&mut self, path: &str) {
        let address = self.served.at(path);
        self.browser.open(&address);
        self.browser
            .wait(&format!("location.href.startsWith({}) && document.readyState === 'complete'", json!(address)));
        self.look(path);
    }

    /// Opens a page and looks at it with all open that is folded away.
    fn unfolded(&mut self, path: &str) {
        self.goes_to(path, "h1");
        self.browser.eval(UNFOLD);
        self.look(&format!("{path} unfolded"));
    }

    /// Opens a page and waits for what a selector finds.
    fn goes_to(&mut self, path: &str, selector: &str) {
        let address = self.served.at(path);
        self.browser.open(&address);
        self.arrives(&format!(
            "location.href.startsWith({}) && document.querySelector({})",
            json!(address),
            json!(selector)
        ));
    }

    /// Waits for a page.
    fn arrives(&mut self, expression: &str) {
        self.browser.wait(&format!("document.readyState === 'complete' && {expression}"));
    }

    /// Looks at the page that is open, in every way that it is shown.
    fn look(&mut self, name: &str) {
        self.browser.wait("!document.querySelector('[aria-busy]')");
        let script = self.axe.clone();
        self.browser.eval(&format!("{script};0"));
        for width in WIDTHS {
            for scheme in SCHEMES {
                self.browser.show_as(width, scheme);
                // Only the colours differ between the schemes.
                let only = if scheme == SCHEMES[0] { "{}" } else { "{ runOnly: ['color-contrast'] }" };
                let found = self.browser.eval_later(&AUDIT.replace("ONLY", only));
                let faults = found.as_array().expect("a list").iter().filter_map(Json::as_str);
                self.faults.extend(faults.map(|fault| format!("{name} at {width}, {scheme}: {fault}")));
                self.looks += 1;
            }
            let moving = self.browser.eval("document.getAnimations().length");
            if moving != json!(0) {
                self.faults.push(format!("{name} at {width}: moves for a reader who asked for no motion"));
            }
            let wider =
                self.browser.eval("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if wider != json!(0) {
                self.faults.push(format!("{name} at {width}: {wider} pixels too wide"));
            }
        }
    }

    /// Opens a page and goes through it by the Tab key.
    fn tab_through(&mut self, path: &str) {
        let address = self.served.at(path);
        self.browser.open(&address);
        self.browser.wait(&format!("location.href === {} && document.readyState === 'complete'", json!(address)));
        self.browser.wait("!document.querySelector('[aria-busy]')");
        self.browser.eval(CONTROLS);
        let controls = self.browser.eval("controls().length").as_u64().expect("a count");
        for _ in 0..controls * 4 {
            self.browser.press("Tab", 9, "");
            if self.browser.eval("passed()") == json!(false) {
                break;
            }
        }
        let left = self.browser.eval("left()");
        self.looks += 1;
        self.faults.extend(left.as_array().expect("a list").iter().map(|fault| format!("{path}: {fault}")));
    }

    /// Holds that no fault was found, that nothing went wrong and that nothing left the machine. The browser writes a line for each page
    /// that is refused.
    fn finish(self) {
        let Self { browser, served, faults, looks, refused, .. } = self;
        let (errors, complaints): (Vec<&String>, Vec<&String>) = browser
            .complaints
            .iter()
            .partition(|line| line.contains("Failed to load resource: the server responded with a status of 4"));
        assert!(faults.is_empty() && looks > 0, "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert_eq!((errors.len(), complaints), (refused, Vec::new()), "{errors:?}");
        stayed_here(&browser, &served);
    }
}

/// Makes a shop with files of every kind, and a second shop.
fn full() -> Shop {
    let shop = stocked();
    for fixture in FILES {
        let path = shop.copy(fixture);
        assert_eq!(shop.run(["import".as_ref(), path.as_os_str()]).code, 0, "{fixture}");
    }
    let run = shop.run(["import".as_ref(), broken(&shop).as_os_str(), "--shop".as_ref(), "second".as_ref()]);
    assert_eq!(run.code, 1, "{}", run.shown());
    shop
}

/// Returns the addresses of the reports that the list of reports has.
fn reports(served: &Served) -> Vec<String> {
    let page = served.get("/reports").text();
    let links = page.split("href=\"/reports/").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|name| format!("/reports/{name}")).collect()
}

#[test]
fn an_empty_database_can_be_read_by_everyone() {
    let shop = Shop::new();
    let Some(mut audit) = Audit::start(&shop, "zh") else { return };
    for path in [
        "/",
        "/import",
        "/orders",
        "/reports",
        "/reports/sales",
        "/check/close",
        "/check/reopen",
        "/rules",
        "/shops",
        "/data",
    ] {
        audit.open(path);
    }
    audit.finish();
}

#[test]
fn every_page_can_be_read_by_everyone() {
    let shop = full();
    let Some(mut audit) = Audit::start(&shop, "zh") else { return };
    shop.close();
    for path in [
        "/",
        "/import",
        "/imports/1",
        "/imports/7?shop=second",
        "/orders",
        "/orders?q=nothing+like+this",
        "/orders/6926181657396269909",
        "/reports",
        "/check/close?shop=default&on=2026-06-01",
        "/check/reopen?shop=default&on=2026-08-01",
        "/check/reopen?shop=default&on=2027-01-01&standing=official",
        "/rules",
        "/shops",
        "/data",
    ] {
        audit.open(path);
    }
    audit.finish();
}

#[test]
fn tab_reaches_everything_and_can_be_seen() {
    let shop = full();
    let Some(mut audit) = Audit::start(&shop, "en") else { return };
    for path in [
        "/",
        "/import",
        "/imports/7?shop=second",
        "/orders",
        "/orders/6926181657396269909",
        "/reports/income",
        "/check/close?on=2026-06-01",
        "/check/reopen?on=2026-08-01",
        "/shops",
        "/data",
    ] {
        audit.tab_through(path);
    }
    audit.finish();
}

#[test]
fn every_report_can_be_read_by_everyone() {
    let shop = full();
    let Some(mut audit) = Audit::start(&shop, "zh") else { return };
    let reports = reports(&audit.served);
    assert!(reports.len() > 15, "{reports:?}");
    for path in reports {
        audit.open(&path);
    }
    audit.finish();
}

#[test]
fn pages_of_errors_can_be_read_by_everyone() {
    let shop = stocked();
    let Some(mut audit) = Audit::start(&shop, "en") else { return };
    for path in [
        "/nothing",
        "/orders/1234567890",
        "/imports/99",
        "/reports/sales?from=never",
        "/check/close?on=x",
        "/?shop=nowhere",
    ] {
        audit.open(path);
        audit.refused += 1;
    }
    // A name that is taken.
    let second = shop.run(["import".as_ref(), broken(&shop).as_os_str(), "--shop".as_ref(), "second".as_ref()]);
    assert_eq!(second.code, 1, "{}", second.shown());
    audit.goes_to("/shops?shop=second", "form[action^='/shops/rename']");
    audit.browser.eval("document.querySelector('[name=new]').value = 'default'");
    audit.browser.click("form[action^='/shops/rename'] button");
    audit.arrives("document.querySelector('.note.bad')");
    audit.look("a name that is taken");
    // What this start does not know.
    audit.browser.call("Network.clearBrowserCookies", &json!({}));
    audit.goes_to("/orders", "body.alone");
    audit.look("the way in again");
    audit.refused += 2;
    audit.finish();
}

#[test]
fn what_forms_lead_to_can_be_read_by_everyone() {
    let shop = stocked();
    assert_eq!(shop.run(["db", "backup", "kept.db"]).code, 0);
    let Some(mut audit) = Audit::start(&shop, "en") else { return };
    // Files that were dropped, with rows that cannot be imported: their shop is asked for, then a preview, then the import.
    let broken = broken(&shop);
    audit.goes_to("/import", ".drop");
    audit.browser.drop_on(".drop", &[&broken]);
    audit.arrives("location.pathname.startsWith('/import/waiting/')");
    audit.look("which shop");
    audit.browser.click("main [name=trial]");
    audit.browser.wait("document.querySelector('[data-done]')");
    audit.look("a preview");
    audit.goes_to("/import", ".drop");
    audit.browser.choose("input[type=file]", &[&broken]);
    audit.browser.click(".drop ~ .row button.main");
    audit.browser.wait("document.querySelector('[data-done]')");
    audit.look("an import");
    // Counting what would be deleted.
    audit.goes_to("/data", "form[action^='/data/purge']");
    audit.browser.click("form[action^='/data/purge'] button");
    audit.arrives("document.querySelector('[name=sure]')");
    audit.look("a purge");
    // A backup that was sent, and that it took the place of the data.
    audit.goes_to("/data", "form[action^='/data/restore']");
    audit.browser.choose("input[type=file][name=file]:not(.drop input, #import input)", &[&shop.path("kept.db")]);
    audit.browser.click("form[action^='/data/restore'] button");
    audit.arrives("document.querySelector('table.versus')");
    audit.look("a backup");
    audit.browser.click("form[action^='/data/restore/'] button");
    audit.arrives("document.querySelector('.note.good[role=status]')");
    audit.look("a backup that was restored");
    // Stopping, and the last page.
    audit.open("/stop");
    audit.browser.click("form[action='/stop'] button");
    audit.arrives("!document.querySelector('nav') && document.querySelector('h1')");
    audit.look("the last page");
    audit.finish();
}

#[test]
fn what_is_folded_can_be_read_by_everyone() {
    let shop = full();
    let several = shop.json(["sql", "SELECT 主订单编号 FROM 订单 GROUP BY 1 HAVING count(*) > 1 LIMIT 1"]);
    let several = several["rows"][0][0].as_str().expect("an order of several lines").to_owned();
    let Some(mut audit) = Audit::start(&shop, "zh") else { return };
    for path in [
        &format!("/orders/{several}"),
        "/orders?stage=sales&gift=no",
        "/shops?shop=default",
        "/reports/sales?period=2026-01-05..2026-01-11&compare=previous&by=day",
        "/reports/products?period=2026-01-05..2026-01-11&compare=previous",
        "/imports/7?shop=second",
    ] {
        audit.unfolded(path);
    }
    audit.finish();
}

#[test]
fn sample_data_can_be_read_by_everyone() {
    let shop = Shop::new();
    let Some(mut audit) = Audit::start(&shop, "zh") else { return };
    audit.browser.click("form[action='/sample'] button");
    audit.arrives("document.querySelector('.sample')");
    let sample = audit.browser.eval("location.origin").as_str().expect("an address").to_owned();
    audit.look("the sample data");
    audit.browser.open(&format!("{sample}/orders"));
    audit.arrives("location.pathname === '/orders' && document.querySelector('tbody')");
    audit.look("orders of the sample data");
    // It is this machine too, under another name.
    assert!(sample.starts_with("http://") && sample.contains(".localhost:"), "{sample}");
    audit.browser.asked.retain(|address| !address.starts_with(&sample));
    audit.finish();
}
