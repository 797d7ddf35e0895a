//! What `restated` must answer: what became of lines between two moments, by the day of their order.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::books::{Account, Books};
use super::compare;

/// The columns in the order of a row below.
const COLUMNS: [&str; 6] =
    ["lines", "status_changed", "paid_changed", "after_sale_changed", "amount_before_known", "amount_known"];

/// Lists how an answer differs from what changed between the books of two moments. The orders of the last day were not complete.
pub fn differences(then: &Books<'_>, now: &Books<'_>, answer: &Json) -> Vec<String> {
    let mut days: BTreeMap<String, [i64; 6]> = BTreeMap::new();
    let complete = then.accounts.iter().filter(|account| account.order.submitted.day() < then.now.day());
    let since: BTreeMap<&str, &Account<'_>> =
        now.accounts.iter().map(|account| (account.line.id.as_str(), account)).collect();
    for before in complete {
        let (line, after) = (before.line, since[before.line.id.as_str()]);
        let of = days.entry(before.order.submitted.to_string()[..10].to_owned()).or_default();
        let changed = [
            line.status(then.now) != line.status(now.now),
            before.is_paid != after.is_paid,
            line.word(then.now) != line.word(now.now),
        ];
        of[0] += i64::from(changed.contains(&true));
        for (count, changed) in of[1..4].iter_mut().zip(changed) {
            *count += i64::from(changed);
        }
        let sold = |account: &Account<'_>| if account.is_sold { line.payable } else { 0 };
        (of[4], of[5]) = (of[4] + sold(before), of[5] + sold(after));
    }
    days.retain(|_, of| of[0] > 0);
    let found: BTreeMap<String, [i64; 6]> = compare::rows(answer)
        .into_iter()
        .map(|row| {
            let cells = COLUMNS.map(|column| compare::number(&row[column]).unwrap_or(-1));
            (row["day"].as_str().expect("a day").to_owned(), cells)
        })
        .collect();
    let all = days.keys().chain(found.keys().filter(|day| !days.contains_key(*day)));
    all.filter(|day| days.get(*day) != found.get(*day))
        .map(|day| format!("restated, {day}, {COLUMNS:?}: expected {:?}, found {:?}", days.get(day), found.get(day)))
        .collect()
}
