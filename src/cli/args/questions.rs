//! Arguments of the commands that answer questions.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use shopkit::model::time::Stamp;
use shopkit::report::named::{By, Rate, Report as ReportName};
use shopkit::report::orders::SortKey;

use super::values::{by, day, param, rate, report, shop, sort, stamp};

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
    #[arg(long, value_name = "NAME", value_parser = shop)]
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
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
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
    #[arg(long, value_name = "NAME", value_parser = shop)]
    pub shop: Option<String>,
}

#[derive(Debug, Args)]
// The list of reports takes no options.
#[command(group = ArgGroup::new("asked").args(["shop", "from", "to", "by", "on", "cap", "commission_rate", "no_estimates"]).multiple(true).requires("name"))]
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
    /// Rows that one export may have (export-plan) [default: the platform's cap]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..))]
    pub cap: Option<u64>,
    /// Commission to estimate with, such as 20% or 0.2 (promotion, income)
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub commission_rate: Option<Rate>,
    /// Leave out the fees of lines that are not settled yet, rather than estimate them (promotion, income)
    #[arg(long)]
    pub no_estimates: bool,
}

impl Manner {
    /// Names an option of these that is given.
    pub fn given(&self) -> Option<&'static str> {
        let of_overview = [(self.on.is_some(), "--on"), (self.commission_rate.is_some(), "--commission-rate")];
        self.given_beside_overview().or_else(|| first_given(&of_overview))
    }

    /// Names an option of these that is given and that the overview has no use for.
    pub fn given_beside_overview(&self) -> Option<&'static str> {
        first_given(&[
            (self.by.is_some(), "--by"),
            (self.cap.is_some(), "--cap"),
            (self.no_estimates, "--no-estimates"),
        ])
    }
}

#[derive(Debug, Args)]
pub struct Sql {
    /// One SELECT statement
    pub statement: String,
    /// Value for :NAME in the statement; may be given several times
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub param: Vec<(String, String)>,
    /// Stop the query after this many seconds, even while rows still arrive [default: 30]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
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
    /// Stop the query of `sql:` after this many seconds, even while rows still arrive [default: 30]
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: Option<u64>,
}
