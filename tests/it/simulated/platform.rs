//! How the platform bills a line: what it pays, takes back and keeps, in the columns of its statement.

use std::ops::Sub;

use super::layout::Statement;
use super::life::{Booking, Line, Movement};
use super::moment::Moment;
use super::money::{Fen, half_up, share};

/// What the platform and others charge for a line, in hundredths of a percent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Charges {
    /// 平台服务费.
    pub platform_fee: i64,
    /// 服务商佣金.
    pub agency: i64,
    /// 渠道分成.
    pub channel: i64,
    /// 招商服务费.
    pub recruiting: i64,
    /// 站外推广费.
    pub promotion: i64,
    /// 其他分成.
    pub other_share: i64,
    /// An amount under a column that nobody has heard of, in the layout that has it.
    pub unheard: Fen,
    /// Whether the platform keeps its fee when the money goes back.
    pub fee_is_kept: bool,
}

/// The columns of a booking, or of several together. What is charged is positive here, whatever the file writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    /// 用户实付.
    pub paid: Fen,
    /// What a bank pays for the buyer.
    pub bank: Fen,
    /// 平台补贴 and 达人补贴.
    pub platform: Fen,
    pub creator: Fen,
    pub commission: Fen,
    pub platform_fee: Fen,
    pub agency: Fen,
    pub channel: Fen,
    pub recruiting: Fen,
    pub promotion: Fen,
    pub other_share: Fen,
    pub unheard: Fen,
}

impl Columns {
    /// Returns 收入合计.
    pub fn income(&self) -> Fen {
        self.paid + self.bank + self.platform + self.creator
    }

    /// Returns what is charged under known columns, but for the commission.
    pub fn fees(&self) -> Fen {
        self.platform_fee + self.agency + self.channel + self.recruiting + self.promotion + self.other_share
    }

    /// Returns 支出合计.
    pub fn expenses(&self) -> Fen {
        self.commission + self.fees() + self.unheard
    }
}

impl Sub for Columns {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            paid: self.paid - other.paid,
            bank: self.bank - other.bank,
            platform: self.platform - other.platform,
            creator: self.creator - other.creator,
            commission: self.commission - other.commission,
            platform_fee: self.platform_fee - other.platform_fee,
            agency: self.agency - other.agency,
            channel: self.channel - other.channel,
            recruiting: self.recruiting - other.recruiting,
            promotion: self.promotion - other.promotion,
            other_share: self.other_share - other.other_share,
            unheard: self.unheard - other.unheard,
        }
    }
}

/// Returns what is left of a line once so much of it went back: subsidies, commission and fees shrink with it.
pub fn left(line: &Line, gave_back: Fen) -> Columns {
    let payable = line.payable - gave_back;
    let part =
        |amount: Fen| if line.payable == 0 { amount } else { amount - half_up(amount * gave_back, line.payable) };
    let bank = part(line.bank);
    let borne = part(line.platform + line.creator);
    let creator = part(line.creator);
    let income = payable + borne;
    let Charges { platform_fee, agency, channel, recruiting, promotion, other_share, unheard, fee_is_kept } =
        line.charges;
    let charged_on = if fee_is_kept { line.payable + line.platform + line.creator } else { income };
    Columns {
        paid: payable - bank,
        bank,
        platform: borne - creator,
        creator,
        commission: line.commission.map_or(0, |commission| share(payable, commission.rate)),
        platform_fee: share(charged_on, platform_fee),
        agency: share(income, agency),
        channel: share(income, channel),
        recruiting: share(income, recruiting),
        promotion: share(income, promotion),
        other_share: share(income, other_share),
        unheard,
    }
}

/// Books what is left of a line and is not booked yet.
pub fn book(line: &mut Line, at: Moment) {
    let gave_back = line.gave_back(at);
    let booked = line.bookings.iter().map(|booking| booking.columns);
    let is_first = line.bookings.is_empty();
    let mut columns = booked.fold(left(line, gave_back), |columns, booked| columns - booked);
    if !is_first || Statement::at(at) != Statement::Unsigned {
        columns.unheard = 0;
    }
    let refunded_before = if is_first { gave_back } else { 0 };
    line.bookings.push(Booking { at, columns, refunded_before, misprint: 0 });
}

/// Moves the money of the bookings. Where a subsidy goes back too, it leaves by a movement of its own.
pub fn movements(line: &Line, id: impl Fn(usize) -> String) -> Vec<Movement> {
    let mut movements = Vec::new();
    let mut add = |at: Moment, scene: &'static str, amount: Fen| {
        if amount != 0 {
            movements.push(Movement { id: id(movements.len()), at, scene, amount });
        }
    };
    for (place, booking) in line.bookings.iter().enumerate() {
        let subsidies = booking.columns.platform + booking.columns.creator;
        if place == 0 {
            add(booking.at, "货款结算入账", booking.amount());
        } else {
            add(booking.at, "退款-结算后退款-退用户", booking.amount() - subsidies);
            add(booking.at, "退款-订单退款触发-退补贴", subsidies);
        }
    }
    movements
}

/// What the commission file says of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToldCommission {
    /// What is expected as long as nothing is settled.
    Expected(Fen),
    /// What was settled, and what came back of it later, each with its moment.
    Settled(Vec<(Moment, Fen)>),
}

/// Returns what the commission file says of a line at a moment, if it speaks of it.
pub fn commission(line: &Line, now: Moment) -> Option<ToldCommission> {
    let commission = line.commission.filter(|commission| commission.told && line.paid.is_some_and(|at| at <= now))?;
    let Some(settled) = commission.settled.filter(|at| *at <= now) else {
        let goes_on = line.closed.is_none_or(|(at, _)| at > now);
        return Some(ToldCommission::Expected(if goes_on { left(line, line.gave_back(now)).commission } else { 0 }));
    };
    let mut parts = vec![(settled, 0)];
    for booking in line.bookings.iter().filter(|booking| booking.at <= now && booking.columns.commission != 0) {
        if booking.at <= settled {
            parts[0].1 += booking.columns.commission;
        } else {
            parts.push((booking.at, booking.columns.commission));
        }
    }
    Some(ToldCommission::Settled(parts))
}
