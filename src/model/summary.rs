//! The result of an import.

use std::ops::AddAssign;

use chrono::NaiveDate;

use super::export::{Encoding, ExportKind, Format, Grain};
use super::reject::{Reject, RejectKind, Warning};
use super::table::{Column, columns};
use super::time::Stamp;

/// Counts the rows of a file by what was done with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All rows with cells but the header; the sum of the others.
    pub rows_read: u64,
    /// New rows.
    pub inserted: u64,
    /// Rows that changed the current state.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that a newer export contradicts; they are kept in the timeline.
    pub stale: u64,
    /// Rows that are equal to an earlier row of the file.
    pub duplicate: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Rows without content, and titles and notes above the header.
    pub blank: u64,
}

/// Returns the columns of the counts, in the order of [`Counts::named`].
pub fn count_columns() -> Vec<Column> {
    columns(&["rows_read", "inserted", "updated", "unchanged", "stale", "duplicate", "rejected", "blank"])
}

impl Counts {
    /// Returns the counts under their stable names, in the order of the summary.
    pub fn named(&self) -> [(&'static str, u64); 8] {
        [
            ("rows_read", self.rows_read),
            ("inserted", self.inserted),
            ("updated", self.updated),
            ("unchanged", self.unchanged),
            ("stale", self.stale),
            ("duplicate", self.duplicate),
            ("rejected", self.rejected),
            ("blank", self.blank),
        ]
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.rows_read += other.rows_read;
        self.inserted += other.inserted;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.stale += other.stale;
        self.duplicate += other.duplicate;
        self.rejected += other.rejected;
        self.blank += other.blank;
    }
}

/// Holds a range of days in Beijing, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

/// Returns the first day on which an order can have been submitted; the platform had no shops before.
pub fn first_day_of_orders() -> NaiveDate {
    NaiveDate::from_ymd_opt(2014, 1, 1).unwrap_or_default()
}

impl Days {
    /// Leaves out the days on which no order of an export can have been submitted: those before there were shops, and those after the
    /// export. Older versions have stored such days. Returns nothing where no other day remains.
    pub fn possible(self, exported_on: NaiveDate) -> Option<Self> {
        let (first, last) = (self.first.max(first_day_of_orders()), self.last.min(exported_on.succ_opt()?));
        (first <= last).then_some(Self { first, last })
    }

    /// Returns the ranges between the given ones that none of them covers, in order.
    pub fn gaps(mut spans: Vec<Self>) -> Vec<Self> {
        spans.sort_unstable();
        let mut gaps = Vec::new();
        let mut covered: Option<NaiveDate> = None;
        for span in spans {
            if let Some(first) = covered.and_then(|day| day.succ_opt())
                && let Some(last) = span.first.pred_opt()
                && first <= last
            {
                gaps.push(Self { first, last });
            }
            covered = covered.max(Some(span.last));
        }
        gaps
    }
}

/// Holds what is known about a file before its rows are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// The format, by the content of the file.
    pub format: Format,
    /// The encoding, for delimited text.
    pub encoding: Option<Encoding>,
    /// The name of the sheet, for workbooks.
    pub sheet: Option<String>,
    /// The kind of export.
    pub kind: ExportKind,
    /// What one row stands for.
    pub grain: Option<Grain>,
}

/// Tells what was done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileStatus {
    /// Its rows were stored.
    Imported,
    /// The shop has a file of the same bytes already.
    Skipped,
    /// Nothing of it was stored.
    Failed,
    /// It was read as for an import, and nothing was stored.
    DryRun,
}

impl FileStatus {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::DryRun => "dry_run",
        }
    }
}

/// Tells where the time of an export comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportedFrom {
    /// The user gave it.
    Option,
    /// The name of the file begins with it.
    Name,
    /// It is the modification time of the file, which is later where the file was copied or saved again.
    FileDate,
    /// It is the time of the newest order, since the file is dated before it.
    Orders,
}

impl ExportedFrom {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Option => "option",
            Self::Name => "name",
            Self::FileDate => "file_date",
            Self::Orders => "orders",
        }
    }
}

/// Holds the result of importing a file.
#[derive(Debug, Clone)]
pub struct ImportSummary {
    /// The lower-case hex SHA-256 of the bytes.
    pub sha256: String,
    /// What was done with the file.
    pub status: FileStatus,
    /// What the file is.
    pub facts: FileFacts,
    /// The shop that the rows went to.
    pub shop: String,
    /// When the export was made, as far as is known.
    pub exported_at: Stamp,
    /// Where that time comes from.
    pub exported_from: ExportedFrom,
    /// The number of the import; none for a dry run.
    pub import_id: Option<i64>,
    /// The rows by what was done with them.
    pub counts: Counts,
    /// The rows of workbooks that the exact reader had to read in place of the fast one.
    pub exact_rows: u64,
    /// The first rejects, at most [`ImportSummary::MAX_REJECTS`].
    pub rejects: Vec<Reject>,
    /// All rejects, by reason and header.
    pub reject_kinds: Vec<RejectKind>,
    /// What the user should check.
    pub warnings: Vec<Warning>,
    /// The unknown headers, in the order of the file.
    pub unknown_columns: Vec<String>,
    /// The days of 订单提交时间 that the file covers.
    pub days: Option<Days>,
    /// The days that no import of the shop covers, between those that are covered.
    pub gaps: Vec<Days>,
}

impl ImportSummary {
    /// Tells whether part of the file was not imported: rejected rows, or sheets with rows of the same kind.
    pub fn needs_attention(&self) -> bool {
        self.counts.rejected > 0 || self.warnings.iter().any(Warning::skips_rows)
    }

    /// The most rejects that a summary holds; the database has all of them.
    pub const MAX_REJECTS: usize = 100;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: &str, last: &str) -> Days {
        let day = |text| super::super::time::parse_day(text).expect("a day");
        Days { first: day(first), last: day(last) }
    }

    #[test]
    fn impossible_days_are_left_out() {
        let exported = span("2026-01-12", "2026-01-12").last;
        for (first, last, remaining) in [
            ("2026-01-01", "2026-01-12", Some(("2026-01-01", "2026-01-12"))),
            ("0206-01-05", "2026-01-12", Some(("2014-01-01", "2026-01-12"))),
            ("2026-01-01", "9999-12-31", Some(("2026-01-01", "2026-01-13"))),
            ("0206-01-05", "0206-01-06", None),
            ("9999-12-30", "9999-12-31", None),
        ] {
            let remaining = remaining.map(|(first, last)| span(first, last));
            assert_eq!(span(first, last).possible(exported), remaining, "{first} {last}");
        }
    }

    #[test]
    fn gaps_are_the_days_that_no_span_covers() {
        let spans = vec![
            span("2026-01-10", "2026-01-12"),
            span("2026-01-01", "2026-01-05"),
            span("2026-01-02", "2026-01-03"),
            span("2026-01-13", "2026-01-14"),
        ];
        assert_eq!(Days::gaps(spans), [span("2026-01-06", "2026-01-09")]);
        assert_eq!(Days::gaps(vec![]), []);
    }
}
