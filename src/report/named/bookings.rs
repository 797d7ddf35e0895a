//! What the settlement statements book.

use super::by_line::{Merge, Told};
use super::question::Question;
use super::sums::{add, all, minus};
use crate::model::export::ExportKind;
use crate::store::StoreError;

/// What the statements book of a line, all bookings taken together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Booked {
    /// 结算金额.
    pub amount: i64,
    /// 收入合计; not known where a booking does not tell.
    pub income: i64,
    /// 佣金, as what goes off.
    pub commission: i64,
    /// The other expenses that are known, as what goes off.
    pub fees: i64,
    /// The row of one of the bookings.
    pub row: i64,
    /// How many bookings there are.
    pub bookings: u32,
    /// Whether an order line was found for them.
    met: bool,
}

impl Merge for Booked {
    fn merge(&mut self, other: &Self) {
        self.bookings += other.bookings;
        add(&mut self.amount, other.amount);
        self.income = all([self.income, other.income]);
        add(&mut self.commission, other.commission);
        add(&mut self.fees, other.fees);
    }

    fn meet(&mut self) {
        self.met = true;
    }

    fn is_met(&self) -> bool {
        self.met
    }
}

const NAMES: [&str; 8] = ["shop", "current", "sub_order", "order", "amount", "income", "commission", "fees"];

impl Question<'_> {
    /// Reads the settlement statements.
    pub(super) fn bookings(&self) -> Result<Told<Booked>, StoreError> {
        let asked = self.asked();
        let mut told = Told::new(self)?;
        self.each(
            ExportKind::Settlement,
            NAMES,
            |row, [shop, current, sub_order, order, amount, income, commission, fees]| {
                if asked.is_of_shop(shop) && current == 1 {
                    let (commission, fees) = (minus(commission), minus(fees));
                    told.put(
                        sub_order,
                        order,
                        Booked { amount, income, commission, fees, row, bookings: 1, met: false },
                    );
                }
            },
        )?;
        told.settle(self)?;
        Ok(told)
    }
}
