//! `reconcile`: the lines whose settlement is missing, or does not fit the order.

use super::money_notes::MoneyNote;
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn};
use super::siblings::{Refund, Settled, all, minus};
use crate::model::export::ExportKind;
use crate::model::figure::{DAY, NONE};
use crate::model::table::{RowSink, Word};
use crate::report::words::Words;
use crate::store::{StoreError, scratch};

const SQL: &str = include_str!("reconcile.sql");

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

const NAMES: [&str; 10] = [
    "shop",
    "submitted",
    "finished",
    "paid",
    "key",
    "status",
    "after_sale",
    "payable",
    "platform_borne",
    "creator_borne",
];

/// What became of a line. Those up to [`Outcome::Unknown`] are listed, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Missing,
    Different,
    FlowDiffers,
    Refunded,
    Unknown,
    Matched,
    Waiting,
    FlowOnly,
}

/// How many lines there are that are not listed, and of bookings that belong to none.
#[derive(Default)]
struct Unlisted {
    matched: i64,
    waiting: i64,
    flow_only: i64,
    strays: i64,
}

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let unlisted = judge(question)?;
    let listed = question.table(COLUMNS, SQL)?;
    let has_statement = question.count(
        "SELECT EXISTS (SELECT 1 FROM stored_settlements WHERE shop_id = :shop_id)
             OR EXISTS (SELECT 1 FROM stored_fund_flows WHERE shop_id = :shop_id)",
    )? == 1;
    let Unlisted { matched, waiting, flow_only, strays } = unlisted;
    if !listed.is_empty() || matched + waiting + flow_only == 0 {
        question.rows(COLUMNS, listed, sink)?;
    } else {
        Question::head(COLUMNS, sink)?;
        question.note(if has_statement { Note::NothingToDo } else { Note::Money(MoneyNote::NoStatement) });
    }
    if has_statement {
        question.note(Note::Money(MoneyNote::SettlementPeriod(question.terms.settled_within)));
        question.note(Note::Money(MoneyNote::Matched(matched)));
        question.note_lines(waiting, MoneyNote::Waiting);
        question.note_lines(flow_only, MoneyNote::FlowOnly);
    }
    question.note_lines(strays, MoneyNote::StrayBookings);
    Ok(())
}

/// Judges each line, and lays those that a seller has to look at beside the tables as `judged`.
fn judge(question: &Question<'_>) -> Result<Unlisted, StoreError> {
    let (asked, words) = (question.asked(), Words::new());
    let (mut settlements, strays) = question.settlements()?;
    let (refunds, movements, reach) = (question.refunds()?, question.movements()?, Reach::of(question)?);
    let mut unlisted = Unlisted { strays, ..Unlisted::default() };
    let mut judged = Vec::new();
    question.each_line(
        NAMES,
        |id, [shop, submitted, finished, paid, key, status, after_sale, payable, platform, creator]| {
            if !asked.is_of_shop(shop) {
                return;
            }
            let settled = settlements.get_mut(&key).map(|settled| {
                settled.met = true;
                *settled
            });
            if !asked.has(shop, submitted) {
                return;
            }
            let line = Line {
                sold: words.sold(paid, status),
                off: words.called_off(status),
                has_to_be_settled: words.completed(status) && reach.iter().any(|reach| reach.has(finished)),
                refunded: words.refunded(after_sale),
                due: all([payable, platform, creator]),
                settled,
                refund: refunds.get(&key).copied(),
                moved: movements.get(&key).copied().unwrap_or(NONE),
            };
            let Some(outcome) = line.outcome() else { return };
            match outcome {
                Outcome::Matched => unlisted.matched += 1,
                Outcome::Waiting => unlisted.waiting += 1,
                Outcome::FlowOnly => unlisted.flow_only += 1,
                _ => judged.push(line.row(id, outcome)),
            }
        },
    )?;
    unlisted.strays += settlements.values().filter(|settled| !settled.met).map(|settled| settled.bookings).sum::<i64>();
    let columns = ["line_id", "outcome", "expected", "borne", "difference", "settled", "moved"];
    let rows = judged.into_iter().map(|row| row.map(|value| (value != NONE).then_some(value)));
    let store = question.store;
    scratch::lay(store.connection(), "judged", &columns, rows).map_err(|error| store.failed(error))?;
    Ok(unlisted)
}

/// How far a statement or a fund flow reaches: a line is missing where it was completed from its first moment on, more days before its
/// last one than a settlement may take, and nothing of it stands there.
struct Reach {
    first: i64,
    /// The first day on which a line could be completed that need not be settled yet.
    open_from: i64,
}

impl Reach {
    /// Returns the reach of the shop's statements and of its fund flow, each as a whole.
    fn of(question: &Question<'_>) -> Result<Vec<Self>, StoreError> {
        let (asked, within) = (question.asked(), question.terms.settled_within.days());
        let mut reach = Vec::new();
        for (kind, moment) in [(ExportKind::Settlement, "settled"), (ExportKind::Funds, "moved")] {
            let mut span: Option<(i64, i64)> = None;
            question.each(kind, ["shop", "current", moment], |_, [shop, current, moment]| {
                if asked.is_of_shop(shop) && current == 1 && moment != NONE {
                    let (first, last) = span.unwrap_or((moment, moment));
                    span = Some((first.min(moment), last.max(moment)));
                }
            })?;
            reach.extend(span.map(|(first, last)| Self::between(first, last, within)));
        }
        Ok(reach)
    }

    /// Returns the reach of what goes from one moment to another, where a settlement may take so many days.
    fn between(first: i64, last: i64, within: u32) -> Self {
        Self { first, open_from: last.div_euclid(DAY) - i64::from(within) }
    }

    fn has(&self, finished: i64) -> bool {
        finished != NONE && finished >= self.first && finished.div_euclid(DAY) < self.open_from
    }
}

/// What is known of a line.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Line {
    sold: bool,
    off: bool,
    /// Whether it was completed so long ago that an imported statement should have it.
    has_to_be_settled: bool,
    refunded: bool,
    /// 应付 + 平台实际承担 + 达人实际承担.
    due: i64,
    settled: Option<Settled>,
    refund: Option<Refund>,
    moved: i64,
}

impl Line {
    /// Returns what should stand in the statement: what is due less what went back. Nothing is kept of a line that was called off.
    fn expected(&self) -> i64 {
        match self.refund {
            _ if self.off => 0,
            Some(refund) => all([self.due, minus(refund.amount)]),
            None if self.refunded => NONE,
            None => self.due,
        }
    }

    /// Compares the line with what stands in the statement: 用户实付 and all 补贴. Nothing where it need not stand there.
    fn outcome(&self) -> Option<Outcome> {
        let Some(settled) = self.settled else {
            return match (self.moved, self.sold) {
                (NONE, false) => None,
                (NONE, true) if self.has_to_be_settled => Some(Outcome::Missing),
                (NONE, true) => Some(Outcome::Waiting),
                _ => Some(Outcome::FlowOnly),
            };
        };
        let went_back =
            self.refund.is_some() || self.refunded || self.off || settled.early_refund > 0 || settled.taken_back;
        let (borne, expected) = (settled.borne, self.expected());
        let known = borne != NONE && expected != NONE;
        let fits = known && (borne == expected || went_back && borne - settled.early_refund == expected);
        Some(match fits {
            true if self.moved != NONE && self.moved != settled.amount => Outcome::FlowDiffers,
            true => Outcome::Matched,
            false if went_back && borne != NONE => Outcome::Refunded,
            false if known => Outcome::Different,
            false => Outcome::Unknown,
        })
    }

    /// Writes the line as a row of `judged`.
    fn row(&self, id: i64, outcome: Outcome) -> [i64; 7] {
        let expected = self.expected();
        let (borne, amount) = self.settled.map_or((NONE, NONE), |settled| (settled.borne, settled.amount));
        let difference = match outcome {
            Outcome::FlowDiffers => all([self.moved, minus(amount)]),
            Outcome::Missing => minus(expected),
            _ => all([borne, minus(expected)]),
        };
        [id, outcome as i64, expected, borne, difference, amount, self.moved]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_to_be_settled_after_more_days_than_that_may_take() {
        let (first, last) = (10 * DAY + 5, 60 * DAY + 5);
        // On the last day of those that a settlement may take it may still come.
        for (within, on_time, late) in [(21, 39, 38), (7, 53, 52), (0, 60, 59)] {
            let reach = Reach::between(first, last, within);
            assert!(!reach.has(on_time * DAY), "{within}");
            assert!(reach.has((late + 1) * DAY - 1), "{within}");
        }
        let reach = Reach::between(first, last, 21);
        assert!(reach.has(first) && !reach.has(first - 1) && !reach.has(NONE));
        assert!(!Reach::between(first, last, u32::MAX).has(first));
    }
}
