//! `products`: what sold, how much of it came back, and whether it rises or falls.

use rusqlite::types::ToSql;

use super::buyers::{BUYERS, Buyers};
use super::gifts::{Gifts, knows_gifts};
use super::line_money::{Figures, Returns};
use super::money_notes::MoneyNote;
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use super::refunded::Refunded;
use super::sales::{PAID_LINE, is_refunded, paid_line};
use super::tally::Tally;
use crate::model::calendar::sub_days;
use crate::model::export::Grain;
use crate::model::figure::NONE;
use crate::model::summary::Days;
use crate::model::table::{Datum, RowSink, Word};
use crate::store::StoreError;

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
];

/// What [`Refunded`] makes.
const REFUNDS: &[ReportColumn] = &[
    ("refund_amount", "退款金额", "Refunds", Kind::Money),
    ("refund_amount_known", "退款金额（已知）", "Refunds known", Kind::ForPrograms),
];

const NAMES: [&str; 16] = [
    "shop",
    "submitted",
    "shipped",
    "paid",
    "product",
    "order",
    "key",
    "buyer",
    "status",
    "after_sale",
    "promotion",
    "quantity",
    "payable",
    "platform_borne",
    "creator_borne",
    "gift",
];

/// What is measured of a product besides [`PAID_LINE`].
const MORE: [&str; 7] =
    ["gifts", "by_creators", "by_known", "refunds", "refunds_untold", "refunds_assumed", "amount_earlier"];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let before = before(question)?;
    let unpaid = tally(question, before)?;
    let has_before = before.is_some();
    let params: [(&str, &dyn ToSql); 1] = [(":has_before", &has_before)];
    let behind = COLUMNS.len();
    let found = question
        .ask(SQL, &params, |row| Ok((read(row, COLUMNS)?, row.get(behind)?, Refunded::read(row, behind + 1)?)))?;
    let mut all = Refunded::default();
    let rows = found.into_iter().map(|(cells, without_amount, refunded): (Vec<Datum>, i64, Refunded)| {
        all.add(refunded);
        (cells.into_iter().chain(refunded.cells()).collect(), without_amount)
    });
    let rows = rows.collect();
    question.hand_on(&[COLUMNS, REFUNDS].concat(), rows, sink)?;
    all.note(question)?;
    question.note_lines(unpaid, MoneyNote::ShippedUnpaid);
    question.note(before.map_or(Note::NotCompared, Note::ComparedWith));
    note_joined(question)
}

/// Counts the paid lines of each product, and its sales in the days before those asked for; returns the shipped lines that are not paid.
fn tally(question: &Question<'_>, before: Option<Days>) -> Result<i64, StoreError> {
    let asked = question.asked();
    let (returns, gifts) = (Returns::of(question)?, Gifts::of(question)?);
    let words = &returns.words;
    let knows_gifts = knows_gifts(question);
    let before = before.map(|days| asked.on(days));
    let (mut tally, mut buyers, mut unpaid) = (Tally::new(), Buyers::default(), 0);
    question.each_line(
        NAMES,
        |id,
         [
            shop,
            submitted,
            shipped,
            paid,
            product,
            order,
            key,
            buyer,
            status,
            after_sale,
            promotion,
            quantity,
            payable,
            platform,
            creator,
            gift,
        ]| {
            if paid == NONE {
                unpaid += i64::from(words.was_shipped(status, shipped) && asked.has(shop, submitted));
                return;
            }
            let keys = [product, NONE, NONE];
            let sold = words.sold(paid, status);
            let of_sale = |counts: bool, figure: i64| if sold && counts { figure } else { NONE };
            if sold && before.is_some_and(|before| before.has(shop, submitted)) {
                let group = tally.group(keys, id, submitted);
                tally.add(group, measures([NONE; 6], [NONE, NONE, NONE, NONE, NONE, NONE, payable]));
            }
            if !asked.has(shop, submitted) {
                return;
            }
            let group = tally.group(keys, id, submitted);
            let line = Figures { order, key, status, after_sale, promotion, payable, platform, creator, gift };
            let given_back = returns.line(&line);
            let refunded = is_refunded(words, &returns.refunds, key, after_sale);
            let alliance = words.alliance(promotion);
            let more = [
                if knows_gifts { i64::from(sold && gifts.has(gift, order, true)) } else { NONE },
                of_sale(alliance == Some(true), payable),
                of_sale(alliance.is_some(), payable),
                given_back.refunds,
                i64::from(given_back.refunds == NONE),
                i64::from(given_back.assumed),
                NONE,
            ];
            tally.add(group, measures(paid_line(sold, refunded, quantity, payable), more));
            if sold {
                tally.meet(group, 0, order);
                buyers.meet(group, buyer, order);
            }
        },
    )?;
    tally.lay_with(question, measures(PAID_LINE, MORE), ["orders"], &BUYERS, |groups| buyers.count(groups))?;
    Ok(unpaid)
}

/// Puts measures of two kinds behind one another.
fn measures<T: Copy>(paid_line: [T; 6], more: [T; 7]) -> [T; 13] {
    std::array::from_fn(|place| if place < 6 { paid_line[place] } else { more[place - 6] })
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
