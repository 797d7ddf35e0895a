//! Anonymous codes of buyers: equal for the same buyer, without saying who it is.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::figure::NONE;

/// The columns that identify a buyer: receiver, phone, address.
pub const BUYER_COLUMNS: [&str; 3] = ["receiver", "receiver_phone", "address"];

/// The texts of [`BUYER_COLUMNS`] in a row.
pub type BuyerTexts<'t> = [Option<&'t str>; BUYER_COLUMNS.len()];

/// Rates the confidence that two orders with the same code have the same buyer, from the lowest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Receiver, phone or address is missing.
    Partial,
    /// One of them is ciphertext.
    Ciphertext,
    /// One of them is masked.
    Masked,
    /// All are plain text.
    Plain,
}

impl Confidence {
    const ALL: [Self; 4] = [Self::Partial, Self::Ciphertext, Self::Masked, Self::Plain];

    /// Reads it from the code of a buyer.
    pub fn of_code(code: i64) -> Self {
        Self::ALL[usize::try_from(code & 3).unwrap_or_default()]
    }

    /// Rates the texts that identify a buyer.
    pub fn of_texts(texts: BuyerTexts<'_>) -> Self {
        let any = |test: fn(&str) -> bool| texts.iter().flatten().any(|text| test(text));
        if texts.contains(&None) {
            Self::Partial
        } else if any(|text| text.starts_with("##") || text.starts_with("$$")) {
            Self::Ciphertext
        } else if any(|text| text.contains('*')) {
            Self::Masked
        } else {
            Self::Plain
        }
    }

    /// Stores it in the last two bits of a hash of the buyer.
    pub fn put_into(self, hash: i64) -> i64 {
        (hash & !3) | self as i64
    }
}

/// Returns the code of the buyer with these texts.
pub fn buyer_code(texts: BuyerTexts<'_>) -> i64 {
    if texts.iter().all(Option::is_none) {
        return NONE;
    }
    // Each text is hashed with its position and with the hash of those before it, so that none can stand for another.
    let chained = (1_u64..).zip(texts).fold(0_u64, |before, (position, text)| match text {
        Some(text) => xxh3_64_with_seed(text.as_bytes(), before ^ position),
        None => before.rotate_left(1) ^ position,
    });
    Confidence::of_texts(texts).put_into(chained.cast_signed())
}
