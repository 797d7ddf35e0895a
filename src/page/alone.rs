//! Pages that stand alone: the browser gets nothing else, so they have their style within themselves, and no links.

use axum::http::header::CONTENT_SECURITY_POLICY;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use shopkit::model::lang::Lang;

use super::assets;
use super::reply::Reply;

/// Writes a page that stands alone.
pub fn alone(lang: Lang, title: &str, body: &Markup) -> Reply {
    let page = html! {
        (DOCTYPE)
        html lang=(lang.pick("zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · shopkit" }
                style { (PreEscaped(assets::style())) }
            }
            body class="alone" { main { header { h1 { (title) } } div class="card" { (body) } } }
        }
    };
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    Reply::html(page).with(CONTENT_SECURITY_POLICY, policy)
}
