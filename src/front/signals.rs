//! Signals that ask the program to end: from Ctrl-C, a closing terminal, the system.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The exit code after SIGINT (Ctrl-C). Each code is 128 plus the number of the signal, as in shells.
const INTERRUPTED: i32 = 130;
/// The exit code after SIGTERM.
#[cfg(unix)]
const TERMINATED: i32 = 143;
/// The exit code after SIGHUP, when the terminal closes.
#[cfg(unix)]
const HUNG_UP: i32 = 129;

/// Receives the signals that ask the program to end.
#[cfg(unix)]
pub struct Signals {
    interrupted: Option<Signal>,
    terminated: Option<Signal>,
    hung_up: Option<Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Begins to listen. Signals that the program was started to ignore, as shells do with `&` and `nohup`, stay ignored.
    pub fn new() -> io::Result<Self> {
        use io::IsTerminal;

        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let listen = |kind: SignalKind| (!ignores(&status, kind.as_raw_value())).then(|| signal(kind)).transpose();
        // A program that does not write to the terminal may outlive it.
        let has_terminal = io::stdout().is_terminal() || io::stderr().is_terminal();
        Ok(Self {
            interrupted: listen(SignalKind::interrupt())?,
            terminated: listen(SignalKind::terminate())?,
            hung_up: if has_terminal { listen(SignalKind::hangup())? } else { None },
        })
    }

    /// Waits for the first signal and returns the exit code for it.
    pub async fn next(mut self) -> i32 {
        tokio::select! {
            Some(()) = received(&mut self.interrupted) => INTERRUPTED,
            Some(()) = received(&mut self.terminated) => TERMINATED,
            Some(()) = received(&mut self.hung_up) => HUNG_UP,
            else => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
async fn received(signal: &mut Option<Signal>) -> Option<()> {
    signal.as_mut()?.recv().await
}

/// Tells from `/proc/self/status` of Linux whether the process ignores a signal. Other systems have no such file, and the answer is
/// no.
#[cfg(unix)]
fn ignores(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    let bit = u32::try_from(signal - 1).ok();
    bit.and_then(|bit| mask.checked_shr(bit)).is_some_and(|mask| mask & 1 == 1)
}

/// Receives the signals that ask the program to end.
#[cfg(windows)]
pub struct Signals {
    interrupted: tokio::signal::windows::CtrlC,
    broken: tokio::signal::windows::CtrlBreak,
    closed: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Signals {
    /// Begins to listen.
    pub fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};

        Ok(Self { interrupted: ctrl_c()?, broken: ctrl_break()?, closed: ctrl_close()? })
    }

    /// Waits for the first signal and returns the exit code for it.
    pub async fn next(mut self) -> i32 {
        tokio::select! {
            _ = self.interrupted.recv() => {}
            _ = self.broken.recv() => {}
            _ = self.closed.recv() => {}
        }
        INTERRUPTED
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn ignored_signals_are_read_from_the_mask() {
        let status =
            "Name:\tshopkit\nSigBlk:\tffffffffffffffff\nSigIgn:\t0000000000001006\nSigCgt:\t0000000000000001\n";
        let ignored: Vec<i32> = (1..=64).filter(|signal| ignores(status, *signal)).collect();
        assert_eq!(ignored, [2, 3, 13]);
        for status in ["", "SigIgn:", "SigIgn:\tx\n", "SigIgn:\t0000000000000000\n"] {
            assert!(!(0..=65).any(|signal| ignores(status, signal)), "{status:?}");
        }
        assert!(ignores("SigIgn:\t8000000000000000\n", 64) && !ignores("SigIgn:\tffffffffffffffff\n", 0));
    }
}
