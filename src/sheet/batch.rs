//! Reading ahead: one thread reads rows, and another uses them.
//!
//! Reading a file takes about as long as storing its rows, so each has its own thread. Rows are passed in batches. Used batches are
//! returned and filled again, so memory is limited to a few of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::cell::{Row, Slot, Stored, is_too_long};
use super::damage::Damage;
use super::error::Problem;
use super::scalars::Unsupported;
use super::{Progress, Rows};

/// The number of bytes of text and cells from which on a batch is passed on.
const FULL: usize = 1 << 20;

/// The number of batches that can wait for the other thread.
const WAITING: usize = 2;

/// Some rows: their heads, their cells, and the text that the cells refer to.
#[derive(Default)]
pub(super) struct Batch {
    heads: Vec<Head>,
    slots: Vec<Slot>,
    text: String,
}

struct Head {
    number: u64,
    width: Option<usize>,
    slots: std::ops::Range<usize>,
}

impl Batch {
    fn clear(&mut self) {
        self.heads.clear();
        self.slots.clear();
        self.text.clear();
    }

    fn row(&self, index: usize) -> Option<Row<'_>> {
        let head = self.heads.get(index)?;
        Some(Row { number: head.number, width: head.width, slots: &self.slots[head.slots.clone()], text: &self.text })
    }
}

/// The reason why a reader stopped before the end.
pub(super) enum Stop {
    /// The XML has a shape that only the exact reader supports.
    Unsupported,
    /// The file cannot be read further.
    Failed(Problem),
    /// The receiver of the rows is gone.
    Gone,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl From<Unsupported> for Stop {
    fn from(_: Unsupported) -> Self {
        Self::Unsupported
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(Problem::from(error))
    }
}

enum BatchMessage {
    Rows(Batch),
    End,
    Failed(Problem),
}

/// Collects the rows of a reader in batches, in its thread.
pub(super) struct Sink {
    batch: Batch,
    first_slot: usize,
    /// The start of the text of the current row.
    first_text: usize,
    to: SyncSender<BatchMessage>,
    empty: Receiver<Batch>,
    done: Arc<AtomicU64>,
    exact_rows: Arc<AtomicU64>,
}

impl Sink {
    /// Adds a cell with its text to the current row.
    pub(super) fn push(&mut self, column: u32, stored: Stored, text: &str) {
        let start = self.text_end();
        self.batch.text.push_str(text);
        self.close(column, stored, start);
    }

    /// Returns the start of the next text.
    pub(super) fn text_end(&self) -> usize {
        self.batch.text.len()
    }

    /// Returns the text for appending, for readers that build the text of a cell in parts. [`Sink::close`] ends the cell.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.batch.text
    }

    /// Adds a cell of text, unless it is longer than a cell can hold.
    pub(super) fn push_text(&mut self, column: u32, text: &str) {
        if is_too_long(text) {
            self.push(column, Stored::TooLong, "");
        } else {
            self.push(column, Stored::Text, text);
        }
    }

    /// Ends a cell of text that begins at `start`.
    pub(super) fn close_text(&mut self, column: u32, start: usize) {
        if is_too_long(&self.batch.text[start..]) {
            self.batch.text.truncate(start);
            self.close(column, Stored::TooLong, start);
        } else {
            self.close(column, Stored::Text, start);
        }
    }

    /// Ends a cell whose text begins at `start`.
    pub(super) fn close(&mut self, column: u32, stored: Stored, start: usize) {
        self.batch.slots.push(Slot { column, stored, start, end: self.batch.text.len() });
    }

    /// Adds a cell whose text was added before.
    pub(super) fn push_range(&mut self, column: u32, stored: Stored, text: std::ops::Range<usize>) {
        self.batch.slots.push(Slot { column, stored, start: text.start, end: text.end });
    }

    /// Returns the number of bytes of text of the current row.
    pub(super) fn row_bytes(&self) -> usize {
        self.batch.text.len() - self.first_text
    }

    /// Drops the cells of an incomplete row.
    pub(super) fn drop_row(&mut self) {
        self.batch.slots.truncate(self.first_slot);
        self.batch.text.truncate(self.first_text);
    }

    /// Ends a row, and passes the batch on when it is full.
    pub(super) fn end_row(&mut self, number: u64, width: Option<usize>) -> Result<(), Stop> {
        self.batch.heads.push(Head { number, width, slots: self.first_slot..self.batch.slots.len() });
        self.first_slot = self.batch.slots.len();
        self.first_text = self.batch.text.len();
        let heads = self.batch.heads.len() * size_of::<Head>();
        let cells = self.batch.slots.len() * size_of::<Slot>();
        if self.batch.text.len() + cells + heads < FULL { Ok(()) } else { self.pass_on() }
    }

    /// Counts a row of the exact reader.
    pub(super) fn count_exact(&self) {
        self.exact_rows.fetch_add(1, Ordering::Relaxed);
    }

    /// Reports how much of the file has been read.
    pub(super) fn report(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    fn pass_on(&mut self) -> Result<(), Stop> {
        let mut next = self.empty.try_recv().unwrap_or_default();
        next.clear();
        let full = std::mem::replace(&mut self.batch, next);
        self.first_slot = 0;
        self.first_text = 0;
        self.to.send(BatchMessage::Rows(full)).map_err(|_| Stop::Gone)
    }
}

/// The rows that another thread reads ahead.
pub(super) struct ReadAhead {
    from: Receiver<BatchMessage>,
    back: Sender<Batch>,
    batch: Batch,
    /// The index of the next row in the batch.
    next: usize,
    done: Arc<AtomicU64>,
    exact_rows: Arc<AtomicU64>,
    total: u64,
    ended: bool,
}

impl ReadAhead {
    /// Starts a thread that reads; `total` is the final value of [`Sink::report`].
    pub(super) fn start(
        total: u64,
        read: impl FnOnce(&mut Sink) -> Result<(), Stop> + Send + 'static,
    ) -> Result<Self, Problem> {
        let (to, from) = sync_channel(WAITING);
        let (back, empty) = channel();
        let done = Arc::new(AtomicU64::new(0));
        let exact_rows = Arc::new(AtomicU64::new(0));
        let mut sink = Sink {
            batch: Batch::default(),
            first_slot: 0,
            first_text: 0,
            to,
            empty,
            done: Arc::clone(&done),
            exact_rows: Arc::clone(&exact_rows),
        };
        // The thread ends when everything is read, or when the receiver is gone.
        thread::Builder::new().name("read".to_owned()).spawn(move || {
            let end = match read(&mut sink) {
                Ok(()) => BatchMessage::End,
                Err(Stop::Unsupported) => BatchMessage::Failed(Damage::Structure.into()),
                Err(Stop::Failed(problem)) => BatchMessage::Failed(problem),
                Err(Stop::Gone) => return,
            };
            if sink.pass_on().is_ok() {
                // This fails only if the receiver is gone.
                let _ = sink.to.send(end);
            }
        })?;
        Ok(Self { from, back, batch: Batch::default(), next: 0, done, exact_rows, total, ended: false })
    }

    /// Advances to the next row. Tells whether there is one.
    fn advance(&mut self) -> Result<bool, Problem> {
        loop {
            if self.next < self.batch.heads.len() {
                self.next += 1;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            match self.from.recv() {
                Ok(BatchMessage::Rows(batch)) => {
                    let used = std::mem::replace(&mut self.batch, batch);
                    // This fails if the reader has ended, which needs no more batches.
                    let _ = self.back.send(used);
                    self.next = 0;
                }
                Ok(BatchMessage::End) => self.ended = true,
                Ok(BatchMessage::Failed(problem)) => {
                    self.ended = true;
                    return Err(problem);
                }
                Err(_) => return Err(Damage::GivenUp.into()),
            }
        }
    }
}

impl Rows for ReadAhead {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        Ok(if self.advance()? { self.batch.row(self.next - 1) } else { None })
    }

    fn progress(&self) -> Progress {
        let (done, exact_rows) = (self.done.load(Ordering::Relaxed), self.exact_rows.load(Ordering::Relaxed));
        Progress { done, total: self.total, exact_rows }
    }
}
