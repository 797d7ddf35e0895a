//! Which payment is that of a cost whose export has no number of a movement.
//!
//! A payment is of a cost where both are for the same purpose, name the same order, and have the same amount; or where all costs of the
//! order that are left come to all of its payments that are left. Where an order has both, and they come to different amounts, nobody
//! knows which are the same.

use rustc_hash::{FxHashMap, FxHashSet};

use super::billed_costs::Purpose;
use super::order_ids::Named;
use crate::packed::{Amount, Id, Moment};

/// A cost or a payment, by what tells whether they are the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub purpose: Purpose,
    pub named: Option<Named>,
    /// What was paid; below zero where it came back.
    pub amount: Amount,
    pub time: Option<Moment>,
}

impl Item {
    fn line(&self) -> Option<Id> {
        self.named.and_then(|named| named.line)
    }

    /// Returns what costs and payments have to have in common: the purpose, whether it came back, and the order.
    fn side(&self) -> (Purpose, bool, Option<Id>) {
        (self.purpose, self.amount < Amount::ZERO, self.named.map(|named| named.order))
    }
}

/// What is known of the payment of a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payment {
    /// It is the one of this index.
    Of(usize),
    /// It is among others of its order, which come to what its costs come to.
    Together,
    /// There is none.
    None,
    /// There may be one.
    Unclear,
}

/// Finds the payments of costs. Returns what is known of each cost, in their order.
pub(super) fn find(costs: &[Item], payments: &[Item]) -> Vec<Payment> {
    let mut found = vec![Payment::None; costs.len()];
    let mut sides: FxHashMap<_, Sides> = FxHashMap::default();
    for (index, cost) in costs.iter().enumerate() {
        sides.entry(cost.side()).or_default().costs.push(index);
    }
    let mut nameless: FxHashMap<_, Vec<Amount>> = FxHashMap::default();
    for (index, payment) in payments.iter().enumerate() {
        if let (purpose, is_back, None) = payment.side() {
            nameless.entry((purpose, is_back)).or_default().push(payment.amount);
        } else if let Some(sides) = sides.get_mut(&payment.side()) {
            sides.payments.push(index);
        }
    }
    for sides in sides.values_mut() {
        sides.settle(costs, payments, &mut found);
    }
    // What names no order may be of any.
    for (cost, found) in costs.iter().zip(&mut found).filter(|(_, found)| **found == Payment::None) {
        let (purpose, is_back, order) = cost.side();
        let may_have_it = |paid: &Amount| order.is_none() || may_pay(*paid, cost);
        if nameless.get(&(purpose, is_back)).is_some_and(|paid| paid.iter().any(may_have_it)) {
            *found = Payment::Unclear;
        }
    }
    found
}

/// Tells whether a payment that names no order may be that of a cost: bills are paid together, premiums one by one.
fn may_pay(paid: Amount, cost: &Item) -> bool {
    if cost.purpose == Purpose::Insurance { paid == cost.amount } else { paid.abs() >= cost.amount.abs() }
}

/// The costs and the payments of one order and purpose that are on the same side of zero, by their indexes.
#[derive(Default)]
struct Sides {
    costs: Vec<usize>,
    payments: Vec<usize>,
}

impl Sides {
    /// Finds the payments of the costs.
    fn settle(&mut self, costs: &[Item], payments: &[Item], found: &mut [Payment]) {
        if self.payments.is_empty() {
            return;
        }
        // What is equal in these is equal to a reader, whatever the order of the files.
        let rank = |item: &Item| (item.amount, item.line(), item.time);
        self.costs.sort_by_key(|index| rank(&costs[*index]));
        self.payments.sort_by_key(|index| rank(&payments[*index]));
        // Where a cost names no line, it leaves the payments that name none to those that do.
        for (of_line, paid_for_line) in [(true, true), (false, true), (true, false), (false, false)] {
            self.pair(costs, payments, found, of_line, paid_for_line);
        }
        self.settle_rest(costs, payments, found);
    }

    /// Pairs costs that name a line, or do not, with payments that do, or do not, by the amount; where both do, by the line, too.
    fn pair(&mut self, costs: &[Item], payments: &[Item], found: &mut [Payment], of_line: bool, paid_for_line: bool) {
        let key = |item: &Item| (item.amount, item.line().filter(|_| of_line && paid_for_line));
        let mut open: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for index in self.payments.iter().rev().filter(|index| payments[**index].line().is_some() == paid_for_line) {
            open.entry(key(&payments[*index])).or_default().push(*index);
        }
        let mut used = FxHashSet::default();
        self.costs.retain(|index| {
            let cost = &costs[*index];
            let payment = Some(cost).filter(|cost| cost.line().is_some() == of_line);
            let payment = payment.and_then(|cost| open.get_mut(&key(cost))).and_then(Vec::pop);
            used.extend(payment);
            found[*index] = payment.map_or(Payment::None, Payment::Of);
            payment.is_none()
        });
        self.payments.retain(|index| !used.contains(index));
    }

    /// Finds what is known of the costs that no payment is equal to.
    fn settle_rest(&self, costs: &[Item], payments: &[Item], found: &mut [Payment]) {
        if self.payments.is_empty() {
            return;
        }
        let (of, paid) = (|index: &usize| &costs[*index], |index: &usize| &payments[*index]);
        let lines_of = |items: &mut dyn Iterator<Item = &Item>| items.filter_map(Item::line).collect::<FxHashSet<Id>>();
        let billed_lines = lines_of(&mut self.costs.iter().map(of));
        let lines = lines_of(&mut self.payments.iter().map(paid));
        let is_of_one = billed_lines.is_empty() || lines.is_empty() || billed_lines == lines && lines.len() == 1;
        let billed: Amount = self.costs.iter().map(|index| of(index).amount).sum();
        let all_paid: Amount = self.payments.iter().map(|index| paid(index).amount).sum();
        let is_together = billed == all_paid && is_of_one;
        let paid_lines: FxHashSet<Option<Id>> = self.payments.iter().map(|index| paid(index).line()).collect();
        for index in &self.costs {
            let line = costs[*index].line();
            let may_be_paid = line.is_none() || paid_lines.contains(&None) || paid_lines.contains(&line);
            found[*index] = match may_be_paid {
                _ if is_together => Payment::Together,
                true => Payment::Unclear,
                false => Payment::None,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes items of bills: the order, the line or 0, the amount.
    fn items<const N: usize>(of: [(i64, i64, i64); N]) -> [Item; N] {
        let id = |number: i64| Id::of(&number.to_string());
        of.map(|(order, line, amount)| {
            let named = (order > 0).then(|| Named { order: id(order), line: (line > 0).then(|| id(line)) });
            Item { purpose: Purpose::Inspection, named, amount: Amount::of(amount), time: None }
        })
    }

    #[test]
    fn a_payment_of_the_order_and_the_amount_is_that_of_the_cost() {
        use Payment::{None, Of, Together, Unclear};
        let found = |costs: &[Item], payments: &[Item]| find(costs, payments);
        // The line on one side, the order on the other.
        assert_eq!(found(&items([(1, 0, 300)]), &items([(1, 11, 300)])), [Of(0)]);
        assert_eq!(found(&items([(1, 11, 300)]), &items([(1, 0, 300)])), [Of(0)]);
        // Other lines, other orders, and what came back are not.
        assert_eq!(found(&items([(1, 11, 300)]), &items([(1, 12, 300)])), [None]);
        assert_eq!(found(&items([(1, 0, 300)]), &items([(2, 0, 300)])), [None]);
        assert_eq!(found(&items([(1, 0, 300)]), &items([(1, 0, -300), (1, 0, -100)])), [None]);
        assert_eq!(found(&items([(1, 0, -300)]), &items([(1, 0, 300), (1, 0, -300)])), [Of(1)]);
        // One payment pays once.
        assert_eq!(found(&items([(1, 0, 300), (1, 0, 300)]), &items([(1, 0, 300)])), [Of(0), None]);
        // The first could take the payment of the order, but then the second had none.
        assert_eq!(found(&items([(1, 0, 300), (1, 12, 300)]), &items([(1, 0, 300), (1, 11, 300)])), [Of(1), Of(0)]);
        // Of another amount nobody knows, but two that are paid together.
        assert_eq!(found(&items([(1, 0, 300)]), &items([(1, 0, 500)])), [Unclear]);
        assert_eq!(found(&items([(1, 0, 300), (1, 0, 200)]), &items([(1, 0, 500)])), [Together, Together]);
        assert_eq!(found(&items([(1, 11, 300), (1, 12, 200)]), &items([(1, 0, 500)])), [Together, Together]);
        let of_lines = items([(1, 11, 300), (1, 12, 200)]);
        assert_eq!(found(&of_lines, &items([(1, 11, 100), (1, 12, 400)])), [Unclear, Unclear]);
        assert_eq!(found(&items([(1, 11, 300)]), &items([(1, 12, 200)])), [None]);
    }

    #[test]
    fn a_payment_of_no_order_may_be_that_of_any() {
        use Payment::{None, Of, Unclear};
        assert_eq!(find(&items([(1, 0, 300)]), &items([(0, 0, 900)])), [Unclear]);
        assert_eq!(find(&items([(1, 0, 300)]), &items([(0, 0, 200)])), [None]);
        assert_eq!(find(&items([(0, 0, 300)]), &items([(0, 0, 200)])), [Unclear]);
        assert_eq!(find(&items([(1, 0, 300)]), &items([(0, 0, 900), (1, 0, 300)])), [Of(1)]);
    }
}
