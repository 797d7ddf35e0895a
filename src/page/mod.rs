//! The local page: the jobs of the command for people who never open a terminal, in a browser on the same machine.
//!
//! A request passes `access`, which refuses whatever does not come from the page itself, then `routes`, which names the function that
//! answers it. That gets a `Request` or, where it reads, a `Context` with one state of the database. `net` and `port` alone know of
//! sockets, `state` holds what requests share.

mod access;
mod alone;
mod assets;
mod chart_part;
mod charts;
mod checks;
mod choices;
mod claim;
mod connections;
mod countdown;
mod data;
mod drill;
mod dropping;
mod error;
mod fact_forms;
mod field;
mod filter_forms;
mod first_steps;
mod handler;
mod import_gaps;
mod import_job;
mod import_one;
mod import_start;
mod import_sum;
mod import_undo;
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
mod order;
mod order_columns;
mod order_form;
mod order_life;
mod order_list;
mod order_money;
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
mod restore;
mod routes;
mod rules;
mod sample;
mod samples;
mod saved_filters;
mod secret;
mod serve_error;
mod settlement_days;
mod sheet;
mod shop_choice;
mod shops;
mod state;
mod stop;
mod strip;
mod table;
mod upload;
mod verdict;
mod waiting;

use std::sync::Arc;
use std::thread;

use shopkit::kit::Kit;
use shopkit::store::{TempFolder, resolve_link};

pub use launch::launch;
pub use serve_error::ServeError;
pub use state::Options;

use claim::Claim;
use net::HttpServer;
use port::Port;
use samples::Running;
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
    pub fn start(options: Options) -> Result<Self, ServeError> {
        let (lang, sandbox, plain_host) = (options.lang, options.sandbox.clone(), options.plain_host);
        let server = Self::start_for(options, None)?;
        let own = Arc::downgrade(&server.state);
        server.state.samples.enable(Box::new(move || {
            let own = own.upgrade().ok_or(ServeError::Silent)?;
            let folder = TempFolder::create().map_err(|error| ServeError::Port { port: 0, error })?;
            let database = folder.path().join("sample.db");
            sample::fill(folder.path(), &database)?;
            let options = Options { database, port: 0, lang, sandbox: sandbox.clone(), plain_host };
            Ok(Self::start_for(options, Some(own))?.run_apart(folder))
        }));
        Ok(server)
    }

    /// Starts the server of the user's data, or of sample data, where `own` is the former.
    fn start_for(mut options: Options, own: Option<Arc<State>>) -> Result<Self, ServeError> {
        // A link and its file are one database.
        options.database = resolve_link(&options.database);
        let kit = Kit::open(&options.database)?;
        let claim = Claim::take(&options.database)?;
        let last = claim.last_port().filter(|_| options.port == 0);
        let port = last
            .and_then(|port| Port::take(port, options.plain_host).ok())
            .map_or_else(|| Port::take(options.port, options.plain_host), Ok)
            .map_err(|error| ServeError::Port { port: options.port, error })?;
        claim.keep_port(port.number);
        let http = HttpServer::new().map_err(|error| ServeError::Port { port: port.number, error })?;
        let state = State::new(options, port.number, kit, claim.uploads())?.belonging_to(own);
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
        self.state.samples.end();
        drop(self.claim);
        served
    }

    /// Answers in a thread, and removes the folder at the end.
    fn run_apart(self, folder: TempFolder) -> Running {
        // Whoever may end it must not keep its database open: Windows does not remove a folder with a file that is open.
        let (address, state) = (self.address(), Arc::downgrade(&self.state));
        let thread = thread::spawn(move || {
            // There is nobody to tell.
            let _ = self.run();
            drop(folder);
        });
        let end = move || state.upgrade().into_iter().for_each(|state| state.stop.notify_one());
        Running { address, end: Arc::new(end), thread }
    }
}
