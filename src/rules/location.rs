//! Positions in rule files.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Holds a rule file: its name as errors show it, and its text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RuleFile {
    pub(super) name: String,
    pub(super) text: String,
    /// Where the lines begin.
    lines: Vec<usize>,
}

impl RuleFile {
    pub(super) fn new(name: &str, text: &str) -> Arc<Self> {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Arc::new(Self { name: name.to_owned(), text: text.to_owned(), lines })
    }
}

/// Holds a position in a rule file, shown as `file:line:column`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    pub(super) file: Arc<RuleFile>,
    pub(super) span: Range<usize>,
}

impl Location {
    /// Returns where the first of the files begins.
    pub(super) fn beginning(files: &[Arc<RuleFile>]) -> Self {
        let file = files.first().cloned().unwrap_or_else(|| RuleFile::new("rules", ""));
        Self { file, span: 0..0 }
    }

    /// Returns the name of the file.
    pub fn file(&self) -> &str {
        &self.file.name
    }

    /// Returns the line, 1-based.
    pub fn line(&self) -> usize {
        self.file.lines.partition_point(|begin| *begin <= self.span.start)
    }

    /// Returns the length of the line in bytes.
    pub(super) fn line_length(&self) -> usize {
        let line = self.line();
        let end = self.file.lines.get(line).copied().unwrap_or(self.file.text.len());
        end - self.file.lines[line - 1]
    }

    /// Returns the column in characters, 1-based.
    pub fn column(&self) -> usize {
        let begin = self.file.lines[self.line() - 1];
        self.file.text.get(begin..self.span.start).map_or(0, |before| before.chars().count()) + 1
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file(), self.line(), self.column())
    }
}
