//! A page with sample data, for a look around: another server with a database of its own in a temporary folder, at an address of its
//! own, so that nothing of it can get into the user's data.

use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use super::mutex::lock;
use super::serve_error::ServeError;

/// Starts such a page.
pub type Start = Box<dyn Fn() -> Result<Running, ServeError> + Send + Sync>;

/// A page with sample data that is running.
pub struct Running {
    /// The address that lets a browser in.
    pub address: String,
    /// Asks it to end.
    pub end: Arc<dyn Fn() + Send + Sync>,
    /// Ends once its folder is removed.
    pub thread: JoinHandle<()>,
}

/// Holds the page with sample data, which is started when it is first asked for.
#[derive(Default)]
pub struct Samples {
    start: Mutex<Option<Start>>,
    running: Mutex<Option<Running>>,
}

impl Samples {
    /// Sets how the page is started. Without this there is none, as on the page with sample data itself.
    pub fn enable(&self, start: Start) {
        *lock(&self.start) = Some(start);
    }

    /// Returns the address of the page, which is started where it does not run yet; nothing where there is none.
    pub fn address(&self) -> Option<Result<String, ServeError>> {
        let start = lock(&self.start);
        let start = start.as_ref()?;
        let mut running = lock(&self.running);
        if running.as_ref().is_none_or(|running| running.thread.is_finished()) {
            match start() {
                Ok(started) => *running = Some(started),
                Err(error) => return Some(Err(error)),
            }
        }
        running.as_ref().map(|running| Ok(running.address.clone()))
    }

    /// Ends the page, and waits until nothing of it is left.
    pub fn end(&self) {
        // Nothing starts it again.
        *lock(&self.start) = None;
        if let Some(running) = lock(&self.running).take() {
            (running.end)();
            let _ = running.thread.join();
        }
    }
}
