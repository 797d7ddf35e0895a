//! The checks: may a shop be closed, and may a closed one apply to reopen?

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

use super::error::KitError;
use super::holidays::Holidays;
use super::{Kit, clock, rules};
use crate::model::fact::{Completed, FactValue, Facts, Origin, Written};
use crate::model::time::{self, Stamp};
use crate::report::order_facts::{self, AfterSaleTerms, OrderFacts};
use crate::rules::{Check, Parameter, Ruleset, Scope, Verdict, infer, judge, known_facts};
use crate::store::{Declared, StoredVerdict};

/// The age in days beyond which an export is too old to rely on.
pub const OLD_EXPORT_DAYS: i64 = 7;

/// Tells what is to be checked, and by which facts.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The question.
    pub check: Check,
    /// The shop; the database's only one where none is named.
    pub shop: Option<String>,
    /// The day of the check; today in Beijing where none is given.
    pub on: Option<NaiveDate>,
    /// Which rules to consider.
    pub scope: Scope,
    /// A file of facts.
    pub file: Option<PathBuf>,
    /// Facts that override all others: name and written value.
    pub set: Vec<(String, String)>,
    /// The length of the shop's after-sale period in days, where it is known.
    pub after_sale_days: Option<u32>,
    /// The calendar that working days are counted by.
    pub holidays: Holidays,
    /// Whether declared facts count where the imported orders contradict them.
    pub trust_declared: bool,
}

impl CheckOptions {
    /// Checks the only shop, today, by all rules and by what the database knows.
    pub fn new(check: Check) -> Self {
        Self {
            check,
            shop: None,
            on: None,
            scope: Scope::All,
            file: None,
            set: Vec::new(),
            after_sale_days: None,
            holidays: Holidays::default(),
            trust_declared: false,
        }
    }
}

/// Holds a verdict and what it is based on.
#[derive(Debug)]
pub struct Checked<'r> {
    /// The verdict.
    pub verdict: Verdict<'r>,
    /// The shop.
    pub shop: String,
    /// What the imported orders show; nothing where there are none.
    pub orders: Option<OrderFacts>,
    /// The facts that were given, without what follows from them.
    pub given: Facts,
    /// The facts that the orders alone show.
    pub counted: Facts,
    /// The after-sale period that the orders were counted by, in days, where its length is known.
    pub after_sale_days: Option<u32>,
    /// The days between the newest export and the day of the check.
    pub export_age: Option<i64>,
    /// The calendar that working days are counted by.
    pub holidays: Holidays,
}

impl Kit {
    /// Checks a shop by everything that is known of it: its orders, what was declared, a file of facts, and the facts in the options,
    /// each overriding those before. The verdict is not stored; see [`Kit::keep`].
    pub fn check<'r>(&self, ruleset: &'r Ruleset, options: &CheckOptions) -> Result<Checked<'r>, KitError> {
        // The seller may have been asked something since the last check of this session.
        self.store.start_time_limit();
        let shop = self.store.shop_for_check(options.shop.as_deref())?;
        let on = options.on.unwrap_or_else(today);
        let stated = self.stated(ruleset, &shop, options)?;
        let after_sale_days =
            stated_count(&stated, known_facts::AFTER_SALE_DAYS).and_then(|days| u32::try_from(days).ok());
        let terms = after_sale_terms(ruleset, on);
        let orders = order_facts::count(&self.store, &shop, on, after_sale_days, terms)?;
        let unfinished = stated_count(&stated, known_facts::UNFINISHED);
        let mut facts = orders.as_ref().map(|orders| of_orders(orders, unfinished)).unwrap_or_default();
        if options.trust_declared {
            // These facts only serve to contradict what the seller declared.
            for name in [known_facts::LAST_SUBMITTED_ON, known_facts::FINISHED] {
                facts.set(name, Written::Unknown, Origin::Orders);
            }
        }
        let counted = counted(ruleset, facts.clone(), &stated, on);
        for (name, written, origin) in stated {
            facts.set(&name, written, origin);
        }
        let verdict = judge(ruleset, options.check, &facts, on, options.scope)?;
        let exported = orders.as_ref().and_then(|orders| Stamp::parse(orders.newest_export.as_deref()?));
        let export_age = exported.map(|stamp| (on - stamp.day()).num_days());
        let holidays = options.holidays.clone();
        Ok(Checked { verdict, shop, orders, given: facts, counted, after_sale_days, export_age, holidays })
    }

    /// Lists the facts that were stated of a shop, from the weakest origin to the strongest.
    fn stated(&self, ruleset: &Ruleset, shop: &str, options: &CheckOptions) -> Result<Vec<StatedFact>, KitError> {
        let mut stated = declared(ruleset, &self.store.declared(shop)?);
        if let Some(path) = &options.file {
            let file = rules::read_facts(ruleset, path)?;
            stated.extend(file.into_iter().map(|(name, written)| (name, written, Origin::File)));
        }
        let mut set = options.set.clone();
        set.extend(options.after_sale_days.map(|days| (known_facts::AFTER_SALE_DAYS.to_owned(), days.to_string())));
        let set = parse_all(ruleset, &set)?;
        stated.extend(set.into_iter().map(|(name, written)| (name, written, Origin::Flag)));
        Ok(stated)
    }

    /// Stores a verdict with the facts and the rules it is based on.
    pub fn keep(&mut self, checked: &Checked<'_>) -> Result<(), KitError> {
        let verdict = &checked.verdict;
        let deciding: Vec<&str> = verdict.deciding().iter().map(|ruling| ruling.rule.id.as_str()).collect();
        let kept = StoredVerdict {
            id: 0,
            asked: verdict.check.as_str().to_owned(),
            asked_at: clock::now().to_string(),
            judged_on: verdict.on.to_string(),
            standing: verdict.scope.as_str().to_owned(),
            answer: verdict.answer.as_str().to_owned(),
            earliest: verdict.earliest.map(|day| day.to_string()),
            deciding: deciding.join(","),
            facts: facts_json(checked),
            ruleset_version: verdict.ruleset.version().to_owned(),
            ruleset_sha256: verdict.ruleset.sha256().to_owned(),
        };
        Ok(self.store.keep_verdict(&checked.shop, &kept)?)
    }
}

/// Returns the day it is in Beijing.
pub fn today() -> NaiveDate {
    clock::now().day()
}

/// Reads facts as they were written; the same one twice is an error.
pub(super) fn parse_all(ruleset: &Ruleset, set: &[(String, String)]) -> Result<Vec<(String, Written)>, KitError> {
    let mut facts: Vec<(String, Written)> = Vec::new();
    for (name, text) in set {
        if facts.iter().any(|(known, _)| known == name) {
            return Err(KitError::FactTwice(name.clone()));
        }
        facts.push((name.clone(), ruleset.parse_fact(name, text)?));
    }
    Ok(facts)
}

/// Returns how long an after-sale period is, by the rules.
pub(super) fn after_sale_terms(ruleset: &Ruleset, on: NaiveDate) -> AfterSaleTerms {
    AfterSaleTerms {
        least_days: ruleset.number(Parameter::AfterSaleLeastDays, on),
        most_days: ruleset.number(Parameter::AfterSaleMostDays, on),
    }
}

/// A fact as it was stated, and where it comes from.
pub(super) type StatedFact = (String, Written, Origin);

/// Reads declared facts. Those that these rules do not know are left out.
pub(super) fn declared(ruleset: &Ruleset, declared: &[Declared]) -> Vec<StatedFact> {
    let read = |fact: &Declared| {
        let written = ruleset.parse_fact(&fact.name, &fact.value).ok()?;
        Some((fact.name.clone(), written, Origin::Declared))
    };
    declared.iter().filter_map(read).collect()
}

/// Returns the number that was stated last of a fact.
pub(super) fn stated_count(stated: &[StatedFact], fact: &str) -> Option<u64> {
    match stated.iter().rev().find(|(name, ..)| name == fact) {
        Some((_, Written::Value(FactValue::Count(number)), _)) => Some(*number),
        _ => None,
    }
}

/// Adds to the facts of the orders what is counted from them, by the after-sale period that was stated.
pub(super) fn counted(ruleset: &Ruleset, mut of_orders: Facts, stated: &[StatedFact], on: NaiveDate) -> Facts {
    for (name, written, origin) in stated.iter().filter(|(name, ..)| name == known_facts::AFTER_SALE_DAYS) {
        of_orders.set(name, written.clone(), *origin);
    }
    infer(ruleset, &of_orders, on)
}

/// Gives what the imported orders show as facts. Where fewer lines are stated to be unfinished, the others have finished since the
/// export, on unknown days.
pub(super) fn of_orders(orders: &OrderFacts, stated_unfinished: Option<u64>) -> Facts {
    let unfinished = u64::try_from(orders.unfinished).unwrap_or_default();
    let finished_since = stated_unfinished.map_or(0, |stated| unfinished.saturating_sub(stated));
    let mut facts = Facts::default();
    let mut set = |name: &str, value: FactValue| facts.set(name, Written::Value(value), Origin::Orders);
    let count = |number: i64| FactValue::Count(u64::try_from(number).unwrap_or_default());
    let day = |at: &Option<String>| at.as_deref().and_then(|text| time::parse_day(text.get(..10)?));
    set(known_facts::UNFINISHED, count(orders.unfinished));
    set(known_facts::OPEN_AFTER_SALES, count(orders.open_after_sales));
    set(known_facts::FINISHED, count(orders.lines - orders.unfinished));
    if let Some(last) = day(&orders.last_submitted_at) {
        set(known_facts::LAST_SUBMITTED_ON, FactValue::Day(last));
    }
    // A completed order without a time of completion may have been the last.
    if orders.completed_without_time == 0 && finished_since == 0 {
        set(known_facts::LAST_FINISHED_ON, day(&orders.last_finished_at).map_or(FactValue::Never, FactValue::Day));
    }
    facts.set_completed(Completed {
        by_day: orders.completed.clone(),
        undated: u64::try_from(orders.completed_without_time).unwrap_or_default() + finished_since,
    });
    facts
}

/// Writes the facts that a verdict is based on: those that were given, and what was counted from the orders for the day.
fn facts_json(checked: &Checked<'_>) -> String {
    let counted = checked.verdict.facts.iter().filter(|(_, given)| given.origin == Origin::Orders);
    let object: Map<String, Json> = checked
        .given
        .iter()
        .chain(counted)
        .map(|(name, given)| {
            (name.to_owned(), json!({ "value": given.value.to_string(), "origin": given.origin.as_str() }))
        })
        .collect();
    Json::Object(object).to_string()
}
