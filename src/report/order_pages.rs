//! Order lines page by page. No page takes longer than the first, however many lines there are.
//!
//! A page starts after the last line of the previous page, which an index finds; no lines are counted or skipped. Sorted by time, lines
//! are read in their order. Where few of them match the filter, the page ends with its time limit and has what was found by then, and
//! the next page resumes there. Sorted by anything else, all lines of the period must be read. Where that takes too long, the page is
//! empty and says so.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, ToSql};

use super::orders::{LISTED, OrderFilter, SortKey, WANTED, listed_columns, read};
use crate::model::table::{Column, Datum};
use crate::store::{Store, StoreError};

/// Lines of a page where the filter has no limit.
const LINES: u64 = 50;

/// Lines that are read between two checks of the time.
const STEP: u64 = 128;

/// The index of the first column after those of a list: the value sorted by, the key of the line, and whether it matches.
const AFTER_LISTED: usize = 12;

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

/// Lists one page of the lines of a shop that match the filter.
pub fn page(
    store: &Store,
    shop: &str,
    filter: &OrderFilter,
    from: Option<&PageStart>,
    time_limit: Duration,
) -> Result<OrderPage, StoreError> {
    let lines = filter.limit.unwrap_or(LINES);
    let by_time = filter.sort == SortKey::Submitted;
    let value = from.and_then(|from| from.value.as_deref()).map(|text| sorted_by(filter.sort, text));
    let key = from.map(|from| from.key.as_str());
    let mut values = Vec::from(filter.params(shop));
    values.extend([(":value", Box::new(value) as Box<dyn ToSql>), (":key", Box::new(key) as Box<dyn ToSql>)]);
    let mut search = Search {
        values,
        lines,
        ends: by_time.then(|| Instant::now() + time_limit),
        lines_read: 0,
        last: None,
        page: OrderPage { columns: listed_columns(), rows: Vec::new(), next: None, is_short: false },
    };
    let asked = with_time_limit(time_limit, !by_time, store.connection(), |connection| {
        conditions(filter, from)
            .iter()
            .try_for_each(|condition| search.read(connection, &statement(filter, condition, lines)))
    });
    match asked {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::OperationInterrupted) => {
            search.page.rows.clear();
            search.page.is_short = true;
            Ok(search.page)
        }
        asked => asked.map(|()| search.page).map_err(|error| store.failed(error)),
    }
}

/// Runs a query, and interrupts it at the time limit where it `has_limit`.
fn with_time_limit<T>(
    time_limit: Duration,
    has_limit: bool,
    connection: &Connection,
    run: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    if !has_limit {
        return run(connection);
    }
    let handle = connection.get_interrupt_handle();
    let (done, is_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            if is_done.recv_timeout(time_limit) == Err(RecvTimeoutError::Timeout) {
                handle.interrupt();
            }
        });
        let ran = run(connection);
        drop(done);
        ran
    })
}

/// Writes the query for the lines after a start.
fn statement(filter: &OrderFilter, condition: &str, lines: u64) -> String {
    let column = format!("line.{}", filter.sort.column());
    let direction = if filter.ascending { "ASC" } else { "DESC" };
    let by_time = filter.sort == SortKey::Submitted;
    let matches = WANTED.trim_start().strip_prefix("WHERE").unwrap_or(WANTED);
    let wanted = if by_time { period(filter) } else { WANTED.to_owned() };
    let selected = LISTED.replacen("\nFROM", &format!(", {column}, line.line_key, ({matches})\nFROM"), 1);
    // One more line than the page has tells whether there is another page. Sorted by time, the time limit ends the query.
    let limit = if by_time { -1 } else { i64::try_from(lines).unwrap_or(i64::MAX).saturating_add(1) };
    format!("{selected} {wanted} {condition} ORDER BY {column} {direction}, line.line_key {direction} LIMIT {limit}")
}

/// Holds a page that is being filled.
struct Search<'p> {
    values: Vec<(&'static str, Box<dyn ToSql + 'p>)>,
    lines: u64,
    /// When the time limit ends, where reading checks it.
    ends: Option<Instant>,
    lines_read: u64,
    last: Option<PageStart>,
    page: OrderPage,
}

impl Search<'_> {
    /// Reads lines until the page is full or the time limit ends.
    fn read(&mut self, connection: &Connection, sql: &str) -> rusqlite::Result<()> {
        if self.page.next.is_some() {
            return Ok(());
        }
        let mut statement = connection.prepare(sql)?;
        for (name, value) in &self.values {
            // Not every query has all of them.
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
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
            if row.get::<_, Option<bool>>(AFTER_LISTED + 2)?.unwrap_or_default() {
                self.page.rows.push(read(row)?);
            }
            self.last = Some(PageStart { value: text(row.get(AFTER_LISTED)?), key: row.get(AFTER_LISTED + 1)? });
        }
        Ok(())
    }
}

/// Writes the condition of the shop and the period, in a form that uses the index by time.
fn period(filter: &OrderFilter) -> String {
    let mut sql = "WHERE line.shop_id = (SELECT id FROM shops WHERE name = :shop)".to_owned();
    if filter.from.is_some() {
        sql.push_str(" AND line.submitted_at >= :from");
    }
    if filter.to.is_some() {
        sql.push_str(" AND line.submitted_at < :to");
    }
    sql
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
