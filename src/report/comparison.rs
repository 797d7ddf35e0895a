//! Comparing an answer with that of other days, row by row.

use std::collections::{HashMap, HashSet};

use crate::model::money::Fen;
use crate::model::table::{self, Column, Datum, Derived, Role, SHOP, Table, Totals, ratio};
use crate::report::named::PERIOD;

/// The columns of which each row makes up a share of the whole change; an answer takes the first that it has.
const MAIN: [&str; 6] = ["profit", "amount", "paid", "charged", "refund_amount", "lines"];

/// Says how two answers are compared.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// The periods of the days asked for, and those of the other days, in order, where rows are grouped by them.
    pub periods: Option<[Vec<String>; 2]>,
    /// The shops whose imports have none of the days asked for, and those whose imports do not reach back to the other days or have none
    /// of them. What they sold then is not known.
    pub unknown: [Vec<String>; 2],
    /// The days that no import of a shop has, among those asked for and among the other days, where rows are grouped by day; the name of
    /// the shop is empty where rows do not name theirs.
    pub missing: [HashSet<(String, String)>; 2],
}

/// A column of both answers.
struct Part<'t> {
    index: usize,
    column: &'t Column,
    is_compared: bool,
    is_main: bool,
    /// The zero of its values.
    zero: Datum,
    /// Whether the answer, and the other one, know the column at all.
    is_known: [bool; 2],
}

/// A row, and the row that it is compared with.
type Pair<'t> = (Option<&'t [Datum]>, Option<&'t [Datum]>);

/// Adds to each row what the other answer has in the same place. Rows that only the other answer has are listed, too.
pub fn compare(now: &Table, before: &Table, comparison: &Comparison) -> Table {
    let parts = parts(now, before);
    let keys = Keys { parts: &parts, comparison };
    let mut earlier: HashMap<Vec<String>, &[Datum]> = HashMap::new();
    for row in &before.rows {
        earlier.insert(keys.of(row, 1), row);
    }
    let mut pairs: Vec<Pair<'_>> =
        now.rows.iter().map(|row| (Some(row.as_slice()), earlier.remove(&keys.of(row, 0)))).collect();
    let only_before = before.rows.iter().filter(|row| earlier.contains_key(&keys.of(row, 1)));
    pairs.extend(only_before.map(|row| (None, Some(row.as_slice()))));
    keys.sort(&mut pairs);
    let totals = totals(now, before, &parts, comparison, pairs.len());
    let whole_change = parts.iter().find(|part| part.is_main).and_then(|part| {
        let key = Derived::Change.key(&part.column.key);
        number(&totals.as_ref()?.sums.iter().find(|(sum, _)| *sum == key)?.1)
    });
    Table {
        columns: parts.iter().flat_map(Part::columns).collect(),
        rows: pairs.iter().map(|pair| keys.row(*pair, whole_change)).collect(),
        totals: totals.map(|totals| vec![totals]),
        ..Table::default()
    }
}

fn parts<'t>(now: &'t Table, before: &'t Table) -> Vec<Part<'t>> {
    let columns = if now.columns.is_empty() { &before.columns } else { &now.columns };
    let main = MAIN.iter().find_map(|key| table::position(columns, key));
    let kept = columns.iter().enumerate().filter(|(_, column)| column.role != Role::OwnComparison);
    kept.map(|(index, column)| {
        let cells = |table: &'t Table| table.rows.iter().filter_map(move |row| row.get(index));
        let is_money = |cell: &Datum| matches!(cell, Datum::Money(_) | Datum::Partial(..));
        let is_known = |table: &'t Table| table.rows.is_empty() || cells(table).any(|cell| *cell != Datum::Null);
        let zero = if cells(now).chain(cells(before)).any(is_money) { Datum::Money(Fen(0)) } else { Datum::Int(0) };
        Part {
            index,
            column,
            is_compared: matches!(column.role, Role::Sum | Role::Distinct),
            is_main: main == Some(index),
            zero,
            is_known: [is_known(now), is_known(before)],
        }
    })
    .collect()
}

/// Finds rows by what they are about.
struct Keys<'t> {
    parts: &'t [Part<'t>],
    comparison: &'t Comparison,
}

impl Keys<'_> {
    /// Returns what a row of one of the answers is about. Periods are compared by their places.
    fn of(&self, row: &[Datum], side: usize) -> Vec<String> {
        let keys = self.parts.iter().filter(|part| part.column.role == Role::Key);
        keys.map(|part| match self.place(part, row, side) {
            Some(place) => place.to_string(),
            None => format!("{:?}", row.get(part.index)),
        })
        .collect()
    }

    /// Returns the place of the period of a row among all periods.
    fn place(&self, part: &Part<'_>, row: &[Datum], side: usize) -> Option<usize> {
        let periods = self.comparison.periods.as_ref().filter(|_| part.column.key == PERIOD)?;
        let Some(Datum::Text(period)) = row.get(part.index) else { return None };
        periods[side].iter().position(|known| known == period)
    }

    /// Puts rows that only the other answer has behind those of their shop and period.
    fn sort(&self, pairs: &mut [Pair<'_>]) {
        let part = |key: &str| self.parts.iter().find(|part| part.column.key == key && part.column.role == Role::Key);
        let (shop, period) = (part(SHOP), part(PERIOD));
        pairs.sort_by_cached_key(|pair| {
            let (row, side) = match pair {
                (Some(now), _) => (*now, 0),
                (None, before) => (before.unwrap_or_default(), 1),
            };
            let name = shop.and_then(|part| match row.get(part.index) {
                Some(Datum::Text(name)) => Some(name.clone()),
                _ => None,
            });
            (name, period.and_then(|part| self.place(part, row, side)))
        });
    }

    fn row(&self, (now, before): Pair<'_>, whole_change: Option<i64>) -> Vec<Datum> {
        let some = now.or(before).unwrap_or_default();
        let has = [0, 1].map(|side| {
            let is_there = [now, before][side].is_some();
            self.is_known(some, side)
                && self.has_period((now, before), side)
                && (is_there || !self.is_missing((now, before), side))
        });
        let mut cells = Vec::new();
        for part in self.parts {
            let cell = |row: Option<&[Datum]>| row.map(|row| row.get(part.index).cloned().unwrap_or(Datum::Null));
            if part.column.key == PERIOD && part.column.role == Role::Key {
                cells.extend(self.periods(part, now, before));
                continue;
            }
            if !part.is_compared {
                let said = match part.column.role {
                    // A share or the like of a row that is not there is none.
                    Role::Label | Role::Key => cell(now).or_else(|| cell(before).filter(is_name)),
                    _ => cell(now),
                };
                cells.push(said.unwrap_or(Datum::Null));
                continue;
            }
            let or_zero = |row: Option<&[Datum]>, side: usize| match cell(row) {
                _ if !has[side] => Datum::Null,
                Some(cell) => cell,
                None if part.is_known[side] => part.zero.clone(),
                None => Datum::Null,
            };
            cells.extend(part.cells(or_zero(now, 0), or_zero(before, 1), whole_change));
        }
        cells
    }

    /// Returns the period of a row, and that which it is compared with.
    fn periods(&self, part: &Part<'_>, now: Option<&[Datum]>, before: Option<&[Datum]>) -> [Datum; 2] {
        let place = self.place_of((now, before), part);
        let named = |side: usize, row: Option<&[Datum]>| {
            let periods = self.comparison.periods.as_ref();
            let of_place = place.and_then(|place| periods?[side].get(place).cloned()).map(Datum::Text);
            let own = row.and_then(|row| row.get(part.index)).cloned();
            of_place.or(own).unwrap_or(Datum::Null)
        };
        [named(0, now), named(1, before)]
    }

    /// Tells whether there is a period at the place of a row. The 31st of a month may have none in the month before.
    fn has_period(&self, pair: Pair<'_>, side: usize) -> bool {
        let Some(periods) = &self.comparison.periods else { return true };
        let place = self.parts.iter().find_map(|part| self.place_of(pair, part));
        place.is_none_or(|place| place < periods[side].len())
    }

    /// Tells whether no import has the day at the place of a row.
    fn is_missing(&self, pair: Pair<'_>, side: usize) -> bool {
        let days = self.comparison.periods.as_ref().map(|periods| &periods[side]);
        let place = self.parts.iter().find_map(|part| self.place_of(pair, part));
        let day = days.zip(place).and_then(|(days, place)| days.get(place));
        let shop = self.shop(pair.0.or(pair.1).unwrap_or_default()).unwrap_or_default();
        day.is_some_and(|day| self.comparison.missing[side].contains(&(shop.to_owned(), day.clone())))
    }

    /// Returns the name of the shop of a row, where rows name theirs.
    fn shop<'r>(&self, row: &'r [Datum]) -> Option<&'r str> {
        let part = self.parts.first().filter(|part| part.column.key == SHOP)?;
        match row.get(part.index) {
            Some(Datum::Text(shop)) => Some(shop),
            _ => None,
        }
    }

    /// Returns the place of the period of a row, or of the row that it is compared with.
    fn place_of(&self, (now, before): Pair<'_>, part: &Part<'_>) -> Option<usize> {
        now.and_then(|row| self.place(part, row, 0)).or_else(|| before.and_then(|row| self.place(part, row, 1)))
    }

    /// Tells whether it is known what a row was in the days asked for, or in the other days.
    fn is_known(&self, row: &[Datum], side: usize) -> bool {
        let unknown = &self.comparison.unknown[side];
        self.shop(row).map_or(unknown.is_empty(), |shop| !unknown.iter().any(|other| other == shop))
    }
}

impl Part<'_> {
    /// Returns the column, and what is added to it.
    fn columns(&self) -> Vec<Column> {
        let mut columns = vec![self.column.clone()];
        if self.column.key == PERIOD && self.column.role == Role::Key {
            columns.push(self.derived(Derived::Before, Role::Label));
        }
        if self.is_compared {
            columns.push(self.derived(Derived::Before, self.column.role));
            if !self.column.for_programs {
                columns.push(self.derived(Derived::Change, self.column.role));
                columns.push(self.derived(Derived::ChangeShare, Role::Label));
            }
        }
        if self.is_main {
            columns.push(self.derived(Derived::ShareOfChange, Role::Label));
        }
        columns
    }

    fn derived(&self, derived: Derived, role: Role) -> Column {
        // People see counts beside one another, and how the money changed.
        let is_count = self.zero == Datum::Int(0) && matches!(derived, Derived::Change | Derived::ChangeShare);
        let for_programs = self.column.for_programs || (is_count && !self.is_main);
        Column { key: derived.key(&self.column.key), for_programs, role, derived: Some(derived), ..self.column.clone() }
    }

    fn cells(&self, now: Datum, before: Datum, whole_change: Option<i64>) -> Vec<Datum> {
        let change = change(&now, &before);
        let share = change_share(&change, &before);
        let part = number(&change).zip(whole_change.filter(|whole| *whole != 0));
        let of_change = part.map_or(Datum::Null, |(part, whole)| Datum::Share(ratio(part, whole)));
        let mut cells = vec![now, before];
        if !self.column.for_programs {
            cells.extend([change, share]);
        }
        if self.is_main {
            cells.push(of_change);
        }
        cells
    }
}

/// Compares the totals. An answer without rows has no totals, and sums to nothing.
fn totals(now: &Table, before: &Table, parts: &[Part<'_>], comparison: &Comparison, rows: usize) -> Option<Totals> {
    let of = |table: &Table| table.totals.iter().flatten().find(|totals| totals.of.is_none()).cloned();
    let (of_now, of_before) = (of(now), of(before));
    if of_now.is_none() && of_before.is_none() {
        return None;
    }
    let sum = |totals: &Option<Totals>, part: &Part<'_>| match totals {
        Some(totals) => totals.sums.iter().find(|(key, _)| *key == part.column.key).map(|(_, sum)| sum.clone()),
        None => Some(part.zero.clone()),
    };
    let mut sums = Vec::new();
    for part in parts.iter().filter(|part| part.is_compared) {
        let Some(now) = sum(&of_now, part) else { continue };
        let before = if comparison.unknown[1].is_empty() { sum(&of_before, part) } else { None };
        let before = before.unwrap_or(Datum::Null);
        // A total without a shop's days says how much there is, and not how it changed.
        let change = if comparison.unknown[0].is_empty() { change(&now, &before) } else { Datum::Null };
        let key = |derived: Derived| derived.key(&part.column.key);
        let share = change_share(&change, &before);
        sums.extend([(part.column.key.clone(), now), (key(Derived::Before), before)]);
        if !part.column.for_programs {
            sums.extend([(key(Derived::Change), change), (key(Derived::ChangeShare), share)]);
        }
    }
    Some(Totals { of: None, rows, sums })
}

/// Tells whether a cell names something, unlike a number.
fn is_name(cell: &Datum) -> bool {
    matches!(cell, Datum::Text(_) | Datum::Word(_) | Datum::Int(_))
}

/// Returns a value that is known in full.
fn number(cell: &Datum) -> Option<i64> {
    match cell {
        Datum::Int(number) => Some(*number),
        Datum::Money(fen) => Some(fen.0),
        _ => None,
    }
}

fn change(now: &Datum, before: &Datum) -> Datum {
    match (now, before) {
        (Datum::Int(now), Datum::Int(before)) => Datum::Int(now.saturating_sub(*before)),
        (Datum::Money(now), Datum::Money(before)) => Datum::Money(Fen(now.0.saturating_sub(before.0))),
        _ => Datum::Null,
    }
}

fn change_share(change: &Datum, before: &Datum) -> Datum {
    let parts = number(change).zip(number(before).filter(|before| *before != 0));
    parts.map_or(Datum::Null, |(change, before)| Datum::Share(ratio(change, before.saturating_abs())))
}
