//! The frame of every page: its title, the menu, and the choice of shop and language.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::dropping;
use super::error::PageError;
use super::kept;
use super::params::address;
use super::period;
use super::reply::Reply;
use super::request::{Context, Request};
use super::shop_choice;
use super::upload::without_folder;
use crate::front::text::visible;

/// Names an entry of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Menu {
    Overview,
    Import,
    Orders,
    Reports,
    Close,
    Reopen,
    Rules,
    Shops,
    Data,
}

impl Menu {
    const ALL: [Self; 9] = [
        Self::Overview,
        Self::Import,
        Self::Orders,
        Self::Reports,
        Self::Close,
        Self::Reopen,
        Self::Rules,
        Self::Shops,
        Self::Data,
    ];

    fn address(self) -> &'static str {
        match self {
            Self::Overview => "/",
            Self::Import => "/import",
            Self::Orders => "/orders",
            Self::Reports => "/reports",
            Self::Close => "/check/close",
            Self::Reopen => "/check/reopen",
            Self::Rules => "/rules",
            Self::Shops => "/shops",
            Self::Data => "/data",
        }
    }

    /// Returns the title of the page.
    pub fn title(self, texts: Texts) -> String {
        texts.say(&match self {
            Self::Overview => msg!("page-menu-overview"),
            Self::Import => msg!("page-menu-import"),
            Self::Orders => msg!("page-menu-orders"),
            Self::Reports => msg!("page-menu-reports"),
            Self::Close => msg!("page-menu-close"),
            Self::Reopen => msg!("page-menu-reopen"),
            Self::Rules => msg!("page-menu-rules"),
            Self::Shops => msg!("page-menu-shops"),
            Self::Data => msg!("page-menu-data"),
        })
    }
}

/// Holds a page before its frame is put around it.
pub struct Page {
    pub menu: Menu,
    pub title: String,
    pub about: Option<String>,
    /// Whether the page is about a shop, which can be chosen.
    pub chooses_shop: bool,
    /// Whether it can show several shops at once.
    pub several_shops: bool,
    /// The period that it is about.
    pub period: Option<period::Shown>,
    pub body: Markup,
    /// Whether a browser without scripts loads the page again by itself.
    pub refreshes: bool,
}

impl Page {
    /// Makes a page whose title is that of its entry in the menu.
    pub fn new(menu: Menu, request: &Request, body: Markup) -> Self {
        let title = menu.title(request.texts());
        Self {
            menu,
            title,
            about: None,
            chooses_shop: false,
            several_shops: false,
            period: None,
            body,
            refreshes: false,
        }
    }

    /// Puts the frame around the page.
    pub fn reply(self, context: &Context<'_>) -> Reply {
        kept::remember(Reply::html(framed(&self, context)), context, self.period.is_some())
    }
}

/// Writes the placeholder of a part that is fetched later; `class` is `card` for a part that is one card, `whole` for one that has
/// several.
pub fn part(request: &Request, address: &str, class: &str) -> Markup {
    let texts = request.texts();
    html! {
        div class=(class) data-part=(address) aria-busy="true" data-failed=(t!(texts, "page-part-failed")) {
            (t!(texts, "page-part-loading"))
            noscript { a href={ (address) "&whole=1" } { (t!(texts, "page-part-show")) } }
        }
    }
}

/// Replies with such a part by itself or, for browsers without scripts, as a page.
pub fn part_reply(context: &Context<'_>, menu: Menu, part: Markup) -> Reply {
    if context.query.get("whole").is_some() {
        Page::new(menu, context, html! { section { (part) } }).reply(context)
    } else {
        Reply::html(part)
    }
}

/// Returns what is written as HTML.
pub fn written<E: Into<PageError>>(write: impl FnOnce(&mut Vec<u8>) -> Result<(), E>) -> Result<Markup, PageError> {
    let mut out = Vec::new();
    write(&mut out).map_err(Into::into)?;
    Ok(PreEscaped(String::from_utf8_lossy(&out).into_owned()))
}

/// Writes the field with the secret that every form must have.
pub fn csrf(request: &Request) -> Markup {
    html! { input type="hidden" name="csrf" value=(request.state.csrf.as_str()); }
}

/// Writes the page that shows an error.
pub fn error_page(error: &PageError, request: &Request) -> Reply {
    let texts = request.texts();
    let hint = texts.hint(error.hint());
    let message = without_folder(&texts.say(&error.message()), &request.state.uploads);
    let reply = request.with_context(|context| {
        let body = html! {
            div class="card" role="alert" {
                p class="note bad" { (visible(&message)) }
                @if let Some(hint) = hint { p { (t!(texts, "page-hint", hint = visible(&hint))) } }
                p { a class="button" href=(address("/", context.kept_shop())) { (t!(texts, "page-back-to-overview")) } }
            }
        };
        let title = t!(texts, "page-failed");
        Page { title, ..Page::new(Menu::Overview, request, body) }.reply(context)
    });
    reply.status(error.status())
}

fn framed(page: &Page, context: &Context<'_>) -> Markup {
    let (lang, texts) = (context.lang, context.texts());
    let other = lang.pick(("en", "English", "en"), ("zh", "中文", "zh-CN"));
    html! {
        (DOCTYPE)
        html lang=(lang.pick("zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (page.title) " · shopkit" }
                link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/page.css";
                link rel="stylesheet" href="/assets/controls.css";
                link rel="stylesheet" href="/assets/tables.css";
                link rel="stylesheet" href="/assets/checks.css";
                link rel="stylesheet" href="/assets/import.css";
                link rel="stylesheet" href="/assets/orders.css";
                script src="/assets/page.js" defer {}
                script src="/assets/controls.js" defer {}
                script src="/assets/tables.js" defer {}
                script src="/assets/charts.js" defer {}
                script src="/assets/drop.js" defer {}
                script src="/assets/orders.js" defer {}
                @if page.refreshes { noscript { meta http-equiv="refresh" content="1"; } }
            }
            body {
                a class="skip" href="#main" { (t!(texts, "page-skip")) }
                header class="side" {
                    a class="brand" href=(kept::link(context, "/")) { img src="/assets/icon.svg" alt=""; "shopkit" }
                    nav aria-label=(t!(texts, "page-menu")) {
                        ul {
                            @for menu in Menu::ALL {
                                li class=[matches!(menu, Menu::Close | Menu::Rules).then_some("break")] {
                                    a href=(kept::link(context, menu.address())) aria-current=[(menu == page.menu).then_some("page")] {
                                        (menu.title(texts))
                                    }
                                }
                            }
                        }
                    }
                }
                div class="top" role="region" aria-label=(t!(texts, "page-top")) {
                    @if page.chooses_shop && context.shops.len() > 1 { (shop_choice::chooser(context, page.several_shops)) }
                    div class="ends" {
                        a class="button small" href=(kept::link(context, "/stop")) { (t!(texts, "page-stop")) }
                        form method="post" action="/language" {
                            (csrf(context))
                            input type="hidden" name="to" value=(other.0);
                            input type="hidden" name="back" value=(back(context));
                            button class="small" lang=(other.2) { (other.1) }
                        }
                    }
                }
                main id="main" tabindex="-1" {
                    @if context.state.own.is_some() {
                        p class="note warn sample" role="note" { strong { (t!(texts, "page-sample-banner")) } " "
                            a href="/sample/back" { (t!(texts, "page-sample-back")) } }
                    }
                    header { h1 { (page.title) } @if let Some(about) = &page.about { p { (about) } } }
                    (refused(context))
                    @if let Some(shown) = &page.period { (period::control(shown, context)) }
                    (page.body)
                }
                (dropping::cover(context, page.chooses_shop, &csrf(context)))
                div id="said" class="hidden" role="status" aria-live="polite" {}
            }
        }
    }
}

/// Says which values were refused; each is marked in its form too.
fn refused(request: &Request) -> Markup {
    html! { @if !request.refused.is_empty() {
        div class="note bad" role="alert" {
            @for refused in &request.refused { p { (visible(&refused.message)) } }
            p { (t!(request.texts(), "page-refused")) }
        }
    } }
}

/// Returns the address to go back to after the language is changed.
fn back(request: &Request) -> String {
    let query = request.query.with(&[]);
    match (request.is_post, query.is_empty()) {
        (true, _) => "/".to_owned(),
        (false, true) => request.path.clone(),
        (false, false) => format!("{}?{query}", request.path),
    }
}
