//! Which function answers which address.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::error::PageError;
use super::handler::{Answer, Form, Upload, answer, answer_form, answer_sent};
use super::reply::Reply;
use super::request::{Context, LANG_COOKIE, Request};
use super::state::State;
use super::upload::Received;
use super::{
    assets, chart_part, checks, data, filter_forms, import_job, import_one, import_start, import_undo, imports, kept,
    order, orders, overview, purge, reports, restore, rules, sample, settlement_days, shops, stop,
};

/// Lists the addresses. Pages are read by GET, with one state of the database; what changes something is sent by POST.
pub fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route("/", show(overview::show))
        .route("/part/{name}", show_one(overview::part))
        .route("/import", show(imports::show).merge(upload(import_start::begin, imports::show)))
        .route("/import/waiting/{id}", show_one(import_start::ask).merge(change_one(import_start::decided)))
        .route("/import/jobs/{id}", show_one(import_job::show))
        .route("/import/jobs/{id}/part", show_one(import_job::part))
        .route("/imports/{id}", show_one(import_one::show))
        .route("/imports/{id}/undo", change_one(import_undo::undo))
        .route("/orders", show_form(orders::list))
        .route("/orders.xlsx", show(|context| orders::download(context, "xlsx")))
        .route("/orders.csv", show(|context| orders::download(context, "csv")))
        .route("/orders/part/{name}", show_one(orders::list_part))
        .route("/orders/filters", change(filter_forms::answered))
        .route("/orders/{id}", show_one(order::show))
        .route("/orders/{id}/money", show_one(order::money_part))
        .route("/reports", show(reports::list))
        .route("/reports/{name}", show_one_form(reports::show))
        .route("/reports/part/{name}", show_one(reports::part))
        .route("/charts/{name}", show_one(chart_part::show))
        .route("/check/{name}", show_one_form(checks::show).merge(change_one(checks::answered)))
        .route("/rules", show(|context| Ok(rules::show(context))))
        .route("/shops", show(shops::show))
        .route("/shops/forget", change(shops::forget))
        .route("/shops/rename", change_on(shops::rename, shops::show))
        .route("/shops/settlement", change_on(settlement_days::answered, shops::show))
        .route("/data", show(data::show))
        .route("/data/backup.db", show(data::backup))
        .route("/data/check", change(data::check))
        .route("/data/purge", change_on(purge::answered, data::show))
        .route("/language", change(|request| Ok(language(request))))
        .route("/data/restore", upload(restore::begin, data::show))
        .route("/data/restore/{id}", show_one(restore::ask).merge(change_one(restore::decided)))
        .route("/sample", change(sample::go))
        .route("/sample/back", show(sample::back))
        .route("/stop", show(|context| Ok(stop::ask(context))).merge(change(|request| Ok(stop::stop(request)))))
        .route("/assets/{name}", get(|request| answer(request, |request| assets::get(&request.id))))
        .fallback(|request| answer(request, |_| Err(PageError::NoPage)))
        .method_not_allowed_fallback(|request| answer(request, |_| Err(PageError::NoPage)))
        .with_state(state)
}

/// Shows a page.
fn show(page: fn(&Context<'_>) -> Answer) -> MethodRouter<Arc<State>> {
    get(move |request| answer(request, move |request| request.read(|context| completed(context, page))))
}

/// Shows a page of what the address names.
fn show_one(page: fn(&Context<'_>, &str) -> Answer) -> MethodRouter<Arc<State>> {
    get(move |request| {
        answer(request, move |request| request.read(|context| completed(context, |context| page(context, &request.id))))
    })
}

/// Shows a page, or sends the browser to its whole address.
fn completed(context: &Context<'_>, page: impl FnOnce(&Context<'_>) -> Answer) -> Answer {
    // A form that is shown again stays where it is.
    let elsewhere = if context.refused.is_empty() { kept::completed(context) } else { None };
    elsewhere.map_or_else(|| page(context), Ok)
}

/// Shows a page with a form in its address.
fn show_form(page: fn(&Context<'_>) -> Answer) -> MethodRouter<Arc<State>> {
    get(move |request| answer_form(request, move |request| request.read(|context| completed(context, page))))
}

/// Shows a page of what the address names, with a form in its address.
fn show_one_form(page: fn(&Context<'_>, &str) -> Answer) -> MethodRouter<Arc<State>> {
    get(move |request| {
        answer_form(request, move |request| {
            request.read(|context| completed(context, |context| page(context, &request.id)))
        })
    })
}

/// Takes a form.
fn change(page: fn(&Request) -> Answer) -> MethodRouter<Arc<State>> {
    post(move |Form(request)| answer(request, page))
}

/// Takes a form that stands on another page, which shows it again where a value is refused.
fn change_on(page: fn(&Request) -> Answer, form: fn(&Context<'_>) -> Answer) -> MethodRouter<Arc<State>> {
    post(move |Form(request)| answer_sent(request, page, form))
}

/// Takes a form about what the address names.
fn change_one(page: fn(&Request, &str) -> Answer) -> MethodRouter<Arc<State>> {
    post(move |Form(request)| answer(request, move |request| page(request, &request.id)))
}

/// Takes a form with files.
fn upload(page: fn(&Request, Received) -> Answer, form: fn(&Context<'_>) -> Answer) -> MethodRouter<Arc<State>> {
    post(move |Upload(request, files)| answer_sent(request, move |request| page(request, files), form))
        // It has a bound of its own.
        .layer(DefaultBodyLimit::disable())
}

/// Keeps the language that was chosen, and goes back.
fn language(request: &Request) -> Reply {
    let to = if request.form.get("to") == Some("zh") { "zh" } else { "en" };
    let back = request.form.get("back").unwrap_or("/");
    // An address that begins with two slashes, or with a backslash to some browsers, leads elsewhere.
    let is_here = back.starts_with('/')
        && !back[1..].starts_with(['/', '\\'])
        && back.bytes().all(|byte| byte.is_ascii_graphic());
    let cookie = Cookie::build((LANG_COOKIE, to)).path("/").http_only(true).same_site(SameSite::Strict).permanent();
    Reply::see(if is_here { back } else { "/" }).cookie(&cookie.build())
}
