//! Rows that one thread reads ahead of the other.
//!
//! Reading a file and storing its rows take about as long as each other, so each gets a thread of its own. Rows travel in
//! batches, which go back and forth and are filled again, so that memory is bounded by a few of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::cell::{Row, Slot, Stored, is_too_long};
use super::damage::Damage;
use super::error::Problem;
use super::{Progress, Rows};

/// Bytes of text and cells after which a batch is passed on.
const FULL: usize = 1 << 20;

/// Batches that may wait to be read.
const WAITING: usize = 2;

/// Holds some rows: their heads, their cells and the text that the cells point into.
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

    fn row(&self, place: usize) -> Option<Row<'_>> {
        let head = self.heads.get(place)?;
        Some(Row { number: head.number, width: head.width, slots: &self.slots[head.slots.clone()], text: &self.text })
    }
}

/// Says why a reader stopped before the end.
pub(super) enum Stop {
    /// The file has a shape that a reader of usual shapes leaves to the exact one.
    Odd,
    /// The file cannot be read on.
    Failed(Problem),
    /// Nobody wants the rows any more.
    Gone,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(Problem::from(error))
    }
}

enum Message {
    Rows(Batch),
    End,
    Failed(Problem),
}

/// Takes the rows of a reader, in its thread.
pub(super) struct Sink {
    batch: Batch,
    first_slot: usize,
    /// Where the text of the row begins that is being read.
    first_text: usize,
    to: SyncSender<Message>,
    empty: Receiver<Batch>,
    done: Arc<AtomicU64>,
    exact_rows: Arc<AtomicU64>,
}

impl Sink {
    /// Adds a cell to the row that is being read; its text is given whole.
    pub(super) fn push(&mut self, column: u32, stored: Stored, text: &str) {
        let start = self.text_end();
        self.batch.text.push_str(text);
        self.close(column, stored, start);
    }

    /// Returns where the next text begins.
    pub(super) fn text_end(&self) -> usize {
        self.batch.text.len()
    }

    /// Gives out the text, for a reader that puts a cell's text together by itself; [`Sink::close`] ends the cell.
    pub(super) fn text(&mut self) -> &mut String {
        &mut self.batch.text
    }

    /// Adds a cell of text, if it is one that a cell can hold.
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

    /// Adds a cell whose text was put there before.
    pub(super) fn place(&mut self, column: u32, stored: Stored, text: std::ops::Range<usize>) {
        self.batch.slots.push(Slot { column, stored, start: text.start, end: text.end });
    }

    /// Returns how many bytes of text the row has that is being read.
    pub(super) fn row_bytes(&self) -> usize {
        self.batch.text.len() - self.first_text
    }

    /// Drops the cells of a row that was not read to its end.
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

    /// Counts a row that the exact reader has read.
    pub(super) fn count_exact(&self) {
        self.exact_rows.fetch_add(1, Ordering::Relaxed);
    }

    /// Says how much of the file is behind.
    pub(super) fn report(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
    }

    fn pass_on(&mut self) -> Result<(), Stop> {
        let mut next = self.empty.try_recv().unwrap_or_default();
        next.clear();
        let full = std::mem::replace(&mut self.batch, next);
        self.first_slot = 0;
        self.first_text = 0;
        self.to.send(Message::Rows(full)).map_err(|_| Stop::Gone)
    }
}

/// Reads rows that another thread has read ahead.
pub(super) struct Ahead {
    from: Receiver<Message>,
    back: Sender<Batch>,
    batch: Batch,
    /// The place of the row after the one that was lent.
    next: usize,
    done: Arc<AtomicU64>,
    exact_rows: Arc<AtomicU64>,
    total: u64,
    ended: bool,
}

impl Ahead {
    /// Starts a thread that reads; `total` is what [`Sink::report`] comes to at the end.
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
        // The thread ends when it has read everything, or when it finds that nobody takes its rows.
        thread::Builder::new().name("read".to_owned()).spawn(move || {
            let end = match read(&mut sink) {
                Ok(()) => Message::End,
                Err(Stop::Odd) => Message::Failed(Damage::Structure.into()),
                Err(Stop::Failed(problem)) => Message::Failed(problem),
                Err(Stop::Gone) => return,
            };
            if sink.pass_on().is_ok() {
                // Nobody to tell is the only way that this fails.
                let _ = sink.to.send(end);
            }
        })?;
        Ok(Self { from, back, batch: Batch::default(), next: 0, done, exact_rows, total, ended: false })
    }

    /// Goes to the next row; tells whether there is one.
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
                Ok(Message::Rows(batch)) => {
                    let used = std::mem::replace(&mut self.batch, batch);
                    // A reader that has ended needs no more batches.
                    let _ = self.back.send(used);
                    self.next = 0;
                }
                Ok(Message::End) => self.ended = true,
                Ok(Message::Failed(problem)) => {
                    self.ended = true;
                    return Err(problem);
                }
                Err(_) => return Err(Damage::GivenUp.into()),
            }
        }
    }
}

impl Rows for Ahead {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        Ok(if self.advance()? { self.batch.row(self.next - 1) } else { None })
    }

    fn progress(&self) -> Progress {
        let (done, exact_rows) = (self.done.load(Ordering::Relaxed), self.exact_rows.load(Ordering::Relaxed));
        Progress { done, total: self.total, exact_rows }
    }
}
