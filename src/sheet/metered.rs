//! A reader that limits the length of one XML element.

use std::io::{self, BufRead, Read};

use super::limits;

/// Provides at most as many bytes as an element may have, until the next one begins: the parser holds tags and texts in memory.
pub(super) struct Metered<R> {
    inner: R,
    left: usize,
}

impl<R> Metered<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, left: limits::MAX_PIECE }
    }

    /// Begins the next element.
    pub(super) fn refill(&mut self) {
        self.left = limits::MAX_PIECE;
    }
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut available = self.fill_buf()?;
        let read = available.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.inner.consume(amount);
    }
}
