//! What a reader chose for all pages: the shops and the period. The browser keeps both in cookies; the address of a page goes first.

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use shopkit::model::period::Period;

/// The period that has all days.
pub const ALL_DAYS: &str = "all";

/// The cookie that keeps the shops.
const SHOPS_COOKIE: &str = "shopkit-shops";

/// The cookie that keeps the period.
const PERIOD_COOKIE: &str = "shopkit-period";

/// Names the shops that a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShopChoice {
    /// The one of this name.
    One(String),
    All,
    /// Those of a group.
    Group(String),
}

impl ShopChoice {
    /// Reads a choice as an address has it under `shops`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => (text == "all").then_some(Self::All),
            Some(("shop", name)) => Some(Self::One(name.to_owned())),
            Some(("group", name)) => Some(Self::Group(name.to_owned())),
            Some(_) => None,
        }
    }

    /// Returns the choice as an address has it under `shops`.
    pub fn text(&self) -> String {
        match self {
            Self::One(name) => format!("shop:{name}"),
            Self::All => "all".to_owned(),
            Self::Group(name) => format!("group:{name}"),
        }
    }
}

/// Holds what the browser kept of earlier choices.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub shops: Option<ShopChoice>,
    /// A period as an address has it.
    pub period: Option<String>,
}

impl Choices {
    /// Reads the cookies of a request. What cannot be read counts as not chosen.
    pub fn read(cookies: &CookieJar) -> Self {
        let value = |name: &str| cookies.get(name).map(|cookie| cookie.value().to_owned());
        Self {
            shops: value(SHOPS_COOKIE).as_deref().and_then(ShopChoice::parse),
            period: value(PERIOD_COOKIE).filter(|text| is_period(text)),
        }
    }
}

/// Tells whether a text names a period.
pub fn is_period(text: &str) -> bool {
    text == ALL_DAYS || Period::parse(text).is_some()
}

/// Makes the cookie that keeps shops.
pub fn shops_cookie(choice: &ShopChoice) -> Cookie<'static> {
    cookie(SHOPS_COOKIE, &choice.text())
}

/// Makes the cookie that keeps a period.
pub fn period_cookie(period: &str) -> Cookie<'static> {
    cookie(PERIOD_COOKIE, period)
}

fn cookie(name: &'static str, value: &str) -> Cookie<'static> {
    // The jar decodes percent signs, and takes a plus sign as it is.
    let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    Cookie::build((name, value.replace('+', "%20")))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .permanent()
        .build()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::http::header::COOKIE;

    use super::*;

    fn read(cookies: &str) -> Choices {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, cookies.parse().expect("a header"));
        Choices::read(&CookieJar::from_headers(&headers))
    }

    #[test]
    fn choices_come_back_from_their_cookies() {
        for choice in [
            ShopChoice::All,
            ShopChoice::One("旗舰; <店> & Co=1+2".to_owned()),
            ShopChoice::One("all".to_owned()),
            ShopChoice::Group("a:b".to_owned()),
        ] {
            let cookie = shops_cookie(&choice);
            assert!(cookie.value().is_ascii() && !cookie.value().contains([';', ' ', '"', ',']));
            assert_eq!(read(&format!("{}={}", cookie.name(), cookie.value())).shops, Some(choice));
        }
        let cookie = period_cookie("2026-01-01..2026-01-07");
        assert_eq!(
            read(&format!("{}={}", cookie.name(), cookie.value())).period.as_deref(),
            Some("2026-01-01..2026-01-07")
        );
    }

    #[test]
    fn what_cannot_be_read_was_not_chosen() {
        let kept = read("shopkit-shops=everything; shopkit-period=soon");
        assert_eq!((kept.shops, kept.period), (None, None));
    }
}
