//! How far statements and fund flows reach.

use super::question::Question;
use crate::model::export::ExportKind;
use crate::model::figure::{DAY, NONE};
use crate::store::StoreError;

/// How far a statement or a fund flow reaches: a line is missing where it was completed from its first moment on, more days before its
/// last one than a settlement may take, and nothing of it stands there.
pub(super) struct Reach {
    first: i64,
    /// The first day on which a line could be completed that need not be settled yet.
    open_from: i64,
}

impl Reach {
    /// Returns the reach of the shop's statements and of its fund flow, each as a whole.
    pub(super) fn of(question: &Question<'_>) -> Result<Vec<Self>, StoreError> {
        let (asked, within) = (question.asked(), question.terms.settled_within.days());
        let mut reach = Vec::new();
        for (kind, moment) in [(ExportKind::Settlement, "settled"), (ExportKind::Funds, "moved")] {
            let mut span: Option<(i64, i64)> = None;
            question.each(kind, ["shop", "current", moment], |_, [shop, current, moment]| {
                if asked.is_of_shop(shop) && current == 1 && moment != NONE {
                    let (first, last) = span.unwrap_or((moment, moment));
                    span = Some((first.min(moment), last.max(moment)));
                }
            })?;
            reach.extend(span.map(|(first, last)| Self::between(first, last, within)));
        }
        Ok(reach)
    }

    /// Returns the reach of what goes from one moment to another, where a settlement may take so many days.
    fn between(first: i64, last: i64, within: u32) -> Self {
        Self { first, open_from: last.div_euclid(DAY) - i64::from(within) }
    }

    pub(super) fn has(&self, finished: i64) -> bool {
        finished != NONE && finished >= self.first && finished.div_euclid(DAY) < self.open_from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_to_be_settled_after_more_days_than_that_may_take() {
        let (first, last) = (10 * DAY + 5, 60 * DAY + 5);
        // On the last day of those that a settlement may take it may still come.
        for (within, on_time, late) in [(21, 39, 38), (7, 53, 52), (0, 60, 59)] {
            let reach = Reach::between(first, last, within);
            assert!(!reach.has(on_time * DAY), "{within}");
            assert!(reach.has((late + 1) * DAY - 1), "{within}");
        }
        let reach = Reach::between(first, last, 21);
        assert!(reach.has(first) && !reach.has(first - 1) && !reach.has(NONE));
        assert!(!Reach::between(first, last, u32::MAX).has(first));
    }
}
