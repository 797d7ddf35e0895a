//! Answers of reports: for one shop or several, alone or beside those of other days.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::Kit;
use super::error::KitError;
use super::several::Gathered;
use crate::model::message::Message;
use crate::model::period::{days_a_year_before, days_before};
use crate::model::summary::Days;
use crate::model::table::{RowSink, Table};
use crate::model::time::Stamp;
use crate::msg;
use crate::report::comparison::{Comparison, compare};
use crate::report::named::{self, By, Compare, Note, Report, ReportNotes, ReportOptions, span};
use crate::report::terms::Terms;
use crate::store::StoreError;

/// The shops that a report is asked of, each with its terms.
pub(super) struct Chosen {
    pub shops: Vec<(String, Terms)>,
    /// Whether each row names its shop, since several may be asked.
    pub is_several: bool,
    /// The group that they are of.
    pub group: Option<String>,
}

impl Kit {
    /// Writes the answer of a report as of a moment.
    pub(super) fn answer(
        &self,
        report: Report,
        chosen: &Chosen,
        options: &ReportOptions,
        at: Stamp,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        let days = options.from.zip(options.to).map(|(first, last)| Days { first, last });
        match (options.compare, days) {
            (Some(with), Some(days)) => self.compared(report, chosen, options, at, (with, days), sink),
            _ => self.rows(report, chosen, options, at, sink),
        }
    }

    pub(super) fn rows(
        &self,
        report: Report,
        chosen: &Chosen,
        options: &ReportOptions,
        at: Stamp,
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        let ask = |shop: &str, terms: Terms, sink: &mut dyn RowSink| {
            named::answer(&self.store, report, shop, options, terms, at, sink)
        };
        if let ([(shop, terms)], false) = (chosen.shops.as_slice(), chosen.is_several) {
            return Ok(ask(shop, *terms, sink)?);
        }
        let mut gathered = Gathered::default();
        for (shop, terms) in &chosen.shops {
            let mut table = Table::default();
            let notes = ask(shop, *terms, &mut table)?;
            gathered.add(shop, table, notes);
        }
        let (table, notes) = gathered.finish(chosen.group.as_deref());
        table.write_to(sink).map_err(StoreError::Output)?;
        Ok(notes)
    }

    /// Writes the answer beside that of other days.
    fn compared(
        &self,
        report: Report,
        chosen: &Chosen,
        options: &ReportOptions,
        at: Stamp,
        (with, days): (Compare, Days),
        sink: &mut dyn RowSink,
    ) -> Result<ReportNotes, KitError> {
        let mut now = Table::default();
        let notes = self.rows(report, chosen, options, at, &mut now)?;
        let (table, notes) = self.beside(report, chosen, options, at, (with, days), (&now, notes))?;
        table.write_to(sink).map_err(StoreError::Output)?;
        Ok(notes)
    }

    /// Puts the answer of other days beside one.
    pub(super) fn beside(
        &self,
        report: Report,
        chosen: &Chosen,
        options: &ReportOptions,
        at: Stamp,
        (with, days): (Compare, Days),
        (now, mut notes): (&Table, ReportNotes),
    ) -> Result<(Table, ReportNotes), KitError> {
        let other = match with {
            Compare::Previous => days_before(days),
            Compare::Year => days_a_year_before(days),
        };
        let mut before = Table::default();
        let earlier = ReportOptions { from: Some(other.first), to: Some(other.last), ..*options };
        let notes_before = self.rows(report, chosen, &earlier, at, &mut before)?;
        let by = options.by.filter(|by| by.is_period());
        let (asked, others) = (self.lacking(chosen, days)?, self.lacking(chosen, other)?);
        let mut first = vec![note(msg!("note-compared-days", days = span(other)), false)];
        if days.last >= at.day() {
            first.push(note(msg!("note-days-not-over", last = days.last), true));
        }
        if by == Some(By::Week) {
            first.push(note(msg!("note-weeks-by-place"), true));
        }
        first.extend(asked.note_nothing(days));
        if !asked.not_back_to_first.is_empty() {
            let shops = &asked.not_back_to_first;
            first.push(note(msg!("note-days-not-imported", shops = shops, first = days.first), true));
        } else if asked.nothing.is_empty() && asked.gaps > 0 {
            first.push(note(msg!("note-gaps-in-days", days = asked.gaps), true));
        }
        first.extend(others.note_nothing(other));
        if !others.not_back_to_first.is_empty() {
            let shops = &others.not_back_to_first;
            first.push(note(msg!("note-days-not-imported", shops = shops, first = other.first), true));
        } else if others.gaps > 0 {
            first.push(note(msg!("note-gaps-in-other-days", days = others.gaps), true));
        }
        // That they lack days is said already where they lack all of them.
        let lacks_all = others.nothing.len() == chosen.shops.len();
        let unknown = [asked.nothing, [others.nothing, others.not_back_to_first].concat()];
        let periods = by.map(|by| [by.periods(days), by.periods(other)]);
        let missing = if by == Some(By::Day) { [asked.missing, others.missing] } else { Default::default() };
        let comparison = Comparison { periods, unknown, missing };
        let table = compare(now, &before, &comparison);
        let is_said = |note: &Note| {
            lacks_all && matches!(&note.message, Message::Text { id, .. } if id == "note-gaps")
                || notes.notes.contains(note)
        };
        let other_notes = notes_before.notes.into_iter().filter(|note| note.is_warning && !is_said(note));
        let other_notes: Vec<Note> = other_notes
            .map(|other_note| note(msg!("note-of-days", days = span(other), note = other_note.message), true))
            .collect();
        notes.notes = first.into_iter().chain(notes.notes).chain(other_notes).collect();
        Ok((table, notes))
    }

    /// Finds out which of some days the imports of the shops lack.
    fn lacking(&self, chosen: &Chosen, days: Days) -> Result<Lacking, KitError> {
        let mut lacking = Lacking::default();
        for (shop, _) in &chosen.shops {
            let covered = self.store.covered_days(shop)?;
            let has = |day: NaiveDate| covered.iter().any(|covered| covered.first <= day && day <= covered.last);
            let all = || days.first.iter_days().take_while(|day| *day <= days.last);
            let missing: Vec<NaiveDate> = all().filter(|day| !has(*day)).collect();
            let name = if chosen.is_several { shop.as_str() } else { "" };
            lacking.missing.extend(missing.iter().map(|day| (name.to_owned(), day.to_string())));
            let gaps = missing.len();
            if gaps == all().count() {
                lacking.nothing.push(shop.clone());
            } else if !covered.iter().any(|covered| covered.first <= days.first) {
                lacking.not_back_to_first.push(shop.clone());
            } else {
                lacking.gaps = lacking.gaps.max(gaps);
            }
        }
        Ok(lacking)
    }
}

/// Tells which of some days the imports of shops lack.
#[derive(Default)]
struct Lacking {
    /// The shops whose imports have none of the days.
    nothing: Vec<String>,
    /// The shops whose imports begin after the first of the days.
    not_back_to_first: Vec<String>,
    /// The days that no import of one of the other shops has; of the shop that lacks most.
    gaps: usize,
    /// The days that each shop lacks; its name is empty where rows do not name their shops.
    missing: HashSet<(String, String)>,
}

impl Lacking {
    /// Notes the shops whose imports have none of the days.
    fn note_nothing(&self, days: Days) -> Option<Note> {
        let message = || msg!("note-nothing-imported", shops = &self.nothing, days = span(days));
        (!self.nothing.is_empty()).then(|| note(message(), true))
    }
}

fn note(message: Message, is_warning: bool) -> Note {
    Note { message, is_warning }
}
