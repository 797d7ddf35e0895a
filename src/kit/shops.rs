//! What sellers say of their shops, and what the checks said to them.

use serde_json::{Map, Value as Json};

use super::Kit;
use super::check::{AFTER_SALE_TERMS, parse_all, today};
use super::error::KitError;
use crate::model::fact::{Facts, Origin, Written};
use crate::model::time;
use crate::report::order_facts::{self, OrderFacts};
use crate::rules::{Answer, Check, Ruleset, Scope, judge};
use crate::store::{Declared, KeptVerdict, ShopSummary};

/// Holds a verdict that was given, and what the rules of today would say instead.
#[derive(Debug, Clone)]
pub struct PastVerdict {
    /// The verdict as it was given.
    pub kept: KeptVerdict,
    /// Whether other rules gave it.
    pub rules_changed: bool,
    /// What the rules of today say of the same facts on the same day, where it differs.
    pub now: Option<Now>,
}

/// Holds what the rules of today say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Now {
    /// The answer.
    pub answer: Answer,
    /// The earliest day, where there is one.
    pub earliest: Option<String>,
    /// The rules that give the answer.
    pub deciding: Vec<String>,
}

impl Kit {
    /// Lists the shops and what they have.
    pub fn shops(&self) -> Result<Vec<ShopSummary>, KitError> {
        Ok(self.store.shop_summaries()?)
    }

    /// Lists the names of the shops, without counting what they have.
    pub fn shop_names(&self) -> Result<Vec<String>, KitError> {
        Ok(self.store.shops_with_content()?)
    }

    /// Lists what the seller declared of a shop.
    pub fn declared(&self, shop: Option<&str>) -> Result<Vec<Declared>, KitError> {
        let shop = self.store.shop_for_check(shop)?;
        Ok(self.store.declared(&shop)?)
    }

    /// Lists what the seller declared of a shop, and what its orders say today.
    pub fn shop(&self, shop: Option<&str>) -> Result<(String, Vec<Declared>, Option<OrderFacts>), KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        let orders = order_facts::count(&self.store, &shop, today(), None, AFTER_SALE_TERMS)?;
        let declared = self.store.declared(&shop)?;
        Ok((shop, declared, orders))
    }

    /// Keeps facts of a shop, with the day of saying; `unknown` takes one back. Returns the shop.
    pub fn declare(
        &mut self,
        ruleset: &Ruleset,
        shop: Option<&str>,
        set: &[(String, String)],
    ) -> Result<String, KitError> {
        let shop = self.store.shop_for_writing(shop)?;
        let facts: Vec<(String, Option<String>)> = parse_all(ruleset, set)?
            .into_iter()
            .map(|(name, written)| match written {
                Written::Value(value) => (name, Some(value.to_string())),
                Written::Unknown => (name, None),
            })
            .collect();
        self.store.declare(&shop, &facts, &today().to_string())?;
        Ok(shop)
    }

    /// Forgets all declared facts and verdicts of a shop; its orders stay. Returns the shop.
    pub fn forget(&mut self, shop: Option<&str>) -> Result<String, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        self.store.forget(&shop)?;
        Ok(shop)
    }

    /// Lists the verdicts of a shop, the oldest first, each judged again by the rules of today.
    pub fn history(&self, ruleset: &Ruleset, shop: Option<&str>) -> Result<(String, Vec<PastVerdict>), KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        let past = self.store.verdicts(&shop)?.into_iter().map(|kept| judged_again(ruleset, kept)).collect();
        Ok((shop, past))
    }
}

fn judged_again(ruleset: &Ruleset, kept: KeptVerdict) -> PastVerdict {
    let rules_changed = kept.ruleset_sha256 != ruleset.sha256();
    let now = if rules_changed { answer_now(ruleset, &kept) } else { None };
    PastVerdict { kept, rules_changed, now }
}

fn answer_now(ruleset: &Ruleset, kept: &KeptVerdict) -> Option<Now> {
    let object: Map<String, Json> = serde_json::from_str(&kept.facts).ok()?;
    let mut facts = Facts::default();
    for (name, given) in &object {
        if let Ok(written) = ruleset.parse_fact(name, given["value"].as_str()?) {
            facts.set(name, written, Origin::Declared);
        }
    }
    let (check, scope) = (Check::by_name(&kept.asked)?, Scope::by_name(&kept.standing)?);
    let verdict = judge(ruleset, check, &facts, time::parse_day(&kept.judged_on)?, scope).ok()?;
    let earliest = verdict.earliest.map(|day| day.to_string());
    let deciding = verdict.deciding().iter().map(|ruling| ruling.rule.id.clone()).collect();
    let differs = verdict.answer.as_str() != kept.answer || earliest != kept.earliest;
    differs.then_some(Now { answer: verdict.answer, earliest, deciding })
}
