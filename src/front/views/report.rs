//! What the fronts show of a report.

use chrono::NaiveDate;
use shopkit::kit::{Kit, KitError, Shops};
use shopkit::model::summary::Days;
use shopkit::model::table::{Datum, Table};
use shopkit::model::time::Stamp;
use shopkit::report::named::{By, Note, PERIOD, Report, ReportNotes, ReportOptions};
use shopkit::texts::Texts;

/// Shows a report with its rows.
pub struct ReportView {
    pub report: Report,
    pub head: ReportHead,
    pub shop: String,
    /// What the rows are grouped by.
    pub by: Option<By>,
    /// The days of the answer; nothing where there are none.
    pub period: Option<Days>,
    /// The day as of which the report was asked, where that makes a difference.
    pub as_of: Option<NaiveDate>,
    /// When the newest export of the orders was made.
    pub newest_export: Option<String>,
    /// That moment.
    pub moment: Option<Stamp>,
    /// The rows for people: the period first, and no columns for programs.
    pub table: Table,
}

/// Shows what goes with the rows of a report.
pub struct ReportHead {
    pub title: String,
    /// The shop, the days or the moment, and how recent the data are.
    pub scope: String,
    /// The shop, and how recent the data are.
    pub shops: String,
    /// What a reader has to know.
    pub notes: Vec<NoteView>,
}

/// Shows one thing that a reader of a report has to know.
pub struct NoteView {
    pub text: String,
    /// Whether it needs attention, rather than helping to read the rows.
    pub is_warning: bool,
}

impl ReportView {
    /// Asks a report and builds its view.
    pub fn ask(
        kit: &Kit,
        report: Report,
        shop: Option<&str>,
        options: &ReportOptions,
        texts: Texts,
    ) -> Result<Self, KitError> {
        Self::ask_of(kit, report, &Shops::One(shop.map(str::to_owned)), options, texts)
    }

    /// Asks a report of some shops and builds its view.
    pub fn ask_of(
        kit: &Kit,
        report: Report,
        shops: &Shops,
        options: &ReportOptions,
        texts: Texts,
    ) -> Result<Self, KitError> {
        let mut table = Table::default();
        let notes = kit.report_of(report, shops, options, &mut table)?;
        Ok(Self { by: options.by, ..Self::of(report, table, notes, texts) })
    }

    /// Builds the view of an answer that is grouped by nothing.
    pub fn of(report: Report, table: Table, notes: ReportNotes, texts: Texts) -> Self {
        Self {
            report,
            head: ReportHead::of(report, &notes, texts),
            shop: notes.shop,
            by: None,
            period: notes.period,
            as_of: notes.as_of.map(Stamp::day),
            newest_export: notes.newest_export,
            moment: notes.as_of,
            table: table.for_people(PERIOD),
        }
    }

    /// Returns the cells of two columns, row by row.
    pub fn pairs(&self, first: &str, second: &str) -> impl Iterator<Item = (&Datum, &Datum)> {
        let indices = self.table.position(first).zip(self.table.position(second));
        let rows = self.table.rows.iter();
        rows.filter_map(move |row| indices.and_then(|(first, second)| row.get(first).zip(row.get(second))))
    }

    /// Returns the sum of a column over all rows; that of an answer without totals is the cell of its only row.
    pub fn total(&self, key: &str) -> Datum {
        let totals = self.table.totals.iter().flatten().find(|totals| totals.of.is_none());
        match totals {
            Some(totals) => totals.sums.iter().find(|(sum, _)| sum == key).map_or(Datum::Null, |(_, sum)| sum.clone()),
            None if self.table.rows.len() == 1 => self.only(key),
            None => Datum::Null,
        }
    }

    /// Returns the cell of a column in the only row, or nothing.
    pub fn only(&self, key: &str) -> Datum {
        self.pairs(key, key).next().map_or(Datum::Null, |(cell, _)| cell.clone())
    }
}

impl ReportHead {
    /// Builds what goes with the rows of a report.
    pub fn of(report: Report, notes: &ReportNotes, texts: Texts) -> Self {
        let note = |note: &Note| NoteView { text: texts.say(&note.message), is_warning: note.is_warning };
        Self {
            title: texts.say(&report.title()),
            scope: texts.say(&notes.heading()),
            shops: texts.say(&ReportNotes { period: None, as_of: None, ..notes.clone() }.heading()),
            notes: notes.notes.iter().map(note).collect(),
        }
    }
}
