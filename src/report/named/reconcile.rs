//! `reconcile`: the lines whose settlement is missing or does not match the order, and what the exports say of no line.

use super::columns::{report_row, word_set};
use super::comparison::{ComparableLine, ComparedLine, Comparison, Outcome};
use super::error::ReportError;
use super::measures::{Measure, Measures, measures};
use super::movements::Scene;
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use super::unmatched;
use crate::model::field::Field;
use crate::model::message::Arg;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink, Totals, Word};
use crate::store::{StoreError, scratch_table};
use crate::{msg, word};

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
    grouped: None,
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

measures! {
    /// What SQL gets of a line that is listed.
    struct Listed { line_id, outcome, expected, booked, difference, settled, moved, refunds }
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
        query.note_settlement_days();
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
        Totals { of: Some(("outcome".to_owned(), *word)), rows: rows.len(), sums }
    };
    OutcomeWord::ALL.iter().map(of).filter(|totals| totals.rows > 0).collect()
}

/// Compares each line with its settlement, and writes those that a seller has to check to the scratch table `compared_lines`, and
/// what belongs to no line to `unmatched_entries`.
fn compare(query: &mut Query<'_>) -> Result<Unlisted, StoreError> {
    let (scope, mut comparison) = (query.scope, Comparison::of(query)?);
    let mut unlisted = Unlisted::default();
    let mut listed = Vec::new();
    query.scan(|id, line: ComparableLine| {
        comparison.mark(&line);
        if !scope.has(line.submitted) {
            return;
        }
        let compared = comparison.line(&line);
        match compared.outcome() {
            None => {}
            Some(Outcome::Matched) => unlisted.matched += 1,
            Some(Outcome::Waiting) => unlisted.waiting += 1,
            Some(Outcome::FlowOnly) => unlisted.flow_only += 1,
            Some(outcome) => listed.push(listed_line(id, &compared, outcome)),
        }
    })?;
    let rows = listed.iter().map(|row: &Listed| row.values().into_iter().map(Measure::get).collect::<Vec<_>>());
    let store = query.store;
    scratch_table::write(store.connection(), "compared_lines", &Listed::names(), rows)
        .map_err(|error| store.failed(error))?;
    unmatched::write(query, &comparison.books, &comparison.movements.matched)?;
    note_scenes(query, &comparison.movements.scenes);
    Ok(unlisted)
}

/// Returns what SQL gets of a line.
fn listed_line(id: i64, line: &ComparedLine, outcome: Outcome) -> Listed {
    Listed {
        line_id: id.into(),
        outcome: (outcome as i64).into(),
        expected: line.given_back.due.into(),
        booked: line.income.into(),
        difference: line.difference(outcome).into(),
        settled: line.settled.into(),
        moved: line.moved.into(),
        refunds: line.given_back.refunds.into(),
    }
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
