//! The lives that order lines lead.

use super::life::{AfterSale, End, Line, Says};
use super::moment::{DAY, HOUR, MINUTE, Moment};
use super::platform;
use super::random::Random;

/// What becomes of a line. Those that name a moment are in the midst of it then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    Plain,
    Unpaid,
    PaidLater,
    UnpaidUntilAfter(Moment),
    CalledOff,
    CalledOffWithAWord,
    CalledOffSilently,
    PartBefore,
    PartAfter,
    WholeAfter,
    WholeAfterFeeKept,
    SeveralParts,
    Returned,
    PriceProtected,
    PriceProtectedAfter,
    Denied,
    Exchanged,
    NamesOnlyTheOrder,
    OneOfTwo,
    OtherOfTwo,
    WordAlone,
    CommissionUntold(Moment),
    Missing,
    Held(Moment),
    PartTakenBackLate(Moment),
    WholeTakenBackLate(Moment),
    ShortPaid,
    OverPaid,
    Misprinted,
    MovedShort,
    Gift,
    GiftOfCalledOff,
    GiftOutOfStock,
}

impl Story {
    /// Tells the story in a few words.
    pub fn told(self) -> &'static str {
        match self {
            Self::Plain => "sold, shipped and settled",
            Self::Unpaid => "never paid for",
            Self::PaidLater => "paid for after it came (先用后付)",
            Self::UnpaidUntilAfter(_) => "shipped and not yet paid for (先用后付)",
            Self::CalledOff => "refunded whole before it was shipped",
            Self::CalledOffWithAWord => "paid for and closed; only the order export speaks of a refund",
            Self::CalledOffSilently => "paid for and closed; nothing speaks of a refund",
            Self::PartBefore => "refunded in part before it was completed",
            Self::PartAfter => "refunded in part after the settlement",
            Self::WholeAfter => "refunded whole after the settlement",
            Self::WholeAfterFeeKept => "refunded whole after the settlement, and the platform kept its fee",
            Self::SeveralParts => "refunded in parts, before and after the settlement",
            Self::Returned => "completed and refunded whole before the settlement",
            Self::PriceProtected => "a lower price was paid out (价保), of which the order export is silent",
            Self::PriceProtectedAfter => {
                "a lower price was paid out (价保) after the settlement, and the order is silent"
            }
            Self::Denied => "an after-sale was denied",
            Self::Exchanged => "exchanged",
            Self::NamesOnlyTheOrder => "refunded in part; the after-sale names the order, which has this line alone",
            Self::OneOfTwo => "refunded in part; the after-sale names the order, which has two lines",
            Self::OtherOfTwo => "not refunded; an after-sale names the order, which has two lines",
            Self::WordAlone => "the order export speaks of a refund, and nothing tells how much",
            Self::CommissionUntold(_) => "nothing tells its commission until it is settled",
            Self::Missing => "completed and never settled",
            Self::Held(_) => "an open after-sale holds the settlement",
            Self::PartTakenBackLate(_) => "refunded in part after the settlement, and not yet taken back",
            Self::WholeTakenBackLate(_) => "refunded whole after the settlement, and not yet taken back",
            Self::ShortPaid => "the statement books 3.00 too little",
            Self::OverPaid => "the statement books 2.00 too much",
            Self::Misprinted => "结算金额 is 1.00 less than its parts",
            Self::MovedShort => "the movement is 1.50 less than the booking",
            Self::Gift => "a gift beside a line",
            Self::GiftOfCalledOff => "a gift, closed with the line it came with",
            Self::GiftOutOfStock => "a gift that was out of stock",
        }
    }
}

/// Leads the life of a line that is not a gift, from its payment on.
pub fn live(line: &mut Line, submitted: Moment, paid: Moment, random: &mut Random) {
    let shipped = paid.plus(random.between(4 * HOUR, 2 * DAY));
    let completed = shipped.plus(random.between(3 * DAY, 10 * DAY));
    let settled = completed.plus(random.between(2 * DAY, 12 * DAY));
    let a_part = line.payable / random.between(3, 9);
    match line.story {
        Story::Unpaid => {
            line.closed = Some((submitted.plus(30 * MINUTE), "超时未支付"));
            return;
        }
        Story::PaidLater | Story::UnpaidUntilAfter(_) => {
            let paid = match line.story {
                Story::UnpaidUntilAfter(moment) => moment.plus(3 * DAY),
                _ => completed.plus(random.between(0, 5 * DAY)),
            };
            deliver(line, paid, shipped, completed);
            settle(line, paid.plus(random.between(2 * DAY, 12 * DAY)));
            return;
        }
        Story::CalledOff | Story::CalledOffWithAWord | Story::CalledOffSilently => {
            let closed = paid.plus(random.between(HOUR, 3 * DAY));
            line.paid = Some(paid);
            line.closed = Some((closed, "买错了/不想要了"));
            match line.story {
                Story::CalledOff => {
                    let whole = line.payable;
                    refund(line, "未发货仅退款", paid.plus(30 * MINUTE), closed, whole);
                }
                Story::CalledOffWithAWord => line.says = Says::From(closed, "退款成功"),
                _ => line.says = Says::Nothing,
            }
            return;
        }
        Story::CommissionUntold(moment) => {
            deliver(line, paid, paid.plus(DAY), moment.plus(-8 * DAY));
            settle(line, moment.plus(3 * DAY));
            return;
        }
        _ => deliver(line, paid, shipped, completed),
    }
    match line.story {
        Story::PartBefore | Story::SeveralParts => {
            refund(line, "已发货仅退款", shipped.plus(DAY), shipped.plus(2 * DAY), a_part);
        }
        Story::PriceProtected => {
            refund(line, "价保", shipped.plus(DAY), shipped.plus(DAY), a_part);
            line.says = Says::Nothing;
        }
        Story::NamesOnlyTheOrder | Story::OneOfTwo => {
            refund(line, "已发货仅退款", shipped.plus(DAY), shipped.plus(2 * DAY), a_part);
            line.after_sales.iter_mut().for_each(|each| each.names_line = false);
        }
        Story::OtherOfTwo => line.says = Says::Nothing,
        Story::Denied => after_sale(line, "退货退款", shipped.plus(DAY), shipped.plus(2 * DAY), End::Denied),
        Story::Exchanged => after_sale(line, "换货", shipped.plus(DAY), shipped.plus(3 * DAY), End::Exchanged),
        Story::WordAlone => line.says = Says::From(shipped.plus(2 * DAY), "同意退款，退款成功"),
        Story::Returned => {
            let whole = line.payable;
            return refund(line, "退货退款", completed.plus(HOUR), completed.plus(DAY), whole);
        }
        Story::Missing => return,
        Story::Held(moment) => {
            after_sale(line, "退货退款", completed.plus(DAY), moment.plus(10 * DAY), End::Denied);
            return settle(line, moment.plus(15 * DAY));
        }
        _ => {}
    }
    line.charges.fee_is_kept = line.story == Story::WholeAfterFeeKept;
    settle(line, settled);
    let later = settled.plus(random.between(DAY, 20 * DAY));
    // Mostly the money is taken back at once, sometimes a few days later.
    let wait = if random.chance(70) { 0 } else { random.between(DAY, 3 * DAY) };
    let whole = line.payable;
    match line.story {
        Story::PartAfter => give_back(line, later, wait, a_part),
        Story::PriceProtectedAfter => {
            give_back(line, later, wait, a_part);
            line.after_sales.iter_mut().for_each(|each| each.of_type = "价保");
            line.says = Says::Nothing;
        }
        Story::WholeAfter | Story::WholeAfterFeeKept => give_back(line, later, wait, whole),
        Story::SeveralParts => {
            give_back(line, later, wait, a_part);
            give_back(line, later.plus(5 * DAY), wait, a_part / 2);
        }
        Story::PartTakenBackLate(moment) => give_back(line, moment.plus(-3 * DAY), 7 * DAY, a_part),
        Story::WholeTakenBackLate(moment) => give_back(line, moment.plus(-3 * DAY), 7 * DAY, whole),
        Story::ShortPaid => line.bookings[0].columns.paid -= 300,
        Story::OverPaid => line.bookings[0].columns.paid += 200,
        Story::Misprinted => line.bookings[0].misprint = -100,
        _ => {}
    }
}

/// Leads the life of a gift beside the line that it came with.
pub fn live_as_gift(gift: &mut Line, main: &Line, submitted: Moment) {
    gift.paid = main.paid;
    match gift.story {
        Story::GiftOfCalledOff => {
            let reasons = ["主品订单售后完成", "主品订单售后完成，未发货赠品订单取消"];
            let reason = reasons[usize::from(gift.number.is_multiple_of(2))];
            gift.closed = main.closed.map(|(at, _)| (at, reason));
        }
        Story::GiftOutOfStock => gift.closed = Some((submitted.plus(DAY), "赠品缺货")),
        Story::Unpaid => gift.closed = main.closed,
        _ => (gift.shipped, gift.completed) = (main.shipped, main.completed),
    }
}

fn deliver(line: &mut Line, paid: Moment, shipped: Moment, completed: Moment) {
    (line.paid, line.shipped, line.completed) = (Some(paid), Some(shipped), Some(completed));
}

/// Settles a line, and its commission 15 days after its completion.
fn settle(line: &mut Line, at: Moment) {
    platform::book(line, at);
    let due = line.completed.map(|completed| completed.plus(15 * DAY));
    if let Some(commission) = &mut line.commission {
        commission.settled = due.max(Some(at));
    }
}

/// Refunds a settled line, and takes the money back from the seller after some time.
fn give_back(line: &mut Line, refunded: Moment, wait: i64, amount: i64) {
    refund(line, "退货退款", refunded.plus(-2 * DAY), refunded, amount);
    platform::book(line, refunded.plus(wait));
}

/// Adds an after-sale that asks for half of the money and ends without any.
fn after_sale(line: &mut Line, of_type: &'static str, applied: Moment, ends: Moment, how: End) {
    refund(line, of_type, applied, ends, line.payable / 2);
    line.after_sales.iter_mut().for_each(|each| each.end = Some((ends, how)));
}

/// Adds an after-sale that gives goods, freight and tax back; what the bank paid stands within the goods.
fn refund(line: &mut Line, of_type: &'static str, applied: Moment, refunded: Moment, amount: i64) {
    let freight = line.freight.min(amount / 4);
    let tax = if line.number.is_multiple_of(7) { amount / 11 } else { 0 };
    let goods = amount - freight - tax;
    line.after_sales.push(AfterSale {
        id: super::ids::id(7_583, line.number, line.after_sales.len()),
        names_line: true,
        of_type,
        applied,
        end: Some((refunded, End::Refunded)),
        goods,
        freight,
        tax,
        discount: line.bank.min(goods),
    });
}
