//! The side of the program that wants the rows.

use std::io::Read;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::super::cell::{DateSystem, Row, RowBuffer};
use super::super::damage::Damage;
use super::super::error::Problem;
use super::super::source::Source;
use super::super::{Progress, Rows, SheetInfo};
use super::bounds::Bounds;
use super::death::Death;
use super::wire::{Answer, Packed, Question};
use crate::model::export::Format;

/// What a process that has no memory left says before it ends.
const NO_MEMORY: &str = "memory allocation of";

/// Holds a file that another process has open.
pub(in crate::sheet) struct Aside {
    child: Child,
    questions: ChildStdin,
    answers: Receiver<Answer>,
    /// Answers to questions that nobody waits for any more.
    unwanted: usize,
    bounds: Bounds,
    /// How long answers may still be waited for.
    patience: Duration,
    pub(in crate::sheet) sheets: Vec<SheetInfo>,
    pub(in crate::sheet) dates: DateSystem,
}

impl Aside {
    /// Lets a helper open a file.
    pub(in crate::sheet) fn open(helper: &Path, source: &Source, format: Format) -> Result<Self, Problem> {
        let bounds = Bounds::of(source.length());
        // The helper opens the path itself, and must come to the same file.
        let mut child = Command::new(helper)
            .arg(super::COMMAND)
            .args(bounds.arguments())
            .arg(format.as_str())
            .args(source.identity().arguments())
            .arg(source.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(not_started)?;
        let (Some(questions), Some(mut pipe)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(not_started(std::io::Error::other("no pipes")));
        };
        let (to, answers) = sync_channel(1);
        let (patience, dates) = (bounds.patience(), DateSystem::From1900);
        // Whatever fails from here on, dropping this ends the helper.
        let mut aside = Self { child, questions, answers, unwanted: 0, bounds, patience, sheets: Vec::new(), dates };
        // The thread ends with the helper, or when nobody takes its answers.
        thread::Builder::new()
            .name("aside".to_owned())
            .spawn(move || {
                while let Some(answer) = Answer::receive(&mut pipe) {
                    if to.send(answer).is_err() {
                        return;
                    }
                }
            })
            .map_err(not_started)?;
        match aside.answer()? {
            Answer::Open(sheets, dates) => {
                (aside.sheets, aside.dates) = (sheets, dates);
                Ok(aside)
            }
            other => Err(aside.unexpected(other)),
        }
    }

    /// Starts reading a sheet, named by its place.
    pub(in crate::sheet) fn rows(&mut self, sheet: usize) -> Result<AsideRows<'_>, Problem> {
        self.ask(Question::Rows { sheet: number_of(sheet)? })?;
        let mut rows = AsideRows {
            aside: self,
            batch: Packed::new(),
            next: 0,
            come: Progress { done: 0, total: 0, exact_rows: 0 },
            last: false,
            row: RowBuffer::default(),
        };
        rows.take_batch()?;
        Ok(rows)
    }

    pub(in crate::sheet) fn has_formulas(&mut self, sheet: usize, cells: usize) -> Result<bool, Problem> {
        self.ask(Question::Formulas { sheet: number_of(sheet)?, cells: cells as u64 })?;
        match self.answer()? {
            Answer::Formulas(found) => Ok(found),
            other => Err(self.unexpected(other)),
        }
    }

    /// Asks a question, once the answers that nobody wants are gone.
    fn ask(&mut self, question: Question) -> Result<(), Problem> {
        while self.unwanted > 0 {
            self.answer()?;
            self.unwanted -= 1;
        }
        question.send(&mut self.questions).map_err(|_| self.died())
    }

    fn answer(&mut self) -> Result<Answer, Problem> {
        let since = Instant::now();
        let answer = self.answers.recv_timeout(self.patience);
        self.patience = self.patience.saturating_sub(since.elapsed());
        match answer {
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Disconnected) => Err(self.died()),
            Err(RecvTimeoutError::Timeout) => {
                // Where it has just ended by itself, that is as well.
                let _ = self.child.kill();
                Err(Death::Time(self.patience_in_all()).into())
            }
        }
    }

    fn patience_in_all(&self) -> u64 {
        self.bounds.patience().as_secs()
    }

    fn unexpected(&mut self, answer: Answer) -> Problem {
        match answer {
            Answer::Failed(problem) => problem,
            _ => self.died(),
        }
    }

    /// Says why there are no answers any more.
    fn died(&mut self) -> Problem {
        // One that says what nobody understands is still there.
        let _ = self.child.kill();
        let mut said = Vec::new();
        if let Some(errors) = self.child.stderr.take() {
            let _ = errors.take(4096).read_to_end(&mut said);
        }
        let memory = String::from_utf8_lossy(&said).contains(NO_MEMORY);
        match self.child.wait() {
            _ if memory => Death::Memory(self.bounds.memory),
            Ok(status) if ran_out_of_time(status) => Death::Time(self.bounds.seconds),
            _ => Death::Fault,
        }
        .into()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // A helper that has ended is as good as one that is told to.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn number_of(sheet: usize) -> Result<u32, Problem> {
    u32::try_from(sheet).map_err(|_| Damage::Missing.into())
}

fn not_started(error: std::io::Error) -> Problem {
    Death::NotStarted(error).into()
}

#[cfg(unix)]
fn ran_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn ran_out_of_time(_: ExitStatus) -> bool {
    false
}

/// Reads the rows that a helper sends. While those of one answer are read, the helper is at the next.
pub(in crate::sheet) struct AsideRows<'a> {
    aside: &'a mut Aside,
    batch: Packed,
    /// The place of the next row in the batch.
    next: usize,
    come: Progress,
    last: bool,
    row: RowBuffer,
}

impl AsideRows<'_> {
    fn take_batch(&mut self) -> Result<(), Problem> {
        let batch = match self.aside.answer()? {
            Answer::Rows(batch) => batch,
            other => return Err(self.aside.unexpected(other)),
        };
        (self.come, self.last) = batch.come().ok_or_else(|| self.aside.died())?;
        (self.batch, self.next) = (batch, 0);
        if !self.last {
            self.aside.ask(Question::More)?;
            self.aside.unwanted = 1;
        }
        Ok(())
    }
}

impl Rows for AsideRows<'_> {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        while self.batch.ends_at(self.next) {
            if self.last {
                return Ok(None);
            }
            self.aside.unwanted = 0;
            self.take_batch()?;
        }
        self.next = self.batch.unpack(self.next, &mut self.row).ok_or_else(|| self.aside.died())?;
        Ok(Some(self.row.row()))
    }

    fn progress(&self) -> Progress {
        self.come
    }
}
