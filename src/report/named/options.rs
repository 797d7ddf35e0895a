//! The options of reports.

use chrono::{NaiveDate, Weekday};
use serde_json::{Value as Json, json};

use crate::model::money::Fen;
use crate::model::summary::Days;
use crate::model::time::{self, Stamp};

/// Names what the rows of a report are grouped by, beside its own subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The Beijing day of 订单提交时间.
    Day,
    /// The week of it, named by its Monday.
    Week,
    /// The month of it.
    Month,
    /// 达人.
    Creator,
    /// 商品ID, or else 选购商品.
    Product,
    /// 主订单编号.
    Order,
    /// 仓库.
    Warehouse,
    /// The day of the week of 订单提交时间.
    Weekday,
    /// 商品规格 and 商家编码.
    Sku,
    /// 市.
    City,
    /// How far the order was when the after-sale was asked for.
    Stage,
    /// 售后原因.
    Reason,
    /// 售后类型.
    Type,
}

impl By {
    /// Lists every grouping.
    pub const ALL: &'static [Self] = &[
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Weekday,
        Self::Creator,
        Self::Product,
        Self::Sku,
        Self::Order,
        Self::City,
        Self::Warehouse,
        Self::Stage,
        Self::Reason,
        Self::Type,
    ];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Creator => "creator",
            Self::Product => "product",
            Self::Order => "order",
            Self::Warehouse => "warehouse",
            Self::Weekday => "weekday",
            Self::Sku => "sku",
            Self::City => "city",
            Self::Stage => "stage",
            Self::Reason => "reason",
            Self::Type => "type",
        }
    }

    /// Finds a grouping by its stable name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| by.as_str() == name)
    }

    /// Tells whether it is a period.
    pub fn is_period(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month)
    }

    /// Names the period of a day, as SQL does; nothing where it is no period.
    pub(super) fn period(self, day: NaiveDate) -> Option<String> {
        match self {
            Self::Day => Some(day.to_string()),
            Self::Week => Some(day.week(Weekday::Mon).first_day().to_string()),
            Self::Month => Some(day.format("%Y-%m").to_string()),
            _ => None,
        }
    }

    /// Names every period of some days in order.
    pub fn periods(self, days: Days) -> Vec<String> {
        let all = days.first.iter_days().take_while(|day| *day <= days.last);
        let mut periods: Vec<String> = all.filter_map(|day| self.period(day)).collect();
        periods.dedup();
        periods
    }
}

/// Names the days that an answer is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// Those right before: a month before a month, a year before a year, else as many days.
    Previous,
    /// The same days a year earlier.
    Year,
}

impl Compare {
    /// Lists all of them.
    pub const ALL: &'static [Self] = &[Self::Previous, Self::Year];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::Year => "year",
        }
    }

    /// Finds a comparison by its stable name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|compare| compare.as_str() == name)
    }
}

/// Names what puts a line on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// 订单提交时间.
    #[default]
    Submitted,
    /// 支付完成时间.
    Paid,
    /// The newest 结算时间 of the line. A line that is not settled is on no day.
    Settled,
    /// The newest 商家退款时间 of the line. A line of which nothing was refunded is on no day.
    Refunded,
}

impl Basis {
    /// Lists all of them.
    pub const ALL: &'static [Self] = &[Self::Submitted, Self::Paid, Self::Settled, Self::Refunded];

    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Paid => "paid",
            Self::Settled => "settled",
            Self::Refunded => "refunded",
        }
    }

    /// Finds a basis by its stable name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|basis| basis.as_str() == name)
    }
}

/// Holds a rate of commission in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate(u32);

impl Rate {
    /// The whole.
    const ONE: u32 = 1_000_000;

    /// Reads a rate as people write it: `20%`, or `0.2` as a fraction; a number from 1 to 100 is per cent as well, since no
    /// commission is the whole price.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, percent) = match text.strip_suffix(['%', '％']) {
            Some(number) => (number.trim_end(), true),
            None => (text, false),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || whole.len() > 3 || decimals.len() > 6 {
            return None;
        }
        let millionths = format!("{whole}{decimals:0<6}").parse::<u32>().ok()?;
        let millionths = if !percent && millionths < Self::ONE { millionths } else { millionths / 100 };
        (millionths <= Self::ONE).then_some(Self(millionths))
    }

    /// Returns the part of an amount that the rate takes, rounded to whole fen, half a fen up.
    pub fn of(self, amount: Fen) -> Fen {
        let one = i128::from(Self::ONE);
        let part = (i128::from(amount.0) * i128::from(self.0) + one / 2).div_euclid(one);
        Fen(i64::try_from(part).unwrap_or(i64::MAX))
    }

    /// Writes the rate in per cent.
    pub fn text(self) -> String {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Names options that a report takes, besides the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// `--from` and `--to`.
    Period,
    /// `--basis`, with these values.
    Basis(&'static [Basis]),
    /// `--compare`.
    Compare,
    /// `--by`, with these values.
    By(&'static [By]),
    /// `--on`.
    On,
    /// `--cap`.
    Cap,
    /// `--commission-rate`.
    CommissionRate,
    /// `--no-estimates`.
    NoEstimates,
}

impl Takes {
    /// `--by` with a period.
    pub(super) const BY_PERIOD: Self = Self::By(&[By::Day, By::Week, By::Month]);

    /// `--basis` for what an order itself says.
    pub(super) const BASIS_OF_ORDER: Self = Self::Basis(&[Basis::Submitted, Basis::Paid]);

    /// `--basis` where the settlements and refunds of a line are known.
    pub(super) const ANY_BASIS: Self = Self::Basis(Basis::ALL);

    /// Returns the options as they are typed.
    pub(super) fn typed(self) -> Vec<String> {
        let by = |values: &[By]| values.iter().map(|by| by.as_str()).collect::<Vec<_>>().join("|");
        match self {
            Self::Period => ["--from", "--to", "--period"].map(str::to_owned).to_vec(),
            Self::Basis(values) => {
                let values: Vec<&str> = values.iter().map(|basis| basis.as_str()).collect();
                vec![format!("--basis {}", values.join("|"))]
            }
            Self::Compare => vec!["--compare previous|year".to_owned()],
            Self::By(values) => vec![format!("--by {}", by(values))],
            Self::On => vec!["--on".to_owned()],
            Self::Cap => vec!["--cap".to_owned()],
            Self::CommissionRate => vec!["--commission-rate".to_owned()],
            Self::NoEstimates => vec!["--no-estimates".to_owned()],
        }
    }
}

/// Holds the options of a report. An option that the report does not take is an error; none is ignored.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportOptions {
    /// The first Beijing day.
    pub from: Option<NaiveDate>,
    /// The last Beijing day.
    pub to: Option<NaiveDate>,
    /// What puts a line on a day.
    pub basis: Basis,
    /// The days to compare with.
    pub compare: Option<Compare>,
    /// What to group rows by.
    pub by: Option<By>,
    /// The moment as of which to ask; now where none is given.
    pub on: Option<Stamp>,
    /// The most rows of one export, in place of the cap in the terms.
    pub cap: Option<u64>,
    /// The commission to estimate with.
    pub commission_rate: Option<Rate>,
    /// Whether fees that are not booked yet are left out rather than estimated.
    pub no_estimates: bool,
}

impl ReportOptions {
    /// Returns all options as a receipt names them, with null for those that are not given.
    pub fn json(&self) -> Json {
        let Self { from, to, basis, compare, by, on, cap, commission_rate, no_estimates } = *self;
        json!({
            "from": from.map(|day| day.to_string()),
            "to": to.map(|day| day.to_string()),
            "basis": basis.as_str(),
            "compare": compare.map(Compare::as_str),
            "by": by.map(By::as_str),
            "on": on.map(|at| at.to_string()),
            "cap": cap,
            "commission_rate": commission_rate.map(Rate::text),
            "no_estimates": no_estimates,
        })
    }

    /// Reads the options of a receipt; nothing where it has an option or a value that is not known.
    pub fn from_json(json: &Json) -> Option<Self> {
        let text = |key: &str| json[key].as_str();
        let options = Self {
            from: text("from").and_then(time::parse_day),
            to: text("to").and_then(time::parse_day),
            basis: text("basis").and_then(Basis::by_name).unwrap_or_default(),
            compare: text("compare").and_then(Compare::by_name),
            by: text("by").and_then(By::by_name),
            on: text("on").and_then(Stamp::parse),
            cap: json["cap"].as_u64(),
            commission_rate: text("commission_rate").and_then(Rate::parse),
            no_estimates: json["no_estimates"].as_bool()?,
        };
        // What was not understood is lost, and would be missing here.
        (options.json() == *json).then_some(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_from_a_receipt_as_they_were_given_or_not_at_all() {
        let day = |text| time::parse_day(text);
        let given = ReportOptions {
            from: day("2026-01-01"),
            to: day("2026-01-31"),
            basis: Basis::Settled,
            compare: Some(Compare::Year),
            by: Some(By::Creator),
            on: Stamp::parse("2026-02-01 08:00:00"),
            cap: Some(1_000),
            commission_rate: Rate::parse("12.5%"),
            no_estimates: true,
        };
        for options in [given, ReportOptions::default()] {
            let read = ReportOptions::from_json(&options.json()).expect("is read");
            assert_eq!(read.json(), options.json());
        }
        for (key, value) in
            [("from", json!("soon")), ("by", json!("moon")), ("cap", json!("1")), ("other", json!(null))]
        {
            let mut unknown = given.json();
            unknown[key] = value;
            assert!(ReportOptions::from_json(&unknown).is_none(), "{key}");
        }
    }

    #[test]
    fn rates_are_read_as_people_write_them() {
        for (text, want) in [
            ("20%", "20%"),
            ("0.2", "20%"),
            ("20", "20%"),
            ("1", "1%"),
            ("12.5％", "12.5%"),
            ("0", "0%"),
            ("0.5%", "0.5%"),
        ] {
            assert_eq!(Rate::parse(text).map(Rate::text).as_deref(), Some(want), "{text}");
        }
        for text in ["", "%", "101%", "101", "-1%", "x", "1e2", "20%%", ".5"] {
            assert_eq!(Rate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_is_rounded_to_the_fen() {
        let rate = Rate::parse("12.5%").expect("a rate");
        assert_eq!([4, 11, 12, 100].map(|fen| rate.of(Fen(fen)).0), [1, 1, 2, 13]);
    }
}
