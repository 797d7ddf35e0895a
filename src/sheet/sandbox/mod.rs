//! Reading files in a sandbox: a separate process with limits of memory and time.
//!
//! The readers of XLS and ODS hold whole sheets in memory, trust the sizes that a file claims, and can crash their process. So the
//! program starts itself again with [`COMMAND`]. That process runs the reader under limits and sends the rows through a pipe.
//! However it ends, it is one error here.

mod client;
mod failure;
mod limits;
mod protocol;
mod serve;

pub(super) use client::Sandbox;
pub use failure::SandboxFailure;
pub use serve::serve;

/// The first argument of the sandbox process. A program that gets it passes the other arguments and both pipes to [`serve`].
pub const COMMAND: &str = "read-in-sandbox";
