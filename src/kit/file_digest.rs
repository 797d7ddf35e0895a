//! The SHA-256 of a file, by which it is recognized when it is imported again.

use std::io::Read as _;
use std::panic::resume_unwind;
use std::thread::{Scope, ScopedJoinHandle};

use sha2::{Digest, Sha256};

use crate::model::hex::hex;
use crate::sheet::{Problem, Source};

/// Bytes that are read at a time.
const BLOCK: usize = 1 << 20;

/// Returns the lower-case hex SHA-256 of a file.
pub(super) fn digest(source: &Source) -> Result<String, Problem> {
    let mut file = source.reader();
    let mut hasher = Sha256::new();
    let mut block = vec![0_u8; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => break,
            read => hasher.update(&block[..read]),
        }
    }
    Ok(hex(&hasher.finalize()))
}

/// Computes the digest of a file in a thread of its own, while the file is planned and, in the first import of a shop, stored.
pub(super) struct FileDigest<'scope> {
    thread: Option<ScopedJoinHandle<'scope, Result<String, Problem>>>,
    hex: Option<String>,
}

impl<'scope> FileDigest<'scope> {
    pub(super) fn start<'env>(scope: &'scope Scope<'scope, 'env>, source: &'env Source) -> Self {
        Self { thread: Some(scope.spawn(|| digest(source))), hex: None }
    }

    /// Returns the digest, and waits for it if it is not there yet. An error ends the import.
    pub(super) fn get(&mut self) -> Result<&str, Problem> {
        if let Some(thread) = self.thread.take() {
            self.hex = Some(thread.join().unwrap_or_else(|panic| resume_unwind(panic))?);
        }
        Ok(self.hex.as_deref().expect("no import goes on after an error"))
    }
}
