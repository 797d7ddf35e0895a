//! Why a fact cannot be taken.

use super::text::Text;
use crate::model::fact::FactType;
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;

/// Says why a fact that was given cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FactError {
    /// No fact has the name.
    #[error("no fact is named \"{name}\"")]
    Unknown {
        /// The name.
        name: String,
        /// The nearest name that a fact has.
        nearest: Option<String>,
    },
    /// The fact has no such value.
    #[error("the fact \"{name}\" has no value \"{value}\"")]
    BadValue {
        /// The name of the fact.
        name: String,
        /// What the fact is, in a few words.
        title: Text,
        /// What was written.
        value: String,
        /// The type of its values.
        kind: FactType,
    },
    /// The number is out of the range of the fact.
    #[error("the fact \"{name}\" must be from {least} to {most}")]
    OutOfRange {
        /// The name of the fact.
        name: String,
        /// What the fact is, in a few words.
        title: Text,
        /// The number.
        value: u64,
        /// The smallest number that it can be.
        least: u64,
        /// The largest number that it can be.
        most: u64,
    },
}

impl Explain for FactError {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown { .. } => "unknown-fact",
            Self::BadValue { .. } | Self::OutOfRange { .. } => "bad-value",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Unknown { name, .. } => msg!("error-unknown-fact", fact = name),
            Self::BadValue { name, title, value, .. } => {
                msg!("error-bad-value", fact = name, title = title, value = value)
            }
            Self::OutOfRange { name, title, value, least, most } => {
                msg!("error-out-of-range", fact = name, title = title, value = *value, least = *least, most = *most)
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::Unknown { nearest: Some(nearest), .. } => msg!("hint-nearest", nearest = nearest),
            Self::Unknown { nearest: None, .. } => msg!("hint-unknown-fact"),
            Self::BadValue { kind, .. } => form(kind),
            Self::OutOfRange { least, most, .. } => msg!("hint-out-of-range", least = *least, most = *most),
        })
    }
}

/// Says how a value of the type is written.
fn form(kind: &FactType) -> Message {
    match kind {
        FactType::Bool => msg!("hint-value-bool"),
        FactType::Date => msg!("hint-value-date"),
        FactType::Expiry => msg!("hint-value-expiry"),
        FactType::Count => msg!("hint-value-count"),
        FactType::Choice(names) => msg!("hint-one-of", known = Arg::list(names)),
    }
}
