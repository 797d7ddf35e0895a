//! What a reader of a report has to know of the exports beside the orders.

use super::line_money::FeeRate;
use super::movements::Scene;
use super::options::Rate;
use crate::model::lang::Lang;
use crate::model::money::Fen;
use crate::report::terms::SettledWithin;

/// Names one thing that the exports beside the orders tell, or do not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyNote {
    /// Lines of creators whose commission nothing tells, so that it is estimated with a rate.
    CommissionAtRate(i64, Rate),
    /// Lines whose commission is not settled, so that it is what the commission file expects.
    CommissionExpected(i64),
    /// Lines whose commission is not known, and whether a commission file is imported.
    CommissionUnknown {
        /// The lines.
        lines: i64,
        /// Whether a commission file is imported.
        has_file: bool,
    },
    /// Lines of which nobody knows whether a creator sold them, so that their commission is not known.
    SellerUnknown(i64),
    /// What came of an order counts on the day on which it was submitted.
    ByOrderDay,
    /// Lines that were called off, whose amount counts as refunded though no after-sale file tells it.
    RefundsAssumed(i64),
    /// Lines of which something may have been refunded that no after-sale file tells.
    RefundsUnknown {
        /// The lines.
        lines: i64,
        /// Whether an after-sale file is imported.
        has_file: bool,
    },
    /// Lines that are not settled, whose fees are estimated at the rate of those that are.
    FeesEstimated(i64, FeeRate),
    /// Lines that are not settled, whose fees are not taken off.
    WithoutFees {
        /// The lines.
        lines: i64,
        /// Whether the estimate was not wanted; else there is nothing to estimate with.
        left_out: bool,
    },
    /// Lines of which it is not known what the platform or the creator bears.
    BorneUnknown(i64),
    /// Bookings that name only an order of several lines, and what they settle.
    BookedToOrders(i64, Fen),
    /// How much more the statement has booked than is due, which is taken off the net.
    BookedBeyondDue(Fen),
    /// What the known columns of the statement do not explain, and the columns that nobody knows.
    Other(Vec<String>),
    /// Lines that were shipped and are not paid, as with 先用后付 and 货到付款.
    ShippedUnpaid(i64),
    /// How many days after its completion a line counts as not settled.
    SettlementPeriod(SettledWithin),
    /// Lines whose statement says what the order says.
    Matched(i64),
    /// Sales that are not settled, and need not be yet as far as the imported statements reach.
    Waiting(i64),
    /// Lines that the fund flow has and no statement, so that only their being paid is known.
    FlowOnly(i64),
    /// What the fund flow moved in scenes that settle nothing.
    Scenes(Vec<Scene>),
    /// There is neither a statement nor a fund flow to compare with.
    NoStatement,
}

impl MoneyNote {
    /// Writes the note.
    #[expect(clippy::too_many_lines, reason = "a text for each note")]
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
            Self::CommissionUnknown { lines, has_file: false } => lang.pick(
                format!("有 {lines} 行的佣金未知；导入佣金文件，或用 --commission-rate 20% 估算"),
                format!("the commission of {lines} lines is not known; import the commission file, or let --commission-rate 20% estimate it"),
            ),
            Self::CommissionUnknown { lines, has_file: true } => lang.pick(
                format!("有 {lines} 行的佣金未知，已导入的佣金文件里没有；可用 --commission-rate 20% 估算"),
                format!("the commission of {lines} lines is not known, and the imported commission files do not have them; --commission-rate 20% estimates it"),
            ),
            Self::SellerUnknown(lines) => lang.pick(
                format!("有 {lines} 行不知道是不是达人卖出的，佣金未知"),
                format!("of {lines} lines it is not known whether a creator sold them, so their commission is not known"),
            ),
            Self::ByOrderDay => lang.pick(
                "退款、佣金、结算都算在订单提交的那一天，不论何时发生".to_owned(),
                "refunds, commission and settlements count on the day the order was submitted, whenever they came".to_owned(),
            ),
            Self::RefundsAssumed(lines) => lang.pick(
                format!("有 {lines} 行付款后关闭而售后单里没有，按全额退款计"),
                format!("{lines} lines were paid and closed, and no after-sale file has them; they count as refunded in full"),
            ),
            Self::RefundsUnknown { lines, has_file: false } => lang.pick(
                format!("有 {lines} 行可能有退款，金额未知；导入售后单即可知道"),
                format!("of {lines} lines something may have been refunded, and how much is not known; import the after-sale file"),
            ),
            Self::RefundsUnknown { lines, has_file: true } => lang.pick(
                format!("有 {lines} 行可能有退款，已导入的售后单没有说明各行的金额；这些行的退款未知"),
                format!("of {lines} lines something may have been refunded, and the imported after-sale files do not tell how much of each"),
            ),
            Self::FeesEstimated(lines, rate) => lang.pick(
                format!("有 {lines} 行还没有结算，服务费按已结算行的平均 {} 估算；--no-estimates 不估算", rate.text()),
                format!("{lines} lines are not settled; their fees are estimated at {}, the average of the settled lines; --no-estimates leaves them out", rate.text()),
            ),
            Self::WithoutFees { lines, left_out: true } => lang.pick(
                format!("有 {lines} 行还没有结算，服务费未从净额扣除"),
                format!("{lines} lines are not settled; their fees are not taken off the net"),
            ),
            Self::WithoutFees { lines, left_out: false } => lang.pick(
                format!("有 {lines} 行还没有结算，也没有已结算的行可供估算，服务费未从净额扣除"),
                format!("{lines} lines are not settled, and no settled line tells what fees to expect; their fees are not taken off the net"),
            ),
            Self::BorneUnknown(lines) => lang.pick(
                format!("有 {lines} 行没有平台或达人实际承担的优惠金额，应结金额未知"),
                format!("{lines} lines do not tell what the platform or the creator bears, so what is due of them is not known"),
            ),
            Self::BookedToOrders(bookings, fen) => lang.pick(
                format!("有 {bookings} 笔结算只写了主订单，合计 {fen} 元，没有算到任何一行，见 reconcile"),
                format!("{bookings} bookings name only an order of several lines, {fen} yuan in all; they count for no line, see reconcile"),
            ),
            Self::BookedBeyondDue(fen) => lang.pick(
                format!("结算账单的收入合计比应结多 {fen} 元，可能还有退款没有扣回，已从净额扣除"),
                format!("the statement has booked {fen} yuan more than is due; refunds may still be taken back, so it is taken off the net"),
            ),
            Self::Other(columns) if columns.is_empty() => lang.pick(
                "其他：结算金额与各项之差".to_owned(),
                "other is what the parts of the settlement do not explain".to_owned(),
            ),
            Self::Other(columns) => {
                let columns = columns.join(lang.pick("、", ", "));
                lang.pick(
                    format!("其他：结算金额与各项之差；结算账单有不认识的列：{columns}"),
                    format!("other is what the parts of the settlement do not explain; columns of the statement that are not known: {columns}"),
                )
            }
            Self::ShippedUnpaid(lines) => lang.pick(
                format!("有 {lines} 行已发货还没有付款（如先用后付、货到付款），未计入金额"),
                format!("{lines} lines were shipped and are not paid yet (先用后付, 货到付款), and are in no amount"),
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
                format!("有 {lines} 行销售还不必结算，或在账单的日期以外，或售后未了结，不列出"),
                format!("{lines} sales need not be settled yet, are out of the reach of the statements, or have an open after-sale, and are not listed"),
            ),
            Self::FlowOnly(lines) => lang.pick(
                format!("有 {lines} 行只有动账，没有结算账单，无法核对金额，不列出"),
                format!("{lines} lines are in the fund flow and in no settlement statement; their amounts cannot be compared, and they are not listed"),
            ),
            Self::Scenes(scenes) => {
                let each = |scene: &Scene| {
                    let Scene { name, movements, amount } = scene;
                    lang.pick(
                        format!("{name} {} 元（{movements} 笔）", Fen(*amount)),
                        format!("{name} {} ({movements})", Fen(*amount)),
                    )
                };
                let all = scenes.iter().map(each).collect::<Vec<_>>().join(lang.pick("、", ", "));
                lang.pick(
                    format!("动账里与货款结算无关的，不参与核对：{all}"),
                    format!("movements that settle no order are not compared: {all}"),
                )
            }
            Self::NoStatement => lang.pick(
                "还没有导入结算账单或动账明细，无从对账".to_owned(),
                "neither a settlement statement nor a fund flow is imported, so there is nothing to compare with".to_owned(),
            ),
        }
    }
}
