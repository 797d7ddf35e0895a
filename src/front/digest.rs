//! The digest: one page about yesterday, the week and what needs doing, over all shops.

use std::collections::BTreeSet;
use std::io::{self, Write};

use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use shopkit::kit::{Kit, KitError, Shops};
use shopkit::model::calendar::sub_days;
use shopkit::model::message::Arg;
use shopkit::model::table::{Datum, Table, Totals};
use shopkit::model::time::Stamp;
use shopkit::report::named::{Compare, PERIOD, Report, ReportOptions};
use shopkit::t;
use shopkit::texts::Texts;

use super::datum::plain;
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
    /// The rows and columns that people need, with their totals.
    pub table: Table,
    /// Says what the table leaves out.
    pub note: Option<String>,
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
            let idle = if report == Report::TODAY { without_idle(&mut table) } else { 0 };
            let totals = table.totals.take().into_iter().flatten();
            let totals: Vec<_> = totals.filter_map(|totals| totals.as_row(&table.columns)).collect();
            table.rows.extend(totals);
            let note = (idle > 0).then(|| t!(texts, "digest-idle-shops", shops = Arg::count(idle)));
            Ok::<Part, KitError>(Part { name, title, head, answer, table: with_few_columns(table), note })
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
            part.note.iter().try_for_each(|note| writeln!(out, "<p>{}</p>", escaped(note)))?;
            part.head.notes.iter().try_for_each(|note| writeln!(out, "{}", html::note(note, texts)))?;
        }
        writeln!(out, "</body></html>")
    }
}

/// Columns that a reader of a digest does not need: they repeat others, or belong to the whole report.
const LEFT_OUT: &[&str] = &[
    "lines",
    "lines_before",
    "units_before",
    "amount_change",
    "amount_share_of_change",
    "paid_lines",
    "paid_lines_before",
    "refunded_lines",
    "refunded_lines_before",
];

/// Leaves out the columns that a reader of a digest does not need. What needs doing is counted in lines too, so it keeps all.
fn with_few_columns(table: Table) -> Table {
    let is_compared = table.position("amount_before").is_some();
    if is_compared { table.keeping(|index| !LEFT_OUT.contains(&table.columns[index].key.as_str())) } else { table }
}

/// Takes out what nobody has to do, of the totals too, and counts the shops that have nothing to do at all. What is not known stays.
pub fn without_idle(table: &mut Table) -> usize {
    let Some(lines) = table.position("lines") else { return 0 };
    let is_idle = |totals: &Totals| totals.as_row(&table.columns).is_none_or(|row| row[lines] == Datum::Int(0));
    let totals = table.totals.as_deref().unwrap_or_default();
    let kept: Vec<Totals> = totals.iter().filter(|totals| !is_idle(totals)).cloned().collect();
    table.totals = table.totals.is_some().then_some(kept);
    let shop_of = table.position("shop");
    let shops = |rows: &[Vec<Datum>]| -> BTreeSet<String> {
        let shop = |row: &Vec<Datum>| shop_of.map(|index| plain(&row[index]));
        rows.iter().filter_map(shop).collect()
    };
    let before = shops(&table.rows);
    table.rows.retain(|row| row[lines] != Datum::Int(0));
    before.difference(&shops(&table.rows)).count()
}

#[cfg(test)]
mod tests {
    use shopkit::model::table::Column;

    use super::*;

    #[test]
    fn only_shops_without_anything_to_do_are_left_out() {
        let row = |shop: &str, lines: Datum| vec![Datum::Text(shop.to_owned()), lines];
        let rows = vec![
            row("idle", Datum::Int(0)),
            row("idle", Datum::Int(0)),
            row("busy", Datum::Int(0)),
            row("busy", Datum::Int(2)),
            row("unknown", Datum::Null),
        ];
        let mut table = Table::new(["shop", "lines"].map(Column::plain).to_vec(), rows);
        assert_eq!(without_idle(&mut table), 1);
        assert_eq!(table.rows, [row("busy", Datum::Int(2)), row("unknown", Datum::Null)]);
    }
}
