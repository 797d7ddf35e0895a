//! Undoing an import.

use maud::{Markup, html};
use shopkit::t;

use super::error::PageError;
use super::layout::csrf;
use super::params::address;
use super::reply::Reply;
use super::request::Request;

/// Writes the form that undoes an import. It takes two steps, so that no import is undone by mistake.
pub fn undo_form(request: &Request, id: i64) -> Markup {
    let texts = request.texts();
    html! {
        details class="noprint" {
            summary { (t!(texts, "page-import-undo")) }
            form method="post" action=(request.address(&format!("/imports/{id}/undo"))) {
                (csrf(request))
                p { (t!(texts, "page-import-undo-about")) }
                button class="danger" { (t!(texts, "page-import-undo-start", id = id)) }
            }
        }
    }
}

/// Undoes an import. The page that follows says what that changed.
pub fn undo(request: &Request, id: &str) -> Result<Reply, PageError> {
    let id: i64 = id.parse().map_err(|_| PageError::NoPage)?;
    let undone = request.write(|kit| kit.undo(id))?;
    request.state.keep_undone(undone);
    request.read(|context| {
        let page = address("/import", context.kept_shop());
        let sign = if page.contains('?') { '&' } else { '?' };
        Ok(Reply::see(&format!("{page}{sign}undone={id}")))
    })
}
