//! The number of cells that the records of a file have.

use super::quote::{CellSpan, LF, Syntax, line_end, split_line, without_crs};

/// The number of lines at the top of a file from which the widths are learned.
const LINES: usize = 1000;

/// The numbers of cells that records of a file have.
///
/// Usually there is one, that of the header. But all rows may have a trailing delimiter that the header lacks, or vice versa.
#[derive(Debug, Clone, Default)]
pub(super) struct Widths {
    usual: Vec<usize>,
    /// Whether the header is known, so that a record of another width is irregular.
    pub(super) are_certain: bool,
}

impl Widths {
    /// Learns from the top of a file; `header` is the number of cells of its header, if it is known.
    pub(super) fn learn(data: &[u8], syntax: Syntax, header: Option<usize>) -> Self {
        let mut widths = WidthCounts::of(data, syntax, header);
        let Some(header) = header else {
            let most = widths.most(|width| width > 1);
            return Self {
                usual: most.filter(|(_, lines)| *lines > 1).map(|(width, _)| width).into_iter().collect(),
                are_certain: false,
            };
        };
        // The header itself does not count.
        widths.take(header);
        let shorter = if widths.header_ends_empty { header.saturating_sub(1) } else { header };
        let most = widths.most(|width| width >= shorter.max(2));
        let mut usual: Vec<usize> = most.map(|(width, _)| width).into_iter().collect();
        if !usual.contains(&header) && (usual.is_empty() || widths.count(header) > 0) {
            usual.push(header);
        }
        Self { usual, are_certain: true }
    }

    /// Tells whether any width is known.
    pub(super) fn are_known(&self) -> bool {
        !self.usual.is_empty()
    }

    /// Tells whether records have this number of cells.
    pub(super) fn fit(&self, cells: usize) -> bool {
        self.usual.contains(&cells)
    }

    /// Tells whether all records have fewer cells.
    pub(super) fn are_below(&self, cells: usize) -> bool {
        self.usual.iter().all(|width| *width < cells)
    }
}

/// The number of lines by width. Lines with unclosed quotes, or which may be several lines, do not count.
struct WidthCounts {
    lines: Vec<(usize, usize)>,
    header_ends_empty: bool,
}

impl WidthCounts {
    fn of(data: &[u8], syntax: Syntax, header: Option<usize>) -> Self {
        let mut counts = Self { lines: Vec::new(), header_ends_empty: false };
        let mut cells: Vec<CellSpan> = Vec::new();
        let mut header = header;
        let mut rest = data;
        for _ in 0..LINES {
            // The data may end within a line.
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

    /// Removes one line of a width.
    fn take(&mut self, width: usize) {
        if let Some((_, lines)) = self.lines.iter_mut().find(|(other, _)| *other == width) {
            *lines -= 1;
        }
    }

    /// Returns the width of more than half of the considered lines, and the number of these lines.
    fn most(&self, is_considered: impl Fn(usize) -> bool) -> Option<(usize, usize)> {
        let considered = || self.lines.iter().copied().filter(|(width, lines)| *lines > 0 && is_considered(*width));
        let all: usize = considered().map(|(_, lines)| lines).sum();
        considered().max_by_key(|(_, lines)| *lines).filter(|(_, lines)| lines * 2 > all)
    }
}
