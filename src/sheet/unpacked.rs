//! Unpacking ahead: one thread unpacks a part of an archive, and another reads it.

use std::io::{self, Cursor, Read};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, Scope};

/// The number of bytes to unpack at a time.
const CHUNK: usize = 256 * 1024;

/// The number of chunks that can wait for the other thread.
const WAITING: usize = 2;

/// The bytes of a part that another thread unpacks.
pub(super) struct Unpacked {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Cursor<Vec<u8>>,
}

impl Unpacked {
    /// Starts a thread that unpacks a part. It ends with the part, after an error, or when the reader is gone.
    pub(super) fn start<'s>(scope: &'s Scope<'s, '_>, mut part: impl Read + Send + 's) -> io::Result<Self> {
        let (sender, chunks) = sync_channel(WAITING);
        let unpack = move || {
            let mut goes_on = true;
            while goes_on {
                let mut chunk = Vec::with_capacity(CHUNK);
                let read = part.by_ref().take(CHUNK as u64).read_to_end(&mut chunk);
                goes_on = matches!(read, Ok(1..)) & sender.send(read.map(|_| chunk)).is_ok();
            }
        };
        thread::Builder::new().name("unpack".to_owned()).spawn_scoped(scope, unpack)?;
        Ok(Self { chunks, chunk: Cursor::default() })
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.chunk.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Ok(chunk) = self.chunks.recv() else { return Ok(0) };
            self.chunk = Cursor::new(chunk?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fails after some bytes.
    struct Failing(u64);

    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = io::repeat(b'x').take(self.0).read(buffer)?;
            self.0 -= read as u64;
            if read == 0 { Err(io::ErrorKind::InvalidData.into()) } else { Ok(read) }
        }
    }

    #[test]
    fn a_part_is_read_as_it_is() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 7] {
            let part: Vec<u8> = (0..=250).cycle().take(length).collect();
            let mut read = Vec::new();
            thread::scope(|scope| Unpacked::start(scope, &part[..]).and_then(|mut from| from.read_to_end(&mut read)))
                .expect("a part");
            assert!(read == part, "{length}");
        }
    }

    #[test]
    fn an_error_is_passed_on() {
        for length in [0, 1, 3 * CHUNK as u64, 3 * CHUNK as u64 + 1] {
            let read = thread::scope(|scope| {
                Unpacked::start(scope, Failing(length)).and_then(|mut from| from.read_to_end(&mut Vec::new()))
            });
            assert_eq!(read.map_err(|error| error.kind()), Err(io::ErrorKind::InvalidData), "{length}");
        }
    }

    #[test]
    fn the_thread_ends_when_nobody_reads() {
        thread::scope(|scope| drop(Unpacked::start(scope, io::repeat(0)).expect("a thread")));
    }
}
