//! The answers that the books give to questions on lines: what brought the buyers, and when the lines were shipped.

use super::books::{Account, Books};
use super::details;
use super::sheet::Sheet;

/// Returns what the reports on lines must answer.
pub fn sheets<'b>(books: &'b Books<'b>) -> Vec<Sheet<'b>> {
    vec![traffic(books), shipping(books, false), shipping(books, true)]
}

/// Returns what the export says of a line, or nothing where it has no such columns.
fn told<const N: usize>(account: &Account<'_>, said: [&'static str; N]) -> [&'static str; N] {
    if details::are_told(account.order) { said } else { ["-"; N] }
}

fn traffic<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["traffic", "--by", "month"], &["traffic_genre", "traffic_type", "period"]);
    for account in books.accounts.iter().filter(|account| account.is_sold) {
        let said = told(account, details::traffic(account.order, account.line, books.now));
        let [genre, of_type] = said.map(|said| if said == details::LATE { "pending" } else { said });
        sheet
            .add(&[genre, of_type, &account.order.submitted.month()], account)
            .order(true)
            .count("lines", 1)
            .count("units", account.line.quantity)
            .money("amount", account.line.payable);
    }
    sheet
}

fn shipping<'b>(books: &'b Books<'b>, by_warehouse: bool) -> Sheet<'b> {
    let now = books.now.to_string();
    let by: &[&str] = if by_warehouse { &["--by", "warehouse"] } else { &[] };
    let command = [&["shipping", "--on", &now], by].concat();
    let mut sheet = Sheet::new(&command, if by_warehouse { &["warehouse_id", "warehouse"] } else { &[] });
    for account in &books.accounts {
        let (line, status) = (account.line, account.line.status(books.now));
        let shipped = line.shipped.filter(|at| *at <= books.now);
        if shipped.is_none() && status != "待发货" {
            continue;
        }
        let promised = details::promised(account.order, line).filter(|_| details::are_told(account.order));
        let paid = line.paid.filter(|at| *at <= books.now);
        let is_late = promised.is_some_and(|promised| shipped.unwrap_or(books.now) > promised);
        let is = |holds: bool| i64::from(holds && promised.is_some());
        let key = told(account, details::warehouse(line));
        sheet
            .add(if by_warehouse { &key } else { &[] }, account)
            .count("lines", 1)
            .count("on_time_lines", is(!is_late && shipped.is_some()))
            .count("late_lines", is(is_late))
            .count("late_unshipped_lines", is(is_late && shipped.is_none()))
            .count("waiting_lines", is(!is_late && shipped.is_none()))
            .count("unknown_lines", i64::from(promised.is_none()))
            .count("untimed_lines", i64::from(shipped.is_some_and(|shipped| paid.is_none_or(|paid| paid > shipped))));
    }
    sheet
}
