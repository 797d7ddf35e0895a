//! The settled readings, the language and the verdict, by the built-in rules.

mod cases;
mod language;
mod needed;
mod period;
mod readings;
mod reference;

use chrono::NaiveDate;

use super::{Check, RuleError, Ruleset, Scope, Verdict, judge};
use crate::model::fact::{Facts, Origin};
use crate::model::lang::{Explain, Lang};
use crate::model::message::Message;
use crate::texts::Texts;

/// Renders a message in English.
fn english(message: &Message) -> String {
    Texts::command(Lang::En).say(message)
}

/// Renders an error in English, with its location.
fn english_error(error: &RuleError) -> String {
    format!("{}: {}", error.location, english(&error.message()))
}

/// Reads a day.
fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// Reads facts written as `name=value`, separated by white space.
fn facts(text: &str) -> Facts {
    let mut facts = Facts::default();
    for pair in text.split_whitespace() {
        let (name, value) = pair.split_once('=').expect("name=value");
        let written = Ruleset::built_in().parse_fact(name, value).expect(pair);
        facts.set(name, written, Origin::Flag);
    }
    facts
}

/// Judges by the built-in rules.
fn judged(check: Check, on: &str, given: &str) -> Verdict<'static> {
    judge(Ruleset::built_in(), check, &facts(given), day(on), Scope::All).expect("possible facts")
}

/// Returns outcome and earliest day of the rule.
fn outcome(verdict: &Verdict<'_>, id: &str) -> String {
    let ruling = verdict.rulings.iter().find(|ruling| ruling.rule.id == id).expect(id);
    let bound = if ruling.earliest_is_bound { "+" } else { "" };
    match ruling.earliest {
        Some(day) => format!("{} {day}{bound}", ruling.outcome.as_str()),
        None => ruling.outcome.as_str().to_owned(),
    }
}
