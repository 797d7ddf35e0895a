//! A report over several shops: each with its own terms, a column that names the shop, and totals over all.

use crate::model::adding::over_shops;
use crate::model::message::{Arg, Message};
use crate::model::summary::Days;
use crate::model::table::{Column, Datum, Role, SHOP, Table, Totals};
use crate::msg;
use crate::report::named::{Note, ReportNotes, Several};

/// Gathers the answers of the shops.
#[derive(Default)]
pub(super) struct Gathered {
    table: Table,
    totals: Vec<Totals>,
    notes: Vec<ReportNotes>,
}

impl Gathered {
    /// Adds the answer of a shop.
    pub(super) fn add(&mut self, shop: &str, answer: Table, notes: ReportNotes) {
        if self.table.columns.is_empty() {
            let column = Column { role: Role::Key, ..Column::of(SHOP) };
            self.table.columns = [column].into_iter().chain(answer.columns).collect();
        }
        let named = |row: Vec<Datum>| [Datum::Text(shop.to_owned())].into_iter().chain(row).collect();
        self.table.rows.extend(answer.rows.into_iter().map(named));
        self.totals.extend(answer.totals.into_iter().flatten());
        self.notes.push(notes);
    }

    /// Returns the answer of all shops.
    pub(super) fn finish(mut self, group: Option<&str>) -> (Table, ReportNotes) {
        // One shop without totals needs none of its words.
        let is_total = !self.totals.is_empty() || self.notes.len() > 1;
        let rows = if is_total { self.table.rows.as_slice() } else { &[] };
        let totals = over_shops(&self.table.columns, rows, &self.totals);
        self.table.totals = (!totals.is_empty()).then_some(totals);
        let notes = self.notes(group);
        (self.table, notes)
    }

    fn notes(&self, group: Option<&str>) -> ReportNotes {
        let first = self.notes.iter().filter_map(|notes| notes.period).map(|days| days.first).min();
        let last = self.notes.iter().filter_map(|notes| notes.period).map(|days| days.last).max();
        let newest = || self.notes.iter().filter_map(|notes| notes.newest_export.clone());
        ReportNotes {
            shop: self.notes.iter().map(|notes| notes.shop.as_str()).collect::<Vec<_>>().join(", "),
            several: Some(Several {
                shops: self.notes.len(),
                group: group.map(str::to_owned),
                without_export: self.notes.iter().filter(|notes| notes.newest_export.is_none()).count(),
                oldest_export: newest().min(),
            }),
            period: first.zip(last).map(|(first, last)| Days { first, last }),
            basis: self.notes.first().map(|notes| notes.basis).unwrap_or_default(),
            as_of: self.notes.iter().find_map(|notes| notes.as_of),
            newest_export: newest().max(),
            notes: self.each_note(),
        }
    }

    /// Lists the notes, each once, with the shops that it is about unless it is about all.
    fn each_note(&self) -> Vec<Note> {
        let mut found: Vec<(&Note, Vec<&str>)> = Vec::new();
        for notes in &self.notes {
            for note in &notes.notes {
                match found.iter_mut().find(|(known, _)| *known == note) {
                    Some((_, shops)) => shops.push(&notes.shop),
                    None => found.push((note, vec![&notes.shop])),
                }
            }
        }
        let named = |note: &Note, shops: Vec<&str>| -> Message {
            if shops.len() > 1 && note.message.has_numbers() {
                // A number of one shop is not that of all.
                msg!("note-of-each-shop", shops = Arg::list(shops), note = note.message.clone())
            } else if shops.len() == self.notes.len() {
                note.message.clone()
            } else {
                msg!("note-of-shops", shops = Arg::list(shops), note = note.message.clone())
            }
        };
        let note =
            |(note, shops): (&Note, Vec<&str>)| Note { message: named(note, shops), is_warning: note.is_warning };
        found.into_iter().map(note).collect()
    }
}
