//! Access to the page: only requests from the page itself pass. This is decided before anything else of a request is read.
//!
//! - `Host` must be the name of this start and its port. So other sites cannot reach the page by a name that they point at this
//!   machine, and the page is not at the address of the machine, whose cookies all its ports share.
//! - `Sec-Fetch-Site` and `Origin` must be those of this page, since cookies do not tell the ports of a machine apart.
//! - The cookie shows that the browser was let in with a token of this start. Every form has a secret as well.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONNECTION, CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderName, ORIGIN, TRANSFER_ENCODING,
};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use maud::html;
use shopkit::model::lang::Lang;
use shopkit::model::message::Message;
use shopkit::texts::Texts;
use shopkit::{msg, t};

use super::alone::alone;
use super::connections::Slot;
use super::reply::Reply;
use super::state::State;

/// The longest address that is read.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// Says why a request was refused.
#[derive(Debug, PartialEq, Eq)]
enum Refused {
    /// The browser has not been let in.
    NotLetIn,
    /// The request is for another name.
    OtherHost,
    /// No browser sends such a request. The text is for whoever wrote the program that does.
    Malformed(StatusCode, &'static str),
}

/// Says how a request may go on.
#[derive(Debug, PartialEq, Eq)]
enum Passed {
    /// The browser has been let in.
    LetIn,
    /// The request has a token, with which the browser may be let in.
    HasToken(String),
}

/// Passes a request on to its page, or answers it here.
pub async fn admit(
    Shared(state): Shared<Arc<State>>,
    Extension(slot): Extension<Arc<Slot>>,
    request: Request,
    next: Next,
) -> Response {
    let (head, body) = request.into_parts();
    match check(&head, &state) {
        Ok(Passed::LetIn) => {
            slot.keep();
            next.run(Request::from_parts(head, body)).await
        }
        Ok(Passed::HasToken(token)) if state.accepts(&token) => let_in(&state),
        Ok(Passed::HasToken(_)) => Refused::NotLetIn.reply(&head.headers, state.lang).into_response(),
        Err(refused) => refused.reply(&head.headers, state.lang).into_response(),
    }
}

/// Gives a browser its cookie and sends it on, so that the token disappears from the address. A page does that and not a redirect:
/// after a redirect that another site began, the browser would not send the cookie.
fn let_in(state: &State) -> Response {
    let page = html! {
        (maud::DOCTYPE)
        html { head { meta charset="utf-8"; meta http-equiv="refresh" content="0; url=/"; link rel="icon" href="/assets/icon.svg"; title { "shopkit" } } body { a href="/" { "shopkit" } } }
    };
    let cookie =
        Cookie::build((state.cookie(), state.session.as_str())).path("/").http_only(true).same_site(SameSite::Strict);
    Reply::html(page).cookie(&cookie.build()).into_response()
}

impl Refused {
    fn reply(&self, headers: &HeaderMap, lang: Lang) -> Reply {
        let (status, message) = match self {
            Self::NotLetIn => (StatusCode::FORBIDDEN, msg!("page-not-let-in")),
            Self::OtherHost => (StatusCode::MISDIRECTED_REQUEST, msg!("page-other-host")),
            Self::Malformed(status, text) => return closing(*status, format!("{text}\n")),
        };
        let wants_page =
            headers.get(ACCEPT).and_then(|kinds| kinds.to_str().ok()).is_some_and(|kinds| kinds.contains("text/html"));
        if !wants_page {
            return plain(status, &message);
        }
        again(language(headers, lang)).status(status).with(CONNECTION, "close")
    }
}

/// Writes the page for whoever opens an address of an earlier start, such as a bookmark. It names no address: whoever may read that
/// has it already.
fn again(lang: Lang) -> Reply {
    let texts = Texts::page(lang);
    let body = html! {
        p { (t!(texts, "page-again-why")) }
        ol {
            li { (t!(texts, "page-again-start")) }
            li { (t!(texts, "page-again-printed")) }
        }
        p { (t!(texts, "page-again-data")) }
    };
    alone(lang, &t!(texts, "page-again-title"), &body)
}

/// Returns the first of our languages that the browser asks for.
fn language(headers: &HeaderMap, otherwise: Lang) -> Lang {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|list| list.to_str().ok()).unwrap_or_default();
    let known = wanted.split(',').find_map(|tag| match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    });
    known.unwrap_or(otherwise)
}

/// Answers in both languages, where no page can be written.
pub fn plain(status: StatusCode, message: &Message) -> Reply {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| Texts::page(lang).say(message));
    closing(status, format!("{zh}\n{en}\n"))
}

/// Answers with a text. The rest of the request is not read, so the connection must end.
fn closing(status: StatusCode, text: String) -> Reply {
    Reply::new("text/plain; charset=utf-8", text).status(status).with(CONNECTION, "close")
}

/// Decides whether a request may go on.
fn check(head: &Parts, state: &State) -> Result<Passed, Refused> {
    check_host(&head.headers, head.version, &state.host)?;
    check_shape(head)?;
    // A token needs no other proof, even where the address was opened from another page.
    if head.method != Method::POST && head.uri.path() == "/" {
        let query = head.uri.query().unwrap_or_default();
        let token = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token");
        if let Some((_, token)) = token {
            return Ok(Passed::HasToken(token.into_owned()));
        }
    }
    check_origin(head)?;
    let name = state.cookie();
    // A server at another port may have set a cookie of the same name.
    if cookies(&head.headers, &name).any(|cookie| state.session.matches(cookie.value())) {
        Ok(Passed::LetIn)
    } else {
        Err(Refused::NotLetIn)
    }
}

fn check_host(headers: &HeaderMap, version: Version, own: &str) -> Result<(), Refused> {
    if version != Version::HTTP_11 {
        return Err(Refused::Malformed(StatusCode::HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 only"));
    }
    let host = single(headers, &HOST)?.ok_or(Refused::Malformed(StatusCode::BAD_REQUEST, "no Host"))?;
    if host == own { Ok(()) } else { Err(Refused::OtherHost) }
}

/// Refuses requests that no browser sends to this page.
fn check_shape(head: &Parts) -> Result<(), Refused> {
    const BAD: Refused = Refused::Malformed(StatusCode::BAD_REQUEST, "a browser does not ask like this");
    if ![Method::GET, Method::HEAD, Method::POST].contains(&head.method) {
        return Err(Refused::Malformed(StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD and POST only"));
    }
    let address = head.uri.path_and_query().map_or("", |path| path.as_str());
    if address.len() > LONGEST_ADDRESS {
        return Err(Refused::Malformed(StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    let path = head.uri.path();
    let is_ours = head.uri.scheme().is_none() && head.uri.authority().is_none() && path.starts_with('/');
    let lower = path.to_ascii_lowercase();
    // Encoding these characters serves only to have them read in two ways.
    let tricks = ["//", "\\", "/.", "%2f", "%2e", "%5c", "%00"];
    if !is_ours || tricks.iter().any(|trick| lower.contains(trick)) {
        return Err(BAD);
    }
    // Two servers in a row might disagree about where such a body ends. Browsers send one length.
    if head.headers.contains_key(TRANSFER_ENCODING) {
        return Err(BAD);
    }
    let length = single(&head.headers, &CONTENT_LENGTH)?;
    match (head.method == Method::POST, length) {
        (true, None) => Err(Refused::Malformed(StatusCode::LENGTH_REQUIRED, "no Content-Length")),
        (false, Some(length)) if length != "0" => Err(BAD),
        _ => Ok(()),
    }
}

fn check_origin(head: &Parts) -> Result<(), Refused> {
    const OTHER: Refused = Refused::Malformed(StatusCode::FORBIDDEN, "this was not sent by the page itself");
    let fetch_site = HeaderName::from_static("sec-fetch-site");
    let site = single(&head.headers, &fetch_site)?;
    if !matches!(site, None | Some("same-origin" | "none")) {
        return Err(OTHER);
    }
    let own = single(&head.headers, &HOST)?.map(|host| format!("http://{host}"));
    match single(&head.headers, &ORIGIN)? {
        Some(origin) if Some(origin) == own.as_deref() => Ok(()),
        Some(_) => Err(OTHER),
        None if head.method == Method::POST => Err(OTHER),
        None => Ok(()),
    }
}

/// Returns the value of a header that may come only once.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Refused> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(|value| value.to_str()).transpose();
    match (first, values.next()) {
        (Ok(first), None) => Ok(first),
        _ => Err(Refused::Malformed(StatusCode::BAD_REQUEST, "a header comes twice or cannot be read")),
    }
}

/// Lists all cookies of a name; a `CookieJar` would keep one of them.
fn cookies<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = Cookie<'h>> {
    let lists = headers.get_all(COOKIE).iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(Cookie::split_parse).flatten().filter(move |cookie| cookie.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cookie_of_the_name_is_looked_at() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "shopkit-7=a; other=b; shopkit-7=c".parse().expect("a header"));
        headers.append(COOKIE, "shopkit-7=d; shopkit-77=e".parse().expect("a header"));
        let found: Vec<_> = cookies(&headers, "shopkit-7").map(|cookie| cookie.value().to_owned()).collect();
        assert_eq!(found, ["a", "c", "d"]);
    }

    #[test]
    fn the_first_language_that_is_known_is_taken() {
        let with = |wanted: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, wanted.parse().expect("a header"));
            language(&headers, Lang::En)
        };
        for (wanted, lang) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en-US,en;q=0.9,zh;q=0.8", Lang::En),
            ("de, zh;q=0.5", Lang::Zh),
            ("", Lang::En),
            ("é", Lang::En),
        ] {
            assert_eq!(with(wanted), lang, "{wanted}");
        }
        assert_eq!(language(&HeaderMap::new(), Lang::Zh), Lang::Zh);
    }

    #[test]
    fn only_the_name_of_this_start_is_answered() {
        let own = "0123456789abcdef.localhost:7";
        let refused = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().expect("a header"));
            check_host(&headers, Version::HTTP_11, own).err()
        };
        assert_eq!(refused(own), None);
        for other in ["127.0.0.1:7", "localhost:7", "fedcba9876543210.localhost:7", "0123456789abcdef.localhost:8"] {
            assert_eq!(refused(other), Some(Refused::OtherHost), "{other}");
        }
    }
}
