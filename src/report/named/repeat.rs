//! `repeat`: products that the same buyer ordered more than once.

use super::notes::Note;
use super::products;
use super::question::{Kind, Question, ReportColumn};
use crate::model::table::{RowSink, Word};
use crate::store::StoreError;

const SQL: &str = include_str!("repeat.sql");

/// The common table expressions `bought` and `buyers`.
pub(super) const BUYERS: &str = include_str!("buyers.sql");

/// How sure it is that the repeat buyers of a product are the same people, the least sure of them counting.
const CERTAINTY: &[Word] = &[
    Word {
        code: "partial", zh: "低：收件人、手机号、地址不全", en: "low: receiver, phone or address missing"
    },
    Word {
        code: "ciphertext", zh: "低：密文相同不等于同一人", en: "low: same ciphertext, perhaps not the same buyer"
    },
    Word { code: "masked", zh: "中：打码后相同", en: "fair: the same when masked" },
    Word { code: "plain", zh: "高：明文相同", en: "high: the same in plain text" },
];

const COLUMNS: &[ReportColumn] = &[
    ("product_id", "商品ID", "Product id", Kind::Text),
    ("product", "商品", "Product", Kind::Text),
    ("buyers", "买家", "Buyers", Kind::Int),
    ("repeat_buyers", "重复购买的买家", "Repeat buyers", Kind::Int),
    ("orders", "订单", "Orders", Kind::Int),
    ("repeat_rate", "复购率", "Repeat rate", Kind::Share),
    ("certainty", "把握", "Certainty", Kind::Word(CERTAINTY)),
    ("orders_without_buyer", "买家未知的订单", "Orders without buyer", Kind::Int),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let rows = question.table(COLUMNS, &products::keyed(SQL))?;
    if !rows.is_empty() {
        question.note(Note::BuyersUncertain);
    }
    question.rows(COLUMNS, rows, sink)?;
    products::note_joined(question)?;
    let without = question.count(
        "SELECT count(DISTINCT main_order_id) FROM stored_lines
         WHERE {asked_for} AND {sold} AND coalesce(receiver, receiver_phone, address, buyer_hash) IS NULL",
    )?;
    if without > 0 {
        question.note(Note::WithoutBuyer(without));
    }
    Ok(())
}
