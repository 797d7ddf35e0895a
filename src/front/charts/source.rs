//! The table that charts are drawn of, and where their bars lead.

use shopkit::model::table::{Column, Datum, Derived, SHOP};
use shopkit::t;
use shopkit::texts::Texts;

use super::value::Unit;
use crate::front::datum::readable;
use crate::front::text::visible;
use crate::front::views::report::ReportView;

/// Returns the address that a bar leads to, where there is one: the bar of a row and of the column with a key.
pub type Link<'l> = &'l dyn Fn(&ReportView, &[Datum], &str) -> Option<String>;

/// Holds the table of a report.
#[derive(Clone, Copy)]
pub struct Source<'v> {
    pub view: &'v ReportView,
    pub texts: Texts,
    pub link: Option<Link<'v>>,
}

impl<'v> Source<'v> {
    /// Returns the rows.
    pub fn rows(self) -> &'v [Vec<Datum>] {
        &self.view.table.rows
    }

    /// Finds a column.
    pub fn column(self, key: &str) -> Option<usize> {
        self.view.table.position(key)
    }

    /// Finds what a comparison says of another column.
    pub fn before(self, key: &str) -> Option<usize> {
        let key = Derived::Before.key(key);
        self.columns().iter().position(|column| column.key == key && column.derived == Some(Derived::Before))
    }

    fn columns(self) -> &'v [Column] {
        &self.view.table.columns
    }

    /// Returns the heading of a column.
    pub fn heading(self, index: usize) -> String {
        self.columns().get(index).map(|column| self.texts.heading(column)).unwrap_or_default()
    }

    /// Returns the cells of a column.
    pub fn cells(self, index: usize) -> impl Iterator<Item = &'v Datum> {
        self.rows().iter().filter_map(move |row| row.get(index))
    }

    /// Returns what the cells of columns count.
    pub fn unit(self, indices: &[usize]) -> Unit {
        Unit::of(indices.iter().flat_map(|index| self.cells(*index)))
    }

    /// Returns where the bar of a row and a column leads.
    pub fn href(self, row: &[Datum], column: usize) -> Option<String> {
        let key = &self.columns().get(column)?.key;
        self.link.and_then(|link| link(self.view, row, key))
    }

    /// Finds the columns that name a row: the shop, where there are several, and those of these keys that the answer has. Where all rows
    /// have one origin, it names none.
    pub fn naming(self, keys: &[&str]) -> Vec<usize> {
        let is_one = |index: usize| self.cells(index).all(|cell| self.cells(index).next() == Some(cell));
        let keys = [SHOP].into_iter().chain(keys.iter().copied());
        keys.filter_map(|key| self.column(key).filter(|index| key != "origin" || !is_one(*index))).collect()
    }

    /// Names a row by those of its columns that say something.
    pub fn name(self, row: &[Datum], columns: &[usize]) -> String {
        let cells = columns.iter().filter_map(|index| row.get(*index)).filter(|cell| **cell != Datum::Null);
        let names: Vec<String> = cells.map(|cell| visible(&readable(cell, self.texts))).collect();
        if !names.is_empty() {
            return names.join(" · ");
        }
        // What names no line has a row of its own.
        match self.column("part").and_then(|part| row.get(part)) {
            Some(part @ Datum::Word(word)) if word.code == "unallocated" => readable(part, self.texts),
            _ => t!(self.texts, "chart-no-name"),
        }
    }
}
