//! The answers that the books give to questions on lines: what brought the buyers, when the lines were shipped, and what was
//! wrong with them.

use super::books::{Account, Books};
use super::details::{self, told};
use super::life::{AfterSale, End, State};
use super::moment::Moment;
use super::sheet::Sheet;

/// Returns what the reports on lines must answer.
pub fn sheets<'b>(books: &'b Books<'b>) -> Vec<Sheet<'b>> {
    vec![
        traffic(books),
        shipping(books, false),
        shipping(books, true),
        after_sales(books, "stage", "stage", stage),
        after_sales(books, "type", "after_sale_type", |_, after_sale, _| after_sale.map_or("-", |each| each.of_type)),
        after_sales(books, "reason", "after_sale_reason", |account, after_sale, now| {
            match after_sale.map(details::reason) {
                None | Some("-") => account.line.closed.filter(|(at, _)| *at <= now).map_or("-", |(_, reason)| reason),
                Some(reason) => reason,
            }
        }),
    ]
}

fn traffic<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["traffic", "--by", "month"], &["traffic_genre", "traffic_type", "period"]);
    for account in books.accounts.iter().filter(|account| account.is_sold) {
        let said = told(account.order, details::traffic(account.order, account.line, books.now));
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
        let key = told(account.order, details::warehouse(line));
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

/// What an after-sale says of its line; nothing where the file has none.
type Says = fn(&Account<'_>, Option<&AfterSale>, Moment) -> &'static str;

fn after_sales<'b>(books: &'b Books<'b>, by: &'static str, key: &'static str, says: Says) -> Sheet<'b> {
    let mut sheet = Sheet::new(&["aftersales", "--by", by], &[key]);
    for account in &books.accounts {
        let refunds = if account.is_paid { account.refunds } else { Some(0) };
        if account.line.word(books.now).is_none() && refunds == Some(0) {
            continue;
        }
        let told: Vec<&str> = match decisive(account, books.now) {
            none if none.is_empty() => vec![says(account, None, books.now)],
            each => each.into_iter().map(|each| says(account, Some(each), books.now)).collect(),
        };
        let is_same = told.iter().all(|said| *said == told[0]);
        sheet
            .add(&[if is_same { told[0] } else { "various" }], account)
            .order(true)
            .count("lines", 1)
            .money("amount", account.line.payable)
            .known("refund_amount", "refund_amount_known", refunds);
    }
    sheet
}

/// Lists the after-sales that say most of a line: those that gave money back, else those that are open, else those that are over.
fn decisive<'b>(account: &Account<'b>, now: Moment) -> Vec<&'b AfterSale> {
    let is_alone = account.order.lines.len() == 1;
    let named = || account.line.after_sales.iter().filter(move |each| each.names_line || is_alone);
    let states: [fn(Option<State>) -> bool; 3] = [
        |state| state == Some(State::Ended(End::Refunded)),
        |state| state == Some(State::Open),
        |state| state.is_some(),
    ];
    let of_state = |is: fn(Option<State>) -> bool| named().filter(|each| is(each.at(now))).collect::<Vec<_>>();
    states.into_iter().map(of_state).find(|each| !each.is_empty()).unwrap_or_default()
}

fn stage(account: &Account<'_>, after_sale: Option<&AfterSale>, now: Moment) -> &'static str {
    let line = account.line;
    let shipped = line.shipped.filter(|at| *at <= now);
    let Some(each) = after_sale else {
        return if shipped.is_none() { "before_shipping" } else { "-" };
    };
    let was_shipped = match each.of_type {
        "未发货仅退款" => false,
        "价保" => shipped.is_some_and(|shipped| each.applied >= shipped),
        _ => true,
    };
    match line.completed {
        _ if !was_shipped => "before_shipping",
        Some(completed) if each.applied >= completed => "after_receipt",
        _ => "in_transit",
    }
}
