//! Buyers, told apart without naming them.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::whole::{UNKNOWN, Value};

/// The parts of a buyer: receiver, phone, address.
const PARTS: usize = 3;

/// The code of a buyer. Its last two bits are the [`Certainty`] that equal codes are one buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Buyer(i64);

impl Buyer {
    /// Returns the code of a buyer; nothing where no part is known.
    pub(super) fn of(parts: [Option<&str>; PARTS]) -> Option<Self> {
        if parts.iter().all(Option::is_none) {
            return None;
        }
        // Each part is hashed with its position, and they are chained, so that none can stand for another.
        let chained = (1_u64..).zip(parts).fold(0_u64, |before, (position, part)| match part {
            Some(text) => xxh3_64_with_seed(text.as_bytes(), before ^ position),
            None => before.rotate_left(1) ^ position,
        });
        Some(Self(Certainty::of(parts).put_into(chained.cast_signed())))
    }

    /// Returns how certain it is that equal codes are one buyer.
    pub fn certainty(self) -> Certainty {
        Certainty::ALL[usize::try_from(self.0 & 3).unwrap_or_default()]
    }
}

impl Value for Option<Buyer> {
    fn read(stored: i64) -> Self {
        (stored != UNKNOWN).then_some(Buyer(stored))
    }

    fn stored(self) -> i64 {
        self.map_or(UNKNOWN, |buyer| buyer.0)
    }
}

/// Tells how certain it is that two buyers with the same code are one, the least certain first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Receiver, phone or address is missing.
    Partial,
    /// One of them is ciphertext.
    Ciphertext,
    /// One of them is masked.
    Masked,
    /// All of them are plain text.
    Plain,
}

impl Certainty {
    const ALL: [Self; 4] = [Self::Partial, Self::Ciphertext, Self::Masked, Self::Plain];

    /// Returns that of a receiver, a phone and an address.
    pub fn of(parts: [Option<&str>; PARTS]) -> Self {
        let any = |test: fn(&str) -> bool| parts.iter().flatten().any(|text| test(text));
        if parts.contains(&None) {
            Self::Partial
        } else if any(|text| text.starts_with("##") || text.starts_with("$$")) {
            Self::Ciphertext
        } else if any(|text| text.contains('*')) {
            Self::Masked
        } else {
            Self::Plain
        }
    }

    /// Puts it into a hash of the buyer, in place of its last two bits.
    pub fn put_into(self, hash: i64) -> i64 {
        (hash & !3) | self as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buyers_differ_where_a_part_does() {
        let buyer = |parts| Buyer::of(parts).expect("a buyer");
        assert_eq!(Buyer::of([None; 3]), None);
        let plain = buyer([Some("甲"), Some("1"), Some("某地")]);
        let buyers = [
            (plain, Certainty::Plain),
            (buyer([Some("甲*"), Some("1"), Some("某地")]), Certainty::Masked),
            (buyer([Some("##甲"), Some("1*"), Some("某地")]), Certainty::Ciphertext),
            (buyer([Some("甲"), Some("1"), None]), Certainty::Partial),
            (buyer([Some("甲"), None, Some("1")]), Certainty::Partial),
            (buyer([None, Some("甲"), Some("1")]), Certainty::Partial),
        ];
        for (index, (code, certainty)) in buyers.iter().enumerate() {
            assert_eq!(code.certainty(), *certainty);
            assert!(buyers[..index].iter().all(|(other, _)| other != code), "{index}");
        }
        assert_eq!(plain, buyer([Some("甲"), Some("1"), Some("某地")]));
    }
}
