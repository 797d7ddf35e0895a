//! `reconcile`: the lines whose settlement is missing, or does not fit the order.

use super::money_notes::MoneyNote;
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use super::siblings;
use crate::model::table::{RowSink, Word};
use crate::store::StoreError;

/// The common table expressions that judge each line.
const JUDGED: &str = include_str!("reconcile.sql");

const LINES: &str = include_str!("reconcile_lines.sql");

/// The days after its completion by which a line is settled, at the latest.
pub(super) const SETTLED_WITHIN: i64 = 15;

const OUTCOMES: &[Word] = &[
    Word { code: "missing", zh: "未结算", en: "not settled" },
    Word { code: "different", zh: "金额不符", en: "amount differs" },
    Word { code: "flow_differs", zh: "动账与结算不符", en: "fund flow differs" },
    Word { code: "refunded", zh: "有退款，须核对", en: "refunded, to be looked at" },
    Word { code: "unknown", zh: "无法比较", en: "cannot be compared" },
];

const COLUMNS: &[ReportColumn] = &[
    ("sub_order_id", "子订单编号", "Sub-order", Kind::Text),
    ("order_id", "主订单编号", "Order", Kind::Text),
    ("outcome", "结果", "Outcome", Kind::Word(OUTCOMES)),
    ("expected", "应结", "Expected", Kind::Money),
    ("booked", "实付加补贴", "Booked", Kind::Money),
    ("difference", "差额", "Difference", Kind::Money),
    ("settled", "结算金额", "Settled", Kind::Money),
    ("moved", "动账金额", "Moved", Kind::Money),
    ("status", "订单状态", "Status", Kind::Text),
    ("after_sale", "售后状态", "After-sale", Kind::Text),
    ("finished_at", "订单完成时间", "Completed", Kind::Text),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let within = format!("'-{SETTLED_WITHIN} days'");
    let judged = siblings::joined(question, JUDGED)?.replace("{settled_within}", &within);
    let found = question.ask(&format!("{judged}{LINES}"), &[], |row| {
        Ok((read(row, COLUMNS)?, row.get::<_, String>(COLUMNS.len())?, row.get::<_, i64>(COLUMNS.len() + 1)?))
    })?;
    let nothing_found = found.is_empty();
    let (listed, counted): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|(_, outcome, _)| OUTCOMES.iter().any(|word| word.code == outcome));
    let lines = |outcome: &str| counted.iter().find(|(_, found, _)| found == outcome).map_or(0, |(_, _, lines)| *lines);
    let has_statement = question.count(
        "SELECT EXISTS (SELECT 1 FROM stored_settlements WHERE shop_id = :shop_id)
             OR EXISTS (SELECT 1 FROM stored_fund_flows WHERE shop_id = :shop_id)",
    )? == 1;
    if nothing_found || !listed.is_empty() {
        question.rows(COLUMNS, listed.into_iter().map(|(cells, ..)| cells), sink)?;
    } else {
        Question::head(COLUMNS, sink)?;
        question.note(if has_statement { Note::NothingToDo } else { Note::Money(MoneyNote::NoStatement) });
    }
    if has_statement {
        question.note(Note::Money(MoneyNote::Matched(lines("matched"))));
        question.note_lines(lines("waiting"), MoneyNote::Waiting);
        question.note_lines(lines("flow_only"), MoneyNote::FlowOnly);
    }
    let stray = siblings::joined(
        question,
        "SELECT count(*) FROM stored_settlements AS entry WHERE shop_id = :shop_id AND current AND NOT EXISTS (
             SELECT 1 FROM stored_lines WHERE shop_id = :shop_id AND line_key = entry.{entry_key}
         )",
    )?;
    let strays = question.count(&stray)?;
    question.note_lines(strays, MoneyNote::StrayBookings);
    Ok(())
}
