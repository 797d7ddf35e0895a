//! `repeat`: products that the same buyer ordered more than once.

use rustc_hash::FxHashSet;

use super::buyers::{BUYERS, Buyers};
use super::notes::Note;
use super::products;
use super::question::{Kind, Question, ReportColumn};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::{RowSink, Word};
use crate::store::StoreError;

const SQL: &str = include_str!("repeat.sql");

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
    ("certainty", "把握", "Confidence", Kind::Word(CERTAINTY)),
    ("orders_without_buyer", "买家未知的订单", "Orders without buyer", Kind::Int),
];

const NAMES: [&str; 7] = ["shop", "submitted", "paid", "product", "order", "buyer", "status"];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let without_buyer = tally(question)?;
    let rows = question.table(COLUMNS, SQL)?;
    if !rows.is_empty() {
        question.note(Note::BuyersUncertain);
    }
    question.rows(COLUMNS, rows, sink)?;
    products::note_joined(question)?;
    if without_buyer > 0 {
        question.note(Note::WithoutBuyer(without_buyer));
    }
    Ok(())
}

/// Counts the buyers and orders of each product, and returns how many orders do not tell who bought.
fn tally(question: &Question<'_>) -> Result<i64, StoreError> {
    let (asked, words) = (question.asked(), question.words_of_lines()?);
    let (mut tally, mut buyers) = (Tally::new(), Buyers::default());
    let mut without_buyer = FxHashSet::default();
    question.each_line(NAMES, |id, [shop, submitted, paid, product, order, buyer, status]| {
        if !words.sold(paid, status) || !asked.has(shop, submitted) {
            return;
        }
        let group = tally.group([product, NONE, NONE], id, submitted);
        tally.add(group, []);
        tally.meet(group, 0, order);
        buyers.meet(group, buyer, order);
        if buyer == NONE && order != NONE {
            tally.meet(group, 1, order);
            without_buyer.insert(order);
        }
    })?;
    tally.lay_with(question, [], ["orders", "orders_without_buyer"], &BUYERS, |groups| buyers.count(groups))?;
    Ok(i64::try_from(without_buyer.len()).unwrap_or(i64::MAX))
}
