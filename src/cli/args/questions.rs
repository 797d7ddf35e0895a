//! Arguments of the commands that query the database.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use shopkit::kit::{self, Shops};
use shopkit::model::period::Period;
use shopkit::model::time::Stamp;
use shopkit::report::named::{Basis, By, Compare, Rate, Report as ReportName};
use shopkit::report::order_split::SplitBy;
use shopkit::report::orders::SortKey;

use super::values::{basis, by, compare, number, param, period, rate, report, shop, sort, split_by, stamp};

#[derive(Debug, Args)]
pub struct Orders {
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub options: OrderOptions,
}

/// The shop and the days of the wanted orders; shared by `orders`, `report` and `export`.
#[derive(Debug, Args)]
pub struct Scope {
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
    #[arg(long, value_name = "DAY", value_parser = period)]
    from: Option<Period>,
    #[arg(long, value_name = "DAY", value_parser = period)]
    to: Option<Period>,
    #[arg(long, value_name = "PERIOD", value_parser = period, conflicts_with_all = ["from", "to"])]
    period: Option<Period>,
}

impl Scope {
    /// Returns the name of the first of these options that is given.
    pub fn given(&self) -> Option<&'static str> {
        first_given(&[
            (self.shop.is_some(), "--shop"),
            (self.from.is_some(), "--from"),
            (self.to.is_some(), "--to"),
            (self.period.is_some(), "--period"),
        ])
    }

    /// Returns the option that asks for a period, where it is given.
    pub fn given_period(&self) -> Option<&'static str> {
        self.period.map(|_| "--period")
    }

    /// Returns the first and the last day that are asked for, where there are such.
    pub fn days(&self) -> [Option<NaiveDate>; 2] {
        let today = kit::today();
        let [from, to] = [self.period.or(self.from), self.period.or(self.to)];
        [from.map(|period| period.days(today).first), to.map(|period| period.days(today).last)]
    }
}

/// Filters and order of sub-orders; shared by `orders` and `export`.
#[derive(Debug, Args)]
pub struct OrderOptions {
    #[arg(long, value_name = "STATUS")]
    pub status: Vec<String>,
    #[arg(long, value_name = "STATUS", allow_hyphen_values = true)]
    pub after_sale: Vec<String>,
    #[arg(long, value_name = "TYPE")]
    pub promotion: Option<String>,
    #[arg(long, value_name = "PRODUCT")]
    pub product: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = number(0..=u64::MAX))]
    pub limit: Option<u64>,
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = sort)]
    pub sort: Option<(SortKey, bool)>,
}

impl OrderOptions {
    /// Returns the name of the first of these options that is given.
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
        first_given(&[
            (self.all_shops, "--all-shops"),
            (self.group.is_some(), "--group"),
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
}
