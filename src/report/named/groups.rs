//! Groups of lines, and what is summed up and counted in each. SQL names and sorts the groups.

use rustc_hash::FxHashMap;

use super::measures::{Measure, Measures};
use super::query::Query;
use crate::packed::{Id, Moment, Whole};
use crate::store::{StoreError, scratch_table};

/// The table in which SQL finds the groups: `line_id` is a line of the group, `time` is when it was on its day, in seconds, and behind
/// them stand the measures by their names.
const TABLE: &str = "line_groups";

/// Sums measures up in groups of lines.
pub(super) struct Groups<M> {
    by_key: FxHashMap<Key, usize>,
    /// The group of the last line. Lines of one group often follow one another.
    last: Option<(Key, usize)>,
    /// The newest line of each group. The columns of this line name the group.
    newest: Vec<(LineTime, i64)>,
    sums: Vec<M>,
}

impl<M: Measures> Groups<M> {
    pub(super) fn new() -> Self {
        Self { by_key: FxHashMap::default(), last: None, newest: Vec::new(), sums: Vec::new() }
    }

    /// Returns the group of a line, by what groups are told apart by. `time` is what puts the line on a day; where lines of a group may have
    /// other names, the key of the line goes with it.
    pub(super) fn of(&mut self, key: impl GroupKey, id: i64, time: impl Into<LineTime>) -> usize {
        let (key, time) = (key.key(), time.into());
        let group = match self.last {
            Some((last, group)) if last == key => group,
            _ => *self.by_key.entry(key).or_insert(self.sums.len()),
        };
        self.last = Some((key, group));
        if group == self.sums.len() {
            self.newest.push((time, id));
            self.sums.push(M::default());
        } else if self.newest[group] < (time, id) {
            self.newest[group] = (time, id);
        }
        group
    }

    /// Adds the measures of a line to its group.
    pub(super) fn add(&mut self, group: usize, measures: &M) {
        self.sums[group].add(measures);
    }

    /// Returns the sums of a group.
    pub(super) fn sums(&self, group: usize) -> M {
        self.sums.get(group).copied().unwrap_or_default()
    }

    /// Returns how many groups there are.
    pub(super) fn len(&self) -> usize {
        self.sums.len()
    }

    /// Writes the groups to the scratch table `line_groups`, with further columns beside the measures.
    pub(super) fn write(&self, query: &Query<'_>, further: &[GroupColumn]) -> Result<(), StoreError> {
        let names: Vec<&str> =
            ["line_id", "time"].into_iter().chain(M::names()).chain(further.iter().map(|column| column.name)).collect();
        let rows =
            self.newest.iter().zip(&self.sums).enumerate().map(|(group, ((LineTime { time, .. }, id), sums))| {
                let further = further.iter().map(move |column| column.values.get(group).copied().unwrap_or_default());
                let measures = sums.values().into_iter().chain(further);
                [Some(*id), time.map(Whole::get)].into_iter().chain(measures.map(Measure::get)).collect::<Vec<_>>()
            });
        for column in further {
            query.counted(column.name, column.total);
        }
        let store = query.store;
        scratch_table::write(store.connection(), TABLE, &names, rows).map_err(|error| store.failed(error))
    }
}

/// Tells which line is newer. Of lines of one time, the key decides and not the number, so that the order of imports does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineTime {
    time: Option<Moment>,
    key: Option<Id>,
}

impl From<Option<Moment>> for LineTime {
    fn from(time: Option<Moment>) -> Self {
        Self { time, key: None }
    }
}

impl From<(Option<Moment>, Option<Id>)> for LineTime {
    fn from((time, key): (Option<Moment>, Option<Id>)) -> Self {
        Self { time, key }
    }
}

/// A column that is worked out for all groups at once.
pub(super) struct GroupColumn {
    /// Its name.
    pub name: &'static str,
    /// Its value for each group.
    pub values: Vec<Measure>,
    /// Its value for all groups together, where it is counted.
    pub total: Option<i64>,
}

impl GroupColumn {
    /// Makes columns of the measures of each group.
    pub(super) fn of<M: Measures>(groups: &[M]) -> Vec<Self> {
        let mut columns: Vec<Self> = M::names()
            .into_iter()
            .map(|name| Self { name, values: Vec::with_capacity(groups.len()), total: None })
            .collect();
        for group in groups {
            for (column, value) in columns.iter_mut().zip(group.values()) {
                column.values.push(value);
            }
        }
        columns
    }
}

/// Counts the distinct values of a packed column in groups of lines.
pub(super) struct Distinct<T> {
    name: &'static str,
    /// The values of each group. One may come several times.
    values: Vec<Vec<T>>,
}

impl<T: Whole + Ord> Distinct<T> {
    /// Makes an empty count, whose column has a name.
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, values: Vec::new() }
    }

    /// Takes the value of a line of a group.
    pub(super) fn put(&mut self, group: usize, value: Option<T>) {
        let Some(value) = value else { return };
        if self.values.len() <= group {
            self.values.resize_with(group + 1, Vec::new);
        }
        let values = &mut self.values[group];
        // The lines of an order mostly follow one another.
        if values.last() != Some(&value) {
            values.push(value);
        }
    }

    /// Counts the values of each of the groups.
    pub(super) fn count(mut self, groups: usize) -> GroupColumn {
        self.count_each(groups)
    }

    /// Counts the values of each of the groups, and those of all of them, which must all be rows of the answer.
    pub(super) fn count_all(mut self, groups: usize) -> GroupColumn {
        let column = self.count_each(groups);
        let mut all = self.values.concat();
        sort(&mut all);
        GroupColumn { total: i64::try_from(all.len()).ok(), ..column }
    }

    fn count_each(&mut self, groups: usize) -> GroupColumn {
        self.values.iter_mut().for_each(sort);
        let counts = self.values.iter().map(|values| i64::try_from(values.len()).unwrap_or(i64::MAX).into());
        let mut counts: Vec<Measure> = counts.collect();
        counts.resize(groups, 0.into());
        GroupColumn { name: self.name, values: counts, total: None }
    }
}

/// Sorts values and leaves each once. Exports have orders by time, so the ids come in long runs, which a stable sort merges.
fn sort<T: Ord>(values: &mut Vec<T>) {
    values.sort();
    values.dedup();
}

/// The key of a group.
type Key = [i64; 3];

/// What groups are told apart by: up to three parts.
pub(super) trait GroupKey {
    /// Returns the key.
    fn key(self) -> Key;
}

/// All lines are one group.
impl GroupKey for () {
    fn key(self) -> Key {
        [0; 3]
    }
}

impl<A: KeyPart> GroupKey for (A,) {
    fn key(self) -> Key {
        [self.0.number(), 0, 0]
    }
}

impl<A: KeyPart, B: KeyPart> GroupKey for (A, B) {
    fn key(self) -> Key {
        [self.0.number(), self.1.number(), 0]
    }
}

impl<A: KeyPart, B: KeyPart, C: KeyPart> GroupKey for (A, B, C) {
    fn key(self) -> Key {
        [self.0.number(), self.1.number(), self.2.number()]
    }
}

/// A part of the key of a group.
pub(super) trait KeyPart {
    /// Returns a number that is the same for equal parts alone.
    fn number(self) -> i64;
}

impl<T: Whole> KeyPart for Option<T> {
    fn number(self) -> i64 {
        self.map_or(i64::MIN, T::get)
    }
}

/// A period, by its number.
impl KeyPart for Option<i64> {
    fn number(self) -> i64 {
        self.unwrap_or(i64::MIN)
    }
}

impl KeyPart for i64 {
    fn number(self) -> i64 {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::measures::measures;
    use super::*;
    use crate::packed::{Amount, Id};

    measures! {
        struct Sums { lines, amount }
    }

    #[test]
    fn groups_have_sums_distinct_values_and_their_newest_line() {
        let (mut groups, mut orders) = (Groups::new(), Distinct::<Id>::new("orders"));
        let amount = |fen: Option<i64>| fen.map(Amount::of);
        for (key, id, submitted, order, fen) in [
            (1, 5, Some(20), Some(7), None),
            (2, 6, Some(10), Some(7), Some(30)),
            (1, 7, Some(10), Some(7), None),
            (2, 8, Some(10), Some(8), None),
            (2, 9, None, None, Some(-40)),
            (2, 9, None, Some(7), None),
        ] {
            let group = groups.of((key,), id, submitted.and_then(Moment::new));
            groups.add(group, &Sums { lines: 1.into(), amount: amount(fen).into() });
            orders.put(group, order.and_then(Id::new));
        }
        assert_eq!(groups.sums.iter().map(|sums| sums.amount.get()).collect::<Vec<_>>(), [None, Some(-10)]);
        assert_eq!(groups.sums.iter().map(|sums| sums.lines.or_zero()).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(groups.newest.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [5, 8]);
        let orders = orders.count_all(2);
        assert_eq!((orders.values, orders.total), (vec![Measure::from(1), Measure::from(2)], Some(2)));
    }
}
