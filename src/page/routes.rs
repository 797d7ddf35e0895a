//! Which file answers which address.

use std::sync::Arc;

use super::reply::Reply;
use super::request::{Request, Told};
use super::state::State;
use super::upload::Received;
use super::{assets, checks, data, imports, layout, orders, overview, purge, reports, rules, shops};

/// Answers a request, with the files that it sent.
pub fn answer(state: &Arc<State>, request: &Request, files: Option<Received>) -> Reply {
    let answered = match files {
        Some(files) if request.path == "/import" => imports::begin(state, request, files),
        Some(_) => Err(Told::NoPage),
        None if request.is_post => change(state, request),
        None => show(state, request),
    };
    answered.unwrap_or_else(|error| layout::told(&error, state, request))
}

fn show(state: &State, request: &Request) -> Result<Reply, Told> {
    // What pages link to is ASCII, so nothing in a path is written otherwise.
    match request.path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        [""] => overview::show(state, request),
        ["part", name] => overview::part(state, request, name),
        ["assets", name] => assets::get(name).ok_or(Told::NoPage),
        ["import"] => imports::show(state, request),
        ["import", "jobs", id] => imports::job(state, request, id),
        ["import", "jobs", id, "part"] => imports::job_part(state, request, id),
        ["imports", id] => imports::one(state, request, id),
        ["orders"] => orders::list(state, request),
        ["orders.xlsx"] => orders::download(state, request),
        ["orders", id] => orders::one(state, request, id),
        ["reports"] => reports::list(state, request),
        ["reports", name] => reports::show(state, request, name),
        ["check", name] => checks::show(state, request, name),
        ["rules"] => Ok(rules::show(state, request)),
        ["shops"] => shops::show(state, request),
        ["data"] => data::show(state, request),
        ["data", "backup.db"] => data::backup(state),
        _ => Err(Told::NoPage),
    }
}

fn change(state: &State, request: &Request) -> Result<Reply, Told> {
    match request.path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["language"] => Ok(language(request)),
        ["imports", id, "undo"] => imports::undo(state, request, id),
        ["check", name] => checks::answered(state, request, name),
        ["shops", "forget"] => shops::forget(state, request),
        ["data", "purge"] => purge::answered(state, request),
        ["data", "check"] => data::check(state, request),
        ["stop"] => Ok(data::stop(state, request)),
        _ => Err(Told::NoPage),
    }
}

/// Keeps the language that was chosen, and goes back.
fn language(request: &Request) -> Reply {
    let to = if request.form.get("to") == Some("zh") { "zh" } else { "en" };
    let back = request.form.get("back").unwrap_or("/");
    // An address that begins with two slashes, or with a backslash to some browsers, leads elsewhere.
    let is_here = back.starts_with('/')
        && !back[1..].starts_with(['/', '\\'])
        && back.bytes().all(|byte| byte.is_ascii_graphic());
    let cookie = format!("{}={to}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict", layout::LANG_COOKIE);
    Reply::see(if is_here { back } else { "/" }).with("set-cookie", cookie)
}
