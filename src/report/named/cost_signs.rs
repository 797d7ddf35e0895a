//! Whether a cost that stands below zero in its file was paid or came back.
//!
//! A premium and a bill are costs, and some files write costs below zero. What is below zero came back only where the file says so.

use rustc_hash::FxHashMap;

use super::billed_costs::Purpose;
use super::query::Query;
use crate::store::StoreError;

/// What a cost below zero is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// Its file has costs below zero: it was paid.
    Paid,
    /// Its file says that it came back.
    Back,
    /// Its file has costs on both sides of zero, and does not say what the lower ones are.
    Unknown,
}

/// Where the costs of an export stand, and what in it says that one came back.
struct Export {
    table: &'static str,
    amount: &'static str,
    /// The columns whose words count.
    says: &'static [&'static str],
    words: &'static [&'static str],
    /// A condition that the sign is already that of a cost paid, or of one that came back, as an import has made it.
    is_paid: &'static str,
    is_back: &'static str,
}

const PREMIUMS: Export = Export {
    table: "stored_premiums",
    amount: "premium",
    says: &["status", "summary"],
    words: &["退费", "退款", "退还", "返还", "退保", "已退"],
    // A list of movements has the amount of the account: below zero, it left it.
    is_paid: "coalesce(amount, 0) < 0",
    is_back: "coalesce(amount, 0) > 0",
};

const BILLS: Export = Export {
    table: "stored_warehouse_bills",
    amount: "amount",
    says: &["fee_item", "status"],
    words: &["退费", "退款", "退还", "返还", "冲销", "冲正", "冲减", "红冲", "减免"],
    is_paid: "FALSE",
    is_back: "FALSE",
};

/// Tells what the costs below zero are, by their rows.
pub(super) fn below_zero(query: &Query<'_>, purpose: Purpose) -> Result<FxHashMap<i64, Sign>, StoreError> {
    let Export { table, amount, says, words, is_paid, is_back } =
        if purpose == Purpose::Insurance { PREMIUMS } else { BILLS };
    let says: Vec<String> = says
        .iter()
        .flat_map(|column| words.iter().map(move |word| format!("coalesce({column}, '') LIKE '%{word}%'")))
        .collect();
    let says = says.join(" OR ");
    // A file signs all its costs alike, so all its rows tell how, those that a newer file has again, too.
    let sql = format!(
        "WITH below AS (
             SELECT id, import_id, {is_paid} AS is_paid, ({is_back} OR {says}) AS is_back FROM {table}
             WHERE shop_id = :shop_id AND current AND {amount} < 0
         ), mixed AS (
             SELECT DISTINCT import_id FROM {table}
             WHERE import_id IN (SELECT import_id FROM below) AND {amount} > 0 AND NOT ({says})
         )
         SELECT id, is_paid, is_back, import_id IN (SELECT import_id FROM mixed) FROM below"
    );
    let sign = |[is_paid, is_back, is_mixed]: [bool; 3]| match () {
        () if is_paid => Sign::Paid,
        () if is_back => Sign::Back,
        () if is_mixed => Sign::Unknown,
        () => Sign::Paid,
    };
    let found: Vec<(i64, Sign)> =
        query.ask(&sql, &[], |row| Ok((row.get(0)?, sign([row.get(1)?, row.get(2)?, row.get(3)?]))))?;
    Ok(found.into_iter().collect())
}
