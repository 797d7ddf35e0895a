//! Arguments of the commands that query the database.

use std::path::PathBuf;

use clap::{ArgGroup, Args};
use shopkit::kit::Shops;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Basis, By, Compare, Rate, Report as ReportName};
use shopkit::report::order_split::SplitBy;

use super::orders::OrderOptions;
use super::scope::{Scope, first_given};
use super::values::{basis, by, compare, number, param, rate, report, shop, split_by, stamp};

#[derive(Debug, Args)]
pub struct Order {
    pub id: String,
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
}

#[derive(Debug, Args)]
pub struct Evidence {
    pub id: String,
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub on: Option<Stamp>,
}

#[derive(Debug, Args)]
// Without a name the command lists the reports, which takes no options.
#[command(group = ArgGroup::new("asked").args(["shop", "from", "to", "period", "all_shops", "group", "compare", "basis", "by", "on", "cap", "commission_rate", "no_estimates"]).multiple(true).requires("name"))]
pub struct Report {
    #[arg(value_name = "NAME", value_parser = report())]
    pub name: Option<ReportName>,
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub settings: ReportSettings,
}

#[derive(Debug, Args)]
pub struct Digest {
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[arg(long, value_name = "NAME", value_parser = shop, conflicts_with = "shop")]
    pub group: Option<String>,
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub on: Option<Stamp>,
}

/// Settings of reports; shared by `report` and `export`.
#[derive(Debug, Args)]
pub struct ReportSettings {
    #[arg(long, conflicts_with_all = ["shop", "group"])]
    pub all_shops: bool,
    #[arg(long, value_name = "NAME", value_parser = shop, conflicts_with = "shop")]
    pub group: Option<String>,
    #[arg(long, value_name = "DAYS", value_parser = compare())]
    pub compare: Option<Compare>,
    #[arg(long, value_name = "DAY", value_parser = basis())]
    pub basis: Option<Basis>,
    #[arg(long, value_name = "BY", value_parser = by())]
    pub by: Option<By>,
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub on: Option<Stamp>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = number(1..=u64::MAX))]
    pub cap: Option<u64>,
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub commission_rate: Option<Rate>,
    #[arg(long)]
    pub no_estimates: bool,
}

impl ReportSettings {
    /// Returns the shops that are asked about; `shop` is the one that is named.
    pub fn shops(&self, shop: Option<&str>) -> Shops {
        match &self.group {
            _ if self.all_shops => Shops::All,
            Some(group) => Shops::Group(group.clone()),
            None => Shops::One(shop.map(str::to_owned)),
        }
    }

    /// Returns the name of the first of these options that is given.
    pub fn given(&self) -> Option<&'static str> {
        let for_overview = [(self.on.is_some(), "--on"), (self.commission_rate.is_some(), "--commission-rate")];
        self.given_not_for_overview().or_else(|| first_given(&for_overview))
    }

    /// Returns the name of the first of these options that is given and does not apply to the overview.
    pub fn given_not_for_overview(&self) -> Option<&'static str> {
        let shops = first_given(&[(self.all_shops, "--all-shops"), (self.group.is_some(), "--group")]);
        shops.or_else(|| self.given_besides_both())
    }

    /// Returns the name of the first of these options that is given and does not name shops.
    pub fn given_besides_shops(&self) -> Option<&'static str> {
        let for_overview = [(self.on.is_some(), "--on"), (self.commission_rate.is_some(), "--commission-rate")];
        self.given_besides_both().or_else(|| first_given(&for_overview))
    }

    /// Returns the name of the first of these options that is given, names no shops and does not apply to the overview.
    fn given_besides_both(&self) -> Option<&'static str> {
        first_given(&[
            (self.compare.is_some(), "--compare"),
            (self.basis.is_some(), "--basis"),
            (self.by.is_some(), "--by"),
            (self.cap.is_some(), "--cap"),
            (self.no_estimates, "--no-estimates"),
        ])
    }
}

#[derive(Debug, Args)]
pub struct Verify {
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Sql {
    pub statement: String,
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub param: Vec<(String, String)>,
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = number(1..=86_400_u64))]
    pub timeout: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Export {
    #[arg(display_order = 0)]
    pub name: String,
    #[arg(display_order = 1)]
    pub file: PathBuf,
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub options: OrderOptions,
    #[command(flatten)]
    pub settings: ReportSettings,
    #[arg(long, value_name = "COLUMN", value_parser = split_by)]
    pub split_by: Option<SplitBy>,
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub param: Vec<(String, String)>,
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = number(1..=86_400_u64))]
    pub timeout: Option<u64>,
    #[arg(long, value_name = "FILE")]
    pub buyer_key: Option<PathBuf>,
}
