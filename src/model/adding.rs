//! Adding up the rows of an answer.

use super::money::Fen;
use super::table::{Column, Datum, Role, Totals, Word, position};

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
            lines: position(columns, LINES),
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
                Role::Label | Role::Key | Role::OwnComparison => return None,
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

/// Adds up the totals of shops. Of distinct things, none is in two shops. Where the answer of a shop has no totals, since one thing may
/// be in several of its rows, each row is added to those of the same name.
pub fn over_shops(columns: &[Column], rows: &[Vec<Datum>], totals: &[Totals]) -> Vec<Totals> {
    if totals.is_empty() {
        return over_words(columns, rows);
    }
    let mut names: Vec<Option<(String, Word)>> = Vec::new();
    for totals in totals {
        if !names.contains(&totals.of) {
            names.push(totals.of.clone());
        }
    }
    let columns = adding_up(columns);
    let total = |of: Option<(String, Word)>| {
        let of_name: Vec<&Totals> = totals.iter().filter(|totals| totals.of == of).collect();
        let mut adding = Adding::new(&columns);
        for totals in &of_name {
            let cell =
                |column: &Column| totals.sums.iter().find(|(key, _)| *key == column.key).map(|(_, sum)| sum.clone());
            // The totals of a word have no sum where no row has a value.
            let missing = if of.is_some() { Datum::Money(Fen(0)) } else { Datum::Null };
            let row: Vec<Datum> = columns
                .iter()
                .map(|column| match cell(column).unwrap_or(Datum::Null) {
                    Datum::Null => missing.clone(),
                    sum => sum,
                })
                .collect();
            adding.add(&row);
        }
        let rows = of_name.iter().map(|totals| totals.rows).sum();
        let kept = |(key, _): &(String, Datum)| {
            of.is_none()
                || of_name
                    .iter()
                    .any(|totals| totals.sums.iter().any(|(known, sum)| known == key && *sum != Datum::Null))
        };
        let sums = adding.totals(&[])?.sums.into_iter().filter(kept).collect();
        Some(Totals { of, rows, sums })
    };
    names.into_iter().filter_map(total).collect()
}

/// Adds up the rows of each word that names rows.
fn over_words(columns: &[Column], rows: &[Vec<Datum>]) -> Vec<Totals> {
    let of_word = |row: &Vec<Datum>| {
        columns.iter().zip(row).find_map(|(column, cell)| match cell {
            Datum::Word(word) if column.role == Role::Key => Some((column.key.clone(), *word)),
            _ => None,
        })
    };
    let mut words: Vec<(String, Word)> = Vec::new();
    for word in rows.iter().filter_map(of_word) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    let columns = adding_up(columns);
    let total = |word: (String, Word)| {
        let mut adding = Adding::new(&columns);
        let of_word = rows.iter().filter(|row| of_word(row).as_ref() == Some(&word));
        of_word.for_each(|row| adding.add(row));
        adding.totals(&[]).map(|totals| Totals { of: Some(word), ..totals })
    };
    words.into_iter().filter_map(total).collect()
}

/// Lets distinct things add up.
fn adding_up(columns: &[Column]) -> Vec<Column> {
    let role = |role| if role == Role::Distinct { Role::Sum } else { role };
    columns.iter().map(|column| Column { role: role(column.role), ..column.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(roles: &[(&str, Role)]) -> Vec<Column> {
        roles.iter().map(|(key, role)| Column { role: *role, ..Column::of(key) }).collect()
    }

    fn total(columns: &[Column], rows: &[Vec<Datum>], counted: &[(&'static str, i64)]) -> Option<Vec<Datum>> {
        let mut adding = Adding::new(columns);
        for row in rows {
            adding.add(row);
        }
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
