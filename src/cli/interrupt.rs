//! The end of a program that is interrupted: what it was writing is removed first. What it was doing in the database SQLite takes
//! back.

use std::io;
use std::sync::Once;
use std::thread;

use shopkit::store::remove_all;
use tokio::runtime::Builder;

/// How the program ends after Ctrl-C, and where the system or the terminal asks it to. The numbers are those of shells.
const INTERRUPTED: i32 = 130;
#[cfg(unix)]
const TERMINATED: i32 = 143;
#[cfg(unix)]
const HUNG_UP: i32 = 129;

/// Sees to it that an interrupted program leaves no file half written.
pub fn watch() {
    static WATCHED: Once = Once::new();
    // Where it cannot be, the system ends the program, and `db purge --backups` finds what is left.
    WATCHED.call_once(|| {
        let _ = begin();
    });
}

fn begin() -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let signals = {
        let _within = runtime.enter();
        Signals::new()?
    };
    thread::Builder::new().name("interrupt".to_owned()).spawn(move || end(runtime.block_on(signals.next())))?;
    Ok(())
}

/// Removes what is not finished, and ends the program. Nothing is begun in between.
#[expect(clippy::exit, reason = "the thread that works cannot be told to stop")]
fn end(code: i32) {
    let _nothing_new = remove_all();
    std::process::exit(code);
}

#[cfg(unix)]
struct Signals {
    interrupted: tokio::signal::unix::Signal,
    terminated: tokio::signal::unix::Signal,
    hung_up: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use io::IsTerminal;
        use tokio::signal::unix::{SignalKind, signal};

        // What was started to outlive its terminal writes to none.
        let has_terminal = io::stdout().is_terminal() || io::stderr().is_terminal();
        Ok(Self {
            interrupted: signal(SignalKind::interrupt())?,
            terminated: signal(SignalKind::terminate())?,
            hung_up: has_terminal.then(|| signal(SignalKind::hangup())).transpose()?,
        })
    }

    async fn next(mut self) -> i32 {
        tokio::select! {
            _ = self.interrupted.recv() => INTERRUPTED,
            _ = self.terminated.recv() => TERMINATED,
            Some(()) = async { self.hung_up.as_mut()?.recv().await } => HUNG_UP,
        }
    }
}

#[cfg(windows)]
struct Signals {
    interrupted: tokio::signal::windows::CtrlC,
    broken: tokio::signal::windows::CtrlBreak,
    closed: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};

        Ok(Self { interrupted: ctrl_c()?, broken: ctrl_break()?, closed: ctrl_close()? })
    }

    async fn next(mut self) -> i32 {
        tokio::select! {
            _ = self.interrupted.recv() => {}
            _ = self.broken.recv() => {}
            _ = self.closed.recv() => {}
        }
        INTERRUPTED
    }
}
