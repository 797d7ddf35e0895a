//! Errors of reading a file.

use std::io;
use std::path::{Path, PathBuf};

use super::damage::{Damage, Excess};
use super::sandbox::SandboxFailure;
use crate::model::held::is_held;
use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// An error of reading a file.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct SheetError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub problem: Problem,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It does not exist.
    #[error("it does not exist")]
    NotFound,
    /// The system does not allow to read it.
    #[error("no permission to read it")]
    NoPermission,
    /// It is a folder.
    #[error("it is a folder")]
    IsFolder,
    /// It is a pipe, a device or a socket.
    #[error("it is not a regular file")]
    NotAFile,
    /// Another program has it open, and lets nobody else read it.
    #[error("another program has it open")]
    Held,
    /// It has a name that Windows does not allow.
    #[error("Windows does not allow its name")]
    ForbiddenName,
    /// Reading failed.
    #[error("reading failed: {0}")]
    Io(#[source] io::Error),
    /// It has no bytes.
    #[error("it is empty")]
    EmptyFile,
    /// It changed since it was opened.
    #[error("it changed while it was read")]
    Changed,
    /// It is the temporary file of a spreadsheet program beside an open workbook.
    #[error("it is the temporary file of an open workbook")]
    OwnerFile,
    /// It is a web page.
    #[error("it is a web page")]
    HtmlPage,
    /// It is a web page with a table, which many programs write under the name of a workbook.
    #[error("it is a table in a web page")]
    HtmlTable,
    /// It is a message of a server, in JSON.
    #[error("it is a message of a server")]
    ServerMessage,
    /// It is a spreadsheet in a format that is not supported; which.
    #[error("it is a spreadsheet in the unsupported format {0}")]
    OtherSpreadsheet(&'static str),
    /// It is an Excel 2003 XML file.
    #[error("it is an Excel 2003 XML spreadsheet")]
    XmlSpreadsheet,
    /// It is encrypted, with a password of its owner or with the fixed one of workbook protection.
    #[error("it is encrypted")]
    Password,
    /// It is a workbook that cannot be read completely.
    #[error("it is damaged: {0}")]
    Damaged(Damage),
    /// It has another format than those that are supported; which.
    #[error("it is not a spreadsheet, but {0}")]
    UnknownFormat(&'static str),
    /// It is neither text nor of a known format.
    #[error("it has binary content of an unknown format")]
    Binary,
    /// It has more of something than is plausible; how much, or the limit.
    #[error("it has more content than is plausible")]
    TooLarge(Excess, u64),
    /// The workbook has no sheet of this name; the names of its sheets.
    #[error("it has no sheet {0:?}")]
    NoSuchSheet(String, Vec<String>),
    /// The end of a quote is uncertain, and it may swallow records; the line of its start.
    #[error("the end of the quote on line {0} is uncertain")]
    OpenQuote(u64),
    /// A cell of the header on this line contains a CR, though lines end otherwise.
    #[error("the header on line {0} has a stray carriage return")]
    BrokenHeader(u64),
    /// A cell after this row cannot be read.
    #[error("a cell after row {0} cannot be read: {1}")]
    BadCell(u64, Damage),
    /// The sandbox process failed.
    #[error(transparent)]
    Sandbox(SandboxFailure),
}

impl Problem {
    /// Adds the file that has the problem.
    pub fn at(self, path: &Path) -> SheetError {
        SheetError { path: path.to_owned(), problem: self }
    }

    /// Makes the problem of too much of something: how much there is, or the limit.
    pub(crate) fn too_large(excess: Excess, number: impl TryInto<u64>) -> Self {
        Self::TooLarge(excess, number.try_into().unwrap_or(u64::MAX))
    }
}

impl From<Damage> for Problem {
    fn from(damage: Damage) -> Self {
        Self::Damaged(damage)
    }
}

impl From<SandboxFailure> for Problem {
    fn from(failure: SandboxFailure) -> Self {
        Self::Sandbox(failure)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::NoPermission,
            io::ErrorKind::IsADirectory => Self::IsFolder,
            // Elsewhere it is a name that is too long.
            io::ErrorKind::InvalidFilename if cfg!(windows) => Self::ForbiddenName,
            _ if is_held(&error) => Self::Held,
            _ => Self::Io(error),
        }
    }
}

impl Explain for SheetError {
    fn code(&self) -> &'static str {
        match self.problem {
            Problem::NotFound => "not-found",
            Problem::NoPermission => "no-permission",
            Problem::IsFolder => "is-folder",
            Problem::NotAFile => "not-a-file",
            Problem::Held => "file-held",
            Problem::ForbiddenName => "forbidden-name",
            Problem::Io(_) => "read-failed",
            Problem::EmptyFile => "empty-file",
            Problem::Changed => "file-changed",
            Problem::OwnerFile => "owner-file",
            Problem::HtmlPage | Problem::HtmlTable => "html-page",
            Problem::ServerMessage => "server-message",
            Problem::OtherSpreadsheet(_) => "other-spreadsheet",
            Problem::XmlSpreadsheet => "xml-spreadsheet",
            Problem::Password => "password-protected",
            Problem::Damaged(_) => "damaged-file",
            Problem::UnknownFormat(_) | Problem::Binary => "unknown-format",
            Problem::TooLarge(..) => "too-large",
            Problem::NoSuchSheet(..) => "no-such-sheet",
            Problem::OpenQuote(_) => "open-quote",
            Problem::BrokenHeader(_) => "broken-header",
            Problem::BadCell(..) => "bad-cell",
            Problem::Sandbox(_) => "reader-stopped",
        }
    }

    fn message(&self) -> Message {
        let path = &self.path;
        match &self.problem {
            Problem::NotFound => msg!("error-file-not-found", path = path),
            Problem::NoPermission => msg!("error-no-permission", path = path),
            Problem::IsFolder => msg!("error-is-folder", path = path),
            Problem::NotAFile => msg!("error-not-a-file", path = path),
            Problem::Held => msg!("error-file-held", path = path),
            Problem::ForbiddenName => msg!("error-forbidden-name", path = path),
            Problem::Io(error) => msg!("error-read-failed", path = path, error = error.to_string()),
            Problem::EmptyFile => msg!("error-empty-file", path = path),
            Problem::Changed => msg!("error-file-changed", path = path),
            Problem::OwnerFile => msg!("error-owner-file", path = path),
            Problem::HtmlPage => msg!("error-html-page", path = path),
            Problem::HtmlTable => msg!("error-html-table", path = path),
            Problem::ServerMessage => msg!("error-server-message", path = path),
            Problem::OtherSpreadsheet(format) => msg!("error-other-spreadsheet", path = path, format = *format),
            Problem::XmlSpreadsheet => msg!("error-xml-spreadsheet", path = path),
            Problem::Password => msg!("error-password-protected", path = path),
            Problem::Damaged(damage) => msg!("error-damaged-file", path = path, damage = damage.message()),
            Problem::UnknownFormat(format) => msg!("error-unknown-format", path = path, format = *format),
            Problem::Binary => msg!("error-binary-file", path = path),
            Problem::TooLarge(excess, number) => {
                msg!("error-implausible-file", path = path, excess = excess.message(*number))
            }
            Problem::NoSuchSheet(name, sheets) => {
                msg!("error-no-such-sheet", path = path, sheet = name, sheets = sheets)
            }
            Problem::OpenQuote(line) => msg!("error-open-quote", path = path, line = *line),
            Problem::BrokenHeader(line) => msg!("error-broken-header", path = path, line = *line),
            Problem::BadCell(row, damage) => msg!("error-bad-cell", path = path, row = *row, damage = damage.message()),
            Problem::Sandbox(failure) => msg!("error-reader-stopped", path = path, failure = failure.message()),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self.problem {
            Problem::NotFound => msg!("hint-file-not-found"),
            Problem::NoPermission => msg!("hint-no-permission"),
            Problem::IsFolder => msg!("hint-folder-of-files"),
            Problem::NotAFile => msg!("hint-not-a-file"),
            Problem::Held => msg!("hint-file-held"),
            Problem::ForbiddenName => msg!("hint-forbidden-name"),
            Problem::EmptyFile | Problem::Damaged(_) => msg!("hint-damaged-file"),
            Problem::HtmlPage => msg!("hint-html-page"),
            Problem::Changed => msg!("hint-file-changed"),
            Problem::OwnerFile => msg!("hint-owner-file"),
            Problem::ServerMessage => msg!("hint-server-message"),
            Problem::OtherSpreadsheet("Numbers") => msg!("hint-numbers"),
            Problem::HtmlTable | Problem::XmlSpreadsheet | Problem::OtherSpreadsheet(_) => msg!("hint-save-as-xlsx"),
            Problem::Password => msg!("hint-password-protected"),
            Problem::UnknownFormat(_) | Problem::Binary => msg!("hint-unknown-format"),
            Problem::TooLarge(..) => msg!("hint-implausible-file"),
            Problem::NoSuchSheet(..) => msg!("hint-no-such-sheet"),
            Problem::OpenQuote(_) => msg!("hint-open-quote"),
            Problem::BrokenHeader(_) => msg!("hint-broken-header"),
            Problem::Sandbox(_) => msg!("hint-reader-stopped"),
            Problem::BadCell(..) | Problem::Io(_) => msg!("hint-read-failed"),
        })
    }
}
