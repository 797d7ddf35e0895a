//! How times spread in groups of lines: the median, and what nine of ten stay within.

use super::groups::GroupColumn;
use super::measures::Measure;

/// Gathers seconds in groups of lines.
#[derive(Default)]
pub(super) struct Spread {
    /// Group and seconds.
    timed: Vec<(u32, u32)>,
}

impl Spread {
    /// Takes the seconds of a line of a group. More than 136 years are as many.
    pub(super) fn put(&mut self, group: usize, seconds: u64) {
        self.timed.push((u32::try_from(group).unwrap_or(u32::MAX), u32::try_from(seconds).unwrap_or(u32::MAX)));
    }

    /// Returns a column for each of some percentiles: the least number of seconds that so many per cent of a group stay within. A group
    /// without any has none.
    pub(super) fn percentiles(self, groups: usize, wanted: &[(&'static str, usize)]) -> Vec<GroupColumn> {
        let mut columns: Vec<GroupColumn> = wanted
            .iter()
            .map(|(name, _)| GroupColumn { name, values: vec![Measure::UNKNOWN; groups], total: None })
            .collect();
        for (group, mut seconds) in self.by_group(groups).into_iter().enumerate() {
            for (column, (_, percent)) in columns.iter_mut().zip(wanted) {
                let rank = (seconds.len() * percent).div_ceil(100).saturating_sub(1);
                if rank < seconds.len() {
                    let (_, value, _) = seconds.select_nth_unstable(rank);
                    column.values[group] = i64::from(*value).into();
                }
            }
        }
        columns
    }

    /// Returns the seconds of each group.
    fn by_group(self, groups: usize) -> Vec<Vec<u32>> {
        let mut by_group = vec![Vec::new(); groups];
        for (group, seconds) in self.timed {
            by_group[group as usize].push(seconds);
        }
        by_group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_time_that_a_line_took() {
        let mut spread = Spread::default();
        for (group, seconds) in [(0, 40), (2, 7), (0, 10), (0, 30), (0, 20)] {
            spread.put(group, seconds);
        }
        (1..=10).for_each(|seconds| spread.put(3, seconds));
        let found = spread.percentiles(4, &[("median", 50), ("p90", 90)]);
        let values = |index: usize| found[index].values.iter().map(|value| value.get()).collect::<Vec<_>>();
        assert_eq!((found[0].name, values(0)), ("median", vec![Some(20), None, Some(7), Some(5)]));
        assert_eq!((found[1].name, values(1)), ("p90", vec![Some(40), None, Some(7), Some(9)]));
    }
}
