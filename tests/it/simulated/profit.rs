//! What `profit` must answer: of each line what it brings in and what was paid for it, and what was paid for none.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::books::{Account, Books};
use super::compare;
use super::expenses::{inspection, premium, spend, unit_cost};
use super::life::End;
use super::moment::Moment;
use super::money::Fen;
use super::shop::Entry;

/// The sums of a row by its columns.
type Sums = BTreeMap<&'static str, Fen>;

/// What became of the goods of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Goods {
    /// They never went out, or all of them came back.
    Here,
    Gone,
    /// Nobody knows how much money went back, and so whether they came back.
    Unknown,
}

/// Adds up what the books have, as a whole or by month.
fn rows(books: &Books<'_>, shares: &Spread, by_month: bool) -> BTreeMap<String, Sums> {
    let mut rows: BTreeMap<String, Sums> = BTreeMap::new();
    let unallocated = if by_month { "none" } else { "" };
    for (place, account) in books.accounts.iter().enumerate() {
        let month = if by_month { account.order.submitted.month() } else { String::new() };
        add(rows.entry(month).or_default(), account, books.now, shares.of_lines[place]);
    }
    // The shop pays for some premiums that name no order.
    let nameless = books.shop.loose.iter().filter_map(|loose| match &loose.entry {
        Entry::Movement(each) if loose.order_id.is_none() && each.at <= books.now => Some(each),
        _ => None,
    });
    let premiums: Fen = nameless.filter(|each| each.scene == "运费险扣费").map(|each| -each.amount).sum();
    let rest = rows.entry(unallocated.to_owned()).or_default();
    for (column, amount) in [("insurance_known", premiums), ("spend_known", shares.of_no_line)] {
        *rest.entry(column).or_default() += amount;
        *rest.entry("unallocated").or_default() += amount;
        *rest.entry("profit_known").or_default() -= amount;
    }
    rows
}

/// Returns what is left of all lines whose costs are known, less what was paid for none.
pub fn left(books: &Books<'_>) -> Fen {
    rows(books, &Spread::of(books), false).values().filter_map(|sums| sums.get("profit_known")).sum()
}

/// Lists how an answer, as a whole or by month, differs from the books.
pub fn differences(books: &Books<'_>, by_month: bool, answer: &Json) -> Vec<String> {
    let shares = Spread::of(books);
    let rows = rows(books, &shares, by_month);
    let found = compare::rows(answer);
    let mut differences = Vec::new();
    for (month, sums) in &rows {
        let is_it = |row: &&BTreeMap<String, Json>| {
            !by_month
                || row["period"].as_str().unwrap_or("none") == month
                    && (month != "none" || row["part"] == "unallocated")
        };
        let row = found.iter().find(is_it);
        for (column, sum) in sums {
            let value = row.and_then(|row| compare::number(&row[*column]));
            // Where a fen could go to one of two lines, it may have gone to the one whose profit is not known.
            let may_differ = if *column == "profit_known" { shares.ambiguous } else { 0 };
            if value.unwrap_or(0).abs_diff(*sum) > may_differ {
                differences.push(format!("profit, {month:?}, {column}: expected {sum} fen, found {value:?}"));
            }
        }
    }
    if found.len() != rows.len() {
        differences.push(format!("profit: {} rows in place of {}", found.len(), rows.len()));
    }
    differences
}

/// Adds what a line brings in and what was paid for it.
fn add(sums: &mut Sums, account: &Account<'_>, now: Moment, spend: Fen) {
    let line = account.line;
    let mut put = |column, amount: Fen| *sums.entry(column).or_default() += amount;
    let premium = premium(line).filter(|premium| premium.insured <= now && !premium.is_of_platform);
    let insurance = premium.as_ref().map_or(0, |premium| premium.amount);
    let inspected = inspection(line).filter(|bill| bill.happened <= now).map_or(0, |bill| bill.amount);
    let small_sums = line.movements.iter().filter(|each| each.at <= now && each.scene == "小额打款");
    let compensation: Fen = small_sums.map(|each| -each.amount).sum();
    put("insurance_known", insurance);
    put("inspection_known", inspected);
    put("compensation", compensation);
    put("spend_known", spend);
    // Bills, and policies that are not charged yet, name an order. Where that has several lines, nobody knows for which of them it is.
    let names_order = account.order.lines.len() > 1 && line.id == account.order.id;
    let of_order = match premium {
        _ if !names_order => 0,
        Some(premium) if premium.charged > now => inspected + insurance,
        _ => inspected,
    };
    put("profit_known", -of_order);
    let mut costs = insurance + inspected + compensation + spend - of_order;
    let goods = if account.is_paid || account.is_gift { goods(account, now) } else { Goods::Here };
    let pieces = unit_cost(account.order, line).map(|cost| cost * line.quantity);
    let cost = match goods {
        Goods::Here => Some(0),
        Goods::Gone => pieces,
        Goods::Unknown => None,
    };
    put("cost_lines", (goods != Goods::Here).into());
    put("cost_known", cost.unwrap_or(0));
    put("cost_unknown_lines", cost.is_none().into());
    costs += cost.unwrap_or(0);
    let net = if account.is_paid { account.net } else { Some(0) };
    if account.is_paid {
        put("lines", 1);
        put("paid", line.payable);
        put("net_known", net.unwrap_or(0));
        put("net_unknown_lines", net.is_none().into());
    }
    match net.filter(|_| cost.is_some()) {
        Some(net) => put("profit_known", net - costs),
        None => put("profit_unknown_lines", 1),
    }
}

/// Tells what became of the goods of a line: they came back where all the money went back, unless the after-sale was for the money alone.
fn goods(account: &Account<'_>, now: Moment) -> Goods {
    let line = account.line;
    if line.shipped.is_none_or(|at| at > now) {
        return Goods::Here;
    }
    let is_alone = account.order.lines.len() == 1;
    let finished = line.after_sales.iter().filter(|each| {
        (each.names_line || is_alone) && each.end.is_some_and(|(at, how)| at <= now && how == End::Refunded)
    });
    let types: Vec<&str> = finished.map(|each| each.of_type).collect();
    let came_back = types.iter().any(|of_type| of_type.contains("退货") || of_type.contains("未发货"));
    let is_closed = line.closed.is_some_and(|(at, _)| at <= now);
    let refunds = if account.is_paid { account.refunds } else { Some(0) };
    let Some(refunds) = refunds else { return Goods::Unknown };
    let is_whole = if line.payable == 0 { is_closed || came_back } else { refunds >= line.payable };
    if is_whole && (came_back || types.is_empty()) { Goods::Here } else { Goods::Gone }
}

/// What was spent on advertising, spread over the lines of each day by what was paid for them.
struct Spread {
    /// By the place of the line in the books.
    of_lines: Vec<Fen>,
    of_no_line: Fen,
    /// How many fen could as well belong to another line.
    ambiguous: u64,
}

impl Spread {
    fn of(books: &Books<'_>) -> Self {
        let mut spread = Self { of_lines: vec![0; books.accounts.len()], of_no_line: 0, ambiguous: 0 };
        for of_day in spend(books.now) {
            let sum = of_day.cash + of_day.granted;
            let is_of_day =
                |account: &Account<'_>| account.is_paid && account.order.submitted.day() == of_day.day.day();
            let lines = books.accounts.iter().enumerate().filter(|(_, account)| is_of_day(account));
            let lines: Vec<(usize, Fen)> =
                lines.map(|(place, account)| (place, account.line.payable)).filter(|(_, paid)| *paid > 0).collect();
            let all: Fen = lines.iter().map(|(_, paid)| paid).sum();
            if all == 0 {
                spread.of_no_line += sum;
                continue;
            }
            let mut parts: Vec<(Fen, usize, Fen)> =
                lines.iter().map(|(place, paid)| (sum * paid % all, *place, sum * paid / all)).collect();
            parts.sort_unstable_by_key(|(lost, ..)| -lost);
            let missing = usize::try_from(sum - parts.iter().map(|(.., part)| part).sum::<Fen>()).expect("few fen");
            let is_tied = missing > 0 && parts.get(missing).is_some_and(|next| next.0 == parts[missing - 1].0);
            spread.ambiguous += u64::from(is_tied);
            for (rank, (_, place, part)) in parts.into_iter().enumerate() {
                spread.of_lines[place] = part + Fen::from(rank < missing);
            }
        }
        spread
    }
}
