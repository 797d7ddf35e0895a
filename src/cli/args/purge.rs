//! Arguments of `db purge`.

use chrono::NaiveDate;
use clap::{ArgGroup, Args};

use super::values::{day, shop};

/// What to delete permanently.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(group = ArgGroup::new("purged").args(["contacts", "before", "shop"]).multiple(true).required(true))]
pub struct Purge {
    #[arg(long)]
    pub contacts: bool,
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub before: Option<NaiveDate>,
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[arg(long, requires = "contacts")]
    pub hashes: bool,
    #[arg(long)]
    pub backups: bool,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(long, short)]
    pub yes: bool,
}
