//! How a sandbox process failed.

use std::io;

use crate::model::message::Message;
use crate::msg;

/// Tells why a sandbox process ended before the file was read.
#[derive(Debug, thiserror::Error)]
pub enum SandboxFailure {
    /// It needed more than this many bytes of memory.
    #[error("reading it takes more than {0} bytes of memory")]
    Memory(u64),
    /// It needed more than this many seconds.
    #[error("reading it takes more than {0} seconds")]
    Time(u64),
    /// Its reader crashed.
    #[error("the process that read it crashed")]
    Crash,
    /// It could not be started.
    #[error("the process to read it could not be started: {0}")]
    NotStarted(io::Error),
}

impl SandboxFailure {
    /// Describes the failure.
    pub(in crate::sheet) fn message(&self) -> Message {
        match self {
            Self::Memory(bytes) => msg!("sandbox-memory", limit = bytes >> 20),
            Self::Time(seconds) => msg!("sandbox-time", limit = *seconds),
            Self::Crash => msg!("sandbox-crash"),
            Self::NotStarted(error) => msg!("sandbox-not-started", error = error.to_string()),
        }
    }
}
