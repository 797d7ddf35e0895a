//! What `payouts` must answer: why each line waits and until when, and what was booked and moved on each day.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::books::{Account, Books};
use super::compare;
use super::life::State;
use super::moment::{DAY, Moment};
use super::money::{Fen, yuan};
use super::sheet::Sheet;
use super::shop::Entry;

/// How many days after its completion a line should be settled.
const WITHIN: i64 = 21;

/// Returns the arguments of the report at the moment of the books.
pub fn command(books: &Books<'_>) -> [String; 3] {
    ["payouts".to_owned(), "--on".to_owned(), books.now.to_string()]
}

/// Lists how an answer differs from the books.
pub fn differences(books: &Books<'_>, answer: &Json) -> Vec<String> {
    let state = answer["columns"].as_array().expect("columns").iter().position(|column| column == "state");
    let is_settled = |row: &Json| row[state.expect("a column")] == "settled";
    let mut waiting = answer.clone();
    waiting["rows"].as_array_mut().expect("rows").retain(|row| !is_settled(row));
    let mut differences = compare::with_sheet(&sheet(books), &waiting);
    differences.extend(with_days(&days(books), answer));
    differences
}

/// Returns what it must answer of the lines that wait.
pub fn sheet<'b>(books: &'b Books<'b>) -> Sheet<'b> {
    let mut sheet = Sheet::new(&command(books).each_ref().map(String::as_str), &["day", "state"]);
    let last = last_day(books);
    for account in books.accounts.iter().filter(|account| account.is_paid) {
        let Some((state, day)) = waits(account, books.now, last) else { continue };
        let day = day.map_or_else(|| "-".to_owned(), |day| day.to_string()[..10].to_owned());
        let (due, amount) = match (state, account.booked) {
            ("to_take_back", Some(booked)) => (0, account.due.unwrap_or(0) - booked.income),
            ("unknown_refund", _) => (0, 0),
            _ => (account.due.unwrap_or(0), account.net.unwrap_or(0)),
        };
        let mut row = sheet.add(&[&day, state], account);
        row.count("lines", 1).money("expected_known", due).money("amount_known", amount);
    }
    sheet
}

/// Tells why a line waits, and by which day it should come.
fn waits(account: &Account<'_>, now: Moment, last: Option<i64>) -> Option<(&'static str, Option<Moment>)> {
    if let Some(booked) = account.booked {
        return match account.due {
            None => Some(("unknown_refund", None)),
            Some(due) if booked.income > due => Some(("to_take_back", None)),
            Some(_) => None,
        };
    }
    let is_nothing = account.due.zip(account.commission).is_some_and(|(due, commission)| due == commission);
    if is_nothing || account.is_gift || account.moved.is_some() {
        return None;
    }
    let of_order = account.order.lines.iter().flat_map(|line| &line.after_sales).filter(|each| !each.names_line);
    let mut after_sales = account.line.after_sales.iter().filter(|each| each.names_line).chain(of_order);
    let is_open = after_sales.any(|each| each.at(now) == Some(State::Open));
    let completed = account.line.completed.filter(|at| *at <= now);
    Some(match completed {
        _ if !account.is_sold => ("closed", None),
        _ if is_open => ("open_after_sale", None),
        None => ("unfinished", None),
        Some(completed) => {
            let by = completed.plus(WITHIN * DAY);
            let is_late = now.day() > by.day();
            let is_covered = last.is_some_and(|last| by.day() < last);
            let state = match (is_late, is_covered) {
                (false, _) => "due",
                (true, true) => "overdue",
                (true, false) => "not_covered",
            };
            (state, Some(by))
        }
    })
}

/// Returns the last day that a statement or a fund flow has anything of.
fn last_day(books: &Books<'_>) -> Option<i64> {
    let lines = books.shop.orders.iter().flat_map(|order| &order.lines);
    let of_lines = lines.flat_map(|line| {
        line.bookings.iter().map(|booking| booking.at).chain(line.movements.iter().map(|movement| movement.at))
    });
    let loose = books.shop.loose.iter().filter_map(|loose| match &loose.entry {
        Entry::Booking(booking) => Some(booking.at),
        Entry::Movement(movement) => Some(movement.at),
        Entry::AfterSale(_) => None,
    });
    of_lines.chain(loose).filter(|at| *at <= books.now).map(Moment::day).max()
}

/// What is booked and moved on a day: bookings, 结算金额, and movements that settle something.
type Days = BTreeMap<String, (i64, Fen, Fen)>;

fn days(books: &Books<'_>) -> Days {
    let mut days = Days::new();
    let lines = || books.shop.orders(books.now).flat_map(|order| &order.lines);
    let loose = || books.shop.loose.iter().map(|loose| &loose.entry);
    let loose_bookings = loose().filter_map(|entry| if let Entry::Booking(each) = entry { Some(each) } else { None });
    let loose_movements = loose().filter_map(|entry| if let Entry::Movement(each) = entry { Some(each) } else { None });
    let mut day = |at: Moment, add: &dyn Fn(&mut (i64, Fen, Fen))| {
        if at <= books.now {
            add(days.entry(at.to_string()[..10].to_owned()).or_default());
        }
    };
    for booking in lines().flat_map(|line| &line.bookings).chain(loose_bookings) {
        day(booking.at, &|of| (of.0, of.1) = (of.0 + 1, of.1 + booking.amount()));
    }
    let settles = |scene: &str| scene.starts_with("货款结算") || scene.starts_with("退款");
    for movement in lines().flat_map(|line| &line.movements).chain(loose_movements) {
        if settles(movement.scene) {
            day(movement.at, &|of| of.2 += movement.amount);
        }
    }
    days
}

fn with_days(days: &Days, answer: &Json) -> Vec<String> {
    let number = |cell: &Json| compare::number(cell).unwrap_or(0);
    let rows = compare::rows(answer);
    let settled = rows.iter().filter(|row| row["state"] == "settled");
    let found: Days = settled
        .map(|row| {
            let day = row["day"].as_str().expect("a day").to_owned();
            (day, (number(&row["bookings"]), number(&row["amount"]), number(&row["moved"])))
        })
        .collect();
    let shown = |of: Option<&(i64, Fen, Fen)>| {
        of.map(|(bookings, amount, moved)| format!("{bookings} bookings, {}, moved {}", yuan(*amount), yuan(*moved)))
    };
    let all = days.keys().chain(found.keys().filter(|day| !days.contains_key(*day)));
    all.filter(|day| days.get(*day) != found.get(*day))
        .map(|day| format!("payouts, {day}: expected {:?}, found {:?}", shown(days.get(day)), shown(found.get(day))))
        .collect()
}
