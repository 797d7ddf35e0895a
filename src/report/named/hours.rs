//! `hours`: sales by the hour in which they were ordered.

use super::question::{Kind, Question, ReportColumn};
use super::tally::Tally;
use crate::model::figure::{DAY, NONE};
use crate::model::table::RowSink;
use crate::store::StoreError;

const SQL: &str = include_str!("hours.sql");

const COLUMNS: &[ReportColumn] = &[
    ("hour", "时", "Hour", Kind::Int),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("share", "行数占比", "Share of lines", Kind::Share),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let (asked, words) = (question.asked(), question.words_of_lines()?);
    let mut tally = Tally::new();
    let names = ["shop", "submitted", "paid", "order", "status", "payable"];
    question.each_line(names, |id, [shop, submitted, paid, order, status, payable]| {
        if submitted != NONE && words.sold(paid, status) && asked.has(shop, submitted) {
            let hour = submitted.rem_euclid(DAY) / 3600;
            let group = tally.group([hour, NONE, NONE], id, submitted);
            tally.add(group, [1, payable, i64::from(payable == NONE)]);
            tally.meet(group, 0, order);
        }
    })?;
    tally.lay(question, ["lines", "amount", "without_amount"], ["orders"])?;
    question.lines_by(COLUMNS, SQL, sink)
}
