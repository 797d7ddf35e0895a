//! The command line as it is typed. Its descriptions are in `locales/*/help.ftl`.

mod checks;
mod files;
mod lake;
mod orders;
mod purge;
mod questions;
mod scope;
mod values;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub use checks::{CheckArgs, GroupAction, Rules, RulesAction, Shop, ShopAction, StandingArg, Trust};
pub use files::{Costs, CostsAction, Import, Imports, ImportsAction, Inspect, ReadingArgs};
pub use lake::{Lake, LakeAction};
pub use orders::{OrderOptions, Orders};
pub use purge::Purge;
pub use questions::{Digest, Evidence, Export, Order, Report, ReportSettings, Sql, Verify};
pub use scope::Scope;
pub use values::BadValue;

#[cfg(feature = "page")]
use values::number;

#[derive(Debug, Parser)]
#[command(
    name = "shopkit",
    version,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct Cli {
    // clap would list its own after the options of all commands.
    #[arg(long, short, action = ArgAction::Help, global = true, display_order = LAST)]
    help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version, display_order = LAST)]
    version: Option<bool>,
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// The order of options that are listed behind all others of a command.
const LAST: usize = 1000;

/// The heading of options that every command has. The help replaces it by its text.
const GLOBAL: &str = "Global options";

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "PATH", help_heading = GLOBAL)]
    pub db: Option<PathBuf>,
    #[arg(long, global = true, value_enum, help_heading = GLOBAL)]
    pub format: Option<Format>,
    #[arg(long, short, global = true, value_name = "FILE", help_heading = GLOBAL)]
    pub output: Option<PathBuf>,
    #[arg(long, global = true, value_enum, help_heading = GLOBAL)]
    pub lang: Option<LangArg>,
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, help_heading = GLOBAL)]
    pub color: Color,
    #[arg(long, short, global = true, help_heading = GLOBAL)]
    pub quiet: bool,
    #[arg(long, short, global = true, help_heading = GLOBAL)]
    pub verbose: bool,
    #[arg(long, global = true, help_heading = GLOBAL)]
    pub show_pii: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
    /// Only for files that orders are split into, so the help of other commands does not name it.
    #[value(hide = true)]
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Import(Import),
    Inspect(Inspect),
    Imports(Imports),
    Orders(Orders),
    Order(Order),
    Evidence(Evidence),
    Report(Report),
    Digest(Digest),
    Verify(Verify),
    Sql(Sql),
    Export(Export),
    Lake(Lake),
    Costs(Costs),
    CloseCheck(CheckArgs),
    ReopenCheck(CheckArgs),
    Shop(Shop),
    Rules(Rules),
    Db(Db),
    #[cfg(feature = "page")]
    Serve(Serve),
    Demo,
    Completions(Completions),
    Man(Man),
}

#[derive(Debug, Args)]
pub struct Db {
    #[command(subcommand)]
    pub action: DbAction,
}

#[derive(Debug, Subcommand)]
pub enum DbAction {
    Path,
    Check,
    Backup {
        file: PathBuf,
    },
    Restore {
        file: PathBuf,
        #[arg(long, short)]
        yes: bool,
    },
    Purge(Purge),
}

#[cfg(feature = "page")]
#[derive(Debug, Args)]
pub struct Serve {
    #[arg(long, value_name = "N", default_value_t = 0, allow_negative_numbers = true, value_parser = number(0..=u16::MAX))]
    pub port: u16,
    #[arg(long)]
    pub no_open: bool,
    #[arg(long)]
    pub plain_host: bool,
}

#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    pub dir: PathBuf,
}
