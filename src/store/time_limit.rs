//! The time limit of queries.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// The time limit of queries of the user, unless they set one, and of views that other programs may have changed.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The steps of SQLite's virtual machine between two looks at the clock. The number is small, since one step can run a function over
/// a long text; a look costs as much as a step or two.
const STEPS: i32 = 50;

/// Measures how long a query takes, including the time to process its rows.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    started: Instant,
    /// When the current query began, in milliseconds after the start.
    began: Arc<AtomicU64>,
    limit: Duration,
}

impl Clock {
    /// Starts the clock and makes SQLite stop when the time is over.
    pub(super) fn start(connection: &mut Connection, limit: Duration) -> rusqlite::Result<Self> {
        let clock = Self { started: Instant::now(), began: Arc::default(), limit };
        let seen = clock.clone();
        connection.progress_handler(STEPS, Some(move || seen.is_over()))?;
        Ok(clock)
    }

    /// Begins another query, which gets the full time.
    pub(super) fn restart(&self) {
        let passed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.began.store(passed, Ordering::Relaxed);
    }

    pub(super) fn is_over(&self) -> bool {
        let began = Duration::from_millis(self.began.load(Ordering::Relaxed));
        self.started.elapsed().saturating_sub(began) > self.limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, StoreError};

    const LIMIT: Duration = Duration::from_millis(100);

    #[test]
    fn each_query_has_the_full_time() {
        let mut connection = Connection::open_in_memory().expect("memory");
        let clock = Clock::start(&mut connection, LIMIT).expect("starts");
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT count(*) FROM n";
        let ask = || connection.query_row(rows, [], |row| row.get::<_, i64>(0));
        std::thread::sleep(2 * LIMIT);
        assert!(clock.is_over() && ask().is_err());
        clock.restart();
        assert_eq!(ask().expect("in time"), 1000);
    }

    #[test]
    fn an_endless_view_is_stopped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("test.db");
        drop(Store::open(&path).expect("made"));
        Connection::open(&path)
            .and_then(|other| {
                other.execute_batch(
                    "INSERT INTO shops (name) VALUES ('a');
                     ALTER TABLE imports RENAME TO hidden_imports;
                     CREATE VIEW imports AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                     SELECT i AS id, -i AS shop_id FROM n",
                )
            })
            .expect("changes");
        let mut store = Store::open(&path).expect("opens to be read");
        assert!(store.clock.is_some());
        store.clock = Some(Clock::start(&mut store.connection, LIMIT).expect("starts"));
        let began = Instant::now();
        assert!(matches!(store.shops_with_content(), Err(StoreError::TimeLimit(_))));
        assert!(began.elapsed() < TIME_LIMIT, "{:?}", began.elapsed());
    }
}
