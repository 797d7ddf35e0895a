//! Arguments of the checks, and of the facts and rules that they use.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::values::{day, fact, number, shop};

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[arg(long, conflicts_with_all = ["shop", "ask", "explain", "ics"])]
    pub all_shops: bool,
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<NaiveDate>,
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,
    #[arg(long, value_name = "FACT=VALUE", value_parser = fact)]
    pub set: Vec<(String, String)>,
    #[arg(long)]
    pub ask: bool,
    #[arg(long)]
    pub explain: bool,
    #[arg(long, value_enum, default_value_t = StandingArg::All)]
    pub standing: StandingArg,
    #[arg(long, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = number(0..=u32::MAX))]
    pub after_sale_days: Option<u32>,
    #[arg(long, value_enum, value_name = "WHOSE")]
    pub trust: Option<Trust>,
    #[arg(long, value_name = "FILE")]
    pub holidays: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Trust {
    Declared,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StandingArg {
    All,
    Official,
}

#[derive(Debug, Args)]
pub struct Shop {
    #[arg(long = "shop", id = "shop", value_name = "NAME", value_parser = shop, global = true)]
    pub shops: Vec<String>,
    #[arg(long, value_name = "DIR", global = true)]
    pub rules: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<ShopAction>,
}

#[derive(Debug, Subcommand)]
pub enum ShopAction {
    List,
    Show,
    Set {
        #[arg(required = true, value_name = "FACT=VALUE", value_parser = fact)]
        facts: Vec<(String, String)>,
    },
    Unset {
        #[arg(required = true, value_name = "FACT")]
        facts: Vec<String>,
    },
    Rename {
        #[arg(value_parser = shop)]
        old: String,
        #[arg(value_parser = shop)]
        new: String,
    },
    Forget {
        #[arg(long, short)]
        yes: bool,
    },
    Group {
        #[command(subcommand)]
        action: GroupAction,
    },
    History,
}

#[derive(Debug, Subcommand)]
pub enum GroupAction {
    List,
    Add {
        #[arg(value_name = "NAME", value_parser = shop)]
        group: String,
        #[arg(required = true, value_name = "SHOP", value_parser = shop)]
        members: Vec<String>,
    },
    Remove {
        #[arg(value_name = "NAME", value_parser = shop)]
        group: String,
        #[arg(value_name = "SHOP", value_parser = shop)]
        members: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub struct Rules {
    #[arg(long, value_name = "DIR", global = true)]
    pub rules: Option<PathBuf>,
    #[command(subcommand)]
    pub action: Option<RulesAction>,
}

#[derive(Debug, Subcommand)]
pub enum RulesAction {
    List,
    Show { id: String },
    Facts,
    Check,
    Test,
}
