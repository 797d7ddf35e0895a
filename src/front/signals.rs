//! What asks the program to end: Ctrl-C, the closing of the terminal, the system.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// How the program ends after Ctrl-C, and where the system or the terminal asks it to. The numbers are those of shells.
const INTERRUPTED: i32 = 130;
#[cfg(unix)]
const TERMINATED: i32 = 143;
#[cfg(unix)]
const HUNG_UP: i32 = 129;

/// Waits for what asks the program to end.
#[cfg(unix)]
pub struct Signals {
    interrupted: Option<Signal>,
    terminated: Option<Signal>,
    hung_up: Option<Signal>,
}

#[cfg(unix)]
impl Signals {
    /// Begins to wait. Signals that whoever started the program has it ignore, as a shell does behind `&`, stay ignored.
    pub fn new() -> io::Result<Self> {
        use io::IsTerminal;

        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let listen = |kind: SignalKind| (!ignores(&status, kind.as_raw_value())).then(|| signal(kind)).transpose();
        // What was started to outlive its terminal writes to none.
        let has_terminal = io::stdout().is_terminal() || io::stderr().is_terminal();
        Ok(Self {
            interrupted: listen(SignalKind::interrupt())?,
            terminated: listen(SignalKind::terminate())?,
            hung_up: if has_terminal { listen(SignalKind::hangup())? } else { None },
        })
    }

    /// Waits for the first, and returns the number that the program is to end with.
    pub async fn next(mut self) -> i32 {
        tokio::select! {
            Some(()) = came(&mut self.interrupted) => INTERRUPTED,
            Some(()) = came(&mut self.terminated) => TERMINATED,
            Some(()) = came(&mut self.hung_up) => HUNG_UP,
            else => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
async fn came(signal: &mut Option<Signal>) -> Option<()> {
    signal.as_mut()?.recv().await
}

/// Reads from what Linux tells of a process whether it ignores a signal. Other systems have no such file, and nothing is ignored.
#[cfg(unix)]
fn ignores(status: &str, signal: i32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    let place = u32::try_from(signal - 1).ok();
    place.and_then(|place| mask.checked_shr(place)).is_some_and(|mask| mask & 1 == 1)
}

/// Waits for what asks the program to end.
#[cfg(windows)]
pub struct Signals {
    interrupted: tokio::signal::windows::CtrlC,
    broken: tokio::signal::windows::CtrlBreak,
    closed: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Signals {
    /// Begins to wait.
    pub fn new() -> io::Result<Self> {
        use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close};

        Ok(Self { interrupted: ctrl_c()?, broken: ctrl_break()?, closed: ctrl_close()? })
    }

    /// Waits for the first, and returns the number that the program is to end with.
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
    fn what_is_ignored_is_read_from_the_mask() {
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
