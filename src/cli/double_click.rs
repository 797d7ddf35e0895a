//! The start by a double click on Windows: the page, in a window of its own that closes with the program.

use std::ffi::OsString;
use std::io::{self, Write as _};

use super::exit::Exit;

/// The first argument of a start by a shortcut, which is like a double click whatever program starts it. Users never give it.
pub const SHORTCUT: &str = "start-from-shortcut";

/// Tells whether the program was started by a double click.
#[cfg(all(windows, feature = "page"))]
pub fn is_start() -> bool {
    // The crate panics where the system says nothing of the program that started this one.
    crate::front::panics::caught(crabtrap::started_by_explorer).unwrap_or(false)
}

/// Answers no, since only Windows opens a terminal for a program that is started so.
#[cfg(not(all(windows, feature = "page")))]
pub fn is_start() -> bool {
    false
}

/// Opens the page. Where that fails, the window stays until the reader has read why.
pub fn run(start: impl FnOnce(&[OsString]) -> Exit) -> Exit {
    let exit = start(&["shopkit".into(), "serve".into()]);
    if exit != Exit::Done {
        // In both languages, since the system's need not be the reader's.
        let _ = writeln!(io::stderr(), "\n按回车键关闭窗口 / press Enter to close this window");
        let _ = io::stdin().read_line(&mut String::new());
    }
    exit
}
