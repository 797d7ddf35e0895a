//! Why a use case could not be carried out.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::holidays_error::HolidaysError;
use super::receipt_error::ReceiptError;
use crate::import::ImportError;
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::model::reject::{Reject, RejectKind, advice};
use crate::model::summary::ImportSummary;
use crate::model::time::Stamp;
use crate::msg;
use crate::report::named::ReportError;
use crate::rules::{FactError, ImpossibleFacts, NoVerdict, RuleError};
use crate::sheet::SheetError;
use crate::store::StoreError;

/// Says why a use case could not be carried out.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// The file is not one that can be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The database could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The lake could not be read or written.
    #[cfg(feature = "lake")]
    #[error(transparent)]
    Lake(#[from] crate::lake::LakeError),
    /// The rows of an engine are not those of the question; what is wrong with them.
    #[error("the rows of the engine cannot be read: {0}")]
    EngineRows(String),
    /// A key of buyers is too short to keep anything secret.
    #[error("\"{}\" is too short for a key", .0.display())]
    ShortKey(PathBuf),
    /// The report could not be given.
    #[error(transparent)]
    Report(ReportError),
    /// Files of rules or facts have mistakes.
    #[error("files of rules or facts have mistakes")]
    Rules(Vec<RuleError>),
    /// A fact cannot be taken.
    #[error(transparent)]
    Fact(#[from] FactError),
    /// A fact was given twice.
    #[error("the fact \"{0}\" was given twice")]
    FactTwice(String),
    /// Whole orders are to be deleted, but no shop and no day is named.
    #[error("deleting whole orders needs a shop or a day")]
    PurgeOfAll,
    /// Facts cannot all be true.
    #[error(transparent)]
    Impossible(#[from] ImpossibleFacts),
    /// No rule of the check is in force on the day.
    #[error(transparent)]
    NoVerdict(NoVerdict),
    /// A calendar of holidays cannot be read.
    #[error(transparent)]
    Holidays(#[from] HolidaysError),
    /// The answer in a file cannot be verified.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// A folder has no rule files.
    #[error("there are no rule files in \"{}\"", .0.display())]
    NoRules(PathBuf),
    /// A folder of rules lacks one of the required files.
    #[error("the rule file \"{}\" is missing", .0.display())]
    NoRuleFile(PathBuf),
    /// A file of rules or facts is not UTF-8; the first line that is not.
    #[error("{}:{}: not UTF-8", .0.display(), .1)]
    NotUtf8(PathBuf, usize),
    /// A file of rules or facts cannot be read.
    #[error("\"{}\" cannot be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: std::io::Error,
    },
    /// All rows of the file were rejected, so nothing was stored.
    #[error("\"{}\": all rows were rejected", path.display())]
    AllRejected {
        /// The file.
        path: PathBuf,
        /// The rows by what became of them, and the first rejected ones.
        summary: Box<ImportSummary>,
    },
    /// The export is said to be older than an order in it.
    #[error("\"{}\": an order is newer than the time of export that was given", path.display())]
    ExportedBeforeOrders {
        /// The file.
        path: PathBuf,
        /// When the export is said to have been made.
        said: Stamp,
        /// The latest time of submission in it.
        newest: Stamp,
    },
    /// More rows were rejected than the user allows, so nothing was stored.
    #[error("\"{}\": too many rows were rejected", path.display())]
    TooManyRejects {
        /// The file.
        path: PathBuf,
        /// The number that is allowed.
        allowed: u64,
        /// The first rejected rows.
        rejects: Vec<Reject>,
        /// Those that were met before the file was given up, by reason and header.
        kinds: Vec<RejectKind>,
    },
}

impl From<ReportError> for KitError {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => Self::Store(error),
            other => Self::Report(other),
        }
    }
}

impl From<NoVerdict> for KitError {
    fn from(error: NoVerdict) -> Self {
        match error {
            NoVerdict::Impossible(facts) => Self::Impossible(facts),
            no_rules @ NoVerdict::NoRules(..) => Self::NoVerdict(no_rules),
        }
    }
}

impl From<SheetError> for KitError {
    fn from(error: SheetError) -> Self {
        Self::Import(ImportError::Sheet(error))
    }
}

impl Explain for KitError {
    fn code(&self) -> &'static str {
        match self {
            Self::Import(error) => error.code(),
            Self::Store(error) => error.code(),
            #[cfg(feature = "lake")]
            Self::Lake(error) => error.code(),
            Self::EngineRows(_) => "engine-rows",
            Self::ShortKey(_) => "short-key",
            Self::Report(error) => error.code(),
            Self::Rules(errors) => errors.first().map_or("rules", Explain::code),
            Self::Fact(error) => error.code(),
            Self::FactTwice(_) => "fact-twice",
            Self::PurgeOfAll => "purge-of-all",
            Self::Impossible(error) => error.code(),
            Self::NoVerdict(error) => error.code(),
            Self::Holidays(error) => error.code(),
            Self::Receipt(error) => error.code(),
            Self::NoRules(_) | Self::NoRuleFile(_) => "no-rules",
            Self::NotUtf8(..) => "not-utf-8",
            Self::Unreadable { .. } => "unreadable",
            Self::AllRejected { .. } => "all-rejected",
            Self::ExportedBeforeOrders { .. } => "exported-before-orders",
            Self::TooManyRejects { .. } => "too-many-rejects",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Import(error) => error.message(),
            Self::Store(error) => error.message(),
            #[cfg(feature = "lake")]
            Self::Lake(error) => error.message(),
            Self::EngineRows(reason) => msg!("error-engine-rows", reason = reason),
            Self::ShortKey(path) => msg!("error-short-key", path = path),
            Self::Report(error) => error.message(),
            Self::Fact(error) => error.message(),
            Self::Impossible(error) => error.message(),
            Self::NoVerdict(error) => error.message(),
            Self::Holidays(error) => error.message(),
            Self::Receipt(error) => error.message(),
            Self::Rules(errors) => {
                let first = errors.first().map_or(Arg::from(""), |error| {
                    Arg::from(msg!("error-rules-first", location = error.location.to_string(), error = error.message()))
                });
                msg!("error-rules", count = errors.len(), first = first)
            }
            Self::FactTwice(name) => msg!("error-fact-twice", fact = name),
            Self::PurgeOfAll => msg!("error-purge-of-all"),
            Self::NoRules(folder) => msg!("error-no-rules", folder = folder),
            Self::NoRuleFile(path) => msg!("error-no-rule-file", path = path),
            Self::NotUtf8(path, line) => msg!("error-not-utf-8", path = path, line = *line),
            Self::Unreadable { path, error } if error.kind() == ErrorKind::NotFound => {
                msg!("error-not-found", path = path)
            }
            Self::Unreadable { path, error } => msg!("error-unreadable", path = path, error = error.to_string()),
            Self::AllRejected { path, summary } => {
                msg!("error-all-rejected", path = path, rows = summary.counts.rejected)
            }
            Self::ExportedBeforeOrders { path, said, newest } => {
                let (said, newest) = (said.to_string(), newest.to_string());
                msg!("error-exported-before-orders", path = path, said = said, newest = newest)
            }
            Self::TooManyRejects { path, allowed: 0, .. } => msg!("error-strict", path = path),
            Self::TooManyRejects { path, allowed, .. } => {
                msg!("error-too-many-rejects", path = path, allowed = *allowed)
            }
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::Import(error) => return error.hint(),
            Self::Store(error) => return error.hint(),
            #[cfg(feature = "lake")]
            Self::Lake(error) => return error.hint(),
            Self::EngineRows(_) => msg!("hint-engine-rows"),
            Self::ShortKey(_) => msg!("hint-short-key"),
            Self::Report(error) => return error.hint(),
            Self::Rules(errors) => return errors.first().and_then(Explain::hint),
            Self::Fact(error) => return error.hint(),
            Self::Impossible(error) => return error.hint(),
            Self::NoVerdict(error) => return error.hint(),
            Self::Holidays(error) => return error.hint(),
            Self::Receipt(error) => return error.hint(),
            Self::AllRejected { summary, .. } => return advice(&summary.reject_kinds),
            Self::FactTwice(_) => msg!("hint-fact-twice"),
            Self::PurgeOfAll => msg!("hint-purge-of-all"),
            Self::NoRules(_) => msg!("hint-no-rules"),
            Self::NoRuleFile(_) => msg!("hint-no-rule-file"),
            Self::NotUtf8(..) => msg!("hint-not-utf-8"),
            Self::Unreadable { .. } => msg!("hint-unreadable"),
            Self::ExportedBeforeOrders { .. } => msg!("hint-exported-before-orders"),
            Self::TooManyRejects { .. } => msg!("hint-too-many-rejects"),
        })
    }
}
