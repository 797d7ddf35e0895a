//! `shopkit serve`.

use std::path::Path;

use serde_json::json;

use super::args::{Format, Serve};
use super::exit::{CliError, Exit};
use super::import::helper;
use super::output::SCHEMA_VERSION;
use super::session::Session;
use crate::page::{Options, ServeError, Server, launch};

/// What the address of a page under a plain host begins with.
const PLAIN: &str = "http://127.0.0.1:";

pub fn run(args: &Serve, session: &mut Session) -> Result<Exit, CliError> {
    session.check_output()?;
    let database = session.database()?;
    let is_new = !database.exists();
    let options = Options {
        database: database.clone(),
        port: args.port,
        lang: session.lang,
        helper: Some(helper()),
        plain_host: args.plain_host,
    };
    let server = match Server::start(options) {
        Ok(server) => server,
        Err(ServeError::Running(address)) => {
            session.say(session.pick("这个数据库的页面已经在运行：", "the page of this database already runs:"));
            tell(&address, session)?;
            if args.plain_host && !address.starts_with(PLAIN) {
                session.warn(session.pick(
                    "页面仍用原来的地址，--plain-host 没有生效；先停止它，再加 --plain-host 启动",
                    "it runs under its other name, so --plain-host has no effect; stop it, then start with --plain-host",
                ));
            }
            open(&database, &address, args, session);
            return Ok(Exit::Done);
        }
        Err(error) => return Err(error.into()),
    };
    if is_new {
        let path = database.display();
        session.say(&session.pick(format!("新建数据库：{path}"), format!("new database: {path}")));
    }
    let address = server.way_in();
    tell(&address, session)?;
    session
        .say(session.pick("页面只在这台电脑上；按 Ctrl-C 停止", "the page is on this machine only; Ctrl-C stops it"));
    open(&database, &address, args, session);
    server.run()?;
    session.say(session.pick("已停止", "stopped"));
    Ok(Exit::Done)
}

/// Writes the address that lets a browser in.
fn tell(address: &str, session: &Session) -> Result<(), CliError> {
    if session.format == Format::Json {
        session.json(&json!({ "schema_version": SCHEMA_VERSION, "address": address }))
    } else {
        session.text(address)
    }
}

/// Opens the browser, unless the user does not want it to. It gets a file that leads on to the page, since other accounts can see
/// the arguments of programs. Whether it can read the file nobody tells: one in a sandbox, as Snap and Flatpak have it, may not.
fn open(database: &Path, address: &str, args: &Serve, session: &mut Session) {
    if args.no_open {
        return;
    }
    if !address.starts_with(PLAIN) {
        session.say(session.pick(
            "没有显示页面时，请打开上面的地址；仍打不开，请停止后加 --plain-host 重新运行",
            "If no page appears, open the address above. If that fails too, stop and run again with --plain-host",
        ));
    }
    let opened = || launch(database, address).is_ok_and(|file| open::that_detached(file).is_ok());
    if !opened() {
        session.say(
            session
                .lang
                .pick("浏览器没有打开，请自己打开上面的地址", "no browser could be opened; open the address yourself"),
        );
    }
}
