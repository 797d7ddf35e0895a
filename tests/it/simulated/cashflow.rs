//! What `cashflow` must answer: the movements of the ledger by scene and month, and the balances before and after.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::books::Books;
use super::compare;
use super::expenses::{LedgerEntry, OPENING_BALANCE, ledger};
use super::money::Fen;

/// The movements of a scene in a month that come in, or that go out: how many, and their sum.
type Scenes = BTreeMap<(String, String, &'static str), (i64, Fen)>;

/// Lists how an answer by month differs from the ledger of the books.
pub fn differences(books: &Books<'_>, answer: &Json) -> Vec<String> {
    let entries = ledger(books.shop, books.now);
    let (mut scenes, mut months) = (Scenes::new(), BTreeMap::<String, (Fen, Fen)>::new());
    let mut before = OPENING_BALANCE;
    for LedgerEntry { at, amount, scene, balance, .. } in &entries {
        let direction = if *amount < 0 { "out" } else { "in" };
        let of_scene = scenes.entry((at.month(), (*scene).to_owned(), direction)).or_default();
        *of_scene = (of_scene.0 + 1, of_scene.1 + amount);
        months.entry(at.month()).or_insert((before, *balance)).1 = *balance;
        before = *balance;
    }
    let mut differences = Vec::new();
    for row in compare::rows(answer) {
        let text = |column: &str| row[column].as_str().unwrap_or("-").to_owned();
        let fen = |column: &str| compare::number(&row[column]);
        let (month, direction) = (text("period"), if row["direction"] == "in" { "in" } else { "out" });
        let expected = scenes.remove(&(month.clone(), text("scene"), direction));
        let found = row["movements"].as_i64().zip(fen("net_movement"));
        let balances = months.get(&month).copied();
        let is_right = expected.is_some() && expected == found && row["origin"] == "ledger";
        let holds = balances == fen("opening").zip(fen("closing")) && fen("unexplained") == Some(0);
        if !is_right || !holds {
            differences.push(format!("cashflow: expected {expected:?} and {balances:?}, found {row:?}"));
        }
    }
    differences.extend(scenes.into_iter().map(|missing| format!("cashflow lacks {missing:?}")));
    let totals = ["opening", "closing", "unexplained"].map(|column| compare::number(&answer["totals"][column]));
    let expected = [Some(OPENING_BALANCE), entries.last().map(|entry| entry.balance), Some(0)];
    if totals != expected {
        differences.push(format!("cashflow, totals: expected {expected:?}, found {totals:?}"));
    }
    differences
}
