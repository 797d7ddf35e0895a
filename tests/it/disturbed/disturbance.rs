//! What is done to a file.

use super::doc::{Cell, Doc, Row};
use super::writers::Writer;

/// What a disturbance changes throughout, so that another that changes the same does not fit beside it.
#[derive(Clone, Copy, PartialEq)]
pub enum Touches {
    LineEnds,
    Encoding,
    /// The texts of the header.
    Header,
    /// What stands above the header.
    Above,
    /// How many cells rows have.
    Width,
    /// The order of columns, or which there are.
    Columns,
    /// All cells.
    Cells,
    LastLine,
    /// Whether a quote stands where it is not expected, or where cells need quotes.
    Quotes,
    /// Where the table ends.
    End,
    Sheets,
    /// The XML that is no cell, or the archive.
    Archive,
}

/// One thing that is wrong with a file, and what must come of it.
pub struct Disturbance {
    pub name: &'static str,
    /// Whether a writer can do it.
    pub on: fn(Writer) -> bool,
    pub touches: &'static [Touches],
    /// Does it, to the five lines from the one named where it is about lines.
    pub apply: fn(&mut Doc, usize, Writer),
}

pub const fn disturbance(
    name: &'static str,
    on: fn(Writer) -> bool,
    touches: &'static [Touches],
    apply: fn(&mut Doc, usize, Writer),
) -> Disturbance {
    Disturbance { name, on, touches, apply }
}

impl Disturbance {
    /// Tells whether both can be done to one file.
    pub fn fits(&self, other: &Self) -> bool {
        !self.touches.iter().any(|one| other.touches.contains(one))
    }
}

/// Changes each cell of each row that is a line; the header stays.
pub fn each_cell(doc: &mut Doc, mut change: impl FnMut(&str, &mut Cell)) {
    let headers: Vec<String> = doc.header().cells.iter().map(|cell| cell.says.clone()).collect();
    for row in doc.lines_mut() {
        for (header, cell) in headers.iter().zip(&mut row.cells) {
            change(header, cell);
        }
    }
}

/// Changes each cell under a header.
pub fn column(doc: &mut Doc, header: &str, mut change: impl FnMut(usize, &mut Cell)) {
    let column = doc.column(header);
    for (line, row) in doc.lines_mut().enumerate() {
        change(line, &mut row.cells[column]);
    }
}

/// Puts a row before an order line.
pub fn insert(doc: &mut Doc, line: usize, row: Row) {
    let at = doc.line_at(line);
    doc.rows.insert(at, row);
}
