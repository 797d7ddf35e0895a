//! The shops that a page is about, and the list to choose them from.

use maud::{Markup, html};
use shopkit::kit::{KitError, Shops};
use shopkit::report::named::Report;
use shopkit::t;

use super::choices::ShopChoice;
use super::error::PageError;
use super::request::Context;
use crate::front::text::visible;

/// Shops with more lines get what takes a while after the page.
const MANY_LINES: u64 = 100_000;

/// Returns the shops that the address names.
pub fn of_address(context: &Context<'_>) -> Option<ShopChoice> {
    match context.query.get("shops") {
        Some(shops) => ShopChoice::parse(shops).filter(|shops| exists(context, shops)),
        None => context.query.get("shop").map(|shop| ShopChoice::One(shop.to_owned())),
    }
}

/// Returns the shops that a page asks about which can show several.
pub fn asked(context: &Context<'_>) -> Shops {
    match of_address(context) {
        Some(ShopChoice::All) => Shops::All,
        Some(ShopChoice::Group(name)) => Shops::Group(name),
        Some(ShopChoice::One(_)) | None => Shops::One(context.shop().map(str::to_owned)),
    }
}

/// Returns the shops that a report is asked of. The report of shops is about all of them unless a group is named.
pub fn asked_of(report: Report, context: &Context<'_>) -> Shops {
    match asked(context) {
        Shops::One(_) if report == Report::SHOPS => Shops::All,
        shops => shops,
    }
}

/// Tells whether shops have so many lines that answers take a while, and are loaded after their page.
pub fn have_many_lines(shops: &Shops, context: &Context<'_>) -> Result<bool, PageError> {
    let kit = context.kit()?;
    let lines = match shops {
        Shops::One(shop) => kit.lines_of_shop(shop.as_deref())?,
        Shops::All | Shops::Group(_) => {
            let lines = context.shops.iter().map(|shop| kit.lines_of_shop(Some(shop)));
            lines.sum::<Result<u64, KitError>>()?
        }
    };
    Ok(lines > MANY_LINES)
}

/// Tells whether there are such shops.
pub fn exists(context: &Context<'_>, shops: &ShopChoice) -> bool {
    match shops {
        ShopChoice::All => context.shops.len() > 1,
        ShopChoice::One(name) => context.shops.contains(name),
        ShopChoice::Group(name) => groups(context).contains(name),
    }
}

fn groups(context: &Context<'_>) -> Vec<String> {
    let groups = context.kit().ok().and_then(|kit| kit.shop_groups().ok()).unwrap_or_default();
    groups.into_iter().filter(|group| !group.shops.is_empty()).map(|group| group.name).collect()
}

/// Writes the list to choose from; `several` tells whether the page can show more shops than one.
pub fn chooser(context: &Context<'_>, several: bool) -> Markup {
    let texts = context.texts();
    let asked = of_address(context);
    let is_several = asked.as_ref().is_some_and(|asked| !matches!(asked, ShopChoice::One(_)));
    let one = context.shop().map(|shop| ShopChoice::One(shop.to_owned()));
    let chosen = if several && is_several { asked } else { one };
    let option = |choice: ShopChoice, name: String| {
        html! {
            option value=(choice.text()) selected[chosen.as_ref() == Some(&choice)] { (visible(&name)) }
        }
    };
    let left_out = ["shop", "shops", "at", "key"];
    html! {
        form method="get" action=(context.path) data-at-once {
            label { span class="hidden" { (t!(texts, "page-shop")) }
                select name="shops" {
                    @if several {
                        (option(ShopChoice::All, t!(texts, "page-shops-all")))
                        @for group in groups(context) {
                            (option(ShopChoice::Group(group.clone()), t!(texts, "page-shops-group", group = group)))
                        }
                    }
                    @for shop in &context.shops { (option(ShopChoice::One(shop.clone()), shop.clone())) }
                }
            }
            @for (name, value) in context.query.iter().filter(|(name, _)| !left_out.contains(name)) {
                input type="hidden" name=(name) value=(value);
            }
            button class="small" { (t!(texts, "page-shop-change")) }
        }
        @if is_several && !several { small { (t!(texts, "page-shops-one-only")) } }
        a class="button small" href=(side_by_side(context)) { (t!(texts, "page-shops-side-by-side")) }
    }
}

/// Writes the address of the report that has a row for each shop.
fn side_by_side(context: &Context<'_>) -> String {
    let period = context.query.get("period").unwrap_or_default();
    let query = super::params::Params::default().with(&[("shops", "all"), ("period", period)]);
    format!("/reports/{}?{query}", Report::SHOPS.name())
}
