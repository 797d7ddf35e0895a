//! `products`: what sold, how much of it came back, and whether it rises or falls.

use rusqlite::types::ToSql;

use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use super::repeat::BUYERS;
use super::siblings;
use crate::model::calendar::{add_days, sub_days};
use crate::model::export::Grain;
use crate::model::summary::Days;
use crate::model::table::{RowSink, Word};
use crate::store::{SURENESS, StoreError};

const SQL: &str = include_str!("products.sql");

const TRENDS: &[Word] = &[
    Word { code: "new", zh: "新增", en: "new" },
    Word { code: "rising", zh: "上升", en: "rising" },
    Word { code: "falling", zh: "下降", en: "falling" },
    Word { code: "steady", zh: "持平", en: "steady" },
];

const COLUMNS: &[ReportColumn] = &[
    ("product_id", "商品ID", "Product id", Kind::Text),
    ("product", "商品", "Product", Kind::Text),
    ("units", "件数", "Units", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
    ("orders", "订单", "Orders", Kind::Int),
    ("gifts", "其中赠品", "Gifts", Kind::Int),
    ("paid_lines", "付款行数", "Paid lines", Kind::Int),
    ("refunded_lines", "退款行数", "Refunded lines", Kind::Int),
    ("refund_rate", "退款率", "Refund rate", Kind::Share),
    ("repeat_rate", "复购率", "Repeat rate", Kind::Share),
    ("creator_share", "达人占比", "By creators", Kind::Share),
    ("amount_before", "前一期金额", "Amount before", Kind::Money),
    ("change", "变化", "Change", Kind::Share),
    ("trend", "趋势", "Trend", Kind::Word(TRENDS)),
    ("refund_amount", "退款金额", "Refunds", Kind::Money),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let before = before(question)?;
    let before_from = before.map(|days| days.first.to_string());
    let before_end = before.map(|days| add_days(days.last, 1).to_string());
    let params: [(&str, &dyn ToSql); 2] = [(":before_from", &before_from), (":before_end", &before_end)];
    let rows = question.ask(&siblings::joined(question, &keyed(SQL))?, &params, |row| {
        Ok((read(row, COLUMNS)?, row.get(COLUMNS.len())?))
    })?;
    question.hand_on(COLUMNS, rows, sink)?;
    question.note(before.map_or(Note::NotCompared, Note::ComparedWith));
    note_joined(question)
}

/// Puts the key of a product and the buyers into a question. A product without an id goes by its name.
pub(super) fn keyed(sql: &str) -> String {
    sql.replace("{buyers}", BUYERS.trim_end())
        .replace("{sureness}", SURENESS)
        .replace("{product_key}", "coalesce(product_id, '=' || product, '=')")
}

/// Notes where products are several in a cell.
pub(super) fn note_joined(question: &mut Question<'_>) -> Result<(), StoreError> {
    if question.store.grain(question.shop)? == Some(Grain::MainOrder) {
        question.note(Note::JoinedProducts);
    }
    Ok(())
}

/// Returns the days before those asked for, as many as they are, where the imported orders reach that far back.
fn before(question: &Question<'_>) -> Result<Option<Days>, StoreError> {
    let Some(asked) = question.days()? else { return Ok(None) };
    let length = (asked.last - asked.first).num_days().unsigned_abs() + 1;
    let before = Days { first: sub_days(asked.first, length), last: sub_days(asked.first, 1) };
    let reaches = question.store.covered_days(question.shop)?.iter().any(|days| days.first <= before.first);
    Ok(Some(before).filter(|_| reaches))
}
