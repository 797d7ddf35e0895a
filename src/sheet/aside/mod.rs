//! Reading in a process of its own.
//!
//! The readers of old and odd formats hold whole sheets in memory, trust the sizes that a file claims, and can end the process
//! that they run in. So a helper program, which is this program called with [`COMMAND`], runs them under limits of memory and
//! time, and hands the rows over through a pipe. What ends it is one error here.

mod bounds;
mod death;
mod parent;
mod serve;
mod wire;

pub use death::Death;
pub(super) use parent::Aside;
pub use serve::serve;

/// The first argument with which a program calls [`serve`]; the others and both pipes are handed on to it.
pub const COMMAND: &str = "read-aside";
