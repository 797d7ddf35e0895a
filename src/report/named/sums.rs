//! Sums of figures of which some are not known: [`NONE`] stands for these.

use crate::model::figure::NONE;

/// Adds what is known to a sum of which perhaps nothing is known yet.
pub(super) fn add(sum: &mut i64, value: i64) {
    if value != NONE {
        *sum = if *sum == NONE { value } else { sum.saturating_add(value) };
    }
}

/// Adds up what must all be known.
pub(super) fn all<const N: usize>(values: [i64; N]) -> i64 {
    if values.contains(&NONE) { NONE } else { values.iter().fold(0, |sum, value| sum.saturating_add(*value)) }
}

/// Adds up what is known, taking what is not for 0.
pub(super) fn known<const N: usize>(values: [i64; N]) -> i64 {
    values.iter().filter(|value| **value != NONE).fold(0, |sum, value| sum.saturating_add(*value))
}

/// Returns the first that is known.
pub(super) fn first<const N: usize>(values: [i64; N]) -> i64 {
    values.into_iter().find(|value| *value != NONE).unwrap_or(NONE)
}

/// Changes the sign.
pub(super) fn minus(value: i64) -> i64 {
    if value == NONE { NONE } else { -value }
}

/// Returns an amount times a part of a whole, half a fen up. The whole is above 0.
pub(super) fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    i64::try_from((2 * amount * part + whole).div_euclid(2 * whole)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_fen_goes_up() {
        assert_eq!([share(10, 1, 4), share(5, 1, 2), share(-5, 1, 2), share(7, 3, 3)], [3, 3, -2, 7]);
    }

    #[test]
    fn what_is_not_known_is_no_zero() {
        assert_eq!((all([1, NONE]), known([1, NONE]), first([NONE, 2, 3]), minus(NONE)), (NONE, 1, 2, NONE));
        let mut sum = NONE;
        add(&mut sum, NONE);
        assert_eq!(sum, NONE);
        add(&mut sum, 0);
        assert_eq!(sum, 0);
    }
}
