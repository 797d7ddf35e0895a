//! Why the page could not be served.

use std::io;
use std::path::PathBuf;

use shopkit::kit::KitError;
use shopkit::model::lang::Explain;
use shopkit::model::message::Message;
use shopkit::msg;
use shopkit::store::StoreError;

/// Says why the page could not be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The library could not do it.
    #[error(transparent)]
    Kit(#[from] KitError),
    /// The database is served already; the address lets a browser in.
    #[error("the page of this database is already running")]
    Running(String),
    /// The database is served already, and its address is not known.
    #[error("the page of this database is starting or stopping")]
    Silent,
    /// The port cannot be used.
    #[error("port {port} cannot be used: {error}")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// The folder beside the database cannot be made or written.
    #[error("\"{}\" cannot be written: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
}

impl From<StoreError> for ServeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Io(path, error) => Self::Folder { path, error },
            error => Self::Kit(error.into()),
        }
    }
}

impl Explain for ServeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Kit(error) => error.code(),
            Self::Running(_) | Self::Silent => "already-running",
            Self::Port { .. } => "port-failed",
            Self::Folder { .. } => "folder-failed",
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::Kit(error) => error.message(),
            Self::Running(address) => msg!("error-already-running", address = address),
            Self::Silent => msg!("error-already-running-unknown-address"),
            Self::Port { port, error } if error.kind() == io::ErrorKind::AddrInUse => {
                msg!("error-port-taken", port = u32::from(*port))
            }
            Self::Port { port, error } => msg!("error-port-failed", port = u32::from(*port), error = error.to_string()),
            Self::Folder { path, error } => msg!("error-folder-failed", path = path, error = error.to_string()),
        }
    }

    fn hint(&self) -> Option<Message> {
        match self {
            Self::Kit(error) => error.hint(),
            Self::Running(_) => Some(msg!("hint-already-running")),
            Self::Silent => Some(msg!("hint-already-running-unknown-address")),
            Self::Port { .. } => Some(msg!("hint-port-failed")),
            Self::Folder { .. } => Some(msg!("hint-folder-failed")),
        }
    }
}
