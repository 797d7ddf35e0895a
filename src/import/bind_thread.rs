//! Binding in a thread of its own: the next rows are bound while the caller stores those before them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::binder::{Binder, BoundRow, RowSource};
use super::plan::SheetPlan;
use crate::model::record::Record;
use crate::packed::{self, Values};
use crate::sheet::{Book, Problem, Progress, Rows, SheetError};

/// A batch is sent after this many rows, or after this many bytes of text and unknown cells. With fewer cores than threads, smaller
/// batches run out before this thread gets to bind more.
const BATCH_ROWS: usize = 1024;
const BATCH_BYTES: usize = 1 << 20;

/// The most batches that wait to be received.
const WAITING_BATCHES: usize = 2;

/// Holds bound rows. Each has a record, which is filled only where the row is an order line or an entry, and may have packed columns.
#[derive(Default)]
struct BoundBatch {
    rows: Vec<(RowSource, BoundRow)>,
    records: Vec<Record>,
    packed: Vec<Option<Values>>,
    progress: Option<Progress>,
}

impl BoundBatch {
    /// Binds rows until the batch is full, and makes their packed columns if `packs`. Returns false at the end of the rows.
    fn fill(
        &mut self,
        rows: &mut dyn Rows,
        sheet: usize,
        binder: &mut Binder<'_>,
        packs: bool,
    ) -> Result<bool, Problem> {
        self.rows.clear();
        self.packed.clear();
        // All records are cleared, so that a batch of few rows keeps no large texts of the batch before.
        self.records.iter_mut().for_each(Record::clear);
        let mut bytes = 0;
        while self.rows.len() < BATCH_ROWS && bytes < BATCH_BYTES {
            let Some(row) = rows.next_row()? else { return Ok(false) };
            let index = self.rows.len();
            if index == self.records.len() {
                self.records.push(Record::new());
            }
            let record = &mut self.records[index];
            let bound = binder.bind(row, record);
            let is_packed = packs && matches!(bound, BoundRow::Record);
            self.packed.push(is_packed.then(|| packed::make(binder.kind(), record)));
            bytes += record.bytes();
            if let BoundRow::Reject(reject) = &bound {
                bytes += reject.header.len() + reject.value.len();
            }
            self.rows.push((RowSource { sheet, row: row.number, shape: binder.shape() }, bound));
        }
        Ok(true)
    }
}

type Sent = Result<BoundBatch, SheetError>;

/// Shows a bound row.
pub struct BoundRowRef<'a> {
    /// Where it comes from.
    pub source: RowSource,
    /// What it is.
    pub bound: &'a BoundRow,
    /// The order line or entry, where it is one.
    pub record: &'a Record,
    /// Its packed columns, if they are made.
    pub packed: Option<&'a Values>,
}

/// Returns the bound rows of a file one after another, in the order of the file.
pub struct BoundRows {
    batches: Receiver<Sent>,
    used: Sender<BoundBatch>,
    batch: BoundBatch,
    next: usize,
    packs: Arc<AtomicBool>,
}

impl BoundRows {
    /// Returns the next row, which is valid until the next call.
    pub fn next_row(&mut self) -> Result<Option<BoundRowRef<'_>>, SheetError> {
        while self.next == self.batch.rows.len() {
            // The thread drops its sender at the end of the rows.
            let Ok(sent) = self.batches.recv() else { return Ok(None) };
            let used = std::mem::replace(&mut self.batch, sent?);
            // A thread that has ended needs no more batches.
            let _ = self.used.send(used);
            self.next = 0;
        }
        let index = self.next;
        self.next += 1;
        let (source, bound) = &self.batch.rows[index];
        let (record, packed) = (&self.batch.records[index], self.batch.packed[index].as_ref());
        Ok(Some(BoundRowRef { source: *source, bound, record, packed }))
    }

    /// Says whether packed columns are needed: only new rows have to have them, and the thread that stores has more to do than make
    /// them.
    pub fn need_packed(&self, packs: bool) {
        self.packs.store(packs, Ordering::Relaxed);
    }

    /// Returns how much of the file is read; nothing before the first row.
    pub fn progress(&self) -> Option<Progress> {
        self.batch.progress
    }
}

/// Binds the rows of the planned sheets in a thread of its own while `receive` consumes them.
///
/// The thread ends with its rows, or when `receive` returns. Then the binder is returned too, with what it has observed.
pub fn bind_in_thread<'p, T>(
    book: &mut Book,
    sheets: &[SheetPlan],
    mut binder: Binder<'p>,
    receive: impl FnOnce(&mut BoundRows) -> T,
) -> Result<(T, Binder<'p>), SheetError> {
    let (batch_sender, batches) = sync_channel(WAITING_BATCHES);
    let (used, used_batches) = channel();
    let packs = Arc::new(AtomicBool::new(true));
    let thread_packs = Arc::clone(&packs);
    let path = book.path().to_owned();
    thread::scope(|scope| {
        let bind = move || {
            if let Err(error) = bind_all(book, sheets, &mut binder, &batch_sender, &used_batches, &thread_packs) {
                // This fails only where nobody receives any more.
                let _ = batch_sender.send(Err(error));
            }
            binder
        };
        let thread = thread::Builder::new().name("bind".to_owned()).spawn_scoped(scope, bind);
        let thread = thread.map_err(|error| Problem::from(error).at(&path))?;
        let mut rows = BoundRows { batches, used, batch: BoundBatch::default(), next: 0, packs };
        let received = receive(&mut rows);
        // Ends a thread that is waiting to send.
        drop(rows);
        match thread.join() {
            Ok(binder) => Ok((received, binder)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

fn bind_all(
    book: &mut Book,
    sheets: &[SheetPlan],
    binder: &mut Binder<'_>,
    batches: &SyncSender<Sent>,
    used: &Receiver<BoundBatch>,
    packs: &AtomicBool,
) -> Result<(), SheetError> {
    let path = book.path().to_owned();
    let mut of_earlier_sheets = Progress { done: 0, total: 0, exact_rows: 0 };
    for (index, sheet) in sheets.iter().enumerate() {
        let mut rows = book.rows(sheet.index)?;
        binder.start(sheet);
        loop {
            let mut batch = used.try_recv().unwrap_or_default();
            let filled = batch.fill(rows.as_mut(), index, binder, packs.load(Ordering::Relaxed));
            let progress = of_earlier_sheets.and(rows.progress());
            batch.progress = Some(progress);
            // The rows before an error are sent before it.
            if batches.send(Ok(batch)).is_err() {
                return Ok(());
            }
            if !filled.map_err(|problem| problem.at(&path))? {
                of_earlier_sheets = progress;
                break;
            }
        }
    }
    Ok(())
}
