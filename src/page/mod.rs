//! The local page: the jobs of the command for people who never open a terminal, in a browser on the same machine.
//!
//! A request passes `access`, which refuses whatever does not come from the page itself, then `routes`, which names the function that
//! answers it. That gets a `Request` or, where it reads, a `Context` with one state of the database. `net` and `port` alone know of
//! sockets, `state` holds what requests share.

mod access;
mod assets;
mod chart_part;
mod charts;
mod checks;
mod choices;
mod claim;
mod connections;
mod countdown;
mod data;
mod error;
mod fact_forms;
mod field;
mod handler;
mod importer;
mod imports;
mod inputs;
mod jobs;
mod kept;
mod launch;
mod layers;
mod layout;
mod metered;
mod mutex;
mod net;
mod orders;
mod overview;
mod params;
mod period;
mod port;
mod purge;
mod reply;
mod report_files;
mod report_options;
mod reports;
mod request;
mod routes;
mod rules;
mod secret;
mod serve_error;
mod sheet;
mod shop_choice;
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

use claim::Claim;
use net::HttpServer;
use port::Port;
use state::State;

/// Holds a server that has its port and does not answer yet.
pub struct Server {
    port: Port,
    http: HttpServer,
    state: Arc<State>,
    /// Held so that a second start finds this one.
    claim: Claim,
}

impl Server {
    /// Opens the database and takes the port. Where the database is served already, the error has the address.
    pub fn start(mut options: Options) -> Result<Self, ServeError> {
        // A link and its file are one database.
        options.database = resolve_link(&options.database);
        let kit = Kit::open(&options.database)?;
        let claim = Claim::take(&options.database)?;
        let port = Port::take(options.port, options.plain_host)
            .map_err(|error| ServeError::Port { port: options.port, error })?;
        let http = HttpServer::new().map_err(|error| ServeError::Port { port: port.number, error })?;
        let state = State::new(options, port.number, kit, claim.uploads())?;
        claim.publish_address(&state.address())?;
        Ok(Self { port, http, state: Arc::new(state), claim })
    }

    /// Returns the address with the lasting token.
    pub fn address(&self) -> String {
        self.state.address()
    }

    /// Answers until it is stopped: by the page, by Ctrl-C, by closing the terminal, or by the system.
    pub fn run(self) -> Result<(), ServeError> {
        let port = self.port.number;
        let served = self
            .http
            .serve(self.port.listeners, &self.state, || self.claim.withdraw_address())
            .map_err(|error| ServeError::Port { port, error });
        drop(self.claim);
        served
    }
}
