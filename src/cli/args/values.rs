//! Parsers of the values of arguments.

use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use shopkit::model::message::{Arg, Message};
use shopkit::model::period::Period;
use shopkit::model::time::{self, Stamp};
use shopkit::msg;
use shopkit::report::named::{Basis, By, Compare, Rate, Report as ReportName};
use shopkit::report::order_filter::SortKey;
use shopkit::report::order_split::SplitBy;

/// The largest upper bound of a number that its error names; nobody types larger ones on purpose.
const NAMED_BOUND: u64 = 1_000_000;

/// Tells how to write a value that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the value is not written as it must be")]
pub struct BadValue(pub Message);

pub(super) fn stamp(text: &str) -> Result<Stamp, BadValue> {
    Stamp::parse(text).ok_or_else(|| BadValue(msg!("command-value-time")))
}

pub(super) fn day(text: &str) -> Result<NaiveDate, BadValue> {
    let day = time::parse_day(text).filter(|day| (1990..=2200).contains(&day.year()));
    day.ok_or_else(|| BadValue(msg!("command-value-day")))
}

/// Reads a period, of which a day is one.
pub(super) fn period(text: &str) -> Result<Period, BadValue> {
    Period::parse(text).ok_or_else(|| BadValue(msg!("command-value-period")))
}

/// Reads a whole number within bounds.
pub(super) fn number<N>(range: RangeInclusive<N>) -> impl Fn(&str) -> Result<N, BadValue> + Clone
where
    N: FromStr + PartialOrd + Copy + TryInto<u64>,
{
    move |text| {
        let number = text.parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| {
            let [from, to] = [*range.start(), *range.end()].map(|bound| bound.try_into().unwrap_or_default());
            BadValue(match to {
                ..=NAMED_BOUND => msg!("command-value-number", from = from, to = to),
                _ => msg!("command-value-number-from", from = from),
            })
        })
    }
}

pub(super) fn sort(text: &str) -> Result<(SortKey, bool), BadValue> {
    let (name, ascending) = match text.strip_prefix('-') {
        Some(name) => (name, false),
        None => (text, true),
    };
    let key = SortKey::by_name(name).ok_or_else(|| {
        let keys = SortKey::ALL.iter().map(|key| key.as_str());
        BadValue(msg!("command-value-sort", keys = Arg::list(keys)))
    })?;
    Ok((key, ascending))
}

/// Reads what orders are split by, in either language.
pub(super) fn split_by(text: &str) -> Result<SplitBy, BadValue> {
    SplitBy::by_name(text).ok_or_else(|| {
        let names = SplitBy::ALL.iter().map(|by| format!("{}|{}", by.as_str(), by.chinese()));
        BadValue(msg!("command-value-split-by", names = Arg::list(names)))
    })
}

/// Reads the name of a report from those that the help lists.
pub(super) fn report() -> impl TypedValueParser<Value = ReportName> {
    PossibleValuesParser::new(ReportName::ALL.iter().map(|report| report.name()))
        .try_map(|name| ReportName::by_name(&name).ok_or("no report has this name"))
}

pub(super) fn compare() -> impl TypedValueParser<Value = Compare> {
    PossibleValuesParser::new(Compare::ALL.iter().map(|compare| compare.as_str()))
        .try_map(|name| Compare::by_name(&name).ok_or("no comparison has this name"))
}

pub(super) fn basis() -> impl TypedValueParser<Value = Basis> {
    PossibleValuesParser::new(Basis::ALL.iter().map(|basis| basis.as_str()))
        .try_map(|name| Basis::by_name(&name).ok_or("no day has this name"))
}

pub(super) fn by() -> impl TypedValueParser<Value = By> {
    PossibleValuesParser::new(By::ALL.iter().map(|by| by.as_str()))
        .try_map(|name| By::by_name(&name).ok_or("no grouping has this name"))
}

pub(super) fn rate(text: &str) -> Result<Rate, BadValue> {
    Rate::parse(text).ok_or_else(|| BadValue(msg!("command-value-rate")))
}

pub(super) fn fact(text: &str) -> Result<(String, String), BadValue> {
    let (name, value) = text.split_once('=').ok_or_else(|| BadValue(msg!("command-value-fact")))?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Reads the name of a shop, which cannot be empty.
pub(super) fn shop(text: &str) -> Result<String, BadValue> {
    if text.trim().is_empty() { Err(BadValue(msg!("command-value-shop"))) } else { Ok(text.to_owned()) }
}

pub(super) fn param(text: &str) -> Result<(String, String), BadValue> {
    let (name, value) = text.split_once('=').ok_or_else(|| BadValue(msg!("command-value-param")))?;
    Ok((name.to_owned(), value.to_owned()))
}
