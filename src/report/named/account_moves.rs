//! The movements of a shop's accounts, from the account ledger and the fund flow. What stands in both counts once.

use rustc_hash::{FxHashMap, FxHashSet};

use super::query::Query;
use crate::packed::{Account, Amount, Id, Moment, Scene};
use crate::packed_row;
use crate::store::StoreError;

/// The export that a movement is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Origin {
    /// The account ledger.
    Ledger,
    /// The fund flow; the ledger does not have the movement.
    FundFlow,
}

/// A movement of money. What leaves the account is below zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Movement {
    pub origin: Origin,
    /// Its row in the table of its export.
    pub row: i64,
    pub flow: Option<Id>,
    pub sub_order: Option<Id>,
    pub order: Option<Id>,
    pub moved: Option<Moment>,
    pub amount: Option<Amount>,
    pub scene: Option<Scene>,
    pub account: Option<Account>,
    /// What the account holds after it. Only the ledger says it.
    pub balance: Option<Amount>,
}

packed_row! {
    struct Entry of ledger_entry { flow, sub_order, order, moved, amount, balance, scene, account }
}

packed_row! {
    struct FundMovement of fund_flow { flow, sub_order, order, moved, amount, scene }
}

/// Gives `take` each movement of the shop: those of the ledger, then those that only the fund flow has. Returns how many of
/// those that are asked for stand in both.
pub(super) fn read(query: &Query<'_>, mut take: impl FnMut(&Movement)) -> Result<i64, StoreError> {
    let has_flows = query.has_rows("stored_fund_flows")?;
    let (mut known, mut in_both) = (FxHashSet::<Id>::default(), 0);
    query.scan(|row, entry: Entry| {
        let Entry { flow, sub_order, order, moved, amount, balance, scene, account } = entry;
        known.extend(flow.filter(|_| has_flows));
        let origin = Origin::Ledger;
        take(&Movement { origin, row, flow, sub_order, order, moved, amount, scene, account, balance });
    })?;
    query.scan(|row, entry: FundMovement| {
        let FundMovement { flow, sub_order, order, moved, amount, scene } = entry;
        if flow.is_some_and(|flow| known.contains(&flow)) {
            in_both += i64::from(query.scope.has(moved));
            return;
        }
        let (origin, account, balance) = (Origin::FundFlow, None, None);
        take(&Movement { origin, row, flow, sub_order, order, moved, amount, scene, account, balance });
    })?;
    Ok(in_both)
}

/// Reads the texts of 动账场景 by their codes.
pub(super) fn scenes(query: &Query<'_>) -> Result<FxHashMap<Scene, String>, StoreError> {
    packed_row! {
        struct OfLedger of ledger_entry { scene }
    }
    packed_row! {
        struct OfFlow of fund_flow { scene }
    }
    let mut texts = query.texts_by_code(|row: OfLedger| row.scene, "SELECT scene FROM stored_ledger WHERE id = :id")?;
    texts.extend(query.texts_by_code(|row: OfFlow| row.scene, "SELECT scene FROM stored_fund_flows WHERE id = :id")?);
    Ok(texts)
}
