//! What is summed up of lines. Measures have names, which are those of the columns that SQL reads.

use crate::packed::{Amount, Whole};

/// A sum, or a part of one. Where nothing is known of it, it is not known; it is not 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// The number; 0 where it is not known. So adding takes no branch, which counts over millions of lines.
    sum: i64,
    is_known: bool,
}

impl Measure {
    /// What nothing is known of.
    pub const UNKNOWN: Self = Self { sum: 0, is_known: false };

    /// Adds what is known of another.
    #[inline]
    pub(super) fn add(&mut self, other: Self) {
        self.sum = self.sum.saturating_add(other.sum);
        self.is_known |= other.is_known;
    }

    /// Returns the number.
    pub(super) fn get(self) -> Option<i64> {
        self.is_known.then_some(self.sum)
    }

    /// Returns the number, 0 where it is not known.
    pub(super) fn or_zero(self) -> i64 {
        self.sum
    }

    /// Leaves the measure out unless something is so.
    #[inline]
    pub(super) fn only_if(self, is_so: bool) -> Self {
        if is_so { self } else { Self::UNKNOWN }
    }
}

impl<T: Whole> From<Option<T>> for Measure {
    #[inline]
    fn from(value: Option<T>) -> Self {
        Self { sum: value.map_or(0, T::get), is_known: value.is_some() }
    }
}

/// Counts 1 where something is so.
impl From<bool> for Measure {
    #[inline]
    fn from(is_so: bool) -> Self {
        Self::from(i64::from(is_so))
    }
}

impl From<i64> for Measure {
    #[inline]
    fn from(number: i64) -> Self {
        Self { sum: number, is_known: true }
    }
}

impl rusqlite::types::FromSql for Measure {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Ok(Option::<i64>::column_result(value)?.map_or(Self::UNKNOWN, Self::from))
    }
}

/// Adds an amount, where it is known, to a sum of which perhaps nothing is known yet.
pub(super) fn add_known(sum: &mut Option<Amount>, amount: Option<Amount>) {
    if let Some(amount) = amount {
        *sum = Some(sum.map_or(amount, |sum| sum + amount));
    }
}

/// A struct of measures. [`measures!`] makes one.
pub(super) trait Measures: Copy + Default {
    /// Names the measures.
    fn names() -> Vec<&'static str>;

    /// Adds those of another line or group.
    fn add(&mut self, other: &Self);

    /// Returns the measures, in the order of their names.
    fn values(&self) -> Vec<Measure>;
}

impl Measures for () {
    fn names() -> Vec<&'static str> {
        Vec::new()
    }

    fn add(&mut self, (): &Self) {}

    fn values(&self) -> Vec<Measure> {
        Vec::new()
    }
}

/// Puts the measures of two structs behind one another.
impl<A: Measures, B: Measures> Measures for (A, B) {
    fn names() -> Vec<&'static str> {
        [A::names(), B::names()].concat()
    }

    fn add(&mut self, other: &Self) {
        self.0.add(&other.0);
        self.1.add(&other.1);
    }

    fn values(&self) -> Vec<Measure> {
        [self.0.values(), self.1.values()].concat()
    }
}

/// Defines a struct of measures, which can be read from a query, too.
macro_rules! measures {
    ($(#[$doc:meta])* $vis:vis struct $name:ident { $($(#[$about:meta])* $measure:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        #[allow(clippy::struct_field_names, reason = "measures are named as SQL reads them")]
        $vis struct $name {
            $($(#[$about])* pub $measure: $crate::report::named::measures::Measure),+
        }

        impl $crate::report::named::measures::Measures for $name {
            fn names() -> Vec<&'static str> {
                vec![$(stringify!($measure)),+]
            }

            fn add(&mut self, other: &Self) {
                $(self.$measure.add(other.$measure);)+
            }

            fn values(&self) -> Vec<$crate::report::named::measures::Measure> {
                vec![$(self.$measure),+]
            }
        }

        $crate::report::named::sql::sql_row! {
            $name { $($measure: $crate::report::named::measures::Measure),+ }
        }
    };
}
pub(super) use measures;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_amount_adds_nothing() {
        let mut sum = Measure::default();
        sum.add(None::<Amount>.into());
        assert_eq!(sum.get(), None);
        sum.add(0.into());
        assert_eq!(sum.get(), Some(0));
        sum.add(true.into());
        sum.add(Measure::from(5).only_if(false));
        assert_eq!(sum.or_zero(), 1);
    }
}
