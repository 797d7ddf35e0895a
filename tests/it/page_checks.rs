//! The pages of checks over HTTP: the countdown, editing in place, orders that block; and errors that stay in their form.

use crate::overview::stocked;
use crate::served::{Answer, Served};
use crate::support::Shop;

/// Returns the text of a part of a page, without its tags.
fn text(page: &str, from: &str, to: &str) -> String {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}"));
    let (part, _) = rest.split_once(to).unwrap_or_else(|| panic!("no {to} in {rest}"));
    let pieces = format!("<{part}<")
        .split('>')
        .filter_map(|piece| piece.split_once('<'))
        .map(|(text, _)| text.trim().to_owned())
        .collect::<Vec<_>>();
    pieces.into_iter().filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn countdown(served: &Served, path: &str) -> String {
    text(&served.get(path).text(), "class=\"countdown\"", "</section>")
}

#[test]
fn the_countdown_says_what_is_known_and_promises_nothing_else() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    let path = "/check/reopen?on=2026-08-01";
    // Nothing is known: no day is named but the day of the check.
    let unknown = countdown(&served, path);
    assert!(unknown.contains("The wait is not known") && unknown.contains("day of closure: unknown"), "{unknown}");
    assert!(!unknown.contains("left"), "{unknown}");
    // The refund may come later than any day that could be named.
    shop.run(["shop", "set", "closure.kind=voluntary", "closure.closed_on=2026-05-31"]);
    let open = countdown(&served, path);
    assert!(open.contains("at least 122 days left: 2026-12-01 at the earliest"), "{open}");
    assert!(open.contains("something is not known, so it may be later"), "{open}");
    // A refund that has not happened keeps the wait from beginning.
    shop.run(["shop", "set", "closure.deposit_refunded_on=none", "closure.deposit_paid=yes"]);
    let not_begun = countdown(&served, path);
    assert!(not_begun.contains("has not begun") && !not_begun.contains("left"), "{not_begun}");
    shop.run(["shop", "set", "closure.deposit_refunded_on=2026-06-03"]);
    let known = countdown(&served, path);
    assert!(known.contains("59 days past, 125 left, until 2026-12-04"), "{known}");
    assert!(known.contains("125 days to wait") && known.contains("unofficial"), "{known}");
    // On the day itself the wait is over, whatever else is open.
    let over = countdown(&served, "/check/reopen?on=2026-12-04");
    assert!(over.contains("over (since 2026-12-04)") && over.contains("All waiting periods are over"), "{over}");
}

#[test]
fn a_fact_is_changed_beside_the_condition_that_it_decides() {
    let shop = Shop::new();
    let served = Served::start(&shop, "en");
    shop.close();
    let page = served.get("/check/reopen?on=2026-08-01").text();
    let condition = page.split_once("id=\"condition-reopen.cooldown\"").expect("a condition").1;
    let condition = condition.split_once("<blockquote>").expect("its source").0;
    assert!(condition.contains("name=\"fact:closure.closed_on\" value=\"2026-05-31\""), "{condition}");
    let sent =
        served.post("/check/reopen?on=2026-08-01", "at=condition-reopen.cooldown&fact:closure.closed_on=2026-06-10");
    assert_eq!(sent.status, 303, "{}", sent.text());
    assert_eq!(sent.header("location"), Some("/check/reopen?on=2026-08-01#condition-reopen.cooldown"));
    let page = served.get("/check/reopen?on=2026-08-01").text();
    assert!(page.contains("name=\"fact:closure.closed_on\" value=\"2026-06-10\"") && page.contains("2026-12-11"));
    // Nothing but a condition of the page can be led back to.
    let sent = served.post("/check/reopen", "at=condition-x%22y&fact:closure.closed_on=2026-06-10");
    assert_eq!(sent.header("location"), Some("/check/reopen?"));
}

#[test]
fn the_lists_of_what_blocks_have_as_many_lines_as_they_say() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let page = served.get("/check/close?on=2026-06-01").text();
    let links: Vec<&str> = page.split("class=\"button small\" href=\"/orders?").skip(1).collect();
    assert_eq!(links.len(), 2);
    for link in links {
        let (query, rest) = link.split_once("\">").expect("an address");
        let count = rest.split_once('(').and_then(|(_, rest)| rest.split_once(')')).expect("a count").0;
        let book = served.get(&format!("/orders.xlsx?{}", query.replace("&amp;", "&")));
        assert_eq!(book.status, 200);
        let option = if query.starts_with("status") { "--status" } else { "--after-sale" };
        let query = query.replace("&amp;", "&");
        let values =
            form_urlencoded::parse(query.as_bytes()).flat_map(|(_, value)| [option.to_owned(), value.into_owned()]);
        let listed =
            shop.json(["orders".to_owned()].into_iter().chain(values).chain(["--limit".to_owned(), "1000".to_owned()]));
        assert_eq!(listed["rows"].as_array().expect("rows").len().to_string(), count, "{query}");
    }
}

/// Holds that a page says that a field is refused and has its form with the field marked.
fn is_marked(answer: &Answer, field: &str) -> String {
    let page = answer.text();
    assert_eq!(answer.status, 422, "{page}");
    assert!(page.contains("role=\"alert\""), "{page}");
    let (before, after) = page.split_once(" aria-invalid=\"true\"").unwrap_or_else(|| panic!("no mark in {page}"));
    let (_, tag) = before.rsplit_once('<').expect("a tag");
    assert!(tag.contains(&format!("name=\"{field}\"")), "{tag}");
    let id = after.split_once("aria-describedby=\"").and_then(|(_, rest)| rest.split_once('"')).expect("an id").0;
    assert!(page.contains(&format!("id=\"{id}\"")), "{page}");
    // The first field that is wrong has the focus.
    assert_eq!(page.matches(" autofocus").count(), 1, "{page}");
    page
}

#[test]
fn what_cannot_be_read_stays_in_its_form_and_no_answer_is_given() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    let page = is_marked(&served.get("/reports/sales?from=2026-01-10&to=0026-01-12&by=month"), "last");
    assert!(page.contains("value=\"2026-01-10\"") && page.contains("value=\"0026-01-12\""), "{page}");
    assert!(page.contains("<option value=\"month\" selected>") && !page.contains("<tbody>"), "{page}");
    is_marked(&served.get("/orders?first=soon&last=2026-01-12"), "first");
    // All fields that are wrong are said at once.
    let page = served.get("/reports/export-plan?cap=many&on=whenever").text();
    assert_eq!(page.matches("aria-invalid").count(), 2, "{page}");
    assert!(page.contains("value=\"many\"") && page.contains("value=\"whenever\""), "{page}");
    let page = is_marked(&served.get("/reports/profit?commission_rate=lots"), "commission_rate");
    assert!(page.contains("value=\"lots\"") && !page.contains("<tbody>"), "{page}");
    let page = is_marked(&served.get("/orders?from=x&q=abc"), "first");
    assert!(page.contains("name=\"q\" value=\"abc\"") && !page.contains("<tbody>"), "{page}");
    let page = is_marked(&served.get("/check/close?after_sale_days=1000&on=2026-09-01"), "after_sale_days");
    assert!(page.contains("value=\"1000\"") && page.contains("value=\"2026-09-01\""), "{page}");
    assert!(page.contains("from 7 to") || page.contains("a whole number from"), "{page}");
    assert!(!page.contains("class=\"verdict"), "{page}");
    // A file cannot show a form, and must not hold what was not asked for.
    for path in
        ["/reports/sales.csv?from=x", "/reports/sales.xlsx?from=x", "/check/close.ics?on=x", "/orders.xlsx?from=x"]
    {
        let answer = served.get(path);
        assert_eq!(answer.status, 422, "{path}");
        assert!(answer.text().contains("<title>This could not be completed"), "{path}");
    }
}

#[test]
fn what_is_sent_and_refused_stays_in_its_form_and_is_not_stored() {
    let shop = stocked();
    let served = Served::start(&shop, "en");
    // A day in the future, beside one that can be taken.
    let sent = served
        .post("/check/reopen?on=2026-08-01", "at=needed&fact:closure.kind=voluntary&fact:closure.closed_on=2027-01-01");
    let page = is_marked(&sent, "fact:closure.closed_on");
    assert!(page.contains("value=\"2027-01-01\""), "{page}");
    assert!(page.contains("name=\"fact:closure.kind\" value=\"voluntary\" checked"), "{page}");
    assert!(!served.get("/check/reopen?on=2026-08-01").text().contains("2027-01-01"));
    let sent = served.post("/check/close", "at=more&fact:orders.after_sale_days=9999");
    let page = is_marked(&sent, "fact:orders.after_sale_days");
    assert!(page.contains("value=\"9999\"") && page.contains("<details class=\"card noprint\" open>"), "{page}");
    // Deleting: the day is wrong, or there is none.
    let page = is_marked(&served.post("/data/purge", "what=orders&shop=default&before=x"), "before");
    assert!(
        page.contains("<option value=\"orders\" selected>") && page.contains("<option value=\"default\" selected>"),
        "{page}"
    );
    is_marked(&served.post("/data/purge", "what=orders"), "before");
}
