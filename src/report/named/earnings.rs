//! What groups of lines earn: their net, and what comes off it.

use rustc_hash::FxHashMap;

use super::ad_spend::{Spend, SpendRemarks};
use super::cost_reading::{Costs, LineCosts};
use super::groups::{Distinct, GroupColumn, Groups};
use super::line_money::{MoneyColumns, Returns};
use super::line_placing::{Goods, Line, Part};
use super::measures::{Measure, Measures, measures};
use super::net::{GroupNet, NetMeasures, Nets, SoldBy};
use super::options::Rate;
use super::query::Query;
use super::side_costs::{CostRemarks, SideCosts, Together};
use crate::packed::{Amount, Id, Product, Status, Whole};
use crate::store::StoreError;

measures! {
    /// What is summed up of the lines of a group. Names that end in `_lines` count lines.
    pub(super) struct EarnedLines {
        /// Paid lines.
        lines,
        /// 应付 of these.
        amount,
        /// What the goods cost.
        cost,
        /// Lines whose goods went out and did not all come back.
        cost_lines,
        /// 应付 of these.
        cost_amount,
        /// 应付 of those with a cost.
        cost_known_amount,
        /// Lines of which it is not known what the goods cost.
        cost_unknown_lines,
        /// Those of these whose goods have no cost.
        unpriced_lines,
        /// Those whose goods have one, and of which nobody can tell whether they came back, since the refund is not known.
        perhaps_back_lines,
        /// Lines whose goods count as returned, though no export says so.
        assumed_back_lines,
        insurance,
        spend,
        compensation,
        inspection,
        /// All costs of the lines whose net and costs are known.
        kept_costs,
        /// The other lines, which the known part of the profit leaves out.
        left_out_lines,
    }
}

/// What a group earns.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Earned {
    pub lines: EarnedLines,
    pub net: NetMeasures,
    /// The net of the lines of which all costs are known, too.
    pub kept_net: NetMeasures,
    pub remarks: GroupRemarks,
}

/// What a reader has to know of the costs of a group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct GroupRemarks {
    pub costs: CostRemarks,
    /// The costs that are not known, beside those of lines that the known part of the profit leaves out for it.
    pub unknown_beside: i64,
}

impl GroupRemarks {
    /// Adds others.
    pub(super) fn add(&mut self, other: &Self) {
        self.costs.add(&other.costs);
        self.unknown_beside += other.unknown_beside;
    }

    /// Makes those of costs of no line that is counted.
    fn beside(costs: CostRemarks) -> Self {
        Self { costs, unknown_beside: costs.unknown() }
    }
}

impl Earned {
    /// Adds another group.
    pub(super) fn add(&mut self, other: &Self) {
        self.lines.add(&other.lines);
        self.net.add(&other.net);
        self.kept_net.add(&other.kept_net);
        self.remarks.add(&other.remarks);
    }
}

/// What belongs to no line, or to lines of several groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Unallocated {
    pub costs: SideCosts,
    pub spend: Amount,
    pub remarks: CostRemarks,
}

impl Unallocated {
    /// Tells whether there is none.
    pub(super) fn is_none(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, costs: &LineCosts) {
        self.costs.add(&costs.known);
        self.remarks.add(&costs.remarks);
    }

    /// Returns all of it together.
    pub(super) fn sum(&self) -> Amount {
        self.costs.sum() + self.spend
    }
}

/// What groups of lines are told apart by.
pub(super) type Key = (Option<Product>, Option<i64>);

/// What all groups earn.
pub(super) struct Earnings {
    groups: Groups<EarnedLines>,
    remarks: FxHashMap<u32, GroupRemarks>,
    orders: GroupColumn,
    pub nets: Nets,
    pub unallocated: Unallocated,
    /// Whether the shop has a table of costs.
    pub has_costs: bool,
    pub spend: SpendRemarks,
}

impl Earnings {
    /// Sums up what the lines earn that are asked for. `key` tells the groups apart.
    pub(super) fn of(query: &Query<'_>, key: impl Fn(&Line) -> Key) -> Result<Self, StoreError> {
        let (goods, costs, spend) = (Goods::of(query)?, Costs::of(query)?, Spend::of(query)?);
        let (has_costs, of_spend) = (goods.costs.is_any, spend.remarks);
        let mut lines = Lines::new(costs);
        lines.place(query, &goods, spend, key)?;
        lines.add_gifts(query)?;
        let (takes_rate, mut paid) = (query.options.commission_rate.is_some(), 0);
        let nets = Nets::with_books(query, SoldBy::Anybody, |line, money, books| {
            paid += 1;
            let is_net_known = money.net().is_some() || takes_rate && money.has_net_at_rate();
            lines.add_paid(paid - 1, &line.columns, money.given_back.refunds, &books.returns, is_net_known)
        })?;
        lines.add_orders();
        let orders = lines.orders.count_all(lines.groups.len());
        let Lines { groups, group_remarks: remarks, unallocated, .. } = lines;
        Ok(Self { groups, remarks, orders, nets, unallocated, has_costs, spend: of_spend })
    }

    /// Returns what a group earns.
    pub(super) fn group(&self, group: usize) -> Earned {
        let kept_net = self.nets.group(net_group(group, false));
        let mut net = kept_net;
        net.add(&self.nets.group(net_group(group, true)));
        let remarks = self.remarks.get(&number(group)).copied().unwrap_or_default();
        Earned { lines: self.groups.sums(group), net, kept_net, remarks }
    }

    /// Returns how many orders a group has.
    pub(super) fn orders(&self, group: usize) -> i64 {
        self.orders.values.get(group).map_or(0, |orders| orders.or_zero())
    }

    /// Writes the groups to the scratch table `line_groups`, with their numbers and what is known of their profit.
    pub(super) fn write(&self, query: &Query<'_>) -> Result<(), StoreError> {
        let groups = || 0..self.groups.len();
        let profit = |group| self.group(group).known_profit(query.options.commission_rate).into();
        let number = |group| i64::try_from(group).unwrap_or(i64::MAX).into();
        query.counted(self.orders.name, self.orders.total);
        let columns = [
            GroupColumn { name: "profit", values: groups().map(profit).collect(), total: None },
            GroupColumn { name: "group_number", values: groups().map(number).collect(), total: None },
        ];
        self.groups.write(query, &columns)
    }
}

/// Returns the group of a net: that of lines that the known part of the profit leaves out stands apart.
fn net_group(group: usize, is_left_out: bool) -> usize {
    2 * group + usize::from(is_left_out)
}

/// A paid line that is asked for.
#[derive(Clone, Copy)]
struct Placed {
    group: u32,
    was_shipped: bool,
    /// What all its pieces cost.
    cost: Option<Amount>,
    /// Whether something that was paid for it is not known.
    has_unknown_cost: bool,
}

/// A gift that was shipped and is not paid itself.
struct UnpaidGift {
    placed: Placed,
    key: Option<Id>,
    status: Option<Status>,
}

/// Where the lines of an order are that costs name, and none of its lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OrderPlace {
    NoGroup,
    Group(u32),
    Several,
}

/// The lines that are asked for, while they are summed up.
struct Lines {
    groups: Groups<EarnedLines>,
    orders: Distinct<Id>,
    costs: Costs,
    group_remarks: FxHashMap<u32, GroupRemarks>,
    /// The paid lines, in the order in which they are scanned.
    paid: Vec<Placed>,
    /// What was spent on each of them; empty where nothing was.
    spend: Vec<i64>,
    gifts: Vec<UnpaidGift>,
    order_places: FxHashMap<Id, OrderPlace>,
    unallocated: Unallocated,
}

impl Lines {
    fn new(costs: Costs) -> Self {
        Self {
            groups: Groups::new(),
            orders: Distinct::new("orders"),
            costs,
            group_remarks: FxHashMap::default(),
            paid: Vec::new(),
            spend: Vec::new(),
            gifts: Vec::new(),
            order_places: FxHashMap::default(),
            unallocated: Unallocated::default(),
        }
    }

    /// Finds the group of each line that is asked for, and spreads what was spent on advertising.
    fn place(
        &mut self,
        query: &Query<'_>,
        goods: &Goods,
        mut spend: Spend,
        key: impl Fn(&Line) -> Key,
    ) -> Result<(), StoreError> {
        query.scan(|id, line: Line| {
            let LineCosts { known: costs, mut remarks } = self.costs.take_line(line.key);
            if !query.scope.has(line.submitted) {
                return;
            }
            let part = goods.part(&line);
            let is_unknown = part == Part::Paid && spend.is_unknown(line.submitted, line.payable);
            remarks.unknown_spend = is_unknown.into();
            let has_any = part != Part::None || costs != SideCosts::default() || remarks.unknown() > 0;
            let group = has_any.then(|| number(self.groups.of(key(&line), id, (line.submitted, line.key))));
            self.place_order(line.order, group);
            let Some(group) = group else { return };
            let has_unknown_cost = remarks.unknown() > 0;
            if remarks != CostRemarks::default() {
                let unknown_beside = if part == Part::None { remarks.unknown() } else { 0 };
                self.group_remarks.entry(group).or_default().add(&GroupRemarks { costs: remarks, unknown_beside });
            }
            let placed = |cost| Placed { group, was_shipped: goods.was_shipped(&line), cost, has_unknown_cost };
            match part {
                Part::Paid => {
                    spend.put(number(self.paid.len()), line.submitted, line.product, line.key, line.payable);
                    self.paid.push(placed(goods.cost(&line)));
                    self.orders.put(group as usize, line.order);
                }
                Part::ShippedGift => {
                    let Line { key, status, .. } = line;
                    self.gifts.push(UnpaidGift { placed: placed(goods.cost(&line)), key, status });
                }
                Part::None => self.groups.add(group as usize, &EarnedLines::of_costs(&costs, 0)),
            }
        })?;
        self.unallocated.remarks.unknown_spend = spend.unknown_days_without_lines();
        if !spend.is_empty() {
            self.spend = vec![0; self.paid.len()];
            self.unallocated.spend = spend.spread(|line, part| self.spend[line as usize] += part);
        }
        Ok(())
    }

    /// Notes in which group a line of an order is.
    fn place_order(&mut self, order: Option<Id>, group: Option<u32>) {
        let Some(order) = order.filter(|order| self.costs.names_order(*order)) else { return };
        let place = self.order_places.entry(order).or_insert(OrderPlace::NoGroup);
        *place = match (*place, group) {
            (place, None) => place,
            (OrderPlace::NoGroup, Some(group)) => OrderPlace::Group(group),
            (OrderPlace::Group(before), Some(group)) if before == group => OrderPlace::Group(group),
            _ => OrderPlace::Several,
        };
    }

    /// Adds the gifts that are not paid themselves.
    fn add_gifts(&mut self, query: &Query<'_>) -> Result<(), StoreError> {
        if self.gifts.is_empty() {
            return Ok(());
        }
        let returns = Returns::of(query)?;
        for gift in std::mem::take(&mut self.gifts) {
            let is_off = returns.statuses.is_called_off(gift.status);
            let (nothing, back) = (Some(Amount::ZERO), returns.goods_back(gift.key));
            let went = Went::of(gift.placed.was_shipped, nothing, nothing, back, is_off);
            let mut lines = went.lines(gift.placed.cost, nothing);
            lines.add(&EarnedLines::of_costs(&self.costs.of_line(gift.key).known, 0));
            let is_kept = went.is_known(gift.placed.cost) && !gift.placed.has_unknown_cost;
            self.groups.add(gift.placed.group as usize, &lines.kept_if(is_kept));
        }
        Ok(())
    }

    /// Adds a paid line, by its number, and returns the group of its net.
    fn add_paid(
        &mut self,
        number: usize,
        line: &MoneyColumns,
        refunds: Option<Amount>,
        returns: &Returns,
        is_net_known: bool,
    ) -> usize {
        let Some(placed) = self.paid.get(number).copied() else { return 0 };
        let Placed { group, was_shipped, cost, has_unknown_cost } = placed;
        let is_off = returns.statuses.is_called_off(line.status);
        let went = Went::of(was_shipped, line.payable, refunds, returns.goods_back(line.key), is_off);
        let is_kept = is_net_known && went.is_known(cost) && !has_unknown_cost;
        let mut lines = went.lines(cost, line.payable);
        lines.lines = true.into();
        lines.amount = line.payable.into();
        let spend = self.spend.get(number).copied().unwrap_or_default();
        lines.add(&EarnedLines::of_costs(&self.costs.of_line(line.key).known, spend));
        self.groups.add(group as usize, &lines.kept_if(is_kept));
        net_group(group as usize, !is_kept)
    }

    /// Adds what names only orders, and what names nothing that is imported.
    fn add_orders(&mut self) {
        for (order, said) in self.costs.of_orders() {
            match self.order_places.get(&order) {
                Some(OrderPlace::Group(group)) => {
                    self.groups.add(*group as usize, &EarnedLines::of_costs(&said.known, 0));
                    if said.remarks != CostRemarks::default() {
                        self.group_remarks.entry(*group).or_default().add(&GroupRemarks::beside(said.remarks));
                    }
                }
                Some(_) => self.unallocated.add(&said),
                None => {}
            }
        }
        self.unallocated.add(&self.costs.of_no_line());
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Earned {
    /// Returns what is known of the profit.
    pub(super) fn known_profit(&self, rate: Option<Rate>) -> i64 {
        GroupNet::of(&self.kept_net, rate).net().known.0 - self.lines.kept_costs.or_zero()
    }
}

impl EarnedLines {
    /// Returns what is paid beside a settlement, which comes off the profit.
    fn of_costs(costs: &SideCosts, spend: i64) -> Self {
        Self {
            insurance: Some(costs.insurance).into(),
            compensation: Some(costs.compensation).into(),
            inspection: Some(costs.inspection).into(),
            spend: spend.into(),
            kept_costs: (costs.sum().get() + spend).into(),
            ..Self::default()
        }
    }

    /// Leaves a line out of the known part of the profit unless something is so.
    fn kept_if(mut self, is_kept: bool) -> Self {
        self.kept_costs = self.kept_costs.only_if(is_kept);
        self.left_out_lines = (!is_kept).into();
        self
    }
}

/// Where the goods of a line went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    /// They never went out.
    Nowhere,
    /// They went out, and did not all come back.
    Out,
    /// All of them came back.
    Back,
    /// All the money went back, and no export says whether the goods came back.
    PerhapsBack,
    /// It is not known how much money went back.
    Unknown,
}

impl Went {
    /// Tells where the goods of a line went: back where all money went back, unless the after-sale was for the money alone.
    fn of(
        was_shipped: bool,
        payable: Option<Amount>,
        refunds: Option<Amount>,
        goods_back: Option<bool>,
        is_off: bool,
    ) -> Self {
        if !was_shipped {
            return Self::Nowhere;
        }
        let (Some(payable), Some(refunds)) = (payable, refunds) else { return Self::Unknown };
        let is_whole = if payable.is_zero() { is_off || goods_back == Some(true) } else { refunds >= payable };
        match (is_whole, goods_back) {
            (false, _) | (true, Some(false)) => Self::Out,
            (true, Some(true)) => Self::Back,
            (true, None) => Self::PerhapsBack,
        }
    }

    /// Tells whether what the goods cost is known.
    fn is_known(self, cost: Option<Amount>) -> bool {
        match self {
            Self::Nowhere | Self::Back | Self::PerhapsBack => true,
            Self::Out => cost.is_some(),
            Self::Unknown => false,
        }
    }

    /// Returns what the goods of a line cost.
    fn lines(self, cost: Option<Amount>, payable: Option<Amount>) -> EarnedLines {
        let (went_out, is_known) = (matches!(self, Self::Out | Self::Unknown), self.is_known(cost));
        let known = Measure::from(cost).only_if(went_out && is_known);
        EarnedLines {
            cost: known,
            cost_lines: went_out.into(),
            cost_amount: Measure::from(payable).only_if(went_out),
            cost_known_amount: Measure::from(payable).only_if(went_out && is_known),
            cost_unknown_lines: (!is_known).into(),
            unpriced_lines: (!is_known && cost.is_none()).into(),
            perhaps_back_lines: (!is_known && cost.is_some()).into(),
            assumed_back_lines: (self == Self::PerhapsBack).into(),
            kept_costs: known,
            ..EarnedLines::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goods_came_back_where_all_money_did_and_more_than_the_money_was_asked_for() {
        let fen = |fen: i64| Some(Amount::of(fen));
        for (was_shipped, payable, refunds, back, is_off, went) in [
            (false, fen(100), fen(100), None, true, Went::Nowhere),
            (true, fen(100), fen(0), None, false, Went::Out),
            (true, fen(100), fen(40), Some(true), false, Went::Out),
            (true, fen(100), fen(100), Some(true), true, Went::Back),
            (true, fen(100), fen(100), Some(false), true, Went::Out),
            (true, fen(100), fen(100), None, true, Went::PerhapsBack),
            (true, fen(100), None, None, false, Went::Unknown),
            (true, fen(0), fen(0), None, false, Went::Out),
            (true, fen(0), fen(0), Some(true), false, Went::Back),
            (true, fen(0), fen(0), None, true, Went::PerhapsBack),
        ] {
            assert_eq!(Went::of(was_shipped, payable, refunds, back, is_off), went, "{payable:?} {refunds:?} {back:?}");
        }
    }
}
