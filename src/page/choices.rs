//! What a reader chose for later pages: the shops, the period, the columns of orders. The browser keeps them in cookies, and a file beside
//! the database keeps them for the next start, which has a name of its own and so no cookies. The address of a page goes first.

use std::path::Path;

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use shopkit::model::period::Period;
use shopkit::store::{OwnFolder, page_folder};

use super::params::Params;

/// The period that has all days.
pub const ALL_DAYS: &str = "all";

/// The cookie that keeps the shops.
const SHOPS_COOKIE: &str = "shopkit-shops";

/// The cookie that keeps the period.
const PERIOD_COOKIE: &str = "shopkit-period";

/// The cookie that keeps the columns of the list of orders.
const COLUMNS_COOKIE: &str = "shopkit-columns";

/// The file that keeps them for the next start.
const FILE: &str = "choices";

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

/// Holds earlier choices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    pub shops: Option<ShopChoice>,
    /// A period as an address has it.
    pub period: Option<String>,
    /// The columns of the list of orders, as an address has them.
    pub columns: Option<String>,
}

impl Choices {
    /// Reads the cookies of a request. What cannot be read counts as not chosen.
    pub fn read(cookies: &CookieJar) -> Self {
        let value = |name: &str| cookies.get(name).map(Cookie::value);
        Self::of(value(SHOPS_COOKIE), value(PERIOD_COOKIE), value(COLUMNS_COOKIE))
    }

    fn of(shops: Option<&str>, period: Option<&str>, columns: Option<&str>) -> Self {
        Self {
            shops: shops.and_then(ShopChoice::parse),
            period: period.filter(|text| is_period(text)).map(str::to_owned),
            columns: columns.map(str::to_owned),
        }
    }

    /// Reads what was chosen at an earlier start of the page of a database; nothing where that cannot be read.
    pub fn load(database: &Path) -> Self {
        let folder = OwnFolder::open(&page_folder(database)).ok().flatten();
        let text = folder.and_then(|folder| folder.read(FILE).ok().flatten()).unwrap_or_default();
        let kept = Params::read(text.as_bytes());
        Self::of(kept.get("shops"), kept.get("period"), kept.get("columns"))
    }

    /// Keeps the choices for the next start. A choice that cannot be kept is one that has to be made again.
    pub fn store(&self, database: &Path) {
        let shops = self.shops.as_ref().map(ShopChoice::text).unwrap_or_default();
        let period = self.period.as_deref().unwrap_or_default();
        let columns = self.columns.as_deref().unwrap_or_default();
        let text = Params::default().with(&[("shops", &shops), ("period", period), ("columns", columns)]);
        if let Ok(Some(folder)) = OwnFolder::open(&page_folder(database)) {
            let _ = folder.replace(FILE, &text);
        }
    }

    /// Returns these choices, and the others where these lack one.
    #[must_use]
    pub fn or(self, others: &Self) -> Self {
        Self {
            shops: self.shops.or_else(|| others.shops.clone()),
            period: self.period.or_else(|| others.period.clone()),
            columns: self.columns.or_else(|| others.columns.clone()),
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

/// Makes the cookie that keeps columns.
pub fn columns_cookie(columns: &str) -> Cookie<'static> {
    cookie(COLUMNS_COOKIE, columns)
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
        assert_eq!(read("shopkit-shops=everything; shopkit-period=soon"), Choices::default());
    }

    #[test]
    fn the_next_start_knows_what_was_chosen() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("test.db");
        assert_eq!(Choices::load(&database), Choices::default());
        OwnFolder::make(&page_folder(&database)).expect("a folder");
        let choices = Choices {
            shops: Some(ShopChoice::One("甲 & 乙".to_owned())),
            period: Some("近7天".to_owned()),
            columns: Some("status.payable".to_owned()),
        };
        choices.store(&database);
        assert_eq!(Choices::load(&database), choices);
        let later = Choices { period: Some("2026".to_owned()), ..Choices::default() }.or(&choices);
        assert_eq!((later.shops, later.period.as_deref()), (choices.shops, Some("2026")));
    }
}
