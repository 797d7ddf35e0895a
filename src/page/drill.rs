//! Which orders a figure of a report is made of: the address of the list of orders that shows the same number and the same sum.
//!
//! A figure that no filter says exactly has no address, since no link is better than a list with another number.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use maud::{Markup, html};
use shopkit::model::calendar::WEEKDAYS;
use shopkit::model::field::{ALLIANCE, LATE};
use shopkit::model::money::Fen;
use shopkit::model::table::{Column, Datum, SHOP};
use shopkit::model::time::{Stamp, parse_day};
use shopkit::report::named::{Basis, By, PERIOD, Report, ReportOptions};
use shopkit::report::order_filter::{Match, ShipBy, Stage};
use shopkit::texts::Texts;

use super::choices::ALL_DAYS;
use super::params::{Params, address};
use super::table;
use crate::front::datum::readable;
use crate::front::text::visible;
use crate::front::views::report::ReportView;

/// The word of a row of totals.
const TOTAL: &str = "word-row-total";

/// Finds the orders behind the figures of one answer.
#[derive(Debug, Clone, Copy)]
pub struct Drill<'d> {
    pub report: Report,
    pub options: &'d ReportOptions,
    /// The shop that the page names.
    pub shop: Option<&'d str>,
    /// The moment as of which the report was asked, where it matters.
    pub as_of: Option<Stamp>,
    pub columns: &'d [Column],
}

/// A filter: names and values of an address.
type Filter = Vec<(&'static str, String)>;

impl<'d> Drill<'d> {
    /// Prepares for the answer of a view.
    pub fn of(view: &'d ReportView, options: &'d ReportOptions, shop: Option<&'d str>) -> Self {
        Self { report: view.report, options, shop, as_of: view.moment, columns: &view.table.columns }
    }

    /// Writes a cell as a link to the orders behind it; nothing where it leads nowhere.
    pub fn cell_link(&self, column: &str, datum: &Datum, row: &[Datum], texts: Texts) -> Option<Markup> {
        let found = self.leads(row, column).or_else(|| self.order(datum, column))?;
        Some(html! { a class="drill" href=(found) data-column=(column) { (visible(&readable(datum, texts))) } })
    }

    /// Returns the address of the orders behind a figure of a row, or of the totals; nothing where no filter says exactly that.
    pub fn leads(&self, row: &[Datum], column: &str) -> Option<String> {
        let is_total = row.iter().any(|cell| matches!(cell, Datum::Word(word) if word.id == TOTAL));
        if is_total { self.of_totals(column) } else { self.address(row, column) }
    }

    fn address(&self, row: &[Datum], column: &str) -> Option<String> {
        let figure = self.cell(row, column)?;
        // Behind nothing there are no orders.
        if matches!(figure, Datum::Null | Datum::Int(0) | Datum::Money(Fen(0))) {
            return None;
        }
        let mut filter = self.of_report(column)?;
        filter.extend(self.of_row(row)?);
        Some(written(&self.with_days(filter, self.days_of(row)?), self.shop_of(row)))
    }

    /// Returns the address of the orders behind a figure of the totals.
    fn of_totals(&self, column: &str) -> Option<String> {
        let has_days = self.options.from.is_some() || self.options.to.is_some();
        let is_whole = match self.report.name() {
            "status" | "sales" | "promotion" | "products" | "regions" | "traffic" | "income" => true,
            // Lines without a time are in no row.
            "hours" => has_days,
            _ => false,
        };
        let is_of_several = self.columns.iter().any(|column| column.key == SHOP);
        if !is_whole || is_of_several {
            return None;
        }
        let filter = self.of_report(column)?;
        Some(written(&self.with_days(filter, [self.options.from, self.options.to]), self.shop))
    }

    /// Returns the address of an order that a cell names.
    fn order(&self, datum: &Datum, column: &str) -> Option<String> {
        let is_id = |id: &str| id.len() > 5 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        match (column, datum) {
            ("sub_order_id" | "order_id" | "main_order_id", Datum::Text(id)) if is_id(id) => {
                Some(address(&format!("/orders/{id}"), self.shop))
            }
            _ => None,
        }
    }

    /// Returns what all rows of the report have in common, as far as a column counts it.
    fn of_report(&self, column: &str) -> Option<Filter> {
        if matches!(self.options.basis, Basis::Settled | Basis::Refunded) {
            return None;
        }
        // A comparison pairs periods, which are not those of the figures alone.
        if self.options.compare.is_some() && self.options.by.is_some_and(By::is_period) {
            return None;
        }
        let stage = |stage: Stage| ("stage", stage.as_str().to_owned());
        let gift = || ("gift", "yes".to_owned());
        let weekday = || WEEKDAYS.iter().position(|day| *day == column).map(|day| ("weekday", day.to_string()));
        Some(match (self.report.name(), column) {
            ("status" | "aftersales", "orders" | "lines" | "amount")
            | ("today", "orders" | "lines")
            | ("coverage", "lines") => Vec::new(),
            ("status", "gifts") => vec![gift()],
            ("products", "gifts") => vec![stage(Stage::Sales), gift()],
            (
                "sales" | "products" | "creators" | "regions" | "traffic" | "promotion" | "hours" | "shops",
                "orders" | "lines" | "units" | "amount",
            )
            | ("repeat", "orders") => vec![stage(Stage::Sales)],
            ("sales" | "products" | "creators", "paid_lines") | ("income", "orders" | "lines" | "paid") => {
                vec![stage(Stage::Paid)]
            }
            ("hours", _) => vec![stage(Stage::Sales), weekday()?],
            ("shops", "unshipped") => vec![stage(Stage::ToShip)],
            _ => return None,
        })
    }

    /// Returns what tells a row from the others, besides its days.
    fn of_row(&self, row: &[Datum]) -> Option<Filter> {
        let has = |by: By| self.options.by == Some(by);
        let exactly = |name: &'static str, key: &str| Some((name, exact(self.cell(row, key)?)?.text()));
        let listed = |name: &'static str, key: &str| {
            let text = self.text(row, key);
            self.cell(row, key).map(|_| (name, text.unwrap_or("-").to_owned()))
        };
        match self.report.name() {
            "status" => Some(vec![listed("status", "status")?, listed("after_sale", "after_sale")?]),
            "aftersales" if self.options.by.is_none_or(By::is_period) => {
                self.text(row, "after_sale")?;
                Some(vec![listed("after_sale", "after_sale")?, exactly("cancel_reason", "reason")?])
            }
            "sales" if has(By::Weekday) => {
                let Datum::Word(word) = self.cell(row, "weekday")? else { return None };
                let day = WEEKDAYS.iter().position(|day| *day == word.code)?;
                Some(vec![("weekday", day.to_string())])
            }
            "sales" | "income" | "shops" | "coverage" => Some(Vec::new()),
            "promotion" if has(By::Creator) => {
                Some(vec![exactly("promotion", "promotion")?, exactly("creator", "creator_id")?])
            }
            "promotion" => Some(vec![exactly("promotion", "promotion")?]),
            "creators" => Some(match exactly("creator", "creator_id")? {
                // What creators sold who are not named.
                (name, value) if value == Match::Missing.text() => {
                    vec![(name, value), ("promotion", Match::exactly(Some(ALLIANCE)).text())]
                }
                creator => vec![creator],
            }),
            "products" if has(By::Sku) => {
                Some(vec![self.product(row)?, exactly("spec", "spec")?, exactly("sku_code", "sku_code")?])
            }
            "products" | "repeat" => Some(vec![self.product(row)?]),
            "regions" if has(By::City) => Some(vec![exactly("province", "region")?, exactly("city", "city")?]),
            "regions" => Some(vec![exactly("province", "region")?]),
            "hours" => match self.cell(row, "hour")? {
                Datum::Int(hour) => Some(vec![("hour", hour.to_string())]),
                _ => None,
            },
            "traffic" => {
                Some(vec![exactly("traffic_genre", "traffic_genre")?, exactly("traffic_type", "traffic_type")?])
            }
            "today" => self.item(row),
            _ => None,
        }
    }

    /// Returns the filter of an item of what needs doing.
    fn item(&self, row: &[Datum]) -> Option<Filter> {
        let Datum::Word(item) = self.cell(row, "item")? else { return None };
        let day = || self.as_of.map(Stamp::day);
        let to_ship = || ("stage", Stage::ToShip.as_str().to_owned());
        let due = |ship_by: ShipBy| Some(vec![("ship_by", ship_by.text()), ("on", self.as_of?.to_string())]);
        match item.code {
            "unshipped_today" => Some(vec![to_ship(), ("from", day()?.to_string()), ("to", day()?.to_string())]),
            "unshipped" => Some(vec![to_ship(), ("to", day()?.to_string())]),
            "unshipped_earlier" => Some(vec![to_ship(), ("to", day()?.pred_opt()?.to_string())]),
            "due_24h" => due(ShipBy::Within24Hours),
            "overdue" => due(ShipBy::Overdue),
            "overdue_since" => due(ShipBy::OverdueSince),
            "open_after_sales" => Some(vec![("open_after_sale", "1".to_owned())]),
            "late_values" => Some(vec![("late_values", "1".to_owned())]),
            _ => None,
        }
    }

    /// Returns the product of a row, which is told from others by its id, or else by its name.
    fn product(&self, row: &[Datum]) -> Option<(&'static str, String)> {
        let id = exact(self.cell(row, "product_id")?)?;
        let product = if id == Match::Missing { exact(self.cell(row, "product")?)? } else { id };
        Some(("product", product.text()))
    }

    /// Returns the days of a row, within those that were asked for. Nothing where it is on no day.
    fn days_of(&self, row: &[Datum]) -> Option<[Option<NaiveDate>; 2]> {
        let asked = [self.options.from, self.options.to];
        if self.report.name() == "today" {
            return Some([None, None]);
        }
        if self.report.name() == "coverage" {
            let day = parse_day(self.text(row, "day")?)?;
            return Some([Some(day), Some(day)]);
        }
        let Some(by) = self.options.by.filter(|by| by.is_period()) else { return Some(asked) };
        let [first, last] = days_of_period(by, self.text(row, PERIOD)?)?;
        let first = asked[0].map_or(first, |from| first.max(from));
        let last = asked[1].map_or(last, |to| last.min(to));
        Some([Some(first), Some(last)])
    }

    fn with_days(&self, mut filter: Filter, [from, to]: [Option<NaiveDate>; 2]) -> Filter {
        if filter.iter().any(|(name, value)| *name == "stage" && value == Stage::ToShip.as_str()) {
            // What is to be shipped now is so whenever it was ordered.
            return filter;
        }
        filter.extend(from.map(|day| ("from", day.to_string())));
        filter.extend(to.map(|day| ("to", day.to_string())));
        if self.options.basis == Basis::Paid {
            filter.push(("basis", Basis::Paid.as_str().to_owned()));
        }
        filter
    }

    /// Returns the shop of a row, in answers about several shops, else that of the page.
    fn shop_of<'r>(&'r self, row: &'r [Datum]) -> Option<&'r str> {
        self.text(row, SHOP).or(self.shop)
    }

    fn cell<'r>(&self, row: &'r [Datum], key: &str) -> Option<&'r Datum> {
        table::cell(self.columns, row, key)
    }

    fn text<'r>(&self, row: &'r [Datum], key: &str) -> Option<&'r str> {
        match self.cell(row, key)? {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Writes the address of a filter.
fn written(filter: &Filter, shop: Option<&str>) -> String {
    // Without a filter, an address would get the days that were chosen last.
    let all_days = filter.is_empty().then_some(("period", ALL_DAYS));
    let pairs: Vec<(&str, &str)> = shop
        .map(|shop| ("shop", shop))
        .into_iter()
        .chain(all_days)
        .chain(filter.iter().map(|(name, value)| (*name, value.as_str())))
        .collect();
    format!("/orders?{}", Params::default().with(&pairs))
}

/// Accepts exactly what a cell says; nothing where it says something that is no value of the export.
fn exact(datum: &Datum) -> Option<Match> {
    match datum {
        Datum::Null => Some(Match::Missing),
        Datum::Text(text) => Some(Match::exactly(Some(text))),
        Datum::Word(word) if word.code == "pending" => Some(Match::exactly(Some(LATE))),
        _ => None,
    }
}

/// Returns the first and the last day of a period by its name.
fn days_of_period(by: By, name: &str) -> Option<[NaiveDate; 2]> {
    match by {
        By::Day => parse_day(name).map(|day| [day, day]),
        By::Week => {
            let monday = parse_day(name).filter(|day| day.weekday() == Weekday::Mon)?;
            Some([monday, monday.checked_add_days(Days::new(6))?])
        }
        By::Month => {
            let first = parse_day(&format!("{name}-01"))?;
            Some([first, first.checked_add_months(Months::new(1))?.pred_opt()?])
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_have_their_first_and_last_day() {
        let days = |by, name| days_of_period(by, name).map(|days| days.map(|day| day.to_string()));
        let both = |first: &str, last: &str| Some([first.to_owned(), last.to_owned()]);
        assert_eq!(days(By::Day, "2026-01-05"), both("2026-01-05", "2026-01-05"));
        assert_eq!(days(By::Week, "2026-01-05"), both("2026-01-05", "2026-01-11"));
        assert_eq!(days(By::Week, "2026-01-06"), None);
        assert_eq!(days(By::Month, "2024-02"), both("2024-02-01", "2024-02-29"));
    }
}
