//! Rows that are bound in a thread of their own, while those before them are stored.

use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::binder::{Binder, Bound, Origin};
use super::plan::Part;
use crate::model::record::Record;
use crate::sheet::{Book, Problem, Progress, Rows, SheetError};

/// Rows after which a batch is passed on, and bytes of text after which it is passed on before that.
const ROWS: usize = 256;
const BYTES: usize = 1 << 20;

/// Batches that may wait to be stored.
const WAITING: usize = 2;

/// Holds some bound rows: what became of each, and the record of each, which says something only where that is an order line or an entry.
#[derive(Default)]
struct Batch {
    rows: Vec<(Origin, Bound)>,
    records: Vec<Record>,
    progress: Option<Progress>,
}

impl Batch {
    /// Binds rows until the batch is full; false at their end.
    fn fill(&mut self, rows: &mut dyn Rows, part: usize, binder: &mut Binder<'_>) -> Result<bool, Problem> {
        self.rows.clear();
        // All of them, lest a long row of a full batch stay behind in short ones.
        self.records.iter_mut().for_each(Record::clear);
        let mut bytes = 0;
        while self.rows.len() < ROWS && bytes < BYTES {
            let Some(row) = rows.next_row()? else { return Ok(false) };
            let place = self.rows.len();
            if place == self.records.len() {
                self.records.push(Record::new());
            }
            let record = &mut self.records[place];
            let bound = binder.bind(row, record);
            bytes += record.bytes();
            if let Bound::Reject(reject) = &bound {
                bytes += reject.header.len() + reject.value.len();
            }
            self.rows.push((Origin { part, row: row.number, shape: binder.shape() }, bound));
        }
        Ok(true)
    }
}

type Message = Result<Batch, SheetError>;

/// Shows one bound row.
pub struct BoundRow<'a> {
    /// Where it stands.
    pub origin: Origin,
    /// What became of it.
    pub bound: &'a Bound,
    /// The order line or entry, where it is one.
    pub record: &'a Record,
}

/// Lends the bound rows of a sheet, in the order of the file.
pub struct BoundRows {
    from: Receiver<Message>,
    back: Sender<Batch>,
    batch: Batch,
    next: usize,
}

impl BoundRows {
    /// Goes to the next row, which lives until the next call.
    pub fn next_row(&mut self) -> Result<Option<BoundRow<'_>>, SheetError> {
        while self.next == self.batch.rows.len() {
            // The other thread ends by dropping its side.
            let Ok(message) = self.from.recv() else { return Ok(None) };
            let used = std::mem::replace(&mut self.batch, message?);
            // A binder that has ended needs no more batches.
            let _ = self.back.send(used);
            self.next = 0;
        }
        let (origin, bound) = &self.batch.rows[self.next];
        self.next += 1;
        Ok(Some(BoundRow { origin: *origin, bound, record: &self.batch.records[self.next - 1] }))
    }

    /// Tells how far reading has come; nothing before the first row.
    pub fn progress(&self) -> Option<Progress> {
        self.batch.progress
    }
}

/// Binds the rows of the sheets of a plan in a thread of its own while `take` takes them.
///
/// The thread ends with its rows, or when `take` is done; the binder comes back with what it has seen by then.
pub fn bind_ahead<'p, T>(
    book: &mut Book,
    parts: &[Part],
    mut binder: Binder<'p>,
    take: impl FnOnce(&mut BoundRows) -> T,
) -> Result<(T, Binder<'p>), SheetError> {
    let (to, from) = sync_channel(WAITING);
    let (back, empty) = channel();
    let path = book.path().to_owned();
    thread::scope(|scope| {
        let bind = move || {
            if let Err(error) = bind_all(book, parts, &mut binder, &to, &empty) {
                // Nobody to tell is the only way that this fails.
                let _ = to.send(Err(error));
            }
            binder
        };
        let thread = thread::Builder::new().name("bind".to_owned()).spawn_scoped(scope, bind);
        let thread = thread.map_err(|error| Problem::from(error).at(&path))?;
        let mut rows = BoundRows { from, back, batch: Batch::default(), next: 0 };
        let taken = take(&mut rows);
        // A thread that waits for its rows to be taken learns so that nobody will.
        drop(rows);
        match thread.join() {
            Ok(binder) => Ok((taken, binder)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn bind_all(
    book: &mut Book,
    parts: &[Part],
    binder: &mut Binder<'_>,
    to: &SyncSender<Message>,
    empty: &Receiver<Batch>,
) -> Result<(), SheetError> {
    let path = book.path().to_owned();
    let mut behind = Progress { done: 0, total: 0, exact_rows: 0 };
    for (place, part) in parts.iter().enumerate() {
        let mut rows = book.rows(part.sheet)?;
        binder.start(part);
        loop {
            let mut batch = empty.try_recv().unwrap_or_default();
            let filled = batch.fill(rows.as_mut(), place, binder);
            let come = behind.and(rows.progress());
            batch.progress = Some(come);
            // Where reading fails, the rows before that still come first.
            if to.send(Ok(batch)).is_err() {
                return Ok(());
            }
            if !filled.map_err(|problem| problem.at(&path))? {
                behind = come;
                break;
            }
        }
    }
    Ok(())
}
