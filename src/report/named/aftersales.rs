//! `aftersales`: lines with an after-sale by status and reason, and how many of the paid lines they are.

use super::question::{Kind, Question, ReportColumn};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::{RowSink, Word};
use crate::report::words::Words;
use crate::store::StoreError;

const SQL: &str = include_str!("aftersales.sql");

const STATES: &[Word] =
    &[Word { code: "open", zh: "未了结", en: "open" }, Word { code: "finished", zh: "已了结", en: "finished" }];

const COLUMNS: &[ReportColumn] = &[
    ("after_sale", "售后状态", "After-sale", Kind::Text),
    ("state", "进展", "State", Kind::Word(STATES)),
    ("reason", "取消原因", "Reason", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("rate", "占付款行", "Of paid lines", Kind::Share),
    ("refund_amount", "退款金额", "Refunds", Kind::Money),
    ("days_to_refund", "平均退款天数", "Days to refund", Kind::Number),
];

const NAMES: [&str; 8] = ["shop", "submitted", "paid", "order", "key", "after_sale", "reason", "payable"];

const MEASURES: [&str; 8] = [
    "lines",
    "paid_lines",
    "amount",
    "without_amount",
    "refund_amount",
    "refunds_untold",
    "refund_seconds",
    "refunds_timed",
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    tally(question)?;
    let has_after_sales = question.has_after_sales()?;
    question.lines_with(COLUMNS, SQL, &[(":has_after_sales", &has_after_sales)], sink)?;
    question.note_unknown_after_sales()
}

/// Counts all lines by after-sale and reason; those without an after-sale are needed for the rates.
fn tally(question: &Question<'_>) -> Result<(), StoreError> {
    let (asked, words) = (question.asked(), Words::new());
    let refunds = question.refunds()?;
    let mut tally = Tally::new();
    question.each_line(NAMES, |id, [shop, submitted, paid, order, key, after_sale, reason, payable]| {
        if !asked.has(shop, submitted) {
            return;
        }
        let keys = [after_sale, if after_sale == NONE { NONE } else { reason }, asked.period(submitted)];
        let group = tally.group(keys, id, submitted);
        let refund = refunds.get(&key).map_or(NONE, |refund| refund.amount);
        let seconds = refunds.get(&key).map_or(NONE, |refund| refund.seconds());
        let refund_untold = words.refunded(after_sale) && refund == NONE;
        tally.add(
            group,
            [
                1,
                i64::from(paid != NONE),
                payable,
                i64::from(payable == NONE),
                refund,
                refund_untold.into(),
                seconds,
                i64::from(seconds != NONE),
            ],
        );
        tally.meet(group, 0, order);
    })?;
    tally.lay(question, MEASURES, ["orders"])
}
