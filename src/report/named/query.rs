//! What all reports share: they scan packed columns, ask SQL, write rows and note what a reader has to know.

use std::cell::RefCell;
use std::hash::Hash;

use chrono::NaiveDate;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, Row, Statement};
use rustc_hash::FxHashMap;

use super::columns::{ReportColumn, ReportRow};
use super::notes::Note;
use super::options::{Basis, By, ReportOptions};
use super::scope::Scope;
use super::sql::{SqlRow, sql_struct};
use crate::model::adding::Adding;
use crate::model::calendar::add_days;
use crate::model::field::{Field, FieldSet};
use crate::model::message::Message;
use crate::model::summary::Days;
use crate::model::table::{Column, Datum, RowSink};
use crate::model::time::{self, Stamp};
use crate::packed::{self, ColumnRange, Moment};
use crate::packed_row;
use crate::report::code_texts;
use crate::report::gifts::Gifts;
use crate::report::statuses::{StatusCodes, with_conditions};
use crate::report::terms::Terms;
use crate::store::{Store, StoreError};

/// Holds what a report is asked for, and the notes that it makes.
pub(super) struct Query<'q> {
    pub store: &'q Store,
    pub shop: &'q str,
    pub options: &'q ReportOptions,
    pub terms: Terms,
    /// The moment as of which the report is asked.
    pub now: Stamp,
    pub scope: Scope,
    /// The number of the shop; nothing where there is no such shop, which has no rows.
    pub shop_id: Option<i64>,
    /// The columns that the shop's exports have.
    known: FieldSet,
    days_of: DaysOf,
    notes: Vec<Note>,
    /// How many distinct things all rows have, by the key of the column that counts them.
    counted: RefCell<Vec<(&'static str, i64)>>,
}

/// Where the days of an answer come from that asks for none.
#[derive(Debug, Clone, Copy)]
enum DaysOf {
    /// From the lines of the shop.
    Lines,
    /// From whoever summed up the groups; nothing where no line has a day.
    Groups(Option<Days>),
}

impl<'q> Query<'q> {
    /// Prepares for a shop; `now` is the moment where the options name none.
    pub(super) fn new(
        store: &'q Store,
        shop: &'q str,
        options: &'q ReportOptions,
        terms: Terms,
        now: Stamp,
    ) -> Result<Self, StoreError> {
        let shop_id = store
            .connection()
            .query_row("SELECT id FROM shops WHERE name = ?1", [shop], |row| row.get(0))
            .optional()
            .map_err(|error| store.failed(error))?;
        let mut query = Self::with(store, shop, options, terms, now);
        query.shop_id = shop_id;
        let sql = "SELECT DISTINCT value FROM imports, json_each(fields) WHERE shop_id = :shop_id AND kind = 'orders'";
        query.known = query.texts(sql)?.iter().filter_map(|name| Field::by_name(name)).collect();
        Ok(query)
    }

    /// Prepares for groups that were summed up elsewhere: all columns count as known, since a measure that is not is missing.
    pub(super) fn of_groups(
        store: &'q Store,
        shop: &'q str,
        options: &'q ReportOptions,
        terms: Terms,
        now: Stamp,
        days: Option<Days>,
    ) -> Self {
        let mut query = Self::with(store, shop, options, terms, now);
        query.known = Field::ALL.iter().copied().collect();
        query.days_of = DaysOf::Groups(days);
        query
    }

    fn with(store: &'q Store, shop: &'q str, options: &'q ReportOptions, terms: Terms, now: Stamp) -> Self {
        Self {
            store,
            shop,
            options,
            terms,
            now: options.on.unwrap_or(now),
            scope: Scope::of(options),
            shop_id: None,
            known: FieldSet::default(),
            days_of: DaysOf::Lines,
            notes: Vec::new(),
            counted: RefCell::default(),
        }
    }

    /// Tells whether any export of the shop has a column.
    pub(super) fn has_column(&self, field: Field) -> bool {
        self.known.contains(field)
    }

    /// Tells whether any export of the shop has columns at all.
    pub(super) fn has_columns(&self) -> bool {
        !self.known.is_empty()
    }

    /// Notes something that helps to read the answer.
    pub(super) fn note(&mut self, message: Message) {
        self.notes.push(Note { message, is_warning: false });
    }

    /// Notes something that needs attention.
    pub(super) fn warn(&mut self, message: Message) {
        self.notes.push(Note { message, is_warning: true });
    }

    /// Returns the notes.
    pub(super) fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// Gives `take` the rows of the shop, each with the packed columns that its type names.
    pub(super) fn scan<R: packed::Row<N>, const N: usize>(&self, take: impl FnMut(i64, R)) -> Result<(), StoreError> {
        self.shop_id.map_or(Ok(()), |shop_id| self.store.scan(shop_id, take))
    }

    /// Gives `take` rows of the shop like [`Query::scan`]: those with one of the values, and perhaps others, which `take` has to leave out.
    pub(super) fn scan_near<R: packed::Row<N>, const N: usize>(
        &self,
        near: Option<ColumnRange>,
        take: impl FnMut(i64, R),
    ) -> Result<(), StoreError> {
        match (self.shop_id, near) {
            (Some(shop_id), Some(near)) => self.store.scan_near(shop_id, &near, take),
            _ => self.scan(take),
        }
    }

    /// Prepares the statuses for the lines of the shop.
    pub(super) fn statuses(&self) -> Result<StatusCodes, StoreError> {
        StatusCodes::of(self.store, self.shop_id)
    }

    /// Reads the rows of a query.
    pub(super) fn rows<R: SqlRow>(&self, sql: &str) -> Result<Vec<R>, StoreError> {
        self.rows_with(sql, &[])
    }

    /// Reads the rows of a query with parameters.
    pub(super) fn rows_with<R: SqlRow>(&self, sql: &str, params: &[(&str, &dyn ToSql)]) -> Result<Vec<R>, StoreError> {
        self.run(sql, params, |statement, params| {
            let indexes = R::find(statement)?;
            statement.query_map(params, |row| R::read(row, &indexes))?.collect()
        })
    }

    /// Reads the rows of a query by their positions.
    pub(super) fn ask<T>(
        &self,
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.run(sql, params, |statement, params| statement.query_map(params, |row| read(row))?.collect())
    }

    /// Runs a query with its conditions and its period expanded. Of the parameters it gets those that it names; every query may
    /// name `:shop_id`, `:knows_after_sale`, and the bounds of the days asked for, `:from` and `:end`.
    fn run<T>(
        &self,
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        read: impl FnOnce(&mut Statement<'_>, &[(&str, &dyn ToSql)]) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let sql = with_conditions(&sql.replace("{period}", self.period()).replace("{in_period}", IN_PERIOD));
        let knows_after_sale = self.has_column(Field::AfterSale);
        let bound = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let (from, end) = (bound(self.options.from), bound(self.options.to.map(|day| add_days(day, 1))));
        let every: [(&str, &dyn ToSql); 4] =
            [(":shop_id", &self.shop_id), (":knows_after_sale", &knows_after_sale), (":from", &from), (":end", &end)];
        let named: Vec<(&str, &dyn ToSql)> =
            every.iter().chain(params).copied().filter(|(name, _)| sql.contains(name)).collect();
        let run = || read(&mut self.store.connection().prepare(&sql)?, &named);
        run().map_err(|error| self.store.failed(error))
    }

    /// Returns the SQL of the period of a group of lines; nothing where rows are not grouped by period.
    fn period(&self) -> &'static str {
        match self.options.by {
            Some(By::Day) => "date(time, 'unixepoch')",
            Some(By::Week) => "date(time, 'unixepoch', 'weekday 0', '-6 days')",
            Some(By::Month) => "strftime('%Y-%m', time, 'unixepoch')",
            _ => "NULL",
        }
    }

    /// Asks for one number.
    pub(super) fn count(&self, sql: &str) -> Result<i64, StoreError> {
        Ok(self.ask(sql, &[], |row| row.get(0))?.into_iter().next().unwrap_or_default())
    }

    /// Asks for texts.
    pub(super) fn texts(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        self.ask(sql, &[], |row| row.get(0))
    }

    /// Reads the texts that the codes of a packed column stand for. `sql` asks for the text of the row `:id`.
    pub(super) fn texts_by_code<R: packed::Row<N>, const N: usize, K: Eq + Hash>(
        &self,
        code: impl Fn(R) -> Option<K>,
        sql: &str,
    ) -> Result<FxHashMap<K, String>, StoreError> {
        self.shop_id.map_or(Ok(FxHashMap::default()), |shop_id| code_texts::read(self.store, shop_id, code, sql))
    }

    /// Finds the gifts of the shop.
    pub(super) fn gifts(&self) -> Result<Gifts, StoreError> {
        Gifts::of(self.store, self.shop_id)
    }

    /// Tells whether the exports tell of gifts at all.
    pub(super) fn knows_gifts(&self) -> bool {
        self.has_column(Field::CancelReason) || self.has_column(Field::UnitPrice)
    }

    /// Tells whether the shop has rows in a table.
    pub(super) fn has_rows(&self, table: &str) -> Result<bool, StoreError> {
        Ok(self.count(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE shop_id = :shop_id)"))? == 1)
    }

    /// Keeps how many distinct things all rows have.
    pub(super) fn counted(&self, key: &'static str, total: Option<i64>) {
        self.counted.borrow_mut().extend(total.map(|total| (key, total)));
    }

    /// Writes the columns, the rows and the totals of an answer, and tells whether there are any.
    pub(super) fn write<R: ReportRow>(
        &self,
        rows: impl IntoIterator<Item = R>,
        sink: &mut dyn RowSink,
    ) -> Result<bool, StoreError> {
        let mut adding = Adding::new(&self.columns::<R>());
        let any = self.write_rows(rows, sink, |row| adding.add(row))?;
        if let Some(totals) = adding.totals(&self.counted.borrow()) {
            sink.totals(&[totals]).map_err(StoreError::Output)?;
        }
        Ok(any)
    }

    /// Returns the columns that are shown.
    fn columns<R: ReportRow>(&self) -> Vec<Column> {
        let shown = R::COLUMNS.iter().filter(|column| column.is_shown(self.options.by));
        shown.map(ReportColumn::column).collect()
    }

    /// Writes the columns and the rows of an answer, which has totals of its own, and tells whether there are any.
    pub(super) fn write_rows<R: ReportRow>(
        &self,
        rows: impl IntoIterator<Item = R>,
        sink: &mut dyn RowSink,
        mut each: impl FnMut(&[Datum]),
    ) -> Result<bool, StoreError> {
        sink.columns(&self.columns::<R>()).map_err(StoreError::Output)?;
        let is_shown: Vec<bool> = R::COLUMNS.iter().map(|column| column.is_shown(self.options.by)).collect();
        let mut any = false;
        for row in rows {
            let cells = row.cells().into_iter().zip(&is_shown);
            let cells: Vec<Datum> = cells.filter(|(_, shown)| **shown).map(|(cell, _)| cell).collect();
            sink.row(&cells).map_err(StoreError::Output)?;
            each(&cells);
            any = true;
        }
        Ok(any)
    }

    /// Answers with the rows of a query, whose column `without_amount` says how many lines of each have no amount.
    pub(super) fn answer<R: SqlRow + ReportRow>(
        &mut self,
        sql: &str,
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        self.answer_with::<R>(sql, &[], sink)
    }

    /// Answers with the rows of a query with parameters.
    pub(super) fn answer_with<R: SqlRow + ReportRow>(
        &mut self,
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        let rows: Vec<(R, WithoutAmount)> = self.rows_with(sql, params)?;
        let without_amount = rows.iter().map(|(_, lines)| lines.without_amount).sum();
        if !self.write(rows.into_iter().map(|(row, _)| row), sink)? {
            self.note_no_rows();
        }
        self.note_without_amount(without_amount);
        Ok(())
    }

    /// Returns the days of the answer: those asked for, else those that lines have.
    pub(super) fn days(&self) -> Result<Option<Days>, StoreError> {
        let asked = self.options.from.zip(self.options.to);
        let edge = |days: Days| (self.options.from.unwrap_or(days.first), self.options.to.unwrap_or(days.last));
        match (self.days_of, self.options.basis) {
            _ if asked.is_some() => Ok(asked),
            (DaysOf::Groups(days), _) => Ok(days.map(edge)),
            (DaysOf::Lines, Basis::Submitted) => self.edges(),
            (DaysOf::Lines, Basis::Paid) => self.paid_edges(),
            // The days of all settlements or refunds are not read for a heading.
            (DaysOf::Lines, Basis::Settled | Basis::Refunded) => Ok(None),
        }
        .map(|edges| edges.map(|(first, last)| Days { first, last }).filter(|days| days.first <= days.last))
    }

    /// Returns the first and the last day, each asked for or else that of a line.
    fn edges(&self) -> Result<Option<(NaiveDate, NaiveDate)>, StoreError> {
        let edge = |which: &str| -> Result<_, StoreError> {
            let sql = format!(
                "SELECT {which}(submitted_at) FROM stored_lines WHERE shop_id = :shop_id AND submitted_at IS NOT NULL"
            );
            let times: Vec<Option<String>> = self.ask(&sql, &[], |row| row.get(0))?;
            Ok(times.into_iter().next().flatten().and_then(|time| time::parse_day(time.get(..10)?)))
        };
        let first = if self.options.from.is_some() { self.options.from } else { edge("min")? };
        let last = if self.options.to.is_some() { self.options.to } else { edge("max")? };
        Ok(first.zip(last))
    }

    /// Returns the first and the last day, each asked for or else that of a payment.
    fn paid_edges(&self) -> Result<Option<(NaiveDate, NaiveDate)>, StoreError> {
        packed_row! {
            struct Line of line { paid }
        }
        let mut edges: Option<(Moment, Moment)> = None;
        self.scan(|_, line: Line| {
            if let Some(paid) = line.paid {
                let (first, last) = edges.unwrap_or((paid, paid));
                edges = Some((first.min(paid), last.max(paid)));
            }
        })?;
        let (first, last) = edges.map_or((None, None), |(first, last)| (first.date(), last.date()));
        Ok(self.options.from.or(first).zip(self.options.to.or(last)))
    }
}

sql_struct! {
    /// How many lines of a row have no amount.
    struct WithoutAmount { without_amount: i64 }
}

/// The condition that a line was submitted on the days asked for.
const IN_PERIOD: &str = "(:from IS NULL OR submitted_at >= :from) AND (:end IS NULL OR submitted_at < :end)";
