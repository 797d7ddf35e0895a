//! The side of the helper: opens one file and answers questions about it.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;

use super::super::Rows;
use super::super::damage::Damage;
use super::super::error::Problem;
use super::super::source::{Identity, Source};
use super::super::workbook::Workbook;
use super::bounds::Bounds;
use super::wire::{Answer, Packed, Question};
use crate::model::export::Format;

/// Reads a file for another process, which has started this one with [`super::COMMAND`] and `arguments`, asks through `input`
/// and takes answers from `output`.
///
/// The process gets limits that it cannot get rid of, so nothing else should be done in it. A reader that breaks down ends the
/// process; whoever calls this sees to it that nothing is printed then.
pub fn serve(arguments: &[OsString], input: impl Read, output: impl Write) -> io::Result<()> {
    let [memory, seconds, format, identity @ .., path] = arguments else {
        return Err(io::Error::other("not called by a reader"));
    };
    let bounds = Bounds::parse([memory, seconds]);
    let format = [Format::Xls, Format::Ods].into_iter().find(|known| format.to_str() == Some(known.as_str()));
    let (Some(bounds), Some(format), Some(identity)) = (bounds, format, Identity::parse(identity)) else {
        return Err(io::Error::other("not called by a reader"));
    };
    bounds.apply();
    Helper { input, output }.serve(Path::new(path), identity, format)
}

struct Helper<I, O> {
    input: I,
    output: O,
}

impl<I: Read, O: Write> Helper<I, O> {
    fn serve(mut self, path: &Path, identity: Identity, format: Format) -> io::Result<()> {
        let source = Source::open(path);
        let source = source.and_then(|source| source.check_identity(identity).map(|()| source));
        let mut book = match source.and_then(|source| Workbook::open(&source, format)) {
            Ok(book) => book,
            Err(problem) => return self.answer(&Answer::Failed(problem)),
        };
        let sheets = book.sheets().len();
        self.answer(&Answer::Open(book.sheets().to_vec(), book.date_system()))?;
        let place =
            |sheet: u32| Some(sheet as usize).filter(|place| *place < sheets).ok_or(Problem::from(Damage::Missing));
        let mut question = Question::receive(&mut self.input);
        while let Some(asked) = question {
            question = match asked {
                Question::Rows { sheet } => match place(sheet).and_then(|place| book.rows(place)) {
                    Ok(mut rows) => self.rows(&mut *rows)?,
                    Err(problem) => self.next_after(&Answer::Failed(problem))?,
                },
                Question::More => self.next_after(&Answer::Failed(Damage::Missing.into()))?,
                Question::Formulas { sheet, cells } => {
                    let cells = usize::try_from(cells).unwrap_or(usize::MAX);
                    let found = place(sheet).and_then(|place| book.has_formulas(place, cells));
                    self.next_after(&found.map_or_else(Answer::Failed, Answer::Formulas))?
                }
            };
        }
        Ok(())
    }

    /// Sends rows as long as more are asked for; returns the first other question.
    fn rows(&mut self, rows: &mut dyn Rows) -> io::Result<Option<Question>> {
        let mut failed = None;
        loop {
            let answer = match failed.take() {
                Some(problem) => Answer::Failed(problem),
                None => Answer::Rows(fill(rows, &mut failed)),
            };
            match self.next_after(&answer)? {
                Some(Question::More) => {}
                other => return Ok(other),
            }
        }
    }

    fn next_after(&mut self, answer: &Answer) -> io::Result<Option<Question>> {
        self.answer(answer)?;
        Ok(Question::receive(&mut self.input))
    }

    fn answer(&mut self, answer: &Answer) -> io::Result<()> {
        answer.send(&mut self.output)
    }
}

/// Packs rows until there are enough. Where reading fails, the rows before that still come first.
fn fill(rows: &mut dyn Rows, failed: &mut Option<Problem>) -> Packed {
    let mut packed = Packed::new();
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
