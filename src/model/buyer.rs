//! Buyers, told apart without telling who they are.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::figure::NONE;

/// The columns that tell who bought: receiver, phone, address.
pub const BUYER: [&str; 3] = ["receiver", "receiver_phone", "address"];

/// Tells how sure it is that two buyers with the same code are one, from the least sure on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// Receiver, phone or address is missing.
    Partial,
    /// One of them is ciphertext.
    Ciphertext,
    /// One of them is masked.
    Masked,
    /// All stand in plain text.
    Plain,
}

impl Sureness {
    const ALL: [Self; 4] = [Self::Partial, Self::Ciphertext, Self::Masked, Self::Plain];

    /// Returns that of the code of a buyer.
    pub fn of(buyer: i64) -> Self {
        Self::ALL[usize::try_from(buyer & 3).unwrap_or_default()]
    }

    /// Returns that of what is told of a buyer, as [`BUYER`] has it.
    pub fn told(told: [Option<&str>; BUYER.len()]) -> Self {
        let any = |test: fn(&str) -> bool| told.iter().flatten().any(|text| test(text));
        if told.contains(&None) {
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

/// Returns the code of a buyer.
pub fn buyer(told: [Option<&str>; BUYER.len()]) -> i64 {
    if told.iter().all(Option::is_none) {
        return NONE;
    }
    // Each part is hashed with its place, and they are chained, so that none can stand for another.
    let chained = (1_u64..).zip(told).fold(0_u64, |before, (place, text)| match text {
        Some(text) => xxh3_64_with_seed(text.as_bytes(), before ^ place),
        None => before.rotate_left(1) ^ place,
    });
    Sureness::told(told).put_into(chained.cast_signed())
}
