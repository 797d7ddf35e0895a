//! The progress of long work.

use std::path::Path;

/// Receives the progress of long work.
pub trait Progress {
    /// Is called when work on a file begins.
    fn start(&mut self, path: &Path) {
        let _ = path;
    }

    /// Is called when `rows` rows have been read, and `done` of `total` units of the file; a total of 0 is unknown.
    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        let _ = (rows, done, total);
    }

    /// Is called when work on the file is over, whether or not it succeeded.
    fn end(&mut self) {}
}

/// Ignores all progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}
