//! What rows say was refunded, as far as it is known.

use super::money_notes::MoneyNote;
use super::question::Question;
use crate::model::money::Fen;
use crate::model::table::Datum;
use crate::store::StoreError;

/// Holds what was refunded of the lines of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Refunded {
    known: i64,
    untold: i64,
    assumed: i64,
}

impl Refunded {
    /// Reads it from a row, where the sum, the lines of which nothing is told, and those of which all is assumed stand from a place on.
    pub(super) fn read(row: &rusqlite::Row<'_>, place: usize) -> rusqlite::Result<Self> {
        let at = |measure: usize| row.get::<_, Option<i64>>(place + measure).map(Option::unwrap_or_default);
        Ok(Self { known: at(0)?, untold: at(1)?, assumed: at(2)? })
    }

    /// Returns the sum, and what is known of it.
    pub(super) fn cells(self) -> [Datum; 2] {
        [Datum::partial(Fen(self.known), self.untold), Datum::Money(Fen(self.known))]
    }

    /// Adds the lines of another row.
    pub(super) fn add(&mut self, other: Self) {
        self.known += other.known;
        self.untold += other.untold;
        self.assumed += other.assumed;
    }

    /// Notes what it rests on.
    pub(super) fn note(self, question: &mut Question<'_>) -> Result<(), StoreError> {
        question.note_lines(self.assumed, MoneyNote::RefundsAssumed);
        let has_file = question.has_after_sales()?;
        question.note_lines(self.untold, |lines| MoneyNote::RefundsUnknown { lines, has_file });
        Ok(())
    }
}
