//! What a reader fills in, read.

use chrono::{Datelike, NaiveDate};
use shopkit::model::time;

use super::request::{Params, Told};

/// Reads a day; nothing where none is given.
pub fn day(params: &Params, name: &str) -> Result<Option<NaiveDate>, Told> {
    read(params, name, |text| time::parse_day(text).filter(|day| (1990..=2200).contains(&day.year())))
}

/// Reads a value; nothing where none is given.
pub fn read<T>(params: &Params, name: &str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Told> {
    let unreadable = || Told::Unreadable(name.to_owned());
    params.get(name).map(|text| parse(text).ok_or_else(unreadable)).transpose()
}
