//! How long a question may take.

use std::time::{Duration, Instant};

use rusqlite::Connection;

/// How long a question that somebody else wrote may take, where nobody says otherwise.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Steps of SQLite's machine between two looks at the clock. A step may be a function over a long text, so few; looking costs as
/// much as a step or two.
const STEPS: i32 = 50;

/// Measures how long a question takes, rows that are handed on included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    started: Instant,
    limit: Duration,
}

impl Clock {
    /// Starts, and lets SQLite stop when the time is over.
    pub(super) fn start(connection: &mut Connection, limit: Duration) -> rusqlite::Result<Self> {
        let clock = Self { started: Instant::now(), limit };
        connection.progress_handler(STEPS, Some(move || clock.is_over()))?;
        Ok(clock)
    }

    pub(super) fn is_over(&self) -> bool {
        self.started.elapsed() > self.limit
    }
}
