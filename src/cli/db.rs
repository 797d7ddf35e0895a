//! `shopkit db`.

use std::path::Path;

use serde_json::json;
use shopkit::kit::Kit;
use shopkit::t;

use super::args::{Db, DbAction, Format};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::purge;
use super::session::Session;
use crate::front::views::backup;

pub fn run(args: Db, session: &mut Session) -> Result<Exit, CliError> {
    let database = session.database()?;
    let as_json = session.format == Format::Json;
    match args.action {
        DbAction::Path => {
            let path = database.to_string_lossy();
            if as_json {
                session.json(&json!({ "schema_version": SCHEMA_VERSION, "path": path }))?;
            } else {
                session.text(&path)?;
            }
        }
        DbAction::Check => {
            let found = session.kit()?.integrity()?;
            let found: Vec<String> = found.iter().map(|problem| session.texts().say(problem)).collect();
            if as_json {
                session
                    .json(&json!({ "schema_version": SCHEMA_VERSION, "ok": found.is_empty(), "problems": found }))?;
            } else if found.is_empty() {
                session.text(&t!(session.texts(), "data-sound"))?;
            } else {
                session.text(&found.join("\n"))?;
            }
            if !found.is_empty() {
                return Ok(Exit::Attention);
            }
        }
        DbAction::Backup { file } => {
            session.check_name(&file)?;
            session.kit()?.backup(&file)?;
            let path = file.to_string_lossy();
            if as_json {
                session.json(&json!({ "schema_version": SCHEMA_VERSION, "path": path }))?;
            } else {
                session.say(&t!(session.texts(), "db-backed-up", path = path));
            }
        }
        DbAction::Restore { file, yes } => return restore(&file, yes, session),
        DbAction::Purge(args) => return purge::run(&args, session),
    }
    Ok(Exit::Done)
}

/// Puts a backup in the place of the database, once that is confirmed.
fn restore(file: &Path, yes: bool, session: &mut Session) -> Result<Exit, CliError> {
    let (database, texts) = (session.database()?, session.texts());
    let content = Kit::check_backup(file)?;
    if !yes {
        for (name, value) in backup::facts(&content) {
            session.say(&t!(texts, "db-restore-fact", name = name, value = value));
        }
        if !session.confirm(&t!(texts, "db-restore", path = file, database = &database)) {
            session.say(&t!(texts, "command-unchanged"));
            return Ok(Exit::Attention);
        }
    }
    let kept = Kit::restore(file, &database)?;
    if session.format == Format::Json {
        let kept = kept.as_ref().map(|kept| kept.to_string_lossy());
        session.json(&json!({
            "schema_version": SCHEMA_VERSION,
            "path": database.to_string_lossy(),
            "kept_as": kept,
            "shops": content.shops,
            "lines": content.lines,
            "imports": content.imports,
            "newest_export": content.newest_export,
        }))?;
    } else {
        session.say(&match &kept {
            Some(kept) => t!(texts, "db-restored", path = file, kept = kept),
            None => t!(texts, "db-restored-anew", path = file),
        });
    }
    Ok(Exit::Done)
}
