//! The period that a page is about: one control on every page that has a period.

use chrono::NaiveDate;
use maud::{Markup, html};
use shopkit::kit::today;
use shopkit::model::calendar::sub_days;
use shopkit::model::period::Period;
use shopkit::model::summary::Days;
use shopkit::report::named::{Report, Takes};
use shopkit::t;
use shopkit::texts::Texts;

use super::choices::ALL_DAYS;
use super::error::PageError;
use super::field::Field;
use super::inputs::day_type;
use super::request::Request;

/// The periods that are one click away.
const PERIODS: [&str; 7] = ["yesterday", "7d", "30d", "this-month", "last-month", "this-year", ALL_DAYS];

/// The days that a page shows of data that do not reach to yesterday.
const DAYS: u64 = 30;

/// Tells whether the page of an address is about a period.
pub fn is_asked_by(path: &str) -> bool {
    let report = path.strip_prefix("/reports/").and_then(Report::by_name);
    matches!(path, "/" | "/orders") || report.is_some_and(|report| report.takes().contains(&Takes::Period))
}

/// Returns the period of a page that shows the last days where none is chosen, for data up to a day.
pub fn newest(last: NaiveDate) -> String {
    // A word stays right tomorrow, where the data go on.
    if last >= sub_days(today(), 1) { format!("{DAYS}d") } else { format!("{}..{last}", sub_days(last, DAYS - 1)) }
}

/// Holds the period of a page, to be shown with the choice of others.
pub struct Shown {
    /// The period as an address has it, where it is neither all days nor given by its days.
    chosen: String,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    /// The days of the data, where they are known.
    data: Option<Days>,
    /// The day of the newest export, where it is known.
    newest: Option<NaiveDate>,
}

impl Shown {
    /// Returns the period that the address names.
    pub fn of(request: &Request) -> Result<Self, PageError> {
        let [first, last] = request.period()?;
        let default = if first.is_none() && last.is_none() { ALL_DAYS } else { "" };
        let chosen = request.query.get("period").unwrap_or(default).to_owned();
        Ok(Self { chosen, first, last, data: None, newest: None })
    }

    /// Returns a period that was not chosen.
    pub fn default(period: String) -> Self {
        let days = Period::parse(&period).map(|period| period.days(today()));
        let (first, last) = (days.map(|days| days.first), days.map(|days| days.last));
        Self { chosen: period, first, last, data: None, newest: None }
    }

    /// Adds the days that the data are of, and the day of the newest export.
    #[must_use]
    pub fn with_data(self, data: Option<Days>, newest: Option<NaiveDate>) -> Self {
        Self { data, newest, ..self }
    }

    /// Returns the period as an address has it; nothing where the address gives days.
    pub fn period(&self) -> &str {
        &self.chosen
    }
}

/// Writes the control.
pub fn control(shown: &Shown, request: &Request) -> Markup {
    let texts = request.texts();
    let chosen = PERIODS.into_iter().find(|period| is_same(period, &shown.chosen));
    let address = |period: &str| {
        let others = ["first", "last", "from", "to", "at", "key"].map(|name| (name, ""));
        let others: Vec<_> = others.into_iter().chain([("period", period)]).collect();
        format!("{}?{}", request.path, request.query.with(&others))
    };
    let is_refused =
        [Field::First, Field::From, Field::Last, Field::To].iter().any(|field| request.mark(*field).value().is_some());
    let kept = |name: &str| !["first", "last", "from", "to", "at", "key", "period"].contains(&name);
    html! {
        nav class="period" aria-label=(t!(texts, "page-period")) {
            ul class="pills noprint" {
                @for period in PERIODS {
                    li { a href=(address(period)) aria-current=[(chosen == Some(period)).then_some("true")] { (name(period, texts)) } }
                }
                li { details class="own" open[is_refused] {
                    summary class=[chosen.is_none().then_some("chosen")] { (t!(texts, "page-period-own")) }
                    form method="get" action=(request.path) {
                        @for (name, value) in request.query.iter().filter(|(name, _)| kept(name)) {
                            input type="hidden" name=(name) value=(value);
                        }
                        label { (t!(texts, "page-period-first")) (own_day(request, [Field::First, Field::From], shown.first)) }
                        label { (t!(texts, "page-period-last")) (own_day(request, [Field::Last, Field::To], shown.last)) }
                        button class="main" { (t!(texts, "page-show")) }
                    }
                } }
            }
            p class="days" { (days(shown, texts)) (until(shown, texts)) }
            @if let Some(newest_day) = lacking(shown) {
                p class="note warn" { (t!(texts, "page-period-no-data", day = newest_day)) " "
                    a href=(address(&newest(newest_day))) { (t!(texts, "page-period-newest", day = newest_day, days = DAYS)) } }
            }
        }
    }
}

/// Writes the field of a day, marked where the value of one of its names was refused.
fn own_day(request: &Request, names: [Field; 2], day: Option<NaiveDate>) -> Markup {
    let [own, other] = names.map(|field| request.mark(field));
    let mark = if own.value().is_some() { own } else { other };
    let value = mark.value().map(str::to_owned).or_else(|| day.map(|day| day.to_string())).unwrap_or_default();
    html! {
        input type=(day_type(&value)) name=(names[0].name()) required value=(value)
            aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()];
        (mark.note())
    }
}

/// Tells whether two texts name the same period.
fn is_same(period: &str, chosen: &str) -> bool {
    period == chosen || Period::parse(period).is_some_and(|period| Period::parse(chosen) == Some(period))
}

fn name(period: &str, texts: Texts) -> String {
    match period {
        "yesterday" => t!(texts, "page-period-yesterday"),
        "7d" => t!(texts, "page-period-last-7-days"),
        "30d" => t!(texts, "page-period-last-30-days"),
        "this-month" => t!(texts, "page-period-this-month"),
        "last-month" => t!(texts, "page-period-last-month"),
        "this-year" => t!(texts, "page-period-this-year"),
        _ => t!(texts, "page-period-all"),
    }
}

/// Says which days are meant.
fn days(shown: &Shown, texts: Texts) -> String {
    match (shown.first, shown.last) {
        (Some(first), Some(last)) if first == last => t!(texts, "page-period-day", first = first),
        (Some(first), Some(last)) => {
            let count = (last - first).num_days() + 1;
            t!(texts, "page-period-days", first = first, last = last, days = count)
        }
        (Some(first), None) => t!(texts, "page-period-since", first = first),
        (None, Some(last)) => t!(texts, "page-period-up-to", last = last),
        (None, None) => match shown.data {
            Some(Days { first, last }) => t!(texts, "page-period-all-of", first = first, last = last),
            None => t!(texts, "page-period-all-days"),
        },
    }
}

/// Says where the data end within the days.
fn until(shown: &Shown, texts: Texts) -> String {
    let ends = shown.newest.zip(shown.last).filter(|(newest, last)| newest < last);
    let ends = ends.map(|(newest, _)| shown.data.map_or(newest, |data| data.last.min(newest)));
    ends.filter(|_| lacking(shown).is_none())
        .map(|newest| t!(texts, "page-period-data-until", day = newest))
        .unwrap_or_default()
}

/// Returns the day of the newest export where it was made before the first of the days.
fn lacking(shown: &Shown) -> Option<NaiveDate> {
    shown.newest.filter(|newest| shown.first.is_some_and(|first| *newest < first))
}

#[cfg(test)]
mod tests {
    use shopkit::model::lang::Lang;

    use super::*;

    #[test]
    fn every_period_is_one_that_the_command_knows_and_has_a_name() {
        for lang in [Lang::Zh, Lang::En] {
            let names: std::collections::BTreeSet<_> =
                PERIODS.iter().map(|period| name(period, Texts::page(lang))).collect();
            assert_eq!(names.len(), PERIODS.len());
        }
        for period in PERIODS.iter().filter(|period| **period != ALL_DAYS) {
            assert!(Period::parse(period).is_some(), "{period}");
        }
        assert!(is_same("7d", "近7天") && is_same("this-month", "本月") && !is_same("7d", "30d"));
    }

    #[test]
    fn data_that_end_early_are_shown_by_their_own_days() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(newest(day("2020-01-31")), "2020-01-02..2020-01-31");
        assert_eq!(newest(today()), "30d");
        assert_eq!(newest(sub_days(today(), 1)), "30d");
    }
}
