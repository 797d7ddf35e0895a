//! A sheet of the books: what a report must answer, and which line adds what to it.

use std::collections::BTreeMap;

use super::books::{Account, Basis};
use super::money::{Fen, yuan};

/// The answer that a report must give.
pub struct Sheet<'b> {
    /// The report and its flags.
    pub command: Vec<String>,
    /// The columns that tell its rows apart.
    pub keys: Vec<&'static str>,
    /// The rows by what stands in these columns.
    pub rows: BTreeMap<Vec<String>, Row<'b>>,
    /// The totals of columns that count what may be in several rows.
    pub totals: BTreeMap<&'static str, i64>,
}

/// A row of a sheet.
#[derive(Default)]
pub struct Row<'b> {
    pub cells: BTreeMap<&'static str, Cell<'b>>,
    pub basis: Option<Basis>,
}

/// A sum, and what each line adds to it.
pub struct Cell<'b> {
    pub is_money: bool,
    /// Whether a part of it is unknown.
    pub is_unknown: bool,
    pub parts: Vec<(&'b Account<'b>, i64)>,
}

impl Cell<'_> {
    /// Returns the sum of the known parts.
    pub fn sum(&self) -> i64 {
        self.parts.iter().map(|(_, part)| part).sum()
    }

    /// Writes a value of the cell as reports do.
    pub fn written(&self, value: i64) -> String {
        if self.is_money { yuan(value) } else { value.to_string() }
    }
}

/// Adds what one line brings to a row of a sheet.
pub struct Adding<'a, 'b> {
    row: &'a mut Row<'b>,
    account: &'b Account<'b>,
}

impl<'b> Sheet<'b> {
    /// Begins the sheet of a report whose rows these columns tell apart.
    pub fn new(command: &[&str], keys: &[&'static str]) -> Self {
        Self {
            command: command.iter().map(|word| (*word).to_owned()).collect(),
            keys: keys.to_vec(),
            rows: BTreeMap::new(),
            totals: BTreeMap::new(),
        }
    }

    /// Adds a line to the row of these values.
    pub fn add(&mut self, values: &[&str], account: &'b Account<'b>) -> Adding<'_, 'b> {
        let key = values.iter().map(|value| (*value).to_owned()).collect();
        Adding { row: self.rows.entry(key).or_default(), account }
    }
}

impl Adding<'_, '_> {
    /// Counts the order of the line, once for all its lines in the row.
    pub fn order(&mut self, counts: bool) -> &mut Self {
        let id = &self.account.order.id;
        let orders = self.row.cells.get("orders");
        let is_counted =
            orders.is_some_and(|cell| cell.parts.iter().any(|(other, one)| other.order.id == *id && *one == 1));
        self.count("orders", (counts && !is_counted).into())
    }

    /// Adds to a count.
    pub fn count(&mut self, column: &'static str, number: i64) -> &mut Self {
        self.put(column, false, Some(number))
    }

    /// Adds to an amount.
    pub fn money(&mut self, column: &'static str, amount: Fen) -> &mut Self {
        self.put(column, true, Some(amount))
    }

    /// Adds to an amount that is unknown where a part of it is, and to the known part beside it.
    pub fn known(&mut self, column: &'static str, known: &'static str, amount: Option<Fen>) -> &mut Self {
        self.put(column, true, amount).put(known, true, Some(amount.unwrap_or(0)))
    }

    /// Adds to an amount of which nothing is said once a part of it is unknown.
    pub fn if_known(&mut self, column: &'static str, amount: Option<Fen>) -> &mut Self {
        self.put(column, true, amount)
    }

    /// Makes the basis of the row that of its worst line.
    pub fn basis(&mut self, basis: Basis) {
        self.row.basis = self.row.basis.max(Some(basis));
    }

    fn put(&mut self, column: &'static str, is_money: bool, value: Option<i64>) -> &mut Self {
        let cell =
            self.row.cells.entry(column).or_insert_with(|| Cell { is_money, is_unknown: false, parts: Vec::new() });
        match value {
            Some(value) => cell.parts.push((self.account, value)),
            None => cell.is_unknown = true,
        }
        self
    }
}
