//! Reads what orders cost beside their settlement.
//!
//! A cost stands in its own export, in the account ledger, or in the fund flow. What has the same 动账流水号 counts once. A cost without
//! one counts once where a payment is known to be its own, and is unknown where nobody can tell.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use super::account_moves::{self, Movement};
use super::billed_costs::{self, BilledCost, Purpose, called_off, charges_alone, payers_beside_the_shop};
use super::cost_signs::{self, Sign};
use super::matching::Matched;
use super::order_ids::{Named, OrderIds};
use super::paid_costs::{self, Item, Payment};
use super::query::Query;
use super::side_costs::{CostRemarks, Doubt, Said, SideCosts, mark_line, of_line, of_no_line};
use crate::packed::{Amount, Id, Payer};
use crate::store::StoreError;

/// What the exports say of the costs of a shop. Remarks are few, so rows without one have no room for it.
pub(super) struct Costs {
    known: Matched<Said<SideCosts>>,
    remarks: Matched<Said<CostRemarks>>,
}

/// What the exports say of the costs of a line, or of an order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LineCosts {
    pub known: SideCosts,
    pub remarks: CostRemarks,
}

impl Costs {
    /// Reads premiums, bills of warehouses, and the movements that no one of these has.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        let mut costs = Self { known: Matched::new(query)?, remarks: Matched::new(query)? };
        let others = payers_beside_the_shop(query)?;
        let billed = Billed::of(query, &others)?;
        let mut signs = Signs::default();
        let loose = costs.take_loose(query, &billed, &mut signs)?;
        let mut payments = Payments::of(query, &loose)?;
        let moved = costs.take_movements(query, &billed, &mut payments)?;
        costs.take_numbered(query, &others, &billed, &mut payments)?;
        costs.take_doubtful(query, &billed, &moved, &mut signs)?;
        costs.take_paid(query, &loose, payments);
        costs.known.settle(query)?;
        costs.remarks.settle(query)?;
        Ok(costs)
    }

    /// Notes that a line is imported, and returns what names it.
    pub(super) fn take_line(&mut self, key: Option<Id>) -> LineCosts {
        mark_line(&mut self.known, key);
        mark_line(&mut self.remarks, key);
        self.of_line(key)
    }

    /// Returns what names a line.
    pub(super) fn of_line(&self, key: Option<Id>) -> LineCosts {
        LineCosts { known: of_line(&self.known, key), remarks: of_line(&self.remarks, key) }
    }

    /// Tells whether something names an order of several lines, and none of these.
    pub(super) fn names_order(&self, order: Id) -> bool {
        self.known.orders.contains(order) || self.remarks.orders.contains(order)
    }

    /// Lists what names such orders.
    pub(super) fn of_orders(&self) -> impl Iterator<Item = (Id, LineCosts)> {
        let known =
            self.known.orders.iter().map(|(id, said)| (id, LineCosts { known: said.all, ..LineCosts::default() }));
        let remarks =
            self.remarks.orders.iter().map(|(id, said)| (id, LineCosts { remarks: said.all, ..LineCosts::default() }));
        known.chain(remarks)
    }

    /// Returns what names no line that is imported, on the days asked for.
    pub(super) fn of_no_line(&self) -> LineCosts {
        LineCosts { known: of_no_line(&self.known), remarks: of_no_line(&self.remarks) }
    }

    /// Returns the costs without the number of a movement, with their signs. Those that never will be charged are none.
    fn take_loose(
        &mut self,
        query: &Query<'_>,
        billed: &Billed,
        signs: &mut Signs,
    ) -> Result<Vec<BilledCost>, StoreError> {
        let mut loose = Vec::with_capacity(billed.without_number.len());
        let mut off: FxHashMap<Purpose, FxHashSet<i64>> = FxHashMap::default();
        for cost in &billed.without_number {
            let is_premium = cost.purpose == Purpose::Insurance;
            if is_premium && query.options.no_estimates {
                continue;
            }
            let off = match off.entry(cost.purpose) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(called_off(query, cost.purpose)?),
            };
            if off.contains(&cost.row) {
                continue;
            }
            match cost.amount {
                None => self.put_unknown(query, cost, Doubt::NoAmount),
                Some(amount) if amount < Amount::ZERO => match signs.amount(query, cost, amount)? {
                    Some(amount) => loose.push(BilledCost { amount: Some(amount), ..*cost }),
                    None => self.put_unknown(query, cost, Doubt::NoSign),
                },
                Some(amount) if amount.is_zero() => {}
                Some(_) => loose.push(*cost),
            }
        }
        Ok(loose)
    }

    /// Takes movements that no premium and no bill has. Returns what moved under the numbers that are asked about.
    fn take_movements(
        &mut self,
        query: &Query<'_>,
        billed: &Billed,
        payments: &mut Payments,
    ) -> Result<FxHashMap<Id, Amount>, StoreError> {
        let purposes: FxHashMap<_, _> = account_moves::scenes(query)?
            .into_iter()
            .filter_map(|(code, scene)| Some((code, Purpose::of(&scene)?)))
            .collect();
        let mut moved = FxHashMap::default();
        if purposes.is_empty() && billed.asked_about.is_empty() {
            return Ok(moved);
        }
        account_moves::read(query, |movement| {
            let Movement { row, flow, sub_order, order, moved: time, amount, .. } = *movement;
            let amount = amount.map(|amount| -amount);
            moved.extend(flow.filter(|flow| billed.asked_about.contains(flow)).zip(amount));
            let Some(purpose) = movement.scene.and_then(|scene| purposes.get(&scene)).copied() else { return };
            if flow.is_some_and(|flow| billed.numbers.contains(&flow)) {
                return;
            }
            let payment = BilledCost { row, purpose, sub_order, order, time, flow, amount };
            if payments.may_be(&payment) {
                payments.put(payment, false);
            } else if let Some(amount) = amount {
                self.put(query, &payment, amount);
            } else {
                self.put_unknown(query, &payment, Doubt::NoAmount);
            }
        })?;
        Ok(moved)
    }

    /// Takes what has the number of a movement, and an amount that leaves no doubt.
    fn take_numbered(
        &mut self,
        query: &Query<'_>,
        others: &FxHashSet<Payer>,
        billed: &Billed,
        payments: &mut Payments,
    ) -> Result<(), StoreError> {
        let mut charges = Vec::new();
        billed_costs::read(query, others, |cost| {
            let Some(amount) = cost.amount else { return };
            if cost.flow.is_some_and(|flow| !billed.asked_about.contains(&flow)) {
                self.put(query, &cost, amount);
                if cost.purpose == Purpose::Insurance && payments.may_be(&cost) {
                    charges.push(cost);
                }
            }
        })?;
        if !charges.is_empty() {
            let rows: Vec<i64> = charges.iter().map(|cost| cost.row).collect();
            let alone = charges_alone(query, &rows)?;
            charges.retain(|cost| alone.contains(&cost.row));
            for charge in charges {
                payments.put(charge, true);
            }
        }
        Ok(())
    }

    /// Takes what is billed under the number of a movement together with a cost that has no amount, or one below zero.
    fn take_doubtful(
        &mut self,
        query: &Query<'_>,
        billed: &Billed,
        moved: &FxHashMap<Id, Amount>,
        signs: &mut Signs,
    ) -> Result<(), StoreError> {
        for (flow, costs) in &billed.doubtful {
            let moved = moved.get(flow).copied();
            let (known, open): (Vec<&BilledCost>, Vec<&BilledCost>) =
                costs.iter().partition(|cost| cost.amount.is_some());
            let sum: Amount = known.iter().filter_map(|cost| cost.amount).sum();
            // What moved tells the sign of all that was billed under the number.
            let is = |other: Amount| open.is_empty() && !other.is_zero() && moved == Some(other);
            // What of the movement is left for the costs without an amount.
            let mut rest = moved;
            for cost in known {
                let amount = cost.amount.unwrap_or_default();
                let amount = match () {
                    () if is(sum) => Some(amount),
                    () if is(-sum) => Some(-amount),
                    () if amount < Amount::ZERO => signs.amount(query, cost, amount)?,
                    () => Some(amount),
                };
                match amount {
                    Some(amount) => self.put(query, cost, amount),
                    None => self.put_unknown(query, cost, Doubt::NoSign),
                }
                rest = rest.zip(amount).map(|(rest, amount)| rest - amount);
            }
            self.take_open(query, &open, moved.zip(rest));
        }
        Ok(())
    }

    /// Takes the costs without an amount that are billed under the number of one movement, by what moved and by what the others leave of
    /// it. Whose a rest would be of several, nobody knows.
    fn take_open(&mut self, query: &Query<'_>, open: &[&BilledCost], moved: Option<(Amount, Amount)>) {
        // Where more is billed than moved, something else has paid a part.
        let fits =
            |(moved, rest): &(Amount, Amount)| rest.is_zero() || (*rest < Amount::ZERO) == (*moved < Amount::ZERO);
        match (open, moved.filter(fits)) {
            ([cost], Some((_, rest))) => self.put(query, cost, rest),
            _ => open.iter().for_each(|cost| self.put_unknown(query, cost, Doubt::NoAmount)),
        }
    }

    /// Takes the costs without a number and what may have paid them, each of them once.
    fn take_paid(&mut self, query: &Query<'_>, loose: &[BilledCost], mut payments: Payments) {
        let costs: Vec<Item> = loose.iter().map(|cost| payments.item(cost)).collect();
        let items: Vec<Item> = payments.list.iter().map(|(payment, _)| payments.item(payment)).collect();
        for ((cost, item), found) in loose.iter().zip(&costs).zip(paid_costs::find(&costs, &items)) {
            match found {
                // Of the two, the one that names a line tells whose cost it is.
                Payment::Of(index) => {
                    let line = item.named.and_then(|named| named.line);
                    let paid_for = items[index].named.and_then(|named| named.line);
                    payments.list[index].0.sub_order = paid_for.or(line);
                }
                Payment::Together => {}
                Payment::None => {
                    let expected = (cost.purpose == Purpose::Insurance).into();
                    self.put_remarks(query, cost, CostRemarks { expected, ..CostRemarks::default() });
                    self.put(query, cost, item.amount);
                }
                Payment::Unclear => self.put_unknown(query, cost, Doubt::Unclear(item.amount)),
            }
        }
        for (payment, _) in payments.list.iter().filter(|(_, is_counted)| !is_counted) {
            self.put(query, payment, payment.amount.unwrap_or_default());
        }
    }

    fn put(&mut self, query: &Query<'_>, cost: &BilledCost, amount: Amount) {
        let costs = SideCosts::of(cost.purpose, amount);
        self.known.put(cost.sub_order, cost.order, Said::of(costs, query.scope.has(cost.time)));
    }

    fn put_unknown(&mut self, query: &Query<'_>, cost: &BilledCost, doubt: Doubt) {
        self.put_remarks(query, cost, CostRemarks::unknown_cost(cost.purpose, doubt));
    }

    fn put_remarks(&mut self, query: &Query<'_>, cost: &BilledCost, remarks: CostRemarks) {
        if remarks != CostRemarks::default() {
            self.remarks.put(cost.sub_order, cost.order, Said::of(remarks, query.scope.has(cost.time)));
        }
    }
}

/// What premiums and bills have to be told apart from movements.
#[derive(Default)]
struct Billed {
    /// The numbers of the movements that they name.
    numbers: FxHashSet<Id>,
    /// Those of these whose movement has to say the amount or the sign.
    asked_about: FxHashSet<Id>,
    /// The costs with these numbers.
    doubtful: FxHashMap<Id, Vec<BilledCost>>,
    /// The costs without a number.
    without_number: Vec<BilledCost>,
}

impl Billed {
    fn of(query: &Query<'_>, others: &FxHashSet<Payer>) -> Result<Self, StoreError> {
        let mut billed = Self::default();
        billed_costs::read(query, others, |cost| match cost.flow {
            None => billed.without_number.push(cost),
            Some(flow) => {
                billed.numbers.insert(flow);
                if cost.amount.is_none_or(|amount| amount < Amount::ZERO) {
                    billed.asked_about.insert(flow);
                }
            }
        })?;
        if billed.asked_about.is_empty() {
            return Ok(billed);
        }
        let Self { asked_about, doubtful, .. } = &mut billed;
        billed_costs::read(query, others, |cost| {
            if let Some(flow) = cost.flow.filter(|flow| asked_about.contains(flow)) {
                doubtful.entry(flow).or_default().push(cost);
            }
        })?;
        Ok(billed)
    }
}

/// The signs of costs below zero, read where there are any.
#[derive(Default)]
struct Signs {
    by_purpose: FxHashMap<Purpose, FxHashMap<i64, Sign>>,
}

impl Signs {
    /// Returns the amount of a cost below zero as a cost; nothing where its file does not say whether it came back.
    fn amount(&mut self, query: &Query<'_>, cost: &BilledCost, amount: Amount) -> Result<Option<Amount>, StoreError> {
        let signs = match self.by_purpose.entry(cost.purpose) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(cost_signs::below_zero(query, cost.purpose)?),
        };
        Ok(match signs.get(&cost.row).copied().unwrap_or(Sign::Unknown) {
            Sign::Paid => Some(amount.abs()),
            Sign::Back => Some(amount),
            Sign::Unknown => None,
        })
    }
}

/// What may have paid the costs without a number.
struct Payments {
    ids: OrderIds,
    /// What these costs are for, and the orders that they name; nothing of those that name none.
    orders: FxHashSet<(Purpose, Option<Id>)>,
    purposes: FxHashSet<Purpose>,
    /// Each payment, and whether it is counted already.
    list: Vec<(BilledCost, bool)>,
}

impl Payments {
    fn of(query: &Query<'_>, loose: &[BilledCost]) -> Result<Self, StoreError> {
        let ids = OrderIds::of(query, loose.iter().map(|cost| [cost.sub_order, cost.order]))?;
        let order = |cost: &BilledCost| ids.named(cost.sub_order, cost.order).map(|named| named.order);
        let orders = loose.iter().map(|cost| (cost.purpose, order(cost))).collect();
        Ok(Self { orders, purposes: loose.iter().map(|cost| cost.purpose).collect(), ids, list: Vec::new() })
    }

    /// Tells whether a payment may be that of one of the costs.
    fn may_be(&self, payment: &BilledCost) -> bool {
        self.purposes.contains(&payment.purpose)
            && payment.amount.is_some_and(|amount| !amount.is_zero())
            && self.named(payment).is_none_or(|named| self.orders.contains(&(payment.purpose, Some(named.order))))
    }

    fn put(&mut self, payment: BilledCost, is_counted: bool) {
        self.list.push((payment, is_counted));
    }

    fn named(&self, cost: &BilledCost) -> Option<Named> {
        self.ids.named(cost.sub_order, cost.order)
    }

    fn item(&self, cost: &BilledCost) -> Item {
        let (purpose, named, amount, time) =
            (cost.purpose, self.named(cost), cost.amount.unwrap_or_default(), cost.time);
        Item { purpose, named, amount, time }
    }
}
