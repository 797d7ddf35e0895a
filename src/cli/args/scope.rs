//! The shop and the days that commands ask about.

use chrono::NaiveDate;
use clap::Args;
use shopkit::kit;
use shopkit::model::period::Period;

use super::values::{period, shop};

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
        first_given(&[(self.shop.is_some(), "--shop")]).or_else(|| self.given_days())
    }

    /// Returns the name of the first of the options that name days, where one is given.
    pub fn given_days(&self) -> Option<&'static str> {
        first_given(&[
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

/// Returns the name of the first option that is given.
pub(super) fn first_given(options: &[(bool, &'static str)]) -> Option<&'static str> {
    options.iter().find(|(given, _)| *given).map(|(_, option)| *option)
}
