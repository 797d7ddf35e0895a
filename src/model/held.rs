//! Files that another program holds.

use std::io;

/// Tells whether an error says that another program has a file open and lets nobody else use it, as Excel does on Windows.
pub fn is_held(error: &io::Error) -> bool {
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION.
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}
