//! `payouts`: what is still to be settled, why it waits and by which day it should come, and what was booked on which day.

use chrono::NaiveDate;

use super::columns::{PartialSum, report_row, word_set};
use super::error::ReportError;
use super::groups::{GroupColumn, Groups};
use super::line_money::{Books, LineMoney, Settled};
use super::matching::Matched;
use super::measures::{Measure, measures};
use super::movements::{self, Moved};
use super::net::{GroupNet, NetMeasures, NetNotes, Nets, PaidLine, SoldBy, with_net_measures};
use super::options::Takes;
use super::payout_days::{self, PayoutDays};
use super::query::Query;
use super::spec::ReportSpec;
use super::sql::sql_struct;
use super::statement_span::StatementSpan;
use crate::model::field::Field;
use crate::model::money::Fen;
use crate::model::table::{Datum, RowSink, Totals, Word};
use crate::packed::{Amount, Id, Moment};
use crate::report::gifts::Gifts;
use crate::store::StoreError;
use crate::{msg, word};

pub(super) static REPORT: ReportSpec = ReportSpec {
    name: "payouts",
    takes: &[Takes::Period, Takes::On, Takes::CommissionRate, Takes::NoEstimates],
    needs: &[
        Field::MainOrderId,
        Field::SubOrderId,
        Field::PaidAt,
        Field::Status,
        Field::FinishedAt,
        Field::Payable,
        Field::Promotion,
        Field::AfterSale,
        Field::PlatformBorne,
        Field::CreatorBorne,
    ],
    reads_after_sales: true,
    has_days: true,
    answer,
    grouped: None,
};

const SQL: &str = include_str!("payouts.sql");

word_set! {
    /// Tells whether money is settled, or why it waits.
    StateWord = [
        word!("payout", "overdue"),
        word!("payout", "not_covered"),
        word!("payout", "due"),
        word!("payout", "unfinished"),
        word!("payout", "open_after_sale"),
        word!("payout", "unknown_time"),
        word!("payout", "order_only"),
        word!("payout", "closed"),
        word!("payout", "to_take_back"),
        word!("payout", "unknown_refund"),
        word!("payout", "settled"),
    ]
}

report_row! {
    struct Row {
        day: Option<String> [Key],
        state: StateWord [Key],
        lines: Option<i64>,
        expected: Option<PartialSum>,
        amount: Option<PartialSum> = "column-payout",
        bookings: Option<i64>,
        moved: Option<Fen>,
        expected_known: Option<Fen> [ForPrograms],
        amount_known: Option<Fen> = "column-payout-known" [ForPrograms],
    }
}

measures! {
    struct Waiting { lines, without_amount, due, unknown_due_lines }
}

sql_struct! {
    struct Found {
        state: i64,
        due_day: Option<i64>,
        lines: i64,
        without_amount: i64,
        due: Option<i64>,
        unknown_due_lines: i64,
    }
}

/// Why a line waits. The numbers are the indexes of their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It should have come, and the files reach beyond the day.
    Overdue,
    /// It should have come, and the files do not reach beyond the day.
    NotCovered,
    /// It is completed, and the day has not passed.
    Due,
    /// It is not completed.
    Unfinished,
    /// An after-sale delays it.
    OpenAfterSale,
    /// It is completed, and no export says when.
    UnknownTime,
    /// A statement or a fund flow names only its order, which has several lines.
    OrderOnly,
    /// It was closed, and not all of it went back.
    Closed,
    /// More is booked than is due: money that went back is to be taken back.
    ToTakeBack,
    /// It is booked, and what went back is not known.
    UnknownRefund,
    /// Nothing is to come.
    Nothing,
}

/// The state of money that was booked.
const SETTLED: usize = 10;

fn answer(query: &mut Query<'_>, sink: &mut dyn RowSink) -> Result<(), ReportError> {
    let (days, undated) = payout_days::read(query)?;
    let (nets, counted) = group(query)?;
    let found: Vec<(Found, NetMeasures)> = query.rows(&with_net_measures(SQL))?;
    let (mut rows, mut notes, mut without_amount, mut not_covered) = (Vec::new(), NetNotes::default(), 0, 0);
    for (found, measures) in found {
        notes.add(&measures, None);
        without_amount += found.without_amount;
        not_covered += if found.state == State::NotCovered as i64 { found.lines } else { 0 };
        rows.push(waiting_row(&found, &GroupNet::of(&measures, query.options.commission_rate)));
    }
    // The last booking is what people look for first.
    rows.extend(days.iter().rev().map(|(day, _)| settled_row(*day, &days)));
    let totals = totals(&rows);
    if !query.write_rows(rows, sink, |_| ())? {
        query.note_no_rows();
    }
    sink.totals(&totals).map_err(StoreError::Output)?;
    query.note_without_amount(without_amount);
    query.note_settlement_days();
    if not_covered > 0 {
        query.warn(msg!("note-payout-not-covered", lines = not_covered));
    }
    if counted.flow_only > 0 {
        query.note(msg!("note-flow-only-payouts", lines = counted.flow_only));
    }
    note_others(query, &days, &counted);
    query.note_on_settlement_day(undated);
    Ok(notes.note(query, &nets)?)
}

/// Notes what of the bookings counts for no paid line.
fn note_others(query: &mut Query<'_>, days: &PayoutDays, counted: &Counted) {
    let bookings = days.values().map(|day| day.bookings).sum::<i64>() - counted.bookings;
    if bookings > 0 {
        let all: Amount = days.values().filter_map(|day| day.settled).sum();
        query.warn(msg!("note-payouts-of-others", bookings = bookings, amount = Fen::from(all - counted.settled)));
    }
}

/// Writes the day that is a number of days from 1970.
fn text(day: i64) -> Option<String> {
    let day = i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days)?;
    Some(day.to_string())
}

fn waiting_row(found: &Found, net: &GroupNet) -> Row {
    let state = usize::try_from(found.state).unwrap_or(SETTLED);
    let to_take_back = state == State::ToTakeBack as usize;
    let unknown = PartialSum { known: Fen(0), unknown_lines: found.lines };
    let of_order = state == State::OrderOnly as usize;
    let due = PartialSum { known: Fen(found.due.unwrap_or_default()), unknown_lines: found.unknown_due_lines };
    let expected = if of_order { unknown } else { due };
    let amount = match state {
        _ if to_take_back => PartialSum { known: Fen(-net.excess()), unknown_lines: 0 },
        // What is booked already is among the days. Of an order nobody knows which lines it is for.
        _ if of_order || state == State::UnknownRefund as usize => unknown,
        _ => net.net(),
    };
    let expected = Some(expected).filter(|_| !to_take_back);
    Row {
        day: found.due_day.and_then(text),
        state: StateWord(StateWord::ALL[state]),
        lines: Some(found.lines),
        expected,
        amount: Some(amount),
        bookings: None,
        moved: None,
        expected_known: expected.map(|sum| sum.known),
        amount_known: Some(amount.known),
    }
}

fn settled_row(day: Option<i64>, days: &PayoutDays) -> Row {
    let of = days.get(&day).copied().unwrap_or_default();
    let amount = of.settled.map(|settled| PartialSum { known: settled.into(), unknown_lines: 0 });
    Row {
        day: day.and_then(text),
        state: StateWord(StateWord::ALL[SETTLED]),
        lines: None,
        expected: None,
        amount,
        bookings: Some(of.bookings),
        moved: of.moved.map(Fen::from),
        expected_known: None,
        amount_known: amount.map(|sum| sum.known),
    }
}

/// All that waits, in the totals.
const WAITING: Word = word!("payout", "waiting");

/// Adds up the rows of each state, and of all that wait.
fn totals(rows: &[Row]) -> Vec<Totals> {
    let settled = StateWord::ALL[SETTLED];
    let of = |word: Word| {
        let is_of = |row: &&Row| row.state.0 == word || word == WAITING && row.state.0 != settled;
        let rows: Vec<&Row> = rows.iter().filter(is_of).collect();
        let count = |number: fn(&Row) -> Option<i64>| rows.iter().filter_map(|row| number(row)).reduce(|a, b| a + b);
        let sum = |sum: fn(&Row) -> Option<PartialSum>| {
            let sums: Vec<PartialSum> = rows.iter().filter_map(|row| sum(row)).collect();
            let known = Fen(sums.iter().map(|sum| sum.known.0).sum());
            let unknown = sums.iter().map(|sum| sum.unknown_lines).sum();
            if sums.is_empty() { Datum::Null } else { Datum::partial(known, unknown) }
        };
        let sums = vec![
            ("lines".to_owned(), Datum::int(count(|row| row.lines))),
            ("expected".to_owned(), sum(|row| row.expected)),
            ("amount".to_owned(), sum(|row| row.amount)),
            ("bookings".to_owned(), Datum::int(count(|row| row.bookings))),
            ("moved".to_owned(), Datum::money(count(|row| row.moved.map(|moved| moved.0)))),
        ];
        Totals { of: Some(("state".to_owned(), word)), rows: rows.len(), sums }
    };
    StateWord::ALL.iter().copied().chain([WAITING]).map(of).filter(|totals| totals.rows > 0).collect()
}

/// What is counted of the paid lines besides.
#[derive(Default)]
struct Counted {
    /// Lines in the fund flow and in no statement.
    flow_only: i64,
    /// The bookings of lines, and their 结算金额.
    bookings: i64,
    settled: Amount,
}

/// Groups the paid lines by what they wait for and until when.
fn group(query: &Query<'_>) -> Result<(Nets, Counted), StoreError> {
    let (judge, mut groups, mut counted) = (Judge::of(query)?, Groups::new(), Counted::default());
    // The state and the day of each group.
    let (mut states, mut days) = (Vec::new(), Vec::new());
    let nets = Nets::with_books(query, SoldBy::Anybody, |line, money, books| {
        let (state, day) = judge.state(line, money, books);
        counted.flow_only += i64::from(state == State::Nothing && judge.is_flow_only(line, money));
        counted.bookings += money.booked.map_or(0, |booked| i64::from(booked.bookings));
        counted.settled += money.amount().unwrap_or_default();
        let group = groups.of((state as i64, day), line.id, line.submitted);
        if group == states.len() {
            states.push(Measure::from(state as i64));
            days.push(day.map_or(Measure::UNKNOWN, Measure::from));
        }
        let due = money.given_back.due;
        let waiting = Waiting {
            lines: true.into(),
            without_amount: line.columns.payable.is_none().into(),
            due: due.into(),
            unknown_due_lines: due.is_none().into(),
        };
        groups.add(group, &waiting);
        group
    })?;
    let mut columns = nets.columns();
    columns.push(GroupColumn { name: "state", values: states, total: None });
    columns.push(GroupColumn { name: "due_day", values: days, total: None });
    groups.write(query, &columns)?;
    Ok((nets, counted))
}

/// Knows what decides why a line waits.
struct Judge {
    gifts: Gifts,
    spans: Vec<StatementSpan>,
    moved: Matched<Moved>,
    /// How many days after its completion a line should be settled.
    within: i64,
    /// The day of the moment asked for.
    today: i64,
}

impl Judge {
    fn of(query: &Query<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            gifts: query.gifts()?,
            spans: StatementSpan::of(query)?,
            moved: movements::read(query)?.matched,
            within: query.terms.settled_within.days().into(),
            today: Moment::start_of(query.now.day()).day(),
        })
    }

    /// Tells why a line waits, and the day by which it should come.
    fn state(&self, line: &PaidLine, money: &LineMoney, books: &Books) -> (State, Option<i64>) {
        let (columns, returns) = (&line.columns, &books.returns);
        match money.settled {
            Settled::Complete => return (State::Nothing, None),
            Settled::Excess(_) => return (State::ToTakeBack, None),
            Settled::Unknown if money.booked.is_some() => return (State::UnknownRefund, None),
            Settled::Open | Settled::Unknown => {}
        }
        let is_gift = || self.gifts.has(columns.gift, columns.order, true);
        if money.net() == Some(Amount::ZERO) || is_gift() || self.is_flow_only(line, money) {
            return (State::Nothing, None);
        }
        let refunds = [returns.refund(columns.key), returns.refund_of_order(columns.order)];
        let is_open = returns.statuses.has_open_after_sale(columns.after_sale)
            || refunds.into_iter().flatten().any(|refund| refund.is_open);
        let is_moved = |moved: &Moved| moved.amount.is_some_and(|amount| amount > Amount::ZERO);
        let is_of_order =
            |order: Id| books.bookings.orders.contains(order) || self.moved.orders.get(order).is_some_and(is_moved);
        if columns.order.is_some_and(is_of_order) {
            (State::OrderOnly, None)
        } else if !line.is_sale {
            (State::Closed, None)
        } else if is_open {
            (State::OpenAfterSale, None)
        } else if returns.statuses.is_completed(columns.status) {
            self.completed(line.finished)
        } else {
            (State::Unfinished, None)
        }
    }

    fn completed(&self, finished: Option<Moment>) -> (State, Option<i64>) {
        let Some(finished) = finished else { return (State::UnknownTime, None) };
        let day = finished.day().saturating_add(self.within);
        let is_covered = || self.spans.iter().any(|span| span.has(Some(finished)));
        let state = match self.today > day {
            true if is_covered() => State::Overdue,
            true => State::NotCovered,
            false => State::Due,
        };
        (state, Some(day))
    }

    /// Tells whether a line is in the fund flow and in no statement.
    fn is_flow_only(&self, line: &PaidLine, money: &LineMoney) -> bool {
        let moved = line.columns.key.and_then(|key| self.moved.lines.get(key));
        money.booked.is_none() && moved.is_some_and(|moved| moved.amount.is_some())
    }
}
