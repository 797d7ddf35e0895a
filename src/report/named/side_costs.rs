//! What orders cost beside their settlement: premiums of freight insurance, what is paid to consumers, and inspection fees.

use super::billed_costs::Purpose;
use super::matching::{Matched, Merge};
use crate::packed::{Amount, Id};

/// What several costs are together.
pub(super) trait Together: Copy + Default + PartialEq {
    /// Adds others.
    fn add(&mut self, other: &Self);
}

/// What is paid beside a settlement; what is paid back is below zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct SideCosts {
    pub insurance: Amount,
    pub compensation: Amount,
    pub inspection: Amount,
}

impl SideCosts {
    /// Makes those of one cost.
    pub(super) fn of(purpose: Purpose, amount: Amount) -> Self {
        let mut costs = Self::default();
        match purpose {
            Purpose::Insurance => costs.insurance = amount,
            Purpose::Compensation => costs.compensation = amount,
            Purpose::Inspection => costs.inspection = amount,
        }
        costs
    }

    /// Returns all of it together.
    pub(super) fn sum(&self) -> Amount {
        self.insurance + self.compensation + self.inspection
    }
}

impl Together for SideCosts {
    fn add(&mut self, other: &Self) {
        self.insurance += other.insurance;
        self.compensation += other.compensation;
        self.inspection += other.inspection;
    }
}

/// Why a cost is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// No export says its amount.
    NoAmount,
    /// It is below zero, and no export says whether it came back.
    NoSign,
    /// It has no 动账流水号, and nobody can tell whether a movement that counts has paid it. So much does its export say.
    Unclear(Amount),
}

/// What a reader has to know of the costs of a line, an order, or all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CostRemarks {
    /// Premiums that are not known.
    pub unknown_insurance: i64,
    /// Fees of inspections that are not known.
    pub unknown_inspection: i64,
    /// Paid lines, and days without any, of which the ad spend is not known.
    pub unknown_spend: i64,
    /// Premiums and bills without an amount.
    pub without_amount: i64,
    /// Those without a sign.
    pub without_sign: i64,
    /// Those that may be paid by another movement, and what their exports say of them.
    pub unclear: i64,
    pub unclear_amount: Amount,
    /// Premiums that are not charged yet, and count as expected.
    pub expected: i64,
}

impl CostRemarks {
    /// Makes that of a cost that is not known.
    pub(super) fn unknown_cost(purpose: Purpose, doubt: Doubt) -> Self {
        let is_premium = purpose == Purpose::Insurance;
        let mut remarks =
            Self { unknown_insurance: is_premium.into(), unknown_inspection: (!is_premium).into(), ..Self::default() };
        match doubt {
            Doubt::NoAmount => remarks.without_amount = 1,
            Doubt::NoSign => remarks.without_sign = 1,
            Doubt::Unclear(amount) => (remarks.unclear, remarks.unclear_amount) = (1, amount),
        }
        remarks
    }

    /// Returns how many costs are not known.
    pub(super) fn unknown(&self) -> i64 {
        self.unknown_insurance + self.unknown_inspection + self.unknown_spend
    }
}

impl Together for CostRemarks {
    fn add(&mut self, other: &Self) {
        self.unknown_insurance += other.unknown_insurance;
        self.unknown_inspection += other.unknown_inspection;
        self.unknown_spend += other.unknown_spend;
        self.without_amount += other.without_amount;
        self.without_sign += other.without_sign;
        self.unclear += other.unclear;
        self.unclear_amount += other.unclear_amount;
        self.expected += other.expected;
    }
}

/// What rows say of one line or order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<T> {
    /// All of it.
    pub all: T,
    /// What moved on the days asked for, which counts where no line is found.
    pub asked: T,
    has_line: bool,
}

impl<T: Together> Said<T> {
    /// Makes what a row says, which is of the days asked for or not.
    pub(super) fn of(all: T, is_asked: bool) -> Self {
        Self { all, asked: if is_asked { all } else { T::default() }, has_line: false }
    }
}

impl<T: Together> Merge for Said<T> {
    fn merge(&mut self, other: &Self) {
        self.all.add(&other.all);
        self.asked.add(&other.asked);
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

/// Returns what names a line. Some exports have the number of a sub-order under the header of an order.
pub(super) fn of_line<T: Together>(said: &Matched<Said<T>>, key: Option<Id>) -> T {
    let mut all = T::default();
    for of_line in [&said.lines, &said.unmatched] {
        if let Some(said) = key.and_then(|key| of_line.get(key)) {
            all.add(&said.all);
        }
    }
    all
}

/// Notes that a line is imported.
pub(super) fn mark_line<T: Together>(said: &mut Matched<Said<T>>, key: Option<Id>) {
    said.mark_line(key);
    if let Some(said) = key.and_then(|key| said.unmatched.get_mut(key)) {
        said.mark();
    }
}

/// Returns what names no line that is imported, on the days asked for.
pub(super) fn of_no_line<T: Together>(said: &Matched<Said<T>>) -> T {
    let mut all = T::default();
    let named = said.lines.values().chain(said.unmatched.values()).filter(|said| !said.is_marked());
    named.chain(&said.nameless).for_each(|said| all.add(&said.asked));
    all
}
