//! Panics of foreign code that become errors.

#![cfg_attr(windows, expect(clippy::missing_const_for_thread_local, reason = "it is const on every system"))]

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Runs foreign code that panics where it should return an error, and returns the message of the panic as the error.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = IS_CAUGHT.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    IS_CAUGHT.set(outer);
    outcome.map_err(|panic| match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic.downcast_ref::<&str>().map_or_else(String::new, |message| (*message).to_owned()),
    })
}

/// Tells whether a panic of this thread becomes an error by [`caught`], so that the panic hook has nothing to report.
pub fn is_caught() -> bool {
    IS_CAUGHT.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error() {
        assert_eq!(caught(is_caught), Ok(true));
        assert!(!is_caught());
        assert_eq!(caught(|| panic!("the disk is full")), Err::<(), _>("the disk is full".to_owned()));
        assert_eq!(caught(|| panic!("{} is full", "the disk")), Err::<(), _>("the disk is full".to_owned()));
        assert!(!is_caught());
    }
}
