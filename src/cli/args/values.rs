//! Values of arguments, as they are typed.

use chrono::{Datelike, NaiveDate};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use shopkit::model::time::{self, Stamp};
use shopkit::report::named::{By, Rate, Report as ReportName};
use shopkit::report::orders::SortKey;

pub(super) fn stamp(text: &str) -> Result<Stamp, String> {
    Stamp::parse(text).ok_or_else(|| "write it like 2026-01-12 20:16:49".to_owned())
}

pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    let day = time::parse_day(text).filter(|day| (1990..=2200).contains(&day.year()));
    day.ok_or_else(|| "write it like 2026-01-12".to_owned())
}

pub(super) fn sort(text: &str) -> Result<(SortKey, bool), String> {
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
pub(super) fn report() -> impl TypedValueParser<Value = ReportName> {
    PossibleValuesParser::new(ReportName::ALL.iter().map(|report| report.name()))
        .try_map(|name| ReportName::by_name(&name).ok_or("no such report"))
}

pub(super) fn by() -> impl TypedValueParser<Value = By> {
    PossibleValuesParser::new(By::ALL.iter().map(|by| by.as_str()))
        .try_map(|name| By::ALL.iter().copied().find(|by| by.as_str() == name).ok_or("no such way"))
}

pub(super) fn rate(text: &str) -> Result<Rate, String> {
    Rate::parse(text).ok_or_else(|| "write it like 20% or 0.2".to_owned())
}

pub(super) fn fact(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as FACT=VALUE, such as closure.closed_on=2024-08-31")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// Reads the name of a shop.
pub(super) fn shop(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("a shop needs a name".to_owned()) } else { Ok(text.to_owned()) }
}

pub(super) fn param(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
