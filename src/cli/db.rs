//! `shopkit db`.

use serde_json::json;
use shopkit::t;

use super::args::{Db, DbAction, Format};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::purge;
use super::session::Session;

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
        DbAction::Purge(args) => return purge::run(&args, session),
    }
    Ok(Exit::Done)
}
