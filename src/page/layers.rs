//! The layers around all pages: access, bounds of forms, headers of answers, and panics.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use shopkit::msg;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use super::access;
use super::state::State;

/// The most bytes of a form without files.
const FORM_BYTES: usize = 64 * 1024;

/// The longest pause in a body.
const BODY_TIME: Duration = Duration::from_secs(30);

/// The headers of every answer. They keep a browser from loading anything from elsewhere, running what is in a page, caching it, and
/// showing it within another page.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    // With `no-referrer` browsers would send no Origin with forms. Other sites learn nothing either way.
    (REFERRER_POLICY, "same-origin"),
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// Puts the layers around the routes, the outermost last.
pub fn around(routes: Router, state: &Arc<State>) -> Router {
    let guarded = routes
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIME))
        .layer(from_fn_with_state(Arc::clone(state), access::admit))
        .layer(CatchPanicLayer::custom(crashed));
    HEADERS.into_iter().fold(guarded, |routes, (name, value)| {
        routes.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)))
    })
}

/// Answers after a panic, which is a mistake of this program.
fn crashed(_: Box<dyn Any + Send>) -> Response {
    access::plain(StatusCode::INTERNAL_SERVER_ERROR, &msg!("page-crashed")).into_response()
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::http::header::{COOKIE, HOST};
    use axum::routing::get;
    use hyper::service::Service as _;
    use hyper_util::service::TowerToHyperService;
    use shopkit::kit::Kit;
    use shopkit::model::lang::Lang;

    use super::super::connections::Connections;
    use super::super::handler::answer;
    use super::super::state::Options;
    use super::*;

    #[test]
    fn a_panic_is_answered_in_both_languages() {
        let options = Options { database: "".into(), port: 0, lang: Lang::En, sandbox: None, plain_host: false };
        let kit = Kit::open_scratch().expect("a database");
        let state = Arc::new(State::new(options, 7, kit, "".into()).expect("secrets"));
        let routes = Router::new().route("/", get(|request| answer(request, |_| panic!("on purpose"))));
        let pages = TowerToHyperService::new(around(routes.with_state(Arc::clone(&state)), &state));
        let cookie = format!("{}={}", state.cookie(), state.session.as_str());
        let request = Request::get("/")
            .header(HOST, &state.host)
            .header(COOKIE, cookie)
            .extension(Arc::new(Arc::new(Connections::default()).take()))
            .body(Body::empty())
            .expect("a request");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let (head, body) = runtime.block_on(pages.call(request)).expect("an answer").into_parts();
        let text = runtime.block_on(axum::body::to_bytes(body, 1000)).expect("a text");
        let text = String::from_utf8_lossy(&text);
        assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text.contains("internal error") && text.contains("出错"), "{text}");
        assert!(HEADERS.iter().all(|(name, _)| head.headers.contains_key(name)), "{:?}", head.headers);
    }
}
