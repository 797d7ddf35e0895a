//! How many cells the records of a file have.

use super::quote::{LF, Piece, Syntax, line_end, split_line, without_crs};

/// Lines at the top of a file that show how many cells its records have.
const LINES: usize = 1000;

/// Holds the numbers of cells that records of a file have.
///
/// Mostly that of the header. Rows may all have a delimiter at their end that the header has not, or the other way round.
#[derive(Debug, Clone, Default)]
pub(super) struct Widths {
    usual: Vec<usize>,
    /// Whether the header is known, so that a record of another width is out of step.
    pub(super) are_certain: bool,
}

impl Widths {
    /// Learns from the top of a file; `header` is the width of its header, once that is known.
    pub(super) fn learn(data: &[u8], syntax: Syntax, header: Option<usize>) -> Self {
        let mut widths = Counts::of(data, syntax, header);
        let Some(header) = header else {
            let most = widths.most(|width| width > 1);
            return Self {
                usual: most.filter(|(_, lines)| *lines > 1).map(|(width, _)| width).into_iter().collect(),
                are_certain: false,
            };
        };
        // The header itself is no row.
        widths.take(header);
        let shorter = if widths.header_ends_empty { header.saturating_sub(1) } else { header };
        let most = widths.most(|width| width >= shorter.max(2));
        let mut usual: Vec<usize> = most.map(|(width, _)| width).into_iter().collect();
        if !usual.contains(&header) && (usual.is_empty() || widths.count(header) > 0) {
            usual.push(header);
        }
        Self { usual, are_certain: true }
    }

    /// Tells whether anything is known.
    pub(super) fn are_known(&self) -> bool {
        !self.usual.is_empty()
    }

    /// Tells whether records have so many cells.
    pub(super) fn fit(&self, cells: usize) -> bool {
        self.usual.contains(&cells)
    }

    /// Tells whether no record has so many cells.
    pub(super) fn are_below(&self, cells: usize) -> bool {
        self.usual.iter().all(|width| *width < cells)
    }
}

/// Counts lines by width; those whose quotes do not close, or that may be several, are left out.
struct Counts {
    lines: Vec<(usize, usize)>,
    header_ends_empty: bool,
}

impl Counts {
    fn of(data: &[u8], syntax: Syntax, header: Option<usize>) -> Self {
        let mut counts = Self { lines: Vec::new(), header_ends_empty: false };
        let mut cells: Vec<Piece> = Vec::new();
        let mut header = header;
        let mut rest = data;
        for _ in 0..LINES {
            // What the data end with may be a part of a line.
            let Some(end) = line_end(rest, syntax) else { break };
            let line = &rest[..without_crs(rest, 0, end)];
            rest = &rest[end + 1..];
            if syntax.cr_ends && rest.first() == Some(&LF) {
                rest = &rest[1..];
            }
            let found = split_line(line, syntax, &mut cells);
            if line.trim_ascii().is_empty() || found.open.is_some() || found.cr.is_some() {
                continue;
            }
            if header.is_some_and(|width| width == cells.len()) {
                header = None;
                counts.header_ends_empty =
                    cells.last().is_some_and(|cell| line[cell.start..cell.end].trim_ascii().is_empty());
            }
            match counts.lines.iter_mut().find(|(width, _)| *width == cells.len()) {
                Some((_, lines)) => *lines += 1,
                None => counts.lines.push((cells.len(), 1)),
            }
        }
        counts
    }

    fn count(&self, width: usize) -> usize {
        self.lines.iter().find(|(other, _)| *other == width).map_or(0, |(_, lines)| *lines)
    }

    /// Leaves one line of a width out.
    fn take(&mut self, width: usize) {
        if let Some((_, lines)) = self.lines.iter_mut().find(|(other, _)| *other == width) {
            *lines -= 1;
        }
    }

    /// Returns the width that more than half of the lines have, of those whose width is asked for, and how many lines that are.
    fn most(&self, is_asked: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let asked = || self.lines.iter().copied().filter(|(width, lines)| *lines > 0 && is_asked(*width));
        let all: usize = asked().map(|(_, lines)| lines).sum();
        asked().max_by_key(|(_, lines)| *lines).filter(|(_, lines)| lines * 2 > all)
    }
}
