//! Which file answers which address.

use hyper::StatusCode;
use shopkit::kit::KitError;
use shopkit::store::StoreError;

use super::reply::Reply;
use super::request::{Request, Told};
use super::state::State;
use super::upload::Received;
use super::{assets, checks, data, imports, layout, orders, overview, purge, reports, rules, shops};

/// Holds a request with the files that it sent.
pub struct Asked {
    pub request: Request,
    pub files: Option<Received>,
}

/// Answers a request.
pub fn answer(state: &std::sync::Arc<State>, asked: Asked) -> Reply {
    let Asked { request, files } = asked;
    let answered = match files {
        Some(files) if request.path == "/import" => imports::begin(state, &request, files),
        Some(_) => Err(Told::NoPage),
        None if request.is_post => change(state, &request),
        None => show(state, &request),
    };
    answered.unwrap_or_else(|error| layout::told(&error, state, &request).status(status(&error)))
}

fn status(error: &Told) -> StatusCode {
    match error {
        Told::NoPage | Told::Kit(KitError::Store(StoreError::NoShop(..) | StoreError::NoImport(_))) => {
            StatusCode::NOT_FOUND
        }
        Told::Busy => StatusCode::CONFLICT,
        Told::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
        Told::Unreadable(_) | Told::Kit(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn show(state: &State, request: &Request) -> Result<Reply, Told> {
    let parts: Vec<&str> = request.parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
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
    let parts: Vec<&str> = request.parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
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
