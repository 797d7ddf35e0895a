//! `regions`: sales by province.

use super::question::{Kind, Question, ReportColumn};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::RowSink;
use crate::store::StoreError;

const SQL: &str = include_str!("regions.sql");

const COLUMNS: &[ReportColumn] = &[
    ("region", "省", "Region", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("units", "件数", "Units", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("share", "金额占比", "Share", Kind::Share),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let (asked, words) = (question.asked(), question.words_of_lines()?);
    let mut tally = Tally::new();
    let names = ["shop", "submitted", "paid", "order", "status", "province", "quantity", "payable"];
    question.each_line(names, |id, [shop, submitted, paid, order, status, province, quantity, payable]| {
        if words.sold(paid, status) && asked.has(shop, submitted) {
            let group = tally.group([province, NONE, asked.period(submitted)], id, submitted);
            tally.add(group, [1, quantity, payable, i64::from(payable == NONE)]);
            tally.meet(group, 0, order);
        }
    })?;
    tally.lay(question, ["lines", "units", "amount", "without_amount"], ["orders"])?;
    question.lines_by(COLUMNS, SQL, sink)
}
