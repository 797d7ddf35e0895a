//! The `shopkit` command: a thin front over the library.

mod cli;
mod front;
mod page;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
