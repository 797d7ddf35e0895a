//! The digest: one page about yesterday, the week and what needs doing, over all shops.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use shopkit::kit::{Kit, KitError, Shops};
use shopkit::model::calendar::sub_days;
use shopkit::model::table::{Datum, Table, Totals};
use shopkit::model::time::Stamp;
use shopkit::report::named::{Compare, PERIOD, Report, ReportOptions};
use shopkit::t;
use shopkit::texts::Texts;

use super::html::{self, escaped};
use super::views::report::ReportHead;

/// The days of the week that ended yesterday.
const WEEK: u64 = 7;

/// Holds the parts of the page in their order.
pub struct Digest {
    pub day: NaiveDate,
    pub parts: Vec<Part>,
}

/// Holds the answer of one report.
pub struct Part {
    /// The stable name of the part.
    pub name: &'static str,
    pub title: String,
    pub head: ReportHead,
    /// The answer as programs read it.
    pub answer: Table,
    /// The rows for people, with their totals.
    pub table: Table,
}

impl Digest {
    /// Asks the reports as of a moment.
    pub fn ask(kit: &Kit, shops: &Shops, at: Stamp, texts: Texts) -> Result<Self, KitError> {
        let _state = kit.snapshot()?;
        let day = at.day();
        let days = |days: u64| ReportOptions {
            from: Some(sub_days(day, days)),
            to: Some(sub_days(day, 1)),
            ..ReportOptions::default()
        };
        let compared = |days: ReportOptions| ReportOptions { compare: Some(Compare::Previous), ..days };
        let part = |name, title, report: Report, options: &ReportOptions| {
            let mut answer = Table::default();
            let notes = kit.report_of(report, shops, options, &mut answer)?;
            let head = ReportHead::of(report, &notes, texts);
            let mut table = answer.clone().for_people(PERIOD);
            let totals = answer.totals.iter().flatten().filter_map(|totals| totals.as_row(&table.columns));
            table.rows.extend(totals.collect::<Vec<_>>());
            Ok::<Part, KitError>(Part { name, title, head, answer, table })
        };
        let now = ReportOptions { on: Some(at), ..ReportOptions::default() };
        Ok(Self {
            day,
            parts: vec![
                part("yesterday", t!(texts, "digest-yesterday"), Report::SALES, &compared(days(1)))?,
                part("week", t!(texts, "digest-week"), Report::SALES, &compared(days(WEEK)))?,
                part("shops", t!(texts, "digest-shops"), Report::SHOPS, &days(WEEK))?,
                part("today", t!(texts, "digest-today"), Report::TODAY, &now)?,
            ],
        })
    }

    /// Returns the digest as programs read it.
    pub fn json(&self) -> Json {
        let part = |part: &Part| {
            let row = |row: &Vec<Datum>| row.iter().map(Datum::json).collect::<Vec<_>>();
            let notes = part.head.notes.iter().map(|note| json!({ "text": note.text, "is_warning": note.is_warning }));
            json!({
                "part": part.name,
                "columns": part.answer.columns.iter().map(|column| &column.key).collect::<Vec<_>>(),
                "rows": part.answer.rows.iter().map(row).collect::<Vec<_>>(),
                "totals": part.answer.totals.as_deref().map(Totals::json),
                "notes": notes.collect::<Vec<_>>(),
            })
        };
        json!({ "schema_version": 1, "on": self.day.to_string(), "parts": self.parts.iter().map(part).collect::<Vec<_>>() })
    }

    /// Returns the title.
    pub fn title(&self, texts: Texts) -> String {
        t!(texts, "digest-title", day = self.day)
    }

    /// Writes the digest as a page.
    pub fn write_html(&self, out: &mut dyn Write, texts: Texts) -> io::Result<()> {
        let title = self.title(texts);
        html::begin(out, texts, &title, "")?;
        writeln!(out, "<h1>{}</h1>{}", escaped(&title), html::written(texts))?;
        for part in &self.parts {
            writeln!(out, "<h2>{}</h2><p>{}</p>", escaped(&part.title), escaped(&part.head.scope))?;
            if !part.table.rows.is_empty() {
                html::table(out, &part.table, texts)?;
            }
            part.head.notes.iter().try_for_each(|note| writeln!(out, "{}", html::note(note, texts)))?;
        }
        writeln!(out, "</body></html>")
    }
}
