//! How many buyers groups of lines have, and how many of them ordered again.

use super::groups::GroupColumn;
use super::measures::{Measures, measures};
use crate::packed::{Buyer, Id};

measures! {
    /// What is known of the buyers of a group.
    struct BuyersOfGroup {
        buyers,
        /// Buyers with more than one order.
        repeat_buyers,
        /// The least certainty of a buyer with more than one order.
        certainty,
    }
}

/// Counts the buyers of groups of lines.
#[derive(Default)]
pub(super) struct Buyers {
    /// Group, buyer and order of each line.
    bought: Vec<(u32, Buyer, Option<Id>)>,
}

impl Buyers {
    /// Names what is counted of each group.
    pub(super) fn names() -> Vec<&'static str> {
        BuyersOfGroup::names()
    }

    /// Takes a line of a group.
    pub(super) fn put(&mut self, group: usize, buyer: Option<Buyer>, order: Option<Id>) {
        if let Some(buyer) = buyer {
            self.bought.push((u32::try_from(group).unwrap_or(u32::MAX), buyer, order));
        }
    }

    /// Counts the buyers of each of the groups.
    pub(super) fn count(mut self, groups: usize) -> Vec<GroupColumn> {
        self.bought.sort_unstable();
        self.bought.dedup();
        let none = BuyersOfGroup { buyers: 0.into(), repeat_buyers: 0.into(), ..BuyersOfGroup::default() };
        let mut counted = vec![none; groups];
        let mut certainties = vec![None; groups];
        for orders in self.bought.chunk_by(|one, next| (one.0, one.1) == (next.0, next.1)) {
            let (group, buyer, _) = orders[0];
            let group = group as usize;
            let is_repeat = orders.iter().filter(|(_, _, order)| order.is_some()).count() > 1;
            counted[group].add(&BuyersOfGroup {
                buyers: 1.into(),
                repeat_buyers: is_repeat.into(),
                ..BuyersOfGroup::default()
            });
            if is_repeat {
                let certainty = buyer.certainty();
                certainties[group] = Some(certainties[group].map_or(certainty, |least| certainty.min(least)));
            }
        }
        for (counted, certainty) in counted.iter_mut().zip(certainties) {
            counted.certainty = certainty.map(|certainty| certainty as i64).map(Into::into).unwrap_or_default();
        }
        GroupColumn::of(&counted)
    }
}
