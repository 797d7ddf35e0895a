//! What the page tells: answers of the reports, as everybody can ask for them.

use chrono::NaiveDate;
use shopkit::kit::{Kit, KitError};
use shopkit::model::table::{Datum, Table};
use shopkit::model::time::Stamp;
use shopkit::report::named::{By, PERIOD, Rate, Report, ReportNotes, ReportOptions};

/// The most days that are told one by one, and the most that are told by week.
const MOST_DAYS: (i64, i64) = (62, 400);

/// Tells what the reports are asked about.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The shop; the only one where none is named.
    pub shop: Option<String>,
    /// The first and the last day of the orders.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The moment to judge at; now where none is named.
    pub on: Option<Stamp>,
    /// What commission is estimated with.
    pub commission_rate: Option<Rate>,
}

/// Holds the answer of a report.
pub struct Answer {
    pub report: Report,
    pub table: Table,
    pub notes: ReportNotes,
}

impl Answer {
    /// Asks a report.
    pub fn ask(kit: &Kit, report: Report, asked: &Asked, options: ReportOptions) -> Result<Self, KitError> {
        let mut table = Table::default();
        let notes = kit.report(report, asked.shop.as_deref(), &options, &mut table)?;
        Ok(Self { report, table: table.for_people(PERIOD), notes })
    }

    /// Returns the cells of two columns, row by row.
    pub fn pairs(&self, key: &str, value: &str) -> impl Iterator<Item = (&Datum, &Datum)> {
        let place = |key: &str| self.table.columns.iter().position(|column| column.key == key);
        let places = place(key).zip(place(value));
        let rows = self.table.rows.iter();
        rows.filter_map(move |row| places.and_then(|(key, value)| row.get(key).zip(row.get(value))))
    }

    /// Returns the cell of a column in the only row, or nothing.
    pub fn only(&self, key: &str) -> Datum {
        self.pairs(key, key).next().map_or(Datum::Null, |(cell, _)| cell.clone())
    }
}

/// Holds the answers that the page is made of.
pub struct Answers {
    pub today: Answer,
    pub sales: Answer,
    /// Sales by day, week or month.
    pub course: Answer,
    /// Which of these it is.
    pub by: By,
    pub promotion: Answer,
    pub products: Answer,
    pub repeat: Answer,
    pub regions: Answer,
    pub coverage: Answer,
}

impl Answers {
    /// Asks the reports.
    pub fn ask(kit: &Kit, asked: &Asked) -> Result<Self, KitError> {
        let _state = kit.one_state()?;
        let period = ReportOptions { from: asked.from, to: asked.to, ..ReportOptions::default() };
        let judged = ReportOptions { on: asked.on, ..period };
        let ask = |report, options| Answer::ask(kit, report, asked, options);
        let sales = ask(Report::Sales, period)?;
        let by = told_by(&sales);
        Ok(Self {
            today: ask(Report::Today, ReportOptions { on: asked.on, ..ReportOptions::default() })?,
            sales,
            course: ask(Report::Sales, ReportOptions { by: Some(by), ..period })?,
            by,
            promotion: ask(Report::Promotion, ReportOptions { commission_rate: asked.commission_rate, ..period })?,
            products: ask(Report::Products, period)?,
            repeat: ask(Report::Repeat, period)?,
            regions: ask(Report::Regions, period)?,
            coverage: ask(Report::Coverage, judged)?,
        })
    }

    /// Tells whether nothing was imported that could be told of.
    pub fn is_empty(&self) -> bool {
        self.sales.notes.newest_export.is_none()
    }
}

/// Returns by what sales are told apart, for as many days as the answer has.
pub fn told_by(sales: &Answer) -> By {
    match sales.notes.period.map_or(0, |days| (days.last - days.first).num_days() + 1) {
        days if days <= MOST_DAYS.0 => By::Day,
        days if days <= MOST_DAYS.1 => By::Week,
        _ => By::Month,
    }
}
