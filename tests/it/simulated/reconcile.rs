//! The rows that `reconcile` must list.

use super::books::{Account, Books, Outcome};
use super::life::{AfterSale, End, State};
use super::moment::Moment;
use super::money::Fen;
use super::shop::{Entry, Loose};

/// A row that must be listed.
#[derive(Debug)]
pub struct Listed {
    pub order_id: String,
    /// Nothing where the order alone is named.
    pub line_id: Option<String>,
    pub outcome: &'static str,
    /// What must stand in the columns of money; nothing is said of others.
    pub cells: Vec<(&'static str, Option<Fen>)>,
    /// The life of the line, or what else the row comes from.
    pub told: String,
}

/// Returns all rows that must be listed, and no others may be.
pub fn listed(books: &Books<'_>) -> Vec<Listed> {
    let lines = books.accounts.iter().filter_map(|account| account.outcome.map(|outcome| of_line(account, outcome)));
    let several = books.shop.orders(books.now).filter(|order| order.lines.len() > 1);
    let of_orders = several.flat_map(|order| {
        let after_sales = order.lines.iter().flat_map(|line| &line.after_sales);
        let finished = after_sales.filter(|each| !each.names_line && is_finished(each, books.now));
        finished.map(|each| stray(&order.id, None, "order_only", vec![("refunds", Some(each.gave_back()))]))
    });
    let loose = books.shop.loose.iter().filter_map(|loose| of_loose(loose, books));
    lines.chain(of_orders).chain(loose).collect()
}

fn of_line(account: &Account<'_>, outcome: Outcome) -> Listed {
    let booked = account.booked.map(|booked| booked.income);
    let settled = account.booked.map(|booked| booked.settled);
    let too_much = booked.zip(account.due).map(|(booked, due)| booked - due);
    let (outcome, difference) = match outcome {
        Outcome::Missing => ("missing", account.due.map(|due| -due)),
        Outcome::Different => ("different", too_much),
        Outcome::Refunded => ("refunded", too_much),
        Outcome::FlowDiffers => ("flow_differs", account.moved.zip(settled).map(|(moved, settled)| moved - settled)),
        Outcome::Unknown => ("unknown", None),
    };
    Listed {
        order_id: account.order.id.clone(),
        line_id: Some(account.line.id.clone()),
        outcome,
        cells: vec![
            ("expected", account.due),
            ("booked", booked),
            ("difference", difference),
            ("settled", settled),
            ("moved", account.moved),
            ("refunds", account.refunds),
        ],
        told: account.to_string(),
    }
}

/// Lists an entry of no line by what it says; entries that name no order are not listed, nor those that settle nothing.
fn of_loose(loose: &Loose, books: &Books<'_>) -> Option<Listed> {
    let order_id = loose.order_id.as_deref()?;
    let is_known = books.shop.orders(books.now).any(|order| order.id == order_id);
    let outcome = if is_known { "order_only" } else { "not_imported" };
    let cells = match &loose.entry {
        Entry::Booking(booking) if booking.at <= books.now => {
            vec![("booked", Some(booking.columns.income())), ("settled", Some(booking.amount()))]
        }
        Entry::Movement(movement) if movement.at <= books.now => vec![("moved", Some(movement.amount))],
        Entry::AfterSale(each) if is_finished(each, books.now) => vec![("refunds", Some(each.gave_back()))],
        _ => return None,
    };
    Some(stray(order_id, loose.line_id.as_deref(), outcome, cells))
}

fn stray(order: &str, line: Option<&str>, outcome: &'static str, cells: Vec<(&'static str, Option<Fen>)>) -> Listed {
    let told = format!("an entry of the order {order}, line {}: {cells:?}", line.unwrap_or("-"));
    Listed { order_id: order.to_owned(), line_id: line.map(str::to_owned), outcome, cells, told }
}

fn is_finished(each: &AfterSale, now: Moment) -> bool {
    each.at(now) == Some(State::Ended(End::Refunded))
}
