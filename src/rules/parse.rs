//! Reads conditions: keys, facts and types are checked here, so that evaluation has nothing left to refuse.

use super::condition::{Condition, Test, Than};
use super::error::Mistake;
use super::facts::{Fact, FactBook, known, written};
use super::reader::{Fields, Reader, Value};
use crate::model::calendar::Length;
use crate::model::fact::{FactType, FactValue, Written};

/// Operators without `fact`.
const JOINS: [&str; 5] = ["all", "any", "not", "elapsed", "valid_for"];
/// Operators with `fact`.
const TESTS: [&str; 7] = ["is", "in", "at_least", "at_most", "before", "after", "happened"];
const KEYS: [&str; 13] = [
    "all",
    "any",
    "not",
    "elapsed",
    "valid_for",
    "fact",
    "is",
    "in",
    "at_least",
    "at_most",
    "before",
    "after",
    "happened",
];
/// Longer waits are mistakes: a hundred years.
const MOST_MONTHS: u32 = 1200;
const MOST_DAYS: u32 = 36_600;

/// No person writes conditions in more layers, or more of them in one rule; they would take too much stack and time.
const MOST_LAYERS: usize = 50;
const MOST_CONDITIONS: usize = 10_000;

/// Reads a condition and all below it.
pub(super) fn condition(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Condition> {
    if reader.depth == 0 {
        reader.conditions = 0;
    }
    reader.conditions += 1;
    match (reader.depth, reader.conditions) {
        (MOST_LAYERS, _) => return reader.wrong(value, Mistake::TooDeep(MOST_LAYERS)),
        // One error is enough for all of them.
        (_, number) if number > MOST_CONDITIONS + 1 => return None,
        (_, number) if number > MOST_CONDITIONS => {
            return reader.wrong(value, Mistake::TooManyConditions(MOST_CONDITIONS));
        }
        _ => {}
    }
    reader.depth += 1;
    let read = one(reader, book, value);
    reader.depth -= 1;
    read
}

fn one(reader: &mut Reader, book: &FactBook, value: &Value<'_>) -> Option<Condition> {
    let fields = reader.fields(value, &KEYS)?;
    let operators: Vec<&str> = JOINS.into_iter().chain(TESTS).filter(|key| fields.get(key).is_some()).collect();
    let [operator] = operators[..] else {
        if operators.is_empty() && fields.has_slips() {
            return None;
        }
        let mistake = if operators.is_empty() {
            Mistake::NoOperator
        } else {
            Mistake::ManyOperators(operators.into_iter().map(str::to_owned).collect())
        };
        return reader.wrong(value, mistake);
    };
    let operand = fields.get(operator)?;
    let test = if TESTS.contains(&operator) {
        let fact = reader.need(&fields, "fact")?;
        let fact = known(reader, book, fact)?;
        fact_test(reader, book, fact, operator, operand)
    } else if let Some(fact) = fields.get("fact") {
        reader.wrong(fact, Mistake::OnlyWith("fact", "is, in, at_least, at_most, before, after, happened"))
    } else {
        join(reader, book, operator, operand)
    };
    Some(Condition { test: test?, location: reader.location(value) })
}

fn join(reader: &mut Reader, book: &FactBook, operator: &str, operand: &Value<'_>) -> Option<Test> {
    match operator {
        "all" => conditions(reader, book, operand).map(Test::All),
        "any" => conditions(reader, book, operand).map(Test::Any),
        "not" => condition(reader, book, operand).map(|part| Test::Not(Box::new(part))),
        "elapsed" => {
            let fields = reader.fields(operand, &["since", "months", "days"])?;
            let since = reader.need(&fields, "since").and_then(|since| starts(reader, book, since));
            let length = length(reader, operand, &fields, "months", "days");
            Some(Test::Elapsed(since?, length?))
        }
        _ => {
            let fields = reader.fields(operand, &["fact", "more_than_months", "more_than_days"])?;
            let fact = reader.need(&fields, "fact").and_then(|fact| {
                let known = known(reader, book, fact)?;
                of_type(reader, known, "valid_for", fact, |kind| *kind == FactType::Expiry)
            });
            let length = length(reader, operand, &fields, "more_than_months", "more_than_days");
            Some(Test::ValidFor(fact?.name.clone(), length?))
        }
    }
}

/// Reads every part before it fails, so that all errors are found at once.
fn conditions(reader: &mut Reader, book: &FactBook, list: &Value<'_>) -> Option<Vec<Condition>> {
    let parts: Vec<_> = reader.list(list)?.iter().map(|part| condition(reader, book, part)).collect();
    parts.into_iter().collect()
}

fn fact_test(
    reader: &mut Reader,
    book: &FactBook,
    fact: &Fact,
    operator: &'static str,
    operand: &Value<'_>,
) -> Option<Test> {
    let name = fact.name.clone();
    let fits =
        |reader: &mut Reader, fits: fn(&FactType) -> bool| of_type(reader, fact, operator, operand, fits).map(|_| ());
    let dated: fn(&FactType) -> bool = |kind| matches!(kind, FactType::Date | FactType::Expiry);
    match operator {
        "is" => {
            fits(reader, |kind| *kind != FactType::Count)?;
            match value_of(reader, fact, operand)? {
                // Days are compared with before and after, because two moments of one day would never be equal.
                FactValue::Day(_) | FactValue::Moment(_) => {
                    reader.wrong(operand, Mistake::NotForType("is DATE", name, fact.kind.name()))
                }
                value => Some(Test::In(name, vec![value])),
            }
        }
        "in" => {
            fits(reader, |kind| matches!(kind, FactType::Choice(_)))?;
            let values: Vec<_> = reader.list(operand)?.iter().map(|value| value_of(reader, fact, value)).collect();
            Some(Test::In(name, values.into_iter().collect::<Option<_>>()?))
        }
        "at_least" | "at_most" => {
            fits(reader, |kind| *kind == FactType::Count)?;
            let number = u64::from(reader.whole(operand)?);
            Some(if operator == "at_least" { Test::AtLeast(name, number) } else { Test::AtMost(name, number) })
        }
        "before" | "after" => {
            fits(reader, dated)?;
            let than = if operand.get_ref().is_str() {
                let other = known(reader, book, operand)?;
                Than::Fact(of_type(reader, other, operator, operand, dated)?.name.clone())
            } else {
                Than::Day(reader.day(operand)?)
            };
            Some(if operator == "before" { Test::Before(name, than) } else { Test::After(name, than) })
        }
        _ => {
            fits(reader, |kind| *kind == FactType::Date)?;
            Some(Test::Happened(name, reader.boolean(operand)?))
        }
    }
}

/// Reads a value of the fact in the TOML type that fits it: words in quotes, true and false without.
pub(super) fn value_of(reader: &mut Reader, fact: &Fact, value: &Value<'_>) -> Option<FactValue> {
    if fact.kind == FactType::Bool {
        return reader.boolean(value).map(FactValue::Bool);
    }
    let text = written(value).unwrap_or_default();
    match fact.kind.parse(&text) {
        Some(Written::Value(value)) => Some(value),
        _ => reader.wrong(value, Mistake::Fact(fact.bad_value(text))),
    }
}

fn of_type<'f>(
    reader: &mut Reader,
    fact: &'f Fact,
    operator: &'static str,
    at: &Value<'_>,
    fits: fn(&FactType) -> bool,
) -> Option<&'f Fact> {
    if fits(&fact.kind) {
        return Some(fact);
    }
    reader.wrong(at, Mistake::NotForType(operator, fact.name.clone(), fact.kind.name()))
}

/// Reads where a wait starts: a fact, or the latest of several.
fn starts(reader: &mut Reader, book: &FactBook, since: &Value<'_>) -> Option<Vec<String>> {
    let start = |reader: &mut Reader, value: &Value<'_>| {
        let fact = known(reader, book, value)?;
        of_type(reader, fact, "elapsed", value, |kind| *kind == FactType::Date).map(|fact| fact.name.clone())
    };
    if since.get_ref().is_str() {
        return start(reader, since).map(|fact| vec![fact]);
    }
    let fields = reader.fields(since, &["latest_of"])?;
    let list = reader.need(&fields, "latest_of")?;
    let facts: Vec<_> = reader.list(list)?.iter().map(|value| start(reader, value)).collect();
    facts.into_iter().collect()
}

fn length(
    reader: &mut Reader,
    at: &Value<'_>,
    fields: &Fields<'_>,
    months: &'static str,
    days: &'static str,
) -> Option<Length> {
    let (value, most, length): (_, _, fn(u32) -> Length) = match (fields.get(months), fields.get(days)) {
        (Some(_), Some(days)) => return reader.wrong(days, Mistake::MonthsAndDays),
        (Some(months), None) => (months, MOST_MONTHS, Length::Months),
        (None, Some(days)) => (days, MOST_DAYS, Length::Days),
        (None, None) if fields.has_slips() => return None,
        (None, None) => return reader.wrong(at, Mistake::NoLength),
    };
    match reader.whole(value)? {
        number if (1..=most).contains(&number) => Some(length(number)),
        _ => reader.wrong(value, Mistake::BadLength),
    }
}
