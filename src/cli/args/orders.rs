//! Arguments of the commands that list order lines.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use shopkit::model::calendar::WEEKDAYS;
use shopkit::model::message::Arg;
use shopkit::model::time::Stamp;
use shopkit::msg;
use shopkit::report::named::Basis;
use shopkit::report::order_filter::{Match, ShipBy, SortKey, Stage};

use super::scope::{Scope, first_given};
use super::values::{BadValue, number, sort, stamp};

#[derive(Debug, Args)]
pub struct Orders {
    #[command(flatten)]
    pub scope: Scope,
    #[command(flatten)]
    pub options: OrderOptions,
    #[arg(long, value_name = "DAY", value_parser = basis_of_order())]
    pub basis: Option<Basis>,
    #[arg(long, value_name = "TIME", value_parser = stamp)]
    pub on: Option<Stamp>,
}

/// Filters, order and columns of sub-orders; shared by `orders` and `export`.
#[derive(Debug, Args)]
pub struct OrderOptions {
    #[arg(long, value_name = "STATUS", allow_hyphen_values = true)]
    pub status: Vec<String>,
    #[arg(long, value_name = "STATUS", allow_hyphen_values = true)]
    pub after_sale: Vec<String>,
    #[arg(long)]
    pub open_after_sale: bool,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = matching)]
    pub cancel_reason: Option<Match>,
    #[arg(long, value_name = "STAGE", value_parser = stage())]
    pub stage: Option<Stage>,
    #[arg(long, value_name = "WHEN", value_parser = ship_by)]
    pub ship_by: Option<ShipBy>,
    #[arg(long, value_name = "TYPE", allow_hyphen_values = true)]
    pub promotion: Option<String>,
    #[arg(long, value_name = "PRODUCT", allow_hyphen_values = true, value_parser = matching)]
    pub product: Option<Match>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = matching)]
    pub spec: Option<Match>,
    #[arg(long, value_name = "CODE", allow_hyphen_values = true, value_parser = matching)]
    pub sku_code: Option<Match>,
    #[arg(long, value_name = "CREATOR", allow_hyphen_values = true, value_parser = matching)]
    pub creator: Option<Match>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = matching)]
    pub province: Option<Match>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = matching)]
    pub city: Option<Match>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = matching)]
    pub traffic_genre: Option<Match>,
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = matching)]
    pub traffic_type: Option<Match>,
    #[arg(long, value_name = "yes|no", value_parser = yes_or_no())]
    pub gift: Option<bool>,
    #[arg(long)]
    pub late_values: bool,
    #[arg(long, value_name = "HOUR", allow_negative_numbers = true, value_parser = number(0..=23_u8))]
    pub hour: Option<u8>,
    #[arg(long, value_name = "DAY", value_parser = weekday)]
    pub weekday: Option<u8>,
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = number(0..=u64::MAX))]
    pub limit: Option<u64>,
    #[arg(long, value_name = "KEY", allow_hyphen_values = true, value_parser = sort)]
    pub sort: Option<(SortKey, bool)>,
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub columns: Vec<String>,
}

impl OrderOptions {
    /// Returns the name of the first of these options that is given.
    pub fn given(&self) -> Option<&'static str> {
        first_given(&[
            (!self.status.is_empty(), "--status"),
            (!self.after_sale.is_empty(), "--after-sale"),
            (self.open_after_sale, "--open-after-sale"),
            (self.cancel_reason.is_some(), "--cancel-reason"),
            (self.stage.is_some(), "--stage"),
            (self.ship_by.is_some(), "--ship-by"),
            (self.promotion.is_some(), "--promotion"),
            (self.product.is_some(), "--product"),
            (self.spec.is_some(), "--spec"),
            (self.sku_code.is_some(), "--sku-code"),
            (self.creator.is_some(), "--creator"),
            (self.province.is_some(), "--province"),
            (self.city.is_some(), "--city"),
            (self.traffic_genre.is_some(), "--traffic-genre"),
            (self.traffic_type.is_some(), "--traffic-type"),
            (self.gift.is_some(), "--gift"),
            (self.late_values, "--late-values"),
            (self.hour.is_some(), "--hour"),
            (self.weekday.is_some(), "--weekday"),
            (self.search.is_some(), "--search"),
            (self.limit.is_some(), "--limit"),
            (self.sort.is_some(), "--sort"),
            (!self.columns.is_empty(), "--columns"),
        ])
    }
}

fn stage() -> impl TypedValueParser<Value = Stage> {
    PossibleValuesParser::new(Stage::ALL.iter().map(|stage| stage.as_str()))
        .try_map(|name| Stage::by_name(&name).ok_or("no stage has this name"))
}

fn basis_of_order() -> impl TypedValueParser<Value = Basis> {
    PossibleValuesParser::new([Basis::Submitted, Basis::Paid].map(Basis::as_str))
        .try_map(|name| Basis::by_name(&name).ok_or("no day has this name"))
}

fn yes_or_no() -> impl TypedValueParser<Value = bool> {
    PossibleValuesParser::new(["yes", "no"]).map(|answer| answer == "yes")
}

fn ship_by(text: &str) -> Result<ShipBy, BadValue> {
    ShipBy::by_name(text).ok_or_else(|| {
        let names = ShipBy::WORDS.iter().map(|word| word.text());
        BadValue(msg!("command-value-ship-by", names = Arg::list(names)))
    })
}

fn matching(text: &str) -> Result<Match, BadValue> {
    Match::parse(text).ok_or_else(|| BadValue(msg!("command-value-match")))
}

fn weekday(text: &str) -> Result<u8, BadValue> {
    let days = (0..).zip(WEEKDAYS);
    let day = days.into_iter().find(|(_, name)| *name == text).map(|(day, _)| day);
    day.ok_or_else(|| BadValue(msg!("command-value-weekday", names = Arg::list(WEEKDAYS))))
}
