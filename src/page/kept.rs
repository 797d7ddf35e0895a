//! Choices that are kept from page to page: an address that leaves them out is completed, so that it always says what its page shows.

use shopkit::model::period::Period;
use shopkit::model::time::parse_day;

use super::choices::{self, Choices, ShopChoice};
use super::order_columns::Columns;
use super::period;
use super::reply::Reply;
use super::request::Context;
use super::shop_choice;

/// Sends the browser to the whole address where that of a request leaves out or abbreviates a choice.
pub fn completed(context: &Context<'_>) -> Option<Reply> {
    // A page whose form has a refused value is shown as it was asked for.
    if context.is_post || !context.refused.is_empty() || !is_page(&context.path) {
        return None;
    }
    let (shops, period) = (shops(context), period(context));
    if shops.is_none() && period.is_none() {
        return None;
    }
    let others: Vec<(&str, &str)> =
        shops.iter().chain(&period).flatten().map(|(name, value)| (*name, value.as_str())).collect();
    let reply = Reply::see(&format!("{}?{}", context.path, context.query.with(&others)));
    Some(remember(reply, context, false))
}

/// Keeps what the address of a page chose.
pub fn remember(mut reply: Reply, context: &Context<'_>, has_period: bool) -> Reply {
    let shops = context.query.get("shops").and_then(|_| shop_choice::of_address(context));
    let period = context.query.get("period").filter(|period| has_period && choices::is_period(period));
    let has_columns = context.path == "/orders" && context.query.get("columns").is_some();
    let columns = has_columns.then(|| Columns::of(context).names());
    let chosen = Choices { shops, period: period.map(str::to_owned), columns }.or(&context.choices);
    if chosen == context.choices {
        return reply;
    }
    if let Some(shops) = chosen.shops.as_ref().filter(|_| chosen.shops != context.choices.shops) {
        reply = reply.cookie(&choices::shops_cookie(shops));
    }
    if let Some(period) = chosen.period.as_ref().filter(|_| chosen.period != context.choices.period) {
        reply = reply.cookie(&choices::period_cookie(period));
    }
    if let Some(columns) = chosen.columns.as_ref().filter(|_| chosen.columns != context.choices.columns) {
        reply = reply.cookie(&choices::columns_cookie(columns));
    }
    chosen.store(&context.state.database);
    reply
}

/// Writes an address with the shops and the period of this page.
pub fn link(context: &Context<'_>, path: &str) -> String {
    let shops = shop_choice::of_address(context).filter(|_| context.query.get("shops").is_some());
    let shops = shops.map(|shops| shops.text()).unwrap_or_default();
    let period = context.query.get("period").filter(|period| choices::is_period(period)).unwrap_or_default();
    let shop = context.kept_shop().filter(|_| shops.is_empty()).unwrap_or_default();
    let query = super::params::Params::default().with(&[("shop", shop), ("shops", &shops), ("period", period)]);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Tells whether an address is that of a page about shops, rather than of a part, a file or something with an id of its own.
fn is_page(path: &str) -> bool {
    let is_under = |folder: &str| path.strip_prefix(folder).is_some_and(|name| !name.contains(['/', '.']));
    matches!(path, "/" | "/import" | "/orders" | "/reports" | "/shops") || is_under("/reports/") || is_under("/check/")
}

/// Names of an address with the values that they are to have.
type Completed = Vec<(&'static str, String)>;

fn shops(context: &Context<'_>) -> Option<Completed> {
    let choice = match (context.query.get("shops"), context.query.get("shop")) {
        // What the list of shops sends.
        (Some(shops), _) => ShopChoice::parse(shops).filter(|shops| matches!(shops, ShopChoice::One(_)))?,
        (None, Some(_)) => return None,
        (None, None) => context.choices.shops.clone().filter(|shops| shop_choice::exists(context, shops))?,
    };
    Some(match choice {
        ShopChoice::One(shop) => vec![("shop", shop), ("shops", String::new())],
        several => vec![("shops", several.text())],
    })
}

fn period(context: &Context<'_>) -> Option<Completed> {
    if !period::is_asked_by(&context.path) {
        return None;
    }
    let day = |name| context.query.get(name).and_then(parse_day);
    let chosen = |period: String| vec![("first", String::new()), ("last", String::new()), ("period", period)];
    let since = |name, day: chrono::NaiveDate| {
        let others = ["first", "last", "period"].map(|name| (name, String::new()));
        Some(others.into_iter().chain([(name, day.to_string())]).collect())
    };
    match (day("first"), day("last")) {
        (Some(first), None) if context.query.get("last").is_none() => since("from", first),
        (None, Some(last)) if context.query.get("first").is_none() => since("to", last),
        (Some(first), Some(last)) => {
            let (first, last) = (first.min(last), first.max(last));
            let text = format!("{first}..{last}");
            Period::parse(&text).map(|_| chosen(text))
        }
        // An address that names anything else says all that it asks for.
        _ if context.query.iter().any(|(name, value)| !["shop", "shops"].contains(&name) && !value.is_empty()) => None,
        _ => context.choices.period.clone().map(chosen),
    }
}
