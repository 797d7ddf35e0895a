//! Adding up the rows of an answer.

use super::money::Fen;
use super::table::{Column, Datum, Role, Totals};

/// The column that says how many order lines a row has.
const LINES: &str = "lines";

/// Adds up the columns of an answer, row by row.
pub struct Adding {
    columns: Vec<(String, Role)>,
    /// Where the number of lines of a row is.
    lines: Option<usize>,
    rows: usize,
    sums: Vec<Sum>,
}

/// The sum of a column.
#[derive(Clone, Copy, Default)]
struct Sum {
    known: i64,
    is_money: bool,
    /// Whether a row has a value.
    has_value: bool,
    /// Order lines of which the value is not known.
    unknown_lines: i64,
    /// Whether a row has no value, and it is not known how many lines that leaves out.
    is_unknown: bool,
}

impl Adding {
    /// Begins with no rows.
    pub fn new(columns: &[Column]) -> Self {
        Self {
            columns: columns.iter().map(|column| (column.key.clone(), column.role)).collect(),
            lines: columns.iter().position(|column| column.key == LINES),
            rows: 0,
            sums: vec![Sum::default(); columns.len()],
        }
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Datum]) {
        self.rows += 1;
        let lines = self.lines.and_then(|index| row.get(index)).and_then(|cell| match cell {
            Datum::Int(lines) => Some(*lines),
            _ => None,
        });
        for (sum, cell) in self.sums.iter_mut().zip(row) {
            sum.add(cell, lines);
        }
    }

    /// Returns the totals of all rows; nothing where there are no rows, or no column adds up. `counted` are the numbers of distinct
    /// things in all rows, where somebody counted them.
    pub fn totals(&self, counted: &[(&'static str, i64)]) -> Option<Totals> {
        let has_sums = self.columns.iter().any(|(_, role)| *role == Role::Sum);
        if self.rows == 0 || !has_sums {
            return None;
        }
        let counted = |key: &str| counted.iter().find(|(name, _)| *name == key).map(|(_, number)| *number);
        let sums = self.columns.iter().zip(&self.sums).filter_map(|((key, role), sum)| {
            let total = match role {
                Role::Sum => sum.total(),
                Role::Distinct if self.rows == 1 => sum.total(),
                Role::Distinct if !sum.is_missing() => Datum::int(counted(key)),
                Role::Distinct | Role::Fixed => Datum::Null,
                Role::Label | Role::Key => return None,
            };
            Some((key.clone(), total))
        });
        Some(Totals { of: None, rows: self.rows, sums: sums.collect() })
    }
}

impl Sum {
    /// Adds a value of a row with so many lines. Money that is not known leaves the lines of its row out; of a count that is not known
    /// no part is.
    fn add(&mut self, cell: &Datum, lines: Option<i64>) {
        let (known, unknown_lines, is_money) = match cell {
            Datum::Int(number) => (*number, 0, false),
            Datum::Money(fen) => (fen.0, 0, true),
            Datum::Partial(fen, unknown_lines) => (fen.0, *unknown_lines, true),
            _ => return self.leave_out(lines),
        };
        self.known = self.known.saturating_add(known);
        self.unknown_lines = self.unknown_lines.saturating_add(unknown_lines);
        self.is_money |= is_money;
        self.has_value = true;
    }

    fn leave_out(&mut self, lines: Option<i64>) {
        match lines {
            Some(lines) => self.unknown_lines = self.unknown_lines.saturating_add(lines),
            None => self.is_unknown = true,
        }
    }

    /// Tells whether a row lacks a value.
    fn is_missing(&self) -> bool {
        self.is_unknown || self.unknown_lines > 0 || !self.has_value
    }

    fn total(&self) -> Datum {
        match self {
            Self { has_value: false, .. } | Self { is_unknown: true, .. } => Datum::Null,
            Self { is_money: true, .. } => Datum::partial(Fen(self.known), self.unknown_lines),
            Self { unknown_lines: 0, .. } => Datum::Int(self.known),
            _ => Datum::Null,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(roles: &[(&str, Role)]) -> Vec<Column> {
        roles.iter().map(|(key, role)| Column { role: *role, ..Column::of(key) }).collect()
    }

    fn total(columns: &[Column], rows: &[Vec<Datum>], counted: &[(&'static str, i64)]) -> Option<Vec<Datum>> {
        let mut adding = Adding::new(columns);
        rows.iter().for_each(|row| adding.add(row));
        adding.totals(counted).map(|totals| totals.sums.into_iter().map(|(_, sum)| sum).collect())
    }

    #[test]
    fn a_total_says_what_it_leaves_out() {
        let of_lines = columns(&[("lines", Role::Sum), ("amount", Role::Sum)]);
        let of_rows = columns(&[("rows", Role::Sum), ("amount", Role::Sum)]);
        let rows = [
            vec![Datum::Int(2), Datum::Money(Fen(10))],
            vec![Datum::Int(3), Datum::Null],
            vec![Datum::Int(4), Datum::Partial(Fen(5), 1)],
        ];
        let sums = |amount| Some(vec![Datum::Int(9), amount]);
        assert_eq!(total(&of_lines, &rows, &[]), sums(Datum::Partial(Fen(15), 4)));
        assert_eq!(total(&of_rows, &rows, &[]), sums(Datum::Null));
        let unknown = [vec![Datum::Int(2), Datum::Null], vec![Datum::Null, Datum::Null]];
        assert_eq!(total(&of_lines, &unknown, &[]), Some(vec![Datum::Null, Datum::Null]));
        assert_eq!(total(&of_lines, &[], &[]), None);
    }

    #[test]
    fn distinct_things_are_counted_and_not_added_up() {
        let columns = columns(&[("region", Role::Key), ("orders", Role::Distinct), ("lines", Role::Sum)]);
        let row = |orders| vec![Datum::Null, orders, Datum::Int(2)];
        let of = |rows: &[Vec<Datum>], counted: &[(&'static str, i64)]| {
            total(&columns, rows, counted).map(|sums| sums[0].clone())
        };
        assert_eq!(of(&[row(Datum::Int(2)), row(Datum::Int(2))], &[]), Some(Datum::Null));
        assert_eq!(of(&[row(Datum::Int(2)), row(Datum::Int(2))], &[("orders", 3)]), Some(Datum::Int(3)));
        assert_eq!(of(&[row(Datum::Int(2)), row(Datum::Null)], &[("orders", 3)]), Some(Datum::Null));
        assert_eq!(of(&[row(Datum::Int(2))], &[]), Some(Datum::Int(2)));
    }
}
