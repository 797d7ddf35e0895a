//! What a report is asked for: its options as an address has them, and the form that changes them.

use maud::{Markup, html};
use shopkit::kit::{export_cap, today};
use shopkit::model::time::Stamp;
use shopkit::report::named::{Basis, By, Compare, Rate, Report, ReportOptions, Takes};
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::field::{Expected, Field};
use super::inputs;
use super::request::Request;

/// Names of the address that the form keeps as they are.
const KEPT: [&str; 5] = ["shop", "shops", "period", "from", "to"];

/// Reads the options that the report takes; the query may still have those of another report.
pub fn read(report: Report, request: &Request) -> Result<ReportOptions, PageError> {
    let query = &request.query;
    let mut options = ReportOptions::default();
    for takes in report.takes() {
        match takes {
            Takes::Period => [options.from, options.to] = request.period()?,
            Takes::Basis(values) => {
                let basis = query.parse(Field::Basis, Expected::Choice, Basis::by_name)?;
                options.basis = basis.filter(|basis| values.contains(basis)).unwrap_or_default();
            }
            Takes::Compare => {
                options.compare = query.parse(Field::Compare, Expected::Choice, Compare::by_name)?;
            }
            Takes::By(values) => {
                let by = query.parse(Field::By, Expected::Choice, By::by_name)?;
                options.by = by.filter(|by| values.contains(by));
            }
            Takes::On => options.on = query.moment(Field::On)?,
            Takes::Cap => {
                options.cap =
                    query.parse(Field::Cap, Expected::Number, |text| text.parse().ok().filter(|cap| *cap > 0))?;
            }
            Takes::CommissionRate => {
                options.commission_rate = query.parse(Field::CommissionRate, Expected::Percentage, Rate::parse)?;
            }
            Takes::NoEstimates => options.no_estimates = query.get("no_estimates").is_some(),
        }
    }
    Ok(options)
}

/// Tells whether a comparison is asked for that has no days to compare with.
pub fn lacks_days(options: &ReportOptions) -> bool {
    options.compare.is_some() && options.from.zip(options.to).is_none()
}

/// Writes the form; a report that takes nothing but a period has none.
pub fn form(report: Report, request: &Request, options: &ReportOptions) -> Markup {
    let texts = request.texts();
    if report.takes().iter().all(|takes| *takes == Takes::Period) {
        return html! {};
    }
    html! {
        form method="get" class="card noprint" data-at-once {
            @for (name, value) in request.query.iter().filter(|(name, _)| KEPT.contains(name)) {
                input type="hidden" name=(name) value=(value);
            }
            div class="row" {
                @for takes in report.takes() { (field(*takes, request, options)) }
                button class="main" { (t!(texts, "page-show")) }
            }
            @if lacks_days(options) { p class="note warn" { (t!(texts, "page-report-compare-no-days")) } }
        }
    }
}

fn field(takes: Takes, request: &Request, options: &ReportOptions) -> Markup {
    let texts = request.texts();
    match takes {
        // The period has a control of its own.
        Takes::Period => html! {},
        Takes::Basis(values) => html! {
            label { (t!(texts, "page-field-basis")) select name="basis" {
                @for basis in values { option value=(basis.as_str()) selected[options.basis == *basis] { (basis_text(*basis, texts)) } }
            } }
        },
        Takes::Compare => html! {
            label { (t!(texts, "page-field-compare")) select name="compare" {
                option value="" { (t!(texts, "page-report-compare-nothing")) }
                @for compare in Compare::ALL { option value=(compare.as_str()) selected[options.compare == Some(*compare)] { (compare_text(*compare, texts)) } }
            } }
        },
        Takes::By(values) => html! {
            label { (t!(texts, "page-field-by")) select name="by" {
                option value="" { (t!(texts, "page-report-by-nothing")) }
                @for by in values { option value=(by.as_str()) selected[options.by == Some(*by)] { (by_text(*by, texts)) } }
            } }
        },
        Takes::On => html! {
            label { (t!(texts, "page-field-on")) (inputs::text(request, Field::On, &t!(texts, "page-value-now"))) }
        },
        Takes::Cap => {
            let usual = export_cap(options.on.map_or_else(today, Stamp::day));
            html! { label { (t!(texts, "page-field-cap")) (inputs::text(request, Field::Cap, &usual.to_string())) } }
        }
        Takes::CommissionRate => html! {
            label { (t!(texts, "page-field-commission-rate")) (inputs::text(request, Field::CommissionRate, "20%")) }
        },
        Takes::NoEstimates => html! {
            label class="tick" { input type="checkbox" name="no_estimates" value="1" checked[options.no_estimates]; (t!(texts, "page-field-no-estimates")) }
        },
    }
}

fn basis_text(basis: Basis, texts: Texts) -> String {
    match basis {
        Basis::Submitted => t!(texts, "page-report-basis-submitted"),
        Basis::Paid => t!(texts, "page-report-basis-paid"),
        Basis::Settled => t!(texts, "page-report-basis-settled"),
        Basis::Refunded => t!(texts, "page-report-basis-refunded"),
    }
}

/// Names the days that an answer is compared with.
pub fn compare_text(compare: Compare, texts: Texts) -> String {
    match compare {
        Compare::Previous => t!(texts, "page-report-compare-previous"),
        Compare::Year => t!(texts, "page-report-compare-year"),
    }
}

fn by_text(by: By, texts: Texts) -> String {
    match by {
        By::Day => t!(texts, "page-report-by-day"),
        By::Week => t!(texts, "page-report-by-week"),
        By::Month => t!(texts, "page-report-by-month"),
        By::Creator => t!(texts, "page-report-by-creator"),
        By::Product => t!(texts, "page-report-by-product"),
        By::Order => t!(texts, "page-report-by-order"),
        By::Warehouse => t!(texts, "page-report-by-warehouse"),
        By::Weekday => t!(texts, "page-report-by-weekday"),
        By::Sku => t!(texts, "page-report-by-sku"),
        By::City => t!(texts, "page-report-by-city"),
        By::Stage => t!(texts, "page-report-by-stage"),
        By::Reason => t!(texts, "page-report-by-reason"),
        By::Type => t!(texts, "page-report-by-type"),
    }
}
