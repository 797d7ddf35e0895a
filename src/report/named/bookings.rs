//! What the settlement statements book.

use super::matching::{Matched, Merge};
use super::measures::add_known;
use super::query::Query;
use crate::packed::{Amount, Moment};
use crate::packed_row;
use crate::store::StoreError;

/// What the statements book of a line, all bookings together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Booked {
    /// The newest 结算时间.
    pub settled: Option<Moment>,
    /// 结算金额.
    pub amount: Option<Amount>,
    /// 收入合计; not known where a booking does not say.
    pub income: Option<Amount>,
    /// 佣金, as a cost.
    pub commission: Option<Amount>,
    /// The other expenses that are known, as a cost.
    pub fees: Option<Amount>,
    /// The row of one of the bookings.
    pub row: i64,
    /// How many bookings there are.
    pub bookings: u32,
    has_line: bool,
}

impl Merge for Booked {
    fn merge(&mut self, other: &Self) {
        self.bookings += other.bookings;
        self.settled = self.settled.max(other.settled);
        add_known(&mut self.amount, other.amount);
        self.income = [self.income, other.income].into_iter().sum();
        add_known(&mut self.commission, other.commission);
        add_known(&mut self.fees, other.fees);
    }

    fn mark(&mut self) {
        self.has_line = true;
    }

    fn is_marked(&self) -> bool {
        self.has_line
    }
}

packed_row! {
    struct Booking of settlement { sub_order, order, settled, amount, income, commission, fees }
}

/// Reads the settlement statements of the shop.
pub(super) fn read(query: &Query<'_>) -> Result<Matched<Booked>, StoreError> {
    let mut matched = Matched::new(query)?;
    query.scan(|id, booking: Booking| {
        let Booking { sub_order, order, settled, amount, income, commission, fees } = booking;
        let (commission, fees) = (commission.map(|fen| -fen), fees.map(|fen| -fen));
        matched.put(
            sub_order,
            order,
            Booked { settled, amount, income, commission, fees, row: id, bookings: 1, has_line: false },
        );
    })?;
    matched.settle(query)?;
    Ok(matched)
}
