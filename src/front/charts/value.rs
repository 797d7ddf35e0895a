//! The values of a chart: how long their bars are, and what is read of them.

use shopkit::model::money::Fen;
use shopkit::model::table::Datum;
use shopkit::t;
use shopkit::texts::{Texts, grouped};

use crate::front::datum::readable;

/// Holds a value: its text, which is exact, and how long its bar is.
#[derive(Debug, Clone)]
pub struct Value {
    pub size: Size,
    pub text: String,
}

/// Tells how long a bar is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Size {
    /// No bar: the value is not known.
    Unknown,
    /// No bar: the answer has nothing there.
    Nothing,
    Whole(f64),
    /// At least so long: some of it is not known.
    Part(f64),
}

impl Value {
    /// Takes the cell of a table.
    pub fn of(datum: &Datum, texts: Texts) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a bar need not be exact to the fen")]
        let size = match datum {
            Datum::Money(fen) => Size::Whole(fen.0 as f64),
            Datum::Int(number) => Size::Whole(*number as f64),
            Datum::Real(number) | Datum::Share(number) => Size::Whole(*number),
            Datum::Partial(known, _) => Size::Part(known.0 as f64),
            Datum::Null | Datum::Word(_) | Datum::Text(_) | Datum::Blob(_) => Size::Unknown,
        };
        let text = if size == Size::Unknown { t!(texts, "chart-unknown") } else { readable(datum, texts) };
        Self { size, text }
    }

    /// Makes the value of what an answer has no row for.
    pub fn nothing(texts: Texts) -> Self {
        Self { size: Size::Nothing, text: t!(texts, "chart-nothing") }
    }

    /// Returns the length of the bar; nothing where there is none.
    pub fn length(&self) -> Option<f64> {
        match self.size {
            Size::Whole(length) | Size::Part(length) => Some(length),
            Size::Unknown | Size::Nothing => None,
        }
    }
}

/// Tells what the values of a chart count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Money,
    Share,
    Number,
}

impl Unit {
    /// Finds the unit of cells.
    pub fn of<'d>(mut cells: impl Iterator<Item = &'d Datum>) -> Self {
        let unit = cells.find_map(|cell| match cell {
            Datum::Money(_) | Datum::Partial(..) => Some(Self::Money),
            Datum::Share(_) => Some(Self::Share),
            Datum::Int(_) | Datum::Real(_) => Some(Self::Number),
            _ => None,
        });
        unit.unwrap_or(Self::Number)
    }

    /// Writes the name of the values with their unit.
    pub fn named(self, name: &str, texts: Texts) -> String {
        match self {
            Self::Money => t!(texts, "chart-in-yuan", name = name),
            Self::Share | Self::Number => name.to_owned(),
        }
    }

    /// Returns the length of one whole step of an axis: a yuan, one per cent, or one.
    pub fn one(self) -> f64 {
        match self {
            Self::Money => 100.0,
            Self::Share => 0.01,
            Self::Number => 1.0,
        }
    }

    /// Writes a length, in whole steps, as the axis shows it.
    pub fn on_axis(self, steps: f64) -> String {
        let number = grouped(&format!("{steps:.0}"));
        if self == Self::Share { number + "%" } else { number }
    }
}

/// Adds up cells of one column. The sum is not known where one of them is not.
pub fn sum(cells: &[&Datum]) -> Datum {
    let mut cells = cells.iter().copied();
    let first = cells.next().cloned().unwrap_or(Datum::Null);
    cells.fold(first, |sum, cell| match (sum, cell) {
        (Datum::Int(sum), Datum::Int(number)) => Datum::Int(sum.saturating_add(*number)),
        (sum, cell) => match (known(&sum), known(cell)) {
            (Some((sum, unknown)), Some((fen, also_unknown))) => {
                Datum::partial(Fen(sum.0.saturating_add(fen.0)), unknown.saturating_add(also_unknown))
            }
            _ => Datum::Null,
        },
    })
}

/// Returns what is known of money, and how many lines are not known.
fn known(cell: &Datum) -> Option<(Fen, i64)> {
    match cell {
        Datum::Money(fen) => Some((*fen, 0)),
        Datum::Partial(known, unknown) => Some((*known, *unknown)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_knows_what_it_does_not_know() {
        let (five, part, two) = (Datum::Money(Fen(500)), Datum::Partial(Fen(20), 3), Datum::Int(2));
        assert_eq!(sum(&[&five, &part, &five]), Datum::Partial(Fen(1020), 3));
        assert_eq!(sum(&[&two, &two]), Datum::Int(4));
        for unknown in [vec![&five, &Datum::Null], vec![&Datum::Null, &five], vec![&Datum::Share(0.5), &two], vec![]] {
            assert_eq!(sum(&unknown), Datum::Null);
        }
        assert_eq!(sum(&[&Datum::Share(0.5)]), Datum::Share(0.5));
    }
}
