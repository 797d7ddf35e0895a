//! What the money of a line is, by the orders and the exports beside them. All reports take it from here, so that one word means one
//! number.

use super::bookings::{self, Booked};
use super::by_id::ById;
use super::commissions::{self, LineCommission};
use super::matching::Matched;
use super::query::Query;
use super::refunds::{self, Refund};
use crate::model::field::Field;
use crate::packed::{AfterSale, Amount, Gift, Id, Promotion, Status, Whole};
use crate::report::gifts::Gifts;
use crate::report::statuses::StatusCodes;
use crate::store::StoreError;

/// The packed columns of an order line that its money depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct MoneyColumns {
    pub order: Option<Id>,
    pub key: Option<Id>,
    pub status: Option<Status>,
    pub after_sale: Option<AfterSale>,
    pub promotion: Option<Promotion>,
    pub payable: Option<Amount>,
    pub platform_borne: Option<Amount>,
    pub creator_borne: Option<Amount>,
    pub gift: Gift,
}

/// Takes the [`MoneyColumns`] from a row that has all of them.
macro_rules! money_columns {
    ($line:expr) => {
        $crate::report::named::line_money::MoneyColumns {
            order: $line.order,
            key: $line.key,
            status: $line.status,
            after_sale: $line.after_sale,
            promotion: $line.promotion,
            payable: $line.payable,
            platform_borne: $line.platform_borne,
            creator_borne: $line.creator_borne,
            gift: $line.gift,
        }
    };
}
pub(super) use money_columns;

impl MoneyColumns {
    /// Returns what the platform and the creator bear together.
    fn borne(&self) -> Option<Amount> {
        [self.platform_borne, self.creator_borne].into_iter().sum()
    }
}

/// What went back of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GivenBack {
    /// The refunds; not known where an after-sale does not say.
    pub refunds: Option<Amount>,
    /// What the platform and the creator take back of what they bear.
    pub taken_back: Option<Amount>,
    /// What is due: 应付 and what others bear, less both.
    pub due: Option<Amount>,
    /// Whether the line was closed and counts as refunded in full, though no after-sale file says so.
    pub is_assumed: bool,
}

impl GivenBack {
    /// Tells whether money went back, or may have.
    pub(super) fn is_any(&self) -> bool {
        self.refunds.is_none_or(|refunds| !refunds.is_zero())
    }
}

/// How much of a line is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    /// What is due is booked, or as much of it as there will be.
    Complete,
    /// So much more is booked than is due.
    Excess(Amount),
    /// Nothing is booked.
    Open,
    /// What is due is not known.
    Unknown,
}

/// What the money of a paid line is.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineMoney {
    pub given_back: GivenBack,
    /// Not known where no export says it.
    pub commission: Option<Amount>,
    /// Whether it is not known what the platform or the creator bears.
    pub lacks_borne: bool,
    /// Whether it is known that a creator sold the line. Only then can a rate stand for the commission.
    pub by_creator: bool,
    /// Whether the commission is only expected.
    pub is_expected: bool,
    pub booked: Option<Booked>,
    pub settled: Settled,
}

impl LineMoney {
    /// Returns 结算金额.
    pub(super) fn amount(&self) -> Option<Amount> {
        self.booked.and_then(|booked| booked.amount)
    }

    /// Returns the fees that are booked.
    pub(super) fn fees(&self) -> Option<Amount> {
        self.booked.and_then(|booked| booked.fees)
    }

    /// Returns what the line brings in, before fees where these are not booked; not known where a part of it is not.
    pub(super) fn net(&self) -> Option<Amount> {
        match self.settled {
            Settled::Complete => self.amount(),
            Settled::Excess(excess) => Some(self.amount()? - excess),
            Settled::Open => Some(self.given_back.due? - self.commission?),
            Settled::Unknown => None,
        }
    }

    /// Returns how much more is booked than is due.
    pub(super) fn excess(&self) -> Option<Amount> {
        if let Settled::Excess(excess) = self.settled { Some(excess) } else { None }
    }

    /// Tells whether a rate can stand for the commission.
    pub(super) fn takes_rate(&self) -> bool {
        self.commission.is_none() && self.by_creator
    }

    /// Tells whether the net would be known at a rate.
    pub(super) fn has_net_at_rate(&self) -> bool {
        self.settled == Settled::Open && self.takes_rate()
    }

    /// Tells whether fees of an unknown amount may be still to come.
    pub(super) fn lacks_due(&self) -> bool {
        self.settled == Settled::Unknown && self.booked.is_none()
    }

    /// Returns the amount of which fees are still to come.
    pub(super) fn awaits_fees_of(&self) -> Option<Amount> {
        self.given_back.due.filter(|due| self.settled == Settled::Open && *due > Amount::ZERO)
    }

    /// Tells whether a part of the net is not booked.
    pub(super) fn is_estimated(&self) -> bool {
        match self.settled {
            Settled::Complete | Settled::Unknown => false,
            Settled::Excess(_) => true,
            Settled::Open => self.awaits_fees_of().is_some() || self.given_back.is_assumed || self.is_expected,
        }
    }
}

/// Knows what went back of the lines of a shop.
pub(super) struct Returns {
    pub statuses: StatusCodes,
    pub refunds: Matched<Refund>,
    /// Whether exports of orders have after-sales at all.
    knows_after_sale: bool,
}

impl Returns {
    /// Reads what the after-sale file says.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            statuses: query.statuses()?,
            refunds: refunds::read(query)?,
            knows_after_sale: query.has_column(Field::AfterSale),
        })
    }

    /// Returns what the after-sale file says of a line.
    pub(super) fn refund(&self, key: Option<Id>) -> Option<&Refund> {
        key.and_then(|key| self.refunds.lines.get(key))
    }

    /// Tells whether goods of a line came back with the money, where a finished after-sale says it.
    pub(super) fn goods_back(&self, key: Option<Id>) -> Option<bool> {
        self.refund(key).filter(|refund| refund.finished > 0)?.goods_back
    }

    /// Returns what the after-sale file says of the order of a line, and of none of its lines.
    pub(super) fn refund_of_order(&self, order: Option<Id>) -> Option<&Refund> {
        order.and_then(|order| self.refunds.orders.get(order))
    }

    /// Tells whether an export says that money of a line went back. A closed line of which no after-sale is known only counts so.
    pub(super) fn is_refunded(&self, key: Option<Id>, after_sale: Option<AfterSale>) -> bool {
        self.statuses.is_refunded(after_sale) || self.refund(key).is_some_and(Refund::is_money)
    }

    /// Returns what went back of a paid line: what the after-sale file says, whatever the line itself says; all of it where the line was
    /// closed and the file does not have it.
    pub(super) fn line(&self, line: &MoneyColumns) -> GivenBack {
        let is_off = self.statuses.is_called_off(line.status);
        let refund = self.refund(line.key).filter(|refund| refund.finished > 0);
        let is_of_order = self.refund_of_order(line.order).is_some_and(|refund| refund.finished > 0);
        let may_be_refunded = !self.knows_after_sale || self.statuses.is_refunded(line.after_sale);
        let is_free = line.payable == Some(Amount::ZERO);
        let refunds = match refund {
            _ if is_of_order => None,
            Some(refund) => refund.amount,
            None if is_off => line.payable,
            None if may_be_refunded && !is_free => None,
            None => Some(Amount::ZERO),
        };
        let (taken_back, due) = due(line.payable, line.borne(), refunds, is_off);
        GivenBack { refunds, taken_back, due, is_assumed: refund.is_none() && !is_of_order && is_off && !is_free }
    }
}

/// What the exports beside the orders say of the lines of a shop.
pub(super) struct Books {
    pub returns: Returns,
    pub gifts: Gifts,
    pub bookings: Matched<Booked>,
    commissions: ById<LineCommission>,
    rate: FeeRate,
}

impl Books {
    /// Reads all that the exports say.
    pub(super) fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            returns: Returns::of(query)?,
            gifts: query.gifts()?,
            bookings: bookings::read(query)?,
            commissions: commissions::read(query)?,
            rate: FeeRate::default(),
        })
    }

    /// Returns what is booked of a line.
    pub(super) fn booked(&self, key: Option<Id>) -> Option<&Booked> {
        key.and_then(|key| self.bookings.lines.get(key))
    }

    /// Returns what the money of a paid line is, and takes its fees into the rate of the shop.
    pub(super) fn line(&mut self, line: &MoneyColumns) -> LineMoney {
        let money = self.money(line);
        if let (Settled::Complete, Some(booked)) = (money.settled, money.booked) {
            self.rate.take(booked);
        }
        money
    }

    /// Returns what the money of a paid line is.
    pub(super) fn money(&self, line: &MoneyColumns) -> LineMoney {
        let statuses = &self.returns.statuses;
        let given_back = self.returns.line(line);
        let booked = self.booked(line.key).copied();
        let settled = settled(booked, &given_back);
        let commission = line.key.and_then(|key| self.commissions.get(key)).copied().unwrap_or_default();
        let by_creator = statuses.is_alliance(line.promotion);
        // No commission is paid for what came to nothing, for a gift, or where no creator sold.
        let is_nothing = given_back.due.is_some_and(|due| due <= Amount::ZERO);
        let is_free = is_nothing || self.gifts.has(line.gift, line.order, true) || by_creator == Some(false);
        let charged = booked.and_then(|booked| booked.commission);
        let said = if is_nothing { commission.booked } else { commission.sum() };
        LineMoney {
            given_back,
            commission: charged.or(said).or(is_free.then_some(Amount::ZERO)),
            lacks_borne: line.borne().is_none(),
            by_creator: by_creator == Some(true),
            is_expected: charged.is_none() && !is_nothing && commission.expected.is_some(),
            booked,
            settled,
        }
    }

    /// Returns the rate of the fees of the shop's complete lines; nothing where there are none.
    pub(super) fn fee_rate(&self) -> Option<FeeRate> {
        Some(self.rate).filter(|rate| rate.income > Amount::ZERO && rate.fees >= Amount::ZERO)
    }
}

/// Returns what is taken back of what others bear, in proportion to the refunds, and what is due then.
fn due(
    payable: Option<Amount>,
    borne: Option<Amount>,
    refunds: Option<Amount>,
    is_off: bool,
) -> (Option<Amount>, Option<Amount>) {
    let (Some(payable), Some(refunds)) = (payable, refunds) else {
        return (borne.filter(|borne| borne.is_zero()), None);
    };
    let is_whole = if payable.is_zero() { is_off } else { refunds >= payable };
    match borne {
        _ if is_whole => (borne, Some(payable - refunds)),
        None => (Some(Amount::ZERO).filter(|_| refunds.is_zero()), None),
        Some(borne) => {
            let taken_back = if payable.is_zero() { Amount::ZERO } else { borne.share(refunds, payable) };
            (Some(taken_back), Some(payable + borne - refunds - taken_back))
        }
    }
}

/// Compares what is booked with what is due.
fn settled(booked: Option<Booked>, given_back: &GivenBack) -> Settled {
    match (booked, given_back.due) {
        (None, Some(_)) => Settled::Open,
        // Nothing went back, so what is booked is final, whatever the orders do not say.
        (Some(_), None) if !given_back.is_any() => Settled::Complete,
        (_, None) => Settled::Unknown,
        (Some(booked), Some(due)) => match booked.income {
            Some(income) if income > due => Settled::Excess(income - due),
            _ => Settled::Complete,
        },
    }
}

/// Holds the fees of complete lines, and what these brought in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct FeeRate {
    fees: Amount,
    income: Amount,
}

impl FeeRate {
    fn take(&mut self, booked: Booked) {
        if let (Some(income), Some(fees)) = (booked.income, booked.fees) {
            self.fees += fees;
            self.income += income;
        }
    }

    /// Returns the fees of what is due, half a fen up.
    pub(super) fn of(self, due: Amount) -> Amount {
        due.share(self.fees, self.income)
    }

    /// Writes the rate in per cent.
    pub(super) fn text(self) -> String {
        let hundredths = Amount::of(10_000).share(self.fees, self.income).get();
        format!("{}.{:02}%", hundredths / 100, hundredths % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subsidies_are_taken_back_in_proportion() {
        // 应付, borne, refunds, closed; taken back, due.
        for (given, wanted) in [
            ((Some(9_000), Some(1_000), Some(0), false), (Some(0), Some(10_000))),
            ((Some(9_000), Some(1_000), Some(4_500), false), (Some(500), Some(5_000))),
            ((Some(9_000), Some(1_000), Some(9_000), false), (Some(1_000), Some(0))),
            ((Some(9_000), Some(1_000), Some(9_500), false), (Some(1_000), Some(-500))),
            ((Some(300), Some(1), Some(150), false), (Some(1), Some(150))),
            ((Some(0), Some(700), Some(0), false), (Some(0), Some(700))),
            ((Some(0), Some(700), Some(0), true), (Some(700), Some(0))),
            ((Some(100), None, Some(0), false), (Some(0), None)),
            ((Some(100), None, Some(50), false), (None, None)),
            ((Some(100), None, Some(100), true), (None, Some(0))),
            ((None, Some(0), Some(0), false), (Some(0), None)),
            ((Some(100), Some(0), None, false), (Some(0), None)),
            ((Some(100), Some(1), None, false), (None, None)),
        ] {
            let (payable, borne, refunds, is_off) = given;
            let [payable, borne, refunds] = [payable, borne, refunds].map(|fen: Option<i64>| fen.map(Amount::of));
            let (taken_back, due) = due(payable, borne, refunds, is_off);
            assert_eq!((taken_back.map(Amount::get), due.map(Amount::get)), wanted, "{given:?}");
        }
    }

    #[test]
    fn fees_are_rounded_for_each_line() {
        let rate = FeeRate { fees: Amount::of(525), income: Amount::of(10_000) };
        assert_eq!([100, 200, 0].map(|due| rate.of(Amount::of(due)).get()), [5, 11, 0]);
        assert_eq!(rate.text(), "5.25%");
    }
}
