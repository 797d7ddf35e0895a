//! What the fund flow moved.

use rustc_hash::FxHashMap;

use super::matching::{Matched, Merge};
use super::measures::add_known;
use super::query::Query;
use crate::packed::{self, Amount};
use crate::packed_row;
use crate::report::statuses;
use crate::store::StoreError;

/// What was moved to settle a line; out of the account is negative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    /// The sum.
    pub amount: Option<Amount>,
    /// The row of one of the movements.
    pub row: i64,
    has_line: bool,
}

impl Merge for Moved {
    fn merge(&mut self, other: &Self) {
        add_known(&mut self.amount, other.amount);
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

/// What moved in a scene that settles nothing.
pub(super) struct Scene {
    /// 动账场景.
    pub name: String,
    /// How many movements there were.
    pub movements: i64,
    /// Their sum; out of the account is negative.
    pub amount: Amount,
}

/// What the fund flow says.
pub(super) struct Movements {
    /// What settles lines.
    pub matched: Matched<Moved>,
    /// What settles nothing, the largest amount first.
    pub scenes: Vec<Scene>,
}

packed_row! {
    struct Movement of fund_flow { sub_order, order, ordered, moved, amount, scene }
}

/// Reads the fund flow of the shop.
pub(super) fn read(query: &Query<'_>) -> Result<Movements, StoreError> {
    let others = other_scenes(query)?;
    let mut sums: FxHashMap<packed::Scene, (i64, Amount)> = FxHashMap::default();
    let mut matched = Matched::new(query)?;
    query.scan(|id, row: Movement| match row.scene.filter(|scene| others.contains_key(scene)) {
        // What belongs to no order counts on the day on which it moved.
        Some(scene) if query.scope.has(row.ordered.or(row.moved)) => {
            let (movements, sum) = sums.entry(scene).or_insert((0, Amount::ZERO));
            *movements += 1;
            *sum += row.amount.unwrap_or(Amount::ZERO);
        }
        Some(_) => {}
        None => matched.put(row.sub_order, row.order, Moved { amount: row.amount, row: id, has_line: false }),
    })?;
    matched.settle(query)?;
    let mut scenes: Vec<Scene> = others
        .into_iter()
        .filter_map(|(code, name)| {
            let (movements, amount) = sums.get(&code).copied()?;
            Some(Scene { name, movements, amount })
        })
        .collect();
    scenes.sort_by(|one, other| (other.amount.abs(), &one.name).cmp(&(one.amount.abs(), &other.name)));
    Ok(Movements { matched, scenes })
}

/// Returns what tells whether a 动账场景 settles orders or takes a settlement back.
pub(super) fn settling_scenes(query: &Query<'_>) -> Result<impl Fn(Option<packed::Scene>) -> bool + use<>, StoreError> {
    let others = other_scenes(query)?;
    Ok(move |scene: Option<packed::Scene>| scene.is_none_or(|scene| !others.contains_key(&scene)))
}

/// Reads the texts of 动账场景 that settle nothing, by their codes.
fn other_scenes(query: &Query<'_>) -> Result<FxHashMap<packed::Scene, String>, StoreError> {
    packed_row! {
        struct Row of fund_flow { scene }
    }
    let sql = "SELECT scene FROM stored_fund_flows WHERE id = :id";
    let mut scenes = query.texts_by_code(|row: Row| row.scene, sql)?;
    scenes.retain(|_, name| !statuses::settles(name));
    Ok(scenes)
}
