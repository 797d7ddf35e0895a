//! The numbers that policies set, read from the rules for the rooms that do not use them directly.

use chrono::NaiveDate;

use super::check::{declared, stated_count};
use super::error::KitError;
use crate::report::terms::{SettledWithin, Terms};
use crate::rules::{Parameter, Ruleset, known_facts};
use crate::store::Store;

/// Returns the numbers that reports of a shop use on a day.
pub(super) fn terms(store: &Store, shop: &str, on: NaiveDate) -> Result<Terms, KitError> {
    let by_rules = terms_by_rules(on);
    Ok(match declared_settlement(store, shop)? {
        Some(days) => Terms { settled_within: SettledWithin::Own(days), ..by_rules },
        None => by_rules,
    })
}

/// Returns the numbers that reports use on a day where a shop declares none.
pub(super) fn terms_by_rules(on: NaiveDate) -> Terms {
    let rules = Ruleset::built_in();
    Terms {
        settled_within: SettledWithin::Longest(rules.number(Parameter::SettlementDays, on)),
        longest_after_sale: rules.number(Parameter::AfterSaleMostDays, on),
        export_cap: export_cap(on),
    }
}

/// Returns the most orders that one export holds, by the rules in force on a day.
pub fn export_cap(on: NaiveDate) -> u64 {
    u64::from(Ruleset::built_in().number(Parameter::ExportCap, on))
}

/// Returns the days in which a shop is settled, where the seller declared them.
fn declared_settlement(store: &Store, shop: &str) -> Result<Option<u32>, KitError> {
    let stated = declared(Ruleset::built_in(), &store.declared(shop)?);
    Ok(stated_count(&stated, known_facts::SETTLEMENT_DAYS).map(|days| u32::try_from(days).unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_shop_declares_goes_before_the_rules() {
        let mut store = Store::open_scratch().expect("a database");
        let on = NaiveDate::from_ymd_opt(2026, 8, 1).expect("a day");
        let longest = SettledWithin::Longest(Ruleset::built_in().number(Parameter::SettlementDays, on));
        let settled_within = |store: &Store, shop: &str| terms(store, shop, on).expect("terms").settled_within;
        assert_eq!(settled_within(&store, "a"), longest);
        for (value, wanted) in [
            (Some("7"), SettledWithin::Own(7)),
            (Some("soon"), longest),
            (Some("9999999999"), SettledWithin::Own(u32::MAX)),
            (None, longest),
        ] {
            let facts = [(known_facts::SETTLEMENT_DAYS.to_owned(), value.map(str::to_owned))];
            store.declare(&["a".to_owned()], &facts, "2026-08-01").expect("is kept");
            assert_eq!(settled_within(&store, "a"), wanted, "{value:?}");
            assert_eq!(settled_within(&store, "b"), longest);
        }
    }
}
