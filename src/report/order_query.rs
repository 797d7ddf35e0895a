//! A query of the order lines that match a filter: packed columns find the lines, SQL compares texts, sorts and writes.

use rusqlite::{OptionalExtension, Row, Statement, ToSql};

use super::named::Basis;
use super::order_filter::OrderFilter;
use super::order_set::{self, OrderSet};
use super::order_texts::{Conditions, Params};
use crate::model::calendar::add_days;
use crate::store::{Store, StoreError, scratch_table};

/// The table with the numbers of the lines that packed columns found.
const TABLE: &str = "found_lines";

/// So many lines are read one by one rather than found on the way through all lines by time.
const FEW: usize = 20_000;

/// Holds the lines of a shop that match a filter, as far as packed columns know, and what is left to SQL.
pub(super) struct OrderQuery<'q> {
    pub store: &'q Store,
    pub filter: &'q OrderFilter,
    /// The number of the shop; nothing where there is no such shop, which has no lines.
    pub shop_id: Option<i64>,
    /// The lines that packed columns found; nothing where those have nothing to say.
    pub found: Option<OrderSet>,
    texts: String,
    has_texts: bool,
    params: Params,
}

impl<'q> OrderQuery<'q> {
    /// Finds the lines of a shop that match a filter by packed columns. The days are left to the index by time, unless `with_days` is
    /// set.
    pub(super) fn of(
        store: &'q Store,
        shop: &'q str,
        filter: &'q OrderFilter,
        with_days: bool,
    ) -> Result<Self, StoreError> {
        let shop_id: Option<i64> = store
            .connection()
            .query_row("SELECT id FROM shops WHERE name = ?1", [shop], |row| row.get(0))
            .optional()
            .map_err(|error| store.failed(error))?;
        let found = match shop_id {
            Some(shop_id) => order_set::found(store, shop_id, filter, with_days)?,
            None => None,
        };
        let texts = Conditions::of(filter);
        let (has_texts, sql) = (!texts.is_empty(), texts.sql());
        let mut params = texts.into_params();
        let day = |day: chrono::NaiveDate| Box::new(day.to_string()) as Box<dyn ToSql>;
        params.push((":shop_id".to_owned(), Box::new(shop_id)));
        if filter.basis == Basis::Submitted {
            params.extend(filter.from.map(|from| (":from".to_owned(), day(from))));
            params.extend(filter.to.map(|to| (":end".to_owned(), day(add_days(to, 1)))));
        }
        Ok(Self { store, filter, shop_id, found, texts: sql, has_texts, params })
    }

    /// Tells whether SQL has to compare texts.
    pub(super) fn has_texts(&self) -> bool {
        self.has_texts
    }

    /// Writes the condition on texts.
    pub(super) fn texts(&self) -> &str {
        &self.texts
    }

    /// Writes the condition of the shop and of the days, in a form that uses the index by time.
    pub(super) fn span(&self) -> String {
        let has = |name: &str| self.params.iter().any(|(known, _)| known == name);
        let mut sql = "line.shop_id = :shop_id".to_owned();
        if has(":from") {
            sql.push_str(" AND line.submitted_at >= :from");
        }
        if has(":end") {
            sql.push_str(" AND line.submitted_at < :end");
        }
        sql
    }

    /// Tells whether packed columns found so few lines that each is read by itself.
    pub(super) fn is_few(&self) -> bool {
        self.found.as_ref().is_some_and(|found| found.len() <= FEW)
    }

    /// Writes the WHERE clause of all that match. Where packed columns found lines, their numbers go to a scratch table first.
    pub(super) fn condition(&self) -> Result<String, StoreError> {
        let Some(found) = &self.found else { return Ok(format!("WHERE {} AND {}", self.span(), self.texts)) };
        scratch_table::write(self.store.connection(), TABLE, &["id"], found.ids().map(|id| [Some(id)]))
            .map_err(|error| self.store.failed(error))?;
        // What is found is of the shop and the days already. Their condition would make SQLite go through all lines by time.
        let span = if self.is_few() { String::new() } else { format!("{} AND ", self.span()) };
        Ok(format!("WHERE {span}{} AND line.id IN (SELECT id FROM temp.{TABLE})", self.texts))
    }

    /// Adds a parameter.
    pub(super) fn bind(&mut self, name: &str, value: impl ToSql + 'static) {
        self.params.push((name.to_owned(), Box::new(value)));
    }

    /// Prepares a statement, and gives it those of the parameters that it names.
    pub(super) fn prepare(&self, sql: &str) -> rusqlite::Result<Statement<'q>> {
        let mut statement = self.store.connection().prepare(sql)?;
        for (name, value) in &self.params {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        Ok(statement)
    }

    /// Runs a query and reads its rows.
    pub(super) fn ask<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let run = || -> rusqlite::Result<Vec<T>> {
            let mut statement = self.prepare(sql)?;
            let (mut rows, mut read_rows) = (statement.raw_query(), Vec::new());
            while let Some(row) = rows.next()? {
                read_rows.push(read(row)?);
            }
            Ok(read_rows)
        };
        run().map_err(|error| self.store.failed(error))
    }

    /// Writes the ORDER BY and LIMIT clauses.
    pub(super) fn order(&self) -> String {
        let direction = if self.filter.ascending { "ASC" } else { "DESC" };
        let limit = self.filter.limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
        format!("ORDER BY line.{} {direction}, line.line_key {direction} LIMIT {limit}", self.filter.sort.column())
    }
}
