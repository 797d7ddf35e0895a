//! What every report does alike: it fills its SQL, asks it, hands on rows and gathers notes.

use chrono::NaiveDate;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, Row};

use super::money_notes::MoneyNote;
use super::notes::Note;
use super::{By, Report, ReportNotes, ReportOptions, Takes};
use crate::model::calendar::add_days;
use crate::model::field::{Field, FieldSet};
use crate::model::summary::Days;
use crate::model::table::{Column, Datum, RowSink, Word};
use crate::model::time::{self, Stamp};
use crate::report::terms::Terms;
use crate::report::words::Words;
use crate::report::{ask, text, words};
use crate::store::{Store, StoreError};

/// Tells how the values of a column are read and shown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Text,
    Int,
    Money,
    Share,
    Number,
    Word(&'static [Word]),
    /// What only programs read; the report makes it.
    ForPrograms,
}

/// Names a column of a report: key, Chinese heading, English heading, kind.
pub(super) type ReportColumn = (&'static str, &'static str, &'static str, Kind);

/// The column that `--by` adds behind the others.
const PERIOD: ReportColumn = (super::PERIOD, "期间", "Period", Kind::Text);

/// Holds a report that is being asked.
pub(super) struct Question<'q> {
    pub store: &'q Store,
    pub shop: &'q str,
    pub options: &'q ReportOptions,
    pub terms: Terms,
    /// The moment to judge at.
    pub now: Stamp,
    report: Report,
    pub(super) shop_id: Option<i64>,
    /// What the shop's exports have columns for.
    known: FieldSet,
    notes: Vec<Note>,
}

impl<'q> Question<'q> {
    pub(super) fn new(
        store: &'q Store,
        report: Report,
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
        let now = options.on.unwrap_or(now);
        let known = FieldSet::default();
        let mut question = Self { store, shop, options, terms, now, report, shop_id, known, notes: Vec::new() };
        question.look_at_columns()?;
        Ok(question)
    }

    /// Finds out which columns the exports have, and notes those that the report misses.
    fn look_at_columns(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT DISTINCT value FROM imports, json_each(fields) WHERE shop_id = :shop_id AND kind = 'orders'";
        let names: Vec<String> = self.ask(sql, &[], |row| row.get(0))?;
        self.known = names.iter().filter_map(|name| Field::by_name(name)).collect();
        let missing: Vec<Field> = self.report.needs().iter().copied().filter(|field| !self.knows(*field)).collect();
        if !names.is_empty() && !missing.is_empty() {
            self.note(Note::MissingColumns(missing));
        }
        Ok(())
    }

    /// Tells whether any export of the shop has a column.
    pub(super) fn knows(&self, field: Field) -> bool {
        self.known.contains(field)
    }

    pub(super) fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Notes how many lines something is so of, where there are any.
    pub(super) fn note_lines(&mut self, lines: i64, note: impl FnOnce(i64) -> MoneyNote) {
        if lines > 0 {
            self.note(Note::Money(note(lines)));
        }
    }

    /// Writes the SQL of a question out: words, and what `--by` adds.
    pub(super) fn fill(&self, sql: &str) -> String {
        let period = self.period();
        let by = |text: &'static str| if period.is_some() { text } else { "" };
        let sql = sql
            .replace("{period}", &period.map(|period| format!(", {period} AS period")).unwrap_or_default())
            .replace("{by_period}", by(", period"))
            .replace("{each_period}", by("PARTITION BY period"))
            .replace("{period_first}", by("period, "));
        words::fill(&sql)
    }

    /// Returns the SQL that names the period of a line, where rows are told apart by it.
    fn period(&self) -> Option<&'static str> {
        match self.options.by? {
            By::Day => Some("substr(submitted_at, 1, 10)"),
            By::Week => Some("date(substr(submitted_at, 1, 10), 'weekday 0', '-6 days')"),
            By::Month => Some("substr(submitted_at, 1, 7)"),
            By::Creator => None,
        }
    }

    /// Asks a question, with the values that it names among the given ones and those of every report.
    pub(super) fn ask<T>(
        &self,
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let sql = self.fill(sql);
        let knows_after_sale = self.knows(Field::AfterSale);
        let every: [(&str, &dyn ToSql); 2] = [(":shop_id", &self.shop_id), (":knows_after_sale", &knows_after_sale)];
        let named: Vec<(&str, &dyn ToSql)> =
            every.iter().chain(params).copied().filter(|(name, _)| sql.contains(name)).collect();
        ask(self.store, &sql, &named, read)
    }

    /// Asks for the rows of a report as its columns are.
    pub(super) fn table(&self, columns: &[ReportColumn], sql: &str) -> Result<Vec<Vec<Datum>>, StoreError> {
        self.ask(sql, &[], |row| read(row, columns))
    }

    /// Asks for one number.
    pub(super) fn count(&self, sql: &str) -> Result<i64, StoreError> {
        Ok(self.ask(sql, &[], |row| row.get(0))?.into_iter().next().unwrap_or_default())
    }

    /// Asks for words.
    pub(super) fn words(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        self.ask(sql, &[], |row| row.get(0))
    }

    /// Adds the column of the period, where rows are told apart by it.
    pub(super) fn with_period(&self, columns: &[ReportColumn]) -> Vec<ReportColumn> {
        columns.iter().copied().chain(self.period().map(|_| PERIOD)).collect()
    }

    /// Answers with the rows of a question as they come. Behind its columns it tells how many lines have no amount.
    pub(super) fn lines_by(
        &mut self,
        columns: &[ReportColumn],
        sql: &str,
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        self.lines_with(columns, sql, &[], sink)
    }

    /// Answers as [`Question::lines_by`] does, with values that the question names.
    pub(super) fn lines_with(
        &mut self,
        columns: &[ReportColumn],
        sql: &str,
        params: &[(&str, &dyn ToSql)],
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        let columns = self.with_period(columns);
        let rows = self.ask(sql, params, |row| Ok((read(row, &columns)?, row.get(columns.len())?)))?;
        self.hand_on(&columns, rows, sink)
    }

    /// Hands rows to the sink, each with its lines without an amount, and notes what goes with them.
    pub(super) fn hand_on(
        &mut self,
        columns: &[ReportColumn],
        rows: Vec<(Vec<Datum>, i64)>,
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        let without_amount = rows.iter().map(|(_, lines)| lines).sum();
        self.rows(columns, rows.into_iter().map(|(row, _)| row), sink)?;
        if without_amount > 0 && self.knows(Field::Payable) {
            self.note(Note::WithoutAmount(without_amount));
        }
        Ok(())
    }

    /// Hands the columns to the sink.
    pub(super) fn head(columns: &[ReportColumn], sink: &mut dyn RowSink) -> Result<(), StoreError> {
        let named: Vec<Column> = columns
            .iter()
            .map(|(key, zh, en, kind)| Column {
                for_programs: matches!(kind, Kind::ForPrograms),
                ..Column::new(key, zh, en)
            })
            .collect();
        sink.columns(&named).map_err(StoreError::Output)
    }

    /// Hands rows to the sink, and notes where there are none.
    pub(super) fn rows(
        &mut self,
        columns: &[ReportColumn],
        rows: impl IntoIterator<Item = Vec<Datum>>,
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        Self::head(columns, sink)?;
        let mut empty = true;
        for row in rows {
            sink.row(&row).map_err(StoreError::Output)?;
            empty = false;
        }
        if empty {
            self.note(if self.report == Report::Repeat { Note::NothingRepeated } else { Note::NoRows });
        }
        Ok(())
    }

    /// Prepares the words for the lines of the shop.
    pub(super) fn words_of_lines(&self) -> Result<Words, StoreError> {
        Words::of(self.store, self.shop_id)
    }

    /// Notes statuses that are taken for another word, and those that nobody knows, of the lines that are told of.
    pub(super) fn note_words(&mut self) -> Result<(), StoreError> {
        let needs = self.report.needs();
        let (status, after_sale) = (needs.contains(&Field::Status), needs.contains(&Field::AfterSale));
        if status {
            let (taken, unknown): (Vec<_>, Vec<_>) = self
                .words_with_lines(
                    "SELECT status, count(*) FROM stored_lines INDEXED BY lines_waiting
                     WHERE shop_id = :shop_id AND {waiting} AND NOT {own_status} AND {in_period} GROUP BY 1 ORDER BY 1",
                )?
                .into_iter()
                .partition(|(word, _)| words::meant(word).is_some());
            let taken = taken.into_iter().filter_map(|(word, lines)| Some((words::meant(&word)?, word, lines)));
            self.note_any(taken.map(|(own, word, lines)| (word, own, lines)).collect(), Note::StatusesTakenFor);
            self.note_any(unknown, Note::UnknownStatuses);
        }
        if after_sale {
            let (taken, unknown): (Vec<_>, Vec<_>) = self
                .words_with_lines(
                    "SELECT after_sale, count(*) FROM stored_lines INDEXED BY lines_with_open_after_sale
                     WHERE shop_id = :shop_id AND {other_after_sale} AND NOT {known_open_after_sale} AND {in_period}
                     GROUP BY 1 ORDER BY 1",
                )?
                .into_iter()
                .partition(|(word, _)| words::after_sale_meant(word).is_some());
            let taken = taken.into_iter().filter_map(|(word, lines)| {
                let own = words::after_sale_meant(&word)?;
                Some((word, own, lines))
            });
            self.note_any(taken.collect(), Note::AfterSalesTakenFor);
            self.note_any(unknown, Note::UnknownAfterSales);
        }
        if self.report.reads_after_sales() {
            let unknown = self.unknown_after_sales()?;
            self.note_any(unknown, Note::UnknownAfterSalesOfFile);
        }
        Ok(())
    }

    /// Asks for words and how many lines of the days asked for have each.
    fn words_with_lines(&self, sql: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let in_period = "(:from IS NULL OR submitted_at >= :from) AND (:end IS NULL OR submitted_at < :end)";
        self.in_period(&sql.replace("{in_period}", in_period), |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Asks a question that names the first moment asked for as `:from` and the one after the last as `:end`.
    pub(super) fn in_period<T>(
        &self,
        sql: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let edge = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let (from, end) = (edge(self.options.from), edge(self.options.to.map(|day| add_days(day, 1))));
        self.ask(sql, &[(":from", &from), (":end", &end)], read)
    }

    fn note_any<T>(&mut self, found: Vec<T>, note: impl FnOnce(Vec<T>) -> Note) {
        if !found.is_empty() {
            self.note(note(found));
        }
    }

    /// Tells whether the shop has rows of a sibling export.
    pub(super) fn has(&self, table: &str) -> Result<bool, StoreError> {
        Ok(self.count(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE shop_id = :shop_id)"))? == 1)
    }

    /// Tells whether the shop has an after-sale file at all.
    pub(super) fn has_after_sales(&self) -> Result<bool, StoreError> {
        self.has("stored_after_sales")
    }

    /// Lists the columns of the shop's statements that nobody knows and that have numbers.
    pub(super) fn unknown_money_columns(&self) -> Result<Vec<String>, StoreError> {
        self.words(
            "SELECT DISTINCT header
             FROM stored_settlements AS entry, json_each(entry.extra) AS cell JOIN unknown_headers ON number = cell.key
             WHERE entry.shop_id = :shop_id AND entry.current AND cell.value GLOB '*[0-9]*' AND cell.value NOT GLOB '*[^-0-9.,]*'
             ORDER BY 1",
        )
    }

    /// Ends the report: tells the period and how fresh it is.
    pub(super) fn into_notes(mut self) -> Result<ReportNotes, StoreError> {
        let takes = self.report.takes();
        // A plan is for days to come; its rows say which.
        let tells_of_days = takes.contains(&Takes::Period) && self.report != Report::ExportPlan;
        if self.options.from.or(self.options.to).is_some() {
            let without =
                self.count("SELECT count(*) FROM stored_lines WHERE shop_id = :shop_id AND submitted_at IS NULL")?;
            if without > 0 {
                self.note(Note::WithoutTime(without));
            }
        }
        Ok(ReportNotes {
            shop: self.shop.to_owned(),
            period: if tells_of_days { self.days()? } else { None },
            judged_at: takes.contains(&Takes::On).then_some(self.now),
            newest_export: crate::report::newest_export(self.store, self.shop)?,
            notes: self.notes,
        })
    }

    /// Returns the days that are told of: those asked for, else those that lines have.
    pub(super) fn days(&self) -> Result<Option<Days>, StoreError> {
        let edge = |which: &str| -> Result<_, StoreError> {
            let sql = format!(
                "SELECT {which}(submitted_at) FROM stored_lines WHERE shop_id = :shop_id AND submitted_at IS NOT NULL"
            );
            let times: Vec<Option<String>> = self.ask(&sql, &[], |row| row.get(0))?;
            Ok(times.into_iter().next().flatten().and_then(|time| time::parse_day(time.get(..10)?)))
        };
        let first = if self.options.from.is_some() { self.options.from } else { edge("min")? };
        let last = if self.options.to.is_some() { self.options.to } else { edge("max")? };
        Ok(first.zip(last).map(|(first, last)| Days { first, last }).filter(|days| days.first <= days.last))
    }
}

/// Reads the cells of a row as its columns are.
pub(super) fn read(row: &Row<'_>, columns: &[ReportColumn]) -> rusqlite::Result<Vec<Datum>> {
    columns
        .iter()
        .enumerate()
        .map(|(place, (_, _, _, kind))| match kind {
            Kind::Text => text(row, place),
            Kind::Int => row.get(place).map(Datum::int),
            Kind::Money => row.get(place).map(Datum::money),
            Kind::Number => row.get::<_, Option<f64>>(place).map(|number| number.map_or(Datum::Null, Datum::Real)),
            Kind::Share => row.get(place).map(Datum::share),
            Kind::ForPrograms => Ok(Datum::Null),
            Kind::Word(words) => {
                let code: Option<String> = row.get(place)?;
                Ok(words
                    .iter()
                    .find(|word| Some(word.code) == code.as_deref())
                    .map_or(Datum::Null, |word| Datum::Word(*word)))
            }
        })
        .collect()
}
