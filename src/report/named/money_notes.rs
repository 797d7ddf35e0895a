//! What a reader of a report has to know of the exports beside the orders.

use super::options::Rate;
use crate::model::lang::Lang;
use crate::report::terms::SettledWithin;

/// Names one thing that the exports beside the orders tell, or do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyNote {
    /// Lines of creators whose commission nothing tells, so that it is estimated with a rate.
    CommissionAtRate(i64, Rate),
    /// Lines whose commission is not settled, so that it is what the commission file expects.
    CommissionExpected(i64),
    /// Lines of creators whose commission is not known.
    CommissionUnknown(i64),
    /// What came of an order counts on the day on which it was submitted.
    ByOrderDay,
    /// Lines that were called off, whose amount counts as refunded though no after-sale file tells it.
    RefundsAssumed(i64),
    /// Lines of which something may have been refunded that no after-sale file tells.
    RefundsUnknown(i64),
    /// Sales whose fees no settlement statement tells.
    WithoutFees(i64),
    /// How many days after its completion a line counts as not settled.
    SettlementPeriod(SettledWithin),
    /// Lines whose statement says what the order says.
    Matched(i64),
    /// Sales that are not settled, and need not be yet as far as the imported statements reach.
    Waiting(i64),
    /// Lines that the fund flow has and no statement, so that only their being paid is known.
    FlowOnly(i64),
    /// Bookings of a statement that belong to no imported order line.
    StrayBookings(i64),
    /// There is neither a statement nor a fund flow to compare with.
    NoStatement,
}

impl MoneyNote {
    /// Writes the note.
    pub(super) fn text(&self, lang: Lang) -> String {
        match self {
            Self::CommissionAtRate(lines, rate) => lang.pick(
                format!("有 {lines} 行的佣金按 {} 估算，不是实际结算", rate.text()),
                format!("the commission of {lines} lines is estimated at {}, not booked", rate.text()),
            ),
            Self::CommissionExpected(lines) => lang.pick(
                format!("有 {lines} 行的佣金还没有结算，取佣金文件的预估佣金支出"),
                format!("the commission of {lines} lines is not settled yet and is what the commission file expects (预估佣金支出)"),
            ),
            Self::CommissionUnknown(lines) => lang.pick(
                format!("精选联盟有 {lines} 行的佣金未知；导入佣金文件，或用 --commission-rate 20% 估算"),
                format!("the commission of {lines} lines of 精选联盟 is not known; import the commission file, or let --commission-rate 20% estimate it"),
            ),
            Self::ByOrderDay => lang.pick(
                "退款、佣金、结算都算在订单提交的那一天，不论何时发生".to_owned(),
                "refunds, commission and settlements count on the day the order was submitted, whenever they came".to_owned(),
            ),
            Self::RefundsAssumed(lines) => lang.pick(
                format!("有 {lines} 行付款后关闭而售后单里没有，按全额退款计"),
                format!("{lines} lines were paid and closed, and no after-sale file has them; they count as refunded in full"),
            ),
            Self::RefundsUnknown(lines) => lang.pick(
                format!("有 {lines} 行可能有退款，但售后单里没有金额；退款和净额未知"),
                format!("of {lines} lines something may have been refunded, and no after-sale file tells how much; refunds and net are not known"),
            ),
            Self::WithoutFees(lines) => lang.pick(
                format!("有 {lines} 行销售还没有结算账单，服务费未知，未从净额扣除"),
                format!("{lines} sales are in no settlement statement; their fees are not known and not taken off the net"),
            ),
            Self::SettlementPeriod(SettledWithin::Own(days)) => lang.pick(
                format!("完成后超过 {days} 天还没有结算的算未结算：{days} 天是本店填写的结算天数（settlement.days）"),
                format!("a line counts as not settled more than {days} days after its completion, which is what was declared of this shop (settlement.days)"),
            ),
            Self::SettlementPeriod(SettledWithin::Longest(days)) => lang.pick(
                format!("完成后超过 {days} 天还没有结算的算未结算：{days} 天是可能适用的最长天数；本店若更短，用 shop set settlement.days=7 填写"),
                format!("a line counts as not settled more than {days} days after its completion, the longest that may apply; shop set settlement.days=7 declares fewer for this shop"),
            ),
            Self::Matched(lines) => lang.pick(
                format!("有 {lines} 行与结算相符，不列出"),
                format!("{lines} lines fit their settlement and are not listed"),
            ),
            Self::Waiting(lines) => lang.pick(
                format!("有 {lines} 行销售还不必结算，或在账单的日期以外，不列出"),
                format!("{lines} sales need not be settled yet or are out of the reach of the statements, and are not listed"),
            ),
            Self::FlowOnly(lines) => lang.pick(
                format!("有 {lines} 行只有动账，没有结算账单，无法核对金额，不列出"),
                format!("{lines} lines are in the fund flow and in no settlement statement; their amounts cannot be compared, and they are not listed"),
            ),
            Self::StrayBookings(bookings) => lang.pick(
                format!("结算账单有 {bookings} 笔不属于已导入的订单"),
                format!("{bookings} bookings of the settlement statement belong to no order that is imported"),
            ),
            Self::NoStatement => lang.pick(
                "还没有导入结算账单或动账明细，无从对账".to_owned(),
                "neither a settlement statement nor a fund flow is imported, so there is nothing to compare with".to_owned(),
            ),
        }
    }
}
