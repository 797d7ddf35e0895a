//! What the orders say to the close check, kept between requests: counting it reads every line.

use std::sync::Mutex;

use chrono::NaiveDate;
use shopkit::kit::{CheckOptions, Kit, KitError, today};
use shopkit::model::table::Datum;
use shopkit::report::order_facts::OrderFacts;

use super::state::held;

/// What the counts depend on: the shop, the day, the after-sale period, and which imports there are.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    shop: Option<String>,
    on: NaiveDate,
    after_sale_days: u32,
    imports: Vec<Datum>,
}

/// Keeps the counts that were last asked for.
#[derive(Default)]
pub struct Counted(Mutex<Option<(Key, Option<OrderFacts>)>>);

impl Counted {
    /// Forgets them, after orders were deleted.
    pub fn forget(&self) {
        *held(&self.0) = None;
    }

    /// Tells whether the counts are at hand.
    pub fn is_known(&self, kit: &Kit, options: &CheckOptions) -> Result<bool, KitError> {
        let key = key(kit, options)?;
        // An empty database is counted in no time.
        Ok(key.imports.is_empty() || held(&self.0).as_ref().is_some_and(|(known, _)| *known == key))
    }

    /// Returns the counts, at hand or not.
    pub fn count(&self, kit: &Kit, options: &CheckOptions) -> Result<Option<OrderFacts>, KitError> {
        let key = key(kit, options)?;
        if let Some((known, facts)) = &*held(&self.0)
            && *known == key
        {
            return Ok(facts.clone());
        }
        let facts = kit.order_facts(options.shop.as_deref(), key.on, options.after_sale_days)?;
        *held(&self.0) = Some((key, facts.clone()));
        Ok(facts)
    }
}

fn key(kit: &Kit, options: &CheckOptions) -> Result<Key, KitError> {
    // A number is given to one import only, so the same numbers are the same data.
    let imports = kit.imports(None)?.rows.into_iter().filter_map(|row| row.into_iter().next()).collect();
    let on = options.on.unwrap_or_else(today);
    Ok(Key { shop: options.shop.clone(), on, after_sale_days: options.after_sale_days, imports })
}
