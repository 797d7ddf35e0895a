//! The time that statements and fund flows cover.

use super::query::Query;
use crate::model::export::ExportKind;
use crate::packed::{Moment, Row};
use crate::packed_row;
use crate::store::StoreError;

/// The time that the statements, or the fund flows, of a shop cover. A line should be in them where it was completed from their
/// first moment on, and more days before their last one than a settlement may take.
pub(super) struct StatementSpan {
    first: Moment,
    /// The first day of which a completed line need not be settled yet.
    open_from: i64,
}

impl StatementSpan {
    /// Returns the span of the shop's statements, and that of its fund flows.
    pub(super) fn of(query: &Query<'_>) -> Result<Vec<Self>, StoreError> {
        let within = query.terms.settled_within.days();
        Ok(covered(query)?.into_iter().map(|(_, first, last)| Self::between(first, last, within)).collect())
    }

    /// Returns the span from one moment to another, where a settlement may take so many days.
    fn between(first: Moment, last: Moment, within: u32) -> Self {
        Self { first, open_from: last.day() - i64::from(within) }
    }

    /// Tells whether a line should be in them that was completed at a moment.
    pub(super) fn has(&self, finished: Option<Moment>) -> bool {
        finished.is_some_and(|finished| finished >= self.first && finished.day() < self.open_from)
    }
}

/// Returns the first and the last moment of the shop's statements, and of its fund flows.
pub(super) fn covered(query: &Query<'_>) -> Result<Vec<(ExportKind, Moment, Moment)>, StoreError> {
    packed_row! {
        struct Booking of settlement { settled }
    }
    packed_row! {
        struct Movement of fund_flow { moved }
    }
    let booked = span(query, |row: Booking| row.settled)?.map(|(first, last)| (ExportKind::Settlement, first, last));
    let moved = span(query, |row: Movement| row.moved)?.map(|(first, last)| (ExportKind::Funds, first, last));
    Ok([booked, moved].into_iter().flatten().collect())
}

/// Returns the first and the last moment of rows.
fn span<R: Row<N>, const N: usize>(
    query: &Query<'_>,
    moment: impl Fn(R) -> Option<Moment>,
) -> Result<Option<(Moment, Moment)>, StoreError> {
    let mut span: Option<(Moment, Moment)> = None;
    query.scan(|_, row: R| {
        if let Some(moment) = moment(row) {
            let (first, last) = span.unwrap_or((moment, moment));
            span = Some((first.min(moment), last.max(moment)));
        }
    })?;
    Ok(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packed::Whole;

    const DAY: i64 = 86_400;

    #[test]
    fn a_line_has_to_be_settled_after_more_days_than_that_may_take() {
        let moment = |seconds| Moment::new(seconds).expect("a moment");
        let (first, last) = (moment(10 * DAY + 5), moment(60 * DAY + 5));
        // On the last day that a settlement may take it may still come.
        for (within, on_time, late) in [(21, 39, 38), (7, 53, 52), (0, 60, 59)] {
            let span = StatementSpan::between(first, last, within);
            assert!(!span.has(Moment::new(on_time * DAY)), "{within}");
            assert!(span.has(Moment::new((late + 1) * DAY - 1)), "{within}");
        }
        let span = StatementSpan::between(first, last, 21);
        assert!(span.has(Some(first)) && !span.has(Moment::new(10 * DAY + 4)) && !span.has(None));
        assert!(!StatementSpan::between(first, last, u32::MAX).has(Some(first)));
    }
}
