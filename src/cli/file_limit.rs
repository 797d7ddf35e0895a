//! Handles the limit on file sizes (`ulimit -f`). By default the system kills a program that exceeds it in the middle of a write.
//! With a handler for the signal the write fails instead, as on a full disk, and is reported as an error.

/// Makes writes beyond the limit fail.
#[cfg(unix)]
pub fn make_writes_fail() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    // Without the handler the program still works, up to the limit.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// Does nothing, since Windows has no such limit.
#[cfg(not(unix))]
pub fn make_writes_fail() {}
