//! What the platform exports of a shop at a moment: all kinds of files, in the layouts of their time.

mod after_sales;
mod commission;
mod expenses;
mod fund_flow;
mod orders;
mod statement;

use super::moment::Moment;
use super::shop::Shop;

/// A file as the platform writes it.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub text: String,
}

/// Exports all that the platform knows at a moment.
pub fn export(shop: &Shop, moment: Moment) -> Vec<File> {
    let mut files = orders::export(shop, moment);
    files.push(after_sales::export(shop, moment));
    files.push(commission::export(shop, moment));
    files.extend(statement::export(shop, moment));
    files.extend(fund_flow::export(shop, moment));
    files.extend(expenses::export(shop, moment));
    files
}

/// Cells by their headers. A row has no cell under a header that the layout lacks, and `-` where it says nothing.
type Cells = Vec<(&'static str, String)>;

/// Writes a table of rows under a header.
fn table(name: String, header: &str, rows: impl IntoIterator<Item = Cells>) -> File {
    let mut text = format!("\u{feff}{header}\n");
    for cells in rows {
        let cell = |header| cells.iter().find(|(name, _)| *name == header).map_or("-", |(_, cell)| cell.as_str());
        text.push_str(&header.split(',').map(cell).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    File { name, text }
}

/// Names the file of a quarter.
fn named(what: &str, quarter: i64) -> String {
    format!("{what}-{}-q{}.csv", quarter / 4, quarter % 4 + 1)
}

/// Guards a text as the platform does, so that a spreadsheet keeps it.
fn guarded(text: &str) -> String {
    format!("\"\t{text}\"")
}

/// Writes a moment, if it has come.
fn time(at: Option<Moment>, now: Moment) -> String {
    at.filter(|at| *at <= now).map_or_else(|| "-".to_owned(), |at| at.to_string())
}
