//! Numbers that policies set and that the program counts with: each is in the rule files, with its days and its source.

use chrono::NaiveDate;

use super::citation::{Citation, citation, effective};
use super::codes::codes;
use super::error::{Mistake, RuleError};
use super::reader::{Reader, Value};
use super::text::Text;
use crate::model::near::nearest;

codes! {
    /// Names a number that the program asks the rule files for.
    Parameter {
        /// The shortest after-sale period, in days.
        AfterSaleLeastDays = "after-sale.least-days",
        /// The longest after-sale period, in days.
        AfterSaleMostDays = "after-sale.most-days",
        /// The fewest working days after closure in which the deposit is refunded.
        RefundLeastDays = "refund.least-working-days",
        /// The most working days after closure in which the deposit is usually refunded.
        RefundMostDays = "refund.most-working-days",
        /// The days after the receipt by which a sale is settled in every shop.
        SettlementDays = "settlement.most-days",
        /// The days after the receipt after which commission is settled.
        CommissionDays = "commission.days",
        /// The most orders in one export.
        ExportCap = "export.most-orders",
    }
}

/// Holds the value of a parameter over some days.
#[derive(Debug, Clone)]
pub struct ParameterValue {
    /// Which number it is.
    pub parameter: Parameter,
    /// The number.
    pub value: u32,
    /// The first day on which it is in force.
    pub effective_from: NaiveDate,
    /// The last day, where it has ended.
    pub effective_to: Option<NaiveDate>,
    /// What it is.
    pub title: Text,
    /// Where it comes from.
    pub source: Citation,
}

impl ParameterValue {
    /// Reads a value and adds it; two of one day are an error.
    pub(super) fn read(reader: &mut Reader, value: &Value<'_>, known: &mut Vec<Self>) {
        let Some(read) = parameter(reader, value) else { return };
        let is_same = |other: &&Self| other.parameter == read.parameter && other.effective_from == read.effective_from;
        if known.iter().any(|other| is_same(&other)) {
            let location = reader.location(value);
            let mistake = Mistake::ParameterTwice(read.parameter.as_str());
            reader.errors.push(RuleError { location, mistake });
        } else {
            known.push(read);
        }
    }
}

/// Returns the most that a number can be; more is a mistake.
fn most(parameter: Parameter) -> u32 {
    match parameter {
        Parameter::ExportCap => 1_000_000_000,
        _ => 3_660,
    }
}

fn parameter(reader: &mut Reader, value: &Value<'_>) -> Option<ParameterValue> {
    let fields = reader.fields(value, &["name", "value", "effective_from", "effective_to", "title", "source"])?;
    let parameter = reader.need(&fields, "name").and_then(|name| {
        let word = reader.string(name)?;
        Parameter::by_name(word).or_else(|| {
            let names = || Parameter::ALL.iter().map(|known| known.as_str());
            let near = nearest(word, names()).map(str::to_owned);
            let known = names().map(str::to_owned).collect();
            reader.wrong(name, Mistake::UnknownWord(word.to_owned(), near, known))
        })
    });
    let number = reader.need(&fields, "value").and_then(|number| {
        let value = reader.whole(number)?;
        match parameter.map(most).filter(|most| value > *most) {
            Some(most) => reader.wrong(number, Mistake::TooMuch(most)),
            None => Some(value),
        }
    });
    let (from, to) = effective(reader, &fields);
    let title = reader.need(&fields, "title").and_then(|title| reader.text(title));
    let source = reader.need(&fields, "source").and_then(|source| citation(reader, source));
    Some(ParameterValue {
        parameter: parameter?,
        value: number?,
        effective_from: from?,
        effective_to: to,
        title: title?,
        source: source?,
    })
}

/// Finds a pair of parameters of which the least is greater than the most on some day.
pub(super) fn reversed(values: &[ParameterValue]) -> Option<(Parameter, Parameter)> {
    let pairs = [
        (Parameter::AfterSaleLeastDays, Parameter::AfterSaleMostDays),
        (Parameter::RefundLeastDays, Parameter::RefundMostDays),
    ];
    let number = |parameter, on| in_force(values, parameter, on).map(|value| value.value);
    let is_reversed = |(least, most): &(Parameter, Parameter)| {
        values.iter().any(|value| number(*least, value.effective_from) > number(*most, value.effective_from))
    };
    pairs.into_iter().find(is_reversed)
}

/// Finds the value of a day: the latest that has begun, or before all of them the oldest.
pub(super) fn in_force(values: &[ParameterValue], parameter: Parameter, on: NaiveDate) -> Option<&ParameterValue> {
    let of_it = || values.iter().filter(|value| value.parameter == parameter);
    let begun = of_it().filter(|value| value.effective_from <= on).max_by_key(|value| value.effective_from);
    begun.or_else(|| of_it().min_by_key(|value| value.effective_from))
}
