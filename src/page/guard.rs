//! Lets in what comes from the page itself, and nothing else. Everything here is decided before a request is looked at further.
//!
//! - *Host* must be the name of this start and its port, so that neither a name which another site points at this machine leads here,
//!   nor the address of the machine itself, whose cookies all its ports share.
//! - *Sec-Fetch-Site* and *Origin* must be this page's, since all ports of a machine are one site to cookies.
//! - A *cookie* shows that the browser was let in by the token of the start; every form has a word of its own beside it.

use hyper::header::{CONTENT_LENGTH, COOKIE, HOST, HeaderMap, HeaderName, ORIGIN, TRANSFER_ENCODING};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Version};

use super::state::State;

/// The longest address that is read.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// What a browser reads that was not let in.
pub const STRANGER: &str = "请再启动一次 shopkit，或打开它启动时给出的地址，才能进入这个页面\nstart shopkit once more, or open the address that it gave when it started, to get to this page";

/// What a browser reads that asks for the port by another name.
const OTHER_HOST: &str = "请打开 shopkit 显示的地址\nopen the address that shopkit printed";

/// What a refused request gets back.
pub type Refused = (StatusCode, &'static str);

/// Names a way in.
#[derive(Debug, PartialEq, Eq)]
pub enum Passed {
    /// The browser was let in before.
    In,
    /// The request shows a token to be let in with.
    ShowsToken(String),
}

/// Tells whether a request may go on.
pub fn check(head: &Parts, state: &State) -> Result<Passed, Refused> {
    check_host(&head.headers, head.version, &state.host)?;
    check_shape(head)?;
    // A token proves by itself where it comes from, even where the address was opened out of another page.
    if head.method != Method::POST && head.uri.path() == "/" {
        let query = head.uri.query().unwrap_or_default();
        let token = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token");
        if let Some((_, token)) = token {
            return Ok(Passed::ShowsToken(token.into_owned()));
        }
    }
    check_origin(head)?;
    let name = state.cookie();
    // Another program at a name of this machine may have set one of the same name.
    if cookies(&head.headers, &name).any(|word| state.session.is(word)) {
        Ok(Passed::In)
    } else {
        Err((StatusCode::FORBIDDEN, STRANGER))
    }
}

fn check_host(headers: &HeaderMap, version: Version, own: &str) -> Result<(), Refused> {
    if version != Version::HTTP_11 {
        return Err((StatusCode::HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 only"));
    }
    let host = single(headers, &HOST)?.ok_or((StatusCode::BAD_REQUEST, "no Host"))?;
    if host == own { Ok(()) } else { Err((StatusCode::MISDIRECTED_REQUEST, OTHER_HOST)) }
}

/// Refuses requests that no browser sends to this page.
fn check_shape(head: &Parts) -> Result<(), Refused> {
    const BAD: Refused = (StatusCode::BAD_REQUEST, "a browser does not ask like this");
    if ![Method::GET, Method::HEAD, Method::POST].contains(&head.method) {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD and POST only"));
    }
    let address = head.uri.path_and_query().map_or("", |path| path.as_str());
    if address.len() > LONGEST_ADDRESS {
        return Err((StatusCode::URI_TOO_LONG, "the address is too long"));
    }
    let path = head.uri.path();
    let is_ours = head.uri.scheme().is_none() && head.uri.authority().is_none() && path.starts_with('/');
    let lower = path.to_ascii_lowercase();
    // A slash, a dot or a backslash that is written otherwise is there to be read otherwise.
    let tricks = ["//", "\\", "/.", "%2f", "%2e", "%5c", "%00"];
    if !is_ours || tricks.iter().any(|trick| lower.contains(trick)) {
        return Err(BAD);
    }
    // What a server behind another might read otherwise than that one: browsers send the length, once.
    if head.headers.contains_key(TRANSFER_ENCODING) {
        return Err(BAD);
    }
    let length = single(&head.headers, &CONTENT_LENGTH)?;
    match (head.method == Method::POST, length) {
        (true, None) => Err((StatusCode::LENGTH_REQUIRED, "no Content-Length")),
        (false, Some(length)) if length != "0" => Err(BAD),
        _ => Ok(()),
    }
}

fn check_origin(head: &Parts) -> Result<(), Refused> {
    const OTHER: Refused = (StatusCode::FORBIDDEN, "this was not sent by the page itself");
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

/// Returns the value of a header that may come once.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Refused> {
    let mut values = headers.get_all(name).iter();
    let first = values.next().map(|value| value.to_str()).transpose();
    match (first, values.next()) {
        (Ok(first), None) => Ok(first),
        _ => Err((StatusCode::BAD_REQUEST, "a header comes twice or cannot be read")),
    }
}

/// Returns the values of the cookies of a name.
pub fn cookies<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h str> {
    let lists = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookies = lists.flat_map(|list| list.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    cookies.filter(move |(known, _)| *known == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cookie_of_the_name_is_looked_at() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "shopkit-7=a; other=b; shopkit-7=c".parse().expect("a header"));
        headers.append(COOKIE, "shopkit-7=d; shopkit-77=e".parse().expect("a header"));
        assert_eq!(cookies(&headers, "shopkit-7").collect::<Vec<_>>(), ["a", "c", "d"]);
    }

    #[test]
    fn only_the_name_of_this_start_is_answered() {
        let own = "0123456789abcdef.localhost:7";
        let refused = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().expect("a header"));
            check_host(&headers, Version::HTTP_11, own).err().map(|(status, _)| status)
        };
        assert_eq!(refused(own), None);
        for other in ["127.0.0.1:7", "localhost:7", "fedcba9876543210.localhost:7", "0123456789abcdef.localhost:8"] {
            assert_eq!(refused(other), Some(StatusCode::MISDIRECTED_REQUEST), "{other}");
        }
    }
}
