//! Order lines page by page. No page takes longer than the first, however many lines there are.
//!
//! A page starts after the last line of the previous page; no lines are counted or skipped. Where lines are sorted by time and only
//! texts tell which of many match, they are read in their order by an index. Where few match, the page ends with its time limit and has
//! what was found by then, and the next page resumes there. Any other page is found by packed columns as far as those go, and sorted by
//! SQL. Where that takes too long, the page is empty and says so.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::order_columns::{self, OrderColumn, select};
use super::order_filter::{OrderFilter, SortKey};
use super::order_first::{self, Behind};
use super::order_query::OrderQuery;
use super::order_totals::{self, OrderTotals};
use crate::model::table::{Column, Datum};
use crate::store::{Store, StoreError};

/// Lines of a page where the filter has no limit.
const LINES: u64 = 50;

/// Lines that are read between two checks of the time.
const STEP: u64 = 128;

/// How long a statement may run after the time limit.
const BETWEEN_INTERRUPTS: Duration = Duration::from_millis(20);

/// Names the line after which a page starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStart {
    /// The value sorted by, as text; nothing where the line has none.
    pub value: Option<String>,
    /// The key of the line.
    pub key: String,
}

/// Holds one page of order lines.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderPage {
    /// The columns.
    pub columns: Vec<Column>,
    /// The lines.
    pub rows: Vec<Vec<Datum>>,
    /// Where the next page starts; nothing where this is the last.
    pub next: Option<PageStart>,
    /// Whether the time limit ended before the page was full.
    pub is_short: bool,
}

/// Lists one page of the lines of a shop that match the filter, with these columns.
pub fn page(
    store: &Store,
    shop: &str,
    filter: &OrderFilter,
    columns: &[OrderColumn],
    from: Option<&PageStart>,
    time_limit: Duration,
) -> Result<OrderPage, StoreError> {
    let ends = Instant::now() + time_limit;
    let headings = columns.iter().map(|column| column.column()).collect();
    let page = OrderPage { columns: headings, rows: Vec::new(), next: None, is_short: false };
    let lines = filter.limit.unwrap_or(LINES);
    let behind = from.map(|from| Behind(from.value.as_deref()));
    let find = || order_first::query(store, shop, filter, behind, Some(lines.saturating_add(1)));
    // Where no packed column is asked, there is nothing to wait for.
    let found = if filter.is_found_by_time() { Some(find()) } else { with_time_limit(ends, store.connection(), find) };
    let Some(query) = found else { return Ok(OrderPage { is_short: true, ..page }) };
    let mut query = query?;
    query.bind(":value", from.and_then(|from| from.value.as_deref()).map(|text| sorted_by(filter.sort, text)));
    query.bind(":key", from.map(|from| from.key.clone()));
    let search = |ends| Search { columns, lines, ends, lines_read: 0, last: None, page: page.clone() };
    let is_in_order = filter.sort == SortKey::Submitted && (query.found.is_none() || query.has_texts());
    if !is_in_order || query.is_few() {
        let mut search = search(None);
        let asked = with_time_limit(ends, store.connection(), || {
            let sql = sorted(&query, columns, lines)?;
            search.run(&query, from, &sql).map_err(|error| store.failed(error))
        });
        match asked {
            Some(asked) => return asked.map(|()| search.page),
            None if !is_in_order => return Ok(OrderPage { is_short: true, ..page }),
            // What can be read in its order goes on from page to page.
            None => {}
        }
    }
    let mut search = search(Some(ends));
    let sql = walk(&query, columns);
    search.run(&query, from, &sql).map(|()| search.page).map_err(|error| store.failed(error))
}

/// Counts and adds up the lines of a shop that match the filter; nothing where that takes longer than the time limit.
pub fn totals(
    store: &Store,
    shop: &str,
    filter: &OrderFilter,
    time_limit: Duration,
) -> Result<Option<OrderTotals>, StoreError> {
    let ends = Instant::now() + time_limit;
    with_time_limit(ends, store.connection(), || order_totals::of(store, shop, filter)).transpose()
}

/// Runs queries, and interrupts from a moment on whatever of them runs. Returns nothing where they were interrupted.
fn with_time_limit<T>(
    ends: Instant,
    connection: &Connection,
    run: impl FnOnce() -> Result<T, StoreError>,
) -> Option<Result<T, StoreError>> {
    let handle = connection.get_interrupt_handle();
    let (done, is_done) = mpsc::channel::<()>();
    let ran = thread::scope(|scope| {
        scope.spawn(move || {
            let mut wait = ends.saturating_duration_since(Instant::now());
            // An interrupt stops the statement that runs, and none that begins later.
            while is_done.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                handle.interrupt();
                wait = BETWEEN_INTERRUPTS;
            }
        });
        let ran = run();
        drop(done);
        ran
    });
    match ran {
        Err(StoreError::TimeLimit(_)) => None,
        ran => Some(ran),
    }
}

/// Writes the query that reads lines by time, with whether each matches the texts. The time limit ends it.
fn walk(query: &OrderQuery<'_>, columns: &[OrderColumn]) -> String {
    let matches = format!("({})", query.texts());
    let selected = select(columns, &["line.submitted_at", "line.line_key", "line.id", &matches]);
    let direction = if query.filter.ascending { "ASC" } else { "DESC" };
    format!(
        "{selected} WHERE {} {{after}} ORDER BY line.submitted_at {direction}, line.line_key {direction}",
        query.span()
    )
}

/// Writes the query that sorts all lines that match. One more line than the page has tells whether there is another page.
fn sorted(query: &OrderQuery<'_>, columns: &[OrderColumn], lines: u64) -> Result<String, StoreError> {
    let column = format!("line.{}", query.filter.sort.column());
    let selected = select(columns, &[&column, "line.line_key", "line.id", "1"]);
    let direction = if query.filter.ascending { "ASC" } else { "DESC" };
    let limit = i64::try_from(lines).unwrap_or(i64::MAX).saturating_add(1);
    Ok(format!(
        "{selected} {} {{after}} ORDER BY {column} {direction}, line.line_key {direction} LIMIT {limit}",
        query.condition()?
    ))
}

/// Holds a page that is being filled.
struct Search<'p> {
    columns: &'p [OrderColumn],
    lines: u64,
    /// When the time limit ends, where reading checks it.
    ends: Option<Instant>,
    lines_read: u64,
    last: Option<PageStart>,
    page: OrderPage,
}

impl Search<'_> {
    /// Fills the page with the lines after a start. `{after}` in the query is the condition that they come after it.
    fn run(&mut self, query: &OrderQuery<'_>, from: Option<&PageStart>, sql: &str) -> rusqlite::Result<()> {
        conditions(query.filter, from)
            .iter()
            .try_for_each(|condition| self.read(query, &sql.replace("{after}", condition)))
    }

    /// Reads lines until the page is full or the time limit ends.
    fn read(&mut self, query: &OrderQuery<'_>, sql: &str) -> rusqlite::Result<()> {
        if self.page.next.is_some() {
            return Ok(());
        }
        let after = self.columns.len();
        let mut statement = query.prepare(sql)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            self.lines_read += 1;
            let is_late = self.lines_read.is_multiple_of(STEP) && self.ends.is_some_and(|ends| Instant::now() > ends);
            let is_full = self.page.rows.len() as u64 == self.lines;
            if is_full || is_late {
                self.page.is_short = !is_full;
                self.page.next = self.last.take();
                return Ok(());
            }
            let id: i64 = row.get(after + 2)?;
            let is_found = query.found.as_ref().is_none_or(|found| found.has(id));
            if is_found && row.get::<_, Option<bool>>(after + 3)?.unwrap_or_default() {
                self.page.rows.push(order_columns::read(row, self.columns)?);
            }
            self.last = Some(PageStart { value: text(row.get(after)?), key: row.get(after + 1)? });
        }
        Ok(())
    }
}

/// Lists the conditions of the queries that find the lines after a start, in the order of the lines. SQLite sorts lines without a value
/// first; they have a query of their own, since no index serves "less or NULL".
fn conditions(filter: &OrderFilter, from: Option<&PageStart>) -> Vec<String> {
    let column = format!("line.{}", filter.sort.column());
    let Some(from) = from else { return vec![String::new()] };
    match (&from.value, filter.ascending) {
        (Some(_), true) => vec![format!("AND {column} >= :value AND ({column} > :value OR line.line_key > :key)")],
        (Some(_), false) => vec![
            format!("AND {column} <= :value AND ({column} < :value OR line.line_key < :key)"),
            format!("AND {column} IS NULL"),
        ],
        (None, true) => {
            vec![format!("AND {column} IS NULL AND line.line_key > :key"), format!("AND {column} IS NOT NULL")]
        }
        (None, false) => vec![format!("AND {column} IS NULL AND line.line_key < :key")],
    }
}

fn sorted_by(sort: SortKey, text: &str) -> Value {
    match (sort, text.parse()) {
        (SortKey::Amount | SortKey::Quantity, Ok(number)) => Value::Integer(number),
        _ => Value::Text(text.to_owned()),
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_begins_after_the_time_limit_is_stopped() {
        let store = Store::open_scratch().expect("a database");
        let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let ask = || store.connection().query_row(endless, [], |row| row.get::<_, i64>(0));
        let ran = with_time_limit(Instant::now(), store.connection(), || {
            thread::sleep(2 * BETWEEN_INTERRUPTS);
            ask().map_err(|error| store.failed(error))
        });
        assert!(ran.is_none());
    }
}
