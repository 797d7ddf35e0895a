//! Which charts each report has. Each bar is a cell of the report's table, or a sum of cells of one column.

use std::io::{self, Write};

use shopkit::model::table::SHOP;
use shopkit::report::named::{By, PERIOD};
use shopkit::texts::Texts;

pub use super::source::Link;
use super::source::Source;
use super::{flows, lists, over_time};
use crate::front::views::report::ReportView;

/// The reports whose rows are names with values: the columns that name a row, and that of its value.
const NAMED: &[(&str, &[&str], &str)] = &[
    ("shops", &[], "amount"),
    ("status", &["status", "after_sale"], "lines"),
    ("sales", &["weekday"], "amount"),
    ("promotion", &["promotion", "creator"], "amount"),
    ("income", &[], "net"),
    ("fees", &["fee", "product", "creator"], "charged"),
    ("profit", &["product", "spec", "creator", "order_id"], "profit"),
    ("cashflow", &["scene", "origin"], "net_movement"),
    ("repeat", &["product"], "repeat_buyers"),
    ("products", &["product", "spec"], "amount"),
    ("regions", &["region", "city"], "amount"),
    ("creators", &["creator"], "amount"),
    ("traffic", &["traffic_genre", "traffic_type"], "amount"),
    ("shipping", &["warehouse"], "late_rate"),
    ("aftersales", &["stage", "after_sale_reason", "after_sale_type", "after_sale", "reason"], "lines"),
];

/// The reports that are drawn over time as a whole, and the columns that are drawn.
const OVER_TIME: &[(&str, &[&str])] = &[
    ("sales", &["amount"]),
    ("income", &["paid", "net"]),
    ("fees", &["charged"]),
    ("profit", &["profit"]),
    ("cashflow", &["money_in", "money_out"]),
    ("shipping", &["late_rate"]),
];

/// Writes the charts of a report; nothing where a picture would say no more than the table.
pub fn write(out: &mut dyn Write, view: &ReportView, texts: Texts, link: Option<Link<'_>>) -> io::Result<()> {
    let source = Source { view, texts, link };
    let name = view.report.name();
    let (period, shop) = (source.column(PERIOD), source.column(SHOP));
    match (name, source.rows()) {
        (_, []) => Ok(()),
        ("hours", _) => over_time::write_hours(out, source),
        ("payouts", _) => flows::write_payouts(out, source),
        ("income", [row]) if period.is_none() => flows::write_income(out, source, row),
        ("profit", [row]) if period.is_none() && source.column("part").is_none() => {
            flows::write_profit(out, source, row)
        }
        ("shipping", [row]) if period.is_none() && source.column("warehouse").is_none() => {
            flows::write_shipped(out, source, row)
        }
        ("restated", _) if shop.is_none() => match source.column("day") {
            Some(day) => over_time::write(out, source, day, &["amount_before", "amount"], Some(By::Day)),
            None => Ok(()),
        },
        _ => match (period, OVER_TIME.iter().find(|(report, _)| *report == name)) {
            (Some(period), Some((_, values))) if shop.is_none() => {
                over_time::write(out, source, period, values, view.by)
            }
            _ => match NAMED.iter().find(|(report, ..)| *report == name) {
                Some((_, names, value)) => match period {
                    Some(period) => over_time::write_named(out, source, period, names, value),
                    None => lists::write(out, source, names, value),
                },
                None => Ok(()),
            },
        },
    }
}
