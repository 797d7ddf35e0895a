//! `sales`: sales in all, or by day, week or month, and how much of what was paid came back.

use super::by_line::Told;
use super::money_notes::MoneyNote;
use super::question::{Kind, Question, ReportColumn};
use super::refunds::Refund;
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::RowSink;
use crate::report::words::Words;
use crate::store::StoreError;

const SQL: &str = include_str!("sales.sql");

const COLUMNS: &[ReportColumn] = &[
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("units", "件数", "Units", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("paid_lines", "付款行数", "Paid lines", Kind::Int),
    ("refunded_lines", "退款行数", "Refunded lines", Kind::Int),
    ("refund_rate", "退款率", "Refund rate", Kind::Share),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let (asked, words, refunds) = (question.asked(), question.words_of_lines()?, question.refunds()?);
    let (mut tally, mut unpaid) = (Tally::new(), 0);
    let names = ["shop", "submitted", "shipped", "paid", "order", "key", "status", "after_sale", "quantity", "payable"];
    question.each_line(
        names,
        |id, [shop, submitted, shipped, paid, order, key, status, after_sale, quantity, payable]| {
            if !asked.has(shop, submitted) {
                return;
            }
            if paid == NONE {
                unpaid += i64::from(words.was_shipped(status, shipped));
                return;
            }
            let group = tally.group([NONE, NONE, asked.period(submitted)], id, submitted);
            let refunded = is_refunded(&words, &refunds, key, after_sale);
            tally.add(group, paid_line(words.sold(paid, status), refunded, quantity, payable));
            if words.sold(paid, status) {
                tally.meet(group, 0, order);
            }
        },
    )?;
    tally.lay(question, PAID_LINE, ["orders"])?;
    question.lines_by(COLUMNS, SQL, sink)?;
    question.note_lines(unpaid, MoneyNote::ShippedUnpaid);
    Ok(())
}

/// Tells whether an export says that money of a line went back. That of a closed line that no after-sale tells of only counts so.
pub(super) fn is_refunded(words: &Words, refunds: &Told<Refund>, key: i64, after_sale: i64) -> bool {
    words.refunded(after_sale)
        || refunds.lines.get(&key).is_some_and(|refund| refund.finished > 0 && refund.amount != 0)
}

/// What [`paid_line`] measures.
pub(super) const PAID_LINE: [&str; 6] = ["paid_lines", "refunded_lines", "lines", "units", "amount", "without_amount"];

/// Measures a paid line: it counts among those that may come back, and as a sale where it is one.
pub(super) fn paid_line(sold: bool, refunded: bool, quantity: i64, payable: i64) -> [i64; 6] {
    let of_sale = |figure: i64| if sold { figure } else { NONE };
    let without_amount = sold && payable == NONE;
    [1, refunded.into(), sold.into(), of_sale(quantity), of_sale(payable), without_amount.into()]
}
