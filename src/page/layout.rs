//! The frame of every page: where one is, where one can go, and the shop that it is about.

use maud::{DOCTYPE, Markup, html};
use shopkit::kit::Kit;
use shopkit::model::lang::Lang;

use super::reply::Reply;
use super::request::{Request, Told};
use super::state::State;
use super::upload::without_folder;
use crate::front::text::visible;

/// The cookie that keeps the language.
pub const LANG_COOKIE: &str = "shopkit-lang";

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

    /// Returns what the page is called.
    pub fn title(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Overview => ("概览", "Overview"),
            Self::Import => ("导入", "Import"),
            Self::Orders => ("订单", "Orders"),
            Self::Reports => ("报表", "Reports"),
            Self::Close => ("关店检查", "Close check"),
            Self::Reopen => ("重开检查", "Reopen check"),
            Self::Rules => ("规则", "Rules"),
            Self::Shops => ("店铺", "Shops"),
            Self::Data => ("数据", "Data"),
        };
        lang.pick(zh, en)
    }
}

/// Holds a page before its frame is put around it.
pub struct Page {
    pub menu: Menu,
    pub title: String,
    pub about: Option<String>,
    /// The shops that can be chosen; empty where the page is about none.
    pub shops: Vec<String>,
    pub body: Markup,
    /// Whether a browser without scripts loads the page again by itself.
    pub refreshes: bool,
}

impl Page {
    /// Makes a page that is called as its entry of the menu.
    pub fn new(menu: Menu, request: &Request, body: Markup) -> Self {
        let title = menu.title(request.lang).to_owned();
        Self { menu, title, about: None, shops: Vec::new(), body, refreshes: false }
    }

    /// Puts the frame around the page.
    pub fn reply(self, state: &State, request: &Request) -> Reply {
        Reply::html(framed(&self, state, request))
    }
}

/// Returns the shop that a page is about: the one that is named, else the first; and all that can be chosen.
pub fn shop(state: &State, request: &Request) -> Result<(Option<String>, Vec<String>), Told> {
    let shops = state.read(Kit::shop_names)?;
    let shop = request.shop().map(str::to_owned).or_else(|| shops.first().cloned());
    Ok((shop, shops))
}

/// Writes what stands in place of a part of a page until it is fetched; `class` is `card` for a part that is one card, `whole` for
/// one that has cards of its own.
pub fn part(request: &Request, address: &str, class: &str) -> Markup {
    html! {
        div class=(class) data-part=(address) aria-busy="true"
            data-failed=(request.pick("没有取到，请重新载入本页", "this did not come; load the page again")) {
            (request.pick("正在计算…", "Working it out …"))
            noscript { a href={ (address) "&whole=1" } { (request.pick("查看", "Show")) } }
        }
    }
}

/// Writes the word that every form has.
pub fn csrf(state: &State) -> Markup {
    html! { input type="hidden" name="csrf" value=(state.csrf.as_str()); }
}

/// Writes an address with the shop that the page is about.
pub fn address(path: &str, shop: Option<&str>) -> String {
    match shop {
        Some(shop) => format!("{path}?{}", super::request::Params::default().with(&[("shop", shop)])),
        None => path.to_owned(),
    }
}

/// Returns the shop that the addresses of a page keep: the one that is named, where there is one of that name. A trial makes none,
/// and the last import of one takes it along.
pub fn kept<'r>(state: &State, request: &'r Request) -> Option<&'r str> {
    let named = request.query.get("shop")?;
    state.read(Kit::shop_names).is_ok_and(|shops| shops.iter().any(|shop| shop == named)).then_some(named)
}

/// Writes a page that says why something cannot be done.
pub fn told(error: &Told, state: &State, request: &Request) -> Reply {
    let (message, hint) = error.explained(request.lang);
    let message = without_folder(&message, &state.uploads);
    let body = html! {
        div class="card" role="alert" {
            p class="note bad" { (visible(&message)) }
            @if let Some(hint) = hint { p { (request.pick("建议：", "Hint: ")) (visible(&hint)) } }
            p { a class="button" href=(address("/", kept(state, request))) { (request.pick("回到概览", "Back to the overview")) } }
        }
    };
    let title = request.pick("没有做成", "That did not work").to_owned();
    Page { title, ..Page::new(Menu::Overview, request, body) }.reply(state, request).status(error.status())
}

fn framed(page: &Page, state: &State, request: &Request) -> Markup {
    let lang = request.lang;
    let shop = kept(state, request);
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
                script src="/assets/page.js" defer {}
                @if page.refreshes { noscript { meta http-equiv="refresh" content="1"; } }
            }
            body {
                a class="skip" href="#main" { (lang.pick("跳到正文", "Skip to the content")) }
                div class="side" {
                    a class="brand" href=(address("/", shop)) { img src="/assets/icon.svg" alt=""; "shopkit" }
                    nav aria-label=(lang.pick("目录", "Menu")) {
                        ul {
                            @for menu in Menu::ALL {
                                li class=[matches!(menu, Menu::Close | Menu::Rules).then_some("break")] {
                                    a href=(address(menu.address(), shop)) aria-current=[(menu == page.menu).then_some("page")] {
                                        (menu.title(lang))
                                    }
                                }
                            }
                        }
                    }
                }
                div class="top" {
                    @if page.shops.len() > 1 { (chooser(page, request)) }
                    div class="grow" {}
                    form method="post" action="/language" {
                        (csrf(state))
                        input type="hidden" name="to" value=(other.0);
                        input type="hidden" name="back" value=(back(request));
                        button class="small" lang=(other.2) { (other.1) }
                    }
                }
                main id="main" tabindex="-1" {
                    header { h1 { (page.title) } @if let Some(about) = &page.about { p { (about) } } }
                    (page.body)
                }
                div id="said" class="hidden" role="status" aria-live="polite" {}
            }
        }
    }
}

/// Returns the address that a reader comes back to.
fn back(request: &Request) -> String {
    let query = request.query.with(&[]);
    match (request.is_post, query.is_empty()) {
        (true, _) => "/".to_owned(),
        (false, true) => request.path.clone(),
        (false, false) => format!("{}?{query}", request.path),
    }
}

fn chooser(page: &Page, request: &Request) -> Markup {
    let chosen = request.shop().or(page.shops.first().map(String::as_str));
    html! {
        form method="get" action=(request.path) {
            label { span class="hidden" { (request.pick("店铺", "Shop")) }
                select name="shop" {
                    @for shop in &page.shops { option value=(shop) selected[Some(shop.as_str()) == chosen] { (visible(shop)) } }
                }
            }
            @for (name, value) in request.query.iter().filter(|(name, _)| !["shop", "at", "key"].contains(name)) {
                input type="hidden" name=(name) value=(value);
            }
            button class="small" { (request.pick("切换", "Change")) }
        }
    }
}
