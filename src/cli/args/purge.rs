//! Arguments of `db purge`.

use chrono::NaiveDate;
use clap::{ArgGroup, Args};

use super::values::{day, shop};

/// What is to be deleted for good.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(group = ArgGroup::new("purged").args(["contacts", "before", "shop"]).multiple(true).required(true))]
pub struct Purge {
    /// Blank only contact data (names, phones, addresses, messages, notes, names of files); figures stay
    #[arg(long)]
    pub contacts: bool,
    /// Only what belongs to orders submitted before this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub before: Option<NaiveDate>,
    /// Only this shop
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    /// Also delete the keyed hashes that recognize returning buyers and imported files
    #[arg(long, requires = "contacts")]
    pub hashes: bool,
    /// Also delete upgrade copies and leftovers of interrupted runs beside the database
    #[arg(long)]
    pub backups: bool,
    /// Count what would be deleted and delete nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    pub yes: bool,
}
