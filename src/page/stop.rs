//! Stopping the program.

use maud::html;
use shopkit::t;

use super::alone::alone;
use super::layout::{Menu, Page, csrf};
use super::params::address;
use super::reply::Reply;
use super::request::{Context, Request};

/// Asks whether the program is to be stopped.
pub fn ask(context: &Context<'_>) -> Reply {
    let texts = context.texts();
    let body = html! {
        section {
            @if !context.state.jobs.open().is_empty() { p class="note bad" { (t!(texts, "page-data-stop-importing")) } }
            p { (t!(texts, "page-data-stop-about")) }
            form method="post" action="/stop" class="row" {
                (csrf(context))
                button class="danger" { (t!(texts, "page-data-stop-start")) }
                a class="button" href=(address("/", context.kept_shop())) { (t!(texts, "page-stop-not")) }
            }
        }
    };
    let title = t!(texts, "page-stop-ask");
    Page { title, ..Page::new(Menu::Data, context, body) }.reply(context)
}

/// Ends the program.
pub fn stop(request: &Request) -> Reply {
    request.state.end();
    let texts = request.texts();
    alone(request.lang, &t!(texts, "page-data-stopped"), &html! { p { (t!(texts, "page-data-stopped-about")) } })
}
