//! Why a report could not be given.

use chrono::NaiveDate;

use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;
use crate::store::StoreError;

/// Says why a report could not be given.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The database could not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The report does not take an option.
    #[error("the report {report} does not take this option")]
    Unfit {
        /// The name of the report.
        report: &'static str,
        /// The option as it is typed, with its value where only that does not fit.
        option: String,
        /// The options that it takes.
        takes: Vec<String>,
    },
    /// The first day is after the last.
    #[error("the first day, {from}, is after the last, {to}")]
    DaysTurnedRound {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
    /// No days are asked for that could be compared with others.
    #[error("there are no days to compare")]
    NoDaysToCompare,
    /// The report makes no rows of groups that an engine summed up.
    #[error("the report {0} makes no rows of groups")]
    NotGrouped(&'static str),
    /// More days than can be listed.
    #[error("{0} days are too many to list")]
    TooManyDays(i64),
}

impl Explain for ReportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Unfit { .. } => "option-unfit",
            Self::DaysTurnedRound { .. } => "days-turned-round",
            Self::NoDaysToCompare => "no-days-to-compare",
            Self::NotGrouped(_) => "no-lake-question",
            Self::TooManyDays(_) => "too-many-days",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Store(error) => error.message(),
            Self::Unfit { report, option, .. } => msg!("error-option-unfit", report = *report, option = option),
            Self::DaysTurnedRound { from, to } => msg!("error-days-turned-round", from = *from, to = *to),
            Self::NoDaysToCompare => msg!("error-no-days-to-compare"),
            Self::NotGrouped(report) => msg!("error-no-lake-question", report = *report),
            Self::TooManyDays(days) => msg!("error-too-many-days", days = *days),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Store(error) => error.hint(),
            Self::Unfit { takes, .. } => Some(msg!("hint-option-unfit", options = Arg::list(takes))),
            Self::DaysTurnedRound { .. } => Some(msg!("hint-days-turned-round")),
            Self::NoDaysToCompare => Some(msg!("hint-no-days-to-compare")),
            Self::NotGrouped(_) => Some(msg!("hint-no-lake-question")),
            Self::TooManyDays(_) => Some(msg!("hint-too-many-days")),
        }
    }
}
