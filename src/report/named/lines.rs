//! The order lines that a report tells of, by their figures.

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;

use super::options::By;
use super::question::Question;
use crate::model::export::ExportKind;
use crate::model::figure::{self, DAY, NONE, days};
use crate::model::summary::Days;
use crate::store::{StoreError, figures};

/// Tells which lines a report is asked for, and into which period each falls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    shop: i64,
    /// The first second, and the one after the last.
    from: Option<i64>,
    end: Option<i64>,
    by: Option<By>,
}

impl Asked {
    /// Tells whether a line is of the shop and the days asked for.
    pub(super) fn has(&self, shop: i64, submitted: i64) -> bool {
        shop == self.shop && self.has_time(submitted)
    }

    /// Returns the lines of the same shop on other days.
    pub(super) fn on(&self, days_asked: Days) -> Self {
        let (from, end) = (days(days_asked.first) * DAY, (days(days_asked.last) + 1) * DAY);
        Self { from: Some(from), end: Some(end), ..*self }
    }

    /// Tells whether a line is of the shop, on whatever day.
    pub(super) fn is_of_shop(&self, shop: i64) -> bool {
        shop == self.shop
    }

    fn has_time(&self, submitted: i64) -> bool {
        // A line without a time is on no day.
        (self.from.is_none() && self.end.is_none() || submitted != NONE)
            && self.from.is_none_or(|from| submitted >= from)
            && self.end.is_none_or(|end| submitted < end)
    }

    /// Returns what tells the period of a line from others, where rows are told apart by it.
    pub(super) fn period(&self, submitted: i64) -> i64 {
        if submitted == NONE {
            return NONE;
        }
        let day = submitted.div_euclid(DAY);
        match self.by {
            Some(By::Day) => day,
            // 1970-01-01 was a Thursday.
            Some(By::Week) => (day + 3).div_euclid(7),
            Some(By::Month) => month(day),
            Some(By::Creator) | None => NONE,
        }
    }
}

fn month(day: i64) -> i64 {
    figure::day(day).map_or(NONE, |day| i64::from(day.year()) * 12 + i64::from(day.month0()))
}

impl Question<'_> {
    /// Returns which lines are asked for.
    pub(super) fn asked(&self) -> Asked {
        let second = |day: NaiveDate| days(day) * DAY;
        Asked {
            // No shop has this number.
            shop: self.shop_id.unwrap_or(NONE + 1),
            from: self.options.from.map(second),
            end: self.options.to.map(|day| second(day) + DAY),
            by: self.options.by,
        }
    }

    /// Hands the figures of all order lines of all shops to `take`: the number of the line, then the figures that are named.
    pub(super) fn each_line<const N: usize>(
        &self,
        names: [&'static str; N],
        take: impl FnMut(i64, [i64; N]),
    ) -> Result<(), StoreError> {
        self.each(ExportKind::Orders, names, take)
    }

    /// Reads the texts that a figure has the codes of, by these; the question gives that of a row.
    pub(super) fn texts(
        &self,
        kind: ExportKind,
        figure: &'static str,
        sql: &str,
    ) -> Result<FxHashMap<i64, String>, StoreError> {
        let mut rows: FxHashMap<i64, i64> = FxHashMap::default();
        self.each(kind, [figure], |row, [code]| {
            if code != NONE {
                rows.entry(code).or_insert(row);
            }
        })?;
        let mut texts = FxHashMap::default();
        for (code, row) in rows {
            let found: Vec<Option<String>> = self.ask(sql, &[(":id", &row)], |row| row.get(0))?;
            texts.extend(found.into_iter().flatten().map(|text| (code, text)));
        }
        Ok(texts)
    }

    /// Hands the figures of all rows of a kind of export to `take`.
    pub(super) fn each<const N: usize>(
        &self,
        kind: ExportKind,
        names: [&'static str; N],
        take: impl FnMut(i64, [i64; N]),
    ) -> Result<(), StoreError> {
        figures::each(self.store.connection(), kind, names, take).map_err(|error| self.store.failed(error))
    }
}
