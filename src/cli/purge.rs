//! `shopkit db purge`.

use std::path::PathBuf;

use serde_json::{Map, Value as Json, json};
use shopkit::kit::{KitError, PurgeOptions};
use shopkit::model::lang::Explain;
use shopkit::model::table::{Datum, Table, columns};
use shopkit::store::{Purged, StoreError};
use shopkit::texts::Texts;

use super::args::{Format, Purge};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::{Session, can_ask};
use crate::front::purged::{left_behind, named, not_looked, out_of_reach};

pub fn run(args: &Purge, session: &mut Session) -> Result<Exit, CliError> {
    let mut kit = session.kit()?;
    if args.backups {
        // What is not this account's own beside the database is told before anything is deleted.
        kit.old_copies()?;
    }
    let options =
        PurgeOptions { shop: args.shop.clone(), before: args.before, contacts: args.contacts, hashes: args.hashes };
    if !args.dry_run && !args.yes && can_ask() {
        let counted = kit.count_purge(&options)?;
        if !session.confirm(&question(args, counted, session)) {
            session.say(session.pick("未改动", "nothing was changed"));
            return Ok(Exit::Attention);
        }
    }
    let deletes_copies = args.backups && !args.dry_run;
    let purged = if args.dry_run { kit.count_purge(&options) } else { kit.purge(&options) };
    if deletes_copies && matches!(purged, Err(KitError::Store(StoreError::NotWiped(..)))) {
        // The rows are deleted all the same, so what was copied of them goes as well.
        say_removed(&kit.delete_old_copies()?, session);
    }
    let purged = purged?;
    let removed = if deletes_copies { kit.delete_old_copies()? } else { Vec::new() };
    let left = match kit.old_copies() {
        Ok(left) => Some(left),
        Err(error) if !args.backups => {
            session.warn(&not_looked(&Texts::command(session.lang).say(&error.message()), session.lang));
            None
        }
        Err(error) => return Err(error.into()),
    };
    if session.format == Format::Json {
        let names = |paths: &[PathBuf]| paths.iter().map(|path| path.to_string_lossy()).collect::<Json>();
        let counts: Map<String, Json> =
            named(purged).into_iter().map(|(name, .., rows)| (name.to_owned(), rows.into())).collect();
        session.json(&json!({
            "schema_version": SCHEMA_VERSION, "dry_run": args.dry_run,
            "what": if args.contacts { "contacts" } else { "everything" },
            "shop": args.shop, "before": args.before.map(|day| day.to_string()), "counts": counts,
            "backups_deleted": names(&removed), "backups_left": left.as_deref().map(names),
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
    say_removed(&removed, session);
    for path in left.iter().flatten() {
        let then = if deletes_copies {
            session.pick("；无法删除，请自行删除", "; it could not be deleted: delete it yourself")
        } else {
            session.pick("；--backups 可一并删除", "; --backups deletes it")
        };
        session.warn(&format!("{}{then}", left_behind(path, session.lang)));
    }
    Ok(if left.is_some_and(|left| left.is_empty()) { Exit::Done } else { Exit::Attention })
}

fn say_removed(removed: &[PathBuf], session: &mut Session) {
    for path in removed {
        let path = path.display();
        session.say(&session.pick(format!("已删除：{path}"), format!("{path} was deleted")));
    }
}

fn tell(args: &Purge, session: &mut Session) {
    if args.dry_run {
        session.say(session.pick("试运行，未改动", "dry run: nothing was changed"));
        return;
    }
    let done = session.pick("这些数据在数据库文件中已不留一个字节；", "no byte of it is left in the database; ");
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
            format!("Blank contact data for good ({counts})? This cannot be undone"),
        )
    } else {
        session.pick(
            format!("永久删除（{counts}）？无法恢复"),
            format!("Delete for good ({counts})? This cannot be undone"),
        )
    }
}
