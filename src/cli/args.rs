//! The command line as it is typed. The Chinese help stands in `help_zh`.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use shopkit::model::export::ExportKind;
use shopkit::model::time::{self, Stamp};
use shopkit::report::named::{By, Rate, Report as ReportName};
use shopkit::report::orders::SortKey;
use shopkit::sheet::ForcedEncoding;

/// Import order files of Douyin Shop (抖店) and ask them questions, offline
#[derive(Debug, Parser)]
#[command(name = "shopkit", version, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 done but look (rows rejected, no such order, the answer is not yes), 2 could not be done"
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
    /// List shops; show, keep or take back what you declare of one; see earlier verdicts
    Shop(Shop),
    /// List the rules of the checks, show one, or check and test rule files
    Rules(Rules),
    /// Show where the database is, check it, or back it up
    Db(Db),
    /// Take the whole tour on sample files in a throw-away database
    Demo,
    /// Print the completions for a shell
    Completions(Completions),
    /// Write manual pages into a folder
    Man(Man),
}

/// How files are read; shared by `import` and `inspect`.
#[derive(Debug, Args)]
pub struct Reading {
    /// What the file must be
    #[arg(long, value_enum, default_value_t = Kind::Auto)]
    pub kind: Kind,
    /// Encoding of text files
    #[arg(long, value_enum, default_value_t = Encoding::Auto)]
    pub encoding: Encoding,
    /// Sheet of a workbook [default: the one with the orders]
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// When the export was made, in Beijing time [default: from the file name, else the file's date]
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub exported_at: Option<Stamp>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files: .xlsx .xls .xlsb .ods .csv
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Shop that the orders belong to [default: the only shop]
    #[arg(long, value_name = "NAME", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub shop: Option<String>,
    #[command(flatten)]
    pub reading: Reading,
    /// Report what an import would do and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Refuse a file as soon as one row is rejected
    #[arg(long)]
    pub strict: bool,
    /// Refuse a file with more rejected rows than this
    #[arg(long, value_name = "N", conflicts_with = "strict")]
    pub max_rejects: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Auto,
    Orders,
    #[value(name = "aftersales")]
    AfterSales,
    Commission,
    Settlement,
    Funds,
}

impl Kind {
    pub fn wanted(self) -> Option<ExportKind> {
        match self {
            Self::Auto => None,
            Self::Orders => Some(ExportKind::Orders),
            Self::AfterSales => Some(ExportKind::AfterSales),
            Self::Commission => Some(ExportKind::Commission),
            Self::Settlement => Some(ExportKind::Settlement),
            Self::Funds => Some(ExportKind::Funds),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Encoding {
    Auto,
    #[value(name = "utf-8")]
    Utf8,
    Gb18030,
    #[value(name = "utf-16")]
    Utf16,
}

impl Encoding {
    pub fn forced(self) -> Option<ForcedEncoding> {
        match self {
            Self::Auto => None,
            Self::Utf8 => Some(ForcedEncoding::Utf8),
            Self::Gb18030 => Some(ForcedEncoding::Gb18030),
            Self::Utf16 => Some(ForcedEncoding::Utf16),
        }
    }
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// File to look at
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub struct Imports {
    #[command(subcommand)]
    pub action: Option<ImportsAction>,
}

#[derive(Debug, Subcommand)]
pub enum ImportsAction {
    /// List imports
    List {
        /// Only this shop
        #[arg(long, value_name = "NAME")]
        shop: Option<String>,
    },
    /// Show all that is known of an import
    Show {
        /// Number of the import
        id: i64,
    },
    /// List the rows of an import that were rejected
    Rejects {
        /// Number of the import
        id: i64,
    },
    /// Take an import out, as if the file had never been imported
    Undo {
        /// Number of the import
        id: i64,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct Orders {
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub choice: Choice,
}

/// Whose orders are wanted, and of which days; shared by `orders`, `report` and `export`.
#[derive(Debug, Args)]
pub struct Scope {
    /// Shop [default: the only shop]
    #[arg(long, value_name = "NAME")]
    pub shop: Option<String>,
    /// First day the orders were submitted
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Last day the orders were submitted
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<NaiveDate>,
}

impl Scope {
    /// Names an option of these that is given.
    pub fn given(&self) -> Option<&'static str> {
        first_given(&[(self.shop.is_some(), "--shop"), (self.from.is_some(), "--from"), (self.to.is_some(), "--to")])
    }
}

/// Which order lines are wanted, and how; shared by `orders` and `export`.
#[derive(Debug, Args)]
pub struct Choice {
    /// Order status, such as 待发货; several with commas
    #[arg(long, value_name = "STATUS")]
    pub status: Vec<String>,
    /// After-sale status, `-` for none; several with commas
    #[arg(long, value_name = "STATUS", allow_hyphen_values = true)]
    pub after_sale: Vec<String>,
    /// Promotion: 精选联盟 (or alliance), 无 (or none)
    #[arg(long, value_name = "TYPE")]
    pub promotion: Option<String>,
    /// Product id, or a part of the product's name
    #[arg(long, value_name = "PRODUCT")]
    pub product: Option<String>,
    /// An id, or a part of product, code or notes
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Most lines to list; 0 for all [default: 100 in a table, else all]
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
    /// Sort by submitted, paid, amount, quantity, status or product; `-` before it for the largest first [default: -submitted]
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = sort)]
    pub sort: Option<(SortKey, bool)>,
}

impl Choice {
    /// Names an option of these that is given.
    pub fn given(&self) -> Option<&'static str> {
        first_given(&[
            (!self.status.is_empty(), "--status"),
            (!self.after_sale.is_empty(), "--after-sale"),
            (self.promotion.is_some(), "--promotion"),
            (self.product.is_some(), "--product"),
            (self.search.is_some(), "--search"),
            (self.limit.is_some(), "--limit"),
            (self.sort.is_some(), "--sort"),
        ])
    }
}

fn first_given(options: &[(bool, &'static str)]) -> Option<&'static str> {
    options.iter().find(|(given, _)| *given).map(|(_, option)| *option)
}

#[derive(Debug, Args)]
pub struct Order {
    /// Id of an order or of a sub-order
    pub id: String,
    /// Only this shop
    #[arg(long, value_name = "NAME")]
    pub shop: Option<String>,
}

#[derive(Debug, Args)]
// The list of reports takes no options.
#[command(group = ArgGroup::new("asked").args(["shop", "from", "to", "by", "on", "cap", "commission_rate"]).multiple(true).requires("name"))]
pub struct Report {
    /// Name of the report; `shopkit report` says what each answers
    #[arg(value_name = "NAME", value_parser = report())]
    pub name: Option<ReportName>,
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub manner: Manner,
}

/// How a report is asked; shared by `report` and `export`.
#[derive(Debug, Args)]
pub struct Manner {
    /// What to tell rows apart by
    #[arg(long, value_name = "BY", value_parser = by())]
    pub by: Option<By>,
    /// Moment to judge at, in Beijing time [default: now]
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub on: Option<Stamp>,
    /// Rows that one export may have (export-plan) [default: 500000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub cap: Option<u64>,
    /// Commission to estimate with, such as 20% or 0.2 (promotion, income)
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub commission_rate: Option<Rate>,
}

impl Manner {
    /// Names an option of these that is given.
    pub fn given(&self) -> Option<&'static str> {
        let of_overview = [(self.on.is_some(), "--on"), (self.commission_rate.is_some(), "--commission-rate")];
        self.given_beside_overview().or_else(|| first_given(&of_overview))
    }

    /// Names an option of these that is given and that the overview has no use for.
    pub fn given_beside_overview(&self) -> Option<&'static str> {
        first_given(&[(self.by.is_some(), "--by"), (self.cap.is_some(), "--cap")])
    }
}

#[derive(Debug, Args)]
pub struct Sql {
    /// One SELECT statement
    pub statement: String,
    /// Value for :NAME in the statement; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub param: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub struct Export {
    /// What to write: `orders` for order lines with all columns, a report by its name, `overview` for a page with charts, or `sql:SELECT ...`
    #[arg(display_order = 0)]
    pub name: String,
    /// File to write; its name says the form: .csv .xlsx .json .html; one that exists is replaced
    #[arg(display_order = 1)]
    pub file: PathBuf,
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub choice: Choice,
    #[command(flatten)]
    pub manner: Manner,
    /// Value for :NAME in the statement of `sql:`; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub param: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Shop [default: the only shop]
    #[arg(long, value_name = "NAME")]
    pub shop: Option<String>,
    /// Day to judge on [default: today in Beijing]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<NaiveDate>,
    /// File of facts (TOML); beats what `shop set` keeps
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    /// Fact for this check; beats all others; may be given several times
    #[arg(long, value_name = "FACT=VALUE", value_parser = fact)]
    pub set: Vec<(String, String)>,
    /// Ask for the facts that are still needed, one by one, and keep the answers
    #[arg(long)]
    pub ask: bool,
    /// Show how each rule was judged, condition by condition
    #[arg(long)]
    pub explain: bool,
    /// Which rules to judge by
    #[arg(long, value_enum, default_value_t = Standing::All)]
    pub standing: Standing,
    /// Folder with rule files that replace the built-in ones
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Write the dates into a calendar file
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
    /// Days after completion within which buyers may ask for an after-sale
    #[arg(long, value_name = "N", default_value_t = shopkit::kit::AFTER_SALE_DAYS)]
    pub after_sale_days: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Standing {
    All,
    Official,
}

#[derive(Debug, Args)]
pub struct Shop {
    /// Shop [default: the only shop]
    #[arg(long = "shop", id = "shop", value_name = "NAME", global = true)]
    pub name: Option<String>,
    /// Folder with rule files that replace the built-in ones
    #[arg(long, value_name = "DIR", global = true)]
    pub rules: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<ShopAction>,
}

#[derive(Debug, Subcommand)]
pub enum ShopAction {
    /// List shops
    List,
    /// Show the facts that are known of a shop
    Show,
    /// Keep facts of a shop, such as closure.closed_on=2024-08-31
    Set {
        /// Facts; see `shopkit rules facts`
        #[arg(required = true, value_name = "FACT=VALUE", value_parser = fact)]
        facts: Vec<(String, String)>,
    },
    /// Take facts of a shop back
    Unset {
        /// Names of facts
        #[arg(required = true, value_name = "FACT")]
        facts: Vec<String>,
    },
    /// Forget the declared facts and verdicts of a shop; its orders stay
    Forget {
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// List earlier verdicts, and what the rules of today would say
    History,
}

#[derive(Debug, Args)]
pub struct Rules {
    /// Folder with rule files that replace the built-in ones
    #[arg(long, value_name = "DIR", global = true)]
    pub rules: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<RulesAction>,
}

#[derive(Debug, Subcommand)]
pub enum RulesAction {
    /// List the rules
    List,
    /// Show all that is known of a rule
    Show {
        /// Id of the rule
        id: String,
    },
    /// List the facts that the rules ask for
    Facts,
    /// Look for mistakes in rule files: conditions that say nothing
    Check,
    /// Run the cases beside the rules
    Test,
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

fn stamp(text: &str) -> Result<Stamp, String> {
    Stamp::parse(text).ok_or_else(|| "write it like 2026-01-12 20:16:49".to_owned())
}

fn day(text: &str) -> Result<NaiveDate, String> {
    let day = time::parse_day(text).filter(|day| (1990..=2200).contains(&day.year()));
    day.ok_or_else(|| "write it like 2026-01-12".to_owned())
}

fn sort(text: &str) -> Result<(SortKey, bool), String> {
    let (name, ascending) = match text.strip_prefix('-') {
        Some(name) => (name, false),
        None => (text, true),
    };
    let key = SortKey::ALL.iter().find(|key| key.as_str() == name).ok_or_else(|| {
        let names: Vec<_> = SortKey::ALL.iter().map(|key| key.as_str()).collect();
        format!("choose one of {}", names.join(", "))
    })?;
    Ok((*key, ascending))
}

/// Reads the name of a report; clap lists the names in the help and finds the nearest to a wrong one.
fn report() -> impl TypedValueParser<Value = ReportName> {
    PossibleValuesParser::new(ReportName::ALL.iter().map(|report| report.name()))
        .try_map(|name| ReportName::by_name(&name).ok_or("no such report"))
}

fn by() -> impl TypedValueParser<Value = By> {
    PossibleValuesParser::new(By::ALL.iter().map(|by| by.as_str()))
        .try_map(|name| By::ALL.iter().copied().find(|by| by.as_str() == name).ok_or("no such way"))
}

fn rate(text: &str) -> Result<Rate, String> {
    Rate::parse(text).ok_or_else(|| "write it like 20% or 0.2".to_owned())
}

fn fact(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as FACT=VALUE, such as closure.closed_on=2024-08-31")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

fn param(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
