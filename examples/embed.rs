//! Imports a file, asks a report and judges a check, with nothing but the library:
//! `cargo run --no-default-features --example embed -- FILE`.

#![allow(clippy::print_stdout, reason = "the answers are printed")]

use std::error::Error;
use std::path::PathBuf;

use shopkit::kit::{CheckOptions, ImportOptions, Kit, Silent};
use shopkit::model::table::Table;
use shopkit::report::named::{Report, ReportOptions};
use shopkit::rules::{Check, Ruleset};

fn main() -> Result<(), Box<dyn Error>> {
    let sample = "fixtures/sub-order-csv/1768222209_84d8f3a19c5e4b7d8e2016c47ab95d3fzaHCLELw.csv";
    let file = std::env::args_os().nth(1).map_or_else(|| PathBuf::from(sample), PathBuf::from);

    // A database that is gone when it is closed; `Kit::open` keeps one in a file.
    let mut kit = Kit::open_scratch()?;
    let import = kit.import(&file, &ImportOptions::default(), &mut Silent)?;
    println!("{} order lines, {} rows rejected", import.counts.inserted, import.counts.rejected);

    let mut sales = Table::default();
    kit.report(Report::SALES, None, &ReportOptions::default(), &mut sales)?;
    for (column, cell) in sales.columns.iter().zip(sales.rows.iter().flatten()) {
        println!("{}: {cell:?}", column.key);
    }

    let checked = kit.check(Ruleset::built_in(), &CheckOptions::new(Check::Close))?;
    println!("may the shop be closed: {}", checked.verdict.answer.as_str());
    Ok(())
}
