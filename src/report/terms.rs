//! The numbers that the platform's policies set and that reports count with.

/// Holds these numbers for one shop on one day.
///
/// This room knows none of them: the rule files set them, and `kit` hands them over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How many days after its completion a line may be settled at the latest.
    pub settled_within: SettledWithin,
    /// The longest after-sale period, in days; after it nothing of an order changes any more.
    pub longest_after_sale: u32,
    /// The most orders that one export holds.
    pub export_cap: u64,
}

/// Tells in how many days a shop is settled, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettledWithin {
    /// The seller declared it of the shop.
    Own(u32),
    /// Nothing was declared, so that it is the longest that may apply.
    Longest(u32),
}

impl SettledWithin {
    /// Returns the number of days.
    pub fn days(self) -> u32 {
        match self {
            Self::Own(days) | Self::Longest(days) => days,
        }
    }
}
