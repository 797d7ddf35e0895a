//! What the fund flow moved.

use rustc_hash::FxHashMap;

use super::by_line::{Merge, Told};
use super::question::Question;
use super::sums::add;
use crate::model::export::ExportKind;
use crate::model::figure::NONE;
use crate::report::words;
use crate::store::StoreError;

/// What was moved to settle a line, out of the account negative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moved {
    /// The sum.
    pub amount: i64,
    /// The row of one of the movements.
    pub row: i64,
    /// How many movements there are.
    pub movements: u32,
    /// Whether an order line was found for them.
    met: bool,
}

impl Merge for Moved {
    fn merge(&mut self, other: &Self) {
        add(&mut self.amount, other.amount);
        self.movements += other.movements;
    }

    fn meet(&mut self) {
        self.met = true;
    }

    fn is_met(&self) -> bool {
        self.met
    }
}

/// What moved in a scene that settles nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// 动账场景.
    pub name: String,
    /// The movements.
    pub movements: i64,
    /// Their sum in fen, out of the account negative.
    pub amount: i64,
}

/// What the fund flow says.
pub(super) struct Movements {
    /// What settles lines.
    pub told: Told<Moved>,
    /// What settles nothing, the largest first.
    pub scenes: Vec<Scene>,
}

impl Question<'_> {
    /// Reads the fund flow.
    pub(super) fn movements(&self) -> Result<Movements, StoreError> {
        let asked = self.asked();
        let names = self.texts(ExportKind::Funds, "scene", "SELECT scene FROM stored_fund_flows WHERE id = :id")?;
        let others: FxHashMap<i64, String> = names.into_iter().filter(|(_, name)| !words::settles(name)).collect();
        let mut sums: FxHashMap<i64, (i64, i64)> = FxHashMap::default();
        let mut told = Told::new(self)?;
        let figures = ["shop", "current", "sub_order", "order", "ordered", "moved", "amount", "scene"];
        self.each(
            ExportKind::Funds,
            figures,
            |row, [shop, current, sub_order, order, ordered, moved, amount, scene]| {
                if !asked.is_of_shop(shop) || current != 1 {
                    return;
                }
                if others.contains_key(&scene) {
                    // What belongs to no order counts on the day on which it moved.
                    if !asked.has(shop, if ordered == NONE { moved } else { ordered }) {
                        return;
                    }
                    let (movements, sum) = sums.entry(scene).or_default();
                    *movements += 1;
                    *sum = sum.saturating_add(if amount == NONE { 0 } else { amount });
                } else {
                    told.put(sub_order, order, Moved { amount, row, movements: 1, met: false });
                }
            },
        )?;
        told.settle(self)?;
        let mut scenes: Vec<Scene> = others
            .into_iter()
            .filter_map(|(code, name)| {
                let (movements, amount) = sums.get(&code).copied()?;
                Some(Scene { name, movements, amount })
            })
            .collect();
        scenes.sort_by(|one, other| (other.amount.abs(), &one.name).cmp(&(one.amount.abs(), &other.name)));
        Ok(Movements { told, scenes })
    }
}
