//! What a reader fills in, read.

use chrono::{Datelike, NaiveDate};
use shopkit::model::time::{self, Stamp};

use super::labels::{self, Words};
use super::request::{Params, Told};

/// What fields want.
const DAY: Words = ("日期，如 2026-01-12", "a day such as 2026-01-12");
const MOMENT: Words = ("时间，如 2026-01-12 20:16:49", "a time such as 2026-01-12 20:16:49");
pub const NUMBER: Words = ("整数", "a whole number");
pub const SHARE: Words = ("百分比，如 20%", "a share such as 20%");
pub const LISTED: Words = ("列表中的一项", "one of the list");

/// Reads a day; nothing where none is given.
pub fn day(params: &Params, name: &str) -> Result<Option<NaiveDate>, Told> {
    read(params, name, DAY, |text| time::parse_day(text).filter(|day| (1990..=2200).contains(&day.year())))
}

/// Reads a moment; nothing where none is given.
pub fn moment(params: &Params, name: &str) -> Result<Option<Stamp>, Told> {
    read(params, name, MOMENT, Stamp::parse)
}

/// Reads a value; nothing where none is given.
pub fn read<T>(
    params: &Params,
    name: &str,
    wants: Words,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Told> {
    let unreadable = || Told::Unreadable { label: labels::label(name), wants };
    params.get(name).map(|text| parse(text).ok_or_else(unreadable)).transpose()
}
