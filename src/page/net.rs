//! The server: connections, their bounds, and the way of a request through the guard to its answer and back.

use std::convert::Infallible;
use std::future::Future;
use std::io::{self, Read};
use std::net::TcpListener as StdListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use maud::html;
use shopkit::model::lang::Lang;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::connections::{Connections, Slot};
use super::error::PageError;
use super::guard::{self, Passed};
use super::params::Params;
use super::reply::{Content, Reply};
use super::request::Request;
use super::state::State;
use super::upload::{self, Received};
use super::{launch, layout, routes};
use crate::front::signals::Signals;

/// Threads that answer at the same time; each may have a database open.
const ANSWERING: usize = 16;

/// How long the head of a request may take, and a connection may wait for the next.
const HEAD_TIME: Duration = Duration::from_secs(15);

/// How long nothing of a body may come.
const BODY_TIME: Duration = Duration::from_secs(30);

/// Bytes and lines that the head of a request may have.
const HEAD_BYTES: usize = 32 * 1024;
const HEAD_LINES: usize = 64;

/// Bytes that a form without files may have.
const FORM_BYTES: usize = 64 * 1024;

/// What is said where no page can be written any more.
const FAILED: &str = "shopkit 自身出错，请回到上一页再试\nshopkit made a mistake; go back and try again";

/// How often files are looked for that let a browser in and were not used in time.
const SWEEP: Duration = Duration::from_secs(10);

/// How long requests that are being answered are waited for at the end.
const LAST_WAIT: Duration = Duration::from_secs(3);

/// What every answer says of itself. Nothing is loaded from elsewhere, run, kept, or shown within another page.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // With `no-referrer` browsers leave the Origin out of forms, which has to be this page's. Nothing is told to others either way.
    ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// Holds the threads that answer. Signals are heard from its making on, so that who was told where the page is can end it in order.
pub struct Answering {
    runtime: Runtime,
    signals: Option<Signals>,
}

impl Answering {
    /// Makes the threads, and begins to listen for signals. Where that cannot be, the page itself can still be told to stop.
    pub fn new() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            // Files go onto the disk and come from it on these threads, so while one waits for a slow disk the others go on.
            .worker_threads(4)
            .max_blocking_threads(ANSWERING)
            .enable_all()
            .build()?;
        let signals = {
            let _within = runtime.enter();
            Signals::new().ok()
        };
        Ok(Self { runtime, signals })
    }

    /// Answers on the listeners until it is told to stop.
    pub fn serve(self, listeners: Vec<StdListener>, state: &Arc<State>, closed: impl FnOnce()) -> io::Result<()> {
        let served = self.runtime.block_on(accept(listeners, state, self.signals, closed));
        // An import that is under way ends with the program. Nothing of it counts, though rows of it may stand in the log beside the
        // database until that is opened and closed again.
        self.runtime.shutdown_timeout(LAST_WAIT);
        served
    }
}

async fn accept(
    listeners: Vec<StdListener>,
    state: &Arc<State>,
    signals: Option<Signals>,
    closed: impl FnOnce(),
) -> io::Result<()> {
    let mut open = Vec::new();
    for listener in listeners {
        listener.set_nonblocking(true)?;
        open.push(TcpListener::from_std(listener)?);
    }
    let connections = Arc::new(Connections::default());
    let (ending, ended) = watch::channel(false);
    let mut signal = std::pin::pin!(asked_to_stop(signals));
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        let connected = tokio::select! {
            () = state.stop.notified() => break,
            () = &mut signal => break,
            _ = sweep.tick() => {
                launch::remove_old(&state.database);
                continue;
            }
            connected = next(&open) => connected,
        };
        let Ok(stream) = connected else {
            // The system is out of something; it will have it again.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (state, slot, mut ended) = (Arc::clone(state), Arc::new(connections.take()), ended.clone());
        tokio::spawn(async move {
            let answering = service_fn(|request| answer(request, Arc::clone(&state), Arc::clone(&slot)));
            let mut rules = http1::Builder::new();
            rules
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIME)
                .max_headers(HEAD_LINES)
                .max_header_size(HEAD_BYTES);
            let mut connection = std::pin::pin!(rules.serve_connection(TokioIo::new(stream), answering));
            // Whatever goes wrong on a connection is over with it.
            let _ = tokio::select! {
                // What has come already is looked at first: it may show the cookie.
                biased;
                done = connection.as_mut() => done,
                () = slot.evicted() => Ok(()),
                _ = ended.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
        });
    }
    drop(open);
    closed();
    let _ = ending.send(true);
    drop(ended);
    // Each connection listens until it is over.
    let _ = tokio::time::timeout(LAST_WAIT, ending.closed()).await;
    Ok(())
}

/// Waits for a connection at any of the addresses.
async fn next(listeners: &[TcpListener]) -> io::Result<TcpStream> {
    let connected = |listener: &TcpListener, context: &mut Context<'_>| match listener.poll_accept(context) {
        Poll::Ready(connected) => Some(connected.map(|(stream, _)| stream)),
        Poll::Pending => None,
    };
    std::future::poll_fn(|context| {
        listeners.iter().find_map(|listener| connected(listener, context)).map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Waits for Ctrl-C, for the terminal to be closed, or for the system to ask.
async fn asked_to_stop(signals: Option<Signals>) {
    match signals {
        Some(signals) => drop(signals.next().await),
        None => std::future::pending().await,
    }
}

/// Answers one request.
async fn answer(
    request: hyper::Request<Incoming>,
    state: Arc<State>,
    slot: Arc<Slot>,
) -> Result<Response<Sent>, Infallible> {
    let (head, body) = request.into_parts();
    let passed = match guard::check(&head, &state) {
        Ok(passed) => passed,
        Err((status, text)) => return Ok(refused(status, text)),
    };
    if let Passed::ShowsToken(token) = passed {
        return Ok(let_in(&state, &token));
    }
    slot.keep();
    let mut request = Request {
        state: Arc::clone(&state),
        is_post: head.method == Method::POST,
        path: head.uri.path().to_owned(),
        query: Params::read(head.uri.query().unwrap_or_default().as_bytes()),
        form: Params::default(),
        lang: language(&head, state.lang),
    };
    let files = if request.is_post { read(&head, body, &state, &mut request).await } else { Ok(None) };
    let reply = tokio::task::spawn_blocking(move || match files {
        Ok(files) => routes::answer(&request, files),
        // What is left of the request is read to a bound at most, so the connection ends.
        Err(error) => layout::error_page(&error, &request).with("connection", "close".to_owned()),
    });
    // A panic is a mistake of this program; the next request may do better.
    Ok(reply.await.map_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, FAILED), sent))
}

/// Reads the form of a request, and returns the files that came with it.
async fn read(
    head: &Parts,
    body: Incoming,
    state: &Arc<State>,
    request: &mut Request,
) -> Result<Option<Received>, PageError> {
    let body = Patient { body, waits: Box::pin(tokio::time::sleep(BODY_TIME)) };
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut files = None;
    if let Ok(boundary) = multer::parse_boundary(kind) {
        let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_none_or(|length| length > upload::MOST_BYTES) {
            return Err(PageError::UploadTooLarge);
        }
        let (form, received) = upload::receive(body, boundary, &state.csrf, &state.uploads).await?;
        (request.form, files) = (form, Some(received));
    } else if kind == "application/x-www-form-urlencoded" {
        let body = Limited::new(body, FORM_BYTES).collect().await;
        let body = body.map_err(|_| PageError::Form)?;
        request.form = Params::read(&body.to_bytes());
    } else {
        return Err(PageError::NotAForm);
    }
    // Uploads are checked before their first file; here is every other form.
    if request.form.get("csrf").is_some_and(|word| state.csrf.is(word)) { Ok(files) } else { Err(PageError::OldForm) }
}

fn language(head: &Parts, default: Lang) -> Lang {
    match guard::cookies(&head.headers, layout::LANG_COOKIE).next() {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => default,
    }
}

/// Gives a browser that shows a token its cookie, and sends it to the page, so that the token leaves the address. The browser is
/// sent on by the page and not by the answer, since it may have been sent here by another page, and then it would hold the
/// cookie back.
fn let_in(state: &State, token: &str) -> Response<Sent> {
    if !state.lets_in(token) {
        return refused(StatusCode::FORBIDDEN, guard::STRANGER);
    }
    let page = html! {
        (maud::DOCTYPE)
        html { head { meta charset="utf-8"; meta http-equiv="refresh" content="0; url=/"; link rel="icon" href="/assets/icon.svg"; title { "shopkit" } } body { a href="/" { "shopkit" } } }
    };
    let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", state.cookie(), state.session.as_str());
    sent(Reply::html(page).with("set-cookie", cookie))
}

/// Refuses, in words for whoever looks. What is left of the request is not read, so the connection ends.
fn refused(status: StatusCode, text: &str) -> Response<Sent> {
    let reply = Reply::new(status, "text/plain; charset=utf-8", format!("{text}\n").into_bytes());
    sent(reply.with("connection", "close".to_owned()))
}

fn sent(reply: Reply) -> Response<Sent> {
    let body = match reply.content {
        Content::Bytes(bytes) => Sent::Bytes(Some(Bytes::from(bytes))),
        Content::File(file, folder) => {
            let left = file.metadata().map_or(0, |meta| meta.len());
            Sent::File { file, left, _folder: folder }
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    let kind = ("content-type", reply.kind.to_owned());
    let own = HEADERS.iter().map(|(name, value)| (*name, (*value).to_owned()));
    for (name, value) in own.chain([kind]).chain(reply.headers) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Is sent as the body of an answer.
pub enum Sent {
    Bytes(Option<Bytes>),
    File { file: std::fs::File, left: u64, _folder: tempfile::TempDir },
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(match &mut *self {
            Self::Bytes(bytes) => bytes.take().filter(|bytes| !bytes.is_empty()).map(|bytes| Ok(Frame::data(bytes))),
            Self::File { file, left, .. } => {
                let mut block = vec![0; 64 * 1024];
                match file.read(&mut block) {
                    Ok(0) => None,
                    Ok(read) => {
                        block.truncate(read);
                        *left = left.saturating_sub(read as u64);
                        Some(Ok(Frame::data(block.into())))
                    }
                    Err(error) => Some(Err(error)),
                }
            }
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(match self {
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, |bytes| bytes.len() as u64),
            Self::File { left, .. } => *left,
        })
    }
}

/// Reads a body that must go on coming.
struct Patient {
    body: Incoming,
    waits: Pin<Box<tokio::time::Sleep>>,
}

impl Body for Patient {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(frame) => {
                let next = tokio::time::Instant::now() + BODY_TIME;
                self.waits.as_mut().reset(next);
                Poll::Ready(frame.map(|frame| frame.map_err(io::Error::other)))
            }
            Poll::Pending => self.waits.as_mut().poll(context).map(|()| Some(Err(io::ErrorKind::TimedOut.into()))),
        }
    }
}
