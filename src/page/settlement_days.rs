//! The days within which a shop is settled, as the seller states them; reports on settlements reckon with them.

use maud::{Markup, html};
use shopkit::rules::{Ruleset, known_facts};
use shopkit::t;

use super::error::PageError;
use super::fact_forms::CLEARED;
use super::field::{Expected, Field};
use super::layout::csrf;
use super::params::address;
use super::reply::Reply;
use super::request::{Context, Request};

/// The most days that can be stated.
const MOST: u64 = 365;

/// Writes the form of a shop.
pub fn form(context: &Context<'_>, shop: &str) -> Result<Markup, PageError> {
    let (texts, mark) = (context.texts(), context.mark(Field::SettlementDays));
    let declared = context.kit()?.declared(Some(shop))?;
    let stated = declared.iter().find(|fact| fact.name == known_facts::SETTLEMENT_DAYS);
    let value = mark.value().or_else(|| stated.map(|fact| fact.value.as_str())).unwrap_or_default();
    Ok(html! {
        details class="noprint" open[mark.value().is_some()] {
            summary { (t!(texts, "page-shops-settlement")) }
            form method="post" action=(context.address("/shops/settlement")) {
                (csrf(context))
                input type="hidden" name="of" value=(shop);
                label class="field" { (texts.say(&Field::SettlementDays.label()))
                    input type="number" name=(Field::SettlementDays.name()) value=(value) min="1" max=(MOST)
                        aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()];
                    (mark.note()) }
                p { (t!(texts, "page-shops-settlement-about")) }
                button { (t!(texts, "page-shops-settlement-save")) }
            }
        }
    })
}

/// Keeps the days, or that they are not known where the field is empty.
pub fn answered(request: &Request) -> Result<Reply, PageError> {
    let shop = request.form.get("of").ok_or(PageError::NoPage)?;
    if !request.with_context(|context| context.shops.iter().any(|known| known == shop)) {
        return Err(PageError::NoPage);
    }
    let is_possible = |days: &u64| (1..=MOST).contains(days);
    let parse = |text: &str| text.parse().ok().filter(is_possible);
    let days = request.form.parse(Field::SettlementDays, Expected::Between(1, MOST), parse)?;
    let value = days.map_or_else(|| CLEARED.to_owned(), |days: u64| days.to_string());
    let fact = (known_facts::SETTLEMENT_DAYS.to_owned(), value);
    request.write(|kit| kit.declare(Ruleset::built_in(), Some(shop), &[fact]))?;
    Ok(Reply::see(&address("/shops", Some(shop))))
}
