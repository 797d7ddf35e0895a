//! Errors of files that can be read but not imported.

use std::path::PathBuf;

use super::foreign::ForeignTable;
use crate::model::export::ExportKind;
use crate::model::lang::Explain;
use crate::model::message::{Arg, Message};
use crate::msg;
use crate::sheet::SheetError;

/// Reports why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// No row of any sheet is the header of an export.
    #[error("{}: no header row of an export", path.display())]
    NoHeader {
        /// The file.
        path: PathBuf,
    },
    /// The file has a table that is not an export.
    #[error("{}: a table that is not an export", path.display())]
    ForeignTable {
        /// The file.
        path: PathBuf,
        /// The table, where it is known.
        table: Option<&'static ForeignTable>,
        /// The row that came closest: its number and the headers that exports have as well.
        closest: Option<(u64, Vec<String>)>,
    },
    /// The file is another kind of export than the one asked for.
    #[error("{}: the {} export, not {}", path.display(), found.as_str(), wanted.as_str())]
    WrongKind {
        /// The file.
        path: PathBuf,
        /// The kind that the headers show.
        found: ExportKind,
        /// The kind that was asked for.
        wanted: ExportKind,
    },
    /// A sibling export lacks columns that every entry needs.
    #[error("{}: the {} export lacks columns: {}", path.display(), kind.as_str(), missing.join(", "))]
    MissingColumns {
        /// The file.
        path: PathBuf,
        /// The kind that the headers show.
        kind: ExportKind,
        /// The headers that are missing.
        missing: Vec<&'static str>,
    },
    /// The sub-orders of an order cannot be told apart, since the column of their ids is missing.
    #[error("{}: no column of sub-order ids", path.display())]
    NoSubOrderId {
        /// The file.
        path: PathBuf,
    },
    /// Each row is a main order and the column of main order ids is missing.
    #[error("{}: no column of main order ids", path.display())]
    NoMainOrderId {
        /// The file.
        path: PathBuf,
    },
}

impl Explain for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::Sheet(error) => error.code(),
            Self::NoHeader { .. } => "no-header",
            Self::ForeignTable { .. } => "foreign-table",
            Self::NoSubOrderId { .. } => "no-sub-order-id",
            Self::WrongKind { .. } => "wrong-kind",
            Self::MissingColumns { .. } => "missing-columns",
            Self::NoMainOrderId { .. } => "no-main-order-id",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Sheet(error) => error.message(),
            Self::NoHeader { path } => msg!("error-no-header", path = path),
            Self::ForeignTable { path, table: Some(table), .. } => {
                msg!("error-foreign-table", path = path, table = table.title())
            }
            Self::ForeignTable { path, table: None, closest: Some((row, headers)) } => {
                msg!("error-unknown-table-closest", path = path, row = *row, headers = headers)
            }
            Self::ForeignTable { path, table: None, closest: None } => msg!("error-unknown-table", path = path),
            Self::NoSubOrderId { path } => msg!("error-no-sub-order-id", path = path),
            Self::WrongKind { path, found, wanted } => {
                msg!("error-wrong-kind", path = path, found = found.word(), wanted = wanted.word())
            }
            Self::MissingColumns { path, kind, missing } => {
                let missing = Arg::list(missing.iter().copied());
                msg!("error-missing-columns", path = path, kind = kind.word(), missing = missing)
            }
            Self::NoMainOrderId { path } => msg!("error-no-main-order-id", path = path),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Sheet(error) => error.hint(),
            Self::NoHeader { .. } => Some(msg!("hint-no-header")),
            Self::ForeignTable { .. } => Some(msg!("hint-foreign-table")),
            Self::NoSubOrderId { .. } => Some(msg!("hint-no-sub-order-id")),
            Self::WrongKind { .. } => Some(msg!("hint-wrong-kind")),
            Self::MissingColumns { .. } => Some(msg!("hint-missing-columns")),
            Self::NoMainOrderId { .. } => Some(msg!("hint-no-main-order-id")),
        }
    }
}
