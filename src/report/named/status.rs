//! `status`: lines by 订单状态 and 售后状态.

use super::gifts::{Gifts, knows_gifts};
use super::question::{Kind, Question, ReportColumn};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::RowSink;
use crate::store::StoreError;

const SQL: &str = include_str!("status.sql");

const COLUMNS: &[ReportColumn] = &[
    ("status", "订单状态", "Status", Kind::Text),
    ("after_sale", "售后状态", "After-sale", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("gifts", "其中赠品", "Gifts", Kind::Int),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let asked = question.asked();
    let gifts = Gifts::of(question)?;
    let knows_gifts = knows_gifts(question);
    let mut tally = Tally::new();
    let names = ["shop", "submitted", "paid", "order", "status", "after_sale", "gift", "payable"];
    question.each_line(names, |id, [shop, submitted, paid, order, status, after_sale, gift, payable]| {
        if asked.has(shop, submitted) {
            let gift = if knows_gifts { gifts.has(gift, order, paid != NONE).into() } else { NONE };
            let group = tally.group([status, after_sale, asked.period(submitted)], id, submitted);
            tally.add(group, [1, payable, gift, i64::from(payable == NONE)]);
            tally.meet(group, 0, order);
        }
    })?;
    tally.lay(question, ["lines", "amount", "gifts", "without_amount"], ["orders"])?;
    question.lines_by(COLUMNS, SQL, sink)
}
