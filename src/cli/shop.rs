//! `shopkit shop`.

use serde_json::json;
use shopkit::kit::{Kit, ShopFacts};
use shopkit::model::message::Arg;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::Ruleset;
use shopkit::t;

use super::args::{Format, Shop, ShopAction};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::rules;
use super::session::Session;
use super::shop_group;
use crate::front::shops::{history, list};

pub fn run(args: Shop, session: &mut Session) -> Result<Exit, CliError> {
    let mut own = None;
    let ruleset = rules::chosen(args.rules.as_deref(), &mut own, session)?;
    let action = args.action.unwrap_or(ShopAction::List);
    check_number(&action, &args.shops, session)?;
    let shop = args.shops.first().map(String::as_str);
    let texts = session.texts();
    match action {
        ShopAction::List => {
            let shops = session.kit()?.shops()?;
            session.table(&list(shops))?;
        }
        ShopAction::Show => {
            let kit = session.kit()?;
            show(&kit, ruleset, shop, session)?;
        }
        ShopAction::Set { facts } => set(&mut Kit::open(&session.database()?)?, ruleset, &args.shops, &facts, session)?,
        ShopAction::Unset { facts } => {
            for shop in session.kit()?.clear_facts(ruleset, &args.shops, &facts)? {
                session.say(&t!(texts, "shop-cleared", shop = shop));
            }
        }
        ShopAction::Rename { old, new } => {
            let new = session.kit()?.rename_shop(&old, &new)?;
            session.say(&t!(texts, "shop-renamed", old = old, new = new));
        }
        ShopAction::Forget { yes } => {
            if !yes && !session.confirm(&t!(texts, "shop-forget-question")) {
                session.say(&t!(texts, "command-unchanged"));
                return Ok(Exit::Attention);
            }
            let shop = session.kit()?.forget(shop)?;
            session.say(&t!(texts, "shop-forgotten", shop = shop));
        }
        ShopAction::Group { action } => shop_group::run(&action, session)?,
        ShopAction::History => {
            let (_, past) = session.kit()?.history(ruleset, shop)?;
            session.table(&history(&past, session.format == Format::Table, session.texts()))?;
            if past.is_empty() {
                session.say(&t!(texts, "shop-no-verdicts"));
            }
        }
    }
    Ok(Exit::Done)
}

/// Refuses more shops than the action takes.
fn check_number(action: &ShopAction, shops: &[String], session: &Session) -> Result<(), CliError> {
    let texts = session.texts();
    let takes_several = matches!(action, ShopAction::Set { .. } | ShopAction::Unset { .. });
    let (message, hint) = if matches!(action, ShopAction::Rename { .. }) && !shops.is_empty() {
        (t!(texts, "error-rename-with-shop"), t!(texts, "hint-rename-with-shop"))
    } else if matches!(action, ShopAction::Group { .. }) && !shops.is_empty() {
        (t!(texts, "shop-group-with-shop"), t!(texts, "shop-group-with-shop-hint"))
    } else if shops.len() > 1 && !takes_several {
        (t!(texts, "error-several-shops"), t!(texts, "hint-several-shops"))
    } else {
        return Ok(());
    };
    Err(CliError::Usage { message, hint })
}

/// Keeps facts of shops, all or none, and says which were saved and which cleared.
fn set(
    kit: &mut Kit,
    ruleset: &Ruleset,
    shops: &[String],
    facts: &[(String, String)],
    session: &mut Session,
) -> Result<(), CliError> {
    let texts = session.texts();
    let known = kit.shop_names()?;
    let shops = kit.declare_for_each(ruleset, shops, facts)?;
    let (cleared, saved): (Vec<_>, Vec<_>) = facts.iter().partition(|(_, value)| value.eq_ignore_ascii_case("unknown"));
    let [saved, cleared] = [saved, cleared]
        .map(|facts| facts.into_iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>())
        .map(|names| (!names.is_empty()).then(|| Arg::list(names)));
    for shop in &shops {
        let done = match (saved.clone(), cleared.clone()) {
            (Some(saved), Some(cleared)) => {
                t!(texts, "shop-facts-saved-and-cleared", shop = shop, saved = saved, cleared = cleared)
            }
            (Some(saved), None) => t!(texts, "shop-facts-saved", shop = shop, saved = saved),
            (None, Some(cleared)) => t!(texts, "shop-facts-cleared", shop = shop, cleared = cleared),
            (None, None) => continue,
        };
        session.say(&done);
        session.say_new_shop(shop, &known);
    }
    Ok(())
}

fn show(kit: &Kit, ruleset: &Ruleset, shop: Option<&str>, session: &mut Session) -> Result<(), CliError> {
    let texts = session.texts();
    let ShopFacts { shop, declared, orders, counted } = kit.shop(ruleset, shop)?;
    let title = |name: &str| ruleset.fact(name).map_or("", |fact| fact.title.pick(session.lang)).to_owned();
    let mut facts: Vec<[String; 4]> = declared
        .into_iter()
        .map(|fact| {
            [fact.name.clone(), fact.value, t!(texts, "shop-fact-declared", day = &fact.said_on), title(&fact.name)]
        })
        .collect();
    if let Some(orders) = orders {
        let newest = orders.newest_export.as_deref().unwrap_or_default();
        let origin = t!(texts, "shop-fact-from-orders", export = newest);
        for fact in ruleset.facts().iter().filter(|fact| fact.from_orders) {
            if !facts.iter().any(|known| known[0] == fact.name) {
                let value = counted.value(&fact.name).map_or_else(|| "unknown".to_owned(), ToString::to_string);
                facts.push([fact.name.clone(), value, origin.clone(), title(&fact.name)]);
            }
        }
    }
    if session.format == Format::Json {
        let list: Vec<_> = facts
            .iter()
            .map(|[name, value, origin, _]| json!({ "fact": name, "value": value, "origin": origin }))
            .collect();
        return session.json(&json!({ "schema_version": SCHEMA_VERSION, "shop": shop, "facts": list }));
    }
    if facts.is_empty() {
        session.say(&t!(texts, "shop-no-facts"));
    }
    let columns = vec![
        Column::titled("fact", "facts-column-fact"),
        Column::titled("value", "facts-column-value"),
        Column::titled("origin", "facts-column-origin"),
        Column::titled("title", "facts-column-title"),
    ];
    session.table(&Table::new(columns, facts.into_iter().map(|fact| fact.map(Datum::Text).to_vec()).collect()))
}
