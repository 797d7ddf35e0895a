//! The side of the helper: opens one file and answers questions about it.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::Path;

use super::super::Rows;
use super::super::damage::Damage;
use super::super::error::Problem;
use super::super::exact::Behind;
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
    let [memory, seconds, format, path] = arguments else {
        return Err(io::Error::other("not called by a reader"));
    };
    let bounds = Bounds::parse([memory, seconds]);
    let format = [Format::Xlsx, Format::Xlsb, Format::Xls, Format::Ods]
        .into_iter()
        .find(|known| format.to_str() == Some(known.as_str()));
    let (Some(bounds), Some(format)) = (bounds, format) else {
        return Err(io::Error::other("not called by a reader"));
    };
    bounds.apply();
    Helper { input, output }.serve(Path::new(path), format)
}

struct Helper<I, O> {
    input: I,
    output: O,
}

impl<I: Read, O: Write> Helper<I, O> {
    fn serve(mut self, path: &Path, format: Format) -> io::Result<()> {
        let mut book = match Workbook::open(path, format) {
            Ok(book) => book,
            Err(problem) => return self.answer(&Answer::Failed(problem)),
        };
        let sheets = book.sheets();
        self.answer(&Answer::Open(sheets.clone(), book.date_system()))?;
        let name = |place: u32| sheets.get(place as usize).and_then(|sheet| sheet.name.as_deref()).unwrap_or_default();
        let mut question = Question::receive(&mut self.input);
        while let Some(asked) = question {
            question = match asked {
                Question::Rows { sheet, after } => match book.rows(name(sheet)) {
                    Ok(rows) => self.rows(&mut Behind::new(rows, after))?,
                    Err(problem) => self.next_after(&Answer::Failed(problem))?,
                },
                Question::More => self.next_after(&Answer::Failed(Damage::Missing.into()))?,
                Question::Formulas { sheet, cells } => {
                    let cells = usize::try_from(cells).unwrap_or(usize::MAX);
                    let found = book.has_formulas(name(sheet), cells);
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
