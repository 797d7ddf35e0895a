//! The forms that save filters of the list of orders, and delete them.

use maud::{Markup, html};
use shopkit::kit::KitError;
use shopkit::t;

use super::error::PageError;
use super::field::{Expected, Field};
use super::layout::csrf;
use super::mutex::lock;
use super::order_form;
use super::params::Params;
use super::reply::Reply;
use super::request::{Context, Request};
use crate::front::text::visible;

/// The longest name, in letters.
const LONGEST: usize = 40;

/// Names in an address that are not saved: what was searched for may be of a buyer; the rest is no part of the filter.
const NOT_SAVED: &[&str] = &["q", "on", "at", "key", "shop", "shops", "whole"];

/// Writes the saved filters, and the form that saves the present one.
pub fn section(context: &Context<'_>) -> Markup {
    let texts = context.texts();
    let saved = lock(&context.state.filters).clone();
    let present = if order_form::is_set(context) { present(context) } else { String::new() };
    let shops = ["shop", "shops"].map(|name| (name, context.query.get(name).unwrap_or_default()));
    html! {
        @if saved.iter().next().is_some() || !present.is_empty() {
            div class="saved noprint" {
                strong { (t!(texts, "page-orders-saved")) }
                ul class="chips" { @for (name, query) in saved.iter() { li class="one" {
                    a href={ "/orders?" (Params::read(query.as_bytes()).with(&shops)) } { (visible(name)) }
                    form method="post" action="/orders/filters" {
                        (csrf(context))
                        input type="hidden" name="name" value=(name);
                        input type="hidden" name="back" value=(context.query.with(&[]));
                        button name="delete" value="1" aria-label=(t!(texts, "page-orders-saved-remove", name = visible(name))) { "×" }
                    }
                } } }
                @if !present.is_empty() {
                    form method="post" action="/orders/filters" {
                        (csrf(context))
                        input type="hidden" name="query" value=(present);
                        input type="hidden" name="back" value=(context.query.with(&[]));
                        label { span class="hidden" { (t!(texts, "page-orders-saved-name")) }
                            input name="name" required maxlength=(LONGEST) placeholder=(t!(texts, "page-orders-saved-name")) autocomplete="off"; }
                        button class="small" { (t!(texts, "page-orders-saved-keep")) }
                        @if context.query.get("q").is_some() { " " small { (t!(texts, "page-orders-saved-about")) } }
                    }
                }
            }
        }
    }
}

/// Returns what of an address is saved.
fn present(request: &Request) -> String {
    request.query.with(&NOT_SAVED.iter().map(|name| (*name, "")).collect::<Vec<_>>())
}

/// Saves a filter under a name, in the place of one that has it, or deletes it.
pub fn answered(request: &Request) -> Result<Reply, PageError> {
    let unnamed = || PageError::Field { field: Field::NewName, expected: Expected::Name };
    let name: String = request.form.get("name").ok_or_else(unnamed)?.chars().take(LONGEST).collect();
    let is_deleted = request.form.get("delete").is_some();
    let query = request.form.get("query").filter(|_| !is_deleted).unwrap_or_default();
    let mut saved = lock(&request.state.filters);
    let changed = saved.changed(&name, query);
    changed.store(&request.state.database).map_err(KitError::from)?;
    *saved = changed;
    drop(saved);
    // Written anew, it cannot lead anywhere else.
    let back = Params::read(request.form.get("back").unwrap_or_default().as_bytes());
    Ok(Reply::see(&format!("/orders?{}", back.with(&[]))))
}
