//! The net of each month by the report, by the books and by the fund flow, side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::books::{Account, Basis, Books};
use super::money::{Fen, yuan};
use super::shop::{MOMENTS, Shop as Simulated};
use super::{FIRST, compare, import};
use crate::support::Shop;

/// What the fund flow moved for the settlement of lines, by the month in which they were ordered.
const FUND_FLOW: &str = "SELECT substr(submitted_at, 1, 7) AS month, sum(fund_flows.amount) AS moved
    FROM fund_flows JOIN order_lines ON order_lines.sub_order_id = fund_flows.sub_order_id
    WHERE scene LIKE '货款结算%' OR scene LIKE '退款%' GROUP BY 1";

#[test]
fn net_by_month_is_that_of_the_books_and_of_the_fund_flow() {
    let (simulated, shop) = (Simulated::new(FIRST), Shop::new());
    import(&shop, &simulated, MOMENTS[2], 0);
    let books = Books::new(&simulated, MOMENTS[2]);
    let income = by_month(&shop.json(["report", "income", "--by", "month"]), "period", "net_known");
    let moved = by_month(&shop.json(["sql", FUND_FLOW]), "month", "moved");
    let mut shown = "month            income        books    fund flow   difference\n".to_owned();
    let mut settled_months = 0;
    for month in months(&books) {
        let lines = || books.accounts.iter().filter(|line| line.is_paid && line.order.submitted.month() == month);
        let net = lines().filter_map(|line| line.net).sum::<Fen>();
        let [income, moved] = [&income, &moved].map(|amounts| amounts.get(&month).copied().unwrap_or(0));
        assert_eq!(yuan(income), yuan(net), "net of {month}: report and books");
        let is_settled = lines().all(|line| line.basis <= Basis::Nothing && line.outcome.is_none());
        settled_months += usize::from(is_settled);
        assert!(!is_settled || moved == net, "net of {month}: {} moved, {} in the books", yuan(moved), yuan(net));
        let [income, books, flow, difference] = [income, net, moved, net - moved].map(yuan);
        writeln!(shown, "{month}    {income:>11}  {books:>11}  {flow:>11}  {difference:>11}").expect("text");
        let explained = lines().map(|line| explain(line, &mut shown)).sum::<Fen>();
        assert_eq!(explained, net - moved, "{month}: what the lines differ by");
    }
    insta::assert_snapshot!("side_by_side", shown);
    assert_ne!(settled_months, 0, "no month is wholly settled");
}

/// Reads an amount of each month from an answer.
fn by_month(answer: &serde_json::Value, month: &str, amount: &str) -> BTreeMap<String, Fen> {
    let row = |row: BTreeMap<String, serde_json::Value>| {
        let name = row[month].as_str().expect("a month").to_owned();
        (name, compare::number(&row[amount]).expect("an amount"))
    };
    compare::rows(answer).into_iter().map(row).collect()
}

fn months(books: &Books<'_>) -> BTreeSet<String> {
    books.accounts.iter().map(|line| line.order.submitted.month()).collect()
}

/// Tells by how much the net of a line is not what was moved for it, and why.
fn explain(line: &Account<'_>, shown: &mut String) -> Fen {
    let difference = line.net.unwrap_or(0) - line.moved.unwrap_or(0);
    if difference != 0 {
        let settled = if line.booked.is_some() { "settled" } else { "not settled" };
        let (id, told, difference) = (&line.line.id, line.line.story.told(), yuan(difference));
        writeln!(shown, "    {difference:>9}  {id}, {settled}: {told}").expect("text");
    }
    difference
}
