//! Numbers that look random and are the same in every run: splitmix64.

/// Draws numbers.
pub struct Random(u64);

impl Random {
    /// Begins a row of numbers; each pair of seed and part has a row of its own.
    pub fn new(seed: u64, part: u64) -> Self {
        let mut random = Self(seed);
        let mixed = random.next() ^ part.wrapping_mul(0xd6e8_feb8_6659_fd93);
        Self(mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number of a range, both ends included.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        let numbers = u64::try_from(last - first + 1).expect("a range");
        first + i64::try_from(self.next() % numbers).expect("a number of the range")
    }

    /// Tells whether something happens that happens so many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// Draws one of several.
    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        let last = i64::try_from(of.len()).expect("a few") - 1;
        &of[usize::try_from(self.between(0, last)).expect("a place")]
    }

    /// Brings several into another order.
    pub fn shuffle<T>(&mut self, of: &mut [T]) {
        for last in (1..of.len()).rev() {
            let other = self.between(0, i64::try_from(last).expect("a few"));
            of.swap(last, usize::try_from(other).expect("a place"));
        }
    }
}

#[test]
fn the_numbers_are_those_of_splitmix64() {
    // The first numbers of the seed 1234567, as its authors give them.
    let mut random = Random(1_234_567);
    assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
}
