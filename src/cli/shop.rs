//! `shopkit shop`.

use serde_json::json;
use shopkit::kit::{self, Kit, PastVerdict};
use shopkit::model::lang::Lang;
use shopkit::model::table::{Column, Datum, Table};
use shopkit::rules::Ruleset;

use super::args::{Format, Shop, ShopAction};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::rules;
use super::session::Session;

/// Deciding rules of a verdict that a table names.
const RULES_NAMED: usize = 2;

pub fn run(args: Shop, session: &mut Session) -> Result<Exit, CliError> {
    let mut own = None;
    let ruleset = rules::chosen(args.rules.as_deref(), &mut own)?;
    let database = session.database()?;
    let shop = args.name.as_deref();
    match args.action.unwrap_or(ShopAction::List) {
        ShopAction::List => session.table(&list(&Kit::open_existing(&database)?)?)?,
        ShopAction::Show => show(&Kit::open_existing(&database)?, ruleset, shop, session)?,
        ShopAction::Set { facts } => {
            let kept = Kit::open(&database)?.declare(ruleset, shop, &facts)?;
            let names: Vec<&str> = facts.iter().map(|(name, _)| name.as_str()).collect();
            session.say(&session.pick(
                format!("店铺 {kept}：已记下 {}", names.join("、")),
                format!("shop {kept}: kept {}", names.join(", ")),
            ));
        }
        ShopAction::Unset { facts } => {
            let facts: Vec<(String, String)> = facts.into_iter().map(|name| (name, "unknown".to_owned())).collect();
            let kept = Kit::open_existing(&database)?.declare(ruleset, shop, &facts)?;
            session.say(&session.pick(format!("店铺 {kept}：已收回"), format!("shop {kept}: taken back")));
        }
        ShopAction::Forget { yes } => {
            let question = session.pick(
                "忘记这个店铺声明过的事实和历次结论（订单保留）？",
                "Forget the declared facts and the verdicts of this shop (its orders stay)?",
            );
            if !yes && !session.confirm(question) {
                session.say(session.pick("未改动", "nothing was changed"));
                return Ok(Exit::Look);
            }
            let kept = Kit::open_existing(&database)?.forget(shop)?;
            session.say(&session.pick(format!("店铺 {kept}：已忘记"), format!("shop {kept}: forgotten")));
        }
        ShopAction::History => {
            let (_, past) = Kit::open_existing(&database)?.history(ruleset, shop)?;
            session.table(&history(&past, session.format == Format::Table, session.lang))?;
            if past.is_empty() {
                session.say(session.pick("还没有结论", "no verdict was given yet"));
            }
        }
    }
    Ok(Exit::Done)
}

fn list(kit: &Kit) -> Result<Table, CliError> {
    let columns = [
        ("shop", "店铺", "Shop"),
        ("lines", "订单行", "Lines"),
        ("imports", "导入", "Imports"),
        ("newest_export", "最新导出", "Newest export"),
        ("facts", "已声明的事实", "Facts"),
        ("verdicts", "结论", "Verdicts"),
    ];
    let rows = kit.shops()?.into_iter().map(|shop| {
        vec![
            Datum::Text(shop.name),
            Datum::Int(shop.lines),
            Datum::Int(shop.imports),
            Datum::text(shop.newest_export),
            Datum::Int(shop.facts),
            Datum::Int(shop.verdicts),
        ]
    });
    Ok(Table { columns: columns.map(|(key, zh, en)| Column::new(key, zh, en)).to_vec(), rows: rows.collect() })
}

fn show(kit: &Kit, ruleset: &Ruleset, shop: Option<&str>, session: &mut Session) -> Result<(), CliError> {
    let (shop, declared, orders) = kit.shop(shop, kit::AFTER_SALE_DAYS)?;
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
        for (name, value) in [
            ("orders.unfinished", orders.unfinished.to_string()),
            ("orders.open_after_sales", orders.open_after_sales.to_string()),
            ("orders.within_after_sale_period", orders.within_after_sale_period.to_string()),
            (
                "orders.last_finished_on",
                orders
                    .last_finished_at
                    .and_then(|at| at.get(..10).map(str::to_owned))
                    .unwrap_or_else(|| "none".to_owned()),
            ),
        ] {
            if !facts.iter().any(|fact| fact[0] == name) {
                facts.push([name.to_owned(), value, origin.clone(), title(name)]);
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
    session.table(&Table {
        columns: columns.map(|(key, zh, en)| Column::new(key, zh, en)).to_vec(),
        rows: facts.into_iter().map(|fact| fact.map(Datum::Text).to_vec()).collect(),
    })
}

fn history(past: &[PastVerdict], for_people: bool, lang: Lang) -> Table {
    let columns = [
        ("id", "编号", "Number"),
        ("asked_at", "时间", "Asked"),
        ("check", "检查", "Check"),
        ("on", "判断日", "Judged on"),
        ("verdict", "结论", "Verdict"),
        ("earliest", "最早", "Earliest"),
        ("deciding", "依据", "Deciding"),
        ("rules", "规则", "Rules"),
        ("now", "按现在的规则", "By the rules of today"),
    ];
    let rows = past.iter().map(|past| {
        let kept = &past.kept;
        let now = match &past.now {
            Some(now) => {
                let rules = now.deciding.join(",");
                let rules = if for_people { few(&rules) } else { rules };
                let earliest = now.earliest.as_deref().map_or_else(String::new, |day| format!(", {day}"));
                format!("{}{earliest} ({rules})", now.answer.as_str())
            }
            None if past.rules_changed => lang.pick("规则已变，结论不变", "rules changed, same verdict").to_owned(),
            None => lang.pick("规则未变", "same rules").to_owned(),
        };
        vec![
            Datum::Int(kept.id),
            Datum::Text(kept.asked_at.clone()),
            Datum::Text(kept.asked.clone()),
            Datum::Text(kept.judged_on.clone()),
            Datum::Text(kept.answer.clone()),
            Datum::text(kept.earliest.clone()),
            Datum::Text(if for_people { few(&kept.deciding) } else { kept.deciding.clone() }),
            Datum::Text(format!("{} {}", kept.ruleset_version, kept.ruleset_sha256.get(..8).unwrap_or_default())),
            Datum::Text(now),
        ]
    });
    Table { columns: columns.map(|(key, zh, en)| Column::new(key, zh, en)).to_vec(), rows: rows.collect() }
}

/// Names the first few rules and counts the others.
fn few(rules: &str) -> String {
    let ids: Vec<&str> = rules.split(',').collect();
    let shown = ids.iter().take(RULES_NAMED).copied().collect::<Vec<_>>().join(", ");
    if ids.len() > RULES_NAMED { format!("{shown} +{}", ids.len() - RULES_NAMED) } else { shown }
}
