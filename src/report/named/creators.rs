//! `creators`: sales by the creator who sold.

use super::question::{Kind, Question, ReportColumn};
use super::sales::{PAID_LINE, is_refunded, paid_line};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::RowSink;
use crate::store::StoreError;

const SQL: &str = include_str!("creators.sql");

const COLUMNS: &[ReportColumn] = &[
    ("creator_id", "达人ID", "Creator id", Kind::Text),
    ("creator", "达人", "Creator", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("units", "件数", "Units", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("share", "金额占比", "Share", Kind::Share),
    ("products", "商品数", "Products", Kind::Int),
    ("paid_lines", "付款行数", "Paid lines", Kind::Int),
    ("refunded_lines", "退款行数", "Refunded lines", Kind::Int),
    ("refund_rate", "退款率", "Refund rate", Kind::Share),
];

const NAMES: [&str; 12] = [
    "shop",
    "submitted",
    "paid",
    "creator",
    "promotion",
    "order",
    "product",
    "key",
    "status",
    "after_sale",
    "quantity",
    "payable",
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let (asked, words) = (question.asked(), question.words_of_lines()?);
    let refunds = question.refunds()?;
    let mut tally = Tally::new();
    question.each_line(
        NAMES,
        |id, [shop, submitted, paid, creator, promotion, order, product, key, status, after_sale, quantity, payable]| {
            let by_creator = creator != NONE || words.alliance(promotion) == Some(true);
            if paid == NONE || !by_creator || !asked.has(shop, submitted) {
                return;
            }
            let sold = words.sold(paid, status);
            let group = tally.group([creator, NONE, asked.period(submitted)], id, submitted);
            tally.add(group, paid_line(sold, is_refunded(&words, &refunds, key, after_sale), quantity, payable));
            if sold {
                tally.meet(group, 0, order);
                tally.meet(group, 1, product);
            }
        },
    )?;
    tally.lay(question, PAID_LINE, ["orders", "products"])?;
    question.lines_by(COLUMNS, SQL, sink)
}
