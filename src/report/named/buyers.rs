//! Who bought what, and in how many orders.

use crate::model::buyer::Confidence;
use crate::model::figure::NONE;

/// Gathers the orders of buyers in groups of lines.
#[derive(Default)]
pub(super) struct Buyers {
    /// Group, buyer and order, as often as they come.
    bought: Vec<(u32, i64, i64)>,
}

/// Tells of the buyers of a group: how many, how many with more than one order, and the least [`Confidence`] among these.
pub(super) const BUYERS: [&str; 3] = ["buyers", "repeat_buyers", "sureness"];

impl Buyers {
    /// Counts the order of a line, whose buyer may not be told.
    pub(super) fn meet(&mut self, group: usize, buyer: i64, order: i64) {
        if buyer != NONE {
            self.bought.push((u32::try_from(group).unwrap_or(u32::MAX), buyer, order));
        }
    }

    /// Counts the buyers of each of the groups, as [`BUYERS`] has it.
    pub(super) fn count(mut self, groups: usize) -> Vec<Vec<i64>> {
        self.bought.sort_unstable();
        self.bought.dedup();
        let mut counted = vec![vec![0, 0, NONE]; groups];
        for orders in self.bought.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
            let (group, buyer, _) = orders[0];
            let counted = &mut counted[group as usize];
            counted[0] += 1;
            if orders.iter().filter(|(_, _, order)| *order != NONE).count() > 1 {
                counted[1] += 1;
                let sureness = Confidence::of_code(buyer) as i64;
                counted[2] = if counted[2] == NONE { sureness } else { sureness.min(counted[2]) };
            }
        }
        counted
    }
}
