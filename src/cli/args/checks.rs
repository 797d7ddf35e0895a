//! Arguments of the checks, and of what they rest on: declared facts and rules.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::values::{day, fact, shop};

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Shop [default: the only shop]
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    /// Judge every shop of the database, one line a shop
    #[arg(long, conflicts_with_all = ["shop", "ask", "explain", "ics"])]
    pub all_shops: bool,
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
    /// Days after completion within which buyers may ask for an after-sale [default: not known]
    #[arg(long, value_name = "N")]
    pub after_sale_days: Option<u32>,
    /// Whose word counts where what was declared and the imported orders contradict each other
    #[arg(long, value_enum, value_name = "WHOSE")]
    pub trust: Option<Trust>,
    /// Calendar of public holidays, which do not count as working days: .ics, or one date a line
    #[arg(long, value_name = "FILE")]
    pub holidays: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Trust {
    Declared,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Standing {
    All,
    Official,
}

#[derive(Debug, Args)]
pub struct Shop {
    /// Shop [default: the only shop]; may be given several times for set and unset
    #[arg(long = "shop", id = "shop", value_name = "NAME", value_parser = shop, global = true)]
    pub shops: Vec<String>,
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
    /// Keep facts of shops, such as closure.closed_on=2024-08-31
    Set {
        /// Facts; see `shopkit rules facts`
        #[arg(required = true, value_name = "FACT=VALUE", value_parser = fact)]
        facts: Vec<(String, String)>,
    },
    /// Take facts of shops back
    Unset {
        /// Names of facts
        #[arg(required = true, value_name = "FACT")]
        facts: Vec<String>,
    },
    /// Rename a shop; its orders, facts and verdicts stay with it
    Rename {
        /// Present name
        #[arg(value_parser = shop)]
        old: String,
        /// New name, which no other shop may have
        #[arg(value_parser = shop)]
        new: String,
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
    /// Show all that is known of a rule, or of a number that the rules set
    Show {
        /// Id of the rule, or name of the number, such as after-sale.most-days
        id: String,
    },
    /// List the facts that the rules ask for
    Facts,
    /// Look for mistakes in rule files: conditions that say nothing
    Check,
    /// Run the cases beside the rules
    Test,
}
