//! What is known of each id, found fast where ids are asked for in much the order of their numbers.

use std::cell::Cell;

use crate::packed::Id;

/// What rows say, by the id that they name.
///
/// Exports and imported orders follow one another in time, and so do the numbers of orders, so an id is mostly near the one that was
/// asked for before. It is looked for from there, in steps that double: a hash would touch memory far away for each of millions of
/// lines.
#[derive(Debug)]
pub(super) struct ById<T> {
    /// In ascending order, each once.
    ids: Vec<Id>,
    /// What is known of each, in the same order.
    said: Vec<T>,
    /// The place where an id was looked for the last time.
    last: Cell<usize>,
}

impl<T> ById<T> {
    /// Takes rows in any order; `merge` adds what a later row of the same id says.
    pub(super) fn merged(mut rows: Vec<(Id, T)>, merge: impl Fn(&mut T, &T)) -> Self {
        // The sort is stable, and fast over the long runs in which exports have their rows.
        rows.sort_by_key(|(id, _)| *id);
        rows.dedup_by(|(id, later), (kept, said)| {
            let is_same = id == kept;
            if is_same {
                merge(said, later);
            }
            is_same
        });
        let (ids, said) = rows.into_iter().unzip();
        Self { ids, said, last: Cell::new(0) }
    }

    pub(super) fn get(&self, id: Id) -> Option<&T> {
        self.find(id).map(|place| &self.said[place])
    }

    pub(super) fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        self.find(id).map(|place| &mut self.said[place])
    }

    pub(super) fn contains(&self, id: Id) -> bool {
        self.find(id).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Lists the ids with what is known of them, in ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        self.ids.iter().copied().zip(&self.said)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.said.iter()
    }

    fn find(&self, id: Id) -> Option<usize> {
        let place = self.place(id);
        self.last.set(place);
        (self.ids.get(place) == Some(&id)).then_some(place)
    }

    /// Returns the first place whose id is not less.
    fn place(&self, id: Id) -> usize {
        let from = self.last.get();
        // All before `low` are less, and none from `high` on is.
        let (mut low, mut high, mut step) = (from, from, 1);
        while self.ids.get(high).is_some_and(|other| *other < id) {
            (low, high, step) = (high + 1, high + step, 2 * step);
        }
        if low == high {
            while low > 0 && self.ids[low - 1] >= id {
                (low, high, step) = (low.saturating_sub(step), low - 1, 2 * step);
            }
        }
        let high = high.min(self.ids.len());
        low + self.ids[low..high].partition_point(|other| *other < id)
    }
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self { ids: Vec::new(), said: Vec::new(), last: Cell::new(0) }
    }
}

impl<T> IntoIterator for ById<T> {
    type Item = (Id, T);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<Id>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.ids.into_iter().zip(self.said)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::packed::Whole;

    fn id(number: i64) -> Id {
        Id::new(number).expect("an id")
    }

    #[test]
    fn rows_of_one_id_are_merged_in_their_order() {
        let rows = [(7, "a"), (3, "b"), (7, "c"), (7, "d")].map(|(number, text)| (id(number), text.to_owned()));
        let all = ById::merged(rows.to_vec(), |said, later| said.push_str(later));
        assert_eq!(all.get(id(7)).map(String::as_str), Some("acd"));
        assert_eq!(all.iter().map(|(id, _)| id.get()).collect::<Vec<_>>(), [3, 7]);
        assert_eq!(ById::<i64>::default().get(id(10)), None);
    }

    proptest! {
        #[test]
        fn every_id_is_found_wherever_the_last_one_was(
            numbers in prop::collection::vec(1..200_i64, 0..120),
            asked in prop::collection::vec(0..210_i64, 1..200),
        ) {
            let all = ById::merged(numbers.iter().map(|number| (id(*number), *number)).collect(), |_, _| ());
            for number in asked {
                let expected = numbers.contains(&number).then_some(number);
                prop_assert_eq!(all.get(id(number)).copied(), expected);
            }
        }
    }
}
