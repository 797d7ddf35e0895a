//! What the files tell of a line, by the definitions of the sums.

use super::life::{ALLIANCE, AfterSale, End, Line, Order};
use super::moment::Moment;
use super::money::Fen;
use super::platform::{self, ToldCommission};

/// The bookings of a line taken together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Booked {
    /// Σ 收入合计.
    pub income: Fen,
    /// Σ 结算金额.
    pub settled: Fen,
    pub commission: Fen,
    pub fees: Fen,
}

/// What the after-sale file tells of the refunds of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Amount(Fen),
    /// Money went back for the order, and nobody knows for which line.
    Unclear,
    Nothing,
}

/// Adds up what went back of a line, as far as the after-sale file tells.
pub fn refunds(order: &Order, line: &Line, now: Moment) -> Told {
    let is_finished = |each: &&AfterSale| each.end.is_some_and(|(at, how)| at <= now && how == End::Refunded);
    let of_order = order.lines.iter().flat_map(|line| &line.after_sales).filter(|each| !each.names_line);
    let has_several_lines = order.lines.len() > 1;
    if has_several_lines && of_order.filter(is_finished).count() > 0 {
        return Told::Unclear;
    }
    // 退支付优惠 stands within the goods.
    let amounts: Vec<Fen> =
        line.after_sales.iter().filter(is_finished).map(|each| each.goods + each.freight + each.tax).collect();
    if amounts.is_empty() { Told::Nothing } else { Told::Amount(amounts.iter().sum()) }
}

/// Tells whether a line is a gift.
pub fn is_gift(order: &Order, line: &Line, now: Moment) -> bool {
    let reason = line.closed.filter(|(at, _)| *at <= now).map_or("", |(_, reason)| reason);
    let is_told = reason.starts_with("主品订单") || reason.starts_with("赠品");
    let is_paid = |other: &Line| other.id != line.id && other.paid.is_some_and(|at| at <= now);
    line.payable == 0 && (is_told || line.unit_price == 0 && order.lines.iter().any(is_paid))
}

/// Takes the bookings of a line together, if it has any.
pub fn bookings(line: &Line, now: Moment) -> Option<Booked> {
    let mut bookings = line.bookings.iter().filter(|booking| booking.at <= now).peekable();
    bookings.peek()?;
    Some(bookings.fold(Booked::default(), |sum, booking| Booked {
        income: sum.income + booking.columns.income(),
        settled: sum.settled + booking.amount(),
        commission: sum.commission + booking.columns.commission,
        fees: sum.fees + booking.columns.fees(),
    }))
}

/// Returns the commission: settled by the commission file, else booked by the statement, else expected.
pub fn commission(order: &Order, line: &Line, now: Moment, booked: Option<Booked>, has_none: bool) -> Option<Fen> {
    match (platform::commission(line, now), booked) {
        (Some(ToldCommission::Settled(parts)), _) => Some(parts.iter().map(|(_, part)| part).sum()),
        (_, Some(booked)) => Some(booked.commission),
        _ if has_none => Some(0),
        (Some(ToldCommission::Expected(expected)), None) => Some(expected),
        (None, None) => (order.source != ALLIANCE).then_some(0),
    }
}

/// Adds up the movements of a line that belong to its settlement.
pub fn moved(line: &Line, now: Moment) -> Option<Fen> {
    let settles = |scene: &str| scene.starts_with("货款结算") || scene.starts_with("退款");
    let mut amounts = line.movements.iter().filter(|each| each.at <= now && settles(each.scene)).peekable();
    amounts.peek()?;
    Some(amounts.map(|each| each.amount).sum())
}
