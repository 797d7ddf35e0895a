//! The sandbox process: it opens one file and replies to requests.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;

use super::limits::SandboxLimits;
use super::protocol::{PackedRows, ReadReply, ReadRequest};
use crate::model::export::Format;
use crate::sheet::Rows;
use crate::sheet::damage::Damage;
use crate::sheet::error::Problem;
use crate::sheet::source::{Identity, Source};
use crate::sheet::workbook::Workbook;

/// Reads a file for the process that started this one with [`super::COMMAND`] and `arguments`. Requests come from `input`, and replies
/// go to `output`.
///
/// This sets limits that cannot be raised again, so the process should do nothing else. A reader that panics ends the process; the
/// caller should prevent that the panic is printed.
///
/// `limit_memory` gets the bytes of memory that the process may take, and tells whether it can hold it to that. On Linux the system does
/// so already. Others have no limit that holds, so there it should limit the allocator of the program.
pub fn serve(
    arguments: &[OsString],
    limit_memory: impl FnOnce(u64) -> bool,
    input: impl Read,
    output: impl Write,
) -> io::Result<()> {
    let [memory, seconds, format, identity @ .., path] = arguments else {
        return Err(io::Error::other("not started by a client"));
    };
    let limits = SandboxLimits::parse([memory, seconds]);
    let format = [Format::Xls, Format::Ods].into_iter().find(|known| format.to_str() == Some(known.as_str()));
    let (Some(limits), Some(format), Some(identity)) = (limits, format, Identity::parse(identity)) else {
        return Err(io::Error::other("not started by a client"));
    };
    limits.apply();
    if !limit_memory(limits.memory) {
        return Err(io::Error::other("memory is not limited"));
    }
    Server { input, output }.serve(Path::new(path), identity, format)
}

struct Server<I, O> {
    input: I,
    output: O,
}

impl<I: Read, O: Write> Server<I, O> {
    fn serve(mut self, path: &Path, identity: Identity, format: Format) -> io::Result<()> {
        let source = Source::open(path);
        let source = source.and_then(|source| source.check_identity(identity).map(|()| source));
        let mut book = match source.and_then(|source| Workbook::open(&source, format)) {
            Ok(book) => book,
            Err(problem) => return self.send(&ReadReply::Failed(problem)),
        };
        let sheets = book.sheets().len();
        self.send(&ReadReply::Open(book.sheets().to_vec(), book.date_system()))?;
        let index =
            |sheet: u32| Some(sheet as usize).filter(|index| *index < sheets).ok_or(Problem::from(Damage::Missing));
        let mut request = ReadRequest::receive(&mut self.input);
        while let Some(current) = request {
            request = match current {
                ReadRequest::Rows { sheet } => match index(sheet).and_then(|index| book.rows(index)) {
                    Ok(mut rows) => self.rows(&mut *rows)?,
                    Err(problem) => self.next_after(&ReadReply::Failed(problem))?,
                },
                ReadRequest::More => self.next_after(&ReadReply::Failed(Damage::Missing.into()))?,
                ReadRequest::Formulas { sheet, cells } => {
                    let cells = usize::try_from(cells).unwrap_or(usize::MAX);
                    let found = index(sheet).and_then(|index| book.has_formulas(index, cells));
                    self.next_after(&found.map_or_else(ReadReply::Failed, ReadReply::Formulas))?
                }
            };
        }
        Ok(())
    }

    /// Sends rows as long as more are requested. Returns the first other request.
    fn rows(&mut self, rows: &mut dyn Rows) -> io::Result<Option<ReadRequest>> {
        let mut failed = None;
        loop {
            let reply = match failed.take() {
                Some(problem) => ReadReply::Failed(problem),
                None => ReadReply::Rows(fill(rows, &mut failed)),
            };
            match self.next_after(&reply)? {
                Some(ReadRequest::More) => {}
                other => return Ok(other),
            }
        }
    }

    fn next_after(&mut self, reply: &ReadReply) -> io::Result<Option<ReadRequest>> {
        self.send(reply)?;
        Ok(ReadRequest::receive(&mut self.input))
    }

    fn send(&mut self, reply: &ReadReply) -> io::Result<()> {
        reply.send(&mut self.output)
    }
}

/// Packs rows until the batch is full. If reading fails, the rows before the failure are sent first.
fn fill(rows: &mut dyn Rows, failed: &mut Option<Problem>) -> PackedRows {
    let mut packed = PackedRows::new();
    let mut last = false;
    while !last && failed.is_none() && !packed.is_full() {
        match rows.next_row() {
            Ok(Some(row)) => packed.push(row),
            Ok(None) => last = true,
            Err(problem) => *failed = Some(problem),
        }
    }
    packed.close(rows.progress(), last);
    packed
}
