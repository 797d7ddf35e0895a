//! The command line as it is typed. The Chinese help stands in `help_zh`.

mod checks;
mod files;
mod purge;
mod questions;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use checks::{CheckArgs, Rules, RulesAction, Shop, ShopAction, Standing, Trust};
pub use files::{Import, Imports, ImportsAction, Inspect, Reading};
pub use purge::Purge;
pub use questions::{Choice, Export, Manner, Order, Orders, Report, Scope, Sql};

/// Import order files of Douyin Shop (抖店) and ask them questions, offline
#[derive(Debug, Parser)]
#[command(name = "shopkit", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0: done; 1: done, needs attention (rows rejected, no such order, the answer is not yes); 2: could not be done; 129, 130 or 143: ended by a signal (serve then ends with 0)"
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Database file [default: SHOPKIT_DB, else in your data folder; see `shopkit db path`]
    #[arg(long, global = true, value_name = "PATH", help_heading = "Global options")]
    pub db: Option<PathBuf>,
    /// Form of the answer [default: what the name of --output says, else table]
    #[arg(long, global = true, value_enum, help_heading = "Global options")]
    pub format: Option<Format>,
    /// Write the answer to a file; one that exists is replaced
    #[arg(long, short, global = true, value_name = "FILE", help_heading = "Global options")]
    pub output: Option<PathBuf>,
    /// Language of messages [default: the system's]
    #[arg(long, global = true, value_enum, help_heading = "Global options")]
    pub lang: Option<LangArg>,
    /// Colour of messages
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, help_heading = "Global options")]
    pub color: Color,
    /// Say nothing but the answer and errors
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Say more
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub verbose: bool,
    /// Show buyers' names, phones, addresses and notes
    #[arg(long, global = true, help_heading = "Global options")]
    pub show_pii: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Csv,
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
    /// Import downloaded files: orders, after-sales, commission, settlement, fund flow
    Import(Import),
    /// Show what a file is, without importing it
    Inspect(Inspect),
    /// List imports, show one, its rejected rows, or take one out
    Imports(Imports),
    /// List order lines
    Orders(Orders),
    /// Show one order with its lines and timeline
    Order(Order),
    /// Answer one of the questions that sellers ask; without a name, list them
    Report(Report),
    /// Run one SQL query that reads (views: 订单, order_lines, and those of the other exports)
    Sql(Sql),
    /// Write order lines, a report or the answer of a query to a file: .csv .xlsx .json .html
    Export(Export),
    /// Tell whether the shop may apply to close
    CloseCheck(CheckArgs),
    /// Tell whether a closed shop may apply to open again
    ReopenCheck(CheckArgs),
    /// List or rename shops; show, keep or take back what you declare of them; see earlier verdicts
    Shop(Shop),
    /// List the rules of the checks, show one, or check and test rule files
    Rules(Rules),
    /// Show where the database is, check it, back it up, or delete buyers' data from it
    Db(Db),
    /// Open all of this as a page in your browser, on this machine only
    #[cfg(feature = "page")]
    Serve(Serve),
    /// Take the whole tour on sample files in a throw-away database
    Demo,
    /// Print the completions for a shell
    Completions(Completions),
    /// Write manual pages into a folder
    Man(Man),
}

#[derive(Debug, Args)]
pub struct Db {
    #[command(subcommand)]
    pub action: DbAction,
}

#[derive(Debug, Subcommand)]
pub enum DbAction {
    /// Print where the database is
    Path,
    /// Look for damage
    Check,
    /// Copy the database into a new file
    Backup {
        /// The new file
        file: PathBuf,
    },
    /// Delete for good: orders and all that belongs to them, or only contact data; importing the files again can bring it back
    Purge(Purge),
}

#[cfg(feature = "page")]
#[derive(Debug, Args)]
pub struct Serve {
    /// Port of the page; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,
    /// Do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// Serve at 127.0.0.1 for browsers that cannot open *.localhost; less safe: other local ports receive the page's cookie
    #[arg(long)]
    pub plain_host: bool,
}

#[derive(Debug, Args)]
pub struct Completions {
    /// Shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct Man {
    /// Folder for the pages
    pub dir: PathBuf,
}
