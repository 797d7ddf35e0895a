//! Why a lake could not be read or written.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// Says why a lake could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// A file or folder could not be read or written.
    #[error("\"{}\": {error}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// A data file could not be written.
    #[error("\"{}\" cannot be written as Parquet", path.display())]
    Parquet {
        /// The file.
        path: PathBuf,
        /// What the library says.
        #[source]
        error: parquet::errors::ParquetError,
    },
    /// A file of the log is damaged, or says something that nobody knows.
    #[error("\"{}\" is not a log that can be read", .0.display())]
    Log(PathBuf),
    /// The folder has a table that another program made, or a version whose columns or words are others.
    #[error("\"{}\" has a table with other columns or words", .0.display())]
    OtherTable(PathBuf),
    /// There is no lake in the folder.
    #[error("\"{}\" is no lake", .0.display())]
    NoLake(PathBuf),
    /// Others kept committing before.
    #[error("\"{}\" is written by too many programs at once", .0.display())]
    Busy(PathBuf),
}

impl LakeError {
    /// Makes an error of what the system says of a file.
    pub(super) fn of(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }

    /// Makes an error of what the library says of a data file.
    pub(super) fn of_parquet(path: &Path) -> impl FnOnce(parquet::errors::ParquetError) -> Self + use<> {
        let path = path.to_owned();
        move |error| Self::Parquet { path, error }
    }
}

impl Explain for LakeError {
    fn code(&self) -> &'static str {
        match self {
            Self::File { .. } => "lake-file",
            Self::Parquet { .. } => "lake-parquet",
            Self::Log(_) => "lake-log",
            Self::OtherTable(_) => "lake-other-table",
            Self::NoLake(_) => "no-lake",
            Self::Busy(_) => "lake-busy",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::File { path, error } => msg!("error-lake-file", path = path, error = error.to_string()),
            Self::Parquet { path, error } => msg!("error-lake-parquet", path = path, error = error.to_string()),
            Self::Log(path) => msg!("error-lake-log", path = path),
            Self::OtherTable(path) => msg!("error-lake-other-table", path = path),
            Self::NoLake(path) => msg!("error-no-lake", path = path),
            Self::Busy(path) => msg!("error-lake-busy", path = path),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self {
            Self::File { .. } | Self::Parquet { .. } => msg!("hint-lake-file"),
            Self::Log(_) => msg!("hint-lake-log"),
            Self::OtherTable(_) => msg!("hint-lake-other-table"),
            Self::NoLake(_) => msg!("hint-no-lake"),
            Self::Busy(_) => msg!("hint-lake-busy"),
        })
    }
}
