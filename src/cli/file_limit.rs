//! A limit on the size of files (`ulimit -f`): by default the system ends a program that goes beyond it, in the midst of writing.
//! Where the signal has a handler the write fails instead, as it does on a full disk, and is told as that.

/// Lets writes beyond the limit fail.
#[cfg(unix)]
pub fn outlive() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    // Without it the program still works, up to the limit.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

/// Does nothing: there is no such limit on Windows.
#[cfg(not(unix))]
pub fn outlive() {}
