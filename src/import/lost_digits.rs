//! Finds columns whose ids have lost digits: a spreadsheet keeps 15 digits of a number and replaces the others with zeros.
//!
//! An intact id may end in such zeros by chance, one of 19 digits in ten thousand. So all ids of a column are counted. If more of them
//! end in zeros than chance explains, those that do were numbers once.

use rustc_hash::FxHashSet;

use super::ids::{SPREADSHEET_DIGITS, has_zero_tail};

/// One of this many intact files may be misjudged.
const FILES_PER_ERROR: f64 = 1e9;

/// The most digits of an id that is counted.
const LONGEST: usize = 20;

/// The probability that an id ends in zeros by chance, for lengths from 16 digits on.
const CHANCES: [f64; LONGEST - SPREADSHEET_DIGITS] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];

/// The most distinct ids that are remembered. Later ids all count as distinct, which only makes a finding less likely.
const REMEMBERED: usize = 4096;

/// The most ids with zeros that are counted; more of them would not change the result.
const COUNTED: usize = 65_536;

/// Counts the ids of a column.
#[derive(Default)]
pub(super) struct IdCounter {
    seen: FxHashSet<u64>,
    zeros: FxHashSet<u64>,
    /// The number of ids with zeros that chance explains.
    expected: f64,
}

impl IdCounter {
    /// Counts an id, or several joined with `;`. Ids that are too short to lose digits are ignored.
    pub(super) fn count(&mut self, text: &str) {
        if text.len() <= LONGEST {
            self.count_one(text);
        } else {
            text.split(';').for_each(|id| self.count_one(id));
        }
    }

    fn count_one(&mut self, id: &str) {
        let is_counted = (SPREADSHEET_DIGITS + 1..=LONGEST).contains(&id.len());
        if !is_counted || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        // Twenty digits may overflow. Two ids with the same remainder only make a finding less likely.
        let number =
            id.bytes().fold(0_u64, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
        if self.seen.len() < REMEMBERED && !self.seen.insert(number) {
            return;
        }
        self.expected += CHANCES[id.len() - SPREADSHEET_DIGITS - 1];
        if has_zero_tail(id) && self.zeros.len() < COUNTED {
            self.zeros.insert(number);
        }
    }

    /// Tells whether more ids end in zeros than chance explains.
    pub(super) fn shows_lost_digits(&self) -> bool {
        let zeros = u32::try_from(self.zeros.len()).unwrap_or(u32::MAX);
        chance(zeros, self.expected) < 1.0 / FILES_PER_ERROR
    }
}

/// Returns the probability of at least `found` rare events where `expected` happen on average.
///
/// This is the tail of the Poisson distribution, which lies above the exact one.
fn chance(found: u32, expected: f64) -> f64 {
    let found_f = f64::from(found);
    if found == 0 || found_f <= expected {
        return 1.0;
    }
    // The first term of the tail, and then each from the one before it. They fall faster than a geometric series.
    let logarithm_of_factorial: f64 = (1..=found).map(|n| f64::from(n).ln()).sum();
    let mut term = (found_f * expected.ln() - expected - logarithm_of_factorial).exp();
    let mut tail = 0.0;
    let mut next = found_f + 1.0;
    while term > 0.0 && term > tail * 1e-12 {
        tail += term;
        term *= expected / next;
        next += 1.0;
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(ids: impl Iterator<Item = String>) -> IdCounter {
        let mut counter = IdCounter::default();
        ids.for_each(|id| counter.count(&id));
        counter
    }

    /// Makes ids of 19 digits, `damaged` of which end in zeros.
    fn ids(all: u64, damaged: u64) -> impl Iterator<Item = String> {
        (0..all).map(move |n| {
            let id = 6_926_000_000_000_000_001 + n * 828_091_767_461;
            if n < damaged { (id / 10_000 * 10_000).to_string() } else { id.to_string() }
        })
    }

    #[test]
    fn zeros_beyond_chance_show_lost_digits() {
        for (all, damaged, shown) in [
            (10, 3, true),
            (10, 2, false),
            (2, 2, false),
            (3, 3, true),
            (100, 4, true),
            (1000, 6, false),
            (1000, 7, true),
            (1060, 60, true),
            (1, 1, false),
            (10, 0, false),
        ] {
            assert_eq!(counter(ids(all, damaged)).shows_lost_digits(), shown, "{damaged} of {all}");
        }
    }

    #[test]
    fn one_id_on_many_rows_is_one() {
        assert!(!counter((0..1000).map(|_| "6926234509777270000".to_owned())).shows_lost_digits());
        assert!(
            !counter(
                (0..1000).map(|n| if n % 2 == 0 { "6926234509777270000" } else { "6926234509777271234" }.to_owned())
            )
            .shows_lost_digits()
        );
    }

    #[test]
    fn short_ids_lose_no_digits() {
        assert!(!counter((1..1000_u64).map(|n| (n * 1_000_000_000).to_string())).shows_lost_digits());
        // Every tenth id of 16 digits ends in a zero.
        assert!(!counter((0..1000_u64).map(|n| (1_000_000_000_000_000 + n).to_string())).shows_lost_digits());
        assert!(counter((0..1000_u64).map(|n| (1_000_000_000_000_000 + n * 10).to_string())).shows_lost_digits());
    }

    #[test]
    fn the_tail_is_that_of_the_poisson_distribution() {
        for (found, expected, want) in [(3, 1e-3, 1.665e-10), (1, 0.5, 0.3935), (5, 2.0, 0.052_65), (0, 1.0, 1.0)] {
            let got = chance(found, expected);
            assert!((got / want - 1.0).abs() < 1e-2, "{found} of {expected}: {got}");
        }
    }
}
