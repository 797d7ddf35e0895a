//! Which file answers which address.

use super::error::PageError;
use super::reply::Reply;
use super::request::{Context, Request};
use super::upload::Received;
use super::{assets, checks, data, imports, layout, orders, overview, purge, reports, rules, shops};

/// Answers a request, with the files that it sent.
pub fn answer(request: &Request, files: Option<Received>) -> Reply {
    let answered = match files {
        Some(files) if request.path == "/import" => imports::begin(request, files),
        Some(_) => Err(PageError::NoPage),
        None if request.is_post => change(request),
        None => request.read(show),
    };
    answered.unwrap_or_else(|error| layout::error_page(&error, request))
}

fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    // What pages link to is ASCII, so nothing in a path is written otherwise.
    match context.path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        [""] => overview::show(context),
        ["part", name] => overview::part(context, name),
        ["assets", name] => assets::get(name).ok_or(PageError::NoPage),
        ["import"] => imports::show(context),
        ["import", "jobs", id] => imports::job(context, id),
        ["import", "jobs", id, "part"] => imports::job_part(context, id),
        ["imports", id] => imports::one(context, id),
        ["orders"] => orders::list(context),
        ["orders.xlsx"] => orders::download(context),
        ["orders", id] => orders::one(context, id),
        ["reports"] => reports::list(context),
        ["reports", name] => reports::show(context, name),
        ["check", name] => checks::show(context, name),
        ["rules"] => rules::show(context),
        ["shops"] => shops::show(context),
        ["data"] => data::show(context),
        ["data", "backup.db"] => data::backup(context),
        _ => Err(PageError::NoPage),
    }
}

fn change(request: &Request) -> Result<Reply, PageError> {
    match request.path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        ["language"] => Ok(language(request)),
        ["imports", id, "undo"] => imports::undo(request, id),
        ["check", name] => checks::answered(request, name),
        ["shops", "forget"] => shops::forget(request),
        ["data", "purge"] => purge::answered(request),
        ["data", "check"] => data::check(request),
        ["stop"] => Ok(data::stop(request)),
        _ => Err(PageError::NoPage),
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
