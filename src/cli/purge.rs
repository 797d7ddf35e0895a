//! `shopkit db purge`.

use std::path::PathBuf;

use serde_json::{Map, Value as Json, json};
use shopkit::kit::{KitError, PurgeOptions};
use shopkit::model::lang::Explain;
use shopkit::model::message::{Arg, Message};
use shopkit::model::table::{Column, Datum, Table};
use shopkit::store::{Purged, StoreError};
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::args::{Format, Purge};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::session::{Session, can_ask};
use crate::front::views::purge::{counts, leftover};

pub fn run(args: &Purge, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let mut kit = session.kit()?;
    if args.backups {
        // Files of other accounts beside the database are an error before anything is deleted.
        kit.old_copies()?;
    }
    let options =
        PurgeOptions { shop: args.shop.clone(), before: args.before, contacts: args.contacts, hashes: args.hashes };
    if !args.dry_run && !args.yes && can_ask() {
        let counted = kit.count_purge(&options)?;
        if !session.confirm(&question(args, counted, texts)) {
            session.say(&t!(texts, "command-unchanged"));
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
            session.warn(&t!(texts, "purge-not-checked", reason = error.message()));
            None
        }
        Err(error) => return Err(error.into()),
    };
    if session.format == Format::Json {
        let names = |paths: &[PathBuf]| paths.iter().map(|path| path.to_string_lossy()).collect::<Json>();
        let counts: Map<String, Json> =
            counts(purged).into_iter().map(|count| (count.key.to_owned(), count.rows.into())).collect();
        session.json(&json!({
            "schema_version": SCHEMA_VERSION, "dry_run": args.dry_run,
            "what": if args.contacts { "contacts" } else { "everything" },
            "shop": args.shop, "before": args.before.map(|day| day.to_string()), "counts": counts,
            "backups_deleted": names(&removed), "backups_left": left.as_deref().map(names),
        }))?;
    } else {
        let rows = counts(purged).map(|count| {
            let what = if session.format == Format::Table { texts.say(&count.title) } else { count.key.to_owned() };
            vec![Datum::Text(what), Datum::Int(i64::try_from(count.rows).unwrap_or(i64::MAX))]
        });
        session.table(&Table::new(vec![Column::of("what"), Column::of("rows")], rows.to_vec()))?;
    }
    session.say(&if args.dry_run {
        t!(texts, "purge-nothing-deleted")
    } else {
        t!(texts, "purge-done", rest = msg!("purge-out-of-reach"))
    });
    say_removed(&removed, session);
    for path in left.iter().flatten() {
        let advice = if deletes_copies { msg!("purge-leftover-kept") } else { msg!("purge-leftover-advice") };
        session.warn(&texts.say(&leftover(path, advice)));
    }
    Ok(if left.is_some_and(|left| left.is_empty()) { Exit::Done } else { Exit::Attention })
}

fn say_removed(removed: &[PathBuf], session: &mut Session) {
    for path in removed {
        session.say(&t!(session.texts(), "purge-deleted", path = path));
    }
}

fn question(args: &Purge, counted: Purged, texts: Texts) -> String {
    let counts: Vec<Message> = counts(counted)
        .into_iter()
        .filter(|count| count.rows > 0)
        .map(|count| msg!("purge-count", what = count.title, rows = count.rows))
        .collect();
    let counts = if counts.is_empty() { Arg::from("0") } else { Arg::list(counts) };
    if args.contacts {
        t!(texts, "purge-ask-contacts", counts = counts)
    } else {
        t!(texts, "purge-ask-orders", counts = counts)
    }
}
