//! Tallies: what lines come to in groups, from their figures. SQL names, compares and sorts the groups.

use rustc_hash::FxHashMap;

use super::question::Question;
use crate::model::figure::NONE;
use crate::store::{StoreError, scratch_table};

/// What tells groups apart: up to two figures and the period.
pub(super) type Keys = [i64; 3];

/// Adds up `M` measures of lines and counts the different values of `D` figures, in groups.
///
/// A measure of which no line says anything is [`NONE`], as the sum of nothing is in SQL.
pub(super) struct Tally<const M: usize, const D: usize> {
    groups: FxHashMap<Keys, usize>,
    /// The newest line of each group, after whose columns the group is named, with its time.
    newest: Vec<(i64, i64)>,
    sums: Vec<[i64; M]>,
    /// Group and value, a pair as often as it comes.
    met: [Vec<(u32, i64)>; D],
}

impl<const M: usize, const D: usize> Tally<M, D> {
    pub(super) fn new() -> Self {
        Self { groups: FxHashMap::default(), newest: Vec::new(), sums: Vec::new(), met: [const { Vec::new() }; D] }
    }

    /// Finds the group of a line, by its number and the time it was submitted at.
    pub(super) fn group(&mut self, keys: Keys, id: i64, submitted: i64) -> usize {
        let new = self.sums.len();
        let group = *self.groups.entry(keys).or_insert(new);
        if group == new {
            self.newest.push((submitted, id));
            self.sums.push([NONE; M]);
        } else if self.newest[group] < (submitted, id) {
            self.newest[group] = (submitted, id);
        }
        group
    }

    /// Adds the measures of a line to its group.
    pub(super) fn add(&mut self, group: usize, measures: [i64; M]) {
        for (sum, measure) in self.sums[group].iter_mut().zip(measures) {
            if measure != NONE {
                *sum = if *sum == NONE { measure } else { sum.saturating_add(measure) };
            }
        }
    }

    /// Counts a value of the group among the different ones of a figure.
    pub(super) fn meet(&mut self, group: usize, figure: usize, value: i64) {
        let pair = (u32::try_from(group).unwrap_or(u32::MAX), value);
        // The lines of an order mostly stand together.
        if value != NONE && self.met[figure].last() != Some(&pair) {
            self.met[figure].push(pair);
        }
    }

    /// Lays the groups beside the tables as `tally`: the number of a line of each as `line_id`, then its measures and counts.
    pub(super) fn lay(
        self,
        question: &Question<'_>,
        measures: [&str; M],
        figures: [&str; D],
    ) -> Result<(), StoreError> {
        self.lay_with(question, measures, figures, &[], |groups| vec![Vec::new(); groups])
    }

    /// Lays the groups as [`Tally::lay`] does, with further columns; their values are asked for by the number of groups.
    pub(super) fn lay_with(
        self,
        question: &Question<'_>,
        measures: [&str; M],
        figures: [&str; D],
        more: &[&str],
        count_more: impl FnOnce(usize) -> Vec<Vec<i64>>,
    ) -> Result<(), StoreError> {
        let groups = self.sums.len();
        let counts = self.met.map(|met| count(met, groups));
        let others = count_more(groups);
        let columns: Vec<&str> =
            ["line_id"].into_iter().chain(measures).chain(figures).chain(more.iter().copied()).collect();
        let rows = self.newest.iter().zip(&self.sums).enumerate().map(|(group, ((_, id), sums))| {
            let counted = counts.iter().map(move |counts| counts[group]);
            let values =
                [*id].into_iter().chain(sums.iter().copied()).chain(counted).chain(others[group].iter().copied());
            values.map(|value| (value != NONE).then_some(value)).collect::<Vec<_>>()
        });
        let store = question.store;
        scratch_table::write(store.connection(), "tally", &columns, rows).map_err(|error| store.failed(error))
    }
}

/// Counts the different values of each group.
fn count(mut met: Vec<(u32, i64)>, groups: usize) -> Vec<i64> {
    met.sort_unstable();
    met.dedup();
    let mut counts = vec![0; groups];
    for (group, _) in met {
        counts[group as usize] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_no_zero() {
        let mut tally: Tally<2, 1> = Tally::new();
        for (keys, id, submitted, order, measures) in [
            ([1, NONE, NONE], 5, 20, 7, [1, NONE]),
            ([2, NONE, NONE], 6, 10, 7, [1, 30]),
            ([1, NONE, NONE], 7, 10, 7, [1, NONE]),
            ([2, NONE, NONE], 8, 10, 8, [1, NONE]),
            ([2, NONE, NONE], 9, NONE, NONE, [1, -40]),
            ([2, NONE, NONE], 9, NONE, 7, [NONE, NONE]),
        ] {
            let group = tally.group(keys, id, submitted);
            tally.add(group, measures);
            tally.meet(group, 0, order);
        }
        assert_eq!(tally.sums, [[2, NONE], [3, -10]]);
        assert_eq!(tally.newest, [(20, 5), (10, 8)]);
        let [orders] = tally.met;
        assert_eq!(count(orders, 2), [1, 2]);
    }
}
