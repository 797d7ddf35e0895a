//! `reconcile`: the lines whose settlement is missing or does not match the order, and what the exports say of no line.

use super::columns::{report_row, word_set};
use super::error::ReportError;
use super::line_money::{Books, GivenBack, MoneyColumns, money_columns};
use super::measures::{Measure, Measures, measures};
use super::movements::{self, Scene};
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use super::statement_span::StatementSpan;
use super::unmatched;
use crate::model::field::Field;
use crate::model::message::Arg;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink, Totals, Word};
use crate::packed::Amount;
use crate::report::terms::SettledWithin;
use crate::store::{StoreError, scratch_table};
use crate::{msg, packed_row, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "reconcile",
    takes: &[Takes::Period],
    needs: &[
        Field::MainOrderId,
        Field::SubOrderId,
        Field::PaidAt,
        Field::Status,
        Field::FinishedAt,
        Field::Payable,
        Field::AfterSale,
        Field::PlatformBorne,
        Field::CreatorBorne,
    ],
    reads_after_sales: true,
    has_days: true,
    answer,
};

const SQL: &str = include_str!("reconcile.sql");

word_set! {
    /// Names the outcome for a line, or for what belongs to none.
    OutcomeWord = [
        word!("outcome", "missing"),
        word!("outcome", "different"),
        word!("outcome", "flow_differs"),
        word!("outcome", "refunded"),
        word!("outcome", "unknown"),
        word!("outcome", "order_only"),
        word!("outcome", "not_imported"),
    ]
}

report_row! {
    struct Row from SQL {
        sub_order_id: Option<String> [Key],
        order_id: Option<String> [Key],
        outcome: OutcomeWord [Key],
        expected: Option<Fen>,
        booked: Option<Fen>,
        difference: Option<Fen>,
        settled: Option<Fen>,
        moved: Option<Fen>,
        status: Option<String>,
        after_sale: Option<String>,
        finished_at: Option<String>,
        refunds: Option<Fen>,
    }
}

packed_row! {
    struct Line of line {
        submitted, finished, paid, order, key, status, after_sale, promotion, payable, platform_borne, creator_borne, gift,
    }
}

measures! {
    /// What SQL gets of a line that is listed.
    struct Listed { line_id, outcome, expected, booked, difference, settled, moved, refunds }
}

/// What a line comes to. Those up to [`Outcome::Unknown`] are listed, in this order; `reconcile.sql` has the words of their numbers.
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

/// Counts the lines that are not listed.
#[derive(Default)]
struct Unlisted {
    matched: i64,
    waiting: i64,
    flow_only: i64,
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let Unlisted { matched, waiting, flow_only } = compare(query)?;
    let rows: Vec<Row> = query.rows(SQL)?;
    let has_statement = query.has_rows("stored_settlements")? || query.has_rows("stored_fund_flows")?;
    let totals = totals(&rows);
    let is_compared = matched + waiting + flow_only > 0;
    if !query.write_rows(rows, sink, |_| ())? {
        match (is_compared, has_statement) {
            (false, _) => query.note_no_rows(),
            (true, true) => query.note(msg!("note-nothing-to-do")),
            (true, false) => query.warn(msg!("note-no-statement")),
        }
    }
    sink.totals(&totals).map_err(StoreError::Output)?;
    if has_statement {
        query.note(match query.terms.settled_within {
            SettledWithin::Own(days) => msg!("note-settlement-days", days = days),
            SettledWithin::Longest(days) => msg!("note-longest-settlement-days", days = days),
        });
        if matched > 0 {
            query.note(msg!("note-matched", lines = matched));
        }
        if waiting > 0 {
            query.note(msg!("note-waiting", lines = waiting));
        }
        if flow_only > 0 {
            query.note(msg!("note-flow-only", lines = flow_only));
        }
    }
    Ok(())
}

/// Adds up the rows of each outcome.
fn totals(rows: &[Row]) -> Vec<Totals> {
    let of = |word: &Word| {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.outcome.0 == *word).collect();
        let sum = |key: &'static str, fen: fn(&Row) -> Option<Fen>, is_always_there: bool| {
            let known: Vec<i64> = rows.iter().filter_map(|row| fen(row)).map(|fen| fen.0).collect();
            let unknown = if is_always_there { rows.len() - known.len() } else { 0 };
            let sum = Datum::partial(Fen(known.iter().sum()), i64::try_from(unknown).unwrap_or(i64::MAX));
            (key.to_owned(), if known.is_empty() { Datum::Null } else { sum })
        };
        let sums = vec![
            sum("expected", |row| row.expected, true),
            sum("booked", |row| row.booked, false),
            sum("difference", |row| row.difference, true),
            sum("settled", |row| row.settled, false),
            sum("moved", |row| row.moved, false),
            sum("refunds", |row| row.refunds, false),
        ];
        Totals { of: Some(("outcome", *word)), rows: rows.len(), sums }
    };
    OutcomeWord::ALL.iter().map(of).filter(|totals| totals.rows > 0).collect()
}

/// Compares each line with its settlement, and writes those that a seller has to check to the scratch table `compared_lines`, and
/// what belongs to no line to `unmatched_entries`.
fn compare(query: &mut Query<'_>) -> Result<Unlisted, StoreError> {
    let (scope, mut books) = (query.scope, Books::of(query)?);
    let (mut movements, spans) = (movements::read(query)?, StatementSpan::of(query)?);
    let mut unlisted = Unlisted::default();
    let mut listed = Vec::new();
    query.scan(|id, line: Line| {
        books.bookings.mark_line(line.key);
        books.returns.refunds.mark_line(line.key);
        movements.matched.mark_line(line.key);
        if !scope.has(line.submitted) {
            return;
        }
        let columns: MoneyColumns = money_columns!(line);
        let statuses = &books.returns.statuses;
        let refunds = [books.returns.refund(line.key), books.returns.refund_of_order(line.order)];
        let booked = books.booked(line.key);
        let compared = ComparedLine {
            is_sale: statuses.is_sale(line.paid, line.status),
            has_to_be_settled: statuses.is_completed(line.status) && spans.iter().any(|span| span.has(line.finished)),
            is_open: statuses.has_open_after_sale(line.after_sale)
                || refunds.into_iter().flatten().any(|refund| refund.is_open),
            is_of_order: line.order.is_some_and(|order| books.bookings.orders.contains_key(&order)),
            given_back: books.returns.line(&columns),
            is_booked: booked.is_some(),
            income: booked.and_then(|booked| booked.income),
            settled: booked.and_then(|booked| booked.amount),
            moved: line.key.and_then(|key| movements.matched.lines.get(&key)).and_then(|moved| moved.amount),
        };
        let is_gift = books.gifts.has(line.gift, line.order, line.paid.is_some());
        match compared.outcome(is_gift) {
            None => {}
            Some(Outcome::Matched) => unlisted.matched += 1,
            Some(Outcome::Waiting) => unlisted.waiting += 1,
            Some(Outcome::FlowOnly) => unlisted.flow_only += 1,
            Some(outcome) => listed.push(compared.listed(id, outcome)),
        }
    })?;
    let rows = listed.iter().map(|row: &Listed| row.values().into_iter().map(Measure::get).collect::<Vec<_>>());
    let store = query.store;
    scratch_table::write(store.connection(), "compared_lines", &Listed::names(), rows)
        .map_err(|error| store.failed(error))?;
    unmatched::write(query, &books, &movements.matched)?;
    note_scenes(query, &movements.scenes);
    Ok(unlisted)
}

/// Notes what the fund flow moved besides settlements.
fn note_scenes(query: &mut Query<'_>, scenes: &[Scene]) {
    if !scenes.is_empty() {
        let each = scenes.iter().map(|scene| {
            let Scene { name, movements, amount } = scene;
            msg!("report-scene", scene = name, amount = Fen::from(*amount), movements = *movements)
        });
        query.note(msg!("note-scenes", scenes = Arg::list(each)));
    }
}

/// What is known of a line.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct ComparedLine {
    is_sale: bool,
    /// Whether it was completed so long ago that an imported statement should have it.
    has_to_be_settled: bool,
    /// Whether an after-sale is open, which delays the settlement.
    is_open: bool,
    /// Whether the statement books something of its order without naming a line.
    is_of_order: bool,
    given_back: GivenBack,
    is_booked: bool,
    /// 收入合计.
    income: Option<Amount>,
    /// 结算金额.
    settled: Option<Amount>,
    moved: Option<Amount>,
}

impl ComparedLine {
    /// Compares what is booked with what is due; nothing where the line need not be in a statement.
    fn outcome(&self, is_gift: bool) -> Option<Outcome> {
        let due = self.given_back.due;
        if !self.is_booked {
            return match (self.moved, self.is_sale) {
                (Some(_), _) => Some(Outcome::FlowOnly),
                (None, _) if is_gift || due == Some(Amount::ZERO) => None,
                (None, false) => None,
                (None, true) if self.is_open || self.is_of_order => Some(Outcome::Waiting),
                (None, true) if self.has_to_be_settled => Some(Outcome::Missing),
                (None, true) => Some(Outcome::Waiting),
            };
        }
        let (Some(income), Some(due)) = (self.income, due) else { return Some(Outcome::Unknown) };
        Some(match income == due {
            true if self.moved.is_some() && self.moved != self.settled => Outcome::FlowDiffers,
            true => Outcome::Matched,
            false if self.given_back.is_any() => Outcome::Refunded,
            false => Outcome::Different,
        })
    }

    /// Returns what SQL gets of the line.
    fn listed(&self, id: i64, outcome: Outcome) -> Listed {
        let due = self.given_back.due;
        let less = |amount: Option<Amount>, other: Option<Amount>| Some(amount? - other?);
        let difference = match outcome {
            Outcome::FlowDiffers => less(self.moved, self.settled),
            Outcome::Missing => due.map(|due| -due),
            _ => less(self.income, due),
        };
        Listed {
            line_id: id.into(),
            outcome: (outcome as i64).into(),
            expected: due.into(),
            booked: self.income.into(),
            difference: difference.into(),
            settled: self.settled.into(),
            moved: self.moved.into(),
            refunds: self.given_back.refunds.into(),
        }
    }
}
