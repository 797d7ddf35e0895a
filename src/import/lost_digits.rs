//! Ids that lost digits: a spreadsheet keeps 15 digits of a number and fills the rest with zeros.
//!
//! A sound id ends in such zeros by chance as well, one of 19 digits in ten thousand. So the ids of a whole file are judged
//! together, column by column: where more of them do than chance alone would give in one of [`FILES`] files, those that do were
//! numbers once.

use rustc_hash::FxHashSet;

use super::clean::{SPREADSHEET_DIGITS, has_zero_tail};

/// Of so many sound files one may be judged wrongly.
const FILES: f64 = 1e9;

/// Digits of the longest ids that are judged.
const LONGEST: usize = 20;

/// How likely an id of 16 digits and more ends in zeros by chance, by its length.
const CHANCES: [f64; LONGEST - SPREADSHEET_DIGITS] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5];

/// Ids of a column that are known apart. Beyond them each counts as another one, which only makes the judgement milder.
const KNOWN_APART: usize = 4096;

/// Ids with lost digits that are counted; more prove nothing more.
const COUNTED: usize = 65_536;

/// Counts the ids of one column.
#[derive(Default)]
pub(super) struct Tally {
    seen: FxHashSet<u64>,
    zeros: FxHashSet<u64>,
    /// How many ids with zeros chance would give.
    expected: f64,
}

impl Tally {
    /// Counts an id, or several joined with `;`; what is too short to lose digits does not count.
    pub(super) fn count(&mut self, text: &str) {
        if text.len() <= LONGEST {
            self.count_one(text);
        } else {
            text.split(';').for_each(|id| self.count_one(id));
        }
    }

    fn count_one(&mut self, id: &str) {
        let is_judged = (SPREADSHEET_DIGITS + 1..=LONGEST).contains(&id.len());
        if !is_judged || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        // Twenty digits may wrap around; two ids that then look alike only make the judgement milder.
        let number =
            id.bytes().fold(0_u64, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
        if self.seen.len() < KNOWN_APART && !self.seen.insert(number) {
            return;
        }
        self.expected += CHANCES[id.len() - SPREADSHEET_DIGITS - 1];
        if has_zero_tail(id) && self.zeros.len() < COUNTED {
            self.zeros.insert(number);
        }
    }

    /// Tells whether more ids end in zeros than chance would have it.
    pub(super) fn is_telling(&self) -> bool {
        let zeros = u32::try_from(self.zeros.len()).unwrap_or(u32::MAX);
        chance(zeros, self.expected) < 1.0 / FILES
    }
}

/// Returns how likely it is that at least `found` rare events happen where `expected` do on average: the tail of the Poisson
/// distribution, which is above that of the exact one.
fn chance(found: u32, expected: f64) -> f64 {
    let found_f = f64::from(found);
    if found == 0 || found_f <= expected {
        return 1.0;
    }
    // The first term of the tail, then each by the one before it: they fall faster than a geometric series.
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

    fn tally(ids: impl Iterator<Item = String>) -> Tally {
        let mut tally = Tally::default();
        ids.for_each(|id| tally.count(&id));
        tally
    }

    /// Makes ids of 19 digits, `damaged` of which end in zeros.
    fn ids(all: u64, damaged: u64) -> impl Iterator<Item = String> {
        (0..all).map(move |n| {
            let id = 6_926_000_000_000_000_001 + n * 828_091_767_461;
            if n < damaged { (id / 10_000 * 10_000).to_string() } else { id.to_string() }
        })
    }

    #[test]
    fn what_chance_would_not_give_is_telling() {
        for (all, damaged, telling) in [
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
            assert_eq!(tally(ids(all, damaged)).is_telling(), telling, "{damaged} of {all}");
        }
    }

    #[test]
    fn one_id_on_many_rows_is_one() {
        assert!(!tally((0..1000).map(|_| "6926234509777270000".to_owned())).is_telling());
        assert!(
            !tally(
                (0..1000).map(|n| if n % 2 == 0 { "6926234509777270000" } else { "6926234509777271234" }.to_owned())
            )
            .is_telling()
        );
    }

    #[test]
    fn short_ids_have_nothing_to_lose() {
        assert!(!tally((1..1000_u64).map(|n| (n * 1_000_000_000).to_string())).is_telling());
        // Of those of 16 digits every tenth ends so.
        assert!(!tally((0..1000_u64).map(|n| (1_000_000_000_000_000 + n).to_string())).is_telling());
        assert!(tally((0..1000_u64).map(|n| (1_000_000_000_000_000 + n * 10).to_string())).is_telling());
    }

    #[test]
    fn the_tail_is_that_of_the_poisson_distribution() {
        for (found, expected, want) in [(3, 1e-3, 1.665e-10), (1, 0.5, 0.3935), (5, 2.0, 0.052_65), (0, 1.0, 1.0)] {
            let got = chance(found, expected);
            assert!((got / want - 1.0).abs() < 1e-2, "{found} of {expected}: {got}");
        }
    }
}
