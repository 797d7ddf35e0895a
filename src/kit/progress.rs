//! How far a long piece of work has come.

use std::path::Path;

/// Is told how far a long piece of work has come.
pub trait Progress {
    /// Work on a file begins.
    fn start(&mut self, path: &Path) {
        let _ = path;
    }

    /// `rows` rows were read; `done` of `total` units of the file are behind; a total of 0 is not known.
    fn advance(&mut self, rows: u64, done: u64, total: u64) {
        let _ = (rows, done, total);
    }

    /// Work on the file is over, well or not.
    fn end(&mut self) {}
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {}
