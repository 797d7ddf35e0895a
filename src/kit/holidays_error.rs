//! What can be wrong with a calendar of holidays.

use std::path::PathBuf;

use crate::model::lang::Explain;
use crate::model::message::Message;
use crate::msg;

/// The most characters of a line that an error quotes.
pub(super) const QUOTED: usize = 40;

/// Says what is wrong with a calendar of holidays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{}\" is no calendar of holidays that can be read", path.display())]
pub struct HolidaysError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub problem: HolidaysProblem,
}

/// Names what can be wrong with a calendar of holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolidaysProblem {
    /// A line has no date that can be read.
    BadLine {
        /// The number of the line.
        line: usize,
        /// The beginning of the line.
        found: String,
    },
    /// An event repeats by a rule, which is not supported.
    Repeats {
        /// The number of the line with the rule.
        line: usize,
    },
    /// A part of the calendar does not end.
    Unclosed {
        /// The number of the line on which it begins.
        line: usize,
    },
    /// The file names no day.
    NoDays,
}

impl HolidaysProblem {
    pub(super) fn bad_line(line: usize, text: &str) -> Self {
        Self::BadLine { line, found: text.chars().take(QUOTED).collect() }
    }
}

impl Explain for HolidaysError {
    fn code(&self) -> &'static str {
        match self.problem {
            HolidaysProblem::BadLine { .. } => "bad-holiday",
            HolidaysProblem::Repeats { .. } => "repeating-holiday",
            HolidaysProblem::Unclosed { .. } => "incomplete-calendar",
            HolidaysProblem::NoDays => "no-holidays",
        }
    }

    fn message(&self) -> Message {
        let path = &self.path;
        match &self.problem {
            HolidaysProblem::BadLine { line, found } => {
                msg!("error-bad-holiday", path = path, line = *line, found = found)
            }
            HolidaysProblem::Repeats { line } => msg!("error-repeating-holiday", path = path, line = *line),
            HolidaysProblem::Unclosed { line } => msg!("error-incomplete-calendar", path = path, line = *line),
            HolidaysProblem::NoDays => msg!("error-no-holidays", path = path),
        }
    }

    fn hint(&self) -> Option<Message> {
        Some(match self.problem {
            HolidaysProblem::BadLine { .. } | HolidaysProblem::NoDays => msg!("hint-holidays"),
            HolidaysProblem::Repeats { .. } => msg!("hint-repeating-holiday"),
            HolidaysProblem::Unclosed { .. } => msg!("hint-incomplete-calendar"),
        })
    }
}
