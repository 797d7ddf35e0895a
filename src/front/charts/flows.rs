//! The charts of where money goes: waterfalls of income and profit, payouts by state and by day, and what became of shipments.

use std::collections::BTreeMap;
use std::io::{self, Write};

use shopkit::model::money::Fen;
use shopkit::model::table::{Datum, SHOP};
use shopkit::report::named::By;
use shopkit::t;

use super::bars::{self, Bar, Row};
use super::columns::{self, Columns, SERIES, Slot};
use super::figure::Legend;
use super::periods;
use super::source::Source;
use super::value::{Value, sum};
use super::waterfall::{Step, Waterfall};
use crate::front::datum::readable;

/// The most days that payouts are drawn day by day; beyond them they are drawn by month.
const MOST_DAYS: usize = 92;

/// How a column of a row becomes a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Level,
    Plus,
    Minus,
}

/// Writes how what was paid becomes what is left and what is settled.
pub fn write_income(out: &mut dyn Write, source: Source<'_>, row: &[Datum]) -> io::Result<()> {
    let cells = Cells { source, row };
    let mut steps = cells.steps(&[
        ("paid", Kind::Level),
        ("platform_discount", Kind::Plus),
        ("creator_discount", Kind::Plus),
        ("refunds", Kind::Minus),
        ("taken_back", Kind::Minus),
        ("commission", Kind::Minus),
        ("fees", Kind::Minus),
    ]);
    let texts = source.texts;
    // What the statement does not explain: nothing in most shops. Where lines are not known, it cannot be told from them.
    let is_known = cells.cell("other").is_some_and(|other| *other != Datum::Null);
    steps.extend(cells.step("other", Kind::Plus).filter(|_| is_known && !cells.is_zero("other")));
    let rest = if is_known { t!(texts, "chart-left-out") } else { t!(texts, "chart-left-out-and-other") };
    steps.extend(cells.step("net", Kind::Level).map(|net| if cells.is_part("net") { net.short_by(rest) } else { net }));
    steps.extend(cells.outstanding());
    steps.extend(cells.step("settled", Kind::Level));
    cells.write(out, steps)
}

/// Writes how the net becomes the profit.
pub fn write_profit(out: &mut dyn Write, source: Source<'_>, row: &[Datum]) -> io::Result<()> {
    let cells = Cells { source, row };
    let mut steps = cells.steps(&[
        ("net", Kind::Level),
        ("cost", Kind::Minus),
        ("insurance", Kind::Minus),
        ("spend", Kind::Minus),
        ("compensation", Kind::Minus),
        ("inspection", Kind::Minus),
    ]);
    let profit = cells.step("profit", Kind::Level);
    let rest = |profit: Step| profit.short_by(t!(source.texts, "chart-left-out"));
    steps.extend(profit.map(|profit| if cells.is_part("profit") { rest(profit) } else { profit }));
    cells.write(out, steps)
}

/// A row, of which each step is a column.
struct Cells<'v> {
    source: Source<'v>,
    row: &'v [Datum],
}

impl Cells<'_> {
    fn cell(&self, key: &str) -> Option<&Datum> {
        self.row.get(self.source.column(key)?)
    }

    fn before(&self, key: &str) -> Option<&Datum> {
        self.row.get(self.source.before(key)?)
    }

    fn is_zero(&self, key: &str) -> bool {
        let is_zero = |cell: &Datum| *cell == Datum::Money(Fen(0));
        self.cell(key).is_some_and(is_zero) && self.before(key).is_none_or(is_zero)
    }

    fn steps(&self, columns: &[(&str, Kind)]) -> Vec<Step> {
        columns.iter().filter_map(|(key, kind)| self.step(key, *kind)).collect()
    }

    fn is_part(&self, key: &str) -> bool {
        self.cell(key).is_some_and(|cell| matches!(cell, Datum::Partial(..)))
    }

    fn step(&self, key: &str, kind: Kind) -> Option<Step> {
        let signed = |fen: Fen| if kind == Kind::Minus { Fen(-fen.0) } else { fen };
        let fen = |cell: &Datum| known(cell).map(signed);
        let text = |cell: &Datum| match cell {
            Datum::Partial(known, unknown) => {
                Some(readable(&Datum::Partial(signed(*known), *unknown), self.source.texts))
            }
            _ => None,
        };
        let (cell, before) = (self.cell(key)?, self.before(key));
        let column = self.source.column(key)?;
        let label = self.source.heading(column);
        let step = if kind == Kind::Level { Step::level(label, fen(cell)) } else { Step::change(label, fen(cell)) };
        let step =
            step.compared(before.and_then(fen), before.and_then(text)).linked(self.source.href(self.row, column));
        Some(if let Some(text) = text(cell) { step.read_as(text) } else { step })
    }

    /// Returns what of the net is not settled, or what is settled beyond it and will be taken back.
    fn outstanding(&self) -> Option<Step> {
        let rest = |cell: fn(&Self, &str) -> Option<Fen>| Some(Fen(cell(self, "settled")?.0 - cell(self, "net")?.0));
        let now = rest(|cells, key| cells.cell(key).and_then(fen_of));
        let before = rest(|cells, key| cells.before(key).and_then(fen_of));
        self.cell("settled")?;
        let texts = self.source.texts;
        let label = match now {
            Some(now) if now.0 > 0 => t!(texts, "chart-settled-beyond"),
            _ => t!(texts, "chart-not-settled"),
        };
        Some(Step::change(label, now).compared(before, None))
    }

    fn write(&self, out: &mut dyn Write, steps: Vec<Step>) -> io::Result<()> {
        let is_compared = self.source.before("net").is_some();
        let waterfall = Waterfall::new(steps, self.source.texts).compared(is_compared);
        waterfall.write(out, &self.source.view.head.title, self.source.texts)
    }
}

/// Returns money that is known as a whole.
fn fen_of(cell: &Datum) -> Option<Fen> {
    if let Datum::Money(fen) = cell { Some(*fen) } else { None }
}

/// Returns what is known of money.
fn known(cell: &Datum) -> Option<Fen> {
    if let Datum::Partial(known, _) = cell { Some(*known) } else { fen_of(cell) }
}

/// Writes what became of the lines that were or are to be shipped.
pub fn write_shipped(out: &mut dyn Write, source: Source<'_>, row: &[Datum]) -> io::Result<()> {
    const PARTS: [(&str, &str); 4] =
        [("on_time_lines", "now"), ("late_lines", "minus"), ("waiting_lines", "other"), ("unknown_lines", "part now")];
    let texts = source.texts;
    let parts = PARTS.iter().filter_map(|(key, class)| {
        let index = source.column(key)?;
        let value = |index: usize| Value::of(row.get(index).unwrap_or(&Datum::Null), texts);
        let (now, before) = (value(index), source.before(key).map(value));
        let bar = |value: &Value, class| value.length().map(|to| Bar { from: 0.0, to, class });
        let before = before.map(|before| {
            let bar = bar(&before, columns::BEFORE);
            (bar, t!(texts, "chart-before", value = before.text))
        });
        let href = source.href(row, index);
        Some(Row { label: source.heading(index), href, bar: bar(&now, class), text: now.text, before })
    });
    let caption = source.column("lines").map(|lines| source.heading(lines)).unwrap_or_default();
    let rows: Vec<Row> = parts.collect();
    let legend = columns::compared(texts);
    let legend = legend.each_ref().map(|(class, name)| Legend { class, name });
    let is_compared = rows.iter().any(|row| row.before.is_some());
    bars::write(out, &caption, if is_compared { &legend } else { &[] }, &rows)
}

/// Writes payouts by state, and by the day on which they were booked or should come.
pub fn write_payouts(out: &mut dyn Write, source: Source<'_>) -> io::Result<()> {
    let columns = source.column("day").zip(source.column("state")).zip(source.column("amount"));
    let Some(((day, state), amount)) = columns else { return Ok(()) };
    if source.column(SHOP).is_some() {
        return Ok(());
    }
    write_states(out, source, state, amount)?;
    write_days(out, source, (day, state, amount))
}

fn write_states(out: &mut dyn Write, source: Source<'_>, state: usize, amount: usize) -> io::Result<()> {
    let texts = source.texts;
    let mut states: Vec<(&Datum, Vec<&Datum>)> = Vec::new();
    for row in source.rows().iter().filter(|row| is_booked(source, row, amount)) {
        match states.iter_mut().find(|(known, _)| *known == &row[state]) {
            Some((_, cells)) => cells.push(&row[amount]),
            None => states.push((&row[state], vec![&row[amount]])),
        }
    }
    let rows: Vec<Row> = states
        .into_iter()
        .map(|(state, cells)| {
            let value = Value::of(&sum(&cells), texts);
            let class = if is_settled(state) { "now" } else { "other" };
            let bar = value.length().map(|to| Bar { from: 0.0, to, class });
            Row { label: readable(state, texts), href: None, bar, text: value.text, before: None }
        })
        .collect();
    bars::write(out, &source.unit(&[amount]).named(&source.heading(amount), texts), &[], &rows)
}

fn write_days(out: &mut dyn Write, source: Source<'_>, (day, state, amount): (usize, usize, usize)) -> io::Result<()> {
    let texts = source.texts;
    let mut days: BTreeMap<String, [Vec<&Datum>; 2]> = BTreeMap::new();
    for row in source.rows().iter().filter(|row| is_booked(source, row, amount)) {
        if let Datum::Text(day) = &row[day] {
            days.entry(day.clone()).or_default()[usize::from(!is_settled(&row[state]))].push(&row[amount]);
        }
    }
    let all = periods::all(days.keys().cloned(), Some(By::Day), None);
    let by = if all.len() > MOST_DAYS { By::Month } else { By::Day };
    let mut sums: BTreeMap<String, [Vec<&Datum>; 2]> = BTreeMap::new();
    for (day, cells) in days {
        let sums = sums.entry(if by == By::Month { periods::month(&day) } else { day }).or_default();
        for (sums, cells) in sums.iter_mut().zip(cells) {
            sums.extend(cells);
        }
    }
    let labels = periods::all(sums.keys().cloned(), Some(by), None);
    let value = |cells: Option<&Vec<&Datum>>| match cells {
        Some(cells) if !cells.is_empty() => Value::of(&sum(cells), texts),
        _ => Value::nothing(texts),
    };
    let slots = labels.iter().zip(periods::short(&labels)).map(|(label, short)| {
        let cells = sums.get(label);
        let values = [0, 1].map(|series| value(cells.map(|cells| &cells[series]))).to_vec();
        Slot { label: label.clone(), short, values, text: None, href: None }
    });
    let rows = vec![columns::Row { name: String::new(), slots: slots.collect() }];
    let unit = source.unit(&[amount]);
    let name = if by == By::Month { t!(texts, "chart-payouts-by-month") } else { t!(texts, "chart-payouts-by-day") };
    let series = vec![(SERIES[0], t!(texts, "word-payout-settled")), (SERIES[1], t!(texts, "chart-to-come"))];
    Columns { title: &name, caption: unit.named(&name, texts), unit, series, rows }.write(out, texts)
}

/// Tells whether a row has an amount. On days of which only the fund flow tells, nothing is booked.
fn is_booked(source: Source<'_>, row: &[Datum], amount: usize) -> bool {
    let bookings = source.column("bookings").and_then(|bookings| row.get(bookings));
    row.get(amount) != Some(&Datum::Null) || bookings != Some(&Datum::Int(0))
}

fn is_settled(state: &Datum) -> bool {
    matches!(state, Datum::Word(word) if word.code == "settled")
}
