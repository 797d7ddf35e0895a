//! `aftersales`: lines with an after-sale by status and reason, and how many of the paid lines they are.

use super::question::{Kind, Question, ReportColumn};
use super::siblings;
use crate::model::table::{RowSink, Word};
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

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    question.lines_by(COLUMNS, &siblings::joined(question, SQL)?, sink)?;
    question.note_unknown_after_sales()
}
