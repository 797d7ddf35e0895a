//! What orders cost beside their settlement: premiums of freight insurance, what is paid to consumers, and inspection fees.
//!
//! A cost stands in its own export, in the account ledger, or in the fund flow. What has the same 动账流水号 counts once.

use rustc_hash::{FxHashMap, FxHashSet};

use super::account_moves::{self, Movement};
use super::matching::{Matched, Merge};
use super::query::Query;
use crate::packed::{Amount, Id, Moment, Payer};
use crate::packed_row;
use crate::report::statuses;
use crate::store::StoreError;

/// What is paid beside a settlement; what is paid back is below zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SideCosts {
    pub insurance: Amount,
    pub compensation: Amount,
    pub inspection: Amount,
}

impl SideCosts {
    /// Returns all of it together.
    pub(super) fn sum(&self) -> Amount {
        self.insurance + self.compensation + self.inspection
    }

    /// Tells whether there is none.
    pub(super) fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Adds others.
    pub(super) fn add(&mut self, other: &Self) {
        self.insurance += other.insurance;
        self.compensation += other.compensation;
        self.inspection += other.inspection;
    }

    fn of(purpose: Purpose, amount: Amount) -> Self {
        let mut costs = Self::default();
        match purpose {
            Purpose::Insurance => costs.insurance = amount,
            Purpose::Compensation => costs.compensation = amount,
            Purpose::Inspection => costs.inspection = amount,
        }
        costs
    }
}

/// What a cost is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Purpose {
    Insurance,
    Compensation,
    Inspection,
}

impl Purpose {
    /// Returns what movements of a 动账场景 are for; nothing where they settle something or cost nothing.
    fn of(scene: &str) -> Option<Self> {
        let has = |parts: &[&str]| parts.iter().any(|part| scene.contains(part));
        if statuses::settles(scene) {
            None
        } else if has(&["运费险", "保费"]) {
            Some(Self::Insurance)
        } else if has(&["消费者赔付", "小额打款"]) {
            Some(Self::Compensation)
        } else if has(&["质检", "检测费", "QIC", "BIC"]) {
            Some(Self::Inspection)
        } else {
            None
        }
    }
}

/// What rows say of one line or order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    /// All of it.
    pub costs: SideCosts,
    /// What moved on the days asked for, which counts where no line is found.
    pub asked: SideCosts,
    has_line: bool,
}

impl Merge for Said {
    fn merge(&mut self, other: &Self) {
        self.costs.add(&other.costs);
        self.asked.add(&other.asked);
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

/// What the exports say of the costs of a shop.
pub(super) struct Costs {
    pub matched: Matched<Said>,
    /// Premiums of which the amount is not known.
    pub unknown_premiums: i64,
    /// Premiums that are not charged yet.
    pub expected_premiums: i64,
}

packed_row! {
    struct Premium of premium { sub_order, order, moved, charged, flow, amount, payer }
}

packed_row! {
    struct Bill of warehouse_fee { order, happened, settled, flow, amount }
}

impl Costs {
    /// Reads premiums, bills of warehouses, and the movements that no one of these has.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        let mut costs = Self { matched: Matched::new(query)?, unknown_premiums: 0, expected_premiums: 0 };
        let others = payers_beside_the_shop(query)?;
        let moved = costs.take_movements(query, &flows(query, &others)?)?;
        costs.take_premiums(query, &others, &moved)?;
        costs.take_bills(query, &moved)?;
        costs.matched.settle(query)?;
        Ok(costs)
    }

    /// Takes movements that no premium and no bill has. Returns what they name.
    fn take_movements(&mut self, query: &Query<'_>, known: &FxHashSet<Id>) -> Result<Moved, StoreError> {
        let purposes: FxHashMap<_, _> = account_moves::scenes(query)?
            .into_iter()
            .filter_map(|(code, scene)| Some((code, Purpose::of(&scene)?)))
            .collect();
        let mut moved = Moved::default();
        if purposes.is_empty() {
            return Ok(moved);
        }
        account_moves::read(query, |movement| {
            let Some(purpose) = movement.scene.and_then(|scene| purposes.get(&scene)).copied() else { return };
            if movement.flow.is_some_and(|flow| known.contains(&flow)) {
                return;
            }
            let Movement { sub_order, order, amount, .. } = *movement;
            moved.ids.extend([sub_order, order].into_iter().flatten().map(|id| (purpose, id)));
            moved.flows.extend(movement.flow);
            self.put(query, sub_order, order, movement.moved, SideCosts::of(purpose, -amount.unwrap_or_default()));
        })?;
        Ok(moved)
    }

    /// Takes the premiums that the shop pays. One that is not charged yet is expected, unless a movement has it or it never will be.
    fn take_premiums(&mut self, query: &Query<'_>, others: &FxHashSet<Payer>, moved: &Moved) -> Result<(), StoreError> {
        let (called_off, estimates) = (called_off_premiums(query)?, !query.options.no_estimates);
        query.scan(|id, premium: Premium| {
            let Premium { sub_order, order, moved: time, charged, flow, amount, payer } = premium;
            let names = || [sub_order, order].into_iter().flatten();
            let is_moved = || names().any(|id| moved.ids.contains(&(Purpose::Insurance, id)));
            let is_of_others = payer.is_some_and(|payer| others.contains(&payer));
            if is_of_others || !charged && (!estimates || called_off.contains(&id) || is_moved()) {
                return;
            }
            match amount {
                Some(amount) => {
                    self.expected_premiums += i64::from(!charged);
                    self.put(query, sub_order, order, time, SideCosts::of(Purpose::Insurance, amount));
                }
                None if flow.is_some_and(|flow| moved.flows.contains(&flow)) => {}
                None => self.unknown_premiums += 1,
            }
        })
    }

    /// Takes the bills of warehouses. One without a movement of its own may have been paid by one that names its order.
    fn take_bills(&mut self, query: &Query<'_>, moved: &Moved) -> Result<(), StoreError> {
        query.scan(|_, bill: Bill| {
            let is_moved = || bill.order.is_some_and(|order| moved.ids.contains(&(Purpose::Inspection, order)));
            if bill.flow.is_some() || !is_moved() {
                let time = bill.settled.or(bill.happened);
                let costs = SideCosts::of(Purpose::Inspection, bill.amount.unwrap_or_default());
                self.put(query, None, bill.order, time, costs);
            }
        })
    }

    fn put(
        &mut self,
        query: &Query<'_>,
        sub_order: Option<Id>,
        order: Option<Id>,
        time: Option<Moment>,
        costs: SideCosts,
    ) {
        let asked = if query.scope.has(time) { costs } else { SideCosts::default() };
        self.matched.put(sub_order, order, Said { costs, asked, has_line: false });
    }
}

/// What the movements have that no premium and no bill has.
#[derive(Default)]
struct Moved {
    /// What they name, and what they are for.
    ids: FxHashSet<(Purpose, Id)>,
    /// Their numbers.
    flows: FxHashSet<Id>,
}

/// Returns the numbers of the movements that premiums and bills name. A premium of which the amount is not known, or that another paid,
/// does not say what the movement says: what left the account was paid by the shop.
fn flows(query: &Query<'_>, others: &FxHashSet<Payer>) -> Result<FxHashSet<Id>, StoreError> {
    packed_row! {
        struct OfPremium of premium { flow, amount, payer }
    }
    packed_row! {
        struct OfBill of warehouse_fee { flow }
    }
    let mut flows = FxHashSet::default();
    query.scan(|_, premium: OfPremium| {
        let is_of_others = premium.payer.is_some_and(|payer| others.contains(&payer));
        flows.extend(premium.flow.filter(|_| premium.amount.is_some() && !is_of_others));
    })?;
    query.scan(|_, bill: OfBill| flows.extend(bill.flow))?;
    Ok(flows)
}

/// Lists the premiums that were not charged, and whose 保费状态 says that they never will be.
fn called_off_premiums(query: &Query<'_>) -> Result<FxHashSet<i64>, StoreError> {
    let says = ["取消", "退保", "失败", "无需", "失效", "作废", "关闭"].map(|word| format!("status LIKE '%{word}%'"));
    let sql = format!(
        "SELECT id FROM stored_premiums WHERE shop_id = :shop_id AND current AND flow_id IS NULL AND ({})",
        says.join(" OR ")
    );
    Ok(query.ask(&sql, &[], |row| row.get(0))?.into_iter().collect())
}

/// Returns the 保费来源 that are not the shop.
fn payers_beside_the_shop(query: &Query<'_>) -> Result<FxHashSet<Payer>, StoreError> {
    packed_row! {
        struct Row of premium { payer }
    }
    let texts = query.texts_by_code(|row: Row| row.payer, "SELECT payer FROM stored_premiums WHERE id = :id")?;
    let is_other =
        |text: &str| !text.contains("商家") && ["平台", "消费者", "买家"].iter().any(|other| text.contains(other));
    Ok(texts.into_iter().filter(|(_, text)| is_other(text)).map(|(payer, _)| payer).collect())
}
