//! Arguments of `lake`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use shopkit::model::time::Stamp;
use shopkit::report::named::{Basis, By, Rate, Report as ReportName};

use super::scope::Scope;
use super::values::{basis, by, number, rate, report, shop, stamp};

/// The most days that `vacuum` keeps.
const MOST_DAYS: u64 = 36_500;

#[derive(Debug, Args)]
pub struct Lake {
    #[command(subcommand)]
    pub action: LakeAction,
}

#[derive(Debug, Subcommand)]
pub enum LakeAction {
    Answer {
        #[arg(value_parser = report())]
        name: ReportName,
        #[command(flatten)]
        scope: Scope,
        #[arg(long, value_name = "DAY", value_parser = basis())]
        basis: Option<Basis>,
        #[arg(long, value_name = "BY", value_parser = by())]
        by: Option<By>,
        #[arg(long, value_name = "TIME", value_parser = stamp)]
        on: Option<Stamp>,
        #[arg(long, value_name = "RATE", value_parser = rate)]
        commission_rate: Option<Rate>,
        #[arg(long)]
        no_estimates: bool,
    },
    Vacuum {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "N", default_value_t = 7, allow_negative_numbers = true, value_parser = number(0..=MOST_DAYS))]
        keep_days: u64,
    },
    Purge {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "NAME", value_parser = shop)]
        shop: Option<String>,
        #[arg(long, short)]
        yes: bool,
    },
}
