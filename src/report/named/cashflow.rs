//! `cashflow`: what came into the shop's accounts and what left them, by 动账场景, held to the balances of the account ledger.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::account_moves::{self, Movement, Origin};
use super::balances::{Balance, Break, Checked, Ledger, Unnamed};
use super::columns::report_row;
use super::error::ReportError;
use super::notes::span;
use super::options::Takes;
use super::query::Query;
use super::spec::ReportSpec;
use crate::model::calendar::{add_days, sub_days};
use crate::model::message::Arg;
use crate::model::money::Fen;
use crate::model::summary::Days;
use crate::model::table::{Datum, RowSink, Totals, Word};
use crate::packed::{Amount, Moment, Scene};
use crate::store::StoreError;
use crate::{msg, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "cashflow",
    takes: &[Takes::Period, Takes::BY_PERIOD],
    needs: &[],
    reads_after_sales: false,
    has_days: false,
    answer,
    grouped: None,
};

report_row! {
    struct Row {
        scene: Option<String> [Key],
        direction: Word [Key],
        movements: i64,
        money_in: Fen,
        money_out: Fen,
        net_movement: Fen,
        opening: Option<Fen> [Fixed],
        closing: Option<Fen> [Fixed],
        unexplained: Option<Fen> [Fixed],
        origin: Word [Key],
        period: Option<String> [ByPeriod],
    }
}

/// What is summed up of the movements of a row.
#[derive(Default)]
struct Sum {
    movements: i64,
    amount: Amount,
}

/// What tells rows apart: the period, the export, the direction and the scene.
type Key = (Option<i64>, Origin, bool, Option<Scene>);

/// What the movements come to.
#[derive(Default)]
struct Flows {
    sums: FxHashMap<Key, Sum>,
    /// What the ledger moved in each period.
    moved: FxHashMap<Option<i64>, Amount>,
    /// A moment of each period, which names it.
    moments: FxHashMap<Option<i64>, Moment>,
    ledger: Ledger,
    /// The first and the last moment of movements of the fund flow that the ledger does not have.
    beside: Option<(Moment, Moment)>,
    beside_movements: i64,
    beside_amount: Amount,
    in_both: i64,
}

impl Flows {
    fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        let mut flows = Self::default();
        flows.in_both = account_moves::read(query, |movement| flows.take(query, movement))?;
        Ok(flows)
    }

    fn take(&mut self, query: &Query<'_>, movement: &Movement) {
        self.ledger.take(movement);
        if !query.scope.has(movement.moved) {
            return;
        }
        let period = query.scope.period(movement.moved);
        let amount = movement.amount.unwrap_or_default();
        let sum = self.sums.entry((period, movement.origin, amount < Amount::ZERO, movement.scene)).or_default();
        sum.movements += 1;
        sum.amount += amount;
        if let Some(moved) = movement.moved {
            self.moments.entry(period).or_insert(moved);
        }
        match (movement.origin, movement.moved) {
            (Origin::Ledger, _) => *self.moved.entry(period).or_default() += amount,
            (Origin::FundFlow, moved) => {
                self.beside_movements += 1;
                self.beside_amount += amount;
                if let Some(moved) = moved {
                    let (first, last) = self.beside.unwrap_or((moved, moved));
                    self.beside = Some((first.min(moved), last.max(moved)));
                }
            }
        }
    }
}

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let mut flows = Flows::of(query)?;
    let covered = flows.ledger.span();
    let scope = query.scope;
    let period = |moved: Moment| scope.has(Some(moved)).then(|| scope.period(Some(moved)));
    let checked = std::mem::take(&mut flows.ledger).check(query, period)?;
    let any = write(query, &flows, &checked, sink)?;
    note(query, &flows, &checked, covered, any);
    Ok(())
}

/// Writes the rows by period, those of the ledger first, the largest amounts first.
fn write(query: &Query<'_>, flows: &Flows, checked: &Checked, sink: &mut dyn RowSink) -> Result<bool, StoreError> {
    let scenes = account_moves::scenes(query)?;
    let periods = periods(flows, checked);
    let name = |scene: Option<Scene>| scene.and_then(|scene| scenes.get(&scene));
    let mut keys: Vec<(&Key, &Sum)> = flows.sums.iter().collect();
    keys.sort_by_key(|((period, origin, is_out, scene), sum)| {
        (*period, *origin, *is_out, Reverse(sum.amount.abs()), name(*scene))
    });
    let rows = keys.iter().map(|((period, origin, is_out, scene), sum)| {
        let of_ledger = periods.get(period).filter(|_| *origin == Origin::Ledger);
        let (money_in, money_out) = if *is_out { (Amount::ZERO, -sum.amount) } else { (sum.amount, Amount::ZERO) };
        Row {
            scene: name(*scene).cloned(),
            direction: if *is_out { word!("direction", "out") } else { word!("direction", "in") },
            movements: sum.movements,
            money_in: money_in.into(),
            money_out: money_out.into(),
            net_movement: sum.amount.into(),
            opening: of_ledger.and_then(|of| of.opening).map(Fen::from),
            closing: of_ledger.and_then(|of| of.closing).map(Fen::from),
            unexplained: of_ledger.and_then(|of| of.unexplained).map(Fen::from),
            origin: if *origin == Origin::Ledger {
                word!("movement-origin", "ledger")
            } else {
                word!("movement-origin", "fund_flow")
            },
            period: flows.moments.get(period).and_then(|moment| query.scope.name(*moment)),
        }
    });
    let any = query.write_rows(rows, sink, |_| ())?;
    if any {
        sink.totals(&[totals(flows, &periods)]).map_err(StoreError::Output)?;
    }
    Ok(any)
}

/// The balance of a period, and how much of its change no movement explains.
struct OfPeriod {
    opening: Option<Amount>,
    closing: Option<Amount>,
    unexplained: Option<Amount>,
}

/// Returns the balances of the periods. A period opens with what the one before it closed with, so that what is missing between
/// them shows.
fn periods(flows: &Flows, checked: &Checked) -> BTreeMap<Option<i64>, OfPeriod> {
    let mut before = None;
    let of_period = |(number, of): (&Option<i64>, &Balance)| {
        let (opening, closing) = (before.or(of.opening), of.closing);
        before = closing;
        let moved = flows.moved.get(number).copied().unwrap_or_default();
        let unexplained = opening.zip(closing).map(|(opening, closing)| closing - opening - moved);
        (*number, OfPeriod { opening, closing, unexplained })
    };
    checked.periods.iter().map(of_period).collect()
}

fn totals(flows: &Flows, periods: &BTreeMap<Option<i64>, OfPeriod>) -> Totals {
    let fen = |amount: Amount| Datum::Money(amount.into());
    let known = |amount: Option<Amount>| amount.map_or(Datum::Null, fen);
    let sum = |is_counted: fn(bool) -> bool| -> Amount {
        flows.sums.iter().filter(|((_, _, is_out, _), _)| is_counted(*is_out)).map(|(_, sum)| sum.amount).sum()
    };
    let (money_in, money_out) = (sum(|is_out| !is_out), -sum(|is_out| is_out));
    let unexplained = periods.values().map(|of| of.unexplained).sum::<Option<Amount>>();
    let sums = [
        ("movements", Datum::Int(flows.sums.values().map(|sum| sum.movements).sum())),
        ("money_in", fen(money_in)),
        ("money_out", fen(money_out)),
        ("net_movement", fen(money_in - money_out)),
        ("opening", known(periods.values().next().and_then(|of| of.opening))),
        ("closing", known(periods.values().next_back().and_then(|of| of.closing))),
        ("unexplained", known(unexplained.filter(|_| !periods.is_empty()))),
    ];
    Totals { of: None, rows: flows.sums.len(), sums: sums.map(|(key, sum)| (key.to_owned(), sum)).to_vec() }
}

fn note(query: &mut Query<'_>, flows: &Flows, checked: &Checked, covered: Option<(Moment, Moment)>, any: bool) {
    if !any {
        query.note(msg!("note-no-movements"));
    }
    let Some(covered) = covered.and_then(days_between) else {
        if any {
            query.warn(msg!("note-no-ledger"));
        }
        return;
    };
    note_breaks(query, checked);
    note_unnamed(query, checked);
    note_uncovered(query, flows, covered);
    if flows.beside_movements > 0 {
        let (movements, amount) = (flows.beside_movements, Fen::from(flows.beside_amount));
        query.note(msg!("note-beside-ledger", movements = movements, amount = amount));
    }
    if flows.in_both > 0 {
        query.note(msg!("note-in-both", movements = flows.in_both));
    }
}

/// Notes where the balance before and the movement do not make the balance after.
fn note_breaks(query: &mut Query<'_>, checked: &Checked) {
    let Some(Break { before, after, amount }) = checked.breaks.first().copied() else {
        if checked.periods.values().any(|of| of.closing.is_some()) {
            query.note(msg!("note-balances-fit"));
        }
        return;
    };
    let at = |moment: Moment| Arg::from(moment.text().unwrap_or_default());
    query.warn(msg!(
        "note-balances-off",
        places = i64::try_from(checked.breaks.len()).unwrap_or(i64::MAX),
        before = at(before),
        after = at(after),
        amount = Fen::from(amount)
    ));
}

/// Notes what was made of movements that name no account, where others name one.
fn note_unnamed(query: &mut Query<'_>, checked: &Checked) {
    match checked.unnamed {
        Some(Unnamed { movements, is_of_named: true }) => {
            query.note(msg!("note-unnamed-account-is-the-named", movements = movements));
        }
        Some(Unnamed { movements, is_of_named: false }) => {
            query.warn(msg!("note-unnamed-account-apart", movements = movements));
        }
        None => {}
    }
}

/// Notes the days asked for that the ledger does not reach, where movements are asked for beyond it.
fn note_uncovered(query: &mut Query<'_>, flows: &Flows, covered: Days) {
    let beside = flows.beside.and_then(days_between);
    let first = query.options.from.or(beside.map(|days| days.first)).unwrap_or(covered.first);
    let last = query.options.to.or(beside.map(|days| days.last)).unwrap_or(covered.last);
    let before = Days { first, last: sub_days(covered.first, 1).min(last) };
    let after = Days { first: add_days(covered.last, 1).max(first), last };
    let missing: Vec<Arg> = [before, after].into_iter().filter(|days| days.first <= days.last).map(span).collect();
    if !missing.is_empty() {
        query.warn(msg!("note-ledger-days", days = Arg::list(missing)));
    }
}

fn days_between((first, last): (Moment, Moment)) -> Option<Days> {
    first.date().zip(last.date()).map(|(first, last)| Days { first, last })
}
