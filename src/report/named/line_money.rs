//! What the money of a line comes to, by the orders and the exports beside them. All reports take it from here, so that one word
//! means one number.

use super::bookings::Booked;
use super::by_line::{ByLine, Told};
use super::commissions::{LineCommission, NO_COMMISSION};
use super::gifts::Gifts;
use super::question::Question;
use super::refunds::Refund;
use super::sums::{all, first, share};
use crate::model::field::Field;
use crate::model::figure::NONE;
use crate::report::words::Words;
use crate::store::StoreError;

/// The figures of an order line that its money hangs on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figures {
    pub order: i64,
    pub key: i64,
    pub status: i64,
    pub after_sale: i64,
    pub promotion: i64,
    pub payable: i64,
    pub platform: i64,
    pub creator: i64,
    pub gift: i64,
}

/// A paid line that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct PaidLine {
    pub id: i64,
    pub submitted: i64,
    pub creator_id: i64,
    pub seller_borne: i64,
    /// Whether it is a sale.
    pub sold: bool,
    pub figures: Figures,
}

/// What went back of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GivenBack {
    /// The refunds in fen; not known where an after-sale does not tell.
    pub refunds: i64,
    /// What the platform and the creator take back of what they bear.
    pub taken_back: i64,
    /// 应付 and what others bear, less both.
    pub due: i64,
    /// Whether the line was closed and counts as refunded whole, though no after-sale file tells of it.
    pub assumed: bool,
    /// Whether money went back at all.
    pub any: bool,
}

/// How much of a line is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    /// What is due is booked, or as much of it as there will be.
    Complete,
    /// More is booked than is due, by so much.
    Excess(i64),
    /// Nothing is booked.
    Open,
    /// What is due is not known.
    Unknown,
}

/// What the money of a paid line comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineMoney {
    pub given_back: GivenBack,
    /// Not known where nothing tells of it.
    pub commission: i64,
    /// Whether it is not known what the platform or the creator bears.
    pub lacks_borne: bool,
    /// Whether a creator sold the line, as far as anyone knows: a rate can stand for the commission of no other.
    pub by_creator: bool,
    /// Whether the commission is not booked yet, as far as it is known.
    pub expected: bool,
    pub booked: Option<Booked>,
    pub settled: Settled,
}

impl LineMoney {
    /// Returns 结算金额.
    pub(super) fn amount(&self) -> i64 {
        self.booked.map_or(NONE, |booked| booked.amount)
    }

    /// Returns the fees that are booked.
    pub(super) fn fees(&self) -> i64 {
        self.booked.map_or(NONE, |booked| booked.fees)
    }

    /// Returns what the line brings, before fees where these are not booked; not known where a part of it is not.
    pub(super) fn net(&self) -> i64 {
        match self.settled {
            Settled::Complete => self.amount(),
            Settled::Excess(excess) => self.amount() - excess,
            Settled::Open if self.commission == NONE => NONE,
            Settled::Open => self.given_back.due - self.commission,
            Settled::Unknown => NONE,
        }
    }

    /// Returns how much more is booked than is due.
    pub(super) fn excess(&self) -> i64 {
        if let Settled::Excess(excess) = self.settled { excess } else { NONE }
    }

    /// Tells whether a rate can stand for the commission.
    pub(super) fn takes_rate(&self) -> bool {
        self.commission == NONE && self.by_creator
    }

    /// Tells whether the line would have a net at a rate.
    pub(super) fn has_net_at_rate(&self) -> bool {
        self.settled == Settled::Open && self.takes_rate()
    }

    /// Tells whether fees may be still to come of what is not known.
    pub(super) fn lacks_due(&self) -> bool {
        self.settled == Settled::Unknown && self.booked.is_none()
    }

    /// Tells whether fees are still to come.
    pub(super) fn awaits_fees(&self) -> bool {
        self.settled == Settled::Open && self.given_back.due > 0
    }

    /// Tells whether a part of the net is no booking.
    pub(super) fn is_estimated(&self) -> bool {
        match self.settled {
            Settled::Complete | Settled::Unknown => false,
            Settled::Excess(_) => true,
            Settled::Open => self.given_back.due > 0 || self.given_back.assumed || self.expected,
        }
    }
}

/// Knows what went back of the lines of a shop.
pub(super) struct Returns {
    pub words: Words,
    pub refunds: Told<Refund>,
    /// Whether exports of orders tell of after-sales at all.
    knows_after_sale: bool,
}

impl Returns {
    /// Reads what the after-sale file says.
    pub(super) fn of(question: &Question<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            words: question.words_of_lines()?,
            refunds: question.refunds()?,
            knows_after_sale: question.knows(Field::AfterSale),
        })
    }

    /// Returns what went back of a paid line: what the after-sale file tells, whatever the line itself says; all of it where the line was
    /// closed and the file does not tell of it.
    pub(super) fn line(&self, line: &Figures) -> GivenBack {
        let off = self.words.called_off(line.status);
        let told = self.refunds.lines.get(&line.key).filter(|refund| refund.finished > 0);
        let of_order = self.refunds.orders.get(&line.order).is_some_and(|refund| refund.finished > 0);
        let may_be_refunded = !self.knows_after_sale || self.words.refunded(line.after_sale);
        let refunds = match told {
            _ if of_order => NONE,
            Some(refund) => refund.amount,
            None if off => line.payable,
            None if may_be_refunded && line.payable != 0 => NONE,
            None => 0,
        };
        let (taken_back, due) = due(line.payable, all([line.platform, line.creator]), refunds, off);
        let assumed = told.is_none() && !of_order && off && line.payable != 0;
        GivenBack { refunds, taken_back, due, assumed, any: refunds != 0 }
    }
}

/// What the exports beside the orders say of the lines of a shop.
pub(super) struct Books {
    pub returns: Returns,
    pub gifts: Gifts,
    pub bookings: Told<Booked>,
    commissions: ByLine<LineCommission>,
    rate: FeeRate,
}

impl Books {
    /// Reads all that the exports say.
    pub(super) fn of(question: &Question<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            returns: Returns::of(question)?,
            gifts: Gifts::of(question)?,
            bookings: question.bookings()?,
            commissions: question.commissions()?,
            rate: FeeRate::default(),
        })
    }

    /// Returns what the money of a paid line comes to, and takes its fees into the rate of the shop.
    pub(super) fn line(&mut self, line: &Figures) -> LineMoney {
        let words = &self.returns.words;
        let given_back = self.returns.line(line);
        let off = words.called_off(line.status);
        let booked = self.bookings.lines.get(&line.key).copied();
        let settled = settled(booked, &given_back);
        let told = self.commissions.get(&line.key).copied().unwrap_or(NO_COMMISSION);
        // Nobody is paid for what came to nothing, for a gift, or where no creator sold.
        let comes_to_nothing = off || given_back.due != NONE && given_back.due <= 0;
        let is_free = comes_to_nothing
            || self.gifts.has(line.gift, line.order, true)
            || words.alliance(line.promotion) == Some(false);
        let charged = booked.map_or(NONE, |booked| booked.commission);
        let told_of = if comes_to_nothing { told.booked } else { told.sum() };
        let commission = first([charged, told_of, if is_free { 0 } else { NONE }]);
        if let (Settled::Complete, Some(booked)) = (settled, booked) {
            self.rate.take(booked);
        }
        let expected = charged == NONE && !comes_to_nothing && told.expected != NONE;
        let by_creator = words.alliance(line.promotion) == Some(true);
        let lacks_borne = all([line.platform, line.creator]) == NONE;
        LineMoney { given_back, commission, lacks_borne, by_creator, expected, booked, settled }
    }

    /// Returns the rate of the fees of the shop's complete lines; nothing where there are none.
    pub(super) fn fee_rate(&self) -> Option<FeeRate> {
        Some(self.rate).filter(|rate| rate.income > 0 && rate.fees >= 0)
    }
}

/// Returns what is taken back of what others bear, in proportion to the refunds, and what is due then.
fn due(payable: i64, borne: i64, refunds: i64, off: bool) -> (i64, i64) {
    if payable == NONE || refunds == NONE {
        return (if borne == 0 { 0 } else { NONE }, NONE);
    }
    let whole = if payable == 0 { off } else { refunds >= payable };
    match borne {
        _ if whole => (borne, payable - refunds),
        NONE => (if refunds == 0 { 0 } else { NONE }, NONE),
        _ => {
            let taken_back = if payable == 0 { 0 } else { share(borne, refunds, payable) };
            (taken_back, payable + borne - refunds - taken_back)
        }
    }
}

/// Compares what is booked with what is due.
fn settled(booked: Option<Booked>, given_back: &GivenBack) -> Settled {
    match (booked, given_back.due) {
        (None, NONE) => Settled::Unknown,
        (None, _) => Settled::Open,
        // Nothing went back, so what is booked stands, whatever the orders do not tell.
        (Some(_), NONE) if !given_back.any => Settled::Complete,
        (Some(_), NONE) => Settled::Unknown,
        (Some(booked), due) if booked.income != NONE && booked.income > due => Settled::Excess(booked.income - due),
        (Some(_), _) => Settled::Complete,
    }
}

/// Holds the fees of complete lines, and what these brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeeRate {
    fees: i64,
    income: i64,
}

impl FeeRate {
    fn take(&mut self, booked: Booked) {
        if booked.income != NONE && booked.fees != NONE {
            self.fees = self.fees.saturating_add(booked.fees);
            self.income = self.income.saturating_add(booked.income);
        }
    }

    /// Returns the fees of what is due, half a fen up.
    pub(super) fn of(self, due: i64) -> i64 {
        share(due, self.fees, self.income)
    }

    /// Writes the rate in per cent.
    pub(super) fn text(self) -> String {
        let hundredths = share(self.fees, 10_000, self.income);
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
            ((9_000, 1_000, 0, false), (0, 10_000)),
            ((9_000, 1_000, 4_500, false), (500, 5_000)),
            ((9_000, 1_000, 9_000, false), (1_000, 0)),
            ((9_000, 1_000, 9_500, false), (1_000, -500)),
            ((300, 1, 150, false), (1, 150)),
            ((0, 700, 0, false), (0, 700)),
            ((0, 700, 0, true), (700, 0)),
            ((100, NONE, 0, false), (0, NONE)),
            ((100, NONE, 50, false), (NONE, NONE)),
            ((100, NONE, 100, true), (NONE, 0)),
            ((NONE, 0, 0, false), (0, NONE)),
            ((100, 0, NONE, false), (0, NONE)),
            ((100, 1, NONE, false), (NONE, NONE)),
        ] {
            let (payable, borne, refunds, off) = given;
            assert_eq!(due(payable, borne, refunds, off), wanted, "{given:?}");
        }
    }

    #[test]
    fn fees_are_rounded_for_each_line() {
        let rate = FeeRate { fees: 525, income: 10_000 };
        assert_eq!([rate.of(100), rate.of(200), rate.of(0)], [5, 11, 0]);
        assert_eq!(rate.text(), "5.25%");
    }
}
