//! Shops: the facts that sellers declared, and the verdicts of their checks.

use std::slice;

use serde_json::{Map, Value as Json};

use super::Kit;
use super::check::{self, after_sale_terms, of_orders, parse_all, stated_count, today};
use super::error::KitError;
use crate::model::fact::{Facts, Origin, Written};
use crate::model::time;
use crate::report::order_facts::{self, OrderFacts};
use crate::rules::{Answer, Check, Ruleset, Scope, judge, known_facts};
use crate::store::{Declared, ShopGroup, ShopSummary, StoreError, StoredVerdict};

/// Holds what is known of a shop.
#[derive(Debug, Clone)]
pub struct ShopFacts {
    /// The shop.
    pub shop: String,
    /// What the seller declared.
    pub declared: Vec<Declared>,
    /// What its orders show today; nothing where none were imported.
    pub orders: Option<OrderFacts>,
    /// The facts that follow from the orders.
    pub counted: Facts,
}

/// Holds a verdict that was given, and what today's rules would say instead.
#[derive(Debug, Clone)]
pub struct PastVerdict {
    /// The verdict as it was given.
    pub kept: StoredVerdict,
    /// Whether other rules gave it.
    pub rules_changed: bool,
    /// What today's rules say of the same facts on the same day, where it differs.
    pub now: Option<CurrentAnswer>,
}

/// Holds what today's rules say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentAnswer {
    /// The answer.
    pub answer: Answer,
    /// The earliest day, where there is one.
    pub earliest: Option<String>,
    /// The rules that give the answer.
    pub deciding: Vec<String>,
}

impl Kit {
    /// Lists the shops with their content.
    pub fn shops(&self) -> Result<Vec<ShopSummary>, KitError> {
        Ok(self.store.shop_summaries()?)
    }

    /// Lists the names of the shops, without counting their content.
    pub fn shop_names(&self) -> Result<Vec<String>, KitError> {
        Ok(self.store.shops_with_content()?)
    }

    /// Lists the names of the shops that a check of all shops covers: those with imports or declared facts. If there are none,
    /// those with an earlier verdict.
    pub fn shops_to_check(&self) -> Result<Vec<String>, KitError> {
        let shops = self.store.shops_with_content()?;
        Ok(if shops.is_empty() { self.store.shops()? } else { shops })
    }

    /// Lists what the seller declared of a shop.
    pub fn declared(&self, shop: Option<&str>) -> Result<Vec<Declared>, KitError> {
        let shop = self.store.shop_for_check(shop)?;
        Ok(self.store.declared(&shop)?)
    }

    /// Lists what the seller declared of a shop, and what its orders show today.
    pub fn shop(&self, ruleset: &Ruleset, shop: Option<&str>) -> Result<ShopFacts, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        let declared = self.store.declared(&shop)?;
        let on = today();
        let orders = order_facts::count(&self.store, &shop, on, None, after_sale_terms(ruleset, on))?;
        let stated = check::declared(ruleset, &declared);
        let unfinished = stated_count(&stated, known_facts::UNFINISHED);
        let of_orders = orders.as_ref().map(|orders| of_orders(orders, unfinished)).unwrap_or_default();
        let counted = check::counted(ruleset, of_orders, &stated, on);
        Ok(ShopFacts { shop, declared, orders, counted })
    }

    /// Stores facts of a shop, with the day on which they were declared; `unknown` clears one. Returns the shop.
    pub fn declare(
        &mut self,
        ruleset: &Ruleset,
        shop: Option<&str>,
        set: &[(String, String)],
    ) -> Result<String, KitError> {
        let shop = self.store.shop_for_writing(shop)?;
        self.write_facts(ruleset, slice::from_ref(&shop), set)?;
        Ok(shop)
    }

    /// Stores the same facts of several shops as [`Kit::declare`] does of one: of all, or of none if one fails. Returns the shops,
    /// each once.
    pub fn declare_for_each(
        &mut self,
        ruleset: &Ruleset,
        shops: &[String],
        set: &[(String, String)],
    ) -> Result<Vec<String>, KitError> {
        let shops = each_once(shops, |shop| self.store.shop_for_writing(shop))?;
        self.write_facts(ruleset, &shops, set)?;
        Ok(shops)
    }

    /// Clears facts of shops that exist: of all, or of none if one fails. Returns the shops, each once.
    pub fn clear_facts(
        &mut self,
        ruleset: &Ruleset,
        shops: &[String],
        facts: &[String],
    ) -> Result<Vec<String>, KitError> {
        let shops = each_once(shops, |shop| self.store.shop_for_reading(shop))?;
        let unknown: Vec<_> = facts.iter().map(|name| (name.clone(), "unknown".to_owned())).collect();
        self.write_facts(ruleset, &shops, &unknown)?;
        Ok(shops)
    }

    fn write_facts(&mut self, ruleset: &Ruleset, shops: &[String], set: &[(String, String)]) -> Result<(), KitError> {
        let facts: Vec<(String, Option<String>)> = parse_all(ruleset, set)?
            .into_iter()
            .map(|(name, written)| match written {
                Written::Value(value) => (name, Some(value.to_string())),
                Written::Unknown => (name, None),
            })
            .collect();
        Ok(self.store.declare(shops, &facts, &today().to_string())?)
    }

    /// Renames a shop, with all its content. Returns the new name, without blanks around it.
    pub fn rename_shop(&mut self, old: &str, new: &str) -> Result<String, KitError> {
        Ok(self.store.rename_shop(old, new)?)
    }

    /// Lists the groups of shops.
    pub fn shop_groups(&self) -> Result<Vec<ShopGroup>, KitError> {
        Ok(self.store.shop_groups()?)
    }

    /// Adds shops to a group, which is created where there is none of the name.
    pub fn add_to_group(&mut self, name: &str, shops: &[String]) -> Result<(), KitError> {
        Ok(self.store.add_to_group(name, shops)?)
    }

    /// Takes shops out of a group, all where none is named. A group without shops is gone.
    pub fn remove_from_group(&mut self, name: &str, shops: &[String]) -> Result<(), KitError> {
        Ok(self.store.remove_from_group(name, shops)?)
    }

    /// Deletes all declared facts and verdicts of a shop; its orders stay. Returns the shop.
    pub fn forget(&mut self, shop: Option<&str>) -> Result<String, KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        self.store.forget(&shop)?;
        Ok(shop)
    }

    /// Lists the verdicts of a shop, oldest first, each with what today's rules say of the same facts.
    pub fn history(&self, ruleset: &Ruleset, shop: Option<&str>) -> Result<(String, Vec<PastVerdict>), KitError> {
        let shop = self.store.shop_for_reading(shop)?;
        let past = self.store.verdicts(&shop)?.into_iter().map(|kept| with_current_answer(ruleset, kept)).collect();
        Ok((shop, past))
    }
}

/// Finds each of the named shops once; without a name, the default shop.
fn each_once(
    shops: &[String],
    find: impl Fn(Option<&str>) -> Result<String, StoreError>,
) -> Result<Vec<String>, StoreError> {
    let mut wanted: Vec<Option<&str>> = shops.iter().map(|name| Some(name.as_str())).collect();
    if wanted.is_empty() {
        wanted.push(None);
    }
    let mut found = Vec::new();
    for name in wanted {
        let shop = find(name)?;
        if !found.contains(&shop) {
            found.push(shop);
        }
    }
    Ok(found)
}

fn with_current_answer(ruleset: &Ruleset, kept: StoredVerdict) -> PastVerdict {
    let rules_changed = kept.ruleset_sha256 != ruleset.sha256();
    let now = if rules_changed { current_answer(ruleset, &kept) } else { None };
    PastVerdict { kept, rules_changed, now }
}

fn current_answer(ruleset: &Ruleset, kept: &StoredVerdict) -> Option<CurrentAnswer> {
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
    differs.then_some(CurrentAnswer { answer: verdict.answer, earliest, deciding })
}
