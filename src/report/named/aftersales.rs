//! `aftersales`: lines with an after-sale by status and reason, and how many of the paid lines they are.

use super::line_money::{Figures, Returns};
use super::question::{Kind, Question, ReportColumn, read};
use super::refunded::Refunded;
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::{Datum, RowSink, Word};
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
    ("days_to_refund", "平均退款天数", "Days to refund", Kind::Number),
];

/// What [`Refunded`] makes, before the last column.
const REFUNDS: &[ReportColumn] = &[("refund_amount", "退款金额", "Refunds", Kind::Money)];

const KNOWN: &[ReportColumn] = &[("refund_amount_known", "退款金额（已知）", "Refunds known", Kind::ForPrograms)];

const NAMES: [&str; 13] = [
    "shop",
    "submitted",
    "paid",
    "order",
    "key",
    "status",
    "after_sale",
    "reason",
    "promotion",
    "payable",
    "platform_borne",
    "creator_borne",
    "gift",
];

const MEASURES: [&str; 10] = [
    "lines",
    "paid_lines",
    "amount",
    "without_amount",
    "refunds",
    "refunds_untold",
    "refunds_assumed",
    "refund_seconds",
    "refunds_timed",
    "returned_lines",
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    tally(question)?;
    let asked = question.with_period(COLUMNS);
    let (days, behind) = (COLUMNS.len() - 1, asked.len());
    let found =
        question.ask(SQL, &[], |row| Ok((read(row, &asked)?, row.get(behind)?, Refunded::read(row, behind + 1)?)))?;
    let mut all = Refunded::default();
    let rows = found.into_iter().map(|(mut cells, without_amount, refunded): (Vec<Datum>, i64, Refunded)| {
        all.add(refunded);
        let [sum, known] = refunded.cells();
        cells.insert(days + 1, known);
        cells.insert(days, sum);
        (cells, without_amount)
    });
    let rows = rows.collect();
    let shown = question.with_period(&[&COLUMNS[..days], REFUNDS, &COLUMNS[days..], KNOWN].concat());
    question.hand_on(&shown, rows, sink)?;
    all.note(question)
}

/// Counts all lines by after-sale and reason; those without an after-sale are needed for the rates. A line of which money went back though
/// its order tells of no after-sale stands apart from these.
fn tally(question: &Question<'_>) -> Result<(), StoreError> {
    let (asked, returns) = (question.asked(), Returns::of(question)?);
    let mut tally = Tally::new();
    question.each_line(
        NAMES,
        |id,
         [
            shop,
            submitted,
            paid,
            order,
            key,
            status,
            after_sale,
            reason,
            promotion,
            payable,
            platform,
            creator,
            gift,
        ]| {
            if !asked.has(shop, submitted) {
                return;
            }
            let line = Figures { order, key, status, after_sale, promotion, payable, platform, creator, gift };
            let given_back = (paid != NONE).then(|| returns.line(&line));
            let is_returned = given_back.is_some_and(|given_back| given_back.any);
            let apart = if after_sale == NONE { i64::from(is_returned) } else { reason };
            let group = tally.group([after_sale, apart, asked.period(submitted)], id, submitted);
            let refunds = given_back.map_or(0, |given_back| given_back.refunds);
            let seconds = returns.refunds.lines.get(&key).map_or(NONE, |refund| refund.seconds());
            tally.add(
                group,
                [
                    1,
                    i64::from(paid != NONE),
                    payable,
                    i64::from(payable == NONE),
                    refunds,
                    i64::from(refunds == NONE),
                    i64::from(given_back.is_some_and(|given_back| given_back.assumed)),
                    seconds,
                    i64::from(seconds != NONE),
                    is_returned.into(),
                ],
            );
            tally.meet(group, 0, order);
        },
    )?;
    tally.lay(question, MEASURES, ["orders"])
}
