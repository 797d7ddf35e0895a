//! `shopkit serve`.

use std::path::Path;

use serde_json::json;
use shopkit::t;

use super::args::{Format, Serve};
use super::exit::{CliError, Exit};
use super::import::sandbox_program;
use super::output::SCHEMA_VERSION;
use super::session::Session;
use crate::page::{Options, ServeError, Server, launch};

/// The beginning of the address of a page under a plain host.
const PLAIN: &str = "http://127.0.0.1:";

pub fn run(args: &Serve, session: &mut Session) -> Result<Exit, CliError> {
    session.check_output()?;
    let database = session.database()?;
    let is_new = !database.exists();
    let texts = session.texts();
    let options = Options {
        database: database.clone(),
        port: args.port,
        lang: session.lang,
        sandbox: Some(sandbox_program()),
        plain_host: args.plain_host,
    };
    let server = match Server::start(options) {
        Ok(server) => server,
        Err(ServeError::Running(address)) => {
            session.say(&t!(texts, "command-serve-already-running"));
            print(&address, session)?;
            if args.plain_host && !address.starts_with(PLAIN) {
                session.warn(&t!(texts, "command-serve-plain-host-ignored"));
            }
            open(&database, &address, args, session);
            return Ok(Exit::Done);
        }
        Err(error) => return Err(error.into()),
    };
    if is_new {
        session.say(&t!(texts, "command-serve-new-database", path = &database));
    }
    let address = server.address();
    print(&address, session)?;
    session.say(&t!(texts, "command-serve-started"));
    open(&database, &address, args, session);
    server.run()?;
    session.say(&t!(texts, "command-serve-stopped"));
    Ok(Exit::Done)
}

/// Prints the address that lets a browser in.
fn print(address: &str, session: &Session) -> Result<(), CliError> {
    if session.format == Format::Json {
        session.json(&json!({ "schema_version": SCHEMA_VERSION, "address": address }))
    } else {
        session.text(address)
    }
}

/// Opens the browser, unless the user does not want that. The browser gets a file that leads on to the page, since other accounts can
/// see the arguments of programs. Nothing tells whether it could read the file: one in a sandbox, such as Snap or Flatpak, may not.
fn open(database: &Path, address: &str, args: &Serve, session: &mut Session) {
    if args.no_open {
        return;
    }
    if !address.starts_with(PLAIN) {
        session.say(&t!(session.texts(), "command-serve-no-page"));
    }
    let opened = || launch(database, address).is_ok_and(|file| open::that_detached(file).is_ok());
    if !opened() {
        session.say(&t!(session.texts(), "command-serve-no-browser"));
    }
}
