//! The local page: the jobs of the command for people who never open a terminal, in a browser on the same machine.
//!
//! A request passes `access`, which refuses whatever does not come from the page itself, then `routes`, which names the function that
//! answers it. That gets a `Request` or, where it reads, a `Context` with one state of the database. `net` and `port` alone know of
//! sockets, `state` holds what requests share.

mod access;
mod assets;
mod checks;
mod connections;
mod data;
mod error;
mod field;
mod handler;
mod importer;
mod imports;
mod jobs;
mod labels;
mod launch;
mod layers;
mod layout;
mod metered;
mod mutex;
mod net;
mod orders;
mod overview;
mod params;
mod port;
mod purge;
mod reply;
mod reports;
mod request;
mod routes;
mod rules;
mod running;
mod secret;
mod serve_error;
mod shops;
mod state;
mod strip;
mod table;
mod upload;
mod verdict;

use std::sync::Arc;

use shopkit::kit::Kit;
use shopkit::store::resolve_link;

pub use launch::launch;
pub use serve_error::ServeError;
pub use state::Options;

use net::Answering;
use port::Port;
use running::Running;
use state::State;

/// Holds a server that has its port and answers nothing yet.
pub struct Server {
    port: Port,
    answering: Answering,
    state: Arc<State>,
    /// Kept so that a second start finds this one.
    running: Running,
}

impl Server {
    /// Takes the port and opens the database. Where the database is served already, the error says where.
    pub fn start(mut options: Options) -> Result<Self, ServeError> {
        // A link and its file are one database, which is served once.
        options.database = resolve_link(&options.database);
        let kit = Kit::open(&options.database)?;
        let running = Running::claim(&options.database)?;
        let port = Port::take(options.port, options.plain_host)
            .map_err(|error| ServeError::Port { port: options.port, error })?;
        let answering = Answering::new().map_err(|error| ServeError::Port { port: port.number, error })?;
        let state = State::new(options, port.number, kit, running.uploads())?;
        running.publish_address(&state.address())?;
        Ok(Self { port, answering, state: Arc::new(state), running })
    }

    /// Returns the address that lets a browser in, as often as it is opened.
    pub fn address(&self) -> String {
        self.state.address()
    }

    /// Answers until it is stopped: by the page, by Ctrl-C, by the end of the terminal, or by the system.
    pub fn run(self) -> Result<(), ServeError> {
        let port = self.port.number;
        let served = self
            .answering
            .serve(self.port.listeners, &self.state, || self.running.withdraw_address())
            .map_err(|error| ServeError::Port { port, error });
        drop(self.running);
        served
    }
}
