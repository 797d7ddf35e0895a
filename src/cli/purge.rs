//! `shopkit db purge`.

use std::path::PathBuf;

use serde_json::{Map, Value as Json, json};
use shopkit::kit::PurgeOptions;
use shopkit::model::table::{Datum, Table, columns};
use shopkit::store::Purged;

use super::args::{Format, Purge};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::{Session, can_ask};
use crate::front::purged::{left_behind, named, out_of_reach};

pub fn run(args: &Purge, session: &mut Session) -> Result<Exit, CliError> {
    let mut kit = session.kit()?;
    // What is not this account's own beside the database is told before anything is deleted.
    kit.old_copies()?;
    let options =
        PurgeOptions { shop: args.shop.clone(), before: args.before, contacts: args.contacts, hashes: args.hashes };
    if !args.dry_run && !args.yes && can_ask() {
        let counted = kit.count_purge(&options)?;
        if !session.confirm(&question(args, counted, session)) {
            session.say(session.pick("未改动", "nothing was changed"));
            return Ok(Exit::Look);
        }
    }
    let purged = if args.dry_run { kit.count_purge(&options)? } else { kit.purge(&options)? };
    let removed = if args.backups && !args.dry_run { kit.delete_old_copies()? } else { Vec::new() };
    let left = kit.old_copies()?;
    if session.format == Format::Json {
        let names = |paths: &[PathBuf]| paths.iter().map(|path| path.to_string_lossy()).collect::<Json>();
        let counts: Map<String, Json> =
            named(purged).into_iter().map(|(name, .., rows)| (name.to_owned(), rows.into())).collect();
        session.json(&json!({
            "schema_version": SCHEMA_VERSION, "dry_run": args.dry_run,
            "what": if args.contacts { "contacts" } else { "everything" },
            "shop": args.shop, "before": args.before.map(|day| day.to_string()), "counts": counts,
            "backups_deleted": names(&removed), "backups_left": names(&left),
        }))?;
    } else {
        let rows = named(purged).map(|(name, zh, en, rows)| {
            let what = if session.format == Format::Table { session.pick(zh, en) } else { name };
            vec![Datum::Text(what.to_owned()), Datum::Int(i64::try_from(rows).unwrap_or(i64::MAX))]
        });
        let columns = columns(&[("what", "内容", "What"), ("rows", "行数", "Rows")]);
        session.table(&Table::new(columns, rows.to_vec()))?;
    }
    tell(args, session);
    for path in &removed {
        let path = path.display();
        session.say(&session.pick(format!("已删除：{path}"), format!("{path} was deleted")));
    }
    for path in &left {
        let then = if args.backups && !args.dry_run {
            session.pick("；无法删除，请自行删除", "; it could not be deleted: delete it yourself")
        } else {
            session.pick("；--backups 可一并删除", "; --backups deletes it")
        };
        session.warn(&format!("{}{then}", left_behind(path, session.lang)));
    }
    Ok(if left.is_empty() { Exit::Done } else { Exit::Look })
}

fn tell(args: &Purge, session: &mut Session) {
    if args.dry_run {
        session.say(session.pick("试运行，未改动", "dry run: nothing was changed"));
        return;
    }
    let done = session.pick("数据库中已不留一个字节；", "no byte of it is left in the database; ");
    session.say(&format!("{done}{}", out_of_reach(session.lang)));
}

fn question(args: &Purge, counted: Purged, session: &Session) -> String {
    let counts: Vec<String> = named(counted)
        .iter()
        .filter(|(.., rows)| *rows > 0)
        .map(|(_, zh, en, rows)| session.pick(format!("{zh} {rows}"), format!("{en}: {rows}")))
        .collect();
    let counts = if counts.is_empty() { "0".to_owned() } else { counts.join(session.pick("，", ", ")) };
    if args.contacts {
        session.pick(
            format!("永久清除联系方式（{counts}）？无法恢复"),
            format!("Blank contact data for good ({counts})? It cannot be taken back"),
        )
    } else {
        session.pick(
            format!("永久删除（{counts}）？无法恢复"),
            format!("Delete for good ({counts})? It cannot be taken back"),
        )
    }
}
