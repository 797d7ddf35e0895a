//! The HTTP server: its threads, connections and bounds, and its end.

use std::future::pending;
use std::io;
use std::net::TcpListener as StdListener;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::connections::{Connections, Slot};
use super::state::State;
use super::{launch, layers, routes};
use crate::front::signals::Signals;

/// The most requests that are answered at the same time; each may have a database open.
const ANSWERING: usize = 16;

/// How long the head of a request may take, and a connection may wait for the next.
const HEAD_TIME: Duration = Duration::from_secs(15);

/// The most bytes and lines of the head of a request.
const HEAD_BYTES: usize = 32 * 1024;
const HEAD_LINES: usize = 64;

/// How often launch files are removed that were not used in time.
const SWEEP: Duration = Duration::from_secs(10);

/// How long the end waits for requests that are being answered.
const LAST_WAIT: Duration = Duration::from_secs(3);

/// Holds the threads of the server. Signals are handled as soon as it exists: once the address is known, the server can be stopped in
/// order.
pub struct HttpServer {
    runtime: Runtime,
    signals: Option<Signals>,
}

impl HttpServer {
    /// Starts the threads and listens for signals. Without signals the page can still stop the server.
    pub fn new() -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            // These threads also write uploads and read downloads; while one waits for a slow disk, the others go on.
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

    /// Answers on the listeners until it is stopped. `closed` is called once no new connection is accepted.
    pub fn serve(self, listeners: Vec<StdListener>, state: &Arc<State>, closed: impl FnOnce()) -> io::Result<()> {
        let served = self.runtime.block_on(accept(listeners, state, self.signals, closed));
        // An import that is running ends with the program. None of it counts, though some of its rows may stay in the log beside the
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
    let pages = layers::around(routes::routes(Arc::clone(state)), state);
    let (ending, ended) = watch::channel(false);
    let mut signal = std::pin::pin!(asked_to_stop(signals));
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        let connected = tokio::select! {
            () = state.stop.notified() => break,
            () = &mut signal => break,
            _ = sweep.tick() => {
                launch::remove_old(&state.database);
                state.waiting.remove_old();
                continue;
            }
            connected = next(&open) => connected,
        };
        let Ok(stream) = connected else {
            // The system is out of handles or memory, for a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        tokio::spawn(serve(stream, connections.take(), pages.clone(), ended.clone()));
    }
    drop(open);
    closed();
    let _ = ending.send(true);
    drop(ended);
    // Each connection holds a receiver until it is over.
    let _ = tokio::time::timeout(LAST_WAIT, ending.closed()).await;
    Ok(())
}

/// Answers the requests of a connection until it ends, is evicted, or the server ends.
async fn serve(stream: TcpStream, slot: Slot, pages: Router, mut ended: watch::Receiver<bool>) {
    let slot = Arc::new(slot);
    let pages = TowerToHyperService::new(pages);
    let answering = service_fn(|mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&slot));
        pages.call(request)
    });
    let mut connection = http1::Builder::new();
    connection
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEAD_LINES)
        .max_header_size(HEAD_BYTES);
    let mut connection = std::pin::pin!(connection.serve_connection(TokioIo::new(stream), answering));
    // An error of a connection ends that connection and nothing else.
    let _ = tokio::select! {
        // Requests come before eviction: they may show the cookie.
        biased;
        done = connection.as_mut() => done,
        () = slot.evicted() => Ok(()),
        _ = ended.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
}

/// Waits for a connection to any of the listeners.
async fn next(listeners: &[TcpListener]) -> io::Result<TcpStream> {
    std::future::poll_fn(|context| {
        let connected = listeners.iter().find_map(|listener| match listener.poll_accept(context) {
            Poll::Ready(connected) => Some(connected.map(|(stream, _)| stream)),
            Poll::Pending => None,
        });
        connected.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Waits for Ctrl-C, for the terminal to be closed, or for the system to ask.
async fn asked_to_stop(signals: Option<Signals>) {
    match signals {
        Some(signals) => drop(signals.next().await),
        None => pending().await,
    }
}
