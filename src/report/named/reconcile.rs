//! `reconcile`: the lines whose settlement is missing or does not fit the order, and what the exports say of no line.

use super::line_money::{Books, Figures, GivenBack};
use super::money_notes::MoneyNote;
use super::notes::Note;
use super::question::{Kind, Question, ReportColumn, read};
use super::reach::Reach;
use super::strays;
use super::sums::{all, minus};
use crate::model::figure::NONE;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink, Totals, Word};
use crate::store::{StoreError, scratch_table};

const SQL: &str = include_str!("reconcile.sql");

/// What became of a line, or of what belongs to none.
pub(super) const OUTCOMES: &[Word] = &[
    Word { code: "missing", zh: "未结算", en: "not settled" },
    Word { code: "different", zh: "金额不符", en: "amount differs" },
    Word { code: "flow_differs", zh: "动账与结算不符", en: "fund flow differs" },
    Word { code: "refunded", zh: "有退款，须核对", en: "refunded, to be looked at" },
    Word { code: "unknown", zh: "无法比较", en: "cannot be compared" },
    Word { code: "order_only", zh: "只写了主订单", en: "names only the order" },
    Word { code: "not_imported", zh: "订单未导入", en: "order not imported" },
];

const COLUMNS: &[ReportColumn] = &[
    ("sub_order_id", "子订单编号", "Sub-order", Kind::Text),
    ("order_id", "主订单编号", "Order", Kind::Text),
    ("outcome", "结果", "Outcome", Kind::Word(OUTCOMES)),
    ("expected", "应结", "Expected", Kind::Money),
    ("booked", "收入合计", "Booked", Kind::Money),
    ("difference", "差额", "Difference", Kind::Money),
    ("settled", "结算金额", "Settled", Kind::Money),
    ("moved", "动账金额", "Moved", Kind::Money),
    ("status", "订单状态", "Status", Kind::Text),
    ("after_sale", "售后状态", "After-sale", Kind::Text),
    ("finished_at", "订单完成时间", "Completed", Kind::Text),
    ("refunds", "退款", "Refunds", Kind::Money),
];

/// The columns of money that totals have.
const OUTCOME: usize = 2;
const SUMMED: [usize; 6] = [3, 4, 5, 6, 7, 11];
/// Those of which a line has always one, known or not.
const UNKNOWN_WHERE_EMPTY: [usize; 2] = [3, 5];

const NAMES: [&str; 13] = [
    "shop",
    "submitted",
    "finished",
    "paid",
    "order",
    "key",
    "status",
    "after_sale",
    "promotion",
    "payable",
    "platform_borne",
    "creator_borne",
    "gift",
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

/// How many lines there are that are not listed.
#[derive(Default)]
struct Unlisted {
    matched: i64,
    waiting: i64,
    flow_only: i64,
}

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let Unlisted { matched, waiting, flow_only } = judge(question)?;
    let listed = question.in_period(SQL, |row| read(row, COLUMNS))?;
    let has_statement = question.has("stored_settlements")? || question.has("stored_fund_flows")?;
    let totals = totals(&listed);
    if !listed.is_empty() || matched + waiting + flow_only == 0 {
        question.rows(COLUMNS, listed, sink)?;
    } else {
        Question::head(COLUMNS, sink)?;
        question.note(if has_statement { Note::NothingToDo } else { Note::Money(MoneyNote::NoStatement) });
    }
    sink.totals(&totals).map_err(StoreError::Output)?;
    if has_statement {
        question.note(Note::Money(MoneyNote::SettlementPeriod(question.terms.settled_within)));
        question.note_lines(matched, MoneyNote::Matched);
        question.note_lines(waiting, MoneyNote::Waiting);
        question.note_lines(flow_only, MoneyNote::FlowOnly);
    }
    Ok(())
}

/// Adds up the rows of each outcome.
fn totals(rows: &[Vec<Datum>]) -> Vec<Totals> {
    let of = |word: &Word| {
        let rows: Vec<&Vec<Datum>> = rows.iter().filter(|row| row[OUTCOME] == Datum::Word(*word)).collect();
        let sums = SUMMED.map(|place| {
            let known: Vec<i64> = rows
                .iter()
                .filter_map(|row| if let Datum::Money(fen) = row[place] { Some(fen.0) } else { None })
                .collect();
            let unknown = if UNKNOWN_WHERE_EMPTY.contains(&place) { rows.len() - known.len() } else { 0 };
            let sum = Datum::partial(Fen(known.iter().sum()), i64::try_from(unknown).unwrap_or(i64::MAX));
            (COLUMNS[place].0, if known.is_empty() { Datum::Null } else { sum })
        });
        Totals { of: *word, column: COLUMNS[OUTCOME].0, rows: rows.len(), sums: sums.to_vec() }
    };
    OUTCOMES.iter().map(of).filter(|totals| totals.rows > 0).collect()
}

/// Judges each line, and lays those that a seller has to look at beside the tables as `judged`, with what belongs to no line.
fn judge(question: &mut Question<'_>) -> Result<Unlisted, StoreError> {
    let (asked, mut books) = (question.asked(), Books::of(question)?);
    let (mut movements, reach) = (question.movements()?, Reach::of(question)?);
    let mut unlisted = Unlisted::default();
    let mut judged = Vec::new();
    question.each_line(
        NAMES,
        |id,
         [
            shop,
            submitted,
            finished,
            paid,
            order,
            key,
            status,
            after_sale,
            promotion,
            payable,
            platform,
            creator,
            gift,
        ]| {
            if !asked.is_of_shop(shop) {
                return;
            }
            books.bookings.meet(key);
            books.returns.refunds.meet(key);
            movements.told.meet(key);
            if !asked.has(shop, submitted) {
                return;
            }
            let figures = Figures { order, key, status, after_sale, promotion, payable, platform, creator, gift };
            let words = &books.returns.words;
            let refund = books.returns.refunds.lines.get(&key);
            let booked = books.bookings.lines.get(&key);
            let line = Line {
                sold: words.sold(paid, status),
                has_to_be_settled: words.completed(status) && reach.iter().any(|reach| reach.has(finished)),
                is_open: words.open_after_sale(after_sale)
                    || [refund, books.returns.refunds.orders.get(&order)]
                        .into_iter()
                        .flatten()
                        .any(|refund| refund.open),
                of_order: books.bookings.orders.contains_key(&order),
                given_back: books.returns.line(&figures),
                income: booked.map(|booked| booked.income),
                settled: booked.map_or(NONE, |booked| booked.amount),
                moved: movements.told.lines.get(&key).map_or(NONE, |moved| moved.amount),
            };
            let is_gift = books.gifts.has(gift, order, paid != NONE);
            let Some(outcome) = line.outcome(is_gift) else { return };
            match outcome {
                Outcome::Matched => unlisted.matched += 1,
                Outcome::Waiting => unlisted.waiting += 1,
                Outcome::FlowOnly => unlisted.flow_only += 1,
                _ => judged.push(line.row(id, outcome)),
            }
        },
    )?;
    let columns = ["line_id", "outcome", "expected", "booked", "difference", "settled", "moved", "refunds"];
    let rows = judged.into_iter().map(|row| row.map(|value| (value != NONE).then_some(value)));
    let store = question.store;
    scratch_table::write(store.connection(), "judged", &columns, rows).map_err(|error| store.failed(error))?;
    strays::lay(question, &books, &movements.told)?;
    if !movements.scenes.is_empty() {
        question.note(Note::Money(MoneyNote::Scenes(movements.scenes)));
    }
    Ok(unlisted)
}

/// What is known of a line.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Line {
    sold: bool,
    /// Whether it was completed so long ago that an imported statement should have it.
    has_to_be_settled: bool,
    /// Whether an after-sale is open, which holds the settlement.
    is_open: bool,
    /// Whether the statement books something of its order without naming a line.
    of_order: bool,
    given_back: GivenBack,
    /// 收入合计 of the bookings, where there are any.
    income: Option<i64>,
    settled: i64,
    moved: i64,
}

impl Line {
    /// Compares what is booked with what is due. Nothing where the line need not stand in a statement.
    fn outcome(&self, is_gift: bool) -> Option<Outcome> {
        let due = self.given_back.due;
        let Some(income) = self.income else {
            return match (self.moved, self.sold) {
                (NONE, _) if is_gift || due == 0 => None,
                (NONE, false) => None,
                (NONE, true) if self.is_open || self.of_order => Some(Outcome::Waiting),
                (NONE, true) if self.has_to_be_settled => Some(Outcome::Missing),
                (NONE, true) => Some(Outcome::Waiting),
                _ => Some(Outcome::FlowOnly),
            };
        };
        Some(match (income, due) {
            (NONE, _) | (_, NONE) => Outcome::Unknown,
            _ if income == due && self.moved != NONE && self.moved != self.settled => Outcome::FlowDiffers,
            _ if income == due => Outcome::Matched,
            _ if self.given_back.any => Outcome::Refunded,
            _ => Outcome::Different,
        })
    }

    /// Writes the line as a row of `judged`.
    fn row(&self, id: i64, outcome: Outcome) -> [i64; 8] {
        let (due, income) = (self.given_back.due, self.income.unwrap_or(NONE));
        let difference = match outcome {
            Outcome::FlowDiffers => all([self.moved, minus(self.settled)]),
            Outcome::Missing => minus(due),
            _ => all([income, minus(due)]),
        };
        [id, outcome as i64, due, income, difference, self.settled, self.moved, self.given_back.refunds]
    }
}
