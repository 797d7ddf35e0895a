//! Importing on the local page: for which shop, what became of the files, and what is still missing.

#[cfg(unix)]
use serde_json::json;

#[cfg(unix)]
use crate::browser::browser;
use crate::overview::stocked;
#[cfg(unix)]
use crate::page_browser::{opened, was_quiet};
use crate::served::Served;
use crate::support::{Shop, finish, fixtures};

const EXPORT: &str = "sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";

fn fixture(path: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(path)).expect("a fixture")
}

/// Returns an export of orders with one line, whose id begins with these digits.
pub fn small(digits: u32) -> String {
    format!(
        "主订单编号,子订单编号,选购商品,商品ID,商品数量,订单应付金额,订单提交时间,支付完成时间,订单状态\n\
         {digits}9999,{digits}9999,杯子,1,1,10.00,2026-01-02 10:00:00,2026-01-02 10:00:01,已发货\n"
    )
}

/// Sends a file as it is dropped on a page, and returns the address of the page that follows.
fn dropped(served: &Served, fields: &[(&str, &str)], name: &str, content: &[u8]) -> String {
    let mut parts: Vec<(&str, Option<&str>, &[u8])> = vec![("dropped", None, b"1")];
    parts.extend(fields.iter().map(|(name, value)| (*name, None, value.as_bytes())));
    parts.push(("file", Some(name), content));
    let sent = served.upload(&served.csrf, &parts);
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").expect("a page").to_owned()
}

/// Waits until a job is done, and returns its page.
fn done(served: &Served, job: &str) -> String {
    loop {
        let page = served.get(job).text();
        if page.contains("data-done") {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

fn shops(shop: &Shop) -> Vec<(String, i64)> {
    let told = shop.json(["shop", "list"]);
    let rows = told["rows"].as_array().expect("rows").iter();
    rows.map(|row| (row[0].as_str().expect("a name").to_owned(), row[1].as_i64().expect("a number"))).collect()
}

#[test]
fn a_dropped_file_goes_to_no_shop_before_one_is_confirmed() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let lines = shops(&shop);
    let page = dropped(&served, &[("proposed", "default")], "1768400000_b.csv", small(7).as_bytes());
    assert!(page.starts_with("/import/waiting/"), "{page}");
    let asked = served.get(&page).text();
    assert!(asked.contains("value=\"default\"") && asked.contains("1768400000_b.csv"), "{asked}");
    assert_eq!(shops(&shop), lines);
    // It is another shop after all.
    let job = served.post(&page, "shop=Second&exported_at=").header("location").expect("a page").to_owned();
    assert!(done(&served, &job).contains("one file: 1 imported"));
    assert_eq!(shops(&shop), [("Second".to_owned(), 1), lines[0].clone()]);
    // The files are imported once.
    let again = served.post(&page, "shop=Second");
    assert!(again.status == 404 && again.text().contains("no longer kept"), "{}", again.text());
}

#[test]
fn with_several_shops_the_form_does_not_choose_one_by_itself() {
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    served.import(&[("shop", "B")], &[("1768222209_b.csv", small(7).as_bytes())]);
    let before = shops(&shop);
    let form = served.get("/import").text();
    assert!(form.contains("name=\"shop\" list=\"shops\" value=\"\""), "{form}");
    let sent = served.upload(&served.csrf, &[("file", Some("1768400000_c.csv"), small(8).as_bytes())]);
    let page = sent.header("location").expect("a page").to_owned();
    let asked = served.get(&page).text();
    assert!(
        asked.contains("这些文件属于哪家店铺") && asked.contains("name=\"shop\" list=\"shops\" value=\"\""),
        "{asked}"
    );
    let refused = served.post(&page, "shop=");
    assert!(refused.status == 422 && refused.text().contains("已有的店铺或新的名称"), "{}", refused.text());
    assert_eq!(shops(&shop), before);
    // Who does not want them after all has them deleted.
    assert_eq!(served.post(&page, "discard=1").header("location"), Some("/import"));
    assert_eq!(served.get(&page).status, 404);
    let uploads = shop.path("test.db-serve/uploads");
    assert!(std::fs::read_dir(uploads).expect("a folder").next().is_none());
}

#[test]
fn a_preview_becomes_an_import_without_choosing_the_files_again() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    let tried = served.import(&[("shop", "A"), ("trial", "1")], &[("1768222209_b.csv", small(7).as_bytes())]).text();
    assert!(tried.contains("one file: 1 can be imported") && tried.contains("Import these files now"), "{tried}");
    assert_eq!(shops(&shop), []);
    let (_, rest) = tried.split_once("action=\"/import/waiting/").expect("a form");
    let address = format!("/import/waiting/{}", rest.split('"').next().expect("an end"));
    let job = served.post(&address, "shop=A").header("location").expect("a page").to_owned();
    assert!(done(&served, &job).contains("one file: 1 imported"));
    assert_eq!(shops(&shop), [("A".to_owned(), 1)]);
    // What was imported already has nothing to be made real.
    let again = served.import(&[("shop", "A"), ("trial", "1")], &[("1768222209_b.csv", small(7).as_bytes())]).text();
    assert!(again.contains("1 imported before") && !again.contains("Import these files now"), "{again}");
}

#[test]
fn files_are_added_up_and_each_reason_is_named_once() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    let bad = small(6).replace("2026-01-02 10:00:00", "someday");
    let mixed = |digits| format!("{}{}", small(digits), bad.lines().nth(1).expect("a row"));
    let files = [("a.csv", small(1)), ("b.csv", mixed(2)), ("c.csv", mixed(3)), ("d.csv", bad.clone())];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let page = served.import(&[], &files).text();
    assert!(page.contains("4 files: 3 imported, 1 failed"), "{page}");
    assert!(page.contains("not a valid date and time (3 rows in 3 files)"), "{page}");
    assert_eq!(page.matches("check these cells").count(), 1, "{page}");
    // The file of which nothing was imported stands out.
    assert_eq!(page.matches("class=\"file bad\"").count(), 1);
    let (_, rest) = page.split_once("class=\"file bad\"").expect("a file");
    assert!(rest.split("</section>").next().is_some_and(|file| file.contains("d.csv") && file.contains("note bad")));
}

#[test]
fn undoing_says_what_it_took_out_and_what_is_left() {
    let shop = stocked();
    let served = Served::start(&shop, "zh");
    let before = shops(&shop)[0].1;
    let to = served.post("/imports/2/undo", "").header("location").expect("a page").to_owned();
    let after = shops(&shop)[0].1;
    assert!(after < before);
    let page = served.get(&to).text();
    assert!(page.contains(&format!("的子订单由 {before} 个变为 {after} 个")), "{page}");
    // Another import of the same number is not said to be undone.
    assert!(!served.get("/import?undone=1").text().contains("已撤销"));
}

#[test]
fn after_an_import_the_page_says_what_is_missing_and_how_to_get_it() {
    let shop = Shop::new();
    for (lang, missing, exact, verify) in [
        ("en", "Files still missing", "only estimated, not exact", "the main account with the phone of its manager"),
        ("zh", "还缺的文件", "只能估算，不精确", "主账号用管理员的手机"),
    ] {
        let served = Served::start(&shop, lang);
        let page = served.import(&[], &[("1768222209_a.csv", &fixture(EXPORT))]).text();
        assert!(page.contains(missing) && page.contains(exact) && page.contains(verify), "{page}");
        assert!(page.contains("结算账单") && page.contains("class=\"months\""), "{page}");
        let (_, rest) = page.split_once(exact).expect("a report");
        assert!(rest.split("</li>").next().is_some_and(|reports| reports.contains("/reports/income")), "{page}");
        // The steps are those of the plan.
        let plan = served.get("/reports/export-plan").text();
        assert!(plan.contains(verify) && plan.contains("500,000"), "{plan}");
        let command = finish(shop.command().args(["--lang", lang, "report", "export-plan"]));
        assert!(command.err.contains(verify), "{}", command.shown());
        // What is here is not missing any more.
        let page = served.import(&[], &[("1768222209_s.csv", &fixture("settlement/first.csv"))]).text();
        assert!(!page.contains(exact) && page.contains(missing), "{page}");
        for row in shop.json(["imports"])["rows"].as_array().expect("rows") {
            assert_eq!(shop.run(["imports", "undo", &row[0].to_string(), "--yes"]).code, 0);
        }
    }
}

#[test]
fn whoever_deletes_buyers_data_deletes_the_files_that_wait_too() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let page = dropped(&served, &[], "1768400000_b.csv", small(7).as_bytes());
    assert_eq!(served.get(&page).status, 200);
    assert_eq!(served.post("/data/purge", "what=contacts&sure=1").status, 200);
    assert_eq!(served.get(&page).status, 404);
    assert!(std::fs::read_dir(shop.path("test.db-serve/uploads")).expect("a folder").next().is_none());
}

#[cfg(unix)]
#[test]
fn files_can_be_dropped_on_any_page() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let path = shop.file("1768400000_b.csv", small(7));
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    browser.click("nav a[href='/rules']");
    browser.wait_for("Rules");
    // The cover appears while files are over the page, and goes when they leave it.
    let drag = |kind: &str| {
        let data = json!({ "items": [], "files": [path], "dragOperationsMask": 1 });
        json!({ "type": kind, "x": 300, "y": 300, "data": data })
    };
    browser.call("Input.dispatchDragEvent", &drag("dragEnter"));
    browser.wait("!document.getElementById('drop').hidden");
    // The protocol has no way to leave the window with them.
    browser.eval("document.getElementById('drop').dispatchEvent(new DragEvent('dragleave', { bubbles: true }))");
    browser.wait("document.getElementById('drop').hidden");
    browser.drop_on("h1", &[&path]);
    browser.wait_for("Which shop are these files from?");
    assert_eq!(browser.eval("document.querySelector('main [name=shop]').value"), json!("default"));
    browser.click("button[name=trial]");
    browser.wait("document.querySelector('[data-done]') && document.readyState === 'complete'");
    browser.click("form[action^='/import/waiting/'] button.main");
    browser.wait("document.querySelector('.sum .note.good')?.textContent.includes('1 imported')");
    was_quiet(&browser, &served);
}

#[cfg(unix)]
#[test]
fn what_cannot_be_sent_is_told_on_the_cover() {
    let Some(program) = browser() else { return };
    let shop = stocked();
    let path = shop.file("1768400000_b.csv", small(7));
    let served = Served::start(&shop, "en");
    let mut browser = opened(&program, &served, "Overview");
    browser.eval("document.querySelector('#drop [name=csrf]').value = 'old'");
    browser.drop_on("h1", &[&path]);
    browser.wait("document.querySelector('#drop .note.bad')?.textContent.includes('earlier start')");
    assert_eq!(browser.eval("document.activeElement.matches('#drop button')"), json!(true));
    browser.press("Escape", 27, "");
    browser.wait("document.getElementById('drop').hidden");
}

/// Losing the tick of the preview would import what was only to be looked at.
#[test]
fn a_refused_form_keeps_what_was_filled_in() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let parts: [(&str, Option<&str>, &[u8]); 4] = [
        ("shop", None, b"other"),
        ("exported_at", None, b"last week"),
        ("trial", None, b"1"),
        ("file", Some("1768400000_b.csv"), b"x"),
    ];
    let sent = served.upload(&served.csrf, &parts);
    let page = sent.text();
    assert_eq!(sent.status, 422, "{page}");
    for kept in ["name=\"trial\" value=\"1\" checked", "value=\"other\"", "value=\"last week\""] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}
