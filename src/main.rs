//! The `shopkit` command: a thin front over the library.

mod cli;
#[cfg_attr(not(feature = "page"), expect(dead_code, unused_imports, reason = "a part of it is for the page alone"))]
mod front;
#[cfg(feature = "page")]
mod page;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
