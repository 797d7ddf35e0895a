//! What pages load beside themselves; all of it is part of the program.

use hyper::StatusCode;

use super::reply::Reply;
use crate::front::overview;

const SCRIPT: &str = include_str!("assets/page.js");
const STYLE: &str = include_str!("assets/page.css");
const ICON: &str = include_str!("assets/icon.svg");

/// Returns the looks: the parts of the overview look as in its file, and the page's own looks come after.
pub fn style() -> String {
    format!("{}{STYLE}", overview::style())
}

/// Returns an asset by its name.
pub fn get(name: &str) -> Option<Reply> {
    let (kind, content) = match name {
        "page.js" => ("text/javascript; charset=utf-8", SCRIPT.to_owned()),
        "page.css" => ("text/css; charset=utf-8", style()),
        "icon.svg" => ("image/svg+xml", ICON.to_owned()),
        _ => return None,
    };
    Some(Reply::new(StatusCode::OK, kind, content.into_bytes()))
}
