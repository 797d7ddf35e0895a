//! The other main job: may a shop be closed, and may a closed one apply to open again?

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};

use super::error::KitError;
use super::holidays::Holidays;
use super::{Kit, clock, rules};
use crate::model::fact::{FactValue, Facts, Origin, Written};
use crate::model::time::{self, Stamp};
use crate::report::order_facts::{self, AfterSaleTerms, OrderFacts};
use crate::rules::{Check, Ruleset, Scope, Verdict, judge};
use crate::store::KeptVerdict;

/// How long an after-sale period is (《商家退店规范》, notice of 2026-07-14: 最短30天，最长90天).
pub const AFTER_SALE_TERMS: AfterSaleTerms = AfterSaleTerms { least_days: 30, most_days: 90 };

/// Days after which an export is too old to judge by without a look.
pub const OLD_EXPORT: i64 = 7;

/// Tells what is to be judged, and by which facts.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The question.
    pub check: Check,
    /// The shop; the database's only one where none is named.
    pub shop: Option<String>,
    /// The day to judge on; today in Beijing where none is given.
    pub on: Option<NaiveDate>,
    /// Which rules to judge by.
    pub scope: Scope,
    /// A file of facts.
    pub file: Option<PathBuf>,
    /// Facts that beat all others: name and written value.
    pub set: Vec<(String, String)>,
    /// The length of the shop's after-sale period in days, where it is known.
    pub after_sale_days: Option<u32>,
    /// The calendar that working days are counted by.
    pub holidays: Holidays,
}

/// Holds a verdict and what it was given by.
#[derive(Debug)]
pub struct Checked<'r> {
    /// The verdict.
    pub verdict: Verdict<'r>,
    /// The shop.
    pub shop: String,
    /// What the imported orders say; nothing where there are none.
    pub orders: Option<OrderFacts>,
    /// The facts that were given, without what follows from them.
    pub given: Facts,
    /// What the orders alone say.
    pub counted: Facts,
    /// The after-sale period that the orders were counted by, in days, where its length is known.
    pub after_sale_days: Option<u32>,
    /// Days between the newest export and the day judged on.
    pub export_age: Option<i64>,
    /// The calendar that working days are counted by.
    pub holidays: Holidays,
}

impl Kit {
    /// Judges by everything that is known of a shop: its orders, what was declared, a file of facts, and the call's own facts,
    /// each beating those before. The verdict is not kept; see [`Kit::keep`].
    pub fn check<'r>(&self, ruleset: &'r Ruleset, options: &CheckOptions) -> Result<Checked<'r>, KitError> {
        let shop = self.store.shop_for_check(options.shop.as_deref())?;
        let on = options.on.unwrap_or_else(today);
        let after_sale_days = options.after_sale_days;
        let orders = order_facts::count(&self.store, &shop, on, after_sale_days, AFTER_SALE_TERMS)?;
        let counted = orders.as_ref().map(|orders| of_orders(orders, on, after_sale_days)).unwrap_or_default();
        let mut facts = counted.clone();
        for declared in self.store.declared(&shop)? {
            // What other rules call otherwise was not said of these.
            if let Ok(written) = ruleset.parse_fact(&declared.name, &declared.value) {
                facts.set(&declared.name, written, Origin::Declared);
            }
        }
        if let Some(path) = &options.file {
            for (name, written) in rules::read_facts(ruleset, path)? {
                facts.set(&name, written, Origin::File);
            }
        }
        for (name, written) in parse_all(ruleset, &options.set)? {
            facts.set(&name, written, Origin::Flag);
        }
        let verdict = judge(ruleset, options.check, &facts, on, options.scope)?;
        let exported = orders.as_ref().and_then(|orders| Stamp::parse(orders.newest_export.as_deref()?));
        let export_age = exported.map(|stamp| (on - stamp.day()).num_days());
        let holidays = options.holidays.clone();
        Ok(Checked { verdict, shop, orders, given: facts, counted, after_sale_days, export_age, holidays })
    }

    /// Keeps a verdict with the facts and the rules it was given by.
    pub fn keep(&mut self, checked: &Checked<'_>) -> Result<(), KitError> {
        let verdict = &checked.verdict;
        let deciding: Vec<&str> = verdict.deciding().iter().map(|ruling| ruling.rule.id.as_str()).collect();
        let kept = KeptVerdict {
            id: 0,
            asked: verdict.check.as_str().to_owned(),
            asked_at: clock::now().to_string(),
            judged_on: verdict.on.to_string(),
            standing: verdict.scope.as_str().to_owned(),
            answer: verdict.answer.as_str().to_owned(),
            earliest: verdict.earliest.map(|day| day.to_string()),
            deciding: deciding.join(","),
            facts: facts_json(&checked.given),
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

/// Reads facts as they are written; the same one twice is an error.
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

fn of_orders(orders: &OrderFacts, on: NaiveDate, after_sale_days: Option<u32>) -> Facts {
    let mut facts = Facts::default();
    let mut set = |name: &str, value: FactValue| facts.set(name, Written::Value(value), Origin::Orders);
    let count = |number: i64| FactValue::Count(u64::try_from(number).unwrap_or_default());
    set("orders.unfinished", count(orders.unfinished));
    set("orders.open_after_sales", count(orders.open_after_sales));
    if let Some(lines) = orders.within_after_sale_period(on, after_sale_days, AFTER_SALE_TERMS) {
        set("orders.within_after_sale_period", FactValue::Count(lines));
    }
    // A completed order whose completion is not exported may have been the last.
    if orders.completed_without_time == 0 {
        let last = orders.last_finished_at.as_deref().and_then(|text| time::parse_day(text.get(..10)?));
        set("orders.last_finished_on", last.map_or(FactValue::Never, FactValue::Day));
    }
    facts
}

fn facts_json(facts: &Facts) -> String {
    let object: Map<String, Json> = facts
        .iter()
        .map(|(name, given)| {
            (name.to_owned(), json!({ "value": given.value.to_string(), "origin": given.origin.as_str() }))
        })
        .collect();
    Json::Object(object).to_string()
}
