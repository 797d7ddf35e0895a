//! The local page: the jobs of the command for people who never open a terminal, in a browser on the same machine.
//!
//! A request passes `guard`, which refuses whatever does not come from the page itself, then `routes`, which names the file that
//! answers it. Answers are made by `kit`; this room holds no rules of its own. `net` is the only file that knows of sockets,
//! `state` holds what requests share.

mod assets;
mod checks;
mod data;
mod error;
mod fields;
mod guard;
mod imports;
mod jobs;
mod labels;
mod layout;
mod net;
mod orders;
mod overview;
mod purge;
mod reply;
mod reports;
mod request;
mod routes;
mod rules;
mod running;
mod secret;
mod shops;
mod state;
mod strip;
mod table;
mod upload;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use shopkit::kit::Kit;
use shopkit::model::lang::Lang;

pub use error::PageError;
pub use running::launch;

use running::Running;
use state::State;

/// Tells how the page is served.
#[derive(Debug, Clone)]
pub struct Options {
    /// The database; it is made where it is missing.
    pub database: PathBuf,
    /// The port; any free one where it is 0.
    pub port: u16,
    /// The language of a browser that has chosen none.
    pub lang: Lang,
    /// The program that reads old and odd formats in a process of its own, as for an import of the command.
    pub helper: Option<PathBuf>,
}

/// Holds a server that is bound to its port and answers nothing yet.
pub struct Server {
    listener: TcpListener,
    state: Arc<State>,
    /// Kept so that a second start finds this one.
    running: Running,
}

impl Server {
    /// Takes the port and opens the database. Where the database is served already, the error says where.
    pub fn start(options: Options) -> Result<Self, PageError> {
        let kit = Kit::open(&options.database)?;
        let running = Running::claim(&options.database)?;
        let port = options.port;
        let failed = |error| PageError::Port { port, error };
        // No other address is ever bound: nothing but this machine can reach it.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let state = State::new(options, port, kit, running.uploads())?;
        running.tell(&state.way_in())?;
        Ok(Self { listener, state: Arc::new(state), running })
    }

    /// Returns the address that lets a browser in, as often as it is opened.
    pub fn way_in(&self) -> String {
        self.state.way_in()
    }

    /// Answers until it is stopped: by the page, by Ctrl-C, by the end of the terminal, or by the system.
    pub fn run(self) -> Result<(), PageError> {
        let port = self.state.port;
        let served = net::serve(self.listener, &self.state, || self.running.untell())
            .map_err(|error| PageError::Port { port, error });
        drop(self.running);
        served
    }
}
