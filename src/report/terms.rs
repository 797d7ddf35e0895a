//! The numbers that the platform's policies set and that reports use.

use serde_json::{Value as Json, json};

/// Holds these numbers for one shop on one day. They come from the rule files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How many days after its completion a line may be settled at the latest.
    pub settled_within: SettledWithin,
    /// The longest after-sale period, in days; after it nothing of an order changes any more.
    pub longest_after_sale: u32,
    /// The most orders that one export holds.
    pub export_cap: u64,
}

impl Terms {
    /// Returns the numbers as a receipt names them.
    pub fn json(&self) -> Json {
        let Self { settled_within, longest_after_sale, export_cap } = *self;
        let is_own = matches!(settled_within, SettledWithin::Own(_));
        json!({
            "settlement_days": settled_within.days(),
            "settlement_days_declared": is_own,
            "longest_after_sale_days": longest_after_sale,
            "export_cap": export_cap,
        })
    }

    /// Reads the numbers from a receipt; nothing where it lacks one, or has others.
    pub fn from_json(json: &Json) -> Option<Self> {
        let days = |key: &str| u32::try_from(json[key].as_u64()?).ok();
        let settled = days("settlement_days")?;
        let is_own = json["settlement_days_declared"].as_bool()?;
        let terms = Self {
            settled_within: if is_own { SettledWithin::Own(settled) } else { SettledWithin::Longest(settled) },
            longest_after_sale: days("longest_after_sale_days")?,
            export_cap: json["export_cap"].as_u64()?,
        };
        (terms.json().as_object()?.len() == json.as_object()?.len()).then_some(terms)
    }
}

/// Tells in how many days the orders of a shop are settled, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettledWithin {
    /// The seller declared it for the shop.
    Own(u32),
    /// Nothing was declared, so the longest that may apply is used.
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

/// Holds how long after-sale periods are, which the platform sets by category: for so many days from the day after completion, a
/// buyer may ask for an after-sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AfterSaleTerms {
    /// Days of the shortest.
    pub least_days: u32,
    /// Days of the longest.
    pub most_days: u32,
}

impl AfterSaleTerms {
    /// Returns the bounds of a shop's own period, which are the same where its length is known.
    pub(super) fn of_shop(self, after_sale_days: Option<u32>) -> Self {
        after_sale_days.map_or(self, |days| Self { least_days: days, most_days: days })
    }
}
