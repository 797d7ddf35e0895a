//! A report: its name, its texts, what it takes and needs, and how it answers.

use std::fmt;

use super::error::ReportError;
use super::options::{Basis, By, Compare, ReportOptions, Takes};
use super::query::Query;
use crate::model::field::Field;
use crate::model::message::Message;
use crate::model::table::RowSink;

/// Describes a report. Each report has a file of its own with one of these, and a line in the list of reports.
pub(super) struct ReportSpec {
    /// The stable name. Its texts are `report-{name}-title` and `report-{name}-about`.
    pub name: &'static str,
    /// The options that it takes.
    pub takes: &'static [Takes],
    /// The columns that an export must have, or a part of the answer is unknown.
    pub needs: &'static [Field],
    /// Whether it counts what the after-sale file says.
    pub reads_after_sales: bool,
    /// Whether its heading names the days of the orders.
    pub has_days: bool,
    /// Answers.
    pub answer: fn(&mut Query<'_>, &mut dyn RowSink) -> Result<(), ReportError>,
    /// How it makes rows of groups that were summed up elsewhere, where it can.
    pub grouped: Option<Grouped>,
}

/// How a report makes rows of groups that were summed up elsewhere.
pub(super) struct Grouped {
    /// Names the measures of a group, distinct counts among them.
    pub measures: fn() -> Vec<&'static str>,
    /// Those of them that count distinct things, of which one may be in several groups.
    pub distinct: &'static [&'static str],
    /// Writes the rows.
    pub rows: fn(&mut Query<'_>, &mut dyn RowSink) -> Result<(), ReportError>,
}

/// A report, by its name.
#[derive(Clone, Copy)]
pub struct Report(pub(super) &'static ReportSpec);

impl Report {
    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Returns the title of a page or sheet with the report.
    pub fn title(self) -> Message {
        Message::new(format!("report-{}-title", self.name()), Vec::new())
    }

    /// Says in one line what the report answers.
    pub fn about(self) -> Message {
        Message::new(format!("report-{}-about", self.name()), Vec::new())
    }

    /// Lists the options that the report takes.
    pub fn takes(self) -> &'static [Takes] {
        self.0.takes
    }

    /// Tells whether the report counts what the after-sale file says.
    pub fn reads_after_sales(self) -> bool {
        self.0.reads_after_sales
    }

    /// Says that the report does not take an option, which is named as it is typed.
    pub fn unfit(self, option: impl Into<String>) -> ReportError {
        let own = self.takes().iter().flat_map(|takes| takes.typed());
        let takes = ["--shop".to_owned()].into_iter().chain(own).collect();
        ReportError::Unfit { report: self.name(), option: option.into(), takes }
    }

    /// Refuses options that the report does not take, and days in the wrong order.
    pub(super) fn check(self, options: &ReportOptions) -> Result<(), ReportError> {
        let without = |takes: Takes| !self.takes().contains(&takes);
        let takes_by =
            |by: By| self.takes().iter().any(|takes| matches!(takes, Takes::By(values) if values.contains(&by)));
        let takes_basis = |basis: Basis| {
            self.takes().iter().any(|takes| matches!(takes, Takes::Basis(values) if values.contains(&basis)))
        };
        let basis = options.basis;
        let by = options.by.filter(|by| !takes_by(*by));
        let unfit = [
            (options.from.is_some() && without(Takes::Period), "--from".to_owned()),
            (options.to.is_some() && without(Takes::Period), "--to".to_owned()),
            (basis != Basis::Submitted && !takes_basis(basis), format!("--basis {}", basis.as_str())),
            (
                options.compare.is_some() && without(Takes::Compare),
                format!("--compare {}", options.compare.map_or("", Compare::as_str)),
            ),
            (by.is_some(), format!("--by {}", by.map_or("", By::as_str))),
            (options.on.is_some() && without(Takes::On), "--on".to_owned()),
            (options.cap.is_some() && without(Takes::Cap), "--cap".to_owned()),
            (options.commission_rate.is_some() && without(Takes::CommissionRate), "--commission-rate".to_owned()),
            (options.no_estimates && without(Takes::NoEstimates), "--no-estimates".to_owned()),
        ];
        if let Some((_, option)) = unfit.into_iter().find(|(unfit, _)| *unfit) {
            return Err(self.unfit(option));
        }
        if options.compare.is_some() && options.from.zip(options.to).is_none() {
            return Err(ReportError::NoDaysToCompare);
        }
        match (options.from, options.to) {
            (Some(from), Some(to)) if from > to => Err(ReportError::DaysTurnedRound { from, to }),
            _ => Ok(()),
        }
    }
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Report {}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
