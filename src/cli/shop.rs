//! `shopkit shop`.

use serde_json::json;
use shopkit::kit::{Kit, ShopFacts};
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::Ruleset;

use super::args::{Format, Shop, ShopAction};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::rules;
use super::session::Session;
use crate::front::shops::{history, list};

pub fn run(args: Shop, session: &mut Session) -> Result<Exit, CliError> {
    let mut own = None;
    let ruleset = rules::chosen(args.rules.as_deref(), &mut own, session)?;
    let action = args.action.unwrap_or(ShopAction::List);
    check_number(&action, &args.shops, session)?;
    let shop = args.shops.first().map(String::as_str);
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
            for shop in session.kit()?.take_back(ruleset, &args.shops, &facts)? {
                session.say(&session.pick(format!("店铺 {shop}：已收回"), format!("shop {shop}: taken back")));
            }
        }
        ShopAction::Rename { old, new } => {
            let new = session.kit()?.rename_shop(&old, &new)?;
            session.say(&session.pick(format!("店铺 {old} 已改名为 {new}"), format!("shop {old} is now named {new}")));
        }
        ShopAction::Forget { yes } => {
            let question = session.pick(
                "忘记这个店铺声明过的事实和历次结论（订单保留）？",
                "Forget the declared facts and the verdicts of this shop (its orders stay)?",
            );
            if !yes && !session.confirm(question) {
                session.say(session.pick("未改动", "nothing was changed"));
                return Ok(Exit::Attention);
            }
            let kept = session.kit()?.forget(shop)?;
            session.say(&session.pick(format!("店铺 {kept}：已忘记"), format!("shop {kept}: forgotten")));
        }
        ShopAction::History => {
            let (_, past) = session.kit()?.history(ruleset, shop)?;
            session.table(&history(&past, session.format == Format::Table, session.lang))?;
            if past.is_empty() {
                session.say(session.pick("还没有结论", "no verdict was given yet"));
            }
        }
    }
    Ok(Exit::Done)
}

/// Refuses more names of shops than the action can take.
fn check_number(action: &ShopAction, shops: &[String], session: &Session) -> Result<(), CliError> {
    let takes_several = matches!(action, ShopAction::Set { .. } | ShopAction::Unset { .. });
    let (message, hint) = if matches!(action, ShopAction::Rename { .. }) && !shops.is_empty() {
        (
            session.pick("shop rename 不能加 --shop", "shop rename takes no --shop"),
            session.pick("写成 shopkit shop rename 旧名称 新名称", "write shopkit shop rename OLD NEW"),
        )
    } else if shops.len() > 1 && !takes_several {
        (
            session.pick("这里只能用一次 --shop", "--shop can be given only once here"),
            session
                .pick("只有 shop set 和 shop unset 可以写多个店铺", "only shop set and shop unset take several shops"),
        )
    } else {
        return Ok(());
    };
    Err(CliError::Usage { message: message.to_owned(), hint: hint.to_owned() })
}

/// Keeps facts of shops, all or none, and tells which were kept and which taken back.
fn set(
    kit: &mut Kit,
    ruleset: &Ruleset,
    shops: &[String],
    facts: &[(String, String)],
    session: &mut Session,
) -> Result<(), CliError> {
    let known = kit.shop_names()?;
    let kept = kit.declare_for_each(ruleset, shops, facts)?;
    let (back, said): (Vec<_>, Vec<_>) = facts.iter().partition(|(_, value)| value.eq_ignore_ascii_case("unknown"));
    let mut done = Vec::new();
    for (facts, zh, en) in [(said, "已记下", "kept"), (back, "已收回", "taken back:")] {
        let names: Vec<&str> = facts.into_iter().map(|(name, _)| name.as_str()).collect();
        if !names.is_empty() {
            done.push(format!("{} {}", session.pick(zh, en), names.join(session.pick("、", ", "))));
        }
    }
    let done = done.join(session.pick("；", "; "));
    for shop in &kept {
        session.say(&session.pick(format!("店铺 {shop}：{done}"), format!("shop {shop}: {done}")));
        session.say_new_shop(shop, &known);
    }
    Ok(())
}

fn show(kit: &Kit, ruleset: &Ruleset, shop: Option<&str>, session: &mut Session) -> Result<(), CliError> {
    let ShopFacts { shop, declared, orders, counted } = kit.shop(ruleset, shop)?;
    let title = |name: &str| ruleset.fact(name).map_or("", |fact| fact.title.pick(session.lang)).to_owned();
    let mut facts: Vec<[String; 4]> = declared
        .into_iter()
        .map(|fact| {
            [
                fact.name.clone(),
                fact.value,
                session.pick(format!("声明于 {}", fact.said_on), format!("declared {}", fact.said_on)),
                title(&fact.name),
            ]
        })
        .collect();
    if let Some(orders) = orders {
        let newest = orders.newest_export.as_deref().unwrap_or_default();
        let origin = session.pick(format!("订单，导出于 {newest}"), format!("orders {newest}"));
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
        session.say(
            session
                .pick("还没有声明任何事实；用 shop set 事实=值", "no fact was declared yet; use shop set FACT=VALUE"),
        );
    }
    let columns = [
        ("fact", "事实", "Fact"),
        ("value", "值", "Value"),
        ("origin", "来源", "Origin"),
        ("title", "含义", "What it is"),
    ];
    session.table(&Table::new(
        columns.map(|(key, zh, en)| Column::new(key, zh, en)).to_vec(),
        facts.into_iter().map(|fact| fact.map(Datum::Text).to_vec()).collect(),
    ))
}
