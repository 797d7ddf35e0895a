//! The client of a sandbox process.

use std::io::Read;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::failure::SandboxFailure;
use super::limits::SandboxLimits;
use super::protocol::{PackedRows, ReadReply, ReadRequest};
use crate::model::export::Format;
use crate::sheet::cell::{DateSystem, Row, RowBuffer};
use crate::sheet::damage::Damage;
use crate::sheet::error::Problem;
use crate::sheet::source::Source;
use crate::sheet::{Progress, Rows, SheetInfo};

/// What a process prints when an allocation fails.
const NO_MEMORY: &str = "memory allocation of";

/// A file that a sandbox process has open.
pub(in crate::sheet) struct Sandbox {
    child: Child,
    requests: ChildStdin,
    replies: Receiver<ReadReply>,
    /// The number of replies to come that nobody waits for any more.
    unwanted: usize,
    limits: SandboxLimits,
    /// How long to wait for all further replies.
    timeout: Duration,
    pub(in crate::sheet) sheets: Vec<SheetInfo>,
    pub(in crate::sheet) dates: DateSystem,
}

impl Sandbox {
    /// Starts a sandbox process that opens a file.
    pub(in crate::sheet) fn open(program: &Path, source: &Source, format: Format) -> Result<Self, Problem> {
        let limits = SandboxLimits::of(source.length());
        // The process opens the path itself, and checks that it is the same file.
        let mut child = Command::new(program)
            .arg(super::COMMAND)
            .args(limits.arguments())
            .arg(format.as_str())
            .args(source.identity().arguments())
            .arg(source.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(not_started)?;
        let (Some(requests), Some(mut pipe)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(not_started(std::io::Error::other("no pipes")));
        };
        let (to, replies) = sync_channel(1);
        let (timeout, dates) = (limits.timeout(), DateSystem::From1900);
        // If anything fails from here on, dropping this kills the process.
        let mut sandbox = Self { child, requests, replies, unwanted: 0, limits, timeout, sheets: Vec::new(), dates };
        // The thread ends with the process, or when nobody receives its replies.
        thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(move || {
                while let Some(reply) = ReadReply::receive(&mut pipe) {
                    if to.send(reply).is_err() {
                        return;
                    }
                }
            })
            .map_err(not_started)?;
        match sandbox.reply()? {
            ReadReply::Open(sheets, dates) => {
                (sandbox.sheets, sandbox.dates) = (sheets, dates);
                Ok(sandbox)
            }
            other => Err(sandbox.unexpected(other)),
        }
    }

    /// Starts reading a sheet, by its index.
    pub(in crate::sheet) fn rows(&mut self, sheet: usize) -> Result<SandboxRows<'_>, Problem> {
        self.request(ReadRequest::Rows { sheet: number_of(sheet)? })?;
        let mut rows = SandboxRows {
            sandbox: self,
            batch: PackedRows::new(),
            next: 0,
            progress: Progress { done: 0, total: 0, exact_rows: 0 },
            last: false,
            row: RowBuffer::default(),
        };
        rows.take_batch()?;
        Ok(rows)
    }

    pub(in crate::sheet) fn has_formulas(&mut self, sheet: usize, cells: usize) -> Result<bool, Problem> {
        self.request(ReadRequest::Formulas { sheet: number_of(sheet)?, cells: cells as u64 })?;
        match self.reply()? {
            ReadReply::Formulas(found) => Ok(found),
            other => Err(self.unexpected(other)),
        }
    }

    /// Sends a request, after receiving the unwanted replies.
    fn request(&mut self, request: ReadRequest) -> Result<(), Problem> {
        while self.unwanted > 0 {
            self.reply()?;
            self.unwanted -= 1;
        }
        request.send(&mut self.requests).map_err(|_| self.failed())
    }

    fn reply(&mut self) -> Result<ReadReply, Problem> {
        let since = Instant::now();
        let reply = self.replies.recv_timeout(self.timeout);
        self.timeout = self.timeout.saturating_sub(since.elapsed());
        match reply {
            Ok(reply) => Ok(reply),
            Err(RecvTimeoutError::Disconnected) => Err(self.failed()),
            Err(RecvTimeoutError::Timeout) => {
                // It may have ended meanwhile.
                let _ = self.child.kill();
                Err(SandboxFailure::Time(self.total_timeout()).into())
            }
        }
    }

    fn total_timeout(&self) -> u64 {
        self.limits.timeout().as_secs()
    }

    fn unexpected(&mut self, reply: ReadReply) -> Problem {
        match reply {
            ReadReply::Failed(problem) => problem,
            _ => self.failed(),
        }
    }

    /// Returns the reason why no more replies come.
    fn failed(&mut self) -> Problem {
        // A process that sends invalid replies is still running.
        let _ = self.child.kill();
        let mut printed = Vec::new();
        if let Some(errors) = self.child.stderr.take() {
            let _ = errors.take(4096).read_to_end(&mut printed);
        }
        let memory = String::from_utf8_lossy(&printed).contains(NO_MEMORY);
        match self.child.wait() {
            _ if memory => SandboxFailure::Memory(self.limits.memory),
            Ok(status) if ran_out_of_time(status) => SandboxFailure::Time(self.limits.seconds),
            _ => SandboxFailure::Crash,
        }
        .into()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn number_of(sheet: usize) -> Result<u32, Problem> {
    u32::try_from(sheet).map_err(|_| Damage::Missing.into())
}

fn not_started(error: std::io::Error) -> Problem {
    SandboxFailure::NotStarted(error).into()
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

/// The rows that a sandbox process sends. While one batch is used, the process prepares the next.
pub(in crate::sheet) struct SandboxRows<'a> {
    sandbox: &'a mut Sandbox,
    batch: PackedRows,
    /// The offset of the next row in the batch.
    next: usize,
    progress: Progress,
    last: bool,
    row: RowBuffer,
}

impl SandboxRows<'_> {
    fn take_batch(&mut self) -> Result<(), Problem> {
        let batch = match self.sandbox.reply()? {
            ReadReply::Rows(batch) => batch,
            other => return Err(self.sandbox.unexpected(other)),
        };
        (self.progress, self.last) = batch.progress().ok_or_else(|| self.sandbox.failed())?;
        (self.batch, self.next) = (batch, 0);
        if !self.last {
            self.sandbox.request(ReadRequest::More)?;
            self.sandbox.unwanted = 1;
        }
        Ok(())
    }
}

impl Rows for SandboxRows<'_> {
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Problem> {
        while self.batch.ends_at(self.next) {
            if self.last {
                return Ok(None);
            }
            self.sandbox.unwanted = 0;
            self.take_batch()?;
        }
        self.next = self.batch.unpack(self.next, &mut self.row).ok_or_else(|| self.sandbox.failed())?;
        Ok(Some(self.row.row()))
    }

    fn progress(&self) -> Progress {
        self.progress
    }
}
