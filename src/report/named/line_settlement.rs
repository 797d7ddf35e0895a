//! What is known of the settlement of single lines, in the words of all reports.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;

use super::comparison::{ComparableLine, ComparedLine, Comparison, Outcome};
use super::line_money::{LineMoney, MoneyColumns, money_columns};
use super::options::ReportOptions;
use super::query::Query;
use super::statement_span::covered;
use crate::model::calendar::add_days;
use crate::model::export::ExportKind;
use crate::model::money::Fen;
use crate::model::table::Word;
use crate::model::time::Stamp;
use crate::packed::{Amount, Id};
use crate::report::terms::Terms;
use crate::store::{Store, StoreError};
use crate::word;

/// Holds what is known of the settlement of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineSettlements {
    /// The lines that were found.
    pub lines: Vec<LineSettlement>,
    /// The statements and fund flows that are imported, with their first and last moments.
    pub covered: Vec<(ExportKind, Option<String>, Option<String>)>,
}

/// Holds what is known of the settlement of a line. What is not known is nothing, never 0.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct LineSettlement {
    /// The key of the line.
    pub key: String,
    /// What `reconcile` says of it, listed there or not.
    pub outcome: Word,
    /// Why it is not settled yet, where it waits.
    pub waits_for: Option<Word>,
    /// Whether it was paid; only paid lines have money.
    pub is_paid: bool,
    /// Whether a statement books something of it.
    pub is_booked: bool,
    /// Whether the fund flow moved something to settle it.
    pub is_moved: bool,
    /// Whether the refund is assumed, since the line was closed and no after-sale file tells of it.
    pub is_refund_assumed: bool,
    /// 应付.
    pub payable: Option<Fen>,
    /// What the platform bears.
    pub platform_borne: Option<Fen>,
    /// What the creator bears.
    pub creator_borne: Option<Fen>,
    /// The finished refunds.
    pub refunds: Option<Fen>,
    /// What is taken back of what others bear.
    pub taken_back: Option<Fen>,
    /// What is due.
    pub due: Option<Fen>,
    /// 收入合计 of its bookings.
    pub booked: Option<Fen>,
    /// By how much the booked amount, or the fund flow, differs.
    pub difference: Option<Fen>,
    /// The commission that was booked, or else is expected.
    pub commission: Option<Fen>,
    /// The other expenses that were booked.
    pub fees: Option<Fen>,
    /// 结算金额 of its bookings.
    pub settled: Option<Fen>,
    /// What the fund flow moved to settle it.
    pub moved: Option<Fen>,
    /// The last day on which its settlement was to come.
    pub expected_by: Option<NaiveDate>,
}

/// Returns what is known of the settlement of the lines of a shop with these keys, as of a moment.
pub fn line_settlements(
    store: &Store,
    shop: &str,
    keys: &[&str],
    terms: Terms,
    now: Stamp,
) -> Result<LineSettlements, StoreError> {
    let options = ReportOptions::default();
    let query = Query::new(store, shop, &options, terms, now)?;
    let mut comparison = Comparison::of(&query)?;
    let wanted: FxHashSet<Id> = keys.iter().map(|key| Id::of(key)).collect();
    let mut found: Vec<(Id, ComparableLine)> = Vec::new();
    query.scan(|_, line: ComparableLine| {
        if let Some(key) = line.key.filter(|key| wanted.contains(key)) {
            found.push((key, line));
        }
    })?;
    let mut lines = Vec::new();
    for key in keys {
        if let Some((_, line)) = found.iter().find(|(id, _)| *id == Id::of(key)) {
            let compared = comparison.line(line);
            let columns: MoneyColumns = money_columns!(line);
            let money = line.paid.is_some().then(|| comparison.books.line(&columns));
            lines.push(settlement(key, line, &compared, money.as_ref(), &query));
        }
    }
    let covered = covered(&query)?.into_iter().map(|(export, first, last)| (export, first.text(), last.text()));
    Ok(LineSettlements { lines, covered: covered.collect() })
}

fn settlement(
    key: &str,
    line: &ComparableLine,
    compared: &ComparedLine,
    money: Option<&LineMoney>,
    query: &Query<'_>,
) -> LineSettlement {
    let outcome = compared.outcome();
    let within = query.terms.settled_within.days();
    let finished = line.finished.and_then(crate::packed::Moment::date);
    let expected_by = finished.map(|day| add_days(day, u64::from(within)));
    let given_back = money.map(|money| &money.given_back);
    let fen = |amount: Option<Amount>| amount.map(Fen::from);
    LineSettlement {
        key: key.to_owned(),
        outcome: outcome.map_or_else(|| not_listed(compared, money), word),
        waits_for: (outcome == Some(Outcome::Waiting)).then(|| waits_for(compared, expected_by, query.now)),
        is_paid: money.is_some(),
        is_booked: compared.is_booked,
        is_moved: compared.is_moved,
        is_refund_assumed: given_back.is_some_and(|back| back.is_assumed),
        payable: fen(line.payable),
        platform_borne: fen(line.platform_borne),
        creator_borne: fen(line.creator_borne),
        refunds: fen(given_back.and_then(|back| back.refunds)),
        taken_back: fen(given_back.and_then(|back| back.taken_back)),
        due: fen(given_back.and_then(|back| back.due)),
        booked: fen(compared.income),
        difference: fen(outcome
            .filter(|outcome| *outcome <= Outcome::Matched)
            .and_then(|outcome| compared.difference(outcome))),
        commission: fen(money.and_then(|money| money.commission)),
        fees: fen(money.and_then(LineMoney::fees)),
        settled: fen(compared.settled),
        moved: fen(compared.moved),
        expected_by,
    }
}

/// Returns the code of an outcome.
pub(super) fn outcome_code(outcome: Outcome) -> &'static str {
    word(outcome).code
}

/// Names an outcome.
fn word(outcome: Outcome) -> Word {
    match outcome {
        Outcome::Missing => word!("outcome", "missing"),
        Outcome::Different => word!("outcome", "different"),
        Outcome::FlowDiffers => word!("outcome", "flow_differs"),
        Outcome::Refunded => word!("outcome", "refunded"),
        Outcome::Unknown => word!("outcome", "unknown"),
        Outcome::Matched => word!("outcome", "matched"),
        Outcome::Waiting => word!("outcome", "waiting"),
        Outcome::FlowOnly => word!("outcome", "flow_only"),
    }
}

/// Says why a line need not be in a statement.
fn not_listed(line: &ComparedLine, money: Option<&LineMoney>) -> Word {
    match money {
        None => word!("outcome", "not_paid"),
        Some(_) if line.is_gift => word!("outcome", "gift"),
        Some(money) if money.given_back.due == Some(Amount::ZERO) => word!("outcome", "nothing_due"),
        Some(_) => word!("outcome", "closed"),
    }
}

/// Says why a line is not settled yet.
fn waits_for(line: &ComparedLine, expected_by: Option<NaiveDate>, now: Stamp) -> Word {
    match expected_by {
        _ if line.is_open => word!("settlement-waits", "after_sale"),
        _ if line.is_of_order => word!("settlement-waits", "order_only"),
        None => word!("settlement-waits", "completion"),
        Some(day) if day >= now.day() => word!("settlement-waits", "days"),
        Some(_) => word!("settlement-waits", "statement"),
    }
}
